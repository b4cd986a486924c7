"""tracker publish: check the journal, build its site strictly, commit what was written, push it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.terminal import find_journal_folder

EXAMPLES = """\
examples:
  tracker publish
  tracker publish --dry-run               checks and builds, and says what it would commit and push
  tracker --journal ~/journal publish

It commits entries/, docs/ and notebooks/, and at first the files that tracker init made. What \
else changed stays as
it is, and is named. If the remote has commits that this clone does not have, it pulls and tries \
once more.
Nothing is committed if the journal has errors (exit code 3), or if the site does not build \
strictly (exit code 1)."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker publish [--dry-run]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be committed and pushed, and end"
    )


def run(args: Namespace, now: datetime) -> int:
    from tracker.cli import publish_journal  # late, for TAB only wants the options

    return publish_journal.publish_journal(find_journal_folder(args), now, args.dry_run)
