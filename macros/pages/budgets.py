"""How long words may be: a page, an answer, a callout. A reader reads about a quarter of a page, however long it is.

A guide sets its own under `budgets:` in its data; one that sets none is not held to any. Cards, callouts, answers and
the lists of the check are drawn from the data, and count there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from ..data.library import Library
from ..data.text import nearest
from ..faults import Fault
from .page import Page

MOST = {"page": 800, "answer": 110, "callout": 90}
"""Words that are enough. Sources: Cochrane's plain language summaries (at most 850), leaflets of 41 trusts (815)."""
SENTENCES = 3
"""The most sentences of a main message."""
OTHERS = frozenset({"card", "red-flag-list", "after-cards", "check", "faq", "ask-first", "signs"})
"""Classes of what is drawn from the data."""
AROUND = frozenset({"review", "handouts", "handouts-link", "region", "headerlink", "visually-hidden", "sources-cited"})
"""Classes of what the theme puts round a page's words, and of labels that are only heard."""
MESSAGE = re.compile(r"^#\s.*\n+!!! message [^\n]*\n((?: {4}[^\n]*\n?|\n)+)", re.M)
CALL = re.compile(r"\{\{.*?\}\}")
END = re.compile(r"[.!?](?=[\"”')]*(?:\s|$))")


def count(text: str) -> int:
    """How many words a text has."""
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def check_data(library: Library, paths: Iterable[str]) -> Iterator[Fault]:
    """Budgets that cannot be, and the answers and callouts that are over theirs.

    Args:
        paths: the source paths of all pages.
    """
    budgets = library.guide.budgets
    known = [*MOST, *paths]
    for key, said in budgets.items():
        if key not in known:
            yield library.fault(("budgets", key), f"no page '{key}'{nearest(key, known)}")
        elif said.words > MOST.get(key, MOST["page"]) and not said.reason:
            most = MOST.get(key, MOST["page"])
            yield library.fault(("budgets", key), f"{said.words} words are more than {most}: say why under 'reason'")
    if not budgets:
        return
    answers = ((("faq", i, "answer"), "answer", (part.answer,)) for i, part in enumerate(library.guide.faq))
    callouts = (
        (("red_flags", i), "callout", (part.name, part.sign, *part.signs, part.do, part.why or ""))
        for i, part in enumerate(library.guide.red_flags)
    )
    for place, kind, texts in (*answers, *callouts):
        has, most = sum(map(count, texts)), budget(library, kind)
        if has > most:
            yield library.fault(place, f"has {has} words; {most} is its budget")


def check_page(library: Library, page: Page, article: HtmlElement) -> Iterator[Fault]:
    """A page that gives advice over its budget, or without its main message.

    Args:
        article: the page as it was drawn.
    """
    if not library.guide.budgets or not advises(page):
        return
    has, most = own(article), budget(library, page.path)
    if has > most:
        yield page.fault(0, "", f"has {has} words of its own; {most} is its budget")
    title = page.source.find("\n# ") + 1
    message = MESSAGE.match(page.source, title)
    if not message:
        yield page.fault(title, "", 'needs its main message right after the title: !!! message ""')
    elif (sentences := len(END.findall(CALL.sub("", message[1]).strip()))) > SENTENCES:
        yield page.fault(message.start(1), "", f"the main message has {sentences} sentences; {SENTENCES} is the most")


def advises(page: Page) -> bool:
    """Whether a page gives advice: it cites sources, is not the list of them all, and repeats no other page."""
    return "cite(" in page.source and "sources(all" not in page.source and not page.front.read_at


def budget(library: Library, key: str) -> int:
    """The budget of a page, an answer or a callout."""
    kind = key if key in MOST else "page"
    set_ = library.guide.budgets.get(key) or library.guide.budgets.get(kind)
    return set_.words if set_ else MOST[kind]


def own(article: HtmlElement) -> int:
    """A page's own words, without what is drawn from the data."""
    return sum(map(count, _texts(article, OTHERS | AROUND)))


def every(article: HtmlElement) -> int:
    """All words of a page, with every line and answer open."""
    return sum(map(count, _texts(article, AROUND)))


def _texts(element: HtmlElement, without: frozenset[str]) -> Iterator[str]:
    """The texts of an element, but for those with some classes."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "template"):
        return
    if without & set((element.get("class") or "").split()):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child, without)
        yield child.tail or ""
