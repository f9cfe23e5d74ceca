"""What filters and editors at their defaults leave of each snippet: the emergency signs and a link, once, and readable."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browsers import unpacked
from tests.conftest import ROOT, Clinic, pdf_text
from tests.trial.conftest import HERE, WHOLE, look

MODULES = HERE / "node_modules"

IN_A_PAGE = {
    "dompurify": ("dompurify/dist/purify.js", "code => DOMPurify.sanitize(code)"),
    "tinymce": (
        "tinymce/tinymce.js",
        """code => new Promise(done => { document.body.innerHTML = "<textarea></textarea>"; tinymce.init({ selector: "textarea",
           license_key: "gpl", skin: false, content_css: false, model: "dom", setup: editor => editor.on("init", () => {
           editor.setContent(code); done(editor.getContent()); }) }); })""",
    ),
    "ckeditor5": (
        "ckeditor5/dist/browser/ckeditor5.umd.js",
        """async code => { document.body.innerHTML = "<div></div>"; const { ClassicEditor, Essentials, Paragraph, Heading, List,
           Link, Bold, Italic, Table } = CKEDITOR; const editor = await ClassicEditor.create(document.querySelector("div"),
           { licenseKey: "GPL", plugins: [Essentials, Paragraph, Heading, List, Link, Bold, Italic, Table] });
           editor.setData(code); return editor.getData(); }""",
    ),
    "ckeditor5 with a list": (
        "ckeditor5/dist/browser/ckeditor5.umd.js",
        """async code => { document.body.innerHTML = "<div></div>"; const { ClassicEditor, Essentials, Paragraph, Heading, List,
           Link, Bold, Italic, Table, GeneralHtmlSupport } = CKEDITOR; const editor = await ClassicEditor.create(
           document.querySelector("div"), { licenseKey: "GPL", plugins: [Essentials, Paragraph, Heading, List, Link, Bold,
           Italic, Table, GeneralHtmlSupport], htmlSupport: { allow: [{ name: /^(div|details|summary|h3)$/, attributes: true,
           styles: true }] } }); editor.setData(code); return editor.getData(); }""",
    ),
}
"""Programs that run in a page: their file, and what is asked of it."""

SANITIZE = """const clean = require("sanitize-html"); let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const given = JSON.parse(text); for (const name in given) given[name] = clean(given[name]);
  process.stdout.write(JSON.stringify(given)); });"""


def in_a_page(browser: Browser, clinic: Clinic, name: str, given: dict[str, str]) -> dict[str, str]:
    file, ask = IN_A_PAGE[name]
    folder = clinic.folder / "editors"
    if not folder.exists():
        folder.symlink_to(MODULES, target_is_directory=True)
    made = {}
    for snippet, code in given.items():
        page = browser.new_page()
        page.goto(clinic.page("", head=f'<script src="editors/{file}"></script>', name="editor.html"))
        made[snippet] = page.evaluate(ask, code)
        page.close()
    return made


def sanitize_html(given: dict[str, str]) -> dict[str, str]:
    node = [str(ROOT / ".venv/bin/node"), "-e", SANITIZE]
    said = subprocess.run(node, input=json.dumps(given), capture_output=True, text=True, check=True, cwd=HERE)
    return json.loads(said.stdout)


def html_purifier(given: dict[str, str], folder: Path) -> dict[str, str]:
    there = unpacked("php-htmlpurifier")
    assert there, "run tests/browsers.py"
    shutil.copytree(there.parent, folder / "purifier", ignore=lambda *_: ["Serializer"])
    for file in (folder / "purifier").rglob("*.php"):  # Debian's is older than PHP 8, which reads no $text{0}
        text = file.read_text("utf-8", "surrogateescape")
        new = re.sub(r'(\$\w+(?:->\w+|\[[^]]*\])*)\{([^{}"]{1,12})\}', r"\1[\2]", text)
        file.write_text(new, "utf-8", "surrogateescape")
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = ["php", str(HERE / "purifier.php"), str(folder / "purifier"), str(folder / "given.json")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


FILTERS = ["sanitize-html", *IN_A_PAGE, "html purifier"]

NOTHING = {("dompurify", "c"), ("ckeditor5", "c"), ("ckeditor5 with a list", "c")}
"""Where not even a link is left, as the builder warns for a frame: CKEditor shows its address as text."""


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_leaves_the_emergency_signs_and_a_link(
    name: str,
    browser: Browser,
    clinic: Clinic,
    snippets: dict[str, str],
    emergency: list[str],
    questions: list[str],
    tmp_path: Path,
) -> None:
    if name == "sanitize-html":
        kept = sanitize_html(snippets)
    elif name == "html purifier":
        kept = html_purifier(snippets, tmp_path)
    else:
        kept = in_a_page(browser, clinic, name, snippets)
    trouble: dict[tuple[str, int, bool], Any] = {}
    for snippet, code in kept.items():
        for width in (360, 1280):
            for scripts in (True, False):
                with browser.new_context(
                    viewport={"width": width, "height": 900}, java_script_enabled=scripts
                ) as context:
                    page = context.new_page()
                    page.goto(clinic.page(f"<main><h1>Clinic</h1>{code}</main>", name="kept.html"))
                    seen = look(page, *([emergency, questions] if snippet in WHOLE else [[], []]))
                    wrong = {key: seen[key] for key in ("lost", "twice", "overlap", "css") if seen[key]}
                    if seen["wide"] > 0:
                        wrong["wide"] = seen["wide"]
                    if not seen["link"] and not seen["frame"] and (name, snippet) not in NOTHING:
                        wrong["nothing left"] = code[:200]
                    if snippet == "open" and not scripts:
                        page.pdf(path=tmp_path / "kept.pdf")
                        paper = "".join(pdf_text(tmp_path / "kept.pdf", "-raw").split())
                        gone = [text for text in [*emergency, *questions] if "".join(text.split()) not in paper]
                        wrong |= {"not on paper": gone} if gone else {}
                    if wrong:
                        trouble[snippet, width, scripts] = wrong
    assert trouble == {}
