"""The questions and answers as a reader meets them: with a script an accordion, without one all of them open."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from macros.data.library import load
from tests.browsers import firefox
from tests.conftest import ROOT, SECOND_TOPIC, Project, Quiet, axe, missing, pdf_text, serve

GUIDE = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide
NODE = ROOT / ".venv" / "bin" / "node"
CARDS = ".card--emergency, .card--urgent"
WATCH = """
  window.trouble = [];
  window.shifts = [];
  addEventListener("securitypolicyviolation", (event) => trouble.push(event.blockedURI + " " + event.violatedDirective));
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      if (!shift.hadRecentInput)
        shifts.push(shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node)).join(" + "));
  }).observe({ type: "layout-shift", buffered: true });
  window.painted = new Set();
  (function look() {
    for (const answer of document.querySelectorAll(".faq__answer"))
      if (answer.checkVisibility() && answer.offsetHeight) painted.add(answer.parentNode.querySelector(".faq__question").id);
    requestAnimationFrame(look);
  })();
"""
"""Notes what the page did: breaches of its policy, what moved by itself, and the answers that were ever seen open."""

OLDER = """
  delete HTMLElement.prototype.onbeforematch;
  Object.defineProperty(HTMLElement.prototype, "hidden", {
    get() { return this.hasAttribute("hidden"); },
    set(value) { this.toggleAttribute("hidden", Boolean(value)); },
  });
"""
"""Makes the browser one that does not know hidden="until-found": to it that is hidden like any other."""

Open = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def firefox_run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Path]]:
    """Firefox goes through its part while Chromium goes through the tests; call for the folder of what it saw."""
    if not firefox():
        yield lambda: missing("Firefox", "what differs between browsers")
        return
    if not any(item.name.startswith("test_firefox") for item in request.session.items):
        yield lambda: pytest.fail("Firefox was not started: no test of it was chosen")
        return
    guide, second = request.getfixturevalue("address"), request.getfixturevalue("second")
    folder = tmp_path_factory.mktemp("firefox")
    command = [str(NODE), str(ROOT / "tests/firefox.mjs"), str(firefox()), guide, second, str(folder)]
    with (folder / "saw.json").open("w") as saw:
        process = subprocess.Popen(command, stdout=saw)

    def finished() -> Path:
        assert process.wait(120) == 0
        return folder

    yield finished
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def second(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The second topic: it has a retired id, and here two lists of questions on its first page."""
    project = Project(tmp_path_factory.mktemp("second") / "topic", SECOND_TOPIC)
    page = project.read("docs/index.md")
    project.write(
        "docs/index.md", page + '\n## Questions\n\n{{ faq() }}\n\n## Again\n\n{{ faq(category="comfort") }}\n'
    )
    # High enough for its last question to be scrolled to the top.
    more = "".join(f"Line {number}.\n\n" for number in range(40))
    project.write("docs/faq.md", f"{project.read('docs/faq.md')}\n## More\n\n{more}")
    yield from serve(project.built())


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page as a reader with the given settings does. What went wrong on it in silence fails the test."""
    opened: list[tuple[BrowserContext, Page, list[str]]] = []

    def visit(path: str = "faq/", base: str = address, before: str = "", wait: str = "load", **settings: Any) -> Page:
        settings = {"viewport": {"width": 390, "height": 800}, **settings}
        context = browser.new_context(**settings)
        context.set_default_timeout(30_000)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(WATCH + before)
        page.goto(base + path, wait_until=wait)  # type: ignore[arg-type]
        opened.append((context, page, said))
        return page

    yield visit
    for context, page, said in opened:
        trouble = page.evaluate("window.trouble") or []
        context.close()
        assert said + trouble == []


def ids(page: Page) -> list[str]:
    return page.eval_on_selector_all(".faq__question", "all => all.map(e => e.id)")


def open_ids(page: Page) -> list[str]:
    """The questions whose answers can be read, which is also what the buttons say."""
    seen = """all => all.filter(e => e.checkVisibility() && e.offsetHeight)
        .map(e => e.closest(".faq__item").querySelector(".faq__question").id)"""
    readable = page.evaluate(f"({seen})([...document.querySelectorAll('.faq__answer > :first-child')])")
    if page.locator(".faq__toggle").count():
        said = page.eval_on_selector_all(
            ".faq__item:not([hidden]) .faq__toggle[aria-expanded=true]", "all => all.map(e => e.parentNode.id)"
        )
        assert said == readable
    return readable


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        ".faq__item", "all => all.filter(e => !e.hidden).map(e => e.querySelector('.faq__question').id)"
    )


def focused(page: Page) -> str | None:
    """The question whose button has the focus."""
    return page.evaluate("document.activeElement.closest('.faq__question')?.id")


def pause(page: Page, milliseconds: int) -> None:
    """Waits by the page's own clock: on a busy machine what the page does late is waited for."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)


