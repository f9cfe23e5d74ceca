"""What changed in the red flags since the last release, which is the last tag of git's that begins with "v"."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..data.yaml import parse


@dataclass(frozen=True)
class Changes:
    """The changes since a tag, a line each."""

    tag: str
    lines: tuple[str, ...]


def changes(root: Path, data: str) -> Changes | None:
    """The changes of the data file's red flags since the release before this commit; None when there was none."""
    tag = _git(root, "describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^").strip()
    before = _git(root, "show", f"{tag}:./{data}") if tag else ""
    if not before:
        return None
    now = (root / data).read_text(encoding="utf-8")
    return Changes(tag, tuple(compared(_flags(before, f"{tag}:{data}"), _flags(now, data))))


def compared(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> Iterator[str]:
    """How the red flags of two releases differ, by id."""
    for id in dict.fromkeys([*before, *now]):
        if id not in now:
            yield f"`{id}` is gone: {before[id]['name']}"
        elif id not in before:
            yield f"`{id}` is new: {now[id]['name']} ({now[id]['level']})"
        else:
            for key in sorted(before[id].keys() | now[id].keys()):
                was, is_ = before[id].get(key), now[id].get(key)
                if was != is_:
                    yield f"`{id}`, {key}: was {was!r}, is {is_!r}"


def _flags(text: str, name: str) -> dict[str, dict[str, Any]]:
    return {flag["id"]: flag for flag in parse(text, name)[0]["red_flags"]}


def _git(root: Path, *arguments: str) -> str:
    """What git says; "" where it fails or is not there."""
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True).stdout
    except OSError:
        return ""
