"""Find the browsers and servers that the checks drive, or install them. Run as a script by `make test`.

On Debian the browsers are Debian's own; elsewhere Playwright brings a Chromium. An installed one is used as it is.
nginx and WordPress are only unpacked: installed, they would start servers on this machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
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
    """The path of a Chromium; None means the one that Playwright installed.

    Debian's headless shell draws what Chromium draws, without the windows around it: two thirds of the time.
    """
    for name in ("chromium-headless-shell", "chromium", "google-chrome-stable", "google-chrome"):
        # Ubuntu's `chromium` is a snap, which cannot read a test's temporary folder.
        if (found := shutil.which(name)) and "snap" not in str(Path(found).resolve()):
            return found
    return MAC_CHROME if Path(MAC_CHROME).exists() else None


def firefox() -> str | None:
    """The path of a Firefox; None where there is none: Playwright's own is not driven the way ours is."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


UNPACKED = Path(__file__).resolve().parent.parent / ".venv" / "debian"
"""Where packages are unpacked that are not to be installed."""

FILES = {
    "nginx": "usr/sbin/nginx",
    "nginx-common": "etc/nginx/mime.types",
    "wordpress": "usr/share/wordpress/wp-includes/kses.php",
    "php-htmlpurifier": "usr/share/php/HTMLPurifier.php",
    "wordpress-theme-twentytwentyone": "usr/share/wordpress/wp-content/themes/twentytwentyone/style.css",
}
"""Those packages, each with a file that is in it."""


def unpacked(package: str) -> Path | None:
    """The file of an unpacked package that `FILES` names; None where it is not unpacked."""
    file = UNPACKED / FILES[package]
    return file if file.exists() else None


def webkit() -> str | None:
    """The path of WebKitGTK's driver, which needs Xvfb; a stand-in for Safari, not Safari. None where there is none."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None


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
            "chromium-headless-shell": bool(shutil.which("chromium-headless-shell")),
            "fonts-liberation": bool(chromium()),
            "firefox-esr": bool(firefox()),
            "poppler-utils": bool(shutil.which("pdftotext")),
            "php-cli": bool(shutil.which("php")),
            "webkit2gtk-driver": bool(webkit()),
            "xvfb": bool(webkit()),
        }
        packages = [package for package, there in wanted.items() if not there]
        archives = [package for package in FILES if not unpacked(package)]
        if not packages and not archives:
            return
        root = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "update", "-qq"], check=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if packages:
            subprocess.run(
                [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
                check=True,
                env=environment,
            )
        unpack(archives)
    elif not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True)


def unpack(packages: list[str]) -> None:
    """Fetch packages of Debian and unpack their files, without installing them."""
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            subprocess.run(
                ["apt-get", "-o", "APT::Sandbox::User=root", "download", "-qq", package], check=True, cwd=folder
            )
        for archive in Path(folder).glob("*.deb"):
            UNPACKED.mkdir(parents=True, exist_ok=True)
            subprocess.run(["dpkg-deb", "--extract", str(archive), str(UNPACKED)], check=True)


if __name__ == "__main__":
    install()
