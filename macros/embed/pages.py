"""Every file that the embed publishes, by its address under the site, all drawn from the feed.

Frames and copies are drawn for each region. Their words are turned into HTML once; only the help lines differ.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from ..data.edition import Edition
from ..data.library import Library
from ..data.model import HelpLine
from ..data.text import CARD_LINES
from ..faults import Fault, Faults
from ..web.policy import frame_policy
from ..web.scripts import Scripts
from .feed import Feed, Tree, categories, words

FOLDER = Path(__file__).parent
"""With the templates, scripts and styles of all this; published only as what is made of it."""

V1 = "embed/v1"

DOM, ACCORDION = "web/dom.js", "components/_accordion/script.js"
SCRIPTS = {
    "faq.js": ("embed/faq.css", ACCORDION, "embed/faq.js"),
    "frame.js": (ACCORDION, "embed/frame.js"),
    "resize.js": ("embed/resize.js",),
}
"""The scripts published under V1, and the files that each is made of, from macros/."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

WIDTH = 600
"""The width in pixels that a frame's height is estimated for, and that oEmbed asks for."""


def addresses(library: Library, locale: str) -> Iterator[str]:
    """Where the files of `draw` will be: known before any page is rendered, so that pages can link to them.

    The scripts and styles are those of the guide's own language. Of a draft there are frames alone, which say so.
    """
    if not library.translation:
        yield from (f"{V1}/{name}" for name in (*SCRIPTS, "frame.css"))
    for category in (None, *categories(library)):
        if not library.draft:
            yield feed_address(locale, category)
        for region in library.guide.help_lines:
            yield frame_address(locale, region, category) + "index.html"
            if not library.draft:
                yield copy_address(locale, region, category)
                yield oembed_address(locale, region, category)


def feed_address(locale: str, category: str | None) -> str:
    return f"{V1}/faq.{locale}{f'.{category}' if category else ''}.json"


def frame_address(locale: str, region: str, category: str | None) -> str:
    return f"{V1}/frame/{locale}/{region}/{f'{category}/' if category else ''}"


def copy_address(locale: str, region: str, category: str | None) -> str:
    return f"{V1}/static/{locale}/{region}/{category or 'all'}.html"


def oembed_address(locale: str, region: str, category: str | None) -> str:
    return f"{V1}/oembed/{locale}/{region}/{category or 'all'}.json"


def draw(feed: Feed, edition: Edition, scripts: Scripts, languages: list[str]) -> Iterator[tuple[str, str]]:
    """Each file's address and text, those that `addresses` leaves out among them.

    Args:
        feed: what to draw.
        edition: the guide, and the day that a copy is dated with.
        scripts: what joins the browser's scripts and makes them small.
        languages: those that the element can show, the guide's own first.

    Raises:
        Faults: for a template that cannot be drawn, and a script or style that cannot be read.
    """
    strings, locale, home = edition.guide.strings, edition.language, edition.root
    for name, files in SCRIPTS.items():
        constants = {"languages": languages} if name == "faq.js" else {}
        yield f"{V1}/{name}", scripts.bundle(files, **constants)
    yield f"{V1}/frame.css", _read(FOLDER / "frame.css")
    templates = _templates(edition.compiled)
    for category in (None, *categories(feed.library)):
        data = feed.of(category)
        view = _view(data, strings.overdue if edition.overdue(feed.dates) else "")
        height = _height(data, view["cards"])
        yield feed_address(locale, category), feed.json(category)
        for region, lines in edition.guide.help_lines.items():
            frame, oembed = frame_address(locale, region, category), oembed_address(locale, region, category)
            values = {
                **view,
                "strings": strings,
                "region": strings.embed_region.replace("{region}", lines.name),
                "copied": strings.embed_copied.replace("{date}", edition.day(edition.today)),
                "root": "../" * (frame.count("/") - 2),
                "oembed": "" if edition.library.draft else home + oembed,
                "policy": frame_policy(header=False),
                "licence": LICENCE,
            }
            fill = {line: _help(lines[line], plain=False) for line in ("emergency", "urgent", "routine")}
            fill |= {f"{line} plain": escape(lines[line].say) for line in ("emergency", "urgent", "routine")}
            for address, template in (
                (f"{frame}index.html", "frame.html"),
                (copy_address(locale, region, category), "static.html"),
            ):
                drawn = _drawn(templates, template, values)
                yield address, HELP.sub(lambda mark, fill=fill: fill[mark[1]], drawn)
            yield oembed, _oembed(data, home + frame, height)


# Feed → HTML ---------------------------------------------------------------------------------------------------------

HELP = re.compile(r"<help ([a-z]+(?: plain)?)>")
"""Where a help line of the region goes."""


def html(*parts: Tree) -> Markup:
    """Nodes of a feed as HTML, with marks where the help lines go."""
    return Markup("").join(map(_html, parts))


