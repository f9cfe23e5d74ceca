"""A fault in the words of pages and data gives one clear line with its place, and the words' clarity is measured."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from macros.data.language import of
from macros.data.words import languages
from macros.pages.clarity import Unit, sentences
from tests.conftest import Project

PAGE = "docs/index.md"
BIKE = "docs/_data/bike.yml"
NEVER = """
never:
  - words: no brakes, no fun
    why: brakes come first.
"""


def build_fails(project: Project, *lines: str) -> None:
    """The build stops with these lines, and with nothing else."""
    result = project.build()
    assert (result.returncode, result.stdout, result.stderr.splitlines()) == (1, "", list(lines))


# Dates ---------------------------------------------------------------------------------------------------------------

MISSING = "is missing; a page without health words says 'content: false' instead"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("last_reviewed: 2026-11-01\n", "", [f"1: 'last_reviewed' {MISSING}"]),
        ("next_review: 2028-11-01\n", "", [f"1: 'next_review' {MISSING}"]),
        (
            "---\nlast_reviewed: 2026-11-01\nnext_review: 2028-11-01\n---\n\n",
            "",
            [f"1: 'last_reviewed' {MISSING}", f"1: 'next_review' {MISSING}"],
        ),
        (
            "next_review: 2028-11-01",
            "next_review: 2028-13-01",
            ["3: next_review: '2028-13-01' is not a date: write it as 2026-11-23"],
        ),
        ("last_reviewed: 2026-11-01", "last_reviewed:", ["2: last_reviewed: '' is not a date: write it as 2026-11-23"]),
        (
            "next_review: 2028-11-01",
            "next_review: 2026-11-01",
            ["3: next_review: 2026-11-01 does not come after last_reviewed, 2026-11-01"],
        ),
        (
            "next_review: 2028-11-01",
            "next_review: 2038-11-01",
            ["3: next_review: 2038-11-01 is more than 3 years after last_reviewed, 2026-11-01"],
        ),
        (
            "last_reviewed: 2026-11-01",
            "last_reviewed: [2026-11-01",
            ["3: front matter: is not YAML: expected ',' or ']', but got ':', in what began on line 2"],
        ),
    ],
)
def test_a_page_says_when_it_was_checked(project: Project, old: str, new: str, expected: list[str]) -> None:
    project.edit(PAGE, old, new)
    build_fails(project, *(f"{PAGE}:{line}" for line in expected))


@pytest.mark.parametrize("dates", ['last_reviewed: "2026-11-01" # a note', "last_reviewed: '2026-11-01'"])
def test_dates_may_stand_in_quotes(project: Project, dates: str) -> None:
    project.edit(PAGE, "last_reviewed: 2026-11-01", dates)
    assert "Last checked: 1 November 2026." in (project.built() / "index.html").read_text()


def test_a_page_without_health_words_needs_no_dates(project: Project) -> None:
    project.edit(PAGE, "last_reviewed: 2026-11-01\nnext_review: 2028-11-01", "content: false")
    assert (
        "Last checked: 1 November 2026. Next check due: 1 November 2028."
        in (project.built() / "index.html").read_text()
    )


def test_the_foot_of_a_page_shows_its_own_dates(project: Project) -> None:
    project.edit(PAGE, "next_review: 2028-11-01", "next_review: 2027-03-05")
    site = project.built()
    assert "Next check due: 5 March 2027." in (site / "index.html").read_text()
    for page in ("faq/index.html", "404.html"):  # others keep the guide's, and a page that is not there has none
        assert "Next check due: 1 November 2028." in (site / page).read_text()


@pytest.mark.parametrize(
    ("day", "overdue"),
    [
        ("2027-03-05", {"index": False, "faq": False}),
        ("2027-03-06", {"index": True, "faq": False}),
        ("2028-11-02", {"index": True, "faq": True}),
    ],
)
def test_a_page_past_its_own_date_says_so(project: Project, day: str, overdue: dict[str, bool]) -> None:
    project.edit(PAGE, "next_review: 2028-11-01", "next_review: 2027-03-05")
    epoch = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    site = project.built(SOURCE_DATE_EPOCH=str(epoch))
    pages = {"index": site / "index.html", "faq": site / "faq/index.html"}
    assert {name: "This page is overdue for its check" in file.read_text() for name, file in pages.items()} == overdue


# What cannot be read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("last_reviewed", "\ufffelast_reviewed", "2: front matter: a character that YAML does not allow: 0xfffe"),
        (
            "last_reviewed: 2026-11-01\nnext_review: 2028-11-01",
            "- a",
            "1: front matter: it needs keys and values (last_reviewed, next_review, from, content, title, description, read_at, "
            "budget, handout, search, hide, tags, template, status, icon, subtitle, author, comments, date, location, "
            "revision_date, social)",
        ),
        (
            "last_reviewed",
            "title: !!python/name:os.getcwd\nlast_reviewed",
            "2: title: YAML takes '!!python/name:os.getcwd' for a mark of its own: put quotes round the whole text",
        ),
        ("last_reviewed", "title: [a, b]\nlast_reviewed", "2: title: needs text, not a list"),
        ("last_reviewed", "title: null\nlast_reviewed", "2: title: needs text, not nothing (null and ~ need quotes)"),
        ("last_reviewed", "title: 12\nlast_reviewed", "2: title: needs text, not 12 (put quotes round it)"),
        ("last_reviewed", "icon:\nlast_reviewed", "2: icon: needs text, not nothing (null and ~ need quotes)"),
        (
            "last_reviewed",
            "icon: material/bik\nlast_reviewed",
            "2: the theme has no icon 'material/bik' (did you mean 'material/bike'?)",
        ),
        ("last_reviewed", "title: A [[component faq]]\nlast_reviewed", "2: title: needs plain words, without < > [ ]"),
        (
            "last_reviewed",
            "description: A 'b' \"c\"\nlast_reviewed",
            "2: description: needs plain words, without < > [ ] and double quotes",
        ),
        ("last_reviewed", "read_at: a//b\nlast_reviewed", "2: read_at: needs the address of a page, such as tips/"),
        ("last_reviewed", "hide: navigation\nlast_reviewed", "2: hide: needs a list"),
        ("last_reviewed", "search: 12\nlast_reviewed", "2: search: needs keys and values under it: boost, exclude"),
        ("last_reviewed", "template: no.html\nlast_reviewed", "2: template: the theme has no template 'no.html'"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(project: Project, old: str, new: str, expected: str) -> None:
    line = project.edit(PAGE, old, new)
    build_fails(project, f"{PAGE}:{expected.format(start=line, end=line + 2)}")


def test_words_of_front_matter_are_words_whatever_they_look_like(project: Project) -> None:
    """YAML's older rules, by which MkDocs reads it, make a truth of one and break off at the other."""
    project.edit(PAGE, "last_reviewed", "title: 2026-13-45\ndescription: No\nlast_reviewed")
    page = (project.built() / "index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="No">' in page
    assert "last_reviewed" not in page


@pytest.mark.parametrize("key", ["title", "description"])
def test_front_matter_holds_no_phone_number(project: Project, key: str) -> None:
    project.edit(PAGE, "last_reviewed", f"{key}: Or call 999 at once.\nlast_reviewed")
    build_fails(project, f"{PAGE}:2: {key}: a phone number, '999', cannot stand here: leave it out")


def test_front_matter_that_yaml_cuts_short_is_told(project: Project) -> None:
    project.edit(PAGE, "last_reviewed", "description: What tip #1 is # and what not\nlast_reviewed")
    what = "YAML takes '#1 is # and what not' for a comment: put quotes round the whole text"
    build_fails(project, f"{PAGE}:2: description: {what}")


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("handuot: true", "2: front matter: unknown key 'handuot' (did you mean 'handout'?)"),
        ("HANDOUT: true", "2: front matter: unknown key 'HANDOUT' (did you mean 'handout'?)"),
        ("descripton: How to check.", "2: front matter: unknown key 'descripton' (did you mean 'description'?)"),
        ("read-at: check/", "2: front matter: unknown key 'read-at' (did you mean 'read_at'?)"),
        ("render_macros: false", "2: front matter: unknown key 'render_macros'"),
        ("search:\n  exlude: true", "3: search: unknown key 'exlude' (did you mean 'exclude'?)"),
    ],
)
def test_a_key_that_nothing_reads_is_named(project: Project, matter: str, expected: str) -> None:
    project.edit(PAGE, "last_reviewed", f"{matter}\nlast_reviewed")
    build_fails(project, f"{PAGE}:{expected}")


