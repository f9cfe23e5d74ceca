"""No part of the data is left without a page, and no page without a place: the fault names the culprit."""

from __future__ import annotations

import pytest

from macros.pages.page import Page
from macros.pages.structure import check, check_nav
from tests.conftest import Project

NAV = """site_name: A
nav:
  - Home: index.md
  - Part:
      - Signs: red-flgas.md
      - https://example.org/
  - faq.md
"""


def pages(*paths: str) -> dict[str, Page]:
    return {path: Page(path, f"docs/{path}", "") for path in paths}


def moved(project: Project, old: str, new: str) -> list[str]:
    (project.folder / "docs" / old).rename(project.folder / "docs" / new)
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace(old, new))
    return project.build().stderr.splitlines()


@pytest.mark.parametrize(
    ("old", "new", "line", "macro", "part"),
    [
        ("faq.md", "questions.md", 8, "faq", "faq"),
        ("red-flags.md", "signs.md", 8, "red_flag", "red_flags"),
        ("check.md", "safe.md", 8, "safety_check", "check"),
    ],
)
def test_a_page_with_lasting_addresses_keeps_its_name(
    project: Project, old: str, new: str, line: int, macro: str, part: str
) -> None:
    what = f"'{part}' has its lasting addresses on '{old}', which the site does not have: rename this page"
    assert f"docs/{new}:{line}: {macro}(): {what}" in moved(project, old, new)


def test_a_part_of_the_data_that_no_page_draws_is_a_fault(project: Project) -> None:
    for name in ("check.md", "faq.md"):
        (project.folder / "docs" / name).unlink()
    told = project.build().stderr.splitlines()
    what = "docs/{}: no such page: no reader would find '{}'; write it, with {{{{ {}() }}}}"
    assert what.format("check.md", "check", "safety_check") in told
    assert what.format("ask-first.md", "ask_first", "ask_first") in told
    assert what.format("faq.md", "faq", "faq") in told


def test_a_site_needs_a_first_page() -> None:
    (fault,) = map(str, check(pages("home.md"), None, "docs"))
    assert fault == "docs/index.md: no such page: the site would have no first page"
    assert list(check(pages("README.md"), None, "docs")) == []


def test_addresses_of_the_build_are_no_pages() -> None:
    taken = ("assets/a.md", "Embed.md", "search/index.md", "404.md")
    faults = list(check(pages("index.md", "searching.md", *taken), None, "docs"))
    assert [fault.file for fault in faults] == [f"docs/{path}" for path in taken]
    assert faults[0].what == "no page can have this name: /assets/ belongs to the build; rename it"


def test_faults_of_the_menu_have_their_line() -> None:
    nav = [{"Home": "index.md"}, {"Part": [{"Signs": "red-flgas.md"}, "https://example.org/"]}, "faq.md"]
    found = pages("index.md", "red-flags.md", "faq.md", "hidden.md")
    assert [str(fault) for fault in check_nav(NAV, nav, found, {"hidden.md"})] == [
        "mkdocs.yml:5: nav[1].Part[0].Signs: no page 'red-flgas.md' (did you mean 'red-flags.md'?)",
        "docs/red-flags.md:1: stands in no menu: name it under 'nav' or 'not_in_nav' in mkdocs.yml, '- Its title: red-flags.md'",
    ]
    assert list(check_nav("", None, found, ())) == []


def test_a_page_left_out_of_the_menu_on_purpose_is_no_fault(project: Project) -> None:
    project.edit("mkdocs.yml", "  - For clubs: clinics.md\n", "")
    assert "docs/clinics.md:1: stands in no menu" in project.build().stderr
    project.edit("mkdocs.yml", "exclude_docs:", "not_in_nav: /clinics.md\nexclude_docs:")
    assert project.built()
