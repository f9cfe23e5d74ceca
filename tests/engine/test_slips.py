"""A slip that changes what a reader gets is a fault with its line: what no editor shows, and what looks like a list."""

from __future__ import annotations

from collections import Counter

import pytest
from markdown import markdown

from macros.data.slips import BRACKETS, LIKE_ITEM, items, unseen
from macros.data.yaml import parse
from macros.faults import Faults
from tests.conftest import Project

PAGE = "docs/index.md"
BIKE = "docs/_data/bike.yml"


# Lines that look like items ------------------------------------------------------------------------------------------

NO_LISTS = {
    "no empty line before": ("Do this:\n- one\n- two", 1),
    "none before a star": ("Do this:\n* one", 1),
    "none before a plus": ("Do this:\n+ one", 1),
    "none before a number": ("Do this:\n1. one\n2. two", 1),
    "none within an item": ("- a\n\n    words\n    - b", 3),
    "none within a box": ("!!! note\n    words\n    - a", 2),
    "none within a quotation": ("> words\n> - a", 1),
    "a bullet": ("• one", 0),
    "a triangle": ("‣ one", 0),
    "a square without a space": ("▪one", 0),
    "a tick": ("✓ one", 0),
    "a dash": ("\u2013 one", 0),
    "a minus sign": ("\u2212 one", 0),
    "a dash in a sentence": ("One \u2013 or\n\u2013 two", 1),
    "a bracket": ("1) one", 0),
    "two brackets": ("(1) one", 0),
    "a letter": ("a) one", 0),
    "a list of brackets after words": ("Do this:\n1) one", 1),
    "a no-break space after the mark": ("-\u00a0one", 0),
    "one after a number": ("1.\u00a0one", 0),
    "a narrow one": ("*\u202fone", 0),
    "a no-break space before the mark": ("\u00a0- one", 0),
    "some before it": ("- a\n\u00a0\u00a0\u00a0\u00a0- b", 1),
    "an indent of two": ("- a\n  - b", 1),
    "an indent of two further in": ("- a\n    - b\n      - c", 2),
    "an indent of three": ("1. a\n   - b", 1),
    "an indent after an empty line": ("- a\n\n  - b", 2),
    "an indent of eight": ("- a\n        - b", 1),
    "no space after the mark": ("-one", 0),
    "none after a number's": ("1.One", 0),
}
LISTS = (
    "- one\n- two\ngoes on\n- three",
    "- one\n    - two\n        - three\n    - four\n- five",
    "- one\n\n    words\n\n    - two",
    "1. one\n2. two",
    "## Heading\n- one",
    "!!! note\n    - one\n\n    words",
    "> - one\n> - two",
    "* one\n+ two",
    "-\tone",
    " - one\n - two",
)
NO_ITEMS = (
    "In\n2024. Then",
    "see (1 and\n2) then",
    "Words\n\n- - -\n\n* * *",
    "| a | b |\n|---|---|\n| - | c |",
    "At -5 degrees\n-- or so",
    "**Bold** words\n*or* slanted",
    "Call it\nat 12:30",
)


@pytest.mark.parametrize("name", NO_LISTS)
def test_a_line_that_looks_like_an_item_and_is_none_is_told(name: str) -> None:
    text, line = NO_LISTS[name]
    assert [number for number, _ in items(text)] == [line]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_is_one(text: str) -> None:
    assert list(items(text)) == []
    drawn = markdown(text, extensions=["admonition"])
    assert drawn.count("<li>") == sum(line.strip(" >").startswith(tuple("-*+12")) for line in text.split("\n"))


@pytest.mark.parametrize("text", NO_ITEMS)
def test_words_are_no_list(text: str) -> None:
    assert list(items(text)) == []
    assert "<li>" not in markdown(text)


def test_each_kind_of_mark_has_examples() -> None:
    lines = [text.split("\n")[line] for text, line in NO_LISTS.values()]
    found = Counter(next((what for pattern, what in LIKE_ITEM if pattern.match(line)), "") for line in lines)
    assert set(found) == {"", *(what for _, what in LIKE_ITEM)}


