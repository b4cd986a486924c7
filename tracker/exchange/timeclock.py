"""A timeclock file, as ledger, hledger and Emacs write it -> entries."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from tracker.exchange.log_entries import (
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    count_seconds,
    cut_text,
    join_note,
    make_moment,
    make_problem,
)
from tracker.model.journal import Problem

_LINE = re.compile(
    r"(?P<sort>[ioOhb])\s+(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
    r"[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?:\s?[+-][0-9]{4})?(?:\s+(?P<rest>\S.*?))?\s*"
)
_COMMENTS = ("#", ";", "*", "%")


class _ClockIn(NamedTuple):
    line: int
    start: datetime
    account: str
    note: str | None


def read_timeclock(source: SourceFile) -> SourceLog:
    """Read pairs of `i 2024/07/01 19:30:00 account  note` and `o 2024/07/01 20:20:00`.

    The clock is the wall clock, as those programs take it. Where several are clocked in, an `o`
    ends the one of its account, else the last one.
    """
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    clocked_in: list[_ClockIn] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith(_COMMENTS):
            continue
        try:
            if message := _read_line(number, line.strip(), clocked_in, entries):
                problems.append(make_problem(source, number, message, REMARK))
        except ValueError as error:
            problems.append(make_problem(source, number, str(error)))
    for begun in clocked_in:
        labels = (begun.account,) if begun.account else ()
        entries.append(LogEntry(begun.line, begun.start, None, labels, begun.note, running=True))
    return SourceLog(entries, problems)


def _read_line(
    number: int, line: str, clocked_in: list[_ClockIn], entries: list[LogEntry]
) -> str | None:
    """Read a line into the two lists. Returns a remark about it, if there is one."""
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(f"expected i or o, a day and a time, got {cut_text(line)!r}")
    if match["sort"] in "hb":
        return "hours that were asked for are no work, so this line was not taken"
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    clock = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    moment = make_moment(line[2:], (year, month, day, *clock))
    words, _, comment = (match["rest"] or "").partition(";")
    account, _, description = words.strip().partition("  ")
    if match["sort"] == "i":
        note = join_note(description, comment)
        clocked_in.append(_ClockIn(number, moment, account.strip(), note))
        return None
    if not clocked_in:
        raise ValueError("clocked out, and nothing was clocked in")
    begun = _find_clock_in(clocked_in, account.strip())
    clocked_in.remove(begun)
    # What Emacs asks for at the end is the reason, not an account.
    reason = "" if account.strip() == begun.account else words
    note = join_note(begun.note, join_note(reason, comment))
    labels = (begun.account,) if begun.account else ()
    seconds = count_seconds(begun.start, moment)
    entries.append(LogEntry(begun.line, begun.start, seconds, labels, note))
    return None


def _find_clock_in(clocked_in: list[_ClockIn], account: str) -> _ClockIn:
    for begun in reversed(clocked_in):
        if account and begun.account == account:
            return begun
    return clocked_in[-1]
