"""A page is light: few bytes, no script in its way, nothing that moves. What is left for later is never missed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import material
import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from macros.components import registry
from macros.data.library import load
from macros.web.styles import JOINED, WHOLE
from tests.conftest import PAGES, ROOT, Project, file_of, until, written
from tests.guide.test_check import in_firefox
from tests.light import Line, lighthouse, line

STRINGS = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide.strings
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1200, "height": 844}


@pytest.fixture
def sent(site: Path) -> Iterator[Line]:
    with line(site) as found:
        yield found


def cold(browser: Browser, address: str, **settings: object) -> Page:
    """A page that has come to rest, in a browser that has seen nothing before."""
    page = browser.new_context(**{"viewport": PHONE, **settings}).new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


# What is sent ---------------------------------------------------------------------------------------------------------


def test_the_faq_is_whole_and_usable_in_38_000_bytes_and_5_requests(browser: Browser, sent: Line) -> None:
    page = cold(browser, sent.address + "faq/")
    # A reader who reads and opens answers has not asked for the search.
    page.get_by_role("button", name="How can I loosen tight calves?").click()
    page.mouse.wheel(0, 2000)
    page.get_by_label("Find a question").fill("cramp")
    page.wait_for_load_state("networkidle")
    page.context.close()
    assert sum(size for _, size in sent.sent) <= 38_000, sent.sent
    assert len(sent.sent) <= 5, sent.sent


def test_no_page_needs_more_than_45_000_bytes_before_it_is_scrolled(browser: Browser, site: Path) -> None:
    for name in PAGES:
        with line(site) as sent:
            page = cold(browser, sent.address + name)
            page.context.close()
        words = [(path, size) for path, size in sent.sent if "/pictures/" not in path]
        assert sum(size for _, size in words) <= 45_000, (name, words)


def test_no_script_stands_in_the_way_of_a_page(site: Path) -> None:
    for name in PAGES:
        tree = html.parse(file_of(site, name)).getroot()
        assert tree.xpath("//script[@src and not(@async) and not(@defer) and not(@type='module')]/@src") == [], name
        # The clinic's sheet has a stylesheet of its own, for its paper.
        assert len(tree.xpath("//link[@rel='stylesheet']")) == (2 if name == "for-clinics/handout/" else 1), name


# What is seen ---------------------------------------------------------------------------------------------------------


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    shifts.push([value, ...sources.map(({ node }) => node?.className ?? node?.nodeName)]);
}).observe({ type: "layout-shift", buffered: true });"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    for (let frames = 2; frames; frames--) await new Promise(requestAnimationFrame);
  }
  await Promise.all([...document.images].map((image) => image.complete || new Promise((done) => { image.onload = done; })));
  for (let frames = 2; frames; frames--) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_on_a_page_moves_by_itself(browser: Browser, address: str, size: dict[str, int]) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    for name in PAGES:
        page.goto(address + name)
        page.evaluate(SCROLL)
        assert page.evaluate("shifts") == [], name
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_picture_is_sized_and_comes_when_a_reader_nears_it(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    seen = 0
    for name in PAGES:
        page.goto(address + name)
        pictures = page.evaluate(
            """() => [...document.images].map((image) => ({
                file: image.src, first: image.getBoundingClientRect().top < innerHeight, lazy: image.loading === "lazy",
                sized: image.hasAttribute("width") && image.hasAttribute("height"),
                true: [image.naturalWidth || image.width, image.naturalHeight || image.height].join() ===
                  [image.getAttribute("width"), image.getAttribute("height")].join() || !image.complete }))"""
        )
        seen += len(pictures)
        assert [p for p in pictures if not p["sized"] or not p["true"] or p["lazy"] == p["first"]] == [], name
    context.close()
    assert seen == sum(path.read_text(encoding="utf-8").count("![") for path in written(ROOT))


def test_a_picture_of_unknown_size_is_a_fault(project: Project) -> None:
    project.edit("docs/index.md", "{{ glossary() }}", "![A bell](bell.svg)\n\n{{ glossary() }}")
    project.write("docs/bell.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    result = project.build()
    assert result.returncode == 1
    assert result.stderr.strip() == (
        'docs/index.md: the size of \'bell.svg\' is not known: write { width="…" height="…" } after the picture'
    )


def test_a_picture_that_is_broken_is_named_with_its_line(project: Project) -> None:
    project.edit("docs/index.md", "{{ glossary() }}", "![A bell](bell.svg)\n\n{{ glossary() }}")
    project.write("docs/bell.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<g>\n</svg>')
    result = project.build()
    told = "docs/bell.svg:3: is not a picture: Opening and ending tag mismatch: g line 2 and svg, line 3, column 7\n"
    assert (result.returncode, result.stderr) == (1, told)


@pytest.mark.parametrize("address", ["/pictures/a%20bell.svg", "pictures/a%20bell.svg#x"])
def test_a_picture_is_sized_however_its_address_is_written(project: Project, address: str) -> None:
    project.edit("docs/index.md", "{{ glossary() }}", f"![A bell]({address})\n\n{{{{ glossary() }}}}")
    (project.folder / "docs/pictures").mkdir()
    project.write("docs/pictures/a bell.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="8"/>')
    page = (project.built() / "index.html").read_text(encoding="utf-8")
    (picture,) = re.findall('<img alt="A bell"[^>]*>', page)
    assert 'width="9"' in picture and 'height="8"' in picture


def all_rules() -> str:
    """The stylesheets before they are joined, in order: the theme's, ours, the components', paper."""
    theme = sorted((Path(material.__file__).parent / "templates/assets/stylesheets").glob("*.css"))
    assert [file.name.split(".")[0] for file in theme] == ["main", "palette"]
    own = ROOT / "overrides/assets"
    files = [*theme, own / "base.css", *registry.files("style.css"), own / "paper.css"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


LOOKS = {
    "phone": {"viewport": PHONE},
    "desk": {"viewport": DESK, "color_scheme": "dark"},
    "print": {"viewport": PHONE},
    "forced colours": {"viewport": PHONE, "forced_colors": "active"},
}


def to_search(page: Page) -> None:
    """By its button on a phone, by its field on a wide screen."""
    button = page.get_by_role("button", name="Search", exact=True)
    button.or_(page.get_by_role("textbox", name="Search")).locator("visible=true").first.click()


def searched(page: Page) -> None:
    to_search(page)
    page.keyboard.type("clot")
    page.locator(".md-search-result__item").nth(2).wait_for()
    until(lambda: page.locator("link[rel=stylesheet]").count() == 1)


def menu(page: Page) -> None:
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("link", name="Hard words", exact=True).first.wait_for()


@pytest.mark.parametrize(
    ("name", "look", "then"),
    [
        ("faq/", "phone", None), ("faq/", "desk", None), ("faq/", "print", None), ("check/", "phone", None),
        ("benefits/", "forced colours", None),
        ("about/", "phone", searched), ("about/", "desk", searched), ("about/", "phone", menu),
    ],
)  # fmt: skip
def test_a_page_looks_the_same_with_every_rule_of_the_theme(
    browser: Browser, address: str, site: Path, name: str, look: str, then: Callable[[Page], None] | None
) -> None:
    rules = all_rules()

    def shot(whole: bool) -> bytes:
        context = browser.new_context(**LOOKS[look], reduced_motion="reduce")
        page = context.new_page()
        if whole:
            for file in (JOINED, WHOLE):
                page.route(f"**/{file}", lambda route: route.fulfill(body=rules, content_type="text/css"))
        page.goto(address + name)
        page.wait_for_load_state("networkidle")
        if then:
            then(page)
        page.emulate_media(media="print" if look == "print" else "screen")
        page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
        # The empty field's grey word is drawn a shade differently from one visit to the next.
        field = [page.locator(".md-search__input")]
        picture = page.screenshot(full_page=not then, animations="disabled", caret="hide", mask=field)
        context.close()
        return picture

    assert shot(whole=False) == shot(whole=True)


@pytest.mark.parametrize("edited", ["overrides/assets/base.css", "macros/web/region.js", "docs/index.md"])
def test_the_styles_of_the_last_build_are_used_only_while_nothing_has_changed(project: Project, edited: str) -> None:
    """Whatever can change a style: the style itself, a script that names its class, a page that does."""
    project.own("macros")
    project.own("overrides")
    styles = "overrides/assets/base.css"
    project.write(styles, project.read(styles) + ".kept-or-not { top: 1px; }\n")
    page = project.built() / JOINED
    assert ".kept-or-not" not in page.read_text()
    more = {"css": "h1 { top: 271px; }", "js": "const kept = 'kept-or-not';", "md": '<p class="kept-or-not">a</p>'}
    project.write(edited, project.read(edited) + "\n" + more[edited.rpartition(".")[2]] + "\n")
    project.built()
    assert ("top:271px" if edited.endswith("css") else ".kept-or-not{top:1px}") in page.read_text()


@pytest.mark.parametrize(
    "gone",
    ["kbd.a", "[data-nowhere] p", "p > kbd", "[data-kind=far] p", "a[lang|=xx] kbd", ":is(p, b) [data-kind='far']"],
)
def test_a_rule_for_an_element_or_an_attribute_that_no_page_and_no_script_has_goes(project: Project, gone: str) -> None:
    """A page has `p.a` and `data-kind="near"`; a script may make a <b>, and give data-number any number."""
    project.own("overrides")
    project.own("macros")
    project.edit("docs/index.md", "{{ glossary() }}", '<p class="a" data-kind="near">a</p>\n\n{{ glossary() }}')
    script = "macros/web/region.js"
    project.write(script, project.read(script) + "\nconst made = ['b', 'number', 'lang', 'kind'];\n")
    kept = ["p.a", "p[data-kind=near]", "b.a", "p[data-number='2']", "p:not(kbd)", "p:is(kbd, b)"]
    styles = "overrides/assets/base.css"
    rules = "".join(f"{rule} {{ top: {300 + at}px; }}\n" for at, rule in enumerate([gone, *kept]))
    project.write(styles, project.read(styles) + rules + f"p.a, {gone} {{ left: 299px; }}\n")
    css = (project.built() / JOINED).read_text()
    assert [at for at in range(len(kept) + 1) if f"top:{300 + at}px" in css] == list(range(1, len(kept) + 1))
    assert "p.a{left:299px}" in css


@pytest.mark.parametrize("kept", ["", "[]", "7", '["x", {}]'])
def test_styles_kept_by_half_are_made_anew(project: Project, kept: str) -> None:
    styles = (project.built() / JOINED).read_text()
    project.write(".build/styles.json", kept)
    assert (project.built() / JOINED).read_text() == styles


def test_a_stylesheet_that_is_not_css_is_a_fault_with_its_line(project: Project) -> None:
    project.own("overrides")
    project.edit(
        "overrides/assets/base.css", ".md-content__inner { max-width: 36rem; }", ".md-content__inner {\n{ }\n}"
    )
    before = project.read("overrides/assets/base.css")
    at = before[: before.index(".md-content__inner {\n{")].count("\n") + 2
    result = project.build()
    assert result.returncode == 1
    assert result.stderr.startswith(f"overrides/assets/base.css:{at}: is not CSS: ")
    assert result.stderr.count("\n") == 1


# What comes later -----------------------------------------------------------------------------------------------------


@pytest.fixture
def held(site: Path) -> Iterator[Line]:
    """A line on which the theme's script does not get through until the test says so."""
    with line(site, through=False) as found:
        yield found


