"""Handouts, read back as their readers get them: the words, the letters, the tags, the code, the clinic's lines."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import socket
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import page as page_validation
import pypdfium2 as pdfium
import pytest
import yaml
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from macros.data.library import load
from macros.data.model import LEVELS
from macros.data.phones import phone_number
from macros.handouts.order import GUIDE, PAGE, VARIANTS, Variant
from macros.pages.content import QUOTES
from macros.pages.tree import BLOCKS, Node, read
from tests.conftest import REVIEW, ROOT, Project, checked, day, missing, pdf_text, state, written
from tests.soak.hostile import pdf as acts_in_pdfs

SITE = "https://example.org/guide/"
DAY = "1796083200"
"""2026-12-01, some day for builds that must not depend on the day they run on."""
LIBRARY = load(ROOT / "docs/_data/calf.yml", "calf.yml")
STRINGS = LIBRARY.guide.strings
UK = LIBRARY.guide.help_lines["uk"]
SIZES = {"a4": (595.28, 841.89), "letter": (612, 792)}
"""Width and height of papers in points. Sources: ISO 216, ANSI Y14.1."""


def asked(page: Path) -> dict | None:
    """What a page's front matter says of its handout."""
    head = yaml.safe_load(page.read_text(encoding="utf-8").split("---")[1])
    said = head.get("handout")
    return {} if said is True else said or None


PAGES = {page.stem: asked(page) for page in written(ROOT) if "index" not in page.stem and asked(page) is not None}
"""Pages that are handouts; the whole guide, which takes long, is tried with the second topic."""
FOOT = r" ?Next check due: \d+ \w+ \d+ (?:Version: [\w.-]+ )?Page {number} of {pages}"
"""What the foot of each side says; in large print the version stands at the end."""
EACH = [(name, variant) for name in PAGES for variant in VARIANTS]
IDS = [f"{name}-{variant.name}" for name, variant in EACH]


