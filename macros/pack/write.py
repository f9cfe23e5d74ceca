"""The pack: every paper of `docs/_data/pack/`, with what the tests did and what changed since the last release.

`accessibility.yml`, `hazards.yml` and `pieces.yml` are read into models; each `*.md.jinja` is a
template, in which these stand with what `Pack.pages` adds, and becomes a page in Markdown and in HTML.
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
from . import flags, openacr
from .model import Hazards, Pieces, Report
from .proof import Proof, commit, proofs

FOLDER = Path("docs/_data/pack")


def write(build: Build, folder: Path) -> None:
    """Write the pack of a guide that was built into a folder, which is made. Without `docs/_data/pack/` there is none.

    Raises:
        Faults: for what its files may not say, a test that does not exist among it.
    """
    config = build.config
    root = Path(config.config_file_path).parent
    if (root / FOLDER).is_dir():
        folder.mkdir()
        contact = str(config.extra.get("contact") or "").removeprefix("mailto:")
        Pack(root, build.library, config.extra["data"], build.edition.today, contact or "not given").write(folder)


class Pack:
    """The papers of one release.

    Args:
        root: the project's folder.
        library: its guide.
        data: the data file's name from there.
        today: the day of the build.
        contact: where readers can write to.
    """

    def __init__(self, root: Path, library: Library, data: str, today: date, contact: str) -> None:
        self.root, self.library, self.data, self.today, self.contact = root, library, data, today, contact
        self.proofs, self.version = proofs(root), commit(root)
        self.faults: list[Fault] = []
        guide = library.guide
        self.state = "" if guide.review.clinical_reviewer else f"{guide.strings.not_reviewed}."

    def write(self, folder: Path) -> None:
        report = self._read("accessibility.yml", Report)
        hazards = self._read("hazards.yml", Hazards)
        pieces = self._read("pieces.yml", Pieces)
        for name in sorted(path.name for path in (self.root / FOLDER).glob("*.y*ml")):
            self._known(name)
        if self.faults:
            raise Faults(self.faults)
        product = {"name": self.library.guide.topic.title, "version": self.version}
        if report:
            report = openacr.judged(report, self.proofs)
            text = openacr.text(report, self.proofs, product, self.today, self.contact, self.state)
            (folder / "openacr.yaml").write_text(text, encoding="utf-8")
        if pieces:
            from . import parts  # what makes it is only there where the checks are

            text = parts.text(self.root, pieces, product, self.today)
            (folder / "parts.cdx.json").write_text(text, encoding="utf-8")
        if hazards:
            (folder / "hazards.csv").write_text(_csv(hazards, self.proofs), encoding="utf-8")
        self.pages(folder, {"report": report, "hazards": hazards, "pieces": pieces})

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
        """Fault each test that a file names and that does not exist, at its line."""
        lines = (self.root / FOLDER / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            for test in re.findall(r"tests/[\w/.-]+::\w+", line):
                if test not in self.proofs:
                    self.faults.append(self._unknown(name, test, number))

    def _unknown(self, name: str, test: str, line: int = 0) -> Fault:
        return Fault(str(FOLDER / name), f"no test '{test}'{nearest(test, self.proofs)}", line)

    def pages(self, folder: Path, parts: Mapping[str, Any]) -> None:
        environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        changes = flags.changes(self.root, self.data)
        for path in sorted((self.root / FOLDER).glob("*.md.jinja")):
            source = path.read_text(encoding="utf-8")
            context = {**parts, "changes": changes, "test": self._test(path.name, source), "proofs": self.proofs}
            context |= {"guide": self.library.guide, "today": self.today, "version": self.version, "state": self.state}
            try:
                text = environment.from_string(source).render(context)
            except TemplateError as error:
                name = str(FOLDER / path.name)
                self.faults.append(Fault(name, error.message or str(error), getattr(error, "lineno", 0) or 0))
                continue
            (folder / path.stem).write_text(text.rstrip() + "\n", encoding="utf-8")
            (folder / path.stem).with_suffix(".html").write_text(
                _html(text, self.library.guide.topic.title), encoding="utf-8"
            )
        if self.faults:
            raise Faults(self.faults)

    def _test(self, name: str, source: str) -> Callable[[str], str]:
        """What a page calls to name a test: `test("tests/…::test_…")`."""

        def test(id: str) -> str:
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


STYLE = "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem}table{border-collapse:collapse}" + (
    "th,td{border:1px solid;padding:.3rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
)


def _html(text: str, guide: str) -> str:
    """A page of Markdown as a file that opens from a folder."""
    title = text.partition("\n")[0].lstrip("# ")
    body = Markdown(extensions=["tables"]).convert(text)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)} - {escape(guide)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )
