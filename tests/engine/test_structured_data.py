"""What a page says about itself to programs is what it says to readers."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lxml import html

from tests.conftest import LIBRARY, PAGES, REVIEW, Project, checked, file_of

BIKE = "docs/_data/bike.yml"


def data_of(file: str) -> dict | None:
    found = html.parse(file, html.HTMLParser(encoding="utf-8")).xpath("//script[@type='application/ld+json']/text()")
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def test_every_page_says_when_it_was_reviewed_and_names_nobody_who_did_not(site: Path) -> None:
    for page in PAGES:
        data = data_of(file_of(site, page))
        if page == "404.html":
            assert data is None
            continue
        assert data and "MedicalWebPage" in data["@type"], page
        assert data["lastReviewed"] == str(checked(page).last_reviewed)
        assert ("reviewedBy" in data) == (REVIEW.clinical_reviewer is not None)
        assert data["url"] == f"http://localhost:8000/{page}"


def test_a_real_reviewer_is_named(project: Project) -> None:
    project.edit(
        "docs/_data/bike.yml",
        "clinical_reviewer: null",
        "clinical_reviewer: {name: Test Person, role: tester, date: 2026-11-01}",
    )
    data = data_of(str(project.built() / "index.html"))
    assert data and data["reviewedBy"] == {"@type": "Person", "name": "Test Person", "jobTitle": "tester"}


def test_marks_in_words_stay_words(project: Project) -> None:
    """The theme's templates, unlike the components', escape nothing by themselves."""
    title = 'Say "stop" & 1 < 2'
    heading = re.search(r"^# (.*)$", project.read("docs/faq.md"), re.M)[1]
    project.edit("docs/faq.md", f"# {heading}\n", f"# {title}\n")
    project.edit("mkdocs.yml", "Questions and answers: faq.md", "faq.md")  # its title is then its heading
    attack = "x\" onmouseover='alert(1)' & 1 < 2"
    unreviewed = f"{attack} by {{reviewer}}"
    words = dict.fromkeys(("region_failed", "review_heading", "search_failed"), attack) | {"not_reviewed": unreviewed}
    project.edit(BIKE, "strings:\n", "strings:\n" + "".join(f"  {k}: {json.dumps(w)}\n" for k, w in words.items()))
    unreviewed = f"{attack} by a mechanic"
    page = file_of(project.built(), "faq/")
    tree = html.parse(page, html.HTMLParser(encoding="utf-8")).getroot()
    assert tree.xpath("//meta[@property='og:title']/@content") == [title]
    assert tree.xpath("//noscript/link/@title") == [title]
    assert data_of(page)["name"] == title
    assert tree.xpath("//*[@onmouseover]") == []
    assert tree.xpath("//@data-failed").count(attack) == 2
    assert tree.xpath("//section[@class='review']/@aria-label") == [attack]
    assert f"{unreviewed}." in tree.xpath("string(//section[@class='review'])")
    assert tree.xpath("string(//*[@data-md-component='announce'])").strip() == unreviewed


def test_the_questions_are_on_their_own_page_alone_in_the_words_that_readers_see(site: Path) -> None:
    for page in PAGES:
        data = data_of(file_of(site, page)) or {}
        assert ("mainEntity" in data) == ("FAQPage" in data.get("@type", ())) == (page == "faq/"), page
    tree = html.parse(file_of(site, "faq/"), html.HTMLParser(encoding="utf-8")).getroot()
    for number in tree.xpath("//sup"):
        number.drop_tree()
    seen = " ".join(tree.xpath("//article")[0].text_content().split())
    entries = (data_of(file_of(site, "faq/")) or {})["mainEntity"]
    answers = {question.question: question.answer for question in LIBRARY.guide.faq}
    assert len(entries) == len(answers)
    for entry in entries:
        assert entry["name"] in seen
        assert len(entry["acceptedAnswer"]["text"]) > len(answers[entry["name"]]) / 2
        assert entry["acceptedAnswer"]["text"] in seen


def test_the_head_names_the_page_for_those_who_share_it(site: Path) -> None:
    tree = html.parse(file_of(site, "faq/"), html.HTMLParser(encoding="utf-8")).getroot()
    (title,) = tree.xpath("//meta[@property='og:title']/@content")
    (description,) = tree.xpath("//meta[@property='og:description']/@content")
    assert title and len(description) > 40
    assert tree.xpath("//meta[@property='og:url']/@content") == ["http://localhost:8000/faq/"]


def test_the_sitemap_names_every_page(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    for page in PAGES:
        assert (f"<loc>http://localhost:8000/{page}</loc>" in sitemap) == (page != "404.html"), page
