"""Each cell of a page's table says the head of its column, so that a narrow screen can show a row as a block."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class Tables(Extension):
    """Gives each cell of a table with heads the words of its head as data-label, unless the head is empty."""

    def extendMarkdown(self, md: Markdown) -> None:
        # 5: after the words of the heads are drawn (20), as with pictures.
        md.treeprocessors.register(Labels(md), "table-labels", 5)


class Labels(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            heads = ["".join(head.itertext()).strip() for head in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr"):
                # The first cell opens the block: what it is shows by its words.
                for head, cell in list(zip(heads, row.iterfind("td"), strict=False))[1:]:
                    if head:
                        cell.set("data-label", head)
