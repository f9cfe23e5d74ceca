"""The embed's files in one build: known before any page is drawn, so that pages can link to them, and filled when the
page of the questions is.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..data.edition import Edition
from ..web.scripts import Scripts
from . import builder, pages
from .builder import Builder
from .feed import Feed
from .versions import LIST


class Embed:
    """What other people's pages show of the questions.

    Args:
        edition: the guide, and for whom it is drawn.
        scripts: what joins the browser's scripts and makes them small.
        root: the project's folder.
    """

    def __init__(self, edition: Edition, scripts: Scripts, root: Path) -> None:
        self.edition, self.scripts = edition, scripts
        self.builder = Builder(edition, root)

    def register(self, config: MkDocsConfig, files: Files) -> None:
        """Tell MkDocs of every file, those that are drawn later empty as yet."""
        later = [*pages.addresses(self.edition.library, self.edition.language), builder.DATA, builder.ZIP]
        for path, text in {**self.builder.previews(self.scripts), **dict.fromkeys(later, "")}.items():
            files.append(File.generated(config, path, content=text))
        if not files.get_file_from_path(LIST):
            files.append(File.generated(config, LIST, content="{}\n"))

    def fill(self, files: Files, feed: Feed) -> None:
        """Draw every file; those of the builder last, which are made from the others."""
        for path, text in pages.draw(feed, self.edition, self.scripts):
            _at(files, path).content_string = text
        made = (builder.DATA, builder.ZIP)
        ready = {f.src_uri: f.content_bytes for f in files if f.src_uri.startswith("embed/") and f.src_uri not in made}
        _at(files, builder.DATA).content_string = self.builder.data(ready)
        _at(files, builder.ZIP).content_bytes = self.builder.zip(ready)


def _at(files: Files, path: str) -> File:
    file = files.get_file_from_path(path)
    assert file, path  # `register` has told MkDocs of it
    return file
