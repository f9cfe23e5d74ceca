"""On paper: large enough, in black, with what an editor adds; without any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PAGES, SMALL, Project, pdf_text, serve


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as a reader with dark colours and no script would print it: the hardest case."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    yield context.new_page()
    context.close()


def sheets(page: Page, tmp_path: Path) -> list[str]:
    """The words of each printed sheet, their white space and hyphens at line ends folded."""
    file = tmp_path / "print.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    return words_of(file)


def words_of(file: Path) -> list[str]:
    return [" ".join(sheet.split()) for sheet in pdf_text(file, "-raw").split("\f")]


def test_no_text_on_paper_is_smaller_than_12_points(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.emulate_media(media="print")
    small = {}
    for name in PAGES:
        page.goto(address + name)
        small[name] = page.evaluate(SMALL)
    context.close()
    assert {name: found for name, found in small.items() if found} == {}


def test_text_on_paper_is_black_though_the_screen_is_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + "red-flags/")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("article :is(p, li, h1, h2, h3, strong, a, .level)")]
            .map(e => getComputedStyle(e).color))]"""
    )
    context.close()
    assert colours == ["rgb(0, 0, 0)"]


def test_a_note_of_an_editors_own_can_be_read_on_paper(project: Project, page: Page, tmp_path: Path) -> None:
    index = project.read("docs/index.md")
    project.write("docs/index.md", f"{index}\nOil it.[^oil]\n\n[^oil]: Read [more](https://x.example/oil) on oil.\n")
    for address in serve(project.built()):
        page.goto(address)
        text = " ".join(sheets(page, tmp_path))
        assert "Read more (https://x.example/oil) on oil." in text
        assert "↩" not in text
        page.emulate_media(media="print")
        assert page.evaluate(SMALL) == []


def test_a_withdrawal_is_said_on_paper(project: Project, page: Page, tmp_path: Path) -> None:
    project.edit(
        "docs/_data/bike.yml", "withdrawn: null", "withdrawn: {date: 2026-11-02, reason: The chain advice was wrong.}"
    )
    for address in serve(project.built()):
        page.goto(address)
        first = sheets(page, tmp_path)[0]
        assert "This guide has been withdrawn (2 November 2026): The chain advice was wrong." in first
