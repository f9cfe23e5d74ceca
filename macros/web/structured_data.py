"""What a page says about itself to other programs, as schema.org JSON-LD.

`reviewedBy` only names a real reviewer. `FAQPage` stands on the page of the questions alone, with the words that the
page shows. Google no longer shows FAQ results (since May 2026): this is for programs, not for a place in a list.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from ..components.contract import FAQ_PAGE
from ..data.library import Library
from ..pages.tree import Node


def describe(
    library: Library, path: str, title: str, description: str, url: str, language: str, reviewed: date, tree: Node
) -> dict[str, Any]:
    """A page's JSON-LD.

    Args:
        library: the guide.
        path: the page's source path, "faq.md".
        title, description, url, language: as its head has them; `&` may stand as `&amp;` in the title.
        reviewed: when the page was last checked.
        tree: its words, from which the questions and answers are read.
    """
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "FAQPage"] if path == FAQ_PAGE else "MedicalWebPage",
        "name": Markup(title).striptags(),
        "description": description,
        "url": url,
        "inLanguage": language,
        "lastReviewed": reviewed.isoformat(),
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    if reviewer := library.guide.review.clinical_reviewer:
        page["reviewedBy"] = {"@type": "Person", "name": reviewer.name, "jobTitle": reviewer.role}
    if path == FAQ_PAGE:
        page["mainEntity"] = [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in _questions(tree)
        ]
    return page


def _questions(tree: Node) -> list[tuple[str, str]]:
    """The questions and answers of a page as it shows them, without the numbers of citations."""

    def number(node: Node) -> bool:
        return node.tag == "sup" or "cited" in node.classes

    return [
        (item.find("faq__question")[0].text(number), item.find("faq__answer")[0].text(number))
        for item in tree.find("faq__item")
    ]
