"""Measure how plain the words are, per page, answer and red flag, as a reader sees them.

Formulas find long sentences and long words. They do not prove that anybody understands.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from markdown import markdown

from ..data.edition import Edition
from ..data.language import ENGLISH, of
from ..data.library import Library
from ..data.yaml import Place
from ..faults import Fault
from . import budgets
from .page import Page

with warnings.catch_warnings():
    # textstat 0.7.4 reads its word list with pkg_resources, which says on every import that it will go.
    warnings.simplefilter("ignore")
    from textstat import textstat

MOST_WORDS, MOST_SENTENCES, MOST_ITEMS, MOST_GRADE = 25, 4, 9, 8.0
"""Words a sentence, sentences a paragraph, items a list and the grade above which the check fails."""
AIM_WORDS, AIM_GRADE = 14.0, 6.0
"""What each page aims at: words a sentence on average, and the grade."""
COUNTED = {ENGLISH: "en_US"}
"""Whose hyphenation counts the syllables of a language, if it is not its own."""
SPEED = 200
"""Words that a reader reads in a minute, and fewer where they are hard or the reader is worried."""

BLOCKS = frozenset({"p", "li", "td", "dd"})
"""What holds sentences. Headings, terms and table heads are labels."""
ELSEWHERE = {
    *("faq", "red-flags", "red-flag-list", "after-cards", "sources", "sources-cited", "evidence-list", "footnote"),
    "review",
}
"""Classes of components that are no page's own words: answers and red flags are measured by themselves."""
LABELS = {"label", "cited", "headerlink", "visually-hidden"}
NOT_WORDS = frozenset({"sup", "script", "style", "template", "pre", "button", "nav"})
END = re.compile(r"(?:(?<=[.!?؟])|(?<=[.!?؟][\"”')]))\s+(?=[\"“'(¿¡]?[^\Wa-zß-ÿ_])")


@dataclass(frozen=True)
class Unit:
    """Words that are measured together.

    Attributes:
        name: what they are: a page's file, or "answer why-hurt".
        blocks: paragraphs, list items and table cells, each with its place in the data where it has one.
        lists: the number of items of each list, and the words of its first.
        page: whether it is a page, which has aims.
    """

    name: str
    blocks: list[tuple[str, Place]]
    lists: list[tuple[int, str, Place]]
    page: bool = False

    @property
    def sentences(self) -> list[str]:
        return [sentence for text, _ in self.blocks for sentence in sentences(text)]

    @property
    def words(self) -> float:
        """Words a sentence, on average."""
        counts = [count(sentence) for sentence in self.sentences]
        return sum(counts) / len(counts) if counts else 0.0

    @property
    def longest(self) -> int:
        """Words in the longest sentence."""
        return max((count(sentence) for sentence in self.sentences), default=0)

    @property
    def paragraph(self) -> int:
        """Sentences in the longest paragraph."""
        return max((len(sentences(text)) for text, _ in self.blocks), default=0)

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade, by textstat. It ends a sentence at every full stop, so each gets exactly one."""
        return self.score(ENGLISH)

    def score(self, language: str) -> float:
        """What the formula of a language that has one makes of the words."""
        textstat.set_lang(COUNTED.get(language, language.replace("-", "_")))
        text = " ".join(re.sub(r"[.!?]", "", sentence) + "." for sentence in self.sentences)
        return getattr(textstat, of(language).measure)(text)

    def hard(self, explained: frozenset[str]) -> list[str]:
        """Words of 3 syllables or more that textstat does not count among the easy ones, and nothing explains."""
        textstat.set_lang(COUNTED[ENGLISH])
        words = textstat.difficult_words_list(" ".join(self.sentences).replace("\u2019", "'"), 3)
        return sorted({word.strip("'") for word in words} - explained - {f"{word}s" for word in explained})


def sentences(text: str) -> list[str]:
    """A paragraph's sentences."""
    return [sentence for sentence in END.split(text) if count(sentence)]


