"""An item and a note -> a running session in its week's text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import NamedTuple

from tracker.cli import timer
from tracker.cli.describe_session import list_overlaps
from tracker.cli.new_session import add_session_options, complete_session, is_no_id
from tracker.cli.running_session import format_running_session
from tracker.edit.add_session import add_session
from tracker.edit.document import read_week
from tracker.model import when
from tracker.model.journal import Session, TrackerError, error_lines, week_of
from tracker.model.plan import Plan


class StartedSession(NamedTuple):
    """The new text of its week, what was done in words, hints, and its id."""

    text: str
    what: str
    hints: list[str]
    id: str | None


def add_session_words(parser: ArgumentParser) -> None:
    """Add the arguments of `start` and `switch` for the session that begins."""
    parser.add_argument("words", nargs="*", metavar="[ITEM] [NOTE]", help="on what, a note")
    add_session_options(
        parser,
        other="no item: what follows is the note",
        force="start an item whose id is like a known one",
    )


def build_running_session(
    args: Namespace, command: str, moment: datetime, plan: Plan, now: datetime
) -> Session:
    """Build a running session of the typed words.

    Raises TrackerError with the right form, where a word stands in another's place.
    """
    if args.words and not args.force and when.find_time(args.words, now):
        from tracker.cli.misread_words import refuse_misplaced_time

        form = [f"tracker {command}"]
        refuse_misplaced_time(command, form, args.words, args.other, plan, now)
    if args.other and len(args.words) > 1:
        raise TrackerError(
            f'--other takes no item, only a note in quotes: tracker {command} --other "a note"'
        )
    words: list[str | None] = [*args.words, None, None]
    if args.other:
        words.insert(0, None)
    item, note, *rest = words
    if item is not None and is_no_id(item):
        raise TrackerError(
            f'the item comes before the note: tracker {command} ITEM "{item}"; '
            f'without an item: tracker {command} --other "{item}"'
        )
    if any(rest):
        raise TrackerError(
            f'a note of more than one word goes in quotes: tracker {command} {item} "a note"'
        )
    return Session(
        timer.start_at(moment),
        item=item,
        note=note or None,
        running=True,
        unpublished=args.unpublished,
    )


def start_session(
    text: str, session: Session, plan: Plan, now: datetime, force: bool
) -> StartedSession:
    """Add a running session to the file of its start's week, with its item found and an id."""
    week, problems = read_week(week_of(session.start.day), text)
    session, hints = complete_session(session, week, plan, force)
    hints += list_overlaps(session, week.sessions if week else (), now, now)
    return StartedSession(
        add_session(text, session),
        f"started {format_running_session(session)}",
        hints + error_lines(problems),
        session.id,
    )
