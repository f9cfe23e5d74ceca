"""The pack: every paper of `docs/_data/pack/`, with what the tests did and what changed since the last release.

`accessibility.yml`, `hazards.yml` and `pieces.yml` are read into models; each `*.md.jinja` is a
template, in which these stand with what `Pack._pages` adds, and becomes a page in Markdown, in HTML and as a PDF.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError
from markdown import Markdown

from ..build import Build
from ..data.library import Library, load_part
from ..data.text import nearest
from ..faults import Fault, Faults
from . import flags, openacr, paper
from .model import Hazards, Pieces, Report
from .proof import Proof, commit, proofs

FOLDER = Path("docs/_data/pack")


def write(build: Build, folder: Path) -> list[Proof]:
    """Write the pack of a guide that was built into a folder, which is made. Without `docs/_data/pack/` there is none.

    Returns:
        The tests that it names and that did not pass on this commit.

    Raises:
        Faults: for what its files may not say, a test that does not exist among it.
    """
    config = build.config
    root = Path(config.config_file_path).parent
    if not (root / FOLDER).is_dir():
        return []
    folder.mkdir()
    contact = str(config.extra.get("contact") or "").removeprefix("mailto:")
    pack = Pack(root, build.library, config.extra["data"], build.edition.today, contact or "not given")
    pack.write(folder)
    return [proof for name in sorted(pack.named) if (proof := pack.proofs[name]).outcome != "passed"]


class Pack:
    """The papers of one release.

    Args:
        root: the project's folder.
        library: its guide.
        data: the data file's name from there.
        today: the day of the build.
        contact: where readers can write to.

    Attributes:
        named: the tests that the papers name, once they are written.
    """

    def __init__(self, root: Path, library: Library, data: str, today: date, contact: str) -> None:
        self.root, self.library, self.data, self.today, self.contact = root, library, data, today, contact
        self.proofs, self.version = proofs(root), commit(root)
        self.faults: list[Fault] = []
        self.named: set[str] = set()
        guide = library.guide
        self.state = "" if guide.review.clinical_reviewer else f"{guide.strings.not_reviewed}."

    def write(self, folder: Path) -> None:
        """Write all papers, or none: faults come first."""
        for name, content in self._files().items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def _files(self) -> dict[str, str | bytes]:
        report = self._read("accessibility.yml", Report)
        hazards = self._read("hazards.yml", Hazards)
        pieces = self._read("pieces.yml", Pieces)
        for name in sorted(path.name for path in (self.root / FOLDER).glob("*.y*ml")):
            self._known(name)
        self._stop()
        product = {"name": self.library.guide.topic.title, "version": self.version}
        found: dict[str, str | bytes] = {}
        if report:
            report = openacr.judged(report, self.proofs)
            found["openacr.yaml"] = openacr.text(report, self.proofs, product, self.today, self.contact, self.state)
        if pieces:
            from . import parts  # what makes it is only there where the checks are

            found["parts.cdx.json"] = parts.text(self.root, pieces, product, self.today)
        if hazards:
            found["hazards.csv"] = _csv(hazards, self.proofs)
        pages = self._pages({"report": report, "hazards": hazards, "pieces": pieces})
        self._stop()
        for name, text in pages.items():
            found |= self._page(name, text)
        return found

    def _stop(self) -> None:
        if self.faults:
            raise Faults(self.faults)

    def _read(self, name: str, model: type[Any]) -> Any:
        """A file of the pack; None when it is not there."""
        path = self.root / FOLDER / name
        if not path.is_file():
            return None
        try:
            return load_part(path.read_text(encoding="utf-8"), str(FOLDER / name), model)[0]
        except Faults as found:
            self.faults += found.faults
            return None

    def _known(self, name: str) -> None:
        """Note each test that a file names, and fault one that does not exist at its line."""
        lines = (self.root / FOLDER / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            for test in re.findall(r"tests/[\w/.-]+::\w+", line):
                self.named.add(test)
                if test not in self.proofs:
                    self.faults.append(self._unknown(name, test, number))

    def _unknown(self, name: str, test: str, line: int = 0) -> Fault:
        return Fault(str(FOLDER / name), f"no test '{test}'{nearest(test, self.proofs)}", line)

    def _pages(self, parts: Mapping[str, Any]) -> dict[str, str]:
        """Each page's name and Markdown."""
        environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        context = {**parts, "changes": flags.changes(self.root, self.data), "guide": self.library.guide}
        context |= {"today": self.today, "version": self.version, "state": self.state}
        pages = {}
        for path in sorted((self.root / FOLDER).glob("*.md.jinja")):
            source, name = path.read_text(encoding="utf-8"), str(FOLDER / path.name)
            try:
                text = environment.from_string(source).render(context, test=self._test(path.name, source))
            except TemplateError as error:
                self.faults.append(Fault(name, error.message or str(error), getattr(error, "lineno", 0) or 0))
                continue
            pages[path.name.removesuffix(".md.jinja")] = text.strip() + "\n"
            if not text.lstrip().startswith("# "):
                self.faults.append(Fault(name, "has no title: begin with '# '", 1))
        return pages

    def _page(self, name: str, text: str) -> dict[str, str | bytes]:
        """A page as Markdown, as HTML that opens from a folder, and as a PDF."""
        title = text.splitlines()[0].removeprefix("# ")
        body = Markdown(extensions=["tables"]).convert(text)
        html = HTML.format(title=escape(title), body=body)
        return {f"{name}.md": text, f"{name}.html": html, f"{name}.pdf": paper.pdf(body, title, self.today)}

    def _test(self, name: str, source: str) -> Callable[[str], str]:
        """What a page calls to name a test: `test("tests/…::test_…")`."""

        def test(id: str) -> str:
            self.named.add(id)
            if id in self.proofs:
                return f"`{id}` ({str(self.proofs[id]).partition(' (')[2]}"
            line = source[: source.find(id)].count("\n") + 1 if id in source else 0
            self.faults.append(self._unknown(name, id, line))
            return ""

        return test


def _csv(hazards: Hazards, proofs: Mapping[str, Proof]) -> str:
    """The hazard log, a line for each control."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", "hazard", "cause", "effect", "control", "tests", "left", "severity", "likelihood", "risk"])
    for entry in hazards.hazards:
        for control in entry.controls:
            tests = "; ".join(str(proofs[name]) for name in control.tests)
            rows.writerow(
                [entry.id, entry.hazard, entry.cause, entry.effect, control.what, tests, entry.left, "", "", ""]
            )
    return text.getvalue()


HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem}}
table{{border-collapse:collapse}}th,td{{border:1px solid;padding:.3rem;text-align:left;vertical-align:top}}
td{{overflow-wrap:anywhere}}
</style></head><body><main>{body}</main></body></html>
"""