@pytest.fixture(scope="module")
def built(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide for the UK and at an address, without its whole guide."""
    project = Project(tmp_path_factory.mktemp("handouts") / "guide", ROOT)
    for page in (project.folder / "docs").rglob("*.md"):
        if (said := asked(page)) and said.get("pages"):
            text = page.read_text(encoding="utf-8")
            page.write_text(re.sub(r"^handout:\n(?:  .*\n)+", "", text, flags=re.M), encoding="utf-8")
    return project.built(SITE_URL=SITE, REGION="uk")


@cache
def text_of(pdf: Path) -> tuple[str, ...]:
    """The words of each page, without the numbers of sources, white space folded."""
    pages = pdf_text(pdf, "-raw").split("\f")[:-1]
    return tuple(folded(re.sub(r"[\s\u00a0]\[\d+(?:,\s\d+)*\]", "", page)) for page in pages)


def all_of(pdf: Path) -> str:
    """The words of a handout without the foot of each page."""
    return re.sub(FOOT.format(number=r"\d+", pages=r"\d+"), "", " ".join(text_of(pdf)))


def folded(text: str) -> str:
    """Words as they read, whether a line ends in them or not."""
    return " ".join(re.sub(r"-\s+", "-", text.replace("•", " ")).split())


def page_of(name: str, built: Path) -> Node:
    """What a page says on paper: without the parts that stay on the website, and help lines, which stand at the end."""
    folder = built / name if (built / name).is_dir() else built / "handouts" / name
    html = (folder / "index.html").read_text(encoding="utf-8")
    article = re.search(r"<article[^>]*>(.*?)</article>", html, re.S)[1]
    article = re.sub(
        r"<(script|select|label)\b.*?</\1>|<section class=.(?:handouts|review)\b.*", "", article, flags=re.S
    )
    # A line of a card that opens is its sign on paper.
    article = re.sub(
        r'<li class="faq__item">.*?<span class="red-flag__sign">(.*?)</span>.*?</section>',
        r"<li>\1",
        article,
        flags=re.S,
    )
    article = re.sub(r'<h2[^>]*>[^<]*</h2>\s*<dl class="help-lines".*?</dl>', "", article, flags=re.S)
    return read(re.sub(r'<h2 class="web-only".*?(?=<h2|<div class="sources-cited"|$)', "", article, flags=re.S))


def leaves(node: Node, left_out: frozenset[str]) -> Iterator[str]:
    if left_out & node.classes or node.tag == "h1":
        return
    inside = [child for child in node.children if isinstance(child, Node) and child.tag in BLOCKS]
    if node.tag in BLOCKS and not inside:
        yield folded(node.text(lambda n: n.tag == "sup"))
    for child in inside:
        yield from leaves(child, left_out)


def signs_of(card: Node) -> list[str]:
    """The signs of a card, which open on the website for more about each, or of a list of them."""
    opened = [node.text() for node in card.walk() if "red-flag__sign" in node.classes]
    return opened or [node.text() for node in card.walk() if node.tag == "li"]


def emergency_lines() -> list[str]:
    return [flag.sign for flag in LIBRARY.guide.red_flags if flag.level == "emergency"]


# Words -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_the_first_page_has_the_message_and_the_whole_emergency_card(built: Path, name: str, variant: Variant) -> None:
    first = text_of(built / "handouts" / f"{name}-{variant.name}.pdf")[0]
    assert "Emergency: Call 999 now if:" in first
    assert [line for line in emergency_lines() if line not in first] == []
    assert (STRINGS.not_reviewed in first) == (REVIEW.clinical_reviewer is None)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_the_page_is_in_the_pdf_in_the_same_order(built: Path, name: str, variant: Variant) -> None:
    """But for its signs, each of which is told once, and its main message, which comes first."""
    text = all_of(built / "handouts" / f"{name}-{variant.name}.pdf")
    page = page_of(name, built)
    elsewhere = {"footnote", "card", "signs", "cited", "after-cards", "sources-cited", "region", "message", "web-only"}
    at, lost = 0, []
    said = [words for words in leaves(page, frozenset(elsewhere)) if words]
    for words in said:
        found = text.find(words, at)
        if found < 0:
            lost.append(words)
        else:
            at = found + len(words)
    assert lost == []
    signs = [sign for node in page.walk() if {"card", "signs"} & node.classes for sign in signs_of(node)]
    assert [sign for sign in signs if folded(sign) not in text] == []
    assert len(said) + len(signs) > 30
    first = text_of(built / "handouts" / f"{name}-{variant.name}.pdf")[0]
    assert [words for node in page.find("message") for words in leaves(node, frozenset()) if words not in first] == []


def title_of(level: str) -> str:
    """What a card says above its signs in the UK."""
    line = dict(zip(LEVELS, (UK.emergency, UK.urgent, UK.routine), strict=True))[level]
    return STRINGS.level[level].name + ": " + re.sub(r"\{\w+\}", line.say, STRINGS.level[level].card)


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_a_sign_stands_once_in_its_place_on_a_card_and_each_part_of_a_card_has_its_title(
    built: Path, name: str, variant: Variant
) -> None:
    """The emergency card is whole. Another may go on with one more side. Signs of many answers have a card too."""
    pages = text_of(built / "handouts" / f"{name}-{variant.name}.pdf")
    told: set[str] = set()
    for level in LEVELS:
        found = [card for card in page_of(name, built).walk() if {f"card--{level}", f"signs--{level}"} & card.classes]
        listed = [folded(sign) for card in found for sign in signs_of(card)]
        lines = [line for line in dict.fromkeys(listed) if line not in told]
        if level == "emergency":
            lines = [folded(line) for line in emergency_lines()]
        told |= set(lines)
        parts = [page for page in pages if any(f" {line}" in page for line in lines)]
        assert [line for line in lines if sum(page.count(line) for page in parts) != 1] == []
        assert len(parts) <= (1 if level == "emergency" else 2)
        for page in parts:
            assert page.count(title_of(level)) == 1
            assert page.index(title_of(level)) < min(page.index(line) for line in lines if line in page)
        if not any(f"signs--{level}" in card.classes for card in found):
            places = ["".join(pages).index(line) for line in lines]
            assert places == sorted(places)


@pytest.mark.parametrize("name", PAGES)
def test_a_handout_carries_what_a_reader_of_paper_needs(built: Path, name: str) -> None:
    text = all_of(built / "handouts" / f"{name}-a4.pdf")
    for line in (UK.emergency, UK.urgent, UK.routine):
        assert line.say.casefold() in text.casefold()
    assert STRINGS.handout_formats in text
    (page,) = (page for page in written(ROOT) if page.stem == name)
    dates = checked(str(page.relative_to(ROOT / "docs").with_suffix("")))
    assert f"Last checked: {day(dates.last_reviewed)}" in text and state() in text
    pages = text_of(built / "handouts" / f"{name}-a4.pdf")
    for number, page in enumerate(pages, 1):
        assert re.search(FOOT.format(number=number, pages=len(pages)), page), number
        assert f"Next check due: {day(dates.next_review)}" in page
    assert "http" not in text and not re.search(r"\S{61,}", text), "addresses are short, and not in the text"
    folder = name if (built / name).is_dir() else f"handouts/{name}"
    led = text.partition("On the web, with its sources:")[2]
    assert re.sub(r"\s", "", led).startswith(f"example.org/guide/{folder}/"), "a long one may go on with the next line"


def test_the_questions_to_say_back_and_their_answers_stand_where_there_is_room(built: Path) -> None:
    """A side fewer is worth more than they are on the paper that is short of room."""
    entry = LIBRARY.guide.teach_back[-1]
    texts = {f"{name}-{variant.name}": all_of(built / f"handouts/{name}-{variant.name}.pdf") for name, variant in EACH}
    unasked = {name for name, text in texts.items() if folded(entry.question) not in text}
    unanswered = {name for name, text in texts.items() if folded(entry.holds) not in text}
    assert unasked == {"red-flags-a4", "red-flags-letter"}
    short = {f"{name}-{paper}" for name in ("causes", "tips") for paper in ("a4", "letter")}
    assert unanswered == unasked | short | {"faq-letter", "faq-letter-large", "tips-a4-large", "tips-letter-large"}


@pytest.mark.parametrize("region", ["ie", "international"])
def test_each_sheet_has_two_sides_wherever_its_help_lines_are_long(guide_project: Project, region: str) -> None:
    """With a long address too: the build itself refuses more."""
    two = {name for name, said in PAGES.items() if said.get("sides") == 2}
    assert two == {"causes", "red-flags", "tips"}
    built = guide_project.built(SITE_URL="https://some-organisation.github.io/calf-massage-guide/", REGION=region)
    for name, paper in itertools.product(two, SIZES):
        assert len(PdfReader(built / f"handouts/{name}-{paper}.pdf").pages) == 2


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_the_words_lead_to_has_its_address_on_the_paper(built: Path, name: str) -> None:
    """A link is no use on paper. Sources have no numbers there: they are at the page's own address."""
    pdf = built / "handouts" / f"{name}-a4.pdf"
    notes = [note.get_object().get("/A", {}) for page in PdfReader(pdf).pages for note in page.get("/Annots", ())]
    text = re.sub(r"\s", "", pdf_text(pdf, "-raw"))
    led = {str(action["/URI"]).partition("#")[0] for action in notes if str(action.get("/URI", "")).startswith(SITE)}
    assert led
    assert [address for address in led if address.partition("://")[2] not in text] == []
    assert not re.search(r"\[\d+\]", text)


@pytest.mark.parametrize("name", PAGES)
def test_no_word_breaks_at_its_hyphen_which_is_lost_where_it_is_copied(built: Path, name: str) -> None:
    for pdf in (built / "handouts").glob(f"{name}-*.pdf"):
        text = pdf_text(pdf, "-layout")
        assert re.findall(r"\w+-$", text, re.M) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_must_never_be_said_is_in_no_handout(built: Path, name: str) -> None:
    text = " ".join(text_of(built / "handouts" / f"{name}-a4-large.pdf")).translate(QUOTES).lower()
    assert [
        line.words for line in LIBRARY.guide.never if re.search(rf"(?<!\w){re.escape(line.words.lower())}(?!\w)", text)
    ] == []


# Letters and paper -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_no_letter_is_too_small_and_every_page_is_the_paper(built: Path, name: str, variant: Variant) -> None:
    reader = PdfReader(built / "handouts" / f"{name}-{variant.name}.pdf")
    small = {}

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        height = size * abs(tm[3] * cm[3])
        if text.strip() and height < variant.size - 0.05:
            small[text.strip()[:30]] = height

    for page in reader.pages:
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(SIZES[variant.paper.name], abs=0.5)
        assert page.cropbox == page.mediabox
        page.extract_text(visitor_text=visit)
    assert small == {}


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_no_line_is_longer_than_70_letters(built: Path, name: str, variant: Variant) -> None:
    layout = pdf_text(built / "handouts" / f"{name}-{variant.name}.pdf", "-bbox-layout")
    lines: list[str] = []
    for line in re.findall(r"<line .*?</line>", layout, re.S):
        end = -100.0
        for start, stop, word in re.findall(r'xMin="([\d.]+)".*? xMax="([\d.]+)".*?>([^<]*)</word>', line):
            # A gap wider than a word's is that between two columns.
            lines[len(lines) :] = [word] if float(start) - end > 9 else [f"{lines.pop()} {word}"]
            end = float(stop)
    assert [line for line in lines if len(re.sub(r"&\w+;", "x", line)) > 70] == []
    assert len(lines) > 50


SIDE = 13 / 25.4 * 72
"""Points beside the text."""
MARGIN = 14 / 25.4 * 72
"""Points below the text, where only the foot of the page stands."""


def stands_on_its_pages(pdf: Path) -> None:
    """Nothing is set into the foot of a page or beyond its edge, where a card that is too high would go."""
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', pdf_text(pdf, "-bbox"), re.S)
    for number, (width, height, words) in enumerate(pages, 1):
        end = float(height) - MARGIN
        found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<', words)
        boxes = [(*map(float, box), word) for *box, word in found]
        assert [word for left, _, right, _, word in boxes if left < 0 or right > float(width)] == [], number
        foot = " ".join(word for _, top, _, bottom, word in boxes if (top + bottom) / 2 > end)
        assert re.fullmatch(FOOT.format(number=number, pages=len(pages)), foot), (number, foot)
        assert len(boxes) > 20 or number == len(pages), f"page {number} holds next to nothing, such as a heading alone"


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_nothing_stands_beyond_the_edge_of_a_page(built: Path, name: str, variant: Variant) -> None:
    stands_on_its_pages(built / "handouts" / f"{name}-{variant.name}.pdf")


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_the_whole_guide_loses_nothing_on_its_pages(site: Path, variant: Variant) -> None:
    pdf = site / "handouts" / f"guide-{variant.name}.pdf"
    stands_on_its_pages(pdf)
    text = all_of(pdf)
    flags = LIBRARY.guide.red_flags
    assert [flag.sign for flag in flags if folded(flag.sign) not in text] == []
    assert [entry.question for entry in LIBRARY.guide.faq if entry.question not in text] == []
    assert [entry.name for entry in LIBRARY.guide.ask_first if folded(entry.name) not in text] == []
    region = LIBRARY.guide.help_lines["international"]
    assert [line.who for line in (region.emergency, region.urgent, region.routine) if line.who not in text] == []
    assert [entry for entry in LIBRARY.guide.teach_back if folded(entry.question) not in text] == []
    assert len(text_of(pdf)) <= (GUIDE if variant.print_size == "standard" else 2 * GUIDE + 1)


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_fonts_are_ours_embedded_and_upright(built: Path, name: str, variant: Variant) -> None:
    if not shutil.which("pdffonts"):
        missing("pdffonts", "whether fonts are in the file")
    pdf = built / "handouts" / f"{name}-{variant.name}.pdf"
    said = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in said} == {
        "AtkinsonHyperlegible-Regular",
        "AtkinsonHyperlegible-Bold",
    }
    assert all(re.search(r"yes\s+yes\s+yes\s+\d+", line) for line in said)


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_a_handout_has_no_more_sides_than_its_page_says(built: Path, name: str, variant: Variant) -> None:
    sides = PAGES[name].get("sides", PAGE)
    assert len(text_of(built / "handouts" / f"{name}-{variant.name}.pdf")) <= (
        sides if variant.print_size == "standard" else 2 * sides + 1
    )


