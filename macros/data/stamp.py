"""The stamp of translated words: the day and the hash of the English that they were made from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ..faults import Fault
from .yaml import Lines, Place, nearest_line, where

STAMP = re.compile(r"(\d{4}-\d{2}-\d{2}) ([0-9a-f]{8})")
NO_WORDS = frozenset({"from", "numbers", "source", "seen"})
"""What no part says to readers: its stamp, and the facts of a help line."""


def stamp(words: Any) -> str:
    """A hash of words, 8 hexadecimal digits."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


def stamp_in(text: Any) -> tuple[date, str] | None:
    """The day and the hash of a stamp; None for what is none."""
    found = STAMP.fullmatch(str(text))
    day = found and day_of(found[1])
    return (day, found[2]) if found and day else None


def day_of(text: Any) -> date | None:
    """A day as it is written, 2026-11-25; None for what is none."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def words_of(part: dict[str, Any], keys: tuple[str, ...], place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """The texts of a part that are translated, each with its place in it."""
    if keys:
        for key in keys:
            path = tuple(key.split("."))
            if (text := value_at(part, path)) is not None:
                yield path, text
        return
    for key, value in part.items():
        if isinstance(value, dict):
            yield from words_of(value, (), (*place, key))
        elif key not in NO_WORDS and value is not None:
            yield (*place, key), value


def value_at(raw: Any, place: Place) -> Any:
    """What stands at a place of plain values; None where nothing does."""
    for step in place:
        if isinstance(raw, dict):
            raw = raw.get(step)
        elif isinstance(raw, tuple) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
        else:
            return None
    return raw


def group_stamps(english: dict[str, Any], own: dict[str, Any]) -> dict[str, str]:
    """Of the words that a language has of the engine's, the hash of the English of each group; `words` is in none."""
    groups = {"words": {key: word for key, word in english.items() if not isinstance(word, dict)}}
    groups |= {key: group for key, group in english.items() if isinstance(group, dict)}
    found = {}
    for name, group in groups.items():
        theirs = own if name == "words" else own.get(name, {})
        said = dict(words_of({key: word for key, word in group.items() if key in theirs}, ()))
        found |= {name: stamp({where(place): word for place, word in said.items()})} if said else {}
    return found


def outdated(english: dict[str, Any], own: dict[str, Any], lines: Lines, file: str) -> Iterator[Fault]:
    """Groups of the engine's words in a language, with its stamps under `from`, whose English has changed since.

    Args:
        english: the engine's words, or help lines, in English.
        own, lines, file: those of a language, their lines, and what their file is called in faults.
    """
    for name, right in group_stamps(english, own).items():
        if str(value_at(own, ("from", name))) != right:
            what = f"its English has changed: for words made from today's write '{name}: {right}'"
            yield Fault(file, what, nearest_line(lines, ("from", name)), where=f"from.{name}")
