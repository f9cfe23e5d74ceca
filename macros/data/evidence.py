"""What a guide claims and what backs it, as the page of the evidence shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Backed:
    """A claim and its sources.

    Attributes:
        claim: as a reader reads it, in Markdown without links.
        sources: the ids of its sources.
    """

    claim: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """The claims of a page.

    Attributes:
        id: its anchor on the page of the evidence, "causes".
        title: the page's; "" of what stands on no page of its own.
        page: the page's source path; "" as above.
        claims: in the order of the page, then of the data that has its lasting address there.
    """

    id: str
    title: str
    page: str
    claims: tuple[Backed, ...]

    @property
    def sources(self) -> list[str]:
        """The ids of its sources, each once."""
        return list(dict.fromkeys(source for claim in self.claims for source in claim.sources))
