"""One stylesheet for all pages, made of the theme's and ours, without the rules that no page can use.

A rule goes when it needs a class, an id, a custom property, an element or an attribute that nothing names: no page and
no script of ours. What is kept stays in its order, so a page looks the same, as tests/guide/test_light.py proves. What
only the theme's own scripts draw needs more rules: a second stylesheet holds those as well, and takes the place of the
first when they run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from ..faults import Fault, Faults

JOINED = "assets/pages.css"
WHOLE = "assets/whole.css"
PAPER = "assets/paper.css"
"""What holds on paper whatever a component says: components come before it."""
THEME_SCRIPTS = "assets/javascripts"
LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)(assets/[^"]+\.css)">\n?')
NAMED = re.compile(r'(?:class|id)="([^"]*)"')
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
WORD = re.compile(r"[\w-]+")
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)|(--[\w-]+)\s*:")
"""A class, an id or the definition of a custom property, and now and then something else, which does no harm."""
USED = re.compile(r"var\(\s*(--[\w-]+)")
TAG = re.compile(r"<([a-z][\w-]*)((?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(r"""\s([\w-]+)(?:="([^"]*)")?""")
RULE = re.compile(r"""((?:[^{};"]|"[^"]*")+)\{((?:[^{}"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\}""")
"""A rule with nothing but declarations in it: its selectors, its declarations."""
WITHIN = re.compile(r":[\w-]+\([^()]*\)")
"""What stands in brackets after :not, :is and the like, which may also say what must not be there."""
NEEDS = re.compile(r"""\[([\w-]+)(?:(=)"?([^"\]]*)"?)?[^\]]*\]|(?:^|[\s>+~])([a-z][\w-]*)""")
"""An attribute, perhaps with its whole value, or an element."""
BY_BROWSER = {"open", "from", "to"}
"""An attribute that a browser sets by itself, and the steps of @keyframes, which look like elements."""


class Styles:
    """The stylesheets of a build.

    Args:
        folder: where those that are ours are, as an editor names it.
        components: those of the components, by their names for an editor.
        kept: a file that keeps what was written, with what it was made from, for the next build. Where nothing can be
            written, every build makes it anew.
    """

    def __init__(self, folder: str, components: Mapping[str, Path], kept: Path) -> None:
        self.folder, self.components, self.kept = folder, components, kept
        self._sheets: list[str] = []
        self._linked: set[str] = set()
        self._names: set[str] = set()
        self._marks: set[str] = {*BY_BROWSER}

    def join(self, html: str) -> str:
        """A page, whose names are noted, with one link in the place of those to stylesheets; data-whole on it names the
        second. Others than the first page links to stay linked, after it.
        """
        self._names.update(WORD.findall(" ".join(set(NAMED.findall(html)))), *map(_words, SCRIPT.findall(html)))
        for element, attributes in set(TAG.findall(html)):
            self._marks.add(element)
            for name, value in ATTRIBUTE.findall(attributes):
                self._marks.update((name, f"{name}={value}"))
        links = list(LINK.finditer(html))
        self._sheets = self._sheets or [link[2] for link in links]
        links = [link for link in links if link[2] in self._sheets]
        if not links or [link[2] for link in links] != self._sheets:
            self._linked.update(link[2] for link in links)
            return html
        between = []
        end = 0
        for link in links:
            between.append(html[end : link.start()].rstrip(" \t"))
            end = link.end()
        to = links[0][1]
        between.insert(1, f'<link rel="stylesheet" href="{to}{JOINED}" data-whole="{to}{WHOLE}">\n')
        return "".join(between) + html[end:]

    def write(self, site: Path) -> None:
        """Write the two stylesheets into a built site, in the place of those that they are made of.

        Raises:
            Faults: for a stylesheet that cannot be read.
        """
        if not self._sheets:
            return
        files = sorted(file for kind in ("*.css", "*.js") for file in site.rglob(kind))
        texts = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in files}
        code = Path(__file__).read_text(encoding="utf-8"), version("lightningcss")
        own = {name: file.read_text(encoding="utf-8") for name, file in self.components.items()}
        source = repr((code, self.folder, self._sheets, sorted(self._names), sorted(self._marks), texts, own)).encode()
        digest = hashlib.sha256(source).hexdigest()
        made = self._made_before(digest)
        if not made:
            made = self._made(texts, own)
            with contextlib.suppress(OSError):
                self.kept.parent.mkdir(exist_ok=True)
                self.kept.write_text(json.dumps([digest, made]), encoding="utf-8")
        for file, css in made.items():
            (site / file).write_text(css, encoding="utf-8")
        for sheet in {*self._sheets} - self._linked:
            (site / sheet).unlink()

    def _made_before(self, digest: str) -> dict[str, str] | None:
        """What the last build made, if it had the same source."""
        with contextlib.suppress(OSError, ValueError, TypeError):  # not there, or written by half
            earlier, made = json.loads(self.kept.read_text(encoding="utf-8"))
            return made if earlier == digest else None
        return None

    def _made(self, texts: dict[str, str], own: dict[str, str]) -> dict[str, str]:
        """The two stylesheets, from the texts of all stylesheets and scripts of a site by their paths in it.

        Args:
            own: the texts of the components' stylesheets.
        """
        parts: dict[str, str] = {}
        for sheet in self._sheets:
            parts |= own if sheet == PAPER else {}
            parts[f"{self.folder}/{sheet}"] = texts[sheet]
        css = "\n".join(small(name, text) for name, text in parts.items())
        theirs, ours = set(), set(self._names)
        for path, text in texts.items():
            if path.endswith(".js"):
                (theirs if path.startswith(f"{THEME_SCRIPTS}/") else ours).update(_words(text))
            elif path not in self._sheets:  # one that stays by itself may use what these define
                ours.update(USED.findall(text))
        made = {}
        for file, names in ((WHOLE, ours | theirs), (JOINED, ours)):
            css = _matching(css, self._marks, frozenset(_folded(name) for name in names))
            while (less := small(file, css, frozenset(_defined(css) - names))) != css:
                css = less  # and again: a rule that went may have been the last to use a property
            made[file] = css
        return made


