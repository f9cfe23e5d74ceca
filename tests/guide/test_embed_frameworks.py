"""Pages whose own scripts go first: React that takes over what a server drew, Turbo that swaps the page, a view transition.

The questions are drawn once, everything of the host's goes on, and what the host wrote on the element stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Clinic, Published, until
from tests.engine.test_site import NODE_MODULES
from tests.guide.test_embed_frames import embedded, fits, frame_in

REACT = {
    "react": "react/cjs/react.{}.js",
    "scheduler": "scheduler/cjs/scheduler.{}.js",
    "react-dom": "react-dom/cjs/react-dom.{}.js",
    "react-dom/client": "react-dom/cjs/react-dom-client.{}.js",
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 600, "height": 900}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        yield page


def element(site: Published, region: str = "uk") -> str:
    return (
        f'<div><health-faq region="{region}"><div><a href="{site.address}faq/">Questions</a></div></health-faq></div>'
        f'<script type="module" src="{site.address}embed/v1/faq.js" crossorigin="anonymous"></script>'
    )


def drawn(page: Page, number: str = "999") -> None:
    """Once, with the region's number, and nothing of what stood there is seen beside it."""
    faq = page.locator("health-faq")
    expect(faq).to_have_count(1)
    expect(faq.locator("[part~=emergency]")).to_have_count(1)
    expect(faq.locator("[part~=emergency]")).to_contain_text(f"Call {number} now if:")
    assert faq.get_by_role("link", name="Questions", exact=True).count() == 0


def react(clinic: Clinic, kind: str) -> str:
    """React's own files, which are modules of Node, as one script."""
    parts = [
        f"modules[{json.dumps(name)}] = (module, exports, require, process) => {{{NODE_MODULES.joinpath(path.format(kind)).read_text('utf-8')}}};"
        for name, path in REACT.items()
    ]
    clinic.file(
        f"react-{kind}.js",
        "const modules = {}, made = {};\n" + "\n".join(parts) + "\nconst require = (name) => { if (!made[name]) {"
        f"const module = made[name] = {{ exports: {{}} }}; modules[name](module, module.exports, require, {{ env: {{ NODE_ENV: '{kind}' }} }}); }}"
        "return made[name].exports; };",
    )
    return f'<script src="react-{kind}.js"></script>'


@pytest.mark.parametrize("kind", ["production", "development"])
@pytest.mark.parametrize("first", ["element", "react"])
def test_react_takes_over_a_page_that_holds_the_element(
    page: Page, published: Published, clinic: Clinic, kind: str, first: str
) -> None:
    """Whoever comes first: React neither draws the page anew nor takes away what it did not write."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    inner, _, script = element(published).partition("<script")
    take = f"""
      const {{ createElement: h, useState }} = require("react");
      const App = () => {{
        const [region, choose] = useState("uk");
        return h("main", null, h("button", {{ onClick: () => choose("us") }}, region),
          h("div", null, h("health-faq", {{ region }}, h("div", null, h("a", {{ href: "{published.address}faq/" }}, "Questions")))));
      }};
      const go = () => require("react-dom/client").hydrateRoot(root, h(App), {{ onRecoverableError: (error) => trouble.push(String(error)) }});
    """
    later = 'document.addEventListener("health-faq-ready", go, { once: true });' if first == "element" else "go();"
    page.goto(
        clinic.page(
            f'<div id="root"><main><button>uk</button>{inner}</main></div>{react(clinic, kind)}'
            f"<script>const trouble = [];{take}{later}</script><script{script}"
        )
    )
    drawn(page)
    page.get_by_role("button", name="uk", exact=True).click()
    drawn(page, "911")
    expect(page.locator("health-faq")).to_have_attribute("region", "us")
    assert page.evaluate("trouble") == []
    # React's development build notes the one attribute that it did not write.
    assert [text for text in said if "state" not in text] == []


def test_turbo_swaps_pages_and_brings_them_back(page: Page, published: Published, clinic: Clinic) -> None:
    clinic.file("turbo.js", (NODE_MODULES / "@hotwired/turbo/dist/turbo.es2017-umd.js").read_text("utf-8"))
    turbo = '<script src="turbo.js"></script>'
    clinic.page(element(published, "us") + '<a href="empty.html">Empty</a>', head=turbo, name="other.html")
    clinic.page('<a href="first.html">First</a>', head=turbo, name="empty.html")
    page.goto(clinic.page(element(published) + '<a href="other.html">Other</a>', head=turbo, name="first.html"))
    page.evaluate("window.same = true")
    drawn(page)
    page.get_by_role("link", name="Other").click()
    drawn(page, "911")
    page.get_by_role("link", name="Empty").click()
    expect(page.get_by_role("link", name="First")).to_be_visible()
    for number in ("911", "999"):
        page.go_back()
        drawn(page, number)
    assert page.evaluate("same") is True


def test_turbo_brings_a_frame_of_its_height(page: Page, published: Published, clinic: Clinic) -> None:
    clinic.file("turbo.js", (NODE_MODULES / "@hotwired/turbo/dist/turbo.es2017-umd.js").read_text("utf-8"))
    turbo = '<script src="turbo.js"></script>'
    clinic.page(embedded(published), head=turbo, name="framed.html")
    page.goto(clinic.page('<a href="framed.html">Framed</a>', head=turbo, name="start.html"))
    page.get_by_role("link", name="Framed").click()
    page.frame_locator("iframe").locator(".faq__toggle").first.wait_for()
    inside = frame_in(page)
    until(lambda: fits(page, inside))


def test_a_view_transition_moves_the_element(page: Page, published: Published, clinic: Clinic) -> None:
    page.goto(clinic.page(f'<main></main>{element(published)}<p id="end"></p>'))
    drawn(page)
    page.evaluate(
        """async () => {
          const faq = document.querySelector("health-faq");
          await document.startViewTransition(() => document.querySelector("main").append(faq)).finished;
        }"""
    )
    drawn(page)
    faq = page.locator("main health-faq")
    faq.get_by_role("button", name="Open all answers").click()
    expect(faq.get_by_role("button", name="Close all answers")).to_be_visible()
