"""Read a data file into the model, or report every fault in it by line.

YAML is read by the YAML 1.2 core rules, so that `answer: No` stays a word. Aliases and duplicate keys are refused:
both let one edit change, or hide, words somewhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import yaml
from markdown import Markdown
from markupsafe import Markup
from pydantic import BaseModel, ValidationError

from ..faults import Fault, Faults
from .model import HELP_LINE, PLACEHOLDERS, Context, Guide, HelpLines, Part, links, nearest, phone_number, unlisted

MOST_BYTES = 5_000_000
"""A data file larger than this is not one that a person wrote; reading it could fill the memory."""

LONGEST_LINE, DEEPEST = 5_000, 200
"""The most characters in a line, and before its first word: Markdown's time grows with their square, and faster."""

CUT = re.compile(r"\s+(#[^\s#].*)")
"""The end of a text that begins a comment without a space."""
T = TypeVar("T", bound=BaseModel)

Place = tuple[str | int, ...]
"""Where a value stands in the data: ("faq", 3, "answer")."""

FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
INT = re.compile(r"[-+]?[0-9]+")


class Library:
    """A guide with the place of each of its parts in the file.

    Attributes:
        guide: the model.
        file: the data file's name, as shown in faults.
        red_flags, faq: the guide's parts by id.
    """

    def __init__(self, guide: Guide, file: str, lines: dict[Place, int]) -> None:
        self.guide = guide
        self.file = file
        self._lines = lines
        self.red_flags = {flag.id: flag for flag in guide.red_flags}
        self.faq = {question.id: question for question in guide.faq}

    def fault(self, place: Place, what: str) -> Fault:
        """A fault at a place in the data file."""
        return Fault(self.file, _line(self._lines, place), where(place), what)

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
    def numbers(self) -> frozenset[str]:
        """Every phone number of every region."""
        return frozenset(n for _, region in self.guide.help_lines for key in PLACEHOLDERS for n in region[key].numbers)

    def abbreviations(self) -> dict[str, str]:
        """The glossary's short forms in capitals with their meanings: DVT → "A clot in a deep vein".

        The meanings are plain text: they stand in an attribute, where Markdown is not drawn.
        """
        plain = Markdown()
        return {
            name: Markup(plain.convert(term.meaning)).striptags() for term in self.guide.glossary for name in term.short
        }

    def overdue(self, today: date) -> bool:
        """Whether the guide's next review has passed."""
        return today > self.guide.review.next_review


def load(path: Path, name: str) -> Library:
    """Read the data file at `path`, called `name` in faults.

    Raises:
        Faults: with every fault found.
    """
    text = _read(path, name)
    raw, lines = _parse(text, name)
    if not isinstance(raw, dict):
        raise Faults(
            [Fault(name, 1, "", "is empty" if raw is None else "must be a mapping of topic, review, … to values")]
        )
    faults = list(_duplicates(raw, lines, name))
    try:
        guide = Guide.model_validate(raw, context=_context(raw))
    except ValidationError as error:
        faults += [_fault(problem, lines, name) for problem in _roots(error.errors())]
    else:
        library = Library(guide, name, lines)
        # An id used twice makes other rules fail for reasons that are not there.
        faults += [] if faults else _across(library)
        if not faults:
            return library
    raise Faults(faults)


def load_part(
    text: str, name: str, model: type[T], numbers: frozenset[str] = frozenset()
) -> tuple[T, dict[Place, int]]:
    """Read a small file, or the front matter of a page, into a model of its own, by the same rules as the data file.

    Args:
        text: YAML.
        name: what the file is called in faults.
        model: what the text may say.
        numbers: phone numbers that may not stand in its words.

    Returns:
        The model, and the line of each place.

    Raises:
        Faults: with every fault found.
    """
    raw, lines = _parse(text, name)
    if not isinstance(raw, dict):
        keys = ", ".join(info.alias or key for key, info in model.model_fields.items())
        raise Faults([Fault(name, 1, "", f"{'is empty: it' if raw is None else 'it'} needs keys and values ({keys})")])
    try:
        return model.model_validate(raw, context=Context({}, numbers)), lines
    except ValidationError as error:
        raise Faults(_fault(problem, lines, name, model) for problem in _roots(error.errors())) from None


def where(place: Place) -> str:
    """A place in words: faq[3].red_flags[0]."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def long_lines(text: str) -> Iterator[tuple[int, str]]:
    """The number of each line that is too long or stands too deep, and what is wrong with it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            yield number, f"the line is longer than {LONGEST_LINE:,} characters"
        elif len(line) - len(line.lstrip()) > DEEPEST:
            yield number, f"the line is indented by more than {DEEPEST} characters"


# Bytes to text to plain values ---------------------------------------------------------------------------------------


