"""What a build promises: one source, the region's numbers alone, the same bytes again, and never a lost site."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from macros.address import address_fault
from macros.data.library import load
from macros.data.phones import phone_number
from macros.data.stamp import group_stamps
from macros.data.yaml import parse
from macros.worklist import dumped
from tests.conftest import ROOT, SECOND_TOPIC, Project

CALF = "docs/_data/calf.yml"
MONTH = "1796083200"
"""2026-12-01, some day for builds that must not depend on the day they run on."""


def everything(site: Path) -> dict[str, str]:
    """A digest of every file of a site, by its path."""
    return {
        str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def texts(site: Path) -> dict[str, str]:
    """The text files of a site but the theme's own scripts and styles."""
    theme = ("assets/javascripts", "assets/stylesheets")
    found = {}
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.suffix in (".html", ".json", ".xml", ".txt", ".js", ".css", ".svg") and not name.startswith(theme):
            found[name] = path.read_text(encoding="utf-8")
    return found


# One source ------------------------------------------------------------------------------------------------------------


def test_a_correction_made_once_is_right_everywhere(guide_project: Project) -> None:
    library = load(guide_project.folder / CALF, CALF)
    sign, name = library.red_flags["dvt"].sign, library.red_flags["pe"].name
    question = library.faq["how-long"].question
    before = texts(guide_project.built())
    for old, new in ((sign, "one calf sings an old song"), (name, "A changed name"), (question, "How many minutes?")):
        guide_project.edit(CALF, old, new)
    after = texts(guide_project.built())
    for old, new in ((sign, "one calf sings an old song"), (name, "A changed name"), (question, "How many minutes?")):
        shown = [page for page, text in before.items() if old in text]
        assert shown
        assert [page for page, text in after.items() if new in text] == shown
        assert [page for page, text in after.items() if old in text] == []


def test_pages_hold_no_sentence_of_the_data_and_no_phone_number() -> None:
    library = load(ROOT / CALF, CALF)
    sentences = set()
    for flag in library.guide.red_flags:
        sentences |= {flag.sign, *flag.signs, *re.split(r"(?<=[.?!])\s+", f"{flag.why} {flag.do}")}
    for question in library.guide.faq:
        sentences |= {question.question, *re.split(r"(?<=[.?!])\s+", question.answer)}
    numbers = library.numbers
    for page in (ROOT / "docs").glob("*.md"):
        text = " ".join(page.read_text(encoding="utf-8").split())
        copied = [s for s in sentences if len(s.split()) > 5 and " ".join(s.split()) in text]
        assert copied == [], page.name
        assert phone_number(text, numbers) is None, page.name


# Regions ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["international", "uk", "ie", "us", "ca", "au", "nz", "eu"])
def test_a_region_shows_its_own_numbers_and_no_others(guide_project: Project, region: str) -> None:
    """In the words of every page; ids, styles, and addresses of sources are no phone numbers."""
    # The numbers in PDFs are test_handouts.py's business; eight times all of them would take minutes.
    for page in (guide_project.folder / "docs").rglob("*.md"):
        head = re.sub(r"^handout:(?: true\n|\n(?:  .*\n)+)", "", page.read_text(encoding="utf-8"), flags=re.M)
        page.write_text(head, encoding="utf-8")
    site = guide_project.built(REGION=region)
    numbers = load(ROOT / CALF, CALF).numbers_of
    foreign = {n for listed in numbers.values() for n in listed} - set(numbers[region])
    shown = ""
    # What the embed publishes is for every region: see test_embed_channels.py.
    for page in (page for page in site.rglob("*.html") if "embed" not in page.relative_to(site).parts):
        text = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]*>", " ", page.read_text(encoding="utf-8"), flags=re.S)
        assert phone_number(text, foreign) is None, page
        shown += text
    for number in numbers[region]:
        assert phone_number(shown, {number}), f"{number} is shown nowhere"


# The same bytes again --------------------------------------------------------------------------------------------------


def test_two_builds_of_one_day_are_the_same_on_any_path_and_in_any_time_zone(builds: None, tmp_path: Path) -> None:
    # Sets are gone through in another order with another seed of the hashes.
    one = Project(tmp_path / "one", SECOND_TOPIC).built(
        SOURCE_DATE_EPOCH=MONTH, TZ="Pacific/Kiritimati", PYTHONHASHSEED="1"
    )
    two = Project(tmp_path / "elsewhere" / "two", SECOND_TOPIC).built(
        SOURCE_DATE_EPOCH=MONTH, TZ="America/Los_Angeles", PYTHONHASHSEED="2"
    )
    assert everything(one) == everything(two)
    assert len(everything(one)) > 20


