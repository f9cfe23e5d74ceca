"""The builder on the page for clinics: what it makes works where it is pasted, by keyboard, and without telling anybody."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from macros.address import draft as is_draft
from macros.data.library import load
from macros.embed import snippets
from tests.conftest import ROOT, Project, Published, pdf_text, serve, state
from tests.guide.test_check import in_firefox

LIBRARY = load(ROOT / "docs/_data/calf.yml", "calf.yml")
GUIDE, SAY = LIBRARY.guide, LIBRARY.guide.strings.builder
REGIONS = list(GUIDE.help_lines)
CATEGORIES = [name for name in GUIDE.categories if any(question.category == name for question in GUIDE.faq)]
QUESTIONS = [question.id for question in GUIDE.faq]
WAYS = list(type(SAY.ways).model_fields)

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, published: Published) -> Iterator[Visit]:
    """Opens the builder with some settings, as a reader does. Whatever goes wrong on it in silence fails the test."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def visit(settings: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 390, "height": 800}, **options})
        context.set_default_timeout(30_000)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.goto(f"{published.address}for-clinics/{settings and '#' + settings}")
        if options.get("java_script_enabled", True):
            page.locator(".builder__form").wait_for()
        opened.append((context, said))
        return page

    yield visit
    for context, said in opened:
        context.close()
        assert said == []


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A clinic's own website, on another origin than the guide: a folder and its address."""
    folder = tmp_path_factory.mktemp("clinic")
    for address in serve(folder):
        yield folder, address


def code_of(page: Page) -> str:
    box = page.locator(".builder textarea")
    expect(box).not_to_have_value("")  # the words of another region have to come first
    return box.input_value()


def ready_made(visit: Visit, settings: str) -> str:
    page = visit(settings)
    return code_of(page)


def feed(published: Published) -> dict[str, Any]:
    return json.loads((published.site / "embed/v1/faq.en.json").read_text("utf-8"))


# What is pasted works ----------------------------------------------------------------------------------------------------

READ = """root => {
    for (const toggle of root.querySelectorAll('[aria-expanded=false][aria-controls]')) toggle.click();
    for (const details of root.querySelectorAll('details')) details.open = true;
    const text = (node) => node.nodeType === 3 ? node.data
        : node.matches?.('script, style') || (node.checkVisibility && !node.checkVisibility()) ? ''
        : ' ' + [...(node.shadowRoot ?? node).childNodes].map(text).join('') + ' ';
    return text(root.host ?? root).split(/\\s+/).join(' ');
}"""
"""What a reader sees of an element once every answer is open."""


def said(page: Page | Frame) -> str:
    """What a page shows of the questions, every answer open."""
    element = page.locator("health-faq")
    if element.count() and element.evaluate("e => !!e.shadowRoot"):
        return element.evaluate(f"e => ({READ})(e.shadowRoot)")
    return page.evaluate(f"() => ({READ})(document.body)")


def expected(published: Published, region: str) -> list[str]:
    """What every reader must see: signs, state, dates, and every question with each of its answer's paragraphs."""
    data = feed(published)
    numbers = data["help"][region]

    def words(node: Any) -> str:
        if isinstance(node, str):
            return node
        if node[0] == "help":
            return "".join(text for text, _ in numbers[node[1]["line"]])
        return " ".join(map(words, node[2:])) if node[0] in ("ul", "ol") else "".join(map(words, node[2:]))

    called = sorted({index for item in data["items"] for index in item["urgent"]})
    cards = data["cards"]
    lines = [line for _, line in cards["emergency"]["lines"]] + [cards["urgent"]["lines"][i][1] for i in called]
    parts = [*(["", {}, *line] for line in lines), *(part for item in data["items"] for part in item["a"])]
    plain = [data["s"][key] for key in ("state", "reviewed", "next")] + [item["q"] for item in data["items"]]
    return [" ".join(text.split()) for text in [*plain, *map(words, parts)]]


def missing_words(seen: str, wanted: list[str]) -> list[str]:
    """What is not there. Spaces are not compared: elements within a line put some in."""
    squeezed = re.sub(r"\s", "", seen)
    return [text for text in wanted if re.sub(r"\s", "", text) not in squeezed]