def status(page: Page) -> str:
    pause(page, 400)
    return page.locator(".faq__status").inner_text()


def words_box(page: Page):
    return page.get_by_role("searchbox", name="Type a word to find a question")


def question(page: Page, ident: str):
    return page.locator(f"[id='{ident}'] .faq__toggle")


def at_the_top(page: Page, ident: str) -> bool:
    """Whether a question stands just below the page's header, not behind it."""
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", ident)
    header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    return header <= top <= header + 30


# Without a script, and at the start ------------------------------------------------------------------------------------


def test_without_a_script_every_answer_is_there(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    assert len(open_ids(page)) == page.locator(".faq__question").count() > 5
    assert page.locator(".faq button, .faq input").count() == 0
    assert page.locator(".faq__tools, .faq__share").evaluate_all("all => all.every(e => !e.innerText)")


def test_with_a_script_every_answer_starts_closed_and_the_cards_stay_open(visit: Open) -> None:
    page = visit()
    assert open_ids(page) == []
    assert page.get_by_role("heading").filter(has=page.locator(".faq__toggle")).count() == len(ids(page))
    for card in page.locator(CARDS).all():
        assert card.is_visible()
    assert page.locator(f":is({CARDS}) [hidden], [hidden] :is({CARDS}), :is({CARDS}) button").count() == 0


def test_a_question_is_a_heading_with_one_button_that_names_its_answer(visit: Open) -> None:
    page = visit()
    for heading in page.locator(".faq__question").all():
        assert heading.evaluate("e => [...e.children].map(c => c.tagName)") == ["BUTTON"]
        panel = heading.locator("button").get_attribute("aria-controls")
        assert page.evaluate("id => document.getElementById(id).className", panel) == "faq__answer"


def test_a_browser_that_cannot_search_closed_answers_starts_with_all_open(visit: Open) -> None:
    page = visit(before=OLDER)
    assert open_ids(page) == ids(page)
    question(page, "loosen").click()
    assert "loosen" not in open_ids(page)
    assert len(open_ids(page)) == len(ids(page)) - 1


def test_several_lists_on_a_page_do_not_disturb_each_other(visit: Open, second: str) -> None:
    page = visit("", second)
    assert ids(page) == ["faq-how-often", "faq-saddle-height", "faq-saddle-height-2"]
    question(page, "faq-saddle-height-2").click()
    assert open_ids(page) == ["faq-saddle-height-2"]
    page.reload()
    assert open_ids(page) == ["faq-saddle-height-2"]
    page.goto(second + "#faq-saddle-height")
    assert focused(page) == "faq-saddle-height"
    # Over so few questions a filter would only be in the way.
    assert page.locator(".faq input").count() == 0


# Opening and closing ---------------------------------------------------------------------------------------------------


def test_enter_and_space_open_and_close_and_tab_passes_closed_answers(visit: Open) -> None:
    page = visit()
    first, then = ids(page)[:2]
    words_box(page).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Open all answers"
    page.keyboard.press("Tab")
    assert focused(page) == first
    page.keyboard.press("Tab")
    assert focused(page) == then
    page.keyboard.press("Enter")
    assert open_ids(page) == [then]
    page.keyboard.press("Space")
    assert open_ids(page) == []
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.faq__answer')")


def test_all_open_and_all_close(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="Open all answers").click()
    assert open_ids(page) == ids(page)
    page.get_by_role("button", name="Close all answers").click()
    assert open_ids(page) == []
    for toggle in page.locator(".faq__toggle").all():
        toggle.click()
    assert page.get_by_role("button", name="Close all answers").is_visible()


# The filter ------------------------------------------------------------------------------------------------------------


def test_the_filter_looks_in_questions_and_answers_whatever_the_case_and_the_accents(visit: Open) -> None:
    page = visit()
    for typed in ("wall", "WALL", "wáll", "  heel   RAISES "):
        words_box(page).fill(typed)
        assert shown(page) == ["loosen"], typed
    assert status(page) == f"Questions shown: 1 of {len(ids(page))}."
    words_box(page).fill("zyx")
    words_box(page).fill("")
    assert shown(page) == ids(page)
    assert status(page) == f"Questions shown: {len(ids(page))} of {len(ids(page))}."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("clot?", "clot"),
        ("CLOTS!", "clot"),
        ("sciatica,", "sciatica"),
        ("(cramps)", "cramp"),
        ("massage—guns", "massage gun"),
        ("is it a cramp?", "cramp"),
    ],
)
def test_the_filter_takes_signs_plurals_and_small_words_for_nothing(visit: Open, typed: str, found: str) -> None:
    page = visit()
    words_box(page).fill(found)
    wanted = shown(page)
    assert 0 < len(wanted) < len(ids(page))
    words_box(page).fill(typed)
    assert shown(page) == wanted


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Can I massage my pulled muscle?", "pulled-muscle"),
        ("how do I loosen tight calf's", "loosen"),
        ("i've got a crmp right now, what helps", "cramp-now"),
    ],
)
def test_the_filter_answers_a_whole_question(visit: Open, typed: str, found: str) -> None:
    page = visit()
    words_box(page).fill(typed)
    assert found in shown(page) and len(shown(page)) <= 3


