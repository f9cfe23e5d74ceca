"""The Python-Markdown extension that draws a component wherever it is called.

A component is a block of Markdown's own tree, not a piece of HTML text: headings get into the table of contents,
MkDocs resolves and checks the links.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..components.call import MARK, TOKEN, Call
from ..components.draw import Drawer
from ..components.registry import INLINE

DRAWN = "data-component"
"""Marks the root of a component while a page is converted, so that its headings do not count as the page's own."""


class Components(Extension):
    """Draws the components of one page after another.

    Attributes:
        page: the source path of the page about to be converted; set before each conversion.
    """

    def __init__(self, drawer: Drawer) -> None:
        super().__init__()
        self.drawer = drawer
        self.page = ""

    def extendMarkdown(self, md: Markdown) -> None:
        md.registerExtension(self)
        taken_ids: set[str] = set()

        def unique_id(ident: str) -> str:
            free, count = ident, 1
            while free in taken_ids:
                count += 1
                free = f"{ident}-{count}"
            taken_ids.add(free)
            return free

        page = self.page
        # 15: after code, lists and quotes have taken what is theirs, before a paragraph takes the rest.
        md.parser.blockprocessors.register(Block(md.parser, self.drawer, page, unique_id), "component", 15)
        # 200: before backticks and emphasis, which could read a token's own characters.
        md.inlinePatterns.register(Inline(TOKEN, md, self.drawer, page, unique_id), "component", 200)
        md.treeprocessors.register(Marks(md), "marks", 55)
        # 21 and 19: round the search for emphasis and links (20), which would look through every indent of a template.
        blanks = Blanks(md)
        md.treeprocessors.register(blanks, "blanks", 21)
        md.treeprocessors.register(Filled(md, blanks), "filled", 19)

    def reset(self) -> None:
        """Nothing outlives a page: each has a Markdown converter of its own."""


class Block(BlockProcessor):
    """A token on a line of its own becomes the component."""

    line = re.compile(rf"(?:^|\n)[ \t]*{TOKEN}[ \t]*(?:\n|$)")

    def __init__(self, parser: BlockParser, drawer: Drawer, page: str, unique_id: Callable[[str], str]) -> None:
        super().__init__(parser)
        self.drawer, self.page, self.unique_id = drawer, page, unique_id

    def test(self, parent: etree.Element, block: str) -> bool:
        return self._find(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self._find(block)
        assert match
        if before := block[: match.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        component = self.drawer.draw(Call.of(match), self.page, self._level(), self.unique_id)
        component.set(DRAWN, "")
        parent.append(component)
        for element in list(component.iter()):
            if element.attrib.pop("markdown", None):
                text, element.text = element.text or "", None
                self.parser.parseChunk(element, text)
            elif element.tag == "code":
                # Code is shown as it is: nothing in it is Markdown or HTML, and an entity in it stays one.
                element.text = AtomicString((element.text or "").replace("&", "&amp;"))
        if after := block[match.end() :].strip("\n"):
            blocks.insert(0, after)

    def _find(self, block: str) -> re.Match[str] | None:
        if MARK not in block:  # as in nearly every block
            return None
        return next((m for m in self.line.finditer(block) if m[1] not in INLINE), None)

    def _level(self) -> int:
        """One below the heading that the component stands under."""
        level = 1
        skip: set[etree.Element] = set()
        for element in self.parser.root.iter():
            if DRAWN in element.attrib:
                skip.update(element.iter())
            elif element not in skip and re.fullmatch("h[1-6]", str(element.tag)):
                level = int(str(element.tag)[1])
        return min(level + 1, 6)


class Inline(InlineProcessor):
    """A token within a sentence becomes the component's element there."""

    def __init__(self, pattern: str, md: Markdown, drawer: Drawer, page: str, unique_id: Callable[[str], str]) -> None:
        super().__init__(pattern, md)
        self.drawer, self.page, self.unique_id = drawer, page, unique_id

    def handleMatch(self, m: re.Match[str], data: str):
        call = Call.of(m)
        if call.name not in INLINE:
            return None, None, None
        return self.drawer.draw(call, self.page, 1, self.unique_id), m.start(0), m.end(0)


class Marks(Treeprocessor):
    """Takes the mark of a component's root away."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            element.attrib.pop(DRAWN, None)


class Blanks(Treeprocessor):
    """Takes white space that stands alone out of the tree, so that nothing looks for Markdown in it.

    Attributes:
        taken: each element that had some, with its text and its tail as they were; None for one that stays.
    """

    def run(self, root: etree.Element) -> None:
        self.taken: list[tuple[etree.Element, str | None, str | None]] = []
        for element in root.iter():
            text = element.text if element.text and element.text.isspace() else None
            tail = element.tail if element.tail and element.tail.isspace() else None
            if text or tail:
                self.taken.append((element, text, tail))
                element.text = None if text else element.text
                element.tail = None if tail else element.tail


class Filled(Treeprocessor):
    """Puts back what `Blanks` took out."""

    def __init__(self, md: Markdown, blanks: Blanks) -> None:
        super().__init__(md)
        self.blanks = blanks

    def run(self, root: etree.Element) -> None:
        for element, text, tail in self.blanks.taken:
            element.text = text or element.text
            element.tail = tail or element.tail
