"""The handouts of one build: planned before any page is drawn, made when every page is.

Typst itself refuses to write a PDF that PDF/UA-1 or PDF/A-2a forbids.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..address import draft
from ..data.edition import Edition
from ..faults import Fault, Faults
from ..pages.drawn import DrawnPage
from ..pages.tree import Node
from .document import Document, Shared, compose
from .letters import LACKED, named, refused
from .order import VARIANTS, Handout, Pdf, Request, Variant
from .setter import Setter

if TYPE_CHECKING:
    import typst

Jobs = list[Future[tuple[bytes, int]]]
"""A handout's PDFs that are being set, each with its number of pages."""


class Handouts:
    """The handouts of one build.

    Args:
        config: MkDocs' configuration.
        root: the project's folder.
        edition: the guide, the region and how days are written.
        request: whose lines they show, and who is told of each.
        plans: those to make, by the source path of the page that asks.
    """

    def __init__(
        self, config: MkDocsConfig, root: Path, edition: Edition, request: Request, plans: dict[str, Handout]
    ) -> None:
        self.config = config
        self.edition = edition
        self.clinic, self.say = request.clinic, request.say
        self.plans = plans
        self._pages: dict[str, DrawnPage] = {}
        self._cache = root / ".build" / "handouts"
        self._root = root

    def register(self, files: Files) -> None:
        """Tell MkDocs of every PDF, empty as yet, so that links to it are right and `serve` knows it."""
        for plan in self.plans.values():
            for variant in VARIANTS:
                files.append(File.generated(self.config, plan.path(variant), content=b""))

    # When every page is drawn

    @property
    def reads_in_full(self) -> set[str]:
        """The source paths of the pages whose elements `make` reads."""
        return {path for plan in self.plans.values() for path in (plan.page.path, *plan.settings.pages)}

    def make(self, files: Files, pages: dict[str, DrawnPage], card: Node | None) -> None:
        """Make every PDF, or take it from the last build if nothing in it has changed.

        Args:
            files: MkDocs' files; those of `register` are filled.
            pages: every page, by its source path.
            card: the summary card of the emergencies, which every handout begins with; None when there are none.

        Raises:
            Faults: those of all handouts.
        """
        if not self.plans:
            return
        self._pages = pages
        pictures = {file.url: file for file in files.media_files()}
        site = "" if draft(self.config.site_url) else self.config.site_url or ""
        titles = {page.url: page.title for page in pages.values()}
        shared = Shared(self.edition, self.clinic, self._root, site, pictures, titles, card)
        setter = Setter(self._cache)
        faults: list[Fault] = []
        # Typst lets other threads run: one handout is set on each processor.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            # Whole guides last: what Typst keeps of them for the next would only have to be cleared away.
            plans = sorted(self.plans.values(), key=lambda plan: len(plan.settings.pages))
            for plan, jobs in [(plan, self._start(pool, setter, shared, plan)) for plan in plans]:
                try:
                    self._fill(files, plan, [job.result() for job in jobs])
                except Faults as found:
                    faults += found.faults
        setter.tidy()
        if faults:
            raise Faults(faults)

    def _start(self, pool: ThreadPoolExecutor, setter: Setter, shared: Shared, plan: Handout) -> Jobs:
        """Begin to set a handout in all its variants."""
        pages = [self._pages[path] for path in (plan.page.path, *plan.settings.pages)]
        try:
            document = compose(shared, plan, pages)
        except Faults as found:
            broken: Future[tuple[bytes, int]] = Future()
            broken.set_exception(found)
            return [broken]
        return [pool.submit(self._set, setter, plan, document, variant) for variant in VARIANTS]

    def _fill(self, files: Files, plan: Handout, results: list[tuple[bytes, int]]) -> None:
        """Put the PDFs of a handout into their files."""
        for (pdf, count), variant in zip(results, VARIANTS, strict=True):
            file = files.get_file_from_path(plan.path(variant))
            assert file  # `register` has told MkDocs of it
            file.content_bytes = pdf
            plan.made.append(Pdf(plan.path(variant), variant, len(pdf), count))
        counts = ", ".join(str(made.pages) for made in plan.made)
        self.say(f"{plan.name}: {counts} pages ({', '.join(variant.name for variant in VARIANTS)})")

    def _set(self, setter: Setter, plan: Handout, document: Document, variant: Variant) -> tuple[bytes, int]:
        """A PDF and its number of pages.

        Raises:
            Faults: for what Typst refuses, and for more sides than the handout may have.
        """
        import typst  # it takes a while to load, and most builds set nothing

        try:
            most = plan.most_sides(variant, bool(self.clinic), bool(self.edition.library.translation))
            for tried in (document, document.without_teach_back(), document.without_names()):
                pdf, sides = setter.set(tried, variant)
                if sides <= most:
                    return pdf, sides
            over = 1 - most / setter.used(tried, variant)
        except typst.TypstError as error:
            raise Faults(self._typst(plan, error)) from None
        strings = self.edition.guide.strings
        paper = getattr(strings.handout_paper, variant.paper.name)
        where = f"{paper} in {getattr(strings.handout_print_size, variant.print_size)}"
        much = ceil(over * document.words)
        what = f"needs {sides} sides on {where}, and may have {most}"
        if self.clinic:
            raise Faults([Fault(self.clinic.file, f"with these lines '{plan.name}' {what}: shorten them", 1)])
        key = "sides" if plan.settings.sides else "sheet"
        raise Faults([plan.page.front_fault(("handout", key), f"{what}: about {much} words too many")])

    def _typst(self, plan: Handout, error: typst.TypstError) -> Iterator[Fault]:
        """What Typst refuses, where an editor can mend it."""
        pages = [self._pages[path].page for path in (plan.page.path, *plan.settings.pages)]
        letters = refused(error)
        for letter in letters:
            told = list(named(letter, pages, self.edition.library, self._root, self.clinic))
            yield from told or [plan.page.front_fault(("handout",), LACKED.format(letter, ord(letter)))]
        if not letters:
            yield plan.page.front_fault(("handout",), f"cannot be set: {error.message}")

    # For the theme

    def of(self, path: str) -> list[tuple[str, list[Pdf]]]:
        """What a page offers: the title of each handout and its PDFs. A whole guide's page lists all the others too."""
        own = self.plans.get(path)
        others = [plan for plan in self.plans.values() if own and own.settings.pages and plan is not own]
        shown = [own, *others] if own else []
        return [(plan.settings.title or self._pages[plan.page.path].title, plan.made) for plan in shown]
