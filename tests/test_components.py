"""Each component looks as its golden file says, and holds together wherever it is called."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment
from lxml import html
from markdown import Markdown

from macros.components import registry
from macros.components.draw import Drawer
from macros.data.cards import cards
from macros.data.edition import Edition
from macros.data.library import Library, load
from macros.data.model import LEVELS
from macros.pages.calls import BY_NAME, COMMENT_END, COMMENT_START
from macros.pages.markdown import Components
from tests.conftest import ROOT, SECOND_TOPIC, Project

DAY = date(2026, 12, 1)

PAGES = frozenset({"index.md", "red-flags.md", "faq.md", "check.md"})
EXAMPLES = {
    file.parent: file.read_text(encoding="utf-8").strip().split("\n\n") for file in registry.files("examples.md")
}
"""The calls that show each component, by its folder."""
EVERY = [example for examples in EXAMPLES.values() for example in examples]
RED_FLAG, FAQ = '{{ red_flag("brakes") }}', "{{ faq() }}"
jinja = Environment(comment_start_string=COMMENT_START, comment_end_string=COMMENT_END)


def convert(markdown: str, page: str = "index.md", region: str = "uk", library: Library | None = None) -> str:
    """A page's Markdown to HTML as the site does it, on the page of the second topic with that name."""
    markdown = jinja.from_string(markdown).render(BY_NAME)
    library = library or load(SECOND_TOPIC / "docs/_data/bike.yml", "bike.yml")
    extension = Components(Drawer(Edition(library, region, DAY), PAGES, []))
    extension.page = page
    names = [
        "abbr",
        "admonition",
        "attr_list",
        "footnotes",
        "md_in_html",
        "pymdownx.superfences",
        "tables",
        "toc",
    ]
    settings = {"abbr": {"glossary": library.abbreviations()}}
    return Markdown(extensions=[*names, extension], extension_configs=settings).convert(markdown)


def words(fragment: str) -> str:
    """What a reader reads: the text with its white space folded, without the footnotes below it."""
    tree = html.fragment_fromstring(fragment, create_parent="div")
    for footnotes in tree.find_class("footnote"):
        footnotes.drop_tree()
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_component_is_as_its_golden_file_says(folder: Path) -> None:
    drawn = "".join(
        f"<!-- {example} -->\n" + convert(f"# Title\n\n## Part\n\n{example}\n\nNext.") + "\n"
        for example in EXAMPLES[folder]
    )
    golden = folder / "golden.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8"), (
        "if this is meant: UPDATE_GOLDEN=1 make test, and read the difference"
    )


def test_every_component_has_examples() -> None:
    assert {folder.name for folder in EXAMPLES} == set(registry.COMPONENTS)


CONTEXTS = {
    "top level": ("{}", "."),
    "list item": ("- {}", ".//ul/li"),
    "list item under words": ("- Words\n\n    {}\n\n- More", ".//ul/li[1]"),
    "admonition": ("!!! note\n\n    {}", ".//div[contains(@class, 'admonition')]"),
    "list inside an admonition": (
        "!!! note\n\n    - Words\n\n        {}\n",
        ".//div[contains(@class, 'admonition')]//li",
    ),
    "block quote": ("> {}", ".//blockquote"),
    "after text without a blank line": ("Words:\n{}\nMore.", "."),
}


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("example", EVERY)
def test_a_component_holds_together_anywhere(example: str, context: str) -> None:
    around, path = CONTEXTS[context]
    alone = words(convert(example))
    drawn = convert(around.format(example))
    tree = html.fragment_fromstring(drawn, create_parent="div")
    place = tree.xpath(path)[0]
    assert alone in " ".join(place.text_content().split())
    assert "[[component" not in drawn
    assert not tree.xpath("//p[div or section or ul or dl or h2 or h3]"), "a browser would close the paragraph early"


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_help_line_stands_within_a_sentence_anywhere(context: str) -> None:
    around, path = CONTEXTS[context]
    drawn = convert(around.format('Call {{ help_line("emergency") }} now.'))
    place = html.fragment_fromstring(drawn, create_parent="div").xpath(path)[0]
    assert "Call 999 now." in " ".join(place.text_content().split())


