"""Read a data file into the model, or report every fault in it by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..faults import Fault, Faults
from . import given
from .errors import Places, faults_of
from .file import text_of
from .language import ENGLISH
from .language import of as rules_of
from .model import LEVELS, Guide, Part, Reviewed, Reviewer
from .phones import phone_number, unlisted
from .text import PLACEHOLDERS, Context, links
from .translation import Translation, translate
from .words import defaults, file_of, overlay
from .yaml import Lines, Place, nearest_line, parse, where

T = TypeVar("T", bound=BaseModel)


class Library:
    """A guide with the place of each of its parts.

    Attributes:
        guide: the model.
        red_flags, faq: the guide's parts by id.
        translation: how far it has come, if this is one; `review` is who checked it.
    """

    def __init__(
        self,
        guide: Guide,
        places: Places,
        translation: Translation | None = None,
        review: Reviewer | None = None,
    ) -> None:
        self.guide, self.translation, self.review = guide, translation, review
        self.fault = places.fault
        self.red_flags = {flag.id: flag for flag in guide.red_flags}
        self.faq = {question.id: question for question in guide.faq}

    @cached_property
    def _all_texts(self) -> tuple[tuple[Place, str], ...]:
        return tuple(_texts(self.guide))

    def texts(self) -> Iterator[tuple[Place, str]]:
        """Every text of the guide, ids among them, with its place."""
        return iter(self._all_texts)

    def links(self) -> Iterator[tuple[Place, str]]:
        """Every link in the guide's words that leads to a page: its place and its address ("/causes.md#cramp")."""
        for place, text in self.texts():
            for target in links(text):
                if target.startswith("/"):
                    yield place, target

    @cached_property
    def numbers_of(self) -> dict[str, list[str]]:
        """The phone numbers of each region."""
        regions = self.guide.help_lines.items()
        return {name: [n for key in PLACEHOLDERS for n in region[key].numbers] for name, region in regions}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every phone number of every region."""
        return frozenset(number for numbers in self.numbers_of.values() for number in numbers)

    @property
    def draft(self) -> bool:
        """Whether this is a translation that nobody has checked."""
        return bool(self.translation and not self.review)

    def in_english(self, kind: str, ident: str) -> bool:
        """Whether a part ("red_flags", "pe") shows the English, for want of a translation that holds."""
        return bool(self.translation and (kind, ident) in self.translation.english)

    def since(self, kind: str, ident: str) -> date | None:
        """Of a part that keeps the words of an older English, the day of that; None for any other."""
        return self.translation.since.get((kind, ident)) if self.translation else None

    def overdue(self, today: date) -> bool:
        """Whether the guide's next review has passed."""
        return today > self.guide.review.next_review


def load(path: Path, name: str, language: str = ENGLISH) -> Library:
    """Read the data file at `path`, called `name` in faults.

    Args:
        language: that of the interface's words, which the guide's own `strings` override.

    Raises:
        Faults: with every fault found.
    """
    raw, lines, faults = plain(path, name)
    faults += _duplicates(raw, lines, name)
    return _library(raw, Places(name, lines, (file_of(language), defaults(language)[1])), faults, language)


def load_translation(path: Path, name: str, language: str, english: tuple[Path, str], today: date) -> Library:
    """Read a translation's data file, and the English one for all that it does not say; the rest is as of `load`.

    Args:
        english: the English file, and what it is called in faults.
        today: the day that a missing stamp is told with.
    """
    theirs, their_lines, faults = plain(*english)
    own, own_lines, wrong = plain(path, name)
    faults += [*wrong, *_duplicates(own, own_lines, name)]
    try:
        said = {key: own[key] for key in Reviewed.model_fields if key in own}
        review = Reviewed.model_validate(said, context=Context()).translation_review
    except ValidationError as error:
        raise Faults([*faults, *faults_of(error, Places(name, own_lines), Reviewed)]) from None
    made = translate(theirs, own, own_lines, name, today, review.date if review else None)
    faults += made.faults
    raw = made.raw
    raw.pop("budgets", None)  # so many words of English are no measure of another language
    raw["help_lines"] = given.regions(raw["help_lines"], language)
    places = Places(name, made.lines, (file_of(language), defaults(language)[1]), (english[1], their_lines))
    faults += _other_numbers(given.regions(theirs["help_lines"], ENGLISH), raw["help_lines"], places)
    return _library(raw, places, faults, language, made, review)


