"""What is asked for: the variants, a page's `handout:`, and the PDFs that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil

from ..data.text import nearest
from ..faults import Fault
from ..pages.page import HandoutSettings, Page
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
class Variant:
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


VARIANTS = (
    Variant("a4", A4, 14),
    Variant("letter", LETTER, 14),
    Variant("a4-large", A4, 18),
    Variant("letter-large", LETTER, 18),
)


LONGER = 1.3
"""How much longer than the English a text may be in another language. Source: W3C, "Text size in translation"."""

SHEET, PAGE, GUIDE = 2, 3, 24
"""How many sides a handout of one sheet, of a page and of a whole guide may have, if it says nothing else."""


@dataclass(frozen=True)
class Pdf:
    """A PDF that a page offers: its address in the site, its variant, its size in bytes, and its pages."""

    url: str
    variant: Variant
    size: int
    pages: int


@dataclass
class Handout:
    """A handout to make.

    Attributes:
        page: the page it belongs to.
        settings: what its front matter says of it.
        name: of its files, without variant.
        made: its PDFs, once they are there.
    """

    page: Page
    settings: HandoutSettings
    name: str
    made: list[Pdf] = field(default_factory=list)

    @property
    def sides(self) -> int:
        """How many sides it may have in standard print."""
        said = self.settings
        return said.sides or (SHEET if said.sheet else GUIDE if said.pages else PAGE)

    def most_sides(self, variant: Variant, own_lines: bool, translated: bool) -> int:
        """How many sides it may have in a variant, with a clinic's own lines or without, in another language or not.

        Large print takes at most twice as many and one. A clinic's lines take at most one more.
        """
        sides = ceil(LONGER * self.sides) if translated else self.sides
        return (sides if variant.print_size == "standard" else 2 * sides + 1) + own_lines

    def path(self, variant: Variant) -> str:
        return f"handouts/{self.name}-{variant.name}.pdf"


@dataclass(frozen=True)
class Request:
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


def plan(pages: Iterable[Page]) -> tuple[dict[str, Handout], list[Fault]]:
    """The handouts that pages ask for, by the page's source path; and what is wrong with them."""
    pages = list(pages)
    known = [page.path for page in pages]
    plans: dict[str, Handout] = {}
    faults: list[Fault] = []
    for page in pages:
        if not page.front.handout:
            continue
        handout = Handout(page, page.front.handout, name_of(page.path))
        if other := next((other for other in plans.values() if other.name == handout.name), None):
            what = f"'{handout.name}' is the file name of the handout of {other.page.file} already: rename a page"
            faults.append(page.front_fault(("handout",), what))
            continue
        plans[page.path] = handout
        for i, path in enumerate(handout.settings.pages):
            what = f"no page '{path}'{nearest(path, known)}" if path not in known else ""
            if path == page.path:
                what = f"'{path}' is the page itself, which is the cover"
            elif path in handout.settings.pages[:i]:
                what = f"'{path}' stands in the list already"
            if what:
                faults.append(page.front_fault(("handout", "pages", i), what))
    return plans, faults
