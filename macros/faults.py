"""Faults: what is wrong, where, in one line each; all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

import click
from mkdocs.exceptions import Abort

LONGEST = 500
"""The most characters that a line shows."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        file: the file, as the reader would name it (from the project's root).
        what: what is wrong, and the nearest right thing.
        line: its line, from 1; 0 when the file has none (it is missing, say).
        where: the place inside the file, such as "faq[3].red_flags[0]"; may be empty.
    """

    file: str
    what: str
    line: int = 0
    where: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        told = ": ".join(part for part in (place, self.where, self.what) if part)
        return short(told)


def short(line: str) -> str:
    """A line that can be read whatever it quotes: no line ends or other marks in it, and not thousands of letters."""
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


class Faults(Abort):
    """Stops a build: every fault on a line of its own on stderr, exit 1, no traceback.

    It is an `Abort` because `mkdocs serve` survives one and shows it; `show` is what click prints.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=attrgetter("file", "line", "where", "what"))
        super().__init__("\n".join(map(str, self.faults)))

    def __str__(self) -> str:
        return self.format_message()

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)
