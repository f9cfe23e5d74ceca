"""The sheet that a clinic prints with its own name: one sheet of paper, and what is typed goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.data.cards import cards
from macros.data.library import load
from macros.data.model import LEVELS
from macros.data.text import PLACEHOLDERS
from tests.conftest import PAGES, REVIEW, ROOT, checked, day, state
from tests.engine.test_print import words_of
from tests.guide.test_check import in_firefox

LIBRARY = load(ROOT / "docs/_data/calf.yml", "calf.yml")
GUIDE = LIBRARY.guide
STRINGS = GUIDE.strings
NOTICE = "" if REVIEW.clinical_reviewer else STRINGS.not_reviewed
"""What every page begins with."""
SHEET = "for-clinics/handout/"
PAPERS = ("A4", "Letter")
SHORT = ("Ærøskøbing Żółć Klinika", "01632 960 123")
LONG = (
    "Żółć and Ærøskøbing Physiotherapy and Rehabilitation Centre",
    "01632 960 123 extension 456789",
    "Monday to Friday 8.30 am to 6.30 pm, Sat 9 am to 1",
    "Unit 14, The Old Bus Station, 123 Llanfairpwllgwyngyll Street, Ysbyty, LL61 5UJ",
    "Ask for the physiotherapy desk. Please bring a list of all medicines you take.",
)
"""A name, a phone number, opening hours, an address and one more line, as long as the fields take them, nearly."""

FIELDS = ".clinic-sheet input"
HEAD = ".clinic-sheet__head"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; };")
    page = context.new_page()
    page.goto(address + SHEET)
    yield page
    context.close()


def fill(page: Page, details: tuple[str, ...]) -> None:
    for field, text in zip(page.locator(FIELDS).all(), details, strict=False):
        field.press_sequentially(text)
        assert field.input_value() == text, "the field takes all of it"


def head(page: Page) -> list[str]:
    return page.locator(f"{HEAD} > p").all_inner_texts()


def sheets(page: Page, folder: Path, paper: str) -> list[str]:
    """The words of each side."""
    file = folder / "sheet.pdf"
    page.pdf(path=str(file), format=paper, prefer_css_page_size=True)
    return words_of(file)[:-1]


def said(text: str, region: str) -> str:
    """A text of the data as readers of a region read it."""
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", GUIDE.help_lines[region][name].say)
    return " ".join(text.split())


def check_sheet(found: list[str], region: str) -> None:
    """Everything stands on the two sides of one sheet, each card on one of them."""
    assert len(found) == 2
    for card in cards(LIBRARY, None, LEVELS):
        words = STRINGS.level[card.level]
        (side,) = (side for side in found if f"{words.name}: {said(words.card, region)}" in side)
        assert [line.sign for line in card.lines if said(line.sign, region) not in side] == []
    assert STRINGS.level["emergency"].name in found[0]
    text = " ".join(found)
    assert text.index(STRINGS.level["urgent"].name) < text.index(STRINGS.check_none)
    assert GUIDE.check.none.advice.split("\n")[0] in text
    assert [entry.name for entry in GUIDE.ask_first if entry.name not in text] == []
    assert found[0].startswith(NOTICE)
    dates = checked("for-clinics/handout/")
    assert state() in text
    assert (
        f". {STRINGS.last_reviewed}: {day(dates.last_reviewed)}. {STRINGS.next_review}: {day(dates.next_review)}."
        in text
    )
    assert text.endswith("http://localhost:8000/handouts/safe-to-massage/")
    for words in ("For clinics.", STRINGS.sheet_print, STRINGS.sheet_private, STRINGS.sheet_country, "[1]"):
        assert words not in text


# What is typed -------------------------------------------------------------------------------------------------------


def test_what_is_typed_stands_at_the_head_of_the_sheet_at_once_and_only_as_text(page: Page) -> None:
    assert head(page) == [], "no empty box"
    fill(page, ("<b>Mend</b> & Sons", " 01632 960 123 "))
    assert head(page) == ["<b>Mend</b> & Sons", "Phone: 01632 960 123"]
    page.locator(FIELDS).nth(4).press_sequentially("Ring the bell.")
    assert head(page) == ["<b>Mend</b> & Sons", "Phone: 01632 960 123", "Ring the bell."]
    page.locator(FIELDS).first.fill("  ")
    assert head(page) == ["Phone: 01632 960 123", "Ring the bell."]


def test_every_field_has_a_label_and_a_limit_and_nobody_else_looks_at_it(page: Page) -> None:
    names = [STRINGS.sheet_name, STRINGS.sheet_phone]
    names += [
        f"{name} {STRINGS.sheet_optional}" for name in (STRINGS.sheet_hours, STRINGS.sheet_address, STRINGS.sheet_extra)
    ]
    for name, field in zip(names, page.locator(FIELDS).all(), strict=True):
        assert page.get_by_label(name, exact=True).get_attribute("maxlength") == field.get_attribute("maxlength")
        assert 20 <= int(field.get_attribute("maxlength") or 0) <= 80
        assert field.get_attribute("autocomplete") == "off"
        assert field.get_attribute("spellcheck") == field.get_attribute("writingsuggestions") == "false"
        box = field.bounding_box()
        assert box and box["height"] >= 44
    assert page.locator(".clinic-sheet form").count() == 0, "what is no form cannot be sent"


def test_a_name_written_from_right_to_left_is_laid_out_so(page: Page) -> None:
    fill(page, ("مركز العلاج الطبيعي (1)", "+44 1632 960 123"))
    direction = "e => getComputedStyle(e).direction"
    assert [page.locator(f".clinic-sheet__{part}").evaluate(direction) for part in ("name", "phone")] == ["rtl", "ltr"]
    assert page.locator(FIELDS).first.evaluate(direction) == "rtl"
    assert page.locator(FIELDS).nth(1).evaluate(direction) == "ltr"
    assert head(page)[1] == "Phone: +44 1632 960 123"


def test_a_long_word_runs_over_no_edge_of_a_narrow_screen_or_of_paper(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    fill(page, ("W" * 60, "0" * 30, "M" * 50, "W" * 80, "W" * 80))
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, media


def test_what_is_typed_leaves_neither_the_page_nor_the_tab(page: Page, address: str) -> None:
    page.wait_for_load_state("networkidle")
    kept = """JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state, history.length,
        location.href, document.title])"""
    before = page.evaluate(kept)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    fill(page, LONG)
    for field in page.locator(FIELDS).all():
        field.press("Enter")
    page.get_by_role("button", name=STRINGS.sheet_print).click()
    assert page.evaluate("window.printed") == 1
    assert head(page)[0] == LONG[0]
    assert requests == []
    assert page.evaluate(kept) == before
    assert page.context.cookies() == []

    page.reload()
    assert [field.input_value() for field in page.locator(FIELDS).all()] == [""] * 5
    assert head(page) == []
    fill(page, SHORT)
    page.goto(address + "about/")
    page.go_back()
    page.locator(FIELDS).first.wait_for()
    assert [field.input_value() for field in page.locator(FIELDS).all()] == [""] * 5
    assert head(page) == []


def test_leaving_empties_the_fields_before_a_browser_can_keep_the_page(page: Page) -> None:
    fill(page, SHORT)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert [field.input_value() for field in page.locator(FIELDS).all()] == [""] * 5
    assert head(page) == []


# On paper ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", list(GUIDE.help_lines))
def test_with_the_longest_details_it_is_one_sheet_in_every_region(page: Page, tmp_path: Path, region: str) -> None:
    if region != "international":
        page.get_by_label(STRINGS.region_choose).select_option(region)
        page.locator(".card--emergency").get_by_text(said(STRINGS.level["emergency"].card, region)).wait_for()
    fill(page, LONG)
    for paper in PAPERS:
        found = sheets(page, tmp_path, paper)
        check_sheet(found, region)
        lines = [LONG[0], f"{STRINGS.sheet_phone}: {LONG[1]}", *LONG[2:], "Is it safe to massage?"]
        places = [found[0].find(line) for line in lines]
        assert -1 not in places and places == sorted(places), (paper, places)


def test_with_few_details_no_line_is_left_for_the_others(page: Page, tmp_path: Path) -> None:
    fill(page, SHORT)
    found = sheets(page, tmp_path, "A4")
    check_sheet(found, "international")
    assert (
        found[0]
        .removeprefix(NOTICE)
        .lstrip()
        .startswith(f"{SHORT[0]} {STRINGS.sheet_phone}: {SHORT[1]} Is it safe to massage?")
    )


def test_no_print_is_smaller_than_12_points(page: Page) -> None:
    fill(page, LONG)
    page.emulate_media(media="print")
    sizes = page.locator(f"{HEAD} p, {HEAD} span").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) == 6
    assert min(sizes) >= 15.99


def test_without_a_script_there_are_lines_to_write_on_and_no_field(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + SHEET)
    assert page.locator(".clinic-sheet :is(input, button, fieldset)").count() == 0
    for paper in PAPERS:
        found = sheets(page, tmp_path, paper)
        check_sheet(found, "international")
        assert f"{STRINGS.sheet_name}: {STRINGS.sheet_phone}: Is it safe to massage?" in found[0]
    page.emulate_media(media="print")
    lines = page.locator(f"{HEAD} > p")
    assert lines.evaluate_all("all => all.map(e => getComputedStyle(e).borderBottomStyle)") == ["solid", "solid"]
    assert all(box and box["width"] > 150 for box in (line.bounding_box() for line in lines.all()))
    context.close()


def test_firefox_prints_one_sheet_too_and_forgets_what_was_typed(address: str, tmp_path: Path) -> None:
    saw = in_firefox("sheet", {"details": LONG}, address, tmp_path)
    assert saw["before"]["head"] == []
    assert saw["typed"]["head"] == [LONG[0], f"{STRINGS.sheet_phone}: {LONG[1]}", *LONG[2:]]
    assert saw["typed"]["kept"] == saw["before"]["kept"]
    for later in ("reloaded", "back"):
        assert (saw[later]["head"], saw[later]["typed"]) == ([], ""), later
        assert saw[later]["kept"] == saw["before"]["kept"], later
    for paper in PAPERS:
        typed = words_of(tmp_path / f"typed {paper}.pdf")[:-1]
        check_sheet(typed, "international")
        assert [line for line in LONG if line not in typed[0]] == []
        by_hand = words_of(tmp_path / f"by hand {paper}.pdf")[:-1]
        check_sheet(by_hand, "international")
        assert f"{STRINGS.sheet_name}: {STRINGS.sheet_phone}:" in by_hand[0]


# Its place -----------------------------------------------------------------------------------------------------------


def test_only_the_page_with_the_sheet_prints_in_its_way(site: Path) -> None:
    pages = [page for page in PAGES if page.endswith("/") or not page]
    with_style = [page for page in pages if "assets/clinic.css" in (site / page / "index.html").read_text("utf-8")]
    assert with_style == [SHEET]


def test_the_short_check_says_what_none_of_the_signs_means(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "handouts/safe-to-massage/")
    short = page.locator(".check-short")
    label = GUIDE.topic.care[GUIDE.check.none.care]
    assert " ".join(short.inner_text().split()).startswith(f"{label.label}. {label.advice} ")
    assert GUIDE.check.none.advice.split("\n")[0] in short.inner_text()
    assert not page.locator(".check").count()
    assert page.get_by_role("link", name=STRINGS.sheet_check_more).count() == 1
    page.close()
