"""What a page says about itself to other programs, as schema.org JSON-LD.

`reviewedBy` only names a real reviewer. `FAQPage` stands on the page of the questions alone, with the words that the
page shows. Google no longer shows FAQ results (since May 2026): this is for programs, not for a place in a list.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import html

from .components import FAQ_PAGE
from .library import Library


def describe(
    library: Library, path: str, title: str, description: str, url: str, language: str, reviewed: date, content: str
) -> dict[str, Any]:
    """A page's JSON-LD.

    Args:
        library: the guide.
        path: the page's source path, "faq.md".
        title, description, url, language: as its head has them.
        reviewed: when the page was last checked.
        content: its rendered HTML, from which the questions and answers are read.
    """
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "FAQPage"] if path == FAQ_PAGE else "MedicalWebPage",
        "name": title,
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
            for question, answer in _questions(content)
        ]
    return page


def _questions(content: str) -> list[tuple[str, str]]:
    """The questions and answers of a page as it shows them, without the numbers of citations."""
    tree = html.fragment_fromstring(content, create_parent="div")
    for part in tree.xpath("//sup | //script | //*[contains(@class, 'cited')] | //*[contains(@class, 'faq__share')]"):
        part.drop_tree()
    return [
        (_text(item.find_class("faq__question")[0]), _text(item.find_class("faq__answer")[0]))
        for item in tree.find_class("faq__item")
    ]


def _text(element: html.HtmlElement) -> str:
    """An element's text as it is read, its white space folded."""
    return " ".join(element.text_content().split())
