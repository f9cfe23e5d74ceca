"""What a guide's data file may say: frozen pydantic models and the rules they hold the words to.

Imports nothing of ours. Nothing here knows what a guide is about.

Validation needs a `Context` (which ids exist, which phone numbers there are), so that every reference and every
text is judged where it stands and all faults come out of one pass. `library.py` makes it from the raw data.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

Level = Literal["emergency", "urgent", "non-urgent"]
"""How soon a reader must act. Most urgent first, as in `LEVELS`."""
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "non-urgent")

Care = Literal["stop", "ask-first", "gentle"]
Evidence = Literal["read", "second-hand", "practice", "unverified"]

PLACEHOLDERS = ("emergency", "urgent", "routine")
"""The help lines that a text may name, in braces: `{emergency}`."""

HELP_LINE = re.compile(rf"\{{(?:{'|'.join(PLACEHOLDERS)})\}}")

REVIEW_YEARS = 3
"""The longest time between two reviews. Source: NHS service manual, "Know that a page is up to date"."""

CARD_LINES = 7
"""The most lines, or headed groups, on one summary card. Source: CDC Clear Communication Index (lists over 7 fail)."""


@dataclass(frozen=True)
class Context:
    """What one text or reference has to be judged against.

    Attributes:
        ids: per collection ("sources", "red_flags", "faq", …) the ids that the data file defines.
        numbers: every phone number of every region, as written under `help_lines`.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()


def nearest(name: str, known: Iterable[str], form: str = "{}") -> str:
    """Say which known name is closest, " (did you mean 'dvt'?)", or "" when none is near.

    `form` is how the name is written where it stands: "{{{}}}" puts it in braces.
    """
    match = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.5)
    return f" (did you mean '{form.format(match[0])}'?)" if match else ""


def fault(message: str) -> PydanticCustomError:
    """An error that pydantic carries to the place it belongs to, with our words."""
    return PydanticCustomError("guide", "{message}", {"message": message})


# Text ----------------------------------------------------------------------------------------------------------------

LINK = re.compile(r"\]\(([^)]*)\)?")
LINK_TARGET = re.compile(r"https://[^\s(){}<>\"'\\]+|/[a-z0-9-]+(?:/[a-z0-9-]+)*\.md(?:#[a-z0-9-]+)?")
RED = re.compile(r"\bred(?:der|dish|dened|ness)?\b", re.I)
SKIN = re.compile(r"\b(?:brown (?:and|or) black|black (?:and|or) brown) skin\b", re.I)
COLOUR = re.compile(
    r"\b(?:red(?:der|dish|dened|ness)?|purple|blu(?:e|ish)|gr[ae]y(?:ish)?|yellow(?:ish)?|pale[r]?|darker|colour)\b",
    re.I,
)

NOT_TEXT = (
    (re.compile(r"<(?![\s\d=]|$)[^>\n]*>?"), "HTML"),
    (re.compile(r"&(?:#?\w+);"), "an HTML entity"),
    (re.compile(r"!\["), "a picture"),
    (re.compile(r"\[\^"), "a footnote (name the source under 'sources')"),
    (re.compile(r"\[\\?\["), "double brackets"),
    (re.compile(r"\[TOC\]"), "a table of contents"),
    (re.compile(r"\]\s*\["), "a reference link (write [words](address))"),
    (re.compile(r"^\s*\*?\[[^\]\n]+\]:.*", re.M), "a link definition (write [words](address))"),
    (re.compile(r"`"), "code"),
    (re.compile(r"~~~"), "code"),
    (re.compile(r"^\s*#.*", re.M), "a heading"),
    (re.compile(r"^.+\n\s*(?:=+|-+)\s*$", re.M), "a heading"),
    (re.compile(r"^\s*(?:!!!|\?\?\?|===|>|\||:::|///|---|\*\*\*|___).*", re.M), "block markup"),
    (re.compile(r"(?<![*\\])\*(?![*\s])[^*\n]*\*\*"), "bold within italics"),
    (re.compile(r"///Footnotes Go Here///"), "the mark of a page's list of sources"),
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u2028\u2029]"), "a control character"),
)
"""What Markdown could turn into something other than paragraphs, lists, bold words and links."""


