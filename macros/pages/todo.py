"""What is still to do before a guide is published: words of the example that it was made from, and of another topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ..data.library import Library
from ..data.yaml import parse
from ..faults import Fault

TODO = re.compile(r"\bTODO\b")
SCAFFOLD = Path(__file__).parent.parent / "scaffold"
"""The files of a new guide, in which each word that its author must replace stands behind the mark TODO."""
DATA = SCAFFOLD / "docs/_data/guide.yml"


def check(files: Iterable[tuple[str, str]], library: Library) -> Iterator[Fault]:
    """The lines with a mark, and the texts of the example whose mark alone is gone.

    Args:
        files: the name and the text of each file that is published.
        library: the guide.
    """
    for name, text in files:
        for number, line in enumerate(text.splitlines(), 1):
            if found := TODO.search(line):
                yield Fault(name, line[found.start() :].strip(), number)
    for place, text in library.texts():
        if text in _examples():
            yield library.fault(place, "TODO: these are still the words of the example: write your own")


@cache
def _examples() -> frozenset[str]:
    """The texts of the example without their marks."""
    data = parse(re.sub(r"\$\{\w+\}", "x", DATA.read_text("utf-8")), DATA.name)[0]
    return frozenset(TODO.sub("", text).strip() for text in _texts(data))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if TODO.search(value) else []
    elif isinstance(value, (tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
