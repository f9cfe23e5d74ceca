"""What a screen reader says of the guide. The order of live words is not steady from run to run: sets are compared.

Not collected by `make test`: run by `make listen`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from macros.data.library import load
from macros.data.model import LEVELS, RedFlag
from tests.conftest import ROOT, data_of, serve
from tests.listen.orca import PROGRAMS, Listener

GUIDE = load(data_of(ROOT), "the data file").guide
LINES = GUIDE.help_lines["international"]
FIRST = {level: next(flag for flag in GUIDE.red_flags if flag.level == level) for level in LEVELS}
NOISE = re.compile(r"clickable|invalid entry|statusbar|^:$|^link\.?$|left bracket")
"""What says nothing: empty regions, faults of the theme, marks without words."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The built site: `make listen` builds it."""
    yield from serve(ROOT / "site")


@pytest.fixture(scope="module", params=["firefox", "chromium"])
def orca(request: pytest.FixtureRequest) -> Iterator[Listener]:
    browser = {"firefox": "firefox-esr", "chromium": "chromium"}[request.param]
    needed = [name for name in (*PROGRAMS, browser) if not shutil.which(name)]
    assert not needed, f"not on this machine: {', '.join(needed)}; CONTRIBUTING.md names the packages"
    listener = Listener(request.param)
    yield listener
    listener.close()


def plain(text: str) -> str:
    """A text of the data as it is heard on the international site."""
    for name in ("emergency", "urgent", "routine"):
        text = text.replace("{" + name + "}", LINES[name].say)
    return " ".join(re.sub(r"\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", text).split())


def folded(said: list[str]) -> str:
    return " ".join(" ".join(said).split())


def rare_word() -> str:
    """A word of one question alone."""
    texts = [f"{item.question} {item.answer} {' '.join(item.search)}".lower() for item in GUIDE.faq]
    words = (word for text in texts for word in re.findall(r"[a-z]{6,}", text))
    return next(word for word in words if sum(word[:5] in text for text in texts) == 1)


def reach(orca: Listener, key: str, words: str) -> None:
    """Press a key until some words are heard."""
    heard: list[str] = []
    while words not in folded(heard[-1:]):
        assert len(heard) < 9, f"'{words}' is not among {heard}"
        heard.append(folded(orca.press(key)))


def noise(said: list[str]) -> list[str]:
    return [words for words in said if NOISE.search(words.strip())]


def test_the_cards_say_their_level_and_each_sign(orca: Listener, address: str) -> None:
    said = orca.open(address)
    said += orca.press("h", 3) + orca.press("Down", 24)
    heard = folded(said)
    assert f"Emergency: {plain(GUIDE.strings.level['emergency'].card)}" in heard
    assert [flag.id for flag in GUIDE.red_flags if flag.level == "emergency" and plain(flag.sign) not in heard] == []
    assert noise(said) == []


def test_each_question_is_heard_among_the_headings_and_opens(orca: Listener, address: str) -> None:
    said = orca.open(f"{address}faq/") + orca.press("h", 4 + len(GUIDE.faq))
    heard = folded(said)
    assert [item.id for item in GUIDE.faq if f"{plain(item.question)} collapsed" not in heard] == []
    orca.open(f"{address}faq/")
    reach(orca, "b", f"{GUIDE.faq[0].question} collapsed")
    assert folded(orca.press("Return")) == "expanded"
    assert plain(GUIDE.faq[0].answer).split(".")[0] in folded(orca.press("Down", 2))
    assert noise(said) == []


def test_open_all_says_that_it_did(orca: Listener, address: str) -> None:
    orca.open(f"{address}faq/")
    reach(orca, "b", "Open all answers")
    assert "expanded" in folded(orca.press("Return"))
    assert "collapsed" in folded(orca.press("Return"))


def test_a_deep_link_names_its_question(orca: Listener, address: str) -> None:
    item, flag = GUIDE.faq[-1], FIRST["urgent"]
    for path, named in (
        (f"faq/#{item.id}", item.question),
        (f"red-flags/#{flag.id}", f"Urgent: {flag.name.split(' (')[0]}"),
    ):
        orca.open(address)
        orca.open(address + path, named)  # with the title of the page or with the focus, whichever Orca hears first


