"""The guide in its other languages, as drafts, and one that somebody has checked: whole on a screen, on paper, read aloud."""

from __future__ import annotations

import json
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from macros.data.library import Library, load_translation
from macros.data.model import LEVELS
from tests.conftest import ROOT, Project, barriers, data_of, serve
from tests.guide.test_check import in_firefox
from tests.guide.test_handouts import copied
from tests.guide.test_readers import lost, read

__all__ = ["read"]  # a fixture

REVIEW = f'{{name: A. Translator, role: translator, date: "{date.today()}"}}'


def library(code: str) -> Library:
    english = data_of(ROOT)
    own = ROOT / "docs" / code / "_data" / english.name
    return load_translation(own, own.name, code, (english, english.name), date.today())


LIBRARIES = {code: library(code) for code in ("es", "ar")}
FLAGS = [(code, flag) for code, held in LIBRARIES.items() for flag in held.guide.red_flags]
PAGES = {
    code: [page.relative_to(ROOT / "docs" / code).as_posix() for page in sorted((ROOT / "docs" / code).rglob("*.md"))]
    for code in LIBRARIES
}
EACH = [
    f"{code}/{re.sub(r'(index)?.md$', '', page).rstrip('/')}/".replace("//", "/")
    for code in PAGES
    for page in PAGES[code]
]
"""The address of every page of them, in the site."""
NUMBER = "0800 611 116"
"""A phone number in parts: what sets it among Arabic words puts the last of them first."""


def made(project: Project, **environment: str) -> Path:
    """Build; what of a translation is older than its English is told, and no fault."""
    result = project.build(**environment)
    assert result.returncode == 0, result.stderr
    return project.folder / "site"


@pytest.fixture(scope="module")
def drafts(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with every language of the guide, each of them a draft."""
    project = Project(tmp_path_factory.mktemp("drafts") / "guide", ROOT)
    for code in LIBRARIES:
        path = f"docs/{code}/_data/{data_of(ROOT).name}"
        project.write(path, re.sub(r"(?m)^translation_review:.*\n(?: .*\n)*", "", project.read(path)))
    return made(project, DRAFTS="1")


@pytest.fixture(scope="module")
def address(drafts: Path) -> Iterator[str]:
    yield from serve(drafts)


def plain(code: str, text: str, region: str = "international") -> str:
    """A text of the data as it is read, without marks of Markdown."""
    lines = LIBRARIES[code].guide.help_lines[region]
    for name in ("emergency", "urgent", "routine"):
        text = text.replace("{" + name + "}", lines[name].say)
    text = re.sub(r"^\s*(?:- |\d+\. )", "", text, flags=re.M)
    return re.sub(r"\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", text)


def words(text: str, *, sort: bool = False) -> str:
    """The words of a text without marks, a blank around each, with their letters in order or sorted."""
    found = re.findall(r"\w+", unicodedata.normalize("NFKC", text))
    return f" {' '.join(''.join(sorted(word)) if sort else word for word in found)} "


# On a screen ---------------------------------------------------------------------------------------------------------

EDGES = """() => [...document.querySelectorAll(".card, .signs")].map((card) => {
  const style = getComputedStyle(card);
  const sides = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Style`] !== "none"
    && parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Color`] !== style.backgroundColor);
  return [card.className, sides.length];
}).filter(([name, sides]) => name.startsWith("card") && sides < 4)"""
"""Cards without an edge at each side that differs from what is within."""


@pytest.mark.parametrize("look", ["light", "dark", "forced"])
def test_axe_finds_nothing_nothing_scrolls_sideways_and_cards_keep_their_edges(
    browser: Browser, address: str, look: str
) -> None:
    """At 320 pixels. What axe finds does not depend on the colours, whose contrast the English pages have shown."""
    settings = {"forced_colors": "active"} if look == "forced" else {"color_scheme": look}
    context = browser.new_context(viewport={"width": 320, "height": 800}, **settings)  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    for name in EACH:
        page.goto(address + name)
        assert page.locator("html").get_attribute("lang") == name[:2]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert page.evaluate(EDGES) == [], name
        if look == "light":
            found[name] = barriers(page)
    context.close()
    assert found == ({key: {} for key in EACH} if look == "light" else {})


# From right to left --------------------------------------------------------------------------------------------------

SIDE = """
  const middle = (e) => { const { left, right } = e.getBoundingClientRect(); return left + right; };
  const side = (inner, outer) => middle(inner) > middle(outer) ? "right" : "left";
  const edge = (e) => { const s = getComputedStyle(e); return parseFloat(s.borderRightWidth) > parseFloat(s.borderLeftWidth) ? "right" : "left"; };
  const part = (text, from, to) => { const r = document.createRange(); r.setStart(text, from); r.setEnd(text, to); return r; };
  const all = (selector, look) => [...new Set([...document.querySelectorAll(selector)].filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).map(look))];