def host_page(code: str, policy: str) -> str:
    """A clinic's page that allows nothing but what the builder says it must."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; {policy}"></head>'
        f"<body><main><h1>A clinic</h1><h2>Questions</h2>\n{code}\n</main></body></html>"
    )


def wordpress(published: Published, address: str) -> str:
    """What WordPress makes of an address: found by the page's head, and little of its HTML kept.

    Source: wp_filter_oembed_result in WordPress's src/wp-includes/embed.php.
    """
    path = urlsplit(address).path.lstrip("/")
    page = html.parse(str(published.site / path / "index.html"), html.HTMLParser(encoding="utf-8"))
    (found,) = page.xpath("//head/link[@type='application/json+oembed']/@href")
    answer = json.loads((published.site / urlsplit(found).path.lstrip("/")).read_text("utf-8"))
    frame = html.fragment_fromstring(answer["html"], create_parent="div").find("iframe")
    return (
        f'<iframe class="wp-embedded-content" sandbox="allow-scripts" src="{frame.get("src")}#?secret=a" '
        f'title="{frame.get("title")}" width="600" height="600"></iframe>'
    )


def best(place: str) -> str:
    return SAY.places[place].ways[0]


def test_the_places_are_those_that_were_promised_and_the_best_way_is_what_the_trials_support() -> None:
    assert {name: best(name) for name in SAY.places} == {
        "wordpress-admin": "a",
        "wordpress-classic": "a",
        "wordpress-author": "d",
        "squarespace": "a",
        "wix": "address",
        "other-builder": "a",
        "own-html": "a",
        "no-scripts": "d",
        "intranet": "zip",
    }


@pytest.mark.parametrize("place", SAY.places)
def test_every_way_has_steps_for_its_own_place_or_a_reason_why_it_does_not_fit(place: str) -> None:
    told = SAY.places[place]
    assert sorted([*told.ways, *told.other, *told.unfit]) == sorted(WAYS)
    assert set(told.notes) <= {*told.ways, *told.other}
    words = " ".join([*told.steps, *(step for steps in told.other.values() for step in steps), *told.unfit.values()])
    foreign = {system for system in ("WordPress", "Squarespace", "Wix") if system not in told.name}
    assert [system for system in foreign if system in words] == []


PAIR = """([place, way]) => new Promise((done) => {
    const form = document.querySelector(".builder__form");
    const look = () => {
        const box = form.querySelector("textarea");
        if (box.checkVisibility() && !box.value) return setTimeout(look, 20);
        const list = form.querySelector("ol:not(.builder__questions)");
        const copy = form.querySelector(".builder__copy");
        const high = (first, last) => last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
        const steps = list.checkVisibility();
        done({
            text: form.innerText, code: box.checkVisibility() && box.value,
            steps: steps && [...list.children].map((step) => step.textContent),
            high: steps && high(list, list.nextElementSibling), copy: copy.checkVisibility() && high(copy, box),
            unfit: form.querySelector(".builder__unfit").textContent,
            way: form.querySelectorAll("select")[1].value, first: form.querySelectorAll("select")[1][0].value,
            ready: document.querySelector(".builder__ready").checkVisibility(),
        });
    };
    addEventListener("hashchange", look, { once: true });
    location.hash = new URLSearchParams({ place, way, region: "uk" });
})"""


def test_no_pair_of_a_place_and_a_way_misleads(visit: Visit) -> None:
    """Each opens by its address; the code and the steps of one fit, and of one that does not it says so instead."""
    page = visit(viewport={"width": 390, "height": 844})
    for place, told in SAY.places.items():
        for way in WAYS:
            saw = page.evaluate(PAIR, [place, way])
            pair = (place, way)
            assert (saw["way"], saw["first"], saw["ready"]) == (way, best(place), False), pair
            assert "undefined" not in saw["text"] and "{" not in saw["text"], pair
            assert SAY.ways[way].what in saw["text"], pair
            if way in told.unfit:
                sentence = SAY.unfit.replace("{way}", SAY.ways[way].name).replace("{why}", told.unfit[way])
                assert saw["unfit"] == sentence.replace("{best}", SAY.ways[best(place)].name), pair
                assert (saw["code"], saw["steps"]) == (False, False), pair
                continue
            assert saw["unfit"] == "" and saw["code"], pair
            assert saw["steps"] == list(told.other.get(way, told.steps)), pair
            assert told.notes.get(way, "") in saw["text"], pair
            assert saw["high"] < 844 and saw["copy"] < 500, (pair, "on one screen of a phone")


def test_what_does_not_fit_leads_to_what_does(visit: Visit) -> None:
    page = visit("place=wordpress-author&way=b&region=uk")
    page.get_by_role("button", name=SAY.instead.replace("{best}", SAY.ways.d.name)).press("Enter")
    assert "<details>" in code_of(page)
    assert parse_qs(urlsplit(page.url).fragment) == {"place": ["wordpress-author"], "region": ["uk"]}
    expect(page.get_by_label(SAY.way)).to_be_focused()


def test_there_is_no_code_until_a_region_is_chosen(visit: Visit) -> None:
    page = visit("place=own-html")
    box, first = page.locator(".builder textarea"), page.locator(".builder__first")
    region = page.locator(".builder").get_by_label(SAY.region)
    assert first.is_visible() and first.inner_text() == SAY.region_first
    assert not box.is_visible() and box.input_value() == "" and region.input_value() == ""
    assert not page.get_by_role("button", name=SAY.copy_, exact=True).is_visible()
    assert region.evaluate("e => !!(e.compareDocumentPosition(document.querySelector('.builder textarea')) & 4)")
    region.select_option("international")
    assert 'region="international"' in code_of(page) and first.is_hidden()
    page.go_back()
    expect(first).to_be_visible()


def test_a_fixed_copy_can_have_every_answer_open(visit: Visit, published: Published) -> None:
    page = visit("place=wordpress-author&region=uk&category=safety")
    page.get_by_label(SAY.open).check()
    code = code_of(page)
    assert "answers=open" in page.url
    assert not re.search("details|summary|<style|display", code)
    copy = (published.site / "embed/v1/static/en/uk/safety.html").read_text("utf-8")
    shown, whole = (html.fragment_fromstring(text, create_parent="div") for text in (code, copy))
    assert shown.text_content().split() == whole.text_content().split()
    assert shown.xpath(".//div/@id") == whole.xpath(".//div/@id")
    assert len(shown.xpath(".//h3")) == len(whole.xpath(".//h3"))


@pytest.mark.parametrize("answers", ["", "open"])
def test_a_copy_prints_every_answer_its_cards_and_its_state(
    answers: str, visit: Visit, browser: Browser, published: Published, clinic: tuple[Path, str], tmp_path: Path
) -> None:
    """Without a script, and with the updating text too, whose script is blocked."""
    folder, address = clinic
    for place, way in (("own-html", "d"), ("own-html", "a")):
        code = ready_made(visit, f"place={place}&way={way}&region=uk&answers={answers}".removesuffix("&answers="))
        (folder / "printed.html").write_text(host_page(code, "style-src 'unsafe-inline'"), encoding="utf-8")
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}printed.html")
        page.pdf(path=str(tmp_path / "printed.pdf"), format="A4")
        context.close()
        assert missing_words(pdf_text(tmp_path / "printed.pdf", "-raw"), expected(published, "uk")) == []


@pytest.mark.parametrize("place", SAY.places)
def test_what_is_pasted_reads_complete(
    place: str, visit: Visit, browser: Browser, published: Published, clinic: tuple[Path, str], tmp_path: Path
) -> None:
    """Chosen, copied and pasted, on a page that allows only what the builder says; the UK's help lines as a sample."""
    page = visit(f"place={place}&region=uk", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=SAY.copy_, exact=True).click()
    page.get_by_text(SAY.copied, exact=True).wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    policy = " ".join(page.locator(".builder__facts code").all_inner_texts())
    way = best(place)

    folder, address = clinic
    if way == "address":
        assert code.startswith(published.address) and "\n" not in code
        code = wordpress(published, code) if place.startswith("wordpress") else f'<iframe src="{code}"></iframe>'
    if way == "zip":
        zipfile.ZipFile(published.site / "embed/health-faq.zip").extractall(folder)
    (folder / f"{place}.html").write_text(host_page(code, policy), encoding="utf-8")

    context = browser.new_context(java_script_enabled=way != "d")
    pasted = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    pasted.on("request", lambda request: asked.append(request.url))
    pasted.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    pasted.goto(f"{address}{place}.html")
    if way in ("a", "zip"):
        pasted.locator("health-faq[state=ready]").wait_for()
    shown = pasted.frame_locator("iframe") if way in ("c", "address") else None
    if shown:
        shown.get_by_text(GUIDE.faq[-1].question).wait_for()
    seen = said(pasted.frames[1] if shown else pasted)
    context.close()
    assert missing_words(seen, expected(published, "uk")) == []
    # The inline styles of fixed words are all that such a policy takes away.
    assert [text for text in broken if "style" not in text] == []
    own = {"d": [], "zip": []}.get(way, [published.address])
    assert [url for url in asked if not url.startswith((address, *own))] == []


