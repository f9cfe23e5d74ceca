from macros.components.contract import SOURCES_PAGE, Block, On


def evidence_list(on: On) -> Block:
    """Every claim of the guide, page by page, with its sources and how each was seen.

    The sources follow, numbered, where the site has no page of its own for them.
    """
    numbers = {ident: number for number, ident in enumerate(on.guide.sources, start=1)}
    listed = f"/{SOURCES_PAGE}" if SOURCES_PAGE in on.pages else ""
    return {"sections": on.evidence, "numbers": numbers, "listed": listed}
