"""A release: the same bytes again, sums that are right, and a copy that works from a folder."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import SECOND_TOPIC, Project

CHANGES = (
    "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n### Added\n\n- Words.\n\n## [1.1.0]\n\n- Older.\n"
)
DAY = "1796083200"


@pytest.fixture(scope="module")
def released(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("release") / "project", SECOND_TOPIC)
    project.write("CHANGELOG.md", CHANGES)
    (project.folder / "docs/_data/pack").mkdir()
    project.write("docs/_data/pack/README.md.jinja", "# Papers of {{ today }}\n")
    result = project.run("-m", "macros", "release", SOURCE_DATE_EPOCH=DAY)
    assert (result.returncode, result.stderr) == (0, "")
    first = (project.folder / "dist/release/SHA256SUMS").read_text(encoding="utf-8")
    assert project.run("-m", "macros", "release", SOURCE_DATE_EPOCH=DAY).returncode == 0
    assert (project.folder / "dist/release/SHA256SUMS").read_text(encoding="utf-8") == first, "the same bytes again"
    return project.folder / "dist/release"


def test_the_sums_are_right_and_the_notes_are_the_newest(released: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (released / "SHA256SUMS").read_text("utf-8").splitlines())
    assert {"NOTES.md", "site.zip", "offline.zip", "pack.zip"} <= set(sums)
    assert sums == {name: hashlib.sha256((released / name).read_bytes()).hexdigest() for name in sums}
    assert (released / "NOTES.md").read_text("utf-8") == "### Added\n\n- Words.\n"


def test_the_papers_are_there_as_files_and_as_a_zip(released: Path) -> None:
    assert (released / "pack/README.md").read_text(encoding="utf-8") == "# Papers of 2026-12-01\n"
    with zipfile.ZipFile(released / "pack.zip") as archive:
        assert sorted(archive.namelist()) == ["pack/README.html", "pack/README.md", "pack/README.pdf"]


def test_the_offline_copy_works_from_a_folder(released: Path, tmp_path: Path, browser: Browser) -> None:
    with zipfile.ZipFile(released / "offline.zip") as archive:
        archive.extractall(tmp_path)
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "offline/index.html").as_uri())
    page.locator("#region").select_option("uk")
    expect(page.locator("[data-help-line=emergency]").last).to_have_text("999")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("brakes")
    link = page.locator(".md-search-result__link").first
    expect(link).to_be_visible(timeout=20_000)
    link.click()
    page.wait_for_url("file:**.html*")
    assert said == []
    page.close()
