"""The same words twice: as this project builds them, and as plain Material does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as etree

import yaml
from jinja2 import Environment

from macros.components.call import TOKEN, Call
from macros.components.draw import Drawer
from macros.components.registry import MACROS
from macros.data.edition import Edition
from macros.data.library import load
from macros.pages.calls import COMMENT_END, COMMENT_START
from tests.conftest import ROOT, SECOND_TOPIC

DATA = "docs/_data/calf.yml"
LANGUAGES = [file.parent.parent.name for file in (ROOT / "docs").glob("*/_data/*.yml")]
"""Folders that are builds of their own."""
HANDOUT = re.compile(r"^handout:.*\n(?:  .*\n)*", re.M)
CITED = re.compile(r"\[\^([a-z0-9-]+)\]")

PAGE = """---
description: A page of the benchmark.
content: false
---

# Page p{number}

Words that stand for a page of an ordinary site, with *stress*, **weight** and a [link](../index.md).

## First part p{number}

{paragraphs}

- One thing
- Another thing, with `code`
    - A thing inside it

## Second part p{number}

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

{paragraphs}
"""
PARAGRAPHS = "\n\n".join(["A sentence of plain words that goes on for a while and then ends. " * 4] * 6)


def ours(folder: Path, pages: int, languages: Sequence[str] = ()) -> Path:
    """The guide with so many pages in all, without handouts; the menu stays as short as it is.

    Args:
        languages: those that it has beside its own.
    """
    _copy(ROOT, folder, [language for language in LANGUAGES if language not in languages])
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    _write(folder, settings, pages)
    return folder


def whole(folder: Path) -> Path:
    """The guide as it is, with its handouts."""
    _copy(ROOT, folder)
    return folder


def plain(folder: Path, pages: int) -> Path:
    """The same pages and words under Material as it comes, with its search and the same Markdown extensions.

    Where ours calls a component, the words that it draws stand as Markdown: headings, paragraphs and lists. A citation is
    a footnote, and each page ends with the texts of its own.
    """
    library = load(ROOT / DATA, DATA)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_data", *LANGUAGES))
    docs = folder / "docs"
    paths = frozenset(page.relative_to(docs).as_posix() for page in docs.rglob("*.md"))
    drawer = Drawer(Edition(library, "international", date.today()), paths, [])
    for path in sorted(paths):
        page = docs / path
        page.write_text(_markdown(page.read_text("utf-8"), path, drawer), "utf-8")
    engine = (ROOT / "macros/mkdocs.yml").read_text("utf-8")
    for part in (
        r"  custom_dir: .*\n",
        r"  - macros:\n(?:      .*\n)*",
        r"hooks:\n(?:  .*\n)*",
        r"extra_css:\n(?:  .*\n)*",
        r"watch:\n(?:  .*\n)*",
    ):
        engine = re.sub(part, "", engine)
    engine = engine.replace("strict: true", "strict: false").replace(
        'site_name: ""', f"site_name: {library.guide.topic.title}"
    )
    (folder / "engine.yml").write_text(engine, "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("macros/mkdocs.yml", "engine.yml")
    _write(folder, settings, pages)
    return folder


def data_of(folder: Path, questions: int, red_flags: int) -> Path:
    """The small second topic with so many questions and red flags."""
    _copy(SECOND_TOPIC, folder)
    path = folder / "docs/_data/bike.yml"
    text = path.read_text("utf-8")
    raw = yaml.load(text, yaml.BaseLoader)
    cited = set()
    for key, count in (("faq", questions), ("red_flags", red_flags)):
        entry = raw[key][-1]
        # Copies, since YAML would write what is the same as an alias.
        more = [
            {**deepcopy(entry), "id": f"{entry['id']}-{n}", "search": [f"word w{n}"]}
            for n in range(count - len(raw[key]))
        ]
        if key == "red_flags":
            more = [{**item, "sign": f"{entry['sign']} w{n}"} for n, item in enumerate(more)]
        # Ten of them from each source, as in a real guide.
        more = [{**item, "sources": [f"made-{n // 10}"]} for n, item in enumerate(more)]
        cited |= {ident for item in more for ident in item["sources"]}
        items = yaml.safe_dump(more, allow_unicode=True, width=4000).replace("'null'", "null") if more else ""
        start = re.search(rf"^{key}:\n", text, re.M)
        assert start
        text = text[: start.end()] + "".join(f"  {line}\n" for line in items.splitlines()) + text[start.end() :]
    made = {ident: deepcopy(raw["sources"]["shop-rule"]) for ident in sorted(cited)}
    lines = yaml.safe_dump(made, allow_unicode=True, width=4000).replace("'null'", "null").splitlines()
    text = text.replace("\nsources:\n", "\nsources:\n" + "".join(f"  {line}\n" for line in lines), 1)
    path.write_text(text, "utf-8")
    # Every red flag has to stand somewhere, since the cards link to it.
    page = folder / "docs/red-flags.md"
    head, _, _ = page.read_text("utf-8").partition("{{")
    levels = dict.fromkeys(flag["level"] for flag in raw["red_flags"])
    page.write_text(head + "".join(f'{{{{ red_flag(level="{level}") }}}}\n\n' for level in levels), "utf-8")
    return folder


def _copy(source: Path, folder: Path, without: Sequence[str] = LANGUAGES) -> None:
    shutil.copytree(source / "docs", folder / "docs", ignore=shutil.ignore_patterns(*without))
    shutil.copy(source / "mkdocs.yml", folder)
    for part in ("macros", "overrides"):
        (folder / part).symlink_to(ROOT / part)


def _write(folder: Path, settings: str, pages: int) -> None:
    for page in (folder / "docs").rglob("*.md"):
        # Neither side makes handouts: PDFs are no part of what plain Material does.
        page.write_text(HANDOUT.sub("", page.read_text("utf-8"), count=1), "utf-8")
    own = sum(
        not set(LANGUAGES).intersection(page.relative_to(folder / "docs").parts)
        for page in (folder / "docs").rglob("*.md")
    )
    (folder / "docs/more").mkdir()
    for number in range(pages - own):
        text = PAGE.format(number=number, paragraphs=PARAGRAPHS)
        (folder / f"docs/more/page-{number}.md").write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("not_in_nav: |\n", "not_in_nav: |\n  /more/\n"), "utf-8")


def _markdown(text: str, path: str, drawer: Drawer) -> str:
    """A page with the words of each component in its place, as Markdown."""
    environment = Environment(comment_start_string=COMMENT_START, comment_end_string=COMMENT_END)
    drawn = re.sub(
        TOKEN,
        lambda found: _words(drawer.draw(Call.of(found), path, 2, str)),
        environment.from_string(text).render({macro.__name__: macro for macro in MACROS}),
    )
    # Help lines stand within the words of other components.
    drawn = re.sub(TOKEN, lambda found: _words(drawer.draw(Call.of(found), path, 2, str)), drawn)
    sources = drawer.edition.guide.sources
    notes = (f"[^{ident}]: {drawer.reference(sources[ident])}" for ident in dict.fromkeys(CITED.findall(drawn)))
    return drawn + "\n\n" + "\n".join(notes) + "\n"


def _words(element: etree.Element) -> str:
    """The words of a drawn component as Markdown."""
    if element.tag == "span":
        return "".join(element.itertext())
    blocks = []

    def walk(part: etree.Element) -> None:
        start = {**{f"h{n}": "#" * n + " " for n in range(1, 7)}, "li": "- ", "p": "", "dt": "", "dd": "", "td": ""}
        if part.get("markdown"):
            blocks.append("".join(part.itertext()).strip())
        elif part.tag in start and not any(child.tag in start for child in part.iter() if child is not part):
            words = start[part.tag] + " ".join("".join(part.itertext()).split())
            ident = next((inside.get("id") for inside in part.iter() if inside.get("id")), None)
            mark = "" if not ident else f" {{ #{ident} }}" if start[part.tag] else f"\n{{: #{ident} }}"
            blocks.append(words + mark)
        elif part.tag != "script":
            for child in part:
                walk(child)

    walk(element)
    return "\n\n".join(blocks)
