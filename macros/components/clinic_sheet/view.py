from macros.components.contract import Block, On


def clinic_sheet(on: On) -> Block:
    """A letterhead for whoever prints the page: what stands below it on the page is the sheet."""
    return {}