def test_mkdocs_itself_builds_the_same_pages_without_a_warning(project: Project) -> None:
    ours = everything(project.built(SOURCE_DATE_EPOCH=MONTH))
    shutil.rmtree(project.folder / "site")
    result = project.run(
        "-m", "mkdocs", "build", "--strict", "--quiet", SOURCE_DATE_EPOCH=MONTH, NO_MKDOCS_2_WARNING="1"
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert everything(project.folder / "site") == ours


def test_a_warning_of_mkdocs_stops_the_build(project: Project) -> None:
    before = everything(project.built())
    project.edit("docs/index.md", "{{ glossary() }}", "[Words](nowhere.md)")
    result = project.build()
    assert result.returncode == 1
    assert "nowhere.md" in result.stderr
    assert "Traceback" not in result.stderr
    assert everything(project.folder / "site") == before


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("site_name: A\nnav: [", "mkdocs.yml:2: is not YAML: expected the node content, but found '<stream end>'"),
        ("site_name: \x07", "mkdocs.yml:1: a character that YAML does not allow: 0x0007"),
        (
            "- a",
            "mkdocs.yml: The configuration is invalid. Expected a key-value mapping (dict) but received: <class 'list'>",
        ),
    ],
)
def test_settings_that_cannot_be_read_are_one_line(project: Project, settings: str, told: str) -> None:
    project.write("mkdocs.yml", settings)
    result = project.build()
    assert (result.returncode, result.stderr) == (1, f"{told}\n")


def test_settings_that_call_none_of_the_code_are_one_line(project: Project) -> None:
    project.edit("mkdocs.yml", "hooks:\n  - macros/hooks.py\n", "")
    result = project.build()
    told = "mkdocs.yml: hooks: 'macros/hooks.py' is missing: without it nothing of the guide is drawn\n"
    assert (result.returncode, result.stderr) == (1, told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "  - macros:\n      module_name: macros\n",
            "  - macros\n",
            'mkdocs.yml: plugins.macros.module_name: has to be "macros"\n',
            id="a plugin that knows no call",
        ),
        pytest.param(
            "strict: true",
            "strict: true\ncopyright: 0000-00-00",
            "mkdocs.yml: holds a value that cannot be read: year 0 is out of range\n",
            id="a date that is none",
        ),
        pytest.param(
            "strict: true",
            "strict: true\nextra_csss: []",
            "mkdocs.yml:5: extra_csss: Unrecognised configuration name: extra_csss\n"
            "Aborted with 1 configuration warnings in 'strict' mode!\n",
            id="a setting that does not exist",
        ),
        pytest.param(
            'SUPERSCRIPT_TEXT: "[{}]"',
            "nothing: 1",
            "mkdocs.yml:60: markdown_extensions: Failed to load extension 'footnotes'.\nAborted with a configuration error!\n",
            id="an extension that cannot start",
        ),
        pytest.param(
            "strict: true",
            "strict: true\ndocs_dir: dcos",
            "mkdocs.yml:5: docs_dir: The path 'dcos' isn't an existing directory.\nAborted with a configuration error!\n",
            id="a folder of pages that is not there",
        ),
        pytest.param(
            "custom_dir: overrides",
            "custom_dir: overides",
            "mkdocs.yml:6: theme: The path set in custom_dir ('overides') does not exist.\n"
            "Aborted with a configuration error!\n",
            id="a folder of the look that is not there",
        ),
        pytest.param(
            "icon: material/weather-night",
            "icon: material/weather-nigth",
            "mkdocs.yml:21: the theme has no icon 'material/weather-nigth' (did you mean 'material/weather-night'?)\n",
            id="an icon that does not exist",
        ),
        pytest.param(
            "icon: material/weather-night",
            f"icon: {'a' * 2000}",
            f"mkdocs.yml:21: the theme has no icon '{'a' * 212} … {'a' * 249}'\n",
            id="an icon with a name too long to show",
        ),
    ],
)
def test_a_setting_that_cannot_work_is_named(project: Project, old: str, new: str, told: str) -> None:
    project.edit("mkdocs.yml", old, new)
    result = project.build()
    assert (result.returncode, result.stderr) == (1, told)


