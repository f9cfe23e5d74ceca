"""The command line: `python -m macros` with `site`, `handouts`, `serve`, `release` and the rest of `main`.

MkDocs empties its output folder first and counts its strict warnings last, so a failed build would leave no site at
all. `site` therefore builds beside `site/`, and only a build that ended well takes its place.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import MkDocsException

    from .handouts.order import Order

# Material prints a notice on every run; it is imported by MkDocs, so this has to be said before.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

WORK = Path(".build")
NEW, OLD, OUTPUT = WORK / "site", WORK / "previous", Path("site")
REPORT = WORK / "report.txt"
UNFORESEEN = (
    "the build broke off for a reason that it does not know; what it made before is as it was. Please send this file"
)
NOTHING = "nothing was written"
NEW_HANDOUTS, OLD_HANDOUTS, HANDOUTS = WORK / "new-handouts", WORK / "previous-handouts", Path("dist/handouts")
NEW_RELEASE, OLD_RELEASE, RELEASE = WORK / "release", WORK / "previous-release", Path("dist/release")
OFFLINE = WORK / "offline"
HOOKS = "macros/hooks.py"
SCHEMA = Path("docs/_data/schema.json")
INSTALL = "run `make test`, or .venv/bin/python -m pip install --require-hashes -r requirements-dev.txt"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m macros", description="Build the guide.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, what in (
        ("site", site, "build the website into site/"),
        ("serve", serve, "show the website on this machine and rebuild it as files change"),
        ("release", release, "build the website, the handouts, the embed and an offline copy into dist/release/"),
        ("schema", schema, "write the JSON Schema of the data file, for editors"),
        ("review", review, "fail when the next review is overdue"),
        ("clarity", clarity, "print how plain the words are, and fail where they are too hard"),
    ):
        commands.add_parser(name, help=what, description=what).set_defaults(run=run)
    what = "print the site's headers as a file for nginx; run `site` first"
    commands.add_parser("nginx", help=what, description=what).set_defaults(run=nginx)
    what = "keep the embed's scripts as an exact version, which never changes"
    command = commands.add_parser("embed-version", help=what, description=what)
    command.add_argument("version", help="such as 1.0.0")
    command.set_defaults(run=embed_version)
    what = "make the handouts in dist/handouts/, with a clinic's own lines"
    branded = commands.add_parser("handouts", help=what, description=what)
    branded.add_argument("--region", default="", help="whose help lines they show (REGION, or international)")
    branded.add_argument("--clinic", default="", metavar="clinic.yml", help="a file with the clinic's name and more")
    branded.add_argument("--site", default="", metavar="https://…", help="where the website is (SITE_URL)")
    branded.set_defaults(run=handouts)
    options = vars(parser.parse_args())
    return options.pop("run")(**options)


def site() -> int:
    """Build the website; on any fault say so on stderr, return 1 and leave the earlier site as it was."""

    def make() -> None:
        replaceable(OUTPUT)
        recover()
        clear(NEW)
        needed(WORK)
        WORK.mkdir(exist_ok=True)
        build(NEW)
        swap()

    if not made(make, OUTPUT, "the earlier site is as it was"):
        return 1
    print(f"The website is in {OUTPUT.resolve()}")
    print("To see it: make serve")
    return 0


def made(make: Callable[[], None], output: Path, kept: str) -> bool:
    """Run what makes or reads a folder; whatever stops it is told on stderr.

    Args:
        make: makes the folder, or leaves the earlier one.
        output: the folder.
        kept: what to say of the earlier one, or that none is made.
    """
    from mkdocs.exceptions import MkDocsException

    try:
        make()
    except MkDocsException as error:  # Faults are one too
        print(words(error), file=sys.stderr)
    except OSError as error:
        # A copy that found no room names the file that it came from.
        room = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
        place = WORK if error.errno in room else local(str(error.filename or output))
        print(f"{place}: {error.strerror or error}; {kept}", file=sys.stderr)
    except (Exception, SystemExit):
        # What nobody foresaw, in this program, MkDocs or a plugin: its last words are no help to an editor.
        with contextlib.suppress(OSError):
            WORK.mkdir(exist_ok=True)
            REPORT.write_text(traceback.format_exc(), encoding="utf-8")
        print(f"{REPORT}: {UNFORESEEN}", file=sys.stderr)
    else:
        return True
    return False


def words(error: MkDocsException) -> str:
    """What a build that stopped says: a line for each fault."""
    from mkdocs.exceptions import ConfigurationError
    from yaml import MarkedYAMLError
    from yaml.reader import ReaderError

    from .faults import Fault

    if not isinstance(error, ConfigurationError):
        return str(error)
    # MkDocs tells a slip in its settings in six lines, and its place with the path of the machine.
    if isinstance(slip := error.__context__, MarkedYAMLError):
        line = slip.problem_mark.line + 1 if slip.problem_mark else 0
        return str(Fault("mkdocs.yml", line, "", f"is not YAML: {slip.problem}"))
    if isinstance(slip, ReaderError):
        return str(Fault("mkdocs.yml", 0, "", f"a character that YAML does not allow: {slip.character:#06x}"))
    return str(Fault("mkdocs.yml", 0, "", " ".join(local(str(error)).split())))


def handouts(region: str, clinic: str, site: str) -> int:
    """Make every handout for a region, a clinic and a site; on any fault say so, return 1 and leave the earlier ones.

    Args:
        region: "" for that of the environment, as in `site`.
        clinic: the path of a clinic file; "" for none.
        site: the address of the website; "" for that of the environment.
    """
    from .address import wrong
    from .faults import Fault, Faults
    from .handouts.clinic import load
    from .handouts.order import Order

    def make() -> None:
        if site and (what := wrong(site)):
            raise Faults([Fault("SITE", 0, "", what)])
        order = Order(load(Path(clinic), clinic) if clinic else None, print)
        os.environ.update({key: value for key, value in (("REGION", region), ("SITE_URL", site)) if value})
        replaceable(HANDOUTS)
        recover(OLD_HANDOUTS, HANDOUTS)
        clear(NEW_HANDOUTS)
        for folder in (WORK, HANDOUTS.parent):
            needed(folder)
            folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            build(Path(folder), order)
            if not (Path(folder) / "handouts").is_dir():
                raise Faults([Fault("docs", 0, "", "no page asks for a handout: write 'handout: true' at its top")])
            NEW_HANDOUTS.mkdir()
            for pdf in sorted(Path(folder).glob("handouts/*.pdf")):
                pdf.rename(NEW_HANDOUTS / pdf.name)
        swap(NEW_HANDOUTS, OLD_HANDOUTS, HANDOUTS)

    if not made(make, HANDOUTS, "the earlier handouts are as they were"):
        return 1
    print(f"The handouts are in {HANDOUTS.resolve()}")
    return 0


def build(folder: Path, order: Order | None = None, **settings: Any) -> MkDocsConfig:
    """Run MkDocs into a folder.

    Args:
        folder: where to.
        order: what the handouts are asked for, if it is more than usual.
        settings: take the place of those in mkdocs.yml.

    Returns:
        MkDocs' configuration, whose `extra["site"]` knows what was built.

    Raises:
        faults.Faults: for faults of ours.
        mkdocs.exceptions.Abort: for a warning of MkDocs' own; each has been logged on stderr.
        mkdocs.exceptions.ConfigurationError: for a mkdocs.yml that cannot be used.
    """
    from mkdocs.commands.build import build as mkdocs_build

    from .faults import Fault, Faults

    with configured(site_dir=str(folder), **settings) as config:
        config.extra["order"] = order
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        except RecursionError:
            raise Faults([Fault(config.extra["site"].page, 0, "", "is nested too deeply")]) from None
        finally:
            config.plugins.on_shutdown()
    return config


@contextlib.contextmanager
def configured(**settings: Any) -> Iterator[MkDocsConfig]:
    """MkDocs' configuration; in the block, each warning of MkDocs' own is a short line on stderr.

    Args:
        settings: take the place of those in mkdocs.yml.

    Raises:
        faults.Faults: for a SITE_URL that cannot be used, settings without our hooks, or with a date that is none.
        mkdocs.exceptions.ConfigurationError: for a mkdocs.yml that cannot be used.
    """
    from mkdocs.config import load_config

    from .address import wrong
    from .faults import Fault, Faults

    # Before MkDocs reads it: of an address that is none it would say that mkdocs.yml is wrong.
    if what := wrong(os.environ.get("SITE_URL") or "http://localhost/"):
        raise Faults([Fault("SITE_URL", 0, "", what)])

    handler = logging.StreamHandler()
    handler.setFormatter(Short("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        try:
            config = load_config("mkdocs.yml", strict=True, **settings)
        except ValueError as error:  # a date that is none, such as 0000-00-00
            raise Faults([Fault("mkdocs.yml", 0, "", f"holds a value that cannot be read: {error}")]) from None
        if HOOKS not in config.hooks:
            what = f"'{HOOKS}' is missing: without it nothing of the guide is drawn"
            raise Faults([Fault("mkdocs.yml", 0, "hooks", what)])
        yield config
    finally:
        logger.removeHandler(handler)


def local(said: str) -> str:
    """What is said, with paths as an editor names them: from the project's root."""
    return said.replace(f"{Path.cwd()}{os.sep}", "")


