"""tracker start: what is studied from now on -> a running session, one line in this week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import running_session, timer
from tracker.cli.start_session import add_words, build_running_session, start_session
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.model.journal import TrackerError, week_of

TWO_YEARS = 110  # files; what runs for longer than that, status and stop still find, and check
EXAMPLES = """\
examples:
  tracker start zero-to-hero/makemore
  tracker start vaswani2017 "the second time" --at "10m ago"
  tracker start --other "tidying my notes"

The session is a line in this week's file at once, and runs until tracker stop, however far away that is typed."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker start [ITEM] [NOTE] [--at TIME] [--other] [--force]"
    parser.epilog = EXAMPLES
    add_words(parser)
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it began, if not now: 19:30, "10m ago", "yesterday 23:30"',
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = store.read_plan(root)
    asked = build_running_session(
        args, "start", timer.to_minute(timer.parse_moment_option(args.at, now))
    )
    path = running_session.week_path_of(week_of(asked.start.day))
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        others, unread = running_session.find_running_sessions(root, TWO_YEARS)
        if others:
            raise TrackerError(
                f"{running_session.format_running_session(others[0].session)} is running; tracker switch ITEM ends it and starts another, "
                "tracker stop ends it"
            )
        files, what, said = start_session(files, asked, plan, root, now, args.force)
        more[:] = [*said, *unread]
        return what, files

    confirm(root, store.apply_edit(root, [path], write), [*more, *hints])
    return 0
