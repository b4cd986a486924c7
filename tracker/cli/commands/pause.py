"""tracker pause, drop and resume: an item's status, said in this week's record of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import TargetItem, find_target_item
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.model.journal import TrackerError

STATUSES = {"pause": "paused", "drop": "dropped", "resume": "active"}
SAID = {"paused": "paused", "dropped": "dropped", "active": "resumed"}


def arguments(parser: ArgumentParser) -> None:
    command = parser.prog.rpartition(" ")[2]
    parser.usage = f"tracker {command} ITEM [--week WEEK]"
    parser.epilog = f"""\
examples:
  tracker {command} zero-to-hero
  tracker {command} vaswani2017 --week last
  tracker {command} four && tracker undo

It says `status: {STATUSES[command]}` in that week. Of weeks that name a status the latest is right."""
    parser.add_argument("item", metavar="ITEM", help="an id, or the beginning of one")
    parser.set_defaults(command=command)
    find_week.week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root, week = find_journal_folder(args), find_week.week_named(args.week, now.date())
    item = find_target_item(root, args.item)
    if item.unit is not None:
        raise TrackerError(f"a unit has no status; tracker {args.command} {item.id}")
    word = STATUSES[args.command]
    return change_week.change_week_file(
        root, week, lambda text: set_item_status(item, week, text, word), item.hints
    )


def set_item_status(item: TargetItem, week: str, text: str, word: str) -> FileChange:
    state = item.earlier_state(week, text)
    if state and state.status == word:
        said = [saying.week.name for saying in state.sayings if saying.record.status == word]
        raise TrackerError(f"{item.id} is {word} already" + (f" ({said[-1]})" if said else ""))
    new = set_values.set_in_record(
        text, week, item.kind, item.record_id(week, text), "status", word
    )
    after = item.state(week, new)
    hints = (
        []
        if after.status == word
        else [f"a later week says otherwise: {item.id} is {after.status} now"]
    )
    return FileChange(new, f"{SAID[word]} {item.id}, {week}", hints)
