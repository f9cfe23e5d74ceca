"""What the site is served with: the headers of every file, by nginx itself, and browsers that find nothing to refuse."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from macros.data.library import load
from macros.web import headers
from tests.conftest import PAGES, ROOT, Clinic, Project, Published

HOUR = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
MINUTES = "public, max-age=300, stale-while-revalidate=600, stale-if-error=604800"
FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


def asked(address: str, **sent: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer; each header comes once."""
    request = Request(address, headers={name.replace("_", "-"): value for name, value in sent.items()})
    try:
        with urlopen(request) as answer:
            status, found = answer.status, answer.headers
    except OSError as error:
        status, found = error.code, error.headers  # type: ignore[attr-defined]
    names = [name.lower() for name in found]
    assert len(names) == len(set(names)), names
    return status, {name.lower(): value for name, value in found.items()}


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("embed/v1/resize.js", HOUR),
        ("embed/v1/frame.js", HOUR),
        ("embed/v1/frame.css", HOUR),
        ("embed/v1/faq.en.json", MINUTES),
        ("embed/v1/faq.en.safety.json", MINUTES),
        ("embed/versions.json", MINUTES),
        ("embed/v1/frame/en/uk/", "public, max-age=300"),
        ("embed/v1/frame/en/uk/safety/", "public, max-age=300"),
        ("embed/v1/oembed/en/uk/all.json", "public, max-age=300"),
        ("embed/v1/static/en/uk/all.html", "public, max-age=300"),
    ],
)
def test_anybody_may_show_the_embed_and_a_correction_is_not_kept_from_them(
    published: Published, path: str, cache: str
) -> None:
    status, found = asked(published.address + path)
    assert status == 200
    assert found["cache-control"] == cache
    assert found["access-control-allow-origin"] == "*"
    assert found["cross-origin-resource-policy"] == "cross-origin"
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert "x-frame-options" not in found
    assert found.get("content-security-policy") == (FRAME if "/frame/" in path else None)
    assert found.get("x-robots-tag") == (
        "noindex, indexifembedded" if "/frame/" in path else "noindex" if "/static/" in path else None
    )
    assert "set-cookie" not in found
    for sent in ({"If_None_Match": found["etag"]}, {"If_Modified_Since": found["last-modified"]}):
        again, without = asked(published.address + path, **sent)
        assert again == 304, sent
        assert without["cache-control"] == cache


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ("faq?utm_source=letter", "faq/"),
        ("faq/?utm_source=letter", "faq/"),
        ("embed/v1/frame/en/uk?utm_source=letter", "embed/v1/frame/en/uk/"),
        ("embed/v1/frame/en/uk/safety/?utm_source=letter", "embed/v1/frame/en/uk/safety/"),
        ("embed/v1/oembed/en/uk/all.json?format=json&maxwidth=300&url=x", "embed/v1/oembed/en/uk/all.json"),
        ("embed/v1/oembed/en/uk/all.json/?format=json", "embed/v1/oembed/en/uk/all.json"),
    ],
)
def test_an_address_that_somebody_added_to_is_answered_as_without(published: Published, given: str, there: str) -> None:
    with urlopen(published.address + given) as added, urlopen(published.address + there) as plain:
        assert added.read() == plain.read()
        assert added.headers["Access-Control-Allow-Origin"] == plain.headers["Access-Control-Allow-Origin"]


