"""YAML as plain values with their lines, and YAML's own errors in our words.

Scalars are read by the YAML 1.2 core rules, so that `answer: No` stays a word. Aliases and duplicate keys are refused:
both let one edit change, or hide, words somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml

from ..faults import Fault, Faults
from .slips import ITEM, SPACES, items, like_item, unseen

Place = tuple[str | int, ...]
"""Where a value stands in the data: ("faq", 3, "answer")."""

Lines = dict[Place, int]
"""The line of each place."""

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CUT = re.compile(r"\s+(#[^\s#].*)")
"""The end of a text that begins a comment without a space."""

FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
INT = re.compile(r"[-+]?[0-9]+")

VALUE = re.compile(r"( *(?:- +)*(?:[\w.-]+: +)?)(?=\S)([^#\n]+?) *(?: #.*)?$")
"""A line of YAML: what leads to a value, and the value."""
NO_SPACE = re.compile(rf" *[{SPACES}]| *(?:- +)*(?:[\w.-]+:|-)[{SPACES}]")
"""A line with a no-break space where YAML looks for a plain one."""


class Typed:
    """A number that is shown as it was typed: 061."""

    def __new__(cls, typed: str) -> Typed:
        number = super().__new__(cls, typed)  # type: ignore[call-arg]
        number.typed = typed
        return number

    def __str__(self) -> str:
        return self.typed


class Int(Typed, int): ...


class Float(Typed, float): ...


def where(place: Place) -> str:
    """A place in words: faq[3].red_flags[0]."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def nearest_line(lines: Lines, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def parse(text: str, name: str, *, markdown: bool = True) -> tuple[Any, Lines, list[Fault]]:
    """Plain values (a mapping is a dict, a list a tuple), the line of each place, and what is wrong with them.

    Args:
        text: YAML.
        name: what the file is called in faults.
        markdown: whether its texts are Markdown, for readers.

    Raises:
        Faults: for what is not YAML.
    """
    root = _compose(text, name)
    lines: Lines = {}
    faults: list[Fault] = []
    rows = text.splitlines()

    def plain(node: yaml.Node, place: Place) -> Any:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            for line, what in (*_slips(node, rows), *(_in_words(node, rows) if markdown else ())):
                faults.append(Fault(name, what, line + 1, where=where(place)))
            # What is marked is taken for words: of one slip comes one fault.
            return node.value or "?" if _mark(node, rows) else _scalar(node)
        if not node.tag.endswith((":seq", ":map")):
            what = MARK.format(node.tag)
            faults.append(Fault(name, what, node.start_mark.line + 1, where=where(place)))
        if isinstance(node, yaml.SequenceNode):
            return tuple(plain(item, (*place, i)) for i, item in enumerate(node.value))
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            # A key is a word whatever it looks like: `no:` and `111:` are names, not False and a number.
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if NO_SPACE.match(rows[line - 1]):
                faults.append(Fault(name, WIDE, line, where=where(place)))
            if key in result:
                what = f"a second '{key}'; the first is on line {lines[(*place, key)]}"
                faults.append(Fault(name, what, line, where=where((*place, key))))
                continue
            lines[(*place, key)] = line
            result[key] = plain(value_node, (*place, key))
        return result

    raw = plain(root, ()) if root is not None else None
    return raw, lines, faults


WIDE = "a no-break space stands where YAML needs a plain one: type it again"
MARK = "YAML takes '{}' for a mark of its own: put quotes round the whole text"


def _slips(node: yaml.ScalarNode, rows: list[str]) -> Iterator[tuple[int, str]]:
    """What YAML reads in another way than it was typed: a line, from 0, and what is wrong.

    Args:
        node: a value.
        rows: the lines of its YAML.
    """
    first, last = node.start_mark.line, node.end_mark.line
    if what := cut_short(node, rows):
        yield last, what
    if mark := _mark(node, rows):
        yield first, MARK.format(mark)


def _mark(node: yaml.ScalarNode, rows: list[str]) -> str:
    """The tag or the anchor that a value begins with, which YAML takes away; "" for none."""
    typed = "".join(rows[node.start_mark.line : node.start_mark.line + 1])[node.start_mark.column :]
    return typed.split()[0] if typed.startswith(("!", "&")) else ""


def _in_words(node: yaml.ScalarNode, rows: list[str]) -> Iterator[tuple[int, str]]:
    """What is wrong in a value that is Markdown; arguments and results as of `_slips`."""
    first, last = node.start_mark.line, node.end_mark.line
    for at, what in unseen(node.value):
        there = (row for row, text in enumerate(rows[first : last + 1], first) if node.value[at] in text)
        yield next(there, first), what
    if node.style != "|" and last > first:
        yield from _folded(rows[first : last + 1], first, node.style == ">")
        return
    for number, what in items(node.value):
        yield first + (1 + number if node.style == "|" else 0), what


