"""A week's text and an item -> the text in which its units, a reading or a status finish it."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.cli.change_week import FileChange
from tracker.cli.item_state import TargetItem
from tracker.edit import set_values
from tracker.figures import stats
from tracker.model.english import format_count
from tracker.model.journal import TrackerError
from tracker.model.kinds import KINDS, done_of, reading_of, units_of

READ = {
    "skim": "skimmed",
    "once": "read once",
    "again": "read again",
    "implemented": "read and implemented",
}


def finish_units(item: TargetItem, week: str, text: str, count: int | None) -> FileChange:
    """Add units to the `done` of the week's record of an item.

    When no unit is left and the item still does not count as done, its status is set, too.
    """
    before = item.state(week, text)
    record = item.record_id(week, text)
    new = text
    if count is not None:
        what = f"{count} more of {item.id}"
        new = _more_units(before, week, text, record, count)
    else:
        what = item.id
        units = _select_units(item, before)
        if units:
            what = f"{', '.join(units)} of {item.id}"
        for unit in units:
            new = set_values.add_done(new, week, record, unit, item.kind)
    after = item.state(week, new)
    is_whole = item.unit is None and count is None
    progress = after.progress
    if progress.measure == "units" and progress.total:
        what += f" ({progress.done} of {progress.total})"
        is_whole = is_whole or progress.total <= progress.done
    what = f"done in {week}: {what}"
    if not is_whole:
        return FileChange(new, what, _status_hints_of(after, after.status))
    if after.status != "done":
        new, after = _set_status(item, week, new, "done")
    return FileChange(new, what, _status_hints_of(after, "done"))


def _status_hints_of(state: stats.State, word: str) -> list[str]:
    """A hint where the item's status is not the word that was written."""
    if state.status in ("paused", "dropped"):
        return [f"{state.id} is {state.status} all the same; tracker set {state.id} active"]
    if state.status != word:
        return [f"a later week says otherwise: {state.id} is {state.status} now"]
    return []


def _select_units(item: TargetItem, state: stats.State) -> list[str]:
    """Select the units to finish now: the unit that was named, else all that are left."""
    if item.unit is not None:
        if item.unit in state.done:
            raise TrackerError(f"{item.unit} of {item.id} was done in {state.done[item.unit]}")
        return [item.unit]
    if state.status == "done":
        raise TrackerError(f"{item.id} was done{_format_done_week(state.finished)}")
    units = units_of(state.item)
    if isinstance(units, Mapping):
        return [unit for unit in units if unit not in state.done]
    left = state.progress.total - state.progress.done
    if left > 0:
        raise TrackerError(
            f"the units of {item.id} have no names, and {state.progress.done} of the {units} are "
            f"done: tracker done {item.id} --count 1 for one more, "
            f"--count {left} for all that are left"
        )
    return []


def _more_units(state: stats.State, week: str, text: str, record: str, count: int) -> str:
    """Add a number of units to the record of an item whose units have no names."""
    units = units_of(state.item)
    if not isinstance(units, int) and units:
        raise TrackerError(
            f"the units of {state.id} have names: tracker done {state.id}/{next(iter(units))}"
        )
    left = state.progress.total - state.progress.done
    is_known = bool(state.progress.total) and state.progress.measure == "units"
    if count < 1 and not is_known:
        raise TrackerError(f"--count {count} cannot be: it is how many more units are done")
    if is_known and not 1 <= count <= left:
        raise TrackerError(
            f"--count {count} cannot be: {left} of the "
            f"{format_count(state.progress.total, 'unit')} {'is' if left == 1 else 'are'} left"
        )
    for saying in state.sayings:
        if saying.week.name == week:
            done = done_of(saying.record)
            if isinstance(done, int):
                count += done
            break
    return set_values.set_in_record(text, week, state.kind, record, "done", str(count))


def finish_reading(item: TargetItem, week: str, text: str, read: str | None) -> FileChange:
    """Set how an item was read in the week's record of it, and its status where that is needed.

    One that was skimmed is not done.
    """
    before = item.state(week, text)
    reads_this_week = set()
    for saying in before.sayings:
        if saying.week.name == week:
            reads_this_week.add(reading_of(saying.record))
    if before.status == "done" and (read is None or read in reads_this_week):
        done_week = before.finished if read is None else week
        raise TrackerError(
            f"{item.id} was read{_format_done_week(done_week)}; "
            f"if you read it again: tracker done {item.id} --read again"
        )
    how = read or "once"
    if how == "skim" and reads_this_week - {None}:
        known = next(READ[other] for other in READ if other in reads_this_week)
        raise TrackerError(f"{item.id} was {known} in {week}")
    new = set_values.set_in_record(text, week, item.kind, item.record_id(week, text), "read", how)
    after = item.state(week, new)
    if how == "skim":
        return FileChange(new, f"{READ[how]} in {week}: {item.id}")
    if after.status != "done":
        new, after = _set_status(item, week, new, "done")
    return FileChange(
        new, f"done in {week}: {item.id}, {READ[how]}", _status_hints_of(after, "done")
    )


def finish_by_status(item: TargetItem, week: str, text: str) -> FileChange:
    """Set the status that finishes an item of its kind in the week's record of it."""
    kind = KINDS[item.kind]
    state = item.state(week, text)
    if state.status == kind.finished_status:
        raise TrackerError(f"{item.id} was {kind.verb}{_format_done_week(state.finished)}")
    new, after = _set_status(item, week, text, kind.finished_status)
    return FileChange(
        new,
        f"done in {week}: {item.id} is {kind.verb}",
        _status_hints_of(after, kind.finished_status),
    )


def _set_status(item: TargetItem, week: str, text: str, word: str) -> tuple[str, stats.State]:
    """Set the status; an earlier word, such as paused, would outlast what the week shows."""
    new = set_values.set_in_record(
        text, week, item.kind, item.record_id(week, text), "status", word
    )
    return new, item.state(week, new)


def _format_done_week(week: str | None) -> str:
    if week is None:
        return " already"
    return f" in {week}"
