"""The search index: a worried reader's own words find the warning sign first.

Material makes an entry of every heading. Here the entries that repeat a summary card are left out, and each red flag
and question gets the other words that readers use for it, which the data lists. Material weighs those words ("tags")
above titles and text, and shows them with the result, so that a reader sees why it was found.
"""

from __future__ import annotations

import re
from typing import Any

from .components import FAQ_PAGE, RED_FLAGS_PAGE
from .library import Library

REPEATED = re.compile(r"#(?:card|faq)-[a-z0-9-]+$")
"""The ids of cards, and of questions shown elsewhere than on their own page."""


def improve(entries: list[dict[str, Any]], library: Library, addresses: dict[str, str]) -> list[dict[str, Any]]:
    """The entries of an index, each with its location ("faq/#itch"), title and text, made to serve a worried reader.

    Args:
        entries: as the search plugin made them; not changed.
        library: the guide, whose red flags and questions list their other words.
        addresses: the address of each page by its source path: "faq.md" → "faq/".
    """
    home = addresses.get(RED_FLAGS_PAGE)
    words = {f"{home}#{flag.id}": flag.search for flag in library.guide.red_flags}
    words |= {f"{addresses.get(FAQ_PAGE)}#{question.id}": question.search for question in library.guide.faq}
    kept = []
    for entry in entries:
        location = entry["location"]
        # These are the same on every page: one result for each is enough.
        if REPEATED.search(location) and not (home and location.startswith(home)):
            continue
        kept.append({**entry, "tags": list(words[location])} if words.get(location) else entry)
    return kept
