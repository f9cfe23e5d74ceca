"""A sign has one home: what tells it again, or says how fast to act without it, is a fault that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.data.library import Library, load
from macros.pages import signs
from macros.pages.page import Page
from tests.conftest import Project

BIKE = "docs/_data/bike.yml"
URGENCY = r"""urgency:
  - {name: to call somebody, pattern: '\bcall\s+(?:now|the\s+shop)\b'}
  - {name: to go there, pattern: '\bgo\s+to\s+(?:the|a)\s+(?:\w+\s+)?shop\b'}
"""
FLAGS = """  - id: wheel
    level: urgent
    group: wheels
    name: A loose wheel
    sign: a wheel wobbles from side to side when you push it hard
    do: Tighten it.
    care: stop
    sources: [shop-rule]
"""


URGENT_WORDS = (
    "Call an ambulance.",
    "Phone your doctor today.",
    "Ring your maternity unit.",
    "Get medical advice today.",
    "It needs advice today.",
    "Such a leg should be seen today.",
    "Book a visit in a week.",
    "Make an appointment.",
    "Go to the emergency department.",
    "See a doctor if it lasts.",
)
CALM_WORDS = (
    "Some people call them knots.",
    "Ask your prescriber or pharmacist first.",
    "Follow the advice of a GP or physiotherapist.",
    "A GP can find the cause.",
    "Seek out a trained therapist.",
    "Once a day is enough.",
    "Book a therapist who asks about your health.",
)


@pytest.fixture
def held(project: Project) -> Project:
    """The second topic, held to the rules: what it says of its own that they refuse is taken out."""
    project.edit(BIKE, "urgency: none\n", URGENCY)
    project.edit(BIKE, "ask_first:\n", f"{FLAGS}ask_first:\n")
    project.edit(BIKE, " If you fell, call {emergency}.", "")
    project.edit(BIKE, "When do you call {emergency}?", "When do you ask for help?")
    return project


def library(project: Project) -> Library:
    return load(project.folder / BIKE, BIKE)


def on_a_page(project: Project, words: str) -> list[str]:
    page = Page("tips.md", "docs/tips.md", f"# Tips\n\n{words}\n")
    return [str(page.fault(at, "", what)) for page, at, what in signs.check_pages([page], library(project))]


NEAR = 'call {{ red_flags("wheel") }} or {{ sign("wheel") }} instead'
NONE = NEAR.replace("wheel", "…")
CALL = "'call the shop' says how fast to act (to call somebody), which only a called sign does"
ALONE = "the help line 'urgent' needs a called sign beside it, which says when"


@pytest.mark.parametrize(
    ("words", "line", "what"),
    [
        ("In that case call the shop.", 3, f"{CALL}: {NONE}"),
        ("Words.\n\n- One.\n- If a wheel wobbles,\n  **call the\n  shop**.", 7, f"{CALL}: {NEAR}"),
        ("| do |\n|---|\n| Go to a bicycle shop. |", 5, f"'Go to a bicycle shop' says how fast to act (to go there), which only a called sign does: {NONE}"),
        ("## Call now", 3, f"'Call now' says how fast to act (to call somebody), which only a called sign does: {NONE}"),
        ('Ask {{ help_line("urgent") }}.', 3, f"{ALONE}: {NONE}"),
        ("Ask {{ help_line(name='urgent') }} about a wheel that wobbles.", 3, f"{ALONE}: {NEAR}"),
        ('{{ sign("crash") }}\n\nAsk {{ help_line("urgent") }}.', 5, f"{ALONE}: {NONE}"),
        ('- If {{ sign("wheel") }}.\n- Ask {{ help_line("urgent") }}.', 4, f"{ALONE}: {NONE}"),
        ('If {{ sign("crash") }}, ask {{ help_line("urgent") }}.', 3, 'the help line \'urgent\' stands with a sign that is emergency: write {{ help_line("emergency") }}'),
        ('If {{ sign("crash") }}, call the shop.', 3, f"{CALL}: {NONE}"),
        ("Look whether a wheel wobbles from side to side.", 3, f"tells the sign of 'wheel' again ('a wheel wobbles from side to side when you push it hard'): {NEAR}"),
        ("Pushed hard, does it wobble?\n\nThe wheel wobbles: side to side, when you push hard.", 5, f"tells the sign of 'wheel' again ('a wheel wobbles from side to side when you push it hard'): {NEAR}"),
        ("Is there a *brake lever* that touches the handlebar?", 3, f"tells the sign of 'brakes' again ('a brake lever touches the handlebar'): {NEAR.replace('wheel', 'brakes')}"),
    ],
)  # fmt: skip
def test_a_page_that_says_how_fast_to_act_or_tells_a_sign_again(
    held: Project, words: str, line: int, what: str
) -> None:
    assert on_a_page(held, words) == [f"docs/tips.md:{line}: {what}"]


@pytest.mark.parametrize(
    "words",
    [
        'If {{ sign("wheel") }}, ask {{ help_line("urgent") }}.',
        'Call {{ help_line("emergency") }} now if:\n\n- {{ sign("crash") }}\n- it rains',
        'Ask {{ help_line("urgent") }} today if\n{{ sign("brakes") }}.',
        '{{ red_flags("wheel") }}',
        "A wheel that wobbles is common. Push it from side to side.",
        "Some shops call this play. It is hard to see.",
        "Doctors call it a wobble.",
    ],
)
def test_a_page_that_calls_a_sign_or_speaks_of_something_else(held: Project, words: str) -> None:
    assert on_a_page(held, words) == []


def test_front_matter_is_read_too(held: Project) -> None:
    page = Page("a.md", "docs/a.md", "---\ndescription: When to call the shop.\n---\n\n# A\n")
    ((_, at, what),) = signs.check_pages([page], library(held))
    assert (page.source[:at].count("\n") + 1, what) == (2, f"{CALL}: {NONE}")


IN_DATA = "name '{}' under its 'red_flags' instead"


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("knee is almost straight.", "knee is almost straight. If a wheel wobbles, call the shop.", "faq[1].answer", f"{CALL}: {IN_DATA.format('wheel')}"),
        ("knee is almost straight.", "knee is almost straight. If not, ask {urgent}.", "faq[1].answer", f"the help line '{{urgent}}' says how fast to act, which only a called sign does: {IN_DATA.format('…')}"),
        ("knee is almost straight.", "knee is almost straight. See that no wheel wobbles from side to side.", "faq[1].answer", f"tells the sign of 'wheel' again ('a wheel wobbles from side to side when you push it hard'): {IN_DATA.format('wheel')}"),
        ("Ask whether they need changing.", "Then call the shop.", "ask_first[0].advice", f"{CALL}: {IN_DATA.format('…')}"),
        ("advice: Look again before the next ride.", "advice: Or call the shop.", "check.none.advice", f"{CALL}: {IN_DATA.format('…')}"),
        ("What you squeeze to brake", "Without it call the shop", "glossary[0].meaning", f"{CALL}: leave it out"),
        ("When somebody is hurt.", "Then call the shop.", "teach_back[0].holds", f"{CALL}: leave it out"),
        ("What to look at before a ride, and", "Call the shop, and", "topic.summary", f"{CALL}: leave it out".replace("'call", "'Call")),
    ],
)  # fmt: skip
def test_words_of_the_data_that_say_how_fast_to_act_or_tell_a_sign_again(
    held: Project, old: str, new: str, place: str, what: str
) -> None:
    line = held.edit(BIKE, old, new)
    (found,) = map(str, signs.check_data(library(held)))
    assert found.split(": ", 1)[1] == f"{place}: {what}"
    assert line - 1 <= int(found.split(":")[1]) <= line


def test_a_red_flag_and_a_readers_own_question_may_say_it(held: Project) -> None:
    held.edit(BIKE, "Oil the chain.", "Call the shop, {urgent}.")
    held.edit(BIKE, "How high should the saddle be?", "Should I call the shop?")
    held.edit(BIKE, "    red_flags: []\n", "    red_flags: []\n    search: [call now]\n")
    assert list(signs.check_data(library(held))) == []


@pytest.mark.parametrize("text", URGENT_WORDS)
def test_the_engine_knows_words_that_say_how_fast_to_act(project: Project, text: str) -> None:
    assert on_a_page(project, text) == []
    project.edit(BIKE, "urgency: none\n", "")
    (found,) = on_a_page(project, text)
    assert "says how fast to act" in found


@pytest.mark.parametrize("text", CALM_WORDS)
def test_other_words_about_help_are_free(project: Project, text: str) -> None:
    project.edit(BIKE, "urgency: none\n", "")
    assert on_a_page(project, text) == []


def test_a_guide_that_says_so_is_not_held_to_the_rules(project: Project) -> None:
    assert on_a_page(project, "Call the shop. A brake lever touches the handlebar.") == []
    assert list(signs.check_data(library(project))) == []


@pytest.mark.parametrize(
    ("level", "sign", "what"),
    [
        ("emergency", "something squeaks on every turn", "has the same words as the sign of 'squeak', at two levels, non-urgent and emergency"),
        ("non-urgent", "something **squeaks** on every turn", "has the same words as the sign of 'squeak'"),
        ("urgent", "on every turn something squeaks loudly", "has nearly the same words as the sign of 'squeak', at two levels, non-urgent and urgent"),
        ("non-urgent", "on every turn something squeaks loudly", ""),
        ("urgent", "something squeaks only in the rain", ""),
    ],
)  # fmt: skip
def test_two_signs_of_the_same_words_or_of_nearly_the_same_at_two_levels(
    project: Project, level: str, sign: str, what: str
) -> None:
    flag = FLAGS.replace("urgent", level).replace("a wheel wobbles from side to side when you push it hard", sign)
    line = project.edit(BIKE, "ask_first:\n", f"{flag}ask_first:\n") + 4
    assert list(map(str, signs.twins(library(project)))) == (
        [f"{BIKE}:{line}: red_flags[3].sign: {what}"] if what else []
    )


def test_the_build_refuses_it(held: Project, tmp_path: Path) -> None:
    line = held.edit(
        "docs/index.md", "In an accident, call {{ help_line", "Or call the shop. In an accident, call {{ help_line"
    )
    result = held.build()
    assert result.returncode == 1
    what = "the help line 'emergency' needs a called sign beside it, which says when"
    assert result.stderr.splitlines() == [f"docs/index.md:{line}: {what}: {NONE}"]
    held.edit("docs/index.md", "Or call the shop. In an accident, call", 'If {{ sign("crash") }}, call')
    held.edit("docs/red-flags.md", '{{ red_flag("squeak") }}', '{{ red_flag("squeak") }}\n\n{{ red_flag("wheel") }}')
    held.built()
