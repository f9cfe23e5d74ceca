"""The languages of a guide beside its own: a folder of its pages for each, `docs/es/`, with a data file in `_data/`.

Each is a build of its own from the same code; here is which there are, what MkDocs is told of one, and how the built
sites become one.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from .data.edition import Edition
from .data.file import text_of
from .data.language import ENGLISH, locale, of
from .data.stamp import day_of, stamp_in
from .data.text import nearest
from .data.words import languages
from .data.yaml import parse
from .faults import Fault, Faults
from .pages.links import ABOVE
from .pages.page import read
from .web.finish import Finish

REVIEW = re.compile(r"^translation_review:.*(?:\n[ \t]+.*)*", re.M)
DRAFTS = "DRAFTS"
"""The setting, 1, with which languages are built that nobody has checked: each says so on every page and card."""


@dataclass(frozen=True)
class Folder:
    """The words of a guide in one language.

    Attributes:
        code: the language, "es".
        path: the folder of its pages.
        data: its data file, as an editor names it.
        checked: the day on which somebody checked the translation; None for the guide's own words, and for a draft.
        draft: whether nobody has.
    """

    code: str
    path: Path
    data: str
    checked: date | None = None
    draft: bool = False

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return of(self.code).name

    def shown(self, page: str) -> str:
        """A page as an editor names it."""
        return f"{self.path.parent.name}/{self.path.name}/{page}"

    @property
    def direction(self) -> str:
        found = locale(self.code)
        return found.text_direction if found else "ltr"

    @classmethod
    def own(cls, config: MkDocsConfig) -> Folder:
        """The guide's own language."""
        data, code = named(config)
        return cls(code, Path(config.docs_dir), data)

    def has(self, page: str) -> bool:
        """Whether it has a page, "tips.md", that is not newer than the check of the translation."""
        file = self.path / page
        if not file.is_file():
            return False
        made = self.checked and _stamp(file.read_text(encoding="utf-8-sig", errors="replace"))
        return not (self.checked and made) or made[0] <= self.checked


@cache
def _stamp(page: str) -> tuple[date, str] | None:
    """The stamp at the top of a page."""
    return stamp_in(read("", "", page)[0].front.from_)


def named(config: MkDocsConfig) -> tuple[str, str]:
    """The guide's data file and its own language, as the settings name them."""
    return str(config.extra.get("data")), str(config.theme.get("language") or ENGLISH)


def folders(docs: Path) -> list[Path]:
    """The folders of the other languages: those with a folder for data of their own."""
    return sorted(folder.parent for folder in docs.glob("*/_data") if folder.is_dir())


def find(docs: Path, data: str, own: str) -> list[Folder]:
    """The languages of a guide, without its own.

    Args:
        docs: the folder of its pages.
        data: its data file, from the project's root.
        own: its own language.

    Raises:
        Faults: for a language that nobody knows, and for two folders of one.
    """
    found: list[Folder] = []
    faults: list[Fault] = []
    taken = {str(locale(own)): f"{docs.name} itself"}
    for folder in folders(docs):
        file = folder / "_data" / Path(data).name
        shown, known = f"{docs.name}/{folder.name}", locale(folder.name)
        if not known:
            what = f"nobody knows a language '{folder.name}'{nearest(folder.name, languages())}"
            faults.append(Fault(shown, what))
        elif own.split("-")[0] != ENGLISH:
            faults.append(Fault(shown, f"a translation is one of English words, and the guide's own are in '{own}'"))
        elif str(known) in taken:
            faults.append(Fault(shown, f"is in the language of {taken[str(known)]}: one language has one folder"))
        else:
            taken[str(known)] = shown
            review = _review(file, f"{shown}/_data/{file.name}")
            checked = day_of(review.get("date")) if isinstance(review, dict) else None
            found.append(Folder(folder.name, folder, f"{shown}/_data/{file.name}", checked, not review))
    if faults:
        raise Faults(faults)
    return found


def _review(file: Path, name: str) -> Any:
    """Who checked a translation, as its data file says it; the rest of that is read when it is built."""
    found = REVIEW.search(text_of(file, name))
    return parse(found[0], name)[0]["translation_review"] if found else None


def language_folder(code: str, docs: Path, found: Iterable[Folder], *, known: bool) -> Folder:
    """The folder of a language.

    Args:
        found: those that there are.
        known: whether it has to be one of them; else it may be a new one.

    Raises:
        Faults: for a language that has no folder, or that nobody knows.
    """
    codes = {folder.code: folder for folder in found}
    if code not in codes and (known or not locale(code)):
        what = f"has no translation '{code}'" if known else f"nobody knows a language '{code}'"
        raise Faults([Fault(docs.name, what + nearest(code, codes if known else languages()))])
    return codes.get(code) or Folder(code, docs / code, "", draft=True)


def published(found: Iterable[Folder]) -> list[Folder]:
    """Those that a build publishes: no draft, if `DRAFTS` does not ask for them."""
    return [folder for folder in found if not folder.draft or os.environ.get(DRAFTS) == "1"]


