"""Check every macro call of a page before anything renders.

Left to mkdocs-macros, an unknown macro prints a traceback, or ends as text on the page with exit 0. Jinja's own lexer
and syntax tree find the calls, so nothing is recognised here that Jinja would read another way.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from jinja2 import Environment, TemplateSyntaxError, nodes

from ..components.call import MARK, TOKEN
from ..components.registry import INLINE, MACROS
from ..data.library import Library
from ..data.model import LEVELS
from ..data.phones import phone_numbers
from ..data.text import PLACEHOLDERS, nearest
from ..faults import Fault
from .page import Page

COMMENT_START, COMMENT_END = "{##", "##}"
"""Jinja's comment marks, moved so that `## Heading {#id}` is a heading with an id."""

BY_NAME: dict[str, Callable[..., str]] = {macro.__name__: macro for macro in MACROS}
ALONE = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")
"""What may stand before a block's call on its line: indents, quote marks and list marks."""

JINJA = re.compile(r"\{[{%]|" + re.escape(COMMENT_START))
"""What Jinja would look at."""
SIMPLE = re.compile(r'\{\{ (cite|help_line)\("([a-z0-9-]+)"\) \}\}')
"""A call within a sentence as nearly everybody writes it: most calls of a page."""

_environment = Environment(comment_start_string=COMMENT_START, comment_end_string=COMMENT_END)


def inline(markdown: str, library: Library) -> str:
    """A page with its simple calls in their place. Jinja does the same, and takes ten times as long for it."""
    if "{%" in markdown:  # a call may be shown as it is, between {% raw %} and {% endraw %}
        return markdown
    known = {"cite": library.guide.sources, "help_line": PLACEHOLDERS}
    return SIMPLE.sub(lambda call: BY_NAME[call[1]](call[2]) if call[2] in known[call[1]] else call[0], markdown)


def check(page: Page, library: Library | None) -> Iterator[Fault]:
    """Every fault in a page's macro calls; without a library (its file has faults) ids are not checked."""
    yield from _marks(page)
    if library:
        yield from _numbers(page, library)
    text = inline(page.markdown, library) if library else page.markdown
    if not JINJA.search(text):
        return
    try:
        tree = _environment.parse(text)
    except TemplateSyntaxError as error:
        yield _syntax(page, error)
        return
    known = _ids(library) if library else {}
    yield from _other(page, tree)
    for node in tree.find_all(nodes.Call):
        yield from _call(page, node, known)
        if library:
            yield from _empty(page, node, library)
    # Walked before the names below, so that the names of macros and their unquoted arguments are not reported twice.
    reported = {id(part) for call in tree.find_all(nodes.Call) for part in call.find_all(nodes.Name)}
    for name in tree.find_all(nodes.Name):
        if id(name) not in reported and name.ctx == "load":
            yield page.fault_on(name.lineno, "", _unknown_name(name.name))
    yield from _alone(page, text)


def undrawn(page: Page, html: str) -> Iterator[Fault]:
    """The calls of a page whose tokens are left in its HTML: Markdown took them for something else."""
    if MARK not in html:
        return
    # An abbreviation in a token is marked up.
    left = Counter(found[0] for found in re.finditer(TOKEN, re.sub("<[^>]*>", "", html)))
    lines = page.markdown.split("\n")
    places: dict[str, list[int]] = {}
    for call in _environment.parse(page.markdown).find_all(nodes.Call):
        arguments = [argument.as_const() for argument in call.args]
        token = BY_NAME[call.node.name](*arguments, **{key.key: key.value.as_const() for key in call.kwargs})
        places.setdefault(token, []).append(call.lineno)
    found = []
    for token, count in left.items():
        # Of calls that are alike, those furthest in, then the last: an indent or what is not closed comes before them.
        likely = sorted(
            places.get(token, ()), key=lambda line: (len(lines[line - 1]) - len(lines[line - 1].lstrip()), line)
        )
        found += likely[-count:]
    first = page.markdown.count("\n", 0, max(page.markdown.find("{{"), 0)) + 1
    for line in sorted(found) or [first]:
        what = "a macro call was not drawn: its line is indented like code, or something round it is not closed"
        yield page.fault_on(line, "", what)


