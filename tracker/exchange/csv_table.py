"""A CSV table with a row for each session -> entries: Toggl's, Clockify's, or any other."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tracker.exchange.log_entries import (
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    check_year,
    count_seconds,
    cut_text,
    join_note,
    make_problem,
    parse_iso_moment,
)
from tracker.model import when
from tracker.model.journal import Problem, Start, TrackerError
from tracker.model.kinds import KINDS
from tracker.model.suggest import find_closest_word

_KINDS_IN_WORDS = tuple(kind.singular for kind in KINDS.values())
# A field of a session -> the headers that mean it, in small letters.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "begin", "started", "started at", "start datetime", "begin_at"),
    "end": ("end", "stop", "ended", "ended at", "end datetime", "finish", "end_at"),
    "day": ("start date", "date", "day", "datum"),
    "time": ("start time", "time", "from"),
    "end day": ("end date",),
    "end time": ("end time", "to", "until"),
    "minutes": ("minutes", "min", "mins", "duration (minutes)"),
    "hours": ("hours", "duration (decimal)", "hrs", "duration (hours)"),
    "duration": ("duration", "duration (h)", "length", "time spent"),
    "item": ("item", *_KINDS_IN_WORDS, "activity", "subject", "topic"),
    "unit": ("unit", "task", "chapter", "lesson"),
    "tags": ("tags", "tag", "labels"),
    "note": ("note", "notes", "description", "comment", "what"),
    "id": ("id", "uuid"),
    "about": ("about",),
    "unpublished": ("unpublished",),
    "running": ("running",),
}
_ESCAPED = re.compile("'+[=+\\-@\t\r\n]")
_LENGTHS = {"minutes", "hours", "duration", "end", "end time"}
_END = "\ue000"  # a line below the last one, which a quote that is left open swallows
_EXCEL_LINE = re.compile(r"sep=.\n", re.IGNORECASE)
_RULE = re.compile(r"\s*:?-+:?\s*")  # below the headers of a table in Markdown
_NUMBERS = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})\.?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]+)?\s*([AaPp])?[Mm]?")
_LONG_CLOCK = re.compile(r"([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9]))?")
_ORDER_HINT = "--dates DMY or --dates MDY says which is which"


class _Row(NamedTuple):
    line: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        return self.cells.get(field, "")


def read_csv_table(source: SourceFile) -> SourceLog:
    """Read rows below a line of headers. TrackerError where no column says when a row began."""
    text = source.text
    if match := _EXCEL_LINE.match(text):
        text = "\n" + text[match.end() :]  # it only says what parts the cells
    problems: list[Problem] = []
    entries: list[LogEntry] = []
    try:
        headers, rows = _read_rows(source, text, problems)
    except csv.Error as error:
        raise TrackerError(f"{source.path} is no CSV: {error}") from None
    columns = find_columns(source, headers)
    listed = [_name_cells(source, line, cells, columns, headers, problems) for line, cells in rows]
    order = source.day_order or _find_day_order(source, listed)
    for row in listed:
        try:
            entries.append(_read_row(row, order))
        except ValueError as error:
            problems.append(make_problem(source, row.line, str(error)))
    if entries and not _LENGTHS.intersection(columns):
        message = "no column says how long it was; --columns duration=HEADER names one"
        problems.insert(0, make_problem(source, 1, message, REMARK))
    unread = [header for place, header in enumerate(headers) if place not in columns.values()]
    if named := [header for header in unread if header]:
        message = f"columns that were not taken: {cut_text(', '.join(named))}"
        problems.insert(0, make_problem(source, 1, message, REMARK))
    return SourceLog(entries, problems)


def _read_rows(
    source: SourceFile, text: str, problems: list[Problem]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read the headers, and (line, cells) of each row that says anything."""
    headers: list[str] = []
    rows = []
    for line, cells in _iterate_rows(text, _find_delimiter(text)):
        if cells and cells[-1].endswith(_END):
            message = "its quote is not closed, so that all below it would be one cell"
            problems.append(make_problem(source, line, message))
        elif not headers:
            headers = cells
        elif any(cell.strip() for cell in cells):
            rows.append((line, cells))
    if not headers:
        raise TrackerError(f"{source.path} is empty; expected a line of headers")
    return headers, rows


def _find_delimiter(text: str) -> str:
    """Find what parts the headers: a comma, a semicolon, a tab, or the bars of Markdown."""
    head = text.lstrip("\n").partition("\n")[0]
    if head.lstrip().startswith("|"):
        return "|"
    return max((",", ";", "\t"), key=head.count)


