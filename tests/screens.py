"""Print how many screens of a phone each page of the built site takes. Run by `make clarity`."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import ROOT, serve

PHONE = {"width": 390, "height": 844}


def main() -> None:
    site = ROOT / "site"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport=PHONE)
        print(f"\nScreens of a phone ({PHONE['width']} by {PHONE['height']} px), as the page opens:")
        for address in serve(site):
            for file in sorted(site.rglob("index.html")):
                name = file.parent.relative_to(site).as_posix()
                if not name.startswith("embed/"):
                    page.goto(f"{address}{name}/".replace("/./", "/"))
                    print(f"{name:38}{page.evaluate('document.body.scrollHeight') / PHONE['height']:9.1f}")
        browser.close()


if __name__ == "__main__":
    main()