def test_headings_stand_one_level_below_the_heading_above() -> None:
    call = '{{ red_flag("squeak") }}'
    drawn = convert(f"# One\n\n{call}\n\n## Two\n\n{call}\n\n### Three\n\n{call}\n\n{call}\n\n#### Four\n\n{call}")
    assert re.findall(r'<h(\d) class="red-flag__heading"', drawn) == ["2", "3", "4", "4", "5"]


def test_a_component_twice_on_a_page_has_no_id_twice() -> None:
    drawn = convert("\n\n".join([RED_FLAG, FAQ] * 3), page="faq.md")
    ids = html.fragment_fromstring(drawn, create_parent="div").xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"how-often", "how-often-2", "how-often-3"} <= set(ids)


def test_ids_are_short_on_their_own_page_and_prefixed_elsewhere() -> None:
    assert 'id="brakes"' in convert(RED_FLAG, page="red-flags.md")
    assert 'id="red-flag-brakes"' in convert(RED_FLAG, page="index.md")
    assert 'id="how-often"' in convert(FAQ, page="faq.md")
    assert 'id="faq-how-often"' in convert(FAQ, page="index.md")


def test_a_retired_id_still_leads_to_its_question() -> None:
    tree = html.fragment_fromstring(convert(FAQ, page="faq.md"), create_parent="div")
    (old,) = tree.xpath("//*[@id='saddle']")
    assert "How high should the saddle be?" in old.getparent().text_content()


def test_abbreviations_links_citations_and_contents_work_inside() -> None:
    """In a list inside an admonition, where most ways of drawing a component lose one of them."""
    drawn = convert(
        f"[TOC]\n\n!!! note\n\n    - Words\n\n        {FAQ}\n\n    - {{{{ glossary() }}}}\n", page="index.md"
    )
    tree = html.fragment_fromstring(drawn, create_parent="div")
    assert tree.xpath("//li//abbr[text()='GPS'][@title='A small map that shows where you are']")
    assert tree.xpath("//li//a[@href='/red-flags.md#brakes']"), "MkDocs makes the address from this"
    assert tree.xpath("//li//sup/a[@href='#fn:shop-rule']")
    assert tree.xpath("//li[@id='fn:shop-rule']")
    assert tree.xpath("//div[@class='toc']//a[@href='#faq-how-often']")


def test_an_emergency_card_has_no_link() -> None:
    tree = html.fragment_fromstring(convert("{{ red_flags() }}"), create_parent="div")
    (card,) = tree.find_class("card--emergency")
    assert "Call 999 now if:" in " ".join(card.text_content().split())
    assert not card.xpath(".//a")


def test_cards_end_in_if_and_a_heading_follows_each() -> None:
    for call in ("{{ red_flags() }}", FAQ):
        tree = html.fragment_fromstring(convert(f"{call}\n\nWords."), create_parent="div")
        for card in tree.find_class("card"):
            (heading,) = card.find_class("card__heading")
            assert heading.text_content().strip().endswith("if:")
            following = card.getnext()
            assert re.fullmatch("h[1-6]", following[0].tag), "readers skip words between a card and the next heading"


def test_the_emergency_card_stands_above_any_question_and_the_urgent_one_when_called_for() -> None:
    safety = html.fragment_fromstring(convert('{{ faq("how-often") }}'), create_parent="div")
    comfort = html.fragment_fromstring(convert('{{ faq("saddle-height") }}'), create_parent="div")
    assert [len(safety.find_class(f"card--{level}")) for level in ("emergency", "urgent")] == [1, 1]
    assert [len(comfort.find_class(f"card--{level}")) for level in ("emergency", "urgent")] == [1, 0]
    for tree in (safety, comfort):
        order = [e.get("class") for e in tree.iter() if (e.get("class") or "").startswith(("card card--", "faq__item"))]
        assert order.index("card card--emergency") < order.index("faq__item")


