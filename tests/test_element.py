"""<health-faq> in other people's pages: whatever they do to it, readers can read; whatever it does, they do not notice.

The same questions are put to Chromium, Firefox and WebKitGTK, which stands in for Safari. Not checked here, because no
program can: screen readers, real phones, Safari itself.
"""

from __future__ import annotations

import copy
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
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
PAPER = ["plain", "hostile", "bootstrap"]
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
    *({"name": f"paper of {name}", "page": name, "paper": True} for name in PAPER),
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
            if visit.get("paper"):
                page.pdf(path=folder / f"{visit['name']}.pdf", format="A4")
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
        with warnings.catch_warnings():  # of selenium's, about itself
            warnings.simplefilter("ignore", DeprecationWarning)
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
    if request.param == "webkit":
        return in_webkit(hosts)
    if request.param == "chromium":
        found = in_chromium(hosts, browser, folder)
    else:
        given = [{**visit, "address": address(hosts, visit), "ask": ask(hosts, visit)} for visit in VISITS]
        found = in_firefox("visits", given, hosts.host, folder)
    return {**found, "printed": {name: words(pdf_text(folder / f"paper of {name}.pdf")) for name in PAPER}}


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


def test_a_link_to_a_passage_opens_its_answer(saw: dict[str, Any]) -> None:
    """Find-in-page uses the same search, and no script can start it."""
    print(saw["passage"])
    (one,) = saw["passage"]["faqs"]
    assert "faq-numb-hands" in [item["id"] for item in one["items"] if item["open"]]


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


