"""A guide in another language: nothing stale warns in its place, no draft goes out, and no red flag is lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from mkdocs.structure.files import File

from macros.checks import Checked
from macros.data import given, words
from macros.data.stamp import group_stamps, outdated
from macros.data.translation import differences, translate, units
from macros.data.yaml import parse
from macros.faults import Faults
from macros.languages import Folder, choices, find, published
from macros.pages.page import Page, read
from macros.pages.translated import check, since, stamp_of, strays
from macros.stamps import in_data, on_page
from macros.web.release import from_folder
from tests import pseudo
from tests.conftest import SECOND_TOPIC, Project, epoch

SIZES = ("a4", "a4-large", "letter", "letter-large")
TODAY = date(2026, 11, 25)
DAY = datetime.fromtimestamp(int(epoch(SECOND_TOPIC)), UTC).date()
"""The day of the builds."""
REVIEW = {"name": "T. Translator", "role": "translator", "date": DAY.isoformat()}
DRAFT = "Dràftñ tràñšlàtïöññö"
"""How a page of the test language says that nobody has checked it."""

ENGLISH = """\
topic:
  title: Bikes
  summary: A ride.
  readers: riders
  reviewer: a mechanic
  care:
    stop: {label: Stop, advice: Do not ride.}
groups: {all: All of it}
categories: {main: Main}
red_flags:
  - {id: brakes, level: emergency, group: all, name: Brakes, sign: "the 2 brakes fail, call {emergency}", do: "[Walk](/walk.md).", search: [stop]}
  - {id: tyre, level: urgent, group: all, name: Tyre, sign: it is flat, signs: [one, two], do: Pump it.}
faq:
  - {id: oil, category: main, question: Oil?, answer: "Every 3 weeks.", search: [grease]}
never: [{words: ride on, why: no}]
"""
SPANISH = """\
translation_review: null
topic:
  title: Bicis
  summary: Un paseo.
  readers: ciclistas
  reviewer: un mecánico
  care:
    stop: {label: Alto, advice: No monte.}
groups: {all: Todo}
categories: {main: Principal}
red_flags:
  - {id: brakes, name: Frenos, sign: "los 2 frenos fallan, llame: {emergency}", do: "[Camine](/walk.md).", search: [parar]}
  - {id: tyre, name: Rueda, sign: está plana, signs: [una, dos], do: Hínchela.}
faq:
  - {id: oil, question: ¿Aceite?, answer: Cada 3 semanas.}
