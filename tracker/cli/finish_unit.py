"""A session of a unit -> the week's text with that unit among those it finished."""

from __future__ import annotations

from typing import NamedTuple

from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.model.journal import Session, TrackerError, Week
from tracker.model.plan import Plan


class FinishedUnit(NamedTuple):
    """The week's new text, the words for it, and hints."""

    text: str
    what: str = ""
    hints: tuple[str, ...] = ()


def finish_unit(text: str, week: str, session: Session, plan: Plan) -> FinishedUnit:
    """Add the session's unit to those that the week finished, if it is not there.

    Raises TrackerError for a session of no unit of a course.
    """
    course, unit = unit_of(session, plan)
    value, _ = read_week(week, text)
    if value and unit in done_units_of(value, course):
        return FinishedUnit(text, hints=(f"{unit} was marked as done this week before",))
    return FinishedUnit(set_values.add_done(text, week, course, unit), f", {unit} done")


def unit_of(session: Session, plan: Plan) -> tuple[str, str]:
    """Return the course and the unit of a session. TrackerError where it names none."""
    course, unit = session.target
    if course is None or unit is None:
        raise TrackerError(
            "--done finishes a unit of a course: name it, as in zero-to-hero/micrograd"
        )
    kind = plan.items.get(course, ("courses",))[0]
    if kind != "courses":
        raise TrackerError(f"--done finishes a unit of a course, and {course} is one of the {kind}")
    return course, unit


def done_units_of(week: Week, course: str) -> tuple[str, ...]:
    """Return the units of a course that a week's record lists as done."""
    record = week.courses.get(course)
    if record and isinstance(record.done, tuple):
        return record.done
    return ()
