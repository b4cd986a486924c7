"""A week's text and many sessions -> the text with them at the end of its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.edit.add_session import add_session
from tracker.edit.document import Document, parse_week
from tracker.edit.insert import ListInsertion, get_at, propose_insertions, set_at
from tracker.edit.values import format_session_line
from tracker.format.encoding import MAX_BYTES
from tracker.model import when
from tracker.model.journal import Session, TrackerError, week_of


def add_sessions(text: str, week: str, sessions: Sequence[Session]) -> str:
    """Add sessions to the file of their week, in this order, as the last of its list.

    The first is put where `add_session` puts one, and the others below it: so a hundred of them are
    proven at once. TrackerError where that is not safe, and where the file would become too large.
    """
    if not sessions:
        return text
    if {week_of(session.start.day) for session in sessions} != {week}:
        raise ValueError(f"sessions of other weeks than {week}")
    document = parse_week(week, text, ("sessions",))
    lines = [format_session_line(session) for session in sessions]
    if document.tree is None:
        end = "\r\n" if "\r\n" in document.body else "\n"
        gap = "" if document.body.endswith("\n") or not document.body else end
        rows = [f"  - {line}{end}" for line in lines]
        body = f"{document.body}{gap}sessions:{end}{''.join(rows)}"
        if new := _prove(document, body, sessions):
            return new
    insertion = ListInsertion(("sessions",), lines[0], has_lines=True)
    for proposal in propose_insertions(document.body, document.tree, insertion):
        repeated = None if proposal.behind else _repeat_line(proposal.body, lines)
        if repeated is not None and (new := _prove(document, repeated, sessions)):
            return new
    for session in sessions:  # slow, and each of them proven by itself
        text = add_session(text, session)
    return text


def _repeat_line(body: str, lines: Sequence[str]) -> str | None:
    """Put the other lines below the first, which stands in the text, with what stands before it.

    None where it does not stand on a line of its own.
    """
    at = body.rfind(lines[0])
    start = body.rfind("\n", 0, at) + 1
    before = body[start:at]
    stop = body.find("\n", at)
    if at < 0 or before.strip() != "-" or stop < 0:
        return None
    end = "\r\n" if body[stop - 1] == "\r" else "\n"
    if body[at + len(lines[0]) : stop].strip():
        return None
    rows = [f"{before}{line}{end}" for line in lines[1:]]
    return body[: stop + 1] + "".join(rows) + body[stop + 1 :]


def _prove(document: Document, body: str, sessions: Sequence[Session]) -> str | None:
    """Return the whole new text if it holds what was there, and the sessions behind it."""
    old = get_at(document.plain, ("sessions",))
    plain = set_at(
        document.plain,
        ("sessions",),
        [*(old if isinstance(old, list) else []), *map(_plain_session, sessions)],
    )
    value = document.value._replace(sessions=(*document.value.sessions, *sessions))
    if len(body.encode()) > MAX_BYTES:
        raise TrackerError(
            f"{document.path} would be larger than {MAX_BYTES:,} bytes "
            f"with {len(sessions):,} more sessions; nothing was written"
        )
    return document.prove(body, plain, value=value)


def _plain_session(session: Session) -> dict[str, Any]:
    """The keys and texts of a session, as its line reads."""
    plain = {"start": when.format_start(session.start)}
    if session.minutes is not None:
        plain["minutes"] = str(session.minutes)
    if session.about:
        plain["about"] = "true"
    if session.item is not None:
        plain["item"] = session.item
    if session.note is not None:
        plain["note"] = session.note
    if session.unpublished:
        plain["unpublished"] = "true"
    if session.id is not None:
        plain["id"] = session.id
    return plain