never: [{words: siga, why: no}]
"""


def of(english: str = ENGLISH, own: str = SPANISH, *, first: str = ENGLISH, checked: date | None = None):
    """The Spanish in the place of the English, as far as it holds: made from another English, `first`, if that is given."""
    raw, lines, _ = parse(in_data(own, parse(first, "")[0], TODAY), "es")
    return translate(parse(english, "")[0], raw, lines, "es", TODAY, checked)


def told(own: str) -> list[str]:
    return [str(fault) for fault in of(own=own).faults]


# The gate ------------------------------------------------------------------------------------------------------------


def test_facts_stay_english_and_words_are_translated() -> None:
    flag = of().raw["red_flags"][0]
    assert (flag["level"], flag["group"], flag["name"], flag["search"]) == ("emergency", "all", "Frenos", ("parar",))
    assert not of().english and not of().left and not of().faults


def test_a_question_that_readers_type_is_no_ones_but_the_languages() -> None:
    assert "search" not in of().raw["faq"][0]


def test_a_sign_shows_the_english_from_the_moment_that_changes_until_the_translation_follows() -> None:
    made = of(ENGLISH.replace("it is flat", "it is quite flat"))
    assert made.raw["red_flags"][1]["sign"] == "it is quite flat"
    assert made.raw["red_flags"][1]["do"] == "Pump it.", "half a sign would be neither"
    assert made.english == {("red_flags", "tyre")}
    (left,) = map(str, made.left)
    stamp = next(unit.stamp for unit in units(made.raw) if unit.ident == "tyre")
    assert left.startswith("es:15: red_flags tyre: the English has changed since 20")
    assert left.endswith(f"with 'from: 2026-11-25 {stamp}'")


def test_a_sign_that_the_translation_lacks_shows_the_english() -> None:
    made = of(own=re.sub(r"  - \{id: tyre.*\n", "", SPANISH))
    assert [flag["id"] for flag in made.raw["red_flags"]] == ["brakes", "tyre"], "no red flag is dropped"
    assert made.english == {("red_flags", "tyre")}
    assert not made.faults and "red_flags tyre: is missing, and shows the English" in str(made.left[0])


def test_an_answer_keeps_its_words_and_the_day_of_its_english() -> None:
    made = of(ENGLISH.replace("Every 3 weeks", "Every 4 weeks"))
    assert made.raw["faq"][0]["answer"] == "Cada 3 semanas."
    assert list(made.since) == [("faq", "oil")] and not made.english


def with_lines(text: str, why: str, whom: str) -> str:
    """A guide that says why nothing is an emergency, and names a help line of its own."""
    text = re.sub(r"( +summary: .*\n)", rf"\1  emergency_reason: {why}\n", text)
    return text.replace("groups:", f"help_lines: {{uk: {{urgent: {{say: {whom}}}}}}}\ngroups:")


@pytest.mark.parametrize("newer", [False, True])
def test_whom_to_call_and_why_not_to_show_the_english_when_they_do_not_hold(newer: bool) -> None:
    english, own = with_lines(ENGLISH, "Nobody is hurt.", "a shop"), with_lines(SPANISH, "Nada.", "taller")
    changed = english if newer else with_lines(ENGLISH, "Nobody was hurt.", "a doctor")
    made = of(changed, own, first=english, checked=date(2026, 11, 24) if newer else None)
    assert made.raw["help_lines"] == parse(changed, "")[0]["help_lines"]
    assert made.raw["topic"]["emergency_reason"] == parse(changed, "")[0]["topic"]["emergency_reason"]
    assert {("help_lines", "uk.urgent"), ("topic", "emergency_reason")} <= made.english
    assert (made.raw["topic"]["title"] == "Bikes") == newer, "what nobody has checked is not shown, whatever it is"


def test_orders_that_the_guide_says_in_its_own_way_are_not_lost() -> None:
    """The engine's words in the language would say less: "Llame ahora", and not that nobody drives."""
    order = {"level": {"emergency": {"action": "Call {emergency} now. Do not drive."}}}
    english = ENGLISH + "strings: {level: {emergency: {action: 'Call {emergency} now. Do not drive.'}}}\n"
    assert of(english).raw["strings"] == order
    own = SPANISH + "strings: {level: {emergency: {action: 'Llame: {emergency}.'}}}\n"
    assert of(english, own, first=english.replace("Do not drive", "Wait")).raw["strings"] == order


@pytest.mark.parametrize("key", [", do: Pump it.", ", signs: [one, two]"])
def test_words_that_the_english_takes_back_are_no_fault_and_are_not_shown(key: str) -> None:
    made = of(ENGLISH.replace(key, ""))
    assert not made.faults, "a translation never keeps the English from being published"
    assert made.raw["red_flags"][1] == parse(ENGLISH.replace(key, ""), "")[0]["red_flags"][1]


@pytest.mark.parametrize("change", ["level: urgent", "care: ask", "search: [x]"])
def test_what_is_no_word_of_a_sign_makes_nothing_stale(change: str) -> None:
    key = change.split(":")[0]
    assert not of(re.sub(rf"{key}: [^,}}\]]+\]?", change, ENGLISH)).left


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: tyre,", "id: tire,", "es:15: red_flags[1]: the English has no 'tire' (did you mean 'tyre'?)"),
        ("{emergency}", "eso", "es:14: red_flags[0].sign: the placeholder {emergency} of the English is missing"),
        ("{emergency}", "{urgent}", "es:14: red_flags[0].sign: the English has no placeholder {urgent}"),
        ("los 2", "los 3", "es:14: red_flags[0].sign: the number 2 of the English is missing"),
        ("los 2", "los 3", "es:14: red_flags[0].sign: the English has no number 3"),
        ("/walk.md", "/run.md", "es:14: red_flags[0].do: the link /walk.md of the English is missing"),
        ("[una, dos]", "[una]", "es:15: red_flags[1].signs: has 1, and the English 2"),
        (", do: Hínchela.", "", "es:15: red_flags[1]: 'do' is missing"),
        ("name: Rueda", "name: Rueda, level: urgent", "'level' comes from the English file: leave it out"),
        ("name: Rueda", "name: Rueda, why: Sí", "'why' is not in the English"),
        ("groups:", "sources: {}\ngroups:", "es:11: unknown key 'sources'"),
        ("never:", "budgets:", "es:1: 'never' is missing: the English has such a list, and no rule is left out"),
        ("groups: {all: Todo}\n", "", "es:1: 'groups' is missing"),
        ("groups: {all: Todo}\n", "groups: [Todo]\n", "es:11: groups: needs keys and values under it"),
        (
            SPANISH[SPANISH.index("red_flags:") : SPANISH.index("faq:")],
            "red_flags: 3\n",
            "es:13: red_flags: needs a list",
        ),
        ("  - {id: oil,", "  - 5\n  - {id: oil,", "es:17: faq[0]: needs keys and values"),
    ],
)
def test_a_slip_of_a_translation_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    assert old in SPANISH
    assert any(fault in line for line in told(SPANISH.replace(old, new)))


