"""The list of parts (SBOM) in CycloneDX: the packages of the locks, and others' work in what is published."""

from __future__ import annotations

import json
import re
import tomllib
from base64 import b64decode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import AttachedText, HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from .model import Piece, Pieces

BUILDS, CHECKS = "Builds the guide; is not published.", "Checks the guide; is not published."
LOCKS = {"requirements-dev.txt": CHECKS, "requirements.txt": BUILDS}
"""The lock of all that the checks need, and that of what builds a guide, which stands in both."""
NPM_LOCKS = ("tests/package-lock.json", "tests/trial/package-lock.json")
PACKAGE = re.compile(r"^([\w.-]+)==([^\s;]+)(.*(?:\n .*)*)", re.M)
LICENCE = LicenseFactory().make_from_string


def text(root: Path, pieces: Pieces, product: dict[str, str], today: date) -> str:
    """The list of a project's parts as JSON: the same for the same locks, product and day."""
    python = {part.name: part for lock, use in LOCKS.items() for part in _locked(root / lock, use)}
    npm = {part.purl: part for lock in NPM_LOCKS for part in _locked_npm(root / lock)}
    others = map(_piece, pieces.pieces)
    bom = Bom(components=[*python.values(), *npm.values(), *others], serial_number=uuid5(NAMESPACE_URL, str(product)))
    bom.metadata.timestamp = datetime.combine(today, time(), UTC)
    bom.metadata.component = guide = Component(type=ComponentType.APPLICATION, bom_ref="guide", **product)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=~!\[; ]", line)[0] for line in project["dependencies"]}
    bom.register_dependency(guide, [part for name, part in python.items() if name in asked])
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _locked(lock: Path, use: str) -> Iterator[Component]:
    """The Python packages of a lock, each with the hashes of the files that may be installed."""
    for name, version, rest in PACKAGE.findall(lock.read_text(encoding="utf-8")):
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=told) for told in re.findall(r"sha256:(\w+)", rest)]
        yield _package(PackageURL("pypi", name=name, version=version), use, hashes, _licences(name))


def _locked_npm(lock: Path) -> Iterator[Component]:
    """The packages of a lock of npm's, all for the checks."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"] if lock.is_file() else {}
    for path, told in packages.items():
        scope, _, name = path.rpartition("node_modules/")[2].rpartition("/")
        if path:
            algorithm, _, digest = told["integrity"].partition("-")
            hashes = [HashType(alg=HashAlgorithm[f"SHA_{algorithm[3:]}"], content=b64decode(digest).hex())]
            address = PackageURL("npm", namespace=scope or None, name=name, version=told["version"])
            yield _package(address, CHECKS, hashes, [LICENCE(told["license"])] if "license" in told else [])


def _package(address: PackageURL, use: str, hashes: Iterable[HashType], licences: Iterable[License]) -> Component:
    return Component(
        name=address.name,
        group=address.namespace,
        version=address.version,
        description=use,
        scope=ComponentScope.REQUIRED if use == BUILDS else ComponentScope.EXCLUDED,
        hashes=hashes,
        licenses=licences,
        purl=address,
        bom_ref=str(address),
    )


def _licences(name: str) -> list[License]:
    """What an installed package states: in SPDX's terms, else in a word, by its classifiers or in full."""
    try:
        told = metadata(name)
    except PackageNotFoundError:  # it is for other machines
        return []
    words = told.get("License-Expression") or told.get("License") or "UNKNOWN"
    named = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    if "\n" not in words and words != "UNKNOWN":
        named = [words]
    if not named and words != "UNKNOWN":
        return [LicenseFactory().make_with_name("its own words", text=AttachedText(content=words))]
    return [LICENCE(one) for one in named]


def _piece(piece: Piece) -> Component:
    return Component(
        name=piece.name,
        version=piece.version or None,
        description=piece.where,
        licenses=[LICENCE(piece.licence)],
        bom_ref=piece.name,
    )
