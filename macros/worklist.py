"""A work list for a translator: every text of a guide as a PO catalogue, and its translations taken back.

Each message has the place of its English as context, "red_flags pe sign" or "tips.md 4" (the 4th block of the page).
What is stale is marked as fuzzy: programs for translators show it as still to do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from markdown.extensions.toc import slugify

from .data.file import text_of
from .data.stamp import stamp_in, value_at
from .data.translation import LISTS, OWN, Unit, differences, units
from .data.yaml import Lines, Place, parse, where
from .faults import Fault, Faults
from .languages import Folder
from .pages.evidence import CALL
from .pages.page import Page, read
from .pages.translated import CLAIMS, ENGLISH_ONLY, stamp_of

LETTER = re.compile(r"[^\W\d_]")
HEADING = re.compile(r"#+ +(.*?)( *\{[^{}]*\})?$")
FRONT = (("title",), ("description",), ("handout", "title"), ("handout", "for"))
"""The words at the top of a page."""


class Words(yaml.SafeDumper):
    """Writes YAML as an editor does: a text of several lines after `|`."""


Words.add_representer(
    str, lambda self, text: self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)


def dumped(value: Any) -> str:
    """Plain values as YAML."""
    return yaml.dump(_plain(value), Dumper=Words, allow_unicode=True, sort_keys=False, width=10_000)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return list(map(_plain, value)) if isinstance(value, (list, tuple)) else getattr(value, "typed", value)


# Out -----------------------------------------------------------------------------------------------------------------


def catalogue(folder: Folder, data: Path, pages: Mapping[str, Page]) -> bytes:
    """The catalogue of a guide, with the translation as far as it is there.

    Args:
        folder: the translation; it may be a new one, of which nothing is there.
        data: the English data file.
        pages: the English pages, by their source path.
    """
    made = Catalog(folder.code, project=data.stem, fuzzy=False)
    english, lines, _ = parse(data.read_text(encoding="utf-8-sig"), data.name)
    own = _own(folder, data)
    theirs = {(unit.kind, unit.ident): unit for unit in units(own)}
    for unit in units(english):
        mine = theirs.get((unit.kind, unit.ident))
        stale = not mine or _stale(value_at(own, (*mine.place, "from")), unit.stamp)
        for place, text in _texts(unit):
            said = dict(_texts(mine)).get(place, "") if mine else ""
            line = lines.get((*unit.place, *place), 0)
            _add(made, f"{unit.name} {where(place)}", text, said, stale, (data.name, line))
    for path, page in pages.items():
        if ENGLISH_ONLY.search(page.source):
            continue
        file = folder.path / path
        said = _page_texts(read(path, path, text_of(file, folder.shown(path)))[0]) if file.is_file() else {}
        texts, stale = _page_texts(page), True
        if file.is_file():
            stale = _stale(said.pop("from", ""), stamp_of(page))
        texts.pop("from", "")
        # Blocks are told apart by their number: after one more or one less, none of them is sure.
        alike = [key for key in said if key.isdecimal()] == [key for key in texts if key.isdecimal()]
        for name, text in texts.items():
            known = said.get(name, "") if alike or not name.isdecimal() else ""
            _add(made, f"{path} {name}", text, known, stale, (path, 1))
    out = io.BytesIO()
    write_po(out, made, width=0)
    return out.getvalue()


def _add(made: Catalog, context: str, text: str, said: str, stale: bool, place: tuple[str, int]) -> None:
    flags = {"fuzzy"} if said and stale else set()
    made.add(text, said, context=context, flags=flags, locations=[place])


def _stale(given: Any, right: str) -> bool:
    found = stamp_in(given)
    return not found or found[1] != right


def _texts(unit: Unit) -> Iterator[tuple[Place, str]]:
    """Each text of a part by its place in it, those of lists by their number too."""
    for place, text in unit.words.items():
        if isinstance(text, tuple):
            yield from (((*place, i), str(item)) for i, item in enumerate(text))
        else:
            yield place, str(text)


def _page_texts(page: Page) -> dict[str, str]:
    """The words at a page's top, and its blocks with words by their number."""
    front = page.meta()
    found = {"from": page.front.from_}
    for key in FRONT:
        if isinstance(text := value_at(front, key), str) and text:
            found[".".join(key)] = text
    for number, block in enumerate(_blocks(page.markdown)):
        if LETTER.search(CALL.sub("", block)):
            found[str(number)] = _shown(block)
    return found


