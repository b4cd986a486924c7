"""A week's text and a session -> the text with the session as the last of its list."""

from __future__ import annotations

from tracker.edit.document import parse_week
from tracker.edit.insert import ListInsertion, apply_insertion, with_value
from tracker.edit.values import format_session_line
from tracker.model.journal import Session, Week, week_of


def add_session(text: str, session: Session) -> str:
    """Add a session to the file of its start's week, as the last of the list.

    Raises TrackerError where that is not safe.
    """
    return add_session_line(text, week_of(session.start.day), session, format_session_line(session))


def add_session_line(text: str, week: str, session: Session, line: str) -> str:
    """Add a session to the file of a week, in the words of `line`."""

    def value_after(value: Week, behind: int) -> Week:
        return value._replace(sessions=with_value(tuple(value.sessions), session, behind))

    document = parse_week(week, text, ("sessions",))
    return apply_insertion(
        document, ListInsertion(("sessions",), line, has_lines=True), value_after
    )