@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_what_leads_to_a_list_or_a_card_does_not_end_a_page(built: Path, name: str, variant: Variant) -> None:
    """ "Call now if:" is nothing without its list."""
    labels = (STRINGS.why, STRINGS.risks)
    for page in pdf_text(built / "handouts" / f"{name}-{variant.name}.pdf", "-layout").split("\f")[:-1]:
        said = [line.strip() for line in page.splitlines() if line.strip()]
        assert not said[-2].endswith(":") and said[-2] not in labels, said[-3:]


# Access ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize(("name", "variant"), EACH, ids=IDS)
def test_page_validation_finds_no_failure(built: Path, name: str, variant: Variant, profile: str) -> None:
    """Not the reference validator, veraPDF: see the README."""
    pdf = built / "handouts" / f"{name}-{variant.name}.pdf"
    report = page_validation.validate_pdf(str(pdf), profile=profile)
    # It takes a stream whose last byte is a carriage return for one byte too short, so lengths are looked at below.
    failures = [failure for failure in report.failures if failure.rule_id != "PDFA2A-STREAM-LENGTH-001"]
    assert failures == [], str(report)
    assert report.is_compliant or len(report.failures) == 1
    data = pdf.read_bytes()
    streams = [(int(found[1]), found.end()) for found in re.finditer(rb"/Length (\d+)[^\n]*>>\s+stream\r?\n", data)]
    assert len(streams) == data.count(b"endstream") > 10
    assert [
        at for length, at in streams if not re.match(rb"\r?\nendstream", data[at + length : at + length + 12])
    ] == []


