"""The command line: `python -m macros` with a command.

Each command either does what it says, or raises what is wrong: `main` alone tells it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
from mkdocs.exceptions import MkDocsException

from . import mkdocs_run
from .address import address_fault
from .faults import Fault, Faults
from .languages import DRAFTS, language_folder
from .mkdocs_run import build, read, relative_paths
from .replace import WORK, replacing
from .web import headers
from .web import release as parts

if TYPE_CHECKING:
    from .build import Build
    from .pages.page import Page

OUTPUT, HANDOUTS, RELEASE = Path("site"), Path("dist/handouts"), Path("dist/release")
WORK_LISTS = Path("dist/translations")
GALLERY = Path("dist/gallery")
SCHEMA = Path("docs/_data/schema.json")
REPORT = WORK / "report.txt"
UNFORESEEN = (
    "the build broke off for a reason that it does not know; what it made before is as it was. Please send this file"
)
INSTALL = "run `make test`, or .venv/bin/python -m pip install --require-hashes -r requirements-dev.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default that of the command line, and return its exit code.

    Whatever stops it is told on stderr, a line a fault.
    """
    try:
        return commands.main(arguments, prog_name="python -m macros", standalone_mode=False) or 0
    except MkDocsException as error:  # Faults are one too
        print(error, file=sys.stderr)
    except click.ClickException as error:  # a command that does not exist, say
        error.show()
        return error.exit_code
    except click.Abort:  # Ctrl-C
        return 130
    except OSError as error:
        # A copy that found no room names the file that it came from.
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
        place = WORK if full else relative_paths(str(error.filename or WORK))
        kept = getattr(error, "__notes__", ["nothing was written"])[-1]
        print(f"{place}: {error.strerror or error}; {kept}", file=sys.stderr)
    except (Exception, SystemExit):
        # What nobody foresaw, in this program, MkDocs or a plugin: its last words are no help to an editor.
        with contextlib.suppress(OSError):
            WORK.mkdir(exist_ok=True)
            REPORT.write_text(traceback.format_exc(), encoding="utf-8")
        print(f"{REPORT}: {UNFORESEEN}", file=sys.stderr)
    return 1


