"""The measures: each is a function that does one comparison and returns its rows. List a new one in `MEASURES`."""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import bench_light
from tests.bench import projects
from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import clean_environment
from tests.light import line

OURS, PLAIN = ("-m", "macros", "site"), ("-m", "mkdocs", "build", "--quiet")

# Linux counts what the process that starts another one holds as the other's peak, and this one holds a browser's driver.
SMALL = """
import os, sys
command = [sys.executable, *sys.argv[1:]]
process = os.posix_spawn(sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: the same thing measured for this project and for what it is compared with.

    Attributes:
        what: what was done.
        unit: "s", "MiB", "bytes", "requests" or "ms".
        ours, other: every measurement, in the order in which they were made, in turn.
        goal: the ratio of the medians that is aimed at; None when there is none.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    other: tuple[float, ...]
    goal: float | None

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.other)


def environment(folder: Path) -> dict[str, str]:
    """As at an editor's: Python keeps what it has compiled, though here in a folder that goes afterwards."""
    kept = {key: value for key, value in clean_environment().items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}


def run(folder: Path, command: tuple[str, ...]) -> tuple[float, float]:
    """Run `python …` in a folder; return its CPU seconds and its peak memory in MiB."""
    return timed(folder, command)[:2]


def timed(folder: Path, command: tuple[str, ...], **more: str) -> tuple[float, float, float]:
    """The same, and the seconds that somebody waits for it; `more` is added to the environment."""
    log, began = folder / ".log", time.monotonic()
    with log.open("wb") as out:
        starter = [sys.executable, "-I", "-S", "-c", SMALL, *command]
        said = subprocess.run(
            starter,
            cwd=folder,
            env={**environment(folder), **more},
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
            check=True,
        )
    code, seconds, peak = said.stdout.split()
    assert code == "0", log.read_text("utf-8")[-2000:]
    peak_in_mib = int(peak) / (1024 if sys.platform != "darwin" else 1 << 20)
    return float(seconds), peak_in_mib, time.monotonic() - began


def in_turn(
    what: str,
    ours: Path,
    other: Path,
    other_command: tuple[str, ...],
    times: int,
    goals: tuple[float | None, float | None],
) -> list[Row]:
    """Build two projects in turn, each once before that if it is more than once; a row for CPU time and one for memory."""
    one, two = [], []
    if times > 1:
        run(ours, OURS)
        run(other, other_command)
    for number in range(times):
        one.append(run(ours, OURS))
        two.append(run(other, other_command))
        print(f"  {what}, {number + 1} of {times}: {one[-1][0]:.2f} s, {two[-1][0]:.2f} s", flush=True)
    return [
        Row(f"{what}: CPU time", "s", tuple(t for t, _ in one), tuple(t for t, _ in two), goals[0]),
        Row(f"{what}: peak memory", "MiB", tuple(m for _, m in one), tuple(m for _, m in two), goals[1]),
    ]


def pages(folder: Path, times: int, *, counts: tuple[int, ...] = (20, 100, 1000)) -> list[Row]:
    """The guide beside plain Material with the same pages and words."""
    rows = []
    for count in counts:
        goals = (1.3, 1.8) if count == 20 else (1.5, 1.5)
        ours, plain = projects.ours(folder / f"ours-{count}", count), projects.plain(folder / f"plain-{count}", count)
        rows += in_turn(f"{count:,} pages, beside plain Material", ours, plain, PLAIN, times, goals)
    return rows


def page(folder: Path, times: int) -> list[Row]:
    """The page of the questions on a cold visit, beside plain Material's with the same words, and when it is seen."""
    ours, plain = projects.ours(folder / "page-ours", 20), projects.plain(folder / "page-plain", 20)
    run(ours, OURS)
    run(plain, PLAIN)
    size, requests = zip(_visit(ours / "site"), _visit(plain / "site"), strict=True)
    seen, least = bench_light.measure(ours / "site")
    return [
        Row("The page of the questions, beside plain Material's: compressed", "bytes", size[:1], size[1:], None),
        Row("The same: requests until it is touched", "requests", requests[:1], requests[1:], None),
        Row("Its largest paint, beside a page with its words and next to no styles", "ms", (*seen,), (*least,), 1.25),
    ]


def _visit(site: Path) -> tuple[float, float]:
    """Compressed bytes and requests of a cold visit to the page of the questions."""
    with line(site) as sent, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(sent.address + "faq/")
        page.wait_for_load_state("networkidle")
        browser.close()
    return sum(size for _, size in sent.sent), len(sent.sent)


