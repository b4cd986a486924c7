"""What is studied from now on -> a running session in its week's text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import change_week, describe_session, find_item, running_session, timer
from tracker.edit import insert
from tracker.model.journal import Session, TrackerError, error_lines, week_of
from tracker.model.plan import Plan


def add_words(parser: ArgumentParser) -> None:
    """What `start` and `switch` are told of the session that begins."""
    parser.add_argument("words", nargs="*", metavar="[ITEM] [NOTE]", help="on what, a note")
    parser.add_argument("--other", action="store_true", help="no item: what follows is the note")
    parser.add_argument(
        "--force", action="store_true", help="start an item whose id is like a known one"
    )


def build_running_session(args: Namespace, command: str, moment: datetime) -> Session:
    """The words in their places. TrackerError with the right form for what stands in another's place."""
    item, note, *rest = [None, *args.words, None] if args.other else [*args.words, None, None]
    if args.other and len(args.words) > 1:
        raise TrackerError(
            f'--other takes no item, only a note in quotes: tracker {command} --other "a note"'
        )
    if item is not None and (not item or any(letter.isspace() for letter in item)):
        raise TrackerError(
            f'the item comes before the note: tracker {command} ITEM "{item}"; '
            f'without an item: tracker {command} --other "{item}"'
        )
    if any(rest):
        raise TrackerError(
            f'a note of more than one word goes in quotes: tracker {command} {item} "a note"'
        )
    return Session(timer.start_at(moment), item=item, note=note or None, running=True)


def start_session(
    files: store.Files, asked: Session, plan: Plan, root: str, now: datetime, force: bool
) -> tuple[store.Files, str, list[str]]:
    """The files with the session in its week's, what that is in words, and what else is to be said."""
    name = week_of(asked.start.day)
    path = running_session.week_path_of(name)
    text = (
        insert.decode_file_text(path, old)
        if (old := files[path]) is not None
        else change_week.first_lines(root)
    )
    week, problems = insert.read(name, text)
    hints = []
    if asked.item is not None:
        item = find_item.resolve_item(asked.item, find_item.collect_known_items(plan, week), force)
        asked = asked._replace(item=item.item)
        hints += [item.hint] if item.hint else []
    sessions = week.sessions if week else ()
    asked = asked._replace(id=describe_session.fresh_id({other.id for other in sessions}))
    hints += [
        f"overlaps {describe_session.format_logged_session(other, now)}"
        for other in sessions
        if describe_session.has_overlap(asked, other, now)
    ]
    new = insert.add_session(text, asked)
    return (
        {**files, path: new.encode()},
        f"started {running_session.format_running_session(asked)}",
        hints + error_lines(problems),
    )
