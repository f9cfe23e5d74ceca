"""Which lines stand on which summary card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .library import Library
from .model import LEVELS, Level, RedFlag


@dataclass(frozen=True)
class Line:
    """One line of a summary card."""

    group: str
    sign: str
    flag: str


@dataclass(frozen=True)
class Card:
    """A summary card: a level, its lines by group, and the sources of the red flags in it."""

    level: Level
    groups: dict[str, list[Line]]
    sources: tuple[str, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self.groups.values() for line in lines]


class Cards:
    """The summary cards of a guide."""

    def __init__(self, library: Library) -> None:
        self.library = library
        # The lines of all red flags in the guide's order, and where each sign of a level stands among them.
        self._every = [line for flag in library.red_flags.values() for line in self._lines(flag)]
        self._where: dict[tuple[Level, str], list[int]] = {}
        for number, (level, line, _) in enumerate(self._every):
            self._where.setdefault((level, line.sign), []).append(number)

    def of(self, idents: tuple[str, ...], levels: tuple[str, ...]) -> list[Card]:
        """The summary cards of some red flags (all when none is named), most urgent first.

        What a red flag may turn into stands on the card of that level: nobody has to know which flag a sign is of.
        """
        flags = self.library.red_flags
        wanted = {(level, line.sign) for ident in idents or flags for level, line, _ in self._lines(flags[ident])}
        lines: dict[Level, dict[str, Line]] = {level: {} for level in LEVELS}
        cited: dict[Level, dict[str, None]] = {level: {} for level in LEVELS}
        # In the guide's order, whichever flags are named: so a card of some lines keeps the order of the whole one.
        for number in sorted(number for sign in wanted for number in self._where[sign]):
            level, line, sources = self._every[number]
            lines[level].setdefault(line.sign, line)
            cited[level].update(dict.fromkeys(sources))
        return [
            Card(level, self._grouped(list(lines[level].values())), tuple(cited[level]))
            for level in LEVELS
            if level in levels and lines[level]
        ]

    def _lines(self, flag: RedFlag) -> Iterator[tuple[Level, Line, tuple[str, ...]]]:
        """What a red flag puts on the summary cards: the card's level, the line, the sources of it."""
        yield flag.level, Line(flag.group, flag.sign, flag.id), flag.sources
        for step in flag.escalate:
            if step.becomes:
                other = self.library.red_flags[step.becomes]
                yield other.level, Line(other.group, other.sign, other.id), other.sources
            else:
                yield step.level, Line(step.group or flag.group, step.sign or "", flag.id), flag.sources

    def _grouped(self, lines: list[Line]) -> dict[str, list[Line]]:
        groups = {
            title: [line for line in lines if line.group == group] for group, title in self.library.guide.groups.items()
        }
        return {title: members for title, members in groups.items() if members}
