from macros.components.contract import RED_FLAGS_PAGE, Block, LevelName, On, RedFlagId
from macros.data.model import LEVELS


def red_flag(on: On, id: RedFlagId | None = None, level: LevelName | None = None) -> Block:
    """One full callout: level, action, rule of care, sign and details, what to do, what is more urgent.

    Without an id, the cards of all red flags or of a `level`, whose lines open to the rest of their callouts.
    """
    cards = [] if id else on.cards(None, *([level] if level else LEVELS))
    flags = [on.library.red_flags[id]] if id else [flag for card in cards for flag in card.lines]
    on.shown.update(("red_flags", flag.id) for flag in flags)
    prefix = "" if on.page == RED_FLAGS_PAGE else "red-flag-"
    return {
        "flags": flags if id else [],
        "cards": cards,
        "no_emergency": on.no_emergency(level),
        "prefix": prefix,
        "explained": on.explained,
    }
