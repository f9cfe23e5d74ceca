"""Jinja's templates, compiled once for many builds, which saves a fifth of the time of a small one; slips in them."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from mkdocs.exceptions import MkDocsException

from .data.text import nearest
from .faults import Fault


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder. One is used only for the source and the settings that it was made from.

    Args:
        folder: made when it is needed. Where nothing can be written, every build compiles its templates anew.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "%s.cache")

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The place of a template. Beside its source, the settings that change what is made of it decide."""
        settings: tuple[Any, ...] = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks)
        return super().get_bucket(environment, name, filename, f"{settings} {sorted(environment.extensions)} {source}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def missing(error: TemplateNotFound, root: Path) -> Fault:
    """A template or an icon that is not there, where it is asked for.

    Args:
        root: the project's folder: settings and pages name icons, and so far only they do.
    """
    import material

    icons = (Path(material.__file__).parent / "templates/.icons", root / "overrides/.icons")
    name = str(error.name)
    if not name.startswith(".icons/"):
        return Fault("overrides", f"a template asks for '{name}', which neither this folder nor the theme has")
    name = name.removeprefix(".icons/").removesuffix(".svg")
    known = (icon.relative_to(folder).with_suffix("").as_posix() for folder in icons for icon in folder.rglob("*.svg"))
    what = f"the theme has no icon '{name}'{nearest(name, known)}"
    for file in (root / "mkdocs.yml", *sorted((root / "docs").rglob("*.md"))):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if name in line:
                return Fault(file.relative_to(root).as_posix(), what, number)
    return Fault("mkdocs.yml", what)


def template_fault(error: BaseException) -> Fault | None:
    """What a template got wrong, where it stands in it; None for an error that is no template's."""
    if isinstance(error, TemplateNotFound):
        return missing(error, Path())
    file, line = "", 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or "", error.lineno
    elif not isinstance(error, MkDocsException | OSError | RecursionError):
        for frame, number in traceback.walk_tb(error.__traceback__):
            if "__jinja_exception__" in frame.f_globals:  # as Jinja marks a line of a template
                file, line = frame.f_code.co_filename, number
            elif not str(frame.f_globals.get("__name__")).startswith(("jinja2", "markupsafe")):
                file = ""  # what the template called broke
    if not Path(file).is_file():
        return None
    what = error.message if isinstance(error, TemplateError) else f"cannot be drawn: {error}"
    place = Path(file).absolute()
    with contextlib.suppress(ValueError):  # the theme's own
        place = place.relative_to(Path.cwd())
    name = f"{place.parent.name}/{place.name}" if place.is_absolute() else place.as_posix()
    return Fault(name, what or "cannot be drawn", line)
