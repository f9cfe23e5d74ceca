"""Rendered HTML → a small tree of nodes, which every channel but the website is made from. Nothing else reads HTML.

An element that is not listed here is a fault: a channel could lose what stands in it without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import html

BLOCKS = frozenset(
    {"aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
INLINE = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "kbd", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "var"}
)
"""The elements that a page may be made of."""
UNREAD = frozenset({"script", "template"})
"""Elements whose words nobody reads where they stand."""
KNOWN = BLOCKS | INLINE | UNREAD

ATTRIBUTES = frozenset(
    {"alt", "class", "colspan", "dir", "height", "href", "id", "lang", "rowspan"}
    | {"scope", "src", "start", "title", "width"}
)
"""What is kept of an element, beside what begins with data-."""

TOOLS = frozenset({"faq__tools", "faq__share", "headerlink"})
"""Classes of elements that only help on the website: places that a script fills, and links to headings."""


@dataclass(frozen=True)
class Node:
    """One element.

    Attributes:
        tag: its name, in small letters.
        attributes: those in `ATTRIBUTES`, and the data- ones.
        children: nodes and texts, in order. White space is as the page has it.
    """

    tag: str
    attributes: dict[str, str]
    children: tuple[Node | str, ...]

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Node]:
        """The node and every node inside it, in the page's order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, name: str) -> list[Node]:
        """Every node inside, or the node itself, that has a class."""
        return [node for node in self.walk() if name in node.classes]

    def text(self, without: Callable[[Node], bool] = lambda node: False) -> str:
        """The words as they are read, white space folded.

        Args:
            without: which nodes to leave out, with all that is in them.
        """
        return " ".join("".join(self._texts(without)).split())

    def _texts(self, without: Callable[[Node], bool]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif not without(child):
                # Words of two blocks are two words, even where the page has no white space between them.
                space = " " if child.tag in BLOCKS or child.tag == "br" else ""
                yield space
                yield from child._texts(without)
                yield space


class Unknown(Exception):
    """An element that no channel knows.

    Attributes:
        tag: its name.
        text: its first words, to find it by.
    """

    def __init__(self, tag: str, text: str) -> None:
        super().__init__(f"<{tag}> is not an element that the handouts and the embed can carry")
        self.tag, self.text = tag, text


def parse(content: str) -> html.HtmlElement:
    """The elements of a page's content, under one `article`.

    Args:
        content: HTML as MkDocs has it of a page, `page.content`.
    """
    return html.fragment_fromstring(content, create_parent="article")


def read(content: str) -> Node:
    """The tree of a page's content; arguments and errors as of `parse` and `node`."""
    return node(parse(content))


def words(element: html.HtmlElement) -> str:
    """All that an element says, to eyes and ears: its text, and at the end the words in its attributes."""
    said: list[str] = []
    _say(element, said)
    return " ".join(["".join(said), *element.xpath(".//@alt | .//@title | .//@aria-label")])


def _say(element: html.HtmlElement, said: list[str]) -> None:
    if element.text:
        said.append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in UNREAD and tag != "style":
            # As in `Node.text`: within a word stand only the elements of a sentence.
            space = "" if tag in INLINE and tag != "br" else " "
            said.append(space)
            _say(child, said)
            said.append(space)
        if child.tail:
            said.append(child.tail)


def heading(article: html.HtmlElement) -> Node:
    """As `node`, but of all the nodes only the first h1, if there is one: that takes a third of the time."""
    if any(element.tag not in KNOWN for element in article.iterdescendants("*")):
        node(article)  # it stands among what only helps on the website, or is a fault
    return Node(article.tag, {}, tuple(map(node, article.xpath("(.//h1)[1]"))))


def node(element: html.HtmlElement) -> Node:
    """An element as a tree, without scripts, templates, comments and what only helps on the website.

    Raises:
        Unknown: for the first element that is not listed.
    """
    children: list[Node | str] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNREAD and not TOOLS & set(child.get("class", "").split()):
            if child.tag not in BLOCKS and child.tag not in INLINE:
                raise Unknown(child.tag, " ".join(child.text_content().split())[:60])
            children.append(node(child))
        if child.tail:
            children.append(child.tail)
    kept = {k: v for k, v in element.attrib.items() if k in ATTRIBUTES or k.startswith("data-")}
    return Node(element.tag, kept, tuple(children))
