"""A running session and its end -> the session with its length, in its week's text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from tracker.cli import describe_session, session_time
from tracker.cli.running_session import RunningSession, format_running_session
from tracker.cli.timer import LONG, begin_time_of, start_at
from tracker.edit import sessions
from tracker.edit.document import read_week
from tracker.model import when
from tracker.model.journal import Session, TrackerError, error_lines

MOST = 7 * 24 * 60  # minutes; the format takes no more
NIGHT = (time(3), time(5))  # so was one that ran all through these hours


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
    text: str,
    running: RunningSession,
    end: datetime,
    note: str | None,
    force: bool,
    ends_now: bool = False,
) -> StoppedSession:
    """Give the running session of a week's file its length, and the note besides its own.

    `ends_now`: nobody said when it ended, so a long one gets a hint. Raises TrackerError for an end
    before its start, and for a length that cannot be.
    """
    number = find_running_number(text, running)
    week, problems = read_week(running.week, text)
    assert week is not None
    others = [*week.sessions]
    old = others.pop(number)
    notes = [part for part in (old.note, note) if part]
    plausible_end = guess_end(old, others, end)
    minutes = count_running_minutes(old, end, force, plausible_end)
    new = old._replace(
        running=False,
        minutes=minutes,
        note="; ".join(notes) or None,
    )
    hints = []
    if ends_now and not force and (minutes > LONG or runs_through_night(old, end)):
        hints.append(
            f"{when.format_duration(minutes)} is long. Forgot it? tracker undo, "
            f"then tracker stop --at {format_end_option(plausible_end, end)}"
        )
    hints += describe_session.list_overlaps(new, others, end.replace(tzinfo=None), None)
    return StoppedSession(
        sessions.change_session(text, running.week, number, new),
        new,
        f"stopped {format_stopped_session(new, end)}",
        hints + error_lines(problems),
    )


def guess_end(session: Session, others: Sequence[Session], end: datetime) -> datetime:
    """Guess when a forgotten session ended: it was as long as the sessions of its week mostly are.

    The middle length of the others, from 20 minutes to 3 hours, an hour where there are none.
    """
    lengths = sorted(other.minutes for other in others if other.minutes)
    middle = lengths[len(lengths) // 2] if lengths else 60
    begin = begin_time_of(session)
    guessed = begin + timedelta(minutes=min(max(middle, 20), 180))
    return min(guessed, max(begin, end)).astimezone()


def runs_through_night(session: Session, end: datetime) -> bool:
    """Whether a session ran all through the hours of NIGHT, by the clock where it ends."""
    here = end.astimezone().replace(tzinfo=None)
    begin = begin_time_of(session).astimezone().replace(tzinfo=None)
    night = [datetime.combine(here.date(), hour) for hour in NIGHT]
    return begin <= night[0] and night[1] <= here


def format_end_option(end: datetime, now: datetime) -> str:
    """Format a past time as `--at` takes it now: `23:10`, `"yesterday 23:10"`."""
    days = (now.astimezone().date() - end.date()).days
    if days == 0:
        return f"{end:%H:%M}"
    if days == 1:
        return f'"yesterday {end:%H:%M}"'
    return f'"{end:%Y-%m-%d %H:%M}"'


def count_running_minutes(
    session: Session, end: datetime, force: bool, plausible_end: datetime
) -> int:
    """Count the minutes from its start to `end`, to the nearest one, at least one.

    `plausible_end` is named where it was perhaps forgotten. Raises TrackerError for an end before
    the start, for more than 7 days and, unless forced, for more than 16 hours.
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
            f"that is {when.format_duration(minutes)}, and a session has 7 days at most; say when "
            f"it ended: tracker stop --at {format_end_option(plausible_end, end)}"
        )
    if minutes > session_time.LONGEST and not force:
        example = f"tracker stop --at {format_end_option(plausible_end, end)}"
        raise TrackerError(
            f"{name} would have {when.format_duration(minutes)}, more than 16 h; say when it "
            f"ended, such as {example}, or tracker cancel; if that is right, add --force"
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