@pytest.mark.parametrize("path", [page for page in PAGES if page != "404.html"] + ["no/such/page/"])
def test_a_page_says_what_it_may_do_and_that_nobody_may_frame_it(published: Published, path: str) -> None:
    """What Mozilla's HTTP Observatory asks for."""
    status, found = asked(published.address + path)
    assert status == (404 if path.startswith("no/") else 200)
    policy = dict(rule.split(" ", 1) for rule in found["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in found["content-security-policy"]
    assert policy["frame-ancestors"] == "'self'"
    assert found["x-frame-options"] == "SAMEORIGIN"
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert found["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in found
    assert "cache-control" not in found, "the host's own is right for pages"


def test_nginx_sends_what_the_other_hosts_are_told_to_send(published: Published) -> None:
    """For every file of the site, and for what is not there."""
    rules = headers.read((published.site / "_headers").read_text(encoding="utf-8"))
    ours = {name.lower() for _, some in rules for name in some}
    files = [path.relative_to(published.site).as_posix() for path in published.site.rglob("*") if path.is_file()]
    for file in files:
        if file == "_headers":
            continue
        address = file.removesuffix("index.html")
        status, found = asked(published.address + address)
        told = headers.of(rules, f"/{address}")
        assert status == 200
        assert {k: v for k, v in found.items() if k in ours} == {name.lower(): value for name, value in told}, file
        assert len(told) == len({name for name, _ in told}), f"{file}: two rules for one header"
    assert asked(published.address + "_headers")[0] == 404


def test_the_file_for_nginx_in_the_repository_is_the_one_that_the_build_writes(site: Path) -> None:
    rules = headers.read((site / "_headers").read_text(encoding="utf-8"))
    kept = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert kept == headers.nginx(rules), "run: .venv/bin/python -m macros nginx > deploy/nginx.conf"


def test_the_headers_file_keeps_to_what_its_readers_allow(site: Path) -> None:
    """Cloudflare Pages: 100 rules, 2,000 characters a line, one * an address."""
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    addresses = [line for line in lines if not line.startswith(" ")]
    assert len(addresses) < 100
    assert max(map(len, lines)) < 2000
    assert all(address.count("*") <= 1 for address in addresses)
    everywhere = "\n".join(lines[1 : lines.index("/embed/*")])
    assert lines[0] == "/*" and "Cache-Control" not in everywhere and "X-Frame-Options" not in everywhere


def test_only_a_site_with_https_asks_for_https(site: Path, project: Project) -> None:
    assert "Strict-Transport-Security" not in (site / "_headers").read_text(encoding="utf-8")
    headers_file = project.built(SITE_URL="https://guide.example/") / "_headers"
    assert "  Strict-Transport-Security: max-age=31536000\n" in headers_file.read_text(encoding="utf-8")
    assert 'Strict-Transport-Security "max-age=31536000" always;' in project.run("-m", "macros", "nginx").stdout


def test_without_a_site_there_are_no_headers_to_print(project: Project) -> None:
    result = project.run("-m", "macros", "nginx")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "site/_headers: No such file or directory; run `make site` first\n"


# Browsers --------------------------------------------------------------------------------------------------------------

FRAMES = ("embed/v1/frame/en/uk/", "embed/v1/frame/en/international/safety/")


def test_browsers_refuse_nothing_on_any_page(browser: Browser, published: Published, clinic: Clinic) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: said.append(f"{page.url}: {request.url}: {request.failure}"))
    page.on("response", lambda answer: answer.status < 400 or said.append(f"{answer.status} {answer.url}"))
    for name in (page for page in PAGES if page != "404.html"):
        page.goto(published.address + name)
        page.wait_for_load_state("networkidle")
    # A frame as others show it: its origin is nobody's, and 'self' in its policy must still be the guide.
    frames = "".join(f'<iframe src="{published.address}{name}" sandbox="allow-scripts"></iframe>' for name in FRAMES)
    page.goto(clinic.page(frames))
    for name in FRAMES:
        frame = page.frame_locator(f'[src$="{name}"]')
        frame.locator(".faq__toggle").first.wait_for()
        assert frame.locator(".card--emergency").evaluate("e => getComputedStyle(e).borderTopWidth") == "5px"
    page.goto(published.address + "faq/")
    # Only scripts that ran can have made these.
    assert page.locator(".faq__toggle").count() == len(load(ROOT / "docs/_data/calf.yml", "calf.yml").guide.faq)
    page.locator("[data-md-component='search-query']").click()
    page.keyboard.type("clot")
    page.locator(".md-search-result__item").first.wait_for()
    context.close()
    assert said == []


def test_a_page_of_ours_is_not_shown_in_a_frame_but_a_frame_is(
    browser: Browser, published: Published, clinic: Clinic
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(
        clinic.page(
            f'<iframe id="page" src="{published.address}faq/"></iframe>'
            f'<iframe id="frame" src="{published.address}embed/v1/frame/en/uk/"></iframe>'
        )
    )
    page.frame_locator("#frame").get_by_role("heading", name="Call 999 now if:").wait_for()
    assert page.frame_locator("#page").locator(".faq").count() == 0, "only the browser's own words are there"
    context.close()


def test_the_test_itself_hears_of_what_is_refused(browser: Browser, published: Published) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(published.address)
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))")
    page.wait_for_load_state("networkidle")
    context.close()
    assert re.search("Content Security Policy", " ".join(said))