class Short(logging.Formatter):
    """Each line of what MkDocs says, as `faults.short` makes it."""

    def format(self, record: logging.LogRecord) -> str:
        from .faults import Fault, short

        said = local(super().format(record))
        if setting := re.match(r"Config value '(.+?)': (.*)", said):
            # What follows the first line is a traceback.
            return str(Fault("mkdocs.yml", 0, short(setting[1]), short(setting[2])))
        return "\n".join(map(short, said.split("\n")))


def swap(new: Path = NEW, old: Path = OLD, output: Path = OUTPUT) -> None:
    """Put what is new in the place of the old: two renames, so that a kill leaves one of them whole."""
    replaceable(output)
    if output.exists():
        output.rename(old)
    try:
        new.rename(output)
    except OSError:
        recover(old, output)
        raise
    clear(old)


def needed(folder: Path) -> None:
    """Refuse a file that stands where a folder has to be."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(17, "is a file, but a folder of that name is needed: move it away", str(folder))


def replaceable(output: Path) -> None:
    """Refuse what `swap` cannot replace: a file, and a link, which would be moved without what it leads to."""
    if output.is_symlink():
        what = "is a link, but a folder is put in its place: remove it, and let your web server serve that folder"
        raise FileExistsError(17, what, str(output))
    needed(output)


def recover(old: Path = OLD, output: Path = OUTPUT) -> None:
    """Put back what was moved away, if `swap` came no further than the first of its two renames."""
    if old.is_dir() and not old.is_symlink() and not output.exists():
        old.rename(output)
    clear(old)


def clear(path: Path) -> None:
    """Remove a folder, or a file or a link that stands in its place; never what a link leads to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def release() -> int:
    """Build everything that a release has into dist/release/; on a fault leave the earlier one as it was."""
    from .web import release as parts

    names = []

    def make() -> None:
        replaceable(RELEASE)
        recover(OLD_RELEASE, RELEASE)
        for folder in (NEW_RELEASE, OFFLINE):
            clear(folder)
        needed(RELEASE.parent)
        RELEASE.parent.mkdir(exist_ok=True)
        # Pages that a browser opens from a folder.
        build(OFFLINE, use_directory_urls=False)
        names.extend(parts.release(OUTPUT, OFFLINE, Path("CHANGELOG.md"), NEW_RELEASE))
        shutil.rmtree(OFFLINE)
        swap(NEW_RELEASE, OLD_RELEASE, RELEASE)

    if (code := site()) or not made(make, RELEASE, "the earlier release is as it was"):
        return code or 1
    print(f"{RELEASE}: {', '.join(names)}")
    return 0


