"""Slips that nobody sees in an editor: characters without a shape, and lines that look like items of a list.

Both change what a reader gets without a word: a search misses the word, a list becomes a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that no space bar types, for a class of a pattern."""

JOINED = "\u0590-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
"""What a joiner may follow: letters that it shapes, and pictures that it makes one of."""

UNSEEN = (
    ("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", "a control character"),
    ("\u00ad", "a soft hyphen"),
    ("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "a mark of direction"),
    (
        "[\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]",
        "a zero-width character",
    ),
    (
        f"(?<![{JOINED}])[\u200c\u200d]|(?<=[\\sA-Za-z])[\ufe00-\ufe0f]|[\U000e0000-\U000e007f]",
        "a zero-width character",
    ),
    ("[\ue000-\uf8ff]", "a mark of one font's own"),
    ("\ufffd", "a letter that was lost"),
)
"""Characters that no text may hold, and what each is called."""
ANY_UNSEEN = re.compile("|".join(f"({pattern})" for pattern, _ in UNSEEN))
ENTITY = re.compile(r"&#?\w+;")

BRACKETS = 1000
"""The most opening brackets of one paragraph: Markdown takes minutes for twenty thousand."""

DASHES = "\u2010\u2011\u2013\u2212"
BULLETS = "•‣\u2043∙·◦●○■□▪▫▸▹►▻➢➤✓✔✗✘☐☑"
ITEM = re.compile(r" *(?P<mark>[-*+]|\d+\.)[ \t]+(?![-*_ ]+$)(?=\S)")
"""An item as Markdown has it; a line of marks alone is a rule."""
LIKE_ITEMS = (
    (rf"[ \t{SPACES}]*(?P<mark>[{BULLETS}])", "makes no item of a list: write '- '"),
    (rf"[ \t{SPACES}]*(?P<mark>[{DASHES}])[ \t{SPACES}]", "makes no item of a list: write '- '"),
    (rf"[ \t]*(?P<mark>\(?(?:\d{{1,2}}|[a-zA-Z])\))[ \t{SPACES}]", "makes no item of a list: write '1. '"),
    (rf"[ \t]*[{SPACES}][ \t{SPACES}]*(?P<mark>[-*+]|\d+\.)\s", "has a no-break space before it: type plain spaces"),
    (rf"[ \t]*(?P<mark>[-*+]|\d{{1,2}}\.)[{SPACES}]", "has a no-break space after it: type a plain space"),
    (r"[ \t]*(?P<mark>-(?=[A-Za-z])|\d{1,2}\.(?=[A-Z]))", "needs a space after it to make an item"),
)
"""Lines that a person takes for items and Markdown does not, and what is wrong with the mark of each."""
LIKE_ITEM = tuple((re.compile(pattern), what) for pattern, what in LIKE_ITEMS)
FIRST = re.compile(r"[-*+]|\(?[1aA][.)]")
"""Marks that a list begins with: another number at the beginning of a line may be a part of its sentence."""
MARKED = re.compile(rf"^[ \t>{SPACES}]*(?:[-*+{DASHES}{BULLETS}]|\(?\w{{1,3}}[.)])", re.M)
"""What nearly every text has not; it spares the look at each line."""
QUOTE = re.compile(r"^(?: {0,3}> ?)+")
ALONE = re.compile(r" *(?:#{1,6}|!!!|<|\||\{\{|\[[^\]\n]+\]:)")
"""The beginning of lines after which a list needs no empty line."""


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Characters that do not show what they do, and lines that Markdown cannot read: where each is, what is wrong."""
    found = [(it.start(), it[0], UNSEEN[it.lastindex - 1][1]) for it in ANY_UNSEEN.finditer(text) if it.lastindex]
    for entity in ENTITY.finditer(text) if "&" in text else ():
        if it := ANY_UNSEEN.fullmatch(unescape(entity[0])):
            found.append((entity.start(), it[0], UNSEEN[(it.lastindex or 1) - 1][1]))
    told = set()
    for at, character, name in found:
        start = text.rfind("\n", 0, at) + 1
        if (start, character) in told:
            continue
        told.add((start, character))
        before = text[start:at].strip()[-20:]
        place = f"after '{before}'" if before else "at the beginning of the line"
        yield at, f"{name}, U+{ord(character):04X}, stands {place}: take it out"
    at = 0
    for block in text.split("\n\n") if text.count("[") > BRACKETS else ():
        if (count := block.count("[")) > BRACKETS:
            yield at, f"has {count} opening brackets; {BRACKETS} is the most in one paragraph: begin a new one"
        at += len(block) + 2


def like_item(line: str, first: bool = True) -> str:
    """What is wrong with a line that looks like an item of a list; "" when nothing is.

    Args:
        line: a line of Markdown.
        first: whether it begins a paragraph.
    """
    for pattern, what in LIKE_ITEM:
        if found := pattern.match(line):
            bracket = found["mark"].endswith(")")
            return f"'{found['mark']}' {what}" if first or not bracket or FIRST.fullmatch(found["mark"]) else ""
    return ""


def items(text: str) -> Iterator[tuple[int, str]]:
    """Lines of Markdown that look like items of a list and are none: the number of each, from 0, and what is wrong."""
    if not MARKED.search(text):
        return
    open_at: list[int] = []
    """The indents of the lists that are open, the outermost first."""
    began = ""
    """What the lines since the last empty one began with: "item", "words", or nothing yet."""
    for number, line in enumerate(text.split("\n")):
        line = QUOTE.sub("", line.expandtabs(4), count=1)
        if not line.strip(" \t"):
            began = ""
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line)
        if not item:
            if what := like_item(line, began != "words"):
                yield number, what
            elif not began:
                open_at = [at for at in open_at if at < indent]
                began = "" if ALONE.match(line) else "words"
            continue
        if began == "words":
            if not FIRST.fullmatch(item["mark"]):
                continue
            yield number, f"'{item['mark']}' makes no item here: the list needs an empty line before it"
        fresh, began = not began, "item"
        open_at = [at for at in open_at if at <= indent] or [indent]
        inner = indent - open_at[-1]
        if 0 < inner < 4 or (inner > 7 and not fresh):
            yield number, f"'{item['mark']}' is indented by {inner}: an item within an item needs 4 spaces"
        if inner:
            open_at.append(indent)
