"""Which pages a site needs: a first one, one for each part of the data, and each in the menu or left out on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..components.contract import ASK_FIRST_PAGE, CHECK_PAGE, FAQ_PAGE, RED_FLAGS_PAGE
from ..data.library import Library
from ..data.text import nearest
from ..data.yaml import Lines, Place, nearest_line, parse, where
from ..faults import Fault, Faults
from .evidence import CALL, visible
from .page import Page

FIRST = ("index.md", "README.md")
RESERVED = {"assets": "the build", "embed": "the build", "search": "the search", "404": "the page for lost readers"}
"""Addresses at the site's root at which no page can be: what has them."""
HOMES = (
    ("red_flags", "red_flag", "red_flag()", (RED_FLAGS_PAGE,)),
    ("faq", "faq", "faq()", (FAQ_PAGE,)),
    ("check", "safety_check", "safety_check()", (CHECK_PAGE,)),
    ("ask_first", "ask_first", "ask_first()", (ASK_FIRST_PAGE, CHECK_PAGE)),
)
"""Each part of the data, the macro that draws it in full, and the pages of which one has to."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#")
"""How an entry of the menu begins that leads to no page of the guide."""


def check(pages: Mapping[str, Page], library: Library | None, docs: str, *, whole: bool = True) -> Iterator[Fault]:
    """Pages that are missing or where none can be.

    Args:
        pages: every page, by its source path.
        library: the guide; None when its file has faults.
        docs: the folder of the pages, as an editor names it.
        whole: whether all parts need a page; a translation may lack any but that of the red flags.
    """
    if not any(path in pages for path in FIRST):
        yield Fault(f"{docs}/{FIRST[0]}", "no such page: the site would have no first page")
    for path, page in pages.items():
        name = path.split("/")[0].removesuffix(".md").lower()
        if name in RESERVED:
            yield Fault(page.file, f"no page can have this name: /{name}/ belongs to {RESERVED[name]}; rename it", 1)
    for part, macro, call, homes in HOMES[: None if whole else 1] if library else ():
        if getattr(library.guide, part) and not any(home in pages for home in homes):
            yield _homeless(pages, docs, part, macro, call, homes[0])


def _homeless(pages: Mapping[str, Page], docs: str, part: str, macro: str, call: str, home: str) -> Fault:
    """The fault of a part of the data that has no page: at the page that draws it under another name, if one does."""
    for page in pages.values():
        for found in CALL.finditer(visible(page.source)):
            if found[1] == macro and page.path not in FIRST:
                what = f"'{part}' has its lasting addresses on '{home}', which the site does not have: rename this page"
                return page.fault(found.start(), f"{macro}()", what)
    return Fault(f"{docs}/{home}", f"no such page: no reader would find '{part}'; write it, with {{{{ {call} }}}}")


def check_nav(text: str, nav: Any, pages: Mapping[str, Page], others: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the menu.

    Args:
        text: the settings, for the lines in them.
        nav: the menu in them, as MkDocs read it; None for one that MkDocs makes.
        pages: every page, by its source path.
        others: the source paths of what is no page, and of pages that are left out of the menu on purpose.
    """
    if nav is None:
        return
    lines = _lines(text)
    named = dict(_entries(nav, ("nav",)))
    for place, path in named.items():
        if path not in pages and path not in others and not ELSEWHERE.match(path):
            near = _near(path, set(pages) - set(named.values())) or _near(path, pages)
            what = f"no page '{path}'{near}"
            yield Fault("mkdocs.yml", what, nearest_line(lines, place), where=where(place))
    shown = {*named.values(), *others}
    for path, page in pages.items():
        if path not in shown:
            what = f"stands in no menu: name it under 'nav' or 'not_in_nav' in mkdocs.yml, '- Its title: {path}'"
            yield Fault(page.file, what, 1)


def _near(path: str, known: Collection[str]) -> str:
    """The nearest page by its name: what they all end in makes none of them alike."""
    return nearest(path.removesuffix(".md"), sorted(name.removesuffix(".md") for name in known), "{}.md")


def _entries(nav: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """The paths in a menu, each with its place."""
    if isinstance(nav, str):
        yield place, nav
    elif isinstance(nav, (list, dict)):
        for key, entry in nav.items() if isinstance(nav, dict) else enumerate(nav):
            yield from _entries(entry, (*place, key))


def line_of(text: str, key: str) -> int:
    """The line of a key of the settings; 0 when it does not stand in them."""
    return _lines(text).get((key,), 0)


def _lines(text: str) -> Lines:
    try:
        return parse(text, "mkdocs.yml")[1]
    except Faults:  # what MkDocs allows, such as an alias
        return {}
