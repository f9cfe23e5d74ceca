"""Two servers on this machine: somebody else's website, and ours that its pages take the element from."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", "": "text/html; charset=utf-8"}


def feed(language: str = "en") -> dict[str, Any]:
    """A small feed, in the form that the site publishes."""
    return json.loads((HERE / f"faq.{language}.json").read_text(encoding="utf-8"))


def integrity(text: str) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(text.encode()).digest()).decode()}"


@dataclass
class Hosts:
    """The two servers.

    Attributes:
        host: the address of the clinic's website, without a slash at its end.
        ours: the address of ours.
        scripts: our script, by its address under any mode.
        styles: other people's style sheets, by name.
        feeds: what a mode serves in the place of a feed, by mode.
        asked: every request to our server: its address and its headers.
        opened: the server goes on sending what a mode withholds.
    """

    host: str
    ours: str
    scripts: dict[str, str]
    styles: dict[str, Path]
    feeds: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def page(self, name: str, mode: str = "as-it-is") -> str:
        """The address of a host page whose element gets what `mode` says."""
        return f"{self.host}/{name}?mode={mode}"


MODES = {
    "gone": (404, "Not found"),
    "invalid": (200, '{"v":1,"items":['),
    "not an object": (200, "null"),
    "no items": (200, '{"v":1}'),
    "another version": (200, '{"v":2}'),
    "cut": (0, ""),
    "changed": (200, (HERE / "faq.en.json").read_text(encoding="utf-8").replace("Wear gloves", "Wear nothing")),
}
"""Feeds that cannot be drawn, or not by everybody: status and text. `cut` breaks the connection, as a lost line does."""


@contextmanager
def serving(scripts: dict[str, str], styles: dict[str, Path]) -> Iterator[Hosts]:
    """Serve the host pages of this folder, and our script and feed to them.

    A page's mode is a folder of our server: `/gone/embed/v1/faq.js` looks for its feed in `/gone/embed/v1/`. Modes are
    `as-it-is`, those of `MODES`, `slow` (0.3 s), `withheld` (until `go_on` is set), `noscript` (the connection breaks),
    `changed script`, and any that a test has put into `feeds`.
    """

    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

        def send(self, status: int, text: str, kind: str, **headers: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", TYPES[kind])
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

    class Ours(Quiet):
        def do_GET(self) -> None:
            address = urlsplit(self.path).path
            _, mode, path = address.split("/", 2)
            mode = mode.replace("%20", " ")
            hosts.asked.append((address, dict(self.headers)))
            allow = {"Access_Control_Allow_Origin": "*", "Cross_Origin_Resource_Policy": "cross-origin"}
            if mode == "noscript":
                self.connection.close()
            elif path in scripts:
                self.send(200, scripts[path] + ("//" if mode == "changed script" else ""), ".js", **allow)
            elif (file := HERE / path.rpartition("/")[2]).exists():
                if mode == "slow":
                    time.sleep(0.3)
                if mode == "withheld":
                    hosts.go_on.wait(30)
                status, text = MODES.get(mode) or (200, hosts.feeds.get(mode) or file.read_text(encoding="utf-8"))
                if status:
                    self.send(status, text, ".json", **allow)
                else:
                    self.connection.close()
            else:
                self.send(404, "Not found", "", **allow)

    class Host(Quiet):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            name = address.path.lstrip("/")
            if file := styles.get(name.removeprefix("vendor/")):
                return self.send(200, file.read_text(encoding="utf-8"), ".css")
            file = HERE / (name if "." in name else f"{name}.html")
            if not file.exists():
                return self.send(404, "Not found", "")
            asked = parse_qs(address.query)
            mode = asked.get("mode", ["as-it-is"])[0]
            text = file.read_text(encoding="utf-8")
            for place, value in {
                "{cdn}": f"{hosts.ours}/{mode}",
                "{origin}": hosts.ours,
                "{query}": address.query,
                "{height}": asked.get("height", ["auto"])[0],
                "{script}": integrity(scripts["embed/v1/faq.js"]),
                "{feed}": integrity((HERE / "faq.en.json").read_text(encoding="utf-8")),
            }.items():
                text = text.replace(place, value)
            headers = {"Cross_Origin_Embedder_Policy": "require-corp"} if name == "coep" else {}
            self.send(200, text, file.suffix if file.suffix != ".html" else "", **headers)

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for handler in (Host, Ours)]
    addresses = [f"http://127.0.0.1:{server.server_port}" for server in servers]
    hosts = Hosts(*addresses, scripts, styles)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hosts
    finally:
        hosts.go_on.set()
        for server in servers:
            server.shutdown()
