"""The size of each picture, from its file, so that nothing moves when it comes; and it comes when a reader nears it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as etree

from lxml import etree as xml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from ..faults import Fault


class Pictures(Extension):
    """Gives each picture of a page its width and height in pixels.

    Args:
        docs: the folder of the pages, and those in which pictures are that it does not have.
        faults: takes a fault for each picture whose size nobody knows.

    Attributes:
        page: the source path of the page about to be converted; set before each conversion.
    """

    def __init__(self, docs: list[Path], faults: list[Fault]) -> None:
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
            # A picture that is not there is MkDocs' to report.
            file = self._file(source)
            if (picture.get("width") and picture.get("height")) or not file or not file.exists():
                continue
            try:
                size = xml.parse(str(file)).getroot() if file.suffix == ".svg" else {}
            except xml.XMLSyntaxError as error:
                what = f"is not a picture: {error.msg}"
                self.pictures.faults.append(Fault(self._name(file), what, error.lineno or 0))
                continue
            if size.get("width") and size.get("height"):
                picture.set("width", size.get("width"))
                picture.set("height", size.get("height"))
            else:
                what = f'the size of \'{source}\' is not known: write {{ width="…" height="…" }} after the picture'
                self.pictures.faults.append(Fault(self._name(self.pictures.docs[0] / self.page), what))

    def _file(self, source: str) -> Path | None:
        """The file that an address on this page leads to; None for one that is somewhere else."""
        try:
            place = urlsplit(source)
        except ValueError:
            return None
        if place.scheme or place.netloc:
            return None
        name = unquote(place.path)
        # From the pages' folder when it begins with a slash, as MkDocs takes it.
        path = name[1:] if name.startswith("/") else Path(self.page).parent / name
        files = [docs / path for docs in self.pictures.docs]
        return next((file for file in files if file.exists()), files[0])

    def _name(self, file: Path) -> str:
        """A file as an editor names it."""
        return os.path.relpath(file, self.pictures.docs[-1].parent).replace(os.sep, "/")
