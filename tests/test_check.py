"""The safety check as a reader meets it: with a script answers to press and a result, without one a list."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from macros.data.library import load
from macros.data.model import LEVELS, Outcome, SafetyQuestion
from tests.browsers import firefox
from tests.conftest import ROOT, axe, missing, pdf_text

GUIDE = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide
CHECK = GUIDE.safety_check
IDS = [question.id for question in CHECK.questions]
ALONE = {question.id: question.yes for question in CHECK.questions}
CARES = ("stop", "ask-first", "gentle")
EMERGENCY = next(ident for ident in IDS if ALONE[ident].level == "emergency")
URGENT = next(ident for ident in IDS if ALONE[ident].level == "urgent")
WATCH = """
  window.trouble = [];
  addEventListener("securitypolicyviolation", (event) => trouble.push(event.blockedURI + " " + event.violatedDirective));
"""

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the check as a reader with the given settings does. What went wrong on it in silence fails the test."""
    opened: list[tuple[BrowserContext, Page, list[str]]] = []

    def visit(fragment: str = "", **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 390, "height": 800}, **settings})
        context.set_default_timeout(30_000)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(WATCH)
        page.goto(f"{address}check/{fragment}")
        opened.append((context, page, said))
        return page

    yield visit
    for context, page, said in opened:
        trouble = page.evaluate("window.trouble") or []
        context.close()
        assert said + trouble == []


def question(page: Page, ident: str) -> Locator:
    return page.locator(f'.check__question[data-id="{ident}"]')


def answer(page: Page, **answers: bool) -> None:
    """Press the answers, in their order; a question that is hidden is passed over."""
    for ident, yes in answers.items():
        asked = question(page, ident.replace("_", "-"))
        if asked.is_visible():
            asked.get_by_role("radio").nth(0 if yes else 1).check()


def answer_all(page: Page, *yes: str) -> None:
    """Answer every question, in one go: a press of each by hand takes the most of a second."""
    press = """yes => {
      for (const item of document.querySelectorAll(".check__question"))
        if (item.checkVisibility()) item.querySelectorAll("input")[yes.includes(item.dataset.id) ? 0 : 1].click();
    }"""
    page.evaluate(press, list(yes))


def again(page: Page) -> Locator:
    return page.get_by_role("button", name=GUIDE.strings.check_again)


def head(page: Page) -> str:
    """What heads the result and is said aloud."""
    return words(page.locator(".check__result > :is([role=alert], [role=status]) > .outcome"))


def words(place: Locator) -> str:
    return " ".join(" ".join(place.all_inner_texts()).split())


def first_words(outcome: Outcome) -> str:
    """Words of an outcome's advice up to its first help line, as they stand on the page."""
    return outcome.advice.split("{")[0].split("\n")[0].split(". ")[0].split("[")[0].replace("**", "").strip()


def expected_head(level: str | None, care: str) -> str:
    """The level's word, what to do and who to turn to, then the care: as the page's data has them."""
    region = GUIDE.help_lines["international"]
    strings = GUIDE.strings.level
    parts = []
    if level:
        action = strings[level].action  # type: ignore[index]
        for line in ("emergency", "urgent", "routine"):
            action = action.replace("{" + line + "}", region[line].say)
        parts = [strings[level].name, action]  # type: ignore[index]
    label = GUIDE.topic.care[care]  # type: ignore[index]
    return " ".join([*parts, f"{label.label}.", label.advice])


def result_of(yes: tuple[str, ...]) -> tuple[str | None, str]:
    """What the data says: the most urgent level and the most careful care, of these answers alone and together."""
    outcomes = [ALONE[ident] for ident in yes] + [
        together.outcome
        for together in CHECK.together
        if set(together.all_of) <= set(yes) and (not together.any_of or set(together.any_of) & set(yes))
    ]
    outcomes = outcomes or [CHECK.none]
    level = next((level for level in LEVELS if any(outcome.level == level for outcome in outcomes)), None)
    if level == "emergency":
        outcomes = [outcome for outcome in outcomes if outcome.level == level]
    return level, next(care for care in CARES if any(outcome.care == care for outcome in outcomes))


