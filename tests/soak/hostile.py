"""Hostile words in the data: refused with a fault, or published with nothing in them that acts.

Texts come from a grammar of what has broken Markdown, HTML and template systems, put together at random. All of them
go into one data file; those that the model refuses are taken out again; the others are built, and a browser reads what
each channel made of them. To add a channel, write a function and list it in `CHANNELS`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from macros.data.library import load
from macros.data.words import ENGLISH, defaults, overlay
from macros.embed.feed import faults
from macros.faults import Faults
from macros.pages import signs
from tests.conftest import SECOND_TOPIC, Project
from tests.soak import report
from tests.soak.builds import forked, unfinished
from tests.soak.mutations import listed

DATA = "docs/_data/bike.yml"
Place = tuple[str | int, ...]
Channel = Iterator[tuple[str, str | set[str]]]
Reader = Callable[[Path], Channel]

# The grammar ---------------------------------------------------------------------------------------------------------

ACTS = ("alert(1)", "top.hit=1", "fetch('//x.example')", "document.title='hit'", "import('//x.example')")
SCHEMES = listed(
    "javascript:¦JaVaScRiPt:¦java\tscript:¦java\nscript:¦ javascript:¦"
    "\x01javascript:¦javascript :¦&#106;avascript:¦&#x6A;avascript&colon;¦"
    "java&Tab;script:¦javascript\\:¦%6Aavascript:¦vbscript:¦data:text/html,¦"
    "data:text/html;base64,¦data:image/svg+xml,¦file:///etc/passwd¦blob:¦//x.example/¦"
    "https://x.example/¦http://x.example/¦/faq.md#¦/../¦/faq.md?¦\\\\x.example\\¦"
    "view-source:¦tel:"
)
TAGS = (
    *("script", "SCRIPT", "scr\u0130pt", "img", "svg", "iframe", "frame", "object", "embed", "style", "form", "base"),
    *("link", "meta", "input", "button", "textarea", "select", "details", "video", "math", "template", "noscript", "a"),
    *("x-y", "plaintext", "title", "xmp", "marquee", "body", "html", "head", "isindex", "portal", "\uff53cript", "p"),
)
HANDLERS = ("onerror", "onload", "onclick", "onmouseover", "ontoggle", "onfocus autofocus", "ONERROR", "on\u017ferror")


ALLOWED_ADDRESSES = listed(
    "https://x.example/¦https://x.example/javascript:¦"
    "https://javascript:alert@x.example/¦https://x.example#¦https://x.example/?a=¦"
    "https://x.example/%22onclick=¦https://x.example/&#34onclick=¦"
    "https://x.example/&lt¦https://x.example/*a*¦https://x.example/__a__¦"
    "https://x.example/\u202e¦https://javascript:x@y¦https://[¦"
    "https://x.example/data:text/html,¦/faq.md¦/index.md¦/red-flags.md¦"
    "https://x.example/{emergency}"
)
"""What the model lets pass, or did once."""


def _act(rng: random.Random) -> str:
    return rng.choice(ACTS)


def _address(rng: random.Random, sly: bool) -> str:
    if sly:
        start = rng.choice(ALLOWED_ADDRESSES)
        return start + (rng.choice((quote(_act(rng)), "top.hit=1", "", "//", ";")) if start[0] == "h" else "")
    address = rng.choice(SCHEMES) + rng.choice((_act(rng), quote(_act(rng)), "", '"' + _attribute(rng, sly)))
    return rng.choice((address, address, f"<{address}>", f'{address} "{_attribute(rng, sly)}"', f"{address})("))


def _attribute(rng: random.Random, sly: bool) -> str:
    q = rng.choice(("'", '"', "", "&quot", "&#34", "\u201d") if sly else ("'", '"', "", "`", "&quot;"))
    blank = rng.choice(("", " ", "/") if sly else ("", " ", "/", "\t"))
    return blank + f"{rng.choice(HANDLERS)}{rng.choice(('=', ' = '))}{q}{_act(rng)}{q}"


LESS = listed("<¦<¦<¦\\<¦&lt;¦<\u200b¦<<¦<!--><¦<*¦<**¦<_¦<\\¦**<**¦[<](https://x.example/)")
"""How a tag may begin; what follows has to be seen to be none."""

SLY_LESS = listed("< ¦< ¦<\xa0¦\uff1c¦\u2039¦<5¦&lt¦&#60¦&#x3c¦&*lt*;¦&#**60**;¦\\x3c¦\\u003c¦%3C")


def _tag(rng: random.Random, sly: bool) -> str:
    name, less = rng.choice(TAGS), rng.choice(SLY_LESS if sly else LESS)
    inner = rng.choice(
        (
            _attribute(rng, sly),
            f' src="{_address(rng, sly)}"',
            f" href={_address(rng, sly)}",
            "",
            f" srcdoc='{_act(rng)}'",
        )
    )
    more = rng.choice(
        (">", ">", "/>", "", " ", "\\>") if sly else (">", ">", "/>", "", " ", "\\>", "&gt;", "\n>", "//")
    )
    return f"{less}{name}{inner}{more}{_act(rng)}{less}/{name}{more}"


def _link(rng: random.Random, sly: bool) -> str:
    if sly:
        words = rng.choice(
            ("words", _tag(rng, sly), "**a**", "\\]", "\\[a", "javascript:alert(1)", "a [b] c", "*", "'\">")
        )
        forms = listed("[{w}]({a})¦[{w}]({a})¦[{w}]( {a} )¦**[{w}]({a})**¦[{w}\\]\\({j})¦[{w}] ({j})¦\\[{w}]\\({j})")
        form = rng.choice((*forms, "[{w}]\u200b({j})", "{a}", "{j}", "[{w}]", "[{w}]({a})[{w}]({a})"))
        evil = rng.choice(SCHEMES[:5]).replace("\t", " ").replace("\n", " ") + _act(rng)
        return form.format(w=words, a=_address(rng, sly), j=evil)
    words = rng.choice(("words", "", _tag(rng, sly), "[a](https://x.example/)", "**a**", "\\]", "![a](b)"))
    ends = ("", "{: onclick=alert(1) }", "{: style='x' }", "{onclick=alert(1)}", '{:target="_blank" rel=""}')
    form = rng.choice(
        ("[{w}]({a}){e}", "[{w}]( {a} ){e}", "[{w}][x]\n\n[x]: {a}", "![{w}]({a}){e}", "<{a}>", "[{w}]({a}", "{a}")
    )
    return form.format(w=words, a=_address(rng, sly), e=rng.choice(ends))


SLY_MARKS = [
    *listed(
        "{emergency}¦{urgent}¦{routine}¦[{emergency}](https://x.example/)¦**{urgent}**¦"
        "%s¦%(a)s¦$1¦$&¦[ [component faq] ]¦\\[\\[component faq]]¦"
        "[\u200b[component faq]]¦wzxhzdk:0¦klzzwxh:0001¦zz¦[ TOC ]¦"
        "// /Footnotes Go Here///¦[ ^shop-rule]¦\\[^shop-rule]¦*[ ABS]¦Term t0¦"
        '<% x %>¦< % 7*7 %>¦< ?php x ?>¦a !!! danger¦a === "a"¦a ::: a¦'
        "a /// html | script¦a ~~ b¦a # b¦a > b¦a\n\n1. b¦a\n\n- b\n- c¦"
        "a|b\n-|-\n< b>|c¦a\n\n    < b>code¦a  \nb¦a\n:   b¦--¦-->¦]]>¦]]&gt¦"
        "*/alert(1)/*¦\\\\¦\\¦');alert(1)//¦\";alert(1)//¦'>¦\">¦"
        '\\";alert(1)//¦\\u003cscript>¦\\x3cb>¦\\074b>¦+ADw-script+AD4-¦'
        "\u202egpj.exe¦\u202emoc.elpmaxe//:sptth¦\ufeff¦\u200b¦\u200d¦\u2066a\u2069¦"
        "\xad¦\u061c¦a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301¦=1+1¦"
        '@SUM(1)¦#eval("1")¦$ sys.version $¦@label¦#include¦'
        '#link("javascript:x")¦\\link¦\\href¦/JavaScript (alert(1))¦endobj¦'
        "/OpenAction¦(a) /S /URI¦)>¦/AA¦**a¦*a¦__a__¦***a***¦a_b_c¦_¦"
        "onclick=alert(1)¦style=x¦javascript:alert(1)¦data:text/html,x"
    ),
    "a" * 400,
    *listed("\u0130\u017f¦\uff5ca\uff5c¦constructor"),
]
"""What some step of the build, or a program after it, could take for a mark of its own, and the model for words."""


def _mark(rng: random.Random, sly: bool) -> str:
    """What some step of the build obeys."""
    if sly:
        return rng.choice(SLY_MARKS)
    marks = [
        *listed(
            "[[component faq]]¦[[component help_line emergency]]¦[[comp¦onent faq]]¦"
            "{{ faq() }}¦{{ 7*7 }}¦{% raw %}¦{% include 'mkdocs.yml' %}¦{## a ##}¦"
            "{emergency}¦{emer{urgent}gency}¦{}¦{0}¦%s¦///Footnotes Go Here///¦"
            "a ///Footnotes Go Here///¦[^shop-rule]¦[^shop-rule]: <b>¦*[ABS]: <i>¦"
            "\x02wzxhzdk:0\x03¦\x02klzzwxh:0001\x03¦\x02amp\x03lt;script>¦\x02¦zz\x03¦"
            '[TOC]¦wzxhzdk:0¦!!! danger¦=== "a"¦???+ a¦::: a¦/// html | script¦'
            "```html\n<b>\n```¦    <b>code</b>¦~~~¦<!-- x -->¦<![CDATA[x]]>¦<?php x ?>¦"
            "<!DOCTYPE x>¦-->¦]]>¦</script><script>¦\"><b>¦'>¦${alert(1)}¦`${1}`¦"
            "\\u003cscript>¦\\x3cb>¦&amp;lt;b&amp;gt;¦&lt;b&gt;¦&#60;b&#62;¦&LT;b&GT;¦"
            "\u2028alert(1)\u2029¦\u202egpj.exe¦\ufeff¦\x00¦\x1b[31m¦# a¦a\n===¦"
            "|a|b|\n|-|-|\n|<b>|¦> a¦\\[a\\](javascript:x)¦**[a](javascript:x)**"
        ),
        f"[a](/faq.md?{'a' * 300})",
        *listed("a  \nb¦\\\\¦=1+1¦@SUM(1)"),
    ]
    return rng.choice(marks)


def text(rng: random.Random) -> str:
    """One hostile text, of one to four parts with some plain words among them.

    Two of three are sly: put together of what the model mostly lets pass, so that the channels have something to read.
    """
    sly = rng.random() < 0.67
    parts = [rng.choice((_tag, _link, _mark, _mark, _link))(rng, sly) for _ in range(rng.choice((1, 1, 2, 3, 4)))]
    blanks = (
        ("", " ", " words ", " ", "**", "*", "_", " - ") if sly else ("", "", " words ", "\n\n", "**", "*", "_", "- ")
    )
    parts = [part for p in parts for part in (p, rng.choice(blanks))]
    joined = "".join(parts)
    if rng.random() < 0.2:
        at = rng.randrange(len(joined) + 1)
        joined = (
            joined[:at]
            + rng.choice(("\\", "\x00", "\u200d", "&", "<", ">", '"', "'", "`", "\n", "]", ")"))
            + joined[at:]
        )
    return joined


# Into the data -------------------------------------------------------------------------------------------------------

ROW: tuple[Place, ...] = (
    *(("faq", "question"), ("faq", "answer"), ("faq", "search", 0)),
    *(("sources", "title"), ("sources", "publisher"), ("sources", "supports"), ("sources", "note"), ("sources", "url")),
    *(("red_flags", "name"), ("red_flags", "sign"), ("red_flags", "signs", 0), ("red_flags", "risks", 0)),
    *(("red_flags", "why"), ("red_flags", "do")),
    *(("ask_first", "name"), ("ask_first", "why"), ("ask_first", "advice")),
    *(("glossary", "meaning"), ("changes", "what")),
)
"""The texts of one row of entries: one entry in each list of the data file."""


def _entries(raw: dict[str, Any], number: int) -> None:
    """Add one row of harmless entries."""
    ident, plain = f"row-{number}", "Plain words."
    raw["sources"][ident] = {
        **{"title": plain, "publisher": plain, "url": "https://x.example/", "seen": "2026-11-01", "evidence": "read"},
        **{"supports": plain, "note": plain},
    }
    cited = {"id": ident, "sources": [ident]}
    category = next(iter(raw["categories"]))
    raw["faq"].append(
        {**cited, "category": category, "question": plain, "answer": plain, "red_flags": [], "search": [plain]}
    )
    raw["red_flags"].append(
        {
            **{**cited, "id": f"flag-{number}", "level": "urgent", "group": next(iter(raw["groups"])), "name": plain},
            **{
                "sign": f"plain words of sign s{number}",
                "signs": [plain],
                "risks": [plain],
                "why": plain,
                "do": plain,
                "care": "stop",
            },
        }
    )
    raw["ask_first"].append(
        {
            **{**cited, "id": f"ask-{number}", "group": next(iter(raw["groups"])), "care": "stop"},
            **{"name": plain, "why": plain, "advice": plain},
        }
    )
    raw["glossary"].append({"id": f"term-{number}", "term": f"Term t{number}", "meaning": plain})
    raw["changes"].append({"date": "2026-01-01", "what": plain})


def _places(raw: dict[str, Any], count: int) -> list[Place]:
    """Where so many texts go; the entries that hold them are added to the data."""
    # Words of the interface and of the help lines stand in attributes, in titles, in a file of their own.
    strings = [("strings", key) for key, value in raw["strings"].items() if isinstance(value, str) and "{" not in value]
    lines = [("help_lines", "international", line, key) for line in ("emergency", "routine") for key in ("say", "who")]
    places: list[Place] = [*strings, *lines, ("topic", "title"), ("topic", "summary")]
    number = 0
    while len(places) < count:
        at = {key: len(raw[key]) for key in ("faq", "red_flags", "ask_first", "glossary", "changes")}
        _entries(raw, number)
        places += [(key, at.get(key, f"row-{number}"), *rest) for key, *rest in ROW]
        number += 1
    return places[:count]


def _put(raw: Any, place: Place, value: str) -> str:
    """Put a text in its place; return what was there."""
    for step in place[:-1]:
        raw = raw[step]
    old, raw[place[-1]] = raw[place[-1]], value
    return old


def _nulls(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _nulls(value) for key, value in raw.items()}
    return [_nulls(value) for value in raw] if isinstance(raw, list) else None if raw == "null" else raw


def fill(project: Project, texts: list[str]) -> dict[Place, str]:
    """Put texts into a project's data, and take out again those that are refused.

    Returns:
        What is left, by its place.
    """
    # Every value is text or null in this file, whatever it looks like.
    raw = _nulls(yaml.load(project.read(DATA), yaml.BaseLoader))
    raw["strings"] = overlay(deepcopy(defaults(ENGLISH)[0]), raw["strings"])
    places = _places(raw, len(texts))
    harmless = {place: _put(raw, place, words) for place, words in zip(places, texts, strict=True)}
    left = dict(zip(places, texts, strict=True))
    path = project.folder / DATA
    names = {"".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in place).lstrip("."): place for place in places}
    for _ in range(20):
        # JSON is YAML; the characters that YAML refuses are then written as escapes.
        path.write_text(json.dumps(raw, indent=1), encoding="utf-8")
        try:
            library = load(path, DATA)
            if found := [*faults(library), *signs.twins(library)]:
                raise Faults(found)
        except Faults as found:
            load_faults = str(found)[:1000]
            for fault in found.faults:
                # A list at fault stands for what is in it: "red_flags[3].signs" for "red_flags[3].signs[0]".
                for name, place in names.items():
                    if name == fault.where or name.startswith((f"{fault.where}[", f"{fault.where}.")):
                        _put(raw, place, harmless[place])
                        left.pop(place, None)
        else:
            return left
    raise AssertionError(f"the data cannot be made free of faults: {load_faults}")


# What came out -------------------------------------------------------------------------------------------------------

READ = """html => {
  // What could act, of a document that nobody runs: elements, handlers, styles, addresses by their scheme.
  const found = new Set();
  const acts = "script iframe frame frameset object embed form style base meta link svg math template input button " +
    "textarea select video audio applet portal noscript details dialog title xmp plaintext";
  for (const element of new DOMParser().parseFromString(html, "text/html").querySelectorAll("*")) {
    const name = element.localName;
    const names = [...element.attributes].map(a => a.name).sort().join(" ");
    if (name === "script" && !/json/.test(element.type)) found.add(`script ${names}: ${element.textContent}`);
    else if (acts.split(" ").includes(name) || name.includes("-")) found.add(`${name} ${names}`);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on|^style$|srcdoc|formaction|^action$|:href$/.test(attribute)) found.add(`${name} ${attribute}=${value}`);
      if (/^(href|src|data|poster|cite|srcset)$/.test(attribute)) {
        // As a browser reads it: white space and control characters in a scheme do not count.
        const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(value.replace(/[\\x00-\\x20]/g, ""))?.[0].toLowerCase() ?? "";
        found.add(`${name} ${attribute} ${scheme}`);
      }
    }
  }
  return [...found];
}"""


def web(site: Path) -> Channel:
    """The pages, and those for other people's pages: frames and copies."""
    for page in sorted(site.rglob("*.html")):
        yield page.relative_to(site).as_posix(), page.read_text("utf-8")


