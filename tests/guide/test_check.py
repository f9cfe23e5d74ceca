"""The check as a reader meets it: the signs and the ask-first list, asked step by step; without a script four lists."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from macros.data.library import load
from macros.data.model import LEVELS
from tests.browsers import firefox
from tests.conftest import ROOT, Project, axe, missing, pdf_text

GUIDE = load(ROOT / "docs/_data/calf.yml", "calf.yml").guide
STRINGS = GUIDE.strings
CARES = ("stop", "ask-first", "gentle")
MOST_WORDS = 1_000
"""The most words of the four lists, with what none of them means, where no script runs."""
WATCH = """
  window.trouble = [];
  addEventListener("securitypolicyviolation", (event) => trouble.push(event.blockedURI + " " + event.violatedDirective));
"""

Visit = Callable[..., Page]


class Box(NamedTuple):
    """A line of the check.

    Attributes:
        step: whose it is: a level, or "ask-first".
        id, text: of the red flag or of the entry.
        advice, care: what it leads to.
        named: the name under which its callout is linked; "" for none.
        others: red flags that are drawn with it.
    """

    step: str
    id: str
    text: str
    advice: str
    care: str
    named: str = ""
    others: tuple[str, ...] = ()


def flags(level: str) -> list[Box]:
    return [
        Box(level, flag.id, flag.sign, flag.do, flag.care, "" if level == "emergency" else flag.name)
        for group in GUIDE.groups
        for flag in GUIDE.red_flags
        if flag.level == level and flag.group == group
    ]


ASKED = [
    Box("ask-first", entry.id, entry.name, entry.advice, entry.care, others=entry.red_flags)
    for group in GUIDE.groups
    for entry in GUIDE.ask_first
    if entry.group == group
]
STEPS = {
    "emergency": flags("emergency"),
    "urgent": flags("urgent"),
    "ask-first": ASKED,
    "non-urgent": flags("non-urgent"),
}
BOXES = [box for boxes in STEPS.values() for box in boxes]
EMERGENCY, URGENT = STEPS["emergency"][0], STEPS["urgent"][0]


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


# What the data says -------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A text of the data as it is read on the international site, without marks of Markdown."""
    region = GUIDE.help_lines["international"]
    for name in ("emergency", "urgent", "routine"):
        text = text.replace("{" + name + "}", region[name].say)
    text = re.sub(r"^\s*- ", "", text, flags=re.M)
    return " ".join(re.sub(r"\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", text).split())


def action(level: str) -> str:
    words = STRINGS.level[level]  # type: ignore[index]
    return f"{words.name}: {plain(words.action)}"


def rule(care: str) -> str:
    label = GUIDE.topic.care[care]  # type: ignore[index]
    return f"{label.label}. {plain(label.advice)}"


def drawn(idents: tuple[str, ...]) -> list[str]:
    """Some red flags by level, in their own words."""
    found = []
    for level in LEVELS:
        signs = [flag.sign for ident in idents for flag in GUIDE.red_flags if flag.id == ident and flag.level == level]
        if signs:
            found += [f"{STRINGS.level[level].name}: {plain(STRINGS.level[level].card)}", *map(plain, signs)]
    return found


def note(step: str, *, last: bool = False) -> str:
    if step == "emergency":
        return STRINGS.check_ended
    if last or step == list(STEPS)[-1]:
        return ""
    return STRINGS.check_next if step == "ask-first" else STRINGS.check_enough


def answer(box: Box) -> str:
    """All that ticking a box alone leads to, in the order in which it is read."""
    parts = [
        STRINGS.check_result,
        "" if box.step == "ask-first" else action(box.step),
        plain(box.advice),
        box.named,
        *drawn(box.others),
        rule(box.care),
        note(box.step),
    ]
    return " ".join(filter(None, parts))


def the_end() -> str:
    """What having none of it all leads to."""
    end = GUIDE.check.none
    return " ".join([STRINGS.check_none, rule(end.care), plain(end.advice), *drawn(end.red_flags)])


# What the page shows ------------------------------------------------------------------------------------------------


def words(text: str) -> str:
    return " ".join(text.split()).replace(" :", ":")


def line(page: Page, box: Box) -> Locator:
    return page.locator(f'.check__step--{box.step} .check__sign[data-id="{box.id}"]')


def none(page: Page, step: str) -> Locator:
    return page.locator(f".check__step--{step}").get_by_label(STRINGS.check_none_of_these)


def walk_to(page: Page, step: str) -> None:
    """Answer "none of these" at every step before one."""
    for before in list(STEPS)[: list(STEPS).index(step)]:
        none(page, before).check()


