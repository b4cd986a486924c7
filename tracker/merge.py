"""Three texts of a week -> one, for git: sessions merge one by one, all else by lines.

Pure. A session that is settled stands as it is; what stands between those is merged by git's own merge of lines, handed
in as `lines`. So git marks just what a person has to settle, and no line moves past a session.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import merge as in_turn
from typing import Any, NamedTuple

from tracker.edit import after, end_of_document, line_of, next_line
from tracker.loader import UNSAFE, load_week
from tracker.spans import Node, outline

# (base, ours, theirs) -> (merged, whether it holds conflicts, between git's markers)
Lines = Callable[[str, str, str], tuple[str, bool]]
Key = tuple[str, int]  # a session's id and -1; without an id its whole line, and how many such lines stand above


class Merged(NamedTuple):
    """`conflict`: the text holds both versions of something, between git's markers. `why`: where that needs a word."""

    text: str
    conflict: bool
    why: str = ""


class Entry(NamedTuple):
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
    entries: tuple[Entry, ...]
    after: str
    apart: bool
    faults: frozenset[tuple[str, str]]


class Settled(NamedTuple):
    """A session's fate: what stands in the end, None where it is removed; or `open`, where both sides changed it."""

    entry: Entry | None
    open: bool = False


Entries = Mapping[Key, Entry]


def merge(base: str, ours: str, theirs: str, lines: Lines) -> Merged:
    """Ours and theirs in one text, or a conflict. The sessions of the text are read back before it counts."""
    if ours == theirs or theirs == base:
        return Merged(ours, False)
    if ours == base:
        return Merged(theirs, False)
    style = Style(*map(changed, *map(style_of, (base, ours, theirs))))
    merged = _merged([plain(text) for text in (base, ours, theirs)], lines)
    return merged._replace(text=styled(merged.text, style))


def changed(base: Any, ours: Any, theirs: Any) -> Any:
    """Of three values the one that a side has changed; ours, where both have."""
    return theirs if ours == base else ours


def _merged(texts: Sequence[str], lines: Lines) -> Merged:
    base, ours, theirs = (parted(text) for text in texts)
    if not (base and ours and theirs):
        text, conflict = lines(*texts)
        broken = ours and theirs and not conflict and not parted(text)
        return in_conflict(texts, lines) if broken else Merged(text, conflict)
    parts = (base, ours, theirs)
    sides = named(parts)
    fates = settle(*sides)
    order = ordered(sides, {key for key, fate in fates.items() if fate.entry or fate.open})
    apart = order is not None and all(part.apart for part in parts)
    text, conflict = _by_pieces(parts, sides, fates, order or [], lines) if apart else lines(*texts)
    if (conflict and apart) or holds(text, fates, ours.faults | theirs.faults):
        return Merged(text, conflict)
    return in_conflict(texts, lines)


def _by_pieces(
    parts: Sequence[Parts],
    sides: Sequence[Entries],
    fates: Mapping[Key, Settled],
    order: Sequence[Key],
    lines: Lines,
) -> tuple[str, bool]:
    """Each settled session as it is, and what stands between them by lines: so no line ever moves past a session."""
    head, heads = settled_heads(parts) if order else ("", [part.head for part in parts])
    pieces = [pieces_of(*each, fates, order) for each in zip(parts, sides, heads, strict=True)]
    settled = [fates[key].entry for key in order]
    fixed = [head, *(entry.text for entry in settled if entry), ""]
    text, conflict = "", False
    for base, ours, theirs, behind in zip(*pieces, fixed, strict=True):
        if ours == theirs or base in (ours, theirs):
            text += changed(base, ours, theirs)
        else:
            piece, marked = lines(base, ours, theirs)
            text, conflict = text + piece, conflict or marked
        text += behind
    return text, conflict


