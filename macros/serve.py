"""`mkdocs serve` that shows faults in the browser too: `python -m macros.serve`, which `mkdocs_run.serve` starts.

MkDocs ends when its first build fails; when a later one does, it lets every request wait. So its build here never
fails, and its server answers with the faults until they are mended.
"""

from __future__ import annotations

import html
import logging
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import mkdocs.commands.serve as mkdocs_serve
from mkdocs.__main__ import cli
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.exceptions import ConfigurationError
from mkdocs.livereload import LiveReloadServer

from .mkdocs_run import Short, settings_fault

ADDRESS = re.compile(r"^dev_addr: *[\"']?([\w.]+):(\d+)", re.M)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not built</title><style>body {{ font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 60rem;
padding: 0 1rem; color-scheme: light dark }} li {{ margin: 0.7rem 0; overflow-wrap: anywhere }}</style>
<body><h1>The guide cannot be built</h1><p>Mend what each line names. The page then comes back by itself.</p>
<ul>{}</ul></body></html>"""


class Told(logging.Handler):
    """What went wrong in the last build, in lines, as the terminal shows it.

    Attributes:
        lines: the faults; empty when the build went well.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(Short("%(message)s"))
        self.lines: list[str] = []
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(self.format(record))

    def run(self, work: Callable[..., None], *arguments: Any, **options: Any) -> bool:
        """Do some work; remember and print why it failed, if it did. Returns whether it went well."""
        self._said = []
        try:
            work(*arguments, **options)
        except KeyboardInterrupt:
            raise
        except (Exception, SystemExit) as error:
            self.lines = [*self._said, *self._words(error).splitlines()]
            return False
        self.lines = []
        return True

    def _words(self, error: BaseException) -> str:
        if isinstance(error, SystemExit):
            words = str(error)
        elif isinstance(error, ConfigurationError):
            words = str(settings_fault(error))
        else:
            traceback.print_exc()
            return traceback.format_exception_only(error)[-1]
        print(words, file=sys.stderr)
        return words


told = Told()


class Server(LiveReloadServer):
    """MkDocs' server, which answers with the faults while there are any."""

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        epoch = self._visible_epoch  # before the faults are read: a page that is late by one build looks again
        if not (lines := told.lines) or environ["PATH_INFO"].startswith("/livereload/"):
            return super().serve_request(environ, start_response)
        page = PAGE.format("".join(f"<li><code>{html.escape(line)}</code></li>" for line in lines))
        start_response("500 Internal Server Error", [("Content-Type", "text/html"), ("Cache-Control", "no-store")])
        return [self._inject_js_into_html(page.encode(), epoch)]


def main() -> None:
    """Serve until this process is ended, whatever is wrong."""
    logging.getLogger("mkdocs").addHandler(told)
    # What the server says of a request would count as a warning of the build, which then fails.
    logging.getLogger("mkdocs.livereload").addFilter(lambda record: record.levelno != logging.WARNING)
    mkdocs_serve.build = lambda config, **options: told.run(mkdocs_build, config, **options)  # type: ignore[assignment]
    mkdocs_serve.LiveReloadServer = Server
    if not told.run(cli.main, ["serve"], standalone_mode=False):
        # The settings cannot be used; when they change, a new process takes over.
        found = (
            ADDRESS.search(Path("mkdocs.yml").read_text("utf-8", "replace")) if Path("mkdocs.yml").exists() else None
        )
        host, port = found.groups() if found else ("127.0.0.1", "8000")
        with tempfile.TemporaryDirectory() as empty:
            server = Server(lambda: None, host, int(port), empty)
            try:
                server.serve()
            finally:
                server.shutdown()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
