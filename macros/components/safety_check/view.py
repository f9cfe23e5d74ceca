from macros.components.contract import Block, On
from macros.data.cards import by_level, grouped


def safety_check(on: On, short: bool = False) -> Block:
    """The warning signs and the ask-first list, in steps to tick.

    Then what having none of them means (`check: none:` in the data): only that with `short=True`.
    """
    levels = dict(by_level(on.library, on.library.red_flags))
    lists = {
        "emergency": levels.get("emergency"),
        "urgent": levels.get("urgent"),
        "ask-first": on.guide.ask_first,
        "non-urgent": levels.get("non-urgent"),
    }
    return {"short": short, "steps": {name: grouped(on.guide, entries) for name, entries in lists.items() if entries}}