@pytest.mark.parametrize("given", ["", "2026-11-25", "2026-11-25 xyz", "2026-13-45 00000000", "0a1b2c3d", "yes"])
def test_a_hash_of_nothing_is_told_with_the_right_one(given: str) -> None:
    own = SPANISH.replace("{id: oil,", f"{{id: oil, from: '{given}',")
    right = next(unit.stamp for unit in units(parse(ENGLISH, "")[0]) if unit.ident == "oil")
    assert any(line.endswith(f"write 'from: 2026-11-25 {right}'") for line in told(own))


@pytest.mark.parametrize(
    ("english", "own", "found"),
    [
        ("38 °C", "38 °C", []),
        ("38 °C", "٣٨ °م", []),
        ("48 to 72 hours", "de 48 a 72 horas", []),
        ("48 to 72 hours", "de 48 horas", ["the number 72 of the English is missing"]),
        ("[1](/a.md)", "[1](/a.md)", []),
        ("{urgent} or {urgent}", "{urgent}", ["the placeholder {urgent} of the English is missing"]),
    ],
)
def test_numbers_placeholders_and_links_are_those_of_the_english(english: str, own: str, found: list[str]) -> None:
    assert list(differences(english, own)) == found


def test_stamping_leaves_an_old_stamp_alone() -> None:
    old = SPANISH.replace("{id: oil,", "{id: oil, from: 2026-01-01 00000000,")
    made = of(own=old)
    assert list(made.since.values()) == [date(2026, 1, 1)] and not made.faults


# The engine's own words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", words.languages())
def test_the_engines_words_of_a_language_follow_the_english(code: str) -> None:
    assert words.defaults(code) and given.defaults("help_lines", code)


def test_words_of_the_engine_that_the_english_has_left_behind_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {"level": {"urgent": {"card": "Call today if:"}}, "child": "Tell a grown-up.", "home": "Home"}
    own = {"level": {"urgent": {"card": "Llame hoy si:"}}, "child": "Avise.", "home": "Inicio"}
    own["from"] = group_stamps(english, own)
    assert not [*outdated(english, own, {("from",): 2}, "es")]
    english["level"]["urgent"]["card"] = "Call now if:"
    (fault,) = outdated(english, own, {("from",): 2}, "es")
    right = group_stamps(english, own)["level"]
    assert (
        str(fault) == f"es:2: from.level: its English has changed: for words made from today's write 'level: {right}'"
    )


def test_stale_words_of_the_engine_stop_a_build(draft: Project, tmp_path: Path) -> None:
    project = spoilt(draft, tmp_path)
    project.edit("macros/data/words.en.yml", 'line: "Get advice today."', 'line: "Get advice now."')
    assert project.build().returncode == 0, "a draft is in no plain build"
    (told,) = project.build(DRAFTS="1").stderr.splitlines()
    assert re.match(r"macros/data/words\.eo\.yml:\d+: from\.level: its English has changed: .* 'level: \w{8}'$", told)


@pytest.mark.parametrize("blanks", [2, 4])
def test_a_stamp_stands_among_what_it_is_of(blanks: int) -> None:
    own = f"groups:\n{' ' * blanks}# Words.\n{' ' * blanks}all: Todo\n"
    assert parse(in_data(own, {"groups": {"all": "All"}}, TODAY), "")[0]["groups"]["from"].startswith("2026-11-25 ")


def test_a_file_that_no_stamp_fits_into_is_a_fault_and_is_not_written() -> None:
    with pytest.raises(Faults, match="es:1: no stamps can be put in as this is written"):
        in_data("topic: {title: A, care: {stop: {label: B}}}", parse(ENGLISH, "")[0], TODAY, "es")


# Pages ---------------------------------------------------------------------------------------------------------------

PAGE = '---\ndescription: A page\n---\n\n# Title\n\n5 words.{{ cite("a") }}\n\n{{ red_flags() }}\n\n1. [Go](b.md)\n'


def page(text: str):
    return read("a.md", "docs/a.md", text)[0]


def own_page(text: str) -> list[str]:
    english = page(PAGE)
    own = page(on_page(page(text), english, TODAY))
    faults, left = check({"a.md": own}, {"a.md": english, "b.md": english}, "docs/es", TODAY)
    assert [str(fault) for fault in left] == [
        "docs/es/b.md: is missing, or newer than the check; links lead to the English page"
    ]
    return list(map(str, faults))


