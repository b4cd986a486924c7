"""A session -> the words and the id that a command prints of it."""

from __future__ import annotations

import os
from collections.abc import Container
from datetime import datetime, timedelta, timezone

from tracker.cli import session_time
from tracker.edit import insert
from tracker.model import when
from tracker.model.journal import Session

_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u


def fresh_id(taken: Container[str | None]) -> str:
    """Six random letters and digits that need no quotes."""
    while True:
        id_ = "".join(_ID_LETTERS[byte & 31] for byte in os.urandom(6))
        if id_ not in taken and insert.format_scalar(id_) == id_:
            return id_


def format_logged_session(session: Session, now: datetime | None = None) -> str:
    """`45 min of zero-to-hero/micrograd, Sat 2024-07-06 19:30-20:15 (7kq2m9)`."""
    minutes = _count_minutes(session, now)
    length = (
        "about " * session.about
        + when.format_duration(minutes)
        + f" of {session.item}" * bool(session.item)
    )
    return (
        f"{length}, {session_time.format_session_time(session.start, minutes)}"
        + f" ({session.id})" * bool(session.id)
    )


def has_overlap(one: Session, other: Session, now: datetime) -> bool:
    """Whether both took place at some minute, as far as their hours are known."""
    if one.start.clock is None or other.start.clock is None:
        return False
    begins = [
        datetime.combine(session.start.day, session.start.clock)
        for session in (one, other)
        if session.start.clock
    ]
    ends = [
        begin + timedelta(minutes=_count_minutes(session, now))
        for begin, session in zip(begins, (one, other), strict=True)
    ]
    return begins[0] < ends[1] and begins[1] < ends[0]


def _count_minutes(session: Session, now: datetime | None) -> int:
    if session.minutes is not None or now is None or session.start.clock is None:
        return session.minutes or 0
    begin = datetime.combine(session.start.day, session.start.clock)
    if session.start.offset is None:
        lived = now - begin
    else:  # begun by another clock, perhaps
        lived = now.astimezone() - begin.replace(
            tzinfo=timezone(timedelta(minutes=session.start.offset))
        )
    return max(0, int(lived.total_seconds() // 60))