FIELD = "document.activeElement.matches('.md-search__input') && document.activeElement.value"
TOUCHES: dict[str, tuple[dict[str, object], Callable[[Page], object]]] = {
    "tap": ({"viewport": PHONE, "has_touch": True}, lambda p: p.get_by_role("button", name="Search", exact=True).tap()),
    "key on the button": (
        {"viewport": PHONE},
        lambda page: page.get_by_role("button", name="Search", exact=True).press("Enter"),
    ),
    "click": ({"viewport": DESK}, lambda page: page.get_by_role("textbox", name="Search").click()),
}


# With a question in the address the theme's script closes the search once it runs: the hard case.
@pytest.mark.parametrize("way", TOUCHES)
def test_a_first_touch_of_the_search_and_the_words_that_follow_are_kept(browser: Browser, held: Line, way: str) -> None:
    settings, touch = TOUCHES[way]
    page = cold(browser, held.address + "faq/#how-hard", **settings)
    touch(page)
    page.keyboard.type("breath")
    assert page.evaluate(FIELD) == "breath"
    assert page.get_by_text(STRINGS.search_loading).is_visible()
    assert not held.asked("/search.")
    held.through.set()
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.type("less")
    page.locator(".md-search-result__item a[href*='#pe']").first.wait_for()
    assert page.evaluate(FIELD) == "breathless"
    page.context.close()


