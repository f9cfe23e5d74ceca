from macros.components.contract import SourceId


def cite(id: SourceId) -> str:
    """A source of the words before it: readers find it on the page of the evidence."""
    return ""
