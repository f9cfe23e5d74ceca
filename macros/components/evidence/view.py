from macros.components.contract import SourceId


def evidence(claim: str, *ids: SourceId) -> str:
    """What backs the words beside it, one or two sentences, and their sources: nothing of it is drawn here."""
    return ""