def serve() -> int:
    """Run `mkdocs serve`, and start it again when code or settings change or when it could not start.

    MkDocs itself watches the words and the look; Python code and hooks that it has once imported it never reads again.
    """
    # Ctrl-C is how it ends, wherever it then is: mostly in the watch, which raises this.
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            server = subprocess.Popen([sys.executable, "-m", "mkdocs", "serve"])
            try:
                wait_for_restart(server)
            finally:
                server.terminate()
                server.wait()
    return 0


READ_ONCE = (".py", ".yml")
"""What of `macros/` a server reads only when it starts; its templates, styles and scripts it reads for each build."""


def wait_for_restart(server: subprocess.Popen[bytes]) -> None:
    """Wait for an edit that a running `mkdocs serve` cannot follow."""
    from watchfiles import watch

    code, settings = Path("macros").resolve(), Path("mkdocs.yml").resolve()
    changed = False
    # Also without a change every half second: a server that could not start ends a moment after the edit that mends
    # it, and no other edit may follow.
    for changes in watch("docs", "overrides", "macros", "mkdocs.yml", rust_timeout=500, yield_on_timeout=True):
        paths = [Path(path) for _, path in changes if "__pycache__" not in path]
        changed = changed or bool(paths)
        stopped = server.poll() is not None
        if (stopped and changed) or any(
            p == settings or (p.suffix in READ_ONCE and p.is_relative_to(code)) for p in paths
        ):
            return


