"""Random harm to the files that an editor touches: the data file, the pages, the settings.

Each mutation is chosen by a `random.Random`, so that a seed gives the same one again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import yaml


def listed(text: str) -> list[str]:
    """A long list that is written as one text."""
    return text.split("¦")


RETYPED = (
    *("12", "-0", "1.5", "1e400", ".inf", "0x1F", "true", "null", "~", "yes", "[]", "{}", "[1, [2]]", "{a: {b: c}}"),
    *("2026-13-45", "2026-02-30", "0000-00-00", "9999-12-31", "12:30:59", "''", "' '", '"\\u0000"', '"\\ud800"'),
    *("|", ">-", "&a b", "*a", "!!python/object/apply:os.getcwd []", "!!binary aGVsbG8=", "!!set {a}", "!x y", "? a"),
    *('"\\u202e"', '"\\ufeff"', "'<script>alert(1)</script>'", "'{{ faq() }}'", "'{nothing}'", "'[a](javascript:b)'"),
    *("'[[component faq]]'", "'*'", "'**a'", "'[a](/nowhere.md)'", "'[a](/faq.md#nowhere)'", "'%s{0}'", "'999'"),
)
"""What takes the place of a value: other types, dates that are none, tags, anchors, marks of other languages."""

LINES = listed(
    "{{ faq() }}¦{{ fqa() }}¦{{ faq(¦{{ faq }}¦{{ 1 + 1 }}¦{{ [1, 2] }}¦"
    "{{ faq().upper() }}¦{% for x in [1, 2] %}¦{% endfor %}¦{% include 'mkdocs.yml' %}¦"
    "{% set faq = 1 %}¦{% raw %}¦{%¦{## a¦##}¦{# a #}¦[[component faq]]¦"
    "[[component nothing]]¦[[component red_flag dtv]]¦[[component red_flag]]¦"
    "[[component help_line]]¦a [[component help_line nothing]] b¦[[component help_line¦"
    "[[component cards]]¦[[component red_flags level=nothing]]¦[[component faq category=nothing]]¦"
    "<div>¦</div>¦<div markdown='block'>¦<script>¦<!--¦-->¦<table><tr>¦<p¦<b>a¦"
    "<svg/>¦&#xD800;¦&#0;¦<?php ?>¦<![CDATA[¦]]>¦<!DOCTYPE x>¦<a:b c:d='e'>¦"
    "<form>¦<iframe>¦# A¦####### A¦# A {#a}¦## B {: id=1 class }¦{: #¦===¦---¦"
    "- - - - a¦1) a¦> > > a¦``` a¦~~~¦    code¦\tcode¦|a|b|¦|-|¦|a¦*[A]: b¦"
    "[^1]¦[^1]: a¦[^1]: [^1]¦[a]: b¦[a](b.md)¦![](c.png)¦[a](faq.md#b)¦[a](¦[a][b]¦"
    '![a][¦!!! note¦=== "a"¦???+ a¦:   a¦///Footnotes Go Here///¦\x02\x03¦'
    "\x02wzxhzdk:0\x03¦\x02amp\x03¦[TOC]¦***¦\\¦\u2028¦\x85"
)
"""What somebody may paste into a page: macros, Jinja, HTML and Markdown, whole and broken, and Markdown's own marks."""


@dataclass(frozen=True)
class Mutation:
    """What was done, in words, and the file's new bytes."""

    what: str
    data: bytes


def mutate(data: bytes, kind: str, rng: random.Random) -> Mutation:
    """One to three random changes of a file.

    Args:
        data: its bytes.
        kind: "yaml" or "page".
        rng: chooses.
    """
    told = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        changes = [*TEXT, *(YAML * 2 if kind == "yaml" else PAGE)]
        change = rng.choice(changes)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            change = rng.choice(BYTES)
        data = change(data, rng) if change in BYTES else change(text, rng).encode("utf-8", "surrogatepass")
        told.append(change.__name__.strip("_"))
    if rng.random() < 0.12:
        change = rng.choice(BYTES)
        data = change(data, rng)
        told.append(change.__name__.strip("_"))
    return Mutation(" + ".join(told), data)


# Bytes ---------------------------------------------------------------------------------------------------------------


