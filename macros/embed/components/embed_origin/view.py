from macros.address import draft
from macros.components.contract import Inline, On
from macros.embed import snippets


def embed_origin(on: On) -> Inline:
    """The site's origin, within a sentence."""
    return {"origin": snippets.origin(on.edition.site), "draft": draft(on.edition.site)}
