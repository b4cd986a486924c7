"""tracker note: an item and words -> a session without a length, one line in the week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli.change_week import FileChange, change_file, quote_note
from tracker.cli.describe_session import format_logged_session
from tracker.cli.new_session import add_session_options, complete_session, is_no_id
from tracker.cli.terminal import find_journal_folder
from tracker.edit.add_session import add_session
from tracker.edit.document import read_week
from tracker.model import when
from tracker.model.journal import (
    Session,
    Start,
    TrackerError,
    WrongUsage,
    error_lines,
    week_of,
    week_path_of,
)
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker note zero-to-hero "got the chain rule wrong twice"
  tracker note vaswani2017 "why divide by the root of d?" --on mon
  tracker note --other "a talk on tokenizers" --unpublished

A note is a line among the sessions: a day of work, and no time. \
tracker edit gives it a length later.
ITEM is an id of the plan, the beginning of one, or id/unit; - is the last item.
The note goes in quotes, after the item."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker note ITEM NOTE [--on DAY] [--other] [--unpublished] [--force]"
    parser.epilog = EXAMPLES
    parser.add_argument("words", nargs="*", metavar="ITEM NOTE", help="on what, and what")
    parser.add_argument(
        "--on",
        metavar="DAY",
        help="the day, if not today, or the week: 2024-07-02, mon, 2024-W27",
    )
    add_session_options(
        parser,
        other="no item, only a note",
        counts="; the day of work counts",
        force="note a day in the future, or an id like a known one",
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, plan_hints = store.read_plan(root)
    if not args.force and len(args.words) > 2 and not is_typed_length(args.words[0]):
        refuse_time_in_note(args.words, args.other, plan, now)
    item, words = parse_note_words(args.words, args.other, plan)
    if not args.force:
        refuse_time_in_note(args.words, args.other, plan, now)
    if item == "-":
        from tracker.cli.last_session import find_last_item

        item = find_last_item(root)
    start = parse_note_day(args.on, now, plan.day_starts, args.force)
    note = Session(start, item=item, note=words, unpublished=args.unpublished)

    def change(text: str) -> FileChange:
        return add_note(text, note, plan, args.force)

    return change_file(root, week_path_of(week_of(start.day)), change, plan_hints)


def parse_note_words(words: list[str], other: bool, plan: Plan) -> tuple[str | None, str]:
    """Parse the typed words: item and note, in this order; with --other only the note.

    Raises TrackerError with the right form, where a word stands in another's place.
    """
    form = 'tracker note --other "..."' if other else 'tracker note ITEM "..."'
    if not words:
        raise WrongUsage(f"what is the note? {form}")
    if words[0] not in plan.items and is_typed_length(words[0]):
        raise TrackerError(
            f'a note has no length; to log {words[0]}: tracker log {words[0]} ITEM "a note"'
        )
    item: str | None = None
    notes = words
    if not other:
        item, *notes = words
        if is_no_id(item):
            right_item = "ITEM"
            if notes and notes[0] and " " not in notes[0]:
                right_item = notes[0]
            raise TrackerError(
                f'the item comes before the note: tracker note {right_item} "{item}"; '
                f'without an item: tracker note --other "{item}"'
            )
    note = " ".join(notes)
    if not note.strip():
        raise WrongUsage(f"what is the note? {form.replace('ITEM', item or 'ITEM')}")
    if len(notes) > 1:
        right_form = form.replace("ITEM", item or "ITEM").replace("...", note)
        raise TrackerError(f"a note of more than one word goes in quotes: {right_form}")
    return item, note


def refuse_time_in_note(words: list[str], other: bool, plan: Plan, now: datetime) -> None:
    """Raise TrackerError where a time stands in the place of the item or of the note."""
    if when.find_time(words, now):
        from tracker.cli import misread_words  # most notes are no times

        misread_words.refuse_misplaced_time("note", ["tracker note"], words, other, plan, now)


def is_typed_length(word: str) -> bool:
    """Whether a word is a length of time such as `45m`; a bare number may be an id."""
    if word.isdigit():
        return False
    try:
        return when.parse_duration(word) > 0
    except ValueError:
        return False


def parse_note_day(on: str | None, now: datetime, day_starts: int, force: bool) -> Start:
    """Parse the day of a note, else today, as the plan's `day_starts` counts it.

    TrackerError for what is no day and, unless forced, for one in the future.
    """
    today = when.journal_day_of(now, day_starts)
    if on is None:
        return Start(today)
    try:
        start = when.day_or_week(on, today)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if start.day > now.date() and not force:
        raise TrackerError(
            f"{when.format_start(start)} lies in the future; if that is right, add --force"
        )
    return start


def add_note(text: str, note: Session, plan: Plan, force: bool) -> FileChange:
    """Add a note to the file of its week, with its item found and an id of its own."""
    week, problems = read_week(week_of(note.start.day), text)
    note, hints = complete_session(note, week, plan, force)
    what = f"wrote {format_logged_session(note)}{quote_note(note.note)}"
    hints += error_lines(problems)
    return FileChange(add_session(text, note), what, hints, note.id)
