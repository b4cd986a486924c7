"""A running session and when it ended -> that session with its length, in its week's text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker.cli import describe_session, session_time
from tracker.cli.running_session import Running, named
from tracker.cli.timer import begun, start_at
from tracker.edit import insert, sessions
from tracker.model import when
from tracker.model.journal import Session, TrackerError, error_lines
from tracker.model.plan import Plan

MOST = 7 * 24 * 60  # minutes; the format takes no more


class Stopped(NamedTuple):
    """The new text of its week, what it is now, in words, and what else is to be said."""

    text: str
    session: Session
    what: str
    hints: list[str]


def stopped(data: bytes | None, here: Running, end: datetime, note: str | None, force: bool) -> Stopped:
    """The running session of that file with its length. It may say other things by now than when it was found."""
    text = insert.text_of(here.path, data or b"")
    week, problems = insert.read(here.week, text)
    numbers = [number for number, session in enumerate(week.sessions) if session.running] if week else []
    if week is None or not numbers:
        raise TrackerError(f"{named(here.session)} was stopped or changed meanwhile; nothing was written")
    old = week.sessions[numbers[0]]
    length = minutes(old, end, force)
    more = [*filter(None, [old.note, note])]
    new = old._replace(running=False, minutes=length, note="; ".join(more) or None)
    others = [session for number, session in enumerate(week.sessions) if number != numbers[0]]
    hints = [
        f"overlaps {describe_session.told(other)}"
        for other in others
        if describe_session.overlap(new, other, end.replace(tzinfo=None))
    ]
    changed = sessions.change(text, here.week, numbers[0], new)
    return Stopped(changed, new, f"stopped {told(new, end)}", hints + error_lines(problems))


def minutes(session: Session, end: datetime, force: bool) -> int:
    """From its start to `end`, to the nearest minute, at least one."""
    begin = begun(session)
    found = int((end - begin).total_seconds() + 30) // 60
    since = f"{named(session)} began at"
    if end < begin and begin - end > timedelta(minutes=1):
        raise TrackerError(f"{since} {begin.astimezone():%a %Y-%m-%d %H:%M} here, after the end that is asked for")
    if found > MOST:
        raise TrackerError(f"that is {when.spoken(found)}, and a session has 7 days at most; say when it ended: --at")
    if found > session_time.LONGEST and not force:
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
        return describe_session.told(session)
    length = when.spoken(session.minutes or 0) + f" of {session.item}" * bool(session.item)
    begin = when.written(session.start)
    id_ = f" ({session.id})" * bool(session.id)
    return f"{length}, {session.start.day:%a} {begin} to {here:%a} {when.written(start_at(here))}{id_}"


def day_of(end: datetime, plan: Plan) -> date:
    """The day that something done at `end` belongs to: a night may count to the evening before."""
    return (end.astimezone() - timedelta(minutes=plan.day_starts)).date()