# Characters that do not show -----------------------------------------------------------------------------------------

UNSEEN = {
    "\u00ad": "a soft hyphen, U+00AD",
    "\u200b": "a zero-width character, U+200B",
    "\ufeff": "a zero-width character, U+FEFF",
    "\u2060": "a zero-width character, U+2060",
    "\u200d": "a zero-width character, U+200D",
    "\u3164": "a zero-width character, U+3164",
    "\ufe0f": "a zero-width character, U+FE0F",
    "\U000e0041": "a zero-width character, U+E0041",
    "\u202e": "a mark of direction, U+202E",
    "\u200f": "a mark of direction, U+200F",
    "\u2066": "a mark of direction, U+2066",
    "\u061c": "a mark of direction, U+061C",
    "\x00": "a control character, U+0000",
    "\x1b": "a control character, U+001B",
    "\u2028": "a control character, U+2028",
    "\x85": "a control character, U+0085",
    "\uf0b7": "a mark of one font's own, U+F0B7",
    "\ufffd": "a letter that was lost, U+FFFD",
    "&shy;": "a soft hyphen, U+00AD",
    "&#8203;": "a zero-width character, U+200B",
    "&#x202e;": "a mark of direction, U+202E",
}


@pytest.mark.parametrize("character", UNSEEN)
def test_a_character_that_does_not_show_is_named(character: str) -> None:
    assert list(unseen(f"One\nmas{character}sage")) == [(7, f"{UNSEEN[character]}, stands after 'mas': take it out")]


@pytest.mark.parametrize(
    "text", ["می\u200cشود", "👩\u200d⚕\ufe0f", "12\u00a0km", "Zoë", "क\u094d\u200dष", "&amp; &nbsp;"]
)
def test_what_a_script_needs_may_stand(text: str) -> None:
    assert list(unseen(text)) == []


@pytest.mark.parametrize("text", ["[" * 20_000, "[\n" * 20_000, "[a" * 1001])
def test_a_paragraph_of_brackets_is_refused_before_markdown_reads_it(text: str) -> None:
    assert list(unseen("[" * BRACKETS + "\n\n" + "[" * BRACKETS)) == []
    ((at, what),) = unseen("One\n\n" + text)
    assert (at, what.split(";")[0]) == (5, f"has {text.count('[')} opening brackets")


# YAML ----------------------------------------------------------------------------------------------------------------


def yaml(text: str) -> list[str]:
    """What is wrong with some YAML: line and words of each fault."""
    try:
        return [f"{fault.line}: {fault.what}" for fault in parse(text, "")[2]]
    except Faults as found:
        return [f"{fault.line}: {fault.what}" for fault in found.faults]


MARKS = (
    "@home",
    "`a`",
    "%50",
    "{emergency} now",
    '"Stop" now',
    "'Stop' now",
    "[a] b",
    "*Very* bad",
    "a: b",
    "- one",
    ", a",
    "? a",
    "|a",
)


@pytest.mark.parametrize("value", MARKS)
@pytest.mark.parametrize("before", ["a: ", "- a: "])
def test_a_value_that_yaml_cannot_read_is_told_as_it_was_typed(before: str, value: str) -> None:
    assert yaml(f"# one\n{before}{value}\n") == [f"2: YAML cannot read '{value}' as it is typed: put quotes round it"]


@pytest.mark.parametrize("value", ["!important note", "&home", "&home sweet", "! note", "!!binary aGVsbG8="])
def test_a_mark_that_yaml_would_take_away_is_told(value: str) -> None:
    what = f"YAML takes '{value.split()[0]}' for a mark of its own: put quotes round the whole text"
    assert yaml(f"a: {value}\n") == [f"1: {what}"]


@pytest.mark.parametrize("value", ["061", "0", "007", "1.50", "1e3", "-0"])
def test_a_number_is_told_as_it_was_typed(project: Project, value: str) -> None:
    assert str(parse(f"a: {value}", "")[0]["a"]) == value
    project.edit(BIKE, "name: A squeak\n", f"name: {value}\n")
    assert f"red_flags[2].name: needs text, not {value} (put quotes round it)" in project.build().stderr


