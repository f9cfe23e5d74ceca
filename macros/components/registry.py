"""Finds the components: a folder is one.

A view is a function with the folder's name. What it takes after `on`, a page may say; what begins with `_`, only
templates. One that takes no `on` gives Markdown, which stands in the call's place within a sentence, and needs no
template.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

from ..data.text import nearest
from ..faults import Fault
from .call import token
from .contract import Inline

PACKAGE = Path(__file__).parent.parent
ROOMS = ("components", "embed/components")
"""The folders with the components' folders."""
PARTS = frozenset({"view.py", "template.html"})


@dataclass(frozen=True)
class Component:
    """A component, ready to be called.

    Attributes:
        view: makes what the template is given.
        macro: what a page calls: it returns the call as a token, or Markdown.
        inline: whether it stands within a sentence.
    """

    view: Callable[..., Any]
    macro: Callable[..., str]
    inline: bool


def shown(path: Path) -> str:
    """A file of the engine as an editor names it."""
    return f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"


def folders() -> Iterator[Path]:
    """The components' folders and those of the parts that they share, room by room."""
    for room in ROOMS:
        for folder in sorted((PACKAGE / room).iterdir()):
            # What Python keeps of a component that is gone makes no component.
            if folder.is_dir() and any(file.name != "__pycache__" for file in folder.iterdir()):
                yield folder


def files(pattern: str) -> list[Path]:
    """The files with such a name in all these folders."""
    return [file for folder in folders() for file in sorted(folder.glob(pattern))]


def find() -> tuple[dict[str, Component], list[Fault]]:
    """Every component by its name, and what is wrong with the folders."""
    found: dict[str, Component] = {}
    homes: dict[str, Path] = {}
    faults: list[Fault] = []
    for folder in folders():
        name = folder.name
        if name.startswith("_"):
            continue
        what = ""
        if name in found:
            what = f"the name is taken by {shown(homes[name])}"
        elif not re.fullmatch("[a-z][a-z0-9_]*", name):
            what = "a component's name has small letters, digits and underscores, and begins with a letter"
        elif not (folder / "view.py").is_file():
            what = f"has no view.py with the function '{name}': without it no page can call the component"
        if what:
            faults.append(Fault(shown(folder), what))
            continue
        homes[name] = folder
        module = import_module(".".join([PACKAGE.name, *folder.relative_to(PACKAGE).parts, "view"]))
        view = getattr(module, name, None)
        if not inspect.isfunction(view):
            made = [key for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
            near = next((f"; it has '{key}', whose name {shown(homes[key])} has" for key in made if key in found), "")
            what = f"has no function '{name}'{near or nearest(name, made)}"
            faults.append(Fault(shown(folder / "view.py"), what))
            continue
        direct = "on" not in inspect.signature(view).parameters
        if not direct and not (folder / "template.html").is_file():
            faults.append(Fault(shown(folder), "has no template.html: nothing would be drawn"))
            continue
        inline = direct or get_type_hints(view, include_extras=True).get("return") == Inline
        found[name] = Component(view, view if direct else _macro(name, view), inline)
    return found, faults


def _macro(name: str, view: Callable[..., Any]) -> Callable[..., str]:
    """What a page calls to have a view drawn: it takes what the view takes after `on`, and returns a token."""
    signature, hints = inspect.signature(view), get_type_hints(view, include_extras=True)
    public = [p for p in signature.parameters.values() if p.name != "on" and not p.name.startswith("_")]
    signature = signature.replace(parameters=public)

    def macro(*arguments: Any, **options: Any) -> str:
        said = signature.bind(*arguments, **options).arguments
        several = [value for value in said.values() if isinstance(value, tuple)]
        return token(name, *sum(several, ()), **{k: v for k, v in said.items() if not isinstance(v, tuple)})

    macro.__name__, macro.__doc__ = name, view.__doc__
    macro.__signature__ = signature  # type: ignore[attr-defined]
    macro.__annotations__ = {p.name: hints[p.name] for p in public} | {"return": str}
    return macro


COMPONENTS, FAULTS = find()
MACROS = tuple(component.macro for component in COMPONENTS.values())
INLINE = frozenset(name for name, component in COMPONENTS.items() if component.inline)
"""Macros that stand within a sentence. Every other one draws a block and needs a line of its own."""
