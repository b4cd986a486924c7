"""Figures -> where each item of the plan stands, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tracker.figures.stats import Figures, State
from tracker.model.kinds import KINDS, units_of

FINISHED = ("done", "shipped")
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
    """`next`: the first unit that is not done. `waits_for`: ids that the plan wants finished before it."""

    state: State
    next: str | None
    waits_for: tuple[str, ...]


def list_standings(figures: Figures) -> list[ItemStanding]:
    """Every item, in the plan's order."""
    return [
        ItemStanding(state, next_unit(state), waits_for(state, figures.states))
        for state in figures.states.values()
        if state.kind in KINDS
    ]


def next_unit(state: State) -> str | None:
    units = units_of(state.item)
    if state.status in FINISHED or not isinstance(units, Mapping):
        return None
    return next((unit for unit in units if unit not in state.done), None)


def waits_for(state: State, states: Mapping[str, State]) -> tuple[str, ...]:
    if state.status in FINISHED:
        return ()
    return tuple(
        id_ for id_ in state.item.after if id_ not in states or states[id_].status not in FINISHED
    )


def group_standings(found: list[ItemStanding]) -> dict[str, list[ItemStanding]]:
    """Heading -> items. Those touched last come first among the active ones and the done ones.

    Where the plan calls nothing next, the first course is that waits for nothing.
    """
    made = {
        name: [one for one in found if one.state.status in statuses]
        for name, statuses in GROUPS.items()
    }
    ready = [one for one in made["later"] if KINDS[one.state.kind].has_units and not one.waits_for]
    if not made["next"] and ready:
        made["next"] = ready[:1]
        made["later"].remove(ready[0])
    for name in ("active", "done"):
        made[name].sort(
            key=lambda one: one.state.last.toordinal() if one.state.last else 0, reverse=True
        )
    return {name: items for name, items in made.items() if items}


def count_finished_items(found: list[ItemStanding]) -> dict[str, tuple[int, int]]:
    """Kind -> (how many are done, of how many); what was dropped is no longer part of the whole."""
    made = {}
    for kind in KINDS:
        own = [
            one.state for one in found if one.state.kind == kind and one.state.status != "dropped"
        ]
        if own:
            made[kind] = sum(state.status in FINISHED for state in own), len(own)
    return made
