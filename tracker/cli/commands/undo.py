"""tracker undo: put back the bytes that stood there before tracker's last write."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.boundary.reading import OWN
from tracker.cli.git import tracked_files
from tracker.cli.terminal import confirm, find_journal_folder, hint

EXAMPLES = f"""\
examples:
  tracker undo
  tracker undo && tracker undo              the last two
  tracker --journal ~/journal undo

Up to {store.UNDO_STEPS} steps, one by one, from any terminal. A file that was changed since is \
left alone."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker undo"
    parser.epilog = EXAMPLES


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    undone = store.undo_last_step(root)
    confirm(root, undone._replace(what=f"undone: {undone.what}"), undo=None)
    if tracked_files(root, OWN):
        hint(
            f"git tracks {OWN}/, so other people's steps may be among these; "
            f"take it out: git rm --cached -r {OWN}"
        )
    return 0
