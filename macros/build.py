"""The order of a build: settings → checked words → edition → drawn pages → channels → finished pages → site.

MkDocs calls the steps, see `hooks.py`; what one leaves for a later one stands in `Build`. Four things have an order
that no value passed on shows:

- `Build.on_page` says which page is drawn next, before each conversion: MkDocs makes the converter itself.
- `Build.faults` takes what is found wrong while something is drawn; `on_env` tells it of the pages, `on_post_build` of
  what the theme draws around them.
- `on_page_markdown` tells the search plugin to leave each page out; `on_post_build` writes the index after the plugin.
- `Finish.write` needs what every page holds: `on_post_build` comes after the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markdown import Markdown
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from .checks import Checked, check
from .components.call import placeholders, token
from .components.contract import EVIDENCE_PAGE, FAQ_PAGE, RED_FLAGS_PAGE
from .components.draw import ENGLISH_WORDS, Drawer
from .components.registry import PACKAGE
from .components.registry import files as component_files
from .data.edition import Edition
from .data.model import Dates
from .data.text import nearest
from .embed.feed import Feed
from .embed.files import Embed
from .embed.pages import oembed_address
from .faults import Fault, Faults
from .handouts.build import Handouts
from .languages import choices
from .pages import budgets, calls, drawn, evidence, links, translated
from .pages.drawn import DrawnPage
from .pages.links import ABOVE, Elsewhere
from .pages.markdown import Components
from .pages.pictures import Pictures
from .pages.tables import Tables
from .pages.tree import Node
from .pages.tree import read as read_tree
from .settings import Settings
from .templates import Compiled
from .web import help_lines, search
from .web.finish import Finish
from .web.scripts import Scripts
from .web.structured_data import describe


def begin(settings: Settings, files: Files) -> Build:
    """Check the data and every page, and get ready to draw; raises as `checks.check` does."""
    checked = check(settings, files)
    guide, config = checked.library.guide, settings.config
    region = settings.region or guide.own_region
    config.site_name = config.site_name or guide.topic.title
    config.site_description = config.site_description or guide.topic.summary
    compiled = Compiled(settings.root / ".build/templates")
    told = (checked.library, region, settings.today, settings.language, settings.site, compiled, settings.root_site)
    return Build(Edition(*told), checked, files)


class Build:
    """One build of the site.

    Args:
        edition: the guide, and for whom it is drawn.
        checked: what is asked for, the pages, and the handouts that they ask for.
        files: MkDocs' files, to which those of the channels are added.

    Attributes:
        faults: what drawing finds wrong, until `on_env` tells it.
        entries: what the search finds, once the pages are drawn.
        checked: the words, in which nothing is wrong.
        translations: the builds of the other languages of the same site.
    """

    translations: tuple[Build, ...] = ()

    def __init__(self, edition: Edition, checked: Checked, files: Files) -> None:
        settings, config, root = checked.settings, checked.settings.config, checked.settings.root
        self.config, self.edition, self.library, self.pages = config, edition, edition.library, checked.pages
        self.checked, self.languages = checked, settings.languages
        self.urls = {file.src_uri: file.url.replace(ABOVE, "../") for file in files if file.src_uri.endswith(".md")}
        self.faults: list[Fault] = []
        self.entries: list[dict[str, Any]] = []
        self.searched = settings.searched
        # The claims and their sources stand on the English pages, for all languages.
        self.english: Checked = settings.english or checked
        docs = [language.path for language in (settings.translation, settings.languages[0]) if language]
        order = evidence.navigation(self.english.settings.config.nav)
        claims = evidence.sections(self.english.pages.values(), self.english.library, order)
        linked = frozenset({*self.pages, *self.english.pages})
        self.drawer = Drawer(edition, linked, self.faults, claims, self._english_address)
        self.components = Components(self.drawer)
        self.pictures = Pictures(docs, self.faults)
        config.markdown_extensions += [self.components, self.pictures, Tables()]
        if settings.translation:
            config.markdown_extensions.append(Elsewhere())
        scripts = Scripts(PACKAGE, PACKAGE.name)
        theme, kept = settings.shown(str(config.theme.custom_dir)), root / ".build/styles.json"
        words = edition.guide.strings.theme
        self.finish = Finish(scripts, theme, kept, words, served=settings.served)
        if settings.translation:
            for colours, name in zip(config.theme.get("palette", []), (words.dark, words.light), strict=False):
                colours.get("toggle", {})["name"] = name
        self.handouts = Handouts(config, root, edition, settings.request, checked.handouts)
        spoken = [language.code for language in settings.languages if not language.draft and language.has(FAQ_PAGE)]
        self.embed = Embed(edition, scripts, root, spoken) if FAQ_PAGE in self.pages else None
        self._register(files)
        search.publish(files, scripts)

    def _register(self, files: Files) -> None:
        """Tell MkDocs of the channels' files, and take from it what nobody needs."""
        for file in [file for file in files if file.src_uri.endswith(".map")]:
            files.remove(file)
        self.handouts.register(files)
        files.append(
            File.generated(self.config, "assets/help-lines.json", content=help_lines.to_json(self.edition.guide))
        )
        for file in component_files("*.css"):
            if file.name != "style.css":  # only pages with the component load it
                files.append(File.generated(self.config, f"assets/{file.name}", abs_src_path=str(file)))
        if self.embed:
            self.embed.register(self.config, files)

    def on_page_markdown(self, page: MkDocsPage) -> str:
        """The Markdown of a page that is about to be converted.

        Its front matter is ours: MkDocs reads dates and more into what is written as words.
        """
        written = self.pages[page.file.src_uri]
        self.on_page(written.path)
        page.meta = {**written.meta(), "search": {"exclude": True}}  # the index is ours
        return calls.inline(written.markdown, self.library)

    def on_page(self, path: str) -> None:
        """Say which page is drawn next; "" for none."""
        self.components.page = self.pictures.page = path

    def on_env(self, env: Any, files: Files) -> Any:
        """Make the channels from the drawn pages, and give the theme's templates what they show of the guide.

        Raises:
            Faults: what only drawn pages show to be wrong, and what a channel cannot carry.
        """
        pages, faults = self._drawn_pages(files)
        try:
            self.handouts.make(files, pages, self._emergency_card())
        except Faults as found:
            faults += found.faults
        # What stands on no page may only follow from another fault.
        if faults := faults or list(self._on_no_page()):
            raise Faults(faults)
        questions = pages.get(FAQ_PAGE)
        if self.embed and questions:
            self.embed.fill(files, self._feed(questions))
        env.bytecode_cache = self.edition.compiled
        if self.searched:
            self.words = env.get_template("partials/language.html", globals={"config": self.config}).module.t
        env.globals.update(self._globals(questions))
        env.filters["day"] = self.edition.day
        env.filters["drawn"] = self._html
        return env

    def _drawn_pages(self, files: Files) -> tuple[dict[str, DrawnPage], list[Fault]]:
        """Every page as it was drawn, in the search too, and what is wrong with it.

        Faults are those of the components' templates, links in the data to a heading that its page does not have, words
        that are not on their page, and elements of a page that no channel knows.
        """
        made = {path: _of(files, path) for path in self.pages}
        faults = [*self.faults, *self._missing_headings(made)]
        in_full = self.handouts.reads_in_full | {FAQ_PAGE}
        pages, articles = {}, []
        for path, written in self.pages.items():
            page = made[path]
            article, tree, wrong = drawn.read(written, page.content or "", in_full=path in in_full)
            faults += wrong
            articles.append((written, article))
            title = next((node.text() for node in tree.walk() if node.tag == "h1"), str(page.title))
            dates = self.dates(page)
            content = tree if path in in_full else None
            since = self._stale(page)
            pages[path] = DrawnPage(written, title, page.file.url, dates, self.edition.overdue(dates), content, since)
            self.entries += search.entries(written, page.url, str(page.title), article)
        faults += budgets.check_pages(self.library, articles)
        return pages, faults

    def _missing_headings(self, pages: dict[str, MkDocsPage]) -> Iterator[Fault]:
        """Links in the data and on pages to a heading that its page does not have."""

        def wrong(path: str, anchor: str) -> str:
            ids = (path in pages and pages[path].present_anchor_ids) or set()
            if path not in pages or not anchor or anchor in ids:  # or of another language
                return ""
            return f"page '{path}' has no heading '#{anchor}'{nearest(anchor, sorted(ids))}"

        for place, target in self.library.links():
            path, _, anchor = target.lstrip("/").partition("#")
            if what := wrong(path, anchor):
                yield self.library.fault(place, what)
        for page in self.pages.values():
            for at, _, path, anchor in links.targets(page):
                if what := wrong(path, anchor):
                    yield page.fault(at, "", what)

    def _on_no_page(self) -> Iterator[Fault]:
        """The questions and the red flags that no page draws: no reader would find them."""
        shown, guide = self.drawer.shown, self.edition.guide
        homes = (("faq", "faq", FAQ_PAGE, guide.faq), ("red_flags", "red_flag", RED_FLAGS_PAGE, guide.red_flags))
        for kind, macro, home, parts in homes:
            for i, part in enumerate(parts if home in self.pages else ()):
                if (kind, part.id) not in shown:
                    call = f'{{{{ {macro}("{part.id}") }}}}'
                    what = f"'{part.id}' stands in full on no page: write {call} on one"
                    yield self.library.fault((kind, i), what)

    # Texts outside pages

    def _html(self, text: str) -> str:
        """A text of the data as HTML, with its help lines."""
        return self._converted(placeholders(text), [self.components], "")

    def _component(self, name: str, *arguments: str, level: int = 2, **options: str) -> str:
        """A component as HTML, for a theme template: `component("red_flags", level="emergency")`."""
        return self._html(token(name, *arguments, **options))

    def _converted(self, text: str, extensions: list[Any], page: str, **options: Any) -> str:
        """Markdown as HTML, with the pages' own addresses: MkDocs puts them there only on pages."""
        self.on_page(page)
        html = Markdown(extensions=extensions, extension_configs=options).convert(text)
        return re.sub(r'(?<=href=")/([^"#]+\.md)', lambda m: self._address(m[1]), html)

    def _address(self, path: str) -> str:
        """The whole address of a page."""
        return urljoin(self.edition.site, self.urls[path])

    def _emergency_card(self) -> Node | None:
        """The summary card of every emergency."""
        return next(iter(read_tree(self._component("red_flags", level="emergency")).find("card--emergency")), None)

    def _feed(self, questions: DrawnPage) -> Feed:
        """What other people's pages show of the questions."""
        guide = self.edition.guide
        review, strings = guide.review, guide.strings
        text = [placeholders(guide.topic.emergency_reason or ""), token("red_flags")]
        if self.library.draft:
            text.insert(0, f"**{strings.translation_draft}**")
        if review.withdrawn:
            day = self.edition.day(review.withdrawn.date)
            reason = f"<span{ENGLISH_WORDS if self.library.translation else ''}>{review.withdrawn.reason}</span>"
            text.insert(0, f"**{strings.withdrawn}** ({day}): {placeholders(reason)}")
        # As a page is converted, so that a word of a card is explained here as it is there.
        extensions, options = self.config.markdown_extensions, self.config.mdx_configs
        cards = read_tree(self._converted("\n\n".join(text), extensions, FAQ_PAGE, **options))
        url, name = self._address(FAQ_PAGE), self.config.site_name
        return Feed(self.edition, questions.tree, cards, url=url, name=name, dates=questions.dates)

    # What the theme's templates ask for

    def _globals(self, questions: DrawnPage | None) -> dict[str, Any]:
        guide = self.edition.guide
        return {
            "guide": guide,
            "strings": guide.strings,
            "review": guide.review,
            "own_region": self.edition.region,
            "dates": self.dates,
            "overdue": lambda page: self.edition.overdue(self.dates(page)),
            "component": self._component,
            "structured_data": lambda page: self._structured_data(page, questions),
            "oembed": self._oembed,
            "handouts": self.handouts.of,
            "translation": self.library.translation and {"draft": self.library.draft, "review": self.library.review},
            "stale": self._stale,
            "languages": lambda page: choices(self.languages, self.edition, page.file),
            "english_address": self._english_address,
        }

    def _stale(self, page: MkDocsPage | None) -> date | None:
        """Of a page that was made from older English, the day of that."""
        written = self.pages[page.file.src_uri] if page and self.library.translation else None
        return written and translated.since(written, self.english.pages.get(written.path))

    def _english_address(self, path: str) -> str:
        """The whole address of a page in the guide's own language."""
        return urljoin(self.edition.root, self.urls[path]) if path in self.pages else self._address(path)

    def dates(self, page: MkDocsPage | None) -> Dates:
        """When a page was last checked and must be checked again."""
        return self.checked.dates(page.file.src_uri if page else "")

    def _structured_data(self, page: MkDocsPage, questions: DrawnPage | None) -> dict[str, Any]:
        """What a page says about itself as JSON-LD."""
        return describe(
            self.edition,
            title=str(page.title),
            description=self.pages[page.file.src_uri].front.description or self.config.site_description,
            url=page.canonical_url or "",
            reviewed=self.dates(page).last_reviewed,
            citation=self._citation(page.file.src_uri),
            questions=questions.tree if questions and page.file.src_uri == FAQ_PAGE else None,
        )

    def _citation(self, path: str) -> str | None:
        """The address of a page's claims with their sources; None for a page without, and a site without theirs."""
        if EVIDENCE_PAGE not in self.english.pages or all(section.page != path for section in self.drawer.evidence):
            return None
        return f"{self._address(EVIDENCE_PAGE)}#{evidence.anchor(path)}"

    def _oembed(self, page: MkDocsPage) -> str | None:
        """The address of what tells other sites how to embed a page; None for a page that they cannot."""
        if page.file.src_uri != FAQ_PAGE or self.library.draft:
            return None
        return urljoin(self.edition.root, oembed_address(self.edition.language, self.edition.region, None))

    # When every page is finished

    def on_post_page(self, html: str) -> str:
        """A finished page."""
        return self.finish.page(html)

    def on_post_build(self) -> None:
        """Write what the site needs beside its pages, the search index too.

        Raises:
            Faults: for a component's template that no page but the theme's own calls, and a stylesheet that cannot be
                read.
        """
        if self.faults:
            raise Faults(self.faults)
        site = Path(self.config.site_dir)
        if self.searched:
            search.write(site, search.improve(self.entries, self.library, self.urls), self.words)
        self.finish.write(site, secure=self.edition.site.startswith("https:"))


def _of(files: Files, path: str) -> MkDocsPage:
    file = files.get_file_from_path(path)
    assert file and file.page, path  # MkDocs draws every page that it was asked for
    return file.page
