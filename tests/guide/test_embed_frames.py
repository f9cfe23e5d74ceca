"""Frames on other people's pages: of the height of what they show, whatever script is there, and trusting nobody."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browsers import unpacked
from tests.conftest import PAGES, ROOT, Clinic, Published, barriers, missing, pdf_text, until
from tests.engine.test_site import NODE_MODULES
from tests.guide.test_check import in_firefox
from tests.guide.test_embed_channels import GUIDE, copy_of, oembed_of, parsed, read, words

QUESTIONS = len(GUIDE.faq)
SANDBOX = 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'


def embedded(site: Published, path: str = "uk/", height: int = 500) -> str:
    """What a clinic pastes."""
    return (
        f'<iframe src="{site.address}embed/v1/frame/en/{path}" title="Questions" loading="lazy" '
        f'referrerpolicy="no-referrer" width="100%" height="{height}" style="border:0" {SANDBOX}></iframe>'
        f'<script type="module" src="{site.address}embed/v1/resize.js" crossorigin="anonymous" '
        'referrerpolicy="no-referrer"></script>'
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 600, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def frame_in(page: Page) -> Frame:
    until(lambda: len(page.frames) == 2 and page.frames[1].locator(".faq__toggle").count())
    return page.frames[1]


def content(frame: Frame) -> float:
    return frame.evaluate("document.documentElement.getBoundingClientRect().height")


def shown(page: Page) -> float:
    return page.locator("iframe").evaluate("frame => frame.clientHeight")


def fits(page: Page, frame: Frame) -> bool:
    return 0 <= shown(page) - content(frame) <= 1


# Height ----------------------------------------------------------------------------------------------------------------


def test_the_frame_follows_its_content_open_and_closed_20_times(
    page: Page, published: Published, clinic: Clinic
) -> None:
    page.set_viewport_size({"width": 620, "height": 900})
    page.goto(clinic.page(embedded(published)))
    frame = frame_in(page)
    until(lambda: fits(page, frame))
    page.evaluate(
        "addEventListener('message', ({ data }) => data.healthFaq && (window.count = (window.count ?? 0) + 1))"
    )
    closed = shown(page)
    button = frame.get_by_role("button", name="Open all answers")
    for _ in range(20):
        button.click()
        button = frame.get_by_role("button", name="Close all answers")
        until(lambda: shown(page) > closed + 1000 and fits(page, frame))
        button.click()
        button = frame.get_by_role("button", name="Open all answers")
        until(lambda: shown(page) == closed)
    assert page.evaluate("count") == 40, "one message for each change"
    # Another width with the same height is none.
    page.set_viewport_size({"width": 621, "height": 900})
    until(lambda: frame.evaluate("innerWidth") == page.evaluate("document.querySelector('iframe').clientWidth") > 600)
    assert (shown(page), content(frame)) == (closed, pytest.approx(closed, abs=1))
    button.click()
    until(lambda: shown(page) > closed + 1000)
    assert page.evaluate("count") == 41


@pytest.mark.parametrize("path", ["uk/", "international/", "us/safety/", "ca/causes/", "nz/how-to/", "eu/benefits/"])
def test_the_height_before_any_script_is_close(page: Page, published: Published, path: str) -> None:
    page.goto(f"{published.address}embed/v1/frame/en/{path}")
    page.locator(".faq__toggle").first.wait_for()
    region, _, category = path.strip("/").partition("/")
    estimate = oembed_of(published.site, region, category or None)["height"]
    assert abs(estimate / content(page.main_frame) - 1) < 0.05


def test_a_script_that_comes_late_asks_the_frame_again(page: Page, published: Published, clinic: Clinic) -> None:
    page.goto(clinic.page(embedded(published).partition("<script")[0]))
    inside = frame_in(page)
    assert shown(page) == 500
    page.add_script_tag(url=f"{published.address}embed/v1/resize.js", type="module")
    until(lambda: fits(page, inside))


def test_a_frame_that_is_not_shown_says_no_height(page: Page, published: Published, clinic: Clinic) -> None:
    hear = "<script>heights = []; addEventListener('message', ({ data }) => 'height' in data && heights.push(data.height))</script>"
    hidden = embedded(published).replace('loading="lazy" ', "")
    page.goto(clinic.page(f"<div hidden>{hidden}</div>", head=hear))
    frame = frame_in(page)
    frame.evaluate("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))")
    page.evaluate("document.querySelector('div').hidden = false")
    until(lambda: fits(page, frame))
    heights = page.evaluate("heights")
    assert heights and min(heights) > 500 and max(heights) < 5000


def test_a_frame_that_nothing_wakes_asks_again_until_it_has_a_height(
    browser: Browser, published: Published, clinic: Clinic
) -> None:
    context = browser.new_context(viewport={"width": 600, "height": 900})
    context.add_init_script("globalThis.ResizeObserver = class { observe() {} }")
    page = context.new_page()
    eager = embedded(published).replace('loading="lazy" ', "")
    page.goto(clinic.page(f"<div hidden>{eager}</div>"))
    frame = frame_in(page)
    frame.evaluate("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))")
    page.evaluate("document.querySelector('div').hidden = false")
    until(lambda: fits(page, frame))
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_frame_cut_at_900_pixels_shows_the_emergencies_and_on_a_phone_the_first_question(
    browser: Browser, published: Published, scripts: bool
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    bottoms = {}
    for region in GUIDE.help_lines:
        for category in ("", *(f"{name}/" for name in GUIDE.categories)):
            page.goto(f"{published.address}embed/v1/frame/en/{region}/{category}")
            if scripts:
                page.locator(".faq__toggle").first.wait_for()
            for part in (".card--emergency", ".faq__question"):
                box = page.locator(part).first.bounding_box()
                assert box
                bottoms[region, category, part] = box["y"] + box["height"]
    context.close()
    assert {where: bottom for where, bottom in bottoms.items() if bottom > 900} == {}


def test_the_urgent_signs_after_the_questions_are_one_press_away(
    page: Page, published: Published, clinic: Clinic
) -> None:
    page.goto(clinic.page(embedded(published)))
    frame = frame_in(page)
    until(lambda: fits(page, frame))
    for _ in range(2):
        page.evaluate("scrollTo(0, 0)")
        frame.get_by_role("link", name="Urgent: signs below").click()
        until(lambda: 0 <= (frame.locator(".card--urgent").bounding_box() or {"y": -1})["y"] < 900)


def test_forged_messages_are_ignored(page: Page, published: Published, clinic: Clinic) -> None:
    """From the page itself, from a frame of somebody else, and from one of theirs that was ours."""
    clinic.file("other.html", "<!doctype html><title>Other</title><p>Other")
    page.goto(clinic.page(embedded(published) + '<iframe id="other" src="other.html" height="150"></iframe>'))
    until(lambda: len(page.frames) == 3)
    ours = next(frame for frame in page.frames if "/embed/" in frame.url)
    other = next(frame for frame in page.frames if "other" in frame.url)
    until(lambda: fits(page, ours) if page.locator("iframe").count() == 1 else _first(page) > 500)
    before = _first(page)
    for sender in (page.main_frame, other):
        sender.evaluate("top.postMessage({ healthFaq: [9000, 9000] }, '*')")
    # A message of the right frame that cannot be heights, and one that is too high: it is the last, so all were read.
    for said in (
        "['9', 9]",
        "[NaN, 1]",
        "[Infinity, 1]",
        "[0, 0]",
        "[-1, 5]",
        "[9n, 9n]",
        "{}",
        "null",
        "'x'",
        "[{}, 1]",
    ):
        ours.evaluate(f"parent.postMessage({{ healthFaq: {said} }}, '*')")
    ours.evaluate("parent.postMessage(null, '*')")
    assert _first(page) == before
    ours.evaluate("parent.postMessage({ healthFaq: [900000, 900000] }, '*')")
    until(lambda: _first(page) != before)
    assert _first(page) == 20000
    assert page.locator("#other").get_attribute("height") == "150"


def _first(page: Page) -> float:
    return page.locator("iframe").first.evaluate("frame => frame.clientHeight")


def test_all_answers_of_a_frame_are_on_the_clinics_paper(
    page: Page, published: Published, clinic: Clinic, tmp_path: Path
) -> None:
    page.goto(clinic.page(embedded(published)))
    frame = frame_in(page)
    until(lambda: fits(page, frame))
    closed = shown(page)
    page.pdf(path=str(tmp_path / "clinic.pdf"), format="A4")
    text = "".join(pdf_text(tmp_path / "clinic.pdf", "-raw").split())
    feed = json.loads((published.site / "embed/v1/faq.en.json").read_text(encoding="utf-8"))
    for item in feed["items"]:
        assert "".join(item["q"].split()) in text
        assert "".join(words(item["a"][-1]).split())[-40:] in text, item["id"]
    assert "NextcheckDue".casefold() in text.casefold()
    until(lambda: shown(page) == closed)


# Other people's scripts ------------------------------------------------------------------------------------------------


def script_of(*path: str) -> str:
    return NODE_MODULES.joinpath(*path).read_text(encoding="utf-8")


def pym(site: Published, clinic: Clinic) -> str:
    clinic.file("pym.js", script_of("pym.js", "dist", "pym.v1.min.js"))
    src = f"{site.address}embed/v1/frame/en/uk/"
    return clinic.page(
        f'<div id="place"></div><script src="pym.js"></script><script>new pym.Parent("place", "{src}", {{}})</script>',
        name="pym.html",
    )


def newswire(site: Published, clinic: Clinic) -> str:
    clinic.file("frames.js", script_of("@newswire", "frames", "dist", "frames.umd.js"))
    src = f"{site.address}embed/v1/frame/en/uk/"
    return clinic.page(
        f'<div data-frame-src="{src}" data-frame-attribute-sandbox="allow-scripts"></div><script src="frames.js">'
        "</script><script>newswireFrames.autoInitFrames()</script>",
        name="newswire.html",
    )


def wordpress(site: Published, clinic: Clinic) -> str:
    if not unpacked("wordpress"):
        missing("WordPress", "what WordPress makes of a pasted address")
    clinic.file("wp-embed.js", (unpacked("wordpress").parent / "js/wp-embed.js").read_text(encoding="utf-8"))
    made = through_wordpress(site, clinic.folder)
    return clinic.page(f"{made['embed']}<script src='wp-embed.js'></script>", name="wordpress.html")


HOSTS = {"pym": pym, "newswire": newswire}


@pytest.mark.parametrize("host", HOSTS)
def test_the_frame_speaks_to_other_peoples_scripts(page: Page, published: Published, clinic: Clinic, host: str) -> None:
    page.goto(HOSTS[host](published, clinic))
    frame = frame_in(page)
    until(lambda: fits(page, frame))
    closed = shown(page)
    for _ in range(20):
        frame.get_by_role("button", name="Open all answers").click()
        until(lambda: shown(page) > closed + 1000 and fits(page, frame))
        frame.get_by_role("button", name="Close all answers").click()
        until(lambda: shown(page) == closed)


def test_firefox_does_the_same(
    published: Published, published_small: Published, clinic: Clinic, tmp_path: Path
) -> None:
    given = {
        "pages": [published.address + page for page in PAGES if page != "404.html"],
        "hosts": {
            "ours": clinic.page(embedded(published), name="ours.html"),
            "pym": pym(published, clinic),
            "newswire": newswire(published, clinic),
            "wordpress": wordpress(published_small, clinic),
        },
    }
    saw = in_firefox("frames", given, published.address, tmp_path, script="firefox_frames.mjs")
    # Firefox fetches ahead what the theme's <link rel="next"> names, unless the policy refuses it, as here.
    ahead = [*given["pages"], f"{published_small.address}clinics/", f"{published_small.address}evidence/"]
    ahead = re.compile(rf"default-src\)?( at)? ({'|'.join(map(re.escape, ahead))})( |$)")
    assert [said for said in saw["said"] if not ahead.search(said)] == []
    assert saw["accordion"] == QUESTIONS, "the page's own scripts ran under the header's policy"
    for host in given["hosts"]:
        low, high = saw[host]["closed"], saw[host]["open"]
        assert len(low) == len(high) == 20, host
        assert {abs(height - inside) <= 1 for height, inside in (*low, *high)} == {True}, host
        assert len({height for height, _ in low}) == 1, host
        assert min(height for height, _ in high) > max(height for height, _ in low) + 50, host
    assert saw["link"] == f"{published_small.address}faq/#how-often"


# WordPress -------------------------------------------------------------------------------------------------------------


def through_wordpress(site: Published, folder: Path) -> dict[str, Any]:
    """What WordPress's own code finds on our page, and makes of our oEmbed data and of a pasted copy."""
    oembed = oembed_of(site.site, "international")
    given = {
        "page": (site.site / "faq/index.html").read_text(encoding="utf-8"),
        "address": f"{site.address}faq/",
        "oembed": oembed,
        "copy": copy_of(site.site, "international").read_text(encoding="utf-8"),
    }
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    code = unpacked("wordpress")
    assert code
    command = ["php", str(ROOT / "tests/hosts/wordpress.php"), str(code.parent.parent), str(folder / "given.json")]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_wordpress_finds_our_page_and_keeps_what_it_needs(published: Published, tmp_path: Path) -> None:
    if not unpacked("wordpress"):
        missing("WordPress", "what WordPress makes of a pasted address")
    made = through_wordpress(published, tmp_path)
    assert made["found"] == f"{published.address}embed/v1/oembed/en/international/all.json"
    quote, frame = parsed_text(made["embed"])
    assert quote.find("a").get("href") == f"{published.address}faq/"
    assert frame.get("src").startswith(f"{published.address}embed/v1/frame/en/international/#?secret=")
    assert frame.get("title") == "Questions and answers"


