"""The items of a list in three texts -> the items of the merged list, and their order.

An item is known by its id, or by all that it says. An item that only one side changed or removed is
settled; an item that both changed is open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import merge as in_turn
from typing import Any, NamedTuple

from tracker.edit.lines import find_block_end
from tracker.format.outline import Node

# A session's id and -1; without an id its whole text, and how many such texts stand above.
Key = tuple[str, int]


class TextEntry(NamedTuple):
    """A session as it stands in one text.

    `text`: its lines; `value`: what they say; `above`: the comments and blank lines above it.
    """

    text: str
    value: Any
    above: str = ""

    @property
    def id(self) -> str | None:
        return self._get_text("id")

    @property
    def turn(self) -> tuple[str, str]:
        """The key by which sessions that both sides added are sorted: the start, then the text."""
        return (self._get_text("start") or "", self.text)

    def _get_text(self, key: str) -> str | None:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else None


class Parts(NamedTuple):
    """A text taken apart at its list of sessions.

    `head`: the line `sessions:`. `apart`: each session has lines of its own. `faults`: kind and
    message of each error in the text.
    """

    before: str
    head: str
    entries: tuple[TextEntry, ...]
    after: str
    apart: bool
    faults: frozenset[tuple[str, str]]


class EntryFate(NamedTuple):
    """What becomes of a session.

    `entry`: the merged session, None where it is removed. `open`: both sides changed it.
    """

    entry: TextEntry | None
    open: bool = False


Entries = Mapping[Key, TextEntry]


# ---- a text's items


def split_entries(text: str, end: int, node: Node) -> tuple[list[TextEntry] | None, int]:
    """Split the lines of a list, which begin at `end`, into its sessions.

    Returns them and where the list ends; None instead of them where they share lines.
    """
    if node.flow or node.shape != "list":
        return None, end
    dash = re.compile(rf"^ {{{node.start.column}}}-(?=\s)", re.MULTILINE)
    entries = []
    for child in node.children.values():
        match = dash.search(text, end)
        if match is None or match.start() > child.start.index:
            return None, end
        start = match.start()
        above = text[end:start]
        end = find_block_end(text, child)
        entries.append(TextEntry(text[start:end], child.plain(), above))
    return entries, end


def name_entries(parts: Sequence[Parts]) -> list[dict[Key, TextEntry]]:
    """Give the sessions of base, ours and theirs their keys, each text's in its order.

    A session that a side changed gets the key that it has in the base.
    """
    repeated: set[str | None] = set()
    for part in parts:
        for id_, count in Counter(entry.id for entry in part.entries).items():
            if count > 1:
                repeated.add(id_)
    base, ours, theirs = (key_entries(part.entries, repeated) for part in parts)
    return [
        base,
        match_changed_entries(base, ours, theirs),
        match_changed_entries(base, theirs, ours),
    ]


def key_entries(entries: Iterable[TextEntry], repeated: set[str | None]) -> dict[Key, TextEntry]:
    """Give the sessions of one text their keys. An id that a text has twice is no key."""
    keyed: dict[Key, TextEntry] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.id is not None and entry.id not in repeated:
            keyed[entry.id, -1] = entry
        else:
            text = entry.text.strip()
            keyed[text, counts[text]] = entry
            counts[text] += 1
    return keyed


def match_changed_entries(base: Entries, side: Entries, other: Entries) -> dict[Key, TextEntry]:
    """Copy `side`, with the base's key for each session that replaces one of the base.

    Without an id a changed line looks like one removed and one added. Taken so, two sides that
    change a session would make two of it; so where one is gone and one has come, that is a change.
    At worst, that marks a conflict too many.
    """
    gone = [key for key in base if key not in side]
    matched = {}
    for key, entry in side.items():
        if key not in base and key not in other:
            candidates = [old for old in gone if may_be(base[old], entry)]
            if candidates:
                key = max(candidates, key=lambda old: count_same_values(base[old], entry))
                gone.remove(key)
        matched[key] = entry
    return matched


def may_be(old: TextEntry, new: TextEntry) -> bool:
    """Whether `new` can be `old`, changed.

    Two ids are two sessions, unless all else is the same.
    """
    if old.id is None or new.id is None:
        return True
    return bool({**old.value, "id": ""} == {**new.value, "id": ""})


def count_same_values(old: TextEntry, new: TextEntry) -> int:
    """Count the keys of two sessions that have the same value in both."""
    if not isinstance(old.value, dict) or not isinstance(new.value, dict):
        return 0
    return sum(new.value.get(key) == value for key, value in old.value.items())


# ---- what becomes of each session, and in which order


def settle_entries(base: Entries, ours: Entries, theirs: Entries) -> dict[Key, EntryFate]:
    """Decide what becomes of each session, by which sides changed its text."""
    fates = {}
    for key in {**base, **ours, **theirs}:
        old, mine, other = base.get(key), ours.get(key), theirs.get(key)
        old_text, my_text, other_text = _text_of(old), _text_of(mine), _text_of(other)
        if my_text == other_text or old_text == other_text:
            fates[key] = EntryFate(mine)
        elif old_text == my_text:
            fates[key] = EntryFate(other)
        else:
            fates[key] = EntryFate(None, open=True)
    return fates


def _text_of(entry: TextEntry | None) -> str | None:
    return entry.text if entry else None


def order_by_start(sides: Sequence[Entries], kept: set[Key]) -> list[Key] | None:
    """Order sessions as `order_keys` does; what both sides added at one place goes by its start."""

    def by_start(mine: Iterable[Key], other: Iterable[Key]) -> Iterable[Key]:
        return in_turn(mine, other, key=lambda key: one_of(sides, key).turn)

    return order_keys(sides, kept, by_start)


def order_keys(
    sides: Sequence[Entries],
    kept: set[Key],
    join: Callable[[Iterable[Key], Iterable[Key]], Iterable[Key]],
) -> list[Key] | None:
    """Order the kept keys of base, ours and theirs.

    The order is the base's, or that of a side that moved items; a new item stands behind the old
    one that it stood behind. `join` orders the keys that the two sides added at one place. None
    where both sides moved items, and not alike.
    """
    base, ours, theirs = ([key for key in side if key in kept] for side in sides)
    moved_orders = []
    for side in (ours, theirs):
        old_keys = [key for key in side if key in sides[0]]
        remaining = set(old_keys)
        if old_keys != [key for key in base if key in remaining]:
            moved_orders.append(old_keys)
    spine = base
    if moved_orders:
        spine = moved_orders[0]
        if spine != moved_orders[-1] or len(spine) < len(base):
            return None
    my_new_keys, other_new_keys = group_new_keys(ours, spine), group_new_keys(theirs, spine)
    order = [*join(my_new_keys.get(None, ()), other_new_keys.get(None, ()))]
    for key in spine:
        order.append(key)
        order += join(my_new_keys.get(key, ()), other_new_keys.get(key, ()))
    return list(dict.fromkeys(order))  # a key that is new on both sides came twice


def group_new_keys(side: Iterable[Key], spine: Sequence[Key]) -> dict[Key | None, list[Key]]:
    """Group the new keys of a side by the old key that they stand behind.

    Those above the first old key are under None; those at the side's end stay at the end.
    """
    groups: dict[Key | None, list[Key]] = {}
    old_keys, at = set(spine), None
    for key in side:
        if key in old_keys:
            at = key
        else:
            groups.setdefault(at, []).append(key)
    if spine and at != spine[-1]:
        groups.setdefault(spine[-1], []).extend(groups.pop(at, []))
    return groups


def one_of(sides: Sequence[Entries], key: Key) -> TextEntry:
    """Get the session of a key from the last of the sides that has it."""
    return [side[key] for side in sides if key in side][-1]
