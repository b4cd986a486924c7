"""A number or the beginning of a text -> that goal judged, or that question answered, in its week.

Numbers count from 1, in the order of the week's file.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker import cached_reader, store
from tracker.cli import change_week
from tracker.cli.change_week import FileChange, shorten_for_message
from tracker.edit.document import decode_file_text, parse_week
from tracker.edit.set_prose import set_prose
from tracker.model.english import fold_case
from tracker.model.journal import OUTCOMES, Question, TrackerError, Week, WrongUsage, week_path_of

ANSWER_FORM = 'tracker set question N "..."'


def judge_goal(root: str, week: str, words: Sequence[str]) -> int:
    """Judge a goal of a week. `words`: its number or beginning, an outcome, and perhaps why."""
    form = f"tracker set goal N {'|'.join(OUTCOMES)} [WHY]"
    if len(words) < 2:
        raise WrongUsage(f"which goal, and how did it end? {form}")
    typed, outcome, *reason = words
    if outcome not in OUTCOMES and typed in OUTCOMES:
        raise WrongUsage(f"the goal comes first: tracker set goal {outcome} {typed}")
    if outcome not in OUTCOMES:
        raise WrongUsage(f"expected {', '.join(OUTCOMES)}, got {outcome!r}: {form}")
    why = " ".join(reason).strip() or None

    def change(text: str) -> FileChange:
        goals = [*_read_week_now(week, text).goals]
        place = find_listed([goal.goal for goal in goals], typed, "goal", week)
        goal = goals[place]
        if goal.outcome == outcome and why in (None, goal.why):
            raise TrackerError(f"goal {place + 1} of {week} is {outcome} already: {goal.goal}")
        kept = goal.why if goal.outcome in (None, outcome) else None
        goals[place] = goal._replace(outcome=outcome, why=why or kept)
        hints = []
        if goal.why and goals[place].why is None:
            why_before = shorten_for_message(goal.why)
            hints.append(
                f'it is no longer "{goal.outcome}", so its reason was removed: {why_before}'
            )
        what = f"goal {place + 1} of {week} is {outcome}: {shorten_for_message(goal.goal)}"
        return FileChange(set_prose(text, week, ("goals",), tuple(goals)), what, hints)

    return change_week.change_week_file(root, week, change)


def answer_question(root: str, week: str, words: Sequence[str]) -> int:
    """Answer a question: of the week by its number, of any week by the beginning of its text."""
    if len(words) < 2:
        raise WrongUsage(f"which question, and what is the answer? {ANSWER_FORM}")
    typed, *rest = words
    answer = " ".join(rest).strip()
    if not answer:
        raise WrongUsage(f"there is nothing in that answer: {ANSWER_FORM}")
    week = _find_week_of_question(root, week, typed)

    def change(text: str) -> FileChange:
        questions = [*_read_week_now(week, text).questions]
        place = find_listed([question.ask for question in questions], typed, "question", week)
        question = questions[place]
        if question.answer is not None:
            raise TrackerError(
                f"question {place + 1} of {week} has an answer; change it with tracker write {week}"
            )
        questions[place] = Question(question.ask, answer)
        what = f"answered question {place + 1} of {week}: {shorten_for_message(question.ask)}"
        return FileChange(set_prose(text, week, ("questions",), tuple(questions)), what)

    return change_week.change_week_file(root, week, change)


def find_listed(texts: Sequence[str], typed: str, what: str, week: str) -> int:
    """Find a text of a list by its number, from 1, or by its beginning; return its place.

    TrackerError with the list where that is none, or more than one.
    """
    if not texts:
        raise TrackerError(f'{week} has no {what}; tracker add {what} "..." adds one')
    if typed.isascii() and typed.isdigit():
        if 1 <= int(typed) <= len(texts):
            return int(typed) - 1
        raise TrackerError(f"{week} has no {what} {typed}: {format_numbered(texts)}")
    places = match_beginning(texts, typed)
    if len(places) == 1:
        return places[0]
    if places:
        raise TrackerError(f"{typed!r} begins more than one {what}: {format_numbered(texts)}")
    raise TrackerError(f"no {what} of {week} begins with {typed!r}: {format_numbered(texts)}")


def match_beginning(texts: Sequence[str], typed: str) -> list[int]:
    """List the places of the texts that are the typed one, else of those that begin so."""
    wanted = fold_case(typed)
    folded = [fold_case(text) for text in texts]
    if wanted in folded:
        return [folded.index(wanted)]
    return [place for place, text in enumerate(folded) if wanted and text.startswith(wanted)]


def format_numbered(texts: Sequence[str]) -> str:
    """`1 Two papers, 2 Rest`."""
    return ", ".join(
        f"{number} {shorten_for_message(text)}" for number, text in enumerate(texts, 1)
    )


def _read_week_now(week: str, text: str) -> Week:
    value: Week = parse_week(week, text).value
    return value


def _find_week_of_question(root: str, week: str, typed: str) -> str:
    """Find the week of a question: the one that was named, else the last one that asks it."""
    if typed.isascii() and typed.isdigit():
        return week
    path = week_path_of(week)
    text = decode_file_text(path, store.read_file(root, path) or b"")
    if match_beginning([question.ask for question in _read_week_now(week, text).questions], typed):
        return week
    plan, _ = cached_reader.read_plan_with_faults(root)
    for other in reversed(cached_reader.read_weeks(root, plan, None).journal.weeks):
        asks = [question.ask for question in other.questions if question.answer is None]
        if other.name <= week and match_beginning(asks, typed):
            return other.name
    return week