@lru_cache(maxsize=64)
def _words(script: str) -> frozenset[str]:
    """Whatever could be a name in a script."""
    return frozenset(WORD.findall(script))


def _defined(css: str) -> set[str]:
    """The classes, ids and custom properties of a stylesheet, but for properties that it uses itself."""
    return {name or variable for name, variable in NAME.findall(css)} - set(USED.findall(css))


def _folded(name: str) -> str:
    """An attribute's name as a script may write it: data-md-state, dataset.mdState; aria-label, ariaLabel."""
    return name.removeprefix("data-").replace("-", "").lower()


def _matching(css: str, marks: set[str], names: frozenset[str]) -> str:
    """A stylesheet without the selectors that match nothing.

    Args:
        css: as `small` writes it.
        marks: the elements and attributes of all pages, each attribute also with each of its values: `dir=ltr`.
        names: whatever could be a name in a script, folded. An attribute that one names may have any value that one
            names, and any number.
    """

    def matches(selector: str) -> bool:
        while (outside := WITHIN.sub("", selector)) != selector:
            selector = outside
        for attribute, equals, value, element in NEEDS.findall(selector):
            name = attribute or element
            if (f"{name}={value}" if equals else name) in marks:
                continue
            if _folded(name) not in names or (value and not value.isdigit() and _folded(value) not in names):
                return False
        return True

    def rule(found: re.Match[str]) -> str:
        selectors = found[1]
        if selectors.startswith("@") or any(sign in WITHIN.sub("", selectors) for sign in '("'):
            return found[0]
        kept = [selector for selector in _apart(selectors) if matches(selector)]
        return f"{','.join(kept)}{{{found[2]}}}" if kept else ""

    return RULE.sub(rule, css)


def _apart(selectors: str) -> list[str]:
    """The selectors of a list; a comma in brackets parts none."""
    return re.findall(r"(?:[^,()]|\([^()]*\))+", selectors)


@lru_cache(maxsize=32)  # for `serve`: from one build to the next hardly any stylesheet or name changes
def small(name: str, css: str, unused: frozenset[str] | None = None) -> str:
    """A stylesheet as short as it can be written, without the rules that need an unused name.

    Raises:
        Faults: when it is not CSS; `name` says where.
    """
    import lightningcss  # it takes a while to load, and most builds have every stylesheet already

    try:
        return lightningcss.process_stylesheet(css, filename=name, unused_symbols=set(unused) if unused else None)
    except ValueError as error:
        what, _, line = str(error).removeprefix("Parsing stylesheet failed: ").partition(f" at {name}:")
        raise Faults([Fault(name, f"is not CSS: {what}", int(line.split(":")[0] or -1) + 1)]) from None
