"""What the engine gives a guide in its language: help lines of regions, and words that say how fast to act."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ..faults import Fault, Faults
from .language import ENGLISH
from .stamp import outdated
from .yaml import parse

NONE = "none"
"""What a guide says that is not held to words that say how fast to act."""


@cache
def defaults(kind: str, language: str) -> Any:
    """The plain values of `help_lines` or `urgency` in a language; none for a language that has no file.

    Raises:
        Faults: for help lines that are made from other English ones.
    """
    folder = Path(__file__).parent
    files = (folder / f"{kind}.{name}.yml" for name in (language, language.split("-")[0]))
    file = next((file for file in files if file.is_file()), None)
    if not file:
        return ()
    found, lines, _ = parse(file.read_text(encoding="utf-8"), file.name, markdown=False)
    if not isinstance(found, dict) or file.name == f"{kind}.{ENGLISH}.yml":
        return found
    if faults := [*outdated(defaults(kind, ENGLISH), found, lines, f"macros/data/{file.name}")]:
        raise Faults(faults)
    return {name: region for name, region in found.items() if name != "from"}


def regions(own: Any, language: str) -> Any:
    """A guide's regions, each line that one does not write taken from the engine's region of that name."""
    if not isinstance(own, dict):
        return own
    given = defaults("help_lines", language)
    return {
        name: given[name] | (region or {}) if name in given and isinstance(region, dict | None) else region
        for name, region in own.items()
    }


def urgency(own: Any, language: str) -> Any:
    """A guide's own words that say how fast to act, then the engine's.

    Raises:
        Faults: for a language that has no file: no rule is left out in silence.
    """
    if own == NONE:
        return ()
    if not (known := defaults("urgency", language)):
        what = f"no such file: no words that say how fast to act are known for '{language}'"
        raise Faults([Fault(f"macros/data/urgency.{language}.yml", what)])
    return (own or ()) + known if isinstance(own, tuple | None) else own
