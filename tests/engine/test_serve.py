"""`make serve` shows every edit without a restart by hand, tells faults by line, and comes back by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT, Project, clean_environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A project with `python -m macros serve` running in it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.port = free_port()
        project.write("mkdocs.yml", project.read("mkdocs.yml") + f"\ndev_addr: 127.0.0.1:{self.port}\n")
        self.log = project.folder / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "macros", "serve"],
                cwd=project.folder,
                env=clean_environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def page(self, path: str = "") -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait_for(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + 40
        while time.monotonic() < end:
            if done():
                return
            time.sleep(0.2)
        raise AssertionError(f"{what} did not come; the log says:\n{self.log.read_text()}")

    def shows(self, words: str, path: str = "") -> None:
        self.wait_for(lambda: words in self.page(path), f"'{words}' on /{path}")

    def says(self, words: str) -> None:
        self.wait_for(lambda: words in self.log.read_text(), f"'{words}' in the log")

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has ended
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture
def served(project: Project) -> Iterator[Served]:
    project.own("macros")
    project.own("overrides")
    served = Served(project)
    yield served
    served.stop()


def test_every_edit_shows_up_and_a_fault_is_told_and_mended(served: Served) -> None:
    project = served.project
    served.shows("Bicycle check")

    project.edit("docs/_data/bike.yml", "high should the saddle be?", "high must the saddle be?")
    served.shows("high must the saddle be?", "faq/")

    project.edit("docs/index.md", "# Bicycle check", "# Bicycle look")
    served.shows("Bicycle look")

    project.edit("macros/components/changes/template.html", "<dl class", '<dl data-look="new" class')
    served.shows('data-look="new"')

    new = "def changes() -> str:\n    return 'Code that is new'\n\n\ndef unused(on: On) -> Block:"
    project.edit("macros/components/changes/view.py", "def changes(on: On) -> Block:", new)
    served.shows("Code that is new")

    project.edit("mkdocs.yml", "site_name: Bicycle check before a ride", "site_name: Another name")
    served.shows("Another name")

    line = project.edit("overrides/main.html", "{% block announce %}", "{% blok announce %}")
    served.says(f"overrides/main.html:{line}: Encountered unknown tag 'blok'")
    project.edit("overrides/main.html", "{% blok announce %}", "{% block announce %}")

    line = project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
    served.says(f"docs/_data/bike.yml:{line}: red_flags[2].name: needs text, not 12 (put quotes round it)")
    assert served.process.poll() is None, "the server goes on; it answers again once the fault is mended"
    project.edit("docs/_data/bike.yml", "name: 12\n", "name: A loud squeak\n")
    served.shows("A loud squeak", "red-flags/")
    assert "Traceback" not in served.log.read_text()


def test_an_open_page_follows_an_edit_by_itself(served: Served, browser: Browser) -> None:
    served.shows("Bicycle check")
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{served.port}/")
        served.project.edit("docs/index.md", "# Bicycle check", "# Bicycle look")
        expect(page.locator("h1")).to_contain_text("Bicycle look", timeout=20000)
        served.project.edit("docs/index.md", "# Bicycle look", "# Bicycle glance")
        expect(page.locator("h1")).to_contain_text("Bicycle glance", timeout=20000)
    finally:
        page.close()


FAULT = "red_flags[2].name: needs text, not 12 (put quotes round it)"


def test_a_fault_shows_in_an_open_page_at_once_and_the_page_comes_back(served: Served, browser: Browser) -> None:
    served.shows("Bicycle check")
    page, project = browser.new_page(), served.project
    try:
        page.goto(f"http://127.0.0.1:{served.port}/faq/")
        heading = page.locator("h1")
        words = heading.inner_text()
        line = project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
        project.edit("docs/index.md", "# Bicycle check", "# Bicycle check\n\n[one](Faq.md)")
        lines = page.locator("li")
        expect(lines).to_have_text(
            [f"docs/_data/bike.yml:{line}: {FAULT}", "docs/index.md:8: no page 'Faq.md' (did you mean 'faq.md'?)"],
            timeout=20000,
        )
        assert all(text in served.log.read_text() for text in lines.all_inner_texts())
        for path in ("", "faq/", "faq.js", "nowhere/"):
            assert page.request.get(f"http://127.0.0.1:{served.port}/{path}", timeout=2000).status == 500
        project.edit("docs/index.md", "\n\n[one](Faq.md)", "")
        expect(lines).to_have_count(1, timeout=20000)
        project.edit("docs/_data/bike.yml", "name: 12\n", "name: A squeak\n")
        expect(heading).to_have_text(words, timeout=20000)
    finally:
        page.close()


def test_settings_that_cannot_be_used_show_in_an_open_page_and_it_comes_back(served: Served, browser: Browser) -> None:
    served.shows("Bicycle check")
    page, project = browser.new_page(), served.project
    try:
        page.goto(f"http://127.0.0.1:{served.port}/")
        line = project.edit("mkdocs.yml", "strict: true", "strict: @home")
        told = page.get_by_text(f"mkdocs.yml:{line}: YAML cannot read '@home' as it is typed: put quotes round it")
        expect(told).to_be_visible(timeout=20000)
        project.edit("mkdocs.yml", "strict: @home", "strict: true")
        expect(page.locator("h1")).to_contain_text("Bicycle check", timeout=20000)
    finally:
        page.close()


def test_ctrl_c_ends_it_without_a_traceback(served: Served) -> None:
    served.shows("Bicycle check")
    os.killpg(served.process.pid, signal.SIGINT)  # to all in the foreground, as a terminal sends it
    assert served.process.wait(timeout=20) == 0
    assert "Traceback" not in served.log.read_text()
    assert served.page() == ""


def test_a_fault_at_the_start_is_told_and_the_page_comes_once_it_is_mended(project: Project) -> None:
    project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
    served = Served(project)
    try:
        served.says(FAULT)
        served.shows(FAULT, "faq/")
        project.edit("docs/_data/bike.yml", "name: 12\n", "name: A loud squeak\n")
        served.shows("A loud squeak", "red-flags/")
    finally:
        served.stop()


def test_the_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("site", "test", "serve"):
        assert f"make {target}" in readme
        assert f"\n{target}:" in makefile
