"""Timewarrior's `*.data`, or the JSON of `timew export` -> entries."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from tracker.exchange.json_rows import BrokenJson, iterate_json_rows
from tracker.exchange.log_entries import (
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    count_seconds,
    cut_text,
    join_note,
    make_problem,
    parse_iso_moment,
)
from tracker.model.journal import Problem

_INTERVAL = re.compile(r"inc (?P<begin>\S+)(?: - (?P<end>\S+))?(?P<rest>\s+#.*)?\s*")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"#][^\s]*|#')
_OTHER_FILES = ("{", "txn:")  # how tags.data and undo.data begin
# As the hook of Taskwarrior writes a task's fields in some setups.
_PREFIXES = ("project:", "tag:")
_DESCRIPTION, _UUID = "description:", "uuid:"


def read_timewarrior(source: SourceFile) -> SourceLog:
    """Read intervals: `inc 20240701T173000Z - 20240701T182000Z # tag "two words" # "a note"`."""
    if source.text.lstrip().startswith(_OTHER_FILES):
        message = "Timewarrior's own notes, not intervals; nothing of it was read"
        return SourceLog((), [make_problem(source, 1, message, REMARK)])
    if source.text.lstrip()[:1] == "[":
        return _read_export(source)
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entries.append(_read_interval(number, line.strip()))
        except ValueError as error:
            problems.append(make_problem(source, number, str(error)))
    return SourceLog(entries, problems)


def _read_interval(number: int, line: str) -> LogEntry:
    match = _INTERVAL.fullmatch(line)
    if not match:
        raise ValueError(f"expected inc START - END # TAGS, got {cut_text(line)!r}")
    parts: list[list[str]] = [[]]
    for word in _WORD.findall((match["rest"] or "").strip().removeprefix("#")):
        if word == "#":
            parts.append([])
        else:
            parts[-1].append(_unquote(word))
    notes = [word for part in parts[1:] for word in part]
    return _build_entry(number, match["begin"], match["end"], parts[0], notes)


def _unquote(word: str) -> str:
    if not word.startswith('"') or len(word) < 2:
        return word
    return re.sub(r"\\(.)", r"\1", word[1:-1])


def _build_entry(
    number: int, begin: str, end: str | None, tags: list[str], notes: list[str]
) -> LogEntry:
    labels = []
    for tag in tags:
        if tag.startswith(_DESCRIPTION):
            notes.insert(0, tag.removeprefix(_DESCRIPTION))
        elif not tag.startswith(_UUID):
            for prefix in _PREFIXES:
                tag = tag.removeprefix(prefix)
            labels.append(tag)
    labels = [label for label in labels if label]
    # Timewarrior sorts tags, so the first need not be the subject; and words are rather a note.
    labels.sort(key=lambda label: " " in label)
    start = _parse_moment(begin)
    note = join_note(*notes)
    if end is None:
        return LogEntry(number, start, None, tuple(labels), note, running=True)
    seconds = count_seconds(start, _parse_moment(end))
    return LogEntry(number, start, seconds, tuple(labels), note)


def _parse_moment(text: str) -> datetime:
    moment = parse_iso_moment(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_export(source: SourceFile) -> SourceLog:
    entries: list[LogEntry] = []
    problems: list[Problem] = []
    try:
        for line, row in iterate_json_rows(source.text):
            try:
                entries.append(_read_exported(line, row))
            except ValueError as error:
                problems.append(make_problem(source, line, str(error)))
    except BrokenJson as error:
        message = f"{error}; nothing behind it was read"
        problems.append(make_problem(source, error.line, message))
    return SourceLog(entries, problems)


def _read_exported(line: int, row: Any) -> LogEntry:
    if not isinstance(row, dict) or not isinstance(row.get("start"), str):
        raise ValueError(f"expected an interval with a start, got {cut_text(json.dumps(row))}")
    tags = row.get("tags") or []
    note = row.get("annotation") or ""
    end = row.get("end")
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError(f"expected a list of tags, got {cut_text(json.dumps(tags))}")
    if not isinstance(note, str) or not (end is None or isinstance(end, str)):
        raise ValueError(f"expected texts, got {cut_text(json.dumps(row))}")
    return _build_entry(line, row["start"], end, tags, [note])
