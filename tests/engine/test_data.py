"""A fault in the data file gives one clear line that names the place and the nearest right thing."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from macros.__main__ import SCHEMA
from macros.data.library import load
from macros.data.schema import schema_text
from macros.faults import Faults
from tests.conftest import ROOT, Project

BIKE = "docs/_data/bike.yml"


def faults(project: Project) -> str:
    """What an editor reads when the data file is loaded: nothing, or a line a fault."""
    try:
        load(project.folder / BIKE, BIKE)
    except Faults as found:
        return str(found)
    return ""


def line_of_crash(project: Project) -> str:
    """The line of the first red flag's id."""
    return str(project.read(BIKE).split("- id: crash")[0].count("\n") + 1)


def test_the_second_topic_has_no_fault(project: Project) -> None:
    assert faults(project) == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("sources: [shop-rule]\n  - id: saddle-height", "sources: [shop-rule\n  - id: saddle-height", "is not YAML: expected ',' or ']', but got ':', in what began on line {line}", id="broken YAML"),
        pytest.param("    level: urgent\n", "\tlevel: urgent\n", "a tab is used to indent: YAML needs spaces", id="tab"),
        pytest.param(
            "    name: A squeak\n",
            "    name: A squeak\n    name: A noise\n",
            "red_flags[2].name: a second 'name'; the first is on line {line}",
            id="duplicate key",
        ),
        pytest.param("why: Every minute counts.", "why: *minute", "an alias, '*minute', is not allowed: write the words out", id="alias"),
        pytest.param(
            "    risks: [A worn cable]",
            "    risk: [A worn cable]",
            "red_flags[1]: unknown key 'risk' (did you mean 'risks'?)",
            id="unknown key",
        ),
        pytest.param(
            "    answer: So high that your knee is almost straight. If you fell, call {emergency}.",
            "    answer:",
            "faq[1].answer: needs text, not nothing (null and ~ need quotes)",
            id="no answer",
        ),
        pytest.param(
            "answer: So high that your knee is almost straight. If you fell, call {emergency}.",
            'answer: "  "',
            "faq[1].answer: is empty",
            id="empty answer",
        ),
        pytest.param("answer: So high that your knee is almost straight. If you fell, call {emergency}.", "answer: true", "faq[1].answer: needs text, not true (put quotes round it)", id="true"),
        pytest.param("name: A squeak\n", "name: A squeak, sign #1 of rust\n", "red_flags[2].name: YAML takes '#1 of rust' for a comment: put quotes round the whole text", id="cut short"),
        pytest.param("name: A squeak\n", "name: 12\n", "red_flags[2].name: needs text, not 12 (put quotes round it)", id="number for text"),
        pytest.param(
            "last_reviewed: 2026-11-01",
            "last_reviewed: 2026-13-01",
            "review.last_reviewed: '2026-13-01' is not a date: write it as 2026-11-23",
            id="bad date",
        ),
        pytest.param(
            "categories:\n",
            "categories:\n  weather: Weather\n",
            "categories.weather: no question names it as its 'category': write one, or leave it out",
            id="a category without a question",
        ),
        pytest.param(
            "next_review: 2028-11-01",
            "next_review: 2026-10-01",
            "review.next_review: 2026-10-01 does not come after last_reviewed, 2026-11-01",
            id="next review before last",
        ),
        pytest.param(
            "next_review: 2028-11-01",
            "next_review: 2030-11-01",
            "review.next_review: 2030-11-01 is more than 3 years after last_reviewed, 2026-11-01",
            id="next review too far",
        ),
        pytest.param("  - id: squeak", "  - id: crash", "red_flags[2].id: 'crash' is used already, on line {first}", id="duplicate id"),
        pytest.param(
            "  - id: how-often",
            "  - id: saddle",
            "faq[0].id: 'saddle' is retired: ids are never used again, so choose another",
            id="retired id used again",
        ),
        pytest.param(
            "red_flags: [brakes]\n    sources: [shop-rule]\n  - id: saddle-height",
            "red_flags: [brake]\n    sources: [shop-rule]\n  - id: saddle-height",
            "faq[0].red_flags[0]: unknown red flag 'brake' (did you mean 'brakes'?)",
            id="unknown red flag",
        ),
        pytest.param(
            "answer: So high that your knee",
            "answer: Or ring 911. So high that your knee",
            "faq[1].answer: a phone number, '911', belongs in help_lines; write {emergency}, {urgent} or {routine} here",
            id="phone number",
        ),
        pytest.param(
            "signs: [A squeak on every turn]",
            "signs: [A red chain]",
            "red_flags[2].signs[0]: mentions redness, so it must also say how it looks on brown and black skin",
            id="redness",
        ),
        pytest.param(
            "signs: [A squeak on every turn]",
            "signs: [A purple chain, A squeak]",
            "red_flags[2].signs: signs that need no colour come first: move 'A squeak' up",
            id="colour first",
        ),
        pytest.param("Oil the chain.", "Oil <b>the</b> chain.", "red_flags[2].do: HTML is not allowed here: '<b>'", id="HTML"),
        pytest.param(
            "Oil the chain.", "Oil <script>alert(1)</script>", "red_flags[2].do: HTML is not allowed here: '<script>'", id="script"
        ),
        pytest.param(
            "Oil the chain.", '"[TOC]"', "red_flags[2].do: a table of contents is not allowed here: '[TOC]'", id="contents"
        ),
        pytest.param(
            "Oil the chain.",
            "Oil ///Footnotes Go Here///",
            "red_flags[2].do: the mark of a page's list of sources is not allowed here: '///Footnotes Go Here///'",
            id="list of sources",
        ),
        pytest.param(
            "Oil the chain.",
            r"Oil \[\[component faq]]",
            "red_flags[2].do: double brackets is not allowed here: '[\\['",
            id="double brackets, escaped",
        ),
        pytest.param(
            "Oil the chain.",
            "Oil *a **b** c*",
            "red_flags[2].do: bold within italics is not allowed here: '*a **'",
            id="bold within italics: Markdown may lose words of it",
        ),
        pytest.param(
            "Oil the chain.",
            "Oil <*b>the chain.",
            "red_flags[2].do: HTML is not allowed here: '<*b>'",
            id="what is HTML once its marks are gone",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            '  check_again: "Start again or {emergency}"',
            "strings.check_again: no help line can stand here: '{emergency}'; it can under 'level'",
            id="a help line where none is drawn",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  sheet_nam: Workshop name",
            "strings: unknown key 'sheet_nam' (did you mean 'sheet_name'?)",
            id="unknown word",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  builder:\n    looks: {drak: black}",
            "strings.builder.looks: unknown key 'drak' (did you mean 'dark'?)",
            id="unknown word of a group",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  builder: {checked: Seen not long ago}",
            "strings.builder.checked: needs the placeholder {day}",
            id="a word without its placeholder",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            '  handout_page: "{page} of {paegs}"',
            "strings.handout_page: unknown placeholder '{paegs}' (did you mean '{pages}'?)",
            id="misspelt placeholder of a word",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  sheet_name:\n    - Workshop",
            "strings.sheet_name: needs text, not a list",
            id="a list for a word",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  builder: Workshop",
            "strings.builder: needs keys and values under it",
            id="a word for a group",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  builder:\n    places:\n      shop: {name: Shop, ways: [e], steps: [Paste it.]}",
            "strings.builder.places.shop.ways[0]: 'e' is not one of a, b, c, address, d, zip",
            id="a place with an unknown way",
        ),
        pytest.param(
            "  sheet_name: Workshop name",
            "  builder:\n    places:\n      shop: {name: Shop, ways: [a], steps: [Paste it.], unfit: {a: it is no page}}",
            "strings.builder.places.shop: 'a' stands twice: once in 'ways', 'other' and 'unfit' together",
            id="a place that a way both fits and does not",
        ),
        pytest.param(
            '      card: "See {routine} if:"',
            "      card: See a friend",
            "strings.level.non-urgent.card: must end in 'if:'",
            id="a card's heading that nothing can follow",
        ),
        pytest.param(
            "    url: null",
            "    url: https://[x",
            "sources.shop-rule.url: 'https://[x' is not an address that a browser can read",
            id="a source's address that nobody can read",
        ),
        pytest.param(
            "Oil the chain.",
            "Oil [the chain](https://x.example/{urgent}).",
            "red_flags[2].do: a link may lead to https://… or to a page as /name.md#heading, not to 'https://x.example/{urgent}'",
            id="a help line in an address",
        ),
        pytest.param(
            "Oil the chain.",
            "Oil [the chain](https://[x).",
            "red_flags[2].do: a link may lead to https://… or to a page as /name.md#heading, not to 'https://[x'",
            id="an address that nobody can read",
        ),
        pytest.param(
            "Oil the chain.",
            "Oil [the chain](javascript:alert).",
            "red_flags[2].do: a link may lead to https://… or to a page as /name.md#heading, not to 'javascript:alert'",
            id="link that runs",
        ),
        pytest.param(
            "Oil the chain.", "Oil the {chain}.", "red_flags[2].do: unknown placeholder '{chain}'", id="unknown placeholder"
        ),
        pytest.param(
            "call {emergency}.",
            "call {emergncy}.",
            "faq[1].answer: unknown placeholder '{emergncy}' (did you mean '{emergency}'?)",
            id="misspelt placeholder",
        ),
        pytest.param("level: non-urgent", "level: urgnt", "red_flags[2].level: 'urgnt' is not one of emergency, urgent, non-urgent (did you mean 'urgent'?)", id="level"),
        pytest.param(
            "worse: [crash]",
            "worse: [squeak]",
            "red_flags[1].worse[0]: 'squeak' is non-urgent, which is not more urgent than urgent",
            id="becomes something milder",
        ),
        pytest.param(
            "worse: [crash]",
            "worse: [crush]",
            "red_flags[1].worse[0]: unknown red flag 'crush' (did you mean 'crash'?)",
            id="becomes something unknown",
        ),
        pytest.param(
            "sign: something squeaks on every turn",
            f"sign: {'squeak ' * 21}",
            "red_flags[2].sign: has 21 words; a sign has at most 20",
            id="a long sign",
        ),
        pytest.param(
            "    group: wheels\n    name: Tyres with cracks",
            "    group: wheel\n    name: Tyres with cracks",
            "ask_first[0].group: unknown group 'wheel' (did you mean 'wheels'?)",
            id="an unknown group",
        ),
        pytest.param(
            "topic:\n",
            "topic:\n  emergency: none\n",
            "topic: 'emergency: none' needs 'emergency_reason': why nothing here is an emergency",
            id="no emergency and no reason",
        ),
        pytest.param(
            "topic:\n",
            "topic:\n  emergency_reason: Nobody has to hurry.\n",
            "topic: 'emergency_reason' says why there is no emergency: it needs 'emergency: none'",
            id="a reason for no emergency and an emergency",
        ),
        pytest.param(
            "urgency: none\n",
            "urgency: [{name: to call, pattern: 'call ['}]\n",
            "urgency[0].pattern: is not a pattern of Python's: unterminated character set at position 5",
            id="a pattern that cannot be read",
        ),
        pytest.param(
            'emergency: {say: "999", numbers: ["999"]',
            'emergency: {say: "911", numbers: ["999"]',
            "help_lines.uk.emergency.say: '911' is not among its numbers",
            id="number of another region",
        ),
        pytest.param(
            'emergency: {say: "999", numbers: ["999"]',
            'emergency: {say: "998 or 999", numbers: ["999"]',
            "help_lines.uk.emergency.say: '998' is not among its numbers",
            id="number that is not listed",
        ),
        pytest.param(
            'emergency: {say: "999", numbers: ["999"]',
            'emergency: {say: "Within 24 hours: 0300 123-4567 or 1800BIKES", numbers: ["999"]',
            "help_lines.uk.emergency.say: '0300 123-4567' is not among its numbers",
            id="long number that is not listed",
        ),
        pytest.param(
            'emergency: {say: "999", numbers: ["999"]',
            'emergency: {say: "0300-123 4567", numbers: ["0300 123 4567"]',
            "help_lines.uk.emergency.numbers[0]: '0300 123 4567' does not stand in 'say' as it is written here",
            id="listed number that is not said",
        ),
    ],
)  # fmt: skip
def test_one_fault_is_one_line(project: Project, old: str, new: str, expected: str) -> None:
    start = project.edit(BIKE, old, new)
    # The fault stands in the changed text, on the line where the words that make it wrong begin.
    found = faults(project)
    assert "\n" not in found
    file, line, *_ = found.split(":", 2)
    assert file == BIKE
    assert start <= int(line) <= start + new.count("\n")
    assert (
        found == f"{BIKE}:{line}: {expected.replace('{line}', str(start)).replace('{first}', line_of_crash(project))}"
    )