@pytest.mark.parametrize("value", ["no", "yes", "On", "12:30", "1_000", "0x1F", "2026-12-01", "=", "<<"])
def test_a_word_is_a_word_whatever_older_yaml_takes_it_for(value: str) -> None:
    assert parse(f"a: [{value}]\nb: {value}", "")[0] == {"a": (value,), "b": value}


ONE = "write '|' before it, and its words on the next line"
FOLDED = {
    "a list below": ("a: It helps.\n\n  - one\n  - two\n", 2, ONE),
    "a list at once": ("a: It helps.\n  - one\n", 2, ONE),
    "numbers": ("a:\n  It helps.\n  1. one\n  2. two\n", 3, ONE),
    "bullets": ("- It helps.\n  • one\n", 2, ONE),
    "two paragraphs": ("a: One.\n\n  Two.\nb: c\n", 2, ONE),
    "two in quotes": ('a: "One.\n\n  Two."\n', 2, ONE),
    "a folded block": ("a: >\n  One.\n\n  Two.\n", 3, "write '|' in the place of '>'"),
    "a list in one": ("a: >-\n  It helps:\n  - one\n", 3, "write '|' in the place of '>'"),
}


@pytest.mark.parametrize("name", FOLDED)
def test_a_text_that_yaml_folds_into_one_paragraph_is_told(name: str) -> None:
    text, line, right = FOLDED[name]
    assert yaml(text) == [f"{line}: YAML makes one paragraph of this text and its lists: {right}"]


@pytest.mark.parametrize(
    "text", ["a: One\n  and two.\n\nb: c\n", "a: |\n  One.\n\n  - two\n", "a: >\n  One\n  two.\n\n"]
)
def test_a_text_that_goes_on_is_none(text: str) -> None:
    assert yaml(text) == []


@pytest.mark.parametrize("row", ["  b:\u00a0c", "\u00a0 b: c", "  -\u00a0b: c", "  b:\u202fc"])
def test_a_no_break_space_in_yaml_is_told(row: str) -> None:
    assert [
        fault for fault in yaml(f"a:\n  x: y\n{row}\n  d: e\n") if fault.startswith("3: ") and "no-break space" in fault
    ]


def test_a_list_after_a_text_is_told() -> None:
    (told,) = yaml("a:\n  b: It helps.\n  - one\n")
    assert told.startswith("3: a list cannot follow a text: write '|' after its colon")


# All in one round ----------------------------------------------------------------------------------------------------

SPOILT = {
    "Steps:\n- one\n- two": "'-' makes no item here: the list needs an empty line before it",
    "• one": "'•' makes no item of a list: write '- '",
    "mas\u00adsage": "a soft hyphen, U+00AD, stands after 'mas': take it out",
    "[x](Faq.md)": "no page 'Faq.md' (did you mean 'faq.md'?)",
    "[x](FAQ.md#saddle)": "no page 'FAQ.md' (did you mean 'faq.md'?)",
    "![x](pictures/Horn.svg)": "no file 'pictures/Horn.svg' (did you mean 'pictures/horn.svg'?)",
    "[y]: Red-Flags.md": "no page 'Red-Flags.md' (did you mean 'red-flags.md'?)",
    "[x](/Red-flags.md)": "no page '/Red-flags.md' (did you mean '/red-flags.md'?)",
    "Well done \U0001f600": "the fonts of the handouts have no letter '\U0001f600' (U+1F600): leave it out",
    "`[x](Faq.md)` and `- one`": "",
}
NAMED = {
    "docs/Tips.md": "'Tips.md' and 'tips.md' are one file on Windows and macOS: rename one",
    "docs/Pictures/bell.svg": "'Pictures' and 'pictures' are one file on Windows and macOS: rename one",
    "docs/pictures/BELL.svg": "'pictures/BELL.svg' and 'pictures/bell.svg' are one file on Windows and macOS: rename one",
    "docs/faq.md": "has the address of 'faq/index.md' too: rename one",
    "docs/extra.MD": "is published as it is, not as a page: name it 'extra.md'",
    "docs/more.Markdown": "is published as it is, not as a page: name it 'more.md'",
    "docs/old.mkdn": "is published as it is, not as a page: name it 'old.md'",
    "docs/notes.md.txt": "is published as it is, not as a page: name it 'notes.md'",
    "docs/a#b.md": "an address cannot carry '#': name it 'a-b.md'",
    "docs/what?.md": "an address cannot carry '?': name it 'what-.md'",
    "docs/50%.md": "an address cannot carry '%': name it '50-.md'",
    "docs/pictures/a:b.svg": "an address cannot carry ':': name it 'a-b.svg'",
}
ANSWER = """answer: |
      So high that your knee is almost straight:
      - straight
      - \u200bnot bent
      [Read](/Red-Flags.md)"""


