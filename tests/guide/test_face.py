"""The face of the pages: told apart without colour, whole on the narrowest screen, with targets a thumb can hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

LEVELS = ("emergency", "urgent", "non-urgent")
EDGES = """(card) => {
  const { borderTopWidth, borderLeftWidth, borderTopStyle } = getComputedStyle(card);
  const shape = getComputedStyle(card.querySelector(".level"), "::before").clipPath;
  return [[borderTopWidth, borderLeftWidth, borderTopStyle].join(" "), shape];
}"""


def test_cards_are_told_apart_without_colour(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + "red-flags/")
    edges, shapes = zip(*(page.eval_on_selector(f".card--{level}", EDGES) for level in LEVELS), strict=True)
    page.close()
    assert len({*edges}) == len({*shapes}) == len(LEVELS), (edges, shapes)


@pytest.mark.parametrize("name", ["", "causes/", "red-flags/", "faq/", "check/", "tips/"])
def test_nothing_is_wider_than_320_pixels(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(address + name)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide == 320


def test_a_row_of_a_table_is_a_block_with_labels_on_a_narrow_screen(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page.goto(address + "causes/")
    cells = page.locator(".md-content table tbody tr").first.locator("td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert [cell.get_attribute("data-label") for cell in cells.all()] == [None, "Do this", "Massage?"]
    page.close()


def test_the_button_is_a_target_of_44_pixels(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(address)
    assert page.locator(".md-content .button").bounding_box()["height"] >= 44
    page.close()


def test_the_button_is_dark_on_white_paper(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(address)
    colours = page.eval_on_selector(
        ".md-content .button", "(b) => [getComputedStyle(b).backgroundColor, getComputedStyle(b).color]"
    )
    page.close()
    assert colours == ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]
