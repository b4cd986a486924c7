"""tracker setup-git: have git, in this clone, merge weeks with tracker."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.merge_driver import set_up
from tracker.cli.terminal import find_journal_folder, say

EXAMPLES = """\
examples:
  tracker setup-git
  git pull --rebase                           from now on merges what two machines logged in one \
week
  tracker --journal ~/journal setup-git

It writes the driver into this clone's .git/config, and into .gitattributes that weeks are merged \
with it. The second
travels with the journal, the first does not: run this once in each clone. Where tracker is \
missing or broken, git
merges as it always does. Running it again does no harm."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker setup-git"
    parser.epilog = EXAMPLES


def run(args: Namespace, now: datetime) -> int:
    for line in set_up(find_journal_folder(args)):
        say(line)
    return 0
