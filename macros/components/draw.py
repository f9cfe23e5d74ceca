"""A macro call → the component's template, filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as etree

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from ..data.cards import by_level
from ..data.edition import Edition
from ..data.evidence import Section
from ..data.language import ENGLISH
from ..faults import Fault
from ..templates import template_fault
from .call import Call, placeholders
from .contract import CHECK_PAGE, On
from .registry import COMPONENTS, PACKAGE, ROOMS, shown

ENGLISH_WORDS = Markup(f' lang="{ENGLISH}" dir="ltr"')


class Drawer:
    """Draws components for one edition and one set of pages.

    Args:
        edition: the guide, and for whom it is drawn.
        pages: the source paths of the site's pages ("red-flags.md"), so that no link is drawn to a missing one.
        faults: takes those of the templates.
        evidence: the claims of the guide, page by page.
        english_address: of a translation, the whole address of an English page by its source path.

    Attributes:
        shown: ("faq", id) and ("red_flags", id) of the questions and the red flags that were drawn in full, so far.
    """

    def __init__(
        self,
        edition: Edition,
        pages: frozenset[str],
        faults: list[Fault],
        evidence: tuple[Section, ...] = (),
        english_address: Callable[[str], str] = str,
    ) -> None:
        self.edition = edition
        self.pages = pages
        self.faults = faults
        self.evidence = evidence
        self.shown: set[tuple[str, str]] = set()
        self._env = Environment(
            loader=FileSystemLoader([PACKAGE / room for room in ROOMS]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=edition.compiled,
        )
        self._env.filters["day"] = edition.day
        self._env.filters["capital"] = lambda text: text[:1].upper() + text[1:]
        self._env.filters["unlinked"] = _unlinked
        self._env.globals.update(
            guide=edition.guide,
            strings=edition.guide.strings,
            library=edition.library,
            retired=self._retired,
            check_page=CHECK_PAGE,
            draft=edition.library.draft,
            foreign=ENGLISH_WORDS if edition.library.translation else "",
            since=edition.library.since,
            english=self._english,
            english_address=english_address,
            said=self._said,
            by_level=partial(by_level, edition.library),
        )

    def draw(self, call: Call, page: str, level: int, unique_id: Callable[[str], str]) -> etree.Element:
        """Draw a component.

        Args:
            call: what a page asked for; `calls.py` has found nothing wrong with it.
            page: the page's source path, "faq.md".
            level: the heading level the component starts with, 1 to 6.
            unique_id: takes an id and returns it, or the nearest one that is free on the page.

        Returns:
            One element. Text in it is Markdown: inline, and in blocks under an element with `markdown="block"`.
            When the template cannot be read, or draws something that is not one well-formed element: an empty one,
            with a fault in `faults`, so that a build tells the faults of all templates at once.
        """
        on = On(self.edition, self.pages, page, unique_id, self.shown, self.evidence)
        values = COMPONENTS[call.name].view(on, *call.arguments, **call.options)
        name = f"{call.name}/template.html"
        try:
            template = self._env.get_template(name)
            html = template.render(
                **values,
                page=page,
                ask_first_page=on.ask_first_page,
                link=on.link,
                h=lambda below=0: f"h{min(level + below, 6)}",
                unique_id=unique_id,
            )
            # Two blanks at the end of a line, which a template's indents leave, would be a line break to Markdown.
            return etree.fromstring(re.sub(r"[ \t]+\n", "\n", placeholders(html)))
        except TemplateSyntaxError as error:
            what, file, line = error.message or "is not a template", error.filename, error.lineno
        except TemplateError as error:
            at = template_fault(error)  # it may stand in a template that this one includes
            file, line = (at.file, at.line) if at and at.line else (None, 0)
            what = error.message or "cannot be drawn"
        except etree.ParseError as error:
            what, file, line = f"is not well-formed: {error}", template.filename, 0
        self.faults.append(Fault(_named(file or name), what, line))
        return etree.Element("div")

    def _english(self, kind: str, ident: str) -> Markup:
        """The attributes of an element whose words are English in another language; none of any other."""
        return ENGLISH_WORDS if self.edition.library.in_english(kind, ident) else Markup("")

    def _said(self, text: str, kind: str, ident: str) -> str:
        """Words of a part within a sentence; those that are English in another language say so."""
        if not self.edition.library.in_english(kind, ident):
            return text
        return Markup("<span{}>{}</span>").format(ENGLISH_WORDS, text)

    def _retired(self, ident: str) -> list[str]:
        """The ids that a part had before: links to them lead to it still."""
        return [old for old, new in self.edition.guide.retired.items() if new == ident]


def _unlinked(text: str) -> str:
    """A text whose help lines are no links; what is marked up in it stays so."""
    drawn = placeholders(text, _plain=True)
    return Markup(drawn) if isinstance(text, Markup) else drawn


def _named(file: str) -> str:
    """A component's template as an editor names it."""
    path = Path(file)
    return shown(path) if path.is_relative_to(PACKAGE) else file
