"""A guide's words in another language, put in the place of the English: the facts stay those of the English file.

Each part carries the English that it was made from, `from: 2026-11-25 1a2b3c4d`: the day, and a hash of its words. When
the English has changed since, what warns a reader shows the English until the translation follows, and an answer keeps
its words under a notice. Nothing can switch that off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..faults import Fault
from .given import NONE
from .stamp import stamp, stamp_in, value_at, words_of
from .text import links, nearest
from .yaml import Lines, Place, nearest_line, where

WHOLE: dict[str, tuple[str, ...]] = {
    "topic": ("title", "summary", "readers", "reviewer", "emergency_reason"),
    "topic.care": (),
    "help_lines": (),
    "strings": (),
    "groups": (),
    "categories": (),
    "check": ("intro", "none.advice"),
}
"""Parts of which there is one, each with its words; all of them where none are named."""
LISTS: dict[str, tuple[str, ...]] = {
    "red_flags": ("name", "sign", "signs", "risks", "why", "do"),
    "ask_first": ("name", "why", "advice"),
    "faq": ("question", "answer"),
    "glossary": ("term", "meaning"),
    "teach_back": ("question", "holds"),
}
"""Lists of parts, each with the words of one."""
OWN = {"red_flags": "search", "faq": "search", "glossary": "also"}
"""Words of a part that each language has for itself: what readers type."""
LANGUAGE = ("never", "urgency")
"""Lists of the language itself, which it needs where the English has one."""
KEPT = frozenset({"topic", "groups", "categories", "faq"})
"""What keeps its words when the English has changed. All the others warn, and show the English then."""
WARNS = {("topic", ""): "emergency_reason"}
"""Of a part that keeps its words, those that do not."""
FREE = frozenset({"translation_review", *LANGUAGE})
"""What a translation may hold beside its parts."""

NUMBER = re.compile(r"\d+")
BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Unit:
    """A part whose words are translated together.

    Attributes:
        kind: as `WHOLE` and `LISTS` name it.
        ident: its id, or its number in the list; "" where there is one.
        place: where it stands.
        words: each text, or list of texts, by its place in it.
    """

    kind: str
    ident: str
    place: Place
    words: dict[Place, Any]

    @property
    def stamp(self) -> str:
        """The hash of its words."""
        return stamp({where(place): text for place, text in self.words.items()})

    @property
    def name(self) -> str:
        return f"{self.kind} {self.ident}".rstrip()


@dataclass
class Translation:
    """How far a translation has come.

    Attributes:
        raw: the guide's plain values, with the words of the translation where they hold.
        lines: the line of each place that the translation writes, placed as in the English.
        english: (kind, id) of the parts that show the English.
        since: of parts that keep older words, the day of the English that they were made from.
        faults: what is wrong in it.
        left: what is missing or stale, which is no fault.
    """

    raw: dict[str, Any]
    lines: Lines = field(default_factory=dict)
    english: set[tuple[str, str]] = field(default_factory=set)
    since: dict[tuple[str, str], date] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left: list[Fault] = field(default_factory=list)


def units(raw: dict[str, Any]) -> Iterator[Unit]:
    """The parts of a guide that are translated, from its plain values."""
    for kind, keys in WHOLE.items():
        place = tuple(kind.split("."))
        if isinstance(part := value_at(raw, place), dict) and (words := dict(words_of(part, keys))):
            yield Unit(kind, "", place, words)
    for kind, keys in LISTS.items():
        listed = raw.get(kind)
        for i, part in enumerate(listed if isinstance(listed, tuple) else ()):
            if isinstance(part, dict):
                yield Unit(kind, str(part.get("id", i + 1)), (kind, i), dict(words_of(part, keys)))


def translate(
    english: dict[str, Any], own: dict[str, Any], lines: Lines, file: str, today: date, checked: date | None = None
) -> Translation:
    """The English guide with the words of a translation.

    Args:
        english: the plain values of the English file, in which nothing is wrong.
        own, lines: those of the translation, and their lines.
        file: what the translation is called in faults.
        today: the day that a missing stamp is told with.
        checked: the day on which somebody checked it; what is newer shows the English. None for a draft, which says so.
    """
    made = Translation(deepcopy(english))
    theirs = {(unit.kind, unit.ident): unit for unit in units(own)}
    known = {(unit.kind, unit.ident): unit for unit in units(english)}
    made.faults += [*_strangers(own, english, theirs, known, lines, file)]
    for key, unit in known.items():
        if mine := theirs.get(key):
            _take(made, unit, mine, own, lines, file, today, checked)
        else:
            _show_english(made, unit)
            made.left.append(Fault(file, "is missing, and shows the English", 1, where=unit.name))
            if unit.kind in KEPT and not unit.ident:
                made.faults.append(Fault(file, f"'{unit.kind}' is missing", 1))
    made.lines |= {place: line for place, line in lines.items() if place[:1] == ("translation_review",)}
    _lists_of_the_language(made, english, own, lines, file)
    return made


def _take(
    made: Translation,
    unit: Unit,
    mine: Unit,
    own: dict[str, Any],
    lines: Lines,
    file: str,
    today: date,
    checked: date | None,
) -> None:
    """Put the words of a part in the place of its English if they hold, and say what keeps them from it."""
    at = nearest_line(lines, mine.place)
    given = str(value_at(own, (*mine.place, "from")) or "")
    right = f"'from: {today} {unit.stamp}'"
    found = stamp_in(given)
    if not found:
        what = f"'{given}' is no stamp" if given else "'from' is missing"
        what += f": for words made from today's English write {right}"
        made.faults.append(Fault(file, what, at, where=unit.name))
        return
    day, stale = found[0], found[1] != unit.stamp
    if checked and day > checked:
        what = f"is newer than the check of {checked}, and shows the English until somebody has checked it"
        made.left.append(Fault(file, what, at, where=unit.name))
        _show_english(made, unit)
    elif stale:
        shown = "keeps its words" if unit.kind in KEPT else "shows the English"
        what = f"the English has changed since {day}; it {shown} until it follows, with {right}"
        made.left.append(Fault(file, what, at, where=unit.name))
        if unit.kind in KEPT:
            made.since[unit.kind, unit.ident] = day
            _put(made, unit, mine, own, lines)
        else:
            _show_english(made, unit)
    elif wrong := list(_differs(unit, mine, lines, file)):
        made.faults += wrong
    else:
        _put(made, unit, mine, own, lines)


def _lists_of_the_language(
    made: Translation, english: dict[str, Any], own: dict[str, Any], lines: Lines, file: str
) -> None:
    """Put the lists that a language has for itself in the place of the English ones."""
    for key in LANGUAGE:
        if english.get(key) == NONE:
            continue
        made.raw.pop(key, None)
        if english.get(key) and not own.get(key):
            what = f"'{key}' is missing: the English has such a list, and no rule is left out"
            made.faults.append(Fault(file, what, 1))
        if key in own:
            made.raw[key] = own[key]
            made.lines |= {place: line for place, line in lines.items() if place[:1] == (key,)}


def _show_english(made: Translation, unit: Unit) -> None:
    """Leave the English words of a part as they are, and say so of each help line that they name."""
    made.english |= {(unit.kind, unit.ident), (unit.kind, WARNS.get((unit.kind, unit.ident), unit.ident))}
    if unit.kind == "help_lines":
        made.english |= {(unit.kind, ".".join(map(str, place[:2]))) for place in unit.words}


def _strangers(own: Any, english: Any, theirs: Any, known: Any, lines: Lines, file: str) -> Iterator[Fault]:
    """What a translation holds that the English lacks, and facts, which are the English file's alone."""
    for key in own:
        if key not in (*FREE, *LISTS, *(kind.split(".")[0] for kind in WHOLE)):
            what = f"'{key}' comes from the English file: leave it out" if key in english else f"unknown key '{key}'"
            yield Fault(file, what, lines[(key,)])
    for kind in (*LISTS, *WHOLE):
        place = tuple(kind.split("."))
        given, listed = value_at(own, place), kind in LISTS
        if given is not None and not isinstance(given, tuple if listed else dict):
            yield Fault(file, "needs a list" if listed else "needs keys and values under it", lines[place], where=kind)
        for i, part in enumerate(given if listed and isinstance(given, tuple) else ()):
            if not isinstance(part, dict):
                yield Fault(file, "needs keys and values", lines[(kind, i)], where=where((kind, i)))
    for (kind, ident), unit in theirs.items():
        line = nearest_line(lines, (*unit.place, "id"))
        if (kind, ident) not in known:
            near = nearest(ident, [other for group, other in known if group == kind])
            yield Fault(file, f"the English has no '{ident or kind}'{near}", line, where=where(unit.place))
            continue
        part, theirs_keys = value_at(own, unit.place), {"id", "from", OWN.get(kind, "id")}
        found = stamp_in(part.get("from"))
        if found and found[1] != known[kind, ident].stamp:
            continue  # the English had it then
        for key in part:
            place = (*unit.place, key)
            words = known[kind, ident].words
            if key in theirs_keys or any(inner[0] == key for inner in words) or (kind, key) == ("topic", "care"):
                continue
            fact = key in value_at(english, known[kind, ident].place)
            what = "comes from the English file: leave it out" if fact else "is not in the English"
            yield Fault(file, f"'{key}' {what}", lines[place], where=where(unit.place))


