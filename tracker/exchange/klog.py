"""A klog file -> entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tracker.exchange.log_entries import (
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    cut_text,
    make_moment,
    make_problem,
)
from tracker.model.journal import Problem, Start
from tracker.model.when import format_duration

_DATE = re.compile(r"([0-9]{4})(-|/)([0-9]{2})\2([0-9]{2})(?:\s+\(([^)]*)\))?\s*")
_LENGTH = re.compile(r"([+-]?)(?:([0-9]+)h)?(?:([0-9]+)m)?(?=\s|\Z)")
_TIME = r"(<?)([0-9]{1,2}):([0-9]{2})(am|pm)?(>?)"
_RANGE = re.compile(rf"{_TIME}\s*-\s*(?:{_TIME}|(\?+))(?=\s|\Z)")
_TAG = re.compile(r"#([\w-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?")
_INDENT = re.compile(r"(?: {2,4}|\t)")
_DAY_MINUTES = 24 * 60


class _Break(NamedTuple):
    """A negative length. `place`: how many entries stand above it."""

    line: int
    place: int
    minutes: int
    words: str


class _Record:
    """A day's block while it is read: its tags, its entries and its breaks so far."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.tags: list[str] = []
        self.entries: list[LogEntry] = []
        self.breaks: list[_Break] = []


def read_klog(source: SourceFile) -> SourceLog:
    """Read records: a day, a summary, and indented lengths and ranges with their words.

    A negative length is a break: it is taken off the entries of its day, first those above it.
    """
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    record: _Record | None = None
    for number, line in enumerate([*source.text.split("\n"), ""], 1):
        line = line.rstrip()
        try:
            if not line or (record is None and not line[0].isspace()):
                if record is not None:
                    problems += _take_breaks(source, record)
                    entries += _finish_record(record)
                record = None
                if line:
                    record = _open_record(line)
            elif record is None:
                raise ValueError(f"an entry that belongs to no day: {cut_text(line)!r}")
            elif _INDENT.match(line):
                _read_indented(number, line, record)
            elif _add_summary(record, line):
                message = f"the summary of a day is not taken: {cut_text(line)!r}"
                problems.append(make_problem(source, number, message, REMARK))
        except (ValueError, OverflowError) as error:
            problems.append(make_problem(source, number, str(error)))
    return SourceLog(entries, problems)


def _open_record(line: str) -> _Record:
    match = _DATE.fullmatch(line)
    if not match:
        raise ValueError(f"expected a day such as 2024-07-01, got {cut_text(line)!r}")
    day = make_moment(line, (int(match[1]), int(match[3]), int(match[4]), 0, 0, 0))
    return _Record(day.date())


def _add_summary(record: _Record, line: str) -> bool:
    """Take the tags of a line of the day's summary. Whether it has other words, too."""
    record.tags += _list_tags(line)
    return bool(_TAG.sub("", line).strip(" .,;"))


def _finish_record(record: _Record) -> list[LogEntry]:
    """Return the entries of a day, with the tags of its summary."""
    entries = []
    for entry in record.entries:
        tags = [*_list_tags(entry.note or ""), *record.tags]
        note = entry.note or None
        if note and not _TAG.sub("", note).strip():
            note = None  # nothing but tags
        entries.append(entry._replace(labels=tuple(dict.fromkeys(tags)), note=note))
    return entries


def _list_tags(text: str) -> list[str]:
    """`#reading=ch1` -> `reading/ch1`, `reading`."""
    tags = []
    for match in _TAG.finditer(text):
        value = match[2] or match[3] or match[4]
        if value:
            tags.append(f"{match[1]}/{value}")
        tags.append(match[1])
    return tags


def _read_indented(number: int, line: str, record: _Record) -> None:
    """Read an entry, a break, or a further line of an entry's words."""
    first = _INDENT.match(line)
    rest = line[first.end() :] if first else line
    if _INDENT.match(rest) and record.entries:
        last = record.entries[-1]
        words = f"{last.note or ''} {rest.strip()}".strip()
        record.entries[-1] = last._replace(note=words)
        return
    text = rest.strip()
    if match := _RANGE.match(text):
        record.entries.append(_read_range(number, match, record.day, text[match.end() :].strip()))
        return
    match = _LENGTH.match(text)
    if not match or not (match[2] or match[3]):
        raise ValueError(
            f"expected a length or a range such as 8:00 - 9:30, got {cut_text(text)!r}"
        )
    minutes = int((match[2] or "0")[:9]) * 60 + int((match[3] or "0")[:9])
    words = text[match.end() :].strip()
    if match[1] == "-":
        record.breaks.append(_Break(number, len(record.entries), minutes, words))
        return
    start = Start(record.day)
    record.entries.append(LogEntry(number, start, minutes * 60, (), words or None))


def _read_range(number: int, match: re.Match[str], day: date, words: str) -> LogEntry:
    begin = _read_minute_of_day(match[1], match[2], match[3], match[4], match[5])
    start = datetime.combine(day, time()) + timedelta(minutes=begin)
    if match[11]:
        return LogEntry(number, start, None, (), words or None, running=True)
    end = _read_minute_of_day(match[6], match[7], match[8], match[9], match[10])
    if end < begin:
        raise ValueError(f"{match[0]!r} ends before it begins; klog writes the next day as 0:30>")
    return LogEntry(number, start, (end - begin) * 60, (), words or None)


def _read_minute_of_day(before: str, hour: str, minute: str, half: str | None, after: str) -> int:
    """Read `<23:30` (the day before), `9:00`, `7:30pm` or `0:30>` (the day after)."""
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(f"there is no such time as {hour}:{minute}{half}")
        hours = hours % 12 + (12 if half == "pm" else 0)
    minutes = hours * 60 + int(minute)
    if int(minute) > 59 or minutes > _DAY_MINUTES:
        raise ValueError(f"there is no such time as {hour}:{minute}")
    return minutes - _DAY_MINUTES * bool(before) + _DAY_MINUTES * bool(after)


def _take_breaks(source: SourceFile, record: _Record) -> Iterator[Problem]:
    """Take the breaks off the entries of their day, and say so."""
    for break_ in record.breaks:
        what = f"a break of {format_duration(break_.minutes)}"
        if break_.words:
            what += f" ({cut_text(break_.words)})"
        above = range(break_.place - 1, -1, -1)
        below = range(break_.place, len(record.entries))
        left = break_.minutes * 60
        if left > sum(entry.seconds or 0 for entry in record.entries):
            message = f"{what} is longer than what was done that day; it was not taken off"
            yield make_problem(source, break_.line, message)
            continue
        lines = []
        for place in (*above, *below):
            entry = record.entries[place]
            taken = min(left, entry.seconds or 0)
            if taken:
                rest = (entry.seconds or 0) - taken
                record.entries[place] = entry._replace(seconds=rest)
                lines.append(str(entry.line))
            left -= taken
        message = f"{what} was taken off line {', '.join(lines)}"
        yield make_problem(source, break_.line, message, REMARK)