@pytest.mark.parametrize(
    ("address", "what", "right"),
    [
        ("https://a.example/b/ ", "has a space in it", "https://a.example/b/"),
        ("https://a.example/b c/", "has a space in it", "https://a.example/b%20c/"),
        ("https://a.example/b/?lang=en", "has a '?' in it: pages are added to its end", "https://a.example/b/"),
        ("https://a.example/b#c", "has a '#' in it: pages are added to its end", "https://a.example/b/"),
        (
            "https://a.example/b/index.html",
            "is that of a page, not of the folder that it is in",
            "https://a.example/b/",
        ),
        ("ftp://a.example/", "begins with ftp:, which no browser opens as a website", "https://a.example/"),
        ("https://u:p@a.example:8/", "holds a name or a password, which everybody would read", "https://a.example:8/"),
        ("https://a.example/<b>/", "has a letter in it that no address has", "https://a.example/%3Cb%3E/"),
        ("a.example/b", "is not an address", "https://a.example/b/"),
        ("https:///b", "is not an address", "https://example.org/guide/"),
        ("https://a.example:b/", "is not an address", "https://example.org/guide/"),
    ],
)
def test_an_address_that_cannot_be_the_sites_is_told(project: Project, address: str, what: str, right: str) -> None:
    assert address_fault(right) == ""
    result = project.build(SITE_URL=address)
    assert (result.returncode, result.stderr) == (1, f"SITE_URL: '{address}' {what}: write it as {right}\n")


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/",
        "http://127.0.0.1/",
        "http://[::1]:80/",
        "https://a.example",
        "https://ä.example/b%20c/",
    ],
)
def test_an_address_that_can_be_the_sites(address: str) -> None:
    assert address_fault(address) == ""


def test_the_address_in_the_settings_is_checked_too(project: Project) -> None:
    project.edit("mkdocs.yml", '!ENV [SITE_URL, "http://localhost:8000/"]', "https://a.example/?b")
    told = "mkdocs.yml: site_url: 'https://a.example/?b' has a '?' in it: pages are added to its end: write it as https://a.example/\n"
    assert project.build().stderr == told


def test_a_template_that_is_not_there_is_named(project: Project) -> None:
    (project.folder / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", project.folder / "overrides")
    project.edit("overrides/main.html", 'extends "base.html"', 'extends "bas.html"')
    told = "overrides: a template asks for 'bas.html', which neither this folder nor the theme has\n"
    result = project.build()
    assert (result.returncode, result.stderr) == (1, told)


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("overrides/main.html", "{% set", "{% sett", "Encountered unknown tag 'sett'."),
        ("overrides/partials/review.html", "reviewed|day", "reviewed|dya", "No filter named 'dya'."),
        ("overrides/partials/review.html", "dates(page)", "dates(page, 1 + 'a')", "cannot be drawn: unsupported operand type(s) for +: 'int' and 'str'"),
        ("macros/components/glossary/template.html", "{{ term.", "{{ trem.", "'trem' is undefined"),
        ("macros/embed/preview.html", "{{ title }}", "{{ titel }}", "'titel' is undefined"),
        ("macros/components/faq/script.js", "const ", "const = ", "unexpected = in binding"),
    ],
)  # fmt: skip
def test_a_slip_in_the_look_is_named(project: Project, path: str, old: str, new: str, told: str) -> None:
    project.own("macros")
    project.own("overrides")
    file = project.folder / path
    text = file.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = project.build()
    assert (result.returncode, result.stderr) == (1, f"{path}:{line}: {told}\n")


def test_a_file_that_cannot_be_read_is_named_from_the_projects_root(project: Project) -> None:
    (project.folder / "docs/bell.png").symlink_to("nowhere.png")
    result = project.build()
    told = "docs/bell.png: No such file or directory; the earlier site is as it was\n"
    assert (result.returncode, result.stderr) == (1, told)


def test_what_nobody_foresaw_is_one_line_too(project: Project) -> None:
    before = everything(project.built())
    project.own("macros")
    project.edit("macros/web/search.py", "    kept = []\n", "    raise ZeroDivisionError\n")
    result = project.build()
    assert result.returncode == 1
    assert result.stderr.startswith(".build/report.txt: the build broke off")
    assert result.stderr.count("\n") == 1
    assert "ZeroDivisionError" in project.read(".build/report.txt")
    assert everything(project.folder / "site") == before