def test_no_is_a_word(project: Project) -> None:
    """YAML 1.1 would read `No` as False, `12:30` as 750 and `on:` as True."""
    project.edit(
        BIKE, "answer: So high that your knee is almost straight. If you fell, call {emergency}.", "answer: No"
    )
    library = load(project.folder / BIKE, BIKE)
    assert library.faq["saddle-height"].answer == "No"


def test_a_missing_field_is_named_where_it_should_be(project: Project) -> None:
    line = project.edit(BIKE, "    level: non-urgent\n", "")
    assert faults(project) == f"{BIKE}:{line - 1}: red_flags[2]: 'level' is missing"


def test_a_sign_line_and_a_rule_of_the_ask_first_list_are_missed_where_they_should_be(project: Project) -> None:
    one = project.edit(BIKE, "    sign: something squeaks on every turn\n", "") - 4
    two = project.edit(BIKE, "    care: ask-first\n", "") - 5
    assert faults(project) == (
        f"{BIKE}:{one}: red_flags[2]: 'sign' is missing\n{BIKE}:{two}: ask_first[0]: 'care' is missing"
    )


def test_a_guide_without_an_emergency_says_why(project: Project) -> None:
    project.edit(BIKE, "  - id: crash\n    level: emergency", "  - id: crash\n    level: urgent")
    project.edit(BIKE, "    worse: [crash]\n", "")
    line = project.read(BIKE).split("red_flags:\n")[0].count("\n") + 1
    what = "needs one of the level 'emergency'; a topic that has none says 'emergency: none' and the reason"
    assert faults(project) == f"{BIKE}:{line}: red_flags: {what}"
    project.edit(BIKE, "topic:\n", "topic:\n  emergency: none\n  emergency_reason: A bicycle can wait.\n")
    assert faults(project) == ""
    at = project.edit(BIKE, "  - id: squeak\n    level: non-urgent", "  - id: squeak\n    level: emergency") + 1
    assert faults(project) == f"{BIKE}:{at}: red_flags[2].level: is 'emergency', which topic.emergency rules out"


