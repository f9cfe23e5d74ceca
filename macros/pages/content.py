"""Check the words of all pages and of the data together: what no page and no entry shows by itself.

`calls.py` judges one macro call, `library.py` one data file. Here are the rules that need both, or only the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import yaml
from mkdocs.utils import meta
from pydantic import ValidationError

from ..data.library import Library
from ..data.model import Dates
from ..data.phones import phone_number
from ..data.text import KEBAB, Part, nearest
from ..data.yaml import cut_short
from ..faults import Fault, Faults
from . import signs

CITED = re.compile(r"\bcite\(\s*(?:id\s*=\s*)?[\"']([a-z0-9-]+)[\"']")
PICTURE = re.compile(r"!\[\s*\]|<img\b(?![^>]*\balt=[\"'][^\"']*\w)[^>]*>", re.I)
TAB = re.compile(r"^[ >*+-]*={3}[!+]{0,2} +\"", re.M)
"""A tab as Material has it. Without the extension, what is indented under it would come out as code."""
FENCED = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1", re.M | re.S)
NOTE = re.compile(r"^\[\^([^\]\n]+)\]:.*(?:\n(?: {4}|\t).*)*", re.M)
"""A note as Python-Markdown's footnotes have it."""
MOST_CHARACTERS = 500_000
"""The most that a page may have; a person writes a tenth of it."""
FAST = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
"""Curly quotation marks to straight ones."""


@dataclass(frozen=True)
class Page:
    """A page's Markdown.

    Attributes:
        path: its source path, "tips.md".
        file: its name in faults, "docs/tips.md".
        source: the whole text, with its front matter.
    """

    path: str
    file: str
    source: str

    @cached_property
    def matter(self) -> yaml.Node | None:
        """Its front matter as YAML nodes; raises `Faults`."""
        return _compose(self)

    @property
    def head(self) -> int:
        """How many lines of front matter the text begins with."""
        found = meta.YAML_RE.match(self.source)
        return found[0].count("\n") if found else 0

    def fault(self, at: int, where: str, what: str) -> Fault:
        """A fault at a position in the text."""
        return Fault(self.file, what, self.source.count("\n", 0, at) + 1, where=where)


KINDS: dict[str, tuple[type[yaml.Node], str]] = {
    **dict.fromkeys(("title", "description", "template", "status", "icon"), (yaml.ScalarNode, "text")),
    **dict.fromkeys(("hide", "tags"), (yaml.SequenceNode, "a list")),
    "search": (yaml.MappingNode, "keys and values under it"),
}
"""What MkDocs and Material expect of their own keys in front matter; a page that has it wrong breaks them off."""
OURS = ("last_reviewed", "next_review", "content", "handout", "read_at")
KNOWN = frozenset((*OURS, *KINDS, "subtitle", "author", "comments", "date", "location", "revision_date", "social"))
"""Every key that something reads: ours, and those of MkDocs and Material. What stands under another would be lost."""
SEARCH = frozenset({"boost", "exclude"})
"""The keys that Material reads under `search`."""
TEXT = "tag:yaml.org,2002:str"
NO_TEXT = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float"))
PLAIN: dict[str, tuple[str, str]] = {
    "title": (r"[^<>\[\]\x00-\x1f]+", "plain words, without < > [ ]"),
    "description": (r"[^<>\[\]\"\x00-\x1f]+", "plain words, without < > [ ] and double quotes"),
    "read_at": (r"[a-z0-9-]+(?:/[a-z0-9-]+)*/?", "the address of a page, such as tips/"),
}
"""Keys whose words stand in a page's head or in an address, where nothing is drawn: what they may hold, in two ways."""


