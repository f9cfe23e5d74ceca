from macros.components.contract import FAQ_PAGE, Block, CategoryId, On, QuestionId


def faq(on: On, *ids: QuestionId, category: CategoryId | None = None) -> Block:
    """The cards that the questions call for, then the questions: all, of one category, or those named."""
    questions = [on.library.faq[ident] for ident in ids] or [
        question for question in on.guide.faq if category in (None, question.category)
    ]
    on.shown.update(("faq", question.id) for question in questions)
    named = tuple(dict.fromkeys(ident for question in questions for ident in question.red_flags))
    canonical = on.page == FAQ_PAGE
    return {
        "questions": questions,
        "cards": [*on.cards((), ("emergency",)), *(on.cards(named, ("urgent",)) if named else ())],
        "canonical": canonical,
        "prefix": "" if canonical else "faq-",
        "explained": on.explained,
    }
