"""Links of a page to files of the site: each leads to one that is there, spelt as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from posixpath import dirname, join, normpath, relpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as etree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from ..data.language import ENGLISH
from ..data.text import nearest
from ..faults import Fault
from .page import Page

LINK = re.compile(r"(?<!\\)\]\(\s*(?:<([^>\n]*)>|([^)\s]*))|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*<?([^\s>]+)", re.M)
"""A link or a picture, and the definition of one: where it leads."""
CODE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1|<!--.*?-->|(`+)[^`\n]+\2", re.M | re.S)


def targets(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links of a page to files of the site: the place in its source, what was typed, the file, and the heading."""
    text = CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), page.source)
    for found in LINK.finditer(text, page.start):
        typed = found[1] or found[2] or found[3] or ""
        try:
            address = urlsplit(typed)
        except ValueError:
            continue
        path = unquote(address.path)
        if not (address.scheme or address.netloc or "{{" in typed):
            folder = "" if path.startswith("/") else dirname(page.path)
            file = normpath(join(folder, path.lstrip("/"))) if path else page.path
            yield found.start(), path, file, unquote(address.fragment)


def check(page: Page, pages: Collection[str], files: Collection[str]) -> Iterator[Fault]:
    """Links to pages that are not there, and to files whose names have other capitals.

    Args:
        page: the page.
        pages: the source paths of all pages.
        files: the same of every file that is there before the build.
    """
    for at, typed, path, _ in targets(page):
        if path in files or typed.endswith("/"):
            continue
        kind = "page" if path.lower().endswith(".md") else "file"
        known = pages if kind == "page" else sorted(file for file in files if file.casefold() == path.casefold())
        if known:
            near = [f"/{file}" if typed.startswith("/") else relpath(file, dirname(page.path) or ".") for file in known]
            yield page.fault(at, "", f"no {kind} '{typed}'{nearest(typed, near)}")


ABOVE = "-above-/"
"""The folder above a language's own, where the English pages are: MkDocs takes `..` at an address's start away."""


class Elsewhere(Extension):
    """Says of each link to a page that a language does not have that it leads to another, above it."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After MkDocs has made the addresses (0).
        md.treeprocessors.register(_Marked(md), "elsewhere", -1)


class _Marked(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if ABOVE in (address := link.get("href", "")):
                link.set("href", address.replace(ABOVE, "../"))
                link.set("hreflang", ENGLISH)
