from macros.components.contract import EVIDENCE_PAGE, Block, On


def sources(on: On, all: bool = False) -> Block:
    """One line that leads to the page's evidence; with `all=True` every source, with what it supports."""
    section = next((section for section in on.evidence if section.page == on.page), None)
    href = on.link(EVIDENCE_PAGE, section.id) if section else None
    return {"all": all, "href": href, "count": len(section.sources) if section else 0}