def count(text: str) -> int:
    """How many words a text has."""
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def explained(library: Library) -> frozenset[str]:
    """The hard words that are explained by the glossary or allowed by the data."""
    terms = [name for term in library.guide.glossary for name in (term.term, *term.also)]
    return frozenset(re.findall(r"[\w']+", " ".join([*terms, *library.guide.clarity.allowed]).lower()))


# What is measured ----------------------------------------------------------------------------------------------------


def of_page(page: Page, html: str) -> Unit:
    """A built page's own words, without the components that are measured by themselves."""
    article = lxml.html.document_fromstring(html).find(".//article")
    blocks, lists = _read(article, ()) if article is not None else ([], [])
    return Unit(page.file, blocks, lists, page=True)


def of_data(library: Library, region: str) -> Iterator[Unit]:
    """Every answer and every red flag, with the help lines of a region."""
    lines = library.guide.help_lines[region]
    kinds = (("answer", "faq", library.guide.faq), ("red flag", "red_flags", library.guide.red_flags))
    keys = {"answer", "sign", "signs", "risks", "why", "do"}
    for kind, key, parts in kinds:
        for i, part in enumerate(parts):
            unit = Unit(f"{kind} {part.id}", [], [])
            for place, text in library.texts():
                if place[:2] == (key, i) and keys & set(place):
                    said = re.sub(r"\{(\w+)\}", lambda m: lines[m[1]].say, text)
                    blocks, lists = _read(lxml.html.fragment_fromstring(markdown(said), create_parent=True), place)
                    unit.blocks.extend(blocks)
                    unit.lists.extend(lists)
            yield unit


def _read(root: lxml.html.HtmlElement, place: Place) -> tuple[list[tuple[str, Place]], list[tuple[int, str, Place]]]:
    blocks, lists = [], []
    for element in root.iter(*BLOCKS, "ul", "ol"):
        if any(_skipped(outer) for outer in (element, *element.iterancestors())):
            continue
        if element.tag in BLOCKS:
            blocks.append((_own(element), place))
        else:
            items = element.findall("li")
            lists.append((len(items), " ".join(items[0].text_content().split()) if items else "", place))
    return [(text, place) for text, place in blocks if count(text)], lists


def _own(element: lxml.html.HtmlElement) -> str:
    """The words of a block without those of blocks inside it."""

    def parts(node: lxml.html.HtmlElement) -> Iterator[str]:
        yield node.text or ""
        for child in node:
            if isinstance(child.tag, str) and child.tag not in BLOCKS | {"ul", "ol"} and not _skipped(child):
                yield from parts(child)
            yield child.tail or ""

    return " ".join("".join(parts(element)).split())


def _skipped(element: lxml.html.HtmlElement) -> bool:
    return element.tag in NOT_WORDS or bool((ELSEWHERE | LABELS) & set(element.get("class", "").split()))


# What is said about it -----------------------------------------------------------------------------------------------


def table(units: Iterable[Unit], library: Library) -> Iterator[str]:
    """The figures, a line a unit."""
    known = explained(library)
    yield f"{'':38}{'words a':>9}{'longest':>9}{'sentences a':>13}{'grade':>7}  hard words that nothing explains"
    yield f"{'':38}{'sentence':>9}{'sentence':>9}{'paragraph':>13}"
    for unit in units:
        figures = f"{unit.words:9.1f}{unit.longest:9}{unit.paragraph:13}{unit.grade:7.1f}"
        yield f"{unit.name:38}{figures}  {', '.join(unit.hard(known)) or '-'}"


def figures(pages: Iterable[tuple[Page, Path]], edition: Edition) -> Iterator[str]:
    """The figures of a translation, of which none is too high; the last is that of its language's formula."""
    language = of(edition.language)
    yield f"{language.name}: {language.measure or 'textstat has no formula'}"
    own = (of_page(page, html.read_text(encoding="utf-8")) for page, html in pages)
    for unit in (*own, *of_data(edition.library, edition.region)):
        score = f"{unit.score(edition.language):7.1f}" if language.measure else ""
        yield f"{unit.name:38}{unit.words:9.1f}{unit.longest:9}{unit.paragraph:13}{score}"


