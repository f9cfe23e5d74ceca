"""Each snippet in a real WordPress, as an administrator and as an author posts it, and what a visitor reads there."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import unpacked
from tests.conftest import Published, free_port, pdf_text, until
from tests.trial.conftest import HERE, WHOLE, look

CONFIG = """<?php
foreach (['DB_NAME' => 'clinic', 'DB_USER' => 'root', 'DB_PASSWORD' => '', 'DB_HOST' => 'localhost:{socket}', 'DB_CHARSET' => 'utf8mb4',
  'DB_COLLATE' => '', 'WP_HOME' => '{address}', 'WP_SITEURL' => '{address}', 'WP_ENVIRONMENT_TYPE' => 'local', 'DISABLE_WP_CRON' => true,
  'AUTOMATIC_UPDATER_DISABLED' => true, 'AUTH_SALT' => 'trial'] as $name => $value) define($name, $value);
$table_prefix = 'wp_';
$_SERVER['HTTP_HOST'] ??= 'localhost';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


@contextmanager
def running(*command: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program of this test's own, ended by its own id, with those that it started."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **silent, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


@dataclass
class WordPress:
    """A running one: its address, and the passwords of its people."""

    address: str
    passwords: dict[str, str]

    def post(self, user: str, content: str) -> str:
        """What `user` publishes through REST, as the editor does; the address of the page."""
        key = base64.b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
        body = json.dumps({"title": "Calves", "status": "publish", "content": content}).encode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
        with urlopen(Request(f"{self.address}/?rest_route=/wp/v2/posts", body, headers)) as answer:
            return json.load(answer)["link"]


@pytest.fixture(scope="session")
def clinic_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    there = unpacked("wordpress")
    assert there and shutil.which("mariadbd"), "needs wordpress (tests/browsers.py), mariadb-server-core and php-mysql"
    folder = tmp_path_factory.mktemp("wordpress")
    site, data, socket = folder / "site", folder / "data", folder / "db.sock"
    shutil.copytree(there.parent.parent, site, symlinks=True)
    address = f"http://127.0.0.3:{free_port()}"
    (site / "wp-config.php").write_text(CONFIG.format(socket=socket, address=address), encoding="utf-8")
    (site / "wp-content/mu-plugins").mkdir()
    shutil.copy(HERE / "local.php", site / "wp-content/mu-plugins")
    user = ["--user=root"] if os.geteuid() == 0 else []
    data.mkdir()
    with ExitStack() as stack:
        base = [
            "mariadbd",
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={socket}",
            "--skip-networking",
            "--skip-grant-tables",
            *user,
        ]
        stack.enter_context(running(*base, f"--pid-file={folder}/pid"))
        until(socket.exists, 60)
        script = f"(new mysqli('localhost', 'root', '', '', 0, '{socket}'))->query('CREATE DATABASE clinic');"
        subprocess.run(["php", "-r", script], check=True)
        made = subprocess.run(["php", str(HERE / "install.php"), str(site)], check=True, capture_output=True, text=True)
        server = ["php", "-S", address.removeprefix("http://"), "-t", str(site)]
        stack.enter_context(running(*server, env={**os.environ, "PHP_CLI_SERVER_WORKERS": "6"}))
        found = WordPress(address, json.loads(made.stdout[made.stdout.index("{") :]))
        until(lambda: answers(address), 60)
        yield found


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=20):
            return True
    except URLError:
        return False


def content(kind: str, code: str, address: bool) -> str:
    """What the editor of a kind sends: the block editor marks its blocks, the classic one does not."""
    if kind == "classic":
        return f"Before.\n\n{code}\n\nAfter."
    if address:
        inner = f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{code}\n</div></figure>'
        return f'<!-- wp:embed {{"url":"{code}"}} -->\n{inner}\n<!-- /wp:embed -->'
    return f"<!-- wp:html -->\n{code}\n<!-- /wp:html -->"


def ready(page: Page, name: str, user: str) -> None:
    if user == "admin" and name in ("a", "b"):
        page.locator("health-faq[state=ready]").wait_for()
    if name == "address" or (name == "c" and user == "admin"):
        page.frame_locator("iframe").locator(".faq__toggle").first.wait_for()


@pytest.mark.parametrize("name", ["a", "b", "c", "d", "open", "address"])
@pytest.mark.parametrize("user", ["admin", "author"])
@pytest.mark.parametrize("kind", ["block", "classic"])
def test_a_visitor_of_a_wordpress_reads_what_was_promised(
    kind: str,
    user: str,
    name: str,
    clinic_site: WordPress,
    browser: Browser,
    published: Published,
    snippets: dict[str, str],
    emergency: list[str],
    questions: list[str],
    tmp_path: Path,
) -> None:
    code = snippets.get(name) or f"{published.address}embed/v1/frame/en/uk/"
    post = clinic_site.post(user, content(kind, code, name == "address"))
    fails: dict[tuple[int, bool], Any] = {}
    for width in (390, 1280):
        for scripts in (True, False):
            with browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts) as context:
                page = context.new_page()
                page.goto(post)
                if scripts:
                    ready(page, name, user)
                drawn = name in WHOLE or (name == "b" and user == "admin" and scripts)
                seen = look(page, *((emergency, questions) if drawn else ([], [])))
                wrong = {key: seen[key] for key in ("lost", "twice", "overlap", "css") if seen[key]}
                # Where no script runs, WordPress keeps the frame out of sight beside its place, as wide as the column.
                if seen["wide"] > 0 and (scripts or name != "address"):
                    wrong["wide"] = seen["wide"]
                left = page.locator(".entry-content a[href*='/faq/']").count() + seen["frame"]
                if not left and not drawn and not (user == "author" and name == "c"):
                    wrong["nothing left"] = page.locator(".entry-content").inner_html()[:300]
                if name == "address" and scripts:
                    wrong |= framed(page)
                if (name == "open" or (drawn and scripts and user == "admin" and name != "d")) and width == 1280:
                    page.pdf(path=tmp_path / "post.pdf")
                    paper = "".join(pdf_text(tmp_path / "post.pdf", "-raw").split())
                    gone = [text for text in [*emergency, *questions] if "".join(text.split()) not in paper]
                    wrong |= {"not on paper": gone} if gone else {}
                if wrong:
                    fails[width, scripts] = wrong
    assert fails == {}


def framed(page: Page) -> dict[str, Any]:
    """What an embedded frame lacks: WordPress gives it 1,000 pixels at the most."""
    frame = page.locator("iframe").first
    end = time.monotonic() + 10
    while (box := frame.bounding_box()) and box["height"] < 900 and time.monotonic() < end:
        page.wait_for_timeout(100)
    inside = page.frame_locator("iframe")
    question = inside.locator(".faq__toggle").first.bounding_box()
    assert box and question
    bottom = question["y"] + question["height"]
    return {"first question cut off": [box, question]} if bottom > box["y"] + box["height"] else {}