def _differs(unit: Unit, mine: Unit, lines: Lines, file: str) -> Iterator[Fault]:
    """Where the words of a part do not hold what its English does: each text, placeholder, link and number."""
    for place, text in unit.words.items():
        at, here = nearest_line(lines, (*mine.place, *place)), where((*mine.place, *place))
        said = mine.words.get(place)
        if said is None:
            yield Fault(file, f"'{place[-1]}' is missing", at, where=where(mine.place))
        elif isinstance(said, tuple) != isinstance(text, tuple):
            yield Fault(file, "needs a list" if isinstance(text, tuple) else "needs text", at, where=here)
        elif isinstance(text, tuple) and len(said) != len(text):
            yield Fault(file, f"has {len(said)}, and the English {len(text)}", at, where=here)
        else:
            both = zip(text, said, strict=True) if isinstance(text, tuple) else [(text, said)]
            for i, (theirs, ours) in enumerate(both):
                line = lines.get((*mine.place, *place, i), at)
                for what in differences(str(theirs), str(ours)):
                    yield Fault(file, what, line, where=here)


def differences(english: str, own: str) -> Iterator[str]:
    """What of a text is lost or added in its translation: placeholders, links and numbers, in words."""
    for name, pick in (("placeholder", BRACES.findall), ("link", links), ("number", numbers)):
        here, there = Counter(pick(english)), Counter(pick(own))
        if lost := here - there:
            yield f"the {name} {', '.join(lost)} of the English is missing"
        if added := there - here:
            yield f"the English has no {name} {', '.join(added)}"


def numbers(text: str) -> list[str]:
    """The numbers of a text, by Western digits, without those of addresses and ids."""
    text = re.sub(r"\]\([^)]*\)|\{[^{}]*\}|<[^>]*>", " ", text)
    return [str(int(number)) for number in NUMBER.findall(text)]


def _put(made: Translation, unit: Unit, mine: Unit, own: Any, lines: Lines) -> None:
    """Put the words of a part in the place of its English, and remember their lines."""
    key = (unit.kind, unit.ident)
    for place, text in mine.words.items():
        if key in made.since and place[-1] == WARNS.get(key):
            made.english.add((unit.kind, str(place[-1])))
        elif place in unit.words:
            value_at(made.raw, (*unit.place, *place[:-1]))[place[-1]] = text
    if extra := OWN.get(unit.kind):
        part = value_at(made.raw, unit.place)
        part.pop(extra, None)
        if (said := value_at(own, (*mine.place, extra))) is not None:
            part[extra] = said
    depth = len(mine.place)
    made.lines |= {(*unit.place, *place[depth:]): n for place, n in lines.items() if place[:depth] == mine.place}