def links(text: str) -> list[str]:
    """The addresses a text links to, in order."""
    return [target.strip() for target in LINK.findall(text)]


@cache
def _phone(number: str) -> re.Pattern[str]:
    """A pattern for a phone number as people type it: spaces, hyphens and dots between digits do not matter."""
    return re.compile(BEFORE + BETWEEN.join(_digits(number)) + AFTER)


BEFORE, AFTER = r"(?<![\w.,+-])\+?", r"(?![\w-]|[.,]\d)"
BETWEEN = r"(?:[ \t\\]*\n[ \t>]*|[\s.-])?"
"""What may stand between two digits of a number: it may go on in the next line, which may be indented or a quote."""


@cache
def _phones(numbers: frozenset[str]) -> re.Pattern[str]:
    """A pattern for any of some numbers: nearly every text has none of them, and one look shows it."""
    digits = sorted(map(_digits, numbers), key=len, reverse=True)
    return re.compile(BEFORE + "(?:" + "|".join(BETWEEN.join(number) for number in digits) + ")" + AFTER)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def phone_number(text: str, numbers: Iterable[str]) -> str | None:
    """The first of `numbers` that `text` holds, or None. Longest first, so that the whole number is named."""
    numbers = frozenset(numbers)
    if not numbers or not _phones(numbers).search(text):
        return None
    return next((n for n in sorted(numbers, key=lambda n: (-len(n), n)) if _phone(n).search(text)), None)


def phone_numbers(text: str, numbers: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each of `numbers` that `text` holds, with the position where it begins."""
    numbers = frozenset(numbers)
    if numbers:
        written = {_digits(number): number for number in numbers}
        for found in _phones(numbers).finditer(text):
            yield found.start(), written[_digits(found[0])]


def unlisted(text: str, numbers: Iterable[str]) -> list[str]:
    """Whatever looks like a phone number in `text`, three digits or more, and is none of `numbers`."""
    listed = set(map(_digits, numbers))
    runs = [found[0].strip(" .-") for found in RUN.finditer(text)]
    # "111 999" may be two numbers side by side.
    return [run for run in runs if _digits(run) not in listed and not listed.issuperset(run.split())]


RUN = re.compile(BEFORE + r"[0-9](?:[ .-]?[0-9]){2,}" + AFTER)


def _address(target: str) -> bool:
    """Whether programs can read an address: `https://[` begins a number that never ends."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _text(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        shown = (
            {True: "true", False: "false", None: "nothing"}.get(value, value)
            if not isinstance(value, (tuple, dict))
            else None
        )
        kind = "a list" if isinstance(value, tuple) else "a mapping" if isinstance(value, dict) else f"{shown}"
        raise fault(f"needs text, not {kind}" + (" (put quotes round it)" if isinstance(value, (int, float)) else ""))
    if not value.strip():
        raise fault("is empty")
    for pattern, name in NOT_TEXT:
        if found := pattern.search(value):
            shown = found.group().strip()
            raise fault(f"{name} is not allowed here" + (f": '{shown[:40]}'" if shown.isprintable() and shown else ""))
    for target in links(value):
        if not LINK_TARGET.fullmatch(target) or not _address(target):
            raise fault(f"a link may lead to https://… or to a page as /name.md#heading, not to '{target[:60]}'")
    return value.strip()


def _braces(value: str) -> str:
    for inner in re.findall(r"\{([^{}]*)\}", value):
        if inner not in PLACEHOLDERS:
            raise fault(f"unknown placeholder '{{{inner}}}'" + nearest(inner, PLACEHOLDERS, "{{{}}}"))
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", value)):
        raise fault("a single brace is not allowed here; a placeholder is {emergency}, {urgent} or {routine}")
    return value


