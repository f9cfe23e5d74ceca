"""No word that an editor writes on a page is lost on the way to the reader without a fault that names it."""

from __future__ import annotations

import pytest
from markdown import Markdown

from macros.pages import losses
from macros.pages.tree import parse
from tests.conftest import ROOT, SECOND_TOPIC, Project

PAGE = "docs/check.md"
EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.superfences"]
EXTENSIONS += ["pymdownx.tabbed", "tables", "toc"]
OPTIONS = {"pymdownx.tabbed": {"alternate_style": True}, "footnotes": {"SUPERSCRIPT_TEXT": "[{}]"}}

ELSE = "Markdown took them for something else"
BOX = "put quotes round the title of a box"
CELL = "the row has more cells than the head of its table (write \\| for a line within a cell)"
BRACED = "Markdown takes words in braces for settings: leave the braces out"
LINK = "Markdown takes a line that begins with […]: for the address of a link: leave out the brackets or the colon"


def call(line: str) -> str:
    return f'write {{{{ help_line("{line}") }}}}'


LOST = [
    ("!!! warning Do not massage a hot leg\n    Words.", 1, "Do not massage a hot leg", BOX),
    ('!!! note Read this "A title"\n    Words.', 1, "Read this", BOX),
    ("!!! warning Stop\n    Stop.", 1, "Stop", BOX),
    ("- A list.\n\n    !!! tip Rest the leg\n        Words.", 3, "Rest the leg", BOX),
    ("| Pain | Do |\n|---|---|\n| 1 | Go on |\n| 5|10 | Stop |", 4, "Stop", CELL),
    ("Stop\n\n| A | B |\n|---|---|\n| a | b | Stop |", 5, "Stop", CELL),
    ("A | B\n---|---\na | b | c", 3, "c", CELL),
    ("A | B\n---|---\n| first | second |", 3, "second", CELL),
    ("> | A | B |\n> |---|---|\n> | `x|y` | \\| | lost \\| cell |", 3, "lost \\| cell", CELL),
    ('| A | B |\n|---|---|\n| a | b | {{ help_line("urgent") }} |', 3, '{{ help_line("urgent") }}', CELL),
    ("## Call {emergency}", 1, "{emergency}", call("emergency")),
    ("| A | B |\n|---|---|\n| Call {urgent} | b |", 3, "{urgent}", call("urgent")),
    ("A **bold**{words} one.", 1, "{words}", BRACED),
    ("A [link](check.md){some words} here.", 1, "{some words}", BRACED),
    ("A paragraph.\nIts last line.\n{words}", 3, "{words}", BRACED),
    ("A paragraph.\n{ .class words }", 2, "{ .class words }", BRACED),
    ("- Call\n  {routine}", 2, "{routine}", call("routine")),
    ("[Warning]: ZZA", 1, "[Warning]: ZZA", LINK),
    ("Words.\n\n[Note]: ZZB (more words)\n", 3, "[Note]: ZZB (more words)", LINK),
    ("[Note]:\nZZC\n", 1, "[Note]: ZZC", LINK),
    ("A <? ZZD ?> here.", 1, "ZZD", ELSE),
    ("Text.[^a]\n\n[^a]: First words.\n[^a]: Second words.", 3, "First words.", ELSE),
]


def told(source: str, html: str | None = None) -> list[tuple[int, str, str]]:
    """What is found of a page without front matter, by line, and as Python-Markdown draws it unless told otherwise."""
    html = html or Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS).convert(source)
    return [(source.count("\n", 0, at) + 1, *rest) for at, *rest in losses.find(source, parse(html or "<p></p>"))]


@pytest.mark.parametrize(("source", "line", "phrase", "hint"), LOST)
def test_lost_words_are_found(source: str, line: int, phrase: str, hint: str):
    assert told(source) == [(line, phrase, hint)]


def test_every_loss_is_a_fault_at_its_line(project: Project):
    before = project.built().joinpath("index.html").read_bytes()
    page, expected = project.read(PAGE), []
    for source, line, phrase, hint in LOST:
        at = page.count("\n") + line + 2
        page += f"\n\n{source}\n\nParted.\n"
        expected.append(f"{PAGE}:{at}: these words are not on the page: '{phrase}': {hint}")
    shown = page.count("\n") + 2
    project.write(PAGE, f"{page}\nRing {{emergency}} now.\n")
    expected.append(f"{PAGE}:{shown}: '{{emergency}}' is shown to readers as it is: {call('emergency')}")
    result = project.build()
    assert (result.returncode, result.stdout, result.stderr.splitlines()) == (1, "", expected)
    assert project.folder.joinpath("site/index.html").read_bytes() == before


def test_no_help_line_in_a_title_or_a_description(project: Project):
    project.edit(PAGE, "---\nlast", "---\ntitle: Call {emergency}\ndescription: Call {urgent} today.\nlast")
    result = project.build()
    assert (result.returncode, result.stderr.splitlines()) == (
        1,
        [
            f"{PAGE}:2: title: '{{emergency}}' would be shown as it is: no help line can stand here",
            f"{PAGE}:3: description: '{{urgent}}' would be shown as it is: no help line can stand here",
        ],
    )


