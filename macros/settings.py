"""What a build is asked for, before it reads anything: mkdocs.yml, the environment, and what a command adds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from . import address
from .components.registry import FAULTS
from .faults import Fault, Faults
from .handouts.order import Request
from .languages import Folder, named

LUNR = "lunr"
"""What reads the search's index in the browser. MaterialX has another one too, which would make an index of its own."""


@dataclass(frozen=True)
class Settings:
    """The settings of one build.

    Attributes:
        config: MkDocs' configuration.
        root: the project's folder.
        data: the data file, as an editor names it.
        region: the region that is asked for; "" for the guide's own.
        today: the day of the build.
        request: what the handouts are asked for.
        served: whether MkDocs itself shows the pages, to somebody who writes them.
        languages: those that are published together, the guide's own first.
        translation: the language of this build, if it is not the guide's own; `english` is what it is a translation of.
    """

    config: MkDocsConfig
    root: Path
    data: str
    region: str
    today: date
    request: Request
    served: bool
    languages: tuple[Folder, ...] = ()
    translation: Folder | None = None
    english: Any = None

    @classmethod
    def of(cls, config: MkDocsConfig, *, served: bool) -> Settings:
        """The settings in MkDocs' configuration; what a command asks for is `request` in its `extra`.

        Raises:
            Faults: for settings that cannot be used.
        """
        if faults := [*FAULTS, *_faults(config)]:
            raise Faults(faults)
        extra = config.extra
        root, request = Path(config.config_file_path).parent, extra.get("request") or Request()
        chosen: Folder | None = extra.get("translation")
        return cls(
            config=config,
            root=root,
            data=chosen.data if chosen else extra["data"],
            region=str(extra.get("region") or ""),
            today=build_day(),
            request=request,
            served=served,
            languages=extra.get("languages") or (Folder.own(config),),
            translation=chosen,
            english=extra.get("english"),
        )

    @property
    def language(self) -> str:
        return named(self.config)[1]

    @property
    def site(self) -> str:
        """The site's address, with a slash at its end."""
        return self.config.site_url or "/"

    @property
    def root_site(self) -> str:
        """The address of the whole site, with all its languages."""
        return self.site.removesuffix(f"{self.translation.code}/") if self.translation else self.site

    @property
    def searched(self) -> bool:
        """Whether the site has a search."""
        return any(plugin.config.get("enabled", True) for plugin in _searches(self.config))

    @property
    def templates(self) -> set[str]:
        """The theme's templates, of which a page may name one."""
        folders = map(Path, self.config.theme.dirs)
        return {path.relative_to(folder).as_posix() for folder in folders for path in folder.glob("*.html")}

    def shown(self, path: str) -> str:
        """A file as an editor names it: from the project's root."""
        return Path(path).relative_to(self.root).as_posix() if Path(path).is_relative_to(self.root) else path


def _faults(config: MkDocsConfig) -> list[Fault]:
    faults = []
    given = os.environ.get("SITE_URL")
    if what := address.address_fault(given or config.site_url or address.EXAMPLE):
        faults.append(Fault("SITE_URL", what) if given else Fault("mkdocs.yml", what, where="site_url"))
    if not isinstance(config.extra.get("data"), str):
        faults.append(Fault("mkdocs.yml", "'data' is missing: the path of the data file", where="extra"))
    contact = str(config.extra.get("contact") or "")
    if contact and not contact.startswith(("mailto:", "https://", "http://")):
        near = f": write '{'mailto:' if '@' in contact else 'https://'}{contact}'"
        faults.append(Fault("mkdocs.yml", f"'{contact}' leads nowhere{near}", where="extra.contact"))
    macros = config.plugins.get("macros")
    if not macros or macros.config["module_name"] != "macros":
        faults.append(Fault("mkdocs.yml", 'has to be "macros"', where="plugins.macros.module_name"))
    if any(plugin.config.get("provider", LUNR) != LUNR for plugin in _searches(config)):
        faults.append(Fault("mkdocs.yml", f'has to be "{LUNR}"', where="plugins.search.provider"))
    return faults


def _searches(config: MkDocsConfig) -> list[Any]:
    """The theme's search plugin, by whatever name of a theme; none where mkdocs.yml leaves it out."""
    return [plugin for name, plugin in config.plugins.items() if name.endswith("/search")]


def build_day() -> date:
    """The day of the build in UTC: SOURCE_DATE_EPOCH (seconds since 1970), else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()
    except (ValueError, OverflowError, OSError):
        raise Faults([Fault("SOURCE_DATE_EPOCH", f"'{epoch}' is not a number of seconds since 1970")]) from None
