"""SESSION_FORMATS: the formats that sessions are exported in, and what each has no place for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tracker.exchange import exported, write_csv, write_icalendar, write_json
from tracker.exchange.exported import ExportedSession, Trait
from tracker.exchange.write_timewarrior import format_timewarrior
from tracker.exchange.write_watson import format_watson


class SessionFormat(NamedTuple):
    """A format of sessions. `what`: as help names it.

    Sessions with a trait of `left_out` are not exported, and traits of `lost` are not kept.
    `beginning`: how each file of it begins, where no other program's file begins so.
    """

    format: Callable[[Sequence[ExportedSession]], str]
    what: str
    left_out: tuple[Trait, ...] = (exported.RUNNING,)
    lost: tuple[Trait, ...] = ()
    beginning: str = ""


_ONLY_INTERVALS = (exported.RUNNING, exported.NO_LENGTH, exported.NO_TIME)
_MARKS = (exported.ABOUT, exported.UNPUBLISHED, exported.SHIFTED)

SESSION_FORMATS: Mapping[str, SessionFormat] = {
    "csv": SessionFormat(
        write_csv.format_csv_sessions,
        "sessions for spreadsheets, with all that they hold",
        beginning=write_csv.BEGINNING,
    ),
    "json": SessionFormat(
        write_json.format_json_sessions,
        "sessions for programs, with all that they hold",
        beginning=write_json.BEGINNING,
    ),
    "icalendar": SessionFormat(
        write_icalendar.format_icalendar_sessions,
        "sessions as events of a calendar, *.ics",
        (exported.RUNNING, exported.LENGTH_WITHOUT_TIME, exported.NO_DAY),
        _MARKS,
        write_icalendar.BEGINNING,
    ),
    "timewarrior": SessionFormat(
        format_timewarrior, "sessions as Timewarrior's *.data", _ONLY_INTERVALS, _MARKS
    ),
    "watson": SessionFormat(
        format_watson, "sessions as Watson's frames", _ONLY_INTERVALS, (exported.NOTE, *_MARKS)
    ),
}
