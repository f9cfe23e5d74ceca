from macros.components.contract import SourceId


def cite(id: SourceId) -> str:
    """A numbered citation: a Markdown footnote, whose text comes from the data."""
    return f"[^{id}]"
