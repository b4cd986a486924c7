"""A session of a unit -> the week's text with that unit among those it finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.model.journal import Session, TrackerError, Week, week_path_of
from tracker.model.kinds import KIND_OF_IDS, KINDS, done_of
from tracker.model.plan import Plan


class FinishedUnit(NamedTuple):
    """The texts by path with the unit in them, the words for it, and hints."""

    texts: dict[str, str]
    what: str = ""
    hints: tuple[str, ...] = ()


def finish_unit(texts: Mapping[str, str], week: str, session: Session, plan: Plan) -> FinishedUnit:
    """Add the session's unit to those that the week finished, if it is not there.

    `texts` has the week's file among others. Raises TrackerError for a session of no unit of a
    course.
    """
    kind, id_, unit = unit_of(session, plan)
    path = week_path_of(week)
    value, _ = read_week(week, texts[path])
    if value and unit in done_units_of(value, kind, id_):
        return FinishedUnit({**texts}, hints=(f"{unit} was marked as done this week before",))
    text = set_values.add_done(texts[path], week, id_, unit, kind)
    return FinishedUnit({**texts, path: text}, f", {unit} done")


def unit_of(session: Session, plan: Plan) -> tuple[str, str, str]:
    """Return the kind, the item and the unit of a session. TrackerError where it names none."""
    course, unit = session.target
    if course is None or unit is None:
        raise TrackerError(
            "--done finishes a unit of a course: name it, as in zero-to-hero/micrograd"
        )
    kind = plan.items.get(course, (KIND_OF_IDS,))[0]
    if not KINDS[kind].has_units:
        raise TrackerError(f"--done finishes a unit of a course, and {course} is one of the {kind}")
    return kind, course, unit


def done_units_of(week: Week, kind: str, id_: str) -> tuple[str, ...]:
    """Return the units of an item that a week's record lists as done."""
    record = getattr(week, kind).get(id_)
    if record:
        done = done_of(record)
        if isinstance(done, tuple):
            return done
    return ()
