"""What a release is made of: the website, the handouts, the embed and a copy that works from a folder, as zips.

The same commit, settings and day give the same bytes. Everything is made beside `dist/release/` and swapped in whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path

FIRST = (1980, 1, 1, 0, 0, 0)
"""The day that zips give to their files: the first that they can."""


def release(site: Path, offline: Path, changelog: Path, folder: Path) -> list[str]:
    """Write the files of a release into a folder.

    Args:
        site: the built website.
        offline: the website built without directory addresses; it is changed into a copy that works from a folder.
        changelog: CHANGELOG.md, of which the newest part becomes the notes.
        folder: where they go, empty but for the pack, if there is one.

    Returns:
        The names of the files. Handouts and embed are among them only when the website has them.
    """
    from_folder(offline)
    parts = {"site": site, "handouts": site / "handouts", "embed": site / "embed", "offline": offline}
    parts |= {f"handouts-{found.parent.name}": found for found in sorted(site.glob("*/handouts"))}
    parts["pack"] = folder / "pack"
    for name, part in parts.items():
        files = [path for path in sorted(part.rglob("*")) if path.is_file()]
        if name.startswith("handouts"):
            files = [path for path in files if path.suffix == ".pdf"]
        if files:
            pack(folder / f"{name}.zip", part, files)
    (folder / "NOTES.md").write_text(notes(changelog.read_text(encoding="utf-8")), encoding="utf-8")
    made = [path for path in sorted(folder.iterdir()) if path.is_file()]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in made]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    return sorted(path.name for path in folder.iterdir())


def pack(target: Path, root: Path, files: list[Path]) -> None:
    """A zip whose bytes depend on the files' names and words alone; it unpacks into a folder of its own name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            info = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(root).as_posix()}", FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, path.read_bytes())


def notes(changelog: str) -> str:
    """The newest part of a changelog that says anything, without its heading."""
    parts = re.split(r"^## .*$", changelog, flags=re.M)[1:]
    return next((part.strip() for part in parts if part.strip()), "") + "\n"


def from_folder(site: Path) -> None:
    """Change a website so that its search and its choice of country work from file://, in each of its languages."""
    source = Path(__file__).with_name("offline.js").read_text(encoding="utf-8")
    homes = [index.parent.parent for index in site.rglob("search/search_index.json")]
    for home in homes:
        index = (home / "search/search_index.json").read_text(encoding="utf-8")
        # The theme looks for this in the place of the index, where nothing can be fetched.
        (home / "search/search_index.js").write_text(f"var __index = {index}", encoding="utf-8")
        lines = json.dumps(json.loads((home / "assets/help-lines.json").read_text(encoding="utf-8")))
        (home / "assets/offline.js").write_text(f"const HELP_LINES = {lines};\n{source}", encoding="utf-8")
    for page in site.rglob("*.html"):
        home = max((home for home in homes if page.is_relative_to(home)), key=lambda home: len(home.parts))
        up = "../" * (len(page.relative_to(home).parts) - 1)
        html = page.read_text(encoding="utf-8")
        page.write_text(html.replace("</head>", f'<script src="{up}assets/offline.js"></script></head>', 1), "utf-8")
    for name in ("_headers", "sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
