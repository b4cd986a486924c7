"""An item or a unit of the plan -> the name by which titles and sentences call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.figures.stats import (
    Figures,
)
from tracker.model.english import join_words
from tracker.model.kinds import (
    units_of,
)
from tracker.model.plan import Plan

READ = {"skim": "skimmed", "once": "read", "again": "re-read", "implemented": "implemented"}
LONG = 80  # letters of a title that is still easy to read
LONG_NAME = 40
_SENTENCE_ENDS = ("?", "!", ".", "\u061f", "?\u2069", "!\u2069", ".\u2069", "\u061f\u2069")
MOST_NAMED = 3
# A unit that says something without its item: `micrograd`, not `ch4`.
_SHORT_NAME = re.compile(r"[^\W\d_]{4,}(?:-[^\W\d_]+)*")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def isolate_name(name: str) -> str:
    """Isolate a name that runs right to left: it would turn the words and dates beside it."""
    if "\u2068" in name or not _RIGHT_TO_LEFT.search(name):
        return name
    return f"\u2068{name}\u2069"


def list_counted_units(plan: Plan, id_: str, done: Iterable[str]) -> list[str]:
    """List the units once each, without those that the plan, where it names units, does not."""
    planned = plan.items.get(id_)
    units = units_of(planned[1]) if planned else {}
    names = []
    for unit in dict.fromkeys(done):
        if isinstance(units, int) or not units or unit in units:
            names.append(unit)
    return names


def name_target(plan: Plan, id_: str, unit: str | None) -> str:
    """Name a unit by its title, with its item where that alone says little; else the item."""
    item = short_name(plan, id_)
    if unit is None:
        return item
    title = find_unit_title(plan, id_, unit)
    if title != unit or _SHORT_NAME.fullmatch(unit):
        return isolate_name(title)
    if unit.isdecimal():
        return f"unit {unit} of {item}"
    return f"{item} {isolate_name(unit)}"


def name_units(plan: Plan, id_: str, units: Sequence[str]) -> list[str]:
    """Name units of an item by their titles, with the item once where no title says enough alone.

    [`makemore`, `gpt`], [`Deep Learning ch6`, `ch7`], [`units 3`, `4 of Essence of calculus`]
    """
    titles = [name_unit(plan, id_, unit) for unit in units]
    names = [name_target(plan, id_, unit) for unit in units]
    if any(name == title for name, title in zip(names, titles, strict=True)):
        return titles
    if len(units) > 1 and all(map(str.isdecimal, units)):
        item = short_name(plan, id_)
        return [f"units {titles[0]}", *titles[1:-1], f"{titles[-1]} of {item}"]
    return [*names[:1], *titles[1:]]


def name_unit(plan: Plan, id_: str, unit: str) -> str:
    """Name a unit by its title in the plan; without one it is called by its id."""
    return isolate_name(find_unit_title(plan, id_, unit))


def find_unit_title(plan: Plan, id_: str, unit: str) -> str:
    """Find a unit's title in the plan; its id where the plan has none."""
    planned = plan.items.get(id_)
    units = units_of(planned[1]) if planned else {}
    if isinstance(units, int):
        return unit
    return units.get(unit, "").strip() or unit


def join_fitting(names: Iterable[str]) -> str:
    """Join the first names, three at most and as many as a title has room for."""
    fitting: list[str] = []
    for name in list(names)[:MOST_NAMED]:
        if fitting and len(join_words([*fitting, name])) > LONG - len("Implemented "):
            break
        fitting.append(name)
    return join_words(fitting)


def quote_names(names: Sequence[str]) -> list[str]:
    """Quote names where one ends like a sentence, or where one of several holds a comma."""
    isolated = [isolate_name(name) for name in names]
    is_list = len(names) > 1 and any(", " in name for name in names)
    if is_list or any(name.endswith(_SENTENCE_ENDS) for name in isolated):
        return [f"\u201c{name}\u201d" for name in isolated]
    return isolated


def short_name(plan: Plan, id_: str) -> str:
    """Return an item's `short`, else its title; of a long title only what is before its colon."""
    planned = plan.items.get(id_)
    if planned is None:
        return isolate_name(id_)
    _, item = planned
    short = (item.short or "").strip()
    title = (item.title or "").strip() or id_
    head = title.partition(": ")[0]
    if short:
        return isolate_name(short)
    if len(title) > LONG_NAME and len(head) > 3:
        return isolate_name(head)
    return isolate_name(title)


def short_title(figures: Figures, id_: str) -> str:
    """Return the short name of an item by its present or a former id."""
    return short_name(figures.plan, figures.plan.aliases.get(id_, id_))


def lower_first(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]
