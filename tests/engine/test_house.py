"""The house: which room may ask which, and the names by which one room knows what another draws."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest

from macros.components import registry
from tests.conftest import ROOT

FLOORS = (
    {"faults", "address", "replace"},
    {"data"},
    {"templates"},
    {"components"},
    {"pages"},
    {"web"},
    {"embed", "handouts"},
    {"languages"},
    {"settings"},
    {"checks"},
    {"build"},
    {"mkdocs_run"},
    {"serve"},
    {"gallery", "guides", "pack", "stamps", "worklist"},
    {"__init__", "__main__", "hooks"},
)
"""The rooms of `macros/`, from the ground up. A room asks itself and those below it, not the one beside it."""

MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts): file
    for file in sorted((ROOT / "macros").rglob("*.py"))
    if "__pycache__" not in file.parts
}

DRAWN = {
    "after-cards",
    "ask-first",
    "card",
    "card--emergency",
    "card__child",
    "card__heading",
    "card__some",
    "care",
    "check-short",
    "check__step",
    "check__step--ask-first",
    "cited",
    "faq__answer",
    "faq__item",
    "faq__question",
    "red-flag__sign",
    "faq__share",
    "faq__tools",
    "glossary",
    "help-line",
    "help-lines",
    "label",
    "level",
    "red-flag",
    "signs",
    "sources-cited",
    "visually-hidden",
}
"""The classes of the components' templates that channels read: change one here, in its template and in its readers."""
MARKDOWN = {"admonition", "button", "footnote", "footnote-backref", "headerlink", "message"}
"""The same of what Markdown draws by itself."""


def asks(name: str) -> Iterator[str]:
    """The modules that a module imports, those within its functions too."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".")[: -node.level] if node.level else []
            module = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            for alias in node.names:
                asked = next((m for m in (f"{module}.{alias.name}", module) if m in MODULES), None)
                if asked:
                    yield asked


@pytest.mark.parametrize("name", MODULES)
def test_a_room_asks_only_those_below_it(name: str) -> None:
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    room = name.split(".")[1]
    assert room in floor, "say in FLOORS where it stands"
    for asked in asks(name):
        other = asked.split(".")[1]
        assert other == room or floor[other] < floor[room], f"{name} imports {asked}"


def test_no_module_waits_for_itself() -> None:
    TopologicalSorter({name: set(asks(name)) for name in MODULES}).prepare()


def test_every_class_that_channels_read_is_drawn() -> None:
    drawn = set()
    for file in (*registry.files("golden.html"), *registry.files("template.html")):
        found = re.findall('class="([^"]*)"', file.read_text(encoding="utf-8"))
        drawn.update(name for names in found for name in names.split())
    assert drawn >= DRAWN


def test_every_class_that_channels_read_is_known() -> None:
    read = set()
    for name, file in MODULES.items():
        if name.startswith("macros.components"):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
        sets = {target.id: node.value for node in assigned for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and any(map(_of_a_node, node.comparators)):
                read |= _texts(node.left)
            elif isinstance(node, ast.BinOp) and (_of_a_node(node.left) or _of_a_node(node.right)):
                for side in (node.left, node.right):
                    read |= _texts(sets.get(side.id, side) if isinstance(side, ast.Name) else side)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "find":
                # Of a page's tree; the text of a page has a method of the same name.
                read |= {text for text in _texts(node.args[0]) if text.replace("-", "").replace("_", "").isalpha()}
    assert {"faq__item", "cited", "level", "footnote"} <= read
    assert {name for name in read if not name.endswith("--")} <= DRAWN | MARKDOWN  # others end in a level's name


def _of_a_node(value: ast.expr) -> bool:
    return getattr(value, "attr", getattr(value, "id", "")) == "classes"


def _texts(value: ast.expr) -> set[str]:
    return {part.value for part in ast.walk(value) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_a_level_has_one_colour_in_every_channel() -> None:
    base = (ROOT / "overrides/assets/base.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(emergency|urgent|non-urgent): (#\w+);", base.partition("slate")[0]))
    assert list(colours) == ["emergency", "urgent", "non-urgent"]
    channels = {"embed/frame.css": 2, "embed/faq.css": 2, "handouts/handout.typ": 3}
    for name, levels in channels.items():
        text = (ROOT / "macros" / name).read_text(encoding="utf-8")
        assert [level for level in list(colours)[:levels] if colours[level] not in text] == [], name


PHYSICAL = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right)\b|\b(?:text-align|float): *(?:left|right)\b|^ *(?:left|right):"
)
"""Edges that stay where they are when a language runs from right to left."""


def test_an_edge_stands_where_a_line_begins_or_ends() -> None:
    styles = [file for folder in ("macros", "overrides") for file in (ROOT / folder).rglob("*.css")]
    lines = [(file.name, line) for file in styles for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines
    assert [(name, line) for name, line in lines if PHYSICAL.search(line)] == []