def test_wordpress_keeps_every_word_of_a_copy_that_an_author_pastes(published: Published, tmp_path: Path) -> None:
    if not unpacked("wordpress"):
        missing("WordPress", "what WordPress makes of a pasted copy")
    kept = through_wordpress(published, tmp_path)["copy"]
    ours = parsed(copy_of(published.site, "international"))
    (theirs,) = parsed_text(kept)

    def shape(element: Any) -> list[tuple[str, str | None, str | None]]:
        return [(e.tag, e.get("href"), e.get("id")) for e in element.iter()]

    assert shape(theirs) == shape(ours)
    assert read(theirs) == read(ours)
    assert len(theirs.xpath("//details/summary/h3")) == QUESTIONS


def parsed_text(text: str) -> Any:
    from lxml import html

    return html.fragments_fromstring(text)


def test_wordpress_shows_the_frame_sizes_it_and_follows_its_links(
    page: Page, published_small: Published, clinic: Clinic
) -> None:
    page.goto(wordpress(published_small, clinic))
    frame = frame_in(page)
    until(lambda: page.locator("iframe").get_attribute("style") is None)
    assert not page.locator("blockquote").is_visible()
    # WordPress gives no frame more than 1,000 pixels.
    until(lambda: fits(page, frame))
    assert 200 < shown(page) < 1000
    closed = shown(page)
    for _ in range(20):
        frame.locator(".faq__toggle").first.click()
        until(lambda: shown(page) > closed + 50 and fits(page, frame))
        frame.locator(".faq__toggle").first.click()
        until(lambda: shown(page) == closed)
    frame.locator(".faq__toggle").first.click()
    with page.expect_navigation():
        frame.get_by_role("link", name="Read this answer with its sources").first.click()
    assert page.url == f"{published_small.address}faq/#how-often"


