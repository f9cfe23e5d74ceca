"""A new guide in one command, filled as "Another topic" in CONTRIBUTING.md says, and a later engine for it."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
import tarfile
from datetime import date
from pathlib import Path

import pytest

from macros import guides
from macros.faults import Faults
from macros.handouts import clinic
from tests.conftest import ROOT, Project, clean_environment, pdf_text

TITLE = "Why does my heel hurt?"
DATA = "docs/_data/guide.yml"
TODAY = date.today()
OURS = {
    "what a reader notices": "the foot is cold and numb after a fall",
    "one line of at most 20 words that goes on after": "the heel hurts at night and wakes you",
    "a sign for which a visit within 2 weeks is soon enough": "each first step of the morning is sore",
    "What do people ask most?": "May I run with a sore heel?",
    "hard word": "plantar fascia",
}
"""Words of an author, by the words of the example."""
THERE = [f"tests/engine/test_{name}.py" for name in ("rules", "site", "tree", "structured_data")]
"""The engine's tests that read the guide at hand."""


def made(folder: Path) -> Path:
    guides.new(folder, TITLE, "uk", "en", TODAY)
    return folder


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**clean_environment(), **environment}
    return subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True)


def as_the_page_says(command: str, folder: Path) -> list[str]:
    """A command of "Another topic" for a folder."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    said = re.search(rf"^\.venv/bin/python (-m macros {command} .*)$", page, re.M)[1]
    return [str(folder) if word == "../heel-pain" else word for word in shlex.split(said)]


def site(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "macros", "site", **environment)


def fill(folder: Path) -> int:
    """Replace the words behind each mark, as an author would; returns how many lines that were."""
    lines = 0
    for path in (DATA, "docs/index.md"):
        file = folder / path
        text = file.read_text("utf-8").replace("org/TODO", "org/heel")

        def own(found: re.Match[str]) -> str:
            said = next((said for words, said in OURS.items() if words in found[0]), None)
            return said or f"Heel {found.start()}"

        filled = re.sub(r'TODO (?:hard word|[^\n,}\]{"]*(?:\{urgent\})?[^\n,}\]{"]*(?:"if")?)', own, text)
        lines += sum(old != new for old, new in zip(text.splitlines(), filled.splitlines(), strict=True))
        file.write_text(filled.replace("example-", "heel-"), "utf-8")
    rules = folder / "docs/_data/rules.yml"
    rules.write_text(rules.read_text("utf-8").replace("example-", "heel-"), "utf-8")
    return lines


def files(folder: Path, *parts: str) -> dict[str, bytes]:
    found = (file for part in parts for file in [folder / part, *(folder / part).rglob("*")] if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in found if "__pycache__" not in file.parts}


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")


# New -----------------------------------------------------------------------------------------------------------------


def test_a_new_guide_builds_at_once_and_says_what_is_to_do(builds: None, tmp_path: Path) -> None:
    folder = tmp_path / "heel"
    result = run(ROOT, *as_the_page_says("new", folder))
    assert (result.returncode, result.stderr) == (0, "")
    assert (
        len((folder / DATA).read_text().splitlines()) <= 120
        and len((folder / "mkdocs.yml").read_text().splitlines()) <= 20
    )
    result = site(folder)
    assert result.returncode == 0, result.stderr
    told = result.stderr.splitlines()
    assert told[0] == "Still to do, before the website can have an address:"
    marks = sum(
        "TODO" in line for file in (folder / "docs").rglob("*.[my][dm]*") for line in file.read_text().splitlines()
    )
    assert len(told) == marks + 1 and all(re.match(r"docs/[\w./]+:\d+: TODO", line) for line in told[1:])
    home = (folder / "site/index.html").read_text()
    assert f"<title>{TITLE}</title>" in home and "999" in home and (folder / "site/handouts/check-a4.pdf").exists()
    result = site(folder, SITE_URL="https://heel.example/")
    assert result.returncode == 1 and result.stderr.startswith("SITE_URL: ") and told[1] in result.stderr


def test_a_filled_guide_can_be_published(builds: None, tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    assert fill(folder) <= 40
    page = folder / "docs/index.md"
    page.write_text(page.read_text().replace("\n---\n\n#", "\nhandout: true\n---\n\n#", 1))
    result = site(folder, SITE_URL="https://heel.example/")
    assert (result.returncode, result.stderr) == (0, "")
    shown = (folder / "site/faq/index.html").read_text()
    assert all(words in shown for words in ("May I run with a sore heel?", "wakes you", "cold and numb after a fall"))
    assert (folder / "site/handouts/home-a4.pdf").exists() and (folder / "site/embed/v1/faq.en.json").exists()
    assert "TODO" not in "".join(file.read_text() for file in (folder / "site").rglob("*.html"))
    result = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser", *THERE)
    assert result.returncode == 0 and "skipped" not in result.stdout, result.stdout


def test_words_of_the_example_without_their_mark_are_still_to_do(tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    file = folder / DATA
    line = file.read_text().split("TODO Plain name of an urgent sign")[0].count("\n") + 1
    file.write_text(file.read_text().replace("TODO Plain name of an urgent", "Plain name of an urgent"))
    assert (
        f"{DATA}:{line}: red_flags[1].name: TODO: these are still the words of the example: write your own"
        in site(folder).stderr
    )


def test_a_contact_that_leads_nowhere_is_told_with_what_mends_it(project: Project) -> None:
    project.edit("mkdocs.yml", '  contact: ""', "  contact: me@example.org")
    what = "mkdocs.yml: extra.contact: 'me@example.org' leads nowhere: write 'mailto:me@example.org'\n"
    assert project.build().stderr == what


def test_on_paper_no_step_of_the_check_has_a_number(builds: None, tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    assert site(folder).returncode == 0
    assert "Step 1 of 4: Do you have any of these?" in (folder / "site/check/index.html").read_text().replace(
        "</span>", ""
    )
    said = pdf_text(folder / "site/handouts/check-a4.pdf")
    assert "Do you have any of these?" in said and "Step" not in said


@pytest.mark.parametrize(
    ("title", "region", "language", "told"),
    [
        (TITLE, "ukk", "en", "--region: unknown region 'ukk' (did you mean 'uk'?); there are international, uk, "),
        (TITLE, "uk", "xx", "--language: unknown language 'xx'"),
        ("A <b>heel</b>", "uk", "en", "--title: HTML is not allowed here: '<b>'"),
    ],
)
def test_what_a_new_guide_cannot_have_is_named_and_nothing_is_written(
    tmp_path: Path, title: str, region: str, language: str, told: str
) -> None:
    with pytest.raises(Faults) as found:
        guides.new(tmp_path / "heel", title, region, language, TODAY)
    assert str(found.value).startswith(told)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Faults, match="is not an empty folder"):
        made(tmp_path)
    with pytest.raises(Faults, match="does not exist: make it first"):
        made(tmp_path / "no/heel")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_new_guide_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(guides, "_copy_scaffold", full)
    with pytest.raises(OSError, match="No space left"):
        made(tmp_path / "heel")
    assert list(tmp_path.iterdir()) == []


def test_a_comma_within_braces_is_told_with_what_mends_it(tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    data = folder / DATA
    text = data.read_text("utf-8")
    data.write_text(
        text.replace('"TODO Say how a reader does it safely."', "Go slowly, and stop if it hurts."), "utf-8"
    )
    what = "unknown key 'and stop if it hurts.': put quotes round the text with the comma before it"
    assert what in site(folder).stderr


def test_the_example_of_a_clinic_is_not_printed(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yml"
    file.write_text((ROOT / "clinic.yml").read_text().replace("The name of your clinic", "Heel clinic"))
    with pytest.raises(Faults, match="phone: these are the words of the example") as found:
        clinic.load(file, "clinic.yml")
    assert len(found.value.faults) == 4


def test_another_name_of_the_site_than_the_topic_has_is_still_to_do(project: Project) -> None:
    line = project.edit("mkdocs.yml", "site_name: Bicycle check before a ride", "site_name: Sore feet")
    what = f"mkdocs.yml:{line}: site_name: 'Sore feet' is not the topic's title, 'Bicycle check before a ride': leave it out"
    assert what in project.build().stderr.splitlines()


# Upgrade -------------------------------------------------------------------------------------------------------------


def engine_of_the_last_commit(folder: Path) -> Path:
    """The repository as its last commit has it."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as found:
        found.extractall(folder, filter="data")
    return folder


