"""Check the words of all pages and of the data together: what no page and no entry shows by itself.

`calls.py` judges one macro call, `library.py` one data file. Here are the rules that need both, or only the words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta

from ..components.contract import EVIDENCE_PAGE
from ..data import slips
from ..data.evidence import Section
from ..data.library import Library
from ..data.text import KEBAB, nearest
from ..faults import Fault
from . import budgets, evidence, signs
from .page import Page

PICTURE = re.compile(r"!\[\s*\]|<img\b(?![^>]*\balt=[\"'][^\"']*\w)[^>]*>", re.I)
TAB = re.compile(r"^[ >*+-]*={3}[!+]{0,2} +\"", re.M)
"""A tab as Material has it. Without the extension, what is indented under it would come out as code."""
SHOWN = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1|<!--.*?-->", re.M | re.S)
"""Blocks of code, and comments."""
QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
"""Curly quotation marks to straight ones."""


def check(
    pages: Iterable[Page],
    library: Library | None,
    templates: Container[str],
    today: date,
    linked: Iterable[str],
    *,
    readable: bool,
) -> Iterator[Fault]:
    """Every fault in the words.

    Args:
        pages: all pages.
        library: the guide, or None when its file has faults.
        templates: the theme's templates, of which a page may name one.
        today: the day of the build.
        linked: the source paths of the pages that links may lead to.
        readable: whether every macro call was read. If not, a source may look uncited that is not.
    """
    pages = list(pages)
    for page in pages:
        yield from _front(page, templates, today)
        yield from _patterns(page)
    if library:
        yield from _missing_pages(linked, library)
        yield from _data_to_come(library, today)
        yield from _never(pages, library)
        yield from budgets.check_data(library, (page.path for page in pages))
        yield from signs.twins(library)
        yield from signs.check_data(library)
        for page, at, what in signs.check_pages(pages, library):
            yield page.fault(at, "", what)
        yield from _defined_twice(library)
        if readable:
            claims = evidence.sections(pages, library, ())
            own = evidence.listed((page for page in pages if page.path == EVIDENCE_PAGE), r"evidence_list\(")
            unled = list(evidence.check(pages, claims, own))
            yield from unled
            if not unled and not evidence.listed(pages):
                what = f"no page shows them: write '{EVIDENCE_PAGE}', with {{{{ evidence_list() }}}}"
                yield library.fault(("sources",), what)
            yield from _never_cited(claims, library)
            yield from _never_used(pages, library)


# Pages ---------------------------------------------------------------------------------------------------------------


def _front(page: Page, templates: Container[str], today: date) -> Iterator[Fault]:
    """What is wrong with a page's front matter beside another part of the site, or on this day."""
    if page.front.template and page.front.template not in templates:
        yield page.front_fault(("template",), f"the theme has no template '{page.front.template}'")
    if page.front.last_reviewed and (what := to_come(page.front.last_reviewed, today)):
        yield page.front_fault(("last_reviewed",), what)


def _missing_pages(linked: Iterable[str], library: Library) -> Iterator[Fault]:
    """Links in the data to a page that is not there."""
    known = sorted(linked)
    for place, target in library.links():
        path = target.lstrip("/").partition("#")[0]
        if path not in known:
            yield library.fault(place, f"no page '/{path}'{nearest(path, known)}")


def _data_to_come(library: Library, today: date) -> Iterator[Fault]:
    review = library.guide.review
    days = {("review", "last_reviewed"): review.last_reviewed}
    if review.clinical_reviewer:
        days["review", "clinical_reviewer", "date"] = review.clinical_reviewer.date
    if review.withdrawn:
        days["review", "withdrawn", "date"] = review.withdrawn.date
    if library.review:
        days["translation_review", "date"] = library.review.date
    for place, day in days.items():
        if what := to_come(day, today):
            yield library.fault(place, what)


def to_come(day: date, today: date) -> str:
    """What is wrong with a day on which something was done; "" when nothing is.

    The build knows the day in Greenwich: in New Zealand, say, it may be tomorrow already.
    """
    return f"{day} is still to come; today is {today}" if day - today > timedelta(days=1) else ""


