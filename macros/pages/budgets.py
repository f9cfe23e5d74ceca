"""How long words may be: a page, an answer, a callout. A reader reads about a quarter of a page, however long it is.

A guide sets its own under `budgets:` in its data; one that sets none is not held to any. Cards, callouts, answers and
the lists of the check are drawn from the data, and count there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from ..components.contract import FAQ_PAGE, RED_FLAGS_PAGE
from ..data.library import Library
from ..data.text import nearest
from ..faults import Fault
from .page import Page

MOST = {"page": 800, "answer": 110, "callout": 90, "guide": 9000}
"""Words that are enough. Sources: Cochrane's plain language summaries (at most 850), leaflets of 41 trusts (815)."""
SENTENCES = 3
"""The most sentences of a main message."""
OTHERS = frozenset({"card", "red-flag-list", "after-cards", "check", "faq", "ask-first", "signs"})
"""Classes of what is drawn from the data."""
AGAIN = frozenset({"red-flags", "card", "after-cards", "signs"})
"""Classes of red flags that are drawn again, away from their own page."""
AROUND = frozenset(
    {"review", "handouts", "handouts-link", "languages", "region", "headerlink", "visually-hidden", "sources-cited"}
)
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


def check_pages(library: Library, pages: Iterable[tuple[Page, HtmlElement]]) -> Iterator[Fault]:
    """Pages that give advice over their budgets, alone or together, or without a main message.

    Args:
        pages: all pages, each with its article as it was drawn.
    """
    if not library.guide.budgets:
        return
    read = 0
    for page, article in pages:
        read += layer(page, article)
        if advises(page):
            yield from _check_length(library, page, article)
            yield from _check_message(page)
        said = library.guide.budgets.get(page.path)
        if said and said.all and (has := every(article)) > said.all:
            yield page.fault(0, "", f"has {has} words in all; {said.all} is its budget")
    if read > (most := budget(library, "guide")):
        yield library.fault(("budgets",), f"pages of advice have {read} words together; {most} is their budget")


def _check_length(library: Library, page: Page, article: HtmlElement) -> Iterator[Fault]:
    """A page over its budget, or whose front matter raises it."""
    has, most, lower = own(article), budget(library, page.path), page.front.budget
    if lower and lower > most:
        yield page.front_fault(("budget",), f"{lower} is more than {most}: a page can only lower its budget")
    if has > (most := min(lower or most, most)):
        yield page.fault(0, "", f"has {has} words of its own; {most} is its budget")


def _check_message(page: Page) -> Iterator[Fault]:
    """A page without its main message, or with a long one."""
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


def layer(page: Page, article: HtmlElement) -> int:
    """The words that a page adds to what a reader may read: each red flag counts where it stands in full.

    A page of `handouts/` says for paper what other pages say.
    """
    if not (advises(page) or page.path == FAQ_PAGE) or page.path.startswith("handouts/"):
        return 0
    return every(article) if page.path == RED_FLAGS_PAGE else sum(map(count, _texts(article, AROUND | AGAIN)))


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