@click.group(help="Build the guide.", context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    pass


def command(name: str, what: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command of a function. The list of all commands shows what it does in full, as its own help does."""
    return commands.command(name, help=what, short_help=what)


@command("site", "build the website into site/")
def site() -> None:
    # MkDocs empties its output folder first and counts its strict warnings last: a failed build would leave no site.
    with replacing(OUTPUT, "the earlier site is as it was") as new:
        made = build(new)
    todo = made.checked.todo
    if english := [fault for each in made.translations for fault in each.checked.stale if fault.line]:
        print("Still in English, or older than it, in another language:", *english, sep="\n", file=sys.stderr)
    if todo:
        print("Still to do, before the website can have an address:", *todo, sep="\n", file=sys.stderr)
    print(f"The website is in {OUTPUT.resolve()}")
    print("To see it: make serve")


@command("serve", "show the website on this machine and rebuild it as files change")
def serve() -> None:
    mkdocs_run.serve()


@command("release", "build the website, the handouts, the embed, an offline copy and the pack into dist/release/")
@click.pass_context
def release(context: click.Context) -> None:
    from .pack.write import write as write_pack

    if os.environ.get(DRAFTS):
        raise Faults([Fault(DRAFTS, "leave it out: a release holds no translation that nobody has checked")])
    context.invoke(site)
    kept = "the earlier release is as it was"
    with replacing(RELEASE, kept) as new, tempfile.TemporaryDirectory(dir=WORK) as folder:
        # Pages that a browser opens from a folder.
        made = build(offline := Path(folder), use_directory_urls=False)
        try:
            unproven = write_pack(made, new / "pack")
        except ModuleNotFoundError as error:
            raise MkDocsException(f"{error.name} is not installed: {INSTALL}") from None
        names = parts.release(OUTPUT, offline, Path("CHANGELOG.md"), new)
    print(f"{RELEASE}: {', '.join(names)}")
    if unproven:
        print(f"{len(unproven)} tests that the papers name have not passed on this very commit: the papers say which")


@command("golden", "write what the components' examples draw, and the authors' table of macros")
def golden() -> None:
    from .gallery import write_golden

    changed = [relative_paths(str(file.resolve())) for file in write_golden()]
    print(*(f"Wrote {file}: read the difference" for file in changed), sep="\n", end="\n" if changed else "")


@command("gallery", "build a site of all components by their examples into dist/gallery/")
def gallery() -> None:
    from .gallery import write_gallery

    with replacing(GALLERY, "the earlier gallery is as it was") as new:
        write_gallery(new)
    print(f"The components are in {GALLERY.resolve()}: open index.html")


@command("schema", "write the JSON Schema of the data file, for editors")
def schema() -> None:
    from .data.schema import schema_text

    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"Wrote {SCHEMA}")


@command("review", "fail when the next review is overdue")
def review() -> None:
    checked = read()
    library, today = checked.library, checked.settings.today
    own = {page.front_fault(("next_review",), ""): page.dates for page in checked.pages.values() if page.dates}
    due = {library.fault(("review", "next_review"), ""): library.guide.review, **own}
    overdue = [
        replace(fault, what=f"the review was due on {found.next_review}; today is {today}")
        for fault, found in due.items()
        if today > found.next_review
    ]
    if overdue:
        raise Faults(overdue)
    print(f"The next review is due on {min(found.next_review for found in due.values())}")


@command("clarity", "print how plain the words are, and fail where they are too hard")
def clarity() -> None:
    from mkdocs.structure.files import get_files

    try:
        from .pages import clarity as measure
    except ModuleNotFoundError as error:
        raise MkDocsException(f"{error.name} is not installed: {INSTALL}") from None
    os.environ[DRAFTS] = "1"  # they are measured before anybody checks them

    def pages(made: Build) -> list[tuple[Page, Path]]:
        html = {file.src_uri: file.abs_dest_path for file in get_files(made.config).documentation_pages()}
        return [(page, Path(html[path])) for path, page in made.pages.items()]

    with tempfile.TemporaryDirectory() as folder:
        site = build(Path(folder))
        units, faults = measure.measure(pages(site), site.library, site.edition.region)
        lengths = list(measure.lengths(pages(site), site.library))
        others = [("", *measure.figures(pages(made), made.edition)) for made in site.translations]
    print(*measure.table(units, site.library), "", *lengths, *chain(*others), sep="\n")
    print("\nFormulas do not prove that people understand. No reader has tested these words.")
    if missed := list(measure.missed(units)):
        print("\nAims missed, which is no fault:", *missed, sep="\n")
    if faults:
        raise Faults(faults)


@command("translations", "list what of each translation is missing, made from older English, or not checked")
@click.option("--work", default="", metavar="es", help="write a work list for a translator, a PO catalogue")
@click.option("--take", default="", metavar="es.po", help="put what a translator made of it into docs/es/")
@click.option("--stamp", default="", metavar="es", help="write today's stamps where a translation has none")
def translations(work: str, take: str, stamp: str) -> None:
    from . import stamps, worklist

    english = read()
    settings = english.settings
    found = mkdocs_run.translations(english)
    data, pages, today = settings.root / settings.data, english.pages, settings.today
    if code := work or stamp or Path(take).stem:
        folder = language_folder(code, Path(settings.config.docs_dir), found, known=bool(stamp))
        if work:
            WORK_LISTS.mkdir(parents=True, exist_ok=True)
            (work_list := WORK_LISTS / f"{code}.po").write_bytes(worklist.catalogue(folder, data, pages))
            print(f"Wrote {work_list}. When it is translated: python -m macros translations --take {work_list}")
        written = worklist.take(Path(take), folder, data, pages, today) if take else ()
        written = stamps.write(folder, data, pages, today) if stamp else written
        for file in written:
            print(f"Wrote {relative_paths(str(file))}")
        return
    for folder in found:
        checked = read(folder, english)
        draft = (
            [Fault(folder.data, "no named person has checked this translation: it is a draft")] if folder.draft else []
        )
        print(*(left := [*draft, *checked.stale]), sep="\n", end="\n" if left else "")
        print(f"{folder.code}: {len(checked.stale)} parts or pages are missing, or made from older English")


@command("nginx", "print the site's headers as a file for nginx; run `site` first")
def nginx() -> None:
    try:
        rules = headers.read((OUTPUT / "_headers").read_text(encoding="utf-8"))
    except OSError as error:
        error.add_note("run `make site` first")
        raise
    print(headers.nginx(rules), end="")


@command("embed-version", "keep the embed's scripts as an exact version, such as 1.0.0, which never changes")
@click.argument("version")
def embed_version(version: str) -> None:
    from .embed import versions

    with tempfile.TemporaryDirectory() as folder:
        docs = Path(build(Path(folder)).config.docs_dir)
        versions.release(version, docs, Path(folder))
    print(f"Wrote docs/embed/{version}/ and docs/embed/versions.json: commit them, and never change them")


@command("handouts", "make the handouts in dist/handouts/, with a clinic's own lines")
@click.option("--region", default="", help="whose help lines they show (REGION, or international)")
@click.option("--clinic", default="", metavar="clinic.yml", help="a file with the clinic's name and more")
@click.option("--site", default="", metavar="https://…", help="where the website is (SITE_URL)")
def handouts(region: str, clinic: str, site: str) -> None:
    from .handouts.clinic import load
    from .handouts.order import Request

    if site and (what := address_fault(site)):
        raise Faults([Fault("SITE", what)])
    request = Request(load(Path(clinic), clinic) if clinic else None, print)
    os.environ.update({key: value for key, value in (("REGION", region), ("SITE_URL", site)) if value})
    with replacing(HANDOUTS, "the earlier handouts are as they were") as new:
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            build(Path(folder), request)
            # Those of other languages have folders of their own.
            for pdf in sorted(Path(folder).glob("**/handouts/*.pdf")):
                target = new / pdf.parent.parent.relative_to(folder)
                target.mkdir(exist_ok=True)
                pdf.rename(target / pdf.name)
        if not any(new.iterdir()):
            raise Faults([Fault("docs", "no page asks for a handout: write 'handout: true' at its top")])
    print(f"The handouts are in {HANDOUTS.resolve()}")


@command("new", "write the folder of a new guide, with this engine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="what the guide is called, such as “Why does my heel hurt?”")
@click.option("--region", default="international", show_default=True, help="whose help lines it shows")
@click.option("--language", default="en", show_default=True, help="the language of its words")
def new(folder: Path, title: str, region: str, language: str) -> None:
    from . import guides
    from .settings import build_day

    guides.new(folder, title, region, language, build_day())
    print(f"The guide is in {folder.resolve()}. There: make site, which lists what is still to do")


@command("upgrade", "put this engine in the place of another guide's; its words stay as they are")
@click.argument("folder", type=click.Path(path_type=Path))
def upgrade(folder: Path) -> None:
    from . import guides

    before, after = guides.upgrade(folder)
    print(f"The engine in {folder.resolve()} was {before} and is {after}. To undo that, there: {guides.undo()}")
    if told := guides.faults(folder):
        raise MkDocsException(f"{told}\nThe guide has to change these for this engine")


if __name__ == "__main__":
    sys.exit(main())
