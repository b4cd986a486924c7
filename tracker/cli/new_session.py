"""A session as it was typed -> the session with its item found, an id, and what else to say."""

from __future__ import annotations

from tracker.cli import find_item
from tracker.cli.describe_session import make_session_id
from tracker.model.journal import Session, Week
from tracker.model.plan import Plan


def complete_session(
    session: Session, week: Week | None, plan: Plan, force: bool
) -> tuple[Session, list[str]]:
    """Find a new session's item, and give it an id that its week does not have. Returns hints, too.

    Raises TrackerError for an item that is nearly a known one, unless forced.
    """
    session, hints = find_item.resolve_session_item(session, plan, week, force)
    taken = {other.id for other in week.sessions} if week else set()
    return session._replace(id=make_session_id(taken)), hints
