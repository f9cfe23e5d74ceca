"""One page as MkDocs has drawn it: what channels read of it, and what only a drawn page shows to be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from ..data.model import Dates
from ..faults import Fault
from . import calls, losses
from .page import Page
from .tree import Node, Unknown, heading, node, parse


@dataclass(frozen=True)
class DrawnPage:
    """A page as the build has drawn it.

    Attributes:
        page: as it was written.
        title: its first heading, or what MkDocs calls it.
        url: its address in the site, "tips/".
        dates: when it was checked, and must be checked again.
        overdue: whether that day has passed.
        since: of a translation that the English has left behind, the day of the English that it was made from.
        content: its elements; None of a page that no channel has said it reads in full.
    """

    page: Page
    title: str
    url: str
    dates: Dates
    overdue: bool
    content: Node | None
    since: date | None = None

    @property
    def tree(self) -> Node:
        """Its elements.

        Raises:
            LookupError: when no channel has said that it reads this page in full.
        """
        if self.content is None:
            raise LookupError(f"{self.page.path} is not among the pages that are read in full")
        return self.content


def read(page: Page, html: str, *, in_full: bool) -> tuple[HtmlElement, Node, list[Fault]]:
    """A page's content as MkDocs drew it and as channels read it, and what is wrong with it.

    Args:
        page: as it was written.
        html: its content as it was drawn.
        in_full: whether channels read all of it. Else it is the first heading: a thousand whole pages would fill the
            memory.
    """
    article = parse(html)
    faults = [*calls.undrawn(page, html), *losses.check(page, article)]
    try:
        return article, node(article) if in_full else heading(article), faults
    except Unknown as error:
        at = page.source.find(f"<{error.tag}")
        what = f"{error}: '{error.text}'"
        fault = page.fault(at, "", what) if at >= 0 else Fault(page.file, what)
        return article, Node(article.tag, {}, ()), [*faults, fault]
