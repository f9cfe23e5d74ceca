"""Stamp the parts of a translation that have no stamp yet: each with the English of today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from .data.file import text_of
from .data.translation import units
from .data.yaml import parse
from .faults import Fault, Faults
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
    before = {data: text_of(data, folder.data)}
    made = {data: in_data(before[data], source, today, folder.data)}
    for path, page in pages.items():
        file = folder.path / path
        if file.is_file():
            before[file] = text_of(file, folder.shown(path))
            made[file] = on_page(read(path, path, before[file])[0], page, today)
    for file, text in made.items():
        if text != before[file]:
            file.write_text(text, encoding="utf-8")
            yield file


def in_data(text: str, english: dict[str, Any], today: date, name: str = "") -> str:
    """A translation's data file, called `name` in faults, with its stamps.

    Args:
        english: the plain values of the English file.

    Raises:
        Faults: for a file that is written in a way that no stamp can be put into.
    """
    raw, lines, _ = parse(text, name)
    rows = text.split("\n")
    wanted = {(unit.kind, unit.ident): unit.stamp for unit in units(english)}
    for unit in sorted(units(raw), key=lambda unit: lines[unit.place], reverse=True):
        stamp, at = wanted.get((unit.kind, unit.ident)), lines[unit.place] - 1
        if stamp and (*unit.place, "from") not in lines:
            below = next((row for row in rows[at + 1 :] if row.strip(" \r") and row.strip()[0] != "#"), "")
            rows[at] = _stamped(rows[at], f"from: {today} {stamp}", " " * (len(below) - len(below.lstrip())))
    made = "\n".join(rows)
    with suppress(Faults):
        now = parse(made, name)[1]
        if all((*unit.place, "from") in now for unit in units(raw) if (unit.kind, unit.ident) in wanted):
            return made
    what = "no stamps can be put in as this is written: begin each part on a line of its own, with its 'id' or its key"
    raise Faults([Fault(name, what, 1)])


def _stamped(row: str, stamp: str, within: str) -> str:
    """The line on which a part begins, with its stamp in it or on a line of its own, after the blanks `within`."""
    item = ITEM.fullmatch(row)
    if not item:
        key, brace, rest = row.partition("{")
        return f"{key}{{{stamp}, {rest}" if brace else f"{row}\n{within}{stamp}"
    indent, flow, ident, rest = item.groups()
    if flow:
        return f"{indent}- {{{ident} {stamp},{rest}" if ident else f"{indent}- {{{stamp}, {rest}"
    return f"{row}\n{indent}  {stamp}" if ident else f"{indent}- {stamp}\n{indent}  {rest}"


def on_page(page: Page, english: Page, today: date) -> str:
    """A translated page with its stamp."""
    if page.front.from_:
        return page.source
    rest = page.source[4:] if page.source.startswith("---\n") else f"---\n\n{page.source}"
    return f"---\nfrom: {today} {stamp_of(english)}\n{rest}"
