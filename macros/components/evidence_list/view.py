from macros.components.contract import Block, On


def evidence_list(on: On) -> Block:
    """Every claim of the guide, page by page, with its sources and how each was seen; then the sources, numbered."""
    used = {source for section in on.evidence for source in section.sources}
    numbers = {ident: number for number, ident in enumerate((i for i in on.guide.sources if i in used), start=1)}
    return {"sections": on.evidence, "numbers": numbers}
