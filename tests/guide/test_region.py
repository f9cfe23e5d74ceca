"""A reader from elsewhere chooses a country once, and the help lines of every page follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from macros.data.library import load
from macros.data.text import PLACEHOLDERS
from tests.conftest import ROOT, until

REGIONS = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide.help_lines


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def card(page: Page) -> str:
    return " ".join((page.locator(".card--emergency h3").first.text_content() or "").split())


def test_without_a_choice_the_sites_own_region_stands_and_nothing_is_fetched_or_stored(page: Page) -> None:
    assert "Call your local emergency number now if:" in card(page)
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter(e => e.name.includes('help-lines')).length") == 0
    )
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('guide'))") == []


def test_the_help_lines_of_every_page_follow_a_choice(page: Page, address: str) -> None:
    page.get_by_label("Show help lines for").select_option("us")
    page.get_by_text("Call 911 now if:").first.wait_for()
    for name in ("faq/", "red-flags/", "check/", "nowhere/"):
        page.goto(address + name)
        until(lambda: page.locator(".help-line").first.text_content() == "911")
        assert page.get_by_label("Show help lines for").input_value() == "us"
        shown = {
            line.get_attribute("data-help-line"): line.text_content()
            for line in page.locator("article .help-line").all()
        }
        assert shown == {name: REGIONS["us"][name].say for name in shown}


def test_whom_a_line_is_for_follows_too(page: Page, address: str) -> None:
    page.goto(address + "red-flags/")
    said = page.locator(".help-lines dd")
    assert said.all_inner_texts() == [REGIONS["international"][line].who for line in PLACEHOLDERS]
    page.get_by_label("Show help lines for").select_option("uk")
    page.get_by_text("In Northern Ireland").wait_for()
    assert said.all_inner_texts() == [REGIONS["uk"][line].who for line in PLACEHOLDERS]
    assert page.locator(".help-lines dt .help-line").all_inner_texts() == [
        REGIONS["uk"][line].say for line in PLACEHOLDERS
    ]
    page.get_by_label("Show help lines for").select_option("international")
    until(lambda: said.all_inner_texts() == [REGIONS["international"][line].who for line in PLACEHOLDERS])


def test_a_chosen_number_can_be_tapped_but_an_emergency_card_still_has_no_link(page: Page, address: str) -> None:
    page.goto(address + "red-flags/")
    page.get_by_label("Show help lines for").select_option("uk")
    page.locator("#pe button").click()
    page.locator(".red-flag__action .help-line a[href='tel:999']").first.wait_for()
    assert page.locator(".card--emergency :is(.card__heading, .faq__question) a").count() == 0
    page.goto(address)
    page.locator(".card--emergency .help-line", has_text="999").wait_for()
    assert page.locator(".card--emergency a").count() == 0


def test_only_the_choice_is_stored_and_going_back_forgets_it(page: Page) -> None:
    page.get_by_label("Show help lines for").select_option("nz")
    until(lambda: page.evaluate("localStorage.getItem('guide.region')") == "nz")
    assert page.evaluate("document.cookie") == ""
    page.get_by_label("Show help lines for").select_option("international")
    until(lambda: page.evaluate("localStorage.getItem('guide.region')") is None)
    until(lambda: "Call your local emergency number now if:" in card(page))


def test_help_lines_that_do_not_arrive_leave_the_old_ones_and_say_so(page: Page) -> None:
    page.route("**/help-lines.json", lambda route: route.abort())
    page.get_by_label("Show help lines for").select_option("us")
    page.get_by_text("could not be loaded").wait_for()
    assert "Call your local emergency number now if:" in card(page)
    assert page.get_by_label("Show help lines for").input_value() == "international"
    assert page.evaluate("localStorage.getItem('guide.region')") is None


def test_without_javascript_there_is_no_choice_that_does_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator("#region").is_visible()
    context.close()