def nginx() -> int:
    """Print the headers of the built site as a file for nginx."""
    from .web import headers

    try:
        rules = headers.read((OUTPUT / "_headers").read_text(encoding="utf-8"))
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; run `make site` first", file=sys.stderr)
        return 1
    print(headers.nginx(rules), end="")
    return 0


def embed_version(version: str) -> int:
    """Build the site and keep its embed's scripts in docs/embed/<version>/; on any fault say so and return 1."""
    from .embed.versions import release

    def make() -> None:
        with tempfile.TemporaryDirectory() as folder:
            config = build(Path(folder))
            release(version, Path(config.docs_dir), Path(folder))

    if not made(make, Path("docs/embed"), "the earlier versions are as they were"):
        return 1
    print(f"Wrote docs/embed/{version}/ and docs/embed/versions.json: commit them, and never change them")
    return 0


def schema() -> int:
    """Write the JSON Schema that editors use for completion and red underlines."""
    from .data.schema import schema_text

    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"Wrote {SCHEMA}")
    return 0


def review() -> int:
    """Return 1 and say so on stderr, a line each, when the review of the guide or of a page is overdue."""
    from mkdocs.structure.files import get_files

    from .faults import Fault
    from .pages.content import dates

    due: list[tuple[Fault, date]] = []
    late = []

    def make() -> None:
        with configured() as config:
            try:
                site = config.plugins.on_config(config).extra["site"]
                site.read(get_files(config))
            except Exception as error:
                config.plugins.on_build_error(error=error)
                raise
        due.append((site.library.fault(("review", "next_review"), ""), site.library.guide.review.next_review))
        for page in sorted(site.words, key=lambda page: page.file):
            if found := dates(page):
                due.append((Fault(page.file, 1, "next_review", ""), found.next_review))
        today = site.today
        late.extend(
            replace(at, what=f"the review was due on {day}; today is {today}") for at, day in due if today > day
        )

    if not made(make, Path("docs"), NOTHING):
        return 1
    for fault in late:
        print(fault, file=sys.stderr)
    if not late:
        print(f"The next review is due on {min(day for _, day in due)}")
    return 1 if late else 0


def clarity() -> int:
    """Print how plain the words of each page, answer and red flag are; return 1 where they are too hard to read."""
    from mkdocs.structure.files import get_files

    try:
        from .pages import clarity as measure
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed: {INSTALL}", file=sys.stderr)
        return 1
    from .faults import Faults

    measured = []

    def make() -> None:
        with tempfile.TemporaryDirectory() as folder:
            config = build(Path(folder))
            site = config.extra["site"]
            html = {file.src_uri: Path(folder) / file.dest_uri for file in get_files(config).documentation_pages()}
            pages = [(page, html[page.path]) for page in site.words]
            measured.append((*measure.measure(pages, site.library, site.region), site.library))

    if not made(make, Path("docs"), NOTHING):
        return 1
    ((units, faults, library),) = measured
    print(*measure.table(units, library), sep="\n")
    print("\nFormulas do not prove that people understand. No reader has tested these words.")
    if missed := list(measure.missed(units)):
        print("\nAims missed, which is no fault:", *missed, sep="\n")
    if faults:
        Faults(faults).show()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