"""
LOOKS = {
    "red-flags/": """({
      edge: all(".card--urgent", edge),
      level: all(".card .level", (e) => side(e, e.closest(".card"))),
      sign: all(".card .faq__toggle", (e) => side(part(e, 0, e.childNodes.length), e) === "right" ? "left" : "right"),
    })""",
    "faq/#loosen": """new Promise((done) => setTimeout(done, 500)).then(() => ({
      sign: all(".faq__list .faq__toggle", (e) => side(part(e, 0, e.childNodes.length), e) === "right" ? "left" : "right"),
      focus: document.activeElement.closest(".faq__question").id,
      open: all(".faq__list .faq__answer > :first-child", (e) => e.closest(".faq__item").querySelector(".faq__question").id),
      languages: Object.fromEntries(all(".languages a", (e) => `${e.lang} ${new URL(e.href).pathname}`).map((said) => said.split(" "))),
    }))""",
    "check/": """(async () => {
      const boxes = all(".check__sign, .check__none-of-these", (e) => side(e.querySelector("input"), e));
      const said = {}, click = async (selector) => {
        document.querySelector(selector).click();
        await new Promise((done) => setTimeout(done, 100));
        return [...document.querySelectorAll(".check > [role]")].map((e) => e.textContent).join(" ");
      };
      for (const { dataset: { step } } of document.querySelectorAll(".check__step")) {
        const sign = `.check__step--${step} .check__sign input`;
        said[step] = await click(sign);
        await click(sign);
        said.none = await click(`.check__step--${step} .check__none-of-these input`);
      }
      const code = document.querySelector("article").appendChild(document.createElement("code"));
      return { boxes, said, code: getComputedStyle(code).direction };
    })()""",
    "frame": """(async () => {
      document.querySelectorAll(".faq__toggle").forEach((toggle) => toggle.click());
      await new Promise((done) => setTimeout(done, 500));
      const numbers = all("a[href^='tel:']", (e) => e).filter((e) => e.textContent.split(" ").length > 2);
      return {
        edge: all(".card--urgent", edge),
        numbers: numbers.length,
        order: [...new Set(numbers.map(({ firstChild: t }) => side(part(t, t.length - 3, t.length), part(t, 0, 3))))],
      };
    })()""",
}
"""What a page is asked, by its name."""


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def seen(
    request: pytest.FixtureRequest, browser: Browser, address: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What each browser answers."""
    at = {name: f"{address}{'embed/v1/frame/ar/nz/' if name == 'frame' else f'ar/{name}'}" for name in LOOKS}
    asks = {name: f"(async () => {{ {SIDE} return await {ask}; }})()" for name, ask in LOOKS.items()}
    if request.param == "firefox":
        visits = [{"name": name, "address": at[name], "ask": ask} for name, ask in asks.items()]
        return in_firefox("visits", visits, address, tmp_path_factory.mktemp("firefox"))
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, found = context.new_page(), {}
    for name, ask in asks.items():
        page.goto(at[name])
        found[name] = page.evaluate(ask)
    context.close()
    return found


def test_cards_and_questions_run_from_right_to_left(seen: dict[str, Any]) -> None:
    assert seen["red-flags/"] == {"edge": ["right"], "level": ["right"], "sign": ["left"]}
    assert seen["faq/#loosen"]["sign"] == ["left"]
    assert seen["frame"]["edge"] in ([], ["right"])


def test_boxes_stand_at_the_start_of_their_lines(seen: dict[str, Any]) -> None:
    assert seen["check/"]["boxes"] == ["right"]


def test_numbers_and_code_run_from_left_to_right(seen: dict[str, Any]) -> None:
    assert seen["frame"]["numbers"] > 0 and seen["frame"]["order"] == ["right"]
    assert seen["check/"]["code"] == "ltr"


def test_the_check_says_each_level_in_arabic(seen: dict[str, Any]) -> None:
    guide, said = LIBRARIES["ar"].guide, seen["check/"]["said"]
    for level in LEVELS:
        name, action = guide.strings.level[level].name, plain("ar", guide.strings.level[level].action)
        assert words(f"{name} {action}") in words(said[level]), level
    assert words(guide.topic.care["ask-first"].label) in words(said["ask-first"])
    assert words(plain("ar", guide.check.none.advice)) in words(said["none"])
    assert len(set(said.values())) == 5


def test_a_deep_link_opens_its_question_and_a_language_leads_to_the_same_page(seen: dict[str, Any]) -> None:
    there = seen["faq/#loosen"]
    assert (there["focus"], there["open"]) == ("loosen", ["loosen"])
    assert there["languages"] == {"en": "/faq/", "es": "/es/faq/"}


def test_a_number_of_a_region_that_a_reader_chooses_runs_from_left_to_right(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}ar/faq/")
    page.locator(".region select").select_option("nz")
    number = page.locator("a[href='tel:0800611116']").first
    expect(number).to_have_text(NUMBER)
    assert number.evaluate("e => getComputedStyle(e).direction") == "ltr"
    page.close()


