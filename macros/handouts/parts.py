"""Parts of a composed handout: runs of words, and blocks of them.

A run is a list of strings and of mappings with a `kind`, such as {"kind": "strong", "text": [...]}. A block is a
mapping with a `kind`, and with runs or blocks in it. Nothing of it is ever Typst source, so nothing needs escaping.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, permutations, product, takewhile
from math import ceil
from operator import ge
from typing import Any

Run = list[Any]
Block = dict[str, Any]

ELSEWHERE: Block = {"kind": "elsewhere"}
"""Stands for what the handout says in another place, until headings over nothing else are taken out."""
BREAK = {"kind": "break"}
COLUMN, INDENT, LINE = 18, 1.2, 1.3
"""In sizes of the letters: how wide a column is, how far a list is set in, how high a line is."""
GAPS = {"heading": 0.8, "list": 0.05, "terms": 0.3}
"""How much room kinds of blocks have over them, beside 0.3."""
NARROW, MIDDLE, WIDE, SPACE = 0.28, 0.55, 0.75, 0.28
"""About how wide letters of the handouts' face are, in their size."""
FULL, LETTERS = 36.2, 2.2
"""How wide a page is in sizes of the letters, and about how many letters stand in one such size."""
WIDEST, PADDED = (72, 57), 0.8
"""Half sizes of the letters that a table is wide in standard and in large print; sizes that a cell leaves empty."""
MIDDLING = 22.5
"""How many letters wide a picture without letters is."""
SHORT, TOGETHER, LONG = 5, 26, 105
"""How high words are that have two columns, that stand together on a page, and that run on as in a newspaper."""
NAMED = 15
"""From how many signs on a card needs the names of their groups: paper shows all of a shorter one at a glance."""
FEW = 3
"""How many groups of signs of one level stand each in its place."""
FLOWING = frozenset({"box", "heading", "list", "p", "terms"})
"""Kinds of blocks that can stand in a column."""


def in_language(language: str | None, text: Run) -> Run:
    """Words in another language than the handout's, said so; others as they are."""
    return [{"kind": "lang", "lang": language, "text": text}] if language and text else text


def trimmed(run: Run) -> Run:
    """A run without white space at its ends, and without breaks there."""

    def empty(part: Any) -> bool:
        return part == BREAK or (isinstance(part, str) and not part.strip())

    while run and empty(run[0]):
        run = run[1:]
    while run and empty(run[-1]):
        run = run[:-1]
    if run and isinstance(run[0], str):
        run = [run[0].lstrip(), *run[1:]]
    if run and isinstance(run[-1], str):
        run = [*run[:-1], run[-1].rstrip()]
    return run


def plain(run: Run) -> str:
    """The words of a run."""
    return "".join(
        part if isinstance(part, str) else " " if part == BREAK else plain(part.get("text", [])) for part in run
    )


def texts(part: Any) -> Iterator[str]:
    """Every text of composed data, in order, a line for each run."""
    if isinstance(part, dict):
        for key in ("term", "text", "head", "rows", "body", "items", "pieces", "alt"):
            value = part.get(key)
            if key in ("text", "term") and isinstance(value, list):
                yield plain(value)
            elif isinstance(value, str):
                yield value
            elif value:
                yield from texts(value)
    elif isinstance(part, list):
        if any(isinstance(entry, str) for entry in part):
            yield plain(part)
        else:
            for entry in part:
                yield from texts(entry)


def unemptied(blocks: list[Block]) -> list[Block]:
    """Blocks without what stands elsewhere, and without the headings under which nothing else stood."""
    kept: list[Block] = []
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


def gathered(blocks: list[Block]) -> list[Block]:
    """Blocks with the signs of many answers in one card after the last, and those of a few where they stand."""
    signs = [block for block in blocks if block["kind"] == "signs"]
    many = {level for level, count in Counter(block["level"] for block in signs).items() if count > FEW}
    made: list[Block] = []
    for block in blocks:
        if block["kind"] != "signs":
            made.append(block)
        elif block["level"] not in many:
            made += block["body"]
    for level in sorted(many):
        found = [block["body"] for block in signs if block["level"] == level]
        entries = {**found[0][1], "items": [item for _, listed in found for item in listed["items"]]}
        after = max((i for i, block in enumerate(made) if block["kind"] == "card"), default=-1) + 1
        depth = made[after - 1]["body"][0].get("depth", 2) if after else 2
        heading = {"kind": "heading", "depth": depth, "text": found[0][0]["text"]}
        made.insert(after, {"kind": "card", "level": level, "body": in_columns([heading, entries])})
    return made