# Never a lost site -----------------------------------------------------------------------------------------------------


def test_a_fault_leaves_the_earlier_site_as_it_was(project: Project) -> None:
    before = everything(project.built())
    project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
    assert project.build().returncode == 1
    assert everything(project.folder / "site") == before


KILLED = """
import os, pathlib, shutil, sys
left = int(sys.argv[1])
def counted(real):
    def step(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **kwargs)
    return step
import macros.__main__ as command
pathlib.Path.rename = counted(pathlib.Path.rename)
shutil.rmtree = counted(shutil.rmtree)
command.build = counted(command.build)
def touches(event, paths):
    if event in ("os.mkdir", "os.remove", "os.rmdir", "shutil.copyfile", "shutil.copytree") and any(
        isinstance(path, (str, os.PathLike)) and os.path.relpath(path).split(os.sep)[0] == "site" for path in paths
    ):
        counted(str)()
sys.addaudithook(touches)
sys.exit(command.main(["site"]))
"""
"""A build that is killed, as by `kill -9`, before a given one of the steps that touch a site."""


def test_a_build_killed_between_any_two_steps_leaves_a_site_or_the_next_run_puts_it_back(project: Project) -> None:
    old = everything(project.built(SOURCE_DATE_EPOCH=MONTH))
    project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: A loud squeak\n")
    killed = 0
    while project.run("-c", KILLED, str(killed), SOURCE_DATE_EPOCH=MONTH).returncode == 9:
        killed += 1
        site = project.folder / "site"
        if not site.exists():
            # Only between the two renames; the next run puts it back even when it then fails.
            project.edit("docs/_data/bike.yml", "name: A loud squeak\n", "name: 12\n")
            assert project.build(SOURCE_DATE_EPOCH=MONTH).returncode == 1
            assert everything(site) == old
            project.edit("docs/_data/bike.yml", "name: 12\n", "name: A loud squeak\n")
        assert len(everything(site)) == len(old)
        assert killed < 20
    assert killed >= 5, "the steps were counted"
    assert "A loud squeak" in (project.folder / "site/red-flags/index.html").read_text(encoding="utf-8")


REFUSED = """
import pathlib, sys
import macros.__main__ as command
real = pathlib.Path.rename
def rename(path, target):
    if path == pathlib.Path(".build/site"):
        raise PermissionError(13, "Permission denied", str(path))
    return real(path, target)
pathlib.Path.rename = rename
sys.exit(command.main(["site"]))
"""


def test_a_new_site_that_cannot_be_moved_leaves_the_earlier_one(project: Project) -> None:
    before = everything(project.built(SOURCE_DATE_EPOCH=MONTH))
    result = project.run("-c", REFUSED, SOURCE_DATE_EPOCH=MONTH)
    told = ".build/site: Permission denied; the earlier site is as it was\n"
    assert (result.returncode, result.stderr) == (1, told)
    assert everything(project.folder / "site") == before


def test_a_file_where_the_site_should_be(project: Project) -> None:
    (project.folder / "site").write_text("somebody's notes", encoding="utf-8")
    result = project.build()
    assert result.returncode == 1
    assert (
        result.stderr
        == "site: is a file, but a folder of that name is needed: move it away; the earlier site is as it was\n"
    )
    assert (project.folder / "site").read_text(encoding="utf-8") == "somebody's notes"


@pytest.mark.parametrize("there", [True, False], ids=["a folder", "nothing"])
def test_a_link_where_the_site_should_be_is_refused_before_anything_is_built(project: Project, there: bool) -> None:
    root = project.folder / "www"
    if there:
        root.mkdir()
        (root / "index.html").write_text("earlier", encoding="utf-8")
    (project.folder / "site").symlink_to(root)
    project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
    for _ in range(2):
        result = project.build()
        told = "site: is a link, but a folder is put in its place: remove it, and let your web server serve that folder"
        assert (result.returncode, result.stderr) == (1, f"{told}; the earlier site is as it was\n")
        assert (project.folder / "site").is_symlink()
        assert [file.read_text() for file in root.glob("*")] == ["earlier"] * there


