from itertools import groupby

from macros.components.contract import Block, On


def safety_check(on: On, short: bool = False) -> Block:
    """The safety questions, with what a yes to each means; with `short=True` in a line, without the advice."""
    questions = on.guide.safety_check.questions
    # In order, those side by side that mean the same together.
    runs = [list(run) for _, run in groupby(questions, key=lambda asked: (asked.yes.level, asked.yes.care))]
    number = {question.id: place for place, question in enumerate(questions, start=1)}
    return {"short": short, "runs": runs, "number": number}
