from macros.components.contract import RED_FLAGS_PAGE, Block, LevelName, On, RedFlagId


def red_flag(on: On, id: RedFlagId | None = None, level: LevelName | None = None) -> Block:
    """One full callout: level, action, rule of care, sign and details, what to do, what is more urgent.

    With `level`, the callouts of every red flag of that level.
    """
    flags = [on.library.red_flags[id]] if id else [flag for flag in on.guide.red_flags if flag.level == level]
    on.shown.update(("red_flags", flag.id) for flag in flags)
    return {"flags": flags, "prefix": "" if on.page == RED_FLAGS_PAGE else "red-flag-"}
