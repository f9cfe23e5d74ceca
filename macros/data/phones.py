"""Phone numbers in texts, as people type them: spaces, hyphens and dots between digits do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache


@cache
def _phone(number: str) -> re.Pattern[str]:
    """A pattern for a phone number as people type it: spaces, hyphens and dots between digits do not matter."""
    return re.compile(BEFORE + BETWEEN.join(_digits(number)) + AFTER)


BEFORE, AFTER = r"(?<![\w.,+-])\+?", r"(?![\w-]|[.,]\d)"
BETWEEN = r"(?:[ \t\\]*\n[ \t>]*|[\s.-])?"
"""What may stand between two digits of a number: it may go on in the next line, which may be indented or a quote."""


@cache
def _phones(numbers: frozenset[str]) -> re.Pattern[str]:
    """A pattern for any of some numbers: nearly every text has none of them, and one look shows it."""
    digits = sorted(map(_digits, numbers), key=len, reverse=True)
    return re.compile(BEFORE + "(?:" + "|".join(BETWEEN.join(number) for number in digits) + ")" + AFTER)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def phone_number(text: str, numbers: Iterable[str]) -> str | None:
    """The first of `numbers` that `text` holds, or None. Longest first, so that the whole number is named."""
    numbers = frozenset(numbers)
    if not numbers or not _phones(numbers).search(text):
        return None
    return next((n for n in sorted(numbers, key=lambda n: (-len(n), n)) if _phone(n).search(text)), None)


def phone_numbers(text: str, numbers: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each of `numbers` that `text` holds, with the position where it begins."""
    numbers = frozenset(numbers)
    if numbers:
        written = {_digits(number): number for number in numbers}
        for found in _phones(numbers).finditer(text):
            yield found.start(), written[_digits(found[0])]


def unlisted(text: str, numbers: Iterable[str]) -> list[str]:
    """Whatever looks like a phone number in `text`, three digits or more, and is none of `numbers`."""
    listed = set(map(_digits, numbers))
    runs = [found[0].strip(" .-") for found in RUN.finditer(text)]
    # "111 999" may be two numbers side by side.
    return [run for run in runs if _digits(run) not in listed and not listed.issuperset(run.split())]


RUN = re.compile(BEFORE + r"[0-9](?:[ .-]?[0-9]){2,}" + AFTER)
