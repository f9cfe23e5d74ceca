"""Guides beside this one: a new one with a copy of this engine, and a later engine for one that is there.

The engine is the same in every guide. What a guide says, its settings and its own tests are its author's alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from string import Template

from .data.given import defaults
from .data.library import load
from .data.text import nearest
from .data.words import languages
from .faults import Fault, Faults
from .pages.todo import SCAFFOLD

ROOT = Path(__file__).parent.parent
VERSION = "macros/VERSION"
DATA = "docs/_data/guide.yml"
PARTS = (
    ".github",
    ".gitignore",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-TEXT",
    "Makefile",
    "SECURITY.md",
    "deploy",
    "docs/_data/schema.json",
    "macros",
    "overrides",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
)
"""What is the engine's in a guide's folder, beside its tests."""
OWN_TESTS = ("guide", "node_modules", "__pycache__", ".*_cache")
"""What is not the engine's in the folder of the tests."""
YEAR = timedelta(days=365)


def new(target: Path, title: str, region: str, language: str, today: date) -> None:
    """Write the folder of a new guide that builds at once: whole or not at all.

    Raises:
        Faults: for a folder that is not empty, and for a title, a region or a language that cannot be used.
    """
    target = target.resolve()
    if faults := list(_refused(target, region, language)):
        raise Faults(faults)
    made = target.with_name(f".{target.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    try:
        _copy_engine(made)
        _copy_scaffold(made, title, region, language, today)
        _check_title(made, language)
        if target.exists():
            target.rmdir()
        made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def upgrade(target: Path) -> tuple[str, str]:
    """Put this engine in the place of a guide's own, and leave the guide's files alone.

    Returns:
        The version of the engine before and after.

    Raises:
        Faults: for a folder that holds no guide, and for one in which git could not undo it.
    """
    target = target.resolve()
    if target == ROOT or not ((target / "mkdocs.yml").is_file() and (target / "macros").is_dir()):
        what = "is this engine's own folder" if target == ROOT else "holds no guide: it has no mkdocs.yml and macros/"
        raise Faults([Fault(str(target), what)])
    _undoable(target)
    before = _read(target / VERSION)
    work = target / ".build/upgrade"
    shutil.rmtree(work, ignore_errors=True)
    try:
        _copy_engine(work / "new")
        _swap(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return before, _read(target / VERSION)


def undo() -> str:
    """The commands that take an upgrade back, in the guide's folder."""
    parts = " ".join(_git_parts())
    return f"git checkout HEAD -- {parts} && git clean -fdq -- {parts}"


def faults(target: Path) -> str:
    """What a guide has to change for its engine: the faults of a build; "" when there are none."""
    kept = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "REGION")}
    command = [sys.executable, "-m", "macros", "site"]
    built = subprocess.run(command, cwd=target, env=kept, capture_output=True, text=True)
    return built.stderr.strip() if built.returncode else ""


# A new guide ---------------------------------------------------------------------------------------------------------


def _refused(target: Path, region: str, language: str) -> Iterator[Fault]:
    if not target.parent.is_dir():
        yield Fault(str(target), f"its folder '{target.parent}' does not exist: make it first")
    elif target.exists() and not (target.is_dir() and not any(target.iterdir())):
        yield Fault(str(target), "exists and is not an empty folder: choose another name, or empty it")
    for name, given, known in (
        ("region", region, defaults("help_lines", language)),
        ("language", language, languages()),
    ):
        if given not in known and known:
            yield Fault(f"--{name}", f"unknown {name} '{given}'{nearest(given, known)}; there are {', '.join(known)}")


def _copy_scaffold(made: Path, title: str, region: str, language: str, today: date) -> None:
    words = {
        "heading": title,
        "title": json.dumps(title, ensure_ascii=False),
        "region": region,
        "language": language,
        "today": str(today),
        "next_review": str(today + YEAR),
    }
    for file in sorted(SCAFFOLD.rglob("*")):
        if file.is_file():
            to = made / file.relative_to(SCAFFOLD)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(Template(file.read_text("utf-8")).substitute(words), "utf-8")


def _check_title(made: Path, language: str) -> None:
    """Refuse a title that the data file refuses."""
    try:
        load(made / DATA, DATA, language)
    except Faults as found:
        at_fault = (fault for fault in found.faults if fault.where == "topic.title")
        raise Faults([replace(fault, file="--title", line=0, where="") for fault in at_fault] or found.faults) from None


# The engine ----------------------------------------------------------------------------------------------------------


def _engine() -> Iterator[str]:
    """The parts of the engine that are here."""
    yield from (part for part in PARTS if (ROOT / part).exists())
    for path in sorted((ROOT / "tests").glob("*")):
        if not any(path.match(pattern) for pattern in OWN_TESTS):
            yield f"tests/{path.name}"


def _copy_engine(to: Path) -> None:
    for part in _engine():
        (to / part).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(ROOT / part, to / part)
    (to / VERSION).write_text(f"{version()}\n", "utf-8")


def version() -> str:
    """This engine's version; in its own repository with the commit, "0.1.0+1a2b3c4"."""
    said = _read(ROOT / VERSION)
    if "+" in said or not (ROOT / ".git").exists():
        return said
    commit = _git(ROOT, "rev-parse", "--short", "HEAD").stdout.strip()
    return f"{said}+{commit}" if commit else said


def _read(file: Path) -> str:
    return file.read_text("utf-8").strip() if file.is_file() else "?"


def _swap(work: Path, target: Path) -> None:
    """Put each part of the engine in the place of the one before; when one cannot be, put all of them back."""
    done = []
    try:
        for part in _engine():
            here, old = target / part, work / "old" / part
            old.parent.mkdir(parents=True, exist_ok=True)
            here.parent.mkdir(parents=True, exist_ok=True)
            if here.exists():
                here.rename(old)
            done.append((here, old))
            (work / "new" / part).rename(here)
    except OSError as error:
        for here, old in reversed(done):
            if here.exists():
                here.rename(work / "new" / f"back-{len(done)}-{here.name}")
            if old.exists():
                old.rename(here)
        error.add_note("the engine there is as it was")
        raise


# Git -----------------------------------------------------------------------------------------------------------------


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)


def _git_parts() -> list[str]:
    """The parts of the engine as git is told of them."""
    return list(dict.fromkeys("tests" if part.startswith("tests/") else part for part in _engine()))


def _undoable(target: Path) -> None:
    """Refuse a folder in which git could not take an upgrade back."""
    status = _git(target, "status", "--porcelain", "--", *_git_parts())
    if status.returncode or _git(target, "rev-parse", "HEAD").returncode:
        what = "git keeps no version of it, so nothing could be undone: git init && git add -A && git commit -m Start"
        raise Faults([Fault(str(target), what)])
    what = "has changes that git does not keep yet, and would be replaced: commit it, or put it aside with git stash"
    if changed := status.stdout.splitlines():
        raise Faults(Fault(line[3:], what) for line in changed)
