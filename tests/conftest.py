"""Fixtures in a chain: a project → its built site → a server → a browser page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from macros.data.library import load
from macros.data.model import Dates, Review
from macros.pages.page import read as read_page
from tests import forked
from tests.browsers import CHROMIUM_FLAGS, chromium, debian, unpacked

ROOT = Path(__file__).resolve().parent.parent
SECOND_TOPIC = ROOT / "tests" / "second_topic"


TOGETHER = {
    **dict.fromkeys(("builder", "embed_frames", "embed_frameworks", "serving"), "published"),
    **{name: name for name in ("accordion", "handouts", "languages", "release", "soak")},
}
"""The tests of these modules share what takes long to prepare: one process makes it and goes through them."""


class Sharing(LoadScopeScheduling):
    """Deals the tests out one by one, but for those that share what takes long to prepare."""

    def _split_scope(self, nodeid: str) -> str:
        engine = re.search(r"test_element.py::.*\b(chromium|firefox|webkit)\b", nodeid)
        return engine[1] if engine else TOGETHER.get(re.search(r"test_(\w+)\.py", nodeid)[1], nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


KINDS = {"browser": {"browser", "firefox_run", "node_modules"}, "build": {"builds"}}
"""The fixtures behind all others of a kind: what a test asks for says what kind of test it is."""


@pytest.hookimpl(tryfirst=True)  # before those are left out that `-m` does not ask for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its kinds: one of neither is quick."""
    for item in items:
        for kind in [kind for kind, fixtures in KINDS.items() if fixtures.intersection(item.fixturenames)] or ["quick"]:
            item.add_marker(kind)


def data_of(source: Path) -> Path:
    """The data file of a project, which its settings name."""
    return source / re.search(r"^  data: (.+)$", (source / "mkdocs.yml").read_text("utf-8"), re.M)[1]


def written(source: Path) -> list[Path]:
    """The pages of a guide in its own language: each other one has a folder with a data file of its own."""
    others = {file.parent.parent for file in (source / "docs").glob(f"*/_data/{data_of(source).name}")}
    return [page for page in sorted((source / "docs").rglob("*.md")) if not others.intersection(page.parents)]


def _address(page: Path) -> str:
    path = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
    return re.sub(r"(^|/)index/$", r"\1", f"{path}/")


PAGES = (*map(_address, written(ROOT)), "404.html")
"""The addresses of the real guide's pages."""


def file_of(site: Path, page: str) -> str:
    return str(site / page / "index.html" if page == "" or page.endswith("/") else site / page)


LIBRARY = load(data_of(ROOT), "the data file")
"""The real guide: what it says is no engine test's business."""
REVIEW = LIBRARY.guide.review
"""When the real guide was last checked and by whom: facts that change, so no test says them itself."""


def state(review: Review = REVIEW) -> str:
    """Who has reviewed the real guide, as every channel says it; a date may follow."""
    reviewer = review.clinical_reviewer
    return f"Reviewed by: {reviewer.name}, {reviewer.role}" if reviewer else "Not yet reviewed by a clinician"


def checked(page: str) -> Dates:
    """When a page of the real guide was last checked and must be checked again: its own dates, else the guide's."""
    index = ROOT / "docs" / page / "index.md"
    path = index if index.exists() else index.parent.with_suffix(".md")
    written, _ = read_page(page, page, path.read_text(encoding="utf-8"))
    return written.dates or REVIEW


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


@cache
def epoch(source: Path) -> str:
    """The day after a project's last review: its builds must not depend on the day they run on, when all may be due."""
    review = load(data_of(source), "the data file").guide.review
    signed = review.clinical_reviewer.date if review.clinical_reviewer else review.last_reviewed
    day_after = max(review.last_reviewed, signed) + timedelta(days=1)
    return str(int(datetime.combine(day_after, datetime.min.time(), UTC).timestamp()))


