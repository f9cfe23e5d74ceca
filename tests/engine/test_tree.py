"""The tree that handouts and the embed are made from loses no word of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from macros.pages.drawn import DrawnPage
from macros.pages.page import read as read_page
from macros.pages.tree import Unknown, heading, node, parse, read
from tests.conftest import PAGES, REVIEW, Project, file_of


@pytest.mark.parametrize("page", [page for page in PAGES if page != "404.html"])
def test_a_tree_has_every_word_of_its_page_in_order(site: Path, page: str) -> None:
    article = html.parse(file_of(site, page), html.HTMLParser(encoding="utf-8")).getroot().find(".//article")
    for part in article.xpath(
        ".//script | .//template | .//a[@class='headerlink'] | .//*[@class='region' or @class='review']"
    ):
        part.drop_tree()
    tree = read("".join(html.tostring(part, encoding="unicode") for part in article))
    assert len(tree.text()) > 100
    assert "".join(tree.text().split()) == "".join(article.text_content().split())


def test_a_tree_keeps_the_order_the_links_and_the_words_between_elements() -> None:
    tree = read('<h2 id="x">One<a class="headerlink" href="#x">#</a></h2><p>two <a href="/y/">three</a>, four</p>')
    assert tree.text() == "One two three, four"
    assert [(node.tag, node.attributes) for node in tree.walk()] == [
        ("article", {}),
        ("h2", {"id": "x"}),
        ("p", {}),
        ("a", {"href": "/y/"}),
    ]


def test_scripts_handlers_and_places_that_a_script_fills_are_left_out() -> None:
    tree = read('<p onclick="x()" style="y">a<script>b</script></p><div class="faq__tools">c</div><!-- d -->e')
    assert tree.text() == "a e"
    assert tree.children[0].attributes == {}


@pytest.mark.parametrize("tag", ["iframe", "details", "video", "form", "svg", "article", "custom-element"])
def test_an_unknown_element_is_named(tag: str) -> None:
    for wanted in (node, heading):
        with pytest.raises(Unknown, match=f"<{tag}> is not an element"):
            wanted(parse(f"<div><p>a</p><{tag}>words in it</{tag}></div>"))


@pytest.mark.parametrize("before", ["", "<script>s</script><!-- c -->", '<div class="faq__tools"><form>f</form></div>'])
def test_a_heading_is_the_first_of_its_page(before: str) -> None:
    page = f"{before}<div><h1>One <em>and</em></h1></div><h1>Two</h1><p>a</p>"
    assert heading(parse(page)).children == (next(node for node in read(page).walk() if node.tag == "h1"),)
    assert heading(parse(f"{before}<h2>Two</h2>")).children == ()


def test_no_channel_reads_more_of_a_page_than_it_has_said() -> None:
    page, faults = read_page("tips.md", "docs/tips.md", "---\ncontent: false\n---\n# Tips\n")
    assert faults == []
    drawn = DrawnPage(page, "Tips", "tips/", REVIEW, overdue=False, content=None)
    with pytest.raises(LookupError, match="is not among the pages that are read in full"):
        drawn.tree.find("card")


def test_a_page_with_an_unknown_element_is_a_fault_with_its_line(project: Project) -> None:
    project.write("docs/index.md", project.read("docs/index.md") + '\n<video src="x.mp4">Film</video>\n')
    line = project.read("docs/index.md").split("\n").index('<video src="x.mp4">Film</video>') + 1
    result = project.build()
    assert result.returncode == 1
    expected = f"docs/index.md:{line}: <video> is not an element that the handouts and the embed can carry: 'Film'\n"
    assert result.stderr == expected
