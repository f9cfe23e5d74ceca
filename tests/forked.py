"""Runs our commands for tests as programs of their own, without what a program spends on imports.

Most of the time of a small build goes into importing what it needs. Here one server for each process of tests imports
that once, and forks for every command. The fork becomes the program: its own folder, environment, arguments, output and
exit code, and nothing that an earlier command left, since the server itself runs none. What differs from `python -m …`:
all forks of one server share the seed of their hashes, and their tracebacks begin in this file.

`python -m tests.forked` is the server; `run` starts it and asks it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import resource
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = (
    *("mkdocs.commands.build", "mkdocs_macros.plugin", "mkdocs.contrib.search", "material.plugins.search.plugin"),
    *("markdown.extensions.admonition", "markdown.extensions.md_in_html"),
    *("markdown.extensions.tables", "pymdownx.superfences", "pymdownx.quotes", "dateutil.parser", "hjson", "argparse"),
    *("pygments.formatters.html", "pygments.lexers", "babel.dates", "encodings.idna", "encodings.utf_8_sig"),
)
"""What a build imports on its way, beside what our modules import. One that is not listed costs time and no more."""

LONGEST = 1 << 20
"""Bytes of an order."""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    limits: Sequence[tuple[int, int]] = (),
    seconds: float = 300,
) -> subprocess.CompletedProcess[str]:
    """Run a program in a fork of the server.

    Args:
        command: what follows `python`: `-m` and a module, or `-c` and a program; then the program's arguments.
        folder: where it runs.
        environment: all that it gets. What Python reads when it starts (`PYTHON…`) comes too late.
        limits: pairs of a `resource.RLIMIT_…` and what it may use.
        seconds: how long it may take.

    Raises:
        subprocess.TimeoutExpired: it took longer, and was killed.
    """
    server = _server(os.getpid())
    with tempfile.TemporaryDirectory() as place:
        files = [f"{place}/{name}" for name in ("out", "err")]
        server.send(json.dumps([command, str(folder), dict(environment), limits, files]).encode())
        child = int(server.recv(LONGEST))
        server.settimeout(seconds)
        try:
            code = int(server.recv(LONGEST))
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            server.settimeout(None)
            server.recv(LONGEST)
            raise subprocess.TimeoutExpired(list(command), seconds) from None
        server.settimeout(None)
        out, err = (Path(file).read_text(encoding="utf-8", errors="replace") for file in files)
    return subprocess.CompletedProcess([sys.executable, *command], code, out, err)


@cache
def _server(asker: int) -> socket.socket:
    """The way to a server for this process; it ends with the process, when the other end is closed."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "tests.forked", str(its.fileno())]
    subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, pass_fds=[its.fileno()])
    its.close()
    return ours


def serve(way: socket.socket) -> None:
    """Import, then fork for each order. Returns when nobody is left who could send one."""
    import macros

    ours = (module.name for module in pkgutil.walk_packages(macros.__path__, "macros."))
    for name in (*LIBRARIES, *ours):
        if not name.endswith(".__main__"):
            # The command will say itself what is wrong.
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    complete(BaseModel)
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while order := way.recv(LONGEST):
        if not (child := os.fork()):
            way.close()
            return become(*json.loads(order))
        way.send(str(child).encode())
        way.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def complete(model: type[BaseModel]) -> None:
    """Do for all models of ours what pydantic puts off until one is first used."""
    for part in model.__subclasses__():
        if part.__module__.startswith("macros."):
            part.model_rebuild(raise_errors=False)
        complete(part)


def become(
    command: list[str], folder: str, environment: dict[str, str], limits: list[tuple[int, int]], files: list[str]
) -> None:
    """Be the program, in this process: its end is that of the process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    for kind, most in limits:
        resource.setrlimit(kind, (most, most))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    how, what, *arguments = command
    sys.path[0], sys.argv = folder, [how, *arguments]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        program: dict[str, Any] = {"__name__": "__main__"}
        exec(compile(what, "<string>", "exec"), program)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
