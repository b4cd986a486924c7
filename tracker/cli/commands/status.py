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
  tracker status --short                    for a prompt or a bar: zero-to-hero/makemore 25 min; nothing if nothing runs
  tracker status --quiet || echo "What are you doing?"

Exit code 0 whether or not something runs; with --quiet, 1 when nothing does."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker status [--short | --quiet]"
    parser.epilog = EXAMPLES
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--short", action="store_true", help="the item and how long, no more")
    how.add_argument(
        "--quiet", action="store_true", help="say nothing; exit with 1 when nothing runs"
    )


def run(args: Namespace, now: datetime) -> int:
    found, hints = running_session.find_running_sessions(find_journal_folder(args))
    if args.quiet:
        return 0 if found else 1
    for each in found:
        length = format_elapsed_time(each.session, now)
        if args.short:
            say(
                " ".join(
                    filter(None, [each.session.item or each.session.note or "running", length])
                )
            )
        else:
            say(
                f"Running{f' for {length}' if length else ''}: {running_session.format_running_session(each.session)}"
            )
    if not found and not args.short:
        say("Nothing is running")
    for line in [] if args.short else hints:
        hint(line)
    return 0


def format_elapsed_time(session: Session, now: datetime) -> str | None:
    """None where its hour is not known."""
    if session.start.clock is None:
        return None
    return when.format_duration(
        max(0, int((now.astimezone() - timer.begin_time_of(session)).total_seconds()) // 60)
    )
