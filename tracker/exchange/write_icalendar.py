"""Sessions -> a calendar (RFC 5545): an event for each, in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.exchange.exported import ExportedSession
from tracker.syndication.calendar_text import escape_calendar_text, fold_calendar_line

_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//progress-journal//sessions//EN",
    "CALSCALE:GREGORIAN",
)
BEGINNING = "".join(f"{line}\r\n" for line in _HEAD)


def format_icalendar_sessions(sessions: Sequence[ExportedSession]) -> str:
    """Format sessions as events that mark nobody as busy; a note is the day, or the moment.

    The item is the title and the category, so that programs show and sort by it; the note is the
    description. The id of the session is that of its event.
    """
    lines = [*_HEAD]
    for each in sessions:
        lines += _format_event(each)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold_calendar_line(line)}\r\n" for line in lines)


def _format_event(exported: ExportedSession) -> list[str]:
    day = exported.session.start.day
    id_, unit = exported.target
    item = escape_calendar_text(f"{id_}/{unit}" if unit else id_)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{exported.id}",
        # When it was changed is not known, and this line must not change with each export.
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
    ]
    if exported.begin is None:
        lines.append(f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}")
    else:
        lines.append(f"DTSTART:{_format_utc(exported.begin)}")
    if exported.end is not None:
        lines.append(f"DTEND:{_format_utc(exported.end)}")
    lines.append(f"SUMMARY:{item}")
    if exported.session.note:
        lines.append(f"DESCRIPTION:{escape_calendar_text(exported.session.note)}")
    return [*lines, f"CATEGORIES:{item}", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _format_utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"