def test_the_filter_says_what_is_left_in_a_live_region_and_leaves_the_cards_alone(visit: Open) -> None:
    page = visit()
    before = [card.inner_text() for card in page.locator(CARDS).all()]
    words_box(page).press_sequentially("sciatica")
    assert 0 < len(shown(page)) < len(ids(page))
    assert status(page) == f"Questions shown: {len(shown(page))} of {len(ids(page))}."
    assert page.locator(".faq__status").get_attribute("aria-live") == "polite"
    assert [card.inner_text() for card in page.locator(CARDS).all()] == before


def test_when_nothing_is_found_the_page_says_so_and_offers_the_way_back(visit: Open) -> None:
    page = visit()
    words_box(page).fill("$& <b>zebra")
    assert shown(page) == []
    none = "No question here has “$& <b>zebra” in it. Try another word."
    assert status(page) == f"{none} If you are worried, go by the warning signs above."
    assert page.get_by_role("button", name="Open all answers").count() == 0
    page.get_by_role("button", name="Show all questions").click()
    assert shown(page) == ids(page)
    assert words_box(page).evaluate("e => e === document.activeElement && e.value === ''")


def test_all_open_means_all_that_are_shown(visit: Open) -> None:
    page = visit()
    words_box(page).fill("wall")
    page.get_by_role("button", name="Open all answers").click()
    assert open_ids(page) == ["loosen"]
    words_box(page).fill("")
    assert open_ids(page) == ["loosen"]


# Copy link -------------------------------------------------------------------------------------------------------------


def test_copy_link_copies_the_address_of_the_question_and_says_so(visit: Open, address: str) -> None:
    page = visit("faq/?h=tight#loosen", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link: How can I loosen tight calves?").click()
    place = page.locator("[id='loosen:answer'] .faq__share")
    expect(place.locator("[aria-live]")).to_have_text("Link copied.")  # the clipboard answers in its own time
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}faq/#loosen"


@pytest.mark.parametrize("clipboard", ["undefined", "{ writeText: () => Promise.reject(new Error()) }"])
def test_where_nothing_can_be_copied_the_address_stands_selected_in_a_field(
    visit: Open, address: str, clipboard: str
) -> None:
    page = visit("faq/#loosen", before=f"Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }});")
    for _ in range(2):
        page.locator("[id='loosen:answer'] .faq__share button").click()
    field = page.get_by_label("Copy this address:")
    assert field.count() == 1
    assert field.input_value() == f"{address}faq/#loosen"
    assert field.evaluate("e => e === document.activeElement && e.selectionEnd - e.selectionStart === e.value.length")


