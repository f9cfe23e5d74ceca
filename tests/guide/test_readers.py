"""A program that shows a page's words alone loses none: no card, question, answer, outcome, table or review line.

Mozilla's library decides as Firefox's Reader View does, from the page as its own scripts have left it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros.data.library import load
from tests.conftest import PAGES, ROOT, state
from tests.guide.test_check import BOXES, in_firefox

GUIDE = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide
CONTROLS = "h1, .region, .faq__tools, .faq__share, .faq__question, .builder, .clinic-sheet__fields, .check__answer, .check__none-of-these"
"""What a reader fills in or presses; a page's heading is the article's title; a question's words stand once more."""
READ = """(controls) => {
  const plain = (text) => text.replace(/\\s+/g, " ").trim();
  const blocks = "h2, h3, h4, h5, p, li, dt, dd, th, td, pre, label";
  const words = [...document.querySelectorAll("article :is(" + blocks + ")")]
    .filter((block) => !block.closest(controls + ", template") && !block.querySelector(blocks))
    .map((block) => plain([...block.childNodes].filter((node) => node.className !== "headerlink").map((n) => n.textContent).join("")));
  const seen = new JSDOMParser().parse(new XMLSerializer().serializeToString(document));
  const [{ title, textContent }, other] = [seen, document.cloneNode(true)].map((page) => new Readability(page).parse());
  return { title, words: words.filter(Boolean), read: plain(textContent), other: plain(other.textContent) };
}"""
"""`read` is what Firefox does; `other` is what a program does that has the page's own tree."""


def answers_in_tables(name: str) -> list[str]:
    """The first words of the last cell of each row of a page, as they are written."""
    source = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    return [found.strip() for found in re.findall(r"^\|.*\| ([\w ,]+)[^|]*\|$", source, re.M)]


@pytest.fixture
def read(browser: Browser, address: str, node_modules: Path) -> Iterator[Any]:
    """Opens a page and reads it: its title, the words of its blocks in order, and the words that two programs show."""
    context = browser.new_context()
    page = context.new_page()

    def read(name: str) -> dict[str, Any]:
        page.goto(address + name, wait_until="networkidle")
        for name in ("Readability.js", "JSDOMParser.js"):
            page.evaluate((node_modules / "@mozilla/readability" / name).read_text(encoding="utf-8"))
        return page.evaluate(READ, CONTROLS)

    yield read
    context.close()


def lost(words: list[str], read: str) -> list[str]:
    """Words that are not read after those before them."""
    at, missed = 0, []
    for text in words:
        found = read.find(text, at)
        at = found + len(text) if found >= 0 else at
        if found < 0:
            missed.append(text)
    return missed


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_page_is_read_in_order(read: Any, name: str) -> None:
    page = read(name)
    assert page["title"] and len(page["words"]) > 5
    for text in (page["read"], page["other"]):
        assert lost(page["words"], text) == []
        assert state() in text


def test_closed_answers_are_read_with_their_questions(read: Any) -> None:
    text = read("faq/")["read"]
    for question in GUIDE.faq:
        assert text.count(question.question) == 1, question.id


def test_closed_signs_are_read(read: Any) -> None:
    text = read("red-flags/")["read"]
    for flag in GUIDE.red_flags:
        assert text.count(flag.name) >= 1 and flag.sign in text, flag.id


def test_each_line_of_the_check_is_read_with_what_it_leads_to_and_no_rule_of_another(read: Any) -> None:
    text = read("check/")["read"]
    at = 0
    for box in BOXES:
        at = text.index(box.text, at)
        line = text[at : at + len(box.text) + 400]
        assert GUIDE.topic.care[box.care].label in line, box.id
        if box.step in GUIDE.strings.level:
            assert GUIDE.strings.level[box.step].action.split("{")[0] in line, box.id
    assert GUIDE.strings.check_none in text[at:]
    assert GUIDE.strings.check_result not in text


def test_firefoxs_own_reader_view_keeps_cards_questions_steps_tables_and_the_review_line(
    address: str, tmp_path: Path
) -> None:
    saw = in_firefox("reader", ["faq/", "check/", "myths/"], address, tmp_path, script="firefox_reader.mjs")
    text = {name: " ".join(page["words"].split()) for name, page in saw.items()}
    emergencies = [flag.sign for flag in GUIDE.red_flags if flag.level == "emergency"]
    answers = [words for question in GUIDE.faq for words in (question.question, question.answer.split(".")[0])]
    assert lost(answers, text["faq/"]) == []
    assert [sign for sign in emergencies if sign not in text["faq/"]] == []
    assert lost([box.text for box in BOXES], text["check/"]) == []
    assert GUIDE.strings.check_none in text["check/"]
    rows = answers_in_tables("myths")
    assert len(rows) > 20 and lost(rows, text["myths/"]) == []
    assert all(state() in words for words in text.values())
