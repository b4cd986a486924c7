"""A typed length or span, --at, --on and now -> when a session began and how long it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from tracker.model import when
from tracker.model.journal import Start, TrackerError, week_of

LONGEST = 16 * 60


class SessionTime(NamedTuple):
    """When a session began, its length in minutes, and hints to print."""

    start: Start
    minutes: int
    hints: tuple[str, ...] = ()


def parse_session_time(
    length: str, at: str | None, on: str | None, now: datetime, force: bool
) -> SessionTime:
    """Parse a session's time: `45m`, `19:30-20:15`; `at` a time, `on` a day or a week.

    TrackerError for what cannot be read and, unless forced, for the future and for more than 16 h.
    """
    try:
        time = _parse_time_options(length, at, on, now.replace(second=0, microsecond=0))
    except ValueError as error:
        raise TrackerError(str(error)) from None
    except OverflowError:
        raise TrackerError(f"{at or length!r} is too far away") from None
    if time.minutes < 1:
        raise TrackerError(f"{length!r} is no time at all; a session has a minute at least")
    if time.minutes > LONGEST and not force:
        duration = when.format_duration(time.minutes)
        raise TrackerError(
            f"{length!r} is {duration}, more than 16 h{_suggest_afternoon(length)}; "
            "if that is right, add --force"
        )
    if not 1900 <= time.start.day.year <= 9990:
        raise TrackerError(f"the year {time.start.day.year} cannot be meant")
    if not force and (ahead := _format_future_start(time.start, now)):
        raise TrackerError(
            f"{ahead} lies in the future{_suggest_yesterday(length, at, on)}; "
            "if that is right, add --force"
        )
    return time


def _parse_time_options(length: str, at: str | None, on: str | None, now: datetime) -> SessionTime:
    day = None if on is None else when.day_or_week(on, now.date())
    if span := when.parse_span(length):
        return _of_span(length, span[1], datetime.combine(now.date(), span[0]), at, day, now)
    minutes = when.parse_duration(length)
    if at is None:
        if day is not None:
            return SessionTime(day, minutes)
        return _build_session_time(when.subtract_minutes(now, minutes), minutes, now)
    if day is None:
        return _build_session_time(when.parse_moment(at, now), minutes, now)
    if day.whole_week:
        raise TrackerError(
            "--on names a week and --at a time; give a day with the time, or the week alone"
        )
    return _build_session_time(
        datetime.combine(day.day, when.parse_clock(at.strip())), minutes, now
    )


def _of_span(
    length: str, minutes: int, start: datetime, at: str | None, day: Start | None, now: datetime
) -> SessionTime:
    if at is not None:
        raise TrackerError(
            f"{length!r} says when it began; leave out --at, and name another day with --on"
        )
    if day is not None and day.whole_week:
        raise TrackerError(f"{length!r} needs a day: --on 2024-07-01, --on yesterday or --on mon")
    if day is not None:
        start = datetime.combine(day.day, start.time())
    elif start > now and (start + timedelta(minutes=minutes)).date() > start.date():
        start -= timedelta(days=1)  # 23:30-0:45, logged after midnight: it ended today
    # The clock may have been changed in between; the length is the time that really passed.
    end = start + timedelta(minutes=minutes)
    passed = round((end.astimezone() - start.astimezone()).total_seconds() / 60)
    if passed == minutes or passed <= 0:
        return _build_session_time(start, minutes, now)
    time = _build_session_time(start, passed, now)
    hint = f"the clock was changed that night: {length} is {when.format_duration(passed)}"
    return time._replace(hints=(hint, *time.hints))


def _build_session_time(start: datetime, minutes: int, now: datetime) -> SessionTime:
    end = start + timedelta(minutes=minutes)
    hints = []
    if start <= now < end:
        hints.append(f"it ends at {end:%H:%M}, which is still to come")
    if is_skipped_by_clock(start):
        hints.append(
            f"the clock skipped {start:%H:%M} that day, here at least; "
            "tracker edit gives another time"
        )
    return SessionTime(Start(start.date(), start.time()), minutes, tuple(hints))


def is_skipped_by_clock(wall: datetime) -> bool:
    """Whether the clock was put forward over this time of day, in the zone of this machine."""
    return datetime.fromtimestamp(wall.timestamp()).replace(fold=0) != wall.replace(fold=0)


def _format_future_start(start: Start, now: datetime) -> str | None:
    """Format a start that lies in the future; None for any other."""
    if start.clock is None:
        return when.format_start(start) if start.day > now.date() else None
    moment = datetime.combine(start.day, start.clock)
    return f"{moment:%a %Y-%m-%d %H:%M}" if moment > now else None


def _suggest_afternoon(length: str) -> str:
    """`9-5` -> ` (did you mean 9:00-17:00?)`; nothing for other lengths."""
    span = when.parse_span(length)
    if span is None or span[1] <= 12 * 60:
        return ""
    begin, minutes = span
    end = (begin.hour * 60 + begin.minute + minutes - 12 * 60) % (24 * 60)
    return f" (did you mean {begin.hour}:{begin:%M}-{end // 60}:{end % 60:02}?)"


def _suggest_yesterday(length: str, at: str | None, on: str | None) -> str:
    if on is not None:
        return ""
    if at is None:
        return " (did you mean --on yesterday?)" if when.parse_span(length) else ""
    if " " in at.strip():
        return ""
    return f' (did you mean --at "yesterday {at.strip()}"?)'


def format_session_time(start: Start, minutes: int) -> str:
    """Format when a session took place, as exactly as is known.

    `Sat 2024-07-06 19:30-20:15`, `Sat 2024-07-06 23:30 - Sun 00:45`, `Tue 2024-07-02`, `2024-W27`;
    without a length `Sat 2024-07-06 19:30`.
    """
    if start.whole_week:
        return week_of(start.day)
    day = _format_day(start.day)
    if start.clock is None:
        return day
    begin = start.clock.hour * 60 + start.clock.minute
    if not minutes:
        return f"{day} {_format_clock(begin)}"
    days, end = divmod(begin + minutes, 24 * 60)
    if not days:
        return f"{day} {_format_clock(begin)}-{_format_clock(end)}"
    last = start.day + timedelta(days=days)
    return f"{day} {_format_clock(begin)} - {_other_day(start.day, last)} {_format_clock(end)}"


@cache  # ten years have 18,000 sessions, on 3,600 days
def _format_day(day: date) -> str:
    return f"{day:%a %Y-%m-%d}"


@cache
def _format_clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _other_day(first: date, last: date) -> str:
    if (last - first).days < 7:
        return f"{last:%a}"
    return f"{last:%a %Y-%m-%d}"