def test_every_fault_is_told_at_once(project: Project) -> None:
    project.edit(BIKE, "  - id: squeak", "  - id: crash")
    project.edit(BIKE, "why: Every minute counts.", "why: ''")
    project.edit(BIKE, "high should the saddle be?", "high?\n    colour: green")
    assert [line.split(": ", 1)[1] for line in faults(project).splitlines()] == [
        "red_flags[0].why: is empty",
        f"red_flags[2].id: 'crash' is used already, on line {line_of_crash(project)}",
        "faq[1]: unknown key 'colour'",
    ]


def test_a_file_in_another_encoding_is_named_with_the_line(project: Project) -> None:
    path = project.folder / BIKE
    path.write_bytes(path.read_bytes().replace(b"A squeak\n", b"A squ\xe9ak\n"))
    line = path.read_bytes().split(b"\xe9")[0].count(b"\n") + 1
    assert faults(project) == f"{BIKE}:{line}: is not UTF-8 (byte 0xe9): save the file with the encoding UTF-8"


def test_an_empty_file(project: Project) -> None:
    project.write(BIKE, "# nothing\n")
    assert faults(project) == f"{BIKE}:1: is empty"


def test_a_missing_file_names_the_nearest_one(project: Project) -> None:
    (project.folder / BIKE).rename(project.folder / "docs/_data/bikes.yml")
    assert faults(project) == (
        f"{BIKE}: no such file (did you mean 'bikes.yml'?); 'extra: data:' in mkdocs.yml names it"
    )


