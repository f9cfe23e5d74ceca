"""<health-faq> in other people's pages: whatever they do to it, readers can read; whatever it does, they do not notice.

The same questions are put to Chromium, Firefox and WebKitGTK, which stands in for Safari. Not checked here, because no
program can: screen readers, real phones, Safari itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros.scripts import Scripts
from tests.browsers import unpacked, webkit
from tests.conftest import ROOT, missing
from tests.hosts import MODES, Hosts, feed, serving
from tests.test_check import in_firefox

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
MINIBROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
FEED = feed()
IDS = [f"faq-{item['id']}" for item in FEED["items"]]
HOSTS = ["plain", "link", "strict", "unset", "hostile", "bootstrap", "wordpress", "coep", "dark", "two", "three"]
"""Host pages on which everything is drawn."""

OLDER = "An older answer about the saddle."


@pytest.fixture(scope="module")
def hosts(site: Path) -> Iterator[Hosts]:
    built = (site / "embed/v1/faq.js").read_text(encoding="utf-8")
    names = ["../embed/faq.css", "accordion.js", "../embed/faq.js"]
    arabic = Scripts(ROOT / "overrides/assets").bundle(names, languages=["en", "ar"])
    scripts = {"embed/v1/faq.js": built, "embed/1.0.0/faq.js": built, "embed/ar/faq.js": arabic}
    styles = {"bootstrap.css": ROOT / "tests/node_modules/bootstrap/dist/css/bootstrap.min.css"}
    if theme := unpacked("wordpress-theme-twentytwentyone"):
        styles["theme.css"] = theme
    with serving(scripts, styles) as found:
        yield found


# What every browser is asked -------------------------------------------------------------------------------------------

STYLES = """look().then(() => {
  const root = document.querySelector("health-faq").shadowRoot;
  const parts = ["base", "card emergency", "card urgent", "toggle-all", "item", "heading", "button", "panel", "credit"];
  const elements = [...parts.map(part => root.querySelector(`[part="${part}"]`)),
      ...["section h3", "section strong", "ul", "li", "[part=panel] p", "[part=panel] a", "table", "td"].map(s => root.querySelector(s))];
  // A colour and a font may come from the host; lengths that follow its width and its font do too.
  const followed = /color|font-family|size|width|height|origin|inset|left|right|top|bottom|fill|stroke|shadow|outline|emphasis|caret|rule|border|decoration|line-grid/;
  return elements.map(element => {
    const style = getComputedStyle(element);
    return Object.fromEntries([...style].filter(name => !followed.test(name) || /^(min-height|border-.*-style|border-block-start-width|font-size|padding-left|margin-(top|bottom|left))$/.test(name))
        .map(name => [name, style.getPropertyValue(name)]));
  });
})"""
"""The computed styles of what is drawn, but for what a host hands down on purpose."""

LEAK = """(async () => {
  const shape = /height|width|size|origin|inset|^(top|bottom|left|right)$/;
  const outside = () => [...document.querySelectorAll("*")].filter(e => !e.closest("health-faq") && e.localName !== "script").map(element => {
    const style = getComputedStyle(element);
    return [element.localName, ...[...style].filter(name => !shape.test(name)).map(name => name + ":" + style.getPropertyValue(name))].join(";");
  });
  const before = outside(), names = Object.keys(window).join(), sheets = document.styleSheets.length + document.adoptedStyleSheets.length;
  document.body.append(Object.assign(document.createElement("script"), {type: "module", src: "%s/as-it-is/embed/v1/faq.js"}));
  const seen = await look();
  const after = outside();
  return {...seen, changed: after.filter((text, i) => text !== before[i]).concat(after.length === before.length ? [] : ["elements"]),
          named: Object.keys(window).join() === names, sheets: document.styleSheets.length + document.adoptedStyleSheets.length - sheets,
          elements: before.length};
})()"""
"""What changed on the host's own page between before and after."""

GO = "(async () => { await look(); location.hash = 'faq-rain'; await new Promise(done => setTimeout(done, 200)); return look(); })()"

VISITS: list[dict[str, Any]] = [
    *({"name": name, "page": name} for name in [*HOSTS, "sandbox", "rtl", "mistaken", "pinned", "pinned-feed"]),
    *({"name": f"styles of {name}", "page": name, "ask": STYLES} for name in ("plain", "unset", "hostile")),
    *({"name": f"feed {mode}", "page": "plain", "mode": mode} for mode in MODES if mode != "changed"),
    *({"name": name, "page": name} for name in ("blocked", "closed", "empty", "bare")),
    {"name": "script cut", "page": "plain", "mode": "noscript"},
    {"name": "another script than promised", "page": "pinned", "mode": "changed script"},
    {"name": "another feed than promised", "page": "pinned-feed", "mode": "changed"},
    {"name": "leak", "page": "bare", "ask": LEAK},
    {"name": "address", "page": "link", "hash": "#faq-numb-hands"},
    {"name": "new address", "page": "plain", "ask": GO},
    {"name": "passage", "page": "plain", "hash": "#:~:text=Raise%20the%20handlebar"},
]
"""Every address that each browser goes to, and what its page is asked there."""

