"""The nouns of an import: a file of another program, its entries, and what could not be read.

A reader takes a SourceFile and returns a SourceLog. What all programs share, such as time zones,
labels and lengths in whole minutes, is done to its entries afterwards, in `sessions`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tracker.model.journal import Problem, Start
from tracker.model.kinds import EMPTY
from tracker.model.when import YEARS

DAY_ORDERS = ("YMD", "DMY", "MDY")  # of a date in numbers
UNREAD, LEFT = "not-read", "left-out"  # the kinds of problems of a source
REMARK = "remark"


class SourceFile(NamedTuple):
    """A file of another program. `path`: as typed.

    `columns`: a field of an entry -> the header of its column, for CSV. `day_order`: one of
    DAY_ORDERS, or None where the dates say it. `now`: up to when repeated events are listed.
    """

    path: str
    text: str
    now: datetime
    columns: Mapping[str, str] = EMPTY
    day_order: str | None = None


class LogEntry(NamedTuple):
    """An entry of another program's log.

    `start`: an instant where it has a time zone, else the wall clock where the learner was; a Start
    where only the day or the week is known. `seconds`: None where it has no length. `labels`: the
    names that may be an item, the likeliest first. `source_id`: its id in the other program.
    `prose`: all of it as Markdown, for the item's notes of that week; `has_more`: it says more than
    the note. `unit`: a unit that it finished.
    """

    line: int
    start: datetime | Start
    seconds: int | None = None
    labels: tuple[str, ...] = ()
    note: str | None = None
    source_id: str | None = None
    running: bool = False
    about: bool = False
    unpublished: bool = False
    prose: str | None = None
    has_more: bool = False
    unit: int | None = None


class SourceLog(NamedTuple):
    """What a reader made of a file: its entries, in the file's order, and problems by line.

    `is_selective`: it holds more than work, as a calendar does, so only what a known label names
    comes into the journal. `is_challenge`: its entries are numbered days of one challenge.
    """

    entries: Sequence[LogEntry]
    problems: Sequence[Problem] = ()
    is_selective: bool = False
    is_challenge: bool = False


def make_problem(source: SourceFile, line: int, message: str, kind: str = UNREAD) -> Problem:
    """Make the problem of a line that was not read (UNREAD), left out (LEFT), or read (REMARK)."""
    return Problem(source.path, line, 1, "", message, kind, hint=kind == REMARK)


def has_usable_year(moment: datetime) -> bool:
    """Whether a journal can hold the year, and a time zone can be applied to it."""
    return YEARS[0] < moment.year < YEARS[1]


def count_seconds(begin: datetime, end: datetime) -> int:
    """Count the seconds between two moments of the same sort, rounded."""
    return round((end - begin).total_seconds())


def join_note(*parts: str | None) -> str | None:
    """Join texts to a note on one line; None where there are no words."""
    words = [" ".join(part.split()) for part in parts if part]
    return ": ".join(word for word in words if word) or None


_ISO = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?"
    r"(?:[.,][0-9]+)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def parse_iso_moment(text: str) -> datetime:
    """`20240701T193000Z`, `2024-07-01 19:30:00+02:00` -> a moment. ValueError for other texts."""
    match = _ISO.fullmatch(text.strip())
    if not match:
        raise ValueError(f"expected a time such as 2024-07-01T19:30:00Z, got {cut_text(text)!r}")
    year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
    zone = None
    if match[7]:
        offset = match[7].replace("Z", "+0000").replace(":", "")
        try:
            zone = datetime.strptime(offset, "%z").tzinfo
        except ValueError:
            raise ValueError(f"there is no such offset from UTC as {match[7]}") from None
    second = int(match[6] or 0)
    return make_moment(text.strip(), (year, month, day, hour, minute, second)).replace(tzinfo=zone)


def make_moment(text: str, parts: tuple[int, int, int, int, int, int]) -> datetime:
    """Make a moment of its numbers. ValueError, which names the text, where there is none."""
    try:
        return check_year(datetime(*parts))
    except ValueError:
        raise ValueError(f"there is no such time as {cut_text(text)!r}") from None


def check_year(moment: datetime) -> datetime:
    """Return the moment. ValueError for a year that no journal holds."""
    if not has_usable_year(moment):
        raise ValueError(f"the year {moment.year} cannot be meant")
    return moment


def cut_text(text: str) -> str:
    """Shorten a text to what a message repeats of it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
