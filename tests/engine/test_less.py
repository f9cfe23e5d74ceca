"""A guide says only what it has: what it leaves out is missed by no page, no handout, no feed and no element's rules."""

from __future__ import annotations

import json

import yaml

from macros.data.given import defaults
from macros.data.library import load
from macros.data.text import PLACEHOLDERS
from tests.conftest import Project, pdf_text

BIKE = "docs/_data/bike.yml"
REASON = "A bicycle that stands can wait."
LESS = ("ask_first", "check", "glossary", "teach_back", "changes", "retired", "strings")


def bare(project: Project) -> dict:
    """Take out of the second topic all that a guide may do without, and its emergency."""
    data = yaml.safe_load(project.read(BIKE))
    for part in LESS:
        del data[part]
    data["review"] = {key: str(value) for key, value in data["review"].items() if value}
    data["topic"] |= {"emergency": "none", "emergency_reason": REASON}
    data["help_lines"] = {"uk": None}
    data["red_flags"] = [flag for flag in data["red_flags"] if flag["level"] != "emergency"]
    data["red_flags"][0].pop("worse")
    for source in data["sources"].values():
        source["seen"] = str(source["seen"])
    project.write(BIKE, json.dumps(data, indent=1))
    for call in ("{{ glossary() }}\n", "{{ changes() }}\n"):
        project.edit("docs/index.md", call, "")
    project.edit("docs/index.md", ' In an accident, call {{ help_line("emergency") }}.', "")
    project.edit("docs/index.md", "next_review: 2028-11-01\n", "next_review: 2028-11-01\nhandout: true\n")
    project.edit("docs/red-flags.md", '{{ red_flag("crash") }}\n', "")
    (project.folder / "docs/check.md").unlink()
    project.edit("mkdocs.yml", "  - Check before you ride: check.md\n", "")
    return data


def test_a_guide_needs_little_and_says_why_nothing_is_an_emergency(project: Project) -> None:
    bare(project)
    site = project.built()
    for page in ("index.html", "faq/index.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert REASON in text and "card--emergency" not in text
    lost = (site / "404.html").read_text(encoding="utf-8")
    assert "Read this first" not in lost and "card-sources" not in lost
    feed = json.loads((site / "embed/v1/faq.en.json").read_text(encoding="utf-8"))
    assert feed["notices"] == [["p", {}, REASON]]
    assert "emergency" not in feed["cards"] and feed["cards"]["urgent"]["lines"] and feed["retired"] == {}
    copies = list((site / "embed/v1").rglob("*.html"))
    assert copies and all(REASON in file.read_text(encoding="utf-8") for file in copies)
    paper = " ".join(pdf_text(site / "handouts/home-a4.pdf").split())
    assert REASON in paper and "Say it in your own words" not in paper and "A good answer says" not in paper


def test_a_region_takes_the_help_lines_that_a_guide_does_not_write_from_the_engine(project: Project) -> None:
    project.write(BIKE, project.read(BIKE).replace("  ie:\n    name: Ireland\n", "  ie:\n", 1))
    said = load(project.folder / BIKE, BIKE).guide.help_lines["ie"]
    assert said.name == "Ireland" and said.urgent.say == "a bicycle shop"


def test_each_number_of_the_engine_has_a_source_and_a_day(project: Project) -> None:
    data = bare(project)
    data["help_lines"] = dict.fromkeys(defaults("help_lines", "en"))
    project.write(BIKE, json.dumps(data, indent=1))
    for name, region in load(project.folder / BIKE, BIKE).guide.help_lines.items():
        for line in PLACEHOLDERS:
            assert not region[line].numbers or (region[line].source and region[line].seen), (name, line)


def test_an_empty_region_that_the_engine_does_not_know_is_a_fault(project: Project) -> None:
    line = project.edit(BIKE, "help_lines:\n", "help_lines:\n  fr:\n") + 1
    what = "help_lines.fr: is empty, and the engine has no help lines of that name: write them; it has "
    assert f"{BIKE}:{line}: {what}{', '.join(defaults('help_lines', 'en'))}\n" in project.build().stderr


def test_a_call_of_what_the_data_does_not_have_is_a_fault(project: Project) -> None:
    text = project.read(BIKE)
    at, end = text.index("glossary:\n"), text.index("teach_back:\n")
    project.write(BIKE, text[:at] + text[end:])
    line = project.read("docs/index.md").split("{{ glossary() }}")[0].count("\n") + 1
    assert (
        f"docs/index.md:{line}: glossary(): has nothing to draw: the data file has no 'glossary'\n"
        in project.build().stderr
    )