def _fills(*names: str) -> AfterValidator:
    """A text of the interface in which a script fills in `{names}`: each must be there, and no other."""

    def check(value: str) -> str:
        found = re.findall(r"\{([^{}]*)\}", value)
        for inner in found:
            if inner not in names:
                raise fault(f"unknown placeholder '{{{inner}}}'" + nearest(inner, names, "{{{}}}"))
        for name in names:
            if name not in found:
                raise fault(f"needs the placeholder {{{name}}}")
        return value

    return AfterValidator(check)


def _no_number(value: str, info: ValidationInfo) -> str:
    if info.context and (number := phone_number(value, info.context.numbers)):
        raise fault(
            f"a phone number, '{number}', belongs in help_lines; write {{emergency}}, {{urgent}} or {{routine}} here"
        )
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise fault("must be one line")
    return value


def _skin(value: str) -> str:
    if RED.search(value) and not SKIN.search(value):
        raise fault("mentions redness, so it must also say how it looks on brown and black skin")
    return value


def _colour_last(signs: tuple[str, ...]) -> tuple[str, ...]:
    coloured = False
    for sign in signs:
        if coloured and not COLOUR.search(sign):
            raise fault(f"signs that need no colour come first: move '{sign[:40]}' up")
        coloured = coloured or bool(COLOUR.search(sign))
    return signs


Words = Annotated[str, BeforeValidator(_text), AfterValidator(_one_line), AfterValidator(_braces)]
"""One line in the Markdown subset. Only `help_lines` uses it bare: every other text may hold no phone number."""
Line = Annotated[Words, AfterValidator(_no_number)]
Scripted = (BeforeValidator(_text), AfterValidator(_one_line), AfterValidator(_no_number))
"""As `Line`, for words that a script completes; `_fills` says with what."""
Sign = Annotated[Line, AfterValidator(_skin)]
Prose = Annotated[str, BeforeValidator(_text), AfterValidator(_braces), AfterValidator(_no_number)]
"""Paragraphs, lists, bold words and links."""
Signs = Annotated[tuple[Sign, ...], Field(min_length=1, max_length=CARD_LINES), AfterValidator(_colour_last)]


# Ids and references --------------------------------------------------------------------------------------------------

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _kebab(value: Any) -> str:
    if not isinstance(value, str) or not KEBAB.fullmatch(value):
        raise fault(f"'{value}' is not an id: small letters and digits with hyphens between, as in 'blood-clot'")
    return value


def _readable(value: str) -> str:
    if not _address(value):
        raise fault(f"'{value[:60]}' is not an address that a browser can read")
    return value


def _unretired(value: str, info: ValidationInfo) -> str:
    if info.context and value in info.context.ids.get("retired", ()):
        raise fault(f"'{value}' is retired: ids are never used again, so choose another")
    return value


def _reference(collection: str, name: str) -> Any:
    def check(value: Any, info: ValidationInfo) -> Any:
        known = info.context.ids.get(collection, frozenset()) if info.context else None
        if known is not None and (not isinstance(value, str) or value not in known):
            raise fault(f"unknown {name} '{value}'{nearest(value, sorted(known))}")
        return value

    return Annotated[str, BeforeValidator(check)]


Slug = Annotated[str, BeforeValidator(_kebab)]
Id = Annotated[Slug, AfterValidator(_unretired)]
SourceRef = _reference("sources", "source")
RedFlagRef = _reference("red_flags", "red flag")
CategoryRef = _reference("categories", "category")
GroupRef = _reference("groups", "group")
QuestionRef = _reference("questions", "safety question")
AnyRef = _reference("linkable", "id")
Sources = Annotated[tuple[SourceRef, ...], Field(min_length=1)]


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise fault(f"'{value}' is not a date: write it as 2026-11-23")


Day = Annotated[date, BeforeValidator(_day)]


# The data file -------------------------------------------------------------------------------------------------------


class Part(BaseModel):
    """A frozen part of the guide that refuses keys it does not know and values of another type."""

    # Built when it is first asked for: the whole guide is, and its parts with it, so their own need not be.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


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
    """What the guide is about."""

    id: Slug
    title: Line
    summary: Line
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


