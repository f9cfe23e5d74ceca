"""Documents → PDFs: Typst, with what it made for the last builds."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from .document import Document
from .order import Variant

if TYPE_CHECKING:
    import typst

STANDARDS = ["ua-1", "a-2a"]
CACHED = 400
"""How many PDFs are kept for the next build: about 10 handouts in 4 variants for each of 8 regions, some 30 MB."""


FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"


class Setter:
    """Typst, with a cache.

    Args:
        cache: where PDFs are kept; a file's name is the digest of all that went into it, and its number of pages.
    """

    def __init__(self, cache: Path) -> None:
        self._template = (FOLDER / "handout.typ").read_bytes()
        self._cache = cache
        code = Path(__file__).read_bytes()
        digest = hashlib.sha256((version("typst") + version("pikepdf")).encode() + code + self._template)
        for font in sorted(FONTS.glob("*.ttf")):
            digest.update(font.read_bytes())
        self._base = digest.digest()

    def set(self, document: Document, variant: Variant) -> tuple[bytes, int]:
        """A PDF, and its number of pages.

        Raises:
            typst.TypstError: for what the template or PDF/UA cannot carry.
        """
        text = _text(document, variant)
        digest = hashlib.sha256(self._base + text)
        for name in sorted(document.files):
            digest.update(name.encode() + document.files[name])
        key = digest.hexdigest()[:40]
        # Another build may have tidied it away since it was seen.
        with contextlib.suppress(FileNotFoundError):
            if kept := next(self._cache.glob(f"{key}-*.pdf"), None):
                kept.touch()
                return kept.read_bytes(), int(kept.stem.rpartition("-")[2])
        with self._compiler(document, text) as compiler:
            pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS)
        pages = int(re.search(rb"<xmpTPg:NPages>(\d+)<", pdf)[1])
        self._cache.mkdir(parents=True, exist_ok=True)
        packed = _packed(pdf)
        # Whole or not at all: a build that is killed must leave nothing that looks like a PDF.
        file = self._cache / f"{key}-{pages}.pdf"
        new = file.with_suffix(f".{os.getpid()}")
        new.write_bytes(packed)
        new.replace(file)
        return packed, pages

    def used(self, document: Document, variant: Variant) -> float:
        """How many pages the words take, the last in part."""
        with self._compiler(document, _text(document, variant)) as compiler:
            return float(json.loads(compiler.query("<used>", field="value", one=True)))

    @contextlib.contextmanager
    def _compiler(self, document: Document, text: bytes) -> Iterator[typst.Compiler]:
        """Typst with the template, and with what it reads beside it."""
        import typst  # it takes a while to load, and most builds set nothing

        # Typst takes text from memory, but pictures of dots only from files.
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {"main.typ": self._template, "data.json": text, **document.files}.items():
                (Path(folder) / name).write_bytes(content)
            # One for each thread; it takes no time.
            main = str(Path(folder) / "main.typ")
            yield typst.Compiler(main, font_paths=[str(FONTS)], ignore_system_fonts=True, root=folder)

    def tidy(self) -> None:
        """Keep the PDFs that were used last. Another build may be doing the same."""
        used: dict[Path, float] = {}
        for file in self._cache.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                used[file] = file.stat().st_mtime
        for file in sorted(used, key=lambda file: used[file], reverse=True)[CACHED:]:
            file.unlink(missing_ok=True)


def _text(document: Document, variant: Variant) -> bytes:
    """What the template reads."""
    page = (variant.paper.width, variant.paper.height)
    text = json.dumps({**document.data, "size": variant.size, "page": page}, ensure_ascii=False, sort_keys=True)
    # A letter and its accent as one: the faces have it, and it is copied out of the PDF as it was written.
    return unicodedata.normalize("NFC", text).encode()


def _packed(pdf: bytes) -> bytes:
    """A PDF with its many small objects packed, as PDF 1.5 allows and PDF/A-2 does not forbid: half of the bytes."""
    # It takes a while to load, and most builds have every PDF already.
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        packed = io.BytesIO()
        file.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return packed.getvalue()
