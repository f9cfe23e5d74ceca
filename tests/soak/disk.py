"""Builds on a disk that is full, or that may not be written to: `python -m tests.soak.disk FOLDER`, run where mounting
is allowed (in a mount namespace of its own, so that nothing is left behind).

Prints a JSON list with one entry a build: what stood in the way, the exit code, stderr, and whether the earlier site
was whole afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import SECOND_TOPIC, Project
from tests.soak.kills import digest

SIZE = 64 << 20
LEFT = {"nothing": 0.0, "a folder": 0.02, "half of it": 0.5}
"""What is left for the new site, as a share of the earlier one."""


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))
    project = Project(folder / "project", SECOND_TOPIC)
    project.built()
    project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: A loud squeak\n")
    before, told = digest(project.folder / "site"), []

    def build(what: str) -> None:
        result = project.build()
        told.append([what, result.returncode, result.stderr, digest(project.folder / "site") == before])

    size = sum(file.stat().st_size for file in (project.folder / "site").rglob("*") if file.is_file())
    for left, share in LEFT.items():
        shutil.rmtree(project.folder / ".build", ignore_errors=True)
        free = os.statvfs(folder)
        filler = folder / "filler"
        filler.write_bytes(b"0" * (free.f_bavail * free.f_frsize - int(share * size)))
        build(f"room for {left}")
        filler.unlink()
    mount("-o", "remount,ro", str(folder))
    build("read-only")
    mount("-o", "remount,rw", str(folder))
    result = project.build()
    told.append(["room again", result.returncode, result.stderr, digest(project.folder / "site") != before])
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
