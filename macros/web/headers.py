"""The headers that the site is served with: one list of rules, and two ways to say it.

`_headers` is for Netlify and Cloudflare Pages, `nginx` for a server of one's own. Hosts do not agree on what several
rules for one header mean (some join the values), so no header is named by two rules that can meet at one address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from jinja2 import Template

from .policy import frame_policy, policy

Rules = list[tuple[str, dict[str, str]]]
"""For which addresses ("/faq/", or "/embed/*" for all below), and each header's value."""

YEAR = 365 * 24 * 60 * 60
WORDS = "public, max-age=300, stale-while-revalidate=600, stale-if-error=604800"
"""What holds health words: a correction must be everywhere within a quarter of an hour."""
CODE = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
FRAME = "public, max-age=300"
FOREVER = f"public, max-age={YEAR}, immutable"

PREFIXES = {
    "/embed/v1/frame/": {
        "Cache-Control": FRAME,
        "Content-Security-Policy": frame_policy(header=True),
        "X-Robots-Tag": "noindex, indexifembedded",
    },
    "/embed/v1/oembed/": {"Cache-Control": FRAME},
    "/embed/v1/static/": {"Cache-Control": FRAME, "X-Robots-Tag": "noindex"},
}
VERSION = re.compile(r"/embed/\d+\.\d+\.\d+/")


def rules(files: Iterable[str], scripts: Iterable[str], drafts: Collection[str] = (), *, secure: bool) -> Rules:
    """Every rule, the embed's before the pages': Cloudflare Pages reads the first 100.

    Args:
        files: the paths of the built site's files, "faq/index.html".
        scripts: the hashes of the inline scripts of all pages together.
        drafts: the folders of languages that search engines must not find, "es".
        secure: whether the site's address begins with https. Then browsers are told to use nothing else.
    """
    everywhere = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        **({"Strict-Transport-Security": f"max-age={YEAR}"} if secure else {}),
    }
    page = {
        "Content-Security-Policy": policy(scripts, header=True),
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN",
    }
    addresses = sorted("/" + file.removesuffix("index.html") for file in files)
    embed = [address for address in addresses if address.startswith("/embed/")]
    versions = sorted({found[0] for address in embed if (found := VERSION.match(address))})
    found: Rules = [("/*", everywhere), *((f"/{draft}/*", {"X-Robots-Tag": "noindex"}) for draft in drafts)]
    if embed:
        everybody = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        found.append(("/embed/*", everybody))
        # Who builds drafts builds for a reviewer: then no frame is indexed where it is embedded either.
        unfound = {"X-Robots-Tag": "noindex"} if drafts else {}
        for prefix, headers in PREFIXES.items():
            found.append((f"{prefix}*", headers | (unfound if "X-Robots-Tag" in headers else {})))
        found += [(f"{version}*", {"Cache-Control": FOREVER}) for version in versions]
        found += [
            (address, {"Cache-Control": CODE if address.endswith((".js", ".css")) else WORDS})
            for address in embed
            if not address.startswith((*PREFIXES, *versions))
        ]
    found += [(a, page) for a in addresses if a not in embed and a.endswith(("/", ".html"))]
    return found


def of(found: Rules, address: str) -> list[tuple[str, str]]:
    """The headers that an address gets by some rules."""
    return [
        pair
        for pattern, headers in found
        if address == pattern or (pattern.endswith("*") and address.startswith(pattern[:-1]))
        for pair in headers.items()
    ]


def text(found: Rules) -> str:
    """Rules as a `_headers` file. Source: the documentation of Netlify and of Cloudflare Pages."""
    lines = []
    for address, headers in found:
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"


def read(headers: str) -> Rules:
    """The rules of a `_headers` file that `text` wrote."""
    found: Rules = []
    for line in headers.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
        else:
            found.append((line, {}))
    return found


def nginx(found: Rules) -> str:
    """Rules as a file for nginx, to be included in its `http` block (as those in /etc/nginx/conf.d are)."""
    _, everywhere = found[0]
    page = dict(found)["/"]
    source = Path(__file__).with_name("nginx.conf.jinja").read_text("utf-8")
    template = Template(source, trim_blocks=True, keep_trailing_newline=True)
    return template.render(
        code=CODE,
        everywhere=everywhere,
        forever=FOREVER,
        frame_policy=frame_policy(header=True),
        frame=FRAME,
        page_policy=page["Content-Security-Policy"],
        words=WORDS,
    )
