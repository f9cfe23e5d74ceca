"""One page as MkDocs has drawn it: what channels read of it, and what only a drawn page shows to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from ..data.model import Dates
from ..faults import Fault
from . import calls, losses
from .page import Page
from .tree import Node, Unknown, heading, node

FOOTNOTES = "///Footnotes Go Here///"
"""Where the Markdown extension `footnotes` puts its list: in the place of the first of these on a page."""


@dataclass(frozen=True)
class DrawnPage:
    """A page as the build has drawn it.

    Attributes:
        page: as it was written.
        title: its first heading, or what MkDocs calls it.
        url: its address in the site, "tips/".
        dates: when it was checked, and must be checked again.
        overdue: whether that day has passed.
        content: its elements; None of a page that no channel has said it reads in full.
    """

    page: Page
    title: str
    url: str
    dates: Dates
    overdue: bool
    content: Node | None

    @property
    def tree(self) -> Node:
        """Its elements.

        Raises:
            LookupError: when no channel has said that it reads this page in full.
        """
        if self.content is None:
            raise LookupError(f"{self.page.path} is not among the pages that are read in full")
        return self.content


def read(page: Page, article: HtmlElement, *, in_full: bool) -> tuple[Node, list[Fault]]:
    """A page's elements, and what is wrong with them.

    Args:
        page: as it was written.
        article: its content as it was drawn, from `tree.parse`.
        in_full: whether all of it is asked for. Else it is the first heading: a thousand whole pages would fill the
            memory.
    """
    faults = list(losses.check(page, article))
    try:
        return node(article) if in_full else heading(article), faults
    except Unknown as error:
        at = page.source.find(f"<{error.tag}")
        what = f"{error}: '{error.text}'"
        fault = page.fault(at, "", what) if at >= 0 else Fault(page.file, what)
        return Node(article.tag, {}, ()), [*faults, fault]


def left(page: Page, html: str) -> Iterator[Fault]:
    """Marks of the build that are left in a page's HTML."""
    yield from calls.undrawn(page, html)
    if FOOTNOTES in html:
        what = "the sources of a page have one place: a second {{ sources() }}, or the mark of that place as text"
        yield page.fault(max(page.source.rfind("sources("), page.source.rfind(FOOTNOTES), 0), "", what)
