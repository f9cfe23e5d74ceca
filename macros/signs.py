"""A sign has one home: the words of a sign, and how fast to act on it, stand in `red_flags` and are told nowhere again.

Told again, a sign sooner or later has two levels, or two massage rules. So pages, answers and the ask-first list call
it, and what draws a call takes its words, its level and its help line from the red flag. Here is found what does not:
words that tell a reader how fast to act (the guide lists them under `urgency`), help lines without a called sign of
their level, and sentences that hold most words of a sign. A guide that lists no such words is not held to this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from .faults import Fault
from .library import Library
from .model import HELP_LINE, LEVELS, PLACEHOLDERS, RedFlag

RUN = 6
"""So many words of a sign in a row are the sign told again."""
SHARE = 0.8
"""So much of a sign's words of `LONG` letters or more in one sentence are the sign told again."""
LONG = 4
FEWEST = 4
"""A sign with fewer long words than this is only found by a run of its words."""

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*+|#>]|\d+[.)])\s)")
CALL = re.compile(r"\{\{.*?\}\}", re.S)
CALLED = re.compile(r"\{\{\s*(sign|red_flags?)\((.*?)\)\s*\}\}", re.S)
LINES = re.compile(r"\{\{\s*help_line\(\s*(?:name\s*=\s*)?[\"'](\w+)[\"']\s*\)\s*\}\}")
ITEM = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s+")
STARTS = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+|\||#{1,6}\s)")
"""What begins a block without a blank line before it: an item, a row of a table, a heading."""

LINE_OF = dict(zip(LEVELS, PLACEHOLDERS, strict=True))
"""The help line of each level."""

FREE = frozenset({"red_flags", "help_lines", "sources", "review", "never", "urgency", "clarity", "retired", "strings"})
"""The parts of the data that may say how fast to act, or that no reader reads."""
ASKED = frozenset({"id", "question", "search", "evidence"})
"""Keys of an entry whose words are the reader's own, or stand behind the reader's pages."""
TOLD = frozenset({"faq", "ask_first", "check"})
"""The parts of the data that may not tell a sign again."""


