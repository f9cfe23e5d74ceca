"""Browser scripts that stand in the page itself: a file of the theme's assets, made small, run where it stands.

A template asks for one with an empty `<script data-inline="faq.js"></script>`. The file declares `start(root)`, which
is called with the element that the script stands in. What it declares stays its own: nothing becomes a global.
"""

from __future__ import annotations

import re
from pathlib import Path

from .faults import Fault, Faults

PLACE = re.compile(r'<script data-inline="([\w.-]+)"></script>')
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)$", re.M | re.S)


class Scripts:
    """The scripts of a theme.

    Args:
        folder: where their files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, str] = {}

    def put_in(self, html: str) -> str:
        """A page with its scripts in their places.

        Raises:
            Faults: for a script that is not there.
        """
        return PLACE.sub(lambda place: f"<script>{self._script(place[1])}</script>", html)

    def _script(self, name: str) -> str:
        if name not in self._read:
            try:
                source = (self.folder / name).read_text(encoding="utf-8")
            except OSError as error:
                raise Faults([Fault(str(self.folder / name), 0, "", error.strerror or "cannot be read")]) from None
            self._read[name] = f'(()=>{{"use strict";\n{small(source)}\nstart(document.currentScript.parentNode)}})()'
        return self._read[name]


def small(source: str) -> str:
    """A script without its comments and indents, line for line otherwise, so that a fault in it can still be read.

    Only comments on lines of their own go. A string over several lines would lose its indents: there are none.
    """
    lines = (line.strip() for line in COMMENT.sub("", source).splitlines())
    return "\n".join(line for line in lines if line)
