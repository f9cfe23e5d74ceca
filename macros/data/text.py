"""What one text of a guide may say, and an id, a day and a reference: types for pydantic, with our words for faults.

Validation needs a `Context` (which ids exist, which phone numbers there are), so that every reference and every
text is judged where it stands and all faults come out of one pass. `library.py` makes it from the raw data.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError, PydanticKnownError

from .language import ENGLISH, Language, of
from .phones import phone_number

PLACEHOLDERS = ("emergency", "urgent", "routine")
"""The help lines that a text may name, in braces: `{emergency}`."""

HELP_LINE = re.compile(rf"\{{(?:{'|'.join(PLACEHOLDERS)})\}}")

CARD_LINES = 7
"""The most lines, or headed groups, on one summary card. Source: CDC Clear Communication Index (lists over 7 fail)."""


@dataclass(frozen=True)
class Context:
    """What one text or reference has to be judged against.

    Attributes:
        ids: per collection ("sources", "red_flags", "faq", …) the ids that the data file defines.
        numbers: every phone number of every region, as written under `help_lines`.
        language: what the rules need to know of the language.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    language: Language = field(default_factory=partial(of, ENGLISH))


def nearest(name: str, known: Iterable[str], form: str = "{}") -> str:
    """Say which known name is closest, " (did you mean 'dvt'?)", or "" when none is near.

    `form` is how the name is written where it stands: "{{{}}}" puts it in braces.
    """
    options = list(known)
    match = [option for option in options if option.casefold() == str(name).casefold()]
    match = match or difflib.get_close_matches(str(name), options, n=1, cutoff=0.5)
    return f" (did you mean '{form.format(match[0])}'?)" if match else ""


def fault(message: str) -> PydanticCustomError:
    """An error that pydantic carries to the place it belongs to, with our words."""
    return PydanticCustomError("guide", "{message}", {"message": message})


class Part(BaseModel):
    """A frozen part of the guide that refuses keys it does not know and values of another type."""

    # Built when it is first asked for: the whole guide is, and its parts with it, so their own need not be.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


# Text ----------------------------------------------------------------------------------------------------------------

LINK = re.compile(r"\]\(([^)]*)\)?")
LINK_TARGET = re.compile(r"https://[^\s(){}<>\"'\\]+|/[\w-]+(?:/[\w-]+)*\.(?i:md)(?:#[\w-]+)?")
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
)
"""What Markdown could turn into something other than paragraphs, lists, bold words and links."""


def links(text: str) -> list[str]:
    """The addresses a text links to, in order."""
    return [target.strip() for target in LINK.findall(text)]


def _address(target: str) -> bool:
    """Whether programs can read an address: `https://[` begins a number that never ends."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _language(info: ValidationInfo) -> Language:
    return info.context.language if info.context else of(ENGLISH)


def _text(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
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


def _no_article(value: str, info: ValidationInfo) -> str:
    if found := _language(info).article.match(value):
        raise fault(
            f"cannot begin with '{found[0].strip()}', which would have to join with a word before it: leave it out"
        )
    return value


def _no_number(value: str, info: ValidationInfo) -> str:
    if info.context and (number := phone_number(value, info.context.numbers)):
        raise fault(
            f"a phone number, '{number}', belongs in help_lines; write {{emergency}}, {{urgent}} or {{routine}} here"
        )
    return value


def one_line(value: str) -> str:
    if "\n" in value:
        raise fault("must be one line")
    return value


def _skin(value: str, info: ValidationInfo) -> str:
    if _language(info).red.search(value) and not _language(info).skin.search(value):
        raise fault("mentions redness, so it must also say how it looks on brown and black skin")
    return value


def _colour_last(signs: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    colour, coloured = _language(info).colour, False
    for sign in signs:
        if coloured and not colour.search(sign):
            raise fault(f"signs that need no colour come first: move '{sign[:40]}' up")
        coloured = coloured or bool(colour.search(sign))
    return signs


def _short(value: str, info: ValidationInfo) -> str:
    if len(value.split()) > (most := _language(info).sign_words):
        raise fault(f"has {len(value.split())} words; a sign has at most {most}")
    return value


Plain = Annotated[str, BeforeValidator(_text), AfterValidator(_no_number)]
"""A text in which braces have no meaning yet."""
Words = Annotated[str, BeforeValidator(_text), AfterValidator(one_line), AfterValidator(_braces)]
"""One line in the Markdown subset. Only `help_lines` uses it bare: every other text may hold no phone number."""
Say = Annotated[Words, AfterValidator(_no_article)]
"""Who to turn to, as it stands after "call", "contact" and "see"."""
Line = Annotated[Words, AfterValidator(_no_number)]
Sign = Annotated[Line, AfterValidator(_skin), AfterValidator(_short)]
"""What a reader notices, in the words that every channel shows."""
Prose = Annotated[str, BeforeValidator(_text), AfterValidator(_braces), AfterValidator(_no_number)]
"""Paragraphs, lists, bold words and links."""
Details = Annotated[
    tuple[Annotated[Line, AfterValidator(_skin)], ...],
    Field(max_length=CARD_LINES),
    AfterValidator(_colour_last),
]
"""What else a reader may notice of a sign; only its callout shows it."""


# Ids and references --------------------------------------------------------------------------------------------------

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _kebab(value: Any) -> str:
    if not isinstance(value, str) or not KEBAB.fullmatch(value):
        raise fault(f"'{value}' is not an id: small letters and digits with hyphens between, as in 'blood-clot'")
    return value


def readable(value: str) -> str:
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
AnyRef = _reference("linkable", "id")
Sources = Annotated[tuple[SourceRef, ...], Field(min_length=1)]


def pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise fault(f"is not a pattern of Python's: {error}") from None
    return value


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise fault(f"'{value}' is not a date: write it as 2026-11-23")


Day = Annotated[date, BeforeValidator(_day)]
