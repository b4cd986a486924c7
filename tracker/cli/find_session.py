"""What names a session on the command line -> that session, found without reading every week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tracker import store
from tracker.cli import describe_session, running_session
from tracker.edit.document import decode_file_text, read_week
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Session, TrackerError, Week, format_problem_line

FORMS = "name it by its id, such as 7kq2m9 or 2024-W27/7kq2m9, or by its place, such as 2024-W27:3"
SEE = 'see "tracker sessions all"'
_ID = re.compile(r"(?:([0-9]{4}-W[0-9]{2})/)?([0-9a-hjkmnp-tv-z]{1,12})")
_PLACE = re.compile(r"([0-9]{4}-W[0-9]{2}):([0-9]{1,4})")


class LocatedSession(NamedTuple):
    """A session, the week of its file, and its number there, from 0."""

    week: str
    number: int
    session: Session

    @property
    def path(self) -> str:
        return running_session.week_path_of(self.week)

    @property
    def place(self) -> str:
        return f"{self.week}:{self.number + 1}"


def resolve_session(root: str, typed: str) -> LocatedSession:
    """By an id, or the beginning of one that no other has; with its week before it; or by its place in a week."""
    if match := _PLACE.fullmatch(typed):
        return at_place(root, match[1], int(match[2]))
    match = _ID.fullmatch(typed.lower() if "W" not in typed else typed)
    if not match:
        raise TrackerError(f"{typed!r} names no session; {FORMS}")
    begun, broken = by_id(root, match[1], match[2])
    exact = [each for each in begun if each.session.id == match[2]]
    found = exact or begun
    if not found:
        where = f" in {match[1]}" if match[1] else ""
        raise TrackerError(
            broken or f"no session has an id that begins with {match[2]}{where}; {SEE}"
        )
    if len(found) > 1:
        raise TrackerError(
            f"{typed!r} names {len(found)} sessions: {', '.join(name_ambiguous_sessions(found))}; write one of these"
        )
    return found[0]


def at_place(root: str, name: str, number: int) -> LocatedSession:
    path = running_session.week_path_of(name)
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


def by_id(root: str, name: str | None, begins: str) -> tuple[list[LocatedSession], str | None]:
    """All sessions whose id begins so, newest week first; and the first problem of a file that may hold one more."""
    word = begins.encode()
    key = re.compile(rb"id[\"']?\s*:\s*[\"']?" + word)
    found, broken = [], None
    for week, data in running_session.weeks_with(root, word):
        if name in (None, week) and key.search(data):
            read, problems = loader.load_week(running_session.week_path_of(week), week, data)
            found += [
                each for each in locate_sessions(read) if (each.session.id or "").startswith(begins)
            ]
            broken = broken or (format_problem_line(problems[0]) if read is None else None)
    return found, broken


def locate_sessions(week: Week | None) -> Iterable[LocatedSession]:
    return (
        [LocatedSession(week.name, number, session) for number, session in enumerate(week.sessions)]
        if week
        else []
    )


def name_ambiguous_sessions(found: list[LocatedSession]) -> list[str]:
    """Names that tell them apart: id, week and id, or place."""
    names = [f"{each.week}/{each.session.id}" for each in found[:5]]
    return [
        each.place if names.count(name) > 1 else name
        for each, name in zip(found, names, strict=False)
    ]


def relocate_session(text: str, chosen: LocatedSession) -> int:
    """The number that it has now. TrackerError where it is not there as it was found."""
    week, _ = read_week(chosen.week, text)
    sessions = week.sessions if week else ()
    if sessions[chosen.number : chosen.number + 1] == (chosen.session,):
        return chosen.number
    numbers = [number for number, session in enumerate(sessions) if session == chosen.session]
    if len(numbers) == 1:
        return numbers[0]
    raise TrackerError(
        f"{format_located_session(chosen.session)} was changed meanwhile; nothing was written"
    )


def format_located_session(session: Session) -> str:
    """`45 min of zero-to-hero, Sat 2024-07-06 19:30-20:15 (7kq2m9)`; what runs has no length yet."""
    return (
        running_session.format_running_session(session)
        if session.running
        else describe_session.format_logged_session(session)
    )