def test_keys_of_the_theme_are_known(project: Project) -> None:
    matter = "title: A\nsubtitle: B\nhide: [toc]\nstatus: new\ntags: [a]\nicon: material/bike\nsearch: {boost: 2}"
    project.edit(PAGE, "last_reviewed", f"{matter}\nlast_reviewed")
    project.built()


# Pictures ------------------------------------------------------------------------------------------------------------

NO_ALT = "a picture without alternative text: write what it shows, ![words](file)"


@pytest.mark.parametrize("picture", ["![](a.svg)", "![ ](a.svg)", '<img src="a.svg">', '<img alt=" " src="a.svg">'])
def test_a_picture_needs_alternative_text(project: Project, picture: str) -> None:
    line = project.edit(PAGE, "A rider without GPS", f"{picture} A rider without GPS")
    build_fails(project, f"{PAGE}:{line}: {NO_ALT}")


def test_a_picture_in_a_code_block_is_text(project: Project) -> None:
    project.edit(PAGE, "## Sources", "```html\n![](a.svg)\n```\n\n## Sources")
    project.built()


# Lines that must never be said ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["no brakes, no fun", "No brakes, no fun!", "No brakes,\nno fun", "No **brakes,** no fun"],
)
def test_a_line_that_must_never_be_said_on_a_page(project: Project, words: str) -> None:
    project.write(BIKE, project.read(BIKE) + NEVER)
    line = project.edit(PAGE, "A rider without GPS", f"{words} A rider without GPS")
    build_fails(project, f"{PAGE}:{line}: 'no brakes, no fun' must never be said: brakes come first.")


