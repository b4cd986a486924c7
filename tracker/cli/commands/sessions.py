"""tracker sessions: list the sessions of a period, one line each, as the weeks' files hold them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from tracker import store
from tracker.cli import find_session, session_time
from tracker.cli.completion.candidates import list_weeks_newest_first
from tracker.cli.find_session import LocatedSession
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.format import loader
from tracker.model import periods, when
from tracker.model.journal import Period, Session, Start, TrackerError, error_lines, week_path_of

EXAMPLES = """\
examples:
  tracker sessions
  tracker sessions last 14d
  tracker sessions 2024-07 --json

A line is: id, when, how long, on what, note. One without an id is named by its place, as \
2024-W27:3: that week's third.
What is named so can be changed with tracker edit and tracker remove.
JSON: [{"week", "place", "id", "start", "minutes", "about", "running", "item", "note", \
"unpublished"}, ...],
lengths in minutes, null for a note and for what runs."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker sessions [PERIOD] [--json]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "period",
        nargs="*",
        metavar="PERIOD",
        help="last week, 2024-W27, 2024-07, all; else this week",
    )
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    try:
        period = periods.parse_period(" ".join(args.period) or "week", now.date())
    except ValueError as error:
        raise TrackerError(str(error)) from None
    located, problems = read_period_sessions(root, period)
    if args.json:
        import json

        facts = [build_session_facts(each) for each in located]
        say(json.dumps(facts, indent=2, ensure_ascii=False))
    elif located:
        for line in format_session_lines(located):
            say(line)
    elif period:
        hint(f"no sessions from {period.first} to {period.last}")
    else:
        hint("no sessions in this journal")
    for problem in problems:
        hint(problem)
    return 0


def read_period_sessions(
    root: str, period: Period | None
) -> tuple[list[LocatedSession], list[str]]:
    """Read the sessions of a period, first one first, and list the problems of its weeks' files.

    Other weeks are not read.
    """
    located: list[LocatedSession] = []
    lines: list[str] = []
    for name in reversed(list_weeks_newest_first(root)):
        if period and not is_start_in_period(when.parse_start(name), period):
            continue
        path = week_path_of(name)
        week, problems = loader.load_week(path, name, store.read_file(root, path) or b"")
        of_week = list(find_session.locate_sessions(week))
        if period:
            of_week = [each for each in of_week if is_start_in_period(each.session.start, period)]
        located += sorted(of_week, key=_time_of)
        lines += error_lines(problems)
    return located, lines


def _time_of(located: LocatedSession) -> tuple[date, time]:
    start = located.session.start
    return start.day, start.clock or time()


def is_start_in_period(start: Start, period: Period) -> bool:
    """Whether a start, or the whole week that it may mean, overlaps the period."""
    last = start.day
    if start.whole_week:
        last += timedelta(days=6)
    return start.day <= period.last and last >= period.first


def format_session_lines(located: list[LocatedSession]) -> Iterator[str]:
    """Yield a line for each session: id, when, how long, on what, note, in columns."""
    names = name_listed_sessions(located)
    rows = [
        (name, *build_session_row(each.session)) for name, each in zip(names, located, strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, at, length, item, note in rows:
        cells = (
            name.ljust(widths[0]),
            at.ljust(widths[1]),
            length.rjust(widths[2]),
            item.ljust(widths[3]),
            note,
        )
        yield "  ".join(cells).replace("\n", " ").rstrip()


def name_listed_sessions(located: list[LocatedSession]) -> list[str]:
    """Name each session by its id, with its week where several weeks hold the id.

    A session is named by its place where it has no id, or shares it with another of its week.
    """
    by_id = Counter(each.session.id for each in located)
    by_week_and_id = Counter((each.week, each.session.id) for each in located)
    names = []
    for each in located:
        id_ = each.session.id
        if id_ is None or by_week_and_id[each.week, id_] > 1:
            names.append(each.place)
        elif by_id[id_] > 1:
            names.append(f"{each.week}/{id_}")
        else:
            names.append(id_)
    return names


def build_session_row(session: Session) -> tuple[str, str, str, str]:
    """Format when a session took place, its length, its item and its note."""
    if session.running:
        length = "running"
    elif session.is_note:
        length = "note"
    else:
        length = when.format_duration(session.minutes or 0)
        if session.about:
            length = f"about {length}"
    at = session_time.format_session_time(session.start, session.minutes or 0)
    note = session.note or ""
    if session.unpublished:
        note = f"(unpublished) {note}".rstrip()
    return at, length, session.item or "-", note


def build_session_facts(located: LocatedSession) -> dict[str, Any]:
    """Build the facts of a session for `--json`."""
    session = located.session
    return {
        "week": located.week,
        "place": located.place,
        "id": session.id,
        "start": when.format_start(session.start),
        "minutes": session.minutes,
        "about": session.about,
        "running": session.running,
        "item": session.item,
        "note": session.note,
        "unpublished": session.unpublished,
    }
