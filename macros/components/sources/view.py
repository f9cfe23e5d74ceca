from macros.components.contract import Block, On


def sources(on: On, all: bool = False) -> Block:
    """The sources cited on this page, numbered; with `all=True` every source: what it supports, how it was seen."""
    return {"all": all}