FAILURES = [
    *(visit["name"] for visit in VISITS if visit["name"].startswith("feed ")),
    *("blocked", "closed", "empty", "bare", "script cut"),
    *("another script than promised", "another feed than promised"),
]


def address(hosts: Hosts, visit: dict[str, Any]) -> str:
    return hosts.page(visit["page"], visit.get("mode", "as-it-is")) + visit.get("hash", "")


def ask(hosts: Hosts, visit: dict[str, Any]) -> str:
    return visit.get("ask", "look()").replace("%s", hosts.ours)


def in_chromium(hosts: Hosts, browser: Browser, folder: Path) -> dict[str, Any]:
    saw = {}
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        for visit in VISITS:
            page = context.new_page()
            page.goto(address(hosts, visit))
            saw[visit["name"]] = page.evaluate(ask(hosts, visit))
            page.close()
    return saw


def in_webkit(hosts: Hosts) -> dict[str, Any]:
    if not webkit():
        missing("WebKitGTK", "what a browser like Safari does")
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    options = Options()
    options.binary_location = str(next(Path("/").glob(MINIBROWSER.lstrip("/"))))
    options.add_argument("--automation")
    with os.fdopen(read) as display:
        # Its sandbox needs rights that a container does not give; it opens only pages of ours.
        shown = {"DISPLAY": f":{display.readline().strip()}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    service = Service(shutil.which("WebKitWebDriver"), env={**os.environ, **shown})
    saw = {}
    try:
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            driver.set_script_timeout(30)
            for visit in VISITS:
                driver.get("about:blank")  # so that an address which differs only after the # is loaded anew
                driver.get(address(hosts, visit))
                question = f"({ask(hosts, visit)}).then(arguments[0], error => arguments[0](String(error)))"
                saw[visit["name"]] = driver.execute_async_script(question)
        finally:
            driver.quit()
    finally:
        screen.terminate()
        screen.wait(20)
    return saw


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def saw(
    request: pytest.FixtureRequest, hosts: Hosts, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What a browser saw on every visit."""
    if not unpacked("wordpress-theme-twentytwentyone"):
        missing("wordpress-theme-twentytwentyone", "a page with a WordPress theme")
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "chromium":
        return in_chromium(hosts, browser, folder)
    if request.param == "webkit":
        return in_webkit(hosts)
    given = [{"name": visit["name"], "address": address(hosts, visit), "ask": ask(hosts, visit)} for visit in VISITS]
    return in_firefox("visits", given, hosts.host, folder)


def quiet(seen: dict[str, Any]) -> None:
    """The host's page noticed nothing."""
    assert (seen["errors"], seen["warnings"], seen["globals"]) == ([], [], ["saw"])


def words(text: str) -> str:
    return " ".join(text.split())


# The element is drawn --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTS)
def test_everything_is_drawn_on_every_host(saw: dict[str, Any], name: str) -> None:
    seen = saw[name]
    quiet(seen)
    assert seen["violations"] == []
    for one in seen["faqs"]:
        assert (one["state"], one["fallback"], one["wide"]) == ("ready", False, 0)
        assert [item["row"] for item in one["items"] if item["row"] < 44] == []
        assert [item["id"] for item in one["items"] if item["open"] != item["said"]] == []
        assert one["cards"][0].startswith("Emergency: Call ")
        assert one["credit"][0].startswith("Not yet reviewed by a clinician.Source: Riding a bicycle")
    first = seen["faqs"][0]
    assert [item["id"] for item in first["items"]] == IDS
    # What the reader had opened before the element was drawn stays open.
    assert [item["id"] for item in first["items"] if item["open"]] == ([] if name == "link" else ["faq-after-a-fall"])


def test_a_sandboxed_page_draws_it_too(saw: dict[str, Any]) -> None:
    (child,) = saw["sandbox"]["children"]
    assert (child["state"], [item["id"] for item in child["items"]]) == ("ready", IDS)


def test_help_lines_are_those_of_the_region_and_cards_those_of_the_questions(saw: dict[str, Any]) -> None:
    uk, safety, us = saw["three"]["faqs"]
    assert [card.split(" if:")[0] for card in uk["cards"]] == [
        "Emergency: Call 999 now",
        "Urgent: Get help today from your GP surgery or NHS 111",
    ]
    assert [card.split(" if:")[0] for card in us["cards"]] == [
        "Emergency: Call 911 now",
        "Urgent: Get help today from your doctor",
    ]
    assert [item["id"] for item in safety["items"]] == ["faq-after-a-fall", "faq-rain"]
    assert [item["id"] for item in us["items"]] == ["faq-rain", "faq-saddle-height"]
    # More than 7 lines stand in groups; few stand in one list. The emergency card never depends on the questions.
    assert "Wristyour wrist is swollen" in uk["cards"][1] and "Knee" in safety["cards"][1]
    assert us["cards"][1].endswith(" if:your knee locksyour knee gives wayFor a child, do not wait.")
    assert uk["cards"][0].replace("999", "911") == us["cards"][0]


def test_no_urgent_card_where_no_question_calls_for_one(saw: dict[str, Any]) -> None:
    assert [card[:9] for card in saw["mistaken"]["faqs"][1]["cards"]] == ["Emergency"]


def test_a_value_that_is_unknown_is_named_once_and_the_rest_still_shows(saw: dict[str, Any]) -> None:
    seen = saw["mistaken"]
    first, second, third = seen["faqs"]
    for one in (first, third):
        assert one["cards"][0].startswith("Emergency: Call your local emergency number now if:")
        assert [(item["id"], item["tag"]) for item in one["items"]] == [(ident, "h3") for ident in IDS]
    assert [item["id"] for item in second["items"]] == ["faq-rain"]
    assert sorted(seen["warnings"]) == [
        '<health-faq>: unknown category "safty"; there is comfort, safety, empty',
        '<health-faq>: unknown expand "some"; there is none, first, all',
        '<health-faq>: unknown heading-level "9"; there is 0, 2, 3, 4, 5, 6',
        '<health-faq>: unknown question "umbrella"; there is saddle-height, numb-hands, after-a-fall, rain',
        '<health-faq>: unknown region "ukk"; there is international, uk, us',
        '<health-faq>: unknown theme "drak"; there is inherit, auto, light, dark',
    ]
    assert seen["errors"] == []


def test_a_promised_script_and_feed_are_taken(saw: dict[str, Any]) -> None:
    for name in ("pinned", "pinned-feed"):
        quiet(saw[name])
        assert saw[name]["faqs"][0]["state"] == "ready"


def test_a_language_is_taken_from_the_page_and_written_in_its_direction(saw: dict[str, Any]) -> None:
    seen = saw["rtl"]
    quiet(seen)
    assert seen["faqs"][0]["items"][0]["words"] == "ما الارتفاع المناسب للسرج؟"


@pytest.mark.parametrize("name", ["unset", "hostile"])
def test_a_hosts_styles_reach_nothing_but_colour_and_font(saw: dict[str, Any], name: str) -> None:
    usual, here = saw["styles of plain"], saw[f"styles of {name}"]
    assert len(usual) == 17 and all(len(styles) > 100 for styles in usual)
    assert here == usual


def test_nothing_changes_on_the_hosts_own_page(saw: dict[str, Any]) -> None:
    seen = saw["leak"]
    quiet(seen)
    assert (seen["faqs"][0]["state"], seen["changed"], seen["named"], seen["sheets"]) == ("ready", [], True, 0)
    assert seen["elements"] > 8


# Addresses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("visit", "ident"), [("address", "faq-numb-hands"), ("new address", "faq-rain")])
def test_the_address_of_a_question_opens_it_and_puts_the_focus_on_it(
    saw: dict[str, Any], visit: str, ident: str
) -> None:
    (one,) = saw[visit]["faqs"]
    assert one["focus"] == ident
    assert ident in [item["id"] for item in one["items"] if item["open"]]
    assert ["toggle", {"id": ident[4:], "open": True, "source": "hash", "error": None}] in saw[visit]["events"]


# Failures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", FAILURES)
def test_whatever_fails_readers_keep_what_stood_there(saw: dict[str, Any], failure: str) -> None:
    seen = saw[failure]
    quiet(seen)
    (one,) = seen["faqs"]
    assert one["fallback"] and one["items"] == []
    told = [(name, detail["url"].rpartition("/")[2]) for name, detail in seen["events"]]
    never_ran = failure in ("blocked", "bare", "script cut", "another script than promised")
    assert (one["state"], told) == ((None, []) if never_ran else ("error", [("error", "faq.en.json")]))