def test_without_a_script_it_is_a_list_of_everything(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator(".check :is(h3, .outcome, section)").count() > len(IDS)
    for part in page.locator(".check :is(h3, .outcome, section, .label)").all():
        assert part.is_visible()
    assert not page.locator(".check :is(input, fieldset, button, .check__result)").count()


def test_with_a_script_all_questions_stand_in_order_and_no_outcome_does(visit: Visit) -> None:
    page = visit()
    shown = page.locator(".check__question h3")
    assert shown.all_inner_texts() == [question.question for question in CHECK.questions]
    assert all(heading.is_visible() for heading in shown.all())
    assert not page.locator(".check .outcome:visible").count()
    assert not page.locator(":is(.check__together, .check__none):visible").count()
    for asked in CHECK.questions:
        group = page.get_by_role("group", name=asked.question)
        assert [radio.get_attribute("type") for radio in group.get_by_role("radio").all()] == ["radio"] * 2
        for label in group.locator("label").all():
            box = label.bounding_box()
            assert box and box["height"] >= 44 and box["width"] >= 44
    assert f"{len(IDS)} of {len(IDS)}" in words(page.locator(".check__status"))


def test_each_yes_leads_to_its_level_and_its_action(visit: Visit) -> None:
    page = visit()
    for asked in CHECK.questions:
        each_yes(page, asked)
        again(page).click()


def each_yes(page: Page, asked: SafetyQuestion) -> None:
    answer(page, **{asked.id: True})
    result = page.locator(".check__result")
    if asked.yes.level != "emergency":
        assert first_words(asked.yes) in words(question(page, asked.id)), "under its question at once"
    assert first_words(asked.yes) in words(result)
    if asked.yes.care == "gentle":
        assert head(page) == "", "'gentle' waits until nothing else can be yes"
        assert GUIDE.topic.care.gentle.label not in words(page.locator(".check"))
    answer_all(page, asked.id)
    assert head(page) == expected_head(asked.yes.level, asked.yes.care)


PAIRS = [pair for pair in combinations(IDS, 2) if all(ALONE[ident].level != "emergency" for ident in pair)]


def test_every_two_answers_lead_to_the_level_that_they_have_together(visit: Visit) -> None:
    """Those that count more together, those that do not, and three at a time of the ones that the data names."""
    page = visit()
    named = {ident for together in CHECK.together for ident in (*together.all_of, *together.any_of)}
    assert named, "the data has answers that count together"
    satisfied = 0
    for yes in [*PAIRS, *combinations([ident for ident in IDS if ident in named], 3)]:
        answer_all(page, *yes)
        level, care = result_of(yes)
        assert head(page) == expected_head(level, care), yes
        satisfied += level is not None and all(ALONE[ident].level != level for ident in yes)
        for together in CHECK.together:
            applies = set(together.all_of) <= set(yes) and bool(set(together.any_of) & set(yes))
            assert (first_words(together.outcome) in words(page.locator(".check__result"))) == applies, yes
    assert satisfied >= 2


def test_what_answers_mean_together_takes_the_place_of_what_each_means_alone(visit: Visit) -> None:
    """Alone one can wait, and another is fine: nobody may read that beside "today"."""
    page = visit()
    for together in CHECK.together:
        for other in together.any_of:
            answer_all(page, *together.all_of)
            assert first_words(ALONE[together.all_of[0]]) in words(question(page, together.all_of[0]))
            answer(page, **{other: True})
            for ident in (*together.all_of, other):
                under = words(question(page, ident))
                assert first_words(together.outcome) in under
                assert first_words(ALONE[ident]) not in under + words(page.locator(".check__result"))


@pytest.mark.parametrize("ident", [ident for ident in IDS if ALONE[ident].level == "emergency"])
def test_an_emergency_ends_it_at_once(visit: Visit, ident: str) -> None:
    page = visit()
    answer(page, **{URGENT: True})
    at_the_foot_of_the_screen = "e => { e.scrollIntoView({ block: 'end' }); e.focus({ preventScroll: true }); }"
    question(page, ident).locator("input").first.evaluate(at_the_foot_of_the_screen)
    page.keyboard.press("Space")
    assert [e.get_attribute("data-id") for e in page.locator(".check__question:visible").all()] == [ident]
    alert = page.get_by_role("alert").filter(has_text=GUIDE.strings.level.emergency.name)
    assert words(alert) == expected_head("emergency", ALONE[ident].care)
    assert first_words(ALONE[URGENT]) not in words(page.locator(".check"))
    assert GUIDE.strings.check_ended in words(page.locator(".check__status"))
    for place in (question(page, ident).locator("input").first, page.locator(".check__result .outcome").first):
        box = place.bounding_box()
        assert box and 50 < box["y"] < box["y"] + box["height"] < 800, "in sight, below the page's header"
    answer(page, **{ident: False})
    assert page.locator(".check__question:visible").count() == len(IDS), "a slip is put right by pressing no"
    assert question(page, URGENT).get_by_role("radio").first.is_checked()


def test_no_to_everything_never_says_safe(visit: Visit) -> None:
    page = visit()
    answer(page, **dict.fromkeys(IDS[:-1], False))
    assert head(page) == ""
    assert f"1 of {len(IDS)}" in words(page.locator(".check__status"))
    answer_all(page)
    said = words(page.locator(".check__result"))
    assert head(page) == expected_head(None, CHECK.none.care)
    page.locator(".check__none").evaluate("e => e.hidden = false")
    for part in page.locator(".check__none .outcome > div :is(p, li)").all():
        assert words(part) in said
    assert "safe" not in said.lower()
    assert page.locator(".check__status").inner_text() == ""


def test_it_says_how_many_questions_are_left(visit: Visit) -> None:
    page = visit()
    for number, ident in enumerate(reversed(IDS), 1):
        answer(page, **{ident: ident == URGENT})
        left = len(IDS) - number
        assert (f"{left} of {len(IDS)}" if left else "") in words(page.locator(".check__status"))
        if left and ident == URGENT:
            assert head(page).startswith(GUIDE.strings.level.urgent.name), "what is known is said, whatever is left"


def test_by_keyboard_to_nothing_then_from_the_start_to_an_emergency(visit: Visit) -> None:
    page = visit()
    press = page.keyboard.press
    for _ in range(200):
        press("Tab")
        if page.evaluate("document.activeElement.matches('.check__choice input')"):
            break
    for ident in IDS:
        assert page.evaluate("document.activeElement.closest('.check__question').dataset.id") == ident
        assert page.evaluate("getComputedStyle(document.activeElement.parentNode).outlineStyle") == "solid"
        press("ArrowDown")
        assert question(page, ident).get_by_role("radio").nth(1).is_checked()
        press("Tab")
    assert head(page) == expected_head(None, CHECK.none.care)
    for _ in range(20):
        if again(page).evaluate("e => e === document.activeElement"):
            break
        press("Tab")
    press("Enter")
    assert not page.locator(".check input:checked").count()
    assert page.evaluate("document.activeElement.closest('.check__question').dataset.id") == IDS[0]
    for _ in IDS[: IDS.index(EMERGENCY)]:
        press("Tab")
    press("Space")
    assert page.get_by_role("alert").filter(has_text=GUIDE.strings.level.emergency.name).count() == 1
    assert page.evaluate("document.activeElement.checked"), "the focus stays where the reader is"


WALKS: list[tuple[str, ...]] = [
    *((ident,) for ident in IDS),
    *((*together.all_of, other) for together in CHECK.together for other in together.any_of),
    *(pair for together in CHECK.together for pair in combinations(together.any_of, 2)),
    *((one, two) for one, two in PAIRS if ALONE[one].level != ALONE[two].level == result_of((one, two))[0]),
    (),
]
"""The questions to say yes to, no to all others: each alone, those that count more together, those that do not without
the rest, those of which a later one is more urgent, and none."""


def questions_until(yes: tuple[str, ...]) -> list[str]:
    """The questions that a reader meets: an emergency is the last."""
    last = next((ident for ident in IDS if ident in yes and ALONE[ident].level == "emergency"), IDS[-1])
    return IDS[: IDS.index(last) + 1]


def expected_under(yes: tuple[str, ...]) -> list[str]:
    """The headings over the first advice of a result: what is the most urgent, and then asks for the most care."""
    asked = {question.id: question.question for question in CHECK.questions}
    found = [(ALONE[ident], [asked[ident]]) for ident in yes] + [
        (together.outcome, [GUIDE.strings.check_together, *(asked[ident] for ident in IDS if ident in yes)])
        for together in CHECK.together
        if set(together.all_of) <= set(yes) and set(together.any_of) & set(yes)
    ]
    if not found:
        return []
    soonest = [*LEVELS, None]
    return min(found, key=lambda one: (soonest.index(one[0].level), CARES.index(one[0].care)))[1]


def test_the_walks_lead_to_every_level_and_every_care() -> None:
    assert {result_of(yes)[0] for yes in WALKS} == {*LEVELS, None}
    assert {result_of(yes)[1] for yes in WALKS} == set(CARES)
    for together in CHECK.together:
        assert together.any_of, "a walk takes each of these with all of the others"
    assert result_of(("new-ache", "recent-risk"))[0] == result_of(("new-ache", "long-trip-hormones"))[0] == "urgent"
    assert result_of(("recent-risk", "long-trip-hormones"))[0] is None


FOCUS = """(({ activeElement: e }) => e.closest(".check__question")
  ? e.matches(".check__choice input") ? e.closest(".check__question").dataset.id : "" : null)(document)"""
"""The question whose answers have the focus; "" for a link within a question."""


def tab_to(page: Page, there: str) -> None:
    """Press Tab until the focus is where an expression of the page says that it should be."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    pytest.fail(f"Tab never leads to: {there}")


def test_by_keyboard_alone_every_way_through_leads_to_its_level(visit: Visit) -> None:
    page = visit()
    tab_to(page, f"!!{FOCUS}")
    for yes in WALKS:
        for ident in questions_until(yes):
            assert page.evaluate(FOCUS) == ident, yes
            page.keyboard.press("Space" if ident in yes else "ArrowDown")
            tab_to(page, f'{FOCUS} !== ""')
        assert page.evaluate(FOCUS) is None, (yes, "no question is left")
        level, care = result_of(yes)
        assert head(page) == expected_head(level, care), yes
        first = page.locator(".check__result > div:not([role]) > .outcome").first
        assert first.locator(".check__of").all_inner_texts() == expected_under(yes), yes
        assert page.locator(".check__question:visible").count() == (1 if level == "emergency" else len(IDS)), yes
        if not page.evaluate("document.activeElement.matches('.check__result button')"):
            tab_to(page, "document.activeElement.matches('.check__result button')")
        page.keyboard.press("Enter")
        assert not page.locator(".check input:checked").count(), yes


def test_what_changes_is_in_live_regions_that_were_there_before(visit: Visit) -> None:
    page = visit()
    page.evaluate("window.regions = [...document.querySelectorAll('.check__result > [role]')]")
    assert page.evaluate("regions.map(e => e.getAttribute('role'))") == ["alert", "status", "status"]
    answer(page, **{URGENT: True})
    assert GUIDE.strings.level.urgent.name in page.evaluate("regions[1].textContent")
    page.evaluate("window.said = regions[1].firstChild")
    answer(page, **{IDS[-1]: False})
    assert page.evaluate("said.isConnected"), "the same verdict is not said again at every answer"
    answer(page, **{EMERGENCY: True})
    assert GUIDE.strings.level.emergency.name in page.evaluate("regions[0].textContent")
    assert page.evaluate("regions[1].textContent") == ""
    assert page.evaluate("regions.every(e => e.isConnected)")


@pytest.mark.parametrize("yes", [EMERGENCY, URGENT])
def test_start_again_leaves_nothing_behind(visit: Visit, yes: str) -> None:
    page = visit()
    before = page.locator(".check").inner_text()
    assert not again(page).is_visible()
    answer_all(page, yes)
    again(page).click()
    assert page.locator(".check").inner_text() == before
    assert not page.locator(".check input:checked").count()
    assert not again(page).is_visible()
    assert question(page, IDS[0]).is_visible()


def test_nothing_is_stored_and_nothing_is_sent(visit: Visit) -> None:
    page = visit()
    page.wait_for_load_state("networkidle")
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href])"
    before = page.evaluate(stored)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for yes in ((), (URGENT, IDS[-1]), (EMERGENCY,)):
        answer_all(page, *yes)
        again(page).click()
    answer_all(page, EMERGENCY)
    page.wait_for_timeout(200)
    assert requests == []
    assert page.evaluate(stored) == before
    assert page.context.cookies() == []
    page.reload()
    assert not page.locator(".check input:checked").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.evaluate(axe())
    for yes in (None, (EMERGENCY,), (URGENT, IDS[-1]), ())[:: 1 if scheme == "light" else 2]:
        if yes is not None:
            if again(page).is_visible():
                again(page).click()
            answer_all(page, *yes)
        found = page.evaluate("axe.run('.md-content')")
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == [], (scheme, yes)


def test_on_a_narrow_screen_nothing_scrolls_sideways_and_the_list_has_no_indent(visit: Visit) -> None:
    for script in (True, False):
        page = visit(viewport={"width": 320, "height": 640}, java_script_enabled=script)
        if script:
            answer_all(page, URGENT, IDS[-1])
        boxes = [page.locator(e).first.bounding_box() for e in (".check", ".check__questions", ".check__question")]
        assert len({box and box["x"] for box in boxes}) == 1
        if script:
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_forced_colours_show_which_answer_is_given(visit: Visit) -> None:
    page = visit(forced_colors="active")
    answer(page, **{URGENT: True})
    edge = "e => getComputedStyle(e).borderTopColor"
    yes, no = question(page, URGENT).locator("label").all()
    assert yes.evaluate(edge) != no.evaluate(edge)


def test_a_link_to_a_part_that_is_put_away_shows_it(visit: Visit) -> None:
    """The contents and the search lead there."""
    page = visit("#check-none")
    assert page.locator(".check__none").is_visible()
    assert page.locator("#check-none").bounding_box()["y"] < 800  # type: ignore[index]


def printed(page: Page, folder: Path) -> str:
    (folder / "check.pdf").write_bytes(page.pdf(format="A4"))
    return " ".join(pdf_text(folder / "check.pdf", "-raw").split())


def test_on_paper_with_no_answer_it_is_the_list_and_with_answers_the_result(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    whole = printed(page, tmp_path)
    assert whole == printed(visit(java_script_enabled=False), tmp_path)
    assert GUIDE.strings.check_none in whole and first_words(CHECK.none) in whole

    answer_all(page, URGENT)
    paper = printed(page, tmp_path)
    assert GUIDE.strings.check_result in paper and first_words(ALONE[URGENT]) in paper
    assert expected_head("urgent", "stop") in paper
    assert all(asked.question in paper for asked in CHECK.questions)
    given = [GUIDE.strings.check_answer_yes if ident == URGENT else GUIDE.strings.check_answer_no for ident in IDS]
    page.emulate_media(media="print")
    labels = page.locator(".check__choice:visible")
    assert [label.inner_text().strip() for label in labels.all()] == given
    assert first_words(ALONE[IDS[-1]]) not in paper and first_words(CHECK.none) not in paper

    page.emulate_media(media="null")
    again(page).click()
    answer(page, **{URGENT: True})
    assert all(first_words(ALONE[ident]) in printed(page, tmp_path) for ident in (URGENT, IDS[-1])), "not answered yet"

    again(page).click()
    answer(page, **{EMERGENCY: True})
    paper = printed(page, tmp_path)
    assert expected_head("emergency", "stop") in paper and first_words(ALONE[EMERGENCY]) in paper


# Firefox ---------------------------------------------------------------------------------------------------------------


def in_firefox(part: str, given: object, address: str, folder: Path, script: str = "firefox.mjs") -> dict[str, Any]:
    """What Firefox saw on its way through a part of firefox.mjs, or of another script beside it."""
    if not firefox():
        missing("Firefox", "what differs between browsers")
    node = str(ROOT / ".venv/bin/node")
    command = [node, str(ROOT / "tests" / script), str(firefox()), address, "", str(folder), part, json.dumps(given)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=120)
    finally:
        process.terminate()
        process.wait(20)
    assert process.returncode == 0
    saw = json.loads(said)
    assert "error" not in saw, saw["error"]
    return saw


def test_firefox_leads_by_keyboard_to_the_same_results(address: str, tmp_path: Path) -> None:
    saw = in_firefox("check", WALKS, address, tmp_path)
    assert [tuple(walk["yes"]) for walk in saw["walks"]] == WALKS
    for yes, walk in zip(WALKS, saw["walks"], strict=True):
        level, care = result_of(yes)
        ended = level == "emergency"
        assert walk["asked"] == questions_until(yes), yes
        assert walk["shown"] == (list(yes) if ended else IDS), yes
        assert walk["head"] == expected_head(level, care), yes
        assert walk["said"] == ("alert" if ended else "status"), yes
        assert walk["status"] == (GUIDE.strings.check_ended if ended else ""), yes
        assert walk["under"] == expected_under(yes), yes
        assert walk["left"] == 0, "Start again takes every answer away"
    assert first_words(CHECK.none) in saw["walks"][WALKS.index(())]["advice"]

    # Yes to every question from the last to the first: an emergency ends it, whatever was answered before.
    until = IDS[max(i for i, ident in enumerate(IDS) if ALONE[ident].level == "emergency") :]
    seen = saw["backward"]
    assert [step["id"] for step in seen] == until[::-1]
    for number, step in enumerate(seen[:-1], 1):
        level, care = result_of(tuple(until[-number:]))
        assert step["head"] == expected_head(level, care)
        assert step["shown"] == IDS
    assert seen[-1]["shown"] == until[:1]
    assert seen[-1]["head"] == expected_head("emergency", ALONE[until[0]].care)
    assert first_words(ALONE[until[0]]) in seen[-1]["advice"]
    assert seen[-1]["status"] == GUIDE.strings.check_ended
