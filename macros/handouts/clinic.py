"""A clinic's own lines for its handouts: `clinic.yml` and the picture that it names."""

from __future__ import annotations

import re
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError

from ..data.library import load_part
from ..data.text import fault, nearest
from ..faults import Fault, Faults
from ..pages.todo import SCAFFOLD

EXAMPLE = SCAFFOLD / "clinic.yml"
LOGO_BYTES = 2_000_000
"""The largest logo in bytes: a handout has to stay small enough to send."""
LOGO_PIXELS = 16_000_000
"""The most pixels of a logo: a small file can unpack to more than the memory of a reader's phone holds."""
LONGEST = 200
"""The most characters of a line: a clinic's lines may not push the words of a page away."""

PNG = b"\x89PNG\r\n\x1a\n"


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
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
    """

    file: str
    lines: Lines
    picture: bytes

    @property
    def picture_kind(self) -> str:
        return _kind(self.picture)


def load(path: Path, name: str) -> Clinic:
    """Read a clinic file at `path`, called `name` in faults, with its logo.

    Raises:
        Faults: for a file that is missing, not YAML, or says what it may not; for a logo that cannot be used.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Faults([Fault(name, _unread(path, error))]) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faults([Fault(name, "is not UTF-8: save the file with the encoding UTF-8", line)]) from None
    lines, at = load_part(text, name, Lines, markdown=False)
    example, _ = load_part(EXAMPLE.read_text("utf-8"), EXAMPLE.name, Lines, markdown=False)
    if left := [key for key, said in lines if said and said == getattr(example, key)]:
        what = "these are the words of the example: write your own, or take the line out"
        raise Faults(Fault(name, what, at[key,], where=key) for key in left)
    if not lines.logo:
        return Clinic(name, lines, b"")
    logo = path.parent / lines.logo
    try:
        picture = logo.read_bytes()
        what = logo_fault(picture)
    except OSError as error:
        what = _unread(logo, error)
    if what:
        raise Faults([Fault(name, f"'{logo.name}' {what}", at["logo",], where="logo")])
    return Clinic(name, lines, picture)


def _unread(path: Path, error: OSError) -> str:
    """Why a file cannot be read."""
    if not isinstance(error, FileNotFoundError):
        return f"cannot be read: {error.strerror}"
    there = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
    return f"no such file{nearest(path.name, there)}"


def logo_fault(picture: bytes) -> str:
    """Why a logo cannot be used; "" when it can.

    Typst, which draws it, decides: it runs nothing that a picture holds, fetches nothing, puts neither into the PDF,
    and refuses one that needs another file. Left to say is what it would draw into a PDF that is hard to send or show.
    """
    if len(picture) > LOGO_BYTES:
        return f"is {len(picture):,} bytes long; {LOGO_BYTES:,} is the most for a logo"
    kind = _kind(picture)
    if kind == "png" and len(picture) > 24:
        width, height = struct.unpack(">II", picture[16:24])
        if width * height > LOGO_PIXELS:
            return f"has {width} by {height} pixels; {LOGO_PIXELS:,} in all is the most"
    import typst  # it takes a while to load, and most builds set nothing

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "logo").write_bytes(picture)
        main = Path(folder) / "main.typ"
        main.write_text(f'#image("logo", format: "{kind}")', encoding="utf-8")
        try:
            _, warnings = typst.compile_with_warnings(str(main), format="pdf", root=folder, ignore_system_fonts=True)
        except typst.TypstError as error:
            if outside := re.match("failed to load linked image (.+) in SVG", error.message):
                return f"refers to something outside: '{outside[1]}'"
            return f"is not a {'whole PNG picture' if kind == 'png' else 'picture in SVG or PNG'}: {error.message}"
    return next((f"cannot be drawn whole: {warning.message}" for warning in warnings), "")


def _kind(picture: bytes) -> str:
    return "png" if picture.startswith(PNG) else "svg"