def wrong_encoding(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(("utf-16", "utf-32", "latin-1", "cp1252")), "replace")


def bad_byte(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return (
        data[:at] + rng.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\x80", b"\xf4\x90\x80\x80")) + data[at:]
    )


def cut(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return rng.choice((data[:at], data[at:], b"", data[: at // 20]))


def byte_order_mark(data: bytes, rng: random.Random) -> bytes:
    return b"\xef\xbb\xbf" * rng.choice((1, 2)) + data


def other_line_ends(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\r", b"\x85", b"\x0b")), rng.choice((-1, -1, 1, 50)))


BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    wrong_encoding,
    bad_byte,
    cut,
    byte_order_mark,
    other_line_ends,
)


# Any text ------------------------------------------------------------------------------------------------------------


def _some(rng: random.Random, lines: list[str], most: int = 4) -> tuple[int, int]:
    at = rng.randrange(len(lines)) if lines else 0
    return at, min(at + rng.randint(1, most), len(lines))


def dropped_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, two = _some(rng, lines, rng.choice((1, 4, 60)))
    return "\n".join(lines[:one] + lines[two:])


def doubled_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, two = _some(rng, lines, rng.choice((1, 4, 60)))
    return "\n".join(lines[:two] + lines[one:two] + lines[two:])


def moved_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, two = _some(rng, lines)
    rest = lines[:one] + lines[two:]
    at = rng.randrange(len(rest) + 1)
    return "\n".join(rest[:at] + lines[one:two] + rest[at:])


def indented_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, two = _some(rng, lines)
    indent = rng.choice((" ", "  ", "\t", "    ", "\u00a0"))
    return "\n".join(lines[:one] + [indent + line for line in lines[one:two]] + lines[two:])


def dropped_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def stray_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    strays = "{}[]()<>\"'`*_:#&!|%@\\/?-\t\x00\x07\x1b\u00a0\u00ad\u200b\u202e\u2028\ufeff\ufffe\U0001f9b5\u0301"
    return text[:at] + rng.choice(strays) * rng.choice((1, 1, 2, 3)) + text[at:]


def unbalanced(text: str, rng: random.Random) -> str:
    found = [i for i, c in enumerate(text) if c in "{}[]()\"'`*<>|"]
    if not found:
        return text + "{"
    at = rng.choice(found)
    return text[:at] + rng.choice(("", text[at] * 2)) + text[at + 1 :]


def deep(text: str, rng: random.Random) -> str:
    """Brackets, quotes, lists or blocks inside each other, deeper than anybody writes."""
    depth = rng.choice((3, 10, 30))
    one, two = rng.choice(
        (("[", "]"), ("{a: ", "}"), ("> ", ""), ("- ", ""), ("<div>", "</div>"), ("*", "*"), ("(", ")"))
    )
    nested = one * depth + "a" + two * depth
    if rng.random() < 0.3:
        nested = "\n".join("    " * i + "- a" for i in range(depth))
    at = text.find("\n", rng.randrange(len(text) + 1)) + 1
    return text[:at] + nested + "\n" + text[at:]


TEXT = (
    dropped_lines,
    doubled_lines,
    moved_lines,
    indented_lines,
    dropped_character,
    stray_character,
    unbalanced,
    deep,
)


# YAML: a value where it stands in the text, so that the rest of the file stays as it was written ----------------------


def _values(text: str) -> list[tuple[int, int]]:
    """Where each value stands; none when the text is not YAML any more."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError):
        return []
    found, todo = [], [root] if root else []
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
        if node is not root:
            found.append((node.start_mark.index, node.end_mark.index))
    return sorted(found)


def dropped_value(text: str, rng: random.Random) -> str:
    one, two = rng.choice(_values(text) or [(0, 1)])
    return text[:one] + text[two:]


def doubled_value(text: str, rng: random.Random) -> str:
    one, two = rng.choice(_values(text) or [(0, 1)])
    return text[:two] + rng.choice(("", ", ", "\n", ": ")) + text[one:]


def swapped_values(text: str, rng: random.Random) -> str:
    values = _values(text) or [(0, 1), (1, 2)]
    (a, b), (c, d) = sorted((rng.choice(values), rng.choice(values)))
    return text if c < b else text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def retyped(text: str, rng: random.Random) -> str:
    one, two = rng.choice(_values(text) or [(0, 1)])
    return text[:one] + rng.choice(RETYPED) + ("\n" if text[one:two].endswith("\n") else "") + text[two:]


def anchored(text: str, rng: random.Random) -> str:
    """An anchor on one value, and an alias or a merge key for it further down."""
    values = _values(text) or [(0, 1), (1, 2)]
    (a, _), (c, d) = sorted((rng.choice(values), rng.choice(values)))
    return text[:a] + "&x " + text[a:c] + rng.choice(("*x", "<<: *x", "{<<: *x}", "*y")) + "\n" + text[d:]


def words_of_another(text: str, rng: random.Random) -> str:
    """A word taken for another of the same file: an id that is somebody else's, a level that is none."""
    words = [w for w in {w.strip(",[]\"'") for w in text.split()} if w.isidentifier() or "-" in w]
    words.sort()
    one = rng.choice(words or ["a"])
    return text.replace(one, rng.choice(words or ["b"]), rng.choice((1, 1, -1)))


TYPED = listed(
    '@home¦`a`¦%50¦{emergency} now¦&home¦!note now¦"Stop" now¦061¦1.50¦no¦12:30¦>5¦- one¦One.\n\n      - two¦\u00a0a'
)


def typed(text: str, rng: random.Random) -> str:
    """A value as somebody types it who does not know YAML's marks."""
    one, two = rng.choice(_values(text) or [(0, 1)])
    return text[:one] + rng.choice(TYPED) + ("\n" if text[one:two].endswith("\n") else "") + text[two:]


YAML = (typed, dropped_value, doubled_value, swapped_values, retyped, anchored, words_of_another)


# Pages ---------------------------------------------------------------------------------------------------------------


def pasted_line(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines) + 1)
    blank = rng.choice(([], [""]))
    return "\n".join(
        [*lines[:at], *blank, rng.choice(("", "", "- ", "> ", "    ")) + rng.choice(LINES), *blank, *lines[at:]]
    )


def pasted_words(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(LINES) + text[at:]


def front_matter(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(min(len(lines), 6))
    extras = listed("title: [a, b]¦title: 12¦template: nothing.html¦hide: 12¦search: {boost: x}¦a: &b c¦? x")
    extras += ("tags: {a: b}", "---", "...", "status: [", "icon: nothing", "description: {a: b}", "search: 3", "a: *b")
    extras += ("content: 2026-13-45", "last_reviewed: ~", "next_review: !!binary a", "2026-13-01: a", "template: 3")
    extras += ("title: null", "hide: {a: b}", "description: 5", "revision_date: x", "content: [false]", "search: [a]")
    new = [rng.choice(extras)]
    return "\n".join([*lines[:at], *new, *lines[at + rng.choice((0, 1)) :]])


SLIPS = listed(
    "• one¦\u2013 one¦1) one¦-\u00a0one¦-one¦  - one¦        - one¦- one¦mas\u00adsage¦a\u200bb¦[x](Faq.md)¦[x](FAQ.md#Loosen)"
)
SLIPS += listed("![x](Pictures/a.svg)¦&shy;¦\U0001f9b5¦\uf0b7 one¦\u2066one¦" + "[" * 3000)
"""What an editor is likely to do: items that are none, characters that do not show, other capitals."""

NAMES = listed(
    "Faq.md¦RED-FLAGS.md¦extra.MD¦Assets/a.md¦notes.md.txt¦a#b.md¦what?.md¦50%.md¦a:b.md¦faq/index.md¦a b.md"
)
"""Names of a page more: twins but for capitals, other endings, what an address cannot carry."""


def slip(text: str, rng: random.Random) -> str:
    """One of those at the end of a line, or on a line of its own."""
    at = text.find("\n", rng.randrange(len(text) + 1))
    return text[:at] + rng.choice((" ", "\n", "\n\n", "\n  ")) + rng.choice(SLIPS) + text[at:]


PAGE = (slip, slip, pasted_line, pasted_line, pasted_line, pasted_words, pasted_words, front_matter)
