"""Exact versions of the browser's scripts: kept as they were released, so that an address with a hash works for ever.

`docs/embed/versions.json` lists them, version → file → hash, newest first. It is published as it is, beside the files.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..faults import Fault, Faults

LIST = "embed/versions.json"

FILES = ("faq.js", "resize.js")
"""What a version holds. Frames have no versions: they are pages of ours, which always bring their own script."""

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def integrity(content: bytes) -> str:
    """The hash of a file as an `integrity` attribute has it. Source: W3C, Subresource Integrity."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def released(docs: Path) -> dict[str, dict[str, str]]:
    """Every version of a site's source folder, with the hash of each of its files.

    Raises:
        Faults: when the list cannot be read.
    """
    file = docs / LIST
    try:
        versions = json.loads(file.read_text(encoding="utf-8"))
        if not all(VERSION.fullmatch(v) and all(isinstance(h, str) for h in f.values()) for v, f in versions.items()):
            raise ValueError
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        what = 'is not a list of versions as {"1.0.0": {"faq.js": "sha384-…"}}: take it back from git'
        raise Faults([Fault(_name(docs, file), what)]) from None
    return versions


def check(docs: Path) -> Iterator[Fault]:
    """Every file of a version that is not what was released: pages that name its hash would refuse it."""
    try:
        versions = released(docs)
    except Faults as found:
        yield from found.faults
        return
    for version, files in versions.items():
        for name, hash in files.items():
            file = docs / "embed" / version / name
            if not file.is_file():
                yield Fault(_name(docs, file), "is missing, but was released: take it back from git")
            elif integrity(file.read_bytes()) != hash:
                yield Fault(_name(docs, file), "is not what was released: take it back from git")
    for folder in sorted(path for path in (docs / "embed").glob("*") if path.is_dir()):
        if folder.name not in versions:
            what = "is not in versions.json: `python -m macros embed-version` adds a version"
            yield Fault(_name(docs, folder), what)


def release(version: str, docs: Path, built: Path) -> None:
    """Keep the scripts of a built site as an exact version.

    Args:
        version: such as 1.0.0, later than every one before.
        docs: the site's source folder.
        built: the built site.

    Raises:
        Faults: for a version that is not one, that is not later than the last, or that has no scripts.
    """
    where = "embed-version"
    if not VERSION.fullmatch(version):
        raise Faults([Fault(where, f"'{version}' is not a version: write it as 1.0.0")])
    versions = released(docs)
    if late := [v for v in versions if _order(v) >= _order(version)]:
        raise Faults([Fault(where, f"{version} does not come after {late[0]}: a version never changes")])
    scripts = {name: built / "embed" / "v1" / name for name in FILES}
    if lacking := [Fault(where, f"the site has no embed/v1/{n}") for n, f in scripts.items() if not f.is_file()]:
        raise Faults(lacking)
    folder = docs / "embed" / version
    folder.mkdir(parents=True)
    hashes = {}
    for name, file in scripts.items():
        content = file.read_bytes()
        (folder / name).write_bytes(content)
        hashes[name] = integrity(content)
    text = json.dumps({version: hashes, **versions}, indent=2) + "\n"
    (docs / LIST).write_text(text, encoding="utf-8")


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _name(docs: Path, path: Path) -> str:
    return f"{docs.name}/{path.relative_to(docs).as_posix()}"