def test_a_line_that_must_never_be_said_in_the_data(project: Project) -> None:
    project.write(BIKE, project.read(BIKE) + NEVER)
    line = project.edit(BIKE, "why: A dry chain wears out.", "why: No brakes, no fun.")
    build_fails(project, f"{BIKE}:{line}: red_flags[2].why: 'no brakes, no fun' must never be said: brakes come first.")


def test_a_part_of_a_longer_word_is_another_word(project: Project) -> None:
    project.write(BIKE, project.read(BIKE) + NEVER)
    project.edit(PAGE, "A rider without GPS", "No brakes, no fungus. A rider without GPS")
    project.built()


# Sources and glossary ------------------------------------------------------------------------------------------------

SOURCE = """  never-named:
    title: A source that nobody names
    publisher: The makers of this test
    url: null
    seen: 2026-11-01
    evidence: practice
    supports: Nothing.
groups:
"""
UNCITED = "sources.never-named: is never cited: by no page and by no 'sources' list"


def test_a_source_that_is_never_cited(project: Project) -> None:
    line = project.edit(BIKE, "groups:\n", SOURCE)
    build_fails(project, f"{BIKE}:{line}: {UNCITED}")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PAGE, 'cite("shop-rule")', "cite('never-named')"),
        (BIKE, "care: gentle\n    sources: [shop-rule]", "care: gentle\n    sources: [never-named]"),
    ],
)
def test_a_source_is_cited_by_a_page_or_by_the_data(project: Project, path: str, old: str, new: str) -> None:
    project.edit(BIKE, "groups:\n", SOURCE)
    project.edit(path, old, new)
    project.built()


def test_listing_every_source_cites_none(project: Project) -> None:
    line = project.edit(BIKE, "groups:\n", SOURCE)
    project.edit(PAGE, "{{ sources() }}", "{{ sources(all=True) }}\n\n{{ sources() }}")
    build_fails(project, f"{BIKE}:{line}: {UNCITED}")


def test_a_slip_in_a_citation_does_not_make_a_source_uncited(project: Project) -> None:
    project.edit(BIKE, "groups:\n", SOURCE)
    line = project.edit(PAGE, 'cite("shop-rule")', 'cite("nevr-named")')
    build_fails(project, f"{PAGE}:{line}: cite(): unknown source 'nevr-named' (did you mean 'never-named'?)")


@pytest.mark.parametrize(
    ("old", "new", "place", "name", "first"),
    [
        ("    also: [GPS]", "    also: [GPS, LEVER]", "glossary[1].also[1]", "LEVER", "term: Lever"),
        ("    term: Satellite navigation", "    term: lever", "glossary[1].term", "lever", "term: Lever"),
        ("    also: [GPS]", "    also: [GPS, gps]", "glossary[1].also[1]", "gps", "also: [GPS"),
    ],
)
def test_a_term_that_is_defined_twice(project: Project, old: str, new: str, place: str, name: str, first: str) -> None:
    line = project.edit(BIKE, old, new)
    earlier = next(i for i, text in enumerate(project.read(BIKE).splitlines(), 1) if first in text)
    build_fails(project, f"{BIKE}:{line}: {place}: '{name}' is defined already, on line {earlier}")


TERM = """glossary:
  - id: hub
    term: Hub gear
    meaning: Gears inside the wheel
    also: [HUB]
"""


