"""Letters that no font of the handouts has: each is told at every line where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..components.contract import FAQ_PAGE
from ..data.library import Library
from ..faults import Fault
from ..pages.page import Page
from .blocks import WEB_ONLY
from .clinic import Clinic
from .order import Handout
from .setter import FONTS

if TYPE_CHECKING:
    import typst

LACKED = "the fonts of the handouts have no letter '{}' (U+{:04X}): leave it out"
UNPRINTED = re.compile(r"<!--.*?-->|\{\{.*?\}\}|\{##.*?##\}|\]\([^)]*\)", re.S)
"""Comments, calls and addresses."""
STAYS = re.compile(rf"^#.*\.{WEB_ONLY}\b", re.M)
"""The heading of a section that stays on the website."""


def check(plans: Iterable[Handout], pages: Mapping[str, Page], library: Library | None, root: Path) -> Iterator[Fault]:
    """A fault for each letter in words that are sure to be printed, before any page is drawn.

    Args:
        plans: the handouts to make.
        pages: every page by its source path.
        library: the guide; None when it cannot be read.
        root: the project's folder.
    """
    texts = list(library.texts()) if library else []
    # A sign may stand on any sheet.
    signs = [text for place, text in texts if place[0] == "red_flags" and place[2] == "sign"]
    answers = [text for place, text in texts if place[0] == "faq" and place[2] in ("question", "answer")]
    for plan in plans:
        held = [pages[path] for path in plan.settings.pages or (plan.page.path,) if path in pages]
        words = [*signs, *(block for page in held for block in _printed(page))]
        words += answers if any(page.path == FAQ_PAGE for page in held) else []
        for letter in _lacking("\n".join(words)):
            yield from named(letter, held, library, root)


def _printed(page: Page) -> Iterator[str]:
    """The blocks of a page up to the first section that stays on the website."""
    for block in STAYS.split(UNPRINTED.sub("", page.markdown))[0].split("\n\n"):
        if WEB_ONLY not in block:
            yield block


def _lacking(text: str) -> list[str]:
    """Those letters of a text that no font has."""
    import typst  # it takes a while to load, and most builds set nothing

    signs = {sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] in "LNPS"}
    letters = " ".join(sorted(sign for sign in signs if not sign.isascii()))
    source = f'#set document(title: "-")\n#"{letters}"'.encode()
    try:
        typst.compile(source, font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        return refused(error)
    return []


def refused(error: typst.TypstError) -> list[str]:
    """The letters for which Typst refuses to write a PDF."""
    return sorted(set(re.findall(r'the text `"(.)"` could not be displayed', error.diagnostic or error.message)))


def named(
    letter: str, pages: Iterable[Page], library: Library | None, root: Path, clinic: Clinic | None = None
) -> Iterator[Fault]:
    """A fault for each line of some pages, the data and the clinic's file that has a letter."""
    what = LACKED.format(letter, ord(letter))
    for page in pages:
        yield from (page.fault(at.start(), "", what) for at in re.finditer(letter, page.source))
    known = [(library.fault(place, what), text) for place, text in library.texts() if letter in text] if library else []
    if clinic and letter in (said := clinic.lines.model_dump_json()):
        known.append((Fault(clinic.file, what, 1), said.replace(",", "\n")))
    for fault, text in known:
        rows = (root / fault.file).read_text("utf-8").splitlines()[fault.line - 1 :]
        # A long text begins below its key; a letter can also be written by its number.
        near = rows[: text.count("\n") + 2]
        below = next((number for number, row in enumerate(near) if letter in row), 0)
        yield replace(fault, line=fault.line + below)