def _patterns(page: Page) -> Iterator[Fault]:
    """Slips that no editor shows, pictures that say nothing to whoever does not see them, and tabs."""
    for at, what in slips.unseen(page.markdown):
        yield page.fault(page.start + at, "", what)
    # In a code block these are shown as text; blanks of the same length keep the line numbers.
    text = SHOWN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), page.source)
    for number, what in slips.items(text[page.start :]):
        yield page.fault_on(number + 1, "", what)
    for picture in PICTURE.finditer(text):
        yield page.fault(picture.start(), "", "a picture without alternative text: write what it shows, ![words](file)")
    for tab in TAB.finditer(text):
        what = "a tab hides words from readers and from paper: write a heading in its place"
        yield page.fault(tab.start(), "", what)


# Lines that must never be said ---------------------------------------------------------------------------------------


def _never(pages: list[Page], library: Library) -> Iterator[Fault]:
    if not library.guide.never:
        return
    sources = [(page, *_straight(page.source)) for page in pages]
    texts = [(place, *_straight(text)) for place, text in library.texts() if place[0] != "never"]
    for line in library.guide.never:
        words, quick = _straight(line.words)
        # Words at the end of a line, or printed bold, are the same words.
        spaced = r"[\s*_]+".join(map(re.escape, words.split()))
        pattern = rf"(?<!\w){spaced}(?!\w)"
        what = f"'{line.words}' must never be said: {line.why}"
        for page, source, folded in sources:
            for found in re.finditer(pattern, source, re.I) if quick in folded else ():
                yield page.fault(found.start(), "", what)
        for place, text, folded in texts:
            if quick in folded and re.search(pattern, text, re.I):
                yield library.fault(place, what)


def _straight(text: str) -> tuple[str, str]:
    """A text with straight quotation marks, and that text folded, its marks for bold words taken as blanks."""
    for curly, straight in QUOTES.items():
        text = text.replace(curly, straight)
    return text, _folded(text.replace("*", " ").replace("_", " "))


# Sources -------------------------------------------------------------------------------------------------------------


def _never_cited(claims: Iterable[Section], library: Library) -> Iterator[Fault]:
    cited = {source for section in claims for source in section.sources}
    for ident in library.guide.sources:
        if ident not in cited:
            yield library.fault(("sources", ident), "is never cited: by no page and by no 'sources' list")


# Glossary ------------------------------------------------------------------------------------------------------------


def _defined_twice(library: Library) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for i, term in enumerate(library.guide.glossary):
        also = ((("glossary", i, "also", j), name) for j, name in enumerate(term.also))
        for place, name in ((("glossary", i, "term"), term.term), *also):
            key = " ".join(name.casefold().split())
            if key in first:
                yield library.fault(place, f"'{name}' is defined already, on line {first[key]}")
            first.setdefault(key, library.fault(place, "").line)


def _never_used(pages: list[Page], library: Library) -> Iterator[Fault]:
    # What looks like an id is one: it is not among the words that a reader sees.
    texts = [(place, text) for place, text in library.texts() if place[0] != "never" and not KEBAB.fullmatch(text)]
    texts = [(place, text, _folded(text)) for place, text in texts]
    everywhere = [(text, folded) for place, text, folded in texts if place[0] != "glossary"]
    everywhere += ((page.source, _folded(page.source)) for page in pages)
    meanings = [(p[1], text, folded) for p, text, folded in texts if p[0] == "glossary" and p[2] == "meaning"]
    for i, term in enumerate(library.guide.glossary):
        names = [(name, _folded(name)) for name in (term.term, *term.also)]
        others = [(text, folded) for j, text, folded in meanings if j != i]
        if not any(
            quick in folded and holds(text, name) for text, folded in (*everywhere, *others) for name, quick in names
        ):
            yield library.fault(("glossary", i), f"'{term.term}' is never used: on no page and nowhere in the data")


def _folded(text: str) -> str:
    """A text in which `in` finds at once whatever a search by `re.I` could find, and now and then more: it spares
    nearly all of those. The letters that `re.I` takes for the same are the same in it, each i of Turkish too.
    """
    return " ".join(text.casefold().replace("i\u0307", "i").replace("\u0131", "i").split())


def holds(words: str, name: str) -> bool:
    """Whether a name stands in the words; one in capitals (NICE) is not the word in small letters (nice)."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    return bool(re.search(rf"(?<!\w){spaced}(?!\w)", words, 0 if name.isupper() else re.I))