def _blocks(markdown: str) -> list[str]:
    text = CALL.sub(lambda call: "" if call[1] in CLAIMS else call[0], markdown)
    return [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]


def _shown(block: str) -> str:
    """A block as a translator sees it: a heading without the attributes that `_with_id` gives it."""
    found = HEADING.fullmatch(block)
    return block.removesuffix(found[2] or "") if found else block


def _own(folder: Folder, data: Path) -> dict[str, Any]:
    file = folder.path / "_data" / data.name
    return parse(file.read_text(encoding="utf-8-sig"), data.name)[0] if file.is_file() else {}


# Back ----------------------------------------------------------------------------------------------------------------


def take(file: Path, folder: Folder, data: Path, pages: Mapping[str, Page], today: date) -> Iterator[Path]:
    """Write what a translator made into the files of a translation; each file that is written.

    A part or a page is taken when all its texts are translated, and written only if that changes it.

    Raises:
        Faults: for what is no catalogue, and for placeholders, links and numbers that differ from the English.
    """
    said = _read(file)
    english = parse(data.read_text(encoding="utf-8-sig"), data.name)[0]
    faults = [fault for found in said.values() for fault in _wrong(file, found)]
    if faults:
        raise Faults(faults)
    texts = {context: str(message.string) for context, message in said.items()}
    target = folder.path / "_data" / data.name
    before = target.read_text(encoding="utf-8-sig") if target.is_file() else ""
    made = {target: _data(before or "translation_review: null\n", english, texts, today)}
    for path, page in pages.items():
        wanted = _page_texts(page)
        wanted.pop("from")
        own = {name: texts.get(f"{path} {name}", "") for name in wanted}
        if own and all(own.values()) and not ENGLISH_ONLY.search(page.source):
            made |= _changed(page, own, folder.path / path, today)
    for written, text in made.items():
        if not written.is_file() or text != written.read_text(encoding="utf-8-sig"):
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(text, encoding="utf-8")
            yield written


def _read(file: Path) -> dict[str, Message]:
    """The translated messages of a catalogue, by their context."""
    try:
        with file.open("rb") as opened:
            found = read_po(opened, abort_invalid=True)
    except UnicodeDecodeError:
        raise Faults([Fault(str(file), "is not in the encoding that it names: save it as UTF-8")]) from None
    except PoFileError as error:
        raise Faults([Fault(str(file), f"is no PO catalogue: {error}", getattr(error, "lineno", 0) + 1)]) from None
    return {str(m.context): m for m in found if m.id and m.context and m.string and not m.fuzzy}


def _wrong(file: Path, message: Message) -> Iterator[Fault]:
    for what in differences(CALL.sub("", str(message.id)), CALL.sub("", str(message.string))):
        yield Fault(str(file), what, message.lineno or 0, where=str(message.context))


def _data(text: str, english: dict[str, Any], texts: Mapping[str, str], today: date) -> str:
    """A translation's data file with the parts that a catalogue translates whole; all else in it stays as it is."""
    for unit in units(english):
        said = {place: texts.get(f"{unit.name} {where(place)}", "") for place, _ in _texts(unit)}
        own, lines, _ = parse(text, "")
        mine = next((one for one in units(own) if (one.kind, one.ident) == (unit.kind, unit.ident)), None)
        held = mine and dict(_texts(mine)) == said and not _stale(value_at(own, (*mine.place, "from")), unit.stamp)
        if all(said.values()) and not held:
            kept = {key: value_at(own, (*mine.place, key)) for key in (OWN.get(unit.kind), "care") if mine and key}
            part = {"id": unit.ident} if "id" in value_at(english, unit.place) else {}
            part |= {"from": f"{today} {unit.stamp}", **_nested(unit, said)}
            part |= {key: value for key, value in kept.items() if value is not None}
            text = _put(text, lines, mine.place if mine else None, unit, part)
    return text


