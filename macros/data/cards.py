"""Which red flags stand on which summary card, and beside which answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from .library import Library
from .model import LEVELS, AskFirst, Guide, Level, RedFlag

T = TypeVar("T", RedFlag, AskFirst)


@dataclass(frozen=True)
class Card:
    """A summary card.

    Attributes:
        level: of all its signs.
        groups: its red flags by the name of their group.
        every: all the red flags of the level.
    """

    level: Level
    groups: dict[str, list[RedFlag]]
    every: tuple[RedFlag, ...]

    @property
    def whole(self) -> bool:
        return len(self.lines) == len(self.every)

    @property
    def lines(self) -> list[RedFlag]:
        return [flag for flags in self.groups.values() for flag in flags]

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(source for flag in self.lines for source in flag.sources))


def cards(library: Library, idents: Iterable[str] | None, levels: tuple[str, ...]) -> list[Card]:
    """The summary cards of some red flags (None: all), most urgent first, each in the guide's order."""
    named = set(library.red_flags if idents is None else idents)
    found = []
    for level, every in by_level(library, library.red_flags):
        shown = [flag for flag in every if flag.id in named]
        if level in levels and shown:
            found.append(Card(level, grouped(library.guide, shown), tuple(every)))
    return found


def by_level(library: Library, idents: Iterable[str]) -> list[tuple[Level, list[RedFlag]]]:
    """Some red flags, most urgent first."""
    flags = [library.red_flags[ident] for ident in idents]
    levels = [(level, [flag for flag in flags if flag.level == level]) for level in LEVELS]
    return [(level, members) for level, members in levels if members]


def called_for(library: Library, idents: Iterable[str]) -> list[str]:
    """Some red flags and those that they may become: nobody has to know which flag a sign is of."""
    flags = library.red_flags
    return list(dict.fromkeys(ident for named in idents for ident in (named, *flags[named].worse)))


def grouped(guide: Guide, entries: Iterable[T]) -> dict[str, list[T]]:
    """Red flags, or what is on the ask-first list, by the names of their groups, in the guide's order."""
    groups = {title: [entry for entry in entries if entry.group == group] for group, title in guide.groups.items()}
    return {title: members for title, members in groups.items() if members}
