"""Rows -> CSV; and sessions -> CSV with all that a session holds, which import reads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.exchange.exported import ExportedSession
from tracker.model import when

COLUMNS = ("start", "minutes", "item", "unit", "note", "about", "unpublished", "id")
BEGINNING = ",".join(COLUMNS) + "\n"
# A spreadsheet takes a cell that begins so for a formula, though it is a title. What begins with
# the mark against that gets another one, so that the cell can be read back.
_FORMULA = re.compile("'*[=+\\-@\t\r\n]")


def format_csv_table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Format rows as CSV below the names of their columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([escape_csv_cell(value) for value in row])
    return out.getvalue()


def escape_csv_cell(value: Any) -> Any:
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def format_csv_sessions(sessions: Sequence[ExportedSession]) -> str:
    """Format sessions as CSV, a row each."""
    return format_csv_table(COLUMNS, map(_build_row, sessions))


def _build_row(exported: ExportedSession) -> list[Any]:
    session = exported.session
    item, unit = session.target
    flags = ["true" if flag else "" for flag in (session.about, session.unpublished)]
    start = when.format_start(session.start)
    return [start, session.minutes, item, unit, session.note, *flags, session.id]