# On paper, and read by a program -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LIBRARIES)
def test_every_sign_and_every_closed_answer_is_printed(
    browser: Browser, address: str, tmp_path: Path, code: str
) -> None:
    """A browser writes the letters of an Arabic word in either order, so here only which they are counts."""
    page, guide = browser.new_page(), LIBRARIES[code].guide
    for name in ("red-flags/", "faq/"):
        page.goto(f"{address}{code}/{name}")
        page.pdf(path=str(tmp_path / "paper.pdf"), format="A4", prefer_css_page_size=True)
        text = words(" ".join(copied(tmp_path / "paper.pdf")), sort=True)
        said = [flag.sign for flag in guide.red_flags if name == "red-flags/" or flag.level == "emergency"]
        if name == "faq/":
            said += [
                one for entry in guide.faq for one in (entry.question, *plain(code, entry.answer).strip().split("\n"))
            ]
        else:
            said += [one for flag in guide.red_flags for one in (flag.name, *flag.signs)]
        assert [
            one for one in said if (found := words(plain(code, one), sort=True)).strip() and found not in text
        ] == []
        assert words(guide.strings.translation_draft, sort=True) in text
    page.close()


@pytest.mark.parametrize("name", EACH)
def test_reader_view_keeps_every_word_in_order(read: Any, name: str) -> None:
    page, guide = read(name), LIBRARIES[name[:2]].guide
    assert page["title"] and len(page["words"]) > 5
    for text in (page["read"], page["other"]):
        assert lost(page["words"], text) == []
        assert guide.strings.translation_draft in text
    if name.endswith("/faq/"):
        assert [entry.id for entry in guide.faq if page["read"].count(entry.question) != 1] == []
    if name.endswith("/red-flags/"):
        assert [flag.id for flag in guide.red_flags if flag.sign not in page["read"]] == []


@pytest.mark.parametrize("code", LIBRARIES)
def test_a_sheet_reads_back_word_by_word_in_its_language_and_says_draft_on_each_side(drafts: Path, code: str) -> None:
    guide = LIBRARIES[code].guide
    sheets = sorted((drafts / code / "handouts").glob("red-flags-*.pdf"))
    assert len(sheets) == 4
    for pdf in sheets:
        root = PdfReader(pdf).trailer["/Root"]
        assert root["/Lang"] == code
        assert root["/ViewerPreferences"]["/Direction"] == {"ar": "/R2L", "es": "/L2R"}[code]
        sides = [words(text) for text in copied(pdf)]
        assert [flag.id for flag in guide.red_flags if words(flag.sign) not in "".join(sides).replace("  ", " ")] == []
    for pdf in (drafts / code / "handouts").glob("*.pdf"):
        unsaid = [
            n for n, text in enumerate(copied(pdf), 1) if words(guide.strings.translation_draft) not in words(text)
        ]
        assert unsaid == [], pdf.name


# On a clinic's page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LIBRARIES)
def test_a_frame_of_a_draft_says_so(browser: Browser, address: str, drafts: Path, code: str) -> None:
    frame = f'<iframe src="embed/v1/frame/{code}/uk/" width="100%" height="900"></iframe>'
    page = visit(browser, drafts, address, frame)
    notice = page.frame_locator("iframe").get_by_text(LIBRARIES[code].guide.strings.translation_draft).first
    expect(notice).to_be_visible()
    page.close()


@pytest.fixture(scope="module")
def checked(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the Spanish that somebody has checked, without its handouts."""
    project = Project(tmp_path_factory.mktemp("checked") / "guide", ROOT)
    shutil.rmtree(project.folder / "docs/ar")
    for page in (project.folder / "docs/es").rglob("*.md"):
        page.write_text(re.sub(r"(?m)^handout:.*\n(?: .*\n)*", "", page.read_text("utf-8"), count=1), encoding="utf-8")
    path = f"docs/es/_data/{data_of(ROOT).name}"
    text = re.sub(r"(?m)^translation_review:.*\n(?: .*\n)*", "", project.read(path))
    project.write(path, f"translation_review: {REVIEW}\n{text}")
    return made(project, SOURCE_DATE_EPOCH=str(int(time.time())))


@pytest.mark.parametrize(("asked", "shown"), [("es", "es"), ("es-MX", "es"), ("fr", "en"), ("ar", "en")])
def test_an_element_speaks_its_language_or_else_english(
    browser: Browser, checked: Path, asked: str, shown: str
) -> None:
    """Spanish that somebody has checked; a language that there is none of, and one that is a draft, are English."""
    feed = json.loads((checked / f"embed/v1/faq.{shown}.json").read_text("utf-8"))
    for address in serve(checked):
        element = (
            f'<health-faq lang="{asked}" region="uk"></health-faq><script type="module" src="embed/v1/faq.js"></script>'
        )
        page = visit(browser, checked, address, element)
        expect(page.locator("health-faq[state=ready]")).to_be_visible()
        assert page.locator("health-faq h3 button").all_inner_texts() == [item["q"] for item in feed["items"]]
        page.close()


def visit(browser: Browser, site: Path, address: str, body: str) -> Page:
    """A clinic's page, on this site for once."""
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Clinic</title><h1>A clinic</h1>{body}'
    (site / "clinic.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{address}clinic.html")
    return page
