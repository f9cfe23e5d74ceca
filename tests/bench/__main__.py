"""`python -m tests.bench [pages] [page] [data] [languages] [refresh] [handouts] [--times N] [--steps PAGES]`: measure, and write BENCHMARKS.md.

--steps 20 builds the guide, with 20 pages in all, once under a profiler instead, and prints what each function of `macros/` costs.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tests.bench import projects
from tests.bench.machine import machine
from tests.bench.measures import MEASURES, Row
from tests.conftest import ROOT
from tests.soak import report

# The FAQ page with the same words by each generator: gzipped bytes and requests on a cold visit, and the median of five
# clean builds of six pages in seconds. Measured on 2026-11-22 with the versions named, on a machine like this one.
PEERS = (
    ("Material as it comes (mkdocs-material 9.8.1)", 83_088, 6, 0.442),
    ("Zensical 0.0.73", 103_348, 6, 0.562),
    ("Sphinx 9.0.4 with Furo 2025.12.19", 25_684, 9, 1.059),
    ("Starlight 0.42.4 (Astro 7.3.5)", 49_543, 10, 3.746),
    ("VitePress 1.6.4", 157_259, 10, 4.441),
    ("Docusaurus 3.10.2", 208_228, 17, 28.596),
    ("Hugo 0.111.3, a hand-made page without search", 2_398, 2, 0.074),
)


def steps(folder: Path, pages: int) -> None:
    """What each function of ours costs in one build, with all that it calls."""
    project = projects.ours(folder / "steps", pages)
    os.chdir(project)
    from macros import __main__ as command

    profile = cProfile.Profile()
    if profile.runcall(command.main, ["site"]):
        raise SystemExit(1)
    stats = pstats.Stats(profile)
    whole = stats.total_tt
    print("\nShare of the build (under a profiler, which slows small functions down), with all that a function calls:")
    ours = [
        (cumulative, f"{Path(file).parent.name}/{Path(file).name}: {name}", calls)
        for (file, _, name), (_, calls, _, cumulative, _) in stats.stats.items()
        if f"{os.sep}macros{os.sep}" in file and "site-packages" not in file and not name.startswith("<")
    ]
    for cumulative, name, calls in sorted(ours, reverse=True)[:40]:
        print(f"  {cumulative / whole:6.1%}  {calls:7}  {name}")


def beside(measured: dict[str, list[Row]]) -> list[tuple[str, float, float, float, bool]]:
    """Every generator with its bytes, its requests and its build as a multiple of Material's; and whether it is ours.

    What is ours was measured in this run, and is left out when it was not.
    """
    material = PEERS[0][3]
    found = [(name, size, requests, seconds / material, False) for name, size, requests, seconds in PEERS]
    if "pages" in measured and "page" in measured:
        size, requests = (row.ours[0] for row in measured["page"][:2])
        found.append(("This guide (more words)", size, requests, measured["pages"][0].ratio, True))
    return sorted(found, key=lambda one: one[1])


def write(measured: dict[str, list[Row]], busy: bool, arguments: list[str]) -> None:
    """BENCHMARKS.md and its picture."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), trim_blocks=True, lstrip_blocks=True)
    values = {
        "rows": [row for rows in measured.values() for row in rows],
        "peers": beside(measured),
        "median": statistics.median,
        "machine": machine(),
        "busy": busy,
        "day": datetime.now(UTC).date(),
        "command": " ".join(["python -m tests.bench", *arguments]) if arguments else "make bench",
        "versions": {name: version(name) for name in ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin", "Markdown")},
    }
    # What the long checks found stays.
    text = environment.get_template("benchmarks.md.jinja").render(values)
    (ROOT / "BENCHMARKS.md").write_text(
        "\n\n".join(filter(None, (text.rstrip("\n"), report.kept().rstrip("\n")))) + "\n", "utf-8"
    )
    (ROOT / "tests/bench/peers.svg").write_text(environment.get_template("peers.svg.jinja").render(values), "utf-8")
    print("Wrote BENCHMARKS.md")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "what", nargs="*", choices=[*MEASURES, []], help="which measures; all of them when none is named"
    )
    parser.add_argument("--times", type=int, default=5, help="how often each is built, in turn")
    parser.add_argument("--steps", type=int, metavar="PAGES", help="print what each step of one build costs")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        if options.steps:
            steps(folder, options.steps)
            return 0
        # Before anything of ours runs: a machine that has other work for half its cores is a busy one.
        busy = os.getloadavg()[0] > (os.cpu_count() or 1) / 2
        measured = {}
        for name in options.what or MEASURES:
            print(f"{name}: {' '.join((MEASURES[name].__doc__ or '').split())}", flush=True)
            measured[name] = MEASURES[name](folder, options.times)
    finally:
        shutil.rmtree(folder)
    for row in (row for rows in measured.values() for row in rows):
        goal = f", goal {row.goal:g}" if row.goal else ""
        print(f"{row.what}: ratio {row.ratio:.2f}{goal}")
    write(measured, busy, sys.argv[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
