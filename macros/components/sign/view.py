from macros.components.contract import Inline, On, RedFlagId


def sign(on: On, id: RedFlagId) -> Inline:
    """The words of a red flag's sign within a sentence, linked to its callout where the site has a page for it."""
    return {"flag": on.library.red_flags[id]}
