"""How soon the FAQ is seen, beside a page with the same words and next to no styles: `python -m tests.bench_light`.

Both are opened in turn in one run, so that a slow moment of the machine slows both.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from lxml import html
from playwright.sync_api import sync_playwright

from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import ROOT
from tests.light import largest_paint, line

MINIMAL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><link rel="stylesheet" href="minimal.css"></head>
<body><main>{words}</main></body></html>"""
STYLE = "body { font: 18px/1.5 sans-serif; margin: 0 auto; max-width: 36rem; padding: 1rem; }"


def minimal(site: Path, folder: Path) -> None:
    """Write a page with the words of the FAQ, as somebody would by hand, and one small stylesheet."""
    tree = html.parse(str(site / "faq" / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()
    (article,) = tree.xpath("//article")
    for gone in article.xpath(".//script | .//*[contains(@class, 'region')]"):
        gone.drop_tree()
    kept = [
        element for element in article.iter("h1", "h2", "h3", "h4", "p", "ul", "ol", "li") if element.text_content()
    ]
    words = "\n".join(
        f"<{element.tag}>{element.text_content().strip()}</{element.tag}>"
        for element in kept
        if element.tag not in ("ul", "ol")
    )
    page = MINIMAL.format(title=tree.findtext(".//title"), words=words)
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "minimal.css").write_text(STYLE, encoding="utf-8")


def measure(site: Path, runs: int = 7) -> tuple[list[float], list[float]]:
    """Milliseconds to the largest paint of the FAQ and of the minimal page, one of each a run; both start warm."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        minimal(site, Path(name))
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        ours, least = [], []
        with line(site) as guide, line(Path(name)) as other:
            for run in range(runs + 1):
                pair = largest_paint(browser, guide.address + "faq/"), largest_paint(browser, other.address)
                if run:
                    ours.append(pair[0])
                    least.append(pair[1])
        browser.close()
    return ours, least


def main() -> None:
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    ours, least = measure(site)
    for name, times in (("the FAQ", ours), ("a minimal page", least)):
        low, middle, high = min(times), statistics.median(times), max(times)
        print(f"{name}: largest paint {low:.0f} / {middle:.0f} / {high:.0f} ms (min, median, max of {len(times)})")
    print(f"ratio of the medians: {statistics.median(ours) / statistics.median(least):.2f} (at most 1.25)")


if __name__ == "__main__":
    main()
