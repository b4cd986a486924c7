"""tracker status: what is running, and for how long."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import running_session, timer
from tracker.cli.terminal import find_journal_folder, hint, say

EXAMPLES = """\
examples:
  tracker status
  tracker status --short                    for a prompt or a bar: zero-to-hero/makemore 25 min; \
nothing if nothing runs
  tracker status --quiet || echo "What are you doing?"

JSON: {"running": [{"id", "item", "note", "start", "minutes"}]}, an empty list where nothing runs.
Exit code 0 whether or not something runs; with --quiet, 1 when nothing does.
Where tracker publish last went through more than 50 days ago, it says so on stderr."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker status [--short | --quiet | --json]"
    parser.epilog = EXAMPLES
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--short", action="store_true", help="the item and how long, no more")
    how.add_argument(
        "--quiet", action="store_true", help="say nothing; exit with 1 when nothing runs"
    )
    how.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    running, hints = running_session.find_running_sessions(root)
    if args.quiet:
        return 0 if running else 1
    if args.json:
        from tracker.cli.json_csv import say_json

        say_json({"running": [timer.build_running_facts(each.session, now) for each in running]})
        return 0
    for each in running:
        session = each.session
        words = timer.format_running_line(session, now)
        if args.short:
            words = session.item or session.note or "running"
            if length := timer.format_elapsed_time(session, now):
                words += f" {length}"
        say(words)
    if args.short:
        return 0
    if not running:
        say("Nothing is running")
    for line in hints:
        hint(line)
    from tracker.cli.publish_record import hint_at_quiet_time  # no prompt waits for it

    if quiet := hint_at_quiet_time(root, now.date()):
        hint(quiet)
    return 0