class Signs:
    """The signs of a guide, by their words."""

    def __init__(self, flags: Iterable[RedFlag]) -> None:
        self.flags = list(flags)
        self._long = [long_words(flag.sign) for flag in self.flags]
        self._runs: dict[tuple[str, ...], int] = {}
        self._holders: dict[str, list[int]] = {}
        for i, flag in enumerate(self.flags):
            for run in _runs(words(flag.sign)):
                self._runs.setdefault(run, i)
            for word in self._long[i]:
                self._holders.setdefault(word, []).append(i)

    def told(self, sentence: str) -> RedFlag | None:
        """The red flag whose sign a sentence tells again, if any."""
        said = words(sentence)
        for run in _runs(said):
            if run in self._runs:
                return self.flags[self._runs[run]]
        best, share = self._nearest(said)
        return best if best and share >= SHARE and len(long_words(best.sign)) >= FEWEST else None

    def nearest(self, text: str) -> RedFlag | None:
        """The red flag that has the largest share of its words in a text; None when it shares none with any."""
        return self._nearest(words(text))[0]

    def _nearest(self, said: Iterable[str]) -> tuple[RedFlag | None, float]:
        count = Counter(i for word in set(said) for i in self._holders.get(word, ()))
        shares = [(many / len(self._long[i]), -i) for i, many in count.items()]
        if not shares:
            return None, 0
        share, i = max(shares)
        return self.flags[-i], share


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without what macros draw."""
    return WORD.findall(CALL.sub(" ", text).casefold())


def long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) >= LONG)


def _runs(said: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[i:] for i in range(RUN)), strict=False)


def twins(library: Library) -> Iterator[Fault]:
    """Signs of the same words, and signs of nearly the same words at two levels."""
    flags = library.guide.red_flags
    for (_, one), (j, two) in combinations(enumerate(flags), 2):
        here, there = long_words(one.sign), long_words(two.sign)
        alike = words(one.sign) == words(two.sign)
        near = one.level != two.level and len(here & there) >= SHARE * len(here | there) > 0
        if alike or near:
            same = "the same" if alike else "nearly the same"
            levels = f", at two levels, {one.level} and {two.level}" if one.level != two.level else ""
            yield library.fault(("red_flags", j, "sign"), f"has {same} words as the sign of '{one.id}'{levels}")


def check_data(library: Library) -> Iterator[Fault]:
    """Words of the data outside the red flags that say how fast to act or tell a sign again."""
    guide, signs = library.guide, Signs(library.guide.red_flags)
    if not guide.urgency:
        return
    for place, text in library.texts():
        if place[0] in FREE or ASKED & set(place):
            continue
        found = HELP_LINE.search(text)
        if found := found or _urgent(library, text):
            yield library.fault(place, _instead(found[0], signs.nearest(text), draws=place[0] == "faq"))
        elif place[0] in TOLD and (flag := _told(signs, text)):
            yield library.fault(place, _retold(flag, draws=place[0] in ("faq", "ask_first")))


def check_page(source: str, library: Library) -> Iterator[tuple[int, str]]:
    """The same on a page, front matter and all: where it stands in the source, and what is wrong."""
    guide = library.guide
    if not guide.urgency:
        return
    signs = Signs(guide.red_flags)
    for at, block in blocks(source):
        called = set(_levels(library, block))
        lines = [match[1] for match in LINES.finditer(block)]
        found = _urgent(library, CALL.sub(lambda m: " " * len(m[0]), block))
        line = next((match for match in LINES.finditer(block) if match[1] not in map(LINE_OF.get, called)), None)
        if line and called:
            yield (
                at + line.start(),
                f"the help line '{line[1]}' stands with a sign that is {' and '.join(sorted(called))}: "
                f"write {' or '.join(LINE_OF[level] for level in LEVELS if level in called)}",
            )
        elif line:
            yield at + line.start(), _instead(line[0], signs.nearest(block))
        elif found and not lines:
            yield at + found.start(), _instead(found[0], signs.nearest(block))
        for start, sentence in _sentences(block):
            if flag := signs.told(sentence):
                yield at + start, _retold(flag)
                break


def blocks(source: str) -> Iterator[tuple[int, str]]:
    """The paragraphs, items, rows and headings of a page, each with its position.

    Words that end in a colon are one block with the items that follow them.
    """
    found: list[tuple[int, int]] = []
    at, open_ = 0, False
    for line in source.splitlines(keepends=True):
        end = at + len(line)
        if not line.strip(" \t\n>"):
            open_ = False
        elif open_ and not STARTS.match(line):
            found[-1] = (found[-1][0], end)
        else:
            found.append((at, end))
            open_ = True
        at = end
    leads = False
    joined: list[tuple[int, int]] = []
    for start, end in found:
        item = bool(ITEM.match(source[start:end]))
        if leads and item:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
            leads = source[start:end].rstrip(" \n*_").endswith(":")
    return ((start, source[start:end]) for start, end in joined)


def _sentences(block: str) -> Iterator[tuple[int, str]]:
    at = 0
    for match in SENTENCE.finditer(block):
        yield at, block[at : match.start()]
        at = match.end()
    yield at, block[at:]


def _levels(library: Library, block: str) -> Iterator[str]:
    """The levels of the signs that a block calls."""
    for match in CALLED.finditer(block):
        for given in re.findall(r"[\"']([^\"']+)[\"']", match[2]):
            flag = library.red_flags.get(given)
            yield from [flag.level] if flag else [given] if given in LEVELS else []


def _urgent(library: Library, text: str) -> re.Match[str] | None:
    return next((found for rule in library.guide.urgency if (found := re.search(rule.pattern, text, re.I))), None)


def _told(signs: Signs, text: str) -> RedFlag | None:
    return next((flag for _, sentence in _sentences(text) if (flag := signs.told(sentence))), None)


def _instead(said: str, flag: RedFlag | None, *, draws: bool = False) -> str:
    said = " ".join(said.split())
    what = f"'{said}' tells a reader how fast to act, which only a called sign does"
    return f"{what}: {_call(flag, draws=draws)}"


def _retold(flag: RedFlag, *, draws: bool = False) -> str:
    return f"tells the sign of '{flag.id}' again ('{flag.sign}'): {_call(flag, draws=draws)}"


def _call(flag: RedFlag | None, *, draws: bool) -> str:
    """What an editor writes in the place of such words."""
    name = flag.id if flag else "…"
    if draws:
        return f"name it under 'red_flags', [{name}], and leave these words out"
    return f'call {{{{ red_flags("{name}") }}}} or {{{{ sign("{name}") }}}} instead'
