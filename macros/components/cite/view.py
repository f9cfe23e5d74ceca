from macros.components.contract import SourceId


def cite(id: SourceId) -> str:
    """A number that leads to the source at the end of the page; right after a full stop. It is a Markdown footnote."""
    return f"[^{id}]"