WORDS = PAGE.replace('{{ cite("a") }}', "").replace("words", "palabras")


def test_a_page_needs_the_calls_links_and_numbers_of_its_english() -> None:
    assert own_page(WORDS) == []
    assert own_page(WORDS.replace("{{ red_flags() }}", "")) == [
        "docs/a.md:1: the call {{ red_flags() }} of the English page is missing"
    ]
    assert own_page(WORDS.replace("b.md", "c.md"))[0].endswith("the link b.md of the English page is missing")
    assert "docs/a.md:1: the number 5 of the English page is missing" in own_page(WORDS.replace("5", "6"))


def test_claims_sources_and_dates_make_no_page_stale() -> None:
    english = page(PAGE)
    own = page(on_page(page(WORDS), english, TODAY))
    assert since(own, english) is None
    assert since(own, page(PAGE.replace('{{ cite("a") }}', '{{ cite("b") }}'))) is None
    assert since(own, page(PAGE.replace("words", "signs"))) == TODAY
    assert since(own, page(PAGE.replace("A page", "Another"))) == TODAY
    assert since(page(WORDS.replace("---\n", "---\nfrom: 2026-13-45 00000000\n", 1)), english) is None
    assert stamp_of(english) == stamp_of(page(PAGE.replace("\n\n1.", "\n\n\n1.")))


def test_a_page_without_front_matter_gets_its_stamp_too() -> None:
    own, english = page("# Titel\n"), page(PAGE)
    assert on_page(own, english, TODAY) == f"---\nfrom: 2026-11-25 {stamp_of(english)}\n---\n\n# Titel\n"


def test_a_translation_is_checked_no_later_than_its_english() -> None:
    def dated(next_review: str) -> dict[str, Page]:
        return {"a.md": page(f"---\nlast_reviewed: 2026-01-01\nnext_review: {next_review}\n---\n\n# A\n")}

    library = SimpleNamespace(guide=SimpleNamespace(review=None))
    for own, english in (("2028-06-01", "2027-01-01"), ("2027-01-01", "2028-06-01")):
        settings = SimpleNamespace(english=SimpleNamespace(pages=dated(english)))
        dates = Checked(settings, library, dated(own), {}, ()).dates("a.md")
        assert dates.next_review == date(2027, 1, 1)


def test_a_stamp_on_a_page_of_no_language_is_told() -> None:
    """Without a data file its folder would be published with the guide's own pages, draft or not."""
    (fault,) = strays([page(PAGE), page(on_page(page(WORDS), page(PAGE), TODAY))], "a.yml")
    assert str(fault).startswith("docs/a.md:2: from: is for a page of a translation, whose folder has a data file")


def test_a_page_that_the_english_lacks_and_the_builder_are_faults() -> None:
    faults, _ = check({"c.md": page(WORDS)}, {"a.md": page(PAGE)}, "docs/es", TODAY)
    assert str(faults[0]) == "docs/a.md:1: the English has no page 'c.md' (did you mean 'a.md'?)"
    assert "is drawn in English alone" in own_page(WORDS + "\n{{ embed_builder() }}\n")[0]


# Folders -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["qqx"], "docs/qqx: nobody knows a language 'qqx'"),
        (["es", "ES"], "docs/es: is in the language of docs/ES: one language has one folder"),
        (["en"], "docs/en: is in the language of docs itself: one language has one folder"),
    ],
)
def test_a_folder_is_one_known_language(tmp_path: Path, names: list[str], fault: str) -> None:
    for name in names:
        (tmp_path / "docs" / name / "_data").mkdir(parents=True)
        (tmp_path / "docs" / name / "_data/a.yml").write_text("topic: {}", encoding="utf-8")
    with pytest.raises(Exception, match=re.escape(fault)):
        find(tmp_path / "docs", "docs/_data/a.yml", "en")


def test_a_folder_for_data_without_the_data_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs/es/_data").mkdir(parents=True)
    (tmp_path / "docs/es/_data/b.yml").touch()
    with pytest.raises(Exception, match=re.escape("docs/es/_data/a.yml: no such file (did you mean 'b.yml'?)")):
        find(tmp_path / "docs", "docs/_data/a.yml", "en")


def test_a_guide_in_another_language_has_no_translations_yet(tmp_path: Path) -> None:
    (tmp_path / "docs/en/_data").mkdir(parents=True)
    (tmp_path / "docs/en/_data/a.yml").touch()
    with pytest.raises(
        Exception, match="docs/en: a translation is one of English words, and the guide's own are in 'es'"
    ):
        find(tmp_path / "docs", "docs/_data/a.yml", "es")


