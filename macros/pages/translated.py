"""Pages of a translation beside the English ones: the same calls, links, ids and numbers, and how old they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ..data.stamp import stamp, stamp_in
from ..data.text import nearest
from ..data.translation import numbers
from ..faults import Fault
from . import links
from .evidence import CALL, visible
from .page import Page

CLAIMS = frozenset({"cite", "evidence"})
"""Calls that only the English pages have: the claims and their sources are not translated."""
ENGLISH_ONLY = re.compile(r"\{\{\s*(embed_builder|evidence_list)\(")
"""Calls whose words are English in any language: who embeds the questions, or checks a claim, reads those pages."""
ID = re.compile(r"\{:?[^{}]*?#([\w-]+)[^{}]*\}")
HEADING = re.compile(r"^#+ .*$", re.M)


def stamp_of(page: Page) -> str:
    """The hash of an English page: of the words that a translation has, without claims, dates and white space."""
    front = page.front
    said = [front.title, front.description, *((front.handout.title, front.handout.for_) if front.handout else ())]
    text = CALL.sub(lambda call: "" if call[1] in CLAIMS else call[0], page.markdown)
    return stamp([*said, " ".join(text.split())])


def since(page: Page, english: Page | None) -> date | None:
    """The day of the English that a page was made from, if that has changed since."""
    found = stamp_in(page.front.from_)
    return found[0] if found and english and found[1] != stamp_of(english) else None


def check(
    pages: Mapping[str, Page], english: Mapping[str, Page], docs: str, today: date
) -> tuple[list[Fault], list[Fault]]:
    """What is wrong with the pages of a translation; and which are missing, or made from older English.

    Args:
        pages: those of the translation, by their source path.
        english: those of the English.
        docs: the folder of the translation, as an editor names it.
        today: the day that a missing stamp is told with.
    """
    faults: list[Fault] = []
    left = [
        Fault(f"{docs}/{path}", "is missing, or newer than the check; links lead to the English page")
        for path in english
        if path not in pages
    ]
    for path, page in pages.items():
        theirs = english.get(path)
        if not theirs:
            faults.append(Fault(page.file, f"the English has no page '{path}'{nearest(path, english)}", 1))
            continue
        if call := ENGLISH_ONLY.search(visible(page.source)):
            what = "is drawn in English alone: leave the page out, and links lead to the English one"
            faults.append(page.fault(call.start(), f"{call[1]}()", what))
            continue
        right = f"'from: {today} {stamp_of(theirs)}'"
        if not stamp_in(page.front.from_):
            given = f"'{page.front.from_}' is no stamp" if page.front.from_ else "'from' is missing"
            faults.append(page.front_fault(("from",), f"{given}: for words made from today's English write {right}"))
        elif day := since(page, theirs):
            what = (
                f"the English has changed since {day}; it keeps its words under a notice until it follows, with {right}"
            )
            left.append(page.front_fault(("from",), what))
        else:
            faults += _differs(page, theirs)
    return faults, left


def strays(pages: Iterable[Page], data: str) -> Iterator[Fault]:
    """Translated pages among the guide's own: without a data file, `data`, their folder is no language."""
    for page in pages:
        if page.front.from_:
            what = f"is for a page of a translation, whose folder has a data file, _data/{data}"
            yield page.front_fault(("from",), what)


def _differs(page: Page, english: Page) -> Iterator[Fault]:
    """What of an English page its translation lost or added."""
    for name, pick in (("call", _calls), ("link", _links), ("id", _ids), ("number", _numbers)):
        here, there = Counter(pick(page)), Counter(pick(english))
        for lost in (there - here).elements():
            yield page.fault(0, "", f"the {name} {lost} of the English page is missing")
        for added in (here - there).elements():
            at = page.source.find(added, page.start)
            yield page.fault(max(at, 0), "", f"the English page has no {name} {added}")


def _calls(page: Page) -> Iterator[str]:
    return (" ".join(call[0].split()) for call in CALL.finditer(visible(page.markdown)) if call[1] not in CLAIMS)


def _links(page: Page) -> Iterator[str]:
    return (f"{file}#{anchor}" if anchor else file for _, _, file, anchor in links.targets(page))


def _ids(page: Page) -> list[str]:
    """The ids that the page writes itself, those of headings apart: a translation has to write more of them."""
    return ID.findall(HEADING.sub("", page.markdown))


def _numbers(page: Page) -> list[str]:
    text = CALL.sub(" ", visible(page.markdown))
    return numbers(re.sub(r"^\s*\d+\.", " ", text, flags=re.M))