def plain(path: Path, name: str) -> tuple[dict[str, Any], Lines, list[Fault]]:
    """The plain values of a data file, their lines, and what is wrong with them; raises as `load` does."""
    raw, lines, faults = parse(text_of(path, name), name)
    if not isinstance(raw, dict):
        raise Faults([Fault(name, "is empty" if raw is None else "must be a mapping of topic, review, … to values", 1)])
    return raw, lines, faults


def _library(
    raw: dict[str, Any],
    places: Places,
    faults: list[Fault],
    language: str,
    translation: Translation | None = None,
    review: Reviewer | None = None,
) -> Library:
    """The library of plain values; what a build takes for granted is filled in."""
    own = raw.get("strings")
    raw["strings"] = overlay(defaults(language)[0], {} if own is None else own)
    if "help_lines" in raw and not translation:
        raw["help_lines"] = given.regions(raw["help_lines"], language)
    raw["urgency"] = given.urgency(raw.get("urgency"), language)
    try:
        guide = Guide.model_validate(raw, context=_context(raw, language))
    except ValidationError as error:
        faults += faults_of(error, places, Guide)
    else:
        strings = guide.strings.filled(readers=guide.topic.readers, reviewer=guide.topic.reviewer)
        library = Library(guide.model_copy(update={"strings": strings}), places, translation, review)
        # An id used twice makes other rules fail for reasons that are not there.
        faults += [] if faults else _across(library)
        if not faults:
            return library
    raise Faults(faults)


def load_part(
    text: str, name: str, model: type[T], numbers: frozenset[str] = frozenset(), *, markdown: bool = True
) -> tuple[T, Lines]:
    """Read a small file, or the front matter of a page, into a model of its own, by the same rules as the data file.

    Args:
        text: YAML.
        name: what the file is called in faults.
        model: what the text may say.
        numbers: phone numbers that may not stand in its words.
        markdown: whether its texts are Markdown.

    Returns:
        The model, and the line of each place.

    Raises:
        Faults: with every fault found.
    """
    raw, lines, faults = parse(text, name, markdown=markdown)
    if not isinstance(raw, dict):
        keys = ", ".join(info.alias or key for key, info in model.model_fields.items())
        raise Faults([Fault(name, f"{'is empty: it' if raw is None else 'it'} needs keys and values ({keys})", 1)])
    try:
        part = model.model_validate(raw, context=Context({}, numbers))
    except ValidationError as error:
        faults += faults_of(error, Places(name, lines), model)
    if faults:
        raise Faults(faults)
    return part, lines


# Plain values to the model -------------------------------------------------------------------------------------------


def _items(raw: Any, *path: str) -> tuple[Any, ...]:
    for step in path:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw if isinstance(raw, tuple) else ()


def _ids(raw: Any, *path: str) -> list[str]:
    return [item["id"] for item in _items(raw, *path) if isinstance(item, dict) and isinstance(item.get("id"), str)]


ID_LISTS: tuple[tuple[str, ...], ...] = (
    ("red_flags",),
    ("ask_first",),
    ("faq",),
    ("glossary",),
)


def _context(raw: dict[str, Any], language: str) -> Context:
    ids = {path[-1]: frozenset(_ids(raw, *path)) for path in ID_LISTS}
    for key in ("sources", "categories", "groups", "retired"):
        value = raw.get(key)
        ids[key] = frozenset(value) if isinstance(value, dict) else frozenset()
    ids["linkable"] = ids["red_flags"] | ids["faq"] | ids["glossary"]
    numbers = frozenset(number for region in numbers_by_region(raw).values() for number in region)
    return Context(ids, numbers, rules_of(language))


def numbers_by_region(raw: dict[str, Any]) -> dict[str, list[str]]:
    """The phone numbers of each region, read from raw data so that a fault elsewhere does not hide them."""
    regions = raw.get("help_lines")
    found: dict[str, list[str]] = {}
    for name, region in regions.items() if isinstance(regions, dict) else ():
        lines = region.values() if isinstance(region, dict) else ()
        listed = [n for line in lines if isinstance(line, dict) for n in _items(line, "numbers")]
        found[name] = [n for n in listed if isinstance(n, str) and re.search(r"\d", n)]
    return found


