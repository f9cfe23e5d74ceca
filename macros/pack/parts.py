"""The list of parts (SBOM) in CycloneDX: the packages of the locks, and others' work in what is published."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from .model import Piece, Pieces

LOCKS = {"requirements-dev.txt": ComponentScope.EXCLUDED, "requirements.txt": ComponentScope.REQUIRED}
"""The lock of all that the checks need, and that of what builds a guide, which stands in both."""
PACKAGE = re.compile(r"^([\w.-]+)==([^\s;]+)(.*(?:\n .*)*)", re.M)


def text(root: Path, pieces: Pieces, product: dict[str, str], today: date) -> str:
    """The list of a project's parts as JSON: the same for the same locks, product and day."""
    parts = {part.name: part for lock, scope in LOCKS.items() for part in _locked(root / lock, scope)}
    others = map(_piece, pieces.pieces)
    bom = Bom(components=[*parts.values(), *others], serial_number=uuid5(NAMESPACE_URL, str(product)))
    bom.metadata.timestamp = datetime.combine(today, time(), UTC)
    bom.metadata.component = guide = Component(type=ComponentType.APPLICATION, bom_ref="guide", **product)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=~!\[; ]", line)[0] for line in project["dependencies"]}
    bom.register_dependency(guide, [part for name, part in parts.items() if name in asked])
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _locked(lock: Path, scope: ComponentScope) -> Iterator[Component]:
    """The packages of a lock, each with the hashes of the files that may be installed."""
    for name, version, rest in PACKAGE.findall(lock.read_text(encoding="utf-8")):
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=told) for told in re.findall(r"sha256:(\w+)", rest)]
        address = PackageURL("pypi", name=name, version=version)
        yield Component(
            name=name, version=version, scope=scope, hashes=hashes, purl=address, bom_ref=name, licenses=_licence(name)
        )


def _licence(name: str) -> list[License]:
    """The licence that an installed package states in SPDX's terms, if it does."""
    try:
        told = metadata(name).get("License-Expression")
    except PackageNotFoundError:
        return []
    return [LicenseFactory().make_from_string(told)] if told else []


def _piece(piece: Piece) -> Component:
    licence = LicenseFactory().make_from_string(piece.licence)
    return Component(
        name=piece.name, version=piece.version or None, description=piece.where, licenses=[licence], bom_ref=piece.name
    )
