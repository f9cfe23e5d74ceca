"""Pages → a document: a handout as plain data, which the template sets."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import segno
from mkdocs.structure.files import File

from ..data import language
from ..data.edition import Edition
from ..data.model import LEVELS, HelpLine
from ..data.text import PLACEHOLDERS
from ..pages.content import holds
from ..pages.drawn import DrawnPage
from ..pages.tree import Node
from .blocks import Reader
from .clinic import Clinic
from .order import Handout
from .parts import Block, Run, beside, clamp, resolve, side_by_side, texts, unnamed

QR_BORDER = 4
"""Modules of white around a QR code. Source: ISO/IEC 18004, "quiet zone"."""


@dataclass(frozen=True)
class Document:
    """A handout as data: what the template reads, and the pictures by name.

    Attributes:
        unasked: its blocks without the questions at its end.
    """

    data: dict[str, Any]
    files: dict[str, bytes]
    unasked: list[Block]

    def without_teach_back(self) -> Document:
        """The handout for paper that has no room for the questions at its end."""
        return Document({**self.data, "blocks": self.unasked}, self.files, self.unasked)

    def without_names(self) -> Document:
        """The handout without those questions, and without the names of the groups of signs."""
        return Document({**self.data, "blocks": unnamed(self.unasked)}, self.files, self.unasked)

    @property
    def words(self) -> int:
        """About how many words a reader reads, for a fault's line."""
        return sum(len(text.split()) for text in texts([self.data["message"], self.data["first"], self.data["blocks"]]))


@dataclass(frozen=True)
class Shared:
    """What all handouts of one build share.

    Attributes:
        edition: the guide, the region and how days are written.
        clinic: whose lines they show, if any.
        root: the project's folder.
        site: the website's address, or "" where no reader could reach it.
        pictures: the website's files, by their address in it.
        titles: of the website's pages, by their address in it.
        card: the summary card of the emergencies, which every handout begins with; None when there are none.
    """

    edition: Edition
    clinic: Clinic | None
    root: Path
    site: str
    pictures: dict[str, File]
    titles: Mapping[str, str]
    card: Node | None


def compose(shared: Shared, plan: Handout, pages: list[DrawnPage]) -> Document:
    """A handout as data.

    Args:
        shared: what all handouts share.
        plan: what its page asks for.
        pages: that page, and the others that it holds.

    Raises:
        Faults: for an element or a picture that the PDF cannot carry.
    """
    guide, strings = shared.edition.guide, shared.edition.guide.strings
    draft = strings.translation_draft if shared.edition.library.draft else ""
    page, whole = pages[0], len(pages) > 1
    # The page of a whole guide is its cover: its title and description, not what it says about downloads.
    held = pages[1:] if whole else pages
    terms = {term.id for term in guide.glossary}
    quotes = language.of(shared.edition.language).quotes
    reader = Reader(pages, whole, shared.site, shared.pictures, guide.sources, terms, quotes)
    first = reader.inside([shared.card]) if shared.card else []
    blocks = [block for content in held for block in reader.of(content)]
    if not whole:
        title = next((block for block in blocks if block["kind"] == "heading" and block["depth"] == 0), None)
        blocks = [block for block in blocks if block is not title]
    main = next((block for block in blocks if block.get("main")), None)
    if main:
        blocks = [block for block in blocks if block is not main]
    listed = any(held.tree.find("help-lines") for held in pages)
    blocks = beside([*blocks, *_help_lines(shared.edition, "\n".join(texts([*first, *blocks])))])
    said = held[0].page.front.description
    message = main["body"] if main else [{"kind": "p", "text": [{"kind": "strong", "text": [said]}]}] if said else []
    clamp([*first, {"kind": "heading", "depth": 1}, *blocks])
    files = dict(reader.files)
    if shared.clinic and shared.clinic.picture:
        files[f"logo.{shared.clinic.picture_kind}"] = shared.clinic.picture
    data: dict[str, Any] = {
        "title": plan.settings.title or page.title,
        "for": (plan.settings.for_ or strings.handout_for).rstrip(".") + ".",
        "language": shared.edition.locale.language,
        "dir": shared.edition.locale.text_direction,
        "clinic": _clinic(shared),
        "notices": _notices(shared.edition, pages),
        "draft": draft,
        "states": [
            *([draft] if draft else []),
            *([f"{strings.not_reviewed}."] if not guide.review.clinical_reviewer else []),
        ],
        "message": message,
        "first": first,
        "contents": strings.handout_contents if whole else "",
        "blocks": side_by_side([*blocks, *_teach_back(shared.edition)], whole),
        "unasked": side_by_side(blocks, whole),
        "teach_back": {
            "holds": strings.handout_teach_back_holds,
            "items": [_filled(shared.edition, entry.holds) for entry in guide.teach_back],
        },
        "words": {
            "heading": strings.handout_words,
            "items": _terms(shared.edition, [*message, *first, *blocks], pages),
        },
        "notes": strings.handout_notes,
        "page_of": strings.handout_page,
        "date": [getattr(page.dates.last_reviewed, part) for part in ("year", "month", "day")],
    }
    resolve(data, reader.targets)
    unasked = data.pop("unasked")
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:6]
    data["help"] = _help(shared.edition) if listed else []
    data["about"] = _about(shared, pages, digest, list(reader.named))
    if data["about"]["link"]:
        code = io.BytesIO()
        link = segno.make(data["about"]["link"], error="m", micro=False)
        link.save(code, kind="svg", border=QR_BORDER, xmldecl=False)
        files["qr.svg"] = code.getvalue()
    return Document(data, files, unasked)


