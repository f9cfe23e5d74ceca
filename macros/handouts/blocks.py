"""Trees → blocks: what a page says, as a handout says it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from mkdocs.structure.files import File

from ..data.model import LEVELS
from ..faults import Fault, Faults
from ..pages.drawn import DrawnPage
from ..pages.tree import BLOCKS, Node, Unknown
from . import parts
from .nodes import WEB_ONLY, called, on_paper, only
from .parts import BREAK, ELSEWHERE, Block, Run, gathered, in_columns, in_letters, texts, trimmed, unemptied, widths

PLAIN = frozenset({"abbr", "cite", "code", "kbd", "mark", "q", "small", "span", "time", "u", "var"})
"""Elements within a sentence that are set as the words around them: no italics, no underlines, no small letters."""
STRONG = frozenset({"b", "em", "i", "strong"})
THROUGH = frozenset({"article", "div", "figure", "section", "tbody", "thead"})
"""Elements whose children stand in their place."""
FRAMED = frozenset({"card", "red-flag"})
"""Components with the frame of their level."""
OF_SIGNS = frozenset({"card", "signs"})
"""Components that call the signs, which a handout tells once."""
LEVEL_CARDS = frozenset(f"card--{level}" for level in LEVELS)
SOURCES = frozenset({"after-cards", "cited", "footnote", "sources-cited", "help-lines"})
"""Sources, to which a handout leads by its code and its address, and help lines, which stand beside that."""
PICTURES = (".svg", ".png", ".jpg", ".jpeg")


class Reader:
    """Makes blocks of the pages that one handout holds.

    Args:
        pages: those pages.
        whole: whether they are sections of a whole guide.
        site: the website's address, or "" where no reader could reach it.
        pictures: the website's files, by their address in it.
        sources: the names of the guide's sources, which a handout does not print.
        terms: the names of the glossary's words, whose meanings a handout has where it has room for them.
        quotes: the marks round what somebody says, two letters.

    Attributes:
        files: the pictures that were read, by the names that the blocks give them.
        targets: where a link within the handout may lead.
        named: the addresses in the site of the pages that the words lead to and the handout does not hold.
    """

    def __init__(
        self,
        pages: list[DrawnPage],
        whole: bool,
        site: str,
        pictures: dict[str, File],
        sources: Container[str],
        terms: Container[str],
        quotes: str,
    ) -> None:
        self.files: dict[str, bytes] = {}
        self.targets: set[str] = set()
        self.named: dict[str, None] = {}
        self._pages, self._whole, self._site, self._pictures = pages, whole, site, pictures
        self._sources, self._explained, self._quotes = sources, terms, quotes
        self._page = pages[0]
        self._level: str | None = None
        self._language = ""
        self._told: set[str] = set()
        cards = [card for page in pages for card in page.tree.find("card") if not card.find("card__some")]
        self._whole_cards = {name for card in cards for name in card.classes & LEVEL_CARDS}
        self._asks = any(page.tree.find("ask-first") for page in pages)

    def of(self, page: DrawnPage) -> list[Block]:
        """What a page says.

        Raises:
            Faults: for an element or a picture that a PDF cannot carry.
        """
        self._page = page
        try:
            return gathered(unemptied(self._blocks(on_paper(page.tree.children))))
        except Unknown as error:
            at = page.page.source.find(f"<{error.tag}")
            what = f"<{error.tag}> is not an element that a PDF can carry: '{error.text}'"
            raise Faults([page.page.fault(at, "", what) if at >= 0 else Fault(page.page.file, what)]) from None

    def inside(self, nodes: Iterable[Node | str]) -> list[Block]:
        """Blocks that stand in another."""
        return gathered([block for block in self._blocks(nodes) if block is not ELSEWHERE])

    def _blocks(self, nodes: Iterable[Node | str]) -> list[Block]:
        blocks: list[Block] = []
        words: list[Node | str] = []

        def flush() -> None:
            if text := parts.in_language(self._language, trimmed(self._run(words))):
                blocks.append({"kind": "p", "text": text})
            words.clear()

        for node in nodes:
            if isinstance(node, Node) and (node.tag in BLOCKS or node.tag == "img"):
                flush()
                blocks += self._block(node)
            else:
                words.append(node)
        flush()
        return blocks

    def _block(self, node: Node) -> list[Block]:
        outer, self._language = self._language, node.attributes.get("lang", self._language)
        made, self._language = self._of(node), outer
        return made

    def _of(self, node: Node) -> list[Block]:
        tag, classes = node.tag, node.classes
        if tag == "img":
            return [] if WEB_ONLY in classes else self._picture(node)
        if classes & SOURCES or self._held_elsewhere(node):
            return [ELSEWHERE]
        if "card__some" in classes:
            return []  # of the signs of its level: the other lines of a card are what it is for
        level = next((name for name in LEVELS for kind in FRAMED if f"{kind}--{name}" in classes), None)
        if level or "signs" in classes:
            before, self._level = self._level, level or self._level
            body = self._untold(node) if classes & OF_SIGNS else self.inside(node.children)
            self._level = before
            if "signs" in classes and body:
                said = next(name for name in LEVELS if f"signs--{name}" in classes)
                return [{"kind": "signs", "level": said, "body": body}]
            if not level or not body:
                return body or [ELSEWHERE]
            return [{"kind": "card", "level": level, "body": in_columns(body) if "card" in classes else body}]
        if (tag in THROUGH and "admonition" in classes) or tag in ("blockquote", "aside"):
            return [{"kind": "box", "main": "message" in classes, "body": self.inside(node.children)}]
        if tag == "p" and "care" in classes and not self._level:
            return [{"kind": "box", "main": False, "body": self._blocks(node.children)}]
        if tag in THROUGH or tag in ("figcaption", "p"):
            return self._blocks(node.children)
        if re.fullmatch("h[1-6]", tag):
            return [self._heading(node)]
        if tag in ("ul", "ol"):
            return self._list(node)
        if tag == "dl":
            return [{"kind": "terms", "items": list(self._terms(node))}]
        if tag == "table":
            return [self._table(node)]
        if tag == "hr":
            return []
        raise Unknown(tag, node.text()[:60])

    def _held_elsewhere(self, node: Node) -> bool:
        """Whether a card or a step of the check says what the handout says in full in another place."""
        if "check__step" in node.classes:
            signs = {child.text() for child in node.walk() if child.tag == "li"}
            return signs <= self._told or (self._asks and "check__step--ask-first" in node.classes)
        return bool(node.classes & self._whole_cards and node.find("card__some"))

    def _untold(self, node: Node) -> list[Block]:
        """What a card says without the signs that the handout has told before; nothing if that is all of them."""
        signs = {sign.text() for sign in called(node) or (child for child in node.walk() if child.tag == "li")}
        if not signs:
            return self.inside(node.children)
        if signs <= self._told:
            return []
        body: list[Block] = []
        for block in self.inside(node.children):
            if block["kind"] == "list":
                items = [item for item in block["items"] if "\n".join(texts(item)) not in self._told]
                self._told |= {"\n".join(texts(item)) for item in items}
                if items:
                    body.append({**block, "items": items})
                elif body[-1:] and body[-1]["kind"] == "p":
                    body.pop()  # the name of the group
            elif "\n".join(texts(block)) not in self._told:
                body.append(block)
        self._told |= {node.text() for node in node.find("card__child")}
        return body

    def _heading(self, node: Node) -> Block:
        anchor = "" if node.tag == "h1" else node.attributes.get("id", "")
        ident = _target(self._page, anchor)
        if anchor and ident in self.targets:
            source = self._page.page.source
            at = max(source.rfind("{#" + anchor), source.rfind("{: #" + anchor), 0)
            what = f"two headings have the id '{anchor}': a link could not tell them apart"
            raise Faults([self._page.page.fault(at, "", what)])
        self.targets.add(ident)
        # A single page's title is the document's, so its sections are the first headings.
        depth = int(node.tag[1]) - (0 if self._whole else 1)
        return {"kind": "heading", "depth": depth, "id": ident, "text": trimmed(self._run(node.children))}

    def _list(self, node: Node) -> list[Block]:
        items = called(node) or list(only(node))
        if not any(re.fullmatch("h[1-6]", inside.tag) for item in items for inside in item.walk()):
            start = node.attributes.get("start", "")
            return [
                {
                    "kind": "list",
                    "ordered": node.tag == "ol",
                    "start": int(start) if start.isdecimal() else 1,
                    "items": [self.inside(item.children) for item in items],
                }
            ]
        # A heading in a list: the sections stand by themselves, with their numbers in the headings.
        blocks: list[Block] = []
        for number, item in enumerate(items, 1):
            section = self._blocks(item.children)
            heading = next((block for block in section if block["kind"] == "heading"), None)
            if heading and node.tag == "ol":
                heading["text"] = [f"{number}. ", *heading["text"]]
            blocks += section
        return blocks

    def _terms(self, node: Node) -> Iterator[Block]:
        item: Block | None = None
        for entry in only(node):
            for part in only(entry) if entry.tag == "div" else (entry,):
                if part.tag == "dt":
                    item = {"term": trimmed(self._run(part.children)), "body": []}
                    if "id" in part.attributes:
                        item["id"] = _target(self._page, part.attributes["id"])
                        self.targets.add(item["id"])
                    yield item
                elif part.tag == "dd" and item:
                    item["body"] += self.inside(part.children)
                else:
                    raise Unknown(part.tag, part.text()[:60])

    def _table(self, node: Node) -> Block:
        rows = [child for child in node.walk() if child.tag == "tr"]
        cells = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        spans = any({"colspan", "rowspan"} & c.attributes.keys() for row in cells for c in row)
        if spans or not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
            raise Unknown("table", node.text()[:60])
        drawn = [[trimmed(self._run(c.children)) for c in row] for row in cells]
        return {"kind": "table", "head": drawn[0], "rows": drawn[1:], "widths": widths(drawn)}

    def _picture(self, node: Node) -> list[Block]:
        """A picture, the first time that the handout shows it."""
        src = node.attributes.get("src", "")
        url = urljoin(f"/{self._page.url}", src).lstrip("/")
        file = self._pictures.get(url)
        if file is None or not url.lower().endswith(PICTURES):
            name = src.rpartition("/")[2]
            what = f"the picture '{name}' cannot stand in a PDF: it has to be an SVG, PNG or JPEG file of the site"
            raise Faults([self._page.page.fault(max(self._page.page.source.find(name), 0), "", what)])
        name = url.replace("/", "-")
        if name in self.files:
            return []
        self.files[name] = file.content_bytes
        width, height = in_letters(file.content_bytes)
        return [
            {"kind": "picture", "file": name, "alt": node.attributes.get("alt", ""), "width": width, "height": height}
        ]

    # Within a sentence

    def _run(self, nodes: Iterable[Node | str]) -> Run:
        run: Run = []
        for node in nodes:
            for part in self._parts(node):
                last = run[-1] if run else None
                if isinstance(part, str) and isinstance(last, str):
                    run[-1] = re.sub(r"\s+", " ", last + part)
                else:
                    run.append(part)
        return run

    def _parts(self, node: Node | str) -> Run:
        if isinstance(node, str):
            return [re.sub(r"\s+", " ", node)] if node else []
        tag = node.tag
        if tag == "br":
            return [dict(BREAK)]
        if tag == "sup" and node.attributes.get("id", "").startswith("fnref"):
            return self._note(next(child for child in node.walk() if child.tag == "a").attributes["href"][1:])
        if node.classes & {"button", WEB_ONLY}:
            return []
        text = self._run(node.children)
        if "level" in node.classes:
            level = next((name for name in LEVELS if f"level--{name}" in node.classes), self._level) or LEVELS[-1]
            return [{"kind": "level", "level": level, "text": text}]
        if tag in STRONG or ("help-line" in node.classes and "data-plain" not in node.attributes):
            return [{"kind": "strong", "text": text}]
        if tag == "a":
            return self._link(node.attributes.get("href", ""), text)
        if tag in PLAIN:
            return (
                [self._quotes[0], *text, self._quotes[1]]
                if tag == "q"
                else parts.in_language(node.attributes.get("lang"), text)
            )
        raise Unknown(tag, node.text()[:60])

    def _note(self, ident: str) -> Run:
        """A note of the page's own, where it is called: paper has no place that a number could lead to."""
        if ident.removeprefix("fn:") in self._sources:
            return []
        note = next(node for node in self._page.tree.walk() if node.attributes.get("id") == ident)
        return [f" ({note.text(lambda inside: 'footnote-backref' in inside.classes)})"]

    def _link(self, href: str, text: Run) -> Run:
        if re.match(r"(?:https?|mailto|tel):", href):
            return [{"kind": "link", "to": href, "text": text}]
        if not href or urlsplit(href).scheme:
            return text  # javascript: and the like, which only a page's own Markdown can hold
        path, _, anchor = urljoin(f"/{self._page.url}", href).lstrip("/").partition("#")
        held = next((page for page in self._pages if page.url == path), None)
        if held and (anchor or self._whole):
            return [{"kind": "goto", "to": _target(held, anchor), "text": text}]
        if not self._site:
            return text
        if not held:
            if anchor in self._explained:
                return text  # paper has no room to send a reader to a word
            self.named[path] = None
        return [{"kind": "link", "to": urljoin(self._site, path) + (f"#{anchor}" if anchor else ""), "text": text}]


def _target(page: DrawnPage, ident: str) -> str:
    return f"{page.page.path}#{ident}"
