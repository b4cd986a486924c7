"""tracker pause, drop and resume: an item -> its new status in this week's record of it."""

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
PAST_TENSE = {"paused": "paused", "dropped": "dropped", "active": "resumed"}


def arguments(parser: ArgumentParser) -> None:
    command = parser.prog.rpartition(" ")[2]
    parser.usage = f"tracker {command} ITEM [--week WEEK]"
    parser.epilog = f"""\
examples:
  tracker {command} zero-to-hero
  tracker {command} vaswani2017 --week last
  tracker {command} four && tracker undo

It says `status: {STATUSES[command]}` in that week. \
Of weeks that name a status the latest is right."""
    parser.add_argument("item", metavar="ITEM", help="an id, or the beginning of one")
    parser.set_defaults(command=command)
    find_week.add_week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now)
    item = find_target_item(root, args.item)
    if item.unit is not None:
        raise TrackerError(f"a unit has no status; tracker {args.command} {item.id}")
    status = STATUSES[args.command]

    def change(text: str) -> FileChange:
        return set_item_status(item, week, text, status)

    return change_week.change_week_file(root, week, change, item.hints)


def set_item_status(item: TargetItem, week: str, text: str, status: str) -> FileChange:
    """Set a status in a week's record of an item. TrackerError where it has that already."""
    state = item.earlier_state(week, text)
    if state and state.status == status:
        weeks = [saying.week.name for saying in state.sayings if saying.record.status == status]
        since = f" ({weeks[-1]})" if weeks else ""
        raise TrackerError(f"{item.id} is {status} already{since}")
    record_id = item.record_id(week, text)
    new = set_values.set_in_record(text, week, item.kind, record_id, "status", status)
    after = item.state(week, new)
    hints = []
    if after.status != status:
        hints.append(f"a later week says otherwise: {item.id} is {after.status} now")
    return FileChange(new, f"{PAST_TENSE[status]} {item.id}, {week}", hints)
