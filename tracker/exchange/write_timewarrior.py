"""Sessions -> Timewarrior's data: a line for each, with its tags and its annotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from tracker.exchange.exported import ExportedSession

_BARE = re.compile(r"[A-Za-z0-9][\w-]*", re.ASCII)  # what needs no quotes


def format_timewarrior(sessions: Sequence[ExportedSession]) -> str:
    """`inc 20240701T173000Z - 20240701T181500Z # zero-to-hero micrograd # "the chain rule"`.

    The item and its unit are the tags, the note is the annotation.
    """
    return "".join(f"{_format_interval(each)}\n" for each in sessions)


def _format_interval(exported: ExportedSession) -> str:
    if exported.begin is None or exported.end is None:
        raise ValueError(f"{exported.place} has no begin or end")
    line = f"inc {_format_utc(exported.begin)} - {_format_utc(exported.end)} #"
    for tag in exported.target:
        if tag:
            line += f" {tag if _BARE.fullmatch(tag) else _quote(tag)}"
    if note := " ".join((exported.session.note or "").split()):
        line += f" # {_quote(note)}"
    return line


def _format_utc(moment: datetime) -> str:
    # %Y has no leading zeros everywhere, and needs none: years have four digits.
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
