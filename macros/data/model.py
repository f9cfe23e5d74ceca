"""The parts of a guide's data file: frozen pydantic models. Nothing here knows what a guide is about."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from . import given
from .language import ENGLISH
from .text import (
    AnyRef,
    CategoryRef,
    Day,
    Details,
    GroupRef,
    Id,
    Line,
    Part,
    Prose,
    RedFlagRef,
    Say,
    Sign,
    Slug,
    Sources,
    Words,
    fault,
    pattern,
    readable,
)
from .words import Strings

Level = Literal["emergency", "urgent", "non-urgent"]
"""How soon a reader must act. Most urgent first, as in `LEVELS`."""
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "non-urgent")

Care = Literal["stop", "ask-first", "gentle"]
Evidence = Literal["read", "second-hand", "practice", "unverified"]

REVIEW_YEARS = 3
"""The longest time between two reviews. Source: NHS service manual, "Know that a page is up to date"."""


class CareLabel(Part):
    """What one kind of care is called for this topic: a short label and the sentence that explains it."""

    label: Line
    advice: Line


class CareLabels(Part):
    stop: CareLabel
    ask_first: CareLabel = Field(alias="ask-first")
    gentle: CareLabel

    def __getitem__(self, care: Care) -> CareLabel:
        return {"stop": self.stop, "ask-first": self.ask_first, "gentle": self.gentle}[care]


class Topic(Part):
    """What the guide is about. `emergency: none` says, with the reason, that nothing in it is one.

    `readers` are who a handout is for ("adults with back pain"), and `reviewer` who signs the content off ("a
    clinician"): both stand within sentences of the interface.
    """

    title: Line
    summary: Line
    readers: Line
    reviewer: Line
    care: CareLabels
    emergency: Literal["none"] | None = None
    emergency_reason: Line | None = None

    @model_validator(mode="after")
    def _with_a_reason(self) -> Topic:
        if self.emergency and not self.emergency_reason:
            raise fault("'emergency: none' needs 'emergency_reason': why nothing here is an emergency")
        if self.emergency_reason and not self.emergency:
            raise fault("'emergency_reason' says why there is no emergency: it needs 'emergency: none'")
        return self


class Reviewer(Part):
    """The clinician who signed the content off: a real, named person who agreed to be named."""

    name: Line
    role: Line
    date: Day


class Reviewed(Part):
    """Who checked a translation: a real, named, qualified person, or nobody yet."""

    translation_review: Reviewer | None = None


class Withdrawal(Part):
    date: Day
    reason: Line


class Dates(Part):
    """When words were last checked, and when they must be checked again: of the guide, or of one page."""

    last_reviewed: Day
    next_review: Day

    @field_validator("next_review")
    @classmethod
    def _in_order(cls, value: date, info: ValidationInfo) -> date:
        last = info.data.get("last_reviewed")
        if last and value <= last:
            raise fault(f"{value} does not come after last_reviewed, {last}")
        if last and value - last > timedelta(days=366 * REVIEW_YEARS):
            raise fault(f"{value} is more than {REVIEW_YEARS} years after last_reviewed, {last}")
        return value


class Review(Dates):
    """When the content was last checked, when it must be checked again, and by whom."""

    clinical_reviewer: Reviewer | None = None
    withdrawn: Withdrawal | None = None


class HelpLine(Part):
    """Who to turn to: a noun phrase that fits after "call", "contact" or "see", and the numbers in it.

    `say` holds the numbers that `numbers` lists, written as they are there, and no other; `who` says who it is for and
    when; `source` and `seen` say where the number comes from, and on which day somebody looked there.
    """

    say: Say
    numbers: tuple[Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*$")], ...] = ()
    who: Words
    source: Words | None = None
    seen: Day | None = None

    def parts(self) -> list[tuple[str, str | None]]:
        """`say` cut at its numbers: (text, number or None) in order, so that a template can link each number."""
        if not self.numbers:
            return [(self.say, None)]
        pieces = re.split(
            "(" + "|".join(re.escape(n) for n in sorted(self.numbers, key=len, reverse=True)) + ")", self.say
        )
        return [(piece, piece.replace(" ", "") if piece in self.numbers else None) for piece in pieces if piece]


class Region(Part):
    name: Line
    emergency: HelpLine
    urgent: HelpLine
    routine: HelpLine

    @model_validator(mode="before")
    @classmethod
    def _with_lines(cls, value: Any) -> Any:
        if value is None:
            known = ", ".join(given.defaults("help_lines", ENGLISH))
            raise fault(f"is empty, and the engine has no help lines of that name: write them; it has {known}")
        return value

    def __getitem__(self, line: str) -> HelpLine:
        return {"emergency": self.emergency, "urgent": self.urgent, "routine": self.routine}[line]


class Source(Part):
    """Where a claim comes from, and how well it was seen.

    `evidence` is read (the source itself), second-hand (a copy or somebody's summary), practice (our own cautious
    rule) or unverified (general clinical knowledge, to be checked). `seen` is the day it was last looked at.
    """

    title: Line
    publisher: Line
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$"), AfterValidator(readable)] | None
    seen: Day
    evidence: Evidence
    supports: Line
    note: Line | None = None


class Claim(Part):
    """What was found and how sure it is, in a sentence or two, with its sources; the reader's pages do not show it."""

    claim: Line
    sources: Sources


class RedFlag(Part):
    """A warning sign that needs a health worker: one line of the summary card of its level.

    Attributes:
        sign: its words, the same in every channel.
        signs: what else a reader may notice; only its callout shows these.
        do: what to do, beyond the level's own action.
        care: the rule of care that holds with this sign, in every place.
        worse: red flags that it may become, each more urgent.
        search: other words that readers look for it with.
    """

    id: Id
    level: Level
    group: GroupRef
    name: Line
    sign: Sign
    signs: Details = ()
    risks: tuple[Line, ...] = ()
    why: Prose | None = None
    do: Prose
    care: Care
    worse: tuple[RedFlagRef, ...] = ()
    search: tuple[Line, ...] = ()
    evidence: tuple[Claim, ...] = ()
    sources: Sources

    @property
    def plain_name(self) -> str:
        """Its name without the medical one in brackets, for lists that lead to it."""
        return self.name.partition(" (")[0]


class AskFirst(Part):
    """A condition or medicine with which a reader asks a clinician first. `group` heads it on a list of the names.

    `care` is the rule of care that holds with it; `red_flags` are the signs that matter most with it.
    """

    id: Id
    group: GroupRef
    name: Line
    why: Line
    advice: Line
    care: Care
    red_flags: tuple[RedFlagRef, ...] = ()
    evidence: tuple[Claim, ...] = ()
    sources: Sources


class Question(Part):
    """A frequently asked question and its answer. `search` lists other words that readers look for it with."""

    id: Id
    category: CategoryRef
    question: Line
    answer: Prose
    red_flags: tuple[RedFlagRef, ...]
    search: tuple[Line, ...] = ()
    evidence: tuple[Claim, ...] = ()
    sources: Sources


class NoneOfThese(Part):
    """What having no sign and nothing on the ask-first list leads to, and the signs to watch for then."""

    advice: Prose
    care: Care
    red_flags: tuple[RedFlagRef, ...] = ()


class SafetyCheck(Part):
    """The words of the check that are its own: what it asks are the red flags and the ask-first list."""

    intro: Prose | None = None
    none: NoneOfThese
    sources: Sources


class Term(Part):
    """A hard word in plain words. `also` lists its other spellings and its short form (DVT)."""

    id: Id
    term: Line
    meaning: Line
    also: tuple[Line, ...] = ()


class Change(Part):
    date: Day
    what: Line


class TeachBack(Part):
    """A question that a reader answers in their own words, so that both see what came across; what an answer holds."""

    question: Line
    holds: Line


class Clarity(Part):
    """What `clarity` needs to know: hard words that the guide may use although its glossary does not explain them."""

    allowed: tuple[Line, ...] = ()


class Never(Part):
    """Words that the guide must never say, and why."""

    words: Line
    why: Line


class Urgency(Part):
    """Words that tell a reader how fast to act, beside the engine's: only red flags and what a macro draws say them."""

    name: Line
    pattern: Annotated[str, AfterValidator(pattern)]


class Budget(Part):
    """The most words of a page, an answer or a callout; more than the engine thinks enough needs a reason.

    `all` is the most of a page with what the data draws on it, every line and answer open.
    """

    words: Annotated[int, Field(gt=0)]
    all: Annotated[int, Field(gt=0)] | None = None
    reason: Line | None = None


class Guide(Part):
    """The whole data file."""

    topic: Topic
    review: Review
    help_lines: Annotated[dict[Slug, Region], Field(min_length=1)]
    strings: Strings = Field(default_factory=Strings)
    sources: dict[Slug, Source]
    groups: dict[Slug, Line]
    red_flags: tuple[RedFlag, ...]
    ask_first: tuple[AskFirst, ...] = ()
    categories: dict[Slug, Line]
    faq: tuple[Question, ...]
    check: SafetyCheck | None = None
    glossary: tuple[Term, ...] = ()
    teach_back: Annotated[tuple[TeachBack, ...], Field(max_length=3)] = ()
    changes: tuple[Change, ...] = ()
    retired: dict[Slug, AnyRef] = Field(default_factory=dict)
    clarity: Clarity = Clarity()
    never: tuple[Never, ...] = ()
    urgency: tuple[Urgency, ...] = ()
    budgets: dict[str, Budget] = Field(default_factory=dict)

    @property
    def own_region(self) -> str:
        """The region of a build that names none: the international one, or else the first."""
        return "international" if "international" in self.help_lines else next(iter(self.help_lines))
