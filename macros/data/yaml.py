"""YAML as plain values with their lines, and YAML's own errors in our words.

Scalars are read by the YAML 1.2 core rules, so that `answer: No` stays a word. Aliases and duplicate keys are refused:
both let one edit change, or hide, words somewhere else.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import yaml

from ..faults import Fault, Faults

Place = tuple[str | int, ...]
"""Where a value stands in the data: ("faq", 3, "answer")."""

Lines = dict[Place, int]
"""The line of each place."""

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CUT = re.compile(r"\s+(#[^\s#].*)")
"""The end of a text that begins a comment without a space."""

FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
INT = re.compile(r"[-+]?[0-9]+")


def where(place: Place) -> str:
    """A place in words: faq[3].red_flags[0]."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def nearest_line(lines: Lines, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def parse(text: str, name: str) -> tuple[Any, Lines]:
    """Plain values (a mapping is a dict, a list a tuple), and the line of each place.

    Args:
        text: YAML.
        name: what the file is called in faults.

    Raises:
        Faults: for what is not YAML, or is refused here.
    """
    root = _compose(text, name)
    lines: Lines = {}
    faults: list[Fault] = []
    rows = text.splitlines()

    def plain(node: yaml.Node, place: Place) -> Any:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            if what := cut_short(node, rows):
                faults.append(Fault(name, what, node.end_mark.line + 1, where=where(place)))
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return tuple(plain(item, (*place, i)) for i, item in enumerate(node.value))
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            # A key is a word whatever it looks like: `no:` and `111:` are names, not False and a number.
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if key in result:
                what = f"a second '{key}'; the first is on line {lines[(*place, key)]}"
                faults.append(Fault(name, what, line, where=where((*place, key))))
                continue
            lines[(*place, key)] = line
            result[key] = plain(value_node, (*place, key))
        return result

    raw = plain(root, ()) if root is not None else None
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
    source = dict(enumerate(text.splitlines(), start=1)).get(line, "")
    if "\t" in source[: len(source) - len(source.lstrip())] or "'\\t'" in (error.problem or ""):
        what = "a tab is used to indent: YAML needs spaces"
    else:
        started = f", in what began on line {before + began.line + 1}" if began and began.line + 1 != line else ""
        what = f"is not YAML: {error.problem}{started}"
    return Fault(name, what, line and before + line)


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
        return int(value)
    if FLOAT.fullmatch(value):
        return float(value)
    return value
