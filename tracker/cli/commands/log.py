"""tracker log: a length, an item and a note -> a session, one line in the week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tracker import store
from tracker.cli import session_time
from tracker.cli.change_week import Change, change_files, quote_note
from tracker.cli.describe_session import format_logged_session, list_overlaps
from tracker.cli.new_session import (
    add_session_options,
    complete_session,
    is_no_id,
    refuse_item_as_note,
)
from tracker.cli.terminal import find_journal_folder
from tracker.edit.add_session import add_session
from tracker.edit.document import read_week
from tracker.model import when
from tracker.model.journal import (
    Session,
    TrackerError,
    WrongUsage,
    error_lines,
    week_of,
    week_path_of,
)
from tracker.model.plan import Plan

FORM = 'tracker log 45m ITEM "a note"'

EXAMPLES = """\
examples:
  tracker log 45m zero-to-hero/micrograd "the chain rule, at last"
  tracker log 9:00-10:15 vaswani2017 --on mon
  tracker log 1.5h zero/makemore --at "yesterday 19:30" --done
  tracker log 45m -                         once more, on the last item

DURATION is 45m, 1h30m, 1:30, 1.5h or 90 (minutes), or a span such as 9:00-10:15. \
Without --at and --on it ended now.
ITEM is an id of the plan, the beginning of one, id/unit, or a unit that one course alone has; \
- is the last one.
The note goes in quotes, after the item.
Without a length it is a note: tracker note."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker log DURATION [ITEM] [NOTE] [--at TIME] [--on DAY] [--about] [--done] [--other]\n"
        "                   [--unpublished] [--force]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words", nargs="*", metavar="DURATION [ITEM] [NOTE]", help="how long, on what, a note"
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it began: 19:30, 7:30pm, "yesterday 19:30", "mon 8:00", "10m ago"',
    )
    parser.add_argument(
        "--on",
        metavar="DAY",
        help="the day or the week, if no more is known: 2024-07-02, mon, 2024-W27",
    )
    parser.add_argument("--about", action="store_true", help="the length is an estimate")
    parser.add_argument(
        "--done", action="store_true", help="the unit is finished, too: in the same write"
    )
    add_session_options(
        parser,
        other="no item: what follows the duration is the note",
        counts="; its minutes count",
        force="log a time in the future, over 16 hours, or an id like a known one",
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, plan_hints = store.read_plan(root)
    words = parse_log_words(args.words, args.other, plan, now, args.force)
    if words.item == "-":
        from tracker.cli.last_session import find_last_item

        words = words._replace(item=find_last_item(root))
    time = session_time.parse_session_time(words.length, args.at, args.on, now, args.force)
    session = Session(
        time.start,
        time.minutes,
        words.item,
        words.note,
        about=args.about,
        unpublished=args.unpublished,
    )
    path = week_path_of(week_of(time.start.day))
    done_week = week_of(find_done_day(session, plan))

    def change(texts: Mapping[str, str]) -> Change:
        added = add_logged_session(texts[path], session, plan, args.force, now)
        changed = {**texts, path: added.text}
        what, hints = added.what, [*time.hints, *added.hints]
        if args.done:
            from tracker.cli.finish_unit import finish_unit  # few sessions finish a unit

            finished = finish_unit(root, changed, done_week, added.session, plan)
            changed = finished.texts
            what += finished.what
            hints += finished.hints
        return Change(changed, what, hints, added.session.id)

    paths = [path]
    if args.done:
        paths.append(week_path_of(done_week))
    return change_files(root, paths, change, plan_hints)


class LogWords(NamedTuple):
    """The words of `tracker log` by their meaning."""

    length: str
    item: str | None = None
    note: str | None = None


class AddedSession(NamedTuple):
    """A week's text with the session in it, the session, what was done in words, and hints."""

    text: str
    session: Session
    what: str
    hints: list[str]


def parse_log_words(
    words: list[str], other: bool, plan: Plan, now: datetime, force: bool
) -> LogWords:
    """Parse the typed words: length, item and note, in this order.

    Raises TrackerError with the right form, where a word stands in another's place; with `force` a
    time may be an item or a note.
    """
    if not words:
        raise WrongUsage(f"how long was it? {FORM}")
    length, *rest = words
    if not when.is_length(length) or (rest and may_be_misread(rest, now)):
        from tracker.cli.misread_words import refuse_misread_log  # most lines are in order

        refuse_misread_log(words, other, plan, now, force)
    if other:
        return parse_other_words(length, rest, plan, force)
    if not rest:
        return LogWords(length)
    item, *notes = rest
    item = item.strip()
    note = notes[0] if notes else ""
    if note.lower() == "done" and not force:
        form = f"tracker log {length} {item} --done" if "/" in item else f"tracker done {item}"
        raise TrackerError(f"what is done is no note: {form} (--force logs it as typed)")
    if not item:
        raise TrackerError(f"the item is empty: tracker log {length} ITEM, or leave it out")
    if is_no_id(item):
        right_item = note if note and " " not in note else "ITEM"
        raise TrackerError(
            f'the item comes before the note: tracker log {length} {right_item} "{item}"; '
            f"without an item: tracker log {length} --other ..."
        )
    if len(notes) > 1:
        from tracker.cli.misread_words import format_item_and_note

        line = f"tracker log {length} {format_item_and_note(item, notes, plan)}"
        raise TrackerError(f"a note of more than one word goes in quotes: {line}")
    return LogWords(length, item, note or None)


def parse_other_words(length: str, rest: list[str], plan: Plan, force: bool) -> LogWords:
    """Parse the words behind the length with --other: a note, and no item."""
    note = " ".join(rest)
    if len(rest) > 1:
        raise TrackerError(
            f'--other takes no item, only a note in quotes: tracker log {length} --other "{note}"'
        )
    if note and not force:
        refuse_item_as_note(note, plan, f"tracker log {length} {note}")
    return LogWords(length, None, note or None)


def may_be_misread(words: list[str], now: datetime) -> bool:
    """Whether an item and a note may be times, or parts of a length."""
    first = words[0]
    is_part_of_length = (
        first.isdigit() or when.parse_span(first) or first.lower() in when.LENGTH_UNITS
    )
    return bool(is_part_of_length) or when.find_time(words, now) is not None


def add_logged_session(
    text: str, session: Session, plan: Plan, force: bool, now: datetime
) -> AddedSession:
    """Add a session to the file of its start's week, with its item found and an id."""
    week, problems = read_week(week_of(session.start.day), text)
    session, hints = complete_session(session, week, plan, force)
    overlaps = list_overlaps(session, week.sessions if week else (), now, now)
    if len(overlaps) > 1:
        hints.append(f"{overlaps[0]}, and {len(overlaps) - 1} more")
    else:
        hints += overlaps
    hints += error_lines(problems)
    what = f"logged {format_logged_session(session)}{quote_note(session.note)}"
    return AddedSession(add_session(text, session), session, what, hints)


def find_done_day(session: Session, plan: Plan) -> date:
    """Say on which day of the journal a unit was finished: when its session ended."""
    start = session.start
    if start.clock is None:
        return start.day
    begin = datetime.combine(start.day, start.clock)
    end = begin + timedelta(minutes=session.minutes or 0)
    return when.journal_day_of(end, plan.day_starts)
