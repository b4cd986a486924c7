"""An item with several skills -> the part of its time, and of its gaps, that belongs to each. Pure.

Without this an hour on a course with three skills would count three times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tracker.figures.stats import Entry, Figures, State
from tracker.model.english import fold_case
from tracker.model.kinds import Item, done_of, units_of

# What every place says that shows the time of skills, where an item has several.
SPLIT_WORDS = (
    "Where an item has several skills, its time is split equally among them, "
    "or among those that the unit names."
)


def list_named_skills(skills: Iterable[str], words: str) -> tuple[str, ...]:
    """List the skills that a text names, as whole words: `Vector Calculus` names `calculus`."""
    named = []
    for skill in dict.fromkeys(skills):
        name = re.escape(fold_case(skill))
        if name and re.search(rf"(?<!\w){name}(?!\w)", fold_case(words)):
            named.append(skill)
    return tuple(named)


def list_unit_skills(item: Item, unit: str | None) -> tuple[str, ...]:
    """List the skills of an item that its unit names, by id or title; all where it names none."""
    skills = tuple(dict.fromkeys(item.skills))
    if not unit or len(skills) < 2:
        return skills
    units = units_of(item)
    title = ""
    if isinstance(units, Mapping):
        title = units.get(unit, "")
    return list_named_skills(skills, unit) or list_named_skills(skills, title) or skills


def split_minutes_by_skill(
    items: Mapping[str, Item], entries: Iterable[Entry]
) -> dict[str | None, int]:
    """Split the minutes of entries among the skills of their items; None has those without one.

    The parts add up to the whole. A minute that can't be split goes to the first skills.
    """
    sums: dict[tuple[str | None, tuple[str, ...]], int] = {}
    unit_skills: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
    for entry in entries:
        target = entry.item, entry.unit
        if target not in unit_skills:
            item = items.get(entry.item or "")
            unit_skills[target] = list_unit_skills(item, entry.unit) if item else ()
        key = entry.item, unit_skills[target]
        sums[key] = sums.get(key, 0) + entry.minutes
    parts: dict[str | None, int] = {}
    for (_, skills), minutes in sums.items():
        names: tuple[str | None, ...] = skills or (None,)
        part, left_over = divmod(minutes, len(names))
        for index, name in enumerate(names):
            parts[name] = parts.get(name, 0) + part + (index < left_over)
    return parts


def is_time_split(items: Mapping[str, Item], entries: Iterable[Entry]) -> bool:
    """Whether any entry's time is that of an item with several skills."""
    timed = {entry.item for entry in entries if entry.minutes}
    return any(id_ in timed and len(set(item.skills)) > 1 for id_, item in items.items())


def find_gap_skill(figures: Figures, item: str, gap: str, week: str) -> str | None:
    """Find the one skill that a gap belongs to; None where it may be any of its item's skills.

    It is the item's only skill, or the one that the gap names, or the one that the units name
    which the item's week worked on. `week`: the one that named the gap first. An item that readers
    do not know has no skill for them.
    """
    state = figures.states.get(item)
    if state is None:
        return None
    skills = tuple(dict.fromkeys(state.item.skills))
    if len(skills) == 1:
        return skills[0]
    candidates = set(list_named_skills(skills, gap))
    if not candidates:
        for unit in list_units_of_week(figures, state, week):
            candidates.update(list_unit_skills(state.item, unit))
    if len(candidates) == 1:
        return candidates.pop()
    return None


def list_units_of_week(figures: Figures, state: State, week: str) -> list[str]:
    """List the units of an item that a week finished, wrote about or logged time on."""
    units: dict[str, None] = {}
    for saying in state.sayings:
        if saying.week.name != week:
            continue
        done = done_of(saying.record)
        if isinstance(done, tuple):
            units.update(dict.fromkeys(done))
        units.update(dict.fromkeys(getattr(saying.record, "units", ())))
    for entry in figures.by_week.get(week, ()):
        if entry.item == state.id and entry.unit:
            units.setdefault(entry.unit)
    return list(units)
