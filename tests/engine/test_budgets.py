"""A reader reads a quarter of a page: the build holds pages, answers and callouts to their number of words."""

from __future__ import annotations

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
