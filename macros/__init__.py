"""The doorway mkdocs-macros calls: it registers the components' macros."""

from typing import Any


def define_env(env: Any) -> None:
    """Register every macro of the guide with mkdocs-macros, and set how it reads a page, which is no fork's choice.

    A call is checked before the plugin sees it, see `pages/calls.py`; what slips through must stop the build.
    """
    from .components.registry import MACROS
    from .pages.calls import COMMENT_END, COMMENT_START

    env.config.update(
        on_error_fail=True,
        on_undefined="strict",
        j2_comment_start_string=COMMENT_START,
        j2_comment_end_string=COMMENT_END,
    )
    for macro in MACROS:
        env.macro(macro)
