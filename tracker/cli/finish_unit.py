"""A session of a unit -> the week's text with that unit among those it finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.cli.running_session import weeks_with
from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.format import loader
from tracker.model.journal import Session, TrackerError, Week, week_path_of
from tracker.model.kinds import KIND_OF_IDS, KINDS, done_of, units_of
from tracker.model.plan import Plan


class FinishedUnit(NamedTuple):
    """The texts by path with the unit in them, the words for it, and hints."""

    texts: dict[str, str]
    what: str = ""
    hints: tuple[str, ...] = ()


def finish_unit(
    root: str, texts: Mapping[str, str], week: str, session: Session, plan: Plan, ends: bool = False
) -> FinishedUnit:
    """Add the session's unit to those that the week finished, unless a week says so already.

    `texts` has the week's file among others. `ends`: the session was running. Raises TrackerError
    for a session of no unit of a course.
    """
    kind, id_, unit = unit_of(session, plan, ends)
    path = week_path_of(week)
    value, _ = read_week(week, texts[path])
    done_week = week
    if not value or unit not in done_units_of(value, kind, id_, plan):
        done_week = find_week_that_finished(root, kind, id_, unit, plan) or ""
    if done_week:
        hint = f"{unit} of {id_} was done in {done_week}; it is not written again"
        return FinishedUnit({**texts}, hints=(hint,))
    text = set_values.add_done(texts[path], week, id_, unit, kind)
    return FinishedUnit({**texts, path: text}, f", {unit} done")


def find_week_that_finished(root: str, kind: str, id_: str, unit: str, plan: Plan) -> str | None:
    """Find the week that lists a unit as done. Only files that name the unit are parsed."""
    for name, data in weeks_with(root, unit.encode()):
        week, _ = loader.load_week(week_path_of(name), name, data)
        if week and unit in done_units_of(week, kind, id_, plan):
            return name
    return None


def unit_of(session: Session, plan: Plan, ends: bool) -> tuple[str, str, str]:
    """Return the kind, the item and the unit of a session. TrackerError where it names none.

    `ends`: the session was running, so its item was not typed now.
    """
    course, unit = session.target
    kind, item = plan.items.get(course or "", (KIND_OF_IDS, None))
    name = course or "a session without an item"
    if not KINDS[kind].has_units:
        if ends:
            raise TrackerError(
                f"{name} is what ends, one of the {kind}; --done finishes a unit of a course"
            )
        raise TrackerError(f"--done finishes a unit of a course, and {name} is one of the {kind}")
    if course and unit:
        return kind, course, unit
    units = units_of(item) if item else ()
    first = next(iter(units), "UNIT") if isinstance(units, Mapping) else "UNIT"
    example = f"{course or 'COURSE'}/{first}"
    if ends:
        raise TrackerError(
            f"{name} is what ends, and no unit of it was named for --done; leave it out, and "
            f"finish one with tracker done {example}"
        )
    raise TrackerError(f"--done finishes a unit of a course: name it, as in {example}")


def done_units_of(week: Week, kind: str, id_: str, plan: Plan) -> tuple[str, ...]:
    """Return the units of an item that a week's records list as done, by any of its ids."""
    units: list[str] = []
    for record_id, record in getattr(week, kind).items():
        done = done_of(record)
        if plan.aliases.get(record_id, record_id) == id_ and isinstance(done, tuple):
            units += done
    return tuple(units)