# Addresses of questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ident", ["why-hurt", "how-long"])
def test_the_address_of_a_question_opens_it_shows_it_and_puts_the_focus_on_it(visit: Open, ident: str) -> None:
    page = visit(f"faq/#{ident}")
    assert open_ids(page) == [ident]
    assert focused(page) == ident
    assert at_the_top(page, ident)


@pytest.mark.parametrize(
    ("path", "ident"),
    [
        ("faq/#%6Coosen", "loosen"),
        ("faq/#cramp%2dnow", "cramp-now"),
        ("faq/#%69%74%63%68", "itch"),
        ("red-flags/#%64vt", "dvt"),
    ],
)
def test_an_encoded_address_opens_its_question(visit: Open, path: str, ident: str) -> None:
    page = visit(path)
    assert open_ids(page) == [ident]
    assert focused(page) == ident


def test_a_new_encoded_address_opens_its_question_and_one_that_means_nothing_does_no_harm(visit: Open) -> None:
    page = visit("faq/")
    page.evaluate("location.hash = '#how%2Dhard'")
    question(page, "how-hard").and_(page.locator("[aria-expanded=true]")).wait_for()
    assert at_the_top(page, "how-hard")
    assert open_ids(visit("faq/#100%")) == []


def test_without_a_script_the_address_of_a_question_leads_to_it(visit: Open) -> None:
    page = visit("faq/#how-hard", java_script_enabled=False)
    assert at_the_top(page, "how-hard")


def link_to(page: Page, target: str) -> None:
    """A click on a link of the page's own to `target`."""
    page.evaluate(
        """target => { const link = document.createElement("a"); link.href = target; link.textContent = "go";
        document.querySelector("h1").replaceChildren(link); }""",
        target,
    )
    page.get_by_role("link", name="go", exact=True).click()
    pause(page, 100)


def test_links_back_and_forward_on_the_page_lead_to_their_questions(visit: Open) -> None:
    page = visit()
    for ident in ("loosen", "how-long"):
        link_to(page, f"#{ident}")
        assert ident in open_ids(page)
        assert focused(page) == ident
        assert at_the_top(page, ident)
    for step, ident in ((page.go_back, "loosen"), (page.go_forward, "how-long")):
        question(page, ident).click()
        step()
        pause(page, 100)
        assert ident in open_ids(page)
        assert focused(page) == ident
        assert question(page, ident).evaluate("e => e.getBoundingClientRect().top >= 48")


def test_the_same_link_once_more_opens_a_question_that_was_closed_again(visit: Open) -> None:
    page = visit("faq/#loosen")
    question(page, "loosen").click()
    assert open_ids(page) == []
    link_to(page, "#loosen")
    assert open_ids(page) == ["loosen"]
    assert focused(page) == "loosen"


def test_a_link_to_a_question_that_is_filtered_away_shows_it(visit: Open) -> None:
    page = visit()
    words_box(page).fill("wall")
    link_to(page, "#how-long")
    assert open_ids(page) == ["how-long"]
    assert shown(page) == ids(page)
    assert words_box(page).input_value() == ""
    assert at_the_top(page, "how-long")


def test_a_retired_address_leads_to_the_question_that_took_its_place(visit: Open, second: str) -> None:
    page = visit("faq/#saddle", second)
    assert open_ids(page) == ["saddle-height"]
    assert focused(page) == "saddle-height"
    assert at_the_top(page, "saddle-height")
    page = visit("faq/", second)
    link_to(page, "#saddle")
    assert open_ids(page) == ["saddle-height"]
    assert focused(page) == "saddle-height"


# Finding words in closed answers ---------------------------------------------------------------------------------------


