"""Find the browsers that the checks drive, or install them. Run as a script by `make test`.

On Debian the browsers are Debian's own; elsewhere Playwright brings a Chromium. An installed one is used as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium's own sandbox does not start for root, as in a container; the checks open only pages of ours.
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def chromium() -> str | None:
    """The path of a Chromium; None means the one that Playwright installed."""
    for name in ("chromium", "google-chrome-stable", "google-chrome"):
        # Ubuntu's `chromium` is a snap, which cannot read a test's temporary folder.
        if (found := shutil.which(name)) and "snap" not in str(Path(found).resolve()):
            return found
    return MAC_CHROME if Path(MAC_CHROME).exists() else None


def firefox() -> str | None:
    """The path of a Firefox; None where there is none: Playwright's own is not driven the way ours is."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


def debian() -> bool:
    release = Path("/etc/os-release")
    return (
        release.exists()
        and "\nID=debian" in "\n" + release.read_text(encoding="utf-8")
        and shutil.which("apt-get") is not None
    )


def install() -> None:
    """Install what is missing."""
    if debian():
        wanted = {
            "chromium": bool(chromium()),
            "fonts-liberation": bool(chromium()),
            "firefox-esr": bool(firefox()),
            "poppler-utils": bool(shutil.which("pdftotext")),
        }
        if not (packages := [package for package, there in wanted.items() if not there]):
            return
        root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "update", "-qq"], check=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=True,
            env=environment,
        )
    elif not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True)


if __name__ == "__main__":
    install()
