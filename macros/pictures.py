"""The size of each picture, from its file, so that nothing moves when it comes; and it comes when a reader nears it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as etree

from lxml import etree as xml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from .faults import Fault


class Pictures(Extension):
    """Gives each picture of a page its width and height in pixels.

    Args:
        docs: the folder of the pages.
        faults: takes a fault for each picture whose size nobody knows.

    Attributes:
        page: the source path of the page about to be converted; set before each conversion.
    """

    def __init__(self, docs: Path, faults: list[Fault]) -> None:
        super().__init__()
        self.docs, self.faults = docs, faults
        self.page = ""

    def extendMarkdown(self, md: Markdown) -> None:
        # 5: after attributes that an author wrote ({ width=… }, 8), before MkDocs makes the addresses (0).
        md.treeprocessors.register(Sizes(md, self, self.page), "pictures", 5)


class Sizes(Treeprocessor):
    def __init__(self, md: Markdown, pictures: Pictures, page: str) -> None:
        super().__init__(md)
        self.pictures, self.page = pictures, page

    def run(self, root: etree.Element) -> None:
        for picture in root.iter("img"):
            picture.set("loading", picture.get("loading", "lazy"))
            source = picture.get("src", "")
            file = (self.pictures.docs / self.page).parent / source
            # A picture that is not there is MkDocs' to report.
            if (picture.get("width") and picture.get("height")) or not file.exists():
                continue
            size = xml.parse(str(file)).getroot() if file.suffix == ".svg" else {}
            if size.get("width") and size.get("height"):
                picture.set("width", size.get("width"))
                picture.set("height", size.get("height"))
            else:
                what = f'the size of \'{source}\' is not known: write {{ width="…" height="…" }} after the picture'
                self.pictures.faults.append(Fault(f"{self.pictures.docs.name}/{self.page}", 0, "", what))
