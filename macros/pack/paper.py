"""A page of the pack as a tagged PDF, by Typst."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst
from lxml.html import HtmlElement, fragment_fromstring

from ..handouts.setter import FONTS, STANDARDS

TEMPLATE = Path(__file__).with_name("paper.typ")
NARROWEST, WIDEST = 14, 100
"""How many letters count for the width of a column."""


def pdf(html: str, title: str, today: date) -> bytes:
    """The PDF of a page.

    Args:
        html: its content, as Markdown makes it.
        title: its title.
        today: the day that stands in it.
    """
    parts = _inside(fragment_fromstring(html, create_parent="div"))
    data = json.dumps({"title": title, "date": [today.year, today.month, today.day], "parts": parts})
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
    )


def _inside(element: HtmlElement) -> list[Any]:
    """What an element holds: words, and elements as `paper.typ` reads them."""
    found: list[Any] = [element.text]
    for child in element:
        found += [_table(child) if child.tag == "table" else _element(child), child.tail]
    return [
        part for part in found if part and (isinstance(part, dict) or element.tag not in ("div", "ul") or part.strip())
    ]


def _element(element: HtmlElement) -> dict[str, Any]:
    return {"tag": element.tag, "to": element.get("href"), "parts": _inside(element)}


def _table(table: HtmlElement) -> dict[str, Any]:
    head, *rows = [list(row) for row in table.iter("tr")]
    columns = zip(head, *rows, strict=True)
    widths = [max(NARROWEST, min(WIDEST, max(len(cell.text_content()) for cell in column))) for column in columns]
    cells = [[_inside(cell) for cell in row] for row in rows]
    return {"tag": "table", "widths": widths, "head": [_inside(cell) for cell in head], "rows": cells}
