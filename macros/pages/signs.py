"""A sign has one home: the words of a sign, and how fast to act on it, stand in `red_flags` and are told nowhere again.

Told again, a sign sooner or later has two levels, or two rules of care. So pages, answers and the ask-first list call
it, and what draws a call takes its words, its level and its help line from the red flag. Here is found what does not:
words that tell a reader how fast to act (the engine's, and the guide's own `urgency`), help lines without a called
sign of their level, and sentences that hold most words of a sign. A guide with `urgency: none` is not held to this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TypeVar

from ..data.library import Library
from ..data.model import LEVELS, RedFlag
from ..data.text import HELP_LINE, PLACEHOLDERS
from ..data.yaml import Place
from ..faults import Fault

T = TypeVar("T")

RUN = 6
"""So many words of a sign in a row are the sign told again."""
SHARE = 0.8
"""So much of a sign's words of `LONG` letters or more in one sentence are the sign told again."""
LONG = 4
FEWEST = 4
"""A sign with fewer long words than this is only found by a run of its words."""

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*+|#>]|\d+[.)])\s)")
CALL = re.compile(r"\{\{.*?\}\}", re.S)
CALLED = re.compile(r"\{\{\s*(sign|red_flags?)\((.*?)\)\s*\}\}", re.S)
LINES = re.compile(r"\{\{\s*help_line\(\s*(?:name\s*=\s*)?[\"'](\w+)[\"']\s*\)\s*\}\}")
ITEM = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s+")
STARTS = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+|\||#{1,6}\s)")
"""What begins a block without a blank line before it: an item, a row of a table, a heading."""

LINE_OF = dict(zip(LEVELS, PLACEHOLDERS, strict=True))
"""The help line of each level."""

FREE = frozenset({"red_flags", "help_lines", "sources", "review", "never", "urgency", "clarity", "retired", "strings"})
"""The parts of the data that may say how fast to act, or that no reader reads."""
ASKED = frozenset({"id", "question", "search", "evidence"})
"""Keys of an entry whose words are the reader's own, or stand behind the reader's pages."""
DRAWS = frozenset({"faq", "ask_first", "check"})
"""The parts of the data whose entries draw the signs that they name, and so may not tell one again."""