def lengths(pages: Iterable[tuple[Page, Path]], library: Library) -> Iterator[str]:
    """How long each page is. The build itself refuses one that gives advice and is over its budget."""
    yield f"{'':38}{'own words':>9}{'budget':>9}{'all words':>13}  minutes, at {SPEED} words a minute"
    for page, html in pages:
        article = lxml.html.document_fromstring(html.read_text(encoding="utf-8")).find(".//article")
        if article is not None:
            own, every = budgets.own(article), budgets.every(article)
            most = budgets.budget(library, page.path) if budgets.advises(page) else "-"
            yield f"{page.file:38}{own:9}{most:>9}{every:13}{every / SPEED:9.1f}"


def missed(units: Iterable[Unit]) -> Iterator[str]:
    """The aims that pages miss: no fault, but worth an edit."""
    for unit in units:
        if unit.page and unit.words > AIM_WORDS:
            yield f"{unit.name}: {unit.words:.1f} words a sentence; the aim is {AIM_WORDS:g}"
        if unit.page and unit.grade > AIM_GRADE:
            yield f"{unit.name}: grade {unit.grade:.1f}; the aim is {AIM_GRADE:g}"


def faults(unit: Unit, find: Callable[[str, Place, str], Fault]) -> Iterator[Fault]:
    """What is too hard in a unit.

    Args:
        unit: the words.
        find: makes a fault from some words, their place in the data (or none) and what is wrong with them.
    """
    for text, place in unit.blocks:
        said = sentences(text)
        if len(said) > MOST_SENTENCES:
            what = f"a paragraph of {len(said)} sentences; {MOST_SENTENCES} is the most: '{_start(text)}'"
            yield find(text, place, what)
        for sentence in said:
            if (words := count(sentence)) > MOST_WORDS:
                what = f"a sentence of {words} words; {MOST_WORDS} is the most: '{_start(sentence)}'"
                yield find(sentence, place, what)
    for items, first, place in unit.lists:
        if items > MOST_ITEMS:
            what = f"a list of {items} items; {MOST_ITEMS} is the most: break it up under headings: '{_start(first)}'"
            yield find(first, place, what)
    if unit.blocks and unit.grade > MOST_GRADE:
        text, place = unit.blocks[0]
        yield find("" if unit.page else text, place, f"grade {unit.grade:.1f}; {MOST_GRADE:g} is the most")


def finder(page: Page | None, library: Library) -> Callable[[str, Place, str], Fault]:
    """Where words stand: at their place in the data, else on the page, else wherever the data says them."""

    def find(words: str, place: Place, what: str) -> Fault:
        if place or page is None:
            return library.fault(place, what)
        if words:
            start = re.compile(rf"(?<!\w){re.escape(' '.join(words.split()[:5]))}(?!\w)")
            for number, line in enumerate(page.source.split("\n"), start=1):
                if number >= page.first_line and start.search(_plain(line)):
                    return Fault(page.file, what, number)
            for there, text in library.texts():
                if start.search(_plain(text)):
                    return library.fault(there, what)
        return Fault(page.file, what)

    return find


def _plain(line: str) -> str:
    """A line of Markdown without its marks, near enough to find words in it."""
    line = re.sub(r"\{\{.*?\}\}", "", line)
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return " ".join(line.replace("*", "").replace("|", " ").split())


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def measure(pages: Iterable[tuple[Page, Path]], library: Library, region: str) -> tuple[list[Unit], list[Fault]]:
    """Everything, with what is too hard.

    Args:
        pages: each page with its built HTML file.
        library: the guide.
        region: whose help lines the data's words hold.
    """
    units, found = [], []
    for page, html in pages:
        units.append(unit := of_page(page, html.read_text(encoding="utf-8")))
        found += faults(unit, finder(page, library))
    for unit in of_data(library, region):
        units.append(unit)
        found += faults(unit, finder(None, library))
    return units, found
