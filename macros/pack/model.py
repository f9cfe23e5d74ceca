"""What a guide's files for the pack may say."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..data.text import Part, fault

Level = Literal["supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"]
"""OpenACR's terms."""
TestId = Annotated[str, Field(pattern=r"^tests/[\w/.-]+\.py::test_\w+$")]


class Verdict(Part):
    """What is said of a component under a criterion. Tests behind one that is "not evaluated" saw a part."""

    level: Level
    note: str = ""
    tests: tuple[TestId, ...] = ()

    @model_validator(mode="after")
    def _grounds(self) -> Verdict:
        if self.level in ("supports", "partially-supports", "does-not-support") and not self.tests:
            raise fault(f"'{self.level}' needs a test behind it: name one under 'tests', or say 'not-evaluated'")
        if self.level == "not-applicable" and not self.note:
            raise fault("'not-applicable' needs its reason as 'note'")
        return self


class Criterion(Part):
    """A row: `on` has a verdict for each component, by OpenACR's name for it."""

    num: str
    name: str
    on: dict[Literal["web", "electronic-docs", "none"], Verdict]


class Chapter(Part):
    """Criteria that stand together; none when it says in `note` why it is left out."""

    id: str
    name: str
    note: str = ""
    criteria: tuple[Criterion, ...] = ()


class Report(Part):
    """An accessibility conformance report; `catalog` is OpenACR's list of the criteria."""

    title: str
    author: str
    catalog: str
    methods: str
    notes: str
    licence: str
    chapters: tuple[Chapter, ...]

    def counted(self) -> Counter[str]:
        """How often each verdict is given."""
        return Counter(verdict.level for part in self.chapters for row in part.criteria for verdict in row.on.values())


class Control(Part):
    """What keeps a hazard from doing harm. Without a test nothing but people hold it."""

    what: str
    tests: tuple[TestId, ...] = ()


class Hazard(Part):
    """An entry of the hazard log; `left` is the harm that its controls do not prevent."""

    id: str
    hazard: str
    cause: str
    effect: str
    controls: tuple[Control, ...]
    left: str


class Hazards(Part):
    hazards: tuple[Hazard, ...]


class Piece(Part):
    """Somebody else's work that stands in what is published, and is in no list of Python's packages."""

    name: str
    version: str = ""
    licence: str
    where: str


class Pieces(Part):
    pieces: tuple[Piece, ...]
