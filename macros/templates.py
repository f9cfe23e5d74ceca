"""Jinja's templates, compiled once for many builds, which saves a fifth of the time of a small one; missing ones."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, TemplateNotFound
from jinja2.bccache import Bucket

from .faults import Fault
from .model import nearest


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
        return Fault("overrides", 0, "", f"a template asks for '{name}', which neither this folder nor the theme has")
    name = name.removeprefix(".icons/").removesuffix(".svg")
    known = (icon.relative_to(folder).with_suffix("").as_posix() for folder in icons for icon in folder.rglob("*.svg"))
    what = f"the theme has no icon '{name}'{nearest(name, known)}"
    for file in (root / "mkdocs.yml", *sorted((root / "docs").rglob("*.md"))):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if name in line:
                return Fault(file.relative_to(root).as_posix(), number, "", what)
    return Fault("mkdocs.yml", 0, "", what)
