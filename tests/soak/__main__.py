"""`python -m tests.soak [mutations] [kills] [hostile] [--seed N] [--count N]`: the long checks, with their progress.

Prints the seed first: the same seed does the same again. Exit 1 and one paragraph for each promise that broke.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

import lxml.html  # noqa: F401  (what each fork would import again)
import mkdocs.commands.build  # noqa: F401
from playwright.sync_api import sync_playwright

import macros.build  # noqa: F401
from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import ROOT, SECOND_TOPIC, Project, data_of
from tests.soak import hostile, kills, report
from tests.soak.builds import command_line, forked, state, wrong
from tests.soak.mutations import NAMES, mutate

ALONE = 40
"""Every so many mutations one is built by the real command line, which shares nothing with the others."""


def one_mutation(number: int, *, seed: int, folder: Path, source: Path) -> tuple[str, int, list[str], str]:
    """Do one mutation, build, and say what was done, how the build ended, what is wrong, and what it said."""
    project = folder / f"worker-{os.getpid()}"
    if not project.exists():
        Project(project, source)
        assert forked(project).code == 0
    rng = random.Random(f"{seed}/{number}")
    files = sorted((project / "docs").rglob("*.md"))
    data = data_of(project)
    more = project / "docs" / rng.choice(NAMES)
    path = rng.choices((data, rng.choice(files), project / "mkdocs.yml", more), (52, 38, 5, 5))[0]
    good = path.read_bytes() if path != more else b""
    before = state(project / "site")
    mutation = mutate(good or rng.choice(files).read_bytes(), "yaml" if path.suffix == ".yml" else "page", rng)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mutation.data)
    try:
        result = (command_line if number % ALONE == 0 else forked)(project)
        broken = wrong(project, before, result)
    finally:
        if good:
            path.write_bytes(good)
        else:
            path.unlink()
        if not (project / "site").exists():
            forked(project)
    if broken:
        kept = folder.parent / "broken" / f"{seed}-{number}-{path.name}"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(mutation.data)
    return f"{path.relative_to(project)}: {mutation.what}", result.code, broken, result.err


def mutations(seed: int, count: int, folder: Path, only: int | None, source: Path) -> list[str]:
    """Random harm to a guide's data file, pages and settings: built whole, or refused in lines that say why."""
    numbers = [only] if only is not None else range(count)
    failures, ends, began = [], Counter(), time.monotonic()
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        work = partial(one_mutation, seed=seed, folder=folder, source=source)
        for number, (what, code, broken, said) in zip(numbers, pool.imap(work, numbers), strict=True):
            ends["built" if code == 0 else "refused"] += 1
            if broken:
                failures.append(f"mutation {number} ({what}): {'; '.join(broken[:3])}\n{said[-1500:]}")
                print(f"  {failures[-1][:300]}", flush=True)
            if (number + 1) % 100 == 0:
                print(f"  {number + 1} of {count}: {dict(ends)}, {time.monotonic() - began:.0f} s", flush=True)
    told = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
    report.ends("mutations", f"{sum(ends.values())}: {told}; {len(failures)} broke a promise")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["mutations", "kills", "hostile", []])
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or random.randrange(10**6)))
    parser.add_argument("--count", type=int, help="how many of each, in the place of the usual number")
    parser.add_argument("--only", type=int, help="one mutation again, by its number")
    parser.add_argument("--sample", action="store_true", help="harm the second topic, and do not write BENCHMARKS.md")
    options = parser.parse_args()
    print(f"SEED={options.seed}", flush=True)
    failures, source = [], SECOND_TOPIC if options.sample else ROOT
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        if not options.what or "mutations" in options.what:
            failures += mutations(options.seed, options.count or 2000, folder / "mutations", options.only, source)
        if not options.what or "kills" in options.what:
            failures += kills.kills(options.seed, options.count or 50, folder / "kills")
        if not options.what or "hostile" in options.what:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
                failures += hostile.hostile(options.seed, options.count or 5000, folder / "hostile", browser)
                browser.close()
        if options.only is None and not options.sample:
            report.write(options.seed)
    finally:
        for part in folder.glob("*"):
            if part.name != "broken":
                shutil.rmtree(part)
    if failures:
        print("", *failures, sep="\n")
        print(f"\n{len(failures)} broke a promise; the files that did it are in {folder / 'broken'}")
    else:
        shutil.rmtree(folder)
        print("Every promise was kept")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
