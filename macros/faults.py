"""Faults: what is wrong, where, in one line each; all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click
from mkdocs.exceptions import Abort


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        file: the file, as the reader would name it (from the project's root).
        line: its line, from 1; 0 when the file has none (it is missing, say).
        where: the place inside the file, such as "faq[3].red_flags[0]"; may be empty.
        what: what is wrong, and the nearest right thing.
    """

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.where, self.what) if part)


class Faults(Abort):
    """Stops a build: every fault on a line of its own on stderr, exit 1, no traceback.

    It is an `Abort` because `mkdocs serve` survives one and shows it; `show` is what click prints.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))

    def __str__(self) -> str:
        return self.format_message()

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)
