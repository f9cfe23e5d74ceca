"""Whether the guide can leave its theme: built by ProperDocs with MaterialX, beside the usual site. Run by `make spare`.

Every page has to have the same words, and the search to answer three questions with the same place. The spare theme
writes the same Python package as Material, so it has an environment of its own, in `.build/spare/`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from lxml import html
from playwright.sync_api import Page, sync_playwright

from macros.data.library import load
from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import ROOT, data_of, serve

SPARE = ("properdocs==1.6.7", "mkdocs-materialx==10.2.2")
SETTINGS = {
    "  name: material\n": "  name: materialx\n",
    "  - search\n": "  - search:\n      provider: lunr\n",
}
"""What has to change in macros/mkdocs.yml."""
LOCKED = re.compile(r"^(?!mkdocs-material==)([\w.-]+==.+?) \\$", re.M)


def installed(folder: Path) -> Path:
    """A Python of its own with the spare theme, and all else as it is locked."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    locked = LOCKED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *locked, *SPARE]
    subprocess.run(command, check=True)
    return python


def built(python: Path, folder: Path) -> Path:
    """The guide as the spare builds it."""
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    for part in ("docs", "macros", "overrides"):
        shutil.copytree(ROOT / part, project / part)
    for file in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / file, project)
    path = project / "macros/mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for usual, spare in SETTINGS.items():
        assert usual in text, usual
        text = text.replace(usual, spare)
    path.write_text(text, encoding="utf-8")
    command = [python, "-m", "properdocs", "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"]
    subprocess.run(command, cwd=project, check=True)
    return project / "site"


def words(page: Path) -> str:
    """The words of a page, without what the theme writes around them."""
    tree = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()
    content = next(tree.iter("article"), tree)
    return " ".join(content.text_content().split())


def other_words(usual: Path, spare: Path) -> Iterator[str]:
    """What is wrong with the spare's pages, page by page."""
    for page in sorted(page.relative_to(usual) for page in usual.rglob("*.html")):
        if not (spare / page).exists():
            yield f"{page} is missing"
        elif words(usual / page) != words(spare / page):
            yield f"{page} has other words"


def first_answer(page: Page, address: str, question: str) -> str:
    """Where the search's best result leads: of a page with parts that match, the first of these."""
    page.goto(f"{address}?q={quote(question)}")
    item = page.locator(".md-search-result__item").first
    item.wait_for(state="attached")
    whole, *parts = item.locator("xpath=./a").all()
    link = parts[0] if parts else whole
    found = urlsplit(link.evaluate("link => link.href"))
    return found.path + (f"#{found.fragment}" if found.fragment else "")


def answers(page: Page, site: Path, questions: list[str]) -> list[str]:
    for address in serve(site):
        return [first_answer(page, address, question) for question in questions]
    return []


def main() -> None:
    folder, usual = ROOT / ".build/spare", ROOT / "site"
    spare = built(installed(folder / "environment"), folder)
    faults = list(other_words(usual, spare))
    print(f"{len(list(usual.rglob('*.html')))} pages compared")
    guide = load(ROOT / data_of(ROOT), data_of(ROOT).name).guide
    questions = [guide.red_flags[0].name, guide.red_flags[-1].name, guide.faq[0].question]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page()
        found = zip(questions, answers(page, usual, questions), answers(page, spare, questions), strict=True)
        browser.close()
    for question, here, there in found:
        print(f"{question!r} → {there}")
        if here != there:
            faults.append(f"the search answers {question!r} with {there}, not {here}")
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
