"""tracker log: how long, on what, a note -> one line in the week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import NamedTuple

from tracker import store
from tracker.cli import find_item, session_time
from tracker.cli.change_week import first_lines, misnamed_files
from tracker.cli.describe_session import format_logged_session, fresh_id, has_overlap
from tracker.cli.finish_unit import done_units, unit_of
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.edit import insert
from tracker.model import when
from tracker.model.journal import Session, TrackerError, WrongUsage, error_lines, week_of
from tracker.model.plan import Plan
from tracker.store import read_plan

FORM = 'tracker log 45m ITEM "a note"'

EXAMPLES = """\
examples:
  tracker log 45m zero-to-hero/micrograd "the chain rule, at last"
  tracker log 9:00-10:15 vaswani2017 --on mon
  tracker log 1.5h zero/makemore --at "yesterday 19:30" --done

DURATION is 45m, 1h30m, 1:30, 1.5h or 90 (minutes), or a span such as 9:00-10:15. Without --at and --on it ended now.
ITEM is an id of the plan, the beginning of one, or id/unit. The note goes in quotes, after the item."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker log DURATION [ITEM] [NOTE] [--at TIME] [--on DAY] [--about] [--done] [--other] [--force]"
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
    parser.add_argument(
        "--other", action="store_true", help="no item: what follows the duration is the note"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="log a time in the future, over 16 hours, or an id like a known one",
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = read_plan(root)
    asked = sorted_out(args.words, args.other, plan)
    timed = session_time.parse_session_time(asked.length, args.at, args.on, now, args.force)
    session = Session(timed.start, timed.minutes, asked.item, asked.note, about=args.about)
    name = f"entries/{week_of(timed.start.day)}.yaml"
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        old = files[name]
        text = first_lines(root) if old is None else insert.decode_file_text(name, old)
        added = with_session(text, session, plan, args, now)
        more[:] = [*added.hints, *(misnamed_files(root, name) if old is None else ())]
        return added.what, {name: added.text.encode()}

    written = store.apply_edit(root, [name], write)
    say(f"{written.what[:1].upper()}{written.what[1:]}. Undo: tracker undo")
    for line in [*timed.hints, *more, *hints, *written.warnings]:
        hint(line)
    return 0


class LogWords(NamedTuple):
    """The words in their places."""

    length: str
    item: str | None = None
    note: str | None = None


class AddedSession(NamedTuple):
    """A week's text with the session in it, what that was in words, and what else is to be said."""

    text: str
    what: str
    hints: list[str]


def sorted_out(words: list[str], other: bool, plan: Plan) -> LogWords:
    """Length, item, note, in this order. TrackerError with the right form for what stands in another's place."""
    if not words:
        raise WrongUsage(f"how long was it? {FORM}")
    length, *rest = words
    if len(rest) > 0 and rest[0] not in plan.items and _is_length(rest[0]):
        raise TrackerError(_length_in_second_place(length, rest[0], rest[1:]))
    if other:
        if len(rest) > 1:
            raise TrackerError(
                f'--other takes no item, only a note in quotes: tracker log {length} --other "{" ".join(rest)}"'
            )
        return LogWords(length, None, rest[0] if rest and rest[0] else None)
    item, note = [*rest, None, None][:2] if rest else (None, None)
    if item is not None and (not item or any(letter.isspace() for letter in item)):
        right = f'tracker log {length} {note if note and " " not in note else "ITEM"} "{item}"'
        raise TrackerError(
            f"the item comes before the note: {right}; without an item: tracker log {length} --other ..."
        )
    if len(rest) > 2:
        raise TrackerError(
            f'a note of more than one word goes in quotes: tracker log {length} {item} "{" ".join(rest[1:])}"'
        )
    return LogWords(length, item, note or None)


def _is_length(word: str) -> bool:
    try:
        return bool(when.parse_span(word)) or when.parse_duration(word) >= 0
    except ValueError:
        return word.lower() in ("m", "h", "min", "minutes", "hours")


def _length_in_second_place(first: str, second: str, rest: list[str]) -> str:
    if first[:1].isdigit():
        return f"{first!r} and {second!r} are one length of time: write {first}{second}"
    return f"the length comes first: tracker log {' '.join([second, first, *(repr(word) for word in rest)])}"


def with_session(
    text: str, asked: Session, plan: Plan, args: Namespace, now: datetime
) -> AddedSession:
    """The session, with its item found and an id of its own, put into the text."""
    week, problems = insert.read(week_of(asked.start.day), text)
    hints, session = [], asked
    if asked.item is not None:
        found = find_item.resolve_item(
            asked.item, find_item.collect_known_items(plan, week), args.force
        )
        session = asked._replace(item=found.item)
        hints += [found.hint] if found.hint else []
    session = session._replace(id=fresh_id({other.id for other in week.sessions} if week else ()))
    new, what = insert.add_session(text, session), format_logged_session(session)
    if args.done:
        kind, course, unit = unit_of(session, plan)
        if week and unit in done_units(week, kind, course):
            hints.append(f"{unit} was marked as done this week before")
        else:
            new = insert.add_done(new, week_of(session.start.day), course, unit, kind)
            what += f", {unit} done"
    others = [
        other for other in (week.sessions if week else ()) if has_overlap(session, other, now)
    ]
    overlaps = (
        [
            f"overlaps {format_logged_session(others[0], now)}"
            + f", and {len(others) - 1} more" * (len(others) > 1)
        ]
        if others
        else []
    )
    return AddedSession(new, "logged " + what, hints + overlaps + error_lines(problems))