def test_a_number_that_a_sandbox_of_wordpress_lets_nobody_call_is_a_word(page: Page, published: Published) -> None:
    shown = {}
    for secret in ("", "#?secret=a"):
        page.goto("about:blank")
        page.goto(f"{published.address}embed/v1/frame/en/uk/{secret}")
        page.locator(".faq__toggle").first.wait_for()
        lines = page.locator(".help-line")
        shown[secret] = (lines.all_text_contents(), lines.locator("a").count())
    assert shown["#?secret=a"] == (shown[""][0], 0)
    assert shown[""][1] > 5 and "your GP surgery or NHS 111" in shown[""][0]


# The frame itself ------------------------------------------------------------------------------------------------------


def test_a_link_leaves_the_frame_for_a_window_of_its_own(page: Page, published: Published, clinic: Clinic) -> None:
    page.goto(clinic.page(embedded(published)))
    frame = frame_in(page)
    frame.locator(".faq__toggle").first.click()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Read this answer with its sources").first.click()
    new = opened.value
    new.wait_for_load_state()
    assert new.url == f"{published.address}faq/#why-hurt"
    assert new.evaluate("[opener, document.referrer]") == [None, ""]
    # Out of the sandbox: the page's own scripts run.
    assert new.locator("#why-hurt .faq__toggle").get_attribute("aria-expanded") == "true"


