"""Browser scripts, joined and made small: those that stand in the page itself, and those published as a file.

A template asks for one that stands in the page with an empty `<script data-inline="web/early.js"></script>`; it may
name several. The last file declares `start(root)`, which is called with the element that the script stands in. What a
file declares is seen by the files after it and by nobody else: nothing becomes a global.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import minify

from ..faults import Fault, Faults

PLACE = re.compile(r'<script data-inline="([\w./ -]+)"></script>')
START = "start(document.currentScript.parentNode)"


@lru_cache(maxsize=64)  # for `serve`: from one build to the next hardly any script changes
def _small(kind: str, text: str) -> str:
    return minify.string(kind, text)


class Scripts:
    """The scripts of the engine.

    Args:
        folder: where their files are.
        name: the same as an editor names it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._made: dict[tuple[str, ...], str] = {}

    def put_in(self, html: str) -> str:
        """A page with its scripts in their places.

        Raises:
            Faults: for a script that is not there or is not JavaScript.
        """
        return PLACE.sub(lambda place: f"<script>{self.bundle(place[1].split(), START)}</script>", html)

    def bundle(self, names: Sequence[str], last: str = "", **constants: object) -> str:
        """Files made into one small script, classic or a module; with `import.meta` in it, a module only.

        Args:
            names: files, by their paths from `folder`, in the order in which they need each other. A
                style sheet becomes the constant `css`, its text.
            last: what runs after them.
            constants: what the files know by these names, as JSON has it.

        Raises:
            Faults: for a file that is not there or that cannot be read as what it is.
        """
        head = [f"const {name} = {json.dumps(value)};" for name, value in constants.items()]
        key = (*head, *names, last)
        if key not in self._made:
            text = "\n".join([*head, *map(self._part, names), last])
            # A module is strict and keeps its names by itself; in a block they are made short.
            whole = f"{{{text}}}" if "import.meta" in text else f'(()=>{{"use strict";{text}}})()'
            self._made[key] = _small("text/javascript", whole)
        return self._made[key]

    def _part(self, name: str) -> str:
        file, shown = self.folder / name, posixpath.normpath(f"{self.name}/{name}")
        try:
            text = file.read_text(encoding="utf-8")
            if name.endswith(".css"):
                return f"const css = {json.dumps(_small('text/css', text))};"
            _small("text/javascript", text)  # so that a fault has the file's own line
        except minify.MinifyError as error:
            what, _, line = str(error).splitlines()[0].partition(" on line ")
            raise Faults([Fault(shown, what, int(line.split()[0]) if line else 0)]) from None
        except UnicodeDecodeError:
            raise Faults([Fault(shown, "is not UTF-8")]) from None
        except OSError as error:
            raise Faults([Fault(shown, error.strerror or "cannot be read")]) from None
        return text