def holds(text: str, fates: Mapping[Key, Settled], faults: frozenset[tuple[str, str]]) -> bool:
    """Whether a merged text says exactly the sessions that it should, and has no fault that neither side had."""
    parts = parted(text)
    expected = [repr(fate.entry.value) for fate in fates.values() if fate.entry]
    return (
        parts is not None
        and not any(fate.open for fate in fates.values())
        and parts.faults <= faults
        and sorted(repr(entry.value) for entry in parts.entries) == sorted(expected)
    )


def in_conflict(texts: Sequence[str], lines: Lines) -> Merged:
    """Whatever differs between ours and theirs, marked: for two texts that do not go together though their lines do."""
    _, ours, theirs = texts
    text, conflict = lines("", ours, theirs)
    if not conflict:  # one of the two is empty
        text = f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    return Merged(text, True, "the two sides do not go together line by line; wherever they differ, both are marked")


# A text's parts


def parted(text: str) -> Parts | None:
    """None where the text cannot be read so safely that its sessions could be told from its other lines."""
    week, problems = load_week("", "", text.encode("utf-8", "surrogateescape"))
    if week is None or any(p.kind in UNSAFE or (p.where, p.kind) == ("sessions", "wrong-shape") for p in problems):
        return None
    faults = frozenset((problem.kind, problem.message) for problem in problems if not problem.hint)
    tree = outline(text)
    node = tree.children.get("sessions") if tree else None
    if tree is None or node is None:
        at = end_of_document(text, tree.start.index if tree else 0)
        return Parts(text[:at], "", (), text[at:], not (tree and tree.flow), faults)
    head, below = line_of(text, node.key.index), next_line(text, node.key.index)
    if not node.children and node.end.line == node.key.line:
        return Parts(text[:head], text[head:below], (), text[below:], True, faults)
    entries, end = separate(text, below, node)
    if entries is not None:
        return Parts(text[:head], text[head:below], tuple(entries), text[end:], True, faults)
    said = [Entry(repr(child.plain()), child.plain()) for child in node.children.values()]
    return Parts(text, "", tuple(said), "", False, faults)


def separate(text: str, end: int, node: Node) -> tuple[list[Entry] | None, int]:
    """The sessions of a list and where it ends; None where they share lines."""
    if node.flow or node.shape != "list":
        return None, end
    dash = re.compile(rf"^ {{{node.start.column}}}-(?=\s)", re.MULTILINE)
    entries = []
    for child in node.children.values():
        start = dash.search(text, end)
        if start is None or start.start() > child.start.index:
            return None, end
        above, end = text[end : start.start()], after(text, child)
        entries.append(Entry(text[start.start() : end], child.plain(), above))
    return entries, end


def named(parts: Sequence[Parts]) -> list[dict[Key, Entry]]:
    """Each text's sessions under their keys, in their order. One that a side changed bears the key of the base."""
    counts = [Counter(entry.id for entry in part.entries) for part in parts]
    repeated = {id_ for count in counts for id_, times in count.items() if times > 1}
    base, ours, theirs = (keyed(part.entries, repeated) for part in parts)
    return [base, followed(base, ours, theirs), followed(base, theirs, ours)]


def keyed(entries: Iterable[Entry], repeated: set[str | None]) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    lines: Counter[str] = Counter()
    for entry in entries:
        if entry.id is not None and entry.id not in repeated:
            found[entry.id, -1] = entry
        else:
            line = entry.text.strip()
            found[line, lines[line]] = entry
            lines[line] += 1
    return found


def followed(base: Entries, side: Entries, other: Entries) -> dict[Key, Entry]:
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
                names[key] = max(alike, key=lambda old: likeness(base[old], entry))
                gone.remove(names[key])
    return {names.get(key, key): entry for key, entry in side.items()}


def may_be(old: Entry, new: Entry) -> bool:
    """Whether `new` can be `old`, changed. Two ids are two sessions, unless all else is the same."""
    if old.id is None or new.id is None:
        return True
    return bool({**old.value, "id": ""} == {**new.value, "id": ""})


