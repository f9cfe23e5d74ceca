from macros.components.contract import Block, On


def clinic_sheet(on: On) -> Block:
    """Fields for a clinic's name and phone, and lines to write them on where no script runs.

    What stands above it on the page is for the screen; what stands below it prints on one piece of paper.
    """
    return {}
