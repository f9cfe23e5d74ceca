"""Folders that take the place of others: made beside them, and put there whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

WORK = Path(".build")
"""Where a build works, and keeps what the next one can use."""


@contextlib.contextmanager
def replacing(output: Path, kept: str) -> Iterator[Path]:
    """An empty folder to fill in the block; when that ends well, it is what stands at `output`.

    It gets there by two renames, so that a kill leaves the earlier folder or the new one whole. Where a kill came
    between the two, the next call puts the earlier folder back, whatever then becomes of the new one.

    Args:
        output: the folder's path from the project's root.
        kept: what an error that is raised notes of the earlier folder, "the earlier site is as it was".

    Raises:
        OSError: for what cannot be read or written, and for a file or a link where a folder has to be.
    """
    name = "-".join(output.parts)
    new, old = WORK / name, WORK / f"previous-{name}"
    try:
        _replaceable(output)
        for folder in (WORK, output.parent):
            _needed(folder)
            folder.mkdir(exist_ok=True)
        _recover(old, output)
        _clear(new)
        new.mkdir(exist_ok=True)
        yield new
        _swap(new, old, output)
    except OSError as error:
        error.add_note(kept)
        raise


def _swap(new: Path, old: Path, output: Path) -> None:
    _replaceable(output)
    if output.exists():
        output.rename(old)
    try:
        new.rename(output)
    except OSError:
        _recover(old, output)
        raise
    _clear(old)


def _needed(folder: Path) -> None:
    """Refuse a file that stands where a folder has to be."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(17, "is a file, but a folder of that name is needed: move it away", str(folder))


def _replaceable(output: Path) -> None:
    """Refuse what cannot be replaced: a file, and a link, which would be moved without what it leads to."""
    if output.is_symlink():
        what = "is a link, but a folder is put in its place: remove it, and let your web server serve that folder"
        raise FileExistsError(17, what, str(output))
    _needed(output)


def _recover(old: Path, output: Path) -> None:
    """Put back what was moved away, if the swap came no further than the first of its two renames."""
    if old.is_dir() and not old.is_symlink() and not output.exists():
        old.rename(output)
    _clear(old)


def _clear(path: Path) -> None:
    """Remove a folder, or a file or a link that stands in its place; never what a link leads to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
