"""tracker start: an item and a note -> a running session, one line in this week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from tracker import store
from tracker.cli import running_session, timer
from tracker.cli.change_week import Change, change_files
from tracker.cli.start_session import add_session_words, build_running_session, start_session
from tracker.cli.terminal import find_journal_folder
from tracker.model.journal import TrackerError, week_of, week_path_of

EXAMPLES = """\
examples:
  tracker start zero-to-hero/makemore
  tracker start vaswani2017 "the second time" --at "10m ago"
  tracker start --other "tidying my notes"
  tracker start -                           the last item again

The session is a line in this week's file at once, and runs until tracker stop, \
however far away that is typed."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker start [ITEM] [NOTE] [--at TIME] [--other] [--unpublished] [--force]"
    parser.epilog = EXAMPLES
    add_session_words(parser)
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it began, if not now: 19:30, "10m ago", "yesterday 23:30"',
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, plan_hints = store.read_plan(root)
    moment = timer.to_minute(timer.parse_moment_option(args.at, now))
    session = build_running_session(args, "start", moment, plan, now)
    if session.item == "-":
        from tracker.cli.last_session import find_last_item

        session = session._replace(item=find_last_item(root))
    path = week_path_of(week_of(session.start.day))

    def change(texts: Mapping[str, str]) -> Change:
        others, unreadable = running_session.find_running_sessions(root, running_session.TWO_YEARS)
        if others:
            name = running_session.format_running_session(others[0].session)
            raise TrackerError(
                f"{name} is running; tracker switch ITEM ends it and starts another, "
                "tracker stop ends it"
            )
        started = start_session(texts[path], session, plan, now, args.force)
        hints = [*started.hints, *unreadable]
        return Change({path: started.text}, started.what, hints, started.id)

    return change_files(root, [path], change, plan_hints)
