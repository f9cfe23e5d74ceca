"""The handouts of one build: planned before any page is drawn, made when every page is.

Typst itself refuses to write a PDF that PDF/UA-1 or PDF/A-2a forbids.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import typst
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import meta

from ..address import draft
from ..components.draw import Drawer
from ..data.library import load_part
from ..data.text import PLACEHOLDERS, nearest
from ..faults import Fault, Faults
from ..pages.content import Page
from ..pages.tree import Node
from .clinic import Clinic
from .document import Composer, Document, Shared
from .order import EDITIONS, Edition, FrontMatter, Made, Plan, Written, name_of
from .setter import Setter

SHEET_PAGES = 2
"""The two sides of one sheet."""
TIGHTEST = 8
"""How many steps a sheet may take to fit. Its lines come closer together for 3 steps; then it leaves out the cards that
are neither emergency nor urgent, then the questions to answer in one's own words, then the line on other formats,
then the headings of the groups in a card; at last all of a clinic's lines stand at its end. The size of its letters
never changes."""


class Handouts:
    """The handouts of one build.

    Args:
        config: MkDocs' configuration.
        root: the project's folder.
        drawer: the guide, the region and how days are written.
        clinic: whose lines they show, if any.
        say: told of each handout that is made, in one line.
    """

    def __init__(
        self, config: MkDocsConfig, root: Path, drawer: Drawer, clinic: Clinic | None, say: Callable[[str], None]
    ) -> None:
        self.config = config
        self.drawer = drawer
        self.clinic = clinic
        self.say = say
        self.plans: dict[str, Plan] = {}
        self._titles: dict[str, str] = {}
        self._written: dict[str, Written] = {}
        self._cache = root / ".build" / "handouts"
        self._root = root

    # Before any page is drawn

    def plan(self, pages: Iterable[Page]) -> Iterator[Fault]:
        """Read what the pages' front matter asks for; yield what is wrong with it."""
        pages = list(pages)
        known = [page.path for page in pages]
        numbers = frozenset(
            number
            for region in self.drawer.library.guide.help_lines.values()
            for line in PLACEHOLDERS
            for number in region[line].numbers
        )
        names: dict[str, Plan] = {}
        for page in pages:
            head = meta.YAML_RE.match(page.source)
            if not head or not re.search(r"^handout\s*:", head[1], re.M):
                continue
            try:
                # The line of hyphens before it counts.
                found, lines = load_part("\n" + head[1], page.file, FrontMatter, numbers)
            except Faults as faults:
                yield from faults.faults
                continue
            if not found.handout:
                continue
            plan = Plan(page, found.handout, lines, name_of(page.path))
            if plan.name in names:
                other = names[plan.name].page.file
                what = f"'{plan.name}' is the file name of the handout of {other} already: rename a page"
                yield plan.fault(("handout",), what)
                continue
            names[plan.name] = plan
            wrong = [(i, path) for i, path in enumerate(plan.order.pages) if path not in known]
            for i, path in wrong:
                yield plan.fault(("handout", "pages", i), f"no page '{path}'{nearest(path, known)}")
            for i, path in enumerate(plan.order.pages):
                if path == page.path:
                    yield plan.fault(("handout", "pages", i), f"'{path}' is the page itself, which is the cover")
                elif path in plan.order.pages[:i]:
                    yield plan.fault(("handout", "pages", i), f"'{path}' stands in the list already")
            self.plans[page.path] = plan

    def register(self, files: Files) -> None:
        """Tell MkDocs of every PDF, empty as yet, so that links to it are right and `serve` knows it."""
        for plan in self.plans.values():
            for edition in EDITIONS:
                files.append(File.generated(self.config, plan.path(edition), content=b""))

    # When every page is drawn

    def make(self, files: Files, written: dict[str, Written], card: Node | None) -> list[Fault]:
        """Make every PDF, or take it from the last build if nothing in it has changed.

        Args:
            files: MkDocs' files; those of `register` are filled.
            written: every page, by its source path.
            card: the summary card of the emergencies, which every handout begins with; None when there are none.

        Returns:
            What is wrong.
        """
        if not self.plans:
            return []
        faults: list[Fault] = []
        self._titles = {path: page.title for path, page in written.items()}
        self._written = written
        pictures = {file.url: file for file in files.media_files()}
        site = "" if draft(self.config.site_url) else self.config.site_url or ""
        shared = Shared(self.drawer, self.clinic, self._root, site, pictures, card)
        setter = Setter(self._cache)
        started: list[tuple[Plan, list[Future[list[tuple[bytes, int]]]]]] = []
        # Typst lets other threads run: one handout is set on each processor.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            # Whole guides last: what Typst keeps of them for the next would only have to be cleared away.
            for plan in sorted(self.plans.values(), key=lambda plan: len(plan.order.pages)):
                pages = [written[path] for path in (plan.page.path, *plan.order.pages)]
                try:
                    composed = {
                        sheet: Composer(shared, plan, pages, sheet).document() for sheet in {False, plan.order.sheet}
                    }
                except Faults as found:
                    broken: Future[list[tuple[bytes, int]]] = Future()
                    broken.set_exception(found)
                    started.append((plan, [broken]))
                    continue
                jobs = []
                for _, group in groupby(EDITIONS, key=lambda edition: edition.size):
                    editions = list(group)
                    # A sheet uses all of its paper.
                    sheet = plan.order.sheet and editions[0].print_size == "standard"
                    for together in [[edition] for edition in editions] if sheet else [editions]:
                        jobs.append(pool.submit(self._set, setter, plan, composed[sheet], together))
                started.append((plan, jobs))
            for plan, jobs in started:
                try:
                    results = [result for job in jobs for result in job.result()]
                    for (pdf, count), edition in zip(results, EDITIONS, strict=True):
                        file = files.get_file_from_path(plan.path(edition))
                        assert file
                        file.content_bytes = pdf
                        plan.made.append(Made(plan.path(edition), edition, len(pdf), count))
                except Faults as found:
                    faults += found.faults
                    continue
                counts = ", ".join(str(made.pages) for made in plan.made)
                self.say(f"{plan.name}: {counts} pages ({', '.join(edition.name for edition in EDITIONS)})")
        setter.tidy()
        return faults

    def _set(
        self, setter: Setter, plan: Plan, document: Document, editions: Sequence[Edition]
    ) -> list[tuple[bytes, int]]:
        """For each of some editions of one size, a PDF and its number of pages.

        The lines of a sheet come closer together until they fit.
        """

        def made(tight: int) -> list[tuple[bytes, int]]:
            data = {**document.data, "size": editions[0].size, "tight": tight}
            return setter.set(data, document.files, [edition.paper for edition in editions])

        try:
            if not document.data["sheet"]:
                return made(0)
            # Each step takes less room than the one before it, so three or four of them find the first that fits.
            tight = bisect_left(range(TIGHTEST), True, key=lambda tight: made(tight)[0][1] <= SHEET_PAGES)
            sheets = made(tight)
        except typst.TypstError as error:
            raise Faults([self._typst(plan, error)]) from None
        count = max(pages for _, pages in sheets)
        if count <= SHEET_PAGES:
            return sheets
        paper = getattr(self.drawer.library.guide.strings.handout_paper, editions[0].paper.name)
        what = f"needs {count} pages on {paper}; one sheet has {SHEET_PAGES}: shorten the page"
        if self.clinic:
            what = f"with these lines '{plan.name}' {what.replace('the page', 'them')}"
            raise Faults([Fault(self.clinic.file, what, 1)])
        raise Faults([plan.fault(("handout", "sheet"), what)])

    def _typst(self, plan: Plan, error: typst.TypstError) -> Fault:
        """What Typst refuses, where an editor can mend it."""
        message = f"{error.message if hasattr(error, 'message') else error}"
        clinic = self.clinic
        if found := re.search(r'the text `"(.)', message):
            what = f"the fonts of the handouts have no letter '{found[1]}' (U+{ord(found[1]):04X})"
            if clinic and found[1] in clinic.lines.model_dump_json():
                return Fault(clinic.file, what, 1)
            pages = [self._written[path].page for path in (plan.page.path, *plan.order.pages)]
            page = next((page for page in pages if found[1] in page.source), None)
            return page.fault(page.source.index(found[1]), "", what) if page else plan.fault(("handout",), what)
        return plan.fault(("handout",), f"cannot be set: {message}")

    # For the theme

    def of(self, path: str) -> list[tuple[str, list[Made]]]:
        """What a page offers: the title of each handout and its PDFs. A whole guide's page lists all the others too."""
        own = self.plans.get(path)
        others = [plan for plan in self.plans.values() if own and own.order.pages and plan is not own]
        return [
            (plan.order.title or self._titles[plan.page.path], plan.made) for plan in ([own] if own else []) + others
        ]
