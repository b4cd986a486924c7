"""Journal -> what was decided and why, and the questions that weeks asked, open and answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from tracker.model.journal import Question, Week
from tracker.model.plan import Decision
from tracker.pages.page import (
    PLAN_SOURCE,
    Page,
    View,
    front_matter,
    post_link,
    render_template,
    shown_weeks,
)

URI = "decisions.md"
ANSWERS = 30  # answers in full; of older ones the page says where they stand


class AskedQuestion(NamedTuple):
    """A question of the weeks on show. `week` asked it first; `answered` is the week of its answer."""

    question: Question
    week: Week
    answered: Week | None = None


def decisions_page(view: View) -> Page:
    found = collect_questions(view)
    done = sorted((one for one in found if one.answered), key=answered_on, reverse=True)
    decisions = view.figures.plan.decisions
    body = render_template(
        "decisions.md.jinja",
        empty=not decisions and not found,
        decisions=[decision_row(view, decision) for decision in decisions],
        open=[question_row(view, one) for one in found if not one.answered],
        answered=[question_row(view, one) for one in done[:ANSWERS]],
        older=[question_row(view, one) for one in done[ANSWERS:]],
    )
    head = front_matter(
        title="Decisions and questions",
        description="What I decided, why, and what came of it; which questions are open, and which found an answer",
        search={"exclude": True} if not decisions and not found else None,
    )
    return Page(URI, head + body, PLAN_SOURCE)


def decision_row(view: View, decision: Decision) -> dict[str, Any]:
    due = decision.review_on is not None and decision.review_on <= view.today
    return {
        **decision._asdict(),
        "why": view.authored(decision.why, URI),
        "outcome": view.authored(decision.outcome, URI),
        "due": due and not decision.outcome,
        "later": decision.review_on if not due else None,
    }


def collect_questions(view: View) -> list[AskedQuestion]:
    """Each question once, oldest first; a later week that asks it again with an answer has answered it."""
    found: dict[str, AskedQuestion] = {}
    for week in shown_weeks(view):
        for question in week.questions:
            key = " ".join(question.ask.casefold().split())
            first = found.setdefault(key, AskedQuestion(question, week))
            if question.answer:
                found[key] = AskedQuestion(question, first.week, week)
    return list(found.values())


def open_questions(view: View) -> list[AskedQuestion]:
    return [one for one in collect_questions(view) if not one.answered]


def answered_on(one: AskedQuestion) -> str:
    return one.answered.name if one.answered else ""


def question_row(view: View, one: AskedQuestion) -> dict[str, Any]:
    return {
        "ask": one.question.ask,
        "answer": view.authored(one.question.answer, URI),
        "week": post_link(view, one.week, URI),
        "day": one.week.date,
        "answered": post_link(view, one.answered, URI) if one.answered else None,
        "later": one.answered is not None and one.answered.name != one.week.name,
    }
