"""The doorway mkdocs-macros calls: it registers the macros that `components.py` lists."""

from typing import Any


def define_env(env: Any) -> None:
    """Register every macro of the guide with mkdocs-macros."""
    from .components import MACROS

    for macro in MACROS:
        env.macro(macro)