def test_find_in_page_opens_the_answer(visit: Open) -> None:
    """A link to a passage uses the same search as find-in-page, which no script can start."""
    page = visit("faq/#:~:text=slow%20heel%20raises")
    page.locator(".faq__toggle[aria-expanded=true]").first.wait_for()
    assert open_ids(page) == ["loosen"]
    assert page.get_by_text("slow heel raises").evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_find_in_page_reaches_what_is_filtered_away(visit: Open) -> None:
    page = visit()
    words_box(page).fill("sciatica")
    page.evaluate("location.hash = ':~:text=slow%20heel%20raises'")
    page.locator("#loosen .faq__toggle[aria-expanded=true]").wait_for()
    assert shown(page) == ids(page)
    assert "loosen" in open_ids(page)


# State -----------------------------------------------------------------------------------------------------------------


def test_what_was_open_and_filtered_is_still_so_after_going_away_and_back(visit: Open, address: str) -> None:
    page = visit("faq/#loosen")
    stored = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join()"
    before = page.evaluate(stored)
    question(page, "loosen").click()
    question(page, "how-hard").click()
    words_box(page).fill("press")
    kept = shown(page)
    assert "how-hard" in kept and len(kept) < len(ids(page))
    assert page.evaluate(stored) == before
    page.evaluate("document.querySelector('[id=\"how-hard:answer\"] .faq__share').scrollIntoView()")
    place = page.evaluate("scrollY")
    for leave in (lambda: (page.goto(address + "about/"), page.go_back()), page.reload):
        leave()
        page.wait_for_load_state()
        assert open_ids(page) == ["how-hard"]
        assert shown(page) == kept
        assert words_box(page).input_value() == "press"
        assert status(page).startswith(f"Questions shown: {len(kept)} ")
        assert abs(page.evaluate("scrollY") - place) < 5


# Slow lines ------------------------------------------------------------------------------------------------------------


class Slow(Quiet):
    """Sends a page as far as `cut`, and the rest when told to."""

    cut = 0
    go_on = threading.Event()

    def do_GET(self) -> None:
        if not self.path.startswith("/faq/"):
            return super().do_GET()
        page = (Path(self.directory) / "faq" / "index.html").read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page[: self.cut])
        self.wfile.flush()
        self.go_on.wait(20)
        self.wfile.write(page[self.cut :])


