"""Names of files: an address carries them, and every disk keeps them apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from mkdocs.structure.files import File, Files

from ..faults import Fault

REFUSED = re.compile(r"[#?%\\:*\"<>|\x00-\x1f]")
"""What an address has other uses for, or a disk."""
PAGE = re.compile(r"\.(?:md|markdown|mdown|mkdn?)(?:\.txt)?$", re.I)


def check(files: Files, folder: str, shown: Callable[[str], str]) -> Iterator[Fault]:
    """What is wrong with the names of the files in a folder.

    Args:
        files: MkDocs' files, of which those in the folder are judged.
        folder: where pages stand.
        shown: how a file is called in faults.
    """
    first: dict[str, str] = {}
    own = [file for file in files if file.src_dir == folder and file.inclusion.is_included()]
    for file in sorted(own, key=lambda file: file.src_uri, reverse=True):
        name = PurePosixPath(file.src_uri).name
        if what := _one(file, name) or _twin(file, first):
            yield Fault(shown(str(file.abs_src_path)), what)


def _one(file: File, name: str) -> str:
    if found := REFUSED.search(file.src_uri):
        return f"an address cannot carry '{found[0]}': name it '{REFUSED.sub('-', name)}'"
    ending = PAGE.search(name)
    if ending and not (file.is_documentation_page() and name.endswith(".md")):
        return f"is published as it is, not as a page: name it '{name[: ending.start()]}.md'"
    return ""


def _twin(file: File, first: dict[str, str]) -> str:
    """What is wrong with a file whose name, or its folder's, differs from another's only in letter case.

    Args:
        file: the file.
        first: the names so far, by their small letters; those of this file are added.
    """
    parts = PurePosixPath(file.src_uri).parts
    for count in range(1, len(parts) + 1):
        path = "/".join(parts[:count])
        if (other := first.setdefault(path.casefold(), path)) != path:
            return f"'{path}' and '{other}' are one file on Windows and macOS: rename one"
    if (other := first.setdefault(f"/{file.dest_uri.casefold()}", file.src_uri)) != file.src_uri:
        return f"has the address of '{other}' too: rename one"
    return ""
