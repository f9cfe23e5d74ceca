"""A worried reader's own words find the warning sign first, and every question and sign is a result of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from material.plugins.search.plugin import Parser
from playwright.sync_api import Browser, Page

from macros.data.library import load
from macros.faults import Faults
from macros.pages.tree import parse
from macros.settings import Settings
from macros.web.search import sections
from tests.conftest import ROOT, Project

LIBRARY = load(ROOT / "docs/_data/calf.yml", "calf.yml")


@pytest.fixture(scope="module")
def entries(site: Path) -> dict[str, dict]:
    docs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    return {entry["location"]: entry for entry in docs}


def test_each_question_and_each_red_flag_is_an_entry_with_its_own_words(entries: dict[str, dict]) -> None:
    for flag in LIBRARY.guide.red_flags:
        entry = entries[f"red-flags/#{flag.id}"]
        assert flag.name.split(" (")[0] in entry["title"]
        assert entry.get("tags", []) == list(flag.search)
        assert flag.sign[1:] in unescape(re.sub("<[^>]+>", "", entry["text"]))
    for question in LIBRARY.guide.faq:
        assert len(entries[f"faq/#{question.id}"]["text"]) > 200


def test_cards_are_not_found_once_a_page(entries: dict[str, dict]) -> None:
    assert {location.split("#")[0] for location in entries if "#card-" in location} == {"red-flags/"}


def divided(found: list) -> list[tuple[str | None, str, str]]:
    """The id, title and words of each section, without elements that hold nothing."""

    def plain(parts: list[str]) -> str:
        text, before = "".join(parts), None
        while text != before:
            before, text = text, re.sub(r"<(\w+)>\s*</\1>", "", text)
        return " ".join(text.split())

    return [
        (section.id, plain(section.title), plain(section.text))
        for section in found
        if not section.excluded and (section.title or plain(section.text))
    ]


PAGES = {
    "headings that end with the element that holds them": "<h1 id=a>A</h1><div><section><h3 id=b>B</h3><p>b</p></section><p>a</p></div>",
    "words before any heading": "<p>first</p><ul><li>1</li> <li> 2 &lt;3</li></ul><h2 id=a>A <code>x</code><a class=headerlink href=#a>¶</a></h2>c",
    "code keeps its blanks": "<h1>no id</h1><pre><code>a\n  b\n</code></pre><p> \n</p><p>a<!-- c -->b<br>d</p><script>e</script>",
}


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_a_page_is_divided_as_material_does_it(content: str) -> None:
    parser = Parser()
    parser.feed(content)
    parser.close()
    for section in parser.data:
        section.excluded = section.is_excluded()
    assert divided(sections(parse(content))) == divided(parser.data) != []


def test_every_page_of_the_guide_is_divided_as_material_does_it(site: Path) -> None:
    pages = [page for page in sorted(site.rglob("index.html")) if "embed" not in page.parts]
    compared = 0
    for page in pages:
        article = re.search(r"<article[^>]*>(.*)</article>", page.read_text(encoding="utf-8"), re.S)
        # Material finds the headings within what must not be found.
        if not article or "data-search-exclude" in article[1]:
            continue
        # Material takes the words of a template, which nobody reads where they stand, for the page's.
        text = re.sub(r"(?s)<template.*?</template>", "", article[1])
        # What a line says belongs to the words under its title.
        text = re.sub(r'(?s)(<span class="red-flag__sign">.*?</span>)(</h\d>)', r"\2\1", text)
        test_a_page_is_divided_as_material_does_it(text)
        compared += 1
    assert compared >= 13


def test_nothing_within_what_must_not_be_found_is_an_entry() -> None:
    content = "<h1 id=a>A</h1><div data-search-exclude><div>no</div><h2 id=b>No</h2>no</div><p>yes</p><h2 id=c data-search-exclude>No</h2>no"
    assert divided(sections(parse(content))) == [(None, "A", "<p>yes</p>")]


@pytest.fixture(scope="module")
def search(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + "about/")
    # The first words that are typed bring the search.
    page.locator("[data-md-component='search-query']").press_sequentially("clot")
    page.locator(".md-search-result__item").first.wait_for()
    yield page
    context.close()


ASK = """async (words) => {
  const field = document.querySelector("[data-md-component=search-query]");
  const told = document.querySelector(".md-search-result__meta");
  const list = document.querySelector(".md-search-result__list");
  for (field.value of field.value === words ? ["", words] : [words]) {
    const answered = new Promise((done) => new MutationObserver(done).observe(told, { childList: true }));
    field.dispatchEvent(new Event("keyup"));
    await answered;
  }
  return [...list.children].flatMap((page) => {
    const [whole, ...parts] = page.querySelectorAll(":scope > a");
    return (parts.length ? parts : [whole]).map((link) => {
      const { pathname, hash } = new URL(link.href);
      return pathname.slice(1) + hash;
    });
  });
}"""
"""Ask the search for words. Returns where the results lead that a reader sees at once."""


def ask(page: Page, words: str) -> list[str]:
    return page.evaluate(ASK, words)


def address_of(place: str) -> str:
    if place.startswith("faq/"):
        return place.replace("/", "/#")
    return place if "/" in place else f"red-flags/#{place}"


QUESTIONS = yaml.safe_load((ROOT / "tests/guide/questions.yml").read_text(encoding="utf-8"))


def test_what_people_type_finds_the_right_place(search: Page, capsys: pytest.CaptureFixture[str]) -> None:
    missed, first = [], 0
    for question in QUESTIONS:
        wanted = {address_of(place) for place in question.get("first") or question["among"]}
        found = ask(search, question["ask"])
        first += found[:1] != [] and found[0] in wanted
        if not wanted.intersection(found[: 1 if "first" in question else 3]):
            missed.append((question["ask"], sorted(wanted), found[:4]))
    with capsys.disabled():
        print(f" {len(QUESTIONS) - len(missed)} of {len(QUESTIONS)} answered, {first} at once ", end="")
    assert missed == []
    assert len(QUESTIONS) >= 60


def test_an_emergencys_words_find_a_warning_sign_before_anything_else(search: Page) -> None:
    asked_about = {words for question in LIBRARY.guide.faq for words in question.search} | {"tight calf"}
    emergencies = [flag for flag in LIBRARY.guide.red_flags if flag.level == "emergency"]
    for words in {words for flag in emergencies for words in flag.search} - asked_about:
        for typed in (words, f"Can I massage my legs with {words}?"):
            assert ask(search, typed)[0].startswith("red-flags/#"), typed


def test_signs_capitals_accents_and_apostrophes_count_for_nothing(search: Page) -> None:
    assert ask(search, "dvt")[0] == "red-flags/#dvt"
    for typed in ("DVT?", "«dvt»", "(dvt)", "dvt/", "d\u0301vt", "“dvt”…"):
        assert ask(search, typed) == ask(search, "dvt"), typed
    for typed in ("bakers cyst", "Baker's cyst", "Baker\u2019s cysts", "baker-cyst", "BÁKER cyst"):
        assert ask(search, typed)[0] == "red-flags/#bakers-cyst", typed


def test_a_word_is_found_while_it_is_typed(search: Page) -> None:
    for end in range(len("breath"), len("breathless") + 1):
        assert "red-flags/#pe" in ask(search, "breathless"[:end])[:3]
    assert search.locator("[data-md-component=search-suggest]").text_content() in ("", "breathless")


def test_a_result_shows_words_and_no_stems_of_them(search: Page) -> None:
    ask(search, "itchy exercise calves")
    missing = search.locator(".md-search-result__terms del").all_text_contents()
    assert missing and set(missing) <= {"itchy", "exercise", "calves"}


def test_who_finds_nothing_is_told_what_to_do_if_worried(search: Page) -> None:
    for typed in ("zyxwvut", "¿?", "zyxwvut qqqq"):
        assert ask(search, typed) == []
        assert search.locator(".md-search-result__meta").text_content() == LIBRARY.guide.strings.search_none


def test_a_result_that_is_a_question_opens_it(search: Page) -> None:
    field = search.locator("[data-md-component='search-query']")
    field.fill("")
    field.press_sequentially("how many minutes")
    search.locator(".md-search-result__item a[href*='#how-long']").first.click()
    search.wait_for_url("**/faq/**")
    assert search.locator("#how-long button").get_attribute("aria-expanded") == "true"
    assert search.get_by_text("Nobody has proven a best time").is_visible()


def test_what_is_typed_in_the_search_is_sent_nowhere(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.goto(address)
    page.locator("[data-md-component='search-query']").press_sequentially("breathless")
    page.locator(".md-search-result__item a[href*='#pe']").first.click()
    page.wait_for_url("**/red-flags/**")
    page.wait_for_load_state("networkidle")
    assert any("/red-flags/" in request for request in asked)
    assert [request for request in asked if "breathless" in request] == []
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])").find("breathless") < 0
    context.close()


def test_a_theme_whose_search_would_read_another_index_is_a_fault() -> None:
    plugins = {
        "macros": SimpleNamespace(config={"module_name": "macros"}),
        "materialx/search": SimpleNamespace(config={"provider": "pagefind"}),
    }
    config = SimpleNamespace(plugins=plugins, extra={"data": "docs/_data/bike.yml"}, site_url="")
    with pytest.raises(Faults, match=r'mkdocs.yml: plugins.search.provider: has to be "lunr"'):
        Settings.of(config, served=False)


def test_a_site_without_a_search_has_no_index(project: Project) -> None:
    project.edit("mkdocs.yml", "  - search\n", "  - search:\n      enabled: false\n")
    assert not (project.built() / "search").exists()


def test_answers_shown_on_another_page_are_found_on_their_own_page_alone(project: Project) -> None:
    project.edit("docs/index.md", "{{ glossary() }}", '{{ faq("how-often") }}\n\n{{ glossary() }}')
    docs = json.loads((project.built() / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    found = [
        entry["location"]
        for entry in docs
        if "How often should I check" in entry["title"] or "Before every ride" in entry["text"]
    ]
    assert found == ["faq/#how-often"]


def test_a_pages_own_heading_is_found_though_it_begins_like_a_card(project: Project) -> None:
    own = "## FAQ for parents\n\nWords.\n\n## Card tricks\n\nWords.\n\n"
    # A second card and a second time the same question have a number behind their ids.
    twice = '{{ faq("how-often") }}\n\n{{ faq("how-often") }}\n\n{{ glossary() }}'
    project.edit("docs/index.md", "{{ glossary() }}", own + twice)
    docs = json.loads((project.built() / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    found = [entry["location"] for entry in docs]
    assert "#faq-for-parents" in found and "#card-tricks" in found
    assert [place for place in found if re.match("#(card|faq)-(emergency|urgent|sources|how-often)", place)] == []