@pytest.mark.parametrize(
    ("first", "then"),
    [("faq-how-hard", "faq-itch"), ("%66aq-how-hard", "faq%2Ditch"), ("faq%2Dhow-h%61rd", "faq-it%63h")],
)
def test_an_address_with_a_question_opens_it(
    page: Page, published: Published, clinic: Clinic, first: str, then: str
) -> None:
    page.goto(clinic.page(embedded(published, f"uk/#{first}")))
    frame = frame_in(page)
    opened = "[...document.querySelectorAll('.faq__toggle[aria-expanded=true]')].map(b => b.parentNode.id)"
    until(lambda: frame.evaluate(opened) == ["faq-how-hard"])
    assert page.evaluate("document.activeElement.tagName") == "BODY", "a frame takes nobody's focus by itself"
    frame.evaluate(f"location.hash = '{then}'")
    until(lambda: frame.evaluate(opened) == ["faq-itch", "faq-how-hard"])
    assert frame.evaluate("document.activeElement.parentNode.id") == "faq-itch"


def test_everything_in_a_frame_is_there_without_javascript(browser: Browser, published: Published) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published.address}embed/v1/frame/en/uk/")
    assert page.locator(".faq__answer").count() == QUESTIONS
    assert all(answer.is_visible() for answer in page.locator(".faq__answer, .card").all())
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_a_frame_and_none_scrolls_sideways(
    browser: Browser, published: Published, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 800})
    page = context.new_page()
    found = {}
    for path in ("uk/", "us/safety/"):
        page.goto(f"{published.address}embed/v1/frame/en/{path}")
        page.get_by_role("button", name="Open all answers").click() if path == "uk/" else None
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found[path] = barriers(page)
    context.close()
    assert found == {"uk/": {}, "us/safety/": {}}