def check(
    pages: Iterable[Page], library: Library | None, templates: Container[str], today: date, *, readable: bool
) -> Iterator[Fault]:
    """Every fault in the words.

    Args:
        pages: all pages.
        library: the guide, or None when its file has faults.
        templates: the theme's templates, of which a page may name one.
        today: the day of the build.
        readable: whether every macro call was read. If not, a source may look uncited that is not.
    """
    pages = list(pages)
    for page in pages:
        try:
            yield from _matter(page, templates)
            yield from _to_come(page, today)
            if page.matter and not meta.get_data(page.source)[1]:
                # MkDocs would show it as the page's first words.
                what = "the front matter cannot be read: it is no mapping, or holds a wrong date or a tag"
                yield Fault(page.file, what, 1)
        except Faults as found:
            yield from found.faults
        yield from _patterns(page)
        yield from _long(page)
    if library:
        yield from _data_to_come(library, today)
        yield from _numbers(pages, library)
        yield from _notes(pages, library)
        yield from _never(pages, library)
        yield from signs.twins(library)
        yield from signs.check_data(library)
        for page, at, what in signs.check_pages(pages, library):
            yield page.fault(at, "", what)
        yield from _defined_twice(library)
        if readable:
            yield from _never_cited(pages, library)
            yield from _never_used(pages, library)


# Pages ---------------------------------------------------------------------------------------------------------------


def dates(page: Page) -> Dates | None:
    """The review dates in a page's front matter; None for a page that says `content: false`.

    Raises:
        Faults: for dates that are missing, not dates or out of order, and for front matter that is not YAML.
    """
    lines, values = {}, {}
    for key, value in _pairs(page):
        lines[key.value] = key.start_mark.line + 2
        if isinstance(value, yaml.ScalarNode):
            values[key.value] = value.value
    if values.get("content", "").lower() == "false":
        return None
    try:
        return Dates.model_validate({key: values[key] for key in Dates.model_fields if key in values})
    except ValidationError as error:
        raise Faults(
            Fault(page.file, f"'{key}' is missing; a page without health words says 'content: false' instead", 1)
            if problem["type"] == "missing"
            else Fault(page.file, problem["ctx"]["message"], lines[str(key)], where=str(key))
            for problem in error.errors()
            for key in problem["loc"]
        ) from None


def _to_come(page: Page, today: date) -> Iterator[Fault]:
    """Nothing can have been reviewed on a day that is still to come; raises `Faults` as `dates` does."""
    if (found := dates(page)) and (what := to_come(found.last_reviewed, today)):
        line = next(key.start_mark.line + 2 for key, _ in _pairs(page) if key.value == "last_reviewed")
        yield Fault(page.file, what, line, where="last_reviewed")


def _data_to_come(library: Library, today: date) -> Iterator[Fault]:
    review = library.guide.review
    days = {("review", "last_reviewed"): review.last_reviewed}
    if review.clinical_reviewer:
        days["review", "clinical_reviewer", "date"] = review.clinical_reviewer.date
    if review.withdrawn:
        days["review", "withdrawn", "date"] = review.withdrawn.date
    for place, day in days.items():
        if what := to_come(day, today):
            yield library.fault(place, what)


def to_come(day: date, today: date) -> str:
    """What is wrong with a day on which something was done; "" when nothing is.

    The build knows the day in Greenwich: in New Zealand, say, it may be tomorrow already.
    """
    return f"{day} is still to come; today is {today}" if day - today > timedelta(days=1) else ""


def _pairs(page: Page) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys and values of a page's front matter; raises `Faults` when it cannot be read."""
    root = page.matter
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return [pair for pair in pairs if isinstance(pair[0], yaml.ScalarNode)]


