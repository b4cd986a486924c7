"""tracker switch: the running session ends and another begins, in one write."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import finish_unit, running_session, start_session, stop_session, timer
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.model.journal import week_of

EXAMPLES = """\
examples:
  tracker switch vaswani2017
  tracker switch zero-to-hero/gpt "from the start" --done
  tracker switch four-gram --at "10m ago"

One ends and the other begins at the same minute. NOTE is for the one that begins; --done is for the one that ends."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker switch [ITEM] [NOTE] [--at TIME] [--done] [--other] [--force]"
    parser.epilog = EXAMPLES
    start_session.add_words(parser)
    parser.add_argument("--at", metavar="TIME", help='when that was, if not now: 21:10, "20m ago"')
    parser.add_argument(
        "--done", action="store_true", help="the unit that was running is finished, too"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = store.read_plan(root)
    here, moment = (
        running_session.the_one(root),
        timer.to_minute(timer.parse_moment_option(args.at, now)),
    )
    asked = start_session.build_running_session(args, "switch", moment)
    week = week_of(stop_session.day_of_ending(moment, plan))
    names = [here.week, week_of(asked.start.day), *([week] if args.done else [])]
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        ended = stop_session.stop_running_session(files[here.path], here, moment, None, args.force)
        files, what = {**files, here.path: ended.text.encode()}, ended.what
        more[:] = ended.hints
        if args.done:
            files, done, said = finish_unit.with_done(files, ended.session, week, plan, root)
            what, more[:] = what + done, more + said
        files, begun, said = start_session.start_session(files, asked, plan, root, now, args.force)
        more[:] = [*dict.fromkeys(more + said)]
        return f"{what}; {begun}", files

    paths = [*dict.fromkeys(map(running_session.week_path_of, names))]
    confirm(root, store.apply_edit(root, paths, write), [*more, *hints])
    return 0
