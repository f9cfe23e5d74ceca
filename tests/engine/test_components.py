"""Each component looks as its golden file says, and holds together wherever it is called, seen or printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from macros.components import registry
from macros.data.library import load
from macros.gallery import AUTHORS, TABLE, convert, examples, golden, read, table
from tests.conftest import ROOT, SECOND_TOPIC, SMALL, Project, barriers, pdf_text, serve

EXAMPLES = examples()
EVERY = [example.markdown for found in EXAMPLES.values() for example in found]
NOTES = ".//*[@class='footnote']"
"""The footnotes, which stand at the end of a page wherever they are called."""
SHUT = f"{NOTES} | .//template | .//*[@class='visually-hidden']"
"""What nobody reads before a script opens it, and what is for the ear, too."""
RED_FLAG, FAQ = '{{ red_flag("brakes") }}', "{{ faq() }}"


def words(fragment: str, without: str = NOTES) -> str:
    """The text of some HTML with its white space folded, without the elements of an XPath."""
    tree = html.fragment_fromstring(fragment, create_parent="div")
    for element in tree.xpath(without):
        element.drop_tree()
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_component_is_as_its_golden_file_says(folder: Path) -> None:
    said = "if this is meant: make golden, and read the difference"
    assert golden(EXAMPLES[folder]) == (folder / "golden.html").read_text(encoding="utf-8"), said


def test_every_component_has_examples() -> None:
    assert {folder.name for folder, found in EXAMPLES.items() if found} == set(registry.COMPONENTS)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ faq() }}\n", "1: an example needs a heading that says what it shows: '## All of them'"),
        ("## All\n\n{{ fqa() }}\n", "3: fqa(): unknown macro (did you mean 'faq'?); the macros are "),
        ("## All\n\n{{ faq( }}\n", "3: a bracket or a quote is never closed: {{ faq( }}"),
        ("## All\n\n```\n## Code\n{{ faq() }}\n", "3: a block of code is never closed: end it with '```'"),
        ("## All\n\n## One\n\n{{ faq() }}\n", "1: '## All' has no example below it"),
    ],
)
def test_an_example_that_cannot_be_read_is_one_line(source: str, fault: str) -> None:
    _, faults = read("macros/components/faq/examples.md", source)
    assert len(faults) == 1
    assert str(faults[0]).startswith(f"macros/components/faq/examples.md:{fault}")


def test_the_authors_table_says_what_the_components_are() -> None:
    (written,) = TABLE.findall((ROOT / AUTHORS).read_text(encoding="utf-8"))
    assert written == table(), "make golden writes it anew"


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


def within(around: str, example: str) -> str:
    """An example in a context, each of its lines as deep in it as the first."""
    before = around.partition("{}")[0].rpartition("\n")[2]
    return around.format(example.replace("\n", "\n" + re.sub(r"^- $", "    ", before)))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("example", EVERY)
def test_a_component_holds_together_anywhere(example: str, context: str) -> None:
    around, path = CONTEXTS[context]
    alone = words(convert(example))
    drawn = convert(within(around, example))
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


def test_links_and_contents_work_inside() -> None:
    """In a list inside an admonition, where most ways of drawing a component lose one of them."""
    drawn = convert(
        f"[TOC]\n\n!!! note\n\n    - Words\n\n        {FAQ}\n\n    - {{{{ glossary() }}}}\n", page="index.md"
    )
    tree = html.fragment_fromstring(drawn, create_parent="div")
    assert tree.xpath("//li//dt[contains(., '(GPS)')]")
    assert tree.xpath("//li//a[@href='/red-flags.md#brakes']"), "MkDocs makes the address from this"
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
        assert order.index("card card--emergency") < order.index("faq__item faq__entry")


def test_what_a_red_flag_may_become_is_named_in_its_callout_with_its_level_and_a_link() -> None:
    tree = html.fragment_fromstring(convert(RED_FLAG), create_parent="div")
    (worse,) = tree.find_class("red-flag__worse")
    assert " ".join(worse.text_content().split()) == "More urgent: Emergency Somebody is hurt."
    assert worse.xpath(".//a/@href") == ["/red-flags.md#crash"]


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


# In a browser: the pages of the gallery ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def gallery(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery on this machine."""
    project = Project(tmp_path_factory.mktemp("gallery") / "project", SECOND_TOPIC)
    result = project.run("-m", "macros", "gallery", SOURCE_DATE_EPOCH=project.day)
    assert (result.returncode, result.stderr) == (0, "")
    yield from serve(project.folder / "dist/gallery")


def test_the_gallery_has_a_page_for_each_component_and_links_to_it(gallery: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(gallery)
    links = {link.get_attribute("href") for link in page.locator("article li a").all()}
    assert links == {f"components/{name}.html" for name in registry.COMPONENTS}
    for folder, found in EXAMPLES.items():
        page.goto(f"{gallery}components/{folder.name}.html")
        shown = [code.text_content() for code in page.locator("article pre > code").all()]
        assert [text for text in (example.markdown for example in found) if text not in shown] == []
    page.close()


LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_fault_in_a_component(gallery: str, browser: Browser, look: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, **LOOKS[look])
    page = context.new_page()
    found = {}
    for name in registry.COMPONENTS:
        page.goto(f"{gallery}components/{name}.html")
        found[name] = barriers(page, targets=True)
    context.close()
    assert found == {key: {} for key in registry.COMPONENTS}


def test_every_word_of_a_component_is_on_paper(gallery: str, browser: Browser, tmp_path: Path) -> None:
    """Without a script and with dark colours, as in test_print.py."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    for folder, found in EXAMPLES.items():
        page.goto(f"{gallery}components/{folder.name}.html")
        page.pdf(path=str(tmp_path / "print.pdf"), format="A4", prefer_css_page_size=True)
        printed = Counter(re.findall(r"\w+", pdf_text(tmp_path / "print.pdf", "-raw")))
        drawn = Counter(
            word for example in found for word in re.findall(r"\w+", words(convert(example.markdown), SHUT))
        )
        assert drawn - printed == Counter(), folder.name
    context.close()


def test_no_text_of_a_component_is_smaller_than_12_points_on_paper(gallery: str, browser: Browser) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    small = {}
    for name in registry.COMPONENTS:
        page.goto(f"{gallery}components/{name}.html")
        small[name] = page.evaluate(SMALL)
    page.close()
    assert {name: found for name, found in small.items() if found} == {}
