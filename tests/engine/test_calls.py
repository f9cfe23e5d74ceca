"""A fault in a macro call on a page gives one clear line, before anything renders."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.conftest import Project

PAGE = "docs/index.md"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('{{ red_flag("brake") }}', "red_flag(): unknown red flag 'brake' (did you mean 'brakes'?)"),
        ('{{ faq("how-offen") }}', "faq(): unknown question 'how-offen' (did you mean 'how-often'?)"),
        ('{{ faq(category="safty") }}', "faq(): unknown category 'safty' (did you mean 'safety'?)"),
        ('{{ red_flags(level="urgnt") }}', "red_flags(): unknown level 'urgnt' (did you mean 'urgent'?)"),
        ('Call {{ help_line("emergancy") }}.', "help_line(): unknown help line 'emergancy' (did you mean 'emergency'?)"),
        ('Words.{{ cite("shop-rul") }}', "cite(): unknown source 'shop-rul' (did you mean 'shop-rule'?)"),
        (
            '{{ red_flg("brakes") }}',
            "red_flg(): unknown macro (did you mean 'red_flag'?); the macros are ask_first, changes, cite, "
            "clinic_sheet, embed_builder, embed_origin, embed_policies, evidence, evidence_list, faq, glossary, help_line, help_lines, red_flag, "
            "red_flags, safety_check, sign, sources",
        ),
        ('{{ faq(categry="safety") }}', "faq(): unknown argument 'categry' (did you mean 'category'?); it takes category"),
        ("{{ red_flag(brakes) }}", "red_flag(brakes): 'brakes' needs quotes: \"brakes\""),
        ("{{ faq(how-often) }}", "faq(how-often): 'how-often' needs quotes: \"how-often\""),
        ('{{ red_flag("brakes", level="urgent") }}', "red_flag(): takes ids or level, not both"),
        ('{{ red_flag("brakes", "crash", 1) }}', "red_flag(): needs other arguments: red_flag(id=None, level=None)"),
        ("{{ faq(1) }}", "faq(): ids needs text in quotes, not 1"),
        ('{{ red_flag("brakes" }}', "a bracket or a quote is never closed: {{ red_flag(\"brakes\" }}"),
        ('{{ red_flag("brakes) }}', "a bracket or a quote is never closed: {{ red_flag(\"brakes) }}"),
        ('{{ red_flag("brakes")', "'{{' is never closed: end the call with '}}'"),
        ("{{ red_flags }}", "'red_flags' needs brackets: {{ red_flags() }}"),
        (
            "{{ brakes }}",
            "unknown name 'brakes'; the macros are ask_first, changes, cite, clinic_sheet, embed_builder, embed_origin, "
            "embed_policies, evidence, evidence_list, faq, glossary, help_line, help_lines, red_flag, red_flags, safety_check, sign, sources",
        ),
        ('See {{ red_flag("brakes") }} here.', "red_flag(): draws a block: it needs a line of its own"),
        ("{{ 1 + 1 }}", "a page may hold macro calls, and nothing else of Jinja"),
        ('{{ "[[" ~ "component faq]]" }}', "a page may hold macro calls, and nothing else of Jinja"),
        ("{% include 'mkdocs.yml' %}", "a page may hold macro calls, and nothing else of Jinja"),
        ("a [[component help_line nothing]] b", "'[[component' is the build's own mark: call the macro, {{ faq() }}"),
        ("Ring 999 now.", 'a phone number, \'999\', belongs in the data; write {{ help_line("emergency") }} here'),
    ],
)  # fmt: skip
def test_a_fault_on_a_page_is_one_line(project: Project, call: str, expected: str) -> None:
    line = project.edit(PAGE, "{{ red_flags() }}", call)
    result = project.build()
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"{PAGE}:{line}: {expected}\n"


def test_front_matter_does_not_move_the_line(project: Project) -> None:
    project.write(PAGE, project.read(PAGE).replace("---\n", "---\ndescription: Words\n", 1))
    line = project.edit(PAGE, "{{ red_flags() }}", '{{ red_flag("nothing-like-it") }}')
    assert project.build().stderr == f"{PAGE}:{line}: red_flag(): unknown red flag 'nothing-like-it'\n"


def test_faults_of_data_and_pages_come_together(project: Project) -> None:
    data = project.edit("docs/_data/bike.yml", "name: A squeak\n", "name: 12\n")
    first = project.edit(PAGE, "{{ red_flags() }}", "{{ red_flgs() }}")
    second = project.edit("docs/check.md", "{{ ask_first() }}", "{{ ask_first(1) }}")
    assert [line.split(": ")[0] for line in project.build().stderr.splitlines()] == [
        f"docs/_data/bike.yml:{data}",
        f"docs/check.md:{second}",
        f"{PAGE}:{first}",
    ]


def test_a_link_in_the_data_to_a_missing_page(project: Project) -> None:
    line = project.edit("docs/_data/bike.yml", "/red-flags.md#brakes", "/red-flag.md#brakes")
    assert project.build().stderr == (
        f"docs/_data/bike.yml:{line - 1}: faq[0].answer: no page '/red-flag.md' (did you mean 'red-flags.md'?)\n"
    )


def test_a_link_in_the_data_to_a_missing_heading(project: Project) -> None:
    line = project.edit("docs/_data/bike.yml", "/red-flags.md#brakes", "/red-flags.md#brake")
    assert project.build().stderr == (
        f"docs/_data/bike.yml:{line - 1}: faq[0].answer: page 'red-flags.md' has no heading '#brake' (did you mean 'brakes'?)\n"
    )


def test_a_page_in_another_encoding(project: Project) -> None:
    path = project.folder / PAGE
    path.write_bytes(path.read_bytes() + b"\nCaf\xe9\n")
    line = path.read_bytes().count(b"\n")
    assert project.build().stderr == f"{PAGE}:{line}: is not UTF-8\n"


@pytest.mark.parametrize("region", ["uk1", "UK", "uk "])
def test_an_unknown_region(project: Project, region: str) -> None:
    assert project.build(REGION=region).stderr == (
        f"REGION: unknown region '{region}' (did you mean 'uk'?); the regions are international, uk, ie, us, ca, au, nz, eu\n"
    )


def test_a_build_day_that_is_no_number(project: Project) -> None:
    assert project.build(SOURCE_DATE_EPOCH="tomorrow").stderr == (
        "SOURCE_DATE_EPOCH: 'tomorrow' is not a number of seconds since 1970\n"
    )


def test_a_broken_template_is_named(project: Project) -> None:
    project.own("macros")
    project.edit("macros/components/glossary/template.html", "{% endfor %}\n</dl>", "</dl>")
    result = project.build()
    assert result.returncode == 1
    assert result.stderr.startswith("macros/components/glossary/template.html:6: Unexpected end of template.")
    assert result.stderr.count("\n") == 1


def test_a_broken_template_that_only_the_theme_asks_for_is_named(project: Project) -> None:
    project.own("overrides")
    project.own("macros")
    project.edit("overrides/404.html", "{% block content %}", '{% block content %}{{ component("help_lines") }}')
    project.write("macros/components/help_lines/template.html", "<div>{{ nothing }}</div>\n")
    result = project.build()
    told = "macros/components/help_lines/template.html:1: 'nothing' is undefined\n"
    assert (result.returncode, result.stderr) == (1, told)


def test_a_call_that_is_indented_like_code_is_told_and_not_lost(project: Project) -> None:
    line = project.edit(PAGE, "{{ red_flags() }}", "    {{ red_flags() }}")
    assert project.build().stderr == (
        f"{PAGE}:{line}: a macro call was not drawn: its line is indented like code, or something round it is not closed\n"
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ('1. Step\n\n        {{ faq("how-often") }}\n', (2,)),
        ("Text\n\n    {{ red_flags() }}\n", (2,)),
        ("<div>\n{{ red_flags() }}\n", (1,)),
        ('    {{ help_lines() }}\n\nText {{ cite("shop-rule") }}\n\n    {{ faq(category="safety") }}\n', (0, 4)),
        ('    {{ help_line("urgent") }}\n', (0,)),
    ],
)
def test_the_line_of_a_call_that_was_not_drawn_is_its_own(project: Project, words: str, lines: tuple[int, ...]) -> None:
    start = project.edit(PAGE, "{{ sources() }}", f"{{{{ sources() }}}}\n\n{words}") + 2
    what = "a macro call was not drawn: its line is indented like code, or something round it is not closed"
    assert project.build().stderr == "".join(f"{PAGE}:{start + line}: {what}\n" for line in lines)


def test_one_line_leads_to_the_evidence_of_a_page(project: Project) -> None:
    line = project.edit(PAGE, "{{ sources() }}", "{{ sources() }}\n\n{{ sources() }}")
    what = "stands on the page already: one line leads to its evidence"
    assert project.build().stderr == f"{PAGE}:{line + 2}: sources(): {what}\n"


def test_a_line_that_leads_to_no_evidence_is_told(project: Project) -> None:
    text = project.read(PAGE)
    project.write(PAGE, re.sub(r"\{\{ cite\(.*?\) \}\}", "", text))
    what = "the page has no {{ cite(…) }} and no {{ evidence(…) }}: nothing for it to lead to"
    assert f"{PAGE}:{_line(text, '{{ sources() }}')}: sources(): {what}\n" in project.build().stderr


def test_a_page_with_sources_leads_to_them(project: Project) -> None:
    text = project.read(PAGE)
    project.edit(PAGE, "{{ sources() }}", "")
    what = "the page has sources but no {{ sources() }} that leads to them: write it at the end"
    assert project.build().stderr == f"{PAGE}:{_line(text, '{{ cite(')}: cite(): {what}\n"


def test_a_site_without_a_page_of_the_evidence_is_told(project: Project) -> None:
    (project.folder / "docs/evidence.md").unlink()
    project.edit("mkdocs.yml", "  - Evidence: evidence.md\n", "")
    what = "leads to 'evidence.md', which the site does not have: write it, with {{ evidence_list() }}"
    assert f"sources(): {what}\n" in project.build().stderr


@pytest.mark.parametrize(
    ("call", "what"),
    [
        ('{{ evidence(" ", "shop-rule") }}', "the claim is empty: say what was found, in a sentence or two"),
        ('{{ evidence("It is so.") }}', "no source: name at least one after the claim"),
        ('{{ evidence("It is so.", "shop-rul") }}', "unknown source 'shop-rul' (did you mean 'shop-rule'?)"),
    ],
)
def test_evidence_says_something_and_names_its_source(project: Project, call: str, what: str) -> None:
    line = project.edit(PAGE, "{{ sources() }}", f"{call}\n\n{{{{ sources() }}}}")
    assert project.build().stderr == f"{PAGE}:{line}: evidence(): {what}\n"


def _line(text: str, words: str) -> int:
    return text.count("\n", 0, text.index(words)) + 1


def test_a_fault_is_one_line_of_bearable_length_whatever_it_quotes(project: Project) -> None:
    line = project.edit(PAGE, "{{ red_flags() }}", '{{ red_flag("' + "a\u2028" * 2000 + '") }}')
    character, told = project.build().stderr.split("\n")[:-1]
    assert character.startswith(f"{PAGE}:{line}: a control character, U+2028, stands after")
    assert told.startswith(f"{PAGE}:{line}: red_flag(): unknown red flag 'a\\u2028a")
    assert len(told) < 600


def test_a_heading_with_an_id_is_no_comment(project: Project) -> None:
    project.edit(PAGE, "## Before a ride", "## Before a ride {#before}")
    assert '<h2 id="before">Before a ride</h2>' in (project.built() / "index.html").read_text(encoding="utf-8")


def test_a_phone_number_over_two_lines_is_told(project: Project) -> None:
    project.edit("docs/_data/bike.yml", 'say: "999", numbers: ["999"]', 'say: 0300 123 456, numbers: ["0300 123 456"]')
    line = project.edit(PAGE, "{{ red_flags() }}", "Words.\n\n- Ring 0300 123\n  456 now.") + 2
    assert project.build().stderr == (
        f"{PAGE}:{line}: a phone number, '0300 123 456', belongs in the data; "
        'write {{ help_line("emergency") }} here\n'
    )


def test_every_slip_in_a_folder_of_components_is_one_line(project: Project) -> None:
    project.own("macros")
    home = project.folder / "macros/components"
    shutil.copytree(home / "faq", home / "questions")
    shutil.copytree(home / "faq", home / "glossari")
    (home / "glossari/view.py").write_text("def glosary(on): ...\n", encoding="utf-8")
    shutil.copytree(home / "glossary", project.folder / "macros/embed/components/glossary")
    (home / "changes/template.html").unlink()
    (home / "help_lines/view.py").unlink()
    (home / "my-card").mkdir()
    (home / "my-card/template.html").touch()
    (home / "gone/__pycache__").mkdir(parents=True)
    result = project.build()
    assert (result.returncode, result.stderr.splitlines()) == (
        1,
        [
            "macros/components/changes: has no template.html: nothing would be drawn",
            "macros/components/glossari/view.py: has no function 'glossari' (did you mean 'glosary'?)",
            "macros/components/help_lines: has no view.py with the function 'help_lines': without it no page can call the component",
            "macros/components/my-card: a component's name has small letters, digits and underscores, and begins with a letter",
            "macros/components/questions/view.py: has no function 'questions'; it has 'faq', whose name macros/components/faq has",
            "macros/embed/components/glossary: the name is taken by macros/components/glossary",
        ],
    )


def test_a_component_needs_nothing_but_its_folder(project: Project) -> None:
    project.own("macros")
    home = project.folder / "macros/components/bell"
    home.mkdir()
    (home / "view.py").write_text("def bell(on, loud: bool = False):\n    return {'loud': loud}\n", encoding="utf-8")
    project.write("macros/components/bell/template.html", "<p class=\"bell\">{{ 'RING' if loud else 'ring' }}</p>")
    project.write("macros/components/bell/style.css", ".md-typeset .bell { top: 271px; }")
    project.edit("docs/index.md", "{{ glossary() }}", "{{ bell(loud=True) }}\n\n{{ glossary() }}")
    site = project.built()
    assert '<p class="bell">RING</p>' in (site / "index.html").read_text(encoding="utf-8")
    assert ".bell{top:271px}" in (site / "assets/pages.css").read_text(encoding="utf-8")
    shutil.rmtree(home)
    result = project.build()
    assert result.stderr.startswith("docs/index.md:") and "bell(): unknown macro" in result.stderr