class HelpLines(Part):
    """Who to call, by region."""

    international: Region
    uk: Region
    ie: Region
    us: Region
    ca: Region
    au: Region
    nz: Region
    eu: Region

    def __getitem__(self, region: str) -> Region:
        return dict(self)[region]


class LevelWords(Part):
    """The words of one level: its name, the heading of its card (ends "if:"), and the order in a single callout."""

    name: Line
    card: Line
    action: Line

    @model_validator(mode="after")
    def _ends_if(self) -> LevelWords:
        if not self.card.endswith("if:"):
            raise fault("card must end in 'if:'")
        return self

    @property
    def order(self) -> str:
        """The card's heading as an order, without its "if:"."""
        return self.card.removesuffix("if:").rstrip()


class LevelStrings(Part):
    emergency: LevelWords
    urgent: LevelWords
    non_urgent: LevelWords = Field(alias="non-urgent")

    def __getitem__(self, level: Level) -> LevelWords:
        return {"emergency": self.emergency, "urgent": self.urgent, "non-urgent": self.non_urgent}[level]


class EvidenceStrings(Part):
    read: Line
    second_hand: Line = Field(alias="second-hand")
    practice: Line
    unverified: Line

    def __getitem__(self, evidence: Evidence) -> str:
        return dict(self)[evidence.replace("-", "_")]


class PaperWords(Part):
    """What readers call the two sizes of paper."""

    a4: Line
    letter: Line


class PrintSizeWords(Part):
    """What readers call the two sizes of print."""

    standard: Line
    large: Line


Way = Literal["a", "b", "c", "address", "d", "zip"]
"""How a page of somebody else's shows the questions: see `snippets.py`."""


def _filled(*names: str) -> Any:
    return Annotated[str, *Scripted, _fills(*names)]


class WayWords(Part):
    name: Line
    what: Line
    sends: Line


class WaysWords(Part):
    a: WayWords
    b: WayWords
    c: WayWords
    address: WayWords
    d: WayWords
    zip: WayWords

    def __getitem__(self, way: Way) -> WayWords:
        return dict(self)[way]


class Place(Part):
    """Where a clinic pastes the questions: the way that fits best there, and what to do."""

    name: Line
    way: Way
    steps: Annotated[tuple[Line, ...], Field(min_length=1)]
    note: Line | None = None


class Looks(Part):
    inherit: Line
    auto: Line
    light: Line
    dark: Line


class FixedParts(Part):
    questions: Line
    level: Line
    look: Line
    accent: Line


class PreviewHosts(Part):
    plain: Line
    reset: Line
    dark: Line
    narrow: Line
    noscript: Line


class BuilderStrings(Part):
    """The words of the builder on the page for clinics, and of the folder to host oneself."""

    ways: WaysWords
    places: Annotated[dict[Slug, Place], Field(min_length=1)]
    checked: _filled("day")
    checked_day: Day
    title: Line
    place: Line
    way: Line
    best: Line
    what_to_show: Line
    questions: Line
    all: Line
    by_category: Line
    category: Line
    chosen: Line
    pick: Line
    up: Line
    down: Line
    moved: _filled("question", "place", "all")
    none_chosen: Line
    region: Line
    level: Line
    level_help: Line
    look: Line
    looks: Looks
    accent: Line
    accent_colour: Line
    contrast: _filled("light", "dark")
    contrast_enough: Line
    contrast_low: Line
    fixed: _filled("what")
    fixed_parts: FixedParts
    updates: Line
    moving: Line
    moving_help: Line
    pinned: _filled("version")
    pinned_help: Line
    unpinned: Line
    always: Line
    preview: Line
    preview_on: Line
    hosts: PreviewHosts
    preview_title: _filled("host")
    code: Line
    the_address: Line
    copy_: Line = Field(alias="copy")
    copied: Line
    copy_yourself: Line
    steps: Line
    folder: Line
    for_it: Line
    share: Line
    requests: Line
    requests_none: Line
    requests_many: _filled("count", "bytes")
    code_bytes: Line
    code_many: _filled("bytes")
    policy: Line
    policy_none: Line
    policy_add: Line
    sends: Line
    style_note: Line
    ignored: _filled("what")
    failed: Line
    ready: Line
    ready_how: _filled("region", "regions")
    ready_static: Line
    ready_element: Line
    script: Line
    readme: Annotated[
        str,
        BeforeValidator(_text),
        AfterValidator(_no_number),
        _fills("name", "state", "reviewed", "next", "home"),
    ]
    example: Line


