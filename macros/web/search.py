"""The search: a worried reader's own words find the warning sign first. How words are read stands in `search.js`.

Every heading is an entry, as Material has it. The index is ours, for any theme whose search is Material's with lunr.
Entries that repeat a summary card are left out, and each red flag and question gets the other words that readers use
for it, which the data lists. Material weighs those words ("tags") as it does titles, and shows them with the result, so
that a reader sees why it was found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement
from mkdocs.structure.files import Files

from ..components.contract import FAQ_PAGE, RED_FLAGS_PAGE
from ..data.library import Library
from ..data.model import LEVELS
from ..pages.page import Page
from .scripts import Scripts

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
"""Elements that Material's search shows in a result."""
SIGN = "red-flag__sign"
SKIPPED = frozenset({"object", "script", "style", "template"})
WORKER = "assets/javascripts/workers/search."
"""How the path of the theme's search begins."""
FIRST, WHOLE_PAGE = 1.3, 0.3
"""What signs that cannot wait and questions weigh, and a whole page, which Material itself weighs too heavily."""


@dataclass(eq=False)
class Section:
    """What stands under a heading, up to the next one or to the end of the element that holds it.

    Attributes:
        id: of the heading; none of a page's first one, whose place is the page.
        title, text: HTML in pieces.
        depth: of the heading in the page.
        excluded: whether it must not be found.
    """

    id: str | None
    depth: int
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def publish(files: Files, scripts: Scripts) -> None:
    """Put our script above the theme's own search, which runs beside the page."""
    for file in files:
        if file.src_uri.startswith(WORKER):
            file.content_string = f"{scripts.bundle(['web/search.js'])};{file.content_string}"


def entries(page: Page, url: str, title: str, article: HtmlElement) -> Iterator[dict[str, Any]]:
    """What is found of a page: an entry for each section.

    Args:
        page: as it was written.
        url: its address.
        title: what a section without a heading is called.
        article: its content.
    """
    front = page.front
    more = ({"tags": list(front.tags)} if front.tags else {}) | {"boost": front.search.boost}
    for section in sections(article) if not front.search.exclude else ():
        if not section.excluded:
            place = url + (f"#{section.id}" if section.id else "")
            name, text = ("".join(parts).strip() for parts in (section.title or [title], section.text))
            yield {"location": place, "title": name, "text": text, **more}


def write(site: Path, found: list[dict[str, Any]], words: Callable[[str], str]) -> None:
    """Write the index into a built site, in the place of the theme's own.

    Args:
        found: every page's entries.
        words: the theme's settings of a language: `words("search.config.lang")`.
    """
    config = {"lang": [words("search.config.lang")], "separator": words("search.config.separator")}
    path = site / "search/search_index.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"config": config, "docs": found}, separators=(",", ":")), encoding="utf-8")


def sections(article: HtmlElement) -> list[Section]:
    """A page's content, divided at its headings as Material does it."""
    found: list[Section] = []
    open_: list[Section] = []  # the sections that an element still goes on with, the innermost last

    def section(depth: int = 0) -> Section:
        """The one that words belong to now; those before the first heading have one without a title."""
        if not open_:
            open_.append(Section(None, depth))
            found.append(open_[-1])
        return open_[-1]

    def words(text: str | None, heading: Section | None, pre: bool) -> None:
        if not text:
            return
        blank = text.isspace()
        if not pre:
            text = " " if blank else text.replace("\n", " ")
        now = section()
        if heading:
            heading.title.append(escape(text, quote=False))
        elif not blank:
            now.text.append(escape(text, quote=False))
        elif pre or not now.text or not now.text[-1].isspace():
            now.text.append(text)

    def element(one: HtmlElement, depth: int, heading: Section | None, pre: bool) -> None:
        if one.tag in SKIPPED or one.get("class") in ("headerlink", "linenodiv"):
            return
        excluded = "data-search-exclude" in one.attrib
        if one.tag in HEADINGS and one.get("id"):
            if one.tag != "h1":
                section(depth)
            heading = Section(one.get("id") if found else None, depth, excluded)
            # It ends the sections whose headings stand as deep as it or deeper.
            found.append(heading)
            open_.append(heading)
        now = section()
        if excluded:
            return
        if one.get("class") == SIGN and heading:
            # Of a line of a card that opens, the name is the title and the sign the first of its words.
            heading, now = None, heading
        into = heading.title if heading else now.text
        kept = one.tag in KEPT
        start = len(into)
        if kept:
            into.append(f"<{one.tag}>")
        words(one.text, heading, pre or one.tag == "pre")
        for child in one:
            if isinstance(child.tag, str):
                element(child, depth + 1, heading, pre or one.tag == "pre")
                while len(open_) > 1 and open_[-1].depth > depth + 1:
                    open_.pop()
            words(child.tail, heading, pre or one.tag == "pre")
        if kept:
            if all(map(str.isspace, into[start + 1 :])):
                del into[start:]
            else:
                into.append(f"</{one.tag}>")

    words(article.text, None, False)
    for child in article:
        if isinstance(child.tag, str):
            element(child, 1, None, False)
            while len(open_) > 1 and open_[-1].depth > 1:
                open_.pop()
        words(child.tail, None, False)
    return found


def improve(entries: list[dict[str, Any]], library: Library, addresses: dict[str, str]) -> list[dict[str, Any]]:
    """Entries, each with its location ("faq/#itch"), title and text, made to serve a worried reader.

    Args:
        entries: every page's; not changed.
        library: the guide, whose red flags and questions list their other words.
        addresses: the address of each page by its source path: "faq.md" → "faq/".
    """
    home = addresses.get(RED_FLAGS_PAGE)
    flags = {f"{home}#{flag.id}": flag for flag in library.guide.red_flags}
    questions = {f"{addresses.get(FAQ_PAGE)}#{question.id}": question for question in library.guide.faq}
    # The ids of cards, and of questions shown elsewhere than on their own page: a page's own heading may begin so too.
    repeated = {f"card-{name}" for name in (*LEVELS, "sources")} | {f"faq-{ident}" for ident in library.faq}
    kept = []
    for entry in entries:
        location = entry["location"]
        # These are the same on every page: one result for each is enough.
        ident = location.partition("#")[2]
        if repeated & {ident, re.sub(r"-\d+$", "", ident)} and not (home and location.startswith(home)):
            continue
        flag, question = flags.get(location), questions.get(location)
        tags = {"tags": list(part.search)} if (part := flag or question) and part.search else {}
        soon = question or (flag and flag.level != LEVELS[-1])
        weight = WHOLE_PAGE if not ident else FIRST if soon else 1
        kept.append({**entry, **tags, "boost": entry["boost"] * weight})
    return kept
