"""tracker edit: a session and new values -> its line changed, or moved to another week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from tracker import store
from tracker.cli import (
    describe_session,
    find_item,
    find_session,
    last_session,
    session_time,
    stop_session,
    timer,
)
from tracker.cli.change_week import Change, change_files
from tracker.cli.find_session import LocatedSession
from tracker.cli.terminal import find_journal_folder
from tracker.edit import sessions
from tracker.edit.add_session import add_session_line
from tracker.edit.document import decode_file_text, read_week
from tracker.model import when
from tracker.model.journal import Session, Start, TrackerError, error_lines, week_of, week_path_of

EXAMPLES = """\
examples:
  tracker edit 50m                          the session that was logged last was so long
  tracker edit last 50m                     the same
  tracker edit 7kq2m9 --minutes 50m
  tracker edit 7kq2m9 --at 19:45            on its day; --at "2024-07-05 19:45" moves it to another
  tracker edit 2024-W27:3 --item zero-to-hero/gpt --note "from the start"

Only what is named changes; --note "" takes the note away, --minutes "" the length, --other \
the item.
What runs stops when it gets --minutes.
tracker show shows the ids; last is the last line of the newest week that has sessions.
A length may stand alone."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker edit [SESSION] [LENGTH] [--minutes LENGTH] [--at TIME] [--on DAY] [--item ITEM]\n"
        "                       [--other] [--note NOTE] [--about | --measured] "
        "[--unpublished | --published] [--force]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "id", metavar="SESSION", help="which one: last, 7kq2m9, 2024-W27/7kq2m9 or 2024-W27:3"
    )
    parser.add_argument("length", nargs="?", metavar="LENGTH", help="the same as --minutes")
    parser.add_argument(
        "--minutes",
        metavar="LENGTH",
        help='how long it was: 50m, 1h30m, 1:30, 1.5h, 90; "" for a note',
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it began: 19:30 (on its day), "yesterday 19:30", "mon 8:00"',
    )
    parser.add_argument(
        "--on", metavar="DAY", help="another day, at the same time; or a week, if no more is known"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--item", metavar="ITEM", help="what it was on")
    what.add_argument("--other", action="store_true", help="it was on no item")
    parser.add_argument("--note", metavar="NOTE", help='another note; "" for none')
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--about", action="store_true", help="the length is an estimate")
    how.add_argument("--measured", action="store_true", help="it is none")
    words = parser.add_mutually_exclusive_group()
    words.add_argument("--unpublished", action="store_true", help="its words stay off the site")
    words.add_argument("--published", action="store_true", help="they are on it, after all")
    parser.add_argument(
        "--force",
        action="store_true",
        help="a time in the future, over 16 hours, an id like a known one",
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    if is_length_alone(args):
        refuse_id_like_length(root, args.id)
        refuse_length_of_running(root, args.id)
        args.id, args.length = "last", args.id
    elif args.length == "last" and when.is_length(args.id):
        raise TrackerError(f"the session comes first: tracker edit last {args.id}")
    if args.length is not None:
        take_length_word(args, now)
    located = find_session.resolve_session(root, args.id)
    new, hints = apply_edit_options(located, args, now, root)
    changes = describe_session_changes(located.session, new)
    if not changes:
        raise TrackerError(
            f"nothing to change: it is {find_session.format_located_session(located.session)}; "
            "tracker edit --help says what can be"
        )
    new_week = located.week
    if new.start != located.session.start:
        new_week = week_of(new.start.day)

    def change(texts: Mapping[str, str]) -> Change:
        text = texts[located.path]
        number = find_session.relocate_session(text, located)
        change_hints = list_change_hints(text, located.week, number, new, now)
        name = find_session.format_located_session(new)
        what = f"changed {', '.join(changes)}: {name}"
        changed = {**texts, located.path: sessions.change_session(text, located.week, number, new)}
        if new_week != located.week:
            changed = move_session_to_week(changed, located.week, number, new_week, new)
        return Change(changed, what, change_hints, new.id)

    return change_files(root, [located.path, week_path_of(new_week)], change, hints)


def is_length_alone(args: Namespace) -> bool:
    """Whether `tracker edit 50m` names no session: the last one is meant.

    A bare number may begin an id, and `9:30` may be a time. With an option `50m` is an id, too.
    """
    given = vars(args)
    others = [key for key in given if key not in ("id", "length", "journal", "json", "no_color")]
    if args.length is not None or any(given[key] not in (None, False) for key in others):
        return False
    return not args.id.isdigit() and when.is_length(args.id)


def refuse_id_like_length(root: str, typed: str) -> None:
    """Raise TrackerError where a length could also be the beginning of a session's id."""
    if typed.isalnum() and find_session.find_sessions_by_id(root, None, typed.lower())[0]:
        raise TrackerError(
            f"{typed!r} is a length, and a session's id begins so: tracker edit last {typed}, "
            "or type more of the id"
        )


def refuse_length_of_running(root: str, typed: str) -> None:
    """Raise TrackerError where the last session still runs, and a length would end it."""
    last = find_session.find_last_session(root).session
    if last.running:
        raise TrackerError(
            f"{find_session.format_located_session(last)} is running; tracker stop ends it now, "
            f"and tracker edit last {typed} with that length"
        )


def take_length_word(args: Namespace, now: datetime) -> None:
    """Take the word behind the session for --minutes, or a span for --at as well.

    Raises TrackerError for a word that is no length, and for `9:30`, a length or a time of day.
    """
    typed, session = args.length, args.id
    if args.minutes is not None:
        raise TrackerError(f"{typed!r} and --minutes {args.minutes!r} are two lengths; write one")
    if span := when.parse_span(typed):
        if args.at is not None:
            raise TrackerError(f"{typed!r} says when it began; leave out --at")
        args.at, args.minutes = f"{span[0]:%H:%M}", str(span[1])
        return
    sort = when.sort_time(typed, now)
    if sort == "moment" and when.is_length(typed):
        raise TrackerError(
            f"{typed!r} could be a length or a time: tracker edit {session} --minutes {typed}, "
            f"or --at {typed}"
        )
    if sort in ("moment", "day", "week"):
        option = "--at" if sort == "moment" else "--on"
        raise TrackerError(
            f'{typed!r} is no length of time: tracker edit {session} {option} "{typed}"'
        )
    if typed[:1] in ("+", "-") and when.is_length(typed[1:]):
        raise TrackerError(
            f"{typed!r} is a difference: write the whole length, such as tracker edit {session} 50m"
        )
    if not when.is_length(typed):
        raise TrackerError(
            f"{typed!r} is no length of time; a new note is tracker edit {session} "
            f'--note "{typed}", and another item --item ITEM'
        )
    args.minutes = typed


def apply_edit_options(
    located: LocatedSession, args: Namespace, now: datetime, root: str
) -> tuple[Session, list[str]]:
    """Apply the options to the session. Returns the new session, and hints about its item.

    Raises TrackerError for values that cannot be and, unless forced, for unlikely ones.
    """
    new = located.session
    hints: list[str] = []
    if args.minutes is not None:
        new = change_session_length(new, args.minutes, args.force)
    if args.at is not None or args.on is not None:
        new = new._replace(start=start_of(new.start, args.at, args.on, now, new.running))
        if not args.force and is_in_future(new.start, now):
            start = when.format_start(new.start)
            raise TrackerError(f"{start} lies in the future; if that is right, add --force")
    if args.item is not None:
        plan, plan_hints = store.read_plan(root)
        text = decode_file_text(located.path, store.read_file(root, located.path) or b"")
        week, _ = read_week(located.week, text)
        item = args.item
        if item == last_session.LAST_ITEM:
            item = last_session.find_last_item(root, located.session.item)
        new = new._replace(item=item)
        new, item_hints = find_item.resolve_session_item(new, plan, week, args.force)
        hints += [*item_hints, *plan_hints]
    if args.other:
        new = new._replace(item=None)
    if args.note is not None:
        new = new._replace(note=args.note or None)
    if args.about or args.measured:
        new = new._replace(about=args.about)
    if args.unpublished or args.published:
        new = new._replace(unpublished=args.unpublished)
    check_note(new)
    return new, hints


def change_session_length(session: Session, typed: str, force: bool) -> Session:
    """Give a session the typed length; "" makes a note of it.

    Raises TrackerError for lengths that cannot be, and for none where the session runs.
    """
    if typed:
        return session._replace(minutes=parse_session_length(typed, force), running=False)
    if session.running:
        raise TrackerError(
            "what runs has no length yet; tracker stop ends it, and tracker cancel takes it out"
        )
    return session._replace(minutes=None, about=False)


def check_note(session: Session) -> None:
    """TrackerError for a session without a length that says nothing, or has an estimated length."""
    if not session.is_note:
        return
    if not (session.note or "").strip():
        raise TrackerError(
            'without a length a session needs a note: --note "..."; tracker remove takes it out'
        )
    if session.about:
        raise TrackerError("a note has no length that could be an estimate: --minutes 45m --about")


def parse_session_length(text: str, force: bool) -> int:
    """Parse a length to minutes.

    Raises TrackerError for a length that cannot be and, unless forced, for more than 16 hours.
    """
    try:
        minutes = when.parse_duration(text)
    except ValueError:
        raise TrackerError(
            f"{text!r} is no length of time: write 45m, 1h30m, 1:30, 1.5h or 90 (minutes)"
        ) from None
    if not 1 <= minutes <= stop_session.MOST:
        raise TrackerError(
            f"{text!r} cannot be; a session has a minute at least, and 7 days at most"
        )
    if minutes > session_time.LONGEST and not force:
        raise TrackerError(
            f"{text!r} is {when.format_duration(minutes)}, more than 16 h; "
            "if that is right, add --force"
        )
    return minutes


def start_of(old: Start, at: str | None, on: str | None, now: datetime, runs: bool) -> Start:
    """Work out the new start of a session from its old one, --at and --on.

    A time alone is one of the session's own day, and a day alone keeps its time. Raises
    TrackerError where the two options do not go together, or a running session would lose its time.
    """
    day, clock = old, old.clock
    try:
        if on is not None:
            day = when.day_or_week(on, now.date())
        if at is not None:
            clock = clock_of(at)
            if clock is None:
                return _start_at_moment(at, on, now, runs)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if day.whole_week and at is not None:
        raise TrackerError(f"on which day of {when.format_start(day)}? say it with --on")
    if runs and (day.whole_week or clock is None):
        raise TrackerError(
            "what runs needs its day and time; without them its length would be lost"
        )
    if day.whole_week:
        return day
    if day.day == old.day:
        return old._replace(clock=clock, whole_week=False)
    if clock is None:
        return Start(day.day)
    return offset_as(timer.start_at(datetime.combine(day.day, clock).astimezone()), runs)


def _start_at_moment(at: str, on: str | None, now: datetime, runs: bool) -> Start:
    """Parse an --at that names the day as well."""
    if on is not None:
        raise TrackerError(
            f"--on names the day, and --at {at!r} another; give a time alone, such as 19:30"
        )
    return offset_as(timer.start_at(when.parse_moment(at, now).astimezone()), runs)


def clock_of(text: str) -> time | None:
    """Parse `19:30` as a time of day; None for a text that says more than a time.

    Raises ValueError for a time that does not exist.
    """
    try:
        return when.parse_clock(text.strip())
    except ValueError as error:
        if str(error).startswith("there is no such"):
            raise
        return None


def offset_as(start: Start, runs: bool) -> Start:
    """Drop the start's offset from UTC; only a running session needs it."""
    if runs:
        return start
    return start._replace(offset=None)


def is_in_future(start: Start, now: datetime) -> bool:
    """Whether a start lies after `now`; without a time, whether its day does."""
    if start.clock is None:
        return start.day > now.date()
    return timer.begin_time_of(Session(start)) > now.astimezone()


def describe_session_changes(old: Session, new: Session) -> list[str]:
    """List the values that changed: `minutes from 45 to 50`, `note`."""
    before, after = sessions.format_session_values(old), sessions.format_session_values(new)
    changes = []
    for key in sessions.KEYS:
        if key == "running" or before.get(key) == after.get(key):
            continue
        if key in ("note", "about", "unpublished"):
            changes.append(key)
        else:
            changes.append(f"{key} from {before.get(key) or 'none'} to {after.get(key) or 'none'}")
    return changes


def list_change_hints(
    text: str, week_name: str, number: int, new: Session, now: datetime
) -> list[str]:
    """List hints: sessions of its week it overlaps now, an end still to come, the file's errors."""
    week, problems = read_week(week_name, text)
    others = [*week.sessions] if week else []
    if others:
        del others[number]
    hints = describe_session.list_overlaps(new, others, now, now)
    if new.start.clock and not new.is_note:
        end = timer.begin_time_of(new) + timedelta(minutes=new.minutes or 0)
        if end > now.astimezone():
            hints.append(f"it ends at {end.astimezone():%H:%M}, which is still to come")
    return hints + error_lines(problems)


def move_session_to_week(
    texts: Mapping[str, str], week: str, number: int, new_week: str, session: Session
) -> dict[str, str]:
    """Move a session's line from one week's file into another's.

    Returns the two texts by path. TrackerError where its id is taken there, or the line cannot be
    moved safely.
    """
    path, new_path = week_path_of(week), week_path_of(new_week)
    value, _ = read_week(new_week, texts[new_path])
    taken_ids = {other.id for other in value.sessions} if value else set()
    if session.id is not None and session.id in taken_ids:
        raise TrackerError(
            f"{new_path} has a session {session.id} already; give one of the two another id"
        )
    line = sessions.extract_session_line(texts[path], week, number)
    return {
        path: sessions.remove_session(texts[path], week, number),
        new_path: add_session_line(texts[new_path], new_week, session, line),
    }
