"""A clinic's own lines for its handouts: `clinic.yml` and the picture that it names."""

from __future__ import annotations

import re
import stat
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from lxml import etree
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..data.library import load_part
from ..data.text import fault, nearest
from ..faults import Fault, Faults

MOST_BYTES = 100_000
"""A clinic file larger than this was not written by a person."""
LOGO_BYTES = 2_000_000
"""The largest logo in bytes: a handout has to stay small enough to send."""
LOGO_PIXELS = 16_000_000
"""The most pixels of a logo: a small file can unpack to more than the memory holds."""
LONGEST = 200
"""The most characters of a line: a clinic's lines may not push the words of a page away."""

OUTSIDE = re.compile(r"url\((?!\s*[\"']?\s*#)", re.I)
"""An address in a style that is not of a part of the same picture. What may stand before the # is in the look ahead: in
front of it, the search would go back over it and find an address where there is none."""
PNG = b"\x89PNG\r\n\x1a\n"


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise fault(f"needs text, not {value}" + (" (put quotes round it)" if isinstance(value, (int, float)) else ""))
    # Copied from a letter, a name brings spaces that do not break and marks of direction; the setting needs neither.
    value = re.sub(r"[\u00a0\u2007\u202f]", " ", re.sub(r"[\u200e\u200f]", "", value))
    if not value.strip():
        raise fault("is empty")
    if any(not char.isprintable() for char in value.strip()):
        raise fault("must be one line, without control characters")
    if len(value.strip()) > LONGEST:
        raise fault(f"is {len(value.strip())} characters long; {LONGEST} is the most")
    return value.strip()


def _lines(value: Any) -> tuple[str, ...]:
    lines = [value] if not isinstance(value, str) else [line for line in value.splitlines() if line.strip()]
    if len(lines) > 5:
        raise fault(f"has {len(lines)} lines; 5 is the most")
    return tuple(map(_line, lines)) or (_line(""),)


Line = Annotated[str, BeforeValidator(_line)]


class Lines(BaseModel):
    """What a clinic file may say: plain words, no Markdown.

    `address` may have several lines. `logo` is a picture beside the file. `language` is that of the clinic's own
    lines, as in `ar`, when it is not the guide's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    phone: Line | None = None
    address: Annotated[tuple[str, ...], BeforeValidator(_lines)] = ()
    hours: Line | None = None
    extra: Line | None = None
    logo: Line | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None


@dataclass(frozen=True)
class Clinic:
    """A clinic as its handouts show it.

    Attributes:
        file: the clinic file, as shown in faults.
        lines: what it says.
        picture: its logo, SVG or PNG; empty when there is none.
        picture_line: where the file names the logo.
    """

    file: str
    lines: Lines
    picture: bytes
    picture_line: int

    @property
    def picture_kind(self) -> str:
        return "png" if self.picture.startswith(PNG) else "svg"


def load(path: Path, name: str) -> Clinic:
    """Read a clinic file at `path`, called `name` in faults, with its logo.

    Raises:
        Faults: for a file that is missing, not YAML, or says what it may not; for a logo that cannot be used.
    """
    data = _read(path, name, MOST_BYTES, "a clinic file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faults([Fault(name, line, "", "is not UTF-8: save the file with the encoding UTF-8")]) from None
    lines, at = load_part(text, name, Lines)
    line = at.get(("logo",), 0)
    try:
        picture = _logo(path.parent / lines.logo) if lines.logo else b""
    except Faults as found:
        raise Faults(Fault(name, line, "logo", entry.what) for entry in found.faults) from None
    return Clinic(name, lines, picture, line)


def _read(path: Path, name: str, most: int, what: str) -> bytes:
    """The bytes of an ordinary file that is not too large; its size is asked before it is read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Faults([Fault(name, 0, "", "is not a file")])
        if found.st_size > most:
            raise Faults([Fault(name, 0, "", f"is {found.st_size:,} bytes long; {most:,} is the most for {what}")])
        return path.read_bytes()
    except FileNotFoundError:
        there = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
        raise Faults([Fault(name, 0, "", f"no such file{nearest(path.name, there)}")]) from None
    except OSError as error:
        raise Faults([Fault(name, 0, "", f"cannot be read: {error.strerror}")]) from None


# The logo ------------------------------------------------------------------------------------------------------------


def _logo(path: Path) -> bytes:
    """A PNG or SVG picture.

    Raises:
        Faults: without a place; the caller knows where the logo was named.
    """
    try:
        data = _read(path, "", LOGO_BYTES, "a logo")
    except Faults as found:
        raise Faults(Fault("", 0, "", f"'{path.name}' {entry.what}") for entry in found.faults) from None
    problem = _png(data) if data.startswith(PNG) else _svg(data)
    if problem:
        raise Faults([Fault("", 0, "", f"'{path.name}' {problem}")])
    return data


def _png(data: bytes) -> str:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return "is not a whole PNG picture"
    width, height = struct.unpack(">II", data[16:24])
    if width * height > LOGO_PIXELS:
        return f"has {width} by {height} pixels; {LOGO_PIXELS:,} in all is the most"
    return ""


def _svg(data: bytes) -> str:
    """Why an SVG may not be used, or "": it may draw, and neither run nor fetch anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return "is not a picture in SVG or PNG"
    if etree.QName(root).localname != "svg":
        return "is not a picture in SVG or PNG"
    if root.getroottree().docinfo.doctype:
        return "has a DOCTYPE, which may bring in other things: take it out"
    for element in root.iter():
        if not isinstance(element.tag, str):
            if isinstance(element, etree._Comment):
                continue
            return "holds something other than a drawing: an entity or a processing instruction"
        tag = etree.QName(element).localname
        if tag.lower() in ("script", "foreignobject", "iframe", "object", "embed", "handler", "animate", "set"):
            return f"holds <{tag}>, which a logo may not"
        if tag == "style" and (re.search("@import", element.text or "", re.I) or OUTSIDE.search(element.text or "")):
            return "holds a style that refers to something outside"
        for key, value in element.attrib.items():
            name = etree.QName(key).localname.lower()
            if name.startswith("on"):
                return f"holds the event handler '{name}'"
            if name in ("href", "src") and not value.strip().startswith("#"):
                return f"refers to something outside: '{value.strip()[:40]}'"
            if OUTSIDE.search(value):
                return f"refers to something outside: '{value.strip()[:40]}'"
    return ""
