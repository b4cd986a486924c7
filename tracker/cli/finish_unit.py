"""A session of a unit -> the week with that unit among those it finished."""

from __future__ import annotations

from tracker import store
from tracker.cli import change_week
from tracker.cli.running_session import week_path_of
from tracker.edit import insert
from tracker.model.journal import Session, TrackerError, Week
from tracker.model.plan import Plan


def unit_of(session: Session, plan: Plan) -> tuple[str, str]:
    course, unit = session.target
    if course is None or unit is None:
        raise TrackerError(
            "--done finishes a unit of a course: name it, as in zero-to-hero/micrograd"
        )
    if (kind := plan.items.get(course, ("courses",))[0]) != "courses":
        raise TrackerError(f"--done finishes a unit of a course, and {course} is one of the {kind}")
    return course, unit


def done_units(week: Week, course: str) -> tuple[str, ...]:
    record = week.courses.get(course)
    return record.done if record and isinstance(record.done, tuple) else ()


def with_done(
    files: store.Files, session: Session, week: str, plan: Plan, root: str
) -> tuple[store.Files, str, list[str]]:
    """The unit of the session among those that the week finished."""
    course, unit = unit_of(session, plan)
    path = week_path_of(week)
    data = files[path]
    text = (
        insert.decode_file_text(path, data) if data is not None else change_week.first_lines(root)
    )
    read, _ = insert.read(week, text)
    if read and unit in done_units(read, course):
        return files, "", [f"{unit} was marked as done this week before"]
    return {**files, path: insert.add_done(text, week, course, unit).encode()}, f", {unit} done", []