class Project:
    """A copy of a project that a test may spoil.

    `macros/` and `overrides/` are the repository's own unless a test copies them.
    """

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder, self.day = folder, epoch(source)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source / "docs", folder / "docs")
        shutil.copy(source / "mkdocs.yml", folder)
        for part in ("macros", "overrides"):
            (folder / part).symlink_to(ROOT / part)
        if source == ROOT:
            # The real guide's handouts take longer than all the rest; what went into one is its name in the cache.
            kept = ROOT / ".build" / "handouts"
            kept.mkdir(parents=True, exist_ok=True)
            (folder / ".build").mkdir()
            (folder / ".build" / "handouts").symlink_to(kept)

    def own(self, part: str) -> None:
        """Give the project its own copy of a part that is shared with the repository."""
        (self.folder / part).unlink()
        shutil.copytree(ROOT / part, self.folder / part, ignore=shutil.ignore_patterns("__pycache__"))

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> int:
        """Replace words that must be there exactly once; return the line where they stood."""
        text = self.read(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m …` or `python -c …` in the project's folder.

        Our own commands run in a fork that has their imports made already, unless the project has code of its own or
        `environment` holds what Python reads when it starts.
        """
        folder, given = self.folder, {**clean_environment(), **environment}
        own = not (folder / "macros").is_symlink() or any(folder.glob("*.py"))
        if (
            (command[:2] == ("-m", "macros") or command[0] == "-c")
            and not own
            and "PYTHON" not in " ".join(environment)
        ):
            return forked.run(command, folder, given)
        program = [sys.executable, *command]
        return subprocess.run(program, cwd=folder, env=given, capture_output=True, text=True, timeout=300)

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the site, on the day after its last review unless another is given."""
        return self.run("-m", "macros", "site", **{"SOURCE_DATE_EPOCH": self.day, **environment})

    def built(self, **environment: str) -> Path:
        """Build, which must go well and say nothing on stderr; return the site's folder."""
        result = self.build(**environment)
        assert (result.returncode, result.stderr) == (0, "")
        return self.folder / "site"


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds. Asked from outside: a page's own policy rightly refuses to evaluate text in it."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def missing(program: str, promise: str) -> NoReturn:
    """A program that is not there: a failure on Debian, where `make test` installs it; elsewhere a skip that says why."""
    if debian():
        pytest.fail(f"{program} is missing, which `make test` installs here")
    pytest.skip(f"{program} is not installed, and `make test` installs it only on Debian: {promise} is not checked")


def pdf_text(file: Path, *options: str) -> str:
    """The text of a PDF as pdftotext reads it, a form feed after each sheet."""
    if not shutil.which("pdftotext"):
        missing("pdftotext", "what is printed")
    command = ["pdftotext", *options, "-enc", "UTF-8", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


SMALL = """() => [...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility())
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < 15.99)
    .map(e => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40)).slice(0, 5)"""
"""The elements of a page whose text is smaller than 12 points."""


def clean_environment() -> dict[str, str]:
    inputs = ("SITE_URL", "REGION", "SOURCE_DATE_EPOCH", "DRAFTS")
    return {**{k: v for k, v in os.environ.items() if k not in inputs}, "PYTHONDONTWRITEBYTECODE": "1"}


@cache
def axe() -> str:
    """The script that looks for barriers in a page."""
    return (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page, *, targets: bool = False) -> dict[str, list[str]]:
    """What axe finds wrong with a whole page: each rule with the first elements that break it.

    Args:
        targets: whether small targets count, a rule that is off by itself.
    """
    # evaluate() runs in spite of the page's policy, which rightly refuses a script from elsewhere.
    page.evaluate(axe())
    rules = {"target-size": {"enabled": targets}}
    said = page.evaluate("rules => axe.run(document, {resultTypes: ['violations'], rules})", rules)
    return {broken["id"]: [node["html"][:120] for node in broken["nodes"][:3]] for broken in said["violations"]}


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """What `make test` installs beside Python's packages."""
    return ROOT / "tests/node_modules"


@pytest.fixture(scope="session")
def builds() -> None:
    """Makes nothing. Every fixture that builds asks for it, and every test that builds without one."""


@pytest.fixture
def project(builds: None, tmp_path: Path) -> Project:
    """The small second topic: quick to build, and its words are no test's business."""
    return Project(tmp_path / "project", SECOND_TOPIC)


@pytest.fixture
def guide_project(builds: None, tmp_path: Path) -> Project:
    """A copy of the real guide."""
    return Project(tmp_path / "guide", ROOT)


@pytest.fixture(scope="session")
def site(builds: None, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real guide, built once: the processes of one run share it."""
    here = tmp_path_factory.getbasetemp()
    folder = (here if worker_id == "master" else here.parent) / "session"
    try:
        folder.mkdir()
    except FileExistsError:
        until((folder / "built").exists, 120)
    else:
        result = Project(folder / "guide", ROOT).build()
        assert result.returncode == 0, result.stderr  # what is still to do in a new guide's words is no fault
        (folder / "built").touch()
    return folder / "guide/site"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing page gets the site's own 404 page, as static hosts do."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.read_bytes())


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; yields its address, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The real guide's address on this machine."""
    yield from serve(site)


class Published:
    """A site as it is served to the public: by nginx, with all its headers, at its own address."""

    def __init__(self, site: Path, address: str) -> None:
        self.site, self.address = site, address


PUBLIC = "127.0.0.2"
"""An address of this machine (on Linux, where nginx runs) that the guide does not take for that of a draft."""


@contextmanager
def publish(folder: Path, source: Path) -> Iterator[Published]:
    if not unpacked("nginx"):
        missing("nginx", "what the public is served")
    port = free_port()
    address = f"http://{PUBLIC}:{port}/"
    project = Project(folder / "project", source)
    site = project.built(SITE_URL=address)
    server = project.run("-m", "macros", "nginx").stdout
    server = server.replace("listen 80;", f"listen {PUBLIC}:{port};").replace("/srv/guide/site", str(site))
    with nginx(folder, server, port):
        yield Published(site, address)


@pytest.fixture(scope="session")
def published(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The real guide."""
    with publish(tmp_path_factory.mktemp("published"), ROOT) as site:
        yield site


@pytest.fixture(scope="session")
def published_small(builds: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The second topic, whose frames are low."""
    with publish(tmp_path_factory.mktemp("published"), SECOND_TOPIC) as site:
        yield site


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


@contextmanager
def nginx(folder: Path, server: str, port: int) -> Iterator[None]:
    """Run nginx with what belongs into its `http` block, its own files in a folder, until the block ends."""
    for name in ("body", "fastcgi", "proxy", "scgi", "uwsgi"):
        server = f"{name.replace('body', 'client_body')}_temp_path {folder}/{name};\n{server}"
    types = unpacked("nginx-common")
    # As root nginx would hand its work to a user who cannot read a test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include {types}; access_log off; {server} }}\n",
        encoding="utf-8",
    )
    command = [
        str(unpacked("nginx")),
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    process = subprocess.Popen(command)

    def listening() -> bool:
        assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
        with socket.socket() as place:
            return place.connect_ex((PUBLIC, port)) == 0

    try:
        until(listening)
        yield
    finally:
        process.terminate()
        process.wait(20)


class Clinic:
    """Somebody else's website, on an origin of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address

    def page(self, body: str, head: str = "", name: str = "page.html") -> str:
        """Publish a page; return its address. It is new at every call."""
        html = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Clinic</title>{head}</head>'
        self.file(name, f"{html}<body>{body}</body></html>")
        return self.address + name

    def file(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    for address in serve(folder):
        # Another site than the guide's, which is at 127.0.0.1, and not only another port of it.
        yield Clinic(folder, address.replace("127.0.0.1", "localhost"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
