"""A test language, "eo": every word of a guide and of the interface marked, and longer by a third.

What a channel then shows without a mark is English that no translator can reach; what it cuts has no room for German.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from macros.data.translation import LISTS, OWN, WHOLE, numbers, units
from macros.data.yaml import parse
from macros.pages.evidence import CALL
from macros.pages.page import read
from macros.pages.translated import CLAIMS, ENGLISH_ONLY, stamp_of
from tests.conftest import Project, data_of

CODE, DAY = "eo", "2026-11-25"
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
    def longer(word: re.Match[str]) -> str:
        said = word[0].translate(LETTERS)
        return said + "ñö"[: 1 + len(said) // 6]

    return re.sub(r"[A-Za-z][a-z]{3,}", longer, text)


def of(value: Any) -> Any:
    """Plain values with every text marked."""
    if isinstance(value, str):
        return marked(value)
    if isinstance(value, dict):
        return {key: of(inner) for key, inner in value.items()}
    return [of(inner) for inner in value] if isinstance(value, tuple) else value


def write(project: Project, review: dict[str, str] | None) -> None:
    """Put the test language into a project, which then has an engine of its own."""
    project.own("macros")
    folder = project.folder / "macros/data"
    words = of(parse((folder / "words.en.yml").read_text("utf-8"), "words")[0])
    words["builder"] = {"title": words["builder"]["title"]}
    for level in words["level"].values():
        level["card"] = level["card"].removesuffix(":").rpartition(" ")[0] + f" {IF}"
    _write(folder / f"words.{CODE}.yml", words)
    lines = parse((folder / "help_lines.en.yml").read_text("utf-8"), "lines")[0]
    _write(folder / f"help_lines.{CODE}.yml", {name: _region(region) for name, region in lines.items()})
    language = parse((folder / "language.en.yml").read_text("utf-8"), "language", markdown=False)[0]
    _write(folder / f"language.{CODE}.yml", {**language, "name": "Têšt", "if": IF, "sign_words": 40, "red": "(?!)"})
    data = data_of(project.folder)
    raw = parse(data.read_text("utf-8"), "data")[0]
    own = project.folder / "docs" / CODE
    (own / "_data").mkdir(parents=True)
    _write(own / "_data" / data.name, {"translation_review": review, **_guide(raw)})
    for page in sorted((project.folder / "docs").rglob("*.md")):
        path = page.relative_to(project.folder / "docs")
        if path.parts[0] != CODE and not re.search(f"{ENGLISH_ONLY}|evidence_list|/embed/", page.read_text("utf-8")):
            (own / path.parent).mkdir(parents=True, exist_ok=True)
            (own / path).write_text(_page(path.as_posix(), page.read_text("utf-8")), encoding="utf-8")


class Dumper(yaml.SafeDumper):
    """Writes a text of several lines as an editor does, after `|`."""


Dumper.add_representer(
    str, lambda self, text: self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)


def _dumped(value: Any) -> str:
    return yaml.dump(_plain(value), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10000)


def _write(file: Path, value: Any) -> None:
    file.write_text(_dumped(value), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return list(map(_plain, value))
    return str(value) if isinstance(value, str) else getattr(value, "typed", value)


def _region(region: Any) -> Any:
    """A region: its numbers and its sources stay."""
    kept = ("numbers", "source", "seen")
    return {
        key: {inner: text if inner in kept else marked(text) for inner, text in line.items()}
        if isinstance(line, dict)
        else marked(line)
        for key, line in region.items()
    }


def _guide(raw: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for unit in units(raw):
        part: dict[str, Any] = {"from": f"{DAY} {unit.stamp}"}
        for place, text in unit.words.items():
            inner = part
            for step in place[:-1]:
                inner = inner.setdefault(step, {})
            inner[place[-1]] = of(text)
        if unit.kind in LISTS:
            english = raw[unit.kind][unit.place[1]]
            own = {OWN[unit.kind]: of(english[OWN[unit.kind]])} if english.get(OWN.get(unit.kind, "")) else {}
            ident = {"id": unit.ident} if "id" in english else {}
            found.setdefault(unit.kind, []).append({**ident, **part, **own})
        elif "." in unit.kind:
            outer, inner_ = unit.kind.split(".")
            found[outer][inner_] = part
        else:
            found[unit.kind] = part
    found["help_lines"] = {name: _region(region or {}) for name, region in raw["help_lines"].items()}
    found |= {key: of(raw[key]) for key in ("never",) if key in raw}
    if "urgency" in raw:
        found["urgency"] = [{"name": "at once", "pattern": "xyzzy"}]
    assert {*WHOLE} >= {unit.kind for unit in units(raw)} - {*LISTS} and numbers("1")
    return found


def _page(path: str, source: str) -> str:
    page, _ = read(path, path, source)
    front = {"from": f"{DAY} {stamp_of(page)}", **page.meta()}
    front |= {key: marked(front[key]) for key in ("title", "description") if front.get(key)}
    if isinstance(front.get("handout"), dict):
        more = {"sides": 99}
        said = {key: marked(value) for key, value in front["handout"].items() if key in ("title", "for")}
        front["handout"] = {**front["handout"], **said, **more}
    text = CALL.sub(lambda call: "" if call[1] in CLAIMS else call[0], page.markdown)
    return f"---\n{_dumped(front)}---\n\n{marked(_with_ids(text))}"


def _with_ids(text: str) -> str:
    """A page with the id of each heading written out: links lead to the English one."""
    from markdown.extensions.toc import slugify

    def heading(found: re.Match[str]) -> str:
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", found[2])
        return f"{found[1]}{found[2].rstrip()} {{ #{slugify(words, '-')} {found[3] or ''} }}"

    return re.sub(r"^(#{2,6} )([^\n{]+?)(?:\{([^#}\n]*)\})?$", heading, text, flags=re.M)