def test_a_host_may_choose_the_colours(browser: Browser, published: Published) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    grounds = {}
    for theme in ("", "?theme=light", "?theme=dark", "?theme=pink"):
        page.goto(f"{published.address}embed/v1/frame/en/uk/{theme}")
        grounds[theme] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    context.close()
    dark, light = grounds[""], grounds["?theme=light"]
    assert light == "rgb(255, 255, 255)" != dark
    assert (grounds["?theme=dark"], grounds["?theme=pink"]) == (dark, dark)


def test_a_visit_sends_and_keeps_nothing(browser: Browser, published: Published, clinic: Clinic) -> None:
    context = browser.new_context()
    page = context.new_page()
    sent: list[tuple[str, str | None]] = []
    page.on("request", lambda request: sent.append((request.url, request.headers.get("referer"))))
    page.goto(clinic.page(embedded(published)))
    frame = frame_in(page)
    frame.get_by_role("button", name="Open all answers").click()
    until(lambda: fits(page, frame))
    assert {url.removeprefix(published.address) for url, _ in sent if not url.startswith(clinic.address)} == {
        "embed/v1/frame/en/uk/",
        "embed/v1/frame.css",
        "embed/v1/frame.js",
        "embed/v1/resize.js",
    }
    assert [entry for entry in sent if entry[1]] == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    context.close()
