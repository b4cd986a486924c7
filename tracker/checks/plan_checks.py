"""The plan -> findings. These functions are part of CHECKS."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.format.places import Finding, enumerate_values
from tracker.model.journal import PLAN_PATH, Journal, is_address
from tracker.model.keywords import KEYWORDS
from tracker.model.kinds import KINDS
from tracker.model.plan import Plan
from tracker.model.suggest import find_closest_word


def plan_ids(journal: Journal) -> Iterator[Finding]:
    """Find ids and former ids that name two items."""
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
    former_ids: set[str] = set()
    for id_, (kind, item) in plan.items.items():
        for index, former_id in enumerate_values(item.was):
            if former_id in seen or former_id in former_ids:
                message = f"{former_id!r} is the id of another item; a former id must be free"
                yield Finding(PLAN_PATH, f"{kind}.{id_}.was[{index}]", "duplicate-id", message)
            former_ids.add(former_id)


def find_keyword_ids(journal: Journal) -> Iterator[Finding]:
    """Find ids that commands read as something else."""
    for id_, (kind, _) in journal.plan.items.items():
        if id_ in KEYWORDS:
            message = f"{id_!r} means something else to commands; tracker rename {id_} NEW"
            yield Finding(PLAN_PATH, f"{kind}.{id_}", "keyword-id", message, hint=True, at_key=True)


def plan_links(journal: Journal) -> Iterator[Finding]:
    """Find references of the plan to items and phases that it does not have."""
    plan = journal.plan
    known_ids = {*plan.items, *plan.aliases}
    for id_, (kind, item) in plan.items.items():
        if item.phase is not None and not 1 <= item.phase <= len(plan.phases):
            message = f"the plan has {len(plan.phases)} phases, counted from 1"
            yield Finding(PLAN_PATH, f"{kind}.{id_}.phase", "unknown-phase", message, hint=True)
    for where, other in _list_references(plan):
        if other not in known_ids and not is_address(other):
            message = f"{other!r} is not in the plan"
            closest = find_closest_word(other, known_ids)
            if closest:
                message += f"; did you mean {closest!r}?"
            yield Finding(PLAN_PATH, where, "unknown-id", message, hint=True)


def _list_references(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield (path of keys, id) of each reference from one part of the plan to an item."""
    for id_, (kind, item) in plan.items.items():
        for index, other in enumerate_values(item.after):
            yield f"{kind}.{id_}.after[{index}]", other
        for index, other in enumerate_values(getattr(item, "uses", ())):
            yield f"{kind}.{id_}.uses[{index}]", other
    for name, series in plan.series.items():
        for index, slot in enumerate_values(series.schedule):
            if slot.paper:
                yield f"series.{name}.schedule[{index}].paper", slot.paper


def find_prerequisite_cycles(journal: Journal) -> Iterator[Finding]:
    """Find each cycle of items that come `after` one another, once."""
    items, aliases = journal.plan.items, journal.plan.aliases
    cleared: set[str] = set()
    for first in items:
        trail, todo = [first], [iter(items[first][1].after)]
        while todo and first not in cleared:
            other = next(todo[-1], None)
            if other:
                other = aliases.get(other, other)
            if not other:
                todo.pop()
                cleared.add(trail.pop())
            elif other in trail:
                cycle = trail[trail.index(other) :]
                cleared.update(cycle)
                message = f"these wait for one another: {' after '.join([*cycle, other])}"
                yield Finding(PLAN_PATH, f"{items[other][0]}.{other}.after", "cycle", message)
            elif other in items and other not in cleared:
                trail.append(other)
                todo.append(iter(items[other][1].after))


def plan_dates(journal: Journal) -> Iterator[Finding]:
    """Find pauses, a deadline or a runway whose ends are in the wrong order."""
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
    if plan.runway:
        months = list(plan.runway.months)
        if len(months) not in (1, 2) or months != sorted(months):
            message = "expected a number of months, or [least, most]"
            yield Finding(PLAN_PATH, "runway.months", "order", message)


def known_steps(journal: Journal) -> Iterator[Finding]:
    """Find what a week calls done and no phase of the plan has as a step."""
    steps: dict[str, str] = {}
    for phase in journal.plan.phases:
        steps.update((" ".join(step.casefold().split()), step) for step in phase.steps)
    for week in journal.weeks:
        for index, done in enumerate_values(week.done):
            name = " ".join(done.casefold().split())
            if name in steps:
                continue
            message = f"no phase of the plan has a step {done!r}"
            if closest := find_closest_word(name, steps):
                message += f"; did you mean {steps[closest]!r}?"
            yield Finding(week.path, f"done[{index}]", "unknown-step", message, hint=True)


def time_zone(journal: Journal) -> Iterator[Finding]:
    """Find a time zone that does not exist.

    This is not a part of the loader, which must read a text alike on machines with different
    databases of time zones.
    """
    from zoneinfo import ZoneInfo  # imported here: it takes 2 ms, which logging does not pay

    name = journal.plan.timezone
    try:
        if name:
            ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        message = f"expected a time zone such as Europe/Berlin, got {name!r}"
        yield Finding(PLAN_PATH, "timezone", "not-a-choice", message)
