"""The guide's own words: every claim has its source. What they have to say, and never may, is in `rules.yml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html
from markdown import markdown

from macros.data.library import load
from macros.pages import budgets
from tests.conftest import ROOT, Project

PICTURES = sorted((ROOT / "docs/assets/pictures").glob("*.svg"))
CITATION = "\N{PILCROW SIGN}"
"""Stands for a numbered citation in the texts that tests look at."""


@cache
def article(file: Path) -> html.HtmlElement:
    """A built page's article, with a mark in the place of each citation, and without what readers do not read."""
    root = html.parse(str(file)).getroot()
    found = root.find(".//article")
    tree = root.body if found is None else found
    for element in tree.xpath(".//sup | .//script | .//style | .//a[@class='headerlink']"):
        mark = CITATION if element.tag == "sup" else ""
        element.tail = mark + (element.tail or "")
        element.drop_tree()
    return tree


def folded(text: str) -> str:
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def reads(file: Path) -> str:
    """What a page says, without its citations."""
    return folded(article(file).text_content().replace(CITATION, ""))


def built(site: Path, page: str) -> Path:
    return site / ("index.html" if page == "index" else f"{page}/index.html")


# In order -------------------------------------------------------------------------------------------------------------


def test_the_home_page_puts_warning_signs_before_any_word_on_how_to_massage(site: Path) -> None:
    text = reads(built(site, "index"))
    intro, signs = text.partition("Check for warning signs first")[::2]
    assert len(intro.split()) <= 120
    assert "Start light" not in intro
    assert "Start light" in signs


# Every claim has its source ------------------------------------------------------------------------------------------

CLAIM_PAGES = ("index", "causes", "sensitivity", "benefits", "tips", "myths")
LEADS_ON = "it only says what else to read"
UNCITED = {
    "Check before you press": LEADS_ON,
    "For clinicians: handouts": LEADS_ON,
    "The table under why calves hurt": LEADS_ON,
    "Why calves are so sensitive, gentle massage": LEADS_ON,
    "Gentle massage, why calves hurt": LEADS_ON,
}
"""The first words of a block without a citation → why it needs none."""


def blocks(page: html.HtmlElement) -> list[html.HtmlElement]:
    """The paragraphs, lists, tables and headings of a page, in order, without components."""
    tags = {"p", "ul", "ol", "table", *(f"h{n}" for n in range(1, 7))}
    return [element for element in page if element.tag in tags]


def cited(element: html.HtmlElement) -> bool:
    """Whether the words end in a citation."""
    return folded(element.text_content()).rstrip(".) ").endswith(CITATION)


def as_written(page: str) -> html.HtmlElement:
    """A page with a mark for each citation, which readers do not see, and without what components draw."""
    source = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    text = re.sub(r"\{\{ cite\(.*?\) \}\}", CITATION, source.split("---", 2)[2])
    text = re.sub(r"\{\{.*?\}\}", "", text)
    drawn = markdown(text, extensions=["admonition", "attr_list", "tables"])
    return html.fragment_fromstring(drawn, create_parent="div")


def uncited(page: html.HtmlElement) -> list[str]:
    """The paragraphs, list items and table rows that neither end in a citation nor are covered by the next block."""
    found = []
    parts = blocks(page)
    for block, following in zip(parts, [*parts[1:], None], strict=True):
        covered = following is not None and following.tag == "p" and cited(following)
        if block.tag == "p":
            says = folded(block.text_content())
            picture_or_lead_in = not says or says.endswith(":")
            found += [] if cited(block) or picture_or_lead_in else [block]
        elif block.tag in ("ul", "ol") and not covered:
            items = block.findall("li")
            # A list of half sentences is one sentence: a citation at its end is for all of it.
            one_sentence = cited(items[-1]) and not any(folded(item.text_content()).endswith(".") for item in items)
            found += [] if one_sentence else [item for item in items if not cited(item)]
        elif block.tag == "table":
            found += [
                row for row in block.iter("tr") if row.find("td") is not None and CITATION not in row.text_content()
            ]
    return [folded(element.text_content()) for element in found]


@pytest.mark.parametrize("page", CLAIM_PAGES)
def test_every_claim_ends_in_a_citation(page: str) -> None:
    open_claims = uncited(as_written(page))
    assert [claim for claim in open_claims if not any(claim.startswith(start) for start in UNCITED)] == []


