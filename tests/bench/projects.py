"""The same words twice: as this project builds them, and as plain Material does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

from macros.library import Library, load
from tests.conftest import ROOT, SECOND_TOPIC

DATA = "docs/_data/calf.yml"
CALL = re.compile(r"^\{\{ (\w+)\(.*\) \}\}$", re.M)

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


def ours(folder: Path, pages: int) -> Path:
    """The guide with so many pages in all; the menu stays as short as it is."""
    _copy(ROOT, folder)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    _write(folder, settings, pages)
    return folder


def plain(folder: Path, pages: int) -> Path:
    """The same pages and words under Material as it comes: calls are replaced by Markdown that says the same."""
    library = load(ROOT / DATA, DATA)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_data"))
    for page in (folder / "docs").glob("*.md"):
        text = CALL.sub(lambda call: _markdown(call[1], library), page.read_text("utf-8"))
        page.write_text(re.sub(r"\{\{.*?\}\}", "", text), "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    for part in (
        r"  custom_dir: .*\n",
        r"  - macros:\n(?:      .*\n)*",
        r"hooks:\n(?:  .*\n)*",
        r"extra_css:\n(?:  .*\n)*",
    ):
        settings = re.sub(part, "", settings)
    _write(folder, re.sub(r"watch:\n(?:  .*\n)*", "", settings).replace("strict: true", "strict: false"), pages)
    return folder


def data_of(folder: Path, questions: int, red_flags: int) -> Path:
    """The small second topic with so many questions and red flags."""
    _copy(SECOND_TOPIC, folder)
    path = folder / "docs/_data/bike.yml"
    text = path.read_text("utf-8")
    raw = yaml.load(text, yaml.BaseLoader)
    for key, count in (("faq", questions), ("red_flags", red_flags)):
        entry = raw[key][-1]
        more = [{**entry, "id": f"{entry['id']}-{n}", "search": [f"word {n}"]} for n in range(count - len(raw[key]))]
        if key == "red_flags":
            more = [{**item, "sign": f"{entry['sign']} {n}"} for n, item in enumerate(more)]
        items = yaml.safe_dump(more, allow_unicode=True, width=4000).replace("'null'", "null") if more else ""
        start = re.search(rf"^{key}:\n", text, re.M)
        assert start
        text = text[: start.end()] + "".join(f"  {line}\n" for line in items.splitlines()) + text[start.end() :]
    path.write_text(text, "utf-8")
    return folder


def _copy(source: Path, folder: Path) -> None:
    shutil.copytree(source / "docs", folder / "docs")
    shutil.copy(source / "mkdocs.yml", folder)
    for part in ("macros", "overrides"):
        (folder / part).symlink_to(ROOT / part)


def _write(folder: Path, settings: str, pages: int) -> None:
    own = len(list((folder / "docs").glob("*.md")))
    (folder / "docs/more").mkdir()
    for number in range(pages - own):
        text = PAGE.format(number=number, paragraphs=PARAGRAPHS)
        (folder / f"docs/more/page-{number}.md").write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(settings + "\nnot_in_nav: /more/\n", "utf-8")


def _markdown(name: str, library: Library) -> str:
    guide = library.guide
    if name == "faq":
        return "\n\n".join(f"## {q.question}\n\n{_plain(q.answer)}" for q in guide.faq)
    if name == "red_flag":
        return "\n\n".join(
            f"## {f.name}\n\n{_list(f.signs)}\n\n{_plain(f.do)}\n\n{_plain(f.why)}" for f in guide.red_flags
        )
    if name == "red_flags":
        return _list(tuple(flag.sign for flag in guide.red_flags))
    if name == "glossary":
        return "\n\n".join(f"**{term.term}**: {term.meaning}" for term in guide.glossary)
    if name == "sources":
        return _list(tuple(source.title for source in guide.sources.values()))
    if name == "safety_check":
        return "\n\n".join(f"## {q.question}\n\n{_plain(q.yes.advice)}" for q in guide.safety_check.questions)
    return ""


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines)


def _plain(text: str) -> str:
    return re.sub(r"\{(\w+)\}", r"the \1 line", text)
