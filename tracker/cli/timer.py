"""A point in time as it was typed -> absolute time, and a session's start; so that no change of a clock counts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from tracker.cli.running_session import format_running_session
from tracker.model import when
from tracker.model.journal import Session, Start, TrackerError

_CLOCK_ALONE = re.compile(r"\s*[0-9:]+ ?(?:[ap]m)?\s*", re.IGNORECASE)


def to_minute(moment: datetime) -> datetime:
    """The nearest minute, as the clock here shows it. So a stop and the start right after it are the same minute."""
    return (
        (moment.astimezone() + timedelta(seconds=30)).astimezone().replace(second=0, microsecond=0)
    )


def parse_moment_option(text: str | None, now: datetime) -> datetime:
    """What `--at` names, by the clock here; now, where it is not given. TrackerError for the future."""
    if text is None:
        return now.astimezone()
    words = text.strip().lower()
    try:
        if words.endswith(" ago"):
            at = now.astimezone() - timedelta(
                minutes=when.parse_duration(words.removesuffix(" ago"))
            )
        else:
            at = when.parse_moment(text, now).astimezone()
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if at > now.astimezone():
        instead = f' (did you mean --at "yesterday {text.strip()}"?)' * bool(
            _CLOCK_ALONE.fullmatch(text)
        )
        raise TrackerError(f"{at:%a %Y-%m-%d %H:%M} lies in the future{instead}")
    return at


def start_at(moment: datetime) -> Start:
    offset = moment.utcoffset()
    return Start(
        moment.date(),
        moment.time(),
        int(offset.total_seconds() // 60) if offset is not None else None,
    )


def begin_time_of(session: Session) -> datetime:
    """When it began. A start that was typed without its offset is taken as the clock here would show it."""
    start = session.start
    if start.clock is None:
        raise TrackerError(
            f"{format_running_session(session)} does not say at which hour it began; give it its length: "
            f"tracker edit {session.id or 'ID'} --minutes 45m"
        )
    wall = datetime.combine(start.day, start.clock)
    if start.offset is None:
        return wall.astimezone()
    return wall.replace(tzinfo=timezone(timedelta(minutes=start.offset)))