@pytest.mark.parametrize("folder", ["previous-site", "site"])
@pytest.mark.parametrize("kind", ["link", "broken link", "file"])
def test_what_was_left_in_the_place_of_a_folder_does_no_harm(project: Project, folder: str, kind: str) -> None:
    left, root = project.folder / ".build" / folder, project.folder / "www"
    left.parent.mkdir(exist_ok=True)
    if kind == "file":
        left.write_text("left", encoding="utf-8")
    else:
        left.symlink_to(root)
    if kind == "link":
        root.mkdir()
        (root / "index.html").write_text("earlier", encoding="utf-8")
    for _ in range(2):
        assert not project.built().is_symlink()
        assert not left.is_symlink() and not left.exists()
        assert [file.read_text() for file in root.glob("*")] == ["earlier"] * (kind == "link")


# Review state ----------------------------------------------------------------------------------------------------------


def page(project: Project, **environment: str) -> str:
    return (project.built(**environment) / "index.html").read_text(encoding="utf-8")


def test_an_overdue_review_is_said_on_the_page_the_day_after_it_was_due(project: Project) -> None:
    overdue = "This page is overdue for its check."
    assert overdue not in page(project, SOURCE_DATE_EPOCH="1856735999"), "2028-11-01, 23:59:59"
    assert overdue in page(project, SOURCE_DATE_EPOCH="1856736000"), "2028-11-02"


def test_the_weekly_check_fails_when_the_review_is_overdue(project: Project) -> None:
    line = project.read("docs/_data/bike.yml").split("next_review")[0].count("\n") + 1
    on_time = project.run("-m", "macros", "review", SOURCE_DATE_EPOCH="1856735999")
    late = project.run("-m", "macros", "review", SOURCE_DATE_EPOCH="1856736000")
    assert (on_time.returncode, on_time.stderr) == (0, "")
    assert late.returncode == 1
    said = late.stderr.splitlines()
    assert (
        said[0]
        == f"docs/_data/bike.yml:{line}: review.next_review: the review was due on 2028-11-01; today is 2028-11-02"
    )
    assert [entry.split(":")[0] for entry in said[1:]] == [
        f"docs/{page}.md" for page in ("check", "evidence", "faq", "index", "red-flags")
    ]


@pytest.mark.parametrize("command", ["review", "clarity", "embed-version 1.0.0"])
@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("docs/index.md", b"# Bicycle check", b"# Caf\xe9", "docs/index.md:6: is not UTF-8\n"),
        ("mkdocs.yml", b"  data:", b"  dat:", "mkdocs.yml: extra: 'data' is missing: the path of the data file\n"),
        (
            "mkdocs.yml",
            b"strict: true",
            b"- strict",
            "mkdocs.yml:4: a list cannot follow a text: write '|' after its colon, and the words and the list indented under it\n",
        ),
    ],
)
def test_every_command_tells_a_fault_as_site_does(
    project: Project, command: str, path: str, old: bytes, new: bytes, told: str
) -> None:
    file = project.folder / path
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new))
    result = project.run("-m", "macros", *command.split())
    assert (result.returncode, result.stdout, result.stderr) == (1, "", told)
    assert project.build().stderr == told


def test_the_weekly_check_reads_a_page_that_begins_with_a_mark_of_its_encoding(project: Project) -> None:
    project.write("docs/index.md", "\ufeff" + project.read("docs/index.md"))
    result = project.run("-m", "macros", "review")
    assert (result.returncode, result.stderr) == (0, "")


def test_clarity_names_a_template_that_is_not_there(project: Project) -> None:
    project.own("overrides")
    project.edit("overrides/main.html", 'extends "base.html"', 'extends "bas.html"')
    told = "overrides: a template asks for 'bas.html', which neither this folder nor the theme has\n"
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stderr) == (1, told)


def test_a_withdrawal_is_shown_first_and_leaves_the_emergency_card(project: Project) -> None:
    project.edit(
        "docs/_data/bike.yml",
        "withdrawn: null",
        'withdrawn: {date: 2026-11-02, reason: "The chain advice was wrong. Ask {urgent}."}',
    )
    text = page(project)
    assert text.index("This guide has been withdrawn") < text.index("<h1") < text.index("card--emergency")
    assert "2 November 2026" in text and "The chain advice was wrong." in text
    assert 'Ask <span class="help-line" data-help-line="urgent">' in text, "a reason may name a help line"
    assert "{urgent}" not in text


def test_a_sign_off_names_the_clinician_in_place_of_the_notice(project: Project) -> None:
    project.edit(
        "docs/_data/bike.yml",
        "clinical_reviewer: null",
        "clinical_reviewer: {name: Test Person, role: tester, date: 2026-11-01}",
    )
    text = page(project)
    assert "Not yet reviewed" not in text
    assert "md-banner" not in text, "no empty bar in the place of the notice"
    assert "Reviewed by: Test Person, tester (1 November 2026)." in text


