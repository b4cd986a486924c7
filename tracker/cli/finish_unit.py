"""A session of a unit -> the week with that unit among those it finished."""

from __future__ import annotations

from tracker import store
from tracker.cli import change_week
from tracker.cli.running_session import week_path_of
from tracker.edit import insert
from tracker.model.journal import Session, TrackerError, Week
from tracker.model.kinds import KIND_OF_IDS, KINDS, done_of
from tracker.model.plan import Plan


def unit_of(session: Session, plan: Plan) -> tuple[str, str, str]:
    """(kind, id of the item, unit)."""
    course, unit = session.target
    if course is None or unit is None:
        raise TrackerError(
            "--done finishes a unit of a course: name it, as in zero-to-hero/micrograd"
        )
    kind = plan.items[course][0] if course in plan.items else KIND_OF_IDS
    if not KINDS[kind].has_units:
        raise TrackerError(f"--done finishes a unit of a course, and {course} is one of the {kind}")
    return kind, course, unit


def done_units(week: Week, kind: str, id_: str) -> tuple[str, ...]:
    record = getattr(week, kind).get(id_)
    done = done_of(record) if record else ()
    return done if isinstance(done, tuple) else ()


def with_done(
    files: store.Files, session: Session, week: str, plan: Plan, root: str
) -> tuple[store.Files, str, list[str]]:
    """The unit of the session among those that the week finished."""
    kind, course, unit = unit_of(session, plan)
    path = week_path_of(week)
    data = files[path]
    text = (
        insert.decode_file_text(path, data) if data is not None else change_week.first_lines(root)
    )
    read, _ = insert.read(week, text)
    if read and unit in done_units(read, kind, course):
        return files, "", [f"{unit} was marked as done this week before"]
    new = insert.add_done(text, week, course, unit, kind)
    return {**files, path: new.encode()}, f", {unit} done", []
