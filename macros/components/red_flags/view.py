from macros.components.contract import Block, LevelName, On, RedFlagId
from macros.data.model import LEVELS


def red_flags(on: On, *ids: RedFlagId, level: LevelName | None = None) -> Block:
    """Summary cards, one a level: of all red flags, of one level, or of the red flags named."""
    return {"cards": on.cards(ids or None, *([level] if level else LEVELS)), "explained": on.explained}
