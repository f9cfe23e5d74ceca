"""Pydantic's errors in our words, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from ..faults import Fault
from .text import nearest
from .yaml import Lines, Place, nearest_line, where


@dataclass(frozen=True)
class Places:
    """Where each part of a guide is written.

    Attributes:
        file: the data file's name, as shown in faults.
        lines: the line of each place in it.
        words: the name of the file with the words that the guide does not override, and their lines.
        english: of a translation, the name of the English file and its lines; what it does not write stands there.
    """

    file: str
    lines: Lines
    words: tuple[str, Lines] = ("", {})
    english: tuple[str, Lines] | None = None

    def fault(self, place: Place, what: str) -> Fault:
        """A fault at a place of the guide."""
        file, lines = self.words
        if place[:1] == ("strings",) and place not in self.lines and place[1:] in lines:
            return Fault(file, f"{what} (or override it in {self.file})", lines[place[1:]], where=where(place[1:]))
        if self.english and _depth(self.english[1], place) > _depth(self.lines, place):
            file, lines = self.english
            return Fault(file, what, nearest_line(lines, place), where=where(place))
        return Fault(self.file, what, nearest_line(self.lines, place), where=where(place))


def _depth(lines: Lines, place: Place) -> int:
    """How much of a place a file writes."""
    return next((length for length in range(len(place), 0, -1) if place[:length] in lines), 0)


FEW = 8
"""How many keys a fault may list."""


def faults_of(error: ValidationError, places: Places, model: type[BaseModel]) -> list[Fault]:
    """What is wrong with plain values that are not what `model` asks for: a fault for each thing."""
    return [_fault(problem, places, model) for problem in _roots(error.errors())]


def _roots(problems: list[Any]) -> list[Any]:
    """Pydantic's errors without those that only follow from another: a list is "too short" by each item at fault."""
    places = [problem["loc"] for problem in problems]
    return [
        problem
        for problem in problems
        if problem["type"] != "too_short" or not any(p[:-1] == problem["loc"] for p in places if p)
    ]


def _fault(problem: Any, places: Places, model: type[BaseModel]) -> Fault:
    place: Place = tuple(step for step in problem["loc"] if step != "[key]")
    given = problem["input"]
    kind = problem["type"]
    context = problem.get("ctx", {})
    if kind == "guide":
        what = context["message"]
    elif kind == "missing":
        return places.fault(place[:-1], f"'{place[-1]}' is missing")
    elif kind == "extra_forbidden":
        key, known = str(place[-1]), _keys(place[:-1], model)
        # Within braces a comma ends a text, and what follows it is read as a key.
        hint = ": put quotes round the text with the comma before it" if " " in key else nearest(key.lower(), known)
        what = f"unknown key '{key}'{hint}"
        return replace(places.fault(place, what), where=where(place[:-1]))
    elif kind == "literal_error":
        options = re.findall(r"'([^']*)'", context["expected"])
        what = f"'{given}' is not one of {', '.join(options)}{nearest(str(given), options)}"
    elif kind == "too_short":
        what = f"needs at least {context['min_length']}"
    elif kind == "too_long":
        what = f"has {context['actual_length']} lines; {context['max_length']} is the most"
    elif kind in ("tuple_type", "list_type"):
        what = "needs a list"
    elif kind in ("dict_type", "model_type", "model_attributes_type"):
        what = "needs keys and values under it"
        if 0 < len(known := _keys(place, model)) <= FEW:
            what += f": {', '.join(known)}"
    elif kind in ("bool_type", "bool_parsing"):
        what = f"needs true or false, not {given}"
    elif kind == "string_pattern_mismatch":
        what = f"'{given}' does not look right here"
    elif kind == "string_type":
        quotes = "" if isinstance(given, (tuple, dict, type(None))) else " (put quotes round it)"
        what = f"needs text, not {_shown(given)}{quotes}"
    else:
        what = problem["msg"][:1].lower() + problem["msg"][1:]
    return places.fault(place, what)


def _shown(given: Any) -> str:
    """A value that is no text, in words or as it was typed."""
    kinds = {
        tuple: "a list",
        dict: "a mapping",
        bool: str(given).lower(),
        type(None): "nothing (null and ~ need quotes)",
    }
    return kinds.get(type(given), f"{given}")


def _keys(place: Place, model: type[BaseModel]) -> list[str]:
    """The keys that the model allows at a place."""
    part: Any = model
    for step in place:
        if isinstance(step, int):
            continue
        fields = {info.alias or key: info for key, info in part.model_fields.items()} if _is_part(part) else {}
        part = _inner(fields[step].annotation) if step in fields else part
    return [info.alias or key for key, info in part.model_fields.items()] if _is_part(part) else []


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inner(annotation: Any) -> Any:
    """The Part inside an annotation such as tuple[Part, ...] or Part | None."""
    if _is_part(annotation):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if _is_part(found := _inner(argument)):
            return found
    return annotation
