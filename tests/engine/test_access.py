"""What WCAG 2.2 AA asks beyond axe's usual rules: focus, order, targets, spacing, zoom, forced colours, motion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import LIBRARY, PAGES, barriers
from tests.engine.test_site import WORD


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_axe_finds_no_fault_in_forced_colours_and_no_target_under_24_pixels(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 390, "height": 844})
    page = context.new_page()
    found = {}
    for name in PAGES:
        page.goto(address + name)
        found[name] = barriers(page, targets=True)
    context.close()
    assert found == {key: {} for key in PAGES}


WALK = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    // A box that the theme hides is seen as its label, or as the label after it; either may show the focus.
    const after = e.nextElementSibling?.matches('label') ? [e.nextElementSibling] : [];
    const labels = [...(e.labels ?? []), ...after].filter(label => label.checkVisibility() && label.getBoundingClientRect().width > 1);
    const outlined = [e, ...labels].some(part => {
        const style = getComputedStyle(part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && part.getBoundingClientRect().width > 1;
    });
    const box = (e.getBoundingClientRect().width > 1 ? e : labels[0] ?? e).getBoundingClientRect();
    const at = document.elementFromPoint(Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1),
                                         Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1));
    window.walked ??= [];
    const seen = window.walked.includes(e);
    const order = !window.walked.length || window.walked.at(-1).compareDocumentPosition(e) & 4;
    window.walked.push(e);
    return {what: e.outerHTML.slice(0, 100), seen, order: !!order,
            outline: outlined,
            inView: box.bottom > 0 && box.top < innerHeight && box.width > 1,
            covered: !!at && !(e.contains(at) || at.contains(e) || labels.some(label => label.contains(at)))};
}"""


WALKED = ("", "faq/", "check/", "for-clinics/handout/", "404.html")


@pytest.mark.parametrize("name", [page for page in WALKED if page in PAGES])
def test_the_keyboard_walks_the_page_in_order_with_a_focus_that_is_seen(page: Page, address: str, name: str) -> None:
    page.goto(address + name)
    walked = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)  # the skip link slides in
        step = page.evaluate(WALK)
        if step is None or step["seen"]:
            break
        walked.append(step)
    shown = page.locator("article :is(a[href], button, input, select):not([tabindex='-1']):visible").count()
    assert len(walked) > min(50, shown) > 0
    assert [step["what"] for step in walked if not step["outline"]] == []
    assert [step["what"] for step in walked if not step["inView"]] == []
    assert [step["what"] for step in walked if step["covered"]] == []
    assert [step["what"] for step in walked if not step["order"]] == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_and_the_search_open_by_keyboard_on_a_narrow_screen(page: Page, address: str, key: str) -> None:
    page.goto(address + "red-flags/")
    menu, search = (page.get_by_role("button", name=name, exact=True) for name in ("Menu", "Search"))
    menu.focus()
    page.keyboard.press(key)
    page.locator(".md-nav--primary a.md-nav__link").first.wait_for()
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press(key)
    assert menu.get_attribute("aria-expanded") == "false"
    search.focus()
    page.keyboard.press(key)
    page.keyboard.type(WORD)
    page.locator(".md-search-result__item").first.wait_for()


def test_the_skip_link_leads_past_the_header(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + "faq/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('article')")


SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""Source: WCAG 2.2, 1.4.12 Text Spacing."""


@pytest.mark.parametrize("width", [320, 390])
def test_no_word_is_lost_with_wide_text_spacing(browser: Browser, address: str, width: int) -> None:
    """320 px is also what 400 % zoom leaves of a 1,280 px window."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for name in PAGES:
        page.goto(address + name)
        page.add_style_tag(content=SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        clipped = page.evaluate(
            """() => [...document.querySelectorAll("article *")]
                .filter(e => e.checkVisibility() && !e.classList.contains("visually-hidden"))
                .filter(e => getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert clipped == [], name
    context.close()


def sizes(context: BrowserContext, address: str, selector: str) -> list[tuple[str, float, float]]:
    page = context.new_page()
    page.goto(address)
    page.locator(selector).first.wait_for()
    boxes = [(e, e.bounding_box()) for e in page.locator(selector).all() if e.is_visible()]
    return [(e.evaluate("e => e.outerHTML.slice(0, 80)"), box["width"], box["height"]) for e, box in boxes if box]


CONTROLS = [("faq/", ".faq button, .faq input"), ("", ".region select")]


@pytest.mark.parametrize(("name", "selector"), CONTROLS[: len(LIBRARY.guide.help_lines)])
def test_controls_are_44_pixels_high(browser: Browser, address: str, name: str, selector: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    found = sizes(context, address + name, selector)
    context.close()
    assert found
    assert [entry for entry in found if entry[2] < 44 or entry[1] < 44] == []


def test_nothing_moves_for_readers_who_asked_for_stillness(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + "faq/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => {
            const s = getComputedStyle(e);
            return s.scrollBehavior === "smooth" || s.transitionDuration.split(", ").some(t => parseFloat(t) > 0) || s.animationName !== "none";
        }).map(e => e.outerHTML.slice(0, 80)).slice(0, 5)"""
    )
    context.close()
    assert moving == []
