"""A session -> its text in messages, its id, and hints about overlaps."""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from datetime import datetime, timedelta, timezone

from tracker.cli import session_time
from tracker.edit.values import format_scalar
from tracker.model import when
from tracker.model.journal import Session

_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u


def make_session_id(taken: Container[str | None]) -> str:
    """Make six random letters and digits that need no quotes in YAML."""
    while True:
        id_ = "".join(_ID_LETTERS[byte & 31] for byte in os.urandom(6))
        if id_ not in taken and format_scalar(id_) == id_:
            return id_


def format_logged_session(session: Session, now: datetime | None = None) -> str:
    """Format a session: `45 min of zero-to-hero/micrograd, Sat 2024-07-06 19:30-20:15 (7kq2m9)`.

    A running session is as long as it has run by `now`. One without a length is `a note`.
    """
    minutes = _count_minutes(session, now)
    text, preposition = "a note", "on"
    if not session.is_note:
        text, preposition = when.format_duration(minutes), "of"
        if session.about:
            text = f"about {text}"
    if session.item:
        text += f" {preposition} {session.item}"
    text += f", {session_time.format_session_time(session.start, minutes)}"
    if session.id:
        text += f" ({session.id})"
    return text


def list_overlaps(
    session: Session, others: Sequence[Session], now: datetime, shown_at: datetime | None
) -> list[str]:
    """List a hint for each session that took place at the same time.

    `now`: until when a running session has run; `shown_at`: the same for the hint's text.
    """
    hints = []
    for other in others:
        if has_overlap(session, other, now):
            hints.append(f"overlaps {format_logged_session(other, shown_at)}")
    return hints


def has_overlap(session: Session, other: Session, now: datetime) -> bool:
    """Whether both took place at some minute, as far as their hours are known."""
    if session.is_note or other.is_note:
        return False
    if session.start.clock is None or other.start.clock is None:
        return False
    begin = datetime.combine(session.start.day, session.start.clock)
    other_begin = datetime.combine(other.start.day, other.start.clock)
    end = begin + timedelta(minutes=_count_minutes(session, now))
    other_end = other_begin + timedelta(minutes=_count_minutes(other, now))
    return begin < other_end and other_begin < end


def _count_minutes(session: Session, now: datetime | None) -> int:
    """Count its minutes; of a running session, how long it has run by `now`."""
    if not session.running or now is None or session.start.clock is None:
        return session.minutes or 0
    begin = datetime.combine(session.start.day, session.start.clock)
    if session.start.offset is None:
        lived = now - begin
    else:  # begun by another clock, perhaps
        zone = timezone(timedelta(minutes=session.start.offset))
        lived = now.astimezone() - begin.replace(tzinfo=zone)
    return max(0, int(lived.total_seconds() // 60))
