"""How light the site is: its bytes as a server with gzip sends them, Lighthouse's scores, how soon a page is seen.

For test_light.py, bench_light.py and the long checks.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser

from tests.browsers import CHROMIUM_FLAGS, chromium
from tests.conftest import ROOT, Quiet

WHOLE = {".png", ".jpg", ".woff2", ".pdf", ".zip"}
"""What a server does not compress: it is compressed already."""


@dataclass
class Line:
    """A site on its way to a reader: what was sent, and whether the theme's script gets through."""

    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)
    """Path and bytes of each answer's body, compressed."""
    through: threading.Event = field(default_factory=threading.Event)
    broken: bool = False
    """The theme's script does not come at all."""

    def asked(self, what: str) -> bool:
        return any(what in path for path, _ in self.sent)


class Compressed(Quiet):
    """Sends files as nginx does with `gzip on; gzip_comp_level 6;` for every type of text."""

    line: Line

    def do_GET(self) -> None:
        # A browser that a test steers from outside says here that it is ready.
        if self.path == "/let-through":
            self.line.through.set()
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        late = "/bundle." in self.path
        if late:
            self.line.through.wait(60)
        if not file.exists() or (late and self.line.broken):
            return self.send_error(404)
        body = file.read_bytes()
        packed = file.suffix not in WHOLE
        body = gzip.compress(body, 6, mtime=0) if packed else body
        self.line.sent.append((self.path, len(body)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def line(site: Path, *, through: bool = True) -> Iterator[Line]:
    """A server for a site on loopback.

    Args:
        through: whether the theme's script gets through at once, or when `Line.through` is set.
    """
    line = Line()
    if through:
        line.through.set()
    handler = type("Handler", (Compressed,), {"line": line})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line.address = f"http://127.0.0.1:{server.server_port}/"
    yield line
    line.through.set()
    server.shutdown()


def lighthouse(*addresses: str) -> dict[str, dict[str, object]]:
    """What Lighthouse finds wanting in accessibility, best practices and SEO: address → category → score and audits.

    An address whose three scores are 100 has an empty entry.
    """
    command = [str(ROOT / ".venv/bin/node"), str(ROOT / "tests/lighthouse.mjs"), str(chromium())]
    process = subprocess.Popen([*command, json.dumps(CHROMIUM_FLAGS), *addresses], stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=90 * len(addresses))
    finally:
        process.terminate()
        process.wait(20)
    assert process.returncode == 0
    return json.loads(said)


PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
})"""


def largest_paint(browser: Browser, address: str) -> float:
    """Milliseconds until the largest part of a page was painted, on a phone with a cold cache, a slow line and processor.

    Source of the line and processor: Lighthouse's "slow 4G", https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    chrome = context.new_cdp_session(page)
    chrome.send("Network.enable")
    kilobits = 1024 / 8
    speed = {"downloadThroughput": 1474.56 * kilobits, "uploadThroughput": 675 * kilobits, "latency": 562.5}
    chrome.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    paint = page.evaluate(PAINT)
    context.close()
    return paint
