"""A macro call as one line of text, a token, until `pages/markdown.py` draws the component there.

mkdocs-macros runs before Markdown, and lines put into a list or an admonition would fall out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..data.text import PLACEHOLDERS

MARK = "[[component"
"""What a token begins with; no page may hold it."""
TOKEN = r"\[\[component ([a-z][a-z0-9_]*)((?: [a-z0-9_=-]+)*)\]\]"


@dataclass(frozen=True)
class Call:
    """One macro call of a page: the component's name, its arguments and its options."""

    name: str
    arguments: tuple[str, ...] = ()
    options: dict[str, str | bool] = field(default_factory=dict)

    @classmethod
    def of(cls, match: re.Match[str]) -> Call:
        """The call in a match of TOKEN."""
        words = match[2].split()
        options = dict(word.split("=", 1) for word in words if "=" in word)
        arguments = tuple(word for word in words if "=" not in word)
        return cls(match[1], arguments, {key: value or True for key, value in options.items()})


def token(name: str, /, *arguments: str, **options: str | bool | None) -> str:
    """A call as one line of text without spaces at its ends."""
    said = [f"{key}={'' if value is True else value}" for key, value in options.items() if value]
    return f"[[component {' '.join([name, *arguments, *said])}]]"


def placeholders(text: str, **options: bool) -> str:
    """Help-line placeholders turned into tokens, so that one template draws a help line wherever it is named."""
    names = "|".join(PLACEHOLDERS)
    return re.sub(rf"\{{({names})\}}", lambda m: token("help_line", name=m[1], **options), str(text))
