"""A journal's folder -> the item that `-` stands for: that of the session that was logged last."""

from __future__ import annotations

from tracker.cli.find_session import list_sessions_backwards
from tracker.model.journal import TrackerError

LAST_ITEM = "-"


def find_last_item(root: str, other_than: str | None = None) -> str:
    """Find the item of the last session that has one, with its unit.

    `other_than`: an item that is running, from which `switch -` goes back. TrackerError where no
    session has another item.
    """
    for located in list_sessions_backwards(root):
        item = located.session.item
        if item is not None and item != other_than:
            return item
    beside = f" beside {other_than}" if other_than else ""
    raise TrackerError(f"- is the last item, and no session has one yet{beside}; name it")
