from macros.components.contract import Block, On
from macros.data.model import LEVELS
from macros.data.text import PLACEHOLDERS


def help_lines(on: On) -> Block:
    """Who to turn to in the site's region, line by line: what each is for, and when."""
    lines = on.edition.help_lines
    # Each line with the level at which a reader turns to it.
    shown = [(name, level, lines[name]) for name, level in zip(PLACEHOLDERS, LEVELS, strict=True)]
    return {"lines": shown, "region": on.edition.region}
