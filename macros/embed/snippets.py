"""The code that somebody pastes to show the questions in a page of theirs, and the policy lines that page needs.

The browser's builder fills the same templates, which it gets as data: each line of code stands here and nowhere else.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from markupsafe import escape

TAG = "health-faq"
"""The custom element's name."""

FOLDER = "health-faq"
"""The folder in the zip for hosting it oneself."""

SCRIPT = '<script type="module" src="{src}"{integrity} crossorigin="anonymous" referrerpolicy="no-referrer"></script>'

PRINT = (
    "<style><!-- @media print { details:has([id^=faq-])::details-content { content-visibility: visible !important; "
    "display: block !important } } --></style>"
)
"""On paper every answer of a copy, whatever is open; only where nothing filters the code. CSS reads past the marks of a
comment: where something does take the element away and leaves what it holds, they hide it, but not in every editor."""

TEMPLATES: dict[str, str] = {
    "script": SCRIPT,
    "print": PRINT,
    "a": f"<div>\n<{TAG}{{attributes}}>\n{{words}}\n</{TAG}>\n{{script}}\n</div>",
    "b": f'<div>\n<{TAG}{{attributes}}>\n<div><a href="{{page}}">{{title}}</a></div>\n</{TAG}>\n{{script}}\n</div>',
    "c": '<iframe src="{frame}" title="{title}" loading="lazy" referrerpolicy="no-referrer" width="100%" '
    'height="{height}" style="border:0" '
    'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"><a href="{page}">{title}</a></iframe>\n'
    "{script}",
    "address": "{frame}",
    "d": "{words}",
}
"""What is pasted, by way; `zip` is as `a`, from a server of one's own. Values go in escaped for HTML.

A block on lines of its own round our element: automatic paragraphs would put it into one, and so empty it.
"""

HEIGHT = 900
"""The height in pixels of a frame whose own is not known yet. A script sets it right where scripts run."""


def fill(template: str, **values: str) -> str:
    """A template with its `{names}` filled in; unlike `str.format`, values may hold braces."""
    return re.sub(r"\{(\w+)\}", lambda name: values[name[1]], template)


def origin(site: str) -> str:
    """The origin of the site's address, as a policy names it: https://guide.example."""
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.netloc}"


def frame(site: str, language: str, region: str, category: str | None) -> str:
    """The address of the frame page for a region and a category, or for all questions."""
    return urljoin(site, f"embed/v1/frame/{language}/{region}/" + (f"{category}/" if category else ""))


def copy(language: str, region: str, category: str | None) -> str:
    """Where the fixed copy is, under the site's address."""
    return f"embed/v1/static/{language}/{region}/{category or 'all'}.html"


def script(site: str, name: str) -> str:
    """The line that loads a moving script of the embed."""
    return fill(SCRIPT, src=urljoin(site, f"embed/v1/{name}"), integrity="")


def ready(way: str, site: str, language: str, region: str, category: str | None, page: str, title: str) -> str:
    """The code of a way with its usual settings, without the words of `a` and `d`.

    Args:
        way: "a" (an empty line stands for the words), "b", "c" or "address".
        site: the site's address.
        language, region, category: what is shown; no category means every question.
        page: the address of the questions on the site, which `b` links to.
        title: what the frame or the link is called.
    """
    attributes = f' region="{region}"' + (f' category="{category}"' if category else "")
    return fill(
        TEMPLATES[way],
        attributes=attributes,
        words="",
        script=script(site, "resize.js" if way == "c" else "faq.js"),
        frame=frame(site, language, region, category),
        height=str(HEIGHT),
        page=page,
        title=str(escape(title)),
    )


def policies(site: str) -> dict[str, Any]:
    """By way, what the Content-Security-Policy of the clinic's page must allow beyond itself; "" is nothing."""
    here = origin(site)
    return {
        "a": f"script-src {here}; connect-src {here}",
        "b": f"script-src {here}; connect-src {here}",
        "c": f"frame-src {here}; script-src {here}",
        "address": f"frame-src {here}",
        "d": "",
        "zip": "script-src 'self'; connect-src 'self'",
    }