def test_scripts_that_are_blocked_leave_the_words(
    visit: Visit, browser: Browser, published: Published, clinic: tuple[Path, str]
) -> None:
    folder, address = clinic
    code = ready_made(visit, "place=own-html&region=uk")
    (folder / "blocked.html").write_text(host_page(code, "style-src 'self'"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}blocked.html")
    seen = said(page)
    context.close()
    assert missing_words(seen, expected(published, "uk")) == []


SET = """hash => new Promise((done) => {
    const box = document.querySelector(".builder textarea");
    const look = () => box.value ? done(box.value) : setTimeout(look, 20);
    addEventListener("hashchange", look, { once: true });
    location.hash = hash;
})"""


def test_the_code_for_what_has_a_ready_made_copy_is_that_copy(visit: Visit, published: Published) -> None:
    page = visit("place=no-scripts&region=uk")
    for region in REGIONS:
        for category in ("", *CATEGORIES):
            code = page.evaluate(SET, f"place=no-scripts&region={region}" + (category and f"&category={category}"))
            copy = published.site / f"embed/v1/static/en/{region}/{category or 'all'}.html"
            assert lines_of(code) == lines_of(copy.read_text("utf-8")), (region, category)


def test_a_withdrawal_and_an_overdue_review_are_in_the_code_too(project: Project, browser: Browser) -> None:
    withdrawn = "withdrawn: {date: 2026-11-02, reason: The chain's advice was wrong.}"
    project.edit("docs/_data/bike.yml", "withdrawn: null", withdrawn)
    site = project.built(SITE_URL="https://bicycles.example/", SOURCE_DATE_EPOCH="1900000000")
    for address in serve(site):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}clinics/#place=no-scripts&region=international")
        page.locator(".builder__form").wait_for()
        code = code_of(page)
        context.close()
    copy = (site / "embed/v1/static/en/international/all.html").read_text("utf-8")
    assert lines_of(code) == lines_of(copy)
    assert "This guide has been withdrawn" in code and "overdue" in code


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def test_a_copy_that_does_not_come_leaves_the_ready_made_code(browser: Browser, published: Published) -> None:
    """No code for another region than the one that is chosen, and none at all, until its words have come."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/static/en/uk/*", lambda route: route.abort())
    page.goto(f"{published.address}for-clinics/#place=no-scripts&region=international")
    page.locator(".builder__form").wait_for()
    assert code_of(page) and page.locator(".builder__ready").is_hidden()
    page.locator(".builder").get_by_label(SAY.region).select_option("uk")
    page.locator(".builder__told").get_by_text(SAY.failed).wait_for()
    assert page.locator(".builder textarea").input_value() == ""
    assert page.get_by_role("button", name=SAY.copy_, exact=True).is_disabled()
    assert page.locator(".builder__ready").is_visible()
    page.locator(".builder").get_by_label(SAY.region).select_option("international")
    assert code_of(page) and page.locator(".builder__ready").is_hidden()
    context.close()


def test_chosen_questions_come_in_their_order_with_the_signs_that_they_call_for(
    visit: Visit, published: Published
) -> None:
    data = feed(published)
    chosen = [QUESTIONS[3], QUESTIONS[0]]
    copy = html.fragment_fromstring(
        ready_made(visit, f"place=no-scripts&questions={','.join(chosen)}&region=uk&level=4"), create_parent="div"
    )
    assert copy.xpath(".//details/div/@id") == [f"faq-{ident}" for ident in chosen]
    assert not copy.xpath(".//h3") and len(copy.xpath(".//summary/h4")) == 2
    called = {index for item in data["items"] if item["id"] in chosen for index in item["urgent"]}
    shown = [len(card.xpath(".//li")) for card in copy.xpath("./div/div")]
    assert shown == [len(data["cards"]["emergency"]["lines"]), *([len(called)] if called else [])]


def test_a_fixed_script_is_named_with_its_hash(visit: Visit, published: Published) -> None:
    listed = json.loads((published.site / "embed/versions.json").read_text("utf-8"))
    version, hashes = next(iter(listed.items()))
    page = visit("place=own-html&region=uk")
    page.get_by_label(SAY.pinned.replace("{version}", version)).check()
    pinned = code_of(page)
    page.get_by_label(SAY.moving).check()
    moving = code_of(page)
    hosted = code_of(visit(f"place=intranet&region=uk&version={version}"))
    (script,) = html.fragment_fromstring(pinned, create_parent="div").xpath(".//script")
    assert script.get("src") == f"{published.address}embed/{version}/faq.js"
    assert script.get("integrity") == hashes["faq.js"]
    assert "integrity" not in moving and "/embed/v1/faq.js" in moving
    assert "integrity" not in hosted and "/health-faq/v1/faq.js" in hosted, "the folder holds no exact versions"


# What the builder says about it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "way"), [("own-html", "a"), ("own-html", "b"), ("other-builder", "c")])
def test_it_says_how_many_requests_and_bytes_a_visit_costs(
    place: str, way: str, visit: Visit, browser: Browser, published: Published, clinic: tuple[Path, str]
) -> None:
    page = visit(f"place={place}&way={way}&region=international&category=safety")
    told = page.locator(".builder__facts dd").first.inner_text()
    folder, address = clinic
    (folder / "cost.html").write_text(f"<!doctype html><title>x</title>{code_of(page)}", encoding="utf-8")
    context = browser.new_context()
    pasted = context.new_page()
    asked: list[str] = []
    pasted.on("request", lambda request: asked.append(request.url))
    pasted.goto(f"{address}cost.html")
    pasted.wait_for_load_state("networkidle")
    context.close()
    files = [urlsplit(url).path.lstrip("/") for url in asked if url.startswith(published.address)]
    paths = [published.site / (file + "index.html" if file.endswith("/") else file) for file in files]
    size = sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)
    assert told == SAY.requests_many.replace("{count}", str(len(files))).replace("{bytes}", f"{size:,}")


@pytest.mark.parametrize(
    ("colour", "light", "dark", "enough"),
    [("767676", "4.5", "3.6", False), ("777777", "4.4", "3.7", False), ("000000", "21.0", "1.2", False)],
)
def test_the_contrast_of_a_colour_is_right_and_never_rounded_up(
    colour: str, light: str, dark: str, enough: bool, visit: Visit
) -> None:
    """#767676 on white is the lightest grey of 4.5 to 1. Source: WCAG 2.2, relative luminance."""
    page = visit(f"place=own-html&region=uk&accent={colour}")
    told = page.locator(".builder__contrast").inner_text()
    assert told.startswith(SAY.contrast.replace("{light}", light).replace("{dark}", dark))
    assert told.endswith(SAY.contrast_enough if enough else SAY.contrast_low)
    assert f"--health-faq-accent:#{colour}" in code_of(page)


