"""tracker stop: the running session gets its length."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import finish_unit, running_session, stop_session, timer
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.model.journal import week_of
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker stop
  tracker stop "the loss went down" --done
  tracker stop --at 21:10                   it ended then, and was forgotten

The length is what has passed, whatever was done to the clock meanwhile, to the nearest minute and at least one."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker stop [NOTE] [--at TIME] [--done] [--force]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "note", nargs="?", metavar="[NOTE]", help="a note, behind the one that may be there"
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it ended, if not now: 21:10, "20m ago", "yesterday 21:10"',
    )
    parser.add_argument(
        "--done", action="store_true", help="the unit is finished, too: in the same write"
    )
    parser.add_argument("--force", action="store_true", help="more than 16 hours are right")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = store.read_plan(root) if args.done else (Plan(), [])
    here, end = running_session.the_one(root), timer.parse_moment_option(args.at, now)
    week = week_of(stop_session.day_of_ending(end, plan))
    paths = dict.fromkeys([here.path, *([running_session.week_path_of(week)] if args.done else [])])
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        ended = stop_session.stop_running_session(
            files[here.path], here, end, args.note, args.force
        )
        files, what = {**files, here.path: ended.text.encode()}, ended.what
        more[:] = ended.hints
        if args.done:
            files, done, said = finish_unit.with_done(files, ended.session, week, plan, root)
            what, more[:] = what + done, more + said
        return what, files

    confirm(root, store.apply_edit(root, [*paths], write), [*more, *hints])
    return 0
