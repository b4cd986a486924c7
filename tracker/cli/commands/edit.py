"""tracker edit: what is asked of one session -> its line changed, and moved where it now belongs to another week."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime, time, timedelta

from tracker import store
from tracker.cli import (
    change_week,
    describe_session,
    find_item,
    find_session,
    running_session,
    session_time,
    stop_session,
    timer,
)
from tracker.cli.find_session import LocatedSession
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.edit import sessions
from tracker.edit.insert import decode_file_text, read
from tracker.model import when
from tracker.model.journal import Session, Start, TrackerError, error_lines, week_of

EXAMPLES = """\
examples:
  tracker edit 7kq2m9 --minutes 50m
  tracker edit 7kq2m9 --at 19:45            on its day; --at "2024-07-05 19:45" moves it to another
  tracker edit 2024-W27:3 --item zero-to-hero/gpt --note "from the start"

Only what is named changes; --note "" takes the note away, --other the item. What runs stops when it gets --minutes.
tracker sessions shows the ids."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker edit ID [--minutes LENGTH] [--at TIME] [--on DAY] [--item ITEM] [--other]\n"
        "                       [--note NOTE] [--about | --measured] [--force]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "id", metavar="ID", help="which session: 7kq2m9, 2024-W27/7kq2m9 or 2024-W27:3"
    )
    parser.add_argument(
        "--minutes", metavar="LENGTH", help="how long it was: 50m, 1h30m, 1:30, 1.5h, 90"
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
    parser.add_argument(
        "--force",
        action="store_true",
        help="a time in the future, over 16 hours, an id like a known one",
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    one = find_session.resolve_session(root, args.id)
    new, hints = apply_edit_options(one, args, now, root)
    changes = describe_session_changes(one.session, new)
    if not changes:
        raise TrackerError(
            f"nothing to change: it is {find_session.format_located_session(one.session)}; tracker edit --help says what can be"
        )
    to = week_of(new.start.day) if new.start != one.session.start else one.week
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        text = decode_file_text(one.path, files[one.path] or b"")
        number = find_session.relocate_session(text, one)
        more[:] = said_of(text, one.week, number, new, now)
        what = f"changed {', '.join(changes)}: {find_session.format_located_session(new)}"
        changed = sessions.change_session(text, one.week, number, new)
        if to == one.week:
            return what, {one.path: changed.encode()}
        return what, move_session_to_week(files, changed, one.week, number, to, new, root)

    paths = dict.fromkeys([one.path, running_session.week_path_of(to)])
    confirm(root, store.apply_edit(root, [*paths], write), [*more, *hints])
    return 0


def apply_edit_options(
    one: LocatedSession, args: Namespace, now: datetime, root: str
) -> tuple[Session, list[str]]:
    """The session as it shall be, and what is to be said of its item."""
    new = one.session
    hints: list[str] = []
    if args.minutes is not None:
        new = new._replace(minutes=parse_session_length(args.minutes, args.force), running=False)
    if args.at is not None or args.on is not None:
        new = new._replace(start=start_of(new.start, args.at, args.on, now, new.running))
        if not args.force and is_in_future(new.start, now):
            raise TrackerError(
                f"{when.format_start(new.start)} lies in the future; if that is right, add --force"
            )
    if args.item is not None:
        plan, hints = store.read_plan(root)
        week, _ = read(one.week, decode_file_text(one.path, store.read_file(root, one.path) or b""))
        item = find_item.resolve_item(
            args.item, find_item.collect_known_items(plan, week), args.force
        )
        new = new._replace(item=item.item)
        hints = [*([item.hint] if item.hint else []), *hints]
    new = new._replace(item=None) if args.other else new
    new = new._replace(note=args.note or None) if args.note is not None else new
    return new._replace(about=(new.about or args.about) and not args.measured), hints


def parse_session_length(text: str, force: bool) -> int:
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
            f"{text!r} is {when.format_duration(minutes)}, more than 16 h; if that is right, add --force"
        )
    return minutes


def start_of(old: Start, at: str | None, on: str | None, now: datetime, runs: bool) -> Start:
    """A time alone is one of its own day, and a day alone keeps its time."""
    try:
        day = when.day_or_week(on, now.date()) if on is not None else old
        clock = old.clock if at is None else clock_of(at)
        if at is not None and clock is None:
            if on is not None:
                raise TrackerError(
                    f"--on names the day, and --at {at!r} another; give a time alone, such as 19:30"
                )
            return offset_as(timer.start_at(when.parse_moment(at, now).astimezone()), runs)
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


def clock_of(text: str) -> time | None:
    """`19:30` as a time of day; None for what says more. ValueError for a time that there is not."""
    try:
        return when.parse_clock(text.strip())
    except ValueError as error:
        if str(error).startswith("there is no such"):
            raise
        return None


def offset_as(start: Start, runs: bool) -> Start:
    """Only what runs needs to know its offset from UTC."""
    return start if runs else start._replace(offset=None)


def is_in_future(start: Start, now: datetime) -> bool:
    if start.clock is None:
        return start.day > now.date()
    return timer.begin_time_of(Session(start)) > now.astimezone()


def describe_session_changes(old: Session, new: Session) -> list[str]:
    """`minutes 45 to 50`, `note`."""
    before, after = sessions.format_session_values(old), sessions.format_session_values(new)
    found = []
    for key in sessions.KEYS:
        was, now_ = before.get(key), after.get(key)
        if was != now_ and key != "running":
            found.append(
                key
                if key in ("note", "about")
                else f"{key} from {was or 'none'} to {now_ or 'none'}"
            )
    return found


def said_of(text: str, name: str, number: int, new: Session, now: datetime) -> list[str]:
    """The sessions of the same week that it overlaps now, an end that is still to come, what is wrong with the file."""
    week, problems = read(name, text)
    others = [session for at, session in enumerate(week.sessions) if at != number] if week else []
    overlaps = [
        f"overlaps {describe_session.format_logged_session(other, now)}"
        for other in others
        if describe_session.has_overlap(new, other, now)
    ]
    end = (
        timer.begin_time_of(new) + timedelta(minutes=new.minutes or 0)
        if new.start.clock
        else now.astimezone()
    )
    if end > now.astimezone():
        overlaps.append(f"it ends at {end.astimezone():%H:%M}, which is still to come")
    return overlaps + error_lines(problems)


def move_session_to_week(
    files: store.Files, text: str, week: str, number: int, to: str, new: Session, root: str
) -> store.Files:
    """Its line out of one week's file and into another's."""
    path, path_to = running_session.week_path_of(week), running_session.week_path_of(to)
    there = (
        decode_file_text(path_to, data)
        if (data := files[path_to]) is not None
        else change_week.first_lines(root)
    )
    other, _ = read(to, there)
    if new.id is not None and other and any(session.id == new.id for session in other.sessions):
        raise TrackerError(
            f"{path_to} has a session {new.id} already; give one of the two another id"
        )
    line = sessions.extract_session_line(text, week, number)
    return {
        path: sessions.take_out(text, week, number).encode(),
        path_to: sessions.put_in(there, to, new, line).encode(),
    }
