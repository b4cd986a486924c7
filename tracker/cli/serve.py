"""tracker serve: the site on this machine, drafts and all, made anew on every save."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

import tracker
from tracker.cli import site
from tracker.cli.terminal import hint, journal, line_of, summary

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


def run(args: Namespace, now: datetime) -> int:
    root = journal(args)
    folder = site.folder(root)
    problems = [problem for problem in tracker.load(root)[1] if not problem.hint]
    for problem in problems:
        hint(line_of(problem))
    if problems:
        hint(f"{summary(problems)}; the site shows what can be read")
    return site.mkdocs(folder, ["serve", "-a", f"127.0.0.1:{args.port}"])
