from macros.components.contract import Block, On


def ask_first(on: On, names: bool = False) -> Block:
    """Conditions and medicines with which a reader asks a clinician first; with `names=True` only what they are."""
    # Those of no group come last, without a heading.
    groups = [
        (title, [entry for entry in on.guide.ask_first if entry.group == group])
        for group, title in [*on.guide.groups.items(), (None, "")]
    ]
    return {"names": names, "groups": [group for group in groups if group[1]]}
