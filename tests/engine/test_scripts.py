"""Browser scripts: joined, made small, put in their places; a fault in one is a line that says where."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from macros.faults import Faults
from macros.web.scripts import Scripts
from tests.conftest import ROOT
from tests.scripts import bundles

NODE = ROOT / ".venv" / "bin" / "node"


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    (tmp_path / "one.js").write_text("/* What it is for. */\nconst greeting = 'Hello';\n", encoding="utf-8")
    (tmp_path / "two.js").write_text("function start(root) {\n  root.title = greeting;\n}\n", encoding="utf-8")
    (tmp_path / "look.css").write_text("a {\n  content: '\"é\\201C`';\n}\n", encoding="utf-8")
    return Scripts(tmp_path, "look/assets")


def test_joined_files_share_what_they_declare_and_make_nothing_global(scripts: Scripts) -> None:
    page = scripts.put_in('<p><script data-inline="one.js two.js"></script></p>')
    assert page.startswith('<p><script>(()=>{"use strict";')
    assert page.endswith("})()</script></p>")
    assert "What it is for" not in page and "data-inline" not in page
    assert page.count("Hello") == 1


def test_a_style_sheet_becomes_the_text_of_a_constant(scripts: Scripts) -> None:
    bundle = scripts.bundle(["look.css", "one.js"], "console.log(css, greeting)")
    node = subprocess.run([NODE, "-e", bundle], capture_output=True, encoding="utf-8", check=True)
    assert node.stdout == "a{content:'\"é\\201C`'} Hello\n"


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("two.js", "const a = 1;\nconst b = = 2;\n", 2, "unexpected = in expression"),
        ("gone.js", None, 0, "No such file or directory"),
        ("../gone.js", None, 0, "No such file or directory"),
    ],
)
def test_a_fault_names_the_file_and_the_line(
    scripts: Scripts, name: str, text: str | None, line: int, what: str
) -> None:
    if text:
        (scripts.folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        scripts.bundle(["one.js", name])
    file = {"two.js": "look/assets/two.js", "gone.js": "look/assets/gone.js", "../gone.js": "look/gone.js"}[name]
    assert [(fault.file, fault.line, fault.what) for fault in found.value.faults] == [(file, line, what)]


def test_every_script_of_ours_has_its_types_checked() -> None:
    checked = {name for names in bundles() for name in names}
    assert checked == {str(file.relative_to(ROOT / "macros")) for file in (ROOT / "macros").rglob("*.js")}