@pytest.mark.parametrize("place", SAY.places)
def test_each_place_has_its_steps_and_says_what_a_visitor_sends(place: str, visit: Visit) -> None:
    page = visit(f"place={place}&region=uk")
    told = SAY.places[place]
    assert page.locator(".builder__form ol:not(.builder__questions) li").all_inner_texts() == list(told.steps)
    form = page.locator(".builder__form").inner_text()
    assert SAY.ways[best(place)].what in form and SAY.ways[best(place)].sends in form
    assert "23 November 2026" in form and "not tried them on the live service" in form


def test_without_an_address_everything_says_that_it_is_a_draft(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for place in SAY.places:
        page.goto(f"{address}for-clinics/#place={place}&region=uk")
        page.reload()
        page.locator(".builder__form").wait_for()
        assert page.locator(".builder__draft").is_visible()
        # On a server of one's own the site's address plays no part.
        assert ("Draft: no site address set" in code_of(page).split("\n")[0]) == (place != "intranet"), place
    page.goto(f"{address}for-clinics/it/")
    assert "Draft: no site address set" in page.locator("article").inner_text()
    context.close()


@pytest.mark.parametrize(
    ("site", "draft"),
    [
        ("http://localhost:8000/", True),
        ("http://127.0.0.1:8000/", True),  # the address of `mkdocs serve`
        ("http://[::1]:8000/", True),
        ("/", True),
        ("https://guide.example/", False),
    ],
)
def test_an_address_of_this_machine_is_that_of_a_draft(site: str, draft: bool) -> None:
    assert is_draft(site) == draft


def test_with_an_address_nothing_says_that_it_is_a_draft(visit: Visit, published: Published) -> None:
    page = visit("region=uk")
    assert "Draft" not in page.locator("article").inner_text() + code_of(page)
    page.goto(f"{published.address}for-clinics/it/")
    text = page.locator("article").inner_text()
    assert "Draft" not in text and published.address.rstrip("/") in text


# The settings ------------------------------------------------------------------------------------------------------------


def test_settings_live_in_the_address_and_come_back(visit: Visit) -> None:
    page = visit()
    start = page.url
    page.get_by_label(SAY.place).select_option("own-html")
    page.get_by_label(SAY.chosen).check()
    for ident in (QUESTIONS[2], QUESTIONS[0]):
        page.locator(f".builder__questions input[value={ident}]").check()
    page.locator(".builder").get_by_label(SAY.region).select_option("uk")
    page.get_by_label(SAY.level).select_option("4")
    page.get_by_label(SAY.look, exact=True).select_option("dark")
    page.get_by_label(SAY.accent).check()
    page.get_by_label(SAY.hosts.dark).check()
    settings = {key: value for key, (value,) in parse_qs(urlsplit(page.url).fragment).items()}
    assert settings == {
        "place": "own-html",
        "questions": f"{QUESTIONS[2]},{QUESTIONS[0]}",
        "region": "uk",
        "level": "4",
        "theme": "dark",
        "accent": "0b5c66",
        "host": "dark",
    }
    code = code_of(page)
    (element,) = html.fragment_fromstring(code, create_parent="div").iter("health-faq")
    assert dict(element.attrib) == {
        "region": "uk",
        "questions": f"{QUESTIONS[2]} {QUESTIONS[0]}",
        "heading-level": "4",
        "theme": "dark",
        "style": "--health-faq-accent:#0b5c66",
    }
    other = visit(urlsplit(page.url).fragment)
    assert code_of(other) == code
    assert other.get_by_label(SAY.hosts.dark).is_checked()
    page.go_back()
    assert page.get_by_label(SAY.hosts.plain).is_checked()
    page.go_back()
    assert not page.get_by_label(SAY.accent).is_checked()
    page.go_forward()
    assert page.get_by_label(SAY.accent).is_checked()
    while page.url != start:
        page.go_back()
    assert page.get_by_label(SAY.place).input_value() == "wordpress-admin"
    assert page.get_by_label(SAY.all).is_checked()


def test_unknown_settings_are_left_out_and_named(visit: Visit) -> None:
    wrong = "place=moon&way=post&questions=why-hurt,nonsense&region=xx&level=9&accent=red&colour=1&theme=dark"
    page = visit(wrong)
    told = page.locator(".builder__ignored").inner_text()
    for named in (
        "place: moon",
        "way: post",
        "questions: nonsense",
        "region: xx",
        "level: 9",
        "accent: red",
        "colour: 1",
    ):
        assert named in told
    assert "why-hurt" not in told and "theme" not in told
    page.locator(".builder").get_by_label(SAY.region).select_option("uk")
    assert 'questions="why-hurt"' in code_of(page) and 'theme="dark"' in code_of(page)


def test_an_address_cannot_put_anything_into_the_page_or_the_code(visit: Visit) -> None:
    page = visit(
        "region=uk&region=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&questions=%3Cb%3E&constructor=1&__proto__=1&=&a"
    )
    assert "alert(1)" not in code_of(page)
    assert page.locator(".builder__ignored").inner_html().count("<") == 0


def test_the_order_of_questions_is_changed_by_buttons_and_said(visit: Visit) -> None:
    first, second, third = QUESTIONS[0], QUESTIONS[4], QUESTIONS[7]
    page = visit(f"place=own-html&region=uk&questions={first},{second},{third}")
    row = page.locator(f".builder__questions li:has(input[value={third}])")
    row.get_by_role("button", name=SAY.up).press("Enter")
    assert f'questions="{first} {third} {second}"' in code_of(page)
    question = LIBRARY.faq[third].question
    page.get_by_text(SAY.moved.replace("{question}", question).replace("{place}", "2").replace("{all}", "3")).wait_for()
    page.keyboard.press("Enter")  # the focus went with it
    assert f'questions="{third} {first} {second}"' in code_of(page)
    # At the top, "Move up" can do no more: the focus is on "Move down", not lost.
    page.keyboard.press("Enter")
    assert f'questions="{first} {third} {second}"' in code_of(page)


def test_nothing_is_stored_or_sent_elsewhere(browser: Browser, published: Published) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{published.address}for-clinics/#place=own-html&questions=why-hurt&region=uk&host=dark")
    page.locator(".builder__form").wait_for()
    page.locator(".builder__stage").scroll_into_view_if_needed()  # the preview waits for a reader to come near
    page.frame_locator(".builder__stage iframe").locator("health-faq[state=ready]").wait_for()
    page.wait_for_load_state("networkidle")
    kept = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)].flat()")
    cookies = context.cookies()
    context.close()
    assert [url for url in asked if not url.startswith(published.address) and url != "about:srcdoc"] == []
    assert [url for url in asked if "why-hurt" in url.split("#")[0]] == []
    assert [key for key in kept if not key.endswith("__palette")] == [] and cookies == []


