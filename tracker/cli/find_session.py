"""The id or the place typed for a session -> that session, without reading every week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker import store
from tracker.cli import describe_session, running_session
from tracker.edit.document import decode_file_text, read_week
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError, Week, format_problem_line, week_path_of

FORMS = "name it by its id, such as 7kq2m9, by its place, such as 2024-W27:3, or say last"
SEE = "see tracker show all"
_ID = re.compile(r"(?:([0-9]{4}-W[0-9]{2})/)?([0-9a-hjkmnp-tv-z]{1,12})")
_PLACE = re.compile(r"([0-9]{4}-W[0-9]{2}):([0-9]{1,4})")


class LocatedSession(NamedTuple):
    """A session, the week of its file, and its number there, from 0."""

    week: str
    number: int
    session: Session

    @property
    def path(self) -> str:
        return week_path_of(self.week)

    @property
    def place(self) -> str:
        return f"{self.week}:{self.number + 1}"


def resolve_session(root: str, typed: str) -> LocatedSession:
    """Find a session by its id, by the beginning of an id, or by its place in a week.

    `7kq2m9`, `7kq`, `2024-W27/7kq2m9`, `2024-W27:3`, or `last`. TrackerError where none or several
    match.
    """
    if typed.lower() == "last":
        return find_last_session(root)
    if match := _PLACE.fullmatch(typed):
        return find_session_at_place(root, match[1], int(match[2]))
    # A week's name has a capital W; an id alone may be typed in capitals.
    match = _ID.fullmatch(typed if "W" in typed else typed.lower())
    if not match:
        raise TrackerError(f"{typed!r} names no session; {FORMS}")
    week, begins = match.groups()
    matches, problem = find_sessions_by_id(root, week, begins)
    exact = [located for located in matches if located.session.id == begins]
    matches = exact or matches
    if not matches:
        where = f" in {week}" if week else ""
        raise TrackerError(
            problem or f"no session has an id that begins with {begins}{where}; {SEE}"
        )
    if len(matches) > 1:
        names = ", ".join(name_ambiguous_sessions(matches))
        raise TrackerError(f"{typed!r} names {len(matches)} sessions: {names}; write one of these")
    return matches[0]


def find_last_session(root: str) -> LocatedSession:
    """Find the session that `last` stands for: the last line of the newest week that has any.

    Sessions are added at the end of their week's file. TrackerError where there is none.
    """
    for located in list_sessions_backwards(root):
        return located
    raise TrackerError("no session is logged yet; tracker log 45m ITEM logs one")


def list_sessions_backwards(root: str) -> Iterator[LocatedSession]:
    """Yield sessions, the last one first. TrackerError for a week that cannot be read."""
    for name, data in running_session.weeks_with(root, b"sessions"):
        week, problems = loader.load_week(week_path_of(name), name, data)
        if week is None:
            problem = format_problem_line(problems[0])
            raise TrackerError(f"{problem}; so which session is the last is not known")
        for number in reversed(range(len(week.sessions))):
            yield LocatedSession(name, number, week.sessions[number])


def find_session_at_place(root: str, name: str, number: int) -> LocatedSession:
    """Return a week's session by its number, from 1. TrackerError where there is none."""
    path = week_path_of(name)
    data = store.read_file(root, path) if when.is_week(name) else None
    if data is None:
        raise TrackerError(f"there is no {path}")
    week, _ = read_week(name, decode_file_text(path, data))
    sessions = week.sessions if week else ()
    if not 1 <= number <= len(sessions):
        raise TrackerError(
            f"{path} has no session {number}; its sessions count from 1 to {len(sessions)}"
        )
    return LocatedSession(name, number - 1, sessions[number - 1])


def find_sessions_by_id(
    root: str, name: str | None, begins: str
) -> tuple[list[LocatedSession], str | None]:
    """Find all sessions whose id begins so, newest week first; of one week where `name` is given.

    The text is the first problem of a file that cannot be read and may hold another such session.
    """
    prefix = begins.encode()
    key = re.compile(rb"id[\"']?\s*:\s*[\"']?" + prefix)
    matches: list[LocatedSession] = []
    first_problem = None
    for week_name, data in running_session.weeks_with(root, prefix):
        if name not in (None, week_name) or not key.search(data):
            continue
        path = week_path_of(week_name)
        week, problems = loader.load_week(path, week_name, data)
        for located in locate_sessions(week):
            if (located.session.id or "").startswith(begins):
                matches.append(located)
        if week is None and first_problem is None:
            first_problem = format_problem_line(problems[0])
    return matches, first_problem


def locate_sessions(week: Week | None) -> Iterable[LocatedSession]:
    """List a week's sessions with their numbers; none for a week that could not be read."""
    if week is None:
        return []
    sessions = enumerate(week.sessions)
    return [LocatedSession(week.name, number, session) for number, session in sessions]


def name_ambiguous_sessions(matches: list[LocatedSession]) -> list[str]:
    """Name the first five sessions so that the names differ: by week and id, or by place."""
    shown = matches[:5]
    names = [f"{located.week}/{located.session.id}" for located in shown]
    return [
        located.place if names.count(name) > 1 else name
        for located, name in zip(shown, names, strict=True)
    ]


def relocate_session(text: str, located: LocatedSession) -> int:
    """Find a session again in its week's new text, and return its number.

    TrackerError where it was changed, or where others like it leave it unclear.
    """
    week, _ = read_week(located.week, text)
    sessions = week.sessions if week else ()
    if sessions[located.number : located.number + 1] == (located.session,):
        return located.number
    numbers = [number for number, session in enumerate(sessions) if session == located.session]
    if len(numbers) == 1:
        return numbers[0]
    raise TrackerError(
        f"{format_located_session(located.session)} was changed meanwhile; nothing was written"
    )


def format_located_session(session: Session) -> str:
    """Format a session: `45 min of zero-to-hero, Sat 2024-07-06 19:30-20:15 (7kq2m9)`.

    A running session has no length yet.
    """
    if session.running:
        return running_session.format_running_session(session)
    return describe_session.format_logged_session(session)
