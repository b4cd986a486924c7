"""Watson's `frames`, the JSON of `watson log`, or its `state` -> entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tracker.exchange.json_rows import BrokenJson, iterate_json_rows
from tracker.exchange.log_entries import (
    LogEntry,
    SourceFile,
    SourceLog,
    check_year,
    count_seconds,
    cut_text,
    make_problem,
    parse_iso_moment,
)
from tracker.model.journal import Problem

_SHAPE = "expected a frame: [start, stop, project, id, tags, updated]"


def read_watson(source: SourceFile) -> SourceLog:
    """Read frames: a row for each, with its times as seconds since 1970, or as texts."""
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    text = source.text
    if text.lstrip()[:1] == "{":
        text = f"[{text}]"  # `state`, which holds what is running
    try:
        for line, row in iterate_json_rows(text):
            try:
                entries.append(_read_frame(line, row))
            except ValueError as error:
                problems.append(make_problem(source, line, f"{error}"))
    except BrokenJson as error:
        message = f"{error}; nothing behind it was read"
        problems.append(make_problem(source, error.line, message))
    return SourceLog(entries, problems)


def _read_frame(line: int, row: Any) -> LogEntry:
    """Read a row of `frames`, or an object of `watson log --json` or of Watson's server."""
    if isinstance(row, dict):
        begin = row.get("start", row.get("begin_at"))
        end = row.get("stop", row.get("end_at"))
        project, tags, id_ = row.get("project"), row.get("tags"), row.get("id")
    elif isinstance(row, list) and len(row) >= 3:
        begin, end, project = row[:3]
        id_ = row[3] if len(row) > 3 else None
        tags = row[4] if len(row) > 4 else None
    else:
        raise ValueError(f"{_SHAPE}, got {cut_text(json.dumps(row))}")
    if begin is None:
        raise ValueError("a frame without a start")
    if project is not None and not isinstance(project, str):
        raise ValueError(f"expected a project's name, got {cut_text(json.dumps(project))}")
    if tags is not None and not _is_list_of_texts(tags):
        raise ValueError(f"expected a list of tags, got {cut_text(json.dumps(tags))}")
    start = _parse_moment(begin)
    labels = tuple(label for label in (project, *(tags or ())) if label)
    source_id = None
    if isinstance(id_, str) and id_:
        source_id = id_.removeprefix("urn:uuid:").replace("-", "")
    if end is None:
        return LogEntry(line, start, None, labels, None, source_id, running=True)
    seconds = count_seconds(start, _parse_moment(end))
    return LogEntry(line, start, seconds, labels, None, source_id)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(tag, str) for tag in value)


def _parse_moment(value: Any) -> datetime:
    if isinstance(value, str):
        moment = parse_iso_moment(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(
            f"expected a time in seconds since 1970, got {cut_text(json.dumps(value))}"
        )
    try:
        return check_year(datetime.fromtimestamp(value, UTC))
    except (OverflowError, OSError, ValueError):
        raise ValueError("its seconds since 1970 are no time that can be meant") from None
