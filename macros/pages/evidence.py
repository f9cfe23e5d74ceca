"""Collect every claim of a guide with its sources, from the pages as they were written and from the data.

From the source and not from drawn pages: a reader's page shows neither `cite` nor `evidence`, and a claim ends where
its citation stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..components.contract import ASK_FIRST_PAGE, CHECK_PAGE, FAQ_PAGE, RED_FLAGS_PAGE
from ..data.evidence import Backed, Section
from ..data.library import Library
from ..faults import Fault
from .page import Page

STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
CALL = re.compile(rf"\{{\{{\s*(\w+)\(((?:{STRING}|[^\"')])*)\)\s*\}}\}}")
"""A macro call, whose arguments `calls.py` has checked."""
SHOWN = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1|\{% raw %\}.*?\{% endraw %\}|\{##.*?##\}|<!--.*?-->", re.M | re.S)
"""What a page shows as it is, or hides: no claim stands in it."""
START = re.compile(r"(?:[ \t>]|[-*+] |\d+[.)] |#+ |\||!!! ?[\w -]+(?:\".*\")?$)*")
"""The marks before the words of a line."""
ITEM = re.compile(r"[ \t>]*(?:[-*+] |\d+[.)] |#+ |\||!!!|$)")
"""A line that goes on with nothing before it."""
LINK = re.compile(r"!?\[([^\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
ID = re.compile(r"\{:?\s*[#.][^}]*\}")


def sections(pages: Iterable[Page], library: Library, order: Iterable[str]) -> tuple[Section, ...]:
    """A section for each page with claims.

    Args:
        pages: all pages.
        library: the guide: a red flag, a question and what to ask first belong to the page of their address.
        order: source paths in the order of the navigation; other pages come after.
    """
    known = {page.path: page for page in pages}
    data = _by_page(library, known)
    found = []
    for path in dict.fromkeys([*(path for path in order if path in known), *sorted(known)]):
        page = known[path]
        if claims := (*_of_page(page, library), *data.pop(path, ())):
            found.append(Section(anchor(path), _title(page), path, claims))
    if rest := tuple(claim for claims in data.values() for claim in claims):
        found.append(Section("rest", "", "", rest))
    return tuple(found)


def check(pages: Iterable[Page], sections: Iterable[Section], has_evidence: bool) -> Iterator[Fault]:
    """Pages whose claims and whose line that leads to them do not go together.

    Args:
        pages: all pages.
        sections: what `sections` found in them.
        has_evidence: whether the site has a page for the evidence.
    """
    backed = {section.page for section in sections}
    for page in pages:
        calls = [call for call in CALL.finditer(visible(page.source)) if call.start() >= page.start]
        claims = [call for call in calls if call[1] in ("cite", "evidence")]
        lines = [call for call in calls if call[1] == "sources" and "True" not in call[2]]
        for call in lines[1:]:
            yield page.fault(call.start(), "sources()", "stands on the page already: one line leads to its evidence")
        if lines and page.path not in backed:
            what = "the page has no {{ cite(…) }} and no {{ evidence(…) }}: nothing for it to lead to"
            yield page.fault(lines[0].start(), "sources()", what)
        elif lines and not has_evidence:
            what = "leads to 'evidence.md', which the site does not have: write it, with {{ evidence_list() }}"
            yield page.fault(lines[0].start(), "sources()", what)
        if claims and not lines:
            what = "the page has sources but no {{ sources() }} that leads to them: write it at the end"
            yield page.fault(claims[0].start(), f"{claims[0][1]}()", what)
        for call in claims:
            if call[1] == "cite" and not _cited_words(page, call.start()):
                yield page.fault(call.start(), "cite()", "no words stand before it: write it after what it backs")


def listed(pages: Iterable[Page], by: str = r"evidence_list\(|sources\([^)]*True") -> bool:
    """Whether a page lists sources, by claim or all; `by` is the pattern of the calls that do."""
    return any(re.match(by, call[0].strip("{ ")) for page in pages for call in CALL.finditer(visible(page.source)))


def anchor(path: str) -> str:
    """The anchor of a page on that of the evidence: "handouts-sheet" for "handouts/sheet.md"."""
    return path.removesuffix(".md").replace("/", "-")


def visible(source: str) -> str:
    """A page with what it shows as it is blanked out; every place stays where it was."""
    return SHOWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def _cited_words(page: Page, at: int) -> str:
    """What stands before a citation on its line and the lines that it goes on from, without calls."""
    start = page.source.rfind("\n\n", 0, at) + 1
    return re.sub(r"[\W_]+", "", CALL.sub(lambda call: call[2] if call[1] in _WORDS else "", page.source[start:at]))


# Pages ---------------------------------------------------------------------------------------------------------------

_WORDS = frozenset({"sign", "help_line"})
"""Calls that stand for words within a sentence."""


def _strings(arguments: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", text[1:-1]) for text in re.findall(STRING, arguments)]


def _of_page(page: Page, library: Library) -> Iterator[Backed]:
    """The claims of a page in their order, those whose words stand on it and those behind them."""
    text = visible(page.markdown)
    for block in _blocks(text):
        words, sources = "", []
        place = 0
        for call in CALL.finditer(block):
            before = block[place : call.start()]
            if sources and before.strip(" ."):
                yield Backed(_plain(words), tuple(dict.fromkeys(sources)))
                words, sources = "", []
            words += before
            place = call.end()
            if call[1] == "cite":
                sources += _strings(call[2])
            elif call[1] == "evidence":
                if sources:
                    yield Backed(_plain(words), tuple(dict.fromkeys(sources)))
                words, sources = "", []
                claim, *ids = _strings(call[2])
                yield Backed(_plain(claim), tuple(dict.fromkeys(ids)))
            elif call[1] == "sign":
                words += library.red_flags[_strings(call[2])[0]].sign
            elif call[1] == "help_line":
                words += "{" + _strings(call[2])[0] + "}"
        if sources:
            yield Backed(_plain(words), tuple(dict.fromkeys(sources)))


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, items of lists, headings and cells of tables, each on one line."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if lines and (ITEM.match(line) or lines[0].startswith("#")):
            first = lines[0]
            joined = " ".join(START.sub("", line, count=1).strip() for line in lines)
            cells = re.split(r"(?<!\\)\|", joined) if first.lstrip(" >").startswith("|") else [joined]
            yield from (cell.strip() for cell in cells)
            lines = []
        if line.strip():
            lines.append(line)


def _plain(text: str) -> str:
    """Words without links and ids: where they lead from is another page."""
    return " ".join(LINK.sub(r"\1", ID.sub("", text)).split())


def _title(page: Page) -> str:
    heading = re.search(r"^# +(.+?)\s*$", page.markdown, re.M)
    return page.front.title or (_plain(heading[1]) if heading else page.path)


# Data ----------------------------------------------------------------------------------------------------------------


def _by_page(library: Library, pages: Mapping[str, Page]) -> dict[str, list[Backed]]:
    """The claims of the data by the page where they have their address."""
    guide = library.guide
    ask_first = ASK_FIRST_PAGE if ASK_FIRST_PAGE in pages else CHECK_PAGE
    parts: list[tuple[str, str, Any]] = [
        *((RED_FLAGS_PAGE, f"**{flag.name}:** {flag.sign}", flag) for flag in guide.red_flags),
        *([(CHECK_PAGE, guide.check.none.advice, guide.check)] if guide.check else []),
        *((ask_first, f"**{entry.name}:** {entry.why}", entry) for entry in guide.ask_first),
        *((FAQ_PAGE, f"**{question.question}**", question) for question in guide.faq),
    ]
    found: dict[str, list[Backed]] = {}
    for page, words, part in parts:
        claims = found.setdefault(page, [])
        claims.append(Backed(_plain(words), part.sources))
        claims += (Backed(_plain(claim.claim), claim.sources) for claim in getattr(part, "evidence", ()))
    return found


def navigation(nav: Any) -> Iterator[str]:
    """The source paths in MkDocs' `nav`, in order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, (list, dict)):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from navigation(item)
