"""The doorway mkdocs-macros calls: it registers the components' macros."""

from typing import Any


def define_env(env: Any) -> None:
    """Register every macro of the guide with mkdocs-macros."""
    from .components.registry import MACROS

    for macro in MACROS:
        env.macro(macro)