def search(site: Path) -> Channel:
    """The search index: the theme puts its titles and texts into the page as HTML."""
    for entry in json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]:
        yield entry["location"], f"{entry['title']}<hr>{entry['text']}<hr>{' '.join(entry.get('tags', ()))}"


def json_ld(site: Path) -> Channel:
    """What pages say to programs: strings, which a program may well show as HTML."""
    for name, html in web(site):
        for part in html.split('<script type="application/ld+json">')[1:]:
            written = part.split("</script>", 1)[0]
            assert "<" not in written, f"{name}: JSON-LD could end its own element"
            yield name, "<hr>".join(_strings(json.loads(written)))


def help_lines(site: Path) -> Channel:
    """The file of all regions' help lines, which a script reads."""
    yield "help-lines.json", "<hr>".join(_strings(json.loads((site / "assets/help-lines.json").read_text("utf-8"))))


def feed(site: Path) -> Channel:
    """The feeds: their trees, drawn as the element draws them, and their words as if somebody took those for HTML."""
    for file in sorted((site / "embed/v1").glob("faq.*.json")):
        whole = json.loads(file.read_text("utf-8"))
        yield file.name, "<hr>".join(_drawn(whole))
        yield f"{file.name}, words", "<hr>".join(_strings(whole))
        yield f"{file.name}, addresses", "".join(_link_to(item["url"]) for item in whole["items"])


