"""Stamp the parts of a translation that have no stamp yet: each with the English of today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .data.translation import units
from .data.yaml import parse
from .languages import Folder
from .pages.page import Page, read
from .pages.translated import stamp_of

ITEM = re.compile(r"(\s*)- (\{?)(id: *[\w-]+,?)?(.*)")


def write(folder: Folder, english: Path, pages: Mapping[str, Page], today: date) -> Iterator[Path]:
    """Stamp a translation's files; each that changed.

    Args:
        folder: the translation.
        english: the English data file.
        pages: the English pages, by their source path.
        today: the day of the stamps.
    """
    source = parse(english.read_text(encoding="utf-8-sig"), english.name)[0]
    data = folder.path / "_data" / english.name
    made = {data: in_data(data.read_text(encoding="utf-8-sig"), source, today)}
    for path, page in pages.items():
        if folder.has(path):
            file = folder.path / path
            made[file] = on_page(read(path, path, file.read_text(encoding="utf-8-sig"))[0], page, today)
    for file, text in made.items():
        if text != file.read_text(encoding="utf-8-sig"):
            file.write_text(text, encoding="utf-8")
            yield file


def in_data(text: str, english: dict[str, Any], today: date) -> str:
    """A translation's data file with its stamps; `english` has the plain values of the English one."""
    raw, lines, _ = parse(text, "")
    rows = text.split("\n")
    wanted = {(unit.kind, unit.ident): unit.stamp for unit in units(english)}
    for unit in sorted(units(raw), key=lambda unit: lines[unit.place], reverse=True):
        stamp, at = wanted.get((unit.kind, unit.ident)), lines[unit.place] - 1
        if stamp and (*unit.place, "from") not in lines:
            rows[at] = _stamped(rows[at], f"from: {today} {stamp}")
    return "\n".join(rows)


def _stamped(row: str, stamp: str) -> str:
    """The line on which a part begins, with its stamp in it or on a line of its own."""
    item = ITEM.fullmatch(row)
    if not item:
        key, brace, rest = row.partition("{")
        indent = " " * (len(row) - len(row.lstrip()))
        return f"{key}{{{stamp}, {rest}" if brace else f"{row}\n{indent}  {stamp}"
    indent, flow, ident, rest = item.groups()
    if flow:
        return f"{indent}- {{{ident} {stamp},{rest}" if ident else f"{indent}- {{{stamp}, {rest}"
    return f"{row}\n{indent}  {stamp}" if ident else f"{indent}- {stamp}\n{indent}  {rest}"


def on_page(page: Page, english: Page, today: date) -> str:
    """A translated page with its stamp."""
    if page.front.from_ or not page.source.startswith("---\n"):
        return page.source
    return f"---\nfrom: {today} {stamp_of(english)}\n{page.source[4:]}"