SOURCES = {
    "index": 15,
    "causes": 88,
    "sensitivity": 51,
    "benefits": 25,
    "tips": 46,
    "myths": 67,
    "red-flags": 10,
    "check": 2,
}
"""Page → how many sources its claims rest on, in its words or as evidence beside them. None is lost by a shorter page."""


@pytest.mark.parametrize("page", SOURCES)
def test_no_page_loses_a_source(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = set(re.findall(r'cite\("([a-z0-9-]+)"\)', text))
    for call in re.findall(r'\{\{ evidence\("[^"]*", (.*?)\) \}\}', text):
        named.update(re.findall(r'"([a-z0-9-]+)"', call))
    assert len(named) >= SOURCES[page]


EVERY_SOURCE = 149
"""How many sources the guide had before its claims moved to a page of their own: fewer need a line in `changes`."""


def test_every_source_stands_on_the_page_of_the_evidence(site: Path) -> None:
    evidence, sources = (html.parse(str(built(site, page))).getroot() for page in ("evidence", "sources"))
    listed = {number.get("id"): number.text for number in sources.xpath("//dt[starts-with(@id, 'source-')]/span")}
    links = evidence.xpath("//li//a[starts-with(@href, '../sources/#')]")
    led_to = {link.get("href").partition("#")[2]: link.text for link in links}
    assert listed == led_to and len(listed) >= EVERY_SOURCE


def test_no_exception_is_left_over() -> None:
    open_claims = [claim for page in CLAIM_PAGES for claim in uncited(as_written(page))]
    assert [start for start in UNCITED if not any(claim.startswith(start) for claim in open_claims)] == []


# Plain words ---------------------------------------------------------------------------------------------------------


def test_the_guide_keeps_to_the_limits_and_the_aims_of_clarity(guide_project: Project) -> None:
    result = guide_project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Aims missed" not in result.stdout
    for name in (
        *(f"docs/{page}.md" for page in (*CLAIM_PAGES, "red-flags", "check")),
        "answer how-hard",
        "red flag dvt",
    ):
        assert re.search(rf"^{name} +\d+\.\d +\d+ +\d+ +-?\d+\.\d ", result.stdout, re.M), name


# Pictures ------------------------------------------------------------------------------------------------------------

ALLOWED = {"svg", "title", "g", "path", "line", "circle", "ellipse", "rect", "polygon", "polyline", "text"}
"""What a picture may be drawn with: no script, style, font, gradient, filter, pattern, clip, picture or foreign words."""


def test_there_are_the_seven_pictures() -> None:
    assert [picture.stem for picture in PICTURES] == [
        "calf-from-behind",
        "one-leg-swollen",
        "pressure-scale",
        "soreness-72-hours",
        "stretch-knee-bent",
        "stretch-knee-straight",
        "where-to-press",
    ]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_is_plain_and_legible(picture: Path) -> None:
    source = picture.read_text(encoding="utf-8")
    assert len(source.encode()) < 8000
    root = ElementTree.fromstring(source)
    outer = {child: parent for parent in root.iter() for child in parent}
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert set(names) <= ALLOWED
    assert names[1] == "title"
    assert root[0].text
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert (width, height <= 520) == (360, True)
    for element in root.iter():
        for key, value in element.attrib.items():
            assert key not in ("style", "class", "href", "transform") or (key == "transform" and "scale" not in value)
            assert not key.startswith("on")
            assert "url(" not in value
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        element = text
        while "font-size" not in element.attrib:
            element = outer[element]
        assert float(element.attrib["font-size"]) >= 16, text.text


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_is_used_with_alternative_text_and_the_same_words_beside_it(site: Path, picture: Path) -> None:
    used = [
        image
        for file in site.rglob("*.html")
        for image in html.parse(str(file)).getroot().iter("img")
        if image.get("src", "").endswith(f"/{picture.name}")
    ]
    assert used
    for image in used:
        assert len(image.get("alt", "").split()) >= 15
        beside = " ".join(
            folded(e.text_content()) for e in image.getparent().itersiblings() if e.tag in ("p", "ul", "ol")
        )
        assert len(beside.split()) >= 15


def test_this_guide_sets_them() -> None:
    set_here = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide.budgets
    assert {key: set_here[key].words for key in budgets.MOST} == budgets.MOST
    assert (set_here["index.md"].words, set_here["benefits.md"].words, set_here["myths.md"].words) == (350, 700, 700)
    assert (set_here["red-flags.md"].all, set_here["check.md"].all) == (2600, 1000)