def _read(path: Path, name: str) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Faults(
                [Fault(name, 0, "", f"is {size:,} bytes long; {MOST_BYTES:,} is the most a data file may have")]
            )
        data = path.read_bytes()
    except FileNotFoundError:
        near = nearest(path.name, sorted(p.name for p in path.parent.glob("*.y*ml"))) if path.parent.is_dir() else ""
        raise Faults([Fault(name, 0, "", f"no such file{near}; 'extra: data:' in mkdocs.yml names it")]) from None
    except OSError as error:
        raise Faults([Fault(name, 0, "", f"cannot be read: {error.strerror}")]) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 (byte 0x{data[error.start]:02x}): save the file with the encoding UTF-8"
        raise Faults([Fault(name, line, "", what)]) from None
    if long := list(long_lines(text)):
        raise Faults(Fault(name, number, "", what) for number, what in long)
    return text


def _parse(text: str, name: str) -> tuple[Any, dict[Place, int]]:
    """Plain values, and the line of each place."""
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Without an anchor an alias is an error of YAML's own.
        root = None if "&" in text else yaml.compose(text, Loader=fast)
    except yaml.YAMLError:
        root = None
    try:
        aliases = [e for e in yaml.parse(text, Loader=fast) if isinstance(e, yaml.AliasEvent)] if root is None else ()
        if aliases:
            raise Faults(
                Fault(name, e.start_mark.line + 1, "", f"an alias, '*{e.anchor}', is not allowed: write the words out")
                for e in aliases
            )
        root = root or yaml.compose(text, Loader=fast)
    except yaml.YAMLError:
        raise Faults([_syntax(text, name)]) from None
    lines: dict[Place, int] = {}
    faults: list[Fault] = []
    rows = text.splitlines()

    def plain(node: yaml.Node, place: Place) -> Any:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            if what := cut_short(node, rows):
                faults.append(Fault(name, node.end_mark.line + 1, where(place), what))
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return tuple(plain(item, (*place, i)) for i, item in enumerate(node.value))
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            # A key is a word whatever it looks like: `no:` and `111:` are names, not False and a number.
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if key in result:
                first = lines[(*place, key)]
                faults.append(
                    Fault(name, line, where((*place, key)), f"a second '{key}'; the first is on line {first}")
                )
                continue
            lines[(*place, key)] = line
            result[key] = plain(value_node, (*place, key))
        return result

    try:
        raw = plain(root, ()) if root is not None else None
    except RecursionError:
        raise Faults([Fault(name, 0, "", "is nested too deeply")]) from None
    if faults:
        raise Faults(faults)
    return raw, lines


def cut_short(node: yaml.ScalarNode, rows: list[str]) -> str:
    """What is wrong with a text of which YAML took the end for a comment; "" when nothing is.

    A comment that is meant has a space after its mark.

    Args:
        node: a value.
        rows: the lines of its YAML.
    """
    if node.style or node.end_mark.line >= len(rows):  # quoted or a block
        return ""
    found = CUT.match(rows[node.end_mark.line], node.end_mark.column)
    return f"YAML takes '{found[1]}' for a comment: put quotes round the whole text" if found else ""


def _scalar(node: yaml.ScalarNode) -> Any:
    """A scalar by the YAML 1.2 core schema. Source: https://yaml.org/spec/1.2.2/#103-core-schema"""
    value = node.value
    if node.style:  # quoted or a block; a plain scalar has None, or "" from the C parser
        return value
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value[0] in "tT"
    if INT.fullmatch(value) and len(value) < 16:
        return int(value)
    if FLOAT.fullmatch(value) and len(value) < 32:
        return float(value)
    return value