def none_of_all(page: Page) -> None:
    for step in STEPS:
        none(page, step).check()


def again(page: Page) -> Locator:
    return page.get_by_role("button", name=STRINGS.check_again)


HEARD = """() => Object.fromEntries([...document.querySelectorAll(".check > [role]")].map(
  e => [e.getAttribute("role"), [...e.childNodes].map(n => n.nodeType === 3 ? n.data : "an element")]))"""


def heard(page: Page) -> dict[str, str]:
    """What each live region says. A region holds one text: of several, screen readers drop some."""
    said = page.evaluate(HEARD)
    assert all(len(texts) <= 1 for texts in said.values()), said
    return {role: "".join(texts) for role, texts in said.items()}


def test_the_check_asks_every_sign_and_every_entry_at_its_level(visit: Visit) -> None:
    assert {(flag.level, flag.id) for flag in GUIDE.red_flags} == {
        (b.step, b.id) for b in BOXES if b.step != "ask-first"
    }
    assert [entry.id for entry in GUIDE.ask_first] == [
        entry.id for entry in GUIDE.ask_first if entry.id in {b.id for b in ASKED}
    ]
    for script in (True, False):
        page = visit(java_script_enabled=script)
        for box in BOXES:
            text = line(page, box).locator("label, :scope > a").or_(line(page, box)).first.text_content() or ""
            assert words(text).startswith(plain(box.text)), box.id


def test_without_a_script_it_is_four_lists_that_stay_short(visit: Visit, site: Path) -> None:
    page = visit(java_script_enabled=False)
    for part in page.locator(".check :is(h2, h3, .check__level, .check__sign, .check__none, .card__group)").all():
        assert part.is_visible()
    assert not page.locator(".check :is(input, fieldset, button)").count()
    assert EMERGENCY.advice.split()[0] not in page.locator(f'[data-id="{EMERGENCY.id}"]').inner_text()
    for box in STEPS["urgent"] + STEPS["non-urgent"]:
        assert (line(page, box).locator("a").get_attribute("href") or "").endswith(f"red-flags/#{box.id}"), box.id
    assert not page.locator(".check__step--emergency .check__sign a").count(), "nothing leads away from an emergency"
    assert words(page.locator(".check__none").inner_text()) == the_end()


def test_the_lists_without_a_script_have_at_most_1000_words(site: Path) -> None:
    (check,) = html.parse(str(site / "check/index.html")).getroot().find_class("check")
    for unread in check.xpath(".//script | .//template"):
        unread.drop_tree()
    assert len(check.text_content().split()) <= MOST_WORDS


def test_the_help_line_of_an_emergency_stands_before_the_first_box(visit: Visit) -> None:
    page = visit()
    assert page.locator(".check__step:visible").count() == 1
    level = page.locator(".check__step--emergency > .check__level")
    assert words(level.inner_text()) == f"{STRINGS.level.emergency.name}: {plain(STRINGS.level.emergency.card)}"
    box = page.locator(".check__step--emergency input").first
    assert level.bounding_box()["y"] < box.bounding_box()["y"]  # type: ignore[index]
    assert STRINGS.check_purpose in page.locator(".check").inner_text()
    assert not page.locator(".check__answer:visible, .check__none:visible").count()


def test_the_boxes_stand_in_named_groups_and_are_large_enough(visit: Visit) -> None:
    page = visit()
    for group in {GUIDE.groups[flag.group] for flag in GUIDE.red_flags if flag.level == "emergency"}:
        assert page.get_by_role("group", name=group).get_by_role("checkbox").count()
    walk_to(page, "non-urgent")
    assert page.get_by_role("checkbox").count() == len(BOXES) + len(STEPS)
    for label in page.locator(".check label").all():
        box = label.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44


FOCUS = "(({ activeElement: e }) => e.matches('.check input') ? e.closest('[data-id]')?.dataset.id ?? 'none' : '')(document)"
"""The line whose box has the focus; "none" for "none of these", "" outside the boxes."""


