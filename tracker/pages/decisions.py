"""Journal -> its decisions with their reasons, and the questions of weeks, open and answered."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tracker.figures.stats import sort_entries
from tracker.model.english import day_words
from tracker.model.journal import PLAN_PATH, Question, Week
from tracker.model.note_text import capitalize_first, is_question, plain_note
from tracker.model.plan import Decision, Option
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    front_matter,
    post_link,
    render_template,
    shown_weeks,
)

URI = "decisions.md"
ANSWERS = 30  # answers in full; the page only links to older ones


class AskedQuestion(NamedTuple):
    """A question of the weeks. `week` asked it first; `answered` is the week of its answer."""

    question: Question
    week: Week
    answered: Week | None = None


def decisions_page(view: View) -> Page:
    questions = collect_questions(view)
    unanswered = []
    answered = []
    for question in questions:
        if question.answered:
            answered.append(question)
        else:
            unanswered.append(question)
    answered.sort(key=answered_on, reverse=True)
    decisions = view.figures.plan.decisions
    empty = not decisions and not questions
    body = render_template(
        "decisions.md.jinja",
        empty=empty,
        decisions=[decision_row(view, decision) for decision in decisions],
        open=[question_row(view, question) for question in unanswered],
        answered=[question_row(view, question) for question in answered[:ANSWERS]],
        older=[question_row(view, question) for question in answered[ANSWERS:]],
    )
    head = front_matter(
        title="Decisions and questions",
        description=(
            "What I decided, why, and what came of it; "
            "which questions are open, and which found an answer"
        ),
        search=exclude_from_search(empty),
    )
    return Page(URI, head + body, PLAN_PATH, empty=empty)


def decision_row(view: View, decision: Decision) -> dict[str, Any]:
    due = decision.review_on is not None and decision.review_on <= view.today
    return {
        **decision._asdict(),
        "is_open": not decision.chosen and not decision.outcome,
        "options": [(option.option, describe_option(option)) for option in decision.options],
        "detailed": any(option.cost or option.date for option in decision.options),
        "why": view.authored(decision.why, URI),
        "outcome": view.authored(decision.outcome, URI),
        "due": due and not decision.outcome,
        "later": decision.review_on if not due else None,
    }


def describe_option(option: Option) -> str:
    """`700 euros, 1 September 2026`: what an option costs, and its day."""
    parts = []
    if option.cost:
        parts.append(option.cost)
    if option.date:
        parts.append(day_words(option.date))
    return ", ".join(parts)


def collect_questions(view: View) -> list[AskedQuestion]:
    """Return each question once, oldest first.

    A session's note that ends with a question mark asks, too. A week that asks the same question
    with an answer has answered it.
    """
    questions: dict[str, AskedQuestion] = {}
    for week in shown_weeks(view):
        for question in list_asked(view, week):
            key = " ".join(re.findall(r"\w+", plain_note(question.ask).casefold()))
            first = questions.setdefault(key, AskedQuestion(question, week))
            if question.answer:
                questions[key] = AskedQuestion(question, first.week, week)
    return list(questions.values())


def list_asked(view: View, week: Week) -> list[Question]:
    """List the questions of a week: those of its notes by day, then those under `questions`."""
    asked = []
    for entry in sort_entries(view.figures.by_week.get(week.name, ())):
        note = entry.session.note
        if note and is_question(note):
            asked.append(Question(capitalize_first(plain_note(note))))
    return [*asked, *week.questions]


def open_questions(view: View) -> list[AskedQuestion]:
    """Return the questions without an answer, oldest first."""
    return [question for question in collect_questions(view) if not question.answered]


def answered_on(asked: AskedQuestion) -> str:
    return asked.answered.name if asked.answered else ""


def question_row(view: View, asked: AskedQuestion) -> dict[str, Any]:
    return {
        "ask": asked.question.ask,
        "answer": view.authored(asked.question.answer, URI),
        "week": post_link(view, asked.week, URI),
        "day": asked.week.date,
        "answered": post_link(view, asked.answered, URI) if asked.answered else None,
        "later": asked.answered is not None and asked.answered.name != asked.week.name,
    }
