"""A typed point in time -> absolute time -> a session's start.

Running sessions are measured in absolute time, so that no change of the clock counts.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

from tracker.cli.running_session import (
    TWO_YEARS,
    find_running_sessions,
    format_running_session,
)
from tracker.model import when
from tracker.model.journal import Session, Start, TrackerError

LONG = 6 * 60  # minutes from which on a timer was perhaps forgotten
_CLOCK_ALONE = re.compile(r"\s*[0-9:]+ ?(?:[ap]m)?\s*", re.IGNORECASE)


def to_minute(moment: datetime) -> datetime:
    """Round to the nearest minute of the local clock.

    So a stop and the start right after it are the same minute.
    """
    rounded = (moment.astimezone() + timedelta(seconds=30)).astimezone()
    return rounded.replace(second=0, microsecond=0)


def parse_moment_option(text: str | None, now: datetime) -> datetime:
    """Parse `--at` in local time: `19:30`, `yesterday 19:30`, `20m ago`. None is now.

    TrackerError for what cannot be read and for the future.
    """
    if text is None:
        return now.astimezone()
    words = " ".join(text.lower().split())
    try:
        if words.endswith(" ago"):
            minutes = when.parse_duration(words.removesuffix(" ago"))
            moment = now.astimezone() - timedelta(minutes=minutes)
        else:
            moment = when.parse_moment(text, now).astimezone()
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if moment > now.astimezone():
        message = f"{moment:%a %Y-%m-%d %H:%M} lies in the future"
        if _CLOCK_ALONE.fullmatch(text):
            message += f' (did you mean --at "yesterday {text.strip()}"?)'
        raise TrackerError(message)
    return moment


def start_at(moment: datetime) -> Start:
    """Return the start of a session that begins at a moment, with its offset from UTC if known."""
    offset = moment.utcoffset()
    minutes_east = None
    if offset is not None:
        minutes_east = int(offset.total_seconds() // 60)
    return Start(moment.date(), moment.time(), minutes_east)


def count_elapsed_minutes(session: Session, now: datetime) -> int | None:
    """Count the whole minutes that a session has run; None where its hour is not known."""
    if session.start.clock is None:
        return None
    elapsed = now.astimezone() - begin_time_of(session)
    return max(0, int(elapsed.total_seconds()) // 60)


def format_elapsed_time(session: Session, now: datetime) -> str | None:
    """Format how long a session has run; None where its hour is not known."""
    minutes = count_elapsed_minutes(session, now)
    if minutes is None:
        return None
    return when.format_duration(minutes)


def format_running_line(session: Session, now: datetime) -> str:
    """`Running for 25 min: zero-to-hero/makemore, Sat 2024-07-06 19:35 (nepp5r)`."""
    words = "Running"
    if length := format_elapsed_time(session, now):
        words += f" for {length}"
    return f"{words}: {format_running_session(session)}"


def list_running_lines(root: str, now: datetime) -> list[str]:
    """List a line for each running session, which no sum of a week or a period counts yet."""
    running, _ = find_running_sessions(root, TWO_YEARS)
    return [f"{format_running_line(each.session, now)}; not counted yet" for each in running]


def list_running_facts(root: str, now: datetime) -> list[dict[str, Any]]:
    """List the facts of each running session for `--json`."""
    running, _ = find_running_sessions(root, TWO_YEARS)
    return [build_running_facts(each.session, now) for each in running]


def build_running_facts(session: Session, now: datetime) -> dict[str, Any]:
    """Build the facts of a running session for `--json`. Its minutes are None without its hour."""
    return {
        "id": session.id,
        "item": session.item,
        "note": session.note,
        "start": when.format_start(session.start),
        "minutes": count_elapsed_minutes(session, now),
    }


def begin_time_of(session: Session) -> datetime:
    """Return when a session began. TrackerError where its hour is not known.

    A start without an offset is taken in local time.
    """
    start = session.start
    if start.clock is None:
        raise TrackerError(
            f"{format_running_session(session)} does not say at which hour it began; "
            f"give it its length: tracker edit {session.id or 'ID'} --minutes 45m"
        )
    wall = datetime.combine(start.day, start.clock)
    if start.offset is None:
        return wall.astimezone()
    return wall.replace(tzinfo=timezone(timedelta(minutes=start.offset)))