@pytest.mark.parametrize("text", ["- a list\n", "just words\n"])
def test_a_file_that_is_no_mapping(project: Project, text: str) -> None:
    project.write(BIKE, text)
    assert faults(project) == f"{BIKE}:1: must be a mapping of topic, review, … to values"


# The words of the interface -------------------------------------------------------------------------------------------


def test_words_are_the_engines_where_the_guide_has_none(project: Project) -> None:
    ours = load(project.folder / BIKE, BIKE).guide.strings
    assert (ours.sheet_name, ours.sheet_phone) == ("Workshop name", "Phone")
    assert (ours.level["non-urgent"].order, ours.level["non-urgent"].name) == ("See {routine}", "Non-urgent")
    text = project.read(BIKE)
    project.write(BIKE, text[: text.index("strings:")] + text[text.index("sources:") :])
    words = load(project.folder / BIKE, BIKE).guide.strings
    assert (words.sheet_name, words.builder.copy_) == ("Clinic name", "Copy")


def test_words_name_the_topics_readers_and_its_reviewer(project: Project) -> None:
    words = load(project.folder / BIKE, BIKE).guide.strings
    assert (words.handout_for, words.not_reviewed) == (
        "For anybody who rides a bicycle",
        "Not yet reviewed by a mechanic",
    )
    project.edit(BIKE, "  reviewer: a mechanic\n", "")
    assert faults(project) == f"{BIKE}:2: topic: 'reviewer' is missing"


