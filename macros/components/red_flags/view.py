from macros.components.contract import Block, LevelName, On, RedFlagId
from macros.data.model import LEVELS


def red_flags(on: On, *ids: RedFlagId, level: LevelName | None = None) -> Block:
    """Summary cards, one a level, the most urgent first: of all red flags, of one level, or of those named.

    A card of only some signs of its level says so and leads to all.
    """
    shown = on.cards(ids or None, *([level] if level else LEVELS))
    return {"no_emergency": None if ids else on.no_emergency(level), "cards": shown, "explained": on.explained}
