"""What a page still needs when MkDocs has made it, and what a site needs when it has all its pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

import yaml
from markupsafe import escape

from ..components.registry import PACKAGE, files, shown
from . import headers
from .policy import hashes, with_policy
from .scripts import Scripts
from .styles import Styles

THEME_FAULTS = PACKAGE / "web/theme-faults.yml"
"""What the theme's HTML gets wrong, as words to find and words to put in their place."""
BLANKS = re.compile(r"\n\s+")
KEEPS_BLANKS = re.compile("<(?:pre|textarea)")


class Finish:
    """Finishes the pages of one build, then the site: its stylesheets and its headers hold what all pages need, so that
    every page has to be finished before `write`.

    Args:
        scripts: what joins the browser's scripts and makes them small.
        theme: the theme's folder, as an editor names it.
        kept: keeps stylesheets from build to build, see `Styles`.
        words: what the theme's elements are called, by the names in braces of `THEME_FAULTS`.
        served: whether MkDocs itself shows the pages, to somebody who writes them.

    Attributes:
        hashes: of the inline scripts of the pages so far.
    """

    def __init__(
        self, scripts: Scripts, theme: str, kept: Path, words: Iterable[tuple[str, str]], *, served: bool
    ) -> None:
        self.scripts, self.served = scripts, served
        self._styles = Styles(theme, {shown(file): file for file in files("style.css")}, kept)
        text = THEME_FAULTS.read_text(encoding="utf-8")
        for name, word in words:
            text = text.replace(f'"{{{name}}}"', f'"{escape(word)}"')
        self._theme_faults = yaml.safe_load(text)
        self.hashes: dict[str, None] = {}

    def page(self, html: str) -> str:
        """A finished page: the theme's faults put right, its scripts and styles in place, its policy in its head."""
        html = self._styles.join(self.scripts.put_in(html))
        for fault in self._theme_faults:
            if "unless" not in fault or fault["unless"] not in html:
                html = html.replace(fault["find"], fault["put"])
        if not KEEPS_BLANKS.search(html):
            html = "\n".join(map(str.rstrip, BLANKS.sub("\n", html).split("\n")))
        scripts = hashes(html)
        self.hashes.update(dict.fromkeys(scripts))
        # MkDocs adds a script to what it serves, another at each request: it makes the page follow an edit.
        return html if self.served else with_policy(html, scripts)

    def write(self, site: Path, *, secure: bool) -> None:
        """Write the stylesheets into a built site, and headers for hosts that can send them.

        Args:
            site: the folder.
            secure: whether the site's address begins with https.

        Raises:
            Faults: for a stylesheet that cannot be read.
        """
        self._styles.write(site)
        self.write_headers(site, self.hashes, secure=secure)

    @staticmethod
    def write_headers(site: Path, hashes: Iterable[str], *, secure: bool, drafts: Collection[str] = ()) -> None:
        """Write the headers of all files in a site, for hosts that can send them.

        Args:
            site: its folder.
            hashes: of the inline scripts of all its pages.
            secure: whether the site's address begins with https.
            drafts: the folders of languages that search engines must not find.
        """
        paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
        text = headers.text(headers.rules(paths, hashes, drafts, secure=secure))
        (site / "_headers").write_text(text, encoding="utf-8")