def test_enter_before_there_are_results_leads_to_the_best_one(browser: Browser, held: Line) -> None:
    page = cold(browser, held.address + "faq/#how-hard", viewport=DESK)
    to_search(page)
    page.keyboard.type("breathless")
    page.keyboard.press("Enter")
    held.through.set()
    page.wait_for_url("**/red-flags/#pe")
    page.context.close()


def test_a_search_closed_before_the_script_came_stays_closed(browser: Browser, held: Line) -> None:
    page = cold(browser, held.address + "about/")
    to_search(page)
    result = page.locator(".md-search__output")
    assert page.locator("#__search").is_checked()
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
    held.through.set()
    page.wait_for_load_state("networkidle")
    assert not page.locator("#__search").is_checked()
    assert not page.evaluate(FIELD)
    result.wait_for(state="hidden")
    page.context.close()


def test_single_letters_and_signs_are_no_commands(browser: Browser, held: Line) -> None:
    """WCAG 2.2, 2.1.4: a word said to the browser, or a slip of the hand, neither turns the page nor opens the search."""
    page = cold(browser, held.address + "causes/")

    def nothing_happens() -> None:
        for key in "fs/pn,.":
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert page.url == held.address + "causes/"
        assert not page.locator("#__search").is_checked()

    nothing_happens()
    assert not held.asked("/bundle.")
    held.through.set()
    searched(page)
    page.keyboard.press("Escape")
    nothing_happens()
    page.context.close()


