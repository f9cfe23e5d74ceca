from macros.address import draft
from macros.components.contract import FAQ_PAGE, Block, On
from macros.embed import snippets

WAYS = ("a", "b", "c", "address")
"""Those that a line of code is pasted for."""


def embed_builder(on: On) -> Block:
    """Makes the code with which a clinic shows the questions on its own page; without a script, ready-made code."""
    edition, guide, words = on.edition, on.guide, on.guide.strings.builder
    used = {question.category for question in guide.faq}
    shown = {None: words.all, **{name: label for name, label in guide.categories.items() if name in used}}
    questions = f"{edition.site}{FAQ_PAGE.removesuffix('.md')}/"

    def ready(way: str, category: str | None) -> str:
        title = f"{words.title}: {shown[category]}" if category else words.title
        return snippets.ready(way, edition.site, edition.language, edition.region, category, questions, title)

    return {
        "words": words,
        "ready": {
            way: {label: ready(way, name) for name, label in shown.items()} for way in ("a", "b", "c", "address")
        },
        "copies": {label: f"/{snippets.copy(edition.language, edition.region, name)}" for name, label in shown.items()},
        "regions": ", ".join(guide.help_lines),
        "region": edition.region,
        "draft": draft(edition.site),
        "fill": snippets.fill,
    }