def elements(node: object) -> Iterator[dict]:
    """The structure elements of a PDF, in order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict) and ("/S" in node or "/K" in node):
        yield node
        yield from elements(node.get("/K", []))


@pytest.mark.parametrize("name", PAGES)
def test_a_pdf_has_its_language_title_outline_alternatives_and_table_headers(built: Path, name: str) -> None:
    reader = PdfReader(built / "handouts" / f"{name}-a4.pdf")
    root = reader.trailer["/Root"]
    page = page_of(name, built)
    heading = next(node for node in page.walk() if node.tag == "h1")
    title = PAGES[name].get("title") or heading.text()
    assert (root["/Lang"], reader.metadata.title, root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en", title, True)
    tags = list(elements(root["/StructTreeRoot"]))
    alternatives = [str(tag["/Alt"]) for tag in tags if tag.get("/S") == "/Figure"]
    pictures = [n.attributes["alt"] for n in page.walk() if n.tag == "img" and "web-only" not in n.classes]
    folder = name if (built / name).is_dir() else f"handouts/{name}"
    assert alternatives[: len(pictures)] == pictures
    assert alternatives[len(pictures) :] == [f"A square code for a phone camera. It leads to {SITE}{folder}/"]
    assert len([tag for tag in tags if tag.get("/S") == "/TH"]) == len([n for n in page.walk() if n.tag == "th"])
    listed = list(outline(reader.outline))
    assert listed == [words for _, words in levels_in(built / f"handouts/{name}-a4.pdf")][1:]
    assert listed[0].startswith("Emergency")
    own = list(headings_of(page))
    assert [heading for heading in listed if heading in own] == own


def levels_in(pdf: Path) -> list[tuple[int, str]]:
    """The headings of a PDF as its tags have them, with their levels."""
    tags = elements(PdfReader(pdf).trailer["/Root"]["/StructTreeRoot"])
    return [(int(tag["/S"][2]), str(tag["/T"])) for tag in tags if re.fullmatch(r"/H\d", str(tag.get("/S")))]


def in_order(levels: list[tuple[int, str]]) -> bool:
    """Whether the first heading alone has level 1, and none is more than one level below the one before it."""
    numbers = [level for level, _ in levels]
    return numbers.index(1) == 0 and numbers.count(1) == 1 and all(b <= a + 1 for a, b in pairwise(numbers))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_a_heading_has_the_level_that_it_has_on_the_website(built: Path, name: str, variant: Variant) -> None:
    levels = levels_in(built / f"handouts/{name}-{variant.name}.pdf")
    assert in_order(levels)
    page = page_of(name, built)
    site = {folded(node.text()): int(node.tag[1]) for node in page.walk() if re.fullmatch("h[2-6]", node.tag)}
    assert {words: level for level, words in levels if site.get(words, level) != level} == {}
    kinds = {STRINGS.level[level].name for level in LEVELS}
    cards = {level for level, words in levels if words.partition(":")[0] in kinds and words not in site}
    assert cards <= {2}, "a card of the handout's own stands beside those of the page"


def headings_of(node: Node) -> Iterator[str]:
    """The headings of a page but for its title and those of its cards."""
    for child in node.children:
        if isinstance(child, Node) and not {"card", "after-cards"} & child.classes:
            if re.fullmatch("h[2-6]", child.tag):
                yield folded(child.text())
            yield from headings_of(child)


def outline(entries: list) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry)
        else:
            yield entry.title


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
@pytest.mark.parametrize("name", PAGES)
def test_the_code_leads_to_the_page(built: Path, name: str, variant: Variant, tmp_path: Path) -> None:
    if not shutil.which("pdftoppm"):
        missing("pdftoppm", "the codes on the handouts")
    pdf = built / "handouts" / f"{name}-{variant.name}.pdf"
    last = str(len(PdfReader(pdf).pages))
    subprocess.run(
        ["pdftoppm", "-r", "100", "-f", last, "-png", "-singlefile", str(pdf), str(tmp_path / "last")], check=True
    )
    with Image.open(tmp_path / "last.png") as picture:
        found = [code.text for code in zxingcpp.read_barcodes(picture)]
    folder = f"{name}/" if (built / name).is_dir() else f"handouts/{name}/"
    assert found == [SITE + folder]


# The website -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_offers_its_four_pdfs_with_pages_and_size(built: Path, name: str) -> None:
    folder = built / name if (built / name).is_dir() else built / "handouts" / name
    html = (folder / "index.html").read_text(encoding="utf-8")
    offered = re.search(r'<section class="handouts".*?</section>', html, re.S)[0]
    found = re.findall(
        r'<a href="(?:\.\./)+(?:handouts/)?([^"]*)">\s*([^<]*)</a> \(PDF, (\d+) pages, (\d+) kB\)', offered
    )
    assert [words for _, words, _, _ in found] == [
        "A4, standard print", "US Letter, standard print", "A4, large print", "US Letter, large print",
    ]  # fmt: skip
    for address, _, pages, size in found:
        pdf = built / "handouts" / address
        assert (len(PdfReader(pdf).pages), round(pdf.stat().st_size / 1000)) == (int(pages), int(size))
    assert (
        "handouts"
        not in (built / "about/index.html")
        .read_text(encoding="utf-8")
        .partition("<article")[2]
        .partition('<section class="review')[0]
    )


def test_the_template_and_the_fonts_are_not_published(built: Path) -> None:
    assert [path for path in built.rglob("*") if path.suffix in (".typ", ".ttf") or "OFL" in path.name] == []


# Regions ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_handout_holds_the_numbers_of_its_region_alone(built: Path, name: str) -> None:
    numbers = LIBRARY.numbers_of
    foreign = {n for listed in numbers.values() for n in listed} - set(numbers["uk"])
    for variant in VARIANTS:
        text = " ".join(text_of(built / "handouts" / f"{name}-{variant.name}.pdf"))
        assert phone_number(text, foreign) is None
        assert all(phone_number(text, {number}) for number in numbers["uk"])


def test_the_numbers_of_new_zealand(guide_project: Project) -> None:
    """111 is the emergency number there and advice in the UK."""
    for page in (guide_project.folder / "docs").rglob("*.md"):
        if asked(page) is not None and page.stem != "tips":
            page.write_text(
                re.sub(r"^handout:(?: true\n|\n(?:  .*\n)+)", "", page.read_text("utf-8"), flags=re.M), "utf-8"
            )
    site = guide_project.built(REGION="nz")
    numbers = LIBRARY.numbers_of
    text = " ".join(text_of(site / "handouts/tips-a4.pdf"))
    assert phone_number(text, {n for listed in numbers.values() for n in listed} - set(numbers["nz"])) is None
    assert "Emergency: Call 111 now if:" in text
    # Without an address
    assert "Draft: no site address set" in text
    assert not any(
        tag.get("/S") == "/Figure" and "code" in str(tag["/Alt"])
        for tag in elements(PdfReader(site / "handouts/tips-a4.pdf").trailer["/Root"]["/StructTreeRoot"])
    )


# The second topic: builds, changes and faults ----------------------------------------------------------------------------


@pytest.fixture
def bikes(project: Project) -> Project:
    """The small second topic, its first page a handout."""
    project.edit("docs/index.md", "next_review: 2028-11-01\n", "next_review: 2028-11-01\nhandout: true\n")
    return project


def pdfs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "handouts").glob("*.pdf"))}


def test_a_second_build_gives_the_same_bytes_on_any_path(bikes: Project, tmp_path: Path) -> None:
    shutil.copytree(bikes.folder, tmp_path / "elsewhere", symlinks=True)
    one = pdfs(bikes.built(SOURCE_DATE_EPOCH=DAY, TZ="Pacific/Kiritimati"))
    other = Project.__new__(Project)
    other.folder, other.day = tmp_path / "elsewhere", bikes.day
    assert pdfs(other.built(SOURCE_DATE_EPOCH=str(int(DAY) + 86400), TZ="America/Los_Angeles")) == one
    assert len(one) == 4


def test_a_changed_word_changes_the_page_and_its_pdf_and_nothing_else_is_made_again(bikes: Project) -> None:
    bikes.edit("docs/check.md", "next_review: 2028-11-01\n", "next_review: 2028-11-01\nhandout: true\n")
    before = pdfs(bikes.built())
    kept = {path.name for path in (bikes.folder / ".build/handouts").iterdir()}
    bikes.edit("docs/index.md", "A rider without GPS asks the way.", "A rider without GPS looks at the sun.")
    site = bikes.built()
    after = pdfs(site)
    assert [name for name in after if after[name] != before[name]] == [n for n in after if n.startswith("home-")]
    assert len({path.name for path in (bikes.folder / ".build/handouts").iterdir()} - kept) == 4
    assert "looks at the sun" in (site / "index.html").read_text(encoding="utf-8")
    for name in after:
        if name.startswith("home-"):
            assert "looks at the sun" in " ".join(text_of(site / "handouts" / name))


def test_a_link_of_a_pdf_leads_to_a_page_or_a_number_and_runs_nothing(bikes: Project) -> None:
    bikes.edit(
        "docs/index.md",
        "A rider without GPS asks the way.",
        "A rider without GPS [asks](javascript:alert(1)) [Sue](https://x.example/).",
    )
    pdf = PdfReader(bikes.built(SITE_URL="https://bikes.example/") / "handouts/home-a4.pdf")
    notes = [note.get_object().get("/A", {}) for page in pdf.pages for note in page.get("/Annots", ())]
    addresses = [str(action["/URI"]) for action in notes if "/URI" in action]
    assert "https://x.example/" in addresses
    assert [address for address in addresses if not re.match("https?:|tel:|mailto:", address)] == []


def test_a_table_gives_room_to_the_column_with_many_words_and_to_every_long_word(bikes: Project) -> None:
    said = "Some roads are closed to bicycles, and some are safer than they look on a map. " * 4
    table = f"| Place | What we know | Sure |\n|---|---|---|\n| Wolverhampton-on-the-water | {said} | Yes |\n| Bath | No | No |"
    bikes.edit("docs/index.md", "{{ glossary() }}", table + "\n\n{{ glossary() }}")
    site = bikes.built()
    for variant in VARIANTS:
        layout = pdf_text(site / "handouts" / f"home-{variant.name}.pdf", "-bbox")
        page = next(page for page in layout.split("</page>") if "Wolverhampton" in page)
        words = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<', page)
        boxes = [(*map(float, box), word) for *box, word in words]
        known, sure = (next(box for box in boxes if box[4] == word) for word in ("What", "Sure"))
        long = next(box for box in boxes if box[4].startswith("Wolverhampton"))
        assert (long[4], long[2] < known[0]) == ("Wolverhampton-on-the-water", True), "it stays in its column"
        ends = SIZES[variant.paper.name][0] - SIDE
        assert sure[0] - known[0] > 1.5 * (ends - sure[0]), "the words are where the room is"


def test_a_withdrawal_and_an_overdue_review_come_first(bikes: Project) -> None:
    reason = 'withdrawn: {date: 2026-11-02, reason: "The chain was wrong. Ask {urgent}."}'
    bikes.edit("docs/_data/bike.yml", "withdrawn: null", reason)
    first = text_of(bikes.built(SOURCE_DATE_EPOCH="1856736000") / "handouts/home-a4.pdf")[0]
    told = "This guide has been withdrawn (2 November 2026): The chain was wrong. Ask a bicycle shop."
    assert first.index(told) < first.index(STRINGS.overdue) < first.index("Emergency:")


def test_what_a_page_says_in_an_odd_way_is_in_its_handout(bikes: Project) -> None:
    text = bikes.read("docs/index.md")
    odd = """
