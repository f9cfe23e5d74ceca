"""One page as its author wrote it: what stands at its top, and its Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any

from mkdocs.utils import meta
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from ..data.library import load_part
from ..data.model import Dates
from ..data.phones import phone_number
from ..data.text import PLACEHOLDERS, Day, Line, Part, fault
from ..data.yaml import Lines, Place, nearest_line, where
from ..faults import Fault, Faults

HELP_LINE = re.compile(rf"\{{:? *({'|'.join(PLACEHOLDERS)}) *\}}")
"""A help line in braces, as the data names it, and as Markdown could take it for a setting."""

# What may stand at the top -------------------------------------------------------------------------------------------


def _only(allowed: str, needs: str) -> AfterValidator:
    """A text that matches a pattern; `needs` says the same in words."""

    def check(value: str) -> str:
        if not re.fullmatch(allowed, value):
            raise fault(f"needs {needs}")
        return value

    return AfterValidator(check)


def _no_help_line(value: str, info: ValidationInfo) -> str:
    """Words in a page's head: numbers differ from country to country, and no help line is drawn there."""
    if number := phone_number(value, info.context.numbers):
        raise fault(f"a phone number, '{number}', cannot stand here: leave it out")
    if found := HELP_LINE.search(value):
        raise fault(f"'{found[0]}' would be shown as it is: no help line can stand here")
    return value


Title = Annotated[str, _only(r"[^<>\[\]\x00-\x1f]+", "plain words, without < > [ ]"), AfterValidator(_no_help_line)]
Description = Annotated[
    str,
    _only(r"[^<>\[\]\"\x00-\x1f]+", "plain words, without < > [ ] and double quotes"),
    AfterValidator(_no_help_line),
]
Address = Annotated[str, _only(r"[a-z0-9-]+(?:/[a-z0-9-]+)*/?", "the address of a page, such as tips/")]
Switch = Annotated[bool, Field(strict=False)]
"""True or false; in quotes too."""
Checked = Annotated[Day, BeforeValidator(lambda value: "" if value is None else value)]


class HandoutSettings(Part):
    """What `handout:` may say.

    `for` is who it is for. `pages` are the source paths of pages that it holds in the place of the page's own words,
    each with its heading: a whole guide. `sides` is how many it may have in standard print: 2 for a `sheet`.
    """

    title: Line | None = None
    for_: Line | None = Field(default=None, alias="for")
    pages: tuple[str, ...] = ()
    sheet: bool = False
    sides: Annotated[int, Field(ge=1)] | None = None


class SearchSettings(Part):
    """What Material reads under `search`."""

    boost: float = 1
    exclude: Switch = False


class FrontMatter(Dates):
    """What may stand at the top of a page: every key that something reads, ours, MkDocs' and Material's.

    `content: false` is said by a page without health words, which needs no dates. `read_at` is the address that a
    printed page names as its own. `budget` lowers the most words of the page. `from` is the stamp of the English that a
    translation was made from.
    """

    from_: str = Field(default="", alias="from")
    content: Switch = True
    last_reviewed: Checked = None  # type: ignore[assignment]  # not on every page, see `Page.dates`
    next_review: Checked = None  # type: ignore[assignment]
    title: Title = ""
    description: Description = ""
    read_at: Address = ""
    budget: Annotated[int, Field(gt=0)] | None = None
    handout: Annotated[
        HandoutSettings | None,
        BeforeValidator(lambda value: {True: {}, False: None}[value] if isinstance(value, bool) else value),
    ] = None
    search: SearchSettings = SearchSettings()
    hide: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    template: str = ""
    status: str = ""
    icon: str = ""
    subtitle: Any = None
    author: Any = None
    comments: Any = None
    date: Any = None
    location: Any = None
    revision_date: Any = None
    social: Any = None


# The page ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A page as it was written.

    Attributes:
        path: its source path, "tips.md".
        file: its name in faults, "docs/tips.md".
        source: the whole text, with its front matter.
        front: its front matter; as if there were none when it has faults.
        lines: the line of each part of that.
    """

    path: str
    file: str
    source: str
    front: FrontMatter = field(default_factory=FrontMatter)
    lines: Lines = field(default_factory=dict)

    @cached_property
    def start(self) -> int:
        """Where the Markdown begins in the source."""
        found = meta.YAML_RE.match(self.source)
        text = self.source[found.end() if found else 0 :]
        return len(self.source) - len(text.lstrip("\n"))

    @cached_property
    def markdown(self) -> str:
        """Its text without the front matter."""
        return self.source[self.start :]

    @cached_property
    def first_line(self) -> int:
        """The line on which the Markdown begins."""
        return self.source.count("\n", 0, self.start) + 1

    @property
    def dates(self) -> Dates | None:
        """When it was last checked, and must be checked again; None for a page that says `content: false`."""
        return self.front if self.front.content else None

    def meta(self) -> dict[str, Any]:
        """What its front matter says, as MkDocs and its theme read it."""
        return self.front.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def fault(self, at: int, where: str, what: str) -> Fault:
        """A fault at a position in the source."""
        return Fault(self.file, what, self.source.count("\n", 0, at) + 1, where=where)

    def fault_on(self, line: int, where: str, what: str) -> Fault:
        """A fault on a line of the Markdown, from 1."""
        return Fault(self.file, what, self.first_line + line - 1, where=where)

    def front_fault(self, place: Place, what: str) -> Fault:
        """A fault at a place in the front matter."""
        return Fault(self.file, what, nearest_line(self.lines, place), where=where(place))


def read(path: str, file: str, source: str, numbers: frozenset[str] = frozenset()) -> tuple[Page, list[Fault]]:
    """A page, and what is wrong with its front matter.

    Args:
        path, file, source: as `Page` has them.
        numbers: the phone numbers that may not stand in it.
    """
    found = meta.YAML_RE.match(source)
    page = Page(path, file, source)
    try:
        if found and found[1].strip():
            # The line of hyphens before it counts.
            page = Page(path, file, source, *load_part("\n" + found[1], file, FrontMatter, numbers))
    except Faults as wrong:
        return page, [fault if fault.where else replace(fault, where="front matter") for fault in wrong.faults]
    missing = [key for key in Dates.model_fields if page.dates and getattr(page.front, key) is None]
    what = "'{}' is missing; a page without health words says 'content: false' instead"
    return page, [Fault(file, what.format(key), 1) for key in missing]
