"""Documents → PDFs: Typst, with what it made for the last builds."""

from __future__ import annotations

import hashlib
import json
import os
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

STANDARDS = ["ua-1", "a-2a"]
CACHED = 400
"""How many PDFs are kept for the next build: about 10 handouts in 4 editions for each of 8 regions, some 30 MB."""


class Setter:
    """Typst, with a cache.

    Args:
        folder: the template and its fonts.
        cache: where PDFs are kept; a file's name is the digest of all that went into it, and its number of pages.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._template = (folder / "handout.typ").read_bytes()
        self._fonts = folder / "fonts"
        self._cache = cache
        digest = hashlib.sha256(version("typst").encode() + self._template)
        for font in sorted(self._fonts.glob("*.ttf")):
            digest.update(font.read_bytes())
        self._base = digest.digest()

    def set(self, data: dict[str, Any], files: dict[str, bytes]) -> tuple[bytes, int]:
        """A PDF and its number of pages.

        Raises:
            typst.TypstError: for what the template or PDF/UA cannot carry.
        """
        text = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(self._base + text)
        for name in sorted(files):
            digest.update(name.encode() + files[name])
        key = digest.hexdigest()[:40]
        if kept := next(self._cache.glob(f"{key}-*.pdf"), None):
            kept.touch()
            return kept.read_bytes(), int(kept.stem.rpartition("-")[2])
        sources = {"main.typ": self._template, "data.json": text, **files}
        # One for each thread; it takes no time.
        compiler = typst.Compiler(font_paths=[str(self._fonts)], ignore_system_fonts=True)
        pdf = compiler.compile(sources, format="pdf", pdf_standards=STANDARDS)
        pages = int(re.search(rb"<xmpTPg:NPages>(\d+)<", pdf)[1])
        self._cache.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: a build that is killed must leave nothing that looks like a PDF.
        kept = self._cache / f"{key}-{pages}.pdf"
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(pdf)
        new.replace(kept)
        return pdf, pages

    def tidy(self) -> None:
        """Keep the PDFs that were used last."""
        if self._cache.is_dir():
            kept = sorted(self._cache.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in kept[CACHED:]:
                file.unlink(missing_ok=True)