## A heading over nothing

## Another

<div class="card card--emergency" markdown>
Stop at once.
</div>

<ol start="a"><li>An entry</li></ol>

## The last heading

---
"""
    bikes.write("docs/index.md", text.replace("# Bicycle check\n", "", 1) + odd)
    said = " ".join(text_of(bikes.built() / "handouts/home-a4.pdf"))
    for words in (
        "Before a ride",
        "A heading over nothing",
        "Another",
        "Stop at once.",
        "1. An entry",
        "The last heading",
    ):
        assert words in said, words


def test_notes_of_two_pages_with_one_name_are_both_there(bikes: Project) -> None:
    for page, note in (("faq", "first"), ("check", "second")):
        text = bikes.read(f"docs/{page}.md")
        bikes.write(f"docs/{page}.md", f"{text}\nA claim of the {note} page.[^note]\n\n[^note]: The {note} note.\n")
    bikes.edit("docs/index.md", "handout: true\n", "handout:\n  pages: [faq.md, check.md]\n")
    said = " ".join(pdf_text(bikes.built() / "handouts/home-a4.pdf").split())
    for note in ("first", "second"):
        assert f"A claim of the {note} page. (The {note} note.)" in said


def test_the_version_is_another_when_any_word_is(bikes: Project) -> None:
    def version() -> str:
        bikes.built(SOURCE_DATE_EPOCH=DAY)
        return re.search(r"Version: (\S+)", " ".join(text_of(bikes.folder / "site/handouts/home-a4.pdf")))[1]

    before = version()
    text_of.cache_clear()
    (answer,) = re.findall(r"^    holds: (.*)$", bikes.read("docs/_data/bike.yml"), re.M)[:1]
    bikes.edit("docs/_data/bike.yml", f"    holds: {answer}\n", f"    holds: {answer} And so on.\n")
    after = version()
    assert after != before


def test_a_picture_of_dots_stands_in_a_pdf(bikes: Project) -> None:
    (bikes.folder / "docs/bell.png").write_bytes(png())
    bikes.edit(
        "docs/index.md", "{{ glossary() }}", '![A bell](bell.png){ width="300" height="100" }\n\n{{ glossary() }}'
    )
    pdf = bikes.built() / "handouts/home-a4.pdf"
    assert [(image.image.width, image.image.height) for page in PdfReader(pdf).pages for image in page.images] == [
        (300, 100)
    ]


def test_a_whole_guide_holds_its_pages_with_a_list_and_links_within(bikes: Project) -> None:
    bikes.edit(
        "docs/index.md",
        "handout: true",
        "handout:\n  title: All of it\n  for: For riders\n  pages: [red-flags.md, check.md, faq.md]",
    )
    pdf = bikes.built(SITE_URL=SITE) / "handouts/home-a4.pdf"
    text = " ".join(text_of(pdf))
    assert PdfReader(pdf).metadata.title == "All of it"
    assert "For riders." in text
    listed = text.partition(STRINGS.handout_contents)[2]
    places = [listed.index(heading) for heading in ("Do not ride", "Check before you ride", "Questions")]
    assert places == sorted(places)
    again = [text.rindex(heading) for heading in ("Do not ride", "Check before you ride", "Questions")]
    assert min(again) > max(places)
    assert "A rider without GPS" not in text, "what the guide's own page says is about downloads"
    levels = levels_in(pdf)
    assert in_order(levels) and levels[0] == (1, "All of it")
    assert {(2, "Do not ride"), (2, "Questions"), (3, "How high should the saddle be?")} <= set(levels)


SPOILT = {
    "an unknown page": ("handout: {pages: [faqs.md]}", 4, "handout.pages[0]: no page 'faqs.md' (did you mean 'faq.md'?)"),
    "itself": ("handout: {pages: [index.md]}", 4, "handout.pages[0]: 'index.md' is the page itself, which is the cover"),
    "a page twice": ("handout: {pages: [faq.md, faq.md]}", 4, "handout.pages[1]: 'faq.md' stands in the list already"),
    "an unknown key": ("handout: {sheets: true}", 4, "handout: unknown key 'sheets' (did you mean 'sheet'?)"),
    "a phone number": ("handout: {for: Call 999}", 4, "handout.for: a phone number, '999', belongs in help_lines; write {emergency}, {urgent} or {routine} here"),
    "neither yes nor a mapping": ("handout: please", 4, "handout: needs keys and values under it: title, for, pages, sheet, sides"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_fault_in_the_front_matter_is_one_line(bikes: Project, spoilt: str) -> None:
    said, line, what = SPOILT[spoilt]
    bikes.edit("docs/index.md", "handout: true", said)
    result = bikes.build()
    assert (result.returncode, result.stderr) == (1, f"docs/index.md:{line}: {what}\n")


def test_a_sheet_that_is_too_long_is_a_fault(bikes: Project) -> None:
    bikes.edit("docs/index.md", "handout: true", "handout:\n  sheet: true")
    bikes.edit("docs/index.md", "A rider without", ("Words. " * 400 + "\n\n") * 5 + "A rider without")
    result = bikes.build()
    assert result.returncode == 1
    assert re.fullmatch(
        r"docs/index\.md:5: handout\.sheet: needs \d+ sides on A4 in standard print, and may have 2: "
        r"about \d+ words too many\n",
        result.stderr,
    )


CARRIED = {
    "code": ("    wheel = 1\n", "docs/index.md: <pre> is not an element that a PDF can carry: 'wheel = 1'"),
    "a table whose rows differ": ("<table><tr><th>Hub</th></tr><tr><td>1</td><td>2</td></tr></table>", "docs/index.md:11: <table> is not an element that a PDF can carry: 'Hub 1 2'"),
    "words loose in a list": ("<ul>\nBefore you ride:\n<li>check</li>\n</ul>", "docs/index.md:11: <ul> is not an element that a PDF can carry: 'Before you ride:'"),
    "a meaning without a word": ("<dl><dd>Round.</dd></dl>", "docs/index.md:11: <dd> is not an element that a PDF can carry: 'Round.'"),
    "a table without rows": ("<table></table>", "docs/index.md:11: <table> is not an element that a PDF can carry: ''"),
    "a letter that no font has": ("Ride to 中.", "docs/index.md:11: the fonts of the handouts have no letter '中' (U+4E2D): leave it out"),
    "a picture from elsewhere": ("![A wheel](https://example.org/wheel.svg)", "docs/index.md:11: the picture 'wheel.svg' cannot stand in a PDF: it has to be an SVG, PNG or JPEG file of the site"),
}  # fmt: skip


@pytest.mark.parametrize("what", CARRIED)
def test_what_a_pdf_cannot_carry_is_one_line(bikes: Project, what: str) -> None:
    before = pdfs(bikes.built())
    words, said = CARRIED[what]
    bikes.edit("docs/index.md", "{{ glossary() }}", words + "\n\n{{ glossary() }}")
    if ":11:" in said:
        line = bikes.read("docs/index.md").split(words)[0].count("\n") + 1
        said = said.replace(":11:", f":{line}:")
    result = bikes.build()
    assert (result.returncode, result.stderr) == (1, said + "\n")
    assert pdfs(bikes.folder / "site") == before


def test_two_headings_with_one_id_are_told_at_the_second(bikes: Project) -> None:
    two = "## One {#same}\n\nWords.\n\n## Two {#same}\n\nWords."
    line = bikes.edit("docs/index.md", "{{ glossary() }}", two + "\n\n{{ glossary() }}") + 4
    what = "two headings have the id 'same': a link could not tell them apart"
    assert bikes.build().stderr == f"docs/index.md:{line}: {what}\n"


# For a clinic ------------------------------------------------------------------------------------------------------------

CLINIC = """name: Zażółć Ŵyn clinic for feet, knees and everything in between, with a very long name that goes on
phone: "01632 960123"
address: |
  1 Test Street
  Test Town
