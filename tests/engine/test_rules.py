"""The rules that a guide sets for its own words, in `rules.yml` beside its data file: whatever guide lies in `docs/`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from lxml import html
from pydantic import Field

from macros.data.library import Library, load, load_part
from macros.data.model import LEVELS, Care, Level, RedFlag
from macros.data.text import Part, nearest
from macros.faults import Faults
from tests.conftest import ROOT, data_of

Words = Annotated[tuple[str, ...], Field(min_length=1)]
CARES: tuple[Care, ...] = ("stop", "ask-first", "gentle")
"""The rules of care, the strictest first."""


class Covered(Part):
    """Words that a reader looks for on a page, by its source path without `.md`; `part` says what of the subject."""

    part: str
    page: str
    words: Words


class Forbidden(Part):
    """What no page may say, as a pattern of Python's, and words that it finds."""

    pattern: str
    example: str


class Case(Part):
    """A reader in words, what is true of them (ids of red flags and of the ask-first list), and what they are told."""

    reader: str
    has: tuple[str, ...] = ()
    level: Level | None = None
    care: Care


class Rules(Part):
    """The whole file; each part may be left out."""

    covered: tuple[Covered, ...] = ()
    signs: dict[str, Words] = Field(default_factory=dict)
    forbidden: tuple[Forbidden, ...] = ()
    cases: tuple[Case, ...] = ()


DATA = data_of(ROOT)
FILE = DATA.with_name("rules.yml")
NAME = FILE.relative_to(ROOT).as_posix()
LIBRARY: Library = load(DATA, DATA.name)
RULES, LINES, WRONG = Rules(), {}, ""
if FILE.is_file():
    try:
        RULES, LINES = load_part(FILE.read_text("utf-8"), NAME, Rules)
    except Faults as found:
        WRONG = str(found)
ASK_FIRST = {entry.id: entry for entry in LIBRARY.guide.ask_first}


def at(*place: str | int) -> str:
    """Where a rule stands."""
    return f"{NAME}:{LINES.get(place, 1)}"


def folded(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())


@cache
def said(file: Path) -> tuple[str, str]:
    """What a built page says, and what only its attributes say."""
    root = html.parse(str(file)).getroot()
    for element in root.xpath("//script | //style | //sup | //a[@class='headerlink']"):
        element.drop_tree()
    found = root.find(".//article")
    tree = root.body if found is None else found
    attributes = root.xpath("//@alt | //@title | //@aria-label | //meta/@content")
    return folded(tree.text_content()), folded(" ".join(attributes))


def test_the_rules_can_be_read() -> None:
    assert not WRONG, WRONG


def test_nothing_of_the_subject_is_missing(site: Path) -> None:
    missing = []
    for number, rule in enumerate(RULES.covered):
        file = site / ("index.html" if rule.page == "index" else f"{rule.page.removesuffix('/index')}/index.html")
        assert file.is_file(), f"{at('covered', number, 'page')}: no page '{rule.page}.md'"
        text = said(file)[0].lower()
        missing += [f"{at('covered', number)}: {words}" for words in rule.words if folded(words).lower() not in text]
    assert missing == []


def test_each_red_flag_says_what_it_has_to() -> None:
    missing = []
    for ident, rule in RULES.signs.items():
        assert ident in LIBRARY.red_flags, f"{at('signs', ident)}: unknown id{nearest(ident, LIBRARY.red_flags)}"
        flag = LIBRARY.red_flags[ident]
        text = "\n".join((flag.name, flag.sign, *flag.signs, flag.do, flag.why or "", *flag.risks)).lower()
        missing += [f"{at('signs', ident)}: {words}" for words in rule if words.lower() not in text]
    assert missing == []


def test_no_page_says_a_forbidden_line(site: Path) -> None:
    texts = [(page.relative_to(site), text) for page in sorted(site.rglob("*.html")) for text in said(page)]
    found = []
    for number, rule in enumerate(RULES.forbidden):
        pattern = re.compile(rule.pattern, re.I)
        assert pattern.search(rule.example), f"{at('forbidden', number)}: the pattern does not find its own example"
        hits = ((page, pattern.search(text)) for page, text in texts)
        found += [f"{at('forbidden', number)}: {page}: {hit[0]}" for page, hit in hits if hit]
    assert found == []


def test_each_reader_is_told_the_level_and_the_care_that_they_need() -> None:
    known = {**LIBRARY.red_flags, **ASK_FIRST}
    wrong = []
    for number, case in enumerate(RULES.cases):
        unknown = [f"'{ident}'{nearest(ident, known)}" for ident in case.has if ident not in known]
        assert not unknown, f"{at('cases', number)}: unknown id {unknown[0]}"
        parts = [known[ident] for ident in case.has]
        level = min((part.level for part in parts if isinstance(part, RedFlag)), key=LEVELS.index, default=None)
        end = [LIBRARY.guide.check.none.care] if LIBRARY.guide.check else []
        care = min([part.care for part in parts] or end, key=CARES.index, default=None)
        if (level, care) != (case.level, case.care):
            wrong.append(f"{at('cases', number)}: {case.reader} is told {level or 'no level'}, {care}")
    assert wrong == []