def tab_to(page: Page, ident: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == ident:
            return
    pytest.fail(f"Tab never leads to {ident}")


def test_by_keyboard_each_box_leads_to_its_own_level_advice_and_rule(visit: Visit) -> None:
    """In one walk: every box is ticked alone; what it leads to stands under it, and is heard as one text."""
    page = visit()
    press = page.keyboard.press
    for step, boxes in STEPS.items():
        for box in boxes:
            tab_to(page, box.id)
            press("Space")
            shown = page.locator(".check__answer:visible")
            assert shown.count() == 1
            assert words(line(page, box).locator(".check__answer").inner_text()) == answer(box), box.id
            role, other = ("alert", "status") if step == "emergency" else ("status", "alert")
            assert heard(page) == {role: answer(box), other: ""}, box.id
            later = list(STEPS)[list(STEPS).index(step) + 1 :]
            open_ = [name for name in later if page.locator(f".check__step--{name}").is_visible()]
            assert open_ == ([] if step == "emergency" else later[:1]), box.id
            assert not page.locator(".check__none").is_visible()
            assert page.evaluate(FOCUS) == box.id, "the focus stays where the reader is"
            assert page.evaluate("getComputedStyle(document.activeElement.parentNode).outlineStyle") == "solid"
            press("Space")
            assert not page.locator(".check__answer:visible").count(), "a slip is put right by pressing again"
        tab_to(page, "none")
        press("Space")
        following = list(STEPS)[list(STEPS).index(step) + 1 :][:1]
        for name in following:
            said = f"{STRINGS.check_step.replace('{step}', str(list(STEPS).index(name) + 1)).replace('{steps}', '4')}:"
            assert heard(page)["status"].startswith(said)
    assert heard(page) == {"alert": "", "status": the_end()}
    assert words(page.locator(".check__none").inner_text()) == the_end()


def test_none_of_these_at_all_four_steps_is_the_only_way_to_gentle_massage(visit: Visit) -> None:
    page = visit()
    for step in STEPS:
        none_of_all(page)
        assert page.locator(".check__none").is_visible()
        none(page, step).uncheck()
        assert not page.locator(".check__none").is_visible(), step
        if step != "emergency":
            line(page, STEPS[step][-1]).get_by_role("checkbox").check()
            walk = [name for name in STEPS if name != step]
            for name in walk:
                none(page, name).check()
            assert not page.locator(".check__none").is_visible(), step
            line(page, STEPS[step][-1]).get_by_role("checkbox").uncheck()
    assert "safe" not in words(page.locator(".check__none").inner_text()).lower().split()
    assert re.search(r"\b5\b", the_end()) and STRINGS.check_none in the_end()


def test_none_of_these_and_a_box_exclude_each_other(visit: Visit) -> None:
    page = visit()
    none(page, "emergency").check()
    line(page, EMERGENCY).get_by_role("checkbox").check()
    assert not none(page, "emergency").is_checked()
    none(page, "emergency").check()
    assert not line(page, EMERGENCY).get_by_role("checkbox").is_checked()


def test_more_boxes_add_their_advice_once_each_and_the_most_careful_rule_holds(visit: Visit) -> None:
    page = visit()
    walk_to(page, "ask-first")
    by_care = {box.care: box for box in ASKED}
    gentle, ask = by_care["gentle"], by_care["ask-first"]
    for box in (gentle, ask):
        line(page, box).get_by_role("checkbox").check()
    said = words(page.locator(".check__step--ask-first").inner_text())
    for box in (gentle, ask):
        assert said.count(plain(box.advice)) == 1
        assert plain(box.advice) in heard(page)["status"]
    assert said.count(rule("ask-first")) == 1 and rule("gentle") not in said
    none(page, "non-urgent").check()
    assert not page.locator(".check__none").is_visible()

    again(page).click()
    none(page, "emergency").check()
    for box in STEPS["urgent"][:3]:
        line(page, box).get_by_role("checkbox").check()
    said = words(page.locator(".check__step--urgent").inner_text())
    assert said.count(action("urgent")) == 1 and said.count(STRINGS.check_enough) == 1
    for box in STEPS["urgent"][:3]:
        assert plain(box.advice) in words(line(page, box).inner_text())


def test_what_is_on_the_ask_first_list_does_not_end_the_check(visit: Visit) -> None:
    """A sign that needs a visit may still come: whoever takes an aspirin may have a lump."""
    page = visit()
    walk_to(page, "ask-first")
    line(page, ASKED[0]).get_by_role("checkbox").check()
    assert STRINGS.check_next in page.locator(".check__answer:visible").inner_text()
    none(page, "non-urgent").check()
    assert STRINGS.check_next not in page.locator(".check__answer:visible").inner_text()


def test_an_emergency_puts_the_rest_away_whatever_was_answered(visit: Visit) -> None:
    page = visit()
    none_of_all(page)
    none(page, "urgent").uncheck()
    line(page, URGENT).get_by_role("checkbox").check()
    line(page, EMERGENCY).get_by_role("checkbox").check()
    assert page.locator(".check__step:visible").count() == 1
    assert page.locator(".check__answer:visible").count() == 1
    box = line(page, EMERGENCY).locator(".check__answer").bounding_box()
    assert box and box["y"] < 800, "in sight"


def test_the_live_regions_were_there_before_and_the_boxes_outside_them(visit: Visit) -> None:
    page = visit()
    regions = page.locator(".check > [role]")
    assert [region.get_attribute("role") for region in regions.all()] == ["alert", "status"]
    assert regions.first.get_attribute("aria-live") == "assertive"
    page.evaluate("window.regions = [...document.querySelectorAll('.check > [role]')]")
    line(page, EMERGENCY).get_by_role("checkbox").check()
    assert page.evaluate("regions.every(e => e.isConnected && !e.querySelector('*'))")
    assert not page.locator(".check [role=alert] .check__answer, .check [role=status] .check__answer").count()


def test_headings_go_down_one_level_at_a_time(visit: Visit) -> None:
    page = visit()
    walk_to(page, "ask-first")
    line(page, ASKED[0]).get_by_role("checkbox").check()
    levels = page.evaluate("""[...document.querySelectorAll("article :is(h1,h2,h3,h4,h5,h6)")]
        .filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))""")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_country_that_the_reader_chooses_changes_every_answer(visit: Visit) -> None:
    page = visit()
    page.locator(".region select").select_option("uk")
    # A page's own policy forbids the text that `wait_for_function` evaluates when it has to ask twice.
    expect(page.locator(".check__level").first).to_contain_text("999")
    line(page, EMERGENCY).get_by_role("checkbox").check()
    assert "999" in line(page, EMERGENCY).locator(".check__answer").inner_text()
    assert "999" in heard(page)["alert"]


def test_start_again_leaves_nothing_behind(visit: Visit) -> None:
    page = visit()
    before = page.locator(".check").inner_text()
    assert not again(page).is_visible()
    for step in ("emergency", "urgent", "non-urgent"):
        walk_to(page, step)
        line(page, STEPS[step][-1]).get_by_role("checkbox").check()
        again(page).click()
        assert page.locator(".check").inner_text() == before
        assert not page.locator(".check input:checked").count()
        assert heard(page) == {"alert": "", "status": ""}
        assert page.evaluate(FOCUS) == STEPS["emergency"][0].id


def test_nothing_is_stored_and_nothing_is_sent(visit: Visit) -> None:
    page = visit()
    page.wait_for_load_state("networkidle")
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href])"
    before = page.evaluate(stored)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    none_of_all(page)
    again(page).click()
    line(page, EMERGENCY).get_by_role("checkbox").check()
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
    states: list[Callable[[], object]] = [
        lambda: None,
        lambda: line(page, EMERGENCY).get_by_role("checkbox").check(),
        lambda: (again(page).click(), walk_to(page, "ask-first"), line(page, ASKED[0]).get_by_role("checkbox").check()),
        lambda: (again(page).click(), none_of_all(page)),
    ]
    for number, state in enumerate(states):
        state()
        found = page.evaluate("axe.run('.md-content')")
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == [], (scheme, number)


