"""What was typed for an item -> the item, and where it stands by all weeks that speak of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker import store
from tracker.cli import find_item
from tracker.figures import stats
from tracker.format import loader
from tracker.model.journal import Journal, TrackerError, Week, format_problem_line, is_address
from tracker.model.plan import Plan
from tracker.model.when import is_week


class TargetItem(NamedTuple):
    """An item by the id it bears now, the unit that was named, and a journal of the weeks that speak of it."""

    id: str
    unit: str | None
    kind: str
    journal: Journal
    hints: tuple[str, ...]

    def state(self, week: str, text: str) -> stats.State:
        """Where it stands, with that text as the week's."""
        if found := self._state(
            week, text, [other for other in self.journal.weeks if other.name != week]
        ):
            return found
        raise TrackerError(
            f"entries/{week}.yaml was changed, and nothing is called {self.id!r} any more"
        )

    def earlier_state(self, week: str, text: str) -> stats.State | None:
        """The same at that week's end; None where nothing had been said of it yet."""
        return self._state(week, text, [other for other in self.journal.weeks if other.name < week])

    def _state(self, week: str, text: str, others: list[Week]) -> stats.State | None:
        read = loader.load_week(f"entries/{week}.yaml", week, text.encode())[0]
        weeks = sorted([*others, read or Week(week)], key=lambda each: each.name)
        journal = Journal(self.journal.plan, tuple(weeks))
        return stats.derive_states(journal, stats.ledger(journal)).get(self.id)

    def record_id(self, week: str, text: str) -> str:
        """The id that the week's own record of it stands under, which may be a former one."""
        read = loader.load_week(f"entries/{week}.yaml", week, text.encode())[0]
        aliases = self.journal.plan.aliases
        ids = [
            id_
            for id_ in (getattr(read, self.kind) if read else ())
            if aliases.get(id_, id_) == self.id
        ]
        return self.id if self.id in ids or not ids else ids[0]


def find_target_item(root: str, typed: str, force: bool = False, forced: str = "") -> TargetItem:
    """TrackerError where nothing here is called so. `forced`: what --force would do, if the command has that."""
    plan, hints = store.read_plan(root)
    weeks, unread = spoken_of(root, plan, typed)
    journal = Journal(plan, tuple(weeks))
    known = find_item.collect_known_items(plan, None)
    units = {
        id_: names
        for week in weeks
        for id_, names in find_item.collect_known_items(Plan(), week).units.items()
    }
    units = {id_: names for id_, names in units.items() if id_ not in plan.aliases}
    known = known._replace(units={**units, **known.units})
    found = find_item.resolve_item(typed, known, force, forced)
    id_, unit = (found.item, "") if is_address(found.item) else found.item.partition("/")[::2]
    if id_ not in known.units:
        if hints and plan == Plan():
            raise TrackerError(
                f"{hints[-1]}; nothing was written, mend this first"
            )  # the last one ended the reading
        raise TrackerError(f"nothing here is called {id_!r}; tracker add puts it into the plan")
    said = [found.hint] if found.hint else []
    return TargetItem(
        id_, unit or None, stats.kinds_of(journal)[id_], journal, (*said, *hints, *unread)
    )


def spoken_of(root: str, plan: Plan, typed: str) -> tuple[list[Week], list[str]]:
    """The weeks that may name what was typed, by this or another id; and what cannot be read of them.

    To read all takes a second at ten years.
    """
    named = _compile_id_pattern(plan, typed if is_address(typed) else typed.partition("/")[0])
    weeks, unread = [], []
    for path, data in store.read_entries(root)[0].items():
        name = path.rpartition("/")[2].removesuffix(".yaml")
        if is_week(name) and named.search(data):
            week, problems = loader.load_week(path, name, data)
            weeks += [week] if week else []
            unread += (
                []
                if week
                else [format_problem_line(next(p for p in problems if p.kind in loader.UNSAFE))]
            )
    return weeks, unread


def _compile_id_pattern(plan: Plan, head: str) -> re.Pattern[bytes]:
    """What finds an id that begins so, and the ids that such an item bears and bore."""
    whole = {head} & {*plan.items, *plan.aliases}
    names = set(whole)
    for id_, (_, item) in plan.items.items():
        same = (id_, *item.was)
        if whole & {*same} if whole else any(name.startswith(head) for name in same):
            names.update(same)
    words = [re.escape(name.encode()) + rb"(?![0-9a-z])" for name in names]
    words += [] if whole else [re.escape(head.encode("utf-8", "replace"))]
    return re.compile(rb"(?<![0-9a-z])(?:" + b"|".join(sorted(words)) + b")")
