"""A macro call → the component's template.

A macro returns one line, a token, whatever it draws: mkdocs-macros runs before Markdown, and lines put into a list or
an admonition would fall out of it. `markdown.py` finds the token once Markdown knows where it stands, and asks
`Drawer.draw` for the component there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any
from xml.etree import ElementTree as etree

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from .data.library import Library
from .data.model import LEVELS, PLACEHOLDERS, Level, RedFlag, Region, Source
from .embed import snippets
from .faults import Fault, Faults
from .templates import slip

RED_FLAGS_PAGE, FAQ_PAGE, CHECK_PAGE = "red-flags.md", "faq.md", "check.md"
"""The pages where a part of the guide has its lasting address: /red-flags/#dvt, /faq/#how-long, /check/#ask-aspirin."""

# The macros ----------------------------------------------------------------------------------------------------------
# An annotation names the collection that an argument's value must come from; calls.py checks it.

RedFlagId = Annotated[str, "red_flags"]
QuestionId = Annotated[str, "faq"]
SourceId = Annotated[str, "sources"]
CategoryId = Annotated[str, "categories"]
LevelName = Annotated[str, "levels"]
HelpLineName = Annotated[str, "help_lines"]


def red_flag(id: RedFlagId | None = None, level: LevelName | None = None) -> str:
    """One full callout, or with `level` the callouts of every red flag of that level."""
    return token("red_flag", id, level=level)


def red_flags(*ids: RedFlagId, level: LevelName | None = None) -> str:
    """Summary cards, one a level: of all red flags, of one level, or of the red flags named."""
    return token("red_flags", *ids, level=level)


def faq(*ids: QuestionId, category: CategoryId | None = None) -> str:
    """The cards that the questions call for, then the questions: all, of one category, or those named."""
    return token("faq", *ids, category=category)


def help_line(name: HelpLineName) -> str:
    """Who to turn to in the site's region, within a sentence."""
    return token("help_line", name)


def help_lines() -> str:
    """Who to turn to in the site's region, line by line: what each is for, and when."""
    return token("help_lines")


def cite(id: SourceId) -> str:
    """A numbered citation: a Markdown footnote, whose text comes from the data."""
    return f"[^{id}]"


def sources(all: bool = False) -> str:
    """The sources cited on this page, numbered; with `all=True` every source, with what it supports."""
    return token("sources", all="yes" if all else None)


def ask_first(names: bool = False) -> str:
    """Conditions and medicines with which a reader asks a clinician first; with `names=True` only what they are."""
    return token("ask_first", names="yes" if names else None)


def safety_check(short: bool = False) -> str:
    """The safety questions, with what a yes to each means; with `short=True` in a line, without the advice."""
    return token("safety_check", short="yes" if short else None)


def clinic_sheet() -> str:
    """A letterhead for whoever prints the page: what stands below it on the page is the sheet."""
    return token("clinic_sheet")


def glossary() -> str:
    """Hard words in plain words."""
    return token("glossary")


def changes() -> str:
    """What changed in the guide, newest first."""
    return token("changes")


def embed_builder() -> str:
    """Makes the code with which a clinic shows the questions on its own page; without a script, ready-made code."""
    return token("embed_builder")


def embed_policies() -> str:
    """What the Content-Security-Policy of a clinic's page must allow, way by way."""
    return token("embed_policies")


def embed_origin() -> str:
    """The site's origin, within a sentence."""
    return token("embed_origin")


MACROS: tuple[Callable[..., str], ...] = (
    red_flag,
    red_flags,
    faq,
    help_line,
    help_lines,
    cite,
    sources,
    ask_first,
    safety_check,
    clinic_sheet,
    glossary,
    changes,
    embed_builder,
    embed_policies,
    embed_origin,
)
INLINE = frozenset({"help_line", "cite", "embed_origin"})
"""Macros that stand within a sentence. Every other one draws a block and needs a line of its own."""


# Tokens --------------------------------------------------------------------------------------------------------------

MARK = "[[component"
"""What a token begins with; no page may hold it."""
TOKEN = r"\[\[component ([a-z_]+)((?: [a-z0-9=-]+)*)\]\]"


