"""tracker serve: show the site on this machine, with drafts, rebuilt on every save."""

from __future__ import annotations

import socket
from argparse import ArgumentParser, Namespace
from datetime import datetime

import tracker
from tracker.cli import run_mkdocs
from tracker.cli.terminal import find_journal_folder, format_problem_counts, hint
from tracker.model.journal import TrackerError, format_problem_line

EXAMPLES = """\
examples:
  tracker serve
  tracker serve --port 9000
  tracker --journal ~/journal serve

Ctrl-C ends it. Errors in the journal are named, and the site shows what can be read."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker serve [--port N]"
    parser.epilog = EXAMPLES
    parser.add_argument("--port", metavar="N", type=int, default=8000, help="else 8000")


def refuse_taken_port(port: int) -> None:
    """Raise TrackerError for a port that is taken.

    MkDocs would find out after a whole build, and with a traceback.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise TrackerError(
                f"port {port} cannot be used ({error}); name another: tracker serve --port 9000"
            ) from None


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    folder = run_mkdocs.find_mkdocs_folder(root)
    refuse_taken_port(args.port)
    problems = [problem for problem in tracker.load(root)[1] if not problem.hint]
    for problem in problems:
        hint(format_problem_line(problem))
    if problems:
        hint(f"{format_problem_counts(problems)}; the site shows what can be read")
    return run_mkdocs.run_mkdocs(folder, ["serve", "-a", f"127.0.0.1:{args.port}"])
