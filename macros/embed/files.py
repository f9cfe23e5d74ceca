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
        languages: those that the element can show, the guide's own first.
    """

    def __init__(self, edition: Edition, scripts: Scripts, root: Path, languages: list[str]) -> None:
        self.edition, self.scripts, self.languages = edition, scripts, languages
        # A translation adds its words to what the guide's own language publishes.
        self.builder = None if edition.library.translation else Builder(edition, root)

    def register(self, config: MkDocsConfig, files: Files) -> None:
        """Tell MkDocs of every file, those that are drawn later empty as yet."""
        texts = dict.fromkeys(pages.addresses(self.edition.library, self.edition.language), "")
        if self.builder:
            texts |= {**self.builder.previews(self.scripts), builder.DATA: "", builder.ZIP: ""}
            if not files.get_file_from_path(LIST):
                texts[LIST] = "{}\n"
        for path, text in texts.items():
            files.append(File.generated(config, path, content=text))

    def fill(self, files: Files, feed: Feed) -> None:
        """Draw every file; those of the builder last, which are made from the others."""
        for path, text in pages.draw(feed, self.edition, self.scripts, self.languages):
            if file := files.get_file_from_path(path):
                file.content_string = text
        if not self.builder:
            return
        made = (builder.DATA, builder.ZIP)
        ready = {f.src_uri: f.content_bytes for f in files if f.src_uri.startswith("embed/") and f.src_uri not in made}
        _at(files, builder.DATA).content_string = self.builder.data(ready)
        _at(files, builder.ZIP).content_bytes = self.builder.zip(ready)


def _at(files: Files, path: str) -> File:
    file = files.get_file_from_path(path)
    assert file, path  # `register` has told MkDocs of it
    return file
