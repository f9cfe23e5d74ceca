from macros.components.contract import HelpLineName, Inline, On


def help_line(on: On, name: HelpLineName, _plain: bool = False) -> Inline:
    """Who to turn to in the site's region, a number that can be tapped: `emergency`, `urgent` or `routine`."""
    return {"name": name, "line": on.edition.help_lines[name], "region": on.edition.region, "plain": _plain}