def test_what_a_red_flag_may_become_stands_in_its_callout_under_its_level_and_action() -> None:
    tree = html.fragment_fromstring(convert(RED_FLAG), create_parent="div")
    (signs,) = tree.find_class("signs--emergency")
    said = " ".join(signs.text_content().split())
    assert said == "Emergency: Call 999 now if: somebody fell off and is hurt"


def test_an_answer_draws_its_signs_in_their_own_words_by_level() -> None:
    tree = html.fragment_fromstring(convert('{{ faq("how-often") }}'), create_parent="div")
    (answer,) = tree.find_class("faq__answer")
    (signs,) = answer.find_class("signs")
    assert " ".join(signs.text_content().split()).endswith("today if: a brake lever touches the handlebar")
    assert signs.xpath(".//a/@href") == ["/red-flags.md#brakes"]


def test_a_card_of_some_of_the_signs_says_so_and_leads_to_all(project: Project) -> None:
    more = """  - id: tyres
    level: {level}
    group: wheels
    name: Tyres without air
    sign: {sign}
    do: Pump them up.
    care: stop
    sources: [shop-rule]
"""
    more = more.format(level="urgent", sign="a tyre is soft") + more.format(
        level="emergency", sign="a wheel has come off"
    ).replace("tyres", "wheel")
    project.edit("docs/_data/bike.yml", "ask_first:\n", f"{more}ask_first:\n")
    library = load(project.folder / "docs/_data/bike.yml", "bike.yml")
    drawn = {
        call: html.fragment_fromstring(convert(call, library=library), create_parent="div").find_class("card")
        for call in ("{{ red_flags() }}", '{{ red_flags("crash", "brakes") }}', FAQ)
    }
    some = {call: [bool(card.find_class("card__some")) for card in found] for call, found in drawn.items()}
    assert some == {
        "{{ red_flags() }}": [False, False, False],
        '{{ red_flags("crash", "brakes") }}': [True, True],
        FAQ: [False, True],
    }
    emergency, urgent = drawn['{{ red_flags("crash", "brakes") }}']
    assert not emergency.xpath(".//a"), "nothing leads away from an emergency; what stands after the cards does"
    assert urgent.xpath(".//a/@href") == ["/red-flags.md#brakes"]
    assert emergency.getnext().find_class("after-cards__heading") or urgent.getnext().xpath(".//a")


def test_a_sign_within_a_sentence_has_its_own_words_and_leads_to_its_callout() -> None:
    for page, address in (("index.md", "/red-flags.md#brakes"), ("faq.md", "/red-flags.md#brakes")):
        tree = html.fragment_fromstring(convert('Stop if {{ sign("brakes") }}.', page=page), create_parent="div")
        assert tree.text_content().strip() == "Stop if a brake lever touches the handlebar."
        assert tree.xpath(".//a/@href") == [address]


def test_red_flags_are_never_collapsed() -> None:
    for example in EVERY:
        tree = html.fragment_fromstring(convert(example), create_parent="div")
        for flag in (*tree.find_class("card"), *tree.find_class("red-flag")):
            assert not flag.xpath("ancestor-or-self::details | ancestor-or-self::*[@hidden]")


@pytest.mark.parametrize(("region", "number"), [("uk", "999"), ("us", "911"), ("international", None)])
def test_a_number_can_be_tapped(region: str, number: str | None) -> None:
    drawn = convert('Call {{ help_line("emergency") }}.', region=region)
    assert re.findall('href="tel:([^"]*)"', drawn) == ([number] if number else [])


def test_more_than_seven_signs_are_shown_in_groups(tmp_path: Path) -> None:
    library = load(ROOT / "docs/_data/calf.yml", "calf.yml")
    for card in cards(library, None, LEVELS):
        assert len(card.groups) <= 7
        assert all(len(lines) <= 7 for lines in card.groups.values())
