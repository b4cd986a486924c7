"""tracker undo: put back the bytes that stood there before tracker's last write."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.boundary.reading import OWN
from tracker.cli.git import tracked_files
from tracker.cli.terminal import confirm, find_journal_folder, hint, say

EXAMPLES = f"""\
examples:
  tracker undo
  tracker undo --list                       what it would take back, the next one first
  tracker undo && tracker undo              the last two
  tracker --journal ~/journal undo

Up to {store.UNDO_STEPS} steps, one by one, from any terminal. A file that was changed since is \
left alone.
JSON of the list: {{"steps": [{{"what", "files"}}]}}."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker undo [--list]"
    parser.epilog = EXAMPLES
    parser.add_argument("--list", action="store_true", help="list the steps, and take none back")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    if args.list:
        return list_undo_steps(root, args.json)
    undone = store.undo_last_step(root)
    confirm(root, undone._replace(what=f"undone: {undone.what}"), undo=None)
    if tracked_files(root, OWN):
        hint(
            f"git tracks {OWN}/, so other people's steps may be among these; "
            f"take it out: git rm --cached -r {OWN}"
        )
    return 0


def list_undo_steps(root: str, as_json: bool) -> int:
    """Print the steps that undo would take back, the next one first."""
    undo = store.read_steps(root)
    for strange in undo.strange:
        hint(strange)
    if as_json:
        from tracker.cli.json_csv import say_json

        say_json({"steps": [{"what": step.what, "files": [*step.after]} for _, step in undo.steps]})
        return 0
    if not undo.steps:
        say("Nothing to undo")
    for number, (_, step) in enumerate(undo.steps, 1):
        say(f"{number:>2}  {step.what}")
    return 0
