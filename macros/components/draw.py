"""A macro call → the component's template, filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as etree

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from ..data.cards import by_level
from ..data.library import Library
from ..data.model import Region, Source
from ..faults import Fault, Faults
from ..templates import template_fault
from .call import Call, placeholders
from .contract import CHECK_PAGE, On
from .registry import COMPONENTS, PACKAGE, ROOMS, shown


class Drawer:
    """Draws components for one guide, one region and one set of pages.

    Args:
        library: the guide.
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
            raise Faults([Fault("mkdocs.yml", what, where="theme.language")]) from None
        self.site = site
        self.compiled = compiled
        self.faults: list[Fault] = []
        self.shown: set[tuple[str, str]] = set()
        self.pages = pages
        self._env = Environment(
            loader=FileSystemLoader([PACKAGE / room for room in ROOMS]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        self.day = lambda day: format_date(day, "d MMMM y", locale=self.language)
        self._env.filters["day"] = self.day
        self._env.filters["capital"] = lambda text: text[:1].upper() + text[1:]
        self._env.filters["unlinked"] = lambda text: placeholders(text, _plain=True)
        self._env.globals.update(
            guide=library.guide,
            strings=library.guide.strings,
            library=library,
            retired=self._retired,
            check_page=CHECK_PAGE,
            by_level=partial(by_level, library),
            **{name: component.macro for name, component in COMPONENTS.items() if component.direct},
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
        on = On(
            self.library,
            self.region,
            self.locale,
            self.site,
            self.pages,
            page=page,
            unique_id=claim,
            shown=self.shown,
        )
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
                claim=claim,
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

    def _retired(self, ident: str) -> list[str]:
        """The ids that a part had before: links to them lead to it still."""
        return [old for old, new in self.library.guide.retired.items() if new == ident]

    def reference(self, source: Source) -> str:
        """A source as the text of a footnote, in Markdown."""
        title = f"[{source.title}]({source.url})" if source.url else source.title
        strings = self.library.guide.strings
        return f"{title}. {source.publisher}. {strings.evidence[source.evidence]}."


def _named(file: str) -> str:
    """A component's template as an editor names it."""
    path = Path(file)
    return shown(path) if path.is_relative_to(PACKAGE) else file
