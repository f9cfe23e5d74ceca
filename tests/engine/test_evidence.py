"""Every claim stands with its sources on the page of the evidence, as a reader reads it on its own page."""

from __future__ import annotations

import pytest

from macros.data.library import load
from macros.pages.evidence import sections
from macros.pages.page import Page
from tests.conftest import SECOND_TOPIC

LIBRARY = load(SECOND_TOPIC / "docs/_data/bike.yml", "bike.yml")
RULE = '{{ cite("shop-rule") }}'


@pytest.mark.parametrize(
    ("markdown", "claims"),
    [
        (f"One.{RULE} Two.\nThree.{RULE}", ["One.", "Two. Three."]),
        (f"Uncited.\n\nOne.{RULE}", ["One."]),
        (f"# Title\nOne.{RULE}", ["One."]),
        (f"- One\n- Two{RULE}\n- Three\n  more{RULE}", ["Two", "Three more"]),
        (f'!!! message ""\n    One [two](faq.md#a).{RULE}', ["One two."]),
        (f"| a | b |\n| --- | --- |\n| **One**{{#one}}{RULE} | Two.{RULE} |", ["**One**", "Two."]),
        (f'Stop if {{{{ sign("brakes") }}}}.{RULE}', [f"Stop if {LIBRARY.red_flags['brakes'].sign}."]),
        (f'Call {{{{ help_line("urgent") }}}}.{RULE}', ["Call {urgent}."]),
        ('{{ evidence("It (so) is \\"so\\".", "shop-rule") }}', ['It (so) is "so".']),
        (f'One.{RULE}{{{{ evidence("Two.", "shop-rule") }}}} Three.{RULE}', ["One.", "Two.", "Three."]),
        (f"```\nOne.{RULE}\n```", []),
        (f"<!-- One.{RULE} -->", []),
    ],
)
def test_a_claim_is_what_stands_before_its_sources(markdown: str, claims: list[str]) -> None:
    found = [section for section in sections([Page("tips.md", "tips.md", markdown)], LIBRARY, ()) if section.page]
    assert [backed.claim for section in found for backed in section.claims] == claims
    assert all(backed.sources == ("shop-rule",) for section in found for backed in section.claims)


def test_sources_side_by_side_are_those_of_one_claim() -> None:
    page = Page("tips.md", "tips.md", 'One.{{ cite("a") }}{{ cite("b") }}{{ cite("a") }}')
    (section, _) = sections([page], LIBRARY, ())
    assert [backed.sources for backed in section.claims] == [("a", "b")]


def test_sections_come_in_the_order_of_the_navigation_and_hold_the_data_of_their_page() -> None:
    pages = [Page(path, path, f"# {path[0]}\n\nOne.{RULE}") for path in ("a.md", "faq.md", "tips/b.md")]
    found = sections(pages, LIBRARY, ["tips/b.md", "missing.md", "faq.md"])
    assert [(section.id, section.title) for section in found] == [
        ("tips-b", "t"),
        ("faq", "f"),
        ("a", "a"),
        ("rest", ""),
    ]
    assert [backed.claim for backed in found[1].claims][:2] == ["One.", f"**{LIBRARY.guide.faq[0].question}**"]
    assert set(found[-1].sources) <= set(LIBRARY.guide.sources)
