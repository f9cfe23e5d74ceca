"""The feed: the page of the questions as JSON, which the element draws, and from which frames and copies are made.

A node is a text or `[tag, attributes, *children]`; `["help", {"line": "emergency"}]` stands for a help line of the
reader's region. The trees come from the rendered page, so that its words and the feed's cannot differ. Every address is
absolute. Version 1 only ever gains keys.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from ..data.cards import called_for
from ..data.cards import cards as cards_of
from ..data.edition import Edition
from ..data.library import Library
from ..data.model import Dates, RedFlag
from ..data.text import PLACEHOLDERS
from ..faults import Fault
from ..pages.tree import Node

Tree = str | list[Any]

TEXT = frozenset({"a", "br", "em", "strong", "sub", "time"})
BLOCKS = frozenset({"dd", "dl", "dt", "li", "ol", "p", "table", "tbody", "td", "th", "thead", "tr", "ul"})
"""The elements that a feed may hold. The words of any other stand without it."""

KEPT = {"a": ("href",), "ol": ("start",), "td": ("colspan",), "th": ("colspan", "scope")}
"""The attributes that a feed may hold."""

LEVEL_WORDS = frozenset({"level"})
"""The class of what a card's heading begins with: the level's name, with a colon."""


def trees(node: Node, url: str) -> list[Tree]:
    """What stands in an element of a page, without what only the page needs: citations, classes, ids.

    Args:
        node: the element.
        url: the page's address, against which its links are resolved.
    """
    found: list[Tree] = []
    for child in node.children:
        for part in [re.sub(r"\s+", " ", child)] if isinstance(child, str) else _trees(child, url):
            if isinstance(part, str) and found and isinstance(found[-1], str):
                found[-1] += part
            else:
                found.append(part)
    if any(_block(part) for part in found):
        return [part for part in found if not isinstance(part, str) or part.strip()]
    if node.tag not in TEXT and found:
        if isinstance(found[0], str):
            found[0] = found[0].lstrip()
        if isinstance(found[-1], str):
            found[-1] = found[-1].rstrip()
    return [part for part in found if part]


def _trees(node: Node, url: str) -> list[Tree]:
    if node.tag == "sup" or "cited" in node.classes:
        return []
    if line := node.attributes.get("data-help-line"):
        return [["help", {"line": line, **({"plain": True} if "data-plain" in node.attributes else {})}]]
    inside = trees(node, url)
    tag = {"b": "strong", "i": "em"}.get(node.tag, node.tag)
    # Of a translation, what shows the English says so.
    foreign = {name: node.attributes[name] for name in ("lang", "dir") if name in node.attributes}
    if tag not in TEXT and tag not in BLOCKS:
        return [_in(foreign, part) for part in inside] if foreign else inside
    attributes = {name: node.attributes[name] for name in KEPT.get(tag, ()) if name in node.attributes} | foreign
    if "href" in attributes:
        attributes["href"] = urljoin(url, attributes["href"])
    return [[tag, attributes, *inside]]


def _in(language: dict[str, str], part: Tree) -> Tree:
    """A node in another language than those around it."""
    if isinstance(part, str):
        return ["span", language, part]
    return part if part[0] == "help" else [part[0], part[1] | language, *part[2:]]


def _block(part: Tree) -> bool:
    return not isinstance(part, str) and part[0] in BLOCKS


def words(*parts: Tree, help: Callable[[str], str] = str) -> str:
    """The words of some nodes, white space folded.

    Args:
        help: the words of a help line, by its name.
    """

    def texts(part: Tree) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        elif part[0] == "help":
            yield help(part[1]["line"])
        else:
            space = " " if _block(part) or part[0] == "br" else ""
            yield space
            yield from chain.from_iterable(map(texts, part[2:]))
            yield space

    return " ".join("".join(chain.from_iterable(map(texts, parts))).split())


def faults(library: Library) -> Iterator[Fault]:
    """Help lines in words that the feed carries as plain text, for readers of every region alike."""
    strings = {("strings", "child"), *(("strings", "level", level, "name") for level in ("emergency", "urgent"))}
    for place, text in library.texts():
        plain = (
            place[0] in ("groups", "categories") or place in strings or (place[0] == "faq" and place[2] == "question")
        )
        if plain and (named := re.search(r"\{(" + "|".join(PLACEHOLDERS) + r")\}", text)):
            yield library.fault(
                place, f"{named[0]} cannot stand here: these words are the same for readers of every region"
            )


def categories(library: Library) -> list[str]:
    """The categories that have questions, in the guide's order: each has a feed, frames and copies of its own."""
    used = {question.category for question in library.guide.faq}
    return [category for category in library.guide.categories if category in used]