class Strings(Part):
    """Every word of the interface."""

    level: LevelStrings
    evidence: EvidenceStrings
    child: Line
    signs: Line
    risks: Line
    why: Line
    what_to_do: Line
    card_signs_more: Line
    card_sources: Line
    card_sources_where: Line
    escalate: Line
    sources: Line
    source_note: Line
    seen: Line
    supports: Line
    related: Line
    faq_find: Line
    faq_left: Annotated[str, *Scripted, _fills("left", "all")]
    faq_none: Annotated[str, *Scripted, _fills("words")]
    faq_clear: Line
    faq_open_all: Line
    faq_close_all: Line
    faq_copy: Line
    faq_copied: Line
    faq_copy_yourself: Line
    ask_first_why: Line
    ask_first_advice: Line
    check_yes: Line
    check_together: Line
    check_all_of: Line
    check_any_of: Line
    check_none: Line
    check_answer_yes: Line
    check_answer_no: Line
    check_result: Line
    check_left: Annotated[str, *Scripted, _fills("left", "all")]
    check_ended: Line
    check_again: Line
    last_reviewed: Line
    next_review: Line
    not_reviewed: Line
    reviewed_by: Line
    overdue: Line
    withdrawn: Line
    contact: Line
    review_heading: Line
    region_choose: Line
    region_failed: Line
    draft: Line
    not_found_title: Line
    not_found: Line
    not_found_emergency: Line
    search_loading: Line
    search_failed: Line
    home: Line
    embed_source: Line
    embed_more: Line
    embed_region: Annotated[str, *Scripted, _fills("region")]
    embed_licence: Line
    embed_copied: Annotated[str, *Scripted, _fills("date")]
    embed_update: Line
    sheet_yes_any: Line
    sheet_check_more: Line
    sheet_details: Line
    sheet_name: Line
    sheet_phone: Line
    sheet_address: Line
    sheet_hours: Line
    sheet_extra: Line
    sheet_optional: Line
    sheet_country: Line
    sheet_private: Line
    sheet_print: Line
    handout_print: Line
    handout_for: Line
    handout_page: Annotated[str, *Scripted, _fills("page", "pages")]
    handout_paper: PaperWords
    handout_print_size: PrintSizeWords
    handout_file: Annotated[str, *Scripted, _fills("size", "pages")]
    handout_contents: Line
    handout_help_lines: Line
    handout_words: Line
    handout_teach_back: Line
    handout_teach_back_how: Line
    handout_teach_back_holds: Line
    handout_notes: Line
    handout_about: Line
    handout_version: Line
    handout_formats: Line
    handout_left_out: Line
    handout_address: Line
    handout_qr: Annotated[str, *Scripted, _fills("address")]
    handout_phone: Line
    handout_hours: Line
    builder: BuilderStrings

    @field_validator("*")
    @classmethod
    def _without_help_lines(cls, value: Any) -> Any:
        """Many of these words stand in attributes or go to scripts, where no help line can be drawn."""
        if isinstance(value, str) and (found := HELP_LINE.search(value)):
            raise fault(f"no help line can stand here: '{found[0]}'; it can under 'level'")
        return value


class Source(Part):
    """Where a claim comes from, and how well it was seen.

    `evidence` is read (the source itself), second-hand (a copy or somebody's summary), practice (our own cautious
    rule) or unverified (general clinical knowledge, to be checked). `seen` is the day it was last looked at.
    """

    title: Line
    publisher: Line
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$"), AfterValidator(_readable)] | None
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
    help_lines: HelpLines
    strings: Strings
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

    def region_names(self) -> list[str]:
        return list(HelpLines.model_fields)
