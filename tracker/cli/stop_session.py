"""A running session and when it ended -> that session with its length, in its week's text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.cli import describe_session, session_time
from tracker.cli.running_session import RunningSession, format_running_session
from tracker.cli.timer import begin_time_of, start_at
from tracker.edit import insert, sessions
from tracker.model import when
from tracker.model.journal import Session, TrackerError, error_lines
from tracker.model.plan import Plan

MOST = 7 * 24 * 60  # minutes; the format takes no more


class StoppedSession(NamedTuple):
    """The new text of its week, what it is now, in words, and what else is to be said."""

    text: str
    session: Session
    what: str
    hints: list[str]


def stop_running_session(
    data: bytes | None, here: RunningSession, end: datetime, note: str | None, force: bool
) -> StoppedSession:
    """The running session of that file with its length. It may say other things by now than when it was found."""
    text = insert.decode_file_text(here.path, data or b"")
    week, problems = insert.read(here.week, text)
    numbers = (
        [number for number, session in enumerate(week.sessions) if session.running] if week else []
    )
    if week is None or not numbers:
        raise TrackerError(
            f"{format_running_session(here.session)} was stopped or changed meanwhile; nothing was written"
        )
    old = week.sessions[numbers[0]]
    length = count_running_minutes(old, end, force)
    more = [*filter(None, [old.note, note])]
    new = old._replace(running=False, minutes=length, note="; ".join(more) or None)
    others = [session for number, session in enumerate(week.sessions) if number != numbers[0]]
    hints = [
        f"overlaps {describe_session.format_logged_session(other)}"
        for other in others
        if describe_session.has_overlap(new, other, end.replace(tzinfo=None))
    ]
    changed = sessions.change_session(text, here.week, numbers[0], new)
    return StoppedSession(
        changed, new, f"stopped {format_stopped_session(new, end)}", hints + error_lines(problems)
    )


def count_running_minutes(session: Session, end: datetime, force: bool) -> int:
    """From its start to `end`, to the nearest minute, at least one."""
    begin = begin_time_of(session)
    found = int((end - begin).total_seconds() + 30) // 60
    since = f"{format_running_session(session)} began at"
    if end < begin and begin - end > timedelta(minutes=1):
        raise TrackerError(
            f"{since} {begin.astimezone():%a %Y-%m-%d %H:%M} here, after the end that is asked for"
        )
    if found > MOST:
        raise TrackerError(
            f"that is {when.format_duration(found)}, and a session has 7 days at most; say when it ended: --at"
        )
    if found > session_time.LONGEST and not force:
        raise TrackerError(
            f"{format_running_session(session)} would have {when.format_duration(found)}, more than 16 h; say when it ended with "
            "tracker stop --at TIME, or tracker cancel; if that is right, add --force"
        )
    return max(1, found)


def format_stopped_session(session: Session, end: datetime) -> str:
    """As for a session that is logged; where clocks were changed in between, with both offsets."""
    wall = datetime.combine(session.start.day, session.start.clock) if session.start.clock else None
    here = end.astimezone()
    if (
        wall is None
        or session.start.offset is None
        or start_at(here).offset == session.start.offset
    ):
        return describe_session.format_logged_session(session)
    length = when.format_duration(session.minutes or 0) + f" of {session.item}" * bool(session.item)
    begin = when.format_start(session.start)
    id_ = f" ({session.id})" * bool(session.id)
    return f"{length}, {session.start.day:%a} {begin} to {here:%a} {when.format_start(start_at(here))}{id_}"


def day_of_ending(end: datetime, plan: Plan) -> date:
    """The day that something done at `end` belongs to: a night may count to the evening before."""
    return (end.astimezone() - timedelta(minutes=plan.day_starts)).date()
