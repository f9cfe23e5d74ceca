"""The snippets as the builder makes them, and what a reader sees of them on somebody's page.

Run by `make hosts` alone: what it needs is too much to bring for every check.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from tests.conftest import Published
from tests.guide.test_builder import code_of

HERE = Path(__file__).parent
SNIPPETS = {
    "a": {"way": "a"},
    "b": {"way": "b"},
    "c": {"way": "c"},
    "d": {"way": "d"},
    "open": {"way": "d", "answers": "open"},
}
"""What is pasted, and the builder's settings for it."""

WHOLE = ("a", "d", "open")
"""Those that hold the words themselves."""

LOOK = """([signs, questions]) => {
  const shown = (e) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && e.getClientRects().length > 0;
  const roots = [document, ...[...document.querySelectorAll("health-faq")].map(e => e.shadowRoot).filter(Boolean)];
  const all = (selector) => roots.flatMap(root => [...root.querySelectorAll(selector)]).filter(shown);
  const squeezed = (text) => text.replace(/\\s/g, "");
  const count = (text, part) => text.split(part).length - 1;
  const text = squeezed(roots.map(root => root === document ? document.body.innerText : root.firstElementChild.innerText).join(" "));
  const leaves = all("h1, h2, h3, p, li, summary, td").filter(e => !e.querySelector("h1, h2, h3, p, li") && e.innerText.trim());
  const boxes = leaves.map(e => [e, e.getBoundingClientRect()]);
  const over = (one, other) => Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4
      && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 4;
  return {
    lost: [...signs, ...questions].filter(part => count(text, squeezed(part)) < 1), twice: questions.filter(part => count(text, squeezed(part)) > 1),
    link: all("a[href^=http]").length > 0, frame: all("iframe").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    overlap: boxes.filter(([e, box], i) => boxes.slice(i + 1).some(([f, other]) => !e.contains(f) && !f.contains(e) && over(box, other))).map(([e]) => e.innerText.slice(0, 40)),
    css: text.includes("details-content"), answers: all("[id^=faq-] p, [part=panel] p").length,
  };
}"""


def look(page: Page, signs: list[str], questions: list[str]) -> dict[str, Any]:
    """What cannot be read, what stands twice (signs may stand in answers too), what is too wide or over something else."""
    return page.evaluate(LOOK, [signs, questions])


@pytest.fixture(scope="session")
def snippets(browser: Browser, published: Published) -> dict[str, str]:
    """The UK's, by name."""
    page = browser.new_page()
    made = {}
    for name, settings in SNIPPETS.items():
        page.goto("about:blank")
        page.goto(
            f"{published.address}for-clinics/#{urlencode({'place': 'other-builder', 'region': 'uk', **settings})}"
        )
        page.locator(".builder__form").wait_for()
        made[name] = code_of(page)
    page.close()
    return made


@pytest.fixture(scope="session")
def emergency(published: Published) -> list[str]:
    """Every line of the emergency card."""
    copy = html.parse(str(published.site / "embed/v1/static/en/uk/all.html"), html.HTMLParser(encoding="utf-8"))
    card = copy.xpath("//div[contains(@style, '6px')]")[0]
    return [" ".join(part.text_content().split()) for part in card.iter("h3", "li")]


@pytest.fixture(scope="session")
def questions(published: Published) -> list[str]:
    feed = json.loads((published.site / "embed/v1/faq.en.json").read_text("utf-8"))
    return [item["q"] for item in feed["items"]]