def _notices(edition: Edition, pages: list[DrawnPage]) -> list[list[str]]:
    """What comes before everything else: bold words, and the rest."""
    withdrawn, strings = edition.guide.review.withdrawn, edition.guide.strings
    notices = []
    if withdrawn:
        said = f"{strings.withdrawn} ({edition.day(withdrawn.date)}):"
        notices.append([said, _filled(edition, withdrawn.reason)])
    since = [day for page in pages if (day := page.since)]
    if since:
        notices.append([strings.stale_page.replace("{date}", edition.day(min(since))), ""])
    if any(page.overdue for page in pages):
        notices.append([strings.overdue, ""])
    return notices


def _help_lines(edition: Edition, told: str) -> list[Block]:
    """Who to call at the levels whose help line the words, and the headings of cards, do not name."""
    named = [
        (word, {"kind": "strong", "text": [f"{line.say[0].upper()}{line.say[1:]}. "]}, line.who)
        for word, line in _by_level(edition)
        if line.say not in told
    ]
    return [{"kind": "p", "text": [word, " ", *said]} for word, *said in named]


def _help(edition: Edition) -> Run:
    """What else there is to say of who to call, in a line or two: the headings of the cards name them."""
    return [part for word, line in _by_level(edition) for part in (word, f" {line.who} ")]


def _by_level(edition: Edition) -> Iterator[tuple[Block, HelpLine]]:
    """The name of each level, as a word of a handout, and whom to call."""
    for level, line in zip(LEVELS, (edition.help_lines[name] for name in PLACEHOLDERS), strict=True):
        yield {"kind": "level", "level": level, "text": [edition.guide.strings.level[level].name]}, line


def _teach_back(edition: Edition) -> list[Block]:
    """What a reader is asked to say in their own words."""
    asked = [[{"kind": "p", "text": [_filled(edition, entry.question)]}] for entry in edition.guide.teach_back]
    if not asked:
        return []
    return [
        {"kind": "heading", "depth": 1, "text": [edition.guide.strings.handout_teach_back]},
        {"kind": "list", "ordered": True, "start": 1, "whole": True, "items": asked},
    ]


def _about(shared: Shared, pages: list[DrawnPage], digest: str, named: list[str]) -> dict[str, Any]:
    """Who answers for a handout and until when, and where on the web it and the pages that it names are."""
    edition, page = shared.edition, pages[0]
    strings, review = edition.guide.strings, edition.guide.review
    checked = min((written.dates for written in pages), key=lambda dates: dates.next_review)
    lines = [f"{strings.last_reviewed}: {edition.day(checked.last_reviewed)}"]
    if reviewer := review.clinical_reviewer:
        lines.append(f"{strings.reviewed_by}: {reviewer.name}, {reviewer.role} ({edition.day(reviewer.date)})")
    address = urljoin(shared.site, page.url) if shared.site else ""
    return {
        "lines": lines,
        "formats": strings.handout_formats,
        "address": strings.handout_address if address else f"{strings.draft}.",
        "short": _short(address),
        "link": address,
        "named": [
            {"title": shared.titles[url], "short": _short(urljoin(shared.site, url)), "link": urljoin(shared.site, url)}
            for url in named
            if url in shared.titles and address
        ],
        "qr": address and strings.handout_qr.replace("{address}", address),
        "version": [f"{strings.handout_version}:", _version(shared.root, digest)],
        "next": f"{strings.next_review}: {edition.day(checked.next_review)}",
    }


def _short(address: str) -> str:
    """An address as it is printed."""
    return address.partition("://")[2]


def _version(root: Path, digest: str) -> str:
    """The project's version and a mark of the words: two handouts with the same mark say the same."""
    project = root / "pyproject.toml"
    if not project.is_file():
        return digest
    number = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("version")
    return f"{number}-{digest}" if number else digest


def _clinic(shared: Shared) -> dict[str, Any] | None:
    if not shared.clinic:
        return None
    said, strings = shared.clinic.lines, shared.edition.guide.strings
    labelled = [(strings.handout_phone, said.phone), (strings.handout_hours, said.hours)]
    plain = [("", line) for line in (*said.address, said.extra)]
    return {
        "name": {"text": said.name, "rtl": _rtl(said.name)},
        "lines": [
            {"label": label and f"{label}: ", "text": text, "rtl": _rtl(text)}
            for label, text in (*labelled, *plain)
            if text
        ],
        "logo": f"logo.{shared.clinic.picture_kind}" if shared.clinic.picture else None,
        "language": said.language or shared.edition.locale.language,
    }


def _terms(edition: Edition, blocks: list[Block], pages: list[DrawnPage]) -> list[list[str]]:
    """The hard words of the glossary that the blocks use, with what they mean; none where the glossary is held."""
    if any(page.tree.find("glossary") for page in pages):
        return []
    text = "\n".join(texts(blocks))
    used = [term for term in edition.guide.glossary if any(holds(text, name) for name in (term.term, *term.also))]
    return [[term.term, _filled(edition, term.meaning)] for term in used]


def _filled(edition: Edition, text: str) -> str:
    """A text of the data with the region's help lines, and without marks of Markdown."""
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", edition.help_lines[name].say)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", text)


def _rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left. Source: Unicode UAX #9, rules P2 and P3."""
    found = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in found if kind in ("L", "R", "AL")), "L") != "L"