def _drawn(part: Any) -> Iterator[str]:
    """The HTML of every tree in a part of a feed: `[tag, attributes, *children]`."""
    if isinstance(part, list) and [type(one) for one in part[:2]] == [str, dict]:
        tag, attributes, *children = part
        said = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
        inside = "".join(escape(child) if isinstance(child, str) else "".join(_drawn(child)) for child in children)
        # A help line stands for words of the region.
        yield inside if tag == "help" else f"<{tag}{said}>{inside}</{tag}>"
    elif isinstance(part, (dict, list)):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _drawn(inner)


def oembed(site: Path) -> Channel:
    """What a program is answered that asks for a page's card: HTML that it puts into its own page, and words."""
    for file in sorted((site / "embed/v1/oembed").rglob("*.json")):
        said = json.loads(file.read_text("utf-8"))
        yield file.name, said.pop("html")
        yield f"{file.name}, words", "<hr>".join(_strings(said))


def pdf(site: Path) -> Channel:
    """The handouts, object by object: where their links lead, and every action, form, file or script beside those."""
    for file in sorted((site / "handouts").glob("*.pdf")):
        addresses, acts, reader = set(), set(), PdfReader(file)
        for number in range(1, reader.trailer["/Size"]):
            _walk(reader.get_object(number), addresses, acts)
        yield file.name, "".join(_link_to(address) for address in sorted(addresses))
        yield f"{file.name}, objects", acts


