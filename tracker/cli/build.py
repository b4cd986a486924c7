"""tracker build: check, then mkdocs build --strict."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

import tracker
from tracker.cli import site
from tracker.cli.terminal import hint, journal, line_of, summary

EXAMPLES = """\
examples:
  tracker build
  tracker build --site-dir /tmp/site
  tracker --journal ~/journal build

Exit code 3, with every line, if the journal has errors: then nothing is built."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker build [--site-dir DIR]"
    parser.epilog = EXAMPLES
    parser.add_argument("--site-dir", metavar="DIR", help="where to put it; else as mkdocs.yml says, or site/")


def run(args: Namespace, now: datetime) -> int:
    root = journal(args)
    folder = site.folder(root)
    problems = [problem for problem in tracker.load(root)[1] if not problem.hint]
    for problem in problems:
        hint(line_of(problem))
    if problems:
        hint(f"{summary(problems)}; nothing was built")
        return 3
    return site.mkdocs(folder, ["build", "--strict", *site.site_dir(args.site_dir)])
