"""What the long checks found, in BENCHMARKS.md: the last result of each kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.machine import machine
from tests.conftest import ROOT

HEADING = "## Soak"
ABOUT = """
What `make soak` did at length: harm at random to the data, the pages and the settings; builds killed at random moments;
hostile words through every channel. `SEED=…` does the same again.

"""
ENDS: dict[str, str] = {}
"""What each kind of this run has done, in one line."""


def ends(kind: str, what: str) -> None:
    """Say how a kind of check ended, and remember it."""
    print(f"{kind}: {what}")
    ENDS[kind] = what


def kept(path: Path = ROOT / "BENCHMARKS.md") -> str:
    """The section that stands in the file already, or ""."""
    _, heading, rest = path.read_text("utf-8").partition(HEADING) if path.exists() else ("", "", "")
    return heading + rest


def write(seed: int, path: Path = ROOT / "BENCHMARKS.md") -> None:
    """Put this run's lines into the file; those of other kinds stay as they are."""
    text = path.read_text("utf-8").partition(HEADING)[0] if path.exists() else "# Benchmarks\n\n"
    lines = {found[1]: found[0] for found in re.finditer(r"^- \*\*(\w+)\*\*.*$", kept(path), re.M)}
    for kind, what in ENDS.items():
        count = what.partition(":")[0]
        command = f"SEED={seed} python -m tests.soak {kind} --count {count}"
        lines[kind] = f"- **{kind}**: {what} (`{command}`, {datetime.now(UTC).date()}, {machine()})"
    path.write_text(f"{text}{HEADING}\n{ABOUT}" + "".join(f"{lines[kind]}\n" for kind in sorted(lines)), "utf-8")
