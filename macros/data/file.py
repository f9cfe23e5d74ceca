"""A file as text."""

from __future__ import annotations

from pathlib import Path

from ..faults import Fault, Faults
from .text import nearest


def text_of(path: Path, name: str) -> str:
    """The text of a file, called `name` in faults.

    Raises:
        Faults: for one that is not there, or not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        near = nearest(path.name, sorted(p.name for p in path.parent.glob("*.y*ml"))) if path.parent.is_dir() else ""
        raise Faults([Fault(name, f"no such file{near}; 'extra: data:' in mkdocs.yml names it")]) from None
    except OSError as error:
        raise Faults([Fault(name, f"cannot be read: {error.strerror}")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 (byte 0x{data[error.start]:02x}): save the file with the encoding UTF-8"
        raise Faults([Fault(name, what, line)]) from None