def _other_numbers(english: Any, own: Any, places: Places) -> Iterator[Fault]:
    """Help lines of a translation that have other numbers than the English ones."""
    for name in english:
        for line in PLACEHOLDERS:
            here, there = (_items(lines, name, line, "numbers") for lines in (own, english))
            if here != there:
                shown = ", ".join(there) or "none"
                yield places.fault(("help_lines", name, line), f"has other numbers than the English, which has {shown}")


def _duplicates(raw: dict[str, Any], lines: Lines, name: str) -> Iterator[Fault]:
    """Ids used twice. Red flags, questions and terms may be linked to from anywhere, but each list has its own ids."""
    for path in ID_LISTS:
        counts = Counter(_ids(raw, *path))
        seen: dict[str, int] = {}
        for i, item in enumerate(_items(raw, *path)):
            ident = item.get("id") if isinstance(item, dict) else None
            if not isinstance(ident, str) or counts[ident] < 2:
                continue
            place: Place = (*path, i, "id")
            line = nearest_line(lines, place)
            if ident in seen:
                yield Fault(name, f"'{ident}' is used already, on line {seen[ident]}", line, where=where(place))
            else:
                seen[ident] = line


def _across(library: Library) -> Iterator[Fault]:
    """Rules that need more than one part of a valid guide."""
    guide = library.guide
    yield from _levels(library)
    for name, region in guide.help_lines.items():
        for line in PLACEHOLDERS:
            entry, place = region[line], ("help_lines", name, line)
            foreign = {
                key: phone_number(getattr(entry, key), library.numbers - set(entry.numbers)) for key in ("say", "who")
            }
            wrong = unlisted(entry.say, entry.numbers) or [foreign["say"]]
            for key, number in (*(("say", number) for number in wrong), ("who", foreign["who"])):
                if number:
                    yield library.fault((*place, key), f"'{number}' is not among its numbers")
            if any(wrong):
                continue
            # Readers call what `say` shows: a number that stands only in the list is a slip in one of the two.
            for i, number in enumerate(entry.numbers):
                if number not in (piece for piece, linked in entry.parts() if linked):
                    yield library.fault(
                        (*place, "numbers", i), f"'{number}' does not stand in 'say' as it is written here"
                    )
    for name in guide.categories.keys() - {question.category for question in guide.faq}:
        yield library.fault(("categories", name), "no question names it as its 'category': write one, or leave it out")
    days = [change.date for change in guide.changes]
    for i, (one, two) in enumerate(pairwise(days)):
        if two > one:
            yield library.fault(("changes", i + 1, "date"), f"the newest change comes first: {two} is later than {one}")


def _levels(library: Library) -> Iterator[Fault]:
    """Whether the guide has the emergencies that it says, and each sign becomes nothing but a more urgent one."""
    guide = library.guide
    emergencies = [i for i, flag in enumerate(guide.red_flags) if flag.level == "emergency"]
    if guide.topic.emergency == "none":
        for i in emergencies:
            yield library.fault(("red_flags", i, "level"), "is 'emergency', which topic.emergency rules out")
    elif not emergencies:
        what = "needs one of the level 'emergency'; a topic that has none says 'emergency: none' and the reason"
        yield library.fault(("red_flags",), what)
    for i, flag in enumerate(guide.red_flags):
        for j, ident in enumerate(flag.worse):
            other = library.red_flags[ident]
            if LEVELS.index(other.level) >= LEVELS.index(flag.level):
                what = f"'{ident}' is {other.level}, which is not more urgent than {flag.level}"
                yield library.fault(("red_flags", i, "worse", j), what)


def _texts(part: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a part, with its place."""
    if isinstance(part, str):
        yield place, part
    elif isinstance(part, Part):
        for key, info in type(part).model_fields.items():
            yield from _texts(getattr(part, key), (*place, info.alias or key))
    elif isinstance(part, (tuple, list)):
        for i, item in enumerate(part):
            yield from _texts(item, (*place, i))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from _texts(item, (*place, key))
