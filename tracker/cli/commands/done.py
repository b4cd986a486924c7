"""tracker done: a unit or an item -> this week's record says it is done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import TargetItem, find_target_item
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.figures import stats
from tracker.model.english import join_words
from tracker.model.journal import TrackerError
from tracker.model.kinds import KINDS, done_of, reading_of, units_of
from tracker.model.when import whole_number

READ = {
    "skim": "skimmed",
    "once": "read once",
    "again": "read again",
    "implemented": "read and implemented",
}
EXAMPLES = """\
examples:
  tracker done zero-to-hero/micrograd            a unit
  tracker done zero-to-hero                      a course: every unit that was left
  tracker done linear-algebra --count 2          two more of a course whose units have no names
  tracker done vaswani2017 --read again          a paper; without --read it was read once
  tracker done vaswani2017 --read skim           a first pass, after which it is not done
  tracker done four-gram --week last             a project: it is shipped

It stands in the week's record of the item. What is done already is refused, \
with the week that says so."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker done ITEM[/UNIT] [--read skim|once|again|implemented] [--count N] [--week WEEK] "
        "[--force]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "item",
        metavar="ITEM[/UNIT]",
        help="an id, or the beginning of one; a course's unit behind it",
    )
    parser.add_argument("--read", choices=list(READ), help="how a paper was read")
    parser.add_argument("--count", metavar="N", help="how many units, where they have no names")
    parser.add_argument(
        "--force",
        action="store_true",
        help="a unit that the plan does not know, though one is near",
    )
    find_week.add_week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now)
    item = find_target_item(root, args.item, args.force, " (--force takes it as typed)")
    refuse_misfits(item, args)
    count = None
    if args.count is not None:
        count = parse_unit_count(args.count)

    def change(text: str) -> FileChange:
        kind = KINDS[item.kind]
        if kind.has_units:
            changed = finish_units(item, week, text, count)
        elif kind.is_read:
            changed = finish_reading(item, week, text, args.read)
        else:
            changed = finish_by_status(item, week, text)
        return changed._replace(id=item.id)

    return change_week.change_week_file(root, week, change, item.hints)


def refuse_misfits(item: TargetItem, args: Namespace) -> None:
    """Raise TrackerError for an option or a unit that does not fit the item's kind."""
    for option, finished_by in (("read", "reading"), ("count", "units")):
        kinds = [name for name, kind in KINDS.items() if kind.finished_by == finished_by]
        if getattr(args, option) is not None and item.kind not in kinds:
            raise TrackerError(
                f"--{option} is for {join_words(kinds)}, and {item.id} is one of the {item.kind}"
            )
    if item.unit is not None and not KINDS[item.kind].has_units:
        raise TrackerError(
            f"{item.id} is one of the {item.kind} and has no units: tracker done {item.id}"
        )
    if item.unit is not None and args.count is not None:
        raise TrackerError(f"a unit or how many, not both: tracker done {item.id}/{item.unit}")


def parse_unit_count(text: str) -> int:
    """Parse --count. TrackerError if it is no whole number."""
    try:
        return whole_number(text)
    except ValueError as error:
        raise TrackerError(f"--count: {error}") from None


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
        return [f"{state.id} is {state.status} all the same; tracker resume {state.id}"]
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
            f"--count {count} cannot be: {left} of the {state.progress.total} units are left"
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