def _walk(part: Any, addresses: set[str], acts: set[str]) -> None:
    """What could act in one object. References are not followed: what they lead to has a number of its own."""
    if isinstance(part, dict):
        acts |= PDF_ACTS & part.keys()
        acts |= {str(value) for value in dict.values(part) if isinstance(value, str) and value in PDF_ACTS}
        if "/URI" in part:
            addresses.add(str(part["/URI"]))
    if isinstance(part, (dict, list)):
        for inner in dict.values(part) if isinstance(part, dict) else list.__iter__(part):
            _walk(inner, addresses, acts)


PDF_ACTS = frozenset(
    {
        *("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData"),
        *("/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/SetOCGState"),
        *("/Hide", "/Named", "/RichMedia", "/EmbeddedFile", "/EmbeddedFiles", "/Filespec"),
        *("/EF", "/AF", "/OpenAction", "/AA", "/AcroForm", "/XFA"),
        *("/Screen", "/FileAttachment", "/Widget"),
    }
)
"""Keys and names of what could act in a PDF. Source: ISO 32000-2, 7.11, 12.5, 12.6 and 12.7."""


def _link_to(address: str) -> str:
    return f'<a href="{escape(address)}">a</a>'


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


CHANNELS: tuple[Reader, ...] = (web, search, json_ld, help_lines, feed, oembed, pdf)
"""Each yields the name of a part of the site and the HTML, or what could be taken for it, in that part; or what acts."""