# By keyboard, without a mouse or a clipboard --------------------------------------------------------------------------------


def focus_on(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def test_the_keyboard_alone_makes_and_copies_the_code(visit: Visit) -> None:
    page = visit(
        "region=uk", permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1000, "height": 800}
    )
    focus_on(page, page.get_by_label(SAY.place))
    for name in list(SAY.places)[1:6]:
        page.keyboard.press("ArrowDown")
        assert page.get_by_label(SAY.place).input_value() == name
    focus_on(page, page.get_by_label(SAY.all))
    page.keyboard.press("ArrowUp")  # from the first to the last of the three
    assert page.get_by_label(SAY.chosen).is_checked()
    focus_on(page, page.locator(".builder__questions input").nth(1))
    page.keyboard.press(" ")
    focus_on(page, page.get_by_role("button", name=SAY.copy_, exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text(SAY.copied, exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code_of(page)
    assert f'questions="{QUESTIONS[1]}"' in code_of(page)


def test_without_a_clipboard_the_code_is_selected(visit: Visit) -> None:
    page = visit("region=uk")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name=SAY.copy_, exact=True).click()
    page.get_by_text(SAY.copy_yourself).wait_for()
    box = page.locator(".builder textarea")
    assert box.evaluate(
        "e => e === document.activeElement && e.selectionStart === 0 && e.selectionEnd === e.value.length"
    )


def test_firefox_makes_the_same_code_by_keyboard_and_shows_it(
    visit: Visit, published: Published, clinic: tuple[Path, str], tmp_path: Path
) -> None:
    folder, address = clinic
    codes = {}
    for place in SAY.places:
        page = visit(f"place={place}&region=uk")
        code = codes[place] = code_of(page)
        policy = " ".join(page.locator(".builder__facts code").all_inner_texts())
        if best(place) == "address":
            code = wordpress(published, code) if place.startswith("wordpress") else f'<iframe src="{code}"></iframe>'
        (folder / f"firefox-{place}.html").write_text(host_page(code, policy), encoding="utf-8")
    zipfile.ZipFile(published.site / "embed/health-faq.zip").extractall(folder)
    given = {
        "read": READ,
        "places": {place: f"{address}firefox-{place}.html" for place in SAY.places},
        "place": SAY.place,
        "copy": SAY.copy_,
    }
    saw = in_firefox("builder", given, published.address, tmp_path)
    wanted = expected(published, "uk")
    assert {place: missing_words(seen, wanted) for place, seen in saw["seen"].items()} == {p: [] for p in SAY.places}
    assert saw["codes"] == codes
    assert saw["keyboard"] == {"place": "own-html", "told": SAY.copied, "back": "other-builder"}


# The preview ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["plain", "reset", "dark", "narrow"])
def test_the_preview_shows_what_was_chosen_on_a_real_page(host: str, visit: Visit, published: Published) -> None:
    page = visit(f"place=own-html&questions={QUESTIONS[1]}&region=uk&level=5&accent=0b5c66&host={host}")
    page.locator(".builder__stage").scroll_into_view_if_needed()
    stage = page.frame_locator(".builder__stage iframe")
    element = stage.locator("health-faq[state=ready]")
    element.wait_for()
    assert stage.locator("h5 button").all_inner_texts() == [GUIDE.faq[1].question]
    assert "999" in stage.locator("[part~=emergency]").inner_text()
    assert element.evaluate("e => e.style.getPropertyValue('--health-faq-accent')") == "#0b5c66"
    width = stage.locator("body").evaluate("e => e.ownerDocument.documentElement.clientWidth")
    assert width == 320 if host == "narrow" else width > 320
    ground = stage.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == ("rgb(17, 17, 17)" if host == "dark" else "rgb(255, 255, 255)")


@pytest.mark.parametrize("place", ["own-html", "no-scripts"])
def test_the_preview_without_scripts_is_the_very_code(place: str, visit: Visit, published: Published) -> None:
    page = visit(f"place={place}&region=uk&host=noscript")
    page.locator(".builder__stage").scroll_into_view_if_needed()
    frame = page.locator(".builder__stage iframe")
    assert frame.get_attribute("sandbox") == ""
    # Nothing can be evaluated in a frame without scripts: its words are read as a reader finds them.
    inside = page.frame_locator(".builder__stage iframe")
    for question in GUIDE.faq:
        inside.get_by_role("heading", name=question.question).wait_for()
    assert "999" in inside.locator("h3").first.inner_text()


def test_a_preview_asks_search_engines_to_stay_away(published: Published) -> None:
    for host in ("plain", "reset", "dark"):
        tree = html.parse(str(published.site / f"embed/preview/{host}.html")).getroot()
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert "unsafe" not in tree.xpath("//meta[@http-equiv]/@content")[0]


# Without a script, and narrow -------------------------------------------------------------------------------------------------


def test_without_a_script_there_is_ready_made_code_for_everything(visit: Visit, published: Published) -> None:
    page = visit(java_script_enabled=False)
    text = page.locator(".builder").inner_text()
    for place in SAY.places.values():
        assert place.name in text and all(step in text for step in place.steps)
    codes = page.locator(".builder pre").all_inner_texts()
    assert len(codes) == 4 * (len(CATEGORIES) + 1)
    copies = page.locator(".builder a[href*='/static/']").evaluate_all("links => links.map(a => a.href)")
    assert [urlsplit(copy).path for copy in copies] == [
        f"/embed/v1/static/en/international/{category}.html" for category in ("all", *CATEGORIES)
    ]
    live = visit("place=own-html&way=b&region=international&category=safety")
    assert code_of(live).strip() in [code.strip() for code in codes]
    frame = code_of(visit("place=other-builder&way=c&region=international&category=safety"))
    assert re.sub(r'height="\d+"', 'height="900"', frame) in [code.strip() for code in codes]


def test_what_cannot_be_loaded_leaves_the_ready_made_code(browser: Browser, published: Published) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/embed/v1/faq.en.json", lambda route: route.abort())
    page.goto(f"{published.address}for-clinics/")
    page.get_by_text(SAY.failed).wait_for()
    assert page.locator(".builder__ready").is_visible()
    context.close()


@pytest.mark.parametrize("place", SAY.places)
def test_it_fits_320_pixels_with_targets_of_44(place: str, visit: Visit) -> None:
    page = visit(
        f"place={place}&region=uk&questions={QUESTIONS[0]},{QUESTIONS[1]}&accent=0b5c66",
        viewport={"width": 320, "height": 800},
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.locator(".builder :is(select, button, textarea, .builder__choice, input[type=color])").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])"
        ".map(([what, box]) => [what, box.width, box.height])"
    )
    assert sizes and [size for size in sizes if size[1] < 44 or size[2] < 44] == []