def test_a_guide_says_a_place_in_its_own_words_or_has_one_more(project: Project) -> None:
    own = "  builder:\n    places:\n      wix: {name: Wix as we know it}\n      shop: {name: Our shop, ways: [d], steps: [Paste it.]}\n"
    project.edit(BIKE, "  sheet_name: Workshop name\n", own)
    places = load(project.folder / BIKE, BIKE).guide.strings.builder.places
    assert (places["wix"].name, places["wix"].ways) == ("Wix as we know it", ("address",))
    assert list(places)[-2:] == ["intranet", "shop"]


def test_a_fault_in_a_word_of_the_engines_names_its_file(project: Project) -> None:
    """A guide's phone number that is a number in another meaning there, say."""
    project.edit(BIKE, 'emergency: {say: "999", numbers: ["999"]', 'emergency: {say: "900", numbers: ["900"]')
    file = ROOT / "macros/data/words.en.yml"
    line = file.read_text(encoding="utf-8").split("about 900 pixels")[0].count("\n") + 1
    assert faults(project) == (
        f"macros/data/words.en.yml:{line}: builder.places.wix.steps[3]: a phone number, '900', belongs in help_lines; "
        f"write {{emergency}}, {{urgent}} or {{routine}} here (or override it in {BIKE})"
    )


def test_a_language_without_words_says_which_there_are(project: Project) -> None:
    project.edit("mkdocs.yml", "language: en", "language: de")
    told = project.build().stderr
    assert told == "mkdocs.yml: theme.language: the interface has no words in 'de'; there are ar, en, es\n"


# Regions --------------------------------------------------------------------------------------------------------------


def test_a_country_is_data_alone(project: Project) -> None:
    """Without the international region, the first is that of a build which names none."""
    text = project.read(BIKE)
    start, end = text.index("  international:"), text.index("# Words of the interface")
    fr = """  fr:
    name: France
    emergency: {say: "15", numbers: ["15"], who: For anybody who is hurt.}
    urgent: {say: a bicycle shop, numbers: [], who: For anybody with a broken bicycle.}
    routine: {say: a friend who knows bicycles, numbers: [], who: For small jobs.}
"""
    project.write(BIKE, text[:start] + fr + fr.replace("fr:", "fr-gp:").replace("France", "Guadeloupe") + text[end:])
    site = project.built()
    assert 'href="tel:15"' in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "embed/v1/frame/en/fr-gp/index.html").exists()
    told = project.build(REGION="international").stderr
    assert told == "REGION: unknown region 'international'; the regions are fr, fr-gp\n"


def test_a_guide_needs_a_region(project: Project) -> None:
    text = project.read(BIKE)
    start, end = text.index("  international:"), text.index("# Words of the interface")
    project.write(BIKE, text[:start].rstrip() + " {}\n" + text[end:])
    assert faults(project) == f"{BIKE}:16: help_lines: needs at least 1"


# The schema that editors use -------------------------------------------------------------------------------------------


def test_the_schema_is_up_to_date() -> None:
    assert (ROOT / SCHEMA).read_text(encoding="utf-8") == schema_text(), "run: make schema"


def plain(path: Path) -> object:
    """A data file as an editor's own YAML reader sees it, dates as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_the_schema_underlines_an_unknown_key() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    data = plain(ROOT / "tests/second_topic" / BIKE)
    data["red_flags"][0]["lvel"] = "urgent"
    assert any("lvel" in error.message for error in validator.iter_errors(data))
