"""Parts of a composed handout: runs of words, and blocks of them.

A run is a list of strings and of mappings with a `kind`, such as {"kind": "strong", "text": [...]}. A block is a
mapping with a `kind`, and with runs or blocks in it. Nothing of it is ever Typst source, so nothing needs escaping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Run = list[Any]
Block = dict[str, Any]

ELSEWHERE: Block = {"kind": "elsewhere"}
"""Stands for what the handout says in another place, until headings over nothing else are taken out."""
BREAK = {"kind": "break"}
COLUMN = 34
"""About how many letters a line of a column holds."""
BESIDE, PICTURE_LINES = 26, 20
"""About how many letters a line holds beside a picture, and how many such lines."""
WIDEST = 60
"""About how many letters a line of a table holds, without the room between its columns."""


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
        for key in ("term", "text", "head", "rows", "body", "items", "columns", "alt"):
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


def in_columns(body: list[Block]) -> list[Block]:
    """Blocks with their short groups, if there are several, side by side in two columns of about one height.

    A group is a list, with the paragraph over it. The second column may begin within a list, as in a newspaper.
    """
    lists = [i for i, block in enumerate(body) if block["kind"] == "list"]
    if len(lists) < 2:
        return body
    starts = [i - 1 if i and body[i - 1]["kind"] == "p" else i for i in lists]
    # An entry, and whatever stands over it: no words are parted from the entry that they lead to.
    pieces = [
        [*(body[start:i] if n == 0 else []), {**body[i], "items": [item], "start": body[i]["start"] + n}]
        for start, i in zip(starts, lists, strict=True)
        for n, item in enumerate(body[i]["items"])
    ]
    heights = [sum(-(-len(text) // COLUMN) for text in texts(piece)) + 0.5 * len(piece) for piece in pieces]
    half = min(range(1, len(pieces)), key=lambda i: max(sum(heights[:i]), sum(heights[i:])))
    columns = [_joined(block for piece in part for block in piece) for part in (pieces[:half], pieces[half:])]
    return [*body[: starts[0]], {"kind": "columns", "columns": columns}, *body[lists[-1] + 1 :]]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks with lists that follow one another made one again."""
    joined: list[Block] = []
    for block in blocks:
        if block["kind"] == "list" and joined and joined[-1]["kind"] == "list":
            joined[-1] = {**joined[-1], "items": [*joined[-1]["items"], *block["items"]]}
        else:
            joined.append(block)
    return joined


def beside(blocks: list[Block]) -> list[Block]:
    """Blocks with the words that follow a picture beside it, as many as its height has room for."""
    made: list[Block] = []
    lines = 0
    for block in blocks:
        last = made[-1] if made else None
        if block["kind"] == "picture":
            lines = 0
            made.append({**block, "body": []})
            continue
        lines += 1 + sum(-(-len(text) // BESIDE) for text in texts(block)) if block["kind"] in ("p", "list") else 99
        if last and last["kind"] == "picture" and lines <= PICTURE_LINES:
            last["body"].append(block)
        else:
            made.append(block)
    return made


def widths(rows: list[list[Run]]) -> list[float]:
    """For each column its part of a table's width: room for its longest word, and of the rest by its letters."""
    columns = list(zip(*([plain(cell) for cell in row] for row in rows), strict=True))
    least = [max(len(word) for text in column for word in text.split(" ")) + 2 for column in columns]
    letters = [sum(map(len, column)) for column in columns]
    rest = max(0, WIDEST - sum(least))
    return [one + rest * many / max(1, sum(letters)) for one, many in zip(least, letters, strict=True)]


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
