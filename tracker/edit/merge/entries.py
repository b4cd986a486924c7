"""The items of a list in three texts -> which of them stand in the end, and in which order.

An item is known by its id, or by all that it says. What only one side changed or removed is settled; what both changed
is open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import merge as in_turn
from typing import Any, NamedTuple

from tracker.edit.lines import find_block_end
from tracker.format.outline import Node

Key = tuple[
    str, int
]  # a session's id and -1; without an id its whole line, and how many such lines stand above


class TextEntry(NamedTuple):
    """A session as it stands in one text: its lines, what they say, and the comments and blank lines above it."""

    text: str
    value: Any
    above: str = ""

    @property
    def id(self) -> str | None:
        id_ = self.value.get("id") if isinstance(self.value, dict) else None
        return id_ if isinstance(id_, str) else None

    @property
    def turn(self) -> tuple[str, str]:
        start = self.value.get("start") if isinstance(self.value, dict) else None
        return (start if isinstance(start, str) else "", self.text)


class Parts(NamedTuple):
    """A text taken apart. `head` is the line `sessions:`; `apart`: each session has lines of its own."""

    before: str
    head: str
    entries: tuple[TextEntry, ...]
    after: str
    apart: bool
    faults: frozenset[tuple[str, str]]


class EntryFate(NamedTuple):
    """A session's fate: what stands in the end, None where it is removed; or `open`, where both sides changed it."""

    entry: TextEntry | None
    open: bool = False


Entries = Mapping[Key, TextEntry]


# ---- a text's items


def split_entries(text: str, end: int, node: Node) -> tuple[list[TextEntry] | None, int]:
    """The sessions of a list and where it ends; None where they share lines."""
    if node.flow or node.shape != "list":
        return None, end
    dash = re.compile(rf"^ {{{node.start.column}}}-(?=\s)", re.MULTILINE)
    entries = []
    for child in node.children.values():
        start = dash.search(text, end)
        if start is None or start.start() > child.start.index:
            return None, end
        above, end = text[end : start.start()], find_block_end(text, child)
        entries.append(TextEntry(text[start.start() : end], child.plain(), above))
    return entries, end


def name_entries(parts: Sequence[Parts]) -> list[dict[Key, TextEntry]]:
    """Each text's sessions under their keys, in their order. One that a side changed bears the key of the base."""
    counts = [Counter(entry.id for entry in part.entries) for part in parts]
    repeated = {id_ for count in counts for id_, times in count.items() if times > 1}
    base, ours, theirs = (key_entries(part.entries, repeated) for part in parts)
    return [
        base,
        match_changed_entries(base, ours, theirs),
        match_changed_entries(base, theirs, ours),
    ]


def key_entries(entries: Iterable[TextEntry], repeated: set[str | None]) -> dict[Key, TextEntry]:
    found: dict[Key, TextEntry] = {}
    lines: Counter[str] = Counter()
    for entry in entries:
        if entry.id is not None and entry.id not in repeated:
            found[entry.id, -1] = entry
        else:
            line = entry.text.strip()
            found[line, lines[line]] = entry
            lines[line] += 1
    return found


def match_changed_entries(base: Entries, side: Entries, other: Entries) -> dict[Key, TextEntry]:
    """`side`, where what replaces a session of the base bears that one's key.

    Without an id a changed line looks like one removed and one added. Taken so, two sides that change it would make two
    sessions of one; so where one is gone and one has come, that is a change. At worst, that marks a conflict too many.
    """
    gone = [key for key in base if key not in side]
    names = {}
    for key, entry in side.items():
        if key not in base and key not in other:
            alike = [old for old in gone if may_be(base[old], entry)]
            if alike:
                names[key] = max(alike, key=lambda old: count_same_values(base[old], entry))
                gone.remove(names[key])
    return {names.get(key, key): entry for key, entry in side.items()}


def may_be(old: TextEntry, new: TextEntry) -> bool:
    """Whether `new` can be `old`, changed. Two ids are two sessions, unless all else is the same."""
    if old.id is None or new.id is None:
        return True
    return bool({**old.value, "id": ""} == {**new.value, "id": ""})


def count_same_values(old: TextEntry, new: TextEntry) -> int:
    if not isinstance(old.value, dict) or not isinstance(new.value, dict):
        return 0
    return sum(new.value.get(key) == value for key, value in old.value.items())


# What becomes of each session, and in which order


def settle_entries(base: Entries, ours: Entries, theirs: Entries) -> dict[Key, EntryFate]:
    fates = {}
    for key in {**base, **ours, **theirs}:
        was, mine, other = (side.get(key) for side in (base, ours, theirs))
        texts = [entry.text if entry else None for entry in (was, mine, other)]
        if texts[1] == texts[2] or texts[0] == texts[2]:
            fates[key] = EntryFate(mine)
        elif texts[0] == texts[1]:
            fates[key] = EntryFate(other)
        else:
            fates[key] = EntryFate(None, open=True)
    return fates


def order_by_start(sides: Sequence[Entries], kept: set[Key]) -> list[Key] | None:
    """The order of sessions: what both sides added at one place comes by its start."""

    def by_start(mine: Iterable[Key], other: Iterable[Key]) -> Iterable[Key]:
        return in_turn(mine, other, key=lambda key: one_of(sides, key).turn)

    return order_keys(sides, kept, by_start)


def order_keys(
    sides: Sequence[Entries],
    kept: set[Key],
    join: Callable[[Iterable[Key], Iterable[Key]], Iterable[Key]],
) -> list[Key] | None:
    """The base's order, or that of a side that moved items; what is new stands behind what it stood behind.

    `join` orders what the two sides added at one place. None where both sides moved items, and not alike.
    """
    base, ours, theirs = ([key for key in side if key in kept] for side in sides)
    stays = [[key for key in side if key in sides[0]] for side in (ours, theirs)]
    moved = [stay for stay in stays if stay != [key for key in base if key in set(stay)]]
    if moved and (moved[0] != moved[-1] or len(moved[0]) < len(base)):
        return None
    spine = moved[0] if moved else base
    mine, other = group_new_keys(ours, spine), group_new_keys(theirs, spine)
    order: list[Key] = []
    for at in (None, *spine):
        order += [at] if at else []
        order += join(mine.get(at, ()), other.get(at, ()))
    return list(dict.fromkeys(order))  # what is new on both sides was in both turns


def group_new_keys(side: Iterable[Key], spine: Sequence[Key]) -> dict[Key | None, list[Key]]:
    """The new sessions of a side, by the old one that they stand behind. Those at its end stay at the end."""
    found: dict[Key | None, list[Key]] = {}
    old, at = set(spine), None
    for key in side:
        if key in old:
            at = key
        else:
            found.setdefault(at, []).append(key)
    if spine and at != spine[-1]:
        found.setdefault(spine[-1], []).extend(found.pop(at, []))
    return found


def one_of(sides: Sequence[Entries], key: Key) -> TextEntry:
    return [side[key] for side in sides if key in side][-1]