def handouts(folder: Path, times: int) -> list[Row]:
    """What the handouts cost in a first build, beside the rest of it.

    Neither build finds anything of an earlier one, but for the handouts in the second.
    """
    guide = projects.whole(folder / "handouts")
    work, pdfs = guide / ".build", folder / "pdfs"
    anew, kept = [], []
    run(guide, OURS)
    for number in range(times):
        shutil.rmtree(work)
        anew.append(timed(guide, OURS))
        (work / "handouts").rename(pdfs)
        shutil.rmtree(work)
        work.mkdir()
        pdfs.rename(work / "handouts")
        kept.append(timed(guide, OURS))
        print(f"  handouts, {number + 1} of {times}: {anew[-1][2]:.2f} s, {kept[-1][2]:.2f} s", flush=True)
    made = [tuple(one - other for one, other in zip(*pair, strict=True)) for pair in zip(anew, kept, strict=True)]
    what = "All handouts in a first build, beside the rest of it"
    return [
        Row(f"{what}: time to wait", "s", tuple(m[2] for m in made), tuple(m[2] for m in kept), 1),
        Row(f"{what}: CPU time", "s", tuple(m[0] for m in made), tuple(m[0] for m in kept), 1),
        Row(
            "A first build with all handouts, beside one that has them: peak memory",
            "MiB",
            tuple(m[1] for m in anew),
            tuple(m[1] for m in kept),
            None,
        ),
    ]


def data(folder: Path, times: int) -> list[Row]:
    """Four times the questions and red flags: in proportion, the cost is at most four times as much."""
    small, large = projects.data_of(folder / "small", 500, 125), projects.data_of(folder / "large", 2000, 500)
    return in_turn("2,000 questions and 500 red flags beside 500 and 125", large, small, OURS, times, (4, 4))


def languages(folder: Path, times: int) -> list[Row]:
    """The guide in all its languages beside the guide in its own: at most one build more for each, but without handouts."""
    one, all_ = projects.ours(folder / "one", 20), projects.ours(folder / "all", 20, languages=projects.LANGUAGES)
    count = len(projects.LANGUAGES)
    ours, other = [], []
    for number in range(-1, times):
        pair = timed(all_, OURS, DRAFTS="1"), timed(one, OURS)
        if number >= 0:  # the first is not counted
            ours.append(pair[0])
            other.append(pair[1])
            print(f"  languages, {number + 1} of {times}: {pair[0][0]:.2f} s, {pair[1][0]:.2f} s", flush=True)
    what = f"{count + 1} languages, beside one"
    return [
        Row(f"{what}: {name}", "s", tuple(m[i] for m in ours), tuple(m[i] for m in other), count + 1)
        for name, i in (("CPU time", 0), ("time to wait", 2))
    ]


def refresh(folder: Path, times: int) -> list[Row]:
    """How long after an edit of one answer a running server shows it, beside `mkdocs serve` of plain Material."""
    ours = _Server(projects.ours(folder / "serve-ours", 20), ("-m", "macros", "serve"), "docs/_data/calf.yml")
    plain = _Server(projects.plain(folder / "serve-plain", 20), ("-m", "mkdocs", "serve"), "docs/faq.md")
    one, two = [], []
    try:
        for number in range(times):
            one.append(ours.edit(number))
            two.append(plain.edit(number))
            print(f"  refresh, {number + 1} of {times}: {one[-1]:.2f} s, {two[-1]:.2f} s", flush=True)
    finally:
        ours.stop()
        plain.stop()
    return [Row("A refresh after an edit of one answer", "s", tuple(one), tuple(two), 1.5)]


class _Server:
    """A running server, and edits of the first answer."""

    def __init__(self, folder: Path, command: tuple[str, ...], path: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = folder / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8") + f"\ndev_addr: 127.0.0.1:{port}\n", "utf-8")
        self.address, self.path = f"http://127.0.0.1:{port}/faq/", folder / path
        self.text = self.path.read_text("utf-8")
        log = (folder / ".log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env=environment(folder),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._wait("</html>")

    def edit(self, number: int) -> float:
        question = re.search(r"^(?:    question: |## )(.*)$", self.text, re.M)
        assert question
        words = f"How is edit {number} seen?"
        self.path.write_text(self.text[: question.start(1)] + words + self.text[question.end(1) :], "utf-8")
        began = time.monotonic()
        self._wait(words)
        return time.monotonic() - began

    def _wait(self, words: str) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.address, timeout=60) as answer:
                    if words in answer.read().decode():
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.02)
        raise AssertionError(f"{words!r} never came to {self.address}")

    def stop(self) -> None:
        os.killpg(self.process.pid, 15)
        self.process.wait()


MEASURES: dict[str, Callable[[Path, int], list[Row]]] = {
    "pages": pages,
    "page": page,
    "data": data,
    "languages": languages,
    "refresh": refresh,
    "handouts": handouts,
}
"""By name. A channel that adds to the build adds a function here."""
