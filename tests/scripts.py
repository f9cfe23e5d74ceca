"""Checks our scripts: `python -m tests.scripts`. A linter reads each file; the types are those of whole bundles, since
what a file declares is there for the files after it.

Types stand in comments (JSDoc), so that what is published is what is written. That templates draw what scripts look for
is taken as given, see scripts.d.ts: the tests in browsers say it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from macros.embed.pages import SCRIPTS
from macros.web.scripts import PLACE

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv/bin/node"
PACKAGES = ROOT / "tests/node_modules"
ALONE = (("web/dom.js", "embed/preview.js"), ("web/offline.js",), ("web/search.js",))
"""What no template asks for and the embed does not publish under its version."""

LINTER = (PACKAGES / "eslint/bin/eslint.js", "-c", "tests/eslint.config.mjs", "macros", "tests")
TYPES = ("--noEmit", "--allowJs", "--checkJs", "--strict", "--noImplicitReturns", "--noFallthroughCasesInSwitch")
PLATFORM = ("--target", "es2024", "--lib", "es2024,dom,dom.iterable", "--module", "esnext")
COMPILER = (PACKAGES / "typescript/bin/tsc", *TYPES, *PLATFORM, "tests/scripts.d.ts")


def bundles() -> set[tuple[str, ...]]:
    """The scripts that are joined, by their paths from `macros/`, in their order."""
    named = (names.split() for file in _templates() for names in PLACE.findall(file.read_text(encoding="utf-8")))
    joined = {tuple(name for name in names if name.endswith(".js")) for names in (*named, *SCRIPTS.values())}
    return joined | set(ALONE)


def _templates() -> Iterator[Path]:
    for folder in ("macros", "overrides"):
        yield from (file for file in (ROOT / folder).rglob("*.html") if file.name != "golden.html")


def _run(command: tuple[object, ...]) -> str:
    done = subprocess.run([NODE, *map(str, command)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr if done.returncode else ""


def faults() -> list[str]:
    """What the linter and the compiler say; a file in several bundles is told of once."""
    types = [(*COMPILER, *(f"macros/{name}" for name in names)) for names in sorted(bundles())]
    with ThreadPoolExecutor(2) as runs:
        said = list(runs.map(_run, [LINTER, *types]))
    return list(dict.fromkeys(line for text in said for line in text.splitlines() if line))


if __name__ == "__main__":
    found = faults()
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
