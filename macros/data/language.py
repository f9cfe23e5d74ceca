"""What the rules about words need to know of a language: a file for each, so that no rule is left out in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from ..faults import Fault, Faults
from .yaml import parse

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language, as `language.en.yml` explains it.

    Attributes:
        name: what it calls itself.
        if_: what the heading of a card ends in.
        sign_words: the most words of one sign: a line of a card is taken in at a glance.
        red, skin, colour: patterns of words for redness, for how it looks on brown and black skin, for any colour.
        article: the pattern of how no help line may begin; one that matches nothing for none.
        measure: textstat's name of the formula that says how plain words are; "" where there is none.
        quotes: the marks round what somebody says, two letters.
    """

    name: str
    if_: str
    sign_words: int
    red: re.Pattern[str]
    skin: re.Pattern[str]
    colour: re.Pattern[str]
    article: re.Pattern[str]
    measure: str
    quotes: str


@cache
def of(code: str) -> Language:
    """The language of a code, "es" or "pt-BR"; that of "pt" does for "pt-BR".

    Raises:
        Faults: for a language that has no file, and a file that lacks a key.
    """
    path = next((path for name in (code, code.split("-")[0]) if (path := _file(name)).is_file()), _file(code))
    shown = f"macros/data/{path.name}"
    if not path.is_file():
        raise Faults([Fault(shown, f"no such file: no rule about words is known for '{code}'")])
    raw = parse(path.read_text(encoding="utf-8"), shown, markdown=False)[0]
    if missing := [key for key in (field.name.rstrip("_") for field in fields(Language)) if key not in raw]:
        raise Faults([Fault(shown, f"'{key}' is missing: {_file(ENGLISH).name} says what it is", 1) for key in missing])
    words = {key: re.compile(raw[key] or r"(?!)", re.I) for key in ("red", "skin", "colour", "article")}
    return Language(
        raw["name"], raw["if"], int(raw["sign_words"]), measure=raw["measure"], quotes=raw["quotes"], **words
    )


def _file(code: str) -> Path:
    return Path(__file__).with_name(f"language.{code}.yml")


def locale(code: str) -> Locale | None:
    """How a language writes a day, and in which direction; None for a code that nobody knows.

    The English of the engine is British: "22 May 2027". A guide in that of the United States says "en-US".
    """
    try:
        return Locale.parse("en-GB" if code == ENGLISH else code, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