@pytest.fixture(scope="module")
def slow(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


CUTS = {
    "before the script": r'<div class="faq__tools"></div>()',
    "within the script": r'<div class="faq__tools"></div>\s*<script>\(\(\)=>\{"use strict";()',
    "before the questions": r"()<section class=\"faq__list\">",
    "before the first question": r'<section class="faq__list">()',
    "within a question": r'id="how-hard">\w+ ()',
    "between a question and its answer": r'id="how-hard">[^<]*</h\d>()',
    "within an answer": r'id="loosen">.*?<ul>.*?</li>()',
    "after the questions": r'<p class="cited sources-cited">()',
}


def words_at(page: Page, index: int) -> list[float] | None:
    """Where the words of a question begin."""
    return page.evaluate(
        """index => { const heading = document.querySelectorAll(".faq__question")[index];
        if (!heading) return null;
        const range = document.createRange(); range.selectNodeContents(heading.querySelector("button") ?? heading);
        const { left, top } = range.getBoundingClientRect(); return [left, top + scrollY]; }""",
        index,
    )


@pytest.mark.parametrize(
    ("cut", "ident"),
    [*((cut, "") for cut in CUTS), ("between a question and its answer", "how-hard"), ("within an answer", "loosen")],
)
def test_on_a_slow_line_nothing_flashes_and_nothing_moves(
    visit: Open, slow: str, site: Path, cut: str, ident: str
) -> None:
    page_text = (site / "faq" / "index.html").read_text(encoding="utf-8")
    found = re.search(CUTS[cut], page_text, re.S)
    assert found, "the place to cut the page is not in it"
    Slow.cut = len(page_text[: found.start(1)].encode())
    Slow.go_on.clear()
    # High enough to hold the questions: what moves outside the window is not counted.
    page = visit(f"faq/#{ident}", slow, wait="commit", viewport={"width": 390, "height": 9000})
    try:
        page.wait_for_selector(".card--urgent")
        pause(page, 250)
        arrived = ids(page)
        before = words_at(page, len(arrived) - 1)
        if "answer" in cut:
            # What has arrived can be used, and nothing of it is lost if the rest never comes.
            question(page, arrived[0]).click()
            assert arrived[0] in open_ids(page)
            question(page, arrived[0]).click()
            page.evaluate("painted.delete(document.querySelector('.faq__question').id)")
            pause(page, 600)  # until what moves is no longer put down to the click
    finally:
        Slow.go_on.set()
    page.wait_for_load_state()
    pause(page, 150)
    assert page.evaluate("[...painted]") == ([ident] if ident else [])
    assert page.evaluate("shifts") == []
    # The browser does not count words that are put into a button as moved.
    assert words_at(page, len(arrived) - 1) == before
    assert open_ids(page) == ([ident] if ident else [])
    assert page.locator(".faq__share button").count() == len(ids(page))
    assert len(ids(page)) > len(arrived) or cut == "after the questions" or cut == "within an answer"


def test_the_script_is_in_the_page_and_small(visit: Open, site: Path) -> None:
    import gzip

    text = (site / "faq" / "index.html").read_text(encoding="utf-8")
    script = re.search(r'<div class="faq__tools"></div>\s*<script>(.*?)</script>', text, re.S)
    assert script
    assert len(gzip.compress(script[1].encode(), 9)) < 2048
    page = visit()
    assert [
        u for u in page.evaluate("performance.getEntriesByType('resource').map(e => e.name)") if "faq.js" in u
    ] == []
    assert page.evaluate("['accordion', 'start'].filter(name => name in window)") == []


# Paper -----------------------------------------------------------------------------------------------------------------


def words_on_paper(file: Path) -> str:
    return " ".join(pdf_text(file).split())


def check_paper(text: str, page: Page) -> None:
    """Every answer stands on paper from its question to its last words, and no control does.

    Args:
        text: what was printed.
        page: the page without a script, where everything can be seen.
    """
    parts = page.eval_on_selector_all(
        ".faq__question, .faq__answer > div :is(p, li), .signs__lines li", "all => all.map(e => e.innerText)"
    )
    assert len(parts) > 50
    for part in parts:
        last = " ".join(part.split()[-5:])
        assert last in text
    for control in ("Type a word", "Open all", "Close all", "Copy link", "Questions shown"):
        assert control not in text


PAPER_STATES: dict[str, Callable[[Page], object]] = {
    "all closed": lambda page: None,
    "one open": lambda page: question(page, "loosen").click(),
    "filtered": lambda page: words_box(page).fill("wall"),
    "nothing found": lambda page: words_box(page).fill("zebra"),
}


@pytest.mark.parametrize("state", [*PAPER_STATES, "without a script", "before beforematch"])
def test_every_answer_is_printed(visit: Open, tmp_path: Path, state: str) -> None:
    plain = visit(java_script_enabled=False)
    page = plain if state == "without a script" else visit()
    if state == "before beforematch":
        page = visit(before=OLDER)
        page.get_by_role("button", name="Close all answers").click()
    PAPER_STATES.get(state, lambda page: None)(page)
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    check_paper(words_on_paper(tmp_path / "page.pdf"), plain)


# Every reader ----------------------------------------------------------------------------------------------------------

STATES: dict[str, Callable[[Page], object]] = {
    "closed": lambda page: None,
    "open": lambda page: page.get_by_role("button", name="Open all answers").click(),
    "filtered": lambda page: words_box(page).fill("sciatica"),
    "nothing found": lambda page: words_box(page).fill("zebra"),
}


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_axe_finds_nothing(visit: Open, look: dict[str, str]) -> None:
    page = visit(**look)
    page.evaluate(axe())
    for name, act in STATES.items():
        act(page)
        pause(page, 350)
        found = page.evaluate("axe.run('.faq', { resultTypes: ['violations'] })")
        told = [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]]
        assert told == [], name