# The folder to host oneself, and the note for IT ---------------------------------------------------------------------------------


def test_the_folder_works_on_a_server_of_its_own(published: Published, browser: Browser, tmp_path: Path) -> None:
    zipfile.ZipFile(published.site / "embed/health-faq.zip").extractall(tmp_path)
    assert {path.name for path in (tmp_path / "health-faq").iterdir()} == {"README.txt", "example.html", "v1"}
    wanted = expected(published, "international")
    for address in serve(tmp_path):
        context = browser.new_context()
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{address}health-faq/example.html")
        page.locator("health-faq[state=ready]").wait_for()
        assert missing_words(said(page), wanted) == []
        page.goto(f"{address}health-faq/v1/frame/en/international/")
        page.wait_for_load_state("networkidle")
        assert missing_words(said(page), wanted) == []
        assert page.evaluate("getComputedStyle(document.querySelector('.card--emergency')).borderTopWidth") == "5px"
        context.close()
        assert [url for url in asked if not url.startswith(address)] == []
    readme = (tmp_path / "health-faq/README.txt").read_text("utf-8")
    assert state() in readme and published.address in readme and "{" not in readme


def test_the_folder_has_the_same_bytes_on_the_same_day_and_its_licences(project: Project) -> None:
    project.write("LICENSE", "For the code.")
    project.write("LICENSE-TEXT", "For the words.")
    first, again, later = (
        (project.built(SOURCE_DATE_EPOCH=str(day)) / "embed/health-faq.zip").read_bytes()
        for day in (1_800_000_000, 1_800_000_000, 1_800_100_000)
    )
    assert first == again
    assert first != later
    folder = zipfile.ZipFile(io.BytesIO(first))
    assert {entry.date_time for entry in folder.infolist()} == {(2027, 1, 15, 0, 0, 0)}
    assert folder.read("health-faq/LICENSE") == b"For the code."
    assert folder.read("health-faq/LICENSE-TEXT") == b"For the words."


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_note_for_it_prints_on_one_page(size: str, browser: Browser, published: Published, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published.address}for-clinics/it/")
    page.pdf(path=str(tmp_path / "it.pdf"), format=size)
    context.close()
    sheets = [sheet for sheet in pdf_text(tmp_path / "it.pdf", "-raw").split("\f") if sheet.strip()]
    assert len(sheets) == 1
    (text,) = (" ".join(sheet.split()) for sheet in sheets)
    for way, policy in snippets.policies(published.address).items():
        assert SAY.ways[way].name in text and policy in text
    for promise in ("No cookies", "Withdrawal", "screen reader", state()):
        assert promise in text


def test_another_topic_has_a_builder_too(project: Project, browser: Browser) -> None:
    for address in serve(project.built(SITE_URL="https://bicycles.example/")):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}clinics/#place=own-html&region=uk&category=comfort")
        page.locator(".builder__form").wait_for()
        code = code_of(page)
        context.close()
    assert "https://bicycles.example/embed/v1/faq.js" in code and "Not yet reviewed by a mechanic" in code