class Feed:
    """The feed of one guide.

    Args:
        edition: the guide.
        page: the rendered page of the questions.
        cards: the summary cards of all red flags, rendered; before them the notice of a withdrawal, if any.
        url: the address of that page.
        name: the site's name.
        dates: when the page was last checked, and must be checked again.
    """

    def __init__(self, edition: Edition, page: Node, cards: Node, *, url: str, name: str, dates: Dates) -> None:
        self.library = library = edition.library
        guide, strings = library.guide, library.guide.strings
        self.url = url
        self.dates = dates
        self.due = min(dates.next_review, guide.review.next_review)
        shown = self._cards(edition, cards)
        urgent = {flag.id: i for i, flag in enumerate(_lines(library, None, "urgent"))}
        items = [
            {
                "id": question.id,
                "cat": question.category,
                "q": item.find("faq__question")[0].text(),
                "url": f"{url}#{question.id}",
                "a": trees(item.find("faq__answer")[0], url),
                "urgent": sorted(
                    urgent[flag.id] for flag in _lines(library, called_for(library, question.red_flags), "urgent")
                ),
            }
            for item in page.find("faq__item")
            if (question := library.faq.get(item.find("faq__question")[0].attributes.get("id", "")))
        ]
        used = {item["cat"] for item in items}
        heading = next((node for node in page.walk() if node.tag == "h1"), page)
        self.data: dict[str, Any] = {
            "v": 1,
            "rev": "",
            "lang": edition.language,
            "dir": edition.locale.text_direction,
            "title": heading.text(),
            "url": url,
            "home": edition.site,
            "name": name,
            "region": edition.region,
            "reviewed": dates.last_reviewed.isoformat(),
            "next": self.due.isoformat(),
            "s": {
                "open": strings.faq_open_all,
                "close": strings.faq_close_all,
                "source": strings.embed_source,
                "reviewed": f"{strings.last_reviewed}: {edition.day(dates.last_reviewed)}",
                "next": f"{strings.next_review}: {edition.day(dates.next_review)}",
                "state": _state(edition),
                "overdue": strings.overdue,
                "more": strings.embed_more,
            },
            "notices": [
                part for child in cards.children if getattr(child, "tag", "") == "p" for part in _trees(child, url)
            ],
            "help": {
                region: {line: lines[line].parts() for line in PLACEHOLDERS}
                for region, lines in guide.help_lines.items()
            },
            "cards": shown,
            "categories": {ident: title for ident, title in guide.categories.items() if ident in used},
            "items": items,
            "retired": self._retired(items),
        }
        newest = max([dates.last_reviewed, *(change.date for change in guide.changes)])
        self.data["rev"] = f"{newest}.{hashlib.sha256(self.json().encode()).hexdigest()[:8]}"

    def of(self, category: str | None) -> dict[str, Any]:
        """The feed of one category, or of all."""
        if category is None:
            return self.data
        title = self.library.guide.categories[category]
        items = [item for item in self.data["items"] if item["cat"] == category]
        return {
            **self.data,
            "title": f"{self.data['title']}: {title}",
            "categories": {category: title},
            "items": items,
            "retired": self._retired(items),
        }

    def json(self, category: str | None = None) -> str:
        return json.dumps(self.of(category), ensure_ascii=False, separators=(",", ":"))

    def _retired(self, items: list[dict[str, Any]]) -> dict[str, str]:
        """Ids that some questions had before: other people's pages still name them."""
        now = {item["id"] for item in items}
        return {old: ident for old, ident in self.library.guide.retired.items() if ident in now}

    def _cards(self, edition: Edition, cards: Node) -> dict[str, Any]:
        """The emergency card and the urgent one, with every line of the guide."""
        shown = {}
        for level in ("emergency", "urgent"):
            for card in cards.find(f"card--{level}"):
                heading = card.find("card__heading")[0]
                name = heading.find("level")[0]
                title = [c for c in heading.children if isinstance(c, str) or not c.classes & LEVEL_WORDS]
                titles = self.library.guide.groups
                lines = [node for node in card.walk() if node.tag == "li"]
                shown[level] = {
                    "level": name.text().removesuffix(":"),
                    "title": trees(Node(heading.tag, {}, tuple(title)), self.url),
                    "lines": [
                        [titles[flag.group], trees(node, self.url)]
                        for flag, node in zip(_lines(self.library, None, level), lines, strict=True)
                    ],
                    "child": edition.guide.strings.child,
                    "some": self._some(cards, level),
                }
        return shown

    def _some(self, cards: Node, level: str) -> list[Tree]:
        """What a card says that shows only some of its lines: that it does, and where all of them are."""
        strings = self.library.guide.strings
        after = (link.attributes.get("href", "") for part in cards.find("after-cards") for link in part.walk())
        page = next((href.partition("#")[0] for href in after if href and not href.startswith("#")), "")
        if not page:
            return [strings.card_some]
        address = urljoin(self.url, f"{page}#{_lines(self.library, None, level)[0].id}")
        return [f"{strings.card_some}. ", ["a", {"href": address}, strings.card_all]]


def _lines(library: Library, idents: Iterable[str] | None, level: str) -> list[RedFlag]:
    """The lines of the card of some red flags (None: all), in its order."""
    return [line for card in cards_of(library, idents, (level,)) for line in card.lines]


def _state(edition: Edition) -> str:
    """Who has reviewed the guide, as its pages say it."""
    strings, reviewer = edition.guide.strings, edition.guide.review.clinical_reviewer
    if not reviewer:
        return strings.not_reviewed
    return f"{strings.reviewed_by}: {reviewer.name}, {reviewer.role} ({edition.day(reviewer.date)})"