def test_slips_of_all_kinds_are_told_in_one_round_each_at_its_line(project: Project) -> None:
    bell = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="8"/>'
    for folder in ("pictures", "Pictures", "faq"):
        (project.folder / "docs" / folder).mkdir()
    for name in (
        "docs/tips.md",
        "docs/pictures/bell.svg",
        "docs/pictures/horn.svg",
        "docs/faq/index.md",
        *NAMED.keys() - {"docs/faq.md"},
    ):
        project.write(name, bell if name.endswith("svg") else "---\ncontent: false\n---\n\n# Words\n")
    project.edit(PAGE, "last_reviewed", "handout: true\nlast_reviewed")
    text = project.read(PAGE)
    project.write(PAGE, f"{text}\n" + "\n\n".join(SPOILT) + "\n")
    expected = [f"{name}: {what}" for name, what in NAMED.items()]
    for words, what in SPOILT.items():
        line = project.read(PAGE).split(words)[0].count("\n") + 1 + words.startswith("Steps")
        expected += [f"{PAGE}:{line}: {what}"] if what else []
    line = project.edit(
        BIKE, "answer: So high that your knee is almost straight. If you fell, call {emergency}.", ANSWER
    )
    expected += [
        f"{BIKE}:{line + 2}: faq[1].answer: '-' makes no item here: the list needs an empty line before it",
        f"{BIKE}:{line + 3}: faq[1].answer: a zero-width character, U+200B, stands after '-': take it out",
    ]
    result = project.build()
    assert (result.returncode, result.stdout) == (1, "")
    told = {line for line in result.stderr.splitlines() if "stands in no menu" not in line}
    assert told ^ set(expected) == set()


def test_a_link_with_other_capitals_is_told_with_its_nearest(project: Project) -> None:
    data = project.edit(BIKE, "If you fell, call {emergency}.", "[See](/Red-Flags.md#Crash).")
    assert (
        f"{BIKE}:{data}: faq[1].answer: no page '/Red-Flags.md' (did you mean 'red-flags.md'?)"
        in project.build().stderr
    )
    project.edit(BIKE, "/Red-Flags.md#Crash", "/red-flags.md#Crash")
    project.write(PAGE, project.read(PAGE) + "\n[one](faq.md#Saddle-height)\n\n[two](#Nowhere)\n")
    line = project.read(PAGE).count("\n")
    told = project.build().stderr
    assert f"{BIKE}:{data}: faq[1].answer: page 'red-flags.md' has no heading '#Crash' (did you mean 'crash'?)" in told
    assert f"{PAGE}:{line - 2}: page 'faq.md' has no heading '#Saddle-height' (did you mean 'saddle-height'?)" in told
    assert f"{PAGE}:{line}: page 'index.md' has no heading '#Nowhere'" in told