def test_everything_to_press_is_44_pixels_high_and_nothing_is_wider_than_a_small_phone(visit: Open) -> None:
    page = visit(
        viewport={"width": 320, "height": 640}, before="Object.defineProperty(navigator, 'clipboard', { value: null });"
    )
    page.get_by_role("button", name="Open all answers").click()
    page.locator(".faq__share button").first.click()
    words_box(page).fill("e")
    sizes = page.eval_on_selector_all(
        ".faq :is(button, input)", "all => all.map(e => [e.textContent || e.className, e.offsetHeight, e.offsetWidth])"
    )
    assert len(sizes) > 20
    assert [size for size in sizes if size[1] < 44 or size[2] < 44] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_focus_can_be_seen_and_nothing_moves_for_those_who_asked_for_less(visit: Open) -> None:
    page = visit(reduced_motion="reduce")
    words_box(page).focus()
    for _ in range(3):
        outline = page.evaluate(
            "(({ outlineStyle, outlineWidth }) => outlineStyle + ' ' + outlineWidth)(getComputedStyle(document.activeElement))"
        )
        assert outline == "solid 3px"
        page.keyboard.press("Tab")
    moving = "all => all.filter(e => parseFloat(getComputedStyle(e, '::after').transitionDuration) > 0).length"
    assert page.eval_on_selector_all(".faq *", moving) == 0


def test_words_that_the_script_completes_must_have_their_places(project: Project) -> None:
    line = project.edit("docs/_data/bike.yml", "  sheet_name: Workshop name", '  faq_left: "Shown: {left}."')
    assert project.build().stderr == f"docs/_data/bike.yml:{line}: strings.faq_left: needs the placeholder {{all}}\n"


# Firefox ---------------------------------------------------------------------------------------------------------------


def test_firefox_does_the_same(firefox_run: Callable[[], Path]) -> None:
    saw = json.loads((firefox_run() / "saw.json").read_text())
    assert "error" not in saw
    nothing = {"open": [], "expanded": [], "focus": None}
    expected: dict[str, dict[str, Any]] = {
        "cold": nothing,
        "enter": {"open": ["why-hurt"], "expanded": ["why-hurt"], "focus": "why-hurt"},
        "space": {"open": [], "expanded": [], "focus": "why-hurt"},
        "filtered": {"shown": 1, "status": f"Questions shown: 1 of {saw['cold']['shown']}."},
        "back": {"shown": 1, "words": "wall", "expanded": ["why-hurt"]},
        "deep": {"open": ["loosen"], "expanded": ["loosen"], "focus": "loosen"},
        "same": {"open": ["loosen", "how-hard"], "expanded": ["loosen", "how-hard"], "focus": "how-hard"},
        "backward": {"focus": "loosen"},
        "forward": {"focus": "how-hard"},
        "retired": {"open": ["saddle-height"], "expanded": ["saddle-height"], "focus": "saddle-height"},
        "find": {"open": ["loosen"], "expanded": ["loosen"]},
    }
    for step, values in expected.items():
        assert {key: saw[step][key] for key in values} == values, step
    for step in ("deep", "same", "retired"):
        assert 48 <= saw[step]["top"] <= 78, step


@pytest.mark.parametrize("state", ["closed", "one open", "filtered", "without script"])
def test_firefox_prints_every_answer(visit: Open, firefox_run: Callable[[], Path], state: str) -> None:
    check_paper(words_on_paper(firefox_run() / f"{state}.pdf"), visit(java_script_enabled=False))


# The cards of /red-flags/ -------------------------------------------------------------------------------------------


def test_every_sign_is_seen_at_once_and_its_address_opens_what_to_do(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "red-flags/#dvt")
    signs = {flag.sign for flag in GUIDE.red_flags}
    assert {text.strip() for text in page.locator(".faq__question .red-flag__sign").all_inner_texts()} == signs
    assert page.locator(".red-flag__sign:visible").count() == len(signs)
    assert page.locator(".faq__toggle[aria-expanded=true]").count() == 1
    opened = page.locator(".faq__item", has=page.locator("#dvt"))
    expect(opened.get_by_role("button", expanded=True)).to_be_focused()
    expect(opened.locator(".red-flag__action")).to_have_text("Get advice today. Do not massage.")
    page.get_by_role("button", name="Open all signs").click()
    assert page.locator(".faq__answer:visible").count() == len(signs)
    page.close()


def test_without_scripts_every_callout_stands_open(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "red-flags/")
    assert page.locator(".faq__answer:visible").count() == len(GUIDE.red_flags)
    context.close()
