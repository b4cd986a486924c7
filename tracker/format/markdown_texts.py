"""A journal -> each of its Markdown texts; the format's fields say which texts are Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tracker.format.fields import PLAN, WEEK, Entries, Field, Keys
from tracker.format.places import enumerate_values
from tracker.model.journal import PLAN_PATH, Journal, Week
from tracker.model.plan import Plan

Change = Callable[[str], str]


def markdown_texts(journal: Journal) -> Iterator[tuple[str, str, str]]:
    """Yield (path of the file, path of keys, text) of each Markdown text of a journal."""
    for week in journal.weeks:
        for where, text in markdown_of_week(week):
            yield week.path, where, text
    for where, text in markdown_of_plan(journal.plan):
        yield PLAN_PATH, where, text


def markdown_of_week(week: Week) -> Iterator[tuple[str, str]]:
    """Yield (path of keys, text) of each Markdown text of a week."""
    return _markdown_in(WEEK, week, "")


def markdown_of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield (path of keys, text) of each Markdown text of the plan."""
    return _markdown_in(PLAN, plan, "")


def _markdown_in(field: Field, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if not value or not _can_hold_markdown(field):
        return
    if isinstance(value, str):
        if "Markdown" in field.what:
            yield where, value
    elif isinstance(value, Mapping) and isinstance(field.map, Entries):
        for key, inner in value.items():
            yield from _markdown_in(field.map.of, inner, f"{where}.{key}".removeprefix("."))
    elif isinstance(field.map, Keys) and hasattr(value, "_fields"):
        for key, of in field.map.keys.items():
            inner = getattr(value, field.map.names.get(key, key), None)
            yield from _markdown_in(of, inner, f"{where}.{key}".removeprefix("."))
    elif isinstance(value, tuple) and field.seq:
        for index, inner in enumerate_values(value):
            yield from _markdown_in(field.seq, inner, f"{where}[{index}]")


def change_markdown_of_week(week: Week, change: Change) -> Week:
    """Return the week with each Markdown text changed; the same week where none was."""
    changed: Week = _change_markdown(WEEK, week, change)
    return changed


def change_markdown_of_plan(plan: Plan, change: Change) -> Plan:
    """Return the plan with each Markdown text changed; the same plan where none was."""
    changed: Plan = _change_markdown(PLAN, plan, change)
    return changed


def _change_markdown(field: Field, value: Any, change: Change) -> Any:
    if not _can_hold_markdown(field):
        return value
    if isinstance(value, str):
        return change(value) if "Markdown" in field.what else value
    if isinstance(value, Mapping) and isinstance(field.map, Entries):
        entries = {}
        for key, inner in value.items():
            entries[key] = _change_markdown(field.map.of, inner, change)
        return entries if _have_changed(entries.values(), value.values()) else value
    if isinstance(field.map, Keys) and hasattr(value, "_fields"):
        values = {}
        for key, of in field.map.keys.items():
            name = field.map.names.get(key, key)
            inner = getattr(value, name, None)
            new = _change_markdown(of, inner, change)
            if new is not inner:
                values[name] = new
        return value._replace(**values) if values else value
    if isinstance(value, tuple) and field.seq:
        parts = tuple(_change_markdown(field.seq, inner, change) for inner in value)
        return parts if _have_changed(parts, value) else value
    return value


def _have_changed(new: Iterable[Any], old: Iterable[Any]) -> bool:
    return any(one is not other for one, other in zip(new, old, strict=True))


def _can_hold_markdown(field: Field) -> bool:
    """Whether a field can hold Markdown at any depth: the sessions of ten years are not walked."""
    known = _CAN_HOLD.get(id(field))
    if known is None:
        inner: list[Field] = []
        if field.seq:
            inner.append(field.seq)
        if isinstance(field.map, Entries):
            inner.append(field.map.of)
        elif field.map:
            inner += field.map.keys.values()
        known = "Markdown" in field.what or any(map(_can_hold_markdown, inner))
        _CAN_HOLD[id(field)] = known
    return known


# By identity: the tables of the format hold mappings, which have no hash, and stay for good.
_CAN_HOLD: dict[int, bool] = {}