@pytest.mark.parametrize("script", [True, False])
def test_on_a_narrow_screen_nothing_scrolls_sideways(visit: Visit, script: bool) -> None:
    page = visit(viewport={"width": 320, "height": 640}, java_script_enabled=script)
    if script:
        walk_to(page, "urgent")
        line(page, URGENT).get_by_role("checkbox").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    widest = max(e.bounding_box()["width"] for e in page.locator(".check :is(li, section, p):visible").all())  # type: ignore[index]
    assert widest <= 320


def test_forced_colours_show_which_box_is_ticked(visit: Visit) -> None:
    page = visit(forced_colors="active")
    labels = [line(page, box).locator("label") for box in STEPS["emergency"][:2]]
    labels[0].locator("input").check()
    page.locator("h1").click()
    edge = "e => getComputedStyle(e).outlineStyle"
    assert [label.evaluate(edge) for label in labels] == ["solid", "none"]


def test_a_link_to_a_step_that_is_put_away_shows_it(visit: Visit) -> None:
    """The contents and the search lead there."""
    page = visit("#check-urgent")
    assert page.locator(".check__step--urgent").is_visible()
    assert page.locator("#check-urgent").bounding_box()["y"] < 800  # type: ignore[index]


def test_an_address_of_the_ask_first_list_leads_to_the_check(site: Path) -> None:
    """/check/#ask-… stood on other people's pages before the list had a page of its own."""
    ids = set(html.parse(str(site / "check/index.html")).getroot().xpath("//@id"))
    assert {f"ask-{entry.id}" for entry in GUIDE.ask_first} <= ids


