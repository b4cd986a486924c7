"""The plan -> what does not fit in it. These functions are part of CHECKS."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.format.places import PLAN_PATH, Finding, enumerate_values
from tracker.model.journal import Journal, is_address
from tracker.model.kinds import KINDS
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word


def plan_ids(journal: Journal) -> Iterator[Finding]:
    plan = journal.plan
    seen: dict[str, str] = {}
    for kind in KINDS:
        for id_ in getattr(plan, kind):
            if id_ in seen:
                yield Finding(
                    PLAN_PATH,
                    f"{kind}.{id_}",
                    "duplicate-id",
                    f"{id_!r} stands under {seen[id_]} too; an id names one thing",
                    at_key=True,
                )
            seen.setdefault(id_, kind)
    former: dict[str, str] = {}
    for id_, (kind, item) in plan.items.items():
        for index, old in enumerate_values(item.was):
            if old in seen or old in former:
                message = f"{old!r} is the id of another item; a former id must be free"
                yield Finding(PLAN_PATH, f"{kind}.{id_}.was[{index}]", "duplicate-id", message)
            former.setdefault(old, id_)


def plan_links(journal: Journal) -> Iterator[Finding]:
    plan = journal.plan
    known = {*plan.items, *plan.aliases}
    refs = []
    for id_, (kind, item) in plan.items.items():
        refs += [(f"{kind}.{id_}.after[{i}]", other) for i, other in enumerate_values(item.after)]
        refs += [
            (f"{kind}.{id_}.uses[{i}]", other)
            for i, other in enumerate_values(getattr(item, "uses", ()))
        ]
        if item.phase is not None and not 1 <= item.phase <= len(plan.phases):
            message = f"the plan has {len(plan.phases)} phases, counted from 1"
            yield Finding(PLAN_PATH, f"{kind}.{id_}.phase", "unknown-phase", message, hint=True)
    for name, series in plan.series.items():
        refs += [
            (f"series.{name}.schedule[{i}].paper", slot.paper)
            for i, slot in enumerate_values(series.schedule)
            if slot.paper
        ]
    for where, other in refs:
        if other not in known and not is_address(other):
            like = find_closest_word(other, known)
            yield Finding(
                PLAN_PATH,
                where,
                "unknown-id",
                f"{other!r} is not in the plan" + (f"; did you mean {like!r}?" if like else ""),
                hint=True,
            )


def find_prerequisite_cycles(journal: Journal) -> Iterator[Finding]:
    """Each round of `after` that leads back to its beginning, told once."""
    items, aliases = journal.plan.items, journal.plan.aliases
    cleared: set[str] = set()
    for first in items:
        trail, todo = [first], [iter(items[first][1].after)]
        while todo and first not in cleared:
            named = next(todo[-1], None)
            other = aliases.get(named, named) if named else None
            if other is None:
                todo.pop()
                cleared.add(trail.pop())
            elif other in trail:
                around = trail[trail.index(other) :]
                cleared.update(around)
                message = f"these wait for one another: {' after '.join([*around, other])}"
                yield Finding(PLAN_PATH, f"{items[other][0]}.{other}.after", "cycle", message)
            elif other in items and other not in cleared:
                trail.append(other)
                todo.append(iter(items[other][1].after))


def plan_dates(journal: Journal) -> Iterator[Finding]:
    plan: Plan = journal.plan
    for index, pause in enumerate_values(plan.pauses):
        if pause.end < pause.start:
            yield Finding(
                PLAN_PATH,
                f"pauses[{index}].to",
                "order",
                f"expected a day from {pause.start} on, got {pause.end}",
            )
    if plan.start and plan.deadline and plan.deadline < plan.start:
        yield Finding(
            PLAN_PATH,
            "deadline",
            "order",
            f"expected a day after the start, {plan.start}, got {plan.deadline}",
        )
    if plan.runway and (
        len(plan.runway.months) not in (1, 2)
        or list(plan.runway.months) != sorted(plan.runway.months)
    ):
        yield Finding(
            PLAN_PATH, "runway.months", "order", "expected a number of months, or [least, most]"
        )


def time_zone(journal: Journal) -> Iterator[Finding]:
    """Here and not in the loader, which must read the same text alike on a machine with another database of zones."""
    from zoneinfo import ZoneInfo  # 2 ms that logging does not pay

    name = journal.plan.timezone
    try:
        if name:
            ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        message = f"expected a time zone such as Europe/Berlin, got {name!r}"
        yield Finding(PLAN_PATH, "timezone", "not-a-choice", message)