def test_nothing_was_reviewed_on_a_day_to_come(project: Project) -> None:
    data, page = "docs/_data/bike.yml", "docs/index.md"
    reviewed = project.edit(data, "last_reviewed: 2026-11-01", "last_reviewed: 2026-11-30")
    signed = project.edit(data, "reviewer: null", "reviewer: {name: A, role: b, date: 2026-11-30}")
    withdrawn = project.edit(data, "withdrawn: null", "withdrawn: {date: 2026-11-30, reason: It was wrong.}")
    line = project.edit(page, "last_reviewed: 2026-11-01", "last_reviewed: 2026-11-30")
    what = "2026-11-30 is still to come; today is 2026-11-28"
    assert project.build(SOURCE_DATE_EPOCH="1795910399").stderr == (
        f"{data}:{reviewed}: review.last_reviewed: {what}\n"
        f"{data}:{signed}: review.clinical_reviewer.date: {what}\n"
        f"{data}:{withdrawn}: review.withdrawn.date: {what}\n"
        f"{page}:{line}: last_reviewed: {what}\n"
    )
    # A day later in Greenwich, it is the day itself further east.
    project.built(SOURCE_DATE_EPOCH="1795910400")


def test_a_contact_adds_the_line(project: Project) -> None:
    project.edit("mkdocs.yml", '  contact: ""', '  contact: "https://example.org/wrong"')
    assert '<a href="https://example.org/wrong">Tell us what is wrong</a>' in page(project)


def speak(project: Project, language: str, words: str) -> None:
    """Give a project's engine words in a language, the English ones, and set it."""
    project.own("macros")
    for kind in ("words", "language", "urgency", "help_lines"):
        text = project.read(f"macros/data/{kind}.en.yml")
        if kind in ("words", "help_lines"):
            english = parse(text, kind)[0]
            text += dumped({"from": group_stamps(english, english)})
        project.write(f"macros/data/{kind}.{words}.yml", text)
    project.edit("mkdocs.yml", "language: en", f"language: {language}")


@pytest.mark.parametrize(("language", "words"), [("pt-BR", "pt"), ("zh-Hant", "zh-Hant"), ("fr", "fr")])
def test_dates_are_written_in_the_sites_language(project: Project, language: str, words: str) -> None:
    speak(project, language, words)
    site = project.built()
    dates = {"pt-BR": "1 de novembro de 2026", "zh-Hant": "2026年11月1日", "fr": "1 novembre 2026"}
    assert dates[language] in (site / "index.html").read_text(encoding="utf-8")
    assert f'"lang":"{language}"' in (site / f"embed/v1/faq.{language}.json").read_text(encoding="utf-8")


def test_a_language_without_words_is_one_line(project: Project) -> None:
    project.edit("mkdocs.yml", "language: en", "language: pt-BR")
    assert project.build().stderr == (
        "mkdocs.yml: theme.language: the interface has no words in 'pt-BR'; there are ar, en, es\n"
    )


def test_a_language_whose_dates_nobody_knows_is_one_line(project: Project) -> None:
    speak(project, "ku-IQ", "ku-IQ")
    assert project.build().stderr == (
        "mkdocs.yml: theme.language: dates cannot be written in 'ku-IQ', which Babel does not know; write it as in 'en' or 'pt-BR'\n"
    )


# Another topic ---------------------------------------------------------------------------------------------------------


def test_no_word_of_the_first_topic_is_in_a_second_ones_site(project: Project) -> None:
    """The templates, the styles and the code are the same; only docs/ and mkdocs.yml are another topic's."""
    found = {
        name: sorted(set(re.findall(r"\w*(?:calf|calves|massag|\bdvt\b|clot\b)\w*", text, re.I)))
        for name, text in texts(project.built()).items()
    }
    assert {name: words for name, words in found.items() if words} == {}
    assert {"index.html", "faq/index.html", "red-flags/index.html", "check/index.html"} <= set(found)


def test_the_code_knows_nothing_of_the_topic() -> None:
    for folder in ("macros", "overrides"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html", ".css", ".js", ".yml"):
                assert not re.search(r"\bcal(?:f|ves)\b|massag", path.read_text(encoding="utf-8"), re.I), path
