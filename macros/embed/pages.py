"""Every file that the embed publishes, by its address under the site."""

from __future__ import annotations

from collections.abc import Iterator

from ..library import Library
from .feed import Feed, categories

V1 = "embed/v1"


def addresses(library: Library, locale: str) -> Iterator[str]:
    """Where the files of `draw` will be: known before any page is rendered, so that pages can link to them."""
    for category in (None, *categories(library)):
        yield _feed(locale, category)


def draw(feed: Feed, locale: str) -> Iterator[tuple[str, str]]:
    """Each file's address and text."""
    for category in (None, *categories(feed.library)):
        yield _feed(locale, category), feed.json(category)


def _feed(locale: str, category: str | None) -> str:
    return f"{V1}/faq.{locale}{f'.{category}' if category else ''}.json"