def _iterate_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row; a row may have several lines.

    The last cell of a row with a quote that is not closed ends with _END.
    """
    lines = itertools.chain(io.StringIO(text, newline=""), ["\n", _END])
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    for cells in reader:
        if cells == [_END]:
            return
        if delimiter == "|":
            cells = cells[1 : len(cells) - (cells[-1:] == [""])]
        if not (delimiter == "|" and all(_RULE.fullmatch(cell) for cell in cells)):
            yield line, cells
        line = reader.line_num + 1


def find_columns(source: SourceFile, headers: Sequence[str]) -> dict[str, int]:
    """Find the column of each field: as `--columns` says, else by its header.

    TrackerError where a named column is not there, and where no column says when a row began.
    """
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        places.setdefault(header.strip().lower(), place)
    columns: dict[str, int] = {}
    for field, header in source.columns.items():
        place = places.get(header.strip().lower(), -1)
        if place < 0:
            near = find_closest_word(header.lower(), places, 0.6)
            advice = f"did you mean {near!r}?" if near else f"it has {cut_text(', '.join(headers))}"
            raise TrackerError(f"{source.path} has no column {header!r}; {advice}")
        columns[field] = place
    taken = {*columns.values()}
    for field, names in FIELDS.items():
        for name in names:
            if field not in columns and name in places and places[name] not in taken:
                columns[field] = places[name]
                taken.add(places[name])
    if "start" not in columns and "day" not in columns:
        raise TrackerError(
            f"{source.path}: no column says when a session began; it has "
            f"{cut_text(', '.join(headers))}: --columns start=HEADER (or day=HEADER)"
        )
    return columns


def _name_cells(
    source: SourceFile,
    line: int,
    cells: Sequence[str],
    columns: Mapping[str, int],
    headers: Sequence[str],
    problems: list[Problem],
) -> _Row:
    if len(cells) > len(headers):
        message = f"expected {len(headers)} cells, got {len(cells)}; what is too much was not taken"
        problems.append(make_problem(source, line, message, REMARK))
    named = {}
    for field, place in columns.items():
        cell = cells[place].strip() if place < len(cells) else ""
        if _ESCAPED.match(cell):
            cell = cell[1:]  # put there, so that no spreadsheet takes the text for a formula
        named[field] = cell
    return _Row(line, named)


# ---- a row


def _read_row(row: _Row, order: str) -> LogEntry:
    start = _read_start(row, order)
    running = row.get("running") == "true"
    labels = [row.get("item")]
    if row.get("unit") and row.get("item"):
        labels.insert(0, f"{row.get('item')}/{row.get('unit')}")
    labels += [row.get("unit")] if not row.get("item") else []
    labels += [tag.strip() for tag in re.split(r"[,;|]", row.get("tags"))]
    return LogEntry(
        row.line,
        start,
        None if running else _read_length(row, start, order),
        tuple(dict.fromkeys(label for label in labels if label)),
        join_note(row.get("note")),
        row.get("id") or None,
        running,
        row.get("about") == "true",
        row.get("unpublished") == "true",
    )


def _read_start(row: _Row, order: str) -> datetime | Start:
    text = row.get("start")
    if text and when.is_week(text):
        return when.parse_start(text)
    if text and ("day" not in row.cells or not row.get("day")):
        return _read_moment(text, order)
    if not row.get("day"):
        raise ValueError("no start and no day")
    clock = row.get("time") or text
    moment = _read_moment(row.get("day"), order)
    if not clock or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment.day, _read_clock(clock))


def _read_moment(text: str, order: str) -> datetime | Start:
    """Read a day, or a day and a time, in the order of the file's dates."""
    if re.match(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]", text):
        return _read_iso(text)
    day, _, clock = text.partition(" ")
    found = _read_day(day.rstrip(","), order)
    if not clock.strip():
        return Start(found)
    return datetime.combine(found, _read_clock(clock.strip()))


def _read_iso(text: str) -> datetime:
    try:
        return parse_iso_moment(text)
    except ValueError:
        day, _, clock = text.replace("T", " ", 1).partition(" ")
        return datetime.combine(_read_day(day, "YMD"), _read_clock(clock.strip()))


