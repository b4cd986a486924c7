"""A typed item -> the item, with its state by all weeks that mention it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker import store
from tracker.cli import find_item
from tracker.cli.last_session import LAST_ITEM, find_last_item
from tracker.edit.document import read_week
from tracker.figures import stats
from tracker.format import loader
from tracker.model.journal import (
    Journal,
    TrackerError,
    Week,
    format_problem_line,
    is_address,
    week_path_of,
)
from tracker.model.plan import Plan
from tracker.model.when import is_week


class TargetItem(NamedTuple):
    """An item by the id it has now, and the unit that was named.

    `journal`: the plan and the weeks that mention the item.
    """

    id: str
    unit: str | None
    kind: str
    journal: Journal
    hints: tuple[str, ...]

    def state(self, week: str, text: str) -> stats.State:
        """Derive the item's state, with that text as the week's."""
        others = [other for other in self.journal.weeks if other.name != week]
        state = self._derive_state(week, text, others)
        if state is None:
            raise TrackerError(
                f"{week_path_of(week)} was changed, and nothing is called {self.id!r} any more"
            )
        return state

    def earlier_state(self, week: str, text: str) -> stats.State | None:
        """Derive its state at that week's end; None where no week had mentioned it yet."""
        earlier = [other for other in self.journal.weeks if other.name < week]
        return self._derive_state(week, text, earlier)

    def _derive_state(self, week: str, text: str, others: list[Week]) -> stats.State | None:
        value, _ = read_week(week, text)
        weeks = sorted([*others, value or Week(week)], key=lambda each: each.name)
        journal = Journal(self.journal.plan, tuple(weeks))
        return stats.build_figures(journal).states.get(self.id)

    def record_id(self, week: str, text: str) -> str:
        """Find the id of the item's record in that week, which may be a former one."""
        value, _ = read_week(week, text)
        if value is None:
            return self.id
        aliases = self.journal.plan.aliases
        record_ids: list[str] = [*getattr(value, self.kind)]
        ids = [id_ for id_ in record_ids if aliases.get(id_, id_) == self.id]
        if not ids or self.id in ids:
            return self.id
        return ids[0]


def find_target_item(root: str, typed: str, force: bool = False, forced: str = "") -> TargetItem:
    """Find the item, and perhaps its unit, that was typed.

    Raises TrackerError where nothing in the journal is called so. `forced`: what --force would do,
    if the command has that option.
    """
    plan, plan_hints = store.read_plan(root)
    known_items = find_item.collect_known_items(plan, None)
    if typed == LAST_ITEM:
        typed = find_last_item(root)
    typed = find_item.expand_unit(typed, known_items)
    weeks, unreadable = load_mentioning_weeks(root, plan, typed)
    journal = Journal(plan, tuple(weeks))
    units: dict[str, tuple[str, ...]] = {}
    for week in weeks:
        for week_id, names in find_item.collect_known_items(Plan(), week).units.items():
            if week_id not in plan.aliases:
                units[week_id] = names
    units.update(known_items.units)
    item = find_item.resolve_item(typed, known_items._replace(units=units), force, forced)
    id_, unit = item.item, ""
    if not is_address(id_):
        id_, _, unit = id_.partition("/")
    if id_ not in units:
        if plan_hints and plan == Plan():
            # The last hint is the one that ended the reading.
            raise TrackerError(f"{plan_hints[-1]}; nothing was written, mend this first")
        raise TrackerError(f"nothing here is called {id_!r}; tracker add puts it into the plan")
    hints = [*plan_hints, *unreadable]
    if item.hint:
        hints.insert(0, item.hint)
    return TargetItem(id_, unit or None, stats.kinds_of(journal)[id_], journal, tuple(hints))


def load_mentioning_weeks(root: str, plan: Plan, typed: str) -> tuple[list[Week], list[str]]:
    """Load the weeks that may mention a typed item, by this or another of its ids.

    Returns them, and a line for each file that cannot be read. To load all weeks takes a second at
    ten years.
    """
    head = typed
    if not is_address(typed):
        head = typed.partition("/")[0]
    pattern = _compile_id_pattern(plan, head)
    weeks = []
    unreadable = []
    for path, data in store.read_entries(root)[0].items():
        name = path.rpartition("/")[2].removesuffix(".yaml")
        if not is_week(name) or not pattern.search(data):
            continue
        week, problems = loader.load_week(path, name, data)
        if week is not None:
            weeks.append(week)
        else:
            unsafe = next(problem for problem in problems if problem.kind in loader.UNSAFE)
            unreadable.append(format_problem_line(unsafe))
    return weeks, unreadable


def _compile_id_pattern(plan: Plan, head: str) -> re.Pattern[bytes]:
    """Compile a pattern that finds each id that begins so, and the other ids of such items."""
    is_whole_id = head in plan.items or head in plan.aliases
    ids = {head} if is_whole_id else set()
    for id_, (_, item) in plan.items.items():
        item_ids = {id_, *item.was}
        if is_whole_id and head not in item_ids:
            continue
        if any(item_id.startswith(head) for item_id in item_ids):
            ids.update(item_ids)
    patterns = [re.escape(id_.encode()) + rb"(?![0-9a-z])" for id_ in ids]
    if not is_whole_id:
        patterns.append(re.escape(head.encode("utf-8", "replace")))
    return re.compile(rb"(?<![0-9a-z])(?:" + b"|".join(sorted(patterns)) + b")")