def dress(config: MkDocsConfig, folder: Folder) -> None:
    """Tell MkDocs to build a language in the place of the guide's own: the same menu, of the pages that it has.

    Raises:
        Faults: for a site without an address.
    """
    if not config.site_url:
        raise Faults([Fault("mkdocs.yml", "is empty: each language names the others by it", where="site_url")])
    config.docs_dir = str(folder.path)
    config.theme["language"] = folder.code
    config.site_url = f"{config.site_url}{folder.code}/"
    config.site_name = config.site_description = ""  # the topic's, in its own words
    if config.nav is not None:
        config.nav = [path for path in _paths(config.nav) if folder.has(path)]
    config.extra["translation"] = folder


def _paths(nav: object) -> list[str]:
    """The pages of a menu, whose titles each language takes from the pages themselves."""
    if isinstance(nav, str):
        return [nav] if nav.endswith(".md") else []
    parts = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return [path for part in parts for path in _paths(part)]


def choices(languages: Sequence[Folder], edition: Edition, page: File) -> list[dict[str, Any]]:
    """The languages that there are, each with the addresses of a page in it, or of its first page; none for one alone.

    Args:
        languages: the guide's own first.
        edition: of the build that shows them.
        page: the page's file.

    Returns:
        For each `url`, the whole address, and `path`, from the folder of the build's own site.
    """
    shown, home = [], "" if page.use_directory_urls else "index.html"
    for language in languages if len(languages) > 1 else ():
        has, folder = language.has(page.src_uri), "" if language is languages[0] else f"{language.code}/"
        place = folder + (page.url if has else home).removeprefix("./")
        shown.append(
            {
                "code": language.code,
                "name": language.name,
                "dir": language.direction,
                "draft": language.draft,
                "same": has,
                "current": language.code == edition.language,
                "url": urljoin(edition.root, place),
                "path": f"{ABOVE}{place}" if edition.library.translation else place or "./",
            }
        )
    return shown


class InEnglish(File):
    """A page that a language does not have: what links to it leads to the English one."""

    def __init__(self, page: File, config: MkDocsConfig) -> None:
        super().__init__(page.src_uri, page.src_dir, config.site_dir, config.use_directory_urls)
        self.url = ABOVE + page.url

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """It is there already."""


def borrow(files: Files, config: MkDocsConfig, folder: Folder, pages: Iterable[str]) -> None:
    """Give a language what it does not have itself: the pictures of the English, and links to its pages.

    Args:
        files: MkDocs' files, to which those are added.
        pages: the source paths of the English pages.
    """
    english = folder.path.parent
    for path in [path for path in pages if not folder.has(path)]:
        if newer := files.get_file_from_path(path):  # than the check of the translation
            files.remove(newer)
        page = File(path, str(english), config.site_dir, config.use_directory_urls)
        files.append(InEnglish(page, config))
    for picture in sorted((english / "assets").rglob("*")):
        name = picture.relative_to(english).as_posix()
        if picture.is_file() and not files.get_file_from_path(name):
            files.append(File(name, str(english), config.site_dir, config.use_directory_urls))


def join(site: Path, made: list[tuple[Edition, Finish]]) -> None:
    """Make one site of the guide's own and those of its languages, each of which stands in a folder of its own in it.

    Args:
        site: the folder.
        made: what each was made from, and what finished its pages; the guide's own first.
    """
    maps = []
    for edition, _ in made:
        folder = site if edition is made[0][0] else site / edition.language
        if folder != site:
            for file in sorted((folder / "embed").rglob("*")):
                if file.is_file():
                    target = site / file.relative_to(folder)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    file.rename(target)
            shutil.rmtree(folder / "embed", ignore_errors=True)
            for name in ("_headers", "404.html"):  # a host looks for them at the top alone
                (folder / name).unlink(missing_ok=True)
        maps.append((edition, etree.parse(str(folder / "sitemap.xml"))))
        if folder != site:
            for name in ("sitemap.xml", "sitemap.xml.gz"):
                (folder / name).unlink()
    _write_map(site, maps)
    drafts = [edition.language for edition, _ in made if edition.library.draft]
    hashes = dict.fromkeys(found for _, finish in made for found in finish.hashes)
    Finish.write_headers(site, hashes, secure=made[0][0].site.startswith("https:"), drafts=drafts)


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "http://www.w3.org/1999/xhtml"


def _write_map(site: Path, maps: list[tuple[Edition, Any]]) -> None:
    """Write one sitemap of all languages but drafts, each page with the others that it is. Source: sitemaps.org."""
    public = [(edition, tree.getroot()) for edition, tree in maps if not edition.library.draft]
    pages: dict[str, dict[str, str]] = {}
    for edition, root in public:
        for address in root.iter(f"{SITEMAP}loc"):
            pages.setdefault((address.text or "").removeprefix(edition.site), {})[edition.language] = address.text or ""
    whole = etree.Element(f"{SITEMAP}urlset", nsmap={None: SITEMAP[1:-1], "xhtml": XHTML})
    for edition, root in public:
        for url in root:
            path = url.findtext(f"{SITEMAP}loc", "").removeprefix(edition.site)
            for language, address in pages[path].items() if len(pages[path]) > 1 else ():
                etree.SubElement(url, f"{{{XHTML}}}link", rel="alternate", hreflang=language, href=address)
            whole.append(url)
    text = etree.tostring(whole, encoding="UTF-8", xml_declaration=True)
    (site / "sitemap.xml").write_bytes(text)
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(text, mtime=0))
