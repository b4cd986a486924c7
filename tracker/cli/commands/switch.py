"""tracker switch: the running session ends and another begins, in one write."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from tracker import store
from tracker.cli import running_session, timer
from tracker.cli.change_week import Change, change_files
from tracker.cli.start_session import add_session_words, build_running_session, start_session
from tracker.cli.stop_session import stop_running_session
from tracker.cli.terminal import find_journal_folder
from tracker.model import when
from tracker.model.journal import WrongUsage, week_of, week_path_of

EXAMPLES = """\
examples:
  tracker switch vaswani2017
  tracker switch zero-to-hero/gpt "from the start" --done
  tracker switch four-gram --at "10m ago"
  tracker switch -                          back to the item before

One ends and the other begins at the same minute. \
NOTE is for the one that begins; --done is for the one that ends."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker switch ITEM [NOTE] [--at TIME] [--done] [--other] [--unpublished] [--force]"
    )
    parser.epilog = EXAMPLES
    add_session_words(parser)
    parser.add_argument("--at", metavar="TIME", help='when that was, if not now: 21:10, "20m ago"')
    parser.add_argument(
        "--done", action="store_true", help="the unit that was running is finished, too"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    if not args.words and not args.other:
        raise WrongUsage(
            "to what? tracker switch ITEM; - is the item before, and --other is no item"
        )
    plan, plan_hints = store.read_plan(root)
    running = running_session.find_only_running_session(root)
    moment = timer.to_minute(timer.parse_moment_option(args.at, now))
    session = build_running_session(args, "switch", moment, plan, now)
    if session.item == "-":
        from tracker.cli.last_session import find_last_item

        session = session._replace(item=find_last_item(root, running.session.item))
    start_path = week_path_of(week_of(session.start.day))
    done_week = week_of(when.journal_day_of(moment, plan.day_starts))
    paths = [running.path, start_path]
    if args.done:
        paths.append(week_path_of(done_week))

    def change(texts: Mapping[str, str]) -> Change:
        stopped = stop_running_session(
            texts[running.path], running, moment, None, args.force, ends_now=args.at is None
        )
        changed = {**texts, running.path: stopped.text}
        what, hints = stopped.what, stopped.hints
        if args.done:
            from tracker.cli.finish_unit import finish_unit  # few sessions finish a unit

            finished = finish_unit(root, changed, done_week, stopped.session, plan, ends=True)
            changed = finished.texts
            what += finished.what
            hints += finished.hints
        started = start_session(changed[start_path], session, plan, now, args.force)
        changed[start_path] = started.text
        hints += started.hints
        what = f"{what}; {started.what}"
        return Change(changed, what, [*dict.fromkeys(hints)], started.id)

    return change_files(root, paths, change, plan_hints)
