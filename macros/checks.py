"""The words of a build, all checked before any page is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.structure.files import Files

from .data.library import Library, load
from .data.text import nearest
from .embed.feed import faults as embed_faults
from .embed.versions import check as check_versions
from .faults import Fault, Faults
from .handouts.order import Handout, plan
from .pages import calls, content
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
    """

    settings: Settings
    library: Library
    pages: dict[str, Page]
    handouts: dict[str, Handout]


def check(settings: Settings, files: Files) -> Checked:
    """Read the data and every page.

    Raises:
        Faults: all that is wrong in them, and with the region that is asked for.
    """
    library, faults = _library(settings)
    pages, front, unread = _pages(settings, files, library)
    faults += [*front, *unread]
    faults += content.check(pages.values(), library, settings.templates, settings.today, readable=not unread)
    handouts, wrong = plan(pages.values())
    faults += [*wrong, *check_versions(Path(settings.config.docs_dir))]
    if library:
        faults += embed_faults(library)
    if faults or not library:
        raise Faults(faults)
    return Checked(settings, library, pages, handouts)


def _library(settings: Settings) -> tuple[Library | None, list[Fault]]:
    """The guide, or what is wrong with it; and with the region that is asked for."""
    try:
        library = load(settings.root / settings.data, settings.data, settings.language)
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
            source = file.content_bytes.decode("utf-8-sig", "replace")
        page, wrong = read(file.src_uri, name, source, library.numbers if library else frozenset())
        pages[page.path] = page
        front += wrong
        unread += calls.check(page, library)
    return pages, front, unread