def answer(flag: RedFlag) -> list[str]:
    """What must be heard of a red flag that was ticked: its level, whom to turn to, what to do, the massage rule."""
    level = GUIDE.strings.level[flag.level]
    rule = getattr(GUIDE.topic.care, flag.care.replace("-", "_"))
    return [plain(words) for words in (f"{level.name}: {level.action}", flag.do, f"{rule.label}. {rule.advice}")]


@pytest.mark.parametrize("level", LEVELS)
def test_the_check_speaks_its_whole_result(orca: Listener, address: str, level: str) -> None:
    orca.open(f"{address}check/")
    for step in ("emergency", "urgent", "ask-first", "non-urgent"):
        if step == level:
            break
        # "None of these" is the last box of the page, at the end of the open step.
        assert "None of these" in folded(orca.press("ctrl+End") + orca.press("shift+x"))
        orca.press("space")
    heard = folded(orca.press("x") + orca.press("space"))
    ticked = next(flag for flag in GUIDE.red_flags if flag.level == level and plain(flag.sign) in heard)
    assert [words for words in answer(ticked) if words not in heard] == []


def test_a_country_says_what_it_changed(orca: Listener, address: str) -> None:
    orca.open(address)
    assert "Show help lines for" in folded(orca.press("c") + orca.press("KP_Insert+a"))
    said = folded(orca.press("Down"))
    assert "United Kingdom" in said
    assert "in an emergency, call 999" in said
    orca.press("Up")


def test_the_filter_says_once_how_many_questions_are_left(orca: Listener, address: str) -> None:
    orca.open(f"{address}faq/")
    reach(orca, "b", "Open all answers")
    assert GUIDE.strings.faq_find in folded(orca.press("shift+Tab"))
    said = folded(orca.type(rare_word()) + orca.wait(1.5))
    assert re.findall(r"Questions shown: (\d+) of \d+\.", said) == ["1"]
    reach(orca, "Tab", GUIDE.strings.faq_clear)
    every = len(GUIDE.faq)
    assert f"Questions shown: {every} of {every}." in folded(orca.press("Return") + orca.wait(1.5))


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a clinic's website, with the element on one page and the frame on another."""
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "site").symlink_to(ROOT / "site")
    ways = {
        "element": '<health-faq region="uk"></health-faq><script type="module" src="site/embed/v1/faq.js"></script>',
        "frame": '<iframe src="site/embed/v1/frame/en/uk/" title="Questions" width="100%" height="2000"></iframe>',
    }
    for name, code in ways.items():
        page = f"<!doctype html><html lang=en><title>A clinic: {name}</title><h1>A clinic</h1>{code}"
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    yield from serve(folder)


@pytest.mark.parametrize("way", ["element", "frame"])
def test_a_clinics_page_has_the_emergencies_and_each_question(orca: Listener, clinic: str, way: str) -> None:
    said = orca.open(f"{clinic}{way}.html", f"Finished loading A clinic: {way}") + orca.wait(1)
    heard = folded(said + orca.press("h", 6 + len(GUIDE.faq)))
    assert "Emergency: Call 999 now if:" in heard
    assert [item.id for item in GUIDE.faq if f"{plain(item.question)} collapsed" not in heard] == []


@pytest.mark.parametrize("orca", ["firefox"], indirect=True)  # another browser shows a PDF in a program of its own
def test_a_sheet_is_read_from_its_title_to_the_emergencies(orca: Listener, address: str) -> None:
    handout = sorted((ROOT / "site/handouts").glob("*-a4.pdf"))[0].name
    orca.open(f"{address}handouts/{handout}", "Finished loading")
    orca.press("KP_Insert+a")  # from the fields of the viewer to the words
    title, card = (folded(orca.press("h")) for _ in range(2))
    assert title.endswith("heading level 1.")
    assert card.startswith("Emergency:") and card.endswith("heading level 2.")
    assert plain(FIRST["emergency"].sign) in folded(orca.press("Down", 30))