def _other(page: Page, tree: nodes.Template) -> Iterator[Fault]:
    """What Jinja or the next step would obey though it is no macro call: statements and sums."""
    for part in tree.body:
        for node in part.nodes if isinstance(part, nodes.Output) else (part,):
            if not isinstance(node, (nodes.TemplateData, nodes.Call, nodes.Name)):
                yield page.fault_on(node.lineno, "", "a page may hold macro calls, and nothing else of Jinja")


def _marks(page: Page) -> Iterator[Fault]:
    if MARK not in page.markdown:
        return
    for line, text in enumerate(page.markdown.split("\n"), start=1):
        if MARK in text:
            yield page.fault_on(line, "", f"'{MARK}' is the build's own mark: call the macro, {{{{ faq() }}}}")


def _ids(library: Library) -> dict[str, list[str]]:
    guide = library.guide
    return {
        "red_flags": list(library.red_flags),
        "faq": list(library.faq),
        "sources": list(guide.sources),
        "categories": list(guide.categories),
        "levels": list(LEVELS),
        "help_lines": list(PLACEHOLDERS),
    }


SINGULAR = {
    "red_flags": "red flag",
    "faq": "question",
    "sources": "source",
    "categories": "category",
    "levels": "level",
    "help_lines": "help line",
}


def _unknown_name(name: str) -> str:
    if name in BY_NAME:
        return f"'{name}' needs brackets: {{{{ {name}() }}}}"
    return f"unknown name '{name}'{nearest(name, BY_NAME)}; the macros are {', '.join(sorted(BY_NAME))}"


def _call(page: Page, node: nodes.Call, known: dict[str, list[str]]) -> Iterator[Fault]:
    line = node.lineno
    if not isinstance(node.node, nodes.Name):
        yield page.fault_on(line, "", "only macros can be called on a page")
        return
    name = node.node.name
    if name not in BY_NAME:
        what = f"unknown macro{nearest(name, BY_NAME)}; the macros are {', '.join(sorted(BY_NAME))}"
        yield page.fault_on(line, f"{name}()", what)
        return
    signature, hints = takes(name)
    parameters = signature.parameters
    try:
        bound = signature.bind(*node.args, **{k.key: k.value for k in node.kwargs})
    except TypeError:
        yield from _unbound(page, node, name, signature)
        return
    for key, value in bound.arguments.items():
        values = value if parameters[key].kind is inspect.Parameter.VAR_POSITIONAL else (value,)
        for given in values:
            yield from _argument(page, name, key, given, hints[key], known)
    if name == "evidence":
        yield from _evidence(page, node)
    if name in ("red_flag", "red_flags", "faq") and len(bound.arguments) > 1:
        option = "category" if name == "faq" else "level"
        yield page.fault_on(line, f"{name}()", f"takes ids or {option}, not both")


DRAWS_FROM = {"safety_check": "check", "red_flag": "red_flags"}
"""The part of the data that a macro of another name draws."""


def _empty(page: Page, node: nodes.Call, library: Library) -> Iterator[Fault]:
    """A call of what the data does not have."""
    name = getattr(node.node, "name", "")
    part = DRAWS_FROM.get(name, name)
    if part in type(library.guide).model_fields and not getattr(library.guide, part):
        yield page.fault_on(node.lineno, f"{name}()", f"has nothing to draw: the data file has no '{part}'")


def _unbound(page: Page, node: nodes.Call, name: str, signature: inspect.Signature) -> Iterator[Fault]:
    """What is wrong with a call whose arguments are not those of the macro."""
    several = inspect.Parameter.VAR_POSITIONAL
    options = [p.name for p in signature.parameters.values() if p.kind is not several]
    takes = f"; it takes {', '.join(options)}" if options else "; it takes none"
    unknown = [k.key for k in node.kwargs if k.key not in options]
    for key in unknown:
        what = f"unknown argument '{key}'{nearest(key, options)}{takes}"
        yield page.fault_on(node.lineno, f"{name}()", what)
    if not unknown:
        yield page.fault_on(node.lineno, f"{name}()", f"needs other arguments: {name}{plain_signature(signature)}")


