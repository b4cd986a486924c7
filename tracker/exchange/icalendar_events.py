"""An iCalendar file -> entries: an event for each session, repeated ones up to today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Any

from tracker.exchange.log_entries import (
    LEFT,
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    check_year,
    count_seconds,
    cut_text,
    join_note,
    make_problem,
)
from tracker.model.english import format_count
from tracker.model.journal import Problem, Start, TrackerError

MOST_REPEATS = 10_000
# Calendars repeat every 400 years. dateutil looks for the next date up to the year 9999, which for
# a rule that fits no day takes seconds; so many years later it is soon there.
_YEARS_LATER = 7600
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_INSTALL = (
    "calendars are read by the package icalendar, which is not installed: "
    "pip install 'progress-journal[calendar]'"
)


def read_icalendar(source: SourceFile) -> SourceLog:
    """Read events. TrackerError where the package for it is missing, or the file is no calendar."""
    try:
        import icalendar  # 0.3 s, and an extra of this program
    except ImportError:
        raise TrackerError(_INSTALL) from None
    lines = [
        number
        for number, line in enumerate(source.text.split("\n"), 1)
        if line.strip().upper() == "BEGIN:VEVENT"
    ]
    try:
        calendars = icalendar.Calendar.from_ical(source.text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # the package lets errors of all sorts through
        raise TrackerError(f"{source.path} is no calendar: {cut_text(str(error))}") from None
    if not calendars:
        raise TrackerError(f"{source.path} is no calendar: it has no BEGIN:VCALENDAR")
    lines += [1] * (len(events) - len(lines))
    moved = _collect_moved(events)
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    for line, event in zip(lines, events, strict=False):
        try:
            entries += _read_event(source, line, event, moved, problems)
        except Exception as error:  # as above, and dateutil's
            message = f"an event that cannot be read: {cut_text(str(error))}"
            problems.append(make_problem(source, line, message))
    return SourceLog(entries, problems, is_selective=True)


def _collect_moved(events: Sequence[Any]) -> set[tuple[str, str]]:
    """Collect (id, time) of the repeats that have an event of their own."""
    moved = set()
    for event in events:
        own = None
        with suppress(Exception):  # of an event that will be named as one that cannot be read
            own = getattr(event.get("RECURRENCE-ID"), "dt", None)
        if own is not None:
            moved.add((str(event.get("UID", "")), _format_utc(own)))
    return moved


def _read_event(
    source: SourceFile,
    line: int,
    event: Any,
    moved: set[tuple[str, str]],
    problems: list[Problem],
) -> Iterator[LogEntry]:
    summary, words = str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))
    if event.errors:
        raise ValueError("; ".join(f"{name}: {why}" for name, why in event.errors))
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        message = f"cancelled: {cut_text(summary)!r}"
        problems.append(make_problem(source, line, message, LEFT))
        return
    begin = getattr(event.get("DTSTART"), "dt", None)
    if begin is None:
        raise ValueError("it has no start")
    seconds = _measure_event(event, begin)
    id_ = str(event.get("UID", ""))
    own = getattr(event.get("RECURRENCE-ID"), "dt", None)
    categories = _list_categories(event)
    labels = (*categories, summary.strip())
    # A title that only repeats the category is no word about the session.
    title = "" if summary.strip() in categories and words.strip() else summary
    entry = LogEntry(
        line,
        _start_of(begin),
        seconds,
        tuple(dict.fromkeys(label for label in labels if label)),
        join_note(title, words),
        f"{id_} {_format_utc(own)}" if own is not None else id_ or None,
    )
    if not event.get("RRULE") and not event.get("RDATE"):
        yield entry
        return
    taken = 0
    for number, repeat in enumerate(_list_repeats(event, begin, source.now)):
        if number == MOST_REPEATS:
            message = f"it repeats more than {MOST_REPEATS:,} times; the rest was not taken"
            problems.append(make_problem(source, line, message))
            break
        if (id_, _format_utc(repeat)) not in moved:
            taken += 1
            source_id = f"{id_} {_format_utc(repeat)}" if id_ else None
            yield entry._replace(start=_start_of(repeat), source_id=source_id)
    message = f"{cut_text(summary)!r} repeats: {format_count(taken, 'event')} up to now"
    problems.append(make_problem(source, line, message, REMARK))


def _list_categories(event: Any) -> list[str]:
    found = event.get("CATEGORIES")
    if found is None:
        return []
    values = found if isinstance(found, list) else [found]
    return [str(name).strip() for value in values for name in getattr(value, "cats", [value])]


def _start_of(moment: date) -> datetime | Start:
    if isinstance(moment, datetime):
        return check_year(moment)
    return Start(check_year(datetime.combine(moment, time())).date())


def _measure_event(event: Any, begin: date) -> int | None:
    """Measure an event in seconds; None where it is about a whole day, or has no length."""
    if not isinstance(begin, datetime):
        return None
    end = getattr(event.get("DTEND"), "dt", None)
    if isinstance(end, datetime):
        if (begin.tzinfo is None) != (end.tzinfo is None):
            raise ValueError("only one of its start and its end has a time zone")
        if begin.tzinfo is not None:
            begin, end = begin.astimezone(UTC), end.astimezone(UTC)
        return count_seconds(begin, end) or None
    length = getattr(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return round(length.total_seconds()) or None
    return None


def _list_repeats(event: Any, begin: date, now: datetime) -> Iterator[date]:
    """List when a repeated event takes place, up to now, by the wall clock of its time zone."""
    from dateutil import rrule  # type: ignore[import-untyped]

    zone = begin.tzinfo if isinstance(begin, datetime) else None
    wall = datetime.combine(begin, time())
    last = now
    if isinstance(begin, datetime):
        wall = begin.replace(tzinfo=None)
        last = now.astimezone(zone).replace(tzinfo=None) if zone else now
    rules = rrule.rruleset()
    found = event.get("RRULE") or []
    for rule in found if isinstance(found, list) else [found]:
        _refuse_odd_rule(rule)
        text = _drop_until_zone(rule, zone)
        rules.rrule(rrule.rrulestr(text, dtstart=_move_later(wall)))
    for moment in _list_dates(event, "RDATE"):
        rules.rdate(_move_later(_to_wall(moment, zone)))
    if not event.get("RRULE"):
        rules.rdate(_move_later(wall))
    for moment in _list_dates(event, "EXDATE"):
        rules.exdate(_move_later(_to_wall(moment, zone)))
    for later in rules:
        moment = later.replace(year=later.year - _YEARS_LATER)
        if moment > last:
            return
        if isinstance(begin, datetime):
            yield moment.replace(tzinfo=zone)
        else:
            yield moment.date()


def _refuse_odd_rule(rule: Any) -> None:
    """Raise ValueError for a rule of hours or less, and for one that would never move on."""
    if rule.get("FREQ", [""])[0] not in _FREQUENCIES:
        raise ValueError("it repeats more often than daily")
    if rule.get("INTERVAL", [1])[0] < 1:
        raise ValueError("it repeats without an interval: INTERVAL is below 1")


def _move_later(moment: datetime) -> datetime:
    """The same day of the calendar, years later. What no calendar reaches is never."""
    year = moment.year + _YEARS_LATER
    return moment.replace(year=year) if year <= MAXYEAR else datetime.max


def _drop_until_zone(rule: Any, zone: Any) -> str:
    """Format a rule with the end of its repeats by the wall clock, as its start is, years later."""
    parts = []
    for part in rule.to_ical().decode().split(";"):
        name, _, value = part.partition("=")
        if name.upper() == "UNTIL":
            until = rule["UNTIL"][0]
            wall = _to_wall(until, zone)
            if not isinstance(until, datetime):
                wall = datetime.combine(until, time(23, 59, 59))
            value = f"{_move_later(wall):%Y%m%dT%H%M%S}"
        parts.append(f"{name}={value}")
    return ";".join(parts)


def _list_dates(event: Any, name: str) -> Iterator[date]:
    found = event.get(name)
    if found is None:
        return
    for value in found if isinstance(found, list) else [found]:
        for each in value.dts:
            moment = each.dt
            yield moment[0] if isinstance(moment, tuple) else moment


def _to_wall(moment: date, zone: Any) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _format_utc(moment: date) -> str:
    """Format a moment, so that the same one in another time zone has the same text."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%S}"
