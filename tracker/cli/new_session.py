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
    hints = []
    if session.item is not None:
        known_items = find_item.collect_known_items(plan, week)
        item = find_item.resolve_item(session.item, known_items, force)
        session = session._replace(item=item.item)
        if item.hint:
            hints.append(item.hint)
    taken = {other.id for other in week.sessions} if week else set()
    return session._replace(id=make_session_id(taken)), hints
