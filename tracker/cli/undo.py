"""tracker undo: the bytes that stood there before the last thing tracker wrote."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli.terminal import hint, journal, say

EXAMPLES = f"""\
examples:
  tracker undo
  tracker undo && tracker undo              the last two
  tracker --journal ~/journal undo

Up to {store.UNDO_STEPS} steps, one by one, from any terminal. A file that was changed since is left alone."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker undo"
    parser.epilog = EXAMPLES


def run(args: Namespace, now: datetime) -> int:
    undone = store.undo(journal(args))
    say(f"Undone: {undone.what}")
    for line in undone.warnings:
        hint(line)
    return 0
