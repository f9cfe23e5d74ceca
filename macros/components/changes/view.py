from macros.components.contract import Block, On


def changes(on: On) -> Block:
    """What changed in the guide, newest first."""
    return {}
