"""The components by their examples: their golden files, the authors' table, and the gallery.

Each component's folder has `examples.md`: calls on the second topic, each under a heading that says what it shows. The
same examples are drawn in lists, boxes and quotes, looked at by axe and put on paper by the tests.
"""

from __future__ import annotations

import inspect
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, nodes
from markdown import Markdown

from .components import registry
from .components.draw import Drawer
from .components.registry import COMPONENTS
from .data.edition import Edition
from .data.library import Library, load
from .faults import Fault, Faults
from .mkdocs_run import build
from .pages import calls, evidence
from .pages.markdown import Components
from .pages.page import Page
from .replace import WORK

TOPIC = registry.PACKAGE.parent / "tests/second_topic/docs"
"""The guide that the examples are about."""
DATA = TOPIC / "_data/bike.yml"
PAGES = frozenset({"index.md", "red-flags.md", "faq.md", "check.md", "evidence.md"})
REGION = "uk"
DAY = date(2026, 12, 1)
EXTENSIONS = ("admonition", "attr_list", "footnotes", "md_in_html", "pymdownx.superfences", "tables", "toc")

AUTHORS = Path("CONTRIBUTING.md")
TABLE = re.compile(r"(?<=<!-- macros: `make golden` writes this table -->\n).*?(?=<!-- end of macros -->)", re.DOTALL)
"""The place of the authors' table, between two marks."""

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_jinja = Environment(comment_start_string=calls.COMMENT_START, comment_end_string=calls.COMMENT_END)


@dataclass(frozen=True)
class Example:
    """What an example is called, and its Markdown."""

    title: str
    markdown: str


@cache
def topic() -> Library:
    """The guide that the examples are about, read once."""
    return load(DATA, DATA.name)