def test_a_guide_of_the_last_commit_takes_this_engine_and_can_give_it_back(builds: None, tmp_path: Path) -> None:
    old, folder = engine_of_the_last_commit(tmp_path / "old"), tmp_path / "heel"
    made_by = run(old, "-m", "macros", "new", str(folder), "--title", TITLE, "--region", "uk")
    assert (made_by.returncode, made_by.stderr) == (0, "")
    (folder / "macros/VERSION").write_text("0.0.9\n")
    (folder / "macros/gone.py").write_text("")
    commit(folder)
    own = ("docs/index.md", DATA, "mkdocs.yml", "clinic.yml", "README.md", "CHANGELOG.md")
    before, words = files(folder, "macros", "overrides", "tests"), files(folder, *own)
    result = run(ROOT, *as_the_page_says("upgrade", folder))
    assert "was 0.0.9 and is 0.1.0" in result.stdout
    assert (result.returncode == 0) == (guides.faults(folder) == ""), result.stderr
    here = files(ROOT, "macros", "overrides")
    assert {**files(folder, "macros", "overrides"), guides.VERSION: b""} == {**here, guides.VERSION: b""}
    assert files(folder, *own) == words
    undo = re.search(r"To undo that, there: (.*)", result.stdout)[1]
    subprocess.run(undo, shell=True, cwd=folder, check=True, capture_output=True)
    assert files(folder, "macros", "overrides", "tests") == before and git(folder, "status", "--porcelain") == ""