def _syntax(text: str, name: str) -> Fault:
    """The fault of a text that is not YAML. The pure Python parser finds it: its words are the same everywhere."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Fault(name, line, "", f"a character that YAML does not allow: {error.character:#06x}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        source = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        if "\t" in source[: len(source) - len(source.lstrip())] or "'\\t'" in (error.problem or ""):
            return Fault(name, line, "", "a tab is used to indent: YAML needs spaces")
        started = (
            f", in what began on line {error.context_mark.line + 1}"
            if error.context_mark and error.context_mark.line + 1 != line
            else ""
        )
        return Fault(name, line, "", f"is not YAML: {error.problem}{started}")
    except RecursionError:
        return Fault(name, 0, "", "is nested too deeply")
    return Fault(name, 0, "", "is not YAML")


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
    ("safety_check", "questions"),
    ("glossary",),
)


def _context(raw: dict[str, Any]) -> Context:
    ids = {path[-1]: frozenset(_ids(raw, *path)) for path in ID_LISTS}
    for key in ("sources", "categories", "groups", "retired"):
        value = raw.get(key)
        ids[key] = frozenset(value) if isinstance(value, dict) else frozenset()
    ids["linkable"] = ids["red_flags"] | ids["faq"] | ids["glossary"]
    return Context(ids, frozenset(number for region in numbers_by_region(raw).values() for number in region))


def numbers_by_region(raw: dict[str, Any]) -> dict[str, list[str]]:
    """The phone numbers of each region, read from raw data so that a fault elsewhere does not hide them."""
    regions = raw.get("help_lines")
    found: dict[str, list[str]] = {}
    for name in HelpLines.model_fields:
        region = regions.get(name) if isinstance(regions, dict) else None
        lines = region.values() if isinstance(region, dict) else ()
        listed = [n for line in lines if isinstance(line, dict) for n in _items(line, "numbers")]
        found[name] = [n for n in listed if isinstance(n, str) and re.search(r"\d", n)]
    return found


def _duplicates(raw: dict[str, Any], lines: dict[Place, int], name: str) -> Iterator[Fault]:
    """Ids used twice. Red flags, questions and terms may be linked to from anywhere, but each list has its own ids."""
    for path in ID_LISTS:
        counts = Counter(_ids(raw, *path))
        seen: dict[str, int] = {}
        for i, item in enumerate(_items(raw, *path)):
            ident = item.get("id") if isinstance(item, dict) else None
            if not isinstance(ident, str) or counts[ident] < 2:
                continue
            place: Place = (*path, i, "id")
            line = _line(lines, place)
            if ident in seen:
                yield Fault(name, line, where(place), f"'{ident}' is used already, on line {seen[ident]}")
            else:
                seen[ident] = line


def _across(library: Library) -> Iterator[Fault]:
    """Rules that need more than one part of a valid guide."""
    guide = library.guide
    for i, flag in enumerate(guide.red_flags):
        for j, step in enumerate(flag.escalate):
            other = library.red_flags.get(step.becomes) if step.becomes else None
            if other and other.level != step.level:
                place = ("red_flags", i, "escalate", j, "becomes")
                yield library.fault(place, f"'{other.id}' is {other.level}, not {step.level}")
    for name, region in guide.help_lines:
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
    for i, term in enumerate(guide.glossary):
        if term.short and (named := HELP_LINE.search(term.meaning)):
            what = f"no help line can stand here: '{named[0]}'; the meaning of {term.short[0]} is shown as plain words"
            yield library.fault(("glossary", i, "meaning"), what)
    days = [change.date for change in guide.changes]
    for i, (one, two) in enumerate(pairwise(days)):
        if two > one:
            yield library.fault(("changes", i + 1, "date"), f"the newest change comes first: {two} is later than {one}")


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


# Pydantic's errors in our words --------------------------------------------------------------------------------------


def _line(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _roots(problems: list[Any]) -> list[Any]:
    """Pydantic's errors without those that only follow from another: a list is "too short" by each item at fault."""
    places = [problem["loc"] for problem in problems]
    return [
        problem
        for problem in problems
        if problem["type"] != "too_short" or not any(p[:-1] == problem["loc"] for p in places if p)
    ]


def _fault(problem: Any, lines: dict[Place, int], name: str, model: type[BaseModel] = Guide) -> Fault:
    place: Place = tuple(step for step in problem["loc"] if step != "[key]")
    given = problem["input"]
    kind = problem["type"]
    context = problem.get("ctx", {})
    if kind == "guide":
        what = context["message"]
    elif kind == "missing":
        what = f"'{place[-1]}' is missing"
        return Fault(name, _line(lines, place[:-1]), where(place[:-1]), what)
    elif kind == "extra_forbidden":
        what = f"unknown key '{place[-1]}'" + nearest(str(place[-1]), _keys(place[:-1], model))
        return Fault(name, _line(lines, place), where(place[:-1]), what)
    elif kind == "literal_error":
        options = re.findall(r"'([^']*)'", context["expected"])
        what = f"'{given}' is not one of {', '.join(options)}{nearest(str(given), options)}"
    elif kind == "too_short":
        what = f"needs at least {context['min_length']}"
    elif kind == "too_long":
        what = f"has {context['actual_length']} lines; {context['max_length']} is the most"
    elif kind in ("tuple_type", "list_type"):
        what = "needs a list"
    elif kind in ("dict_type", "model_type", "model_attributes_type"):
        what = "needs keys and values under it"
    elif kind == "string_pattern_mismatch":
        what = f"'{given}' does not look right here"
    elif kind == "string_type":
        what = f"needs text, not {given}" + (" (put quotes round it)" if isinstance(given, (int, float)) else "")
    else:
        what = problem["msg"][:1].lower() + problem["msg"][1:]
    return Fault(name, _line(lines, place), where(place), what)


def _keys(place: Place, model: type[BaseModel]) -> list[str]:
    """The keys that the model allows at a place."""
    part: Any = model
    for step in place:
        if isinstance(step, int):
            continue
        fields = {info.alias or key: info for key, info in part.model_fields.items()} if _is_part(part) else {}
        part = _inner(fields[step].annotation) if step in fields else part
    return [info.alias or key for key, info in part.model_fields.items()] if _is_part(part) else []


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inner(annotation: Any) -> Any:
    """The Part inside an annotation such as tuple[Part, ...] or Part | None."""
    if _is_part(annotation):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if _is_part(found := _inner(argument)):
            return found
    return annotation
