"""The files of the builder on the page for clinics: what its script needs to know, the pages that it previews on, and
the folder that a clinic without internet puts on its own server.

They are made from the finished files of the embed. Nothing here draws a question.
"""

from __future__ import annotations

import gzip
import io
import json
import posixpath
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html

from ..address import draft
from ..data.edition import Edition
from ..web.scripts import Scripts
from . import snippets
from .pages import DOM, FOLDER

DATA, ZIP = "embed/builder.json", f"embed/{snippets.FOLDER}.zip"
HOSTS = ("plain", "reset", "dark")
"""The pages that the builder previews on."""

LICENCES = ("LICENSE", "LICENSE-TEXT")


class Builder:
    """Makes the files.

    Args:
        edition: the guide, its region, its language, the site's address and the day.
        root: the project's folder, where the licences are.
    """

    def __init__(self, edition: Edition, root: Path) -> None:
        self.edition, self.root = edition, root
        self.guide, self.site, self.language, self.region = (
            edition.guide,
            edition.site,
            edition.language,
            edition.region,
        )

    def previews(self, scripts: Scripts) -> dict[str, str]:
        """The pages that the builder previews on, with their style and script: path in the site → text.

        Args:
            scripts: what joins the browser's scripts and makes them small.

        Raises:
            Faults: for a script that cannot be read.
        """
        env = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            bytecode_cache=self.edition.compiled,
        )
        page = env.get_template("preview.html")
        words = self.guide.strings.builder
        hosts = dict(words.hosts)
        pages = {
            f"embed/preview/{host}.html": page.render(
                host=host, language=self.language, title=snippets.fill(words.preview_title, host=hosts[host])
            )
            for host in HOSTS
        }
        style = (FOLDER / "preview.css").read_text("utf-8")
        script = scripts.bundle((DOM, "embed/preview.js"))
        return pages | {"embed/preview/preview.css": style, "embed/preview/preview.js": script}

    def data(self, files: Mapping[str, bytes]) -> str:
        """What the builder's script needs to know, as JSON.

        Args:
            files: the embed's published files, by their path in the site.
        """
        guide = self.guide
        words = guide.strings.builder.model_dump(mode="json", by_alias=True, exclude={"readme", "example"})
        words["checked"] = snippets.fill(words["checked"], day=self.edition.day(guide.strings.builder.checked_day))
        shown = ["", *guide.categories]
        versions = json.loads(files.get("embed/versions.json", b"{}"))
        return json.dumps(
            {
                "site": self.site,
                "draft": guide.strings.draft if draft(self.site) else "",
                "language": self.language,
                "region": self.region,
                "regions": {name: region.name for name, region in guide.help_lines.items()},
                "feed": f"v1/faq.{self.language}.json",
                "folder": f"/{snippets.FOLDER}/",
                "templates": snippets.TEMPLATES,
                "policies": snippets.policies(self.site),
                "versions": versions,
                "element": self._cost(files, ["embed/v1/faq.js", f"embed/v1/faq.{self.language}.json"]),
                "frame": {category: self._frame(files, category) for category in shown},
                "resize": self._cost(files, ["embed/v1/resize.js"]),
                "height": {category: self._height(files, category) for category in shown},
                "words": words,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def zip(self, files: Mapping[str, bytes]) -> bytes:
        """The folder to host oneself; the same bytes for the same files and day.

        Args:
            files: the embed's published files, by their path in the site.
        """
        words, review, reviewer = self.guide.strings, self.guide.review, self.guide.review.clinical_reviewer
        name = self.guide.topic.title
        contents = {
            path.removeprefix("embed/"): data
            for path, data in files.items()
            if path.startswith("embed/v1/") and not path.startswith("embed/v1/oembed/")
        }
        contents["README.txt"] = snippets.fill(
            words.builder.readme,
            name=name,
            state=f"{words.reviewed_by}: {reviewer.name}, {reviewer.role}" if reviewer else words.not_reviewed,
            reviewed=f"{words.last_reviewed}: {self.edition.day(review.last_reviewed)}",
            next=f"{words.next_review}: {self.edition.day(review.next_review)}",
            home=self.site,
        ).encode()
        contents["example.html"] = self._example(contents, words.builder.example).encode()
        contents |= {name: (self.root / name).read_bytes() for name in LICENCES if (self.root / name).exists()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as folder:
            for path, data in sorted(contents.items()):
                # The format knows no day before 1980.
                stamp = max(self.edition.today, date(1980, 1, 1))
                entry = zipfile.ZipInfo(f"{snippets.FOLDER}/{path}", (stamp.year, stamp.month, stamp.day, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                folder.writestr(entry, data)
        return buffer.getvalue()

    def _example(self, contents: Mapping[str, bytes], title: str) -> str:
        """A page that shows the questions from the folder itself, asking no other server for anything."""
        words = contents.get(f"v1/static/{self.language}/{self.region}/all.html", b"").decode()
        script = snippets.fill(snippets.SCRIPT, src="v1/faq.js", integrity="")
        element = snippets.fill(
            snippets.TEMPLATES["a"], attributes=f' region="{self.region}"', words=words, script=script
        )
        policy = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n<body>\n'
            f"<main>\n<h1>{title}</h1>\n{element}\n</main>\n</body>\n</html>\n"
        )

    @staticmethod
    def _cost(files: Mapping[str, bytes], paths: list[str]) -> list[int]:
        """How many files, and their bytes together, each compressed by itself as a server sends it."""
        there = [files[path] for path in paths if path in files]
        return [len(there), sum(len(gzip.compress(data, 9, mtime=0)) for data in there)]

    def _frame(self, files: Mapping[str, bytes], category: str) -> list[int]:
        """The cost of a frame page and of all that it loads."""
        path = self._path("frame", category) + "/index.html"
        if path not in files:
            return [0, 0]
        tree = html.fromstring(files[path])
        loaded = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
        paths = [posixpath.normpath(urljoin(f"/{path}", part)).lstrip("/") for part in loaded]
        return self._cost(files, [path, *paths])

    def _height(self, files: Mapping[str, bytes], category: str) -> int:
        """The height of a frame in pixels, as its oEmbed answer says it."""
        answer = json.loads(files.get(self._path("oembed", category or "all") + ".json", b"{}"))
        return int(answer.get("height", snippets.HEIGHT))

    def _path(self, kind: str, category: str) -> str:
        return "/".join(filter(None, ("embed/v1", kind, self.language, self.region, category)))
