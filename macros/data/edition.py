"""A guide as one build shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel import Locale
from babel.dates import format_date
from jinja2 import BytecodeCache

from ..faults import Fault, Faults
from .language import locale
from .library import Library
from .model import Dates, Guide, Region


@dataclass(frozen=True)
class Edition:
    """A guide for one region, in one language, at one address, on one day: what every channel is made from.

    Attributes:
        library: the guide.
        region: the region whose help lines are shown.
        today: the day of the build.
        language: the language dates are written in, such as "en" or "pt-BR".
        site: the site's address, with a slash at its end.
        compiled: keeps compiled templates from build to build; None for no such place.
        root: the address of the whole site, with all languages; "" where it is `site`.

    Raises:
        Faults: for a language that nothing is known of.
    """

    library: Library
    region: str
    today: date
    language: str = "en"
    site: str = "http://localhost:8000/"
    compiled: BytecodeCache | None = None
    root: str = ""

    def __post_init__(self) -> None:
        _ = self.locale
        object.__setattr__(self, "root", self.root or self.site)

    @cached_property
    def locale(self) -> Locale:
        """How the language writes a day, and in which direction."""
        if found := locale(self.language):
            return found
        given = self.language
        what = f"dates cannot be written in '{given}', which Babel does not know; write it as in 'en' or 'pt-BR'"
        raise Faults([Fault("mkdocs.yml", what, where="theme.language")])

    @property
    def guide(self) -> Guide:
        return self.library.guide

    @property
    def help_lines(self) -> Region:
        return self.guide.help_lines[self.region]

    def day(self, day: date) -> str:
        """A day in words."""
        return format_date(day, "long", locale=self.locale)

    def overdue(self, dates: Dates) -> bool:
        """Whether the next review of some words, or of the whole guide, has passed."""
        return self.library.overdue(self.today) or self.today > dates.next_review
