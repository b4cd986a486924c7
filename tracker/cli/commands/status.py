"""tracker status: what is running, and for how long."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import running_session, timer
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.model import when
from tracker.model.journal import Session

EXAMPLES = """\
examples:
  tracker status
  tracker status --short                    for a prompt or a bar: zero-to-hero/makemore 25 min; \
nothing if nothing runs
  tracker status --quiet || echo "What are you doing?"

Exit code 0 whether or not something runs; with --quiet, 1 when nothing does.
Where tracker publish last went through more than 50 days ago, it says so on stderr."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker status [--short | --quiet]"
    parser.epilog = EXAMPLES
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--short", action="store_true", help="the item and how long, no more")
    how.add_argument(
        "--quiet", action="store_true", help="say nothing; exit with 1 when nothing runs"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    running, hints = running_session.find_running_sessions(root)
    if args.quiet:
        return 0 if running else 1
    for each in running:
        session = each.session
        length = format_elapsed_time(session, now)
        if args.short:
            words = session.item or session.note or "running"
            if length:
                words += f" {length}"
        else:
            words = "Running"
            if length:
                words += f" for {length}"
            words += f": {running_session.format_running_session(session)}"
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


def format_elapsed_time(session: Session, now: datetime) -> str | None:
    """Format how long a session has run; None where its hour is not known."""
    if session.start.clock is None:
        return None
    elapsed = now.astimezone() - timer.begin_time_of(session)
    return when.format_duration(max(0, int(elapsed.total_seconds()) // 60))
