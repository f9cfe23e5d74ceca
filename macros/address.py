"""The address at which the website will be: it goes into every page's head, the sitemap, the embed and the handouts."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

EXAMPLE = "https://example.org/guide/"
HOST = re.compile(r"[^\W_][\w-]*(?:\.[^\W_][\w-]*)*\.?|[0-9a-f]*:[0-9a-f:.]+", re.I)
PATH = re.compile(r"[^\s<>\"\\^`{|}\x00-\x1f]*")
FILE = re.compile(r"/index\.html?/?$", re.I)
HERE = ("localhost", "127.0.0.1", "::1")
"""Hosts that nobody else can reach. `mkdocs serve` is at the second, whatever the site's address is."""


def address_fault(address: str) -> str:
    """What is wrong with a site's address, and the nearest right one; "" when nothing is.

    A slash at its end may be missing: MkDocs adds it.
    """
    try:
        parts = urlsplit(address.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:  # a port that is no number, or brackets that are not closed
        return _told(address, "is not an address", EXAMPLE)
    if not scheme or not HOST.fullmatch(host):
        return _told(address, "is not an address", _completed(address.strip()))
    what = ""
    if re.search(r"\s", address):
        what = "has a space in it"
    elif scheme not in ("http", "https"):
        what = f"begins with {scheme}:, which no browser opens as a website"
    elif "@" in parts.netloc:
        what = "holds a name or a password, which everybody would read"
    elif "?" in address or "#" in address:
        what = f"has a '{re.search('[?#]', address)[0]}' in it: pages are added to its end"
    elif FILE.search(parts.path):
        what = "is that of a page, not of the folder that it is in"
    elif not PATH.fullmatch(parts.path):
        what = "has a letter in it that no address has"
    if not what:
        return ""
    path = FILE.sub("/", re.sub(r"\s+(?=/*$)", "", parts.path))
    # What is written as %20 already stays so.
    path = quote(path.rstrip("/"), safe="/%~:@!$&'()*+,;=-._") + "/"
    scheme = scheme if scheme in ("http", "https") else "https"
    host = f"[{host}]" if ":" in host else host
    return _told(address, what, f"{scheme}://{host}{f':{port}' if port else ''}{path}")


def _completed(address: str) -> str:
    """What looks like an address but for its beginning, with that."""
    completed = f"https://{address.lstrip('/').rstrip('/')}/"
    return completed if "." in completed.split("/")[2] and not address_fault(completed) else EXAMPLE


def _told(address: str, what: str, right: str) -> str:
    return f"'{address}' {what}: write it as {right}"


def draft(site: str | None) -> bool:
    """Whether no address was set for the site: `site` is none, or one of this machine."""
    return not site or urlsplit(site).hostname in (None, *HERE)