def test_a_term_that_is_never_used(project: Project) -> None:
    line = project.edit(BIKE, "glossary:\n", TERM) + 1
    build_fails(project, f"{BIKE}:{line}: glossary[0]: 'Hub gear' is never used: on no page and nowhere in the data")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PAGE, "A rider without", "A hub  gear helps. A rider without"),
        (BIKE, "why: A dry chain wears out.", "why: A dry HUB wears out."),
        (BIKE, "meaning: What you squeeze to brake", "meaning: What you squeeze to brake, not the hub gear"),
    ],
)
def test_a_term_is_used_on_a_page_or_in_the_data(project: Project, path: str, old: str, new: str) -> None:
    project.edit(BIKE, "glossary:\n", TERM)
    project.edit(path, old, new)
    project.built()


def test_a_short_form_in_capitals_is_not_the_word_in_small_letters(project: Project) -> None:
    line = project.edit(BIKE, "glossary:\n", TERM) + 1
    project.edit(PAGE, "A rider without", "A hub. A rider without")
    build_fails(project, f"{BIKE}:{line}: glossary[0]: 'Hub gear' is never used: on no page and nowhere in the data")


def test_every_fault_of_the_words_comes_at_once(project: Project) -> None:
    source = project.edit(BIKE, "groups:\n", SOURCE)
    term = project.edit(BIKE, "glossary:\n", TERM) + 1
    picture = project.edit(PAGE, "A rider without", "![](a.svg) A rider without")
    project.edit("docs/faq.md", "next_review: 2028-11-01\n", "")
    build_fails(
        project,
        f"{BIKE}:{source}: {UNCITED}",
        f"{BIKE}:{term}: glossary[0]: 'Hub gear' is never used: on no page and nowhere in the data",
        f"docs/faq.md:1: 'next_review' {MISSING}",
        f"{PAGE}:{picture}: {NO_ALT}",
    )


# On no page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ['faq("how-often")', 'faq(category="safety")'])
def test_a_question_on_no_page_is_told(project: Project, call: str) -> None:
    project.edit("docs/faq.md", "faq()", call)
    line = project.read(BIKE).split("- id: saddle-height")[0].count("\n") + 1
    what = "faq[1]: 'saddle-height' stands in full on no page: write {{ faq(\"saddle-height\") }} on one"
    build_fails(project, f"{BIKE}:{line}: {what}")
    project.edit(PAGE, "{{ sources() }}", '{{ faq("saddle-height") }}\n\n{{ sources() }}')
    project.built()


def test_a_red_flag_whose_words_are_on_no_page_is_told(project: Project) -> None:
    project.edit("docs/red-flags.md", '{{ red_flag("squeak") }}', '{{ red_flags("squeak") }}')
    line = project.read(BIKE).split("- id: squeak")[0].count("\n") + 1
    what = "red_flags[2]: 'squeak' stands in full on no page: write {{ red_flag(\"squeak\") }} on one"
    build_fails(project, f"{BIKE}:{line}: {what}")


def test_a_page_of_questions_that_calls_none_loses_them_all(project: Project) -> None:
    project.edit("docs/faq.md", "{{ faq() }}", "Soon.")
    said = project.build().stderr.splitlines()
    assert [line.split(": ")[1] for line in said] == ["faq[0]", "faq[1]"]


# Tabs ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "> ", "- "])
def test_a_tab_is_a_fault_but_not_in_code(project: Project, before: str) -> None:
    tab = f'{before}=== "One"\n\n    Stop.\n\n'
    code = '```\n=== "One"\n```\n\n'
    line = project.edit(PAGE, "A rider without", f"{code}{tab}A rider without") + 4
    build_fails(project, f"{PAGE}:{line}: a tab hides words from readers and from paper: write a heading in its place")


# Clarity -------------------------------------------------------------------------------------------------------------

LONG = "One two three four five " * 6