@dataclass(frozen=True)
class Call:
    """One macro call of a page: the component's name, its arguments and its options."""

    name: str
    arguments: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, match: re.Match[str]) -> Call:
        """The call in a match of TOKEN."""
        words = match[2].split()
        return cls(match[1], tuple(w for w in words if "=" not in w), dict(w.split("=", 1) for w in words if "=" in w))


def token(name: str, *arguments: str | None, **options: str | None) -> str:
    """A call as one line of text without spaces at its ends."""
    words = [*(a for a in arguments if a), *(f"{key}={value}" for key, value in options.items() if value)]
    return f"[[component {' '.join([name, *words])}]]"


# Drawing -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of a summary card."""

    group: str
    sign: str
    flag: str


@dataclass(frozen=True)
class Card:
    """A summary card: a level, its lines by group, and the sources of the red flags in it."""

    level: Level
    groups: dict[str, list[Line]]
    sources: tuple[str, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self.groups.values() for line in lines]


class Drawer:
    """Draws components for one guide, one region and one set of pages.

    Args:
        library: the guide.
        templates: the folder with one template a component.
        region: the region whose help lines are shown.
        pages: the source paths of the site's pages ("red-flags.md"), so that no link is drawn to a missing one.
        locale: the language dates are written in, such as "en" or "pt-BR".
        site: the site's address, with a slash at its end.
        compiled: keeps compiled templates from build to build; None for no such place.

    Attributes:
        faults: those of the templates, so far.
        shown: ("faq", id) and ("red_flags", id) of the questions and the red flags that were drawn in full, so far.

    Raises:
        Faults: for a language that nothing is known of.
    """

    def __init__(
        self,
        library: Library,
        templates: Path,
        region: str,
        pages: frozenset[str],
        locale: str,
        site: str = "http://localhost:8000/",
        compiled: BytecodeCache | None = None,
    ) -> None:
        self.library = library
        self.region = region
        self.locale = locale
        try:
            self.language = Locale.parse(locale, sep="-" if "-" in locale else "_")
        except (ValueError, UnknownLocaleError):
            what = f"dates cannot be written in '{locale}', which Babel does not know; write it as in 'en' or 'pt-BR'"
            raise Faults([Fault("mkdocs.yml", 0, "theme.language", what)]) from None
        self.site = site
        self.compiled = compiled
        self.faults: list[Fault] = []
        self.shown: set[tuple[str, str]] = set()
        self._templates = templates
        self.pages = pages
        guide = library.guide
        self._env = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        self.day = lambda day: format_date(day, "d MMMM y", locale=self.language)
        self._env.filters["day"] = self.day
        self._env.filters["unlinked"] = lambda text: placeholders(text, "plain=yes")
        self._env.globals.update(
            guide=guide,
            strings=guide.strings,
            library=library,
            cite=cite,
            link=self._link,
            retired=self._retired,
            check_page=CHECK_PAGE,
        )

    @property
    def help_lines(self) -> Region:
        return self.library.guide.help_lines[self.region]

    def draw(self, call: Call, page: str, level: int, claim: Callable[[str], str]) -> etree.Element:
        """Draw a component.

        Args:
            call: what a page asked for; `calls.py` has found nothing wrong with it.
            page: the page's source path, "faq.md".
            level: the heading level the component starts with, 1 to 6.
            claim: takes an id and returns it, or the nearest one that is free on the page.

        Returns:
            One element. Text in it is Markdown: inline, and in blocks under an element with `markdown="block"`.
            When the template cannot be read, or draws something that is not one well-formed element: an empty one,
            with a fault in `faults`, so that a build tells the faults of all templates at once.
        """
        values = getattr(self, f"_{call.name}", lambda call, page: {})(call, page)
        name = f"{call.name}.html"
        try:
            html = self._env.get_template(name).render(
                **values, page=page, h=lambda below=0: f"h{min(level + below, 6)}", claim=claim
            )
            # Two blanks at the end of a line, which a template's indents leave, would be a line break to Markdown.
            return etree.fromstring(re.sub(r"[ \t]+\n", "\n", placeholders(html)))
        except TemplateSyntaxError as error:
            what, file, line = error.message or "is not a template", error.name or name, error.lineno
        except TemplateError as error:
            at = slip(error)  # it may stand in a template that this one includes
            file, line = (Path(at.file).name, at.line) if at and at.line else (name, 0)
            what = error.message or "cannot be drawn"
        except etree.ParseError as error:
            what, file, line = f"is not well-formed: {error}", name, 0
        self.faults.append(Fault(f"{self._templates.parent.name}/{self._templates.name}/{file}", line, "", what))
        return etree.Element("div")

    def _link(self, page: str, ident: str) -> str | None:
        """The address of a part on its own page, or None when the site has no such page."""
        return f"/{page}#{ident}" if page in self.pages else None

    def _retired(self, ident: str) -> list[str]:
        """The ids that a part had before: links to them lead to it still."""
        return [old for old, new in self.library.guide.retired.items() if new == ident]

    def reference(self, source: Source) -> str:
        """A source as the text of a footnote, in Markdown."""
        title = f"[{source.title}]({source.url})" if source.url else source.title
        strings = self.library.guide.strings
        return f"{title}. {source.publisher}. {strings.evidence[source.evidence]}."

    # What each template needs beyond the guide. A component without an entry here needs nothing.

    def _red_flag(self, call: Call, page: str) -> dict[str, Any]:
        level = call.options.get("level")
        named = [self.library.red_flags[ident] for ident in call.arguments]
        flags = named or [flag for flag in self.library.guide.red_flags if flag.level == level]
        self.shown.update(("red_flags", flag.id) for flag in flags)
        return {"flags": flags, "prefix": "" if page == RED_FLAGS_PAGE else "red-flag-"}

    def _red_flags(self, call: Call, page: str) -> dict[str, Any]:
        level = call.options.get("level")
        return {"cards": self.cards(call.arguments, (level,) if level else LEVELS), "explained": self._explained()}

    def _faq(self, call: Call, page: str) -> dict[str, Any]:
        category = call.options.get("category")
        questions = [self.library.faq[ident] for ident in call.arguments] or [
            question for question in self.library.guide.faq if category in (None, question.category)
        ]
        self.shown.update(("faq", question.id) for question in questions)
        named = dict.fromkeys(ident for question in questions for ident in question.red_flags)
        cards = [*self.cards((), ("emergency",)), *(self.cards(tuple(named), ("urgent",)) if named else ())]
        canonical = page == FAQ_PAGE
        return {
            "questions": questions,
            "cards": cards,
            "canonical": canonical,
            "prefix": "" if canonical else "faq-",
            "explained": self._explained(),
        }

    def _help_line(self, call: Call, page: str) -> dict[str, Any]:
        name = call.arguments[0]
        return {"name": name, "line": self.help_lines[name], "plain": "plain" in call.options}

    def _help_lines(self, call: Call, page: str) -> dict[str, Any]:
        """`lines` are the help lines, each with the level at which a reader turns to it."""
        return {
            "lines": [(name, level, self.help_lines[name]) for name, level in zip(PLACEHOLDERS, LEVELS, strict=True)]
        }

    def _sources(self, call: Call, page: str) -> dict[str, Any]:
        return {"all": "all" in call.options}

    def _ask_first(self, call: Call, page: str) -> dict[str, Any]:
        """`groups` are the entries by the heading of their group; those of none come last, without a heading."""
        guide = self.library.guide
        groups = [
            (title, [entry for entry in guide.ask_first if entry.group == group])
            for group, title in [*guide.groups.items(), (None, "")]
        ]
        return {"names": "names" in call.options, "groups": [group for group in groups if group[1]]}

    def _safety_check(self, call: Call, page: str) -> dict[str, Any]:
        """`runs` are the questions in order, those side by side that mean the same together; `number` counts them."""
        questions = self.library.guide.safety_check.questions
        runs = [list(run) for _, run in groupby(questions, key=lambda asked: (asked.yes.level, asked.yes.care))]
        number = {question.id: place for place, question in enumerate(questions, start=1)}
        return {"short": "short" in call.options, "runs": runs, "number": number}

    def _embed_builder(self, call: Call, page: str) -> dict[str, Any]:
        guide, words = self.library.guide, self.library.guide.strings.builder
        used = {question.category for question in guide.faq}
        shown = {None: words.all, **{name: label for name, label in guide.categories.items() if name in used}}

        def ready(way: str, category: str | None) -> str:
            title = f"{words.title}: {shown[category]}" if category else words.title
            return snippets.ready(way, self.site, self.locale, self.region, category, self._questions, title)

        return {
            "words": words,
            "ready": {
                way: {label: ready(way, name) for name, label in shown.items()} for way in ("a", "b", "c", "address")
            },
            "copies": {label: f"/{snippets.copy(self.locale, self.region, name)}" for name, label in shown.items()},
            "regions": ", ".join(guide.region_names()),
            "region": self.region,
            "draft": snippets.draft(self.site),
            "fill": snippets.fill,
        }

    def _embed_policies(self, call: Call, page: str) -> dict[str, Any]:
        words = self.library.guide.strings.builder
        needed: dict[str, list[str]] = {}
        for way, policy in snippets.policies(self.site).items():
            needed.setdefault(policy or words.policy_none, []).append(words.ways[way].name)
        return {"words": words, "needed": needed}

    def _embed_origin(self, call: Call, page: str) -> dict[str, Any]:
        return {"origin": snippets.origin(self.site), "draft": snippets.draft(self.site)}

    @property
    def _questions(self) -> str:
        """The lasting address of the questions."""
        return f"{self.site}{FAQ_PAGE.removesuffix('.md')}/"

    def _explained(self) -> str | None:
        """Where the red flags stand one by one, each with its sources; None when the site has no page for them."""
        first = self.library.guide.red_flags[0].id if self.library.guide.red_flags else ""
        return self._link(RED_FLAGS_PAGE, first)

    def cards(self, idents: tuple[str, ...], levels: tuple[str, ...]) -> list[Card]:
        """The summary cards of some red flags (all when none is named), most urgent first.

        What a red flag may turn into stands on the card of that level: nobody has to know which flag a sign is of.
        """
        flags, (every, where) = self.library.red_flags, self._signs
        wanted = {(level, line.sign) for ident in idents or flags for level, line, _ in self._lines(flags[ident])}
        lines: dict[Level, dict[str, Line]] = {level: {} for level in LEVELS}
        cited: dict[Level, dict[str, None]] = {level: {} for level in LEVELS}
        # In the guide's order, whichever flags are named: so a card of some lines keeps the order of the whole one.
        for number in sorted(number for sign in wanted for number in where[sign]):
            level, line, sources = every[number]
            lines[level].setdefault(line.sign, line)
            cited[level].update(dict.fromkeys(sources))
        return [
            Card(level, self._grouped(list(lines[level].values())), tuple(cited[level]))
            for level in LEVELS
            if level in levels and lines[level]
        ]

    @cached_property
    def _signs(self) -> tuple[list[tuple[Level, Line, tuple[str, ...]]], dict[tuple[Level, str], list[int]]]:
        """The lines of all red flags in the guide's order, and where each sign of a level stands among them."""
        every = [line for flag in self.library.red_flags.values() for line in self._lines(flag)]
        where: dict[tuple[Level, str], list[int]] = {}
        for number, (level, line, _) in enumerate(every):
            where.setdefault((level, line.sign), []).append(number)
        return every, where

    def _lines(self, flag: RedFlag) -> Iterator[tuple[Level, Line, tuple[str, ...]]]:
        """What a red flag puts on the summary cards: the card's level, the line, the sources of it."""
        yield flag.level, Line(flag.group, flag.sign, flag.id), flag.sources
        for step in flag.escalate:
            if step.becomes:
                other = self.library.red_flags[step.becomes]
                yield other.level, Line(other.group, other.sign, other.id), other.sources
            else:
                yield step.level, Line(step.group or flag.group, step.sign or "", flag.id), flag.sources

    def _grouped(self, lines: list[Line]) -> dict[str, list[Line]]:
        groups = {
            title: [line for line in lines if line.group == group] for group, title in self.library.guide.groups.items()
        }
        return {title: members for title, members in groups.items() if members}


def placeholders(text: str, option: str = "") -> str:
    """Help-line placeholders turned into tokens, so that one template draws a help line wherever it is named."""
    return re.sub(
        r"\{(" + "|".join(PLACEHOLDERS) + r")\}",
        lambda m: f"[[component help_line {m[1]}{' ' + option if option else ''}]]",
        str(text),
    )