@pytest.mark.parametrize(
    "line", ["from:  2026-11-26 00000000", "'from': 2026-11-26 00000000", "from : 2026-11-26 00000000"]
)
def test_a_page_newer_than_the_check_is_none_however_its_stamp_is_written(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ncontent: false\n{line}\n---\n\nfrom: 2026-01-01\n", encoding="utf-8")
    assert not Folder("es", tmp_path, "", checked=TODAY).has("a.md")
    assert Folder("es", tmp_path, "", checked=date(2026, 11, 26)).has("a.md")


@pytest.mark.parametrize(("given", "built"), [("1", 1), ("0", 0), ("false", 0), ("", 0)])
def test_drafts_are_built_for_one_word_alone(monkeypatch: pytest.MonkeyPatch, given: str, built: int) -> None:
    monkeypatch.setenv("DRAFTS", given)
    assert len(published([Folder("es", Path(), "", draft=True)])) == built


@pytest.mark.parametrize(("folders", "path"), [(True, "es/"), (False, "es/index.html")])
def test_a_page_that_a_language_lacks_leads_to_its_first_page(tmp_path: Path, folders: bool, path: str) -> None:
    """To a file where a copy is opened from a folder: a browser would list what is in it."""
    (tmp_path / "a.md").touch()
    both = [Folder("en", tmp_path, ""), Folder("es", tmp_path / "es", "")]
    edition = SimpleNamespace(language="en", root="https://b.c/", library=SimpleNamespace(translation=None))
    assert choices(both, edition, File("a.md", "", "", folders))[1]["path"] == path


# Every channel, in the test language ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The second topic, and its translation that somebody has checked."""
    project = Project(tmp_path_factory.mktemp("checked") / "project", SECOND_TOPIC)
    pseudo.write(project, REVIEW)
    project.built()
    return project


@pytest.fixture(scope="module")
def draft(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same while nobody has checked it."""
    project = Project(tmp_path_factory.mktemp("draft") / "project", SECOND_TOPIC)
    pseudo.write(project, None)
    return project


def spoilt(project: Project, folder: Path) -> Project:
    """A copy of a project that a test may spoil."""
    shutil.copytree(project.folder, folder / "project", symlinks=True)
    copied = copy(project)
    copied.folder = folder / "project"
    return copied


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), html.document_fromstring(file.read_bytes())


def test_nothing_but_what_says_so_is_english(checked: Project) -> None:
    found = {}
    for name, root in pages(checked.folder / "site/eo"):
        for element in root.xpath("//script | //style | //*[@lang='en'] | //*[@hreflang='en']"):
            if element.tag != "html":
                element.drop_tree()
        words = [
            *root.itertext(),
            *root.xpath("//@aria-label | //@alt | //@placeholder | //@title | //@*[starts-with(name(), 'data-')]"),
        ]
        found[name] = {word for text in words for word in re.findall(r"\b[A-Z][a-z]{3,}\b", text)} & {
            *re.findall(r"\b[A-Z][a-z]{3,}\b", (SECOND_TOPIC / "docs/_data/bike.yml").read_text("utf-8")),
            *(
                "Menu",
                "Search",
                "Emergency",
                "Urgent",
                "Sources",
                "Last",
                "Next",
                "Open",
                "Close",
                "Copy",
                "Step",
                "None",
            ),
        }
    assert {name: words for name, words in found.items() if words} == {}


def test_every_channel_has_the_language(checked: Project) -> None:
    site = checked.folder / "site"
    v1 = site / "embed/v1"
    assert json.loads((v1 / "faq.eo.json").read_text("utf-8"))["lang"] == "eo"
    assert {path.name for path in v1.glob("*/eo")} == {"eo"} and len(list(v1.glob("*/eo"))) == 3
    assert '["en","eo"]' in (v1 / "faq.js").read_text("utf-8")
    assert not (site / "eo/embed").exists() and not (site / "eo/_headers").exists()
    frame = (v1 / "frame/eo/international/index.html").read_text("utf-8")
    assert '<html lang="eo" dir="ltr">' in frame and '../frame.js"' in frame.replace("../../../", "../")
    card = json.loads((v1 / "oembed/eo/international/all.json").read_text("utf-8"))
    assert "/embed/v1/frame/eo/international/" in card["html"]


def test_each_page_leads_to_itself_in_every_language(checked: Project) -> None:
    site = checked.folder / "site"
    for name, root in pages(site):
        if name.startswith("embed") or name == "404.html" or re.match("clinics|evidence", name):
            continue
        shown = {
            link.get("lang"): link.get("href")
            for link in root.xpath("//nav[@class='languages']//a | //nav[@class='languages']//strong")
        }
        assert list(shown) == ["en", "eo"], name
        other = next(href for href in shown.values() if href)
        target = ((site / name).parent / other).resolve() / "index.html"
        here = name.removeprefix("eo/")
        assert target == site / (here if name.startswith("eo/") else f"eo/{here}") and target.is_file(), name
    listed = (site / "sitemap.xml").read_text("utf-8")
    assert 'hreflang="eo" href="http://localhost:8000/eo/faq/"' in listed and not (site / "eo/sitemap.xml").exists()


def test_a_link_to_a_page_that_is_not_translated_leads_to_the_english_one(checked: Project) -> None:
    site = checked.folder / "site"
    found = 0
    for name, root in pages(site / "eo"):
        for link in root.xpath("//article//a[@hreflang='en']"):
            if not link.get("href").startswith("http"):
                target = (site / "eo" / name).parent / link.get("href").partition("#")[0]
                assert target.resolve().is_relative_to(site) and (target / "index.html").is_file(), link.get("href")
                assert "eo" not in target.resolve().relative_to(site).parts
                found += 1
    assert found


def test_a_plain_build_holds_nothing_of_a_draft(draft: Project) -> None:
    plain = Project(draft.folder.parent / "plain", SECOND_TOPIC)
    assert draft.build().stdout and plain.build().stdout
    here, there = draft.folder / "site", plain.folder / "site"
    files = {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert files == {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}


def test_a_draft_says_so_wherever_it_is_shown(draft: Project) -> None:
    site = draft.built(DRAFTS="1")
    for name, root in pages(site / "eo"):
        assert DRAFT in root.xpath("string(//*[@data-md-component='announce'])"), name
        assert DRAFT in root.xpath("string(//*[@class='review'])"), name
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"], name
        for card in root.xpath("//*[contains(concat(' ', @class, ' '), ' card ')]"):
            assert DRAFT in card.text_content(), name
    for frame in (site / "embed/v1/frame/eo").rglob("index.html"):
        assert DRAFT in frame.read_text("utf-8")
    names = {path.relative_to(site / "embed").as_posix() for path in (site / "embed").rglob("*eo*")}
    assert names and all(name.startswith("v1/frame/eo") for name in names), "no feed, copy or oEmbed of a draft"
    assert "eo" not in json.dumps(re.findall(r'\["en".*?\]', (site / "embed/v1/faq.js").read_text("utf-8")))
    assert "/eo/" not in (site / "sitemap.xml").read_text("utf-8")
    headers = (site / "_headers").read_text("utf-8")
    assert "/eo/*\n  X-Robots-Tag: noindex" in headers and "indexifembedded" not in headers


def test_an_english_sign_that_changes_is_shown_in_every_channel(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    raw = parse(project.read("docs/_data/bike.yml"), "")[0]
    sign = next(flag["sign"] for flag in raw["red_flags"] if flag["level"] == "emergency")
    project.write("docs/_data/bike.yml", project.read("docs/_data/bike.yml").replace(sign, f"{sign} zebra"))
    result = project.build()
    assert result.returncode == 0, result.stderr
    site = project.folder / "site"
    pages = [f"eo/{page}index.html" for page in ("", "red-flags/", "check/", "faq/")]
    for path in (*pages, *(f"embed/v1/{form}.html" for form in ("frame/eo/uk/index", "static/eo/uk/all"))):
        root = html.document_fromstring((site / path).read_bytes())
        shown = [element for element in root.iter() if isinstance(element.tag, str) and "zebra" in (element.text or "")]
        assert shown, path
        assert all(element.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"] for element in shown), path
    lines = json.loads((site / "embed/v1/faq.eo.json").read_text("utf-8"))["cards"]["emergency"]["lines"]
    (shown,) = [part for _, line in lines for part in line if "zebra" in str(part)]
    assert shown[:2] == ["span", {"lang": "en", "dir": "ltr"}]


def test_what_is_left_is_listed_with_its_line(draft: Project) -> None:
    listed = draft.run("-m", "macros", "translations").stdout.splitlines()
    assert listed[0] == "docs/eo/_data/bike.yml: no named person has checked this translation: it is a draft"
    assert listed[-1] == "eo: 2 parts or pages are missing, or made from older English"


def test_clarity_measures_a_draft_too_and_says_where_no_formula_is_known(draft: Project) -> None:
    said = draft.run("-m", "macros", "clarity").stdout
    assert "\nTêšt: textstat has no formula\ndocs/eo/index.md " in said
    row = next(line for line in said.splitlines() if line.startswith("docs/eo/index.md"))
    assert len(row.split()) == 4 and float(row.split()[1]) > 1


def test_a_review_without_a_day_is_a_fault(draft: Project) -> None:
    own = Project(draft.folder.parent / "undated", SECOND_TOPIC)
    pseudo.write(own, {"name": "A", "role": "b"})
    assert own.build().stderr.splitlines() == ["docs/eo/_data/bike.yml:1: translation_review: 'date' is missing"]


def test_a_check_of_a_translation_that_is_still_to_come_is_a_fault(checked: Project, tmp_path: Path) -> None:
    """With it, nothing would ever be newer than the check."""
    project = spoilt(checked, tmp_path)
    day = DAY + timedelta(days=2)
    text = project.read("docs/eo/_data/bike.yml")
    project.write("docs/eo/_data/bike.yml", text.replace(f"date: '{DAY}'", f"date: '{day}'", 1))
    (told,) = project.build().stderr.splitlines()
    assert re.fullmatch(rf"docs/eo/_data/bike.yml:\d: translation_review.date: {day} is still to come; .*", told)


# What is newer than the check ----------------------------------------------------------------------------------------


def test_what_is_newer_than_the_check_of_a_translation_is_not_shown() -> None:
    own = in_data(SPANISH, parse(ENGLISH, "")[0], TODAY).replace(
        "id: tyre, from: 2026-11-25", "id: tyre, from: 2026-11-26"
    )
    made = of(own=own, checked=TODAY)
    assert made.english == {("red_flags", "tyre")} and made.raw["red_flags"][1]["sign"] == "it is flat"
    assert "is newer than the check of 2026-11-25" in str(made.left[0])


def test_a_page_that_is_newer_than_the_check_is_not_published(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    page = "docs/eo/check.md"
    project.write(
        page, re.sub(r"^from: '?\S+", "from: 2099-01-01", project.read(page), count=1, flags=re.M).replace("'", "")
    )
    assert project.build().returncode == 0
    assert not (project.folder / "site/eo/check").exists()
    english = html.document_fromstring((project.folder / "site/check/index.html").read_bytes())
    assert english.xpath("//nav[@class='languages']//a[@lang='eo']/@href") == ["../eo/"]


def test_a_first_page_that_is_newer_than_the_check_is_told(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    (project.folder / "docs/eo/faq.md").unlink()
    assert project.build().returncode == 0
    assert '["en"]' in project.read("site/embed/v1/faq.js"), "the element asks for no feed that is not there"
    page = project.read("docs/eo/index.md")
    project.write("docs/eo/index.md", re.sub(r"^from: '?\S+", "from: 2099-01-01", page, flags=re.M).replace("'", ""))
    assert project.build().stderr.splitlines() == [
        "docs/eo/index.md: is newer than the check of the translation, which cannot be without it: have it checked"
    ]


def test_the_reason_of_a_withdrawal_is_english_and_says_so(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    reason = f"{{date: {DAY}, reason: A zebra.}}"
    project.edit("docs/_data/bike.yml", "withdrawn: null", f"withdrawn: {reason}")
    assert project.build().returncode == 0
    for path in ("eo/index.html", "embed/v1/frame/eo/uk/index.html"):
        root = html.document_fromstring((project.folder / "site" / path).read_bytes())
        assert root.xpath("//span[.='A zebra.']/@lang") == ["en"], path


def test_a_site_in_several_languages_needs_an_address(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    project.edit("mkdocs.yml", "extra:\n", 'site_url: ""\nextra:\n')
    told = "mkdocs.yml: site_url: is empty: each language names the others by it\n"
    assert project.build().stderr == told


def test_a_release_holds_no_draft(project: Project) -> None:
    result = project.run("-m", "macros", "release", DRAFTS="1")
    assert result.stderr == "DRAFTS: leave it out: a release holds no translation that nobody has checked\n"


def test_a_copy_to_open_from_a_folder_has_the_search_and_the_help_lines_of_each_language(tmp_path: Path) -> None:
    files = {"search/search_index.json": "[1]", "assets/help-lines.json": '{"uk":1}', "a/b.html": "</head>"}
    for name, text in {**files, **{f"es/{name}": text.replace("1", "2") for name, text in files.items()}}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    from_folder(tmp_path)
    for home, number in (("", 1), ("es", 2)):
        assert (tmp_path / home / "search/search_index.js").read_text("utf-8") == f"var __index = [{number}]"
        assert f'{{"uk": {number}}}' in (tmp_path / home / "assets/offline.js").read_text("utf-8")
        assert '"../assets/offline.js"' in (tmp_path / home / "a/b.html").read_text("utf-8")


def test_what_shows_the_english_is_told_by_each_build(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    own = project.read("docs/eo/_data/bike.yml")
    project.write("docs/eo/_data/bike.yml", re.sub(r"from: 2026-\S+ \w{8}", "from: 2026-01-01 00000000", own, count=1))
    told = project.build().stderr.splitlines()
    assert told[0] == "Still in English, or older than it, in another language:"
    assert re.match(r"docs/eo/_data/bike.yml:\d+: topic: the English has changed since 2026-01-01; ", told[1])


# The work list -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(draft: Project) -> tuple[Project, str]:
    """A project with a translation, and its work list."""
    result = draft.run("-m", "macros", "translations", "--work", "eo")
    assert result.returncode == 0, result.stderr
    return draft, draft.read("dist/translations/eo.po")


def take(project: Project, text: str) -> list[str]:
    project.write("dist/translations/eo.po", text)
    result = project.run(
        "-m", "macros", "translations", "--take", "dist/translations/eo.po", SOURCE_DATE_EPOCH=project.day
    )
    return (result.stderr or result.stdout).splitlines()


def test_a_work_list_that_comes_back_as_it_was_changes_nothing(listed: tuple[Project, str]) -> None:
    assert take(*listed) == []


def test_a_changed_text_is_written_and_nothing_else_is(listed: tuple[Project, str]) -> None:
    project, text = listed
    before = project.read("docs/eo/_data/bike.yml").splitlines()
    message = next(m for m in text.split("\n\n") if 'msgctxt "faq ' in m and "question" in m.split("\n")[1])
    changed = re.sub(r'msgstr "([^"]*)"', r'msgstr "\1 zebra"', message)
    assert take(project, text.replace(message, changed)) == ["Wrote docs/eo/_data/bike.yml"]
    after = project.read("docs/eo/_data/bike.yml").splitlines()
    assert [row for row in after if row not in before] == [row for row in after if "zebra" in row] != []
    project.write("docs/eo/_data/bike.yml", "\n".join(before) + "\n")


def test_a_part_with_a_text_to_do_is_not_taken(listed: tuple[Project, str]) -> None:
    project, text = listed
    message = next(m for m in text.split("\n\n") if 'msgctxt "faq ' in m and "answer" in m.split("\n")[1])
    untranslated = message.split("msgstr")[0] + 'msgstr ""'
    assert take(project, text.replace(message, untranslated)) == []


def test_a_slip_in_a_work_list_is_told_with_its_line(listed: tuple[Project, str]) -> None:
    project, text = listed
    rows = text.splitlines()
    at = next(i for i, row in enumerate(rows) if row.startswith("msgstr") and "{emergency}" in row)
    rows[at] = rows[at].replace("{emergency}", "112")
    told = take(project, "\n".join(rows))
    assert any("the placeholder {emergency} of the English is missing" in line for line in told)
    assert all(re.match(r"dist/translations/eo\.po:\d+: ", line) for line in told)
    (fault,) = take(project, "this is no catalogue")
    assert fault.startswith("dist/translations/eo.po:") and "is no PO catalogue" in fault


def test_a_language_that_nobody_knows_gets_no_work_list(listed: tuple[Project, str]) -> None:
    result = listed[0].run("-m", "macros", "translations", "--work", "qqx")
    assert (result.returncode, result.stderr.strip()) == (1, "docs: nobody knows a language 'qqx'")
    result = listed[0].run("-m", "macros", "translations", "--stamp", "ea")
    assert (result.returncode, result.stderr.strip()) == (1, "docs: has no translation 'ea' (did you mean 'eo'?)")


def test_handouts_with_a_clinics_lines_are_made_in_every_language(checked: Project, tmp_path: Path) -> None:
    project = spoilt(checked, tmp_path)
    for page in ("docs/check.md", "docs/eo/check.md"):
        project.write(page, project.read(page).replace("---\n", "---\nhandout: {sides: 9}\n", 1))
    project.write("clinic.yml", 'name: Velo\nphone: "0"\n')
    result = project.run("-m", "macros", "handouts", "--clinic", "clinic.yml")
    assert (result.returncode, result.stderr) == (0, "")
    made = sorted(
        path.relative_to(project.folder / "dist/handouts").as_posix()
        for path in project.folder.rglob("dist/handouts/**/*.pdf")
    )
    assert made == sorted([f"check-{name}.pdf" for name in SIZES] + [f"eo/check-{name}.pdf" for name in SIZES])