def _nested(unit: Unit, said: Mapping[Place, str]) -> dict[str, Any]:
    """The words of a part as its file has them."""
    part: dict[str, Any] = {}
    for place, text in unit.words.items():
        inner = part
        for step in place[:-1]:
            inner = inner.setdefault(str(step), {})
        many = isinstance(text, tuple)
        inner[str(place[-1])] = [said[*place, i] for i in range(len(text))] if many else said[place]
    return part


def _put(text: str, lines: Lines, place: Place | None, unit: Unit, part: dict[str, Any]) -> str:
    """A data file with a part in the place of the one that is there, or after all of its kind."""
    rows = text.rstrip("\n").split("\n")
    home = tuple(unit.kind.split("."))
    listed = unit.kind in LISTS
    drawn = dumped([part] if listed else {home[-1]: part}).rstrip("\n").split("\n")
    drawn = ["  " * (len(home) - (not listed)) + row for row in drawn]
    start, end = _span(lines, place or home, len(rows))
    if place:
        rows[start:end] = drawn
    elif listed and home in lines:
        rows[end:end] = ["", *drawn]
    elif len(home) > 1:
        end = _span(lines, home[:-1], len(rows))[1]
        rows[end:end] = drawn
    else:
        rows += ["", *([f"{unit.kind}:"] if listed else []), *drawn]
    return "\n".join(rows) + "\n"


def _span(lines: Lines, place: Place, count: int) -> tuple[int, int]:
    """The rows of a part, from 0, without what follows it."""
    start = lines.get(place, count + 1) - 1
    after = [line for other, line in lines.items() if other[: len(place)] != place and line - 1 > start]
    return start, min(after, default=count + 1) - 1


def _changed(page: Page, own: Mapping[str, str], file: Path, today: date) -> dict[Path, str]:
    """A page in the words of a translation, by its file; none for one that says the same already."""
    title = ""
    if file.is_file():
        before = read(page.path, page.path, text_of(file, page.path))[0]
        said = _page_texts(before)
        title = before.front.title
        if not _stale(before.front.from_, stamp_of(page)) and own.items() <= said.items():
            return {}
    return {file: _page(page, own, title, today)}


def _page(page: Page, own: Mapping[str, str], title: str, today: date) -> str:
    """A page in the words of a translation, with its title in the menu: the English one, block by block."""
    front: dict[str, Any] = {"from": f"{today} {stamp_of(page)}", **({"title": title} if title else {}), **page.meta()}
    for key in FRONT:
        if (text := own.get(".".join(key))) is not None:
            (front if len(key) == 1 else front[key[0]])[key[-1]] = text
    taken: set[str] = set()
    blocks = [_with_id(own.get(str(i), block), block, taken) for i, block in enumerate(_blocks(page.markdown))]
    return f"---\n{dumped(front)}---\n\n" + "\n\n".join(blocks) + "\n"


def _with_id(said: str, english: str, taken: set[str]) -> str:
    """A heading with the id of the English one, to which links lead; other blocks as they are."""
    found = HEADING.fullmatch(english)
    if not found or "#" in said.lstrip("#"):
        return said
    explicit = re.search(r"#([\w-]+)", found[2] or "")
    base = slugify(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_]", r"\1", found[1]), "-")
    name = (
        explicit[1] if explicit else next(n for n in (base, *(f"{base}_{i}" for i in range(1, 99))) if n not in taken)
    )
    taken.add(name)
    attributes = re.sub(r"[{}]|#[\w-]+", "", found[2] or "").strip()
    return f"{said.split(' {')[0]} {{ #{name}{' ' + attributes if attributes else ''} }}"
