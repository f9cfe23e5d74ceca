from macros.components.contract import Block, On
from macros.data.cards import grouped


def ask_first(on: On, names: bool = False) -> Block:
    """Conditions and medicines with which a reader asks a clinician first; with `names=True` only what they are.

    `ask-first.md`, or else `check.md`, is where other pages lead.
    """
    return {"names": names, "groups": grouped(on.guide, on.guide.ask_first)}
