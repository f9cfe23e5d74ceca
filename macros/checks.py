"""The words of a build, all checked before any page is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.structure.files import Files

from .address import draft
from .data.library import Library, load, load_translation
from .data.model import Dates
from .data.text import nearest
from .embed.feed import faults as embed_faults
from .embed.versions import check as check_versions
from .faults import Fault, Faults
from .handouts import letters
from .handouts.order import Handout, plan
from .languages import borrow, folders
from .pages import calls, content, links, names, structure, todo, translated
from .pages.page import Page, read
from .settings import Settings


@dataclass(frozen=True)
class Checked:
    """The words of a build, in which nothing wrong was found.

    Attributes:
        settings: what the build is asked for.
        library: the guide.
        pages: every page by its source path, "tips.md".
        handouts: those to make, by the source path of the page that asks.
        todo: what is to do before the site has an address that others can reach.
        stale: what of a translation is missing, or made from older English.
    """

    settings: Settings
    library: Library
    pages: dict[str, Page]
    handouts: dict[str, Handout]
    todo: tuple[Fault, ...]
    stale: tuple[Fault, ...] = ()

    def dates(self, path: str) -> Dates:
        """When a page was last checked and must be checked again: its own dates, else the guide's.

        Of a translation and its English the earlier: neither says that the other is newer than it is.
        """
        both = (self.pages, (self.settings.english or self).pages)
        own = [dates for pages in both if path in pages and (dates := pages[path].dates)]
        return min(own, key=lambda dates: dates.next_review, default=self.library.guide.review)


def check(settings: Settings, files: Files) -> Checked:
    """Read the data and every page.

    Raises:
        Faults: all that is wrong in them, and with the region that is asked for.
    """
    folder, translation = Path(settings.config.docs_dir), settings.translation
    english = settings.english.pages if translation else {}
    if translation:
        borrow(files, settings.config, translation, english)
    else:
        _leave_out(files, [other.name for other in folders(folder)])
    library, faults = _library(settings)
    pages, front, unread = _pages(settings, files, library)
    faults += [*front, *unread]
    # The claims and their sources stand on the English pages alone.
    readable = not unread and not translation
    known = {file.src_uri for file in files}
    linked = {*pages, *english}
    faults += content.check(pages.values(), library, settings.templates, settings.today, linked, readable=readable)
    faults += names.check(files, str(folder), settings.shown)
    for page in pages.values():
        faults += links.check(page, linked, known)
    left: list[Fault] = []
    if translation:
        wrong, left = translated.check(pages, english, settings.shown(str(folder)), settings.today)
        faults += wrong
    else:
        faults += translated.strays(pages.values(), Path(settings.data).name)
    faults += _structure(settings, files, pages, library)
    handouts, wrong = plan(pages.values())
    faults += [*wrong, *letters.check(handouts.values(), pages, library, settings.root)]
    faults += [] if translation else check_versions(folder)
    if library:
        faults += embed_faults(library)
    if faults or not library:
        raise Faults(faults)
    todo_ = tuple(_todo(settings, pages, library))
    if todo_ and not draft(settings.config.site_url):
        what = "the website cannot have an address that others can reach while there is something to do in its words"
        raise Faults([Fault("SITE_URL", what), *todo_])
    stale = (*library.translation.left, *left) if library.translation else ()
    return Checked(settings, library, pages, handouts, todo_, stale)


def _leave_out(files: Files, languages: list[str]) -> None:
    """Take the folders of the other languages from MkDocs' files: each is a build of its own."""
    for file in [file for file in files if file.src_uri.split("/")[0] in languages]:
        files.remove(file)


def _todo(settings: Settings, pages: dict[str, Page], library: Library) -> Iterator[Fault]:
    """What is still to do in the words, and a name of the site that is not the topic's."""
    data = (settings.data, (settings.root / settings.data).read_text(encoding="utf-8-sig"))
    yield from todo.check([data, *((page.file, page.source) for page in pages.values())], library)
    name, title = settings.config.site_name, library.guide.topic.title
    if name not in ("", title) and not settings.translation:
        what = f"'{name}' is not the topic's title, '{title}': leave it out"
        yield Fault("mkdocs.yml", what, structure.line_of(_mkdocs_yml(settings), "site_name"), where="site_name")


def _mkdocs_yml(settings: Settings) -> str:
    return Path(settings.config.config_file_path).read_text(encoding="utf-8")


def _structure(settings: Settings, files: Files, pages: dict[str, Page], library: Library | None) -> Iterator[Fault]:
    """Pages that are missing, and what is wrong with the menu."""
    lacking = structure.check(pages, library, settings.shown(settings.config.docs_dir), whole=not settings.translation)
    if settings.translation:
        newer = "is newer than the check of the translation, which cannot be without it: have it checked"
        yield from (replace(f, what=newer) if (settings.root / f.file).is_file() and not f.line else f for f in lacking)
        return  # its menu is the English one, of the pages that it has
    yield from lacking
    others = {file.src_uri for file in files if file.src_uri not in pages or file.inclusion.is_not_in_nav()}
    yield from structure.check_nav(_mkdocs_yml(settings), settings.config.nav, pages, others)


def _library(settings: Settings) -> tuple[Library | None, list[Fault]]:
    """The guide, or what is wrong with it; and with the region that is asked for."""
    path = settings.root / settings.data
    try:
        if settings.translation:
            english = settings.english.settings
            source = (english.root / english.data, english.data)
            library = load_translation(path, settings.data, settings.language, source, settings.today)
        else:
            library = load(path, settings.data, settings.language)
    except Faults as found:
        return None, found.faults
    regions = library.guide.help_lines
    if not settings.region or settings.region in regions:
        return library, []
    near = nearest(settings.region.strip().lower(), regions)
    what = f"unknown region '{settings.region}'{near}; the regions are {', '.join(regions)}"
    return library, [Fault("REGION", what)]


def _pages(
    settings: Settings, files: Files, library: Library | None
) -> tuple[dict[str, Page], list[Fault], list[Fault]]:
    """Every page by its path; what is wrong with its front matter, and what keeps its calls from being read."""
    pages, front, unread = {}, [], []
    for file in files.documentation_pages():
        name = settings.shown(file.abs_src_path) if file.abs_src_path else file.src_uri
        try:
            source = file.content_string
        except UnicodeDecodeError as error:
            unread.append(Fault(name, "is not UTF-8", error.object.count(b"\n", 0, error.start) + 1))
            source = file.content_bytes.decode("utf-8-sig", "replace").replace("\ufffd", "?")
        page, wrong = read(file.src_uri, name, source, library.numbers if library else frozenset())
        pages[page.path] = page
        front += wrong
        unread += calls.check(page, library)
    return pages, front, unread