def _folded(rows: list[str], first: int, marked: bool) -> Iterator[tuple[int, str]]:
    """The first line of a text that YAML folds into one paragraph, though it is more than that."""
    while not rows[-1].strip() or rows[-1].lstrip().startswith("#"):
        rows.pop()
    for number, row in enumerate(rows[1:], start=1):
        if not row.strip() or ITEM.match(row) or like_item(row, False):
            right = "write '|' in the place of '>'" if marked else "write '|' before it, and its words on the next line"
            yield first + number, f"YAML makes one paragraph of this text and its lists: {right}"
            return


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


def syntax_fault(text: str, name: str) -> Fault:
    """The fault of a text that is not YAML. The pure Python parser finds it: its words are the same everywhere."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        return yaml_fault(error, name, text)
    return Fault(name, "is not YAML")


def yaml_fault(error: yaml.YAMLError, name: str, text: str = "", before: int = 0) -> Fault:
    """An error of YAML's in our words.

    Args:
        error: what the pure Python parser raised.
        name: what the file is called.
        text: what was read, if it is known.
        before: how many lines of the file stand before the text.
    """
    if isinstance(error, yaml.reader.ReaderError):
        line = before + text.count("\n", 0, error.position) + 1 if text else 0
        return Fault(name, f"a character that YAML does not allow: {error.character:#06x}", line)
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(name, "is not YAML")
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    line = mark.line + 1 if mark else 0
    rows = text.splitlines()
    source = rows[line - 1] if 0 < line <= len(rows) else ""
    # What follows a line that YAML took for the end of a text is where it stumbles.
    wide = next((row for row in range(line, max(line - 3, 0), -1) if NO_SPACE.match("".join(rows[row - 1 : row]))), 0)
    if "\t" in source[: len(source) - len(source.lstrip())] or "'\\t'" in (error.problem or ""):
        what = "a tab is used to indent: YAML needs spaces"
    elif wide:
        line, what = wide, WIDE
    elif what := _typed(source, error.problem or ""):
        pass
    else:
        started = f", in what began on line {before + began.line + 1}" if began and began.line + 1 != line else ""
        what = f"is not YAML: {error.problem}{started}"
    return Fault(name, what, line and before + line)


def _typed(row: str, problem: str) -> str:
    """How to type what YAML cannot read; "" when that is not known.

    Args:
        row: the line where YAML stumbled.
        problem: what it says of it.
    """
    if "found '-'" in problem and ITEM.match(row):
        return "a list cannot follow a text: write '|' after its colon, and the words and the list indented under it"
    found = VALUE.fullmatch(row)
    if not found or _reads(row.strip()) or not _reads(f"{found[1].strip()} ''".strip()):
        return ""
    # A list, a mapping or a quotation that goes on below is another slip.
    ends = {"[": "]", "{": "}", '"': '"', "'": "'"}.get(found[2][0], "")
    return f"YAML cannot read '{found[2]}' as it is typed: put quotes round it" if ends in found[2][1:] else ""


def _reads(row: str) -> bool:
    """Whether a line is YAML by itself."""
    with suppress(yaml.YAMLError):
        yaml.compose(row, Loader=yaml.SafeLoader)
        return True
    return False


def _compose(text: str, name: str) -> yaml.Node | None:
    try:
        with suppress(yaml.composer.ComposerError):  # an alias of nothing
            root = yaml.compose(text, Loader=FAST)
            if "&" not in text:
                return root
        if aliases := [event for event in yaml.parse(text, Loader=FAST) if isinstance(event, yaml.AliasEvent)]:
            raise Faults(
                Fault(name, f"an alias, '*{e.anchor}', is not allowed: write the words out", e.start_mark.line + 1)
                for e in aliases
            )
        return yaml.compose(text, Loader=FAST)
    except yaml.YAMLError:
        raise Faults([syntax_fault(text, name)]) from None


def _scalar(node: yaml.ScalarNode) -> Any:
    """A scalar by the YAML 1.2 core schema. Source: https://yaml.org/spec/1.2.2/#103-core-schema"""
    value = node.value
    if node.style:  # quoted or a block; a plain scalar has None, or "" from the C parser
        return value
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value[0] in "tT"
    if INT.fullmatch(value):
        return Int(value)
    if FLOAT.fullmatch(value):
        return Float(value)
    return value