def _compose(page: Page) -> yaml.Node | None:
    """The front matter, every value as text: MkDocs would make dates of some."""
    found = meta.YAML_RE.match(page.source)
    if not found:
        return None
    try:
        return yaml.compose(found[1], FAST)
    except (yaml.YAMLError, RecursionError):
        pass
    # The pure Python parser tells what is wrong: its words are the same everywhere.
    try:
        return yaml.compose(found[1], yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        raise Faults([Fault(page.file, f"the front matter is not YAML: {error.problem}", line)]) from None
    except yaml.reader.ReaderError as error:
        line = page.source.count("\n", 0, found.start(1) + error.position) + 1
        what = f"the front matter holds a character that YAML does not allow: {error.character:#06x}"
        raise Faults([Fault(page.file, what, line)]) from None
    except RecursionError:
        raise Faults([Fault(page.file, "the front matter is nested too deeply", 1)]) from None


def _matter(page: Page, templates: Container[str]) -> Iterator[Fault]:
    """Keys of front matter that nothing reads, and values of another kind than MkDocs and Material take them for."""
    rows = page.source.splitlines()[1:]
    for key, value in _pairs(page):
        if isinstance(value, yaml.ScalarNode) and (what := cut_short(value, rows)):
            yield Fault(page.file, what, value.end_mark.line + 2, where=key.value)
        yield from _unknown(page, key, KNOWN)
        if key.value == "search" and isinstance(value, yaml.MappingNode):
            for under, _ in value.value:
                yield from _unknown(page, under, SEARCH, "search")
        kind, name = KINDS.get(key.value, (yaml.Node, ""))
        line = key.start_mark.line + 2
        if not isinstance(value, kind):
            yield Fault(page.file, f"needs {name}", line, where=key.value)
        elif kind is yaml.ScalarNode and _meant(value) in NO_TEXT:
            yield Fault(
                page.file, f"needs text, not {value.value or 'nothing'} (put quotes round it)", line, where=key.value
            )
        elif key.value == "template" and value.value not in templates:
            yield Fault(page.file, f"the theme has no template '{value.value}'", line, where=key.value)
        elif key.value in PLAIN and value.tag == TEXT:
            allowed, name = PLAIN[key.value]
            if not re.fullmatch(allowed, value.value):
                yield Fault(page.file, f"needs {name}", line, where=key.value)


def _numbers(pages: list[Page], library: Library) -> Iterator[Fault]:
    """Phone numbers in front matter: they differ from country to country, and no help line is drawn there."""
    for page in pages:
        try:
            pairs = _pairs(page)
        except Faults:  # told already
            continue
        for key, value in pairs:
            if key.value not in ("title", "description") or not isinstance(value, yaml.ScalarNode):
                continue
            if number := phone_number(value.value, library.numbers):
                line = key.start_mark.line + 2
                yield Fault(
                    page.file, f"a phone number, '{number}', cannot stand here: leave it out", line, where=key.value
                )


def _notes(pages: list[Page], library: Library) -> Iterator[Fault]:
    """Notes of a page's own that would be lost among the sources."""
    for page in pages:
        text = FENCED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), page.source)
        for note in NOTE.finditer(text):
            if note[1] in library.guide.sources:
                yield page.fault(note.start(), "", f"'{note[1]}' is a source: give this note another name")
            if "cite(" in note[0]:
                yield page.fault(
                    note.start(), "", "a note cannot cite a source: cite it in the text, beside the note's mark"
                )


def _unknown(page: Page, key: yaml.Node, known: Collection[str], where: str = "") -> Iterator[Fault]:
    name = key.value if isinstance(key, yaml.ScalarNode) else "?"
    if name not in known:
        # A key all in capitals would be near to none.
        what = f"unknown key '{name}'{nearest(name.lower(), sorted(known))}"
        yield Fault(page.file, what, key.start_mark.line + 2, where=where)


def _meant(value: yaml.Node) -> str:
    """The tag of the kind that MkDocs takes a value for."""
    if value.style or value.tag != TEXT:
        return value.tag
    return str(yaml.resolver.Resolver().resolve(yaml.ScalarNode, value.value, (True, False)))


def _patterns(page: Page) -> Iterator[Fault]:
    """Pictures that say nothing to whoever does not see them, and tabs."""
    # In a code block both are shown as text; blanks of the same length keep the line numbers.
    text = FENCED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), page.source)
    for picture in PICTURE.finditer(text):
        yield page.fault(picture.start(), "", "a picture without alternative text: write what it shows, ![words](file)")
    for tab in TAB.finditer(text):
        what = "a tab hides words from readers and from paper: write a heading in its place"
        yield page.fault(tab.start(), "", what)


def _long(page: Page) -> Iterator[Fault]:
    """Markdown's time grows with the square of a line's length: one of 200,000 brackets would take hours."""
    if len(page.source) > MOST_CHARACTERS:
        yield Fault(page.file, f"is longer than {MOST_CHARACTERS:,} characters: make several pages of it")


