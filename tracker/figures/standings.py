"""Figures -> where each item of the plan stands, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.figures.stats import Figures, State
from tracker.model.kinds import FINISHED, KINDS, units_of

# Heading -> the statuses below it, in the order in which a person wants to see them.
GROUPS: dict[str, tuple[str, ...]] = {
    "active": ("active",),
    "next": ("next",),
    "paused": ("paused",),
    "later": ("planned", "idea", "radar"),
    "done": FINISHED,
    "dropped": ("dropped",),
}


class ItemStanding(NamedTuple):
    """`next`: the first unit not done. `waits_for`: ids that the plan wants finished before it."""

    state: State
    next: str | None
    waits_for: tuple[str, ...]


def list_standings(figures: Figures) -> list[ItemStanding]:
    """List every item, in the plan's order."""
    standings = []
    for state in figures.states.values():
        if state.kind in KINDS:
            waiting = waits_for(state, figures.states)
            standings.append(ItemStanding(state, next_unit(state), waiting))
    return standings


def next_unit(state: State) -> str | None:
    """The first unit of an unfinished item that is not done; None where the plan names no units."""
    units = units_of(state.item)
    if state.status in FINISHED or not isinstance(units, Mapping):
        return None
    for unit in units:
        if unit not in state.done:
            return unit
    return None


def waits_for(state: State, states: Mapping[str, State]) -> tuple[str, ...]:
    if state.status in FINISHED:
        return ()
    waiting = []
    for id_ in state.item.after:
        if id_ not in states or states[id_].status not in FINISHED:
            waiting.append(id_)
    return tuple(waiting)


def group_standings(standings: list[ItemStanding]) -> dict[str, list[ItemStanding]]:
    """Group items by heading. The active and the done ones are sorted, last touched first.

    Where the plan calls nothing next, the first course that waits for nothing is next.
    """
    groups: dict[str, list[ItemStanding]] = {}
    for heading, statuses in GROUPS.items():
        groups[heading] = [item for item in standings if item.state.status in statuses]
    if not groups["next"]:
        for item in groups["later"]:
            if KINDS[item.state.kind].has_units and not item.waits_for:
                groups["next"] = [item]
                groups["later"].remove(item)
                break
    for heading in ("active", "done"):
        groups[heading].sort(key=_last_touched, reverse=True)
    return {heading: items for heading, items in groups.items() if items}


def _last_touched(standing: ItemStanding) -> int:
    last = standing.state.last
    if last is None:
        return 0
    return last.toordinal()


def count_finished_items(standings: list[ItemStanding]) -> dict[str, tuple[int, int]]:
    """Map each kind to (items done, items). Dropped items are no part of the whole."""
    counts = {}
    for kind in KINDS:
        statuses = [
            standing.state.status
            for standing in standings
            if standing.state.kind == kind and standing.state.status != "dropped"
        ]
        if statuses:
            done = sum(status in FINISHED for status in statuses)
            counts[kind] = done, len(statuses)
    return counts