def likeness(old: Entry, new: Entry) -> int:
    if not isinstance(old.value, dict) or not isinstance(new.value, dict):
        return 0
    return sum(new.value.get(key) == value for key, value in old.value.items())


# What becomes of each session, and in which order


def settle(base: Entries, ours: Entries, theirs: Entries) -> dict[Key, Settled]:
    fates = {}
    for key in {**base, **ours, **theirs}:
        was, mine, other = (side.get(key) for side in (base, ours, theirs))
        texts = [entry.text if entry else None for entry in (was, mine, other)]
        if texts[1] == texts[2] or texts[0] == texts[2]:
            fates[key] = Settled(mine)
        elif texts[0] == texts[1]:
            fates[key] = Settled(other)
        else:
            fates[key] = Settled(None, open=True)
    return fates


def ordered(sides: Sequence[Entries], kept: set[Key]) -> list[Key] | None:
    """The base's order, or that of a side that moved sessions; what is new behind what it stood behind, by start.

    None where both sides moved sessions, and not alike.
    """
    base, ours, theirs = ([key for key in side if key in kept] for side in sides)
    stays = [[key for key in side if key in sides[0]] for side in (ours, theirs)]
    moved = [stay for stay in stays if stay != [key for key in base if key in set(stay)]]
    if moved and (moved[0] != moved[-1] or len(moved[0]) < len(base)):
        return None
    spine = moved[0] if moved else base
    mine, other = news(ours, spine), news(theirs, spine)
    order: list[Key] = []
    for at in (None, *spine):
        order += [at] if at else []
        order += in_turn(mine.get(at, ()), other.get(at, ()), key=lambda key: one_of(sides, key).turn)
    return list(dict.fromkeys(order))  # what is new on both sides was in both turns


def news(side: Iterable[Key], spine: Sequence[Key]) -> dict[Key | None, list[Key]]:
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


def one_of(sides: Sequence[Entries], key: Key) -> Entry:
    return [side[key] for side in sides if key in side][-1]


# What stands around the settled sessions


def settled_heads(parts: Sequence[Parts]) -> tuple[str, list[str]]:
    """The line `sessions:` if it is settled; else that of each text. One above no sessions may be `sessions: []`."""
    base, ours, theirs = (part.head if part.entries else "" for part in parts)
    ours, theirs = ours or base or theirs, theirs or base or ours
    if ours == theirs or base in (ours, theirs):
        return changed(base, ours, theirs), ["", "", ""]
    return "", [base, ours, theirs]


def pieces_of(part: Parts, side: Entries, head: str, fates: Mapping[Key, Settled], order: Sequence[Key]) -> list[str]:
    """What one text has above the list, above each settled session, and below. A comment stays above its session."""
    above, waiting, kept = {}, "", set(order)
    for key, entry in side.items():
        waiting += entry.above
        if key in kept:
            above[key], waiting = waiting, ""
    pieces = [part.before, head]
    for key in order:
        pieces[-1] += above.get(key, "")
        if fates[key].entry:
            pieces.append("")
        elif key in side:
            pieces[-1] += side[key].text
    pieces[-1] += waiting + part.after
    return pieces


# Byte order mark, line ends and the last one: what a side changed of them is kept, and no line differs by them


class Style(NamedTuple):
    mark: str
    newline: str
    end: str


def style_of(text: str) -> Style:
    crlf = text.count("\r\n") == text.count("\n") > 0
    return Style(
        "\ufeff" * text.startswith("\ufeff"), "\r\n" if crlf else "\n", "\n" * (text.endswith("\n") or not text)
    )


def plain(text: str) -> str:
    style = style_of(text)
    body = text.removeprefix(style.mark).replace(style.newline, "\n")
    return body if style.end else body + "\n"


def styled(text: str, style: Style) -> str:
    body = text if style.end else text.removesuffix("\n")
    return style.mark + body.replace("\n", style.newline)
