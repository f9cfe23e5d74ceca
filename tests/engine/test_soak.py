"""A small sample of what `make soak` does at length: harm at random, kills, and disks that take nothing more."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.conftest import ROOT, SECOND_TOPIC, Project, clean_environment
from tests.soak.builds import forked, state, wrong
from tests.soak.hostile import ALLOWED, READ, acting, feed, hostile, oembed, pdf
from tests.soak.kills import kills


def soak(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of its own: it forks, which one with threads may not."""
    return subprocess.run(
        [sys.executable, "-m", "tests.soak", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=500,
    )


def test_harm_at_random_is_built_whole_or_refused_in_lines(builds: None) -> None:
    result = soak("mutations", "--seed", "1", "--count", "8", "--sample")
    print(result.stdout)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert re.search(r"mutations: 8: [1-7] built, [1-7] refused; 0 broke a promise", result.stdout)


def test_kills_at_random_moments_leave_a_whole_site(builds: None, tmp_path: Path) -> None:
    assert kills(seed=1, count=4, folder=tmp_path / "project", source=SECOND_TOPIC) == []


# A disk that takes nothing more ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def disks(builds: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, bool]]:
    """How builds on full and read-only disks ended, by what stood in the way."""
    space = ["unshare", "--user", "--map-root-user", "--mount"]
    folder = tmp_path_factory.mktemp("disk") / "full"
    folder.mkdir()
    probe = [*space, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not shutil.which("unshare") or (tried := subprocess.run(probe, capture_output=True, text=True)).returncode:
        reason = tried.stderr.strip() if shutil.which("unshare") else "there is no unshare"
        pytest.skip(f"a small disk cannot be mounted here ({reason}): what a full disk does is not checked")
    command = [*space, sys.executable, "-m", "tests.soak.disk", str(folder)]
    result = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    return {what: (code, said, kept) for what, code, said, kept in json.loads(result.stdout)}


@pytest.mark.parametrize("what", ["room for nothing", "room for a folder", "room for half of it"])
def test_a_full_disk_is_one_line_and_nothing_is_lost(disks: dict[str, tuple[int, str, bool]], what: str) -> None:
    code, said, kept = disks[what]
    assert (code, kept) == (1, True)
    assert said.endswith(": No space left on device; the earlier site is as it was\n")
    assert said.count("\n") == 1


def test_a_disk_that_may_not_be_written_to(disks: dict[str, tuple[int, str, bool]]) -> None:
    assert disks["read-only"] == (1, ".build: Read-only file system; the earlier site is as it was\n", True)


def test_with_room_again_the_next_build_goes_well(disks: dict[str, tuple[int, str, bool]]) -> None:
    assert disks["room again"] == (0, "", True)


def test_a_file_where_the_build_works(project: Project) -> None:
    before = state(project.built())
    shutil.rmtree(project.folder / ".build")
    (project.folder / ".build").write_text("somebody's notes", encoding="utf-8")
    result = project.build()
    assert result.returncode == 1
    assert result.stderr == (
        ".build: is a file, but a folder of that name is needed: move it away; the earlier site is as it was\n"
    )
    assert state(project.folder / "site") == before
    assert project.read(".build") == "somebody's notes"


# Hostile words ---------------------------------------------------------------------------------------------------------


def test_hostile_words_are_refused_or_do_nothing(tmp_path: Path, browser: Browser) -> None:
    assert hostile(seed=1, count=300, folder=tmp_path, browser=browser) == []


def test_without_the_rules_for_text_hostile_words_are_found(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("macros.data.text.NOT_TEXT", ())
    monkeypatch.setattr("macros.data.text.LINK_TARGET", re.compile(r"(?s).*"))
    assert hostile(seed=3, count=60, folder=tmp_path, browser=browser) != []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>a</p><script>alert(1)</script>", "script : alert(1)"),
        ("<img src=x onerror=alert(1)>", "img onerror=alert(1)"),
        ('<a href=" java&#10;script:alert(1)">a</a>', "a href javascript:"),
        ("<p style='color:red'>a</p>", "p style=color:red"),
        ("<p><iframe srcdoc='<b>'></iframe>", "iframe srcdoc"),
        ("<form action='//x.example'><button>a</button></form>", "form action"),
        ("<svg><a xlink:href='javascript:x'>a</a></svg>", "a xlink:href=javascript:x"),
        ("<style>p{}</style>", "style "),
    ],
)
def test_what_acts_is_seen(browser: Browser, html: str, found: str) -> None:
    page = browser.new_page()
    try:
        acts = page.evaluate(READ, html)
    finally:
        page.close()
    assert found in acts
    assert not set(acts) <= ALLOWED


# The judge itself ------------------------------------------------------------------------------------------------------


def test_what_looks_for_broken_promises_finds_them(project: Project) -> None:
    """A check that finds nothing proves nothing unless it would find something."""
    site = project.built()
    before = state(site)
    good = forked(project.folder)
    assert (good.code, wrong(project.folder, before, good)) == (0, [])
    (site / "faq/index.html").write_text("<p>[[component faq]]", encoding="utf-8")
    (site / "search/search_index.json").write_text("{", encoding="utf-8")
    (site / "404.html").unlink()
    found = "\n".join(wrong(project.folder, before, good))
    for part in ("faq/index.html is not whole", "shows '[[component'", "search_index.json: ", "404.html is missing"):
        assert part in found
    refused = type(good)(1, "", "Traceback (most recent call last):\n  File\n")
    found = "\n".join(wrong(project.folder, before, refused))
    for part in ("a traceback", "the earlier site has changed", "not a fault in one line"):
        assert part in found
    assert wrong(project.folder, state(site), type(good)(3, "", "")) == ["exit 3", "no word on stderr"]


def test_what_acts_in_a_feed_an_answer_for_hosts_or_a_pdf_is_seen(tmp_path: Path, browser: Browser) -> None:
    tree = ["p", {}, ["a", {"href": "java\tscript:x"}, "a"], ["img", {"src": "x", "onerror": "x"}]]
    (tmp_path / "embed/v1/oembed").mkdir(parents=True)
    (tmp_path / "handouts").mkdir()
    item = {"q": "<script>x</script>", "url": "vbscript:x", "a": [tree]}
    (tmp_path / "embed/v1/faq.en.json").write_text(json.dumps({"items": [item]}))
    (tmp_path / "embed/v1/oembed/all.json").write_text(json.dumps({"html": "<svg onload=x>", "title": "<form>"}))
    for name, action in {
        "link": DictionaryObject(
            {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("javascript:x")}
        ),
        "script": DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
        ),
    }.items():
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        note = Link(rect=(0, 0, 9, 9), url="https://x.example/")
        note[NameObject("/A")] = action
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
        writer.write(tmp_path / f"handouts/{name}.pdf")
    page = browser.new_page()
    try:
        found = {part: acts for channel in (feed, oembed, pdf) for part, acts in acting(tmp_path, page, channel)}
    finally:
        page.close()
    assert found["faq.en.json"] >= {"a href javascript:", "img onerror=x"}
    assert "script : x" in found["faq.en.json, words"]
    assert found["faq.en.json, addresses"] == {"a href vbscript:"}
    assert "svg onload=x" in found["all.json"] and "form " in found["all.json, words"]
    assert found["link.pdf"] == {"a href javascript:"}
    assert found["script.pdf, objects"] == {"/JavaScript", "/JS"}
