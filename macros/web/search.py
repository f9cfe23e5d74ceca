"""The search: a worried reader's own words find the warning sign first. How words are read stands in `search.js`.

Every heading is an entry, as Material has it; Material would parse each page once more for that, and in Python. The
entries that repeat a summary card are left out, and each red flag and question gets the other words that readers use
for it, which the data lists. Material weighs those words ("tags") as it does titles, and shows them with the result, so
that a reader sees why it was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lxml.html import HtmlElement
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from ..components.contract import FAQ_PAGE, RED_FLAGS_PAGE
from ..data.library import Library
from ..data.model import LEVELS
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


def add(index: Any, page: Page, article: HtmlElement) -> None:
    """Add a page to the search plugin's index, and tell the plugin not to.

    Args:
        index: the plugin's.
        article: the page's content.
    """
    asked = page.meta.get("search") or {}
    if not asked.get("exclude"):
        for section in sections(article):
            if not section.excluded:
                index.create_entry_for_section(section, page.toc, page.url, page)
        page.meta["search"] = {**asked, "exclude": True}


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
    """The entries of an index, each with its location ("faq/#itch"), title and text, made to serve a worried reader.

    Args:
        entries: as the search plugin made them; not changed.
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
        kept.append({**entry, **tags, "boost": entry.get("boost", 1) * weight})
    return kept
