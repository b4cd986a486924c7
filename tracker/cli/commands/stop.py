"""tracker stop: the running session and its end -> the session with its length."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime

from tracker import store
from tracker.cli import running_session, timer
from tracker.cli.change_week import Change, change_files
from tracker.cli.stop_session import stop_running_session
from tracker.cli.terminal import find_journal_folder
from tracker.model import when
from tracker.model.journal import TrackerError, week_of, week_path_of
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker stop
  tracker stop "the loss went down" --done
  tracker stop --at 21:10                   it ended then, and was forgotten

The length is what has passed, whatever was done to the clock meanwhile, \
to the nearest minute and at least one.
One of more than six hours, or through the night, is stored, and asked about: was it forgotten?"""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker stop [NOTE] [--at TIME] [--done] [--force]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words", nargs="*", metavar="[NOTE]", help="a note, behind the one that may be there"
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='when it ended, if not now: 21:10, "20m ago", "yesterday 21:10"',
    )
    parser.add_argument(
        "--done", action="store_true", help="the unit is finished, too: in the same write"
    )
    parser.add_argument(
        "--force", action="store_true", help="more than 16 hours, or a note like a time, are right"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan = Plan()
    plan_hints: list[str] = []
    if args.done:
        plan, plan_hints = store.read_plan(root)
    running = running_session.find_only_running_session(root)
    note = " ".join(args.words)
    if note and not args.force:
        refuse_misread_note(root, args.words, running.session.item, now)
    end = timer.parse_moment_option(args.at, now)
    done_week = week_of(when.journal_day_of(end.astimezone(), plan.day_starts))
    paths = [running.path]
    if args.done:
        paths.append(week_path_of(done_week))

    def change(texts: Mapping[str, str]) -> Change:
        stopped = stop_running_session(
            texts[running.path], running, end, note or None, args.force, ends_now=args.at is None
        )
        changed = {**texts, running.path: stopped.text}
        what, hints = stopped.what, stopped.hints
        if args.done:
            from tracker.cli.finish_unit import finish_unit  # few sessions finish a unit

            finished = finish_unit(root, changed, done_week, stopped.session, plan, ends=True)
            changed = finished.texts
            what += finished.what
            hints += finished.hints
        return Change(changed, what, hints, stopped.session.id)

    return change_files(root, paths, change, plan_hints)


def refuse_misread_note(root: str, words: Sequence[str], item: str | None, now: datetime) -> None:
    """Raise TrackerError where a note is a time, or one word that names an item."""
    if when.find_time(words, now):
        from tracker.cli.misread_words import refuse_misplaced_time

        refuse_misplaced_time("stop", ["tracker stop"], words, True, Plan(), now)
    if len(words) > 1 or not words[0]:
        return
    word = words[0].lower()
    if word == "now":
        raise TrackerError("it ends now by itself: tracker stop (--force takes now as the note)")
    if word == "done":
        raise TrackerError("what is done is an option: tracker stop --done (--force: as the note)")
    known = {*store.read_plan(root)[0].items}
    if item:
        known |= {item, item.partition("/")[0], item.rpartition("/")[2]}
    if word in known or (len(word) > 2 and any(id_.startswith(f"{word}-") for id_ in known)):
        raise TrackerError(
            f"{words[0]!r} is an item, and stop ends what runs: tracker stop; "
            f"tracker switch {words[0]} goes on with it (--force takes it as the note)"
        )
