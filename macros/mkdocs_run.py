"""MkDocs as functions: its settings, a whole build, its server, and its warnings in our words."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import get_files
from yaml import YAMLError

from .address import address_fault
from .data.yaml import yaml_fault
from .faults import Fault, Faults, short
from .languages import Folder, dress, find, join, named, published

if TYPE_CHECKING:
    from .build import Build
    from .checks import Checked
    from .handouts.order import Request

# Material prints a notice on every run; MkDocs imports it, and starts others that do, so this has to be said before.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

HOOKS = "macros/hooks.py"


def build(folder: Path, request: Request | None = None, **settings: Any) -> Build:
    """Run MkDocs into a folder: the guide, and each language that is published in a folder of its own there.

    Args:
        folder: where to.
        request: what the handouts are asked for, if it is more than usual.
        settings: take the place of those in mkdocs.yml.

    Returns:
        What the build in the guide's own language knows of the guide and its pages; `translations` has the others.

    Raises:
        faults.Faults: for faults of ours, and a mkdocs.yml that cannot be used.
        mkdocs.exceptions.Abort: for a warning of MkDocs' own; each has been logged on stderr.
    """
    with configured(site_dir=str(folder), **settings) as config:
        languages = (Folder.own(config), *published(find(Path(config.docs_dir), *named(config))))
        config.extra |= {"request": request, "languages": languages}
        first = _run(config)
    made = [first]
    for language in languages[1:]:
        with configured(site_dir=str(folder / language.code), **settings) as config:
            config.extra |= {"request": request, "languages": languages, "english": first.checked}
            dress(config, language)
            made.append(_run(config))
    if made[1:]:
        join(folder, [(each.edition, each.finish) for each in made])
    first.translations = tuple(made[1:])
    return first


def _run(config: MkDocsConfig) -> Build:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
    return config.extra["build"]


def read(language: Folder | None = None, english: Checked | None = None) -> Checked:
    """The words of a build, checked; raises as `build` does.

    Args:
        language: the translation that is read, and `english` what it is one of; else the guide's own words are.
    """
    from .checks import check

    with configured() as config:
        if language:
            config.extra["english"] = english
            dress(config, language)
        try:
            config = config.plugins.on_config(config)
            return check(config.extra["settings"], get_files(config))
        except Exception as error:
            config.plugins.on_build_error(error=error)
            raise


def translations(english: Checked) -> list[Folder]:
    """All translations of a guide, drafts too; raises as `languages.find` does."""
    settings = english.settings
    return find(Path(settings.config.docs_dir), settings.data, settings.language)


def serve() -> None:
    """Run `macros.serve` until Ctrl-C; start it again when code or settings change or when it could not start.

    MkDocs itself watches the words and the look; Python code and hooks that it has once imported it never reads again.
    """
    # Wherever it then is, Ctrl-C ends it: mostly in the watch, which raises this.
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            server = subprocess.Popen([sys.executable, "-m", "macros.serve"])
            try:
                _wait_for_restart(server)
            finally:
                server.terminate()
                server.wait()


READ_ONCE = (".py", ".yml")
"""What of `macros/` a server reads only when it starts; its templates, styles and scripts it reads for each build."""


def _wait_for_restart(server: subprocess.Popen[bytes]) -> None:
    """Wait for an edit that a running `mkdocs serve` cannot follow."""
    from watchfiles import watch

    code, settings = Path("macros").resolve(), Path("mkdocs.yml").resolve()
    changed = False
    # Also without a change every half second: a server that could not start ends a moment after the edit that mends
    # it, and no other edit may follow.
    for changes in watch("docs", "overrides", "macros", "mkdocs.yml", rust_timeout=500, yield_on_timeout=True):
        paths = [Path(path) for _, path in changes if "__pycache__" not in path]
        changed = changed or bool(paths)
        stopped = server.poll() is not None
        if (stopped and changed) or any(
            p == settings or (p.suffix in READ_ONCE and p.is_relative_to(code)) for p in paths
        ):
            return


@contextlib.contextmanager
def configured(**settings: Any) -> Iterator[MkDocsConfig]:
    """MkDocs' configuration; in the block, each warning of MkDocs' own is a short line on stderr.

    Args:
        settings: take the place of those in mkdocs.yml.

    Raises:
        faults.Faults: for a SITE_URL or a mkdocs.yml that cannot be used, and for one without our hooks.
        mkdocs.exceptions.Abort: for settings that MkDocs refuses; each has been logged on stderr.
    """
    # Before MkDocs reads it: of an address that is none it would say that mkdocs.yml is wrong.
    if what := address_fault(os.environ.get("SITE_URL") or "http://localhost/"):
        raise Faults([Fault("SITE_URL", what)])
    handler = logging.StreamHandler()
    handler.setFormatter(Short("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        try:
            config = load_config("mkdocs.yml", strict=True, **settings)
        except ValueError as error:  # a date that is none, such as 0000-00-00
            raise Faults([Fault("mkdocs.yml", f"holds a value that cannot be read: {error}")]) from None
        if HOOKS not in config.hooks:
            what = f"'{HOOKS}' is missing: without it nothing of the guide is drawn"
            raise Faults([Fault("mkdocs.yml", what, where="hooks")])
        yield config
    except ConfigurationError as error:
        raise Faults([settings_fault(error)]) from None
    finally:
        logger.removeHandler(handler)


def settings_fault(error: ConfigurationError) -> Fault:
    """A slip in the settings. MkDocs tells it in six lines, and its place with the path of the machine."""
    if isinstance(slip := error.__context__, YAMLError):
        return yaml_fault(slip, "mkdocs.yml", Path("mkdocs.yml").read_text(encoding="utf-8", errors="replace"))
    return Fault("mkdocs.yml", " ".join(relative_paths(str(error)).split()))


def relative_paths(text: str) -> str:
    """A text with paths as an editor names them: from the project's root."""
    return text.replace(f"{Path.cwd()}{os.sep}", "")


class Short(logging.Formatter):
    """Each line of what MkDocs says, as `faults.short` makes it."""

    def format(self, record: logging.LogRecord) -> str:
        text = relative_paths(super().format(record))
        if setting := re.match(r"Config value '(.+?)': (.*)", text):
            # What follows the first line is a traceback.
            from .pages.structure import line_of

            text = Path("mkdocs.yml").read_text(encoding="utf-8", errors="replace")
            return str(Fault("mkdocs.yml", short(setting[2]), line_of(text, setting[1]), where=short(setting[1])))
        return "\n".join(map(short, text.split("\n")))