@pytest.mark.parametrize(
    "source",
    [
        "mass**age** is *not* un**believ**able, snake_case and __two__ words, 5 * 3 * 2",
        "1. One\n    - Two\n        1. Three\n            - [x] Four\n2. Five\n\n* Six\n+ Seven",
        '!!! note "A title"\n    Words.\n\n!!! tip ""\n    Words.\n\n!!! danger\n    Words.',
        '!!! note inline end "A title"\n    Words.\n\n!!! tip inline\n    Words.\n\n!!! tip no-print\n    Words.',
        '=== "A tab"\n    Words.\n\n=== "Another"\n    ```py\n    x = {"a": 1}  # {emergency}\n    ```',
        "A word\n: What it means.\n: And more.",
        "Text[^1] and more.[^long-one]\n\n[^1]: A *note*.\n[^long-one]:\n    A longer one.\n\n    Its end.",
        "| A | B |\n|:--|--:|\n| `a|b` | c \\| d |\n| *e* | [f](g.md) |\n| h |\n| | i |\n| j | k | |",
        "A | B\n---|---\na | b\n\nNo | table | here",
        "Words.\n| A | B |\n|---|---|\n| a | b | c |",
        "    | A | B |\n    |---|---|\n    | a | b | c |\n    !!! note in code\n    Call {urgent}",
        "```\n| A | B |\n|---|---|\n| a | b | c |\n!!! note in code\n[Warning]: ZZA\n*[ABC]: words\n```",
        'See [this][a], [this one][], [This one] and [that](b.md "A title (1)").\n\n[a]: c.md "T"\n[this one]: d.md',
        "See <https://example.org/a_b?c=d&e=f>, <a@example.org> and https://example.org/x_y_z.",
        "One line  \nand another\\\nand <br>more<br/>words",
        "\"Smart\" 'quotes', “curly” ones, it's, dashes — -- --- and … ...",
        "caf&eacute; &amp; tea&nbsp;now, 5 &lt; 6, &#233;t&#xe9;, AT&T, R&D; `&amp;` and &copy",
        '<div class="grid" markdown>\nA *word* in [it](a.md).\n\n- One\n</div>\n\n<p title="x > y">Raw *words*</p>',
        "<div>\n<b>mass</b>age <!-- nothing -->\n</div>\n\n<!-- nobody\nreads this -->\n\n<em>un</em>real",
        "The ABC of it.\n\n*[ABC]: A &amp; *B* C",
        "A paragraph\n{ .class #ident key=value }\n\n## Head { #head .b }\n\n*a*{ title='x y' }\n\n{: .c }",
        '![What it shows](a.png){ width="3" height="4" } and ![*more* words](b(1).png "Title")',
        "Escapes: \\*not bold\\*, \\_, \\`, \\[x\\], \\{urgent\\}, 1\\. a\\|b, C:\\\\dir and \\d",
        "Code `{emergency}`, ``a ` b``, `<b>`, `[x](y)`, `a\nb`, mid`code`word and an odd ` tick",
        "Words in {braces} that stay, {and more} of them.",
        "A head\n======\n\nAnother\n---\n\n### A third ###\n\n> A quote\n> > in a quote\n\n***\n\n5 < 6 and 7 > 3",
        "~~~python hl_lines=\"1 2\"\nprint('x')\n~~~\n\n- item\n\n    ```sh\n    a | b\n    ```\n\n``` { .py #x }\nx\n```",
        "~~~ Do not press\nwords\n~~~",
        "word` code `word",
        "H<sub>2</sub>O, [a]b[c](d.md)e and [1](e.md)[2](f.md)",
        "[link over\ntwo lines](a.md) and `code over\ntwo lines` and *emphasis over\ntwo*",
        "[TOC]\n\n## A head\n\n- A [b][] c\n\n    [b]: d.md\n\n> An [e] f\n>\n> [e]: <g.md> 'h'\n>\n> *[An]: one",
        'A [link](\na.md) and [one more](b.md\n"Title").',
        "[nowhere]: https://example.org/\n[here]: a.md\n[or]: /b/c",
        "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 na\u00efve \U0001f9b5 z\u0301",
        "",
    ],
)
def test_odd_but_right_markdown_is_none(source: str):
    assert told(source) == []


def test_a_drawn_component_ends_a_phrase():
    html = "<p>Call<span>112</span>now. Ask <abbr title='general practitioner'>GP</abbr>s.<sup>[1]</sup> Then</p>"
    source = 'Call{{ help_line("emergency") }}now. Ask GPs.{{ cite("x") }} Then'
    assert told(source, html) == []
    assert told(source + " rest", html) == [(1, "Then rest", ELSE)]


@pytest.mark.parametrize("folder", [ROOT, SECOND_TOPIC], ids=["guide", "second topic"])
def test_the_guides_lose_none(builds, folder, tmp_path):
    result = Project(tmp_path / "copy", folder).build()
    assert (result.returncode, result.stdout[:11]) == (0, "The website"), result.stderr  # a new guide has more to say