def read(file: str, source: str) -> tuple[list[Example], list[Fault]]:
    """The examples in a text, and what is wrong with it.

    Args:
        file: its name in faults.
        source: the text of an `examples.md`.
    """
    faults = list(calls.check(Page(file, file, source), topic()))
    found: list[tuple[int, str, list[str]]] = []
    fence, opened = "", 0
    for number, line in enumerate(source.splitlines(), start=1):
        if mark := FENCE.match(line):
            if not fence:
                fence, opened = mark[1], number
            elif mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        if line.startswith("## ") and not fence:
            found.append((number, line[3:].strip(), []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            faults.append(Fault(file, "an example needs a heading that says what it shows: '## All of them'", number))
            found.append((number, "", [line]))
    if fence:
        faults.append(Fault(file, f"a block of code is never closed: end it with '{fence}'", opened))
    for number, title, lines in found:
        if not any(map(str.strip, lines)):
            faults.append(Fault(file, f"'## {title}' has no example below it", number))
    return [Example(title, "\n".join(lines).strip()) for _, title, lines in found], faults


def examples() -> dict[Path, list[Example]]:
    """The examples of each component, by its folder.

    Raises:
        Faults: all that is wrong with any.
    """
    found, faults = {}, []
    for file in registry.files("examples.md"):
        found[file.parent], wrong = read(registry.shown(file), file.read_text(encoding="utf-8"))
        faults += wrong
    if faults:
        raise Faults(faults)
    return found


def convert(markdown: str, page: str = "index.md", region: str = REGION, library: Library | None = None) -> str:
    """Markdown to HTML as the site does it, on the page of the second topic with that name."""
    library = library or topic()
    # The page's own: those of the data belong to pages that are not drawn here.
    claims = tuple(section for section in evidence.sections([Page(page, page, markdown)], library, ()) if section.page)
    markdown = _jinja.from_string(markdown).render(calls.BY_NAME)
    faults: list[Fault] = []
    extension = Components(Drawer(Edition(library, region, DAY), PAGES, faults, claims))
    extension.page = page
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(markdown)
    if faults:
        raise Faults(faults)
    return html


def golden(drawn: list[Example]) -> str:
    """What a component's examples draw, each after its Markdown as a comment."""
    return "".join(
        f"<!-- {example.markdown} -->\n" + convert(f"# Title\n\n## Part\n\n{example.markdown}\n\nNext.") + "\n"
        for example in drawn
    )


def write_golden() -> list[Path]:
    """Write what a change of a component changes: golden files and the authors' table. Returns the changed files.

    Raises:
        Faults: for examples that cannot be drawn, and without a place for the table.
    """
    made = {folder / "golden.html": golden(drawn) for folder, drawn in examples().items()}
    written = AUTHORS.read_text(encoding="utf-8")
    if not TABLE.search(written):
        raise Faults([Fault(str(AUTHORS), "has no place for the table of macros: take its two marks back from git")])
    made[AUTHORS] = TABLE.sub(lambda _: table(), written)
    changed = []
    for file, text in made.items():
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed


def table() -> str:
    """The macros as a table of Markdown: the calls that the examples show, and what the docstring says."""
    rows = ["| call | what it draws | where it stands |", "|---|---|---|"]
    for folder, drawn in sorted(examples().items(), key=lambda entry: entry[0].name):
        component = COMPONENTS[folder.name]
        forms = dict.fromkeys(form for example in drawn for form in _forms(example.markdown, folder.name))
        where = "within a sentence" if component.inline else "a line of its own"
        rows.append(f"| {'<br>'.join(f'`{form}`' for form in forms)} | {_said(folder.name)} | {where} |")
    return "\n".join(rows) + "\n"


def _forms(markdown: str, name: str) -> Iterator[str]:
    """The calls of a component in some Markdown, with a word for each id: the guide of an author has others."""
    for call in _jinja.parse(markdown).find_all(nodes.Call):
        if getattr(call.node, "name", "") == name:
            signature, hints = calls.takes(name)
            values = {key.key: key.value for key in call.kwargs}
            bound = signature.bind(*call.args, **values).arguments
            parts = []
            for key, value in bound.items():
                if isinstance(value, tuple):
                    parts += [_shown(value[0], hints[key]), "…"]
                else:
                    parts.append(f"{key}={_shown(value, hints[key])}" if key in values else _shown(value, hints[key]))
            yield f"{name}({', '.join(parts)})"


def _shown(value: nodes.Const, hint: object) -> str:
    kind = calls.collection(hint)
    if kind is None or kind in ("levels", "help_lines"):  # the same in every guide
        return f'"{value.value}"' if isinstance(value.value, str) else str(value.value)
    return f'"{calls.SINGULAR[kind]}"'


def _said(name: str) -> str:
    """What a component's docstring says of it, on one line."""
    return " ".join((inspect.getdoc(COMPONENTS[name].view) or "").split())


# The gallery ---------------------------------------------------------------------------------------------------------

HEAD = "---\ncontent: false\n---\n\n"


def write_gallery(folder: Path) -> None:
    """Build a site of the components into a folder, a page for each; beside them, the pages that they lead to.

    Raises:
        Faults: for examples that cannot be drawn.
        mkdocs.exceptions.Abort: as `mkdocs_run.build` does.
    """
    pages = {f"components/{where.name}.md": _page(where.name, drawn) for where, drawn in examples().items()}
    listed = "".join(f"- [{Path(path).stem}]({path}): {_said(Path(path).stem)}\n" for path in sorted(pages))
    with tempfile.TemporaryDirectory(dir=WORK) as made:
        docs = Path(made).resolve()
        shutil.copytree(TOPIC, docs, dirs_exist_ok=True)
        (docs / "index.md").rename(docs / "home.md")
        topic_pages = [path.name for path in sorted(docs.glob("*.md"))]
        (docs / "components").mkdir()
        for path, text in {**pages, "index.md": f"{HEAD}# Components\n\n{listed}"}.items():
            (docs / path).write_text(text, encoding="utf-8")
        build(
            folder,
            docs_dir=str(docs),
            site_name="Components",
            nav=["index.md", {"Components": sorted(pages)}, {"The second topic": topic_pages}],
            extra={"data": str(DATA), "region": REGION, "generator": False},
            use_directory_urls=False,  # a browser opens them from the folder
        )


def _page(name: str, drawn: list[Example]) -> str:
    """A component's page: what it is, what it takes, and each example, as Markdown and drawn."""
    signature = f"{name}{calls.plain_signature(calls.takes(name)[0])}"
    text = f"{HEAD}# {name}\n\n{_said(name)}\n\n`{signature}`\n"
    for example in drawn:
        # As HTML: whatever it holds, nothing reads it again.
        code = escape(example.markdown).replace("{", "&#123;").replace("}", "&#125;")
        text += f"\n## {example.title}\n\n<pre><code>{code}</code></pre>\n\n{example.markdown}\n"
    return text