hours: Monday to Friday
extra: Ask for the desk
logo: logo.svg
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'


def make(project: Project, *options: str) -> subprocess.CompletedProcess[str]:
    return project.run("-m", "macros", "handouts", *options, SOURCE_DATE_EPOCH=DAY)


def test_a_clinic_gets_its_own_handouts(bikes: Project) -> None:
    plain = pdfs(bikes.built(SOURCE_DATE_EPOCH=DAY))
    bikes.write("clinic.yml", CLINIC)
    bikes.write("logo.svg", LOGO)
    result = make(bikes, "--region", "us", "--clinic", "clinic.yml", "--site", SITE)
    assert (result.returncode, result.stderr) == (0, "")
    said = result.stdout.splitlines()
    assert [line.partition(":")[0] for line in said] == ["home", f"The handouts are in {bikes.folder}/dist/handouts"]
    made = bikes.folder / "dist"
    assert pdfs(made).keys() == plain.keys()
    for variant in VARIANTS:
        pdf = made / "handouts" / f"home-{variant.name}.pdf"
        text = " ".join(text_of(pdf))
        for words in ("Zażółć Ŵyn clinic", "that goes on", "Phone: 01632 960123", "1 Test Street", "Test Town", "Opening hours: Monday to Friday", "Ask for the desk", "Call 911 now if:"):  # fmt: skip
            assert words in text, words
        alternatives = [
            str(tag["/Alt"])
            for tag in elements(PdfReader(pdf).trailer["/Root"]["/StructTreeRoot"])
            if tag.get("/S") == "/Figure"
        ]
        assert alternatives[0].startswith("Zażółć Ŵyn clinic")
        assert page_validation.validate_pdf(str(pdf), profile="ua1").is_compliant
    assert "Phone" not in " ".join(text_of(bikes.folder / "site/handouts/home-a4.pdf")), "no empty box"
    assert pdfs(bikes.folder / "site") == plain, "the website is as it was"


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(made, "PNG")
    return made.getvalue()


LONG = """name: Żółć and Ærøskøbing Physiotherapy and Rehabilitation Centre for Legs and Feet
phone: 01632 960 123, extension 45
address: |
  Third floor, The Old Infirmary
  123 A Rather Long Street Name
  Some Borough, Test Town TE1 1ST
hours: Monday to Thursday 8:30 to 18:00, Friday 8:30 to 16:00, closed at weekends and on holidays
extra: Ask at the desk on the ground floor, or write to desk@clinic.example
logo: logo.png
"""


@pytest.fixture
def sheet(guide_project: Project) -> Project:
    """The real guide with no handout but the sheet."""
    for page in (guide_project.folder / "docs").rglob("*.md"):
        if asked(page) is not None and page.stem != "safe-to-massage":
            text = page.read_text(encoding="utf-8")
            page.write_text(re.sub(r"^handout:(?: true)?\n(?:  .*\n)*", "", text, flags=re.M), encoding="utf-8")
    return guide_project


