"""One build of the site: the guide it shows, the pages it has, and what each step of MkDocs asks of them."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml
from jinja2 import Environment, nodes
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from . import address
from .components.call import MARK, TOKEN, placeholders, token
from .components.contract import FAQ_PAGE, RED_FLAGS_PAGE
from .components.draw import Drawer
from .components.registry import FAULTS, shown
from .components.registry import files as component_files
from .data.library import Library, load
from .data.model import Dates
from .data.text import PLACEHOLDERS, nearest
from .data.words import ENGLISH
from .embed import builder
from .embed import pages as embed
from .embed.builder import Builder
from .embed.feed import Feed
from .embed.feed import faults as embed_faults
from .embed.versions import LIST
from .embed.versions import check as check_versions
from .faults import Fault, Faults
from .handouts.build import Handouts
from .handouts.order import Order, Written
from .pages import calls, content, losses
from .pages.markdown import Components
from .pages.pictures import Pictures
from .pages.tree import Node, Unknown, heading, node, parse
from .pages.tree import read as read_tree
from .templates import Compiled
from .web import headers, search
from .web.policy import hashes, with_policy
from .web.scripts import Scripts
from .web.structured_data import describe
from .web.styles import Styles

FOOTNOTES = "///Footnotes Go Here///"
"""Where the Markdown extension `footnotes` puts its list: in the place of the first of these on a page."""

FOLDER = Path(__file__).parent
"""The engine's own: its scripts and templates are named from here."""
THEME_FAULTS = "web/theme-faults.yml"
"""What the theme's HTML gets wrong, as words to find and words to put in their place."""
BLANKS = re.compile(r"\n\s+")
KEEPS_BLANKS = re.compile("<(?:pre|textarea)")


def build_day() -> date:
    """The day of the build in UTC: SOURCE_DATE_EPOCH (seconds since 1970), else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()
    except (ValueError, OverflowError, OSError):
        raise Faults([Fault("SOURCE_DATE_EPOCH", f"'{epoch}' is not a number of seconds since 1970")]) from None


def theme_faults(file: Path, name: str) -> list[dict[str, str]]:
    """What the theme's HTML gets wrong; nothing when there is no such file.

    Raises:
        Faults: for a file that is not such a list; `name` is the file's in them.
    """
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except FileNotFoundError:
        return []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Faults([Fault(name, f"is not YAML: {error.problem}", line)]) from None
    except (yaml.reader.ReaderError, UnicodeDecodeError):
        raise Faults([Fault(name, "holds a character that YAML does not allow")]) from None
    if not isinstance(entries, list):
        raise Faults([Fault(name, "needs a list: each entry begins with a hyphen")])
    for i, entry in enumerate(entries):
        if not isinstance(entry, dict) or not {"find", "put"} <= set(entry) <= {"why", "find", "put", "unless"}:
            what = "needs 'find' and 'put', and may have 'why' and 'unless'"
            raise Faults([Fault(name, what, where=f"[{i}]")])
        for key, value in entry.items():
            if not isinstance(value, str):
                raise Faults([Fault(name, f"needs text, not {value} (put quotes round it)", where=f"[{i}].{key}")])
    return entries


def calls_left(words: content.Page, html: str) -> list[int]:
    """The lines of a page's calls whose tokens are left in its HTML."""
    # An abbreviation in a token is marked up.
    left = Counter(found[0] for found in re.finditer(TOKEN, re.sub("<[^>]*>", "", html)))
    text, _ = meta.get_data(words.source)
    offset, lines = words.source.count("\n") - text.count("\n"), text.split("\n")
    environment = Environment(comment_start_string=calls.COMMENT_START, comment_end_string=calls.COMMENT_END)
    places: dict[str, list[int]] = {}
    for call in environment.parse(text).find_all(nodes.Call):
        arguments = [argument.as_const() for argument in call.args]
        token = calls.BY_NAME[call.node.name](*arguments, **{key.key: key.value.as_const() for key in call.kwargs})
        places.setdefault(token, []).append(call.lineno)
    found = []
    for token, count in left.items():
        # Of calls that are alike, those furthest in, then the last: an indent or what is not closed comes before them.
        likely = sorted(
            places.get(token, ()), key=lambda line: (len(lines[line - 1]) - len(lines[line - 1].lstrip()), line)
        )
        found += [line + offset for line in likely[-count:]]
    return sorted(found) or [words.source.count("\n", 0, max(words.source.find("{{"), 0)) + 1]


