"""The parts of a guide's data file: frozen pydantic models. Nothing here knows what a guide is about."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from .text import (
    AnyRef,
    CategoryRef,
    Day,
    GroupRef,
    Id,
    Line,
    Part,
    Prose,
    QuestionRef,
    RedFlagRef,
    Sign,
    Signs,
    Slug,
    Sources,
    Words,
    fault,
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
    """What the guide is about.

    `readers` are who a handout is for ("adults with back pain"), and `reviewer` who signs the content off ("a
    clinician"): both stand within sentences of the interface.
    """

    id: Slug
    title: Line
    summary: Line
    readers: Line
    reviewer: Line
    care: CareLabels


class Reviewer(Part):
    """The clinician who signed the content off: a real, named person who agreed to be named."""

    name: Line
    role: Line
    date: Day


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

    clinical_reviewer: Reviewer | None
    withdrawn: Withdrawal | None


class HelpLine(Part):
    """Who to turn to: a noun phrase that fits after "call", "contact" or "see", and the numbers in it.

    `say` holds the numbers that `numbers` lists, written as they are there, and no other; `who` says who it is for and
    when.
    """

    say: Words
    numbers: tuple[Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*$")], ...]
    who: Words

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


class Escalation(Part):
    """What raises a red flag to a more urgent level.

    Either the signs make it another red flag (`becomes`), or `sign` is the line that the card of `level` shows.
    """

    level: Level
    signs: Signs
    becomes: RedFlagRef | None = None
    sign: Sign | None = None
    do: Prose | None = None
    group: GroupRef | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Escalation:
        if (self.becomes is None) == (self.sign is None):
            raise fault("needs either 'becomes' (another red flag) or 'sign' (a line for the summary card)")
        return self


class RedFlag(Part):
    """A warning sign that needs a health worker. `search` lists other words that readers look for it with."""

    id: Id
    level: Level
    group: GroupRef
    name: Line
    sign: Sign
    signs: Signs
    risks: tuple[Line, ...] = ()
    why: Prose
    do: Prose
    care: Care
    escalate: tuple[Escalation, ...] = ()
    search: tuple[Line, ...] = ()
    sources: Sources

    @model_validator(mode="after")
    def _upwards(self) -> RedFlag:
        for step in self.escalate:
            if LEVELS.index(step.level) >= LEVELS.index(self.level):
                raise fault(f"escalates to '{step.level}', which is not more urgent than '{self.level}'")
        return self


class AskFirst(Part):
    """A condition or medicine with which a reader asks a clinician first. `group` heads it on a list of the names."""

    id: Id
    group: GroupRef | None = None
    name: Line
    why: Line
    advice: Line
    sources: Sources


class Question(Part):
    """A frequently asked question and its answer. `search` lists other words that readers look for it with."""

    id: Id
    category: CategoryRef
    question: Line
    answer: Prose
    red_flags: tuple[RedFlagRef, ...]
    search: tuple[Line, ...] = ()
    sources: Sources


class Outcome(Part):
    """What an answer to the safety check means: how soon (null: no hurry), which care, which red flags, what to do."""

    level: Level | None
    care: Care
    red_flags: tuple[RedFlagRef, ...] = ()
    advice: Prose


class SafetyQuestion(Part):
    """A question. `short` is how it is asked where its detail is left out, if it needs other words there."""

    id: Id
    question: Line
    detail: Line | None = None
    short: Line | None = None
    yes: Outcome


class Together(Part):
    """What yes means to all of some questions together with any of some others."""

    all_of: Annotated[tuple[QuestionRef, ...], Field(min_length=1)]
    any_of: tuple[QuestionRef, ...] = ()
    outcome: Outcome


class SafetyCheck(Part):
    """Questions in order; what a yes means alone and together with another; what no to all of them means."""

    questions: Annotated[tuple[SafetyQuestion, ...], Field(min_length=1)]
    together: tuple[Together, ...] = ()
    none: Outcome
    sources: Sources


class Term(Part):
    """A hard word in plain words. `also` lists its other spellings; one in capitals (DVT) becomes an abbreviation."""

    id: Id
    term: Line
    meaning: Line
    also: tuple[Line, ...] = ()

    @property
    def short(self) -> list[str]:
        """Its short forms in capitals: each is an abbreviation wherever it stands on a page."""
        return [name for name in (self.term, *self.also) if re.fullmatch(r"[A-Z][A-Z0-9]+", name)]


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


def _an_emergency(flags: tuple[RedFlag, ...]) -> tuple[RedFlag, ...]:
    if not any(flag.level == "emergency" for flag in flags):
        raise fault("needs at least one of the level 'emergency': every page of questions begins with their card")
    return flags


class Guide(Part):
    """The whole data file."""

    topic: Topic
    review: Review
    help_lines: Annotated[dict[Slug, Region], Field(min_length=1)]
    strings: Strings = Field(default_factory=Strings)
    sources: dict[Slug, Source]
    groups: dict[Slug, Line]
    red_flags: Annotated[tuple[RedFlag, ...], AfterValidator(_an_emergency)]
    ask_first: tuple[AskFirst, ...]
    categories: dict[Slug, Line]
    faq: tuple[Question, ...]
    safety_check: SafetyCheck
    glossary: tuple[Term, ...]
    teach_back: Annotated[tuple[TeachBack, ...], Field(min_length=3, max_length=3)]
    changes: tuple[Change, ...]
    retired: dict[Slug, AnyRef]
    clarity: Clarity = Clarity()
    never: tuple[Never, ...] = ()

    @property
    def own_region(self) -> str:
        """The region of a build that names none: the international one, or else the first."""
        return "international" if "international" in self.help_lines else next(iter(self.help_lines))
