"""Sessions -> Watson's `frames`: a row of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tracker.exchange.exported import ExportedSession


def format_watson(sessions: Sequence[ExportedSession]) -> str:
    """`[start, stop, project, id, [tags], updated]`, with times as seconds since 1970.

    The item is the project, its unit is a tag. When a session was changed is not known, so that is
    its end.
    """
    rows = []
    for each in sessions:
        if each.begin is None or each.end is None:
            raise ValueError(f"{each.place} has no begin or end")
        begin, end = round(each.begin.timestamp()), round(each.end.timestamp())
        project, unit = each.target
        frame = [begin, end, project, each.id, [unit] if unit else [], end]
        rows.append(json.dumps(frame, ensure_ascii=False))
    return "[\n " + ",\n ".join(rows) + "\n]\n" if rows else "[]\n"
