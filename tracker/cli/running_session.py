"""A journal's folder -> its running session, without reading every week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.boundary.reading import scan_entries
from tracker.format import loader
from tracker.model.journal import Session, TrackerError, format_problem_line, week_path_of

TWO_YEARS = 110  # files; what runs for longer than that, status and stop still find, and check
NOTHING = "nothing is running; tracker start ITEM begins a session"
_WEEK_FILE = re.compile(r"[0-9]{4}-W[0-9]{2}\.yaml")
_GAP = rb"(?:\s|#[^\n]*\n)*"
_RUNNING = re.compile(rb"running[\"']?" + _GAP + rb":" + _GAP + rb"[\"']?true")


class RunningSession(NamedTuple):
    """A running session, and the week of its file."""

    week: str
    session: Session

    @property
    def path(self) -> str:
        return week_path_of(self.week)


def weeks_with(root: str, word: bytes, newest: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the weeks whose file holds the word, newest first, each with the file's bytes.

    Nothing is parsed: 520 weeks take 5 ms.
    """
    for name, data in scan_entries(root, newest):
        if word in data and _WEEK_FILE.fullmatch(name):
            yield name.removesuffix(".yaml"), data


def find_running_sessions(
    root: str, newest: int | None = None
) -> tuple[list[RunningSession], list[str]]:
    """Find the running sessions of the newest week that has any.

    Where two machines' timers were merged, an older week may hold another: it is found once these
    are stopped. `newest` limits the search to so many files. The texts name files that cannot be
    read and may hold a running session.
    """
    hints: list[str] = []
    for name, data in weeks_with(root, b"running", newest):
        if not _RUNNING.search(data):
            continue
        week, problems = loader.load_week(week_path_of(name), name, data)
        if week is None:
            hints.append(f"{format_problem_line(problems[0])}; a session may be running there")
            continue
        running = [RunningSession(name, session) for session in week.sessions if session.running]
        if running:
            return running, hints
    return [], hints


def find_only_running_session(root: str) -> RunningSession:
    """Return the running session. TrackerError where none runs, or more than one."""
    running, hints = find_running_sessions(root)
    if not running:
        raise TrackerError(hints[0] if hints else NOTHING)
    if len(running) > 1:
        first, second = (f"{each.week}/{each.session.id or '?'}" for each in running[:2])
        raise TrackerError(
            f"two sessions are running, {first} and {second}; "
            f"give one its length with tracker edit {first} --minutes 45m, "
            f"or take it out with tracker remove {first}"
        )
    return running[0]


def format_running_session(session: Session) -> str:
    """Format a session without its length: `zero-to-hero, Sat 2024-07-06 20:00 (7kq2m9)`."""
    start = session.start
    words = f"{session.item or 'a session'}, {start.day:%a %Y-%m-%d}"
    if start.clock:
        words += f" {start.clock:%H:%M}"
    if session.id:
        words += f" ({session.id})"
    return words
