"""This guide's own papers hold together, and say no more than they may."""

from __future__ import annotations

import csv
import filecmp
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import page as page_validation
import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from jsonschema import Draft7Validator
from lxml import html

from macros.data.library import load
from macros.pack.write import Pack
from tests.conftest import REVIEW, ROOT, data_of, pdf_text


def write(folder: Path) -> Path:
    data = data_of(ROOT)
    day = REVIEW.last_reviewed + timedelta(days=1)
    Pack(ROOT, load(ROOT / data, data), data, day, "not given").write(folder)
    return folder


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pack"))


def test_the_same_commit_and_day_give_the_same_bytes(papers: Path, tmp_path: Path) -> None:
    write(tmp_path)
    names = sorted(path.name for path in papers.iterdir())
    assert filecmp.cmpfiles(papers, tmp_path, names, shallow=False)[0] == names


def test_the_accessibility_report_is_valid_openacr_with_every_row_that_concerns_it(papers: Path) -> None:
    report = yaml.safe_load((papers / "openacr.yaml").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "tests/openacr/openacr-0.1.0.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(report)] == []
    rows = {name: part["criteria"] for name, part in report["chapters"].items()}
    assert (len(rows["success_criteria_level_a"]), len(rows["success_criteria_level_aa"])) == (32, 24)
    beyond = ("generic_requirements", "non-web-documents", "documentation_and_support_services")
    assert [len(rows[f"en_301_549_{part}"]) for part in beyond] == [33, 2, 5]


def test_every_paper_says_that_no_clinician_and_nobody_outside_has_checked_it(papers: Path) -> None:
    for paper in (*papers.glob("*.md"), papers / "openacr.yaml"):
        said = " ".join(paper.read_text(encoding="utf-8").split())
        assert "Nobody outside has checked" in said, paper.name
        assert bool(REVIEW.clinical_reviewer) != ("Not yet reviewed by a clinician" in said), paper.name


def test_each_hazard_has_a_control_that_a_test_holds_and_an_empty_line_to_sign(papers: Path) -> None:
    rows = list(csv.DictReader((papers / "hazards.csv").read_text(encoding="utf-8").splitlines()))
    assert len({row["id"] for row in rows}) >= 15
    for row in rows:
        assert "tests/" in row["tests"] and row["left"], row["id"]
        assert (row["severity"], row["likelihood"], row["risk"]) == ("", "", ""), "nobody has rated it"
    log = (papers / "hazards.md").read_text(encoding="utf-8")
    assert "| Signature and date | |" in log
    assert all(row["hazard"] in log for row in rows)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_each_page_is_a_tagged_pdf_too(papers: Path, profile: str) -> None:
    pages = sorted(papers.glob("*.html"))
    assert len(pages) == 6
    for page in pages:
        found = page_validation.validate_pdf(str(page.with_suffix(".pdf")), profile=profile)
        # It takes a stream whose last byte is a carriage return for one byte too short.
        assert {failure.rule_id for failure in found.failures} <= {"PDFA2A-STREAM-LENGTH-001"}, page.stem
        (words,) = html.parse(str(page), html.HTMLParser(encoding="utf-8")).iter("main")
        letters, printed = (
            Counter("".join(text.replace("-", "").split()))
            for text in (words.text_content(), pdf_text(page.with_suffix(".pdf")))
        )
        assert letters <= printed, page.stem


def test_links_between_the_papers_lead_somewhere(papers: Path) -> None:
    links = re.findall(r'href="([^"]+)"', (papers / "README.html").read_text(encoding="utf-8"))
    assert len(links) >= 7
    assert [link for link in links if not (papers / link).is_file()] == []


def test_the_list_of_parts_is_valid_cyclonedx_and_names_every_package_of_the_lock(papers: Path) -> None:
    text = (papers / "parts.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    locked = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert len(locked) > 30
    for name, version in locked:
        part = parts[name]
        assert (part["version"], part["scope"]) == (version, "required")
        assert part["hashes"], name
    assert parts["pytest"]["scope"] == parts["axe-core"]["scope"] == "excluded"
    assert [name for name, part in parts.items() if not part.get("licenses")] == []
    fonts = {file.name.partition("-")[0] for file in (ROOT / "macros/handouts/fonts").glob("*.ttf")}
    assert fonts <= {name.replace(" ", "") for name in parts}
