"""Which MkDocs event calls what. Thin, and each hook imports what it calls: MkDocs reads this file only once."""

from __future__ import annotations

import logging
import sys
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# Its notices about itself are no news to an editor.
logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)


def not_a_repeat(record: logging.LogRecord) -> bool:
    """Whether MkDocs has to say this: of a fault that stops it, it also says which page it was at."""
    from macros.faults import Faults
    from macros.templates import template_fault

    error = sys.exc_info()[1]
    return not (error and record.levelno >= logging.ERROR and (isinstance(error, Faults) or template_fault(error)))


logging.getLogger("mkdocs.commands.build").addFilter(not_a_repeat)

served = False
"""Whether this process is `serve`. MkDocs says so only once, and makes its configuration anew for each build."""


def on_startup(command: str, dirty: bool) -> None:
    global served
    served = command == "serve"


@event_priority(-100)  # after mkdocs-macros, which makes this project's folder importable
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    from macros.settings import Settings

    config.extra["settings"] = Settings.of(config, served=served)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    from macros.build import begin

    config.extra["build"] = begin(config.extra["settings"], files)
    return files


@event_priority(100)  # before mkdocs-macros
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return config.extra["build"].on_page_markdown(page)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    return config.extra["build"].on_env(env, files)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    return config.extra["build"].on_post_page(output_content) if template_name.endswith(".html") else output_content


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return config.extra["build"].on_post_page(output)


@event_priority(-50)  # after the search plugin, whose index ours takes the place of
def on_post_build(config: MkDocsConfig) -> None:
    config.extra["build"].on_post_build()


def on_build_error(error: Exception) -> None:
    from macros.faults import Faults
    from macros.templates import template_fault

    if fault := template_fault(error):
        raise Faults([fault]) from None
