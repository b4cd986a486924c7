"""A running session and its end -> the session with its length, in its week's text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.cli import describe_session, session_time
from tracker.cli.running_session import RunningSession, format_running_session
from tracker.cli.timer import begin_time_of, start_at
from tracker.edit import sessions
from tracker.edit.document import read_week
from tracker.model import when
from tracker.model.journal import Session, TrackerError, error_lines

MOST = 7 * 24 * 60  # minutes; the format takes no more


class StoppedSession(NamedTuple):
    """The new text of its week, the session with its length, what was done in words, and hints."""

    text: str
    session: Session
    what: str
    hints: list[str]


def find_running_number(text: str, running: RunningSession) -> int:
    """Find the running session in its file, which may have changed since it was found.

    Returns its number in the file, from 0. TrackerError where none runs any more.
    """
    week, _ = read_week(running.week, text)
    for number, session in enumerate(week.sessions if week else ()):
        if session.running:
            return number
    raise TrackerError(
        f"{format_running_session(running.session)} was stopped or changed meanwhile; "
        "nothing was written"
    )


def stop_running_session(
    text: str, running: RunningSession, end: datetime, note: str | None, force: bool
) -> StoppedSession:
    """Give the running session of a week's file its length, and the note besides its own.

    Raises TrackerError for an end before its start, and for a length that cannot be.
    """
    number = find_running_number(text, running)
    week, problems = read_week(running.week, text)
    assert week is not None
    others = [*week.sessions]
    old = others.pop(number)
    notes = [part for part in (old.note, note) if part]
    new = old._replace(
        running=False,
        minutes=count_running_minutes(old, end, force),
        note="; ".join(notes) or None,
    )
    hints = describe_session.list_overlaps(new, others, end.replace(tzinfo=None), None)
    return StoppedSession(
        sessions.change_session(text, running.week, number, new),
        new,
        f"stopped {format_stopped_session(new, end)}",
        hints + error_lines(problems),
    )


def count_running_minutes(session: Session, end: datetime, force: bool) -> int:
    """Count the minutes from its start to `end`, to the nearest one, at least one.

    Raises TrackerError for an end before the start, for more than 7 days and, unless forced, for
    more than 16 hours.
    """
    begin = begin_time_of(session)
    minutes = int((end - begin).total_seconds() + 30) // 60
    name = format_running_session(session)
    if end < begin and begin - end > timedelta(minutes=1):
        raise TrackerError(
            f"{name} began at {begin.astimezone():%a %Y-%m-%d %H:%M} here, "
            "after the end that is asked for"
        )
    if minutes > MOST:
        raise TrackerError(
            f"that is {when.format_duration(minutes)}, and a session has 7 days at most; "
            "say when it ended: --at"
        )
    if minutes > session_time.LONGEST and not force:
        raise TrackerError(
            f"{name} would have {when.format_duration(minutes)}, more than 16 h; say when it ended "
            "with tracker stop --at TIME, or tracker cancel; if that is right, add --force"
        )
    return max(1, minutes)


def format_stopped_session(session: Session, end: datetime) -> str:
    """Format a stopped session as a logged one.

    With both offsets from UTC if the clock was changed in between.
    """
    end_here = end.astimezone()
    offset = session.start.offset
    if session.start.clock is None or offset is None or start_at(end_here).offset == offset:
        return describe_session.format_logged_session(session)
    length = when.format_duration(session.minutes or 0)
    if session.item:
        length += f" of {session.item}"
    begin = f"{session.start.day:%a} {when.format_start(session.start)}"
    text = f"{length}, {begin} to {end_here:%a} {when.format_start(start_at(end_here))}"
    if session.id:
        text += f" ({session.id})"
    return text
