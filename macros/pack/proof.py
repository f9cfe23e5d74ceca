"""The tests behind the papers: which there are, and how each ended on the very commit that is released."""

from __future__ import annotations

import ast
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

RESULTS = Path(".build/tests")
"""Where `make test` and `make listen` write how each test ended, in a file named by the commit."""
RUN = ("engine/**/test_*.py", "guide/**/test_*.py", "listen/heard.py")
"""The files of tests that these two run."""


@dataclass(frozen=True)
class Proof:
    """A test of the project.

    Attributes:
        id: pytest's, "tests/guide/test_check.py::test_axe_finds_nothing": all its cases together.
        outcome: passed (each case did), failed, or "did not run" (a case was left out, or there is no result).
        day: when, as in 2026-11-25; "" for a test that did not run.
    """

    id: str
    outcome: str = "did not run"
    day: str = ""

    def __str__(self) -> str:
        return f"{self.id} ({self.outcome}{f' on {self.day}' if self.day else ''})"


def proofs(root: Path) -> dict[str, Proof]:
    """Every test of a project that can have a result, by its id."""
    found = {}
    for file in sorted(file for files in RUN for file in (root / "tests").glob(files)):
        name = file.relative_to(root).as_posix()
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[f"{name}::{node.name}"] = Proof(f"{name}::{node.name}")
    ended = outcomes(root / RESULTS, commit(root))
    return found | {id: proof for id, proof in ended.items() if id in found}


def commit(root: Path) -> str:
    """The commit of a project, with "-dirty" at its end for files that were changed since; "" where there is no git."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def outcomes(folder: Path, commit: str) -> dict[str, Proof]:
    """How the tests ended that pytest wrote of into `<commit>*.xml`; nothing for files that were changed since."""
    cases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known = commit and not commit.endswith("-dirty")
    for file in sorted(folder.glob(f"{commit}*.xml")) if known else ():
        if "-dirty" in file.name:
            continue
        for suite in ElementTree.parse(file).iter("testsuite"):
            for case in suite.iter("testcase"):
                name = case.get("classname", "").replace(".", "/") + ".py::" + case.get("name", "").partition("[")[0]
                cases[name].append((_ended(case), suite.get("timestamp", "")[:10]))
    return {name: _proof(name, ended) for name, ended in cases.items()}


def _ended(case: ElementTree.Element) -> str:
    kinds = {child.tag for child in case}
    return "failed" if kinds & {"failure", "error"} else "did not run" if "skipped" in kinds else "passed"


def _proof(name: str, cases: list[tuple[str, str]]) -> Proof:
    """All cases of a test together: the worst is what counts."""
    outcome = next(kind for kind in ("failed", "did not run", "passed") if kind in {ended for ended, _ in cases})
    return Proof(name, outcome, "" if outcome == "did not run" else min(day for _, day in cases))
