"""Three texts of a week -> one, for git: sessions merge one by one, all else by lines.

Pure. A session that is settled stands as it is; what stands between those is merged by git's own merge of lines, handed
in as `lines`. So git marks just what a person has to settle, and no line moves past a session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit.insert import get_at
from tracker.edit.lines import find_document_end, find_line_start, find_next_line
from tracker.edit.merge.additions import (
    MovedAdditions,
    keeps_all,
    move_additions,
    read_tree,
)
from tracker.edit.merge.entries import (
    Entries,
    EntryFate,
    Key,
    Parts,
    TextEntry,
    name_entries,
    order_by_start,
    settle_entries,
    split_entries,
)
from tracker.format.loader import UNSAFE, load_week
from tracker.format.outline import parse_node_tree

# (base, ours, theirs) -> (merged, whether it holds conflicts, between git's markers)
Lines = Callable[[str, str, str], tuple[str, bool]]


class MergedText(NamedTuple):
    """`conflict`: the text holds both versions of something, between git's markers. `why`: where that needs a word."""

    text: str
    conflict: bool
    why: str = ""


def merge_weeks(base: str, ours: str, theirs: str, lines: Lines) -> MergedText:
    """Ours and theirs in one text, or a conflict. The sessions of the text are read back before it counts."""
    if ours == theirs or theirs == base:
        return MergedText(ours, False)
    if ours == base:
        return MergedText(theirs, False)
    style = Style(*map(pick_changed_value, *map(style_of, (base, ours, theirs))))
    merged = _merge_texts([remove_text_style(text) for text in (base, ours, theirs)], lines)
    return merged._replace(text=restore_text_style(merged.text, style))


def pick_changed_value(base: Any, ours: Any, theirs: Any) -> Any:
    """Of three values the one that a side has changed; ours, where both have."""
    return theirs if ours == base else ours


def _merge_texts(texts: Sequence[str], lines: Lines) -> MergedText:
    """By lines where that is enough; else with what one side added moved into the other first."""
    merged = _merge_by_lines(texts, lines)
    if not merged.conflict and keeps_all(texts, merged.text):
        return merged
    base, ours, theirs = texts
    marked = []
    # Theirs into ours; where that leaves a conflict, ours into theirs: what one side took out goes only that way.
    for target, source in ((ours, theirs), (theirs, ours)):
        united = move_additions(base, target, source)
        if united.places:
            sides = (
                (united.target, united.source) if target is ours else (united.source, united.target)
            )
            again = _merge_by_lines((base, *sides), lines)
            if again.conflict:
                marked.append(again)
            elif keeps_all(texts, again.text) and _holds_places(again.text, united):
                return again
    if marked:
        return marked[0]
    return merged if merged.conflict else in_conflict(texts, lines)


def _holds_places(text: str, united: MovedAdditions) -> bool:
    """Whether a merged text says at each place what was put there."""
    found, expected = read_tree(text), read_tree(united.target)
    return all(get_at(found, place) == get_at(expected, place) for place in united.places)


def _merge_by_lines(texts: Sequence[str], lines: Lines) -> MergedText:
    base, ours, theirs = (split_week_text(text) for text in texts)
    if not (base and ours and theirs):
        text, conflict = lines(*texts)
        broken = ours and theirs and not conflict and not split_week_text(text)
        return in_conflict(texts, lines) if broken else MergedText(text, conflict)
    parts = (base, ours, theirs)
    sides = name_entries(parts)
    fates = settle_entries(*sides)
    order = order_by_start(sides, {key for key, fate in fates.items() if fate.entry or fate.open})
    apart = order is not None and all(part.apart for part in parts)
    text, conflict = _by_pieces(parts, sides, fates, order or [], lines) if apart else lines(*texts)
    if (conflict and apart) or has_expected_sessions(text, fates, ours.faults | theirs.faults):
        return MergedText(text, conflict)
    return in_conflict(texts, lines)


def _by_pieces(
    parts: Sequence[Parts],
    sides: Sequence[Entries],
    fates: Mapping[Key, EntryFate],
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
            text += pick_changed_value(base, ours, theirs)
        else:
            piece, marked = lines(base, ours, theirs)
            text, conflict = text + piece, conflict or marked
        text += behind
    return text, conflict


def has_expected_sessions(
    text: str, fates: Mapping[Key, EntryFate], faults: frozenset[tuple[str, str]]
) -> bool:
    """Whether a merged text says exactly the sessions that it should, and has no fault that neither side had."""
    parts = split_week_text(text)
    expected = [repr(fate.entry.value) for fate in fates.values() if fate.entry]
    return (
        parts is not None
        and not any(fate.open for fate in fates.values())
        and parts.faults <= faults
        and sorted(repr(entry.value) for entry in parts.entries) == sorted(expected)
    )


def in_conflict(texts: Sequence[str], lines: Lines) -> MergedText:
    """Whatever differs between ours and theirs, marked: for two texts that do not go together though their lines do."""
    _, ours, theirs = texts
    text, conflict = lines("", ours, theirs)
    if not conflict:  # one of the two is empty
        text = f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    return MergedText(
        text,
        True,
        "the two sides do not go together line by line; wherever they differ, both are marked",
    )


# A text's parts


def split_week_text(text: str) -> Parts | None:
    """None where the text cannot be read so safely that its sessions could be told from its other lines."""
    week, problems = load_week("", "", text.encode("utf-8", "surrogateescape"))
    if week is None or any(
        p.kind in UNSAFE or (p.where, p.kind) == ("sessions", "wrong-shape") for p in problems
    ):
        return None
    faults = frozenset((problem.kind, problem.message) for problem in problems if not problem.hint)
    tree = parse_node_tree(text)
    node = tree.children.get("sessions") if tree else None
    if tree is None or node is None:
        at = find_document_end(text, tree.start.index if tree else 0)
        return Parts(text[:at], "", (), text[at:], not (tree and tree.flow), faults)
    head, below = find_line_start(text, node.key.index), find_next_line(text, node.key.index)
    if not node.children and node.end.line == node.key.line:
        return Parts(text[:head], text[head:below], (), text[below:], True, faults)
    entries, end = split_entries(text, below, node)
    if entries is not None:
        return Parts(text[:head], text[head:below], tuple(entries), text[end:], True, faults)
    said = [TextEntry(repr(child.plain()), child.plain()) for child in node.children.values()]
    return Parts(text, "", tuple(said), "", False, faults)


# What stands around the settled sessions


def settled_heads(parts: Sequence[Parts]) -> tuple[str, list[str]]:
    """The line `sessions:` if it is settled; else that of each text. One above no sessions may be `sessions: []`."""
    base, ours, theirs = (part.head if part.entries else "" for part in parts)
    ours, theirs = ours or base or theirs, theirs or base or ours
    if ours == theirs or base in (ours, theirs):
        return pick_changed_value(base, ours, theirs), ["", "", ""]
    return "", [base, ours, theirs]


def pieces_of(
    part: Parts, side: Entries, head: str, fates: Mapping[Key, EntryFate], order: Sequence[Key]
) -> list[str]:
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
        "\ufeff" * text.startswith("\ufeff"),
        "\r\n" if crlf else "\n",
        "\n" * (text.endswith("\n") or not text),
    )


def remove_text_style(text: str) -> str:
    style = style_of(text)
    body = text.removeprefix(style.mark).replace(style.newline, "\n")
    return body if style.end else body + "\n"


def restore_text_style(text: str, style: Style) -> str:
    body = text if style.end else text.removesuffix("\n")
    return style.mark + body.replace("\n", style.newline)