def _evidence(page: Page, node: nodes.Call) -> Iterator[Fault]:
    if not node.args[1:]:
        yield page.fault_on(node.lineno, "evidence()", "no source: name at least one after the claim")
    if node.args and isinstance(node.args[0], nodes.Const) and not str(node.args[0].value).strip():
        what = "the claim is empty: say what was found, in a sentence or two"
        yield page.fault_on(node.lineno, "evidence()", what)


@cache
def takes(name: str) -> tuple[inspect.Signature, dict[str, Any]]:
    """What a call of a macro may say, and the annotation of each part of it."""
    return inspect.signature(BY_NAME[name]), get_type_hints(BY_NAME[name], include_extras=True)


def _argument(
    page: Page, macro: str, key: str, given: nodes.Expr, hint: Any, known: dict[str, list[str]]
) -> Iterator[Fault]:
    kind = collection(hint)
    shown = _source(given)
    if not isinstance(given, nodes.Const):
        options = known.get(kind or "", [])
        hint_id = "" if shown in options else nearest(shown, options)
        yield page.fault_on(given.lineno, f"{macro}({shown})", f"'{shown}' needs quotes: \"{shown}\"{hint_id}")
    elif hint is bool:
        if not isinstance(given.value, bool):
            yield page.fault_on(given.lineno, f"{macro}()", f"{key} is True or False, not {given.value!r}")
    elif not isinstance(given.value, str):
        yield page.fault_on(given.lineno, f"{macro}()", f"{key} needs text in quotes, not {given.value!r}")
    elif kind in known and given.value not in known[kind]:
        what = f"unknown {SINGULAR[kind]} '{given.value}'{nearest(given.value, known[kind])}"
        yield page.fault_on(given.lineno, f"{macro}()", what)


def collection(hint: Any) -> str | None:
    """The collection of the guide that an argument's value must come from; None for one that is no id."""
    kinds = [part for part in (hint, *get_args(hint)) if hasattr(part, "__metadata__")]
    return kinds[0].__metadata__[0] if kinds else None


def _source(node: nodes.Node) -> str:
    """An expression as the editor typed it, near enough to recognise: how-long is a subtraction to Jinja."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Sub):
        return f"{_source(node.left)}-{_source(node.right)}"
    if isinstance(node, nodes.Const):
        return str(node.value)
    return "…"


def plain_signature(signature: inspect.Signature) -> str:
    """A signature without its annotations: (id=None, level=None)."""
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(inspect.Signature(plain))


def _alone(page: Page, text: str) -> Iterator[Fault]:
    """Calls of a block within a sentence: Markdown would leave the token there as text and the words would be lost."""
    offset, start, expression = 0, 0, ""
    for line, kind, value in _environment.lex(text):
        if kind == "variable_begin":
            start, expression = offset, ""
        offset += len(value)
        if kind == "name" and not expression:
            expression = value
        if kind == "variable_end" and expression in BY_NAME and expression not in INLINE:
            before = text[:start].rpartition("\n")[2]
            after = text[offset:].partition("\n")[0]
            if not ALONE.fullmatch(before) or after.strip():
                yield page.fault_on(line, f"{expression}()", "draws a block: it needs a line of its own")


def _numbers(page: Page, library: Library) -> Iterator[Fault]:
    numbers = library.numbers
    # Looked for in the whole page: a number may be broken over two lines.
    for at, number in phone_numbers(page.markdown, numbers):
        what = f"a phone number, '{number}', belongs in the data; write {{{{ help_line(\"emergency\") }}}} here"
        yield page.fault(page.start + at, "", what)


def _syntax(page: Page, error: TemplateSyntaxError) -> Fault:
    """The fault of a page that Jinja cannot read, at the call that is not closed: Jinja names a line further down."""
    for line, text in enumerate(page.markdown.split("\n"), start=1):
        for call in re.findall(r"\{\{.*?(?:\}\}|$)", text):
            unclosed = call.count('"') % 2 or call.count("(") != call.count(")")
            if not call.endswith("}}") and not unclosed:
                return page.fault_on(line, "", "'{{' is never closed: end the call with '}}'")
            if unclosed:
                return page.fault_on(line, "", f"a bracket or a quote is never closed: {call.strip()[:60]}")
    return page.fault_on(error.lineno, "", f"is not a macro call that can be read: {error.message}")
