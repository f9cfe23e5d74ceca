"""The Content-Security-Policy of a page: nothing from elsewhere, no inline script but those it names by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S)
DATA = re.compile(r"\btype=\"?application/(?:ld\+)?json\b")


def hashes(html: str) -> list[str]:
    """The hash of every inline script that runs, in the page's order and without repeats, as a policy writes it."""
    found = {}
    for script in SCRIPT.finditer(html):
        if "src=" not in script["attributes"] and not DATA.search(script["attributes"]):
            found[_hash(script["text"])] = None
    return list(found)


@lru_cache(maxsize=64)  # every page holds the same scripts
def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


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


def with_policy(html: str, scripts: Iterable[str]) -> str:
    """A page with its policy in its head, before anything that the policy is about; `scripts` are its hashes."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts, header=False)}">'
    return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{meta}', 1)