def test_letters_typed_into_another_field_stand_there(browser: Browser, held: Line) -> None:
    page = cold(browser, held.address + "faq/")
    page.get_by_label("Find a question").press_sequentially("fs/")
    assert page.get_by_label("Find a question").input_value() == "fs/"
    page.context.close()
    assert not held.asked("/bundle.")


def test_without_the_themes_script_the_menu_opens_and_the_search_says_so(browser: Browser, held: Line) -> None:
    held.broken = True
    held.through.set()
    page = cold(browser, held.address + "about/")
    to_search(page)
    page.get_by_text(STRINGS.search_failed).wait_for()
    assert page.locator(".md-search-result__meta").get_attribute("role") == "status"
    held.broken = False
    page.keyboard.type("breathless")
    page.locator(".md-search-result__item a[href*='#pe']").first.wait_for()

    held.broken = True
    page = cold(browser, held.address + "about/")
    menu(page)
    page.get_by_role("link", name="Hard words", exact=True).first.click()
    page.wait_for_url("**/glossary/")
    page.context.close()


def test_the_colours_change_at_once_and_only_a_choice_is_stored(browser: Browser, held: Line) -> None:
    page = cold(browser, held.address, color_scheme="dark")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "slate"
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Use light colours").click()
    assert page.evaluate(scheme) == "default"
    assert page.evaluate("document.activeElement.ariaLabel") == "Use dark colours"
    page.goto(held.address + "about/")
    assert page.evaluate(scheme) == "default"
    to_search(page)
    held.through.set()
    page.keyboard.type("clot")
    page.locator(".md-search-result__item").first.wait_for()
    assert page.evaluate(scheme) == "default", "the theme's script changes nothing"
    page.context.close()


def test_a_long_page_has_a_way_back_to_the_top(browser: Browser, held: Line) -> None:
    page = cold(browser, held.address + "faq/")
    top = page.get_by_role("button", name="Back to top")
    page.mouse.wheel(0, 3000)
    until(lambda: page.evaluate("scrollY") > 2000)
    assert not top.is_visible()
    page.mouse.wheel(0, -300)
    top.click()
    until(lambda: page.evaluate("scrollY") == 0)
    top.wait_for(state="hidden")
    page.context.close()
    assert not held.asked("/bundle.")


def test_firefox_keeps_a_first_touch_too(held: Line, tmp_path: Path) -> None:
    saw = in_firefox("touch", None, held.address, tmp_path)
    assert saw["before"] == {"words": "breathless", "scheme": "slate", "stored": 1}
    assert saw["after"] == {"words": "breathless", "open": True, "best": "pe"}


# What others say ------------------------------------------------------------------------------------------------------


def test_lighthouse_finds_nothing_wanting_on_the_faq(address: str) -> None:
    """All pages: see tests/light.py, for the long checks."""
    assert lighthouse(address + "faq/") == {address + "faq/": {}}