class Signs:
    """The signs of a guide, by their words."""

    def __init__(self, flags: Iterable[RedFlag]) -> None:
        self.flags = list(flags)
        self._long = [long_words(flag.sign) for flag in self.flags]
        self._runs: dict[tuple[str, ...], int] = {}
        self._holders: dict[str, list[int]] = {}
        for i, flag in enumerate(self.flags):
            for run in _runs(words(flag.sign)):
                self._runs.setdefault(run, i)
            for word in self._long[i]:
                self._holders.setdefault(word, []).append(i)

    def told(self, sentence: str) -> RedFlag | None:
        """The red flag whose sign a sentence tells again, if any."""
        said = words(sentence)
        for run in _runs(said):
            if run in self._runs:
                return self.flags[self._runs[run]]
        for i, count in self._shared(said).items():
            if count >= FEWEST and count >= SHARE * len(self._long[i]):
                return self.flags[i]
        return None

    def nearest(self, text: str) -> RedFlag | None:
        """The red flag of whose sign a text has the most words, at least two; None when there is none."""
        count = self._shared(words(text))
        best = max(count, key=lambda i: (count[i], count[i] / len(self._long[i]), -i), default=None)
        return self.flags[best] if best is not None and count[best] > 1 else None

    def _shared(self, said: Iterable[str]) -> Counter[int]:
        """How many long words of each sign are among some words."""
        return Counter(i for word in set(said) for i in self._holders.get(word, ()))


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without what macros draw."""
    return WORD.findall(CALL.sub(" ", text).casefold())


def long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) >= LONG)


def _runs(said: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[i:] for i in range(RUN)), strict=False)


def twins(library: Library) -> Iterator[Fault]:
    """Signs of the same words, and signs of nearly the same words at two levels."""
    flags = library.guide.red_flags
    for (_, one), (j, two) in combinations(enumerate(flags), 2):
        here, there = long_words(one.sign), long_words(two.sign)
        alike = words(one.sign) == words(two.sign)
        near = one.level != two.level and len(here & there) >= SHARE * len(here | there) > 0
        if alike or near:
            same = "the same" if alike else "nearly the same"
            levels = f", at two levels, {one.level} and {two.level}" if one.level != two.level else ""
            yield library.fault(("red_flags", j, "sign"), f"has {same} words as the sign of '{one.id}'{levels}")


def check_data(library: Library) -> Iterator[Fault]:
    """Words of the data outside the red flags that say how fast to act or tell a sign again."""
    signs = Signs(library.guide.red_flags)
    for place, text in library.texts() if library.guide.urgency else ():
        if place[0] in FREE or ASKED & set(place):
            continue
        if what := _line(text) or _urgent(library, text):
            yield library.fault(place, f"{what[1]}: {_in_data(place, signs.nearest(text))}")
        elif place[0] in DRAWS and (flag := next(filter(None, (signs.told(s) for _, s in _sentences(text))), None)):
            yield library.fault(place, f"{_again(flag)}: {_in_data(place, flag)}")


def check_pages(pages: Iterable[T], library: Library) -> Iterator[tuple[T, int, str]]:
    """The same on pages, front matter and all: the page, where in its source, and what is wrong.

    Args:
        pages: whatever has a `source`.
    """
    signs = Signs(library.guide.red_flags)
    for page in pages if library.guide.urgency else ():
        for at, what in _page(page.source, library, signs):
            yield page, at, what


def _page(source: str, library: Library, signs: Signs) -> Iterator[tuple[int, str]]:
    for at, block in blocks(source):
        called = set(_levels(library, block))
        lines = list(LINES.finditer(block))
        wrong = next((line for line in lines if line[1] not in map(LINE_OF.get, called)), None)
        if wrong and called:
            levels = [level for level in LEVELS if level in called]
            right = " or ".join(f'help_line("{LINE_OF[level]}")' for level in levels)
            what = (
                f"the help line '{wrong[1]}' stands with a sign that is {' or '.join(levels)}: write {{{{ {right} }}}}"
            )
            yield at + wrong.start(), what
        elif wrong:
            what = f"the help line '{wrong[1]}' needs a called sign beside it, which says when"
            yield at + wrong.start(), f"{what}: {_on_page(signs.nearest(block))}"
        elif not lines and (found := _urgent(library, CALL.sub(lambda m: " " * len(m[0]), block))):
            yield at + found[0], f"{found[1]}: {_on_page(signs.nearest(block))}"
        for start, sentence in _sentences(block):
            if flag := signs.told(sentence):
                yield at + start, f"{_again(flag)}: {_on_page(flag)}"
                break


def blocks(source: str) -> Iterator[tuple[int, str]]:
    """The paragraphs, items, rows and headings of a page, each with its position.

    Words that end in a colon are one block with the items that follow them.
    """
    found: list[tuple[int, int]] = []
    at, open_ = 0, False
    for line in source.splitlines(keepends=True):
        end = at + len(line)
        if not line.strip(" \t\n>"):
            open_ = False
        elif open_ and not STARTS.match(line):
            found[-1] = (found[-1][0], end)
        else:
            found.append((at, end))
            open_ = True
        at = end
    leads = False
    joined: list[tuple[int, int]] = []
    for start, end in found:
        item = bool(ITEM.match(source[start:end]))
        if leads and item:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
            leads = source[start:end].rstrip(" \n*_").endswith(":")
    return ((start, source[start:end]) for start, end in joined)


def _sentences(block: str) -> Iterator[tuple[int, str]]:
    at = 0
    for match in SENTENCE.finditer(block):
        yield at, block[at : match.start()]
        at = match.end()
    yield at, block[at:]


def _levels(library: Library, block: str) -> Iterator[str]:
    """The levels of the signs that a block calls."""
    for match in CALLED.finditer(block):
        for given in re.findall(r"[\"']([^\"']+)[\"']", match[2]):
            flag = library.red_flags.get(given)
            yield from [flag.level] if flag else [given] if given in LEVELS else []


def _urgent(library: Library, text: str) -> tuple[int, str] | None:
    """Words that tell a reader how fast to act: where they stand, and what is wrong with them."""
    for rule in library.guide.urgency:
        if found := re.search(rule.pattern, text, re.I):
            said = " ".join(found[0].split())
            return found.start(), f"'{said}' says how fast to act ({rule.name}), which only a called sign does"
    return None


def _line(text: str) -> tuple[int, str] | None:
    """A help line in words of the data, as `_urgent` has it."""
    if found := HELP_LINE.search(text):
        return found.start(), f"the help line '{found[0]}' says how fast to act, which only a called sign does"
    return None


def _again(flag: RedFlag) -> str:
    return f"tells the sign of '{flag.id}' again ('{flag.sign}')"


def _on_page(flag: RedFlag | None) -> str:
    """What an editor writes in the place of such words on a page."""
    name = flag.id if flag else "…"
    return f'call {{{{ red_flags("{name}") }}}} or {{{{ sign("{name}") }}}} instead'


def _in_data(place: Place, flag: RedFlag | None) -> str:
    """The same in the data, where an entry names the signs that are drawn with it."""
    name = flag.id if flag else "…"
    return f"name '{name}' under its 'red_flags' instead" if place[0] in DRAWS else "leave it out"