def filled_example() -> str:
    """The example of a clinic file, with other words of the same length."""
    return re.sub("(?i)your|you|more", "some", (ROOT / "clinic.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("region", ["uk", "us"])
@pytest.mark.parametrize("clinic", ["the example", "long lines and a logo"])
def test_the_sheet_has_room_for_a_clinics_lines(sheet: Project, clinic: str, region: str) -> None:
    text = LONG if clinic != "the example" else filled_example()
    sheet.write("clinic.yml", text)
    (sheet.folder / "logo.png").write_bytes(png())
    result = make(sheet, "--region", region, "--clinic", "clinic.yml", "--site", SITE)
    assert (result.returncode, result.stderr) == (0, "")
    said = yaml.safe_load(text)
    lines = [said["name"], said["phone"], said["hours"], said["extra"], *said["address"].splitlines()]
    for paper in ("a4", "letter"):
        words = " ".join(text_of(sheet.folder / "dist/handouts" / f"safe-to-massage-{paper}.pdf"))
        assert [line for line in lines if folded(line) not in words] == []
        assert "Emergency:" in words and folded(LIBRARY.guide.check.none.advice.split("\n")[0]) in words


def test_lines_for_which_the_sheet_has_no_room_are_a_fault_of_the_clinics_file(sheet: Project) -> None:
    sheet.edit("docs/handouts/safe-to-massage.md", "handout:\n", "handout:\n  sides: 1\n")
    sheet.write("clinic.yml", "name: A\naddress: |\n" + f"  {'Long lane ' * 19}\n" * 5)
    result = make(sheet, "--clinic", "clinic.yml")
    what = "with these lines 'safe-to-massage' needs 3 sides on A4 in standard print, and may have 2: shorten them"
    assert (result.returncode, result.stderr) == (1, f"clinic.yml:1: {what}\n")


@pytest.mark.parametrize("name", ["عيادة القدم والركبة", "מרפאת כף הרגל"])
def test_a_name_from_right_to_left_begins_at_the_right(bikes: Project, name: str) -> None:
    bikes.write("clinic.yml", f"name: {name}\nlanguage: {'ar' if name[0] == 'ع' else 'he'}\n")
    assert make(bikes, "--clinic", "clinic.yml").stderr == ""
    pdf = bikes.folder / "dist/handouts/home-a4.pdf"
    layout = pdf_text(pdf, "-f", "1", "-l", "1", "-bbox-layout")
    words = re.findall(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>([^<]*)</word>', layout)
    named = [(float(left), float(right)) for left, right, word in words if set(word) & set(name) - {" "}]
    assert {char for *_, word in words for char in word} >= set(name) - {" "}
    assert max(right for _, right in named) == pytest.approx(SIZES["a4"][0] - SIDE, abs=2)
    assert min(left for left, _ in named) > 250


def test_a_name_copied_from_a_letter_is_taken(bikes: Project) -> None:
    bikes.write("clinic.yml", "name: Calf\u00a0clinic\u200f\n")
    assert make(bikes, "--clinic", "clinic.yml").stderr == ""
    assert "Calf clinic" in text_of(bikes.folder / "dist/handouts/home-a4.pdf")[0]


BAD = {
    "an unknown key": ("name: A\nfone: 1\n", "clinic.yml:2: unknown key 'fone' (did you mean 'phone'?)"),
    "no name": ('phone: "1"\n', "clinic.yml:1: 'name' is missing"),
    "an empty name": ("name:\n", "clinic.yml:1: name: needs text, not nothing (null and ~ need quotes)"),
    "a number for a phone": ("name: A\nphone: 0123\n", "clinic.yml:2: phone: needs text, not 0123 (put quotes round it)"),
    "not YAML": ("name: [", "clinic.yml:1: is not YAML: expected the node content, but found '<stream end>'"),
    "empty": ("", "clinic.yml:1: is empty: it needs keys and values (name, phone, address, hours, extra, logo, language)"),
    "a name twice": ("name: A\nname: B\n", "clinic.yml:2: name: a second 'name'; the first is on line 1"),
    "a logo that is not there": ("name: A\nlogo: logp.svg\n", "clinic.yml:2: logo: 'logp.svg' no such file (did you mean 'logo.svg'?)"),
    "a letter that no font has": ("name: 中\n", "clinic.yml:1: the fonts of the handouts have no letter '中' (U+4E2D): leave it out"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_a_clinic_file_that_cannot_be_used_is_one_line(bikes: Project, bad: str) -> None:
    text, said = BAD[bad]
    bikes.write("logo.svg", LOGO)
    bikes.write("clinic.yml", text)
    earlier(bikes)
    result = make(bikes, "--clinic", "clinic.yml")
    assert (result.returncode, result.stdout, result.stderr) == (1, "", said + "\n")
    assert pdfs(bikes.folder / "dist") == {"old.pdf": b"as it was"}


def earlier(project: Project) -> None:
    (project.folder / "dist/handouts").mkdir(parents=True)
    (project.folder / "dist/handouts/old.pdf").write_bytes(b"as it was")


BAD_LOGOS = {
    "words": (b"hello", "is not a picture in SVG or PNG: failed to parse SVG (unknown token at 1:1)"),
    "half a PNG": (b"\x89PNG\r\n\x1a\n", "is not a whole PNG picture: failed to decode image (unexpected end of file)"),
    "a PNG that unpacks to too much": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x02\x00\x00\x00\x00\x00\x00\x00", "has 65536 by 65536 pixels; 16,000,000 in all is the most"),
    "20 MB": (b" " * 20_000_000, "is 20,000,000 bytes long; 2,000,000 is the most for a logo"),
    "HTML": (LOGO.replace("<circle", "<foreignObject/><circle").encode(), "cannot be drawn whole: image contains foreign object"),
    "a reference": (LOGO.replace("<circle", '<image href="https://example.org/x.png"/><circle').encode(), "refers to something outside: 'https://example.org/x.png'"),
    "a file": (LOGO.replace("<circle", '<image href="/etc/passwd"/><circle').encode(), "refers to something outside: '/etc/passwd'"),
    "an entity": (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + LOGO.replace("</svg>", "<text>&a;</text></svg>").encode(), "is not a picture in SVG or PNG: failed to parse SVG (unknown entity 'a')"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_LOGOS)
def test_a_logo_that_cannot_be_used_is_one_line(bikes: Project, bad: str) -> None:
    data, said = BAD_LOGOS[bad]
    bikes.write("clinic.yml", "name: A\nlogo: logo.svg\n")
    (bikes.folder / "logo.svg").write_bytes(data)
    earlier(bikes)
    result = make(bikes, "--clinic", "clinic.yml")
    assert (result.returncode, result.stderr) == (1, f"clinic.yml:2: logo: 'logo.svg' {said}\n")
    assert pdfs(bikes.folder / "dist") == {"old.pdf": b"as it was"}


def test_what_a_logo_holds_beside_a_drawing_is_neither_run_nor_fetched_nor_printed(bikes: Project) -> None:
    bikes.write("clinic.yml", "name: A\nlogo: logo.svg\n")
    bikes.write("logo.svg", LOGO)
    assert make(bikes, "--clinic", "clinic.yml").stderr == ""
    plain = dict(acts_in_pdfs(bikes.folder / "dist"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        outside = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        holds = (
            f"<script>fetch('{outside}')</script><script href='{outside}'/><style>@import '{outside}';"
            f"@font-face {{font-family: x; src: url({outside})}} circle {{fill: url({outside}#a); stroke: url(#g)}}</style>"
            f"<linearGradient id='g'/><a href='javascript:x()'><rect onload='x()' width='1' height='1'/></a>"
            f"<use href='{outside}#a'/><iframe src='{outside}'/><text font-family='x' fill='url(#g)'>A</text>"
        )
        start = f"<?xml-stylesheet href='{outside}'?><!DOCTYPE svg PUBLIC 'x' '{outside}'>"
        bikes.write("logo.svg", start + LOGO.replace("<circle", f"{holds}<circle"))
        result = make(bikes, "--clinic", "clinic.yml")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert (result.returncode, result.stderr) == (0, "")
    assert dict(acts_in_pdfs(bikes.folder / "dist")) == plain


def test_settings_that_are_wrong_are_one_line(bikes: Project) -> None:
    earlier(bikes)
    region = make(bikes, "--region", "usa")
    assert region.returncode == 1
    assert region.stderr.startswith("REGION: unknown region 'usa' (did you mean 'us'?); the regions are ")
    assert (
        make(bikes, "--site", "example.org").stderr
        == "SITE: 'example.org' is not an address: write it as https://example.org/\n"
    )
    told = "SITE: 'https://a.example/b ' has a space in it: write it as https://a.example/b/\n"
    assert make(bikes, "--site", "https://a.example/b ").stderr == told
    bikes.write("clinic.yml", "name: A\n")
    assert make(bikes, "--clinic", "clinik.yml").stderr == "clinik.yml: no such file (did you mean 'clinic.yml'?)\n"
    assert pdfs(bikes.folder / "dist") == {"old.pdf": b"as it was"}


def test_the_example_of_a_clinic_file_works_once_it_is_filled_in(bikes: Project) -> None:
    bikes.write("clinic.yml", filled_example())
    assert make(bikes, "--clinic", "clinic.yml").stderr == ""
    assert "The name of some clinic" in text_of(bikes.folder / "dist/handouts/home-a4.pdf")[0]


# Letters of other languages ------------------------------------------------------------------------------------------

LETTERS = {
    "Latin": "Żółć Ærøskøbing façade naïve Ångström İstanbul ığdır Öğretmen Çeşme office Straße œuvre señor Tŷ Gŵyr țară Þórður",  # noqa: RUF001
    "Vietnamese": "Nếu chân bị sưng và đau hãy gọi bác sĩ ngay Phòng khám Nguyễn Thị Thập thuốc chống đông",
    "Greek": "Αν το πόδι σας είναι πρησμένο ή πονάει καλέστε αμέσως τον γιατρό Ιατρείο ΰ ΐ ώ",  # noqa: RUF001
    "Cyrillic": "Если нога опухла и болит немедленно вызовите врача Поликлиника № ёжик їжак Љубљана ґанок",
    "Hebrew": "אם הרגל שלך נפוחה וכואבת התקשר מיד לרופא מרפאת כף הרגל של ד״ר לוי",
    "Arabic": "إذا كانت ساقك متورمة ومؤلمة فاتصل بالطبيب فورا عيادة القدم والركبة مستشفى لا إله الألم المفاصل الآن الإسعاف",
    "Persian and Urdu": "اگر پای شما متورم و دردناک است با پزشک تماس بگیرید ٹانگ سوجی ہوئی ہے تو ڈاکٹر کو",
}  # fmt: skip


def copied(pdf: Path) -> list[str]:
    """The text of each page as pdfium reads it, with which Chrome copies and speaks."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_words_of_other_languages_are_read_back_as_they_were_written(bikes: Project) -> None:
    """On the page, in a heading, composed or not, and as a clinic's lines."""
    words = "\n\n".join(f"### {text}\n\n{text}\n\n**{text}**" for text in LETTERS.values())
    apart = unicodedata.normalize("NFD", " ".join((LETTERS["Latin"], LETTERS["Vietnamese"])))
    bikes.edit("docs/index.md", "handout: true", "handout: {sides: 9}")
    bikes.edit("docs/index.md", "{{ glossary() }}", f"{words}\n\n{apart}\n\n{{{{ glossary() }}}}")
    one, two, three, *rest = [text[:190] for text in LETTERS.values()]
    lines = {
        "name": rest[-2],
        "phone": "1",
        "address": "\n".join([one, two, three, rest[0], rest[1]]),
        "extra": rest[-1],
    }
    bikes.write("clinic.yml", yaml.safe_dump(lines, allow_unicode=True))
    assert make(bikes, "--clinic", "clinic.yml").stderr == ""
    for variant in VARIANTS:
        text = " ".join(copied(bikes.folder / f"dist/handouts/home-{variant.name}.pdf"))
        read = Counter(text.split())
        wanted = Counter({word: 4 for text in LETTERS.values() for word in text.split()})
        assert {word: read[word] for word in wanted if read[word] < wanted[word]} == {}
        assert unicodedata.normalize("NFC", text) == text


LONGER = {
    "letters": "x" * 63,
    "many": "abcdefghij" * 33,
    "an address": "https://example.org/" + "abcdefghi" * 12,
    "Greek": "πονάει" * 12,
}


@pytest.mark.parametrize(
    "place", ["{}", "- {}", "**{}**", "| a | b |\n|---|---|\n| c | {} |", "## {}", '!!! note "{}"\n    {}']
)
def test_a_word_that_is_longer_than_its_column_breaks_within_it(bikes: Project, place: str) -> None:
    bikes.edit("docs/index.md", "handout: true", "handout: {sides: 9}")
    words = "\n\n".join(place.replace("{}", word) for word in LONGER.values())
    bikes.edit("docs/index.md", "{{ glossary() }}", f"{words}\n\n{{{{ glossary() }}}}")
    site = bikes.built()
    for variant in VARIANTS:
        pdf = site / f"handouts/home-{variant.name}.pdf"
        text = re.sub(r"\s", "", "".join(copied(pdf)))
        assert [name for name, word in LONGER.items() if word not in text] == []
        with pdfium.PdfDocument(pdf) as document:
            for page in document:
                right = [
                    box[2] for box in map(page.get_textpage().get_charbox, range(page.get_textpage().count_chars()))
                ]
                assert max(right) <= page.get_width() - SIDE + 1
