"""A reader reads a quarter of a page: the build holds pages, answers and callouts to their number of words."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project

BIKE = "docs/_data/bike.yml"
SET = "budgets: {page: {words: 60}, answer: {words: 30}, callout: {words: 45}}\n"


def told(project: Project, extra: str = SET, **pages: str) -> str:
    project.write(BIKE, project.read(BIKE) + extra)
    for name, text in pages.items():
        project.write(f"docs/{name}.md", text)
        project.edit("mkdocs.yml", "\nnav:\n", f"\nnav:\n  - {name}.md\n")
    result = project.build()
    assert result.returncode == 1
    return result.stderr


FRONT = "---\nlast_reviewed: 2026-11-01\nnext_review: 2028-11-01\n---\n\n# Bells\n\n"
END = '{{ cite("shop-rule") }}\n\n{{ sources() }}\n'
MESSAGE = '!!! message ""\n    Ring the bell. It is kind.\n\n'


def test_a_page_over_its_budget_is_told(project: Project) -> None:
    said = told(project, bells=f"{FRONT}{MESSAGE}{'Ring the bell. ' * 20}{END}")
    assert "docs/bells.md:1: has 67 words of its own; 60 is its budget\n" in said, said


@pytest.mark.parametrize(
    ("lower", "expected"),
    [
        ("20", "docs/bells.md:1: has 25 words of its own; 20 is its budget\n"),
        ("61", "docs/bells.md:4: budget: 61 is more than 60: a page can only lower its budget\n"),
        ("few", "docs/bells.md:4: budget: "),
        ("0", "docs/bells.md:4: budget: "),
    ],
)
def test_a_page_can_lower_its_budget_and_not_raise_it(project: Project, lower: str, expected: str) -> None:
    front = FRONT.replace("\n---\n\n#", f"\nbudget: {lower}\n---\n\n#")
    said = told(project, bells=f"{front}{MESSAGE}{'Ring the bell. ' * 6}{END}")
    assert expected in said, said


def test_what_the_data_draws_on_a_page_counts_where_a_guide_says_so(project: Project) -> None:
    said = told(project, "budgets: {red-flags.md: {words: 60, all: 9}}\n")
    assert re.search(r"docs/red-flags\.md:1: has \d+ words in all; 9 is its budget\n", said), said


def test_a_guide_has_a_budget_too(project: Project) -> None:
    said = told(project, "budgets: {guide: {words: 9}}\n")
    assert re.search(r"budgets: pages of advice have \d+ words together; 9 is their budget\n", said), said


def test_a_page_of_advice_needs_its_main_message(project: Project) -> None:
    said = told(project, bells=f"{FRONT}Ring the bell.{END}")
    assert 'docs/bells.md:6: needs its main message right after the title: !!! message ""\n' in said


def test_a_main_message_is_short(project: Project) -> None:
    long = MESSAGE.replace("It is kind.", "It is kind. It is fun. It is loud.")
    said = told(project, bells=f"{FRONT}{long}Ring.{END}")
    assert "docs/bells.md:9: the main message has 4 sentences; 3 is the most\n" in said, said


def test_an_answer_and_a_callout_over_their_budgets_are_told(project: Project) -> None:
    said = told(project, "budgets: {answer: {words: 2}, callout: {words: 3}}\n")
    assert "faq[0].answer: has " in said and "red_flags[0]: has " in said
    assert all(f"; {most} is its budget" in said for most in (2, 3))


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("budgets: {page: {words: 900}}\n", "budgets.page: 900 words are more than 800: say why under 'reason'"),
        ("budgets: {indx.md: {words: 90}}\n", "budgets.indx.md: no page 'indx.md' (did you mean 'index.md'?)"),
    ],
)
def test_a_budget_that_cannot_be_is_told(project: Project, extra: str, expected: str) -> None:
    assert expected in told(project, extra)


def test_a_guide_without_budgets_is_held_to_none(project: Project) -> None:
    project.write("docs/index.md", f"{project.read('docs/index.md')}\n{'Ring the bell. ' * 400}\n")
    project.built()