def test_a_page_that_breaks_off_halfway_can_be_used_as_far_as_it_goes(browser: Browser, site: Path) -> None:
    whole = (site / "check/index.html").read_text(encoding="utf-8")
    cut = whole[: whole.index(f'data-id="{URGENT.id}"')]
    page = browser.new_context().new_page()
    page.route("**/check/", lambda route: route.fulfill(body=cut, content_type="text/html"))
    page.goto("http://guide.example/check/")
    line(page, EMERGENCY).get_by_role("checkbox").check()
    assert page.locator(".check__answer:visible").count() == 1
    line(page, EMERGENCY).get_by_role("checkbox").uncheck()
    none(page, "emergency").check()
    assert not page.locator(".check__none:visible").count(), "nothing is said about what has not arrived"
    page.context.close()


# Paper --------------------------------------------------------------------------------------------------------------


def on_paper(file: Path) -> str:
    return words(pdf_text(file, "-raw"))


def printed(page: Page, folder: Path) -> str:
    (folder / "check.pdf").write_bytes(page.pdf(format="A4"))
    return on_paper(folder / "check.pdf")


def test_on_paper_all_four_lists_stand_and_what_was_ticked(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    for paper in (printed(page, tmp_path), printed(visit(java_script_enabled=False), tmp_path)):
        assert [box.id for box in BOXES if plain(box.text) not in paper] == []
        assert plain(GUIDE.check.none.advice).split(". ")[0] in paper
    walk_to(page, "urgent")
    line(page, URGENT).get_by_role("checkbox").check()
    paper = printed(page, tmp_path)
    assert [box.id for box in BOXES if plain(box.text) not in paper] == []
    assert plain(URGENT.advice).split(". ")[0] in paper and rule(URGENT.care) in paper
    assert STRINGS.check_again not in paper


# Firefox ------------------------------------------------------------------------------------------------------------


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


def test_firefox_leads_by_keyboard_to_the_same_answers(address: str, tmp_path: Path) -> None:
    saw = in_firefox("check", None, address, tmp_path)
    assert [(step["step"], walk["id"]) for step in saw["steps"] for walk in step["walks"]] == [
        (b.step, b.id) for b in BOXES
    ]
    for box, walk in zip(BOXES, (walk for step in saw["steps"] for walk in step["walks"]), strict=True):
        role, other = ("alert", "status") if box.step == "emergency" else ("status", "alert")
        assert words(walk["asked"]) == plain(box.text)
        assert words(walk["shown"]) == answer(box), box.id
        assert {role: words(text) for role, text in walk["heard"].items()} == {role: answer(box), other: ""}, box.id
        assert walk["end"] is False, box.id
    assert words(saw["end"]) == the_end()
    paper = on_paper(tmp_path / "check without script.pdf")
    assert [box.id for box in BOXES if plain(box.text) not in paper] == []


# A guide that has less ----------------------------------------------------------------------------------------------

BIKE = "docs/_data/bike.yml"


def without(project: Project, start: str, end: str, put: str = "") -> None:
    text = project.read(BIKE)
    at = text.index(start)
    project.write(BIKE, text[:at] + put + text[text.index(end, at) :])


def no_emergency(project: Project) -> None:
    without(project, "  - id: crash", "  - id: brakes")
    project.edit(BIKE, "    worse: [crash]\n", "")
    project.edit(BIKE, "topic:\n", "topic:\n  emergency: none\n  emergency_reason: A bicycle that stands can wait.\n")
    project.edit("docs/red-flags.md", '{{ red_flag("crash") }}\n', "")


def nothing_non_urgent(project: Project) -> None:
    without(project, "  - id: squeak", "ask_first:\n")
    project.edit("docs/red-flags.md", '{{ red_flag("squeak") }}\n', "")


def nothing_to_ask_first(project: Project) -> None:
    without(project, "ask_first:\n", "categories:\n", "ask_first: []\n")
    project.edit("docs/check.md", "{{ ask_first() }}", "None.")


@pytest.mark.parametrize(
    ("less", "steps"),
    [
        (no_emergency, ["urgent", "ask-first", "non-urgent"]),
        (nothing_non_urgent, ["emergency", "urgent", "ask-first"]),
        (nothing_to_ask_first, ["emergency", "urgent", "non-urgent"]),
    ],
)
def test_a_guide_that_has_less_has_a_shorter_check(
    project: Project, less: Callable[[Project], None], steps: list[str]
) -> None:
    less(project)
    page = html.parse(str(project.built() / "check/index.html")).getroot()
    assert [step.get("data-step") for step in page.find_class("check__step")] == steps
    assert "Step 1 of 3: Do you have any of these?" in page.find_class("check__step")[0].text_content()
