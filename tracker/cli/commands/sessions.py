"""tracker sessions: the sessions of a period, one line each, as they stand in the weeks' files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from tracker import store
from tracker.cli import find_session, running_session, session_time
from tracker.cli.completion.candidates import list_weeks_newest_first
from tracker.cli.find_session import LocatedSession
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.format import loader
from tracker.model import periods, when
from tracker.model.journal import Period, Session, Start, TrackerError, error_lines

EXAMPLES = """\
examples:
  tracker sessions
  tracker sessions last 14d
  tracker sessions 2024-07 --json

A line is: id, when, how long, on what, note. One without an id is named by its place, as 2024-W27:3: that week's third.
What is named so can be changed with tracker edit and tracker remove.
JSON: [{"week", "place", "id", "start", "minutes", "about", "running", "item", "note"}, ...], lengths in minutes."""


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
    found, problems = read_period_sessions(root, period)
    if args.json:
        import json

        say(json.dumps([build_session_facts(each) for each in found], indent=2, ensure_ascii=False))
    else:
        for line in format_session_lines(found):
            say(line)
        if not found:
            hint(
                "no sessions "
                + (f"from {period.first} to {period.last}" if period else "in this journal")
            )
    for problem in problems:
        hint(problem)
    return 0


def read_period_sessions(
    root: str, period: Period | None
) -> tuple[list[LocatedSession], list[str]]:
    """The sessions, first one first. Only the period's weeks are read."""
    found, problems = [], []
    for name in reversed(list_weeks_newest_first(root)):
        if period is None or is_start_in_period(when.parse_start(name), period):
            path = running_session.week_path_of(name)
            week, misfits = loader.load_week(path, name, store.read_file(root, path) or b"")
            listed = [
                each
                for each in find_session.locate_sessions(week)
                if period is None or is_start_in_period(each.session.start, period)
            ]
            found += sorted(
                listed,
                key=lambda each: (each.session.start.day, each.session.start.clock or time()),
            )
            problems += error_lines(misfits)
    return found, problems


def is_start_in_period(start: Start, period: Period) -> bool:
    last = start.day + timedelta(days=6 * start.whole_week)
    return start.day <= period.last and last >= period.first


def format_session_lines(found: list[LocatedSession]) -> Iterator[str]:
    names = name_listed_sessions(found)
    rows = [
        (name, *build_session_row(each.session)) for name, each in zip(names, found, strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, at, length, item, note in rows:
        line = f"{name:<{widths[0]}}  {at:<{widths[1]}}  {length:>{widths[2]}}  {item:<{widths[3]}}  {note}"
        yield line.replace("\n", " ").rstrip()


def name_listed_sessions(found: list[LocatedSession]) -> list[str]:
    """Each by its id; with its week where the id stands twice here, by its place where it has none."""
    ids = Counter(each.session.id for each in found)
    here = Counter((each.week, each.session.id) for each in found)
    return [
        each.place
        if id_ is None or here[each.week, id_] > 1
        else id_
        if ids[id_] == 1
        else f"{each.week}/{id_}"
        for each in found
        for id_ in [each.session.id]
    ]


def build_session_row(session: Session) -> tuple[str, str, str, str]:
    length = (
        "running"
        if session.running
        else "about " * session.about + when.format_duration(session.minutes or 0)
    )
    return (
        session_time.format_session_time(session.start, session.minutes or 0),
        length,
        session.item or "-",
        session.note or "",
    )


def build_session_facts(each: LocatedSession) -> dict[str, Any]:
    session = each.session
    return {
        "week": each.week,
        "place": each.place,
        "id": session.id,
        "start": when.format_start(session.start),
        "minutes": session.minutes,
        "about": session.about,
        "running": session.running,
        "item": session.item,
        "note": session.note,
    }
