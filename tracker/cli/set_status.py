"""A week's text, an item and a status -> the text with that status in the record of the item."""

from __future__ import annotations

from tracker.cli.change_week import FileChange, shorten_for_message
from tracker.cli.item_state import TargetItem
from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.edit.set_prose import set_prose
from tracker.model.english import format_count
from tracker.model.journal import TrackerError

PAST_TENSE = {"paused": "paused", "dropped": "dropped", "shipped": "shipped"}
AT_REST = ("paused", "dropped")


def set_item_status(
    item: TargetItem, week: str, text: str, status: str, why: str = ""
) -> FileChange:
    """Set a status in a week's record of an item; the reason goes into the record's notes.

    TrackerError where it has that status already.
    """
    state = item.earlier_state(week, text)
    before = item.state(week, text).status
    if state and state.status == status:
        weeks = [saying.week.name for saying in state.sayings if saying.record.status == status]
        since = f" ({weeks[-1]})" if weeks else ""
        raise TrackerError(f"{item.id} is {status} already{since}")
    record_id = item.record_id(week, text)
    new = set_values.set_in_record(text, week, item.kind, record_id, "status", status)
    what = f"set {item.id} to {status}"
    if status in PAST_TENSE:
        what = f"{PAST_TENSE[status]} {item.id}"
    elif status == "active" and before in AT_REST:
        what = f"resumed {item.id}"
    what += f", {week}"
    if why:
        new = add_to_notes(item, week, new, why)
        what += f": {shorten_for_message(why)}"
    after = item.state(week, new)
    hints = []
    if after.status != status:
        hints.append(f"a later week says otherwise: {item.id} is {after.status} now")
    elif status == "done" and after.progress.measure == "units":
        left = after.progress.total - after.progress.done
        if left > 0:
            hints.append(
                f"{left} of its {format_count(after.progress.total, 'unit')} "
                f"{'is' if left == 1 else 'are'} not done; "
                f"tracker done {item.id} finishes them"
            )
    return FileChange(new, what, hints)


def add_to_notes(item: TargetItem, week: str, text: str, words: str) -> str:
    """Add a paragraph to the notes of a week's record of an item."""
    record_id = item.record_id(week, text)
    value, _ = read_week(week, text)
    record = getattr(value, item.kind).get(record_id) if value else None
    notes = getattr(record, "notes", None)
    if notes:
        words = f"{notes.rstrip()}\n\n{words}"
    return set_prose(text, week, (item.kind, record_id, "notes"), words)
