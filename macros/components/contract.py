"""What a component's view is written with: what it is drawn on, and what its arguments may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from ..data.cards import Card, cards
from ..data.edition import Edition
from ..data.evidence import Section
from ..data.library import Library
from ..data.model import Guide

RED_FLAGS_PAGE, FAQ_PAGE, CHECK_PAGE, ASK_FIRST_PAGE = "red-flags.md", "faq.md", "check.md", "ask-first.md"
EVIDENCE_PAGE, SOURCES_PAGE = "evidence.md", "sources.md"
"""The pages where a part has its lasting address: /red-flags/#dvt, /faq/#how-long, /check/, /ask-first/#ask-aspirin,
/evidence/#causes.

A site without a page for the ask-first list has it on that of the check.
"""

# An annotation names the collection that an argument's value must come from; calls.py checks it.
RedFlagId = Annotated[str, "red_flags"]
QuestionId = Annotated[str, "faq"]
SourceId = Annotated[str, "sources"]
CategoryId = Annotated[str, "categories"]
LevelName = Annotated[str, "levels"]
HelpLineName = Annotated[str, "help_lines"]

Block = dict[str, Any]
"""What the template of a component is given that needs a line of its own."""
Inline = Annotated[dict[str, Any], "inline"]
"""What the template of a component is given that stands within a sentence."""


@dataclass(frozen=True)
class On:
    """What a component is drawn on.

    Attributes:
        edition: the guide, and for whom it is drawn.
        pages: the source paths of the site's pages.
        page: the source path of the page that calls it, "faq.md".
        unique_id: takes an id and returns it, or the nearest one that is free on the page.
        shown: ("faq", id) and ("red_flags", id) of the questions and the red flags that were drawn in full, so far.
        evidence: the claims of the guide, page by page.
    """

    edition: Edition
    pages: frozenset[str]
    page: str
    unique_id: Callable[[str], str]
    shown: set[tuple[str, str]]
    evidence: tuple[Section, ...] = ()

    @property
    def library(self) -> Library:
        return self.edition.library

    @property
    def guide(self) -> Guide:
        return self.edition.guide

    @property
    def explained(self) -> str | None:
        """Where the red flags stand one by one, each with its sources; None when the site has no page for them."""
        return self.link(RED_FLAGS_PAGE, self.guide.red_flags[0].id if self.guide.red_flags else "")

    def link(self, page: str, ident: str) -> str | None:
        """The address of a part on its own page, or None when the site has no such page."""
        return f"/{page}#{ident}" if page in self.pages else None

    @property
    def ask_first_page(self) -> str:
        return ASK_FIRST_PAGE if ASK_FIRST_PAGE in self.pages else CHECK_PAGE

    def no_emergency(self, level: str | None = None) -> str | None:
        """Why nothing in the guide is an emergency, to say where their card would stand; None when something is.

        Args:
            level: of the cards that are drawn; None for all.
        """
        return self.guide.topic.emergency_reason if level in (None, "emergency") else None

    def cards(self, idents: Iterable[str] | None, *levels: str) -> list[Card]:
        """The summary cards of some red flags (None: all), most urgent first."""
        return cards(self.library, idents, levels)
