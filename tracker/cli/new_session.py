"""A session as it was typed -> the session with its item found, an id, and what else to say."""

from __future__ import annotations

from argparse import ArgumentParser

from tracker.cli import find_item
from tracker.cli.describe_session import make_session_id
from tracker.model.journal import Session, TrackerError, Week
from tracker.model.kinds import units_of
from tracker.model.plan import Plan


def is_no_id(word: str) -> bool:
    """Whether a word where an item belongs is none: it is empty, or has blanks as notes do."""
    return not word or any(letter.isspace() for letter in word)


def refuse_unit_as_note(session: Session, plan: Plan) -> None:
    """Raise TrackerError where the note is the name of a unit of the item, or another item."""
    id_, unit = session.target
    note = (session.note or "").lstrip("+@:#")  # as other programs write a tag
    if id_ not in plan.items or unit is not None:
        return
    if note in plan.items and note != id_:
        raise TrackerError(
            f"{note!r} is another item, not a note, and a session has one (--force logs it so)"
        )
    if note.lower() == "done":
        raise TrackerError(
            f"what is done is no note: tracker done {id_} (--force takes it as typed)"
        )
    units = units_of(plan.items[id_][1])
    if not isinstance(units, int) and note in units:
        raise TrackerError(
            f"{session.note!r} is a unit of {id_}, not a note: {id_}/{note} "
            "(--force takes it as typed)"
        )


def add_session_options(parser: ArgumentParser, other: str, force: str, counts: str = "") -> None:
    """Add the options of every command that writes a new session.

    `other` and `force` are their help; `counts` says what counts of an unpublished session.
    """
    parser.add_argument("--other", action="store_true", help=other)
    unpublished = f"its words stay off the site{counts}"
    parser.add_argument("--unpublished", action="store_true", help=unpublished)
    parser.add_argument("--force", action="store_true", help=force)


def refuse_item_as_note(note: str, plan: Plan, form: str) -> None:
    """Raise TrackerError where the note of --other is an item of the plan, or its beginning."""
    id_ = note.partition("/")[0]
    if id_ in plan.items or any(known.startswith(f"{id_}-") for known in plan.items):
        raise TrackerError(
            f"{note!r} is an item, and --other is work on none: {form} (--force takes it as typed)"
        )


def complete_session(
    session: Session, week: Week | None, plan: Plan, force: bool
) -> tuple[Session, list[str]]:
    """Find a new session's item, and give it an id that its week does not have. Returns hints, too.

    Raises TrackerError for an item that is nearly a known one, unless forced.
    """
    session, hints = find_item.resolve_session_item(session, plan, week, force)
    if session.note and not force:
        refuse_unit_as_note(session, plan)
    taken = {other.id for other in week.sessions} if week else set()
    return session._replace(id=make_session_id(taken)), hints