def test_an_upgrade_says_what_the_guide_has_to_change(builds: None, tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    file = folder / DATA
    file.write_text(file.read_text().replace("topic:\n", "topic:\n  id: heel\n", 1))
    commit(folder)
    result = run(ROOT, "-m", "macros", "upgrade", str(folder))
    told = f"{DATA}:6: topic: unknown key 'id'\nThe guide has to change these for this engine\n"
    assert (result.returncode, result.stderr) == (1, told)


def test_what_git_could_not_undo_is_not_upgraded(tmp_path: Path) -> None:
    folder = made(tmp_path / "heel")
    with pytest.raises(Faults, match="git keeps no version of it"):
        guides.upgrade(folder)
    commit(folder)
    (folder / "overrides/404.html").write_text("mine")
    (folder / "docs/index.md").write_text("the words may change")
    with pytest.raises(Faults) as found:
        guides.upgrade(folder)
    assert [fault.file for fault in found.value.faults] == ["overrides/404.html"]
    assert (folder / "overrides/404.html").read_text() == "mine"
    with pytest.raises(Faults, match="holds no guide"):
        guides.upgrade(tmp_path)
    with pytest.raises(Faults, match="is this engine's own folder"):
        guides.upgrade(ROOT)


def test_an_upgrade_that_breaks_off_leaves_the_engine_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "heel")
    commit(folder)
    before = files(folder, "macros", "overrides", "tests")
    monkeypatch.setattr(guides, "_engine", lambda: iter(["macros", "overrides", "nothing"]))
    monkeypatch.setattr(
        guides, "_copy_engine", lambda to: [(to / part).mkdir(parents=True) for part in ("macros", "overrides")]
    )
    with pytest.raises(OSError, match="No such file"):
        guides.upgrade(folder)
    assert files(folder, "macros", "overrides", "tests") == before and not (folder / ".build/upgrade").exists()
