"""Three readings of a week -> the paths of values that both sides can keep, and lists of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from tracker.edit.insert import (
    get_at,
)
from tracker.edit.merge.entries import (
    Key,
    Parts,
    TextEntry,
    name_entries,
    order_keys,
    settle_entries,
)
from tracker.format.fields import WEEK, Entries, Field, Keys

Path = tuple[str, ...]
# A list whose order has a meaning, and the sessions, which `merge.texts` merges.
_LEFT_ALONE = {("order",), ("sessions",)}


class Items(NamedTuple):
    """The merged values of a list that both sides changed.

    `from_source`: for each value, whether its text comes from source.
    """

    values: tuple[Any, ...]
    from_source: tuple[bool, ...]


def find_places(
    base: Mapping[str, Any], target: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Path]:
    """Find the paths of values that source added or changed and that can be put into target."""
    return list(_walk_places(WEEK, base, target, source, ()))


def _walk_places(
    field: Field | None, base: Any, target: Any, source: Any, path: Path
) -> Iterator[Path]:
    for key, new in source.items():
        place = (*path, key)
        key_field = _field_of(field, key)
        old, mine = base.get(key), target.get(key)
        if place in _LEFT_ALONE or new == old:
            continue
        if new == mine and new is not None:
            yield place  # both sides say the same: once is enough
        elif key not in target:
            if key not in base:
                yield place
        elif mine == old and key in base:
            yield place
        elif isinstance(new, dict) and isinstance(mine, dict) and isinstance(old, dict | None):
            yield from _walk_places(key_field, old or {}, mine, new, place)
        elif _can_hold_both(key_field, old, mine, new):
            yield place


def _field_of(field: Field | None, key: str) -> Field | None:
    """The format's field of a key; None for unknown keys, whose values are mere text."""
    if field is None:
        return None
    if isinstance(field.map, Keys):
        return field.map.keys.get(key)
    if isinstance(field.map, Entries):
        return field.map.of
    return None


def _can_hold_both(field: Field | None, old: Any, mine: Any, new: Any) -> bool:
    """Whether a value that both sides changed is a list, or a text that both went on with."""
    if field is None or field.seq is None:
        return False
    if all(value is None or isinstance(value, list) for value in (old, mine, new)):
        return True
    return join_both_ends(old, mine, new) is not None


def join_both_ends(old: Any, mine: Any, new: Any) -> str | None:
    """A text that both sides have gone on with, with the ends of both; None for anything else."""
    if not all(isinstance(value, str) and value for value in (old, mine, new)):
        return None
    beginning = old.rstrip("\n")
    if not (mine.startswith(beginning) and new.startswith(beginning)):
        return None
    end = new[len(beginning) :]
    added = end.strip("\n")
    if not added or not end.startswith("\n\n"):
        return None
    mine = mine.rstrip("\n")
    return f"{mine}\n\n{added}\n"


def list_paths(*trees: Mapping[str, Any]) -> list[Path]:
    """List the paths of all lists of the format in the trees, but for those that are left alone."""
    paths: dict[Path, None] = {}
    for tree in trees:
        for path in _walk_lists(WEEK, tree, ()):
            if path not in _LEFT_ALONE:
                paths[path] = None
    return [*paths]


def _walk_lists(field: Field | None, value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, list) and field is not None and field.seq is not None:
        yield path
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _walk_lists(_field_of(field, key), child, (*path, key))


def has_key_at(tree: Any, path: Path) -> bool:
    parent = get_at(tree, path[:-1])
    return isinstance(parent, dict) and path[-1] in parent


def list_at(tree: Any, path: Path) -> list[Any]:
    """Get the list at the end of a path; an empty one where no list is there."""
    value = get_at(tree, path)
    return value if isinstance(value, list) else []


def merge_items(base: Sequence[Any], target: Sequence[Any], source: Sequence[Any]) -> Items | None:
    """Merge the values of a list: the old ones, then target's new ones, then source's.

    None where both sides changed the same value.
    """
    parts = []
    for side in (base, target, source):
        entries = tuple(TextEntry(repr(value), value) for value in side)
        parts.append(Parts("", "", entries, "", True, frozenset()))
    sides = name_entries(parts)
    fates = settle_entries(*sides)
    kept_keys: set[Key] = set()
    for key, fate in fates.items():
        if fate.open:
            return None
        if fate.entry:
            kept_keys.add(key)
    order = order_keys(sides, kept_keys, chain)
    if order is None:
        return None
    values, from_source = [], []
    for key in order:
        entry = fates[key].entry
        if entry:
            values.append(entry.value)
            from_source.append(sides[1].get(key) != entry)
    return Items(tuple(values), tuple(from_source))
