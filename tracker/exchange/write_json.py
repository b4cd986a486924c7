"""Sessions -> JSON with all that a session holds, as `tracker show --json` names it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tracker.exchange.exported import ExportedSession
from tracker.model import when
from tracker.model.journal import Session

BEGINNING = '{\n  "sessions": ['


def format_json_sessions(sessions: Sequence[ExportedSession]) -> str:
    """Format `{"sessions": [...]}`, a session a line."""
    rows = []
    for each in sessions:
        facts = build_session_facts(each.week, each.place, each.session)
        rows.append(f"\n    {json.dumps(facts, ensure_ascii=False)}")
    return f"{BEGINNING}{','.join(rows)}\n  ]\n}}\n" if rows else f"{BEGINNING}]\n}}\n"


def build_session_facts(week: str, place: str, session: Session) -> dict[str, Any]:
    """Build the facts of a session. `place`: where it stands, `2024-W27:3`."""
    return {
        "week": week,
        "place": place,
        "id": session.id,
        "start": when.format_start(session.start),
        "minutes": session.minutes,
        "about": session.about,
        "running": session.running,
        "item": session.item,
        "note": session.note,
        "unpublished": session.unpublished,
    }