def test_letters_that_no_font_has_are_told_all_at_their_lines(project: Project) -> None:
    project.edit(PAGE, "last_reviewed", "handout: true\nlast_reviewed")
    page = project.edit(PAGE, "# Bicycle check", "# Bicycle check 😀 ⾀")
    one = project.edit(BIKE, "sign: something squeaks", "sign: something 🚲 squeaks")
    two = project.edit(
        BIKE, "sign: a brake lever touches the handlebar", 'sign: "a brake lever \\U0001f6b2 touches 中"'
    )
    slip = project.read(PAGE).count("\n") + 2
    project.write(PAGE, f"{project.read(PAGE)}\n• one\n")
    result = project.build()
    what = "the fonts of the handouts have no letter '{}' (U+{:04X}): leave it out"
    assert sorted(result.stderr.splitlines()) == sorted(
        [
            f"{PAGE}:{page}: {what.format('😀', ord('😀'))}",
            f"{PAGE}:{page}: {what.format('⾀', ord('⾀'))}",
            f"{BIKE}:{one}: red_flags[2].sign: {what.format('🚲', ord('🚲'))}",
            f"{BIKE}:{two}: red_flags[1].sign: {what.format('🚲', ord('🚲'))}",
            f"{BIKE}:{two}: red_flags[1].sign: {what.format('中', ord('中'))}",
            f"{PAGE}:{slip}: '•' makes no item of a list: write '- '",
        ]
    )


UNPRINTED = {
    "a comment": "<!-- 😀 -->",
    "a comment of Jinja": "{## 😀 ##}",
    "a claim": '{{ evidence("It works 😀.", "shop-rule") }}',
    "an address": "[Words](https://example.org/😀)",
    "a picture that stays": "![😀](bell.svg){ .web-only }",
    "a section that stays": "## More {: .web-only }\n\nWords 😀.",
}


@pytest.mark.parametrize("place", UNPRINTED)
def test_a_letter_that_is_on_no_handout_may_stand(project: Project, place: str) -> None:
    project.edit(PAGE, "last_reviewed", "handout: true\nlast_reviewed")
    project.write("docs/bell.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="8"/>')
    project.write(PAGE, f"{project.read(PAGE)}\n{UNPRINTED[place]}\n")
    project.built()


def test_letters_are_told_with_what_only_drawn_pages_show(project: Project) -> None:
    project.edit(PAGE, "last_reviewed", "handout: true\nlast_reviewed")
    line = project.edit(BIKE, "meaning: A small map", "meaning: A small 🧭 map")
    project.write(PAGE, f"{project.read(PAGE)}\n!!! tip Rest the leg\n    Words.\n")
    told = project.build().stderr
    assert f"{BIKE}:{line}: glossary[1].meaning: the fonts of the handouts have no letter '🧭'" in told
    assert "these words are not on the page: 'Rest the leg'" in told


# Sources -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def unled(project: Project) -> Project:
    """The second topic without a line that leads to its evidence."""
    project.edit(PAGE, "{{ sources() }}", "None.")
    project.edit(PAGE, '{{ cite("shop-rule") }}', "")
    return project


@pytest.mark.parametrize("line", ["", "<!-- evidence_list() -->", "```\n{{ evidence_list() }}\n```"])
def test_sources_that_no_page_shows_are_told(unled: Project, line: str) -> None:
    unled.edit("docs/evidence.md", "{{ evidence_list() }}", line)
    place = unled.read(BIKE).split("\nsources:")[0].count("\n") + 2
    what = "no page shows them: write 'evidence.md', with {{ evidence_list() }}"
    assert unled.build().stderr == f"{BIKE}:{place}: sources: {what}\n"


def test_a_list_of_all_sources_shows_them(unled: Project) -> None:
    unled.edit("docs/evidence.md", "{{ evidence_list() }}", "{{ sources(all=True) }}")
    assert unled.build().stderr == ""


def test_a_line_that_leads_to_evidence_that_is_not_listed_is_told(project: Project) -> None:
    project.edit("docs/evidence.md", "{{ evidence_list() }}", "{{ sources(all=True) }}")
    line = project.read(PAGE).split("{{ sources() }}")[0].count("\n") + 1
    what = "leads to 'evidence.md', which the site does not have: write it, with {{ evidence_list() }}"
    assert project.build().stderr == f"{PAGE}:{line}: sources(): {what}\n"
