"""The papers for those who have to vouch for a guide: nothing is claimed but what a test saw on the very commit."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from macros.data.library import load
from macros.faults import Faults
from macros.pack.flags import compared
from macros.pack.model import Report
from macros.pack.openacr import judged
from macros.pack.proof import Proof, commit, outcomes, proofs
from macros.pack.write import FOLDER, Pack, write
from tests.conftest import ROOT, SECOND_TOPIC, data_of

HERE = "tests/engine/test_pack.py::test_a_file_names_no_test_that_does_not_exist"
REPORT = """\
title: Report
author: Us
catalog: 2.5-edition-wcag-2.2-508-eu-en
licence: CC-BY-4.0
methods: By programs.
notes: Notes.
chapters:
  - id: success_criteria_level_a
    name: A
    criteria:
      - num: 1.1.1
        name: Non-text content
        on:
          web:
            level: supports
            tests:
              - tests/engine/test_pack.py::test_a_file_names_no_test_that_does_not_exist
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a report, and the engine's tests."""
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / FOLDER / "accessibility.yml").write_text(REPORT, encoding="utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path


def pack(root: Path) -> Path:
    data = data_of(SECOND_TOPIC)
    Pack(root, load(SECOND_TOPIC / data, data), data, date(2026, 12, 1), "not given").write(root / "out")
    return root / "out"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("accessibility.yml", "_exist", "_exits", f"accessibility.yml:17: no test '{HERE[:-2]}ts' (did you mean '{HERE}'?)"),
        ("accessibility.yml", "tests:\n              - tests/engine/test_pack.py::test_a_file_names_no_test_that_does_not_exist", "tests: [tests/a.py::test_b]", "accessibility.yml:16: no test 'tests/a.py::test_b'"),
        ("accessibility.yml", "tests/engine/", "", "accessibility.yml:17: chapters[0].criteria[0].on.web.tests[0]: 'test_pack.py::test_a_file_names_no_test_that_does_not_exist' does not look right"),
        ("accessibility.yml", "tests:\n", "note: x\n#", "accessibility.yml:14: chapters[0].criteria[0].on.web: 'supports' needs a test"),
        ("accessibility.yml", "level: supports", "level: suports", "is not one of supports, partially-supports"),
        ("page.md.jinja", "", "\n{{ test('tests/engine/test_none.py::test_x') }}", "page.md.jinja:2: no test 'tests/engine/test_none.py::test_x'"),
        ("page.md.jinja", "", "Words.", "page.md.jinja:1: has no title: begin with '# '"),
        ("page.md.jinja", "", "{{ nobody }}", "page.md.jinja: 'nobody' is undefined"),
    ],
)  # fmt: skip
def test_a_file_names_no_test_that_does_not_exist(root: Path, file: str, old: str, new: str, said: str) -> None:
    path = root / FOLDER / file
    path.write_text(REPORT.replace(old, new) if old else new, encoding="utf-8")
    with pytest.raises(Faults) as found:
        pack(root)
    assert said in str(found.value)
    assert list((root / "out").iterdir()) == []


def test_a_guide_without_files_for_papers_gets_none(tmp_path: Path) -> None:
    write(SimpleNamespace(config=SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"))), tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_what_did_not_pass_on_this_commit_is_not_evaluated() -> None:
    report = Report.model_validate(
        {
            "title": "", "author": "", "catalog": "", "methods": "", "notes": "", "licence": "",
            "chapters": ({"id": "a", "name": "", "criteria": ({"num": "1", "name": "", "on": {"web": {"level": "supports", "tests": ("tests/a.py::test_t",)}}},)},),
        }
    )  # fmt: skip
    for outcome, level in {"passed": "supports", "failed": "not-evaluated", "did not run": "not-evaluated"}.items():
        (part,) = judged(report, {"tests/a.py::test_t": Proof("t", outcome)}).chapters
        assert part.criteria[0].on["web"].level == level


def test_an_outcome_is_that_of_all_cases_on_the_very_commit(tmp_path: Path) -> None:
    cases = {"a[1]": "", "a[2]": "<failure/>", "b[1]": "", "b[2]": "<skipped/>", "c": ""}
    text = "".join(f'<testcase classname="tests.guide.test_x" name="test_{n}">{e}</testcase>' for n, e in cases.items())
    for name in ("abc.xml", "abc-dirty.xml", "def.xml"):
        time = {"abc.xml": "2026-12-01"}.get(name, "2026-11-01")
        (tmp_path / name).write_text(
            f'<testsuites><testsuite timestamp="{time}T09:00:00">{text}</testsuite></testsuites>'
        )
    found = outcomes(tmp_path, "abc")
    assert {str(proof).partition("::")[2] for proof in found.values()} == {
        "test_a (failed on 2026-12-01)", "test_b (did not run)", "test_c (passed on 2026-12-01)"
    }  # fmt: skip
    assert outcomes(tmp_path, "abc-dirty") == outcomes(tmp_path, "") == {}


def test_the_tests_of_a_project_are_those_whose_results_are_kept() -> None:
    found = proofs(ROOT)
    assert HERE in found
    assert "tests/listen/heard.py::test_each_question_is_heard_among_the_headings_and_opens" in found
    assert not [name for name in found if name.startswith(("tests/trial/", "tests/soak/"))], (
        "no result is kept of these"
    )


def test_a_changed_file_is_another_state_than_the_commit(tmp_path: Path) -> None:
    assert commit(tmp_path) == ""
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    (tmp_path / "a").write_text("1")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], check=True)
    assert len(commit(tmp_path)) == 40
    (tmp_path / "a").write_text("2")
    assert commit(tmp_path).endswith("-dirty")


def test_changes_of_red_flags_are_told_one_by_one() -> None:
    before = {"a": {"name": "A", "sign": "x"}, "b": {"name": "B", "level": "urgent"}}
    now = {"a": {"name": "A", "sign": "y"}, "c": {"name": "C", "level": "urgent"}}
    assert list(compared(before, now)) == ["`a`, sign: was 'x', is 'y'", "`b` is gone: B", "`c` is new: C (urgent)"]