class Site:
    """What a build knows.

    Args:
        config: MkDocs' configuration; `extra` names the data file and the region.
        served: whether MkDocs itself shows the pages, to somebody who writes them.

    Raises:
        Faults: when the region is unknown. Faults of the data wait for those of the pages, see `read`.
    """

    def __init__(self, config: MkDocsConfig, *, served: bool = False) -> None:
        self.config, self.served = config, served
        self.root = Path(config.config_file_path).parent
        self.today = build_day()
        faults = list(FAULTS)
        given = os.environ.get("SITE_URL")
        if what := address.address_fault(given or config.site_url or address.EXAMPLE):
            faults.append(Fault("SITE_URL", what) if given else Fault("mkdocs.yml", what, where="site_url"))
        if not isinstance(config.extra.get("data"), str):
            faults.append(Fault("mkdocs.yml", "'data' is missing: the path of the data file", where="extra"))
        macros = config.plugins.get("macros")
        for key, value in calls.SETTINGS.items():
            if not macros or macros.config.get(key) != value:
                faults.append(Fault("mkdocs.yml", f"has to be {json.dumps(value)}", where=f"plugins.macros.{key}"))
        if faults:
            raise Faults(faults)
        self.library: Library | None = None
        self._scripts: dict[str, None] = {}
        self._addresses: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self.words: list[content.Page] = []
        self._dates: dict[str, Dates | None] = {}
        self.trees: dict[str, Node] = {}
        self._embed: dict[str, File] = {}
        self._data_faults: list[Fault] = []
        locale = str(config.theme.get("language") or ENGLISH)
        try:
            self.library = load(self.root / config.extra["data"], config.extra["data"], locale)
        except Faults as found:
            self._data_faults = found.faults
            return
        self.region = config.extra.get("region") or self.library.guide.own_region
        if self.region not in (regions := self.library.guide.help_lines):
            near = nearest(str(self.region).strip().lower(), regions)
            what = f"unknown region '{self.region}'{near}; the regions are {', '.join(regions)}"
            raise Faults([Fault("REGION", what)])
        self._compiled = Compiled(self.root / ".build/templates")
        home = config.site_url or "/"
        self.drawer = Drawer(self.library, self.region, frozenset(), locale, home, self._compiled)
        self.components = Components(self.drawer)
        order = config.extra.get("order") or Order()
        self.handouts = Handouts(config, self.root, self.drawer, order.clinic, order.say)
        self.builder = Builder(self.drawer, self.root, self.today)
        self._inline = Scripts(FOLDER, FOLDER.name)
        styles = {shown(file): file for file in component_files("style.css")}
        self._styles = Styles(self._name(str(config.theme.custom_dir)), styles, self.root / ".build/styles.json")
        self._theme_faults = theme_faults(FOLDER / THEME_FAULTS, f"{FOLDER.name}/{THEME_FAULTS}")
        self.pictures = Pictures(Path(config.docs_dir), self.drawer.faults)
        config.markdown_extensions += [self.components, self.pictures]
        config.mdx_configs["abbr"] = {"glossary": self.library.abbreviations()}

    def begin(self, path: str, markdown: str) -> tuple[str, bool]:
        """A page that is about to be converted: its Markdown, and whether Jinja still has something to do in it."""
        assert self.library
        self.components.page = self.pictures.page = path
        markdown = calls.inline(markdown, self.library)
        return markdown, bool(calls.JINJA.search(markdown))

    @property
    def page(self) -> str:
        """The page that is being converted, as an editor names it."""
        return next((page.file for page in self.words if page.path == self.components.page), "docs")

    def read(self, files: Files) -> None:
        """Check every page before any is rendered.

        Raises:
            Faults: those of the data and those of the pages, together.
        """
        faults = list(self._data_faults)
        pages: set[str] = set()
        for file in files.documentation_pages():
            pages.add(file.src_uri)
            self._paths[file.src_uri] = file.url
            self._addresses[file.src_uri] = urljoin(self.config.site_url or "/", file.url)
            name = self._name(file.abs_src_path) if file.abs_src_path else file.src_uri
            try:
                source = file.content_string
            except UnicodeDecodeError as error:
                faults.append(Fault(name, "is not UTF-8", error.object.count(b"\n", 0, error.start) + 1))
                continue
            text, _ = meta.get_data(source)
            offset = source.count("\n") - text.count("\n")
            faults += calls.check(calls.Page(name, text, offset), self.library)
            self.words.append(content.Page(file.src_uri, name, source))
        templates = {
            path.relative_to(folder).as_posix()
            for folder in map(Path, self.config.theme.dirs)
            for path in folder.glob("*.html")
        }
        faults += list(content.check(self.words, self.library, templates, self.today, readable=not faults))
        if self.library:
            faults += self._missing_pages(pages)
            faults += self.handouts.plan(self.words)
            faults += embed_faults(self.library)
        faults += check_versions(Path(self.config.docs_dir))
        if faults:
            raise Faults(faults)
        self.drawer.pages = frozenset(pages)
        for file in [file for file in files if file.src_uri.endswith(".map")]:  # nobody needs them
            files.remove(file)
        self.handouts.register(files)
        files.append(File.generated(self.config, "assets/help-lines.json", content=self._help_lines()))
        for file in component_files("*.css"):
            if file.name != "style.css":  # only pages with the component load it
                files.append(File.generated(self.config, f"assets/{file.name}", abs_src_path=str(file)))
        self._dates = {page.path: content.dates(page) for page in self.words}
        if FAQ_PAGE in pages:
            self._embed = {
                path: File.generated(self.config, path, content="")
                for path in embed.addresses(self.library, self.drawer.locale)
            }
            for file in self._embed.values():
                files.append(file)
            made = {**self.builder.previews(), builder.DATA: "", builder.ZIP: b""}
            for path, text in made.items():
                files.append(File.generated(self.config, path, content=text))
            if not files.get_file_from_path(LIST):
                files.append(File.generated(self.config, LIST, content="{}\n"))

    def dress(self, env: Any, files: Files) -> Any:
        """Give the theme's templates what they show of the guide, and check what only drawn pages show.

        Raises:
            Faults: of the components' templates, for a link in the data to a heading that its page does not have, for
                words that are not on their page, and for an element of a page that no channel knows.
        """
        assert self.library
        faults = list(self.drawer.faults)
        for place, target in self.library.links():
            path, _, anchor = target.lstrip("/").partition("#")
            file = files.get_file_from_path(path)
            ids = (file.page.present_anchor_ids if file and file.page else None) or set()
            if anchor and anchor not in ids:
                faults.append(
                    self.library.fault(place, f"page '{path}' has no heading '#{anchor}'{nearest(anchor, sorted(ids))}")
                )
        plugin = self.config.plugins.get("material/search")
        index = plugin.search_index if plugin and plugin.config.enabled else None
        plans = self.handouts.plans.values()
        whole = {FAQ_PAGE, *(path for plan in plans for path in (plan.page.path, *plan.order.pages))}
        for words in self.words:
            file = files.get_file_from_path(words.path)
            self.components.page = words.path
            html = (file and file.page and file.page.content) or ""
            if MARK in html:
                what = "a macro call was not drawn: its line is indented like code, or something round it is not closed"
                faults += [Fault(words.file, what, line) for line in calls_left(words, html)]
            if FOOTNOTES in html:
                what = (
                    "the sources of a page have one place: a second {{ sources() }}, or the mark of that place as text"
                )
                faults.append(
                    words.fault(max(words.source.rfind("sources("), words.source.rfind(FOOTNOTES), 0), "", what)
                )
            try:
                article = parse(html)
                faults += losses.check(words, article)
                # Of the others only the title is asked for: a thousand whole pages would fill the memory.
                self.trees[words.path] = node(article) if words.path in whole else heading(article)
                if index and file and file.page:
                    search.add(index, file.page, article)
            except Unknown as error:
                at = words.source.find(f"<{error.tag}")
                what = f"{error}: '{error.text}'"
                faults.append(words.fault(at, "", what) if at >= 0 else Fault(words.file, what))
        if not faults:
            faults += self._on_no_page()
        if not faults:
            faults += self.handouts.make(files, self._written(files), self._emergency_card())
        if faults:
            raise Faults(faults)
        for path, text in self._drawn_embed():
            self._embed[path].content_string = text
        if self._embed:
            self._fill_builder(files)
        guide = self.library.guide
        env.bytecode_cache = self._compiled
        env.globals.update(
            guide=guide,
            strings=guide.strings,
            review=guide.review,
            dates=self.dates,
            overdue=self.overdue,
            component=self.draw,
            structured_data=self.structured_data,
            oembed=self.oembed,
            handouts=self.handouts.of,
        )
        env.filters["day"] = self.drawer.day
        env.filters["drawn"] = self._drawn
        return env

    def _on_no_page(self) -> Iterator[Fault]:
        """The questions and the red flags that no page draws: no reader would find them.

        A site may do without all of a kind, and without the page that is theirs.
        """
        assert self.library
        shown = self.drawer.shown
        for kind, macro, parts, page in (
            ("faq", "faq", self.library.guide.faq, FAQ_PAGE),
            ("red_flags", "red_flag", self.library.guide.red_flags, RED_FLAGS_PAGE),
        ):
            wanted = page in self.drawer.pages or any(drawn == kind for drawn, _ in shown)
            for i, part in enumerate(parts):
                if wanted and (kind, part.id) not in shown:
                    call = f'{{{{ {macro}("{part.id}") }}}}'
                    what = f"'{part.id}' stands in full on no page: write {call} on one"
                    yield self.library.fault((kind, i), what)

    def _fill_builder(self, files: Files) -> None:
        """The builder's data and the folder to host oneself, from the embed's files, which are all there by now."""
        assert self.library
        made = (builder.DATA, builder.ZIP)
        embed = {f.src_uri: f.content_bytes for f in files if f.src_uri.startswith("embed/") and f.src_uri not in made}
        review, words = self.library.guide.review, self.library.guide.strings
        reviewer = review.clinical_reviewer
        state = f"{words.reviewed_by}: {reviewer.name}, {reviewer.role}" if reviewer else words.not_reviewed
        reviewed = f"{words.last_reviewed}: {self.drawer.day(review.last_reviewed)}"
        due = f"{words.next_review}: {self.drawer.day(review.next_review)}"
        data, folder = (files.get_file_from_path(path) for path in made)
        assert data and folder
        data.content_string = self.builder.data(embed)
        folder.content_bytes = self.builder.zip(embed, state, reviewed, due)

    def dates(self, page: Page | None) -> Dates:
        """When a page was last checked and must be checked again: its own dates, else the guide's."""
        assert self.library
        return (self._dates.get(page.file.src_uri) if page else None) or self.library.guide.review

    def overdue(self, page: Page | None) -> bool:
        """Whether the next review of a page, or of the whole guide, has passed."""
        assert self.library
        return self.library.overdue(self.today) or self.today > self.dates(page).next_review

    def structured_data(self, page: Page) -> dict[str, Any]:
        """What a page says about itself as JSON-LD."""
        assert self.library
        return describe(
            self.library,
            page.file.src_uri,
            title=str(page.title),
            description=str(page.meta.get("description") or self.config.site_description),
            url=page.canonical_url or "",
            language=self.drawer.locale,
            reviewed=self.dates(page).last_reviewed,
            tree=self.trees[page.file.src_uri],
        )

    def oembed(self, page: Page) -> str | None:
        """The address of what tells other sites how to embed a page; None for a page that they cannot."""
        if page.file.src_uri != FAQ_PAGE:
            return None
        return urljoin(self.config.site_url or "/", embed.oembed_address(self.drawer.locale, self.region, None))

    def draw(self, name: str, *arguments: str, level: int = 2, **options: str) -> str:
        """A component as HTML, for a theme template: `component("red_flags", level="emergency")`."""
        return self._drawn(token(name, *arguments, **options))

    def _drawn(self, text: str) -> str:
        """A text of the data as HTML, with its help lines."""
        md = Markdown(extensions=["footnotes", self.components], output_format="html")
        return self._addressed(md.convert(placeholders(text)))

    def _addressed(self, html: str) -> str:
        """HTML with the pages' own addresses, which MkDocs puts in the place of their sources' only on pages."""
        return re.sub(r'(?<=href=")/([^"#]+\.md)', lambda m: self._addresses[m[1]], html)

    def _drawn_embed(self) -> Iterable[tuple[str, str]]:
        """What other people's pages show of the questions; nothing when the site has no page for them."""
        if not self._embed:
            return ()
        assert self.library
        review, strings = self.library.guide.review, self.library.guide.strings
        said = [token("red_flags")]
        if review.withdrawn:
            day = self.drawer.day(review.withdrawn.date)
            said.insert(0, f"**{strings.withdrawn}** ({day}): {placeholders(review.withdrawn.reason)}")
        self.components.page = FAQ_PAGE
        # As a page is converted, so that a word of a card is explained here as it is there.
        md = Markdown(extensions=self.config.markdown_extensions, extension_configs=self.config.mdx_configs)
        cards = read_tree(self._addressed(md.convert("\n\n".join(said))))
        home = self.config.site_url or "/"
        feed = Feed(
            self.drawer,
            self.trees[FAQ_PAGE],
            cards,
            url=self._addresses[FAQ_PAGE],
            home=home,
            name=self.config.site_name,
            dates=self._dates.get(FAQ_PAGE) or review,
        )
        overdue = self.library.overdue(self.today) or self.today > feed.due
        return embed.draw(feed, self.drawer, self._inline, self.today, overdue)

    def finish(self, html: str) -> str:
        """A finished page: the theme's faults put right, its scripts and styles in place, its policy in its head."""
        html = self._styles.join(self._inline.put_in(html))
        for fault in self._theme_faults:
            if "unless" not in fault or fault["unless"] not in html:
                html = html.replace(fault["find"], fault["put"])
        if not KEEPS_BLANKS.search(html):
            html = "\n".join(map(str.rstrip, BLANKS.sub("\n", html).split("\n")))
        scripts = hashes(html)
        self._scripts.update(dict.fromkeys(scripts))
        # MkDocs adds a script to what it serves, another at each request: it makes the page follow an edit.
        return html if self.served else with_policy(html, scripts)

    def close(self) -> None:
        """Improve the search index, before its plugin writes it; write the stylesheets, and headers for hosts that can.

        Raises:
            Faults: for a stylesheet that cannot be read.
        """
        assert self.library
        self._styles.write(Path(self.config.site_dir))
        if plugin := self.config.plugins.get("material/search"):
            index = plugin.search_index
            index.entries = search.improve(index.entries, self.library, self._paths)
        folder = Path(self.config.site_dir)
        files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        secure = str(self.config.site_url).startswith("https:")
        rules = headers.rules(files, self._scripts, secure=secure)
        (folder / "_headers").write_text(headers.text(rules), encoding="utf-8")

    def _written(self, files: Files) -> dict[str, Written]:
        """Every page as it was drawn."""
        written = {}
        for words in self.words:
            file = files.get_file_from_path(words.path)
            assert file and file.page
            page = file.page
            written[words.path] = Written(
                words,
                title=next((n.text() for n in self.trees[words.path].walk() if n.tag == "h1"), str(page.title)),
                description=str(page.meta.get("description") or ""),
                url=file.url,
                tree=self.trees[words.path],
                dates=self.dates(page),
                overdue=self.overdue(page),
            )
        return written

    def _emergency_card(self) -> Node | None:
        """The summary card of every emergency."""
        return next(iter(read_tree(self.draw("red_flags", level="emergency")).find("card--emergency")), None)

    def _help_lines(self) -> str:
        """Every region's help lines as JSON, for readers who choose a country.

        region → line → [[text, number], …], and region → "who" → line → what the line is for.
        """
        assert self.library
        regions = {
            name: {line: region[line].parts() for line in PLACEHOLDERS}
            | {"who": {line: region[line].who for line in PLACEHOLDERS}}
            for name, region in self.library.guide.help_lines.items()
        }
        return json.dumps(regions, ensure_ascii=False, separators=(",", ":"))

    def _missing_pages(self, pages: set[str]) -> list[Fault]:
        assert self.library
        missing = []
        for place, target in self.library.links():
            path = target.lstrip("/").partition("#")[0]
            if path not in pages:
                missing.append(self.library.fault(place, f"no page '/{path}'{nearest(path, sorted(pages))}"))
        return missing

    def _name(self, path: str) -> str:
        """A file as an editor names it: from the project's root."""
        try:
            return Path(path).relative_to(self.root).as_posix()
        except ValueError:
            return path
