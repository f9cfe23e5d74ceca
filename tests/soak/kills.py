"""Kills at random moments of a build: afterwards, the site before it or the new one is whole."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, Project, clean_environment
from tests.soak import report


def digest(site: Path) -> str | None:
    """One digest of all files of a site with their names; None when there is none."""
    if not site.exists():
        return None
    total = hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(site)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "macros", "site"],
        cwd=folder,
        env={**clean_environment(), "SOURCE_DATE_EPOCH": "1796083200"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kills(seed: int, count: int, folder: Path, source: Path = ROOT) -> list[str]:
    """Kill a build so many times: half of them at any moment, half while the new site takes the old one's place.

    Returns:
        A line for each time after which neither the old nor the new site was whole.
    """
    project = Project(folder, source)
    site, settings = project.folder / "site", project.read("mkdocs.yml")
    name = settings.split("\n", 1)[0]
    versions = []
    for words in ("One name", "Another name"):
        project.write("mkdocs.yml", settings.replace(name, f"site_name: {words}", 1))
        began = time.monotonic()
        assert start(project.folder).wait() == 0
        length = time.monotonic() - began
        versions.append(digest(site))
    rng, failures, moments = random.Random(seed), [], {"as before": 0, "new": 0, "away": 0}
    for number in range(count):
        earlier = digest(site)
        # Each build would change the site, so that a mixture of the two would show.
        words = "One name" if earlier == versions[1] else "Another name"
        project.write("mkdocs.yml", settings.replace(name, f"site_name: {words}", 1))
        running = start(project.folder)
        if number % 2:
            # The headers are the last that a build writes: the two renames follow.
            while running.poll() is None and not (project.folder / ".build/site/_headers").exists():
                time.sleep(0.0005)
            time.sleep(rng.uniform(0, 0.12))
        else:
            time.sleep(rng.uniform(0, length))
        running.kill()
        running.wait()
        left = digest(site)
        moments["away" if left is None else "as before" if left == earlier else "new"] += 1
        if left not in (None, *versions):
            failures.append(f"kill {number}: the site is a mixture, or not whole")
        # The next start, which fails: it builds nothing, and must still put back what was there.
        project.write("mkdocs.yml", settings + "\nnothing: 1\n")
        if start(project.folder).wait() != 1:
            failures.append(f"kill {number}: the next start did not say that its settings are wrong")
        if digest(site) not in versions:
            failures.append(f"kill {number}: after the next start there is no whole site")
        if (number + 1) % 10 == 0:
            print(f"  {number + 1} of {count}: {moments}", flush=True)
    told = ", ".join(f"{number} {moment}" for moment, number in moments.items())
    report.ends("kills", f"{count}: the site afterwards: {told}; {len(failures)} broke a promise")
    return failures
