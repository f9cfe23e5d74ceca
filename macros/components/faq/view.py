from macros.components.contract import FAQ_PAGE, Block, CategoryId, On, QuestionId
from macros.data.cards import called_for


def faq(on: On, *ids: QuestionId, category: CategoryId | None = None) -> Block:
    """The cards that the questions call for, then the questions: all, of one category, or those named."""
    questions = [on.library.faq[ident] for ident in ids] or [
        question for question in on.guide.faq if category in (None, question.category)
    ]
    on.shown.update(("faq", question.id) for question in questions)
    named = called_for(on.library, (ident for question in questions for ident in question.red_flags))
    canonical = on.page == FAQ_PAGE
    return {
        "questions": questions,
        "no_emergency": on.no_emergency(),
        "cards": [*on.cards(None, "emergency"), *on.cards(named, "urgent")],
        "canonical": canonical,
        "prefix": "" if canonical else "faq-",
        "explained": on.explained,
    }
