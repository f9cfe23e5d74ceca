"""Find the words of a page that Markdown swallowed: they stand in its source, and nowhere in what a reader gets.

Markdown never fails: what it takes for a mark it takes away. So what is left of the source when every true mark is
gone must be in the page as drawn. Where it is not sure what is a mark, this rather misses a loss than invents one.

Markdown's own tree cannot tell: a mark that it took is not in it. So the patterns here follow theirs, and have to be
looked at when one of these packages changes:

- Python-Markdown: `markdown.inlinepatterns` (code, escapes, entities, links, raw HTML: MARK),
  `markdown.blockprocessors.ReferenceProcessor` (LINK) and its extensions `admonition.AdmonitionProcessor` (BOX),
  `attr_list.AttrListTreeprocessor` (ATTRIBUTE), `footnotes`, `toc` (their marks in MARK) and `tables.TableProcessor`
  (TABLE, `_pipes`)
- pymdown-extensions: `superfences.SuperFencesBlockPreprocessor` (the fence in MARK, INFO), `tasklist`
- Jinja: calls, statements and comments with our marks, see `calls.py`
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

from ..data.text import PLACEHOLDERS
from ..faults import Fault
from .page import HELP_LINE, Page
from .tree import words

CUT, JOIN = "\x00", "\x01"
"""What stands in the place of each character of a mark: between phrases, and within a word. No text has them, and the
text keeps its length, so that every place in it is a place in the page."""

ATTRIBUTE = r"""(?:[.#][^\s{}="']+|[^\s{}="'.#][^\s{}="']*=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))"""
MARK = re.compile(
    rf"""
      (?m:^)[ \t>]*(?:[-*+][ \t]+|\d+\.[ \t]+)?(?P<fence>`{{3,}}|~{{3,}})(?P<info>[^\n`]*)\n
        (?P<block>(?:.*\n)*?)[ \t>]*(?P=fence)[`~ \t]*(?m:$)
    | (?P<ticks>`+)(?P<code>(?:[^`\n]|\n(?![ \t]*\n)|(?!(?P=ticks)(?!`))`+)+?)(?P=ticks)(?!`)
    | <!--(?s:.*?)--> | {{{{(?s:.*?)}}}} | {{%(?s:.*?)%}} | {{\#\#(?s:.*?)\#\#}}
    | <(?P<raw>script|style)\b(?s:.*?)</(?P=raw)>
    | </?[A-Za-z][\w-]*(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*)?/?>
    | <\?|\?> | \[TOC\] | ///Footnotes[ ]Go[ ]Here///
    | {{:?[ ]*{ATTRIBUTE}(?:[ ]+{ATTRIBUTE})*[ ]*}}
    | \[\^[^\]\s]+\]:?
    | \]\((?:[^()"\n]|\n(?![ \t]*\n)|"[^"\n]*"|\([^()\n]*\))*\)
    | \]\[(?P<label>[^\]\n]*)\]
    | (?m:^)[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)+(?:\[[ xX]\][ ])?
    | (?m:^)[ \t>]*!!![ ]?[\w-]+
    | (?P<entity>&(?:\#\d+|\#x[\da-fA-F]+|\w+);)
    | (?P<escape>\\[^\w\s])
    | [][]
    """,
    re.X,
)
"""Every mark that has words or braces in it; other marks have neither, and are no words themselves."""
INFO = re.compile(rf"^[ \t]*(?:{{[^\n]*}}|\.?[\w#.+-]+(?![=\w]))|{ATTRIBUTE}")
LINK = re.compile(r"^[ \t>]*\[([^^\[\]\n][^\[\]]*)\]: *\n? *(\S+) *(?:\n *)?(\"[^\n]*\"|'[^\n]*'|\([^\n]*\))? *$", re.M)
LABEL = re.compile(r"\[([^\[\]]+)\]")
ADDRESS = re.compile(r"(?:\w+:|[<./#])\S*|\S*\w\.\w\S*|\S+/\S*")
BOX = re.compile(r"^[ \t>]*!!! ?([\w-]+)((?: +[\w-]+)+)(?: +\".*?\")? *$", re.M)
CLASSES = re.compile(r"(?:inline|end|[a-z]+(?:-[a-z]+)+|\s)+")
"""Words after the kind of a box that are meant as classes: those of Material, and what is no word of a sentence."""
TABLE = re.compile(r"^([^\n]*\|[^\n]*)\n[ \t>]*(?=[^\n]*\|)[-:| ]*-[-:| ]*\n((?:[^\n]*\|[^\n]*(?:\n|\Z))*)", re.M)
BRACES = re.compile(r"\{([^{}]+)\}")
GLUE = str.maketrans(dict.fromkeys("*_\\", JOIN))
PHRASE = re.compile(rf"[^{CUT}\n]+")
APART = re.compile(r"[^\w{}]+")

SWALLOWED = "Markdown took them for something else"
TITLE = "put quotes round the title of a box"
CELL = r"the row has more cells than the head of its table (write \| for a line within a cell)"
BRACED = "Markdown takes words in braces for settings: leave the braces out"
DEFINED = "Markdown takes a line that begins with […]: for the address of a link: leave out the brackets or the colon"


def check(page: Page, article: HtmlElement) -> Iterator[Fault]:
    """A fault for each phrase of a page that its reader does not get, and for each help line left in braces.

    Args:
        page: the page as it was written.
        article: its content as it was drawn, from `tree.parse`.
    """
    for at, phrase, hint in find(page.markdown, article):
        lost = f"these words are not on the page: '{phrase}'" if hint else f"'{phrase}' is shown to readers as it is"
        yield page.fault(page.start + at, "", f"{lost}: {hint or _help(phrase)}")


def find(source: str, article: HtmlElement) -> Iterator[tuple[int, str, str]]:
    """The phrases of a page's Markdown that are not in its content: where each begins, it, and what to do about it.

    Args:
        source: the Markdown, without front matter and before macros are drawn.
        article: as of `check`.

    Yields:
        The place in the source, the phrase, and advice. A help line in braces that is shown as it stands is given too,
        with no advice.
    """
    shown = _folded(f" {words(article)} ")
    text = source
    for found, phrase, hint in _defined(source):
        text = _cut(text, *found.span())
        if hint and _folded(phrase) not in shown:
            yield found.start(), " ".join(found[0].split()), hint
    for found in BOX.finditer(text):
        classes = f"admonition {found[1]}{found[2]}".lower()
        meant = CLASSES.fullmatch(found[2])
        if meant or article.xpath("boolean(.//*[@class=$it])", it=" ".join(classes.split())):
            text = _cut(text, *found.span(2))
            if not meant:
                yield found.start(2), found[2].strip(), TITLE
    defined = {_label(found[1]) for found in LINK.finditer(source)}
    text = MARK.sub(lambda mark: _bare(mark, defined), text).translate(GLUE)
    for start, end in _cells(text, article):
        if source[start:end].strip(" |#>"):
            text = _cut(text, start, end)
            yield start, source[start:end].strip(" |#>"), CELL
    for found in PHRASE.finditer(text):
        start, end = found.span()
        # Next to a mark a word may go on: only a blank or the end of a line ends it.
        before = "" if text[start - 1 : start] == CUT else " "
        after = "" if text[end : end + 1] == CUT else " "
        phrase = _folded(before + found[0] + after)
        there = phrase.isspace() or phrase in shown
        braces = list(BRACES.finditer(text, start, end))
        for brace in braces:
            line = HELP_LINE.fullmatch(brace[0])
            if not there:
                yield brace.start(), brace[0], _help(brace[0]) if line else BRACED
            elif line and article.xpath("boolean(.//text()[not(ancestor::code)][contains(., $it)])", it=brace[0]):
                yield brace.start(), brace[0], ""
        if not there and not braces:
            yield start, source[start:end].strip(" |#>"), SWALLOWED


def _defined(source: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Each definition of a page: it, the words in it that have to be shown, and the advice when they are not."""
    links = list(LINK.finditer(source))
    uses = Counter(map(_label, LABEL.findall(source) if links else ()))
    uses.subtract(_label(found[1]) for found in links)
    for found in links:
        used = uses[_label(found[1])] > 0
        yield found, found[0], "" if used or (ADDRESS.fullmatch(found[2]) and not found[3]) else DEFINED


def _cells(text: str, article: HtmlElement) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand for which its table has no column, row by row."""
    for table in TABLE.finditer(text):
        # Only what became a table: rows can also stand in code, or too near to other words.
        head = [_folded(phrase) for phrase in table[1].split(CUT)]
        if any(all(map(_folded(words(drawn)).__contains__, head)) for drawn in article.iter("thead")):
            row = table[1].strip(" \t>")
            border = row.startswith("|") or row.endswith("|")
            columns = len(_pipes(text, table.start(1), table.end(1), border)) + 1
            at = table.start(2)
            for line in table[2].splitlines(keepends=True):
                end = at + len(line.rstrip())
                pipes = _pipes(text, at, end, border)
                if len(pipes) >= columns:
                    yield pipes[columns - 1] + 1, end
                at += len(line)


def _pipes(text: str, start: int, end: int, border: bool) -> list[int]:
    """Where the cells of a row part; with a border, a pipe at either end of it parts none."""
    row = text[start:end].strip(" \t>")
    start = text.index(row, start)
    pipes = [start + at for at, sign in enumerate(row) if sign == "|"]
    return [at for at in pipes if not border or start < at < start + len(row) - 1]


def _bare(mark: re.Match[str], defined: set[str]) -> str:
    """What is left of a mark, in its own length."""
    text = mark[0]
    if mark["fence"]:
        start, end = mark.start("block") - mark.start(), mark.end("block") - mark.start()
        info = INFO.sub(lambda setting: CUT * len(setting[0]), mark["info"])
        return CUT * (start - len(info) - 1) + info + "\n" + _verbatim(mark["block"]) + CUT * (len(text) - end)
    if mark["ticks"]:
        # Blanks at either end of code are not shown, and then it may touch the words round it.
        code = re.sub(r"\A +| +\Z", lambda blanks: CUT * len(blanks[0]), mark["code"])
        ticks = JOIN * len(mark["ticks"])
        return ticks + _verbatim(code) + ticks
    if mark["entity"]:
        sign = html.unescape(text)
        return sign + JOIN * (len(text) - 1) if len(sign) == 1 and sign.isalnum() else CUT * len(text)
    if mark["escape"]:
        return JOIN + _verbatim(text[1])
    if mark["label"] and _label(mark["label"]) not in defined:
        return CUT + CUT + mark["label"] + CUT
    return _cut(text, 0, len(text))


def _verbatim(code: str) -> str:
    """Text in which nothing is a mark."""
    return re.sub(r"[^\w\n\x00\x01]", " ", re.sub("[{}]", CUT, code.translate(GLUE)))


def _cut(text: str, start: int, end: int) -> str:
    return text[:start] + "\n".join(CUT * len(line) for line in text[start:end].split("\n")) + text[end:]


def _label(text: str) -> str:
    return " ".join(text.lower().split())


def _folded(text: str) -> str:
    """Words with a blank between them and no other sign but braces, in which words can be lost."""
    for sign in ("*", "_", "\\", JOIN):  # `translate` takes 3 times as long
        text = text.replace(sign, "")
    return APART.sub(" ", text.replace("{", " { ").replace("}", " } "))


def _help(brace: str) -> str:
    found = HELP_LINE.search(brace)
    return f'write {{{{ help_line("{found[1] if found else PLACEHOLDERS[0]}") }}}}'