def _read_day(text: str, order: str) -> date:
    match = _NUMBERS.fullmatch(text)
    if not match:
        raise ValueError(f"expected a day such as 2024-07-01, got {cut_text(text)!r}")
    numbers = [int(match[1]), int(match[3]), int(match[4])]
    if len(match[1]) == 4:
        order = "YMD"
    elif not order:
        raise ValueError(f"{text!r}: the day or the month could come first; {_ORDER_HINT}")
    parts = dict(zip(order, numbers, strict=True))
    year = parts["Y"] + 2000 * (parts["Y"] < 100)
    try:
        return check_year(datetime(year, parts["M"], parts["D"])).date()
    except ValueError:
        raise ValueError(f"there is no such day as {text!r}") from None


def _read_clock(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(f"expected a time such as 19:30, got {cut_text(text)!r}")
    hour = int(match[1])
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no such time as {text!r}")
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        raise ValueError(f"there is no such time as {text!r}") from None


def _read_length(row: _Row, start: datetime | Start, order: str) -> int | None:
    """Read a row's length in seconds: as it was measured, else from its end."""
    if row.get("minutes"):
        return round(_read_number(row.get("minutes")) * 60)
    if row.get("duration"):
        return _read_duration(row.get("duration"))
    if row.get("hours"):
        return round(_read_number(row.get("hours")) * 3600)
    end = _read_end(row, start, order)
    if end is None:
        return None
    if not isinstance(start, datetime):
        raise ValueError("an end without the time of its start")
    if (start.tzinfo is None) != (end.tzinfo is None):
        raise ValueError("only one of start and end has a time zone")
    return count_seconds(start, end)


def _read_end(row: _Row, start: datetime | Start, order: str) -> datetime | None:
    text, clock = row.get("end"), row.get("end time")
    if text and not re.fullmatch(_CLOCK, text):
        end = _read_moment(text, order)
        if isinstance(end, datetime):
            return end
        raise ValueError(f"expected the day and the time of the end, got {cut_text(text)!r}")
    clock = clock or text
    if not clock:
        return None
    if not isinstance(start, datetime):
        raise ValueError("an end without the time of its start")
    if row.get("end day"):
        day = _read_day(row.get("end day"), order)
        return datetime.combine(day, _read_clock(clock), start.tzinfo)
    end = datetime.combine(start.date(), _read_clock(clock), start.tzinfo)
    return end if end >= start else end + timedelta(days=1)  # it went over midnight


def _read_number(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?", text):
        raise ValueError(f"expected a number, got {cut_text(text)!r}")
    return float(text.replace(",", "."))


def _read_duration(text: str) -> int:
    """`01:30:00`, `1:30`, `1h30m` -> seconds. ValueError for a bare number: of hours or minutes?"""
    if match := _LONG_CLOCK.fullmatch(text):
        return (int(match[1]) * 60 + int(match[2])) * 60 + int(match[3] or 0)
    if re.fullmatch(r"[0-9.,]+", text):
        raise ValueError(
            f"{text!r} could be hours or minutes; --columns hours=HEADER or minutes=HEADER"
        )
    return when.parse_duration(text) * 60


# ---- the order of the dates


def _find_day_order(source: SourceFile, rows: Sequence[_Row]) -> str:
    """Find whether the day or the month comes first; "" where no date tells.

    TrackerError where some dates tell the one and others the other.
    """
    orders: dict[str, int] = {}
    for row in rows:
        for field in ("day", "start", "end day", "end"):
            match = _NUMBERS.fullmatch(row.get(field).partition(" ")[0].rstrip(","))
            if match is None or len(match[1]) == 4:
                continue
            if match[2] == ".":
                orders.setdefault("DMY", row.line)  # only written so
            elif int(match[1]) > 12:
                orders.setdefault("DMY", row.line)
            elif int(match[3]) > 12:
                orders.setdefault("MDY", row.line)
    if len(orders) > 1:
        lines = ", ".join(f"line {line} {order}" for order, line in orders.items())
        raise TrackerError(f"{source.path}: its dates have two orders ({lines}); {_ORDER_HINT}")
    return next(iter(orders), "")


def parse_columns(texts: Sequence[str]) -> dict[str, str]:
    """`start=Begin`, `item=Fach` -> field -> header. TrackerError for what is no field."""
    columns = {}
    for text in texts:
        field, sign, header = text.partition("=")
        field = field.strip().lower()
        if field not in FIELDS or not sign or not header.strip():
            names = ", ".join(FIELDS)
            raise TrackerError(f"--columns {text!r}: expected FIELD=HEADER; the fields are {names}")
        columns[field] = header.strip()
    return columns
