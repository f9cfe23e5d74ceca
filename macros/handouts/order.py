"""What is asked for: the editions, a page's `handout:`, and the PDFs that come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..data.model import Dates
from ..data.text import Line, Part
from ..faults import Fault
from ..pages.content import Page
from ..pages.tree import Node
from .clinic import Clinic


@dataclass(frozen=True)
class Paper:
    """A sheet of paper.

    Attributes:
        name: its key in the strings.
        width, height: in millimetres.
    """

    name: str
    width: float
    height: float


A4 = Paper("a4", 210, 297)
"""Source: ISO 216."""
LETTER = Paper("letter", 215.9, 279.4)
"""Source: ANSI Y14.1."""


@dataclass(frozen=True)
class Edition:
    """A paper and a size of print.

    Attributes:
        name: as in the file's name, "a4-large".
        paper: what it is printed on.
        size: of the text in points. Source: UKAAF G003 (clear print 14 pt, large print 18 pt).
    """

    name: str
    paper: Paper
    size: int

    @property
    def print_size(self) -> str:
        """Its key in the strings."""
        return "large" if self.size > 14 else "standard"


EDITIONS = (
    Edition("a4", A4, 14),
    Edition("letter", LETTER, 14),
    Edition("a4-large", A4, 18),
    Edition("letter-large", LETTER, 18),
)


class Handout(Part):
    """What `handout:` in a page's front matter may say.

    `for` is who it is for. `pages` are the source paths of pages that it holds in the place of the page's own words,
    each with its heading: a whole guide.
    A `sheet` has to fit the two sides of one sheet at the standard size.
    """

    title: Line | None = None
    for_: Line | None = Field(default=None, alias="for")
    pages: tuple[str, ...] = ()
    sheet: bool = False


class FrontMatter(BaseModel):
    """A page's front matter as far as it speaks of handouts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    handout: Annotated[
        Handout | None,
        BeforeValidator(lambda value: {True: {}, False: None}.get(value, value) if type(value) is bool else value),
    ] = None


@dataclass(frozen=True)
class Written:
    """A page as the build has drawn it.

    Attributes:
        page: its Markdown.
        title, description: as its head has them; the description may be empty.
        url: its address in the site, "tips/".
        tree: its content.
        dates: when it was checked, and must be checked again.
        overdue: whether that day has passed.
    """

    page: Page
    title: str
    description: str
    url: str
    tree: Node
    dates: Dates
    overdue: bool


@dataclass(frozen=True)
class Made:
    """A PDF that a page offers: its address in the site, its edition, its size in bytes, and its pages."""

    url: str
    edition: Edition
    size: int
    pages: int


@dataclass
class Plan:
    """A handout to make.

    Attributes:
        page: the page it belongs to.
        order: its front matter.
        lines: where each part of that stands.
        name: of its files, without edition.
        made: its PDFs, once they are there.
    """

    page: Page
    order: Handout
    lines: dict[tuple[str | int, ...], int]
    name: str
    made: list[Made] = field(default_factory=list)

    def fault(self, place: tuple[str | int, ...], what: str) -> Fault:
        line = next((self.lines[place[:i]] for i in range(len(place), 0, -1) if place[:i] in self.lines), 1)
        where = "handout" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place[1:])
        return Fault(self.page.file, what, line, where=where)

    def path(self, edition: Edition) -> str:
        return f"handouts/{self.name}-{edition.name}.pdf"


@dataclass(frozen=True)
class Order:
    """What a build is asked for beside the website.

    Attributes:
        clinic: whose lines the handouts show.
        say: told of each handout that is made, in one line.
    """

    clinic: Clinic | None = None
    say: Callable[[str], None] = lambda line: None


def name_of(path: str) -> str:
    """The name of a page's PDFs: the last part of its address; the first page of the handouts is the guide's."""
    parts = [part for part in path.removesuffix(".md").split("/") if part not in ("index", "README")]
    if parts == ["handouts"]:
        return "guide"
    return parts[-1] if parts else "home"