ALLOWED = frozenset({"a href https:", "a href ", "a href tel:"})
"""What the words of the data may be: links."""


def acting(site: Path, browser_page: Page, channel: Reader) -> Iterator[tuple[str, set[str]]]:
    """What could act in each part of a channel, by the part's name."""
    for name, said in channel(site):
        yield name, said if isinstance(said, set) else set(browser_page.evaluate(READ, said))


def broken(
    site: Path, browser_page: Page, clean: dict[Reader, set[str]], channels: Iterable[Reader], which: str
) -> list[str]:
    """A line for each thing that could act in a channel and that no harmless data put there."""
    return [
        f"{which}: {channel.__name__}: {part}: {act[:300]}"
        for channel in channels
        for part, acts in acting(site, browser_page, channel)
        for act in sorted(acts - clean[channel])
    ]


def printed(project: Project) -> None:
    """Make a handout of the pages that hold the data's words."""
    front = "next_review: 2028-11-01\n"
    project.edit("docs/index.md", front, f"{front}handout: {{pages: [red-flags.md, check.md, faq.md]}}\n")


def hostile(seed: int, count: int, folder: Path, browser: Browser, batch: int = 1000) -> list[str]:
    """Build hostile texts, so many at a time.

    Returns:
        A line for each part of a site in which something stands that could act and that no harmless data put there.
    """
    rng, failures, done, published = random.Random(seed), [], 0, 0
    page = browser.new_page()
    plain = Project(folder / "plain", SECOND_TOPIC)
    printed(plain)
    result = forked(plain.folder)
    assert result.code == 0, result.err
    clean = {
        channel: set(ALLOWED).union(*(acts for _, acts in acting(plain.folder / "site", page, channel)))
        for channel in CHANNELS
    }
    while done < count:
        texts = [text(rng) for _ in range(min(batch, count - done))]
        in_print = [text if text.isascii() else "Plain words." for text in texts]
        which = f"texts {done} to {done + len(texts)}"
        project = Project(folder / f"{seed}-{done}", SECOND_TOPIC)
        data = project.read(DATA)
        left = fill(project, texts)
        # A red flag that no page draws is a fault, and so is a term that nothing uses.
        flags = yaml.load(project.read(DATA), yaml.BaseLoader)["red_flags"]
        calls = "\n\n".join(f'{{{{ red_flag("{flag["id"]}") }}}}' for flag in flags if "flag-" in flag["id"])
        project.write("docs/red-flags.md", f"{project.read('docs/red-flags.md')}\n{calls}\n")
        terms = "\n".join(f"Term t{number}." for number in range(len(texts)))
        project.write("docs/check.md", f"{project.read('docs/check.md')}\n{terms}\n")
        result = forked(project.folder)
        if result.code:
            failures.append(f"{which}: not built though the model let them pass: {result.err[:2000]}")
        else:
            failures += [f"{which}: {what}" for what in unfinished(project.folder)]
            failures += broken(project.folder / "site", page, clean, CHANNELS, which)
            # A letter that the fonts of the handouts lack is refused, so those are made of the other texts.
            project.write(DATA, data)
            fill(project, in_print)
            printed(project)
            result = forked(project.folder)
            if result.code:
                failures.append(f"{which}: no handout though the model let them pass: {result.err[:2000]}")
            else:
                failures += broken(project.folder / "site", page, clean, (pdf,), which)
        done, published = done + len(texts), published + len(left)
        print(f"  {done} of {count}: {published} published, {done - published} refused", flush=True)
    page.close()
    report.ends(
        "hostile", f"{count}: {published} published, {count - published} refused; {len(failures)} broke a promise"
    )
    return failures
