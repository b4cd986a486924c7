"""A running session and when it ended -> that session with its length, in its week's text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker import amend, edit, store, when
from tracker.cli import log, times
from tracker.cli.running import Running, named, path_of
from tracker.cli.terminal import problem_hints
from tracker.cli.timing import begun, start_at
from tracker.model import Session, TrackerError
from tracker.plan import Plan

MOST = 7 * 24 * 60  # minutes; the format takes no more


class Stopped(NamedTuple):
    """The new text of its week, what it is now, in words, and what else is to be said."""

    text: str
    session: Session
    what: str
    hints: list[str]


def stopped(data: bytes | None, here: Running, end: datetime, note: str | None, force: bool) -> Stopped:
    """The running session of that file with its length. It may say other things by now than when it was found."""
    text = edit.text_of(here.path, data or b"")
    week, problems = edit.read(here.week, text)
    numbers = [number for number, session in enumerate(week.sessions) if session.running] if week else []
    if week is None or not numbers:
        raise TrackerError(f"{named(here.session)} was stopped or changed meanwhile; nothing was written")
    old = week.sessions[numbers[0]]
    length = minutes(old, end, force)
    more = [*filter(None, [old.note, note])]
    new = old._replace(running=False, minutes=length, note="; ".join(more) or None)
    others = [session for number, session in enumerate(week.sessions) if number != numbers[0]]
    hints = [f"overlaps {log.told(other)}" for other in others if log.overlap(new, other, end.replace(tzinfo=None))]
    changed = amend.change(text, here.week, numbers[0], new)
    return Stopped(changed, new, f"stopped {told(new, end)}", hints + problem_hints(problems))


def minutes(session: Session, end: datetime, force: bool) -> int:
    """From its start to `end`, to the nearest minute, at least one."""
    begin = begun(session)
    found = int((end - begin).total_seconds() + 30) // 60
    since = f"{named(session)} began at"
    if end < begin and begin - end > timedelta(minutes=1):
        raise TrackerError(f"{since} {begin.astimezone():%a %Y-%m-%d %H:%M} here, after the end that is asked for")
    if found > MOST:
        raise TrackerError(f"that is {when.spoken(found)}, and a session has 7 days at most; say when it ended: --at")
    if found > times.LONGEST and not force:
        raise TrackerError(
            f"{named(session)} would have {when.spoken(found)}, more than 16 h; say when it ended with "
            "tracker stop --at TIME, or tracker cancel; if that is right, add --force"
        )
    return max(1, found)


def told(session: Session, end: datetime) -> str:
    """As for a session that is logged; where clocks were changed in between, with both offsets."""
    wall = datetime.combine(session.start.day, session.start.clock) if session.start.clock else None
    here = end.astimezone()
    if wall is None or session.start.offset is None or start_at(here).offset == session.start.offset:
        return log.told(session)
    length = when.spoken(session.minutes or 0) + f" of {session.item}" * bool(session.item)
    begin = when.written(session.start)
    id_ = f" ({session.id})" * bool(session.id)
    return f"{length}, {session.start.day:%a} {begin} to {here:%a} {when.written(start_at(here))}{id_}"


def day_of(end: datetime, plan: Plan) -> date:
    """The day that something done at `end` belongs to: a night may count to the evening before."""
    return (end.astimezone() - timedelta(minutes=plan.day_starts)).date()


def with_done(
    files: store.Files, session: Session, week: str, plan: Plan, root: str
) -> tuple[store.Files, str, list[str]]:
    """The unit of the session among those that the week finished."""
    course, unit = log.unit_of(session, plan)
    path = path_of(week)
    data = files[path]
    text = edit.text_of(path, data) if data is not None else log.first_lines(root)
    read, _ = edit.read(week, text)
    if read and unit in log.done_units(read, course):
        return files, "", [f"{unit} was marked as done this week before"]
    return {**files, path: edit.add_done(text, week, course, unit).encode()}, f", {unit} done", []
