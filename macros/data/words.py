"""The words of the interface: a file of defaults for each language, and the model that is made from the English one.

A new word is a new key in `words.en.yml`, and nothing else: its default says which placeholders every translation and
every guide's own words for it need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, create_model, field_validator, model_validator

from ..faults import Fault, Faults
from .language import ENGLISH, of
from .stamp import outdated
from .text import PLACEHOLDERS, Day, Line, Part, Plain, Slug, fault, nearest, one_line
from .yaml import Lines, parse

FOLDER = "macros/data"

IN_BRACES = re.compile(r"\{([^{}]*)\}")

Way = Literal["a", "b", "c", "address", "d", "zip"]
"""How a page of somebody else's shows the questions: see `snippets.py`."""


def languages() -> list[str]:
    """The languages that the interface has words in: "en"."""
    return sorted(path.name.split(".")[1] for path in Path(__file__).parent.glob("words.*.yml"))


def file_of(language: str) -> str:
    """The file of a language, as shown in faults."""
    return f"{FOLDER}/words.{language}.yml"


@cache
def defaults(language: str) -> tuple[dict[str, Any], Lines]:
    """The words in a language as plain values, and the line of each place.

    Raises:
        Faults: for a language that has no file, that lacks a word, or whose words are made from other English.
    """
    known = languages()
    if language not in known:
        language, given = language.split("-")[0], language  # "pt-BR" may do with the words of "pt"
    if language not in known:
        what = f"the interface has no words in '{given}'; there are {', '.join(known)}"
        raise Faults([Fault("mkdocs.yml", what, where="theme.language")])
    path = Path(__file__).with_name(f"words.{language}.yml")
    words, lines = parse(path.read_text(encoding="utf-8"), file_of(language))[:2]
    if language == ENGLISH:
        return words, lines
    english = defaults(ENGLISH)[0]
    faults = [Fault(file_of(language), f"'{key}' is missing", 1) for key in _lacking(words, english)]
    if faults := faults or [*outdated(english, words, lines, file_of(language))]:
        raise Faults(faults)
    words.pop("from", None)
    # Who embeds the questions, and their IT team, read the builder in English.
    return words | {"builder": overlay(english["builder"], words["builder"])}, lines


def _lacking(words: dict[str, Any], english: dict[str, Any], place: str = "") -> Iterator[str]:
    """The words that a language needs and does not have, those of the builder but its title apart."""
    for key, word in english.items():
        if key not in words:
            yield f"{place}{key}"
        elif isinstance(word, dict):
            inside = {"title": word["title"]} if key == "builder" else word
            yield from _lacking(words[key], inside, f"{place}{key}.")


def overlay(words: Any, own: Any) -> Any:
    """Words, with a guide's own in the place of those that it has."""
    if not isinstance(words, dict) or not isinstance(own, dict):
        return own
    return words | {key: overlay(words.get(key), value) for key, value in own.items()}


class Group(Part):
    """Words that belong together."""

    def __getitem__(self, key: str) -> Any:
        return getattr(self, _attribute(key))

    def filled(self, **values: str) -> Self:
        """With each `{name}` replaced in its words, those of the groups under it left as they are."""
        return self.model_copy(
            update={
                key: IN_BRACES.sub(lambda found: values.get(found[1], found[0]), word)
                for key, word in self
                if isinstance(word, str)
            }
        )


class LevelWords(Group):
    """The words of one level: its name, the heading of its card (ends "if:"), and its order where it stands alone.

    `line` is the order in a line of the card that opens: whom to turn to stands in the heading above.
    """

    name: Line
    card: Line
    line: Line
    action: Line

    @field_validator("card")
    @classmethod
    def _ends_if(cls, value: str, info: ValidationInfo) -> str:
        end = (info.context.language if info.context else of(ENGLISH)).if_
        # A translation shows the guide's own English words until it follows.
        if not value.endswith((f" {end}", f" {of(ENGLISH).if_}")):
            raise fault(f"must end in '{end}'")
        return value

    @property
    def order(self) -> str:
        """The card's heading as an order, without its "if:"."""
        return self.card.rpartition(" ")[0]


Steps = Annotated[tuple[Line, ...], Field(min_length=1)]


class Place(Group):
    """Where a clinic pastes the questions: the ways that its steps are for, the best first, and every other way.

    A way with other steps has them under `other`; `unfit` says why one does not fit. One that is nowhere does not fit.
    Where nothing filters the code, it may hold styles for paper: a filter could show them as text.
    """

    name: Line
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    steps: Steps
    notes: dict[Way, Line] = Field(default_factory=dict)
    other: dict[Way, Steps] = Field(default_factory=dict)
    unfit: dict[Way, Line] = Field(default_factory=dict)
    styles: bool = False

    @model_validator(mode="after")
    def _once(self) -> Self:
        named = [*self.ways, *self.other, *self.unfit]
        if twice := [way for way in named if named.count(way) > 1]:
            raise fault(f"'{twice[0]}' stands twice: once in 'ways', 'other' and 'unfit' together")
        return self


def _attribute(key: str) -> str:
    """The attribute of a key: `second_hand` for "second-hand", and no name that every model has, such as `copy`."""
    name = key.replace("-", "_")
    return f"{name}_" if hasattr(Group, name) else name


def _holds(*names: str) -> AfterValidator:
    """A text in which `{names}` are filled in later: each must be there, and no other."""

    def check(value: str) -> str:
        found = IN_BRACES.findall(value)
        for inner in found:
            if inner in PLACEHOLDERS:
                # Many words stand in attributes or go to scripts, where no help line can be drawn.
                raise fault(f"no help line can stand here: '{{{inner}}}'; it can under 'level'")
            if inner not in names:
                raise fault(f"unknown placeholder '{{{inner}}}'" + nearest(inner, names, "{{{}}}"))
        for name in names:
            if name not in found:
                raise fault(f"needs the placeholder {{{name}}}")
        if re.search(r"[{}]", IN_BRACES.sub("", value)):
            raise fault("a single brace is not allowed here")
        return value

    return AfterValidator(check)


def _model(words: dict[str, Any], place: tuple[str, ...] = ("strings",)) -> type[Group]:
    """The model of a group of words, made from their defaults."""
    fields: dict[str, Any] = {}
    for key, word in words.items():
        under = (*place, key)
        if under == ("strings", "builder", "places"):
            kind, default = dict[Slug, Place], Field(default_factory=dict, alias=key)
        elif isinstance(word, dict):
            kind = _model(word, under)
            default = Field(default_factory=kind, alias=key)
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            kind, default = Day, Field(default=word, alias=key)
        elif place[:2] == ("strings", "level"):
            kind, default = Line, Field(default=word, alias=key)
        else:
            lines = () if "\n" in word else (AfterValidator(one_line),)
            kind = Annotated[(Plain, *lines, _holds(*IN_BRACES.findall(word)))]
            default = Field(default=word, alias=key)
        fields[_attribute(key)] = (kind, default)
    base = LevelWords if place[:-1] == ("strings", "level") else Group
    name = "".join(part.capitalize() for part in re.split("[-_]", "-".join(place)))
    return create_model(name, __base__=base, **fields)


Strings = _model(defaults(ENGLISH)[0])
"""Every word of the interface."""