# Lines that must never be said ---------------------------------------------------------------------------------------


def _never(pages: list[Page], library: Library) -> Iterator[Fault]:
    if not library.guide.never:
        return
    sources = [(page, *_straight(page.source)) for page in pages]
    texts = [(place, *_straight(text)) for place, text in library.texts() if place[0] != "never"]
    for line in library.guide.never:
        words, quick = _straight(line.words)
        # Words at the end of a line, or printed bold, are the same words.
        spaced = r"[\s*_]+".join(map(re.escape, words.split()))
        pattern = rf"(?<!\w){spaced}(?!\w)"
        what = f"'{line.words}' must never be said: {line.why}"
        for page, source, folded in sources:
            for found in re.finditer(pattern, source, re.I) if quick in folded else ():
                yield page.fault(found.start(), "", what)
        for place, text, folded in texts:
            if quick in folded and re.search(pattern, text, re.I):
                yield library.fault(place, what)


def _straight(text: str) -> tuple[str, str]:
    """A text with straight quotation marks, and that text folded, its marks for bold words taken as blanks."""
    for curly, straight in QUOTES.items():
        text = text.replace(curly, straight)
    return text, _folded(text.replace("*", " ").replace("_", " "))


# Sources -------------------------------------------------------------------------------------------------------------


def _never_cited(pages: list[Page], library: Library) -> Iterator[Fault]:
    cited = {ident for page in pages for ident in CITED.findall(page.source)} | set(_named(library.guide))
    for ident in library.guide.sources:
        if ident not in cited:
            yield library.fault(("sources", ident), "is never cited: by no page and by no 'sources' list")


def _named(part: object) -> Iterator[str]:
    """The sources that the parts of the data name."""
    if isinstance(part, Part):
        for key in type(part).model_fields:
            value = getattr(part, key)
            yield from value if key == "sources" and isinstance(value, tuple) else _named(value)
    elif isinstance(part, tuple):
        for item in part:
            yield from _named(item)


# Glossary ------------------------------------------------------------------------------------------------------------


def _defined_twice(library: Library) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for i, term in enumerate(library.guide.glossary):
        also = ((("glossary", i, "also", j), name) for j, name in enumerate(term.also))
        for place, name in ((("glossary", i, "term"), term.term), *also):
            key = " ".join(name.casefold().split())
            if key in first:
                yield library.fault(place, f"'{name}' is defined already, on line {first[key]}")
            first.setdefault(key, library.fault(place, "").line)


def _never_used(pages: list[Page], library: Library) -> Iterator[Fault]:
    # What looks like an id is one: it is not among the words that a reader sees.
    texts = [(place, text) for place, text in library.texts() if place[0] != "never" and not KEBAB.fullmatch(text)]
    texts = [(place, text, _folded(text)) for place, text in texts]
    everywhere = [(text, folded) for place, text, folded in texts if place[0] != "glossary"]
    everywhere += ((page.source, _folded(page.source)) for page in pages)
    meanings = [(p[1], text, folded) for p, text, folded in texts if p[0] == "glossary" and p[2] == "meaning"]
    for i, term in enumerate(library.guide.glossary):
        names = [(name, _folded(name)) for name in (term.term, *term.also)]
        others = [(text, folded) for j, text, folded in meanings if j != i]
        if not any(
            quick in folded and holds(text, name) for text, folded in (*everywhere, *others) for name, quick in names
        ):
            yield library.fault(("glossary", i), f"'{term.term}' is never used: on no page and nowhere in the data")


def _folded(text: str) -> str:
    """A text in which `in` finds at once whatever a search by `re.I` could find, and now and then more: it spares
    nearly all of those. The letters that `re.I` takes for the same are the same in it, each i of Turkish too.
    """
    return " ".join(text.casefold().replace("i\u0307", "i").replace("\u0131", "i").split())


def holds(words: str, name: str) -> bool:
    """Whether a name stands in the words; one in capitals (NICE) is not the word in small letters (nice)."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    return bool(re.search(rf"(?<!\w){spaced}(?!\w)", words, 0 if name.isupper() else re.I))
