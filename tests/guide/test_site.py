"""The pages of this guide: none goes missing, and none is there that nobody knows of."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from tests.conftest import PAGES as BUILT
from tests.conftest import file_of

PAGES = (
    "", "red-flags/", "check/", "faq/", "causes/", "sensitivity/", "benefits/", "tips/", "myths/", "glossary/",
    "sources/", "evidence/", "ask-first/", "changes/", "about/", "handouts/", "handouts/safe-to-massage/", "for-clinics/",
    "for-clinics/handout/", "for-clinics/it/", "for-clinics/papers/", "for-clinics/serving/", "404.html",
)  # fmt: skip


def test_these_are_the_guides_pages() -> None:
    assert {*BUILT} == {*PAGES}


def test_no_page_offers_an_address_to_write_to_that_is_not_there_yet(site: Path) -> None:
    for page in PAGES:
        tree = html.parse(file_of(site, page), html.HTMLParser(encoding="utf-8")).getroot()
        assert "Tell us" not in tree.find_class("review")[0].text_content(), page
