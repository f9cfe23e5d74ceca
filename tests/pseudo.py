"""A test language, "eo": every word of a guide and of the interface marked, and longer by a third.

What a channel then shows without a mark is English that no translator can reach; what it cuts has no room for German.
"""

from __future__ import annotations

import io
import re
from typing import Any

from babel.messages.pofile import read_po, write_po

from macros.data.stamp import group_stamps
from macros.data.yaml import parse
from macros.worklist import dumped
from tests.conftest import Project, data_of

CODE = "eo"
LETTERS = str.maketrans("aeiouncsy", "àêïöüñçšÿ")
KEPT = re.compile(
    r"\{\{.*?\}\}|\{[^{}]*\}|\]\([^)]*\)|<[^>]*>|https?://\S+|^\s*\[[^\]]+\]:.*$|^\s*(?:!!! ?[^\n]*|\|[-:| ]+\|?)$",
    re.M | re.S,
)
"""What is no word of a text: calls, placeholders, addresses, marks of Markdown."""
IF = "sï:"


def marked(text: str) -> str:
    """A text in the test language: each word of four letters or more with other letters, and longer by a third."""
    parts, at = [], 0
    for kept in KEPT.finditer(text):
        parts += [_words(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, _words(text[at:])])


def _words(text: str) -> str:
    return re.sub(r"[A-Za-z][a-z]{3,}", lambda word: word[0].translate(LETTERS) + "ñö"[: 1 + len(word[0]) // 6], text)


def of(value: Any, kept: tuple[str, ...] = ()) -> Any:
    """Plain values with every text marked, but for those of some keys."""
    if isinstance(value, dict):
        return {key: inner if key in kept else of(inner, kept) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [of(inner) for inner in value]
    return marked(value) if isinstance(value, str) else value


def write(project: Project, review: dict[str, str] | None) -> None:
    """Put the test language into a project, which then has an engine of its own: by way of a translator's work list."""
    project.own("macros")
    _engine(project)
    listed = project.run("-m", "macros", "translations", "--work", CODE)
    assert listed.returncode == 0, listed.stderr
    path = f"dist/translations/{CODE}.po"
    project.write(path, filled((project.folder / path).read_bytes()))
    taken = project.run("-m", "macros", "translations", "--take", path, SOURCE_DATE_EPOCH=project.day)
    assert taken.returncode == 0, taken.stderr
    data = data_of(project.folder)
    raw = parse(data.read_text("utf-8"), "data")[0]
    more: dict[str, Any] = {"never": of(raw["never"])} if "never" in raw else {}
    own = f"docs/{CODE}/_data/{data.name}"
    text = project.read(own).replace("translation_review: null\n", dumped({"translation_review": review}))
    project.write(own, text + (dumped(more) if more else ""))
    for page in (project.folder / "docs" / CODE).rglob("*.md"):
        # A guide's own promise on its sheets is no other language's; its page for IT teams leads to English files.
        page.write_text(re.sub(r"^  (sides|sheet): .*\n", "", page.read_text("utf-8"), flags=re.M), encoding="utf-8")
        if "/embed/" in page.read_text("utf-8"):
            page.unlink()


def filled(catalogue: bytes) -> str:
    """A work list with each message marked."""
    found = read_po(io.BytesIO(catalogue))
    for message in found:
        if message.id:
            card = re.match(r"strings level\.[\w-]+\.card", str(message.context))
            message.string = f"{marked(str(message.id).rpartition(' ')[0])} {IF}" if card else marked(str(message.id))
    out = io.BytesIO()
    write_po(out, found, width=0)
    return out.getvalue().decode()


def _engine(project: Project) -> None:
    """What the engine has to know of a language."""
    folder = project.folder / "macros/data"

    def english(kind: str) -> Any:
        return parse((folder / f"{kind}.en.yml").read_text("utf-8"), kind, markdown=False)[0]

    words = of(english("words"))
    words["builder"] = {"title": words["builder"]["title"]}
    for level in words["level"].values():
        level["card"] = level["card"].rpartition(" ")[0] + f" {IF}"
    lines = of(english("help_lines"), ("numbers", "source", "seen"))
    words["from"], lines["from"] = group_stamps(english("words"), words), group_stamps(english("help_lines"), lines)
    language = {**english("language"), "name": "Têšt", "if": IF, "sign_words": 40, "red": "(?!)", "measure": ""}
    urgency = [{"name": "at once", "pattern": "xyzzy"}]
    for kind, values in (("words", words), ("help_lines", lines), ("language", language), ("urgency", urgency)):
        (folder / f"{kind}.{CODE}.yml").write_text(dumped(values), encoding="utf-8")