def page_of(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        yield context


def look(page: Page) -> dict[str, Any]:
    return page.evaluate("look()")


def test_on_a_slow_line_the_words_stand_until_the_questions_come(context: BrowserContext, hosts: Hosts) -> None:
    hosts.go_on.clear()
    page = page_of(context, hosts.page("plain", "withheld"))
    until(lambda: any("withheld/embed/v1/faq.en.json" in path for path, _ in hosts.asked))
    one = page.evaluate("view(document.querySelector('health-faq'))")
    assert (one["state"], one["fallback"]) == (None, True)
    hosts.go_on.set()
    assert look(page)["faqs"][0]["state"] == "ready"


FAULT = """async () => {
  await look();
  const places = [
    [Document.prototype, "createElement"], [Element.prototype, "append"], [Element.prototype, "setAttribute"],
    [Element.prototype, "attachShadow"], [EventTarget.prototype, "addEventListener"], [Element.prototype, "replaceChildren"],
    [DocumentFragment.prototype, "append"], [DocumentFragment.prototype, "replaceChildren"], [EventTarget.prototype, "dispatchEvent"],
    [Document.prototype, "adoptedStyleSheets", 1], [ShadowRoot.prototype, "adoptedStyleSheets", 1], [HTMLElement.prototype, "hidden", 1],
    [Array.prototype, "flatMap"], [Array.prototype, "map"], [Array.prototype, "filter"], [Element.prototype, "getAttribute"],
    [Element.prototype, "querySelectorAll"], [RegExp.prototype, "test"], [Map.prototype, "get"], [Element.prototype, "closest"],
  ];
  const trouble = [], counts = {};
  for (const [owner, name, setter] of places) {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    if (!own) continue;
    for (let n = 1; ; n++) {
      const one = document.createElement("health-faq");
      one.setAttribute("questions", "numb-hands");
      one.innerHTML = "<p>What stood there</p>";
      let calls = 0, thrown = false;
      const fault = (call) => function (...values) {
        if (++calls === n) { thrown = true; throw new Error("fault"); }
        return call.apply(this, values);
      };
      Object.defineProperty(owner, name, setter ? { ...own, set: fault(own.set) } : { ...own, value: fault(own.value) });
      try { document.body.insertBefore(one, null); } catch (error) { trouble.push([name, n, "thrown at the host"]); }
      for (let wait = 0; wait < 12 && !thrown; wait++) await null;
      for (let wait = 0; wait < 12; wait++) await null;
      Object.defineProperty(owner, name, own);
      const drawn = one.shadowRoot?.querySelector("[part=base]");
      if (!seen(drawn ?? one.firstElementChild)) trouble.push([name, n]);
      if (drawn && !seen(drawn.querySelector("[part~=emergency]"))) trouble.push([name, n, "no card"]);
      one.remove();
      if (!thrown) { counts[name] = (counts[name] ?? 0) + n - 1; break; }
      if (n > 400) { trouble.push([name, "endless"]); break; }
    }
  }
  return { trouble, counts, errors: saw.errors };
}"""
"""Draws once for every call that drawing makes, which throws: what stood in the element, or the questions, can be read."""


def test_a_fault_at_any_moment_of_drawing_leaves_words_to_read(context: BrowserContext, hosts: Hosts) -> None:
    seen = page_of(context, hosts.page("plain")).evaluate(FAULT)
    assert (seen["trouble"], seen["errors"]) == ([], [])
    for name in ("createElement", "append", "setAttribute", "attachShadow", "replaceChildren", "adoptedStyleSheets", "hidden"):
        assert seen["counts"][name] > 0, name
    assert sum(seen["counts"].values()) > 150


HOSTILE_TAGS = ["script", "style", "iframe", "object", "embed", "base", "meta", "link", "form", "svg", "img", "x-y", "P", "template"]
HOSTILE_ATTRIBUTES = {
    "onclick": "alert(1)",
    "onerror": "alert(1)",
    "style": "position:fixed",
    "class": "x",
    "id": "x",
    "src": "https://evil.example/x",
    "srcdoc": "<script>alert(1)</script>",
    "part": "card",
    "slot": "x",
    "is": "x-y",
    "__proto__": "x",
    "formaction": "javascript:alert(1)",
}
ADDRESSES = [
    "javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:x", "file:///etc/passwd", "https://good.example/", "mailto:a@b.example", "tel:111",
    "//evil.example", "\u0000https:", "javascript:/*https://*/alert(1)",
]  # fmt: skip


def hostile(chance: random.Random, depth: int = 4) -> Any:
    """A tree as somebody might send who broke into the server."""
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(["<script>alert(1)</script>", "words", "&lt;", "\u202e", "{{x}}"])
    tag = chance.choice([*HOSTILE_TAGS, "a", "p", "ul", "li", "strong", "table", "td", "ol"])
    attributes = {name: HOSTILE_ATTRIBUTES[name] for name in chance.sample(list(HOSTILE_ATTRIBUTES), 4)}
    if chance.random() < 0.7:
        attributes["href"] = chance.choice(ADDRESSES)
    attributes |= {"title": "\"><script>", "start": "3"} if chance.random() < 0.3 else {}
    return [tag, attributes, *(hostile(chance, depth - 1) for _ in range(chance.randrange(4)))]


def test_a_feed_of_hostile_trees_runs_nothing(context: BrowserContext, hosts: Hosts) -> None:
    seed = int(os.environ.get("SEED", random.randrange(10**6)))
    print(f"SEED={seed}")
    chance = random.Random(seed)
    sent = feed()
    sent["items"] = [
        {**sent["items"][0], "id": f"q{i}", "q": "<img src=x onerror=alert(1)>", "a": [hostile(chance), hostile(chance)]}
        for i in range(1000)
    ]
    hosts.feeds["hostile"] = json.dumps(sent)
    page = page_of(context, hosts.page("strict", "hostile"))
    seen = look(page)
    assert (len(seen["faqs"][0]["items"]), seen["errors"], seen["violations"]) == (1000, [], [])
    found = page.evaluate(
        """() => {
          const tags = new Set(), attributes = new Set(), schemes = new Set();
          for (const element of document.querySelector("health-faq").shadowRoot.querySelectorAll("[part=panel] *")) {
            tags.add(element.localName);
            for (const { name } of element.attributes) attributes.add(name);
            if (element.href !== undefined && element.hasAttribute("href")) schemes.add(element.protocol);
          }
          return [tags, attributes, schemes].map(one => [...one].sort());
        }"""
    )
    assert found == [
        ["a", "li", "ol", "p", "span", "strong", "table", "td", "ul"],
        ["href", "rel", "start", "title"],
        ["https:", "mailto:", "tel:"],
    ]


def spoiled(chance: random.Random) -> Any:
    """A feed with one part missing, empty or of another kind."""
    whole = feed()
    places: list[tuple[Any, Any]] = []

    def walk(part: Any) -> None:
        for key in part if isinstance(part, dict) else range(len(part)):
            places.append((part, key))
            if isinstance(part[key], (dict, list)):
                walk(part[key])

    walk(whole)
    part, key = chance.choice(places)
    if chance.random() < 0.4:
        del part[key]
    else:
        part[key] = chance.choice([None, "", [], {}, 7, "text", [[]], [None], {"length": 3}])
    return whole


def test_a_spoiled_feed_never_takes_the_words_away(context: BrowserContext, hosts: Hosts) -> None:
    seed = int(os.environ.get("SEED", random.randrange(10**6)))
    print(f"SEED={seed}")
    chance = random.Random(seed)
    page = page_of(context, hosts.page("plain"))
    seen = page.evaluate(
        """async (feeds) => {
          await look();
          const trouble = [], states = {};
          for (const [i, feed] of feeds.entries()) {
            window.fetch = async () => new Response(JSON.stringify(feed));
            const one = document.createElement("health-faq");
            one.innerHTML = "<p>What stood there</p>";
            one.setAttribute("src", "spoiled" + i);
            const told = new Promise(done => ["ready", "error"].forEach(name => one.addEventListener("health-faq-" + name, done)));
            document.body.append(one);
            await told;
            const { state, fallback, cards, items, credit } = view(one);
            states[state] = (states[state] ?? 0) + 1;
            const drawn = cards[0]?.length > 20 && items.length && items.every(({ words, answer }) => words && answer) && credit[0];
            const broken = /undefined|null|\\[object/.test(one.shadowRoot?.textContent ?? "");
            if (broken || (state === "ready" ? !drawn : !fallback)) trouble.push([i, state, one.shadowRoot?.textContent.match(/.{20}(undefined|null|\\[object).{10}/)?.[0]]);
            one.remove();
          }
          return { trouble, states, errors: saw.errors };
        }""",
        [spoiled(chance) for _ in range(400)],
    )
    assert (seen["trouble"], seen["errors"]) == ([], [])
    assert min(seen["states"].get(state, 0) for state in ("ready", "error")) > 20