def test_clarity_prints_a_line_for_each_page_answer_and_red_flag(project: Project) -> None:
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stderr) == (0, "")
    rows = [line.split() for line in result.stdout.splitlines()]
    for name in ("docs/index.md", "docs/check.md", "answer how-often", "red flag brakes"):
        row = next(row for row in rows if row[: len(name.split())] == name.split())
        words, longest, sentences, grade = row[len(name.split()) :][:4]
        assert float(words) > 0, name
        assert int(longest) > 0, name
        assert int(sentences) > 0, name
        assert float(grade) < 8, name
    assert "Formulas do not prove that people understand. No reader has tested these words." in result.stdout


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (PAGE, "A rider without", f"{LONG}. A rider without", "a sentence of 30 words; 25 is the most: 'One two three four five One …'"),
        (PAGE, "A rider without", "Go. Stop. Look. A rider without", "a paragraph of 5 sentences; 4 is the most: 'Go. Stop. Look. A rider without …'"),
        (PAGE, "A rider without", "- Ring the bell.\n" * 10 + "\nA rider without", "a list of 10 items; 9 is the most: break it up under headings: 'Ring the bell.'"),
        (BIKE, "why: A dry chain wears out.", f"why: {LONG}.", "red_flags[2].why: a sentence of 30 words; 25 is the most: 'One two three four five One …'"),
        (BIKE, "answer: So high that", "answer: Go. Stop. Look. So high that", "faq[1].answer: a paragraph of 5 sentences; 4 is the most: 'Go. Stop. Look. So high that …'"),
        (BIKE, "advice: Ask whether they need changing.", f"advice: {LONG}.", "ask_first[0].advice: a sentence of 30 words; 25 is the most: 'One two three four five One …'"),
    ],
)  # fmt: skip
def test_clarity_fails_on_what_is_too_hard(project: Project, path: str, old: str, new: str, expected: str) -> None:
    line = project.edit(path, old, new)
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stderr) == (1, f"{path}:{line}: {expected}\n")
    assert project.build().returncode == 0  # the check is apart from the build


def test_clarity_finds_words_on_the_page_and_not_in_its_front_matter(project: Project) -> None:
    project.edit(PAGE, "last_reviewed:", "description: Go. Stop. Look. Ring. A rider.\nlast_reviewed:")
    line = project.edit(PAGE, "A rider without", "Go. Stop. Look. Ring. A rider without")
    result = project.run("-m", "macros", "clarity")
    assert result.stderr.startswith(f"{PAGE}:{line}: a paragraph of 6 sentences")


def test_clarity_fails_on_a_grade_that_is_too_high(project: Project) -> None:
    hard = "Individual organisations communicate unnecessarily complicated administrative regulations. " * 2
    line = project.edit(BIKE, "answer: So high that", f"answer: {hard} So high that")
    result = project.run("-m", "macros", "clarity")
    assert result.returncode == 1
    start, _, rest = result.stderr.partition(": grade ")
    assert start == f"{BIKE}:{line}: faq[1].answer"
    assert rest.endswith("; 8 is the most\n")
    assert float(rest.split(";")[0]) > 8


def test_clarity_tells_hard_words_but_not_explained_or_allowed_ones(project: Project) -> None:
    project.edit(
        BIKE, "why: A dry chain wears out.", "why: Satellite navigation, organisation and maintenance wear out."
    )
    project.write(BIKE, project.read(BIKE) + "clarity: {allowed: [organisation]}\n")
    result = project.run("-m", "macros", "clarity")
    row = next(line for line in result.stdout.splitlines() if line.startswith("red flag squeak"))
    assert row.split()[-1] == "maintenance"


def test_an_aim_that_is_missed_is_no_fault(project: Project) -> None:
    page = "docs/red-flags.md"
    long = "Get off the bicycle, put it on its side well away from the road, and look at all of it."
    project.edit(page, "# Do not ride\n", f"# Do not ride\n\n{long}\n")
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stderr) == (0, "")
    assert f"Aims missed, which is no fault:\n{page}: 20.0 words a sentence; the aim is 14\n" in result.stdout


@pytest.mark.parametrize("language", languages())
def test_the_formula_of_a_language_finds_its_long_words_harder(language: str) -> None:
    short, long = (
        Unit("page", [(words, ())], []) for words in ("La sal va al mar.", "Administrativamente incomprensible.")
    )
    worse = {"flesch_kincaid_grade": 1, "szigriszt_pazos": -1, "": 0}[of(language).measure]
    assert not worse or worse * long.score(language) > worse * short.score(language)


def test_sentences_of_other_languages_end_where_they_end() -> None:
    assert sentences("¿Duele? ¡Pare! ¿Sí? Él no. Use 3.5 kg.") == ["¿Duele?", "¡Pare!", "¿Sí?", "Él no.", "Use 3.5 kg."]
    assert len(sentences("هل يؤلم؟ توقف الآن. لا تضغط.")) == 3


def test_clarity_stops_where_the_build_stops(project: Project) -> None:
    line = project.edit(PAGE, "A rider without", "![](a.svg) A rider without")
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"{PAGE}:{line}: {NO_ALT}\n")


def test_clarity_without_its_tool_says_how_to_get_it(project: Project) -> None:
    (project.folder / "textstat.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'textstat'\", name='textstat')\n"
    )
    result = project.run("-m", "macros", "clarity")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "textstat is not installed: run `make test`, or .venv/bin/python -m pip install --require-hashes -r requirements-dev.txt\n"
    )
