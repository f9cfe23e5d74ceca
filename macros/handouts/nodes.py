"""What of a page's tree a handout reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..pages.tree import Node, Unknown

WEB_ONLY = "web-only"
"""The class of a part of a page, or of a heading with its section, that has no room on paper."""


def called(node: Node) -> list[Node]:
    """The signs of callouts that open on the website: all of them that a card or a list has on paper."""
    return [child for child in node.walk() if child.tag == "span" and "red-flag__sign" in child.classes]


def on_paper(nodes: Iterable[Node | str]) -> Iterator[Node | str]:
    """A page's children without the parts and the sections that stay on the website."""
    left_out = 0  # the level of the heading that such a section began with
    for node in nodes:
        if isinstance(node, Node) and re.fullmatch("h[1-6]", node.tag):
            level = int(node.tag[1])
            if WEB_ONLY in node.classes:
                left_out = min(left_out or level, level)
            elif level <= left_out:
                left_out = 0
        if not left_out and not (isinstance(node, Node) and WEB_ONLY in node.classes):
            yield node


def only(node: Node) -> Iterator[Node]:
    """The elements in one that may hold nothing else, such as a list.

    Raises:
        Unknown: for words that stand loose in it.
    """
    for child in node.children:
        if isinstance(child, Node):
            yield child
        elif child.strip():
            raise Unknown(node.tag, child.strip()[:60])
