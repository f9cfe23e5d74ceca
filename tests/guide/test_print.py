"""On paper: everything, large enough, in black, with whole cards; without any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.data.library import load
from tests.conftest import PAGES, ROOT, checked, day, state
from tests.engine.test_print import sheets, words_of
from tests.guide.test_check import BOXES, URGENT, action, in_firefox, rule
from tests.guide.test_check import words as folded

GUIDE = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide

READ_AT = {"for-clinics/handout/": "handouts/safe-to-massage/"}
"""A sheet that a clinic hands over names the page with its words, not the one on which the clinic made it."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as a reader with dark colours and no script would print it: the hardest case."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    yield context.new_page()
    context.close()


def plain(text: str) -> str:
    """A text of the data as it is read on the international site."""
    lines = GUIDE.help_lines["international"]
    for name in ("emergency", "urgent", "routine"):
        text = text.replace("{" + name + "}", lines[name].say)
    return " ".join(re.sub(r"\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", text).split())


def test_every_word_of_every_red_flag_is_on_paper(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "red-flags/")
    check_red_flags(" ".join(sheets(page, tmp_path)))


def check_red_flags(text: str) -> None:
    text = re.sub(r"-\s", "-", text)  # a word may be broken at its hyphen
    for flag in GUIDE.red_flags:
        for words in (flag.name, flag.sign, *flag.signs, *(f.sign for f in GUIDE.red_flags if f.id in flag.worse)):
            assert re.sub(r"-\s", "-", plain(words)) in text, (flag.id, words)
    for level in ("Emergency", "Urgent", "Non-urgent"):
        assert level in text


def test_every_answer_is_on_paper_from_its_first_to_its_last_words(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "faq/")
    text = " ".join(sheets(page, tmp_path))
    for question in GUIDE.faq:
        words = plain(re.sub(r"^\s*- ", "", question.answer, flags=re.M)).split()
        for part in (question.question, " ".join(words[:5]), " ".join(words[-5:])):
            assert part in text, (question.id, part)


def test_a_card_is_never_split_over_two_sheets(page: Page, address: str, tmp_path: Path) -> None:
    for name in ("", "faq/", "tips/"):
        page.goto(address + name)
        found = sheets(page, tmp_path)
        signs = [plain(flag.sign) for flag in GUIDE.red_flags if flag.level == "emergency"]
        sheet = next(words for words in found if signs[0] in words)
        assert "Emergency: Call your local emergency number now if:" in sheet, name
        assert all(sign in sheet for sign in signs), name


def test_a_callout_is_never_split_over_two_sheets(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "red-flags/")
    found = sheets(page, tmp_path)
    for flag in GUIDE.red_flags:
        parts = [plain(words) for words in (flag.name, flag.sign, *flag.signs, *flag.do.strip().split("\n\n"))]
        assert any(all(part in words for part in parts) for words in found), flag.id


def test_paper_says_where_it_comes_from_and_when_it_was_checked(page: Page, address: str, tmp_path: Path) -> None:
    for name in PAGES:
        if name == "404.html":
            continue
        page.goto(address + name)
        found = sheets(page, tmp_path)
        text = " ".join(found)
        assert f"http://localhost:8000/{READ_AT.get(name, name)}" in text.replace("/ ", "/"), name
        assert state() in text
        assert f"Next check due: {day(checked(name).next_review)}" in text, name
        for control in ("Skip to content", "Show help lines for", "Back to top", "Table of contents"):
            assert control not in text, name


def test_the_sources_have_their_addresses_on_paper_in_one_list(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "benefits/")
    assert "https://" not in " ".join(sheets(page, tmp_path))
    page.goto(address + "sources/")
    assert " ".join(sheets(page, tmp_path)).partition("Every source")[2].count("https://") > 100


# Firefox (its print of the questions and answers is in test_accordion.py) ---------------------------------------------


def test_firefox_prints_the_red_flags_the_emergency_card_and_the_result(address: str, tmp_path: Path) -> None:
    in_firefox("paper", {"sign": URGENT.id}, address, tmp_path)
    check_red_flags(" ".join(words_of(tmp_path / "red-flags.pdf")))

    head = "Emergency: Call your local emergency number now if:"
    sheet = next((words for words in words_of(tmp_path / "home.pdf") if head in words), "")
    signs = [plain(flag.sign) for flag in GUIDE.red_flags if flag.level == "emergency"]
    assert [sign for sign in signs if sign not in sheet] == []

    paper = folded(" ".join(words_of(tmp_path / "check.pdf")))
    assert [box.id for box in BOXES if plain(box.text) not in paper] == []
    assert action("urgent").partition(": ")[2] in paper and rule(URGENT.care) in paper
    assert plain(URGENT.advice.split("\n")[0]) in paper
    assert GUIDE.strings.check_again not in paper