def in_columns(body: list[Block]) -> list[Block]:
    """Blocks with their lists side by side in two columns.

    A group is a list, with the paragraph over it. The second column may begin within a list, as in a newspaper.
    """
    lists = [i for i, block in enumerate(body) if block["kind"] == "list"]
    many = sum(len(body[i]["items"]) for i in lists)
    if many < 2:
        return body
    start = lists[0] - 1 if lists[0] and body[lists[0] - 1]["kind"] == "p" else lists[0]
    grouped = body[start : lists[-1] + 1]
    if many < NAMED and len(lists) > 1:
        grouped = [block for block in grouped if block["kind"] == "list"]
    return [*body[:start], _columns(grouped), *body[lists[-1] + 1 :]]


def _columns(body: list[Block]) -> Block:
    """Blocks as pieces of two columns, which begin and end between them.

    A piece is an entry of a list or another block, and whatever leads to it.
    """
    pieces: list[list[Block]] = []
    leads: list[Block] = []
    for block, after in zip(body, [*body[1:], None], strict=True):
        if block["kind"] in ("list", "terms") and not block.get("whole"):
            for n, item in enumerate(block["items"]):
                number = {"start": block["start"] + n} if "start" in block else {}
                pieces.append([*leads, {**block, "items": [item], **number}])
                leads = []
        elif block["kind"] == "heading" or (after and after["kind"] == "list"):
            leads.append(block)
        else:
            pieces.append([*leads, block])
            leads = []
    if leads:
        pieces.append(leads)
    return {"kind": "columns", "pieces": pieces, "high": [round(_high(piece), 2) for piece in pieces]}


def unnamed(blocks: list[Block]) -> list[Block]:
    """Blocks without the names of the groups of signs in their cards."""

    def bare(part: Block) -> Block:
        if part["kind"] == "card":
            return {**part, "body": [bare(inner) for inner in part["body"]]}
        if part["kind"] != "columns" or not all(piece[-1]["kind"] == "list" for piece in part["pieces"]):
            return part
        pieces = [piece[-1:] for piece in part["pieces"]]
        return {**part, "pieces": pieces, "high": [round(_high(piece), 2) for piece in pieces]}

    return [bare(block) if block["kind"] == "card" else block for block in blocks]


def _high(blocks: list[Block]) -> float:
    """About how high blocks are in a column, in sizes of the letters."""
    return sum(
        LINE * sum(_wrapped(text, COLUMN - INDENT * (block["kind"] in ("list", "terms"))) for text in texts(block))
        + GAPS.get(block["kind"], 0.3)
        for block in blocks
    )


@cache
def _wrapped(text: str, room: float) -> int:
    """On how many lines of a width words stand."""
    lines, at = 1, 0.0
    for word in text.split():
        wide = _width(word)
        if at and at + SPACE + wide > room:
            lines, at = lines + 1, wide
        else:
            at += wide + (SPACE if at else 0)
    return lines


@cache
def _width(word: str) -> float:
    """About how wide a word is."""
    return sum(NARROW if char in "fijlrtI.,:;'!()1" else WIDE if char in "mwMW" else MIDDLE for char in word)


def side_by_side(blocks: list[Block], whole: bool) -> list[Block]:
    """Blocks with their words in two columns: a long run of them as in a newspaper, a short one section by section."""
    made: list[Block] = []
    leads: list[Block] = []
    for flows, found in groupby(blocks, lambda block: block["kind"] in FLOWING):
        run = list(found)
        if not flows:
            # What leads to a card stands over it; to a table or a picture too, and they keep it by themselves.
            made += [{**run[0], "leads": leads}, *run[1:]] if leads and run[0]["kind"] == "card" else [*leads, *run]
            leads = []
            continue
        leads = list(takewhile(_leads, reversed(run)))[::-1]
        run = run[: len(run) - len(leads)]
        if whole and _high(run) > LONG:
            made.append({"kind": "flow", "body": run})
            continue
        for part in _chunks(run) if whole else [run]:
            made += [_columns(part)] if _high(part) >= SHORT else part
    return [*made, *leads]


