"""The help lines that the engine knows: a file for each language, from which a guide takes a region by its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from .yaml import parse


@cache
def defaults(language: str) -> dict[str, Any]:
    """The regions in a language as plain values; none for a language that has no file."""
    folder = Path(__file__).parent
    files = (folder / f"help_lines.{name}.yml" for name in (language, language.split("-")[0]))
    file = next((file for file in files if file.is_file()), None)
    return parse(file.read_text(encoding="utf-8"), file.name)[0] if file else {}


def overlay(own: Any, language: str) -> Any:
    """A guide's regions, each line that one does not write taken from the engine's region of that name."""
    if not isinstance(own, dict):
        return own
    given = defaults(language)
    return {
        name: given[name] | (region or {}) if name in given and isinstance(region, dict | None) else region
        for name, region in own.items()
    }
