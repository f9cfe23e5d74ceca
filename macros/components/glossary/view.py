from macros.components.contract import Block, On


def glossary(on: On) -> Block:
    """Hard words in plain words."""
    return {}
