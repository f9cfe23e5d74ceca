"""Trees → a document: a handout as plain data, which the template sets.

Nothing of it is ever Typst source, so nothing needs escaping.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import segno
from mkdocs.structure.files import File

from ..components.draw import Drawer
from ..data.model import LEVELS
from ..data.text import PLACEHOLDERS
from ..faults import Fault, Faults
from ..pages.content import holds
from ..pages.tree import BLOCKS, Node, Unknown
from .clinic import Clinic
from .order import Plan, Written

QR_BORDER = 4
"""Modules of white around a QR code. Source: ISO/IEC 18004, "quiet zone"."""


@dataclass(frozen=True)
class Document:
    """A handout as data: what the template reads, and the pictures by name."""

    data: dict[str, Any]
    files: dict[str, bytes]


PLAIN = frozenset({"abbr", "cite", "code", "kbd", "mark", "q", "small", "span", "time", "u", "var"})
"""Elements within a sentence that are set as the words around them: no italics, no underlines, no small letters."""
STRONG = frozenset({"b", "em", "i", "strong"})
THROUGH = frozenset({"article", "div", "figure", "section", "tbody", "thead"})
"""Elements whose children stand in their place."""
SHORT = frozenset({"ask-first-names", "check-short"})
"""Components in few words, which may stand in two columns."""
ELSEWHERE: dict[str, Any] = {"kind": "elsewhere"}
"""Stands for what the handout has on its first page or at its end, until headings over nothing else are taken out."""
COLUMN = 36
"""About how many letters a line of a column holds."""
LINE = 50
"""Fewer letters than a line of a card holds that has no columns."""
SHORT_LIST = 8
"""The most lines of a list that is not broken over two pages: a quarter of a page in large print."""
WIDEST = 60
"""About how many letters a line of a table holds, without the room between its columns."""
PICTURES = (".svg", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Shared:
    """What all handouts of one build share.

    Attributes:
        drawer: the guide, the region and how days are written.
        clinic: whose lines they show, if any.
        root: the project's folder.
        site: the website's address, or "" where no reader could reach it.
        pictures: the website's files, by their address in it.
        card: the summary card of the emergencies, which every handout begins with; None when there are none.
    """

    drawer: Drawer
    clinic: Clinic | None
    root: Path
    site: str
    pictures: dict[str, File]
    card: Node | None


class Composer:
    """One handout, from the trees of its pages; as a sheet without what its page says beside its cards and lists.

    Args:
        shared: what all handouts share.
        plan: what its page asks for.
        pages: that page, and the others that it holds.
        sheet: whether it has to fit one sheet.
    """

    def __init__(self, shared: Shared, plan: Plan, pages: list[Written], sheet: bool) -> None:
        self.plan = plan
        self.sheet = sheet
        self.pages = pages
        self.clinic = shared.clinic
        self.drawer = shared.drawer
        self.library = shared.drawer.library
        self.strings = self.library.guide.strings
        self.root = shared.root
        self.site = shared.site
        self._pictures = shared.pictures
        self._card = shared.card
        self._files: dict[str, bytes] = {}
        self._numbers: dict[str, int] = {}
        self._page = pages[0]
        self._level: str | None = None
        self._targets: set[str] = set()

    def document(self) -> Document:
        """The handout as data.

        Raises:
            Faults: for an element or a picture that the PDF cannot carry.
        """
        strings, guide, page = self.strings, self.library.guide, self.pages[0]
        first = self._inside([self._card]) if self._card else []
        whole = len(self.pages) > 1
        blocks: list[dict[str, Any]] = []
        # The page of a whole guide is its cover: its title and description, not what it says about downloads.
        for content in self.pages[1:] if whole else self.pages:
            self._page = content
            try:
                of_page = _unemptied(self._blocks(self._page.tree.children))
            except Unknown as error:
                raise Faults([self._unknown(error)]) from None
            if content is page:
                title = next((b for b in of_page if b["kind"] == "heading" and b["depth"] == 0), None)
                of_page = [b for b in of_page if b is not title]
            blocks += of_page
        self._page = page
        if self.sheet:
            blocks = _two_sides(blocks)
        contents = {"kind": "contents", "heading": strings.handout_contents} if whole else None
        help_lines = {
            "heading": strings.handout_help_lines,
            "items": [
                {
                    "level": level,
                    "name": strings.level[level].name,
                    "say": self.drawer.help_lines[line].say,
                    "who": self.drawer.help_lines[line].who,
                }
                for level, line in zip(LEVELS, PLACEHOLDERS, strict=True)
            ],
        }
        # The page of a whole guide speaks of downloads; the first page that it holds speaks to the reader.
        message = self.pages[1 if whole else 0].description or next((b for b in blocks if b["kind"] == "p"), {}).get(
            "text", ""
        )
        _clamp([*first, {"kind": "heading", "depth": 1}, *blocks])
        text = "\n".join(_texts([*first, *blocks]))
        with_glossary = any(written.tree.find("glossary") for written in self.pages)
        data: dict[str, Any] = {
            "title": self.plan.order.title or page.title,
            "for": (self.plan.order.for_ or strings.handout_for).rstrip(".") + ".",
            "language": self.drawer.language.language,
            "clinic": self._clinic(),
            "notices": self._notices(),
            "states": self._states(),
            "message": message,
            "first": first,
            "help": help_lines,
            "contents": contents,
            "blocks": blocks,
            "teach_back": {
                "heading": strings.handout_teach_back,
                "how": strings.handout_teach_back_how,
                "holds": strings.handout_teach_back_holds,
                "items": [
                    {"question": self._filled(entry.question), "holds": self._filled(entry.holds)}
                    for entry in guide.teach_back
                ],
            },
            "words": {
                "heading": strings.handout_words,
                "items": []
                if with_glossary
                else [[term.term, self._filled(term.meaning)] for term in self._terms(text)],
            },
            "sources": {"heading": strings.sources, "items": [self._reference(i) for i in self._numbers]},
            "notes": strings.handout_notes,
            "sheet": self.sheet,
            "left_out": strings.handout_left_out,
            "page_of": strings.handout_page,
            "date": [getattr(page.dates.last_reviewed, part) for part in ("year", "month", "day")],
        }
        used = set(_resolve(data, self._targets))
        for block in _named(data):
            if block["id"] not in used:
                del block["id"]
        said = json.dumps(data, ensure_ascii=False, sort_keys=True)
        data["about"] = self._about(hashlib.sha256(said.encode()).hexdigest()[:6])
        return Document(data, self._files)

    # Around the page's words

    def _notices(self) -> list[list[str]]:
        """What comes before everything else: bold words, and the rest."""
        withdrawn, strings = self.library.guide.review.withdrawn, self.strings
        notices = []
        if withdrawn:
            said = f"{strings.withdrawn} ({self.drawer.day(withdrawn.date)}):"
            notices.append([said, self._filled(withdrawn.reason)])
        if any(page.overdue for page in self.pages):
            notices.append([strings.overdue, ""])
        return notices

    def _states(self) -> list[str]:
        """What a reader should know of any handout that is not finished."""
        reviewed = self.library.guide.review.clinical_reviewer
        return ([] if reviewed else [f"{self.strings.not_reviewed}."]) + (
            [] if self.site else [f"{self.strings.draft}."]
        )

    def _about(self, digest: str) -> dict[str, Any]:
        strings, review, page = self.strings, self.library.guide.review, self.pages[0]
        checked = min((written.dates for written in self.pages), key=lambda dates: dates.next_review)
        lines = [
            f"{strings.handout_version}: {self._version(digest)}",
            f"{strings.last_reviewed}: {self.drawer.day(checked.last_reviewed)}",
            f"{strings.next_review}: {self.drawer.day(checked.next_review)}",
        ]
        if reviewer := review.clinical_reviewer:
            lines.append(f"{strings.reviewed_by}: {reviewer.name}, {reviewer.role} ({self.drawer.day(reviewer.date)})")
        else:
            lines.append(strings.not_reviewed)
        address = urljoin(self.site, page.url) if self.site else ""
        if address:
            code = io.BytesIO()
            segno.make(address, error="m", micro=False).save(code, kind="svg", border=QR_BORDER, xmldecl=False)
            self._files["qr.svg"] = code.getvalue()
        return {
            "heading": strings.handout_about,
            "lines": lines,
            "formats": strings.handout_formats,
            "draft": "" if address else strings.draft,
            "address": address and f"{strings.handout_address} {address.partition('://')[2]}",
            "link": address,
            "qr": address and strings.handout_qr.replace("{address}", address),
            "next": lines[2],
        }

    def _version(self, digest: str) -> str:
        """The project's version and a mark of the words: two handouts with the same mark say the same."""
        project = self.root / "pyproject.toml"
        if not project.is_file():
            return digest
        number = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("version")
        return f"{number}-{digest}" if number else digest

    def _clinic(self) -> dict[str, Any] | None:
        if not self.clinic:
            return None
        said, strings = self.clinic.lines, self.strings
        lines = [*said.address, said.extra]
        labelled = [(strings.handout_phone, said.phone), (strings.handout_hours, said.hours)]
        if self.clinic.picture:
            self._files[f"logo.{self.clinic.picture_kind}"] = self.clinic.picture
        return {
            "name": {"text": said.name, "rtl": _rtl(said.name)},
            "labelled": [{"label": label, "text": text, "rtl": _rtl(text)} for label, text in labelled if text],
            "lines": [{"text": line, "rtl": _rtl(line)} for line in lines if line],
            "logo": f"logo.{self.clinic.picture_kind}" if self.clinic.picture else None,
            "language": said.language,
        }

    def _terms(self, text: str) -> list[Any]:
        """The hard words of the glossary that the text uses."""
        guide = self.library.guide
        return [term for term in guide.glossary if any(holds(text, name) for name in (term.term, *term.also))]

    def _filled(self, text: str) -> str:
        """A text of the data with the region's help lines, and without marks of Markdown."""
        for name in PLACEHOLDERS:
            text = text.replace("{" + name + "}", self.drawer.help_lines[name].say)
        return re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", text)

    def _reference(self, ident: str) -> dict[str, str]:
        source = self.library.guide.sources.get(ident)
        if source:
            return {"text": f"{source.title}. {source.publisher}.", "url": source.url or ""}
        return {"text": self._notes_of_pages[ident], "url": ""}

    @property
    def _notes_of_pages(self) -> dict[str, str]:
        """Footnotes that a page has of its own, as text."""
        return {
            self._target(written, node.attributes["id"].partition("fn:")[2]): node.text(
                lambda n: "footnote-backref" in n.classes
            )
            for written in self.pages
            for node in written.tree.walk()
            if node.tag == "li" and node.attributes.get("id", "").startswith("fn:")
        }

    # Blocks

    def _blocks(self, nodes: Iterable[Node | str]) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = []
        words: list[Node | str] = []

        def flush() -> None:
            if text := _trimmed(self._inline(words)):
                blocks.append({"kind": "p", "text": text})
            words.clear()

        for node in nodes:
            if isinstance(node, Node) and (node.tag in BLOCKS or node.tag == "img"):
                flush()
                blocks += self._block(node)
            else:
                words.append(node)
        flush()
        for block, after in pairwise(blocks):
            if block["kind"] == "p" and after["kind"] != "p" and "".join(_flat(block["text"])).rstrip().endswith(":"):
                block["leads"] = True  # "Call now if:" is nothing without its list
            elif after.get("follows") and block["kind"] in ("p", "list"):
                block["leads"] = True  # and an answer's sources nothing without its end
        return blocks

    def _inside(self, nodes: Iterable[Node | str]) -> list[dict[str, Any]]:
        """Blocks that stand in another."""
        return [block for block in self._blocks(nodes) if block is not ELSEWHERE]

    def _block(self, node: Node) -> list[dict[str, Any]]:
        tag, classes = node.tag, node.classes
        if tag == "img":
            return [self._picture(node)]
        if "footnote" in classes or "sources-cited" in classes:
            return [ELSEWHERE]  # the numbered list at the end
        if self.sheet and classes & {"after-cards", "cited"}:
            return [ELSEWHERE]
        if classes & SHORT:
            return [self._columns(node)]
        level = _level(node)
        if "card" in classes and level == "emergency" and self._on_first_page(node):
            return [ELSEWHERE]
        if level and classes & {"card", "red-flag", "signs", "check__step"}:
            before, self._level = self._level, level
            body = self._inside(node.children)
            self._level = before
            if "card" not in classes:
                return [_card(level, body, None)]
            lists = [block for block in body if block["kind"] == "list"]
            if len(lists) == 1 and not self.sheet:
                body = _evened(body)
            return [_card(level, body, _split(body))]
        if (tag in THROUGH and "admonition" in classes) or tag in ("blockquote", "aside"):
            return [{"kind": "box", "body": self._inside(node.children)}]
        if tag in THROUGH:
            return self._blocks(node.children)
        if tag == "p":
            body = self._blocks(node.children)
            marks = {"leads": True} if "label" in classes else {"follows": True} if "cited" in classes else {}
            body = [{**block, **marks} if block["kind"] == "p" else block for block in body]
            return [{"kind": "box", "body": body}] if "care" in classes else body
        if re.fullmatch("h[1-6]", tag):
            anchor = "" if tag == "h1" else node.attributes.get("id", "")
            ident = self._target(self._page, anchor)
            if anchor and ident in self._targets:
                at = max(self._page.page.source.rfind("{#" + anchor), self._page.page.source.rfind("{: #" + anchor), 0)
                what = f"two headings have the id '{anchor}': a link could not tell them apart"
                raise Faults([self._page.page.fault(at, "", what)])
            self._targets.add(ident)
            # A single page's title is the document's, so its sections are the first headings.
            depth = int(tag[1]) - (0 if len(self.pages) > 1 else 1)
            return [{"kind": "heading", "depth": depth, "id": ident, "text": _trimmed(self._inline(node.children))}]
        if tag in ("ul", "ol"):
            return self._list(node)
        if tag == "dl":
            return [{"kind": "terms", "items": list(self._terms_of(node))}]
        if tag == "table":
            return [self._table(node)]
        if tag == "figcaption":
            return self._blocks(node.children)
        if tag == "hr":
            return []
        raise Unknown(tag, node.text()[:60])

    def _columns(self, node: Node) -> dict[str, Any]:
        """Short groups that may stand side by side."""
        groups = [self._inside([child]) for child in node.children if isinstance(child, Node)]
        groups = [self._run_in(group) if self.sheet else group for group in groups if group]
        heights = [sum(-(-len(text) // COLUMN) + 0.4 for text in _texts(group)) for group in groups]
        # Questions and what a yes to them means stay together.
        body = [{"kind": "group", "body": group} for group in groups]
        return {"kind": "columns", "body": body, "split": [0, _half(heights), len(body)]}

    def _run_in(self, group: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A heading and a list under it as one paragraph, which takes less room; any other group as it is."""
        if [block["kind"] for block in group] != ["p", "list"] or group[1]["ordered"]:
            return group
        words = [*group[0]["text"], ": "]
        for i, item in enumerate(group[1]["items"]):
            words += [*(["; "] if i else []), *(part for block in item for part in block["text"])]
        return [{"kind": "p", "text": [*words, "."]}]

    def _list(self, node: Node) -> list[dict[str, Any]]:
        items = list(_only(node))
        if not any(re.fullmatch("h[1-6]", inside.tag) for item in items for inside in item.walk()):
            start = node.attributes.get("start", "")
            drawn = [self._inside(i.children) for i in items]
            lines = sum(-(-len(text) // LINE) for text in _texts(drawn))
            return [
                {
                    "kind": "list",
                    "ordered": node.tag == "ol",
                    "start": int(start) if start.isdecimal() else 1,
                    "whole": lines <= SHORT_LIST,
                    "items": drawn,
                }
            ]
        # A heading in a list: the sections stand by themselves, with their numbers in the headings.
        blocks: list[dict[str, Any]] = []
        for number, item in enumerate(items, 1):
            section = self._blocks(item.children)
            heading = next((block for block in section if block["kind"] == "heading"), None)
            if heading and node.tag == "ol":
                heading["text"] = [f"{number}. ", *heading["text"]]
            blocks += section
        return blocks

    def _terms_of(self, node: Node) -> Iterator[dict[str, Any]]:
        item: dict[str, Any] | None = None
        for entry in _only(node):
            for part in _only(entry) if entry.tag == "div" else (entry,):
                if part.tag == "dt":
                    item = {"term": _trimmed(self._inline(part.children)), "body": []}
                    if "id" in part.attributes:
                        item["id"] = self._target(self._page, part.attributes["id"])
                        self._targets.add(item["id"])
                    yield item
                elif part.tag == "dd" and item:
                    item["body"] += self._inside(part.children)
                else:
                    raise Unknown(part.tag, part.text()[:60])

    def _table(self, node: Node) -> dict[str, Any]:
        rows = [child for child in node.walk() if child.tag == "tr"]
        cells = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        spans = any({"colspan", "rowspan"} & c.attributes.keys() for row in cells for c in row)
        if spans or not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
            raise Unknown("table", node.text()[:60])
        drawn = [[_trimmed(self._inline(c.children)) for c in row] for row in cells]
        return {"kind": "table", "head": drawn[0], "rows": drawn[1:], "widths": _widths(drawn)}

    def _picture(self, node: Node) -> dict[str, Any]:
        src = node.attributes.get("src", "")
        url = urljoin(f"/{self._page.url}", src).lstrip("/")
        file = self._pictures.get(url)
        if file is None or not url.lower().endswith(PICTURES):
            name = src.rpartition("/")[2]
            what = f"the picture '{name}' cannot stand in a PDF: it has to be an SVG, PNG or JPEG file of the site"
            raise Faults([self._page.page.fault(max(self._page.page.source.find(name), 0), "", what)])
        name = url.replace("/", "-")
        self._files[name] = file.content_bytes
        return {"kind": "picture", "file": name, "alt": node.attributes.get("alt", "")}

    def _on_first_page(self, card: Node) -> bool:
        """Whether a card says nothing that the first page does not say already."""
        if not self._card or card is self._card:
            return False
        shown, said = (
            {node.text() for node in one.walk() if node.tag in ("li", "p") and "card__some" not in node.classes}
            for one in (self._card, card)
        )
        return bool(said) and said <= shown

    def _target(self, page: Written, ident: str) -> str:
        return f"{page.page.path}#{ident}"

    # Within a sentence

    def _inline(self, nodes: Iterable[Node | str]) -> list[Any]:
        parts: list[Any] = []
        for node in nodes:
            for part in self._words(node):
                last = parts[-1] if parts else None
                if isinstance(last, dict) and last["kind"] == "level" and str(part).startswith(":"):
                    # One word to a machine that reads the page, and no gap to the eye.
                    last["text"].append(":")
                    part = part[1:]
                if isinstance(part, str) and isinstance(last, str):
                    parts[-1] = re.sub(r"\s+", " ", last + part)
                elif _cited(part) and isinstance(last, str):
                    parts[-1] = last.rstrip()  # its number has a space of its own before it
                    parts.append(part)
                elif isinstance(part, dict) and part["kind"] == "cited" and _cited(last):
                    last["numbers"] += [n for n in part["numbers"] if n not in last["numbers"]]
                else:
                    parts.append(part)
        return parts

    def _words(self, node: Node | str) -> list[Any]:
        if isinstance(node, str):
            return [re.sub(r"\s+", " ", node)] if node else []
        tag = node.tag
        if tag == "br":
            return [{"kind": "break"}]
        if tag == "sup" and node.attributes.get("id", "").startswith("fnref"):
            if self.sheet:
                return []
            link = next(child for child in node.walk() if child.tag == "a")
            ident = link.attributes["href"].partition("#fn:")[2]
            if ident not in self.library.guide.sources:
                ident = self._target(self._page, ident)  # a note of the page's own: another page may call one the same
            return [{"kind": "cited", "numbers": [self._numbers.setdefault(ident, len(self._numbers) + 1)]}]
        if "level" in node.classes:
            level = next((name for name in LEVELS if f"level--{name}" in node.classes), self._level) or LEVELS[-1]
            return [{"kind": "level", "level": level, "text": self._inline(node.children)}]
        if tag in STRONG:
            return [{"kind": "strong", "text": self._inline(node.children)}]
        if tag == "a":
            return self._link(node)
        if "help-line" in node.classes and "data-plain" not in node.attributes:
            return [{"kind": "strong", "text": self._inline(node.children)}]
        if tag in PLAIN:
            inside = self._inline(node.children)
            return ["\u201c", *inside, "\u201d"] if tag == "q" else inside
        raise Unknown(tag, node.text()[:60])

    def _link(self, node: Node) -> list[Any]:
        href, text = node.attributes.get("href", ""), self._inline(node.children)
        if not href or self.sheet:
            return text
        if re.match(r"(?:https?|mailto|tel):", href):
            return [{"kind": "link", "to": href, "text": text}]
        if urlsplit(href).scheme:
            return text  # javascript: and the like, which only a page's own Markdown can hold
        path, _, anchor = urljoin(f"/{self._page.url}", href).lstrip("/").partition("#")
        inside = next((page for page in self.pages if page.url == path), None)
        if inside and (anchor or len(self.pages) > 1):
            return [{"kind": "goto", "to": self._target(inside, anchor), "text": text}]
        if self.site:
            return [{"kind": "link", "to": urljoin(self.site, path) + (f"#{anchor}" if anchor else ""), "text": text}]
        return text

    def _unknown(self, error: Unknown) -> Fault:
        at = self._page.page.source.find(f"<{error.tag}")
        what = f"<{error.tag}> is not an element that a PDF can carry: '{error.text}'"
        return self._page.page.fault(at, "", what) if at >= 0 else Fault(self._page.page.file, what)


def _only(node: Node) -> Iterator[Node]:
    """The elements in one that may hold nothing else, such as a list.

    Raises:
        Unknown: for words that stand loose in it.
    """
    for child in node.children:
        if isinstance(child, Node):
            yield child
        elif child.strip():
            raise Unknown(node.tag, child.strip()[:60])


def _level(node: Node) -> str | None:
    """The level that an element's class names: card--urgent."""
    kinds = ("card", "red-flag", "signs", "check__step")
    return next((level for level in LEVELS for kind in kinds if f"{kind}--{level}" in node.classes), None)


def _card(level: str, body: list[dict[str, Any]], split: list[int] | None) -> dict[str, Any]:
    """A card and about how high it is, in the size of its letters, if its lines are not in columns.

    Rather too high, by a tenth to a fifth: Typst measures only a card that comes near a page, since that takes time. A
    line holds more letters than are reckoned here, and takes 1.12 times their size; the frame takes twice their size.
    """
    height = 2 + sum(1.12 * -(-len(text) // LINE) + 0.5 for text in _texts(body))
    return {"kind": "card", "level": level, "body": body, "split": split, "height": height}


def _two_sides(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a sheet: the cards, which cannot be split, come before the last short list instead of the first.

    The first side then holds the emergency card, which every handout begins with, and what a reader has to answer.
    """
    cards = [block for block in blocks if block["kind"] == "card"]
    rest = _unemptied([ELSEWHERE if block["kind"] == "card" else block for block in blocks])
    last = next((i for i in range(len(rest) - 1, -1, -1) if rest[i]["kind"] == "columns"), len(rest))
    before = next((i for i in range(last, -1, -1) if rest[i : i + 1] and rest[i]["kind"] == "heading"), last)
    return [*rest[:before], *cards, *rest[before:]]


def _split(body: list[dict[str, Any]]) -> list[int] | None:
    """Where a card whose lines stand in groups falls into two columns of about one height.

    Returns:
        The indices of the first group, of the first group of the second column, and of what follows the groups; None
        for a card without groups.
    """
    lists = [i for i, block in enumerate(body) if block["kind"] == "list"]
    if len(lists) < 2:
        return None
    starts = [i - 1 if body[i - 1]["kind"] == "p" else i for i in lists]
    heights = [
        0.4 + sum(-(-len(text) // COLUMN) for block in body[i : j + 1] for text in _texts(block))
        for i, j in zip(starts, lists, strict=True)
    ]
    return [starts[0], starts[_half(heights)], lists[-1] + 1]


def _evened(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A card's body with the list cut in two in whose middle the second column begins, to save room."""
    lists = [(i, j) for i, block in enumerate(body) if block["kind"] == "list" for j in range(len(block["items"]))]
    if len(lists) < 4:
        return body
    heights = [-(-len("".join(_texts(body[i]["items"][j]))) // COLUMN) + (1 if j == 0 else 0) for i, j in lists]
    i, j = lists[_half(heights)]
    if j == 0:
        return body
    block = body[i]
    return [*body[:i], {**block, "items": block["items"][:j]}, {**block, "items": block["items"][j:]}, *body[i + 1 :]]


def _half(heights: list[float]) -> int:
    """How many of the groups stand in the first of two columns of about one height."""
    return min(range(1, max(len(heights), 2)), key=lambda i: abs(sum(heights[:i]) - sum(heights[i:])))


def _cited(part: Any) -> bool:
    return isinstance(part, dict) and part["kind"] == "cited"


def _trimmed(parts: list[Any]) -> list[Any]:
    """Parts of a sentence without white space at its ends, and without breaks there."""
    parts = [part for part in parts if part != ""]
    while parts and (parts[0] == {"kind": "break"} or (isinstance(parts[0], str) and not parts[0].strip())):
        parts = parts[1:]
    while parts and (parts[-1] == {"kind": "break"} or (isinstance(parts[-1], str) and not parts[-1].strip())):
        parts = parts[:-1]
    if parts and isinstance(parts[0], str):
        parts = [parts[0].lstrip(), *parts[1:]]
    if parts and isinstance(parts[-1], str):
        parts = [*parts[:-1], parts[-1].rstrip()]
    return parts


def _unemptied(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks without what stands elsewhere, and without the headings under which nothing else stood."""
    kept: list[dict[str, Any]] = []
    emptied = False
    for block in reversed(blocks):
        after = kept[-1] if kept else None
        empty = after is None or (after["kind"] == "heading" and after["depth"] <= block.get("depth", 0))
        if block is ELSEWHERE:
            emptied = True
        elif block["kind"] == "heading" and block["depth"] > 0 and emptied and empty:
            pass
        else:
            emptied = False
            kept.append(block)
    return kept[::-1]


def _headings(blocks: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if isinstance(block, dict):
            if block.get("kind") == "heading":
                yield block
            else:
                yield from _headings(v for key in ("body", "items") for v in block.get(key, []))
        elif isinstance(block, list):
            yield from _headings(block)


def _clamp(blocks: list[dict[str, Any]]) -> None:
    """Let no heading stand more than one level below the one before it, which PDF/UA-1 forbids."""
    last = 0
    for heading in _headings(blocks):
        heading["depth"] = last = max(1, min(heading["depth"], last + 1))


def _texts(part: Any) -> Iterator[str]:
    """Every text of composed data, in order, a line for each run of words."""
    if isinstance(part, dict):
        for key in ("term", "text", "head", "rows", "body", "items", "alt"):
            value = part.get(key)
            if key in ("text", "term") and isinstance(value, list):
                yield "".join(_flat(value))
            elif isinstance(value, str):
                yield value
            elif value:
                yield from _texts(value)
    elif isinstance(part, list):
        if any(isinstance(entry, str) for entry in part):
            yield "".join(_flat(part))
        else:
            for entry in part:
                yield from _texts(entry)


def _widths(rows: list[list[list[Any]]]) -> list[float]:
    """For each column its part of a table's width: room for its longest word, and of the rest by its letters."""
    cited = {"kind": "plain", "text": ["\u00a0[000]"]}  # on the line of the word before it
    plain = [
        ["".join(_flat([cited if isinstance(p, dict) and p["kind"] == "cited" else p for p in cell])) for cell in row]
        for row in rows
    ]
    columns = list(zip(*plain, strict=True))
    least = [max(len(word) for text in column for word in text.split(" ")) + 2 for column in columns]
    letters = [sum(map(len, column)) for column in columns]
    rest = max(0, WIDEST - sum(least))
    return [one + rest * many / max(1, sum(letters)) for one, many in zip(least, letters, strict=True)]


def _flat(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part["kind"] != "break":
            yield from _flat(part.get("text", []))


def _resolve(part: Any, targets: set[str]) -> Iterator[str]:
    """Turn links to what the handout does not hold into plain words; yield the targets of the others."""
    if isinstance(part, dict) and part.get("kind") == "goto":
        if part["to"] in targets:
            yield part["to"]
        else:
            part["kind"] = "plain"
    for value in _within(part):
        yield from _resolve(value, targets)


def _named(part: Any) -> Iterator[dict[str, Any]]:
    """Headings and terms that a link may lead to."""
    if isinstance(part, dict) and "id" in part:
        yield part
    for value in _within(part):
        yield from _named(value)


def _within(part: Any) -> Iterable[Any]:
    return part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()


def _rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left. Source: Unicode UAX #9, rules P2 and P3."""
    found = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in found if kind in ("L", "R", "AL")), "L") != "L"
