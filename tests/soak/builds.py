"""Builds for the long checks: many in one process, each in a fork of it, and what must be true of each afterwards."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from macros.__main__ import REPORT, UNFORESEEN
from tests.conftest import clean_environment

SECONDS = 60
"""A build that computes for longer hangs: an ordinary one needs two or three. The clock on the wall says nothing."""

MEMORY = 4 << 30
"""Bytes that one build may fill; more is a fault of ours, and must not stop the machine."""

LINE = re.compile(r"[\w./()'#?%: -]+: \S.*")
"""A fault: `file:line: where: what`, or `file: what` where there is no line."""

MKDOCS = re.compile(
    r"Aborted with \d+ (?:Configuration Errors|warnings|configuration warnings) (?:in (?:strict|'strict') mode)?!?|Aborted with a (?:BuildError|configuration error)!"
    r"|(?:Doc file|A reference to|The following pages exist|Error reading page|Unrecognised configuration) .*"
    r"|  - \S.*"
)
"""What MkDocs says in its own words: a line for a link or a page, then how many there were."""


@dataclass(frozen=True)
class Result:
    """How a build ended."""

    code: int
    out: str
    err: str


def limits() -> None:
    """What this process, about to build, may use."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # A fork has used what its parent had used.
    used = int(time.process_time()) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (used, used + 5))


def forked(folder: Path) -> Result:
    """`python -m macros site` in a folder, in a fork of this process: the imports are made already.

    Everything else is as on the command line: the fork has never built anything before.
    """
    out, err = folder / ".out", folder / ".err"
    child = os.fork()
    if child == 0:
        code = 70
        try:
            for path, number in ((out, 1), (err, 2)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            limits()
            os.chdir(folder)
            for name in set(os.environ) - set(clean_environment()):
                del os.environ[name]
            from macros import __main__ as command

            code = command.main(["site"])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 71
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Result(code, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"))


def command_line(folder: Path) -> Result:
    """The same as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "macros", "site"],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        errors="replace",
        preexec_fn=limits,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def state(site: Path) -> dict[str, tuple[int, int, int]]:
    """What would change if anything of a site did: file number, size and time of each file."""
    found = {}
    for path in site.rglob("*"):
        at = path.stat()
        found[path.relative_to(site).as_posix()] = (at.st_ino, at.st_size, at.st_mtime_ns)
    return found


def wrong(folder: Path, before: dict[str, tuple[int, int, int]], result: Result) -> list[str]:
    """What a build did that it must never do; empty when it kept every promise.

    Args:
        folder: the project.
        before: the `state` of its site before the build.
        result: how the build ended.
    """
    said = result.out + result.err
    found = ["a traceback"] if "Traceback (most recent call last)" in said else []
    if result.code == 0:
        if result.err:
            found.append("well, yet something on stderr")
        return found + unfinished(folder)
    if result.code != 1:
        found.append(f"exit {result.code}")
    if UNFORESEEN in result.err:
        found.append("a reason that it does not know:\n" + (folder / REPORT).read_text("utf-8")[-1200:])
    if state(folder / "site") != before:
        found.append("the earlier site has changed")
    if not result.err.strip():
        found.append("no word on stderr")
    for line in result.err.splitlines():
        if line.strip() and not LINE.fullmatch(line) and not MKDOCS.fullmatch(line):
            found.append(f"not a fault in one line: {line[:200]!r}")
    if any(len(line) > 600 for line in result.err.splitlines()):
        found.append("a line that nobody can read: longer than 600 characters")
    return found


def unfinished(folder: Path) -> list[str]:
    """What a site that was built lacks."""
    site, found = folder / "site", []
    for source in (folder / "docs").rglob("*.md"):
        name = source.relative_to(folder / "docs").with_suffix("")
        page = site / (name if name.name == "index" else name / "index").with_suffix(".html")
        if not page.exists():
            found.append(f"{page.relative_to(folder)} is missing")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        end = "</div>" if "static" in page.parts else "</html>"  # a copy is a part of somebody's page
        if not text.rstrip().endswith(end):
            found.append(f"{page.relative_to(folder)} is not whole")
        shown = re.sub(r"<code\b.*?</code>", "", text, flags=re.S)
        for rest in ("[[component", "Macro Rendering Error", "///Footnotes Go Here///", "\x02wzxhzdk", "\x02"):
            if rest in shown:
                found.append(f"{page.relative_to(folder)} shows {rest!r}")
    for name in ("assets/help-lines.json", "search/search_index.json"):
        try:
            json.loads((site / name).read_text("utf-8"))
        except (OSError, ValueError) as error:
            found.append(f"{name}: {error}")
    for name in ("404.html", "sitemap.xml", "_headers"):
        if not (site / name).exists():
            found.append(f"{name} is missing")
    return found