def _leads(block: Block) -> bool:
    """Whether a block is nothing without the one after it."""
    return block["kind"] == "heading" or (block["kind"] == "p" and plain(block["text"]).endswith(":"))


def _chunks(run: list[Block]) -> list[list[Block]]:
    """Blocks in parts of whole sections, none of many more lines than may stand together."""
    chunks: list[list[Block]] = []
    for block in run:
        fresh = block["kind"] == "heading" and chunks and chunks[-1][-1]["kind"] != "heading"
        if not chunks or (fresh and _high(chunks[-1]) > TOGETHER):
            chunks.append([])
        chunks[-1].append(block)
    return chunks


def beside(blocks: list[Block]) -> list[Block]:
    """Blocks with the words that follow a picture beside it, as many as its height has room for."""
    made: list[Block] = []
    rest = list(blocks)
    while rest:
        made.append(rest.pop(0))
        if made[-1]["kind"] != "picture":
            continue
        picture, body = made[-1], []
        letters, lines = LETTERS * (FULL - picture["width"]), picture["height"] / LINE
        while rest and rest[0]["kind"] in ("heading", "list", "p"):
            lines -= 0.7 + sum(ceil(len(text) / letters) for text in texts(rest[0]))
            if lines < 0:
                break
            body.append(rest.pop(0))
        while body and _leads(body[-1]):
            rest.insert(0, body.pop())
        picture["body"] = body
    return made


def widths(rows: list[list[Run]]) -> list[list[int]]:
    """How wide each column of a table is, so that its rows take few lines: in standard and in large print.

    A column has room for its longest word. Of the rest each part goes where it saves the most.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    longest = [max(_width(word) for text in column for word in text.split(" ")) for column in zip(*cells, strict=True)]

    def high(wide: list[int]) -> tuple[int, float]:
        rooms = [room / 2 - PADDED for room in wide]
        rows = [list(zip(row, rooms, strict=True)) for row in cells]
        lines = sum(max(_wrapped(text, room) for text, room in row) for row in rows)
        return lines, sum(max(len(text) / room for text, room in row) for row in rows)

    least = [ceil(2 * (word + PADDED)) for word in longest]
    columns = range(len(least))
    made = []
    for widest in WIDEST:
        wide = least
        while sum(wide) < widest:
            wide = min(([room + (k == i) for k, room in enumerate(wide)] for i in columns), key=high)
        moves = ([(k == j) - (k == i) for k in columns] for i, j in permutations(columns, 2))
        for by, move in product(range(8, 0, -1), list(moves)):
            moved = [room + by * part for room, part in zip(wide, move, strict=True)]
            if all(map(ge, moved, least)) and high(moved) < high(wide):
                wide = moved
        made.append(wide)
    return made


def in_letters(picture: bytes) -> tuple[float, float]:
    """How wide and high a picture is when its smallest letters are 1; one without letters is of a middling size."""
    box = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    letters = [float(size) for size in re.findall(rb'font-size="([\d.]+)"', picture)]
    if not box or not letters:
        return MIDDLING, MIDDLING
    width, height = (float(side) / min(letters) for side in box.groups())
    return width, height


def clamp(blocks: list[Block]) -> None:
    """Let no heading stand more than one level below the one before it, which PDF/UA-1 forbids."""
    last = 0
    for heading in within(blocks):
        if heading.get("kind") == "heading":
            heading["depth"] = last = max(1, min(heading["depth"], last + 1))


def within(part: Any) -> Iterator[Block]:
    """Every mapping of composed data, in order."""
    if isinstance(part, dict):
        yield part
    values: Iterable[Any] = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for value in values:
        yield from within(value)


def resolve(data: Block, targets: set[str]) -> None:
    """Turn links to what the handout does not hold into plain words, and forget the targets that no link leads to."""
    used = set()
    for part in within(data):
        if part.get("kind") == "goto":
            if part["to"] in targets:
                used.add(part["to"])
            else:
                part["kind"] = "plain"
    for part in within(data):
        if "id" in part and part["id"] not in used:
            del part["id"]