def _html(part: Tree) -> Markup:
    if isinstance(part, str):
        return escape(part)
    tag, attributes, *children = part
    if tag == "help":
        return Markup(f"<help {attributes['line']}{' plain' if attributes.get('plain') else ''}>")
    start = Markup(tag) + Markup("").join(Markup(' {}="{}"').format(*pair) for pair in attributes.items())
    return Markup(f"<{start}>") if tag == "br" else Markup(f"<{start}>{html(*children)}</{tag}>")


def _help(line: HelpLine, *, plain: bool) -> Markup:
    """Who to turn to, each number a link that calls it."""
    pieces = (
        Markup('<a href="tel:{}">{}</a>').format(number, text) if number else escape(text)
        for text, number in line.parts()
    )
    return Markup('<span class="help-line">{}</span>').format(Markup("").join(pieces))


def _view(data: dict[str, Any], overdue: str) -> dict[str, Any]:
    """What the templates show of a feed: its notices, the cards that its questions call for, its questions."""
    wanted = sorted({i for item in data["items"] for i in item["urgent"]})
    shown = {
        level: card["lines"] if level == "emergency" else [card["lines"][i] for i in wanted]
        for level, card in data["cards"].items()
    }
    notices = [*data["notices"], *([["p", {}, ["strong", {}, overdue]]] if overdue else [])]
    return {
        "feed": data,
        "notices": [html(notice) for notice in notices],
        "cards": [
            {
                "level": level,
                "name": card["level"],
                "title": html(*card["title"]),
                "some": html(*card["some"]) if len(shown[level]) < len(card["lines"]) else "",
                "groups": _groups(shown[level]),
                "child": card["child"],
            }
            for level, card in data["cards"].items()
            if shown[level]
        ],
        "items": [
            {
                "id": item["id"],
                "retired": [old for old, ident in data["retired"].items() if ident == item["id"]],
                "question": item["q"],
                "answer": html(*item["a"]),
                "url": item["url"],
            }
            for item in data["items"]
        ],
    }


def _groups(lines: list[Any]) -> list[tuple[str, list[Markup]]]:
    """The lines of a card under the titles of their groups, or all under none where they are few enough."""
    groups: dict[str, list[Markup]] = {}
    for title, line in lines:
        groups.setdefault(title if len(lines) > CARD_LINES else "", []).append(html(*line))
    return list(groups.items())


def _in_new_window(text: Markup) -> Markup:
    return Markup(re.sub(r'<a (?=href="http)', '<a target="_blank" rel="noopener" ', text))


def _templates(compiled: BytecodeCache | None) -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled,
    )
    env.filters["in_new_window"] = _in_new_window
    return env


def _drawn(env: Environment, name: str, values: dict[str, Any]) -> str:
    """A template filled in."""
    try:
        return env.get_template(name).render(values).lstrip()
    except TemplateSyntaxError as error:
        what, file, line = error.message or "is not a template", error.name or name, error.lineno
    except TemplateError as error:
        what, file, line = error.message or "cannot be drawn", name, 0
    raise Faults([Fault(f"macros/embed/{file}", what, line)]) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Faults([Fault(f"macros/embed/{file.name}", error.strerror or "cannot be read")]) from None


# oEmbed --------------------------------------------------------------------------------------------------------------


def _oembed(data: dict[str, Any], frame: str, height: int) -> str:
    """What a site gets that embeds the page by its address. Source: oembed.com, version 1.0, type "rich".

    WordPress keeps only these elements and attributes, and shows the quotation until the frame has spoken.
    """
    title = data["title"]
    return json.dumps(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": data["name"],
            "provider_url": data["home"],
            "title": title,
            "cache_age": 86400,
            "width": WIDTH,
            "height": height,
            "html": Markup(
                '<blockquote><a href="{}">{}</a></blockquote>'
                '<iframe src="{}" width="100%" height="{}" title="{}" frameborder="0"></iframe>'
            ).format(data["url"], title, frame, height, title),
        },
        ensure_ascii=False,
    )


def _height(data: dict[str, Any], cards: list[dict[str, Any]]) -> int:
    """About how many pixels high a frame is with every answer closed, at `WIDTH`: rows of text by their letters.

    The numbers are those of frame.css. The script in the frame sets it right; this keeps the page from jumping.
    """

    def rows(text: str, width: float, line: float = 24, letter: float = 7.5) -> float:
        return math.ceil(len(text) * letter / width) * line

    height = 27 + 20 + 32  # the title, the edges, the room between
    height += sum(rows(words(notice), 550) + 36 for notice in data["notices"])
    for card in cards:
        width, line, letter = 568, 18.75, 7.2
        height += 8 + 10 + 6 + rows(card["title"].striptags() + card["name"], width, 20, 9.5) + 2
        height += line if card["some"] else 0
        for title, lines in card["groups"]:
            height += line if title else 0
            height += sum(rows(sign.striptags(), width - 16, line, letter) for sign in lines)
        height += rows(card["child"], width, line, letter) + 3
    height += 48
    height += sum(max(52, rows(item["q"], 540, 20, 9) + 13 + 2) for item in data["items"])
    height += 16 + 2 * 24 + 3 * 10 + 24
    return round(height)
