"""The Content-Security-Policy of a page: nothing from elsewhere, no inline script but those it names by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S)
DATA = re.compile(r"\btype=\"?application/(?:ld\+)?json\b")


def hashes(html: str) -> list[str]:
    """The hash of every inline script that runs, in the page's order and without repeats, as a policy writes it."""
    found = {}
    for script in SCRIPT.finditer(html):
        if "src=" not in script["attributes"] and not DATA.search(script["attributes"]):
            digest = hashlib.sha256(script["text"].encode()).digest()
            found[f"'sha256-{base64.b64encode(digest).decode()}'"] = None
    return list(found)


def policy(scripts: Iterable[str], *, header: bool) -> str:
    """A policy that lets run the site's own scripts and those with the given hashes.

    Args:
        scripts: hashes, from `hashes`.
        header: as sent in a header; a <meta> element may not carry frame-ancestors.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *scripts],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if header:
        rules["frame-ancestors"] = ["'self'"]
    return _text(rules)


def frame_policy(*, header: bool) -> str:
    """The policy of a frame of the embed, which any page may show. `'self'` holds in a sandboxed frame too."""
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if header:
        rules["frame-ancestors"] = ["*"]
    return _text(rules)


def _text(rules: dict[str, list[str]]) -> str:
    return "; ".join(" ".join((name, *values)) for name, values in rules.items())


def with_policy(html: str) -> str:
    """A page with its policy in its head, before anything that the policy is about."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes(html), header=False)}">'
    return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{meta}', 1)
