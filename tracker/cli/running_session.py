"""A journal's folder -> the session that runs in it, found without reading every week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker import store
from tracker.boundary.reading import scan_entries
from tracker.format import loader
from tracker.model.journal import Session, TrackerError, format_problem_line

NOTHING = "nothing is running; tracker start ITEM begins a session"
_WEEK_FILE = re.compile(r"[0-9]{4}-W[0-9]{2}\.yaml")
_GAP = rb"(?:\s|#[^\n]*\n)*"
_RUNNING = re.compile(rb"running[\"']?" + _GAP + rb":" + _GAP + rb"[\"']?true")


class RunningSession(NamedTuple):
    """A session that runs, and the week of its file."""

    week: str
    session: Session

    @property
    def path(self) -> str:
        return week_path_of(self.week)


def week_path_of(week: str) -> str:
    return f"{store.ENTRIES}/{week}.yaml"


def weeks_with(root: str, word: bytes, newest: int | None = None) -> Iterator[tuple[str, bytes]]:
    """(week, bytes of its file) where the word stands in it, newest first. Nothing is parsed: 520 weeks take 5 ms."""
    for name, data in scan_entries(root, newest):
        if word in data and _WEEK_FILE.fullmatch(name):
            yield name.removesuffix(".yaml"), data


def find_running_sessions(
    root: str, newest: int | None = None
) -> tuple[list[RunningSession], list[str]]:
    """The sessions that run, of the newest week that has one; and which files cannot be read though one may run there.

    Where two machines' timers were merged, one may run in an older week, too. It is found once these are stopped.
    `newest`: look into so many files only.
    """
    hints = []
    for week, data in weeks_with(root, b"running", newest):
        if _RUNNING.search(data):
            read, problems = loader.load_week(week_path_of(week), week, data)
            running = (
                [RunningSession(week, session) for session in read.sessions if session.running]
                if read
                else []
            )
            hints += (
                []
                if read
                else [f"{format_problem_line(problems[0])}; a session may be running there"]
            )
            if running:
                return running, hints
    return [], hints


def the_one(root: str) -> RunningSession:
    """TrackerError where none runs, or more than one."""
    running, hints = find_running_sessions(root)
    if not running:
        raise TrackerError(hints[0] if hints else NOTHING)
    if len(running) > 1:
        one, other = (f"{each.week}/{each.session.id or '?'}" for each in running[:2])
        raise TrackerError(
            f"two sessions are running, {one} and {other}; give one its length with tracker edit {one} --minutes 45m, "
            f"or take it out with tracker remove {one}"
        )
    return running[0]


def format_running_session(session: Session) -> str:
    """`zero-to-hero/makemore, Sat 2024-07-06 20:00 (7kq2m9)`."""
    start = session.start
    clock = f" {start.clock:%H:%M}" if start.clock else ""
    return (
        f"{session.item or 'a session'}, {start.day:%a %Y-%m-%d}{clock}"
        + f" ({session.id})" * bool(session.id)
    )
