"""Documents → PDFs: Typst, with what it made for the last builds.

A page that fits on every paper asked for is set once, and stands in the middle of each. Setting takes nearly all of
the time, and gives the same lines on A4 and US Letter.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from .order import Paper

MM = 72 / 25.4
"""Points in a millimetre."""
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

    def set(self, data: dict[str, Any], files: dict[str, bytes], papers: Sequence[Paper]) -> list[tuple[bytes, int]]:
        """For each paper, a PDF and its number of pages.

        Raises:
            typst.TypstError: for what the template or PDF/UA cannot carry.
        """
        page = (min(paper.width for paper in papers), min(paper.height for paper in papers))
        text = json.dumps({**data, "page": page}, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(self._base + text + repr(papers).encode())
        for name in sorted(files):
            digest.update(name.encode() + files[name])
        key = digest.hexdigest()[:40]
        kept = [next(self._cache.glob(f"{key}-{paper.name}-*.pdf"), None) for paper in papers]
        # Another build may have tidied one away since it was seen.
        with contextlib.suppress(FileNotFoundError):
            if all(kept):
                return [(_read(file), int(file.stem.rpartition("-")[2])) for file in kept if file]
        # Typst takes text from memory, but pictures of dots only from files.
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {"main.typ": self._template, "data.json": text, **files}.items():
                (Path(folder) / name).write_bytes(content)
            # One for each thread; it takes no time.
            compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True, root=folder)
            pdf = compiler.compile(str(Path(folder) / "main.typ"), format="pdf", pdf_standards=STANDARDS)
        pages = int(re.search(rb"<xmpTPg:NPages>(\d+)<", pdf)[1])
        self._cache.mkdir(parents=True, exist_ok=True)
        made = list(_on_paper(pdf, page, papers))
        for paper, whole in zip(papers, made, strict=True):
            # Whole or not at all: a build that is killed must leave nothing that looks like a PDF.
            file = self._cache / f"{key}-{paper.name}-{pages}.pdf"
            new = file.with_suffix(f".{os.getpid()}")
            new.write_bytes(whole)
            new.replace(file)
        return [(whole, pages) for whole in made]

    def tidy(self) -> None:
        """Keep the PDFs that were used last. Another build may be doing the same."""
        used: dict[Path, float] = {}
        for file in self._cache.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                used[file] = file.stat().st_mtime
        for file in sorted(used, key=lambda file: used[file], reverse=True)[CACHED:]:
            file.unlink(missing_ok=True)


def _read(kept: Path) -> bytes:
    kept.touch()
    return kept.read_bytes()


def _on_paper(pdf: bytes, page: tuple[float, float], papers: Sequence[Paper]) -> Iterator[bytes]:
    """A PDF with its pages in the middle of each paper.

    The box of a page grows around it, so that all that stands in it, and every link to a place, stays where it is.
    Its many small objects are packed as PDF 1.5 allows and PDF/A-2 does not forbid, which saves more than half of the
    bytes.
    """
    # It takes a while to load, and most builds have every PDF already.
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        for paper in papers:
            aside, above = (paper.width - page[0]) / 2, (paper.height - page[1]) / 2
            box = [round(side * MM, 3) for side in (-aside, -above, page[0] + aside, page[1] + above)]
            for leaf in file.pages:
                leaf.mediabox = box
            packed = io.BytesIO()
            file.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            yield packed.getvalue()
