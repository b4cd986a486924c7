"""A journal's folder -> the session that was logged last, and the item that `-` stands for.

Sessions are added at the end of their week's file, so the last one is the last line of the newest
week that has any. Older weeks are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.cli.find_session import LocatedSession
from tracker.cli.running_session import weeks_with
from tracker.format import loader
from tracker.model.journal import TrackerError, format_problem_line, week_path_of

LAST_ITEM, LAST_SESSION = "-", "last"


def find_last_session(root: str) -> LocatedSession:
    """Find the session that `last` stands for. TrackerError where there is none."""
    for located in _list_sessions_backwards(root):
        return located
    raise TrackerError("no session is logged yet; tracker log 45m ITEM logs one")


def find_last_item(root: str, other_than: str | None = None) -> str:
    """Find the item of the last session that has one, with its unit.

    `other_than`: an item that is running, from which `switch -` goes back. TrackerError where no
    session has another item.
    """
    for located in _list_sessions_backwards(root):
        item = located.session.item
        if item is not None and item != other_than:
            return item
    beside = f" beside {other_than}" if other_than else ""
    raise TrackerError(f"- is the last item, and no session has one yet{beside}; name it")


def _list_sessions_backwards(root: str) -> Iterator[LocatedSession]:
    """Yield sessions, the last one first. TrackerError for a week that cannot be read."""
    for name, data in weeks_with(root, b"sessions"):
        week, problems = loader.load_week(week_path_of(name), name, data)
        if week is None:
            problem = format_problem_line(problems[0])
            raise TrackerError(f"{problem}; so which session is the last is not known")
        for number in reversed(range(len(week.sessions))):
            yield LocatedSession(name, number, week.sessions[number])
