"""What a page says about itself to other programs, as schema.org JSON-LD.

`reviewedBy` only names a real reviewer. `FAQPage` stands on the page of the questions alone, with the words that the
page shows. Google no longer shows FAQ results (since May 2026): this is for programs, not for a place in a list.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from ..data.edition import Edition
from ..pages.tree import Node


def describe(
    edition: Edition,
    *,
    title: str,
    description: str,
    url: str,
    reviewed: date,
    citation: str | None,
    questions: Node | None,
) -> dict[str, Any]:
    """A page's JSON-LD.

    Args:
        edition: the guide.
        title, description, url: as its head has them; `&` may stand as `&amp;` in the title.
        reviewed: when the page was last checked.
        citation: the address of its claims with their sources; None for a page without.
        questions: of the page of the questions its words, from which they and their answers are read; else None.
    """
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "FAQPage"] if questions else "MedicalWebPage",
        "name": Markup(title).striptags(),
        "description": description,
        "url": url,
        "inLanguage": edition.language,
        "lastReviewed": reviewed.isoformat(),
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    if reviewer := edition.guide.review.clinical_reviewer:
        page["reviewedBy"] = {"@type": "Person", "name": reviewer.name, "jobTitle": reviewer.role}
    if citation:
        page["citation"] = citation
    if questions:
        page["mainEntity"] = [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in _questions(questions)
        ]
    return page


def _questions(tree: Node) -> list[tuple[str, str]]:
    """The questions and answers of a page as it shows them, without the numbers of notes."""

    def number(node: Node) -> bool:
        return node.tag == "sup"

    return [
        (item.find("faq__question")[0].text(number), item.find("faq__answer")[0].text(number))
        for item in tree.find("faq__item")
    ]
