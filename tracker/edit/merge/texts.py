"""Three texts of a week -> one, for git: sessions merge one by one, all else by lines.

Pure. A settled session stands as it is; the lines between sessions are merged by git's own merge of
lines, handed in as `lines`. So git marks just what a person has to settle, and no line moves past a
session.
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
    """A merged text.

    `conflict`: it holds both versions of something, between git's markers. `why`: the reason, where
    the markers alone do not show it.
    """

    text: str
    conflict: bool
    why: str = ""


def merge_weeks(base: str, ours: str, theirs: str, lines: Lines) -> MergedText:
    """Merge ours and theirs into one text, or into a conflict.

    The merged text is read back: without a conflict it has the expected sessions.
    """
    if ours == theirs or theirs == base:
        return MergedText(ours, False)
    if ours == base:
        return MergedText(theirs, False)
    base_style, our_style, their_style = style_of(base), style_of(ours), style_of(theirs)
    style = Style(
        pick_changed_value(base_style.mark, our_style.mark, their_style.mark),
        pick_changed_value(base_style.newline, our_style.newline, their_style.newline),
        pick_changed_value(base_style.end, our_style.end, their_style.end),
    )
    merged = _merge_texts([remove_text_style(text) for text in (base, ours, theirs)], lines)
    return merged._replace(text=restore_text_style(merged.text, style))


def pick_changed_value(base: Any, ours: Any, theirs: Any) -> Any:
    """Pick, of three values, the one that a side has changed; ours, where both have."""
    return theirs if ours == base else ours


def _merge_texts(texts: Sequence[str], lines: Lines) -> MergedText:
    """Merge by lines where that is enough; else move additions to the other side first."""
    merged = _merge_by_lines(texts, lines)
    if not merged.conflict and keeps_all(texts, merged.text):
        return merged
    base, ours, theirs = texts
    conflicts = []
    # Theirs into ours; where that leaves a conflict, ours into theirs: a value that one side took
    # out goes only that way.
    for target, source in ((ours, theirs), (theirs, ours)):
        moved = move_additions(base, target, source)
        if not moved.places:
            continue
        sides = (moved.target, moved.source)
        if target is not ours:
            sides = (moved.source, moved.target)
        merged_again = _merge_by_lines((base, *sides), lines)
        if merged_again.conflict:
            conflicts.append(merged_again)
        elif keeps_all(texts, merged_again.text) and _holds_places(merged_again.text, moved):
            return merged_again
    if conflicts:
        return conflicts[0]
    if merged.conflict:
        return merged
    return in_conflict(texts, lines)


def _holds_places(text: str, moved: MovedAdditions) -> bool:
    """Whether a merged text has each moved value at its path."""
    tree, expected = read_tree(text), read_tree(moved.target)
    return all(get_at(tree, path) == get_at(expected, path) for path in moved.places)


def _merge_by_lines(texts: Sequence[str], lines: Lines) -> MergedText:
    """Merge the sessions one by one and the rest by lines; all by lines where that cannot be."""
    base, ours, theirs = (split_week_text(text) for text in texts)
    if base is None or ours is None or theirs is None:
        text, conflict = lines(*texts)
        if ours and theirs and not conflict and split_week_text(text) is None:
            return in_conflict(texts, lines)
        return MergedText(text, conflict)
    parts = (base, ours, theirs)
    sides = name_entries(parts)
    fates = settle_entries(*sides)
    kept_keys = {key for key, fate in fates.items() if fate.entry or fate.open}
    order = order_by_start(sides, kept_keys)
    if order is not None and all(part.apart for part in parts):
        text, conflict = _merge_around_sessions(parts, sides, fates, order, lines)
        if conflict:
            return MergedText(text, True)
    else:
        text, conflict = lines(*texts)
    if has_expected_sessions(text, fates, ours.faults | theirs.faults):
        return MergedText(text, conflict)
    return in_conflict(texts, lines)


def _merge_around_sessions(
    parts: Sequence[Parts],
    sides: Sequence[Entries],
    fates: Mapping[Key, EntryFate],
    order: Sequence[Key],
    lines: Lines,
) -> tuple[str, bool]:
    """Put each settled session as it is, and merge the lines between them.

    Returns the text and whether it holds conflicts. No line ever moves past a session.
    """
    settled_head = ""
    open_heads = [part.head for part in parts]
    if order:
        settled_head, open_heads = settled_heads(parts)
    base_pieces, our_pieces, their_pieces = (
        pieces_of(part, side, head, fates, order)
        for part, side, head in zip(parts, sides, open_heads, strict=True)
    )
    settled_texts = [settled_head]
    for key in order:
        entry = fates[key].entry
        if entry:
            settled_texts.append(entry.text)
    settled_texts.append("")
    text = ""
    has_conflict = False
    for base, ours, theirs, settled_text in zip(
        base_pieces, our_pieces, their_pieces, settled_texts, strict=True
    ):
        if ours == theirs or base in (ours, theirs):
            text += pick_changed_value(base, ours, theirs)
        else:
            piece, piece_conflict = lines(base, ours, theirs)
            text += piece
            has_conflict = has_conflict or piece_conflict
        text += settled_text
    return text, has_conflict


def has_expected_sessions(
    text: str, fates: Mapping[Key, EntryFate], faults: frozenset[tuple[str, str]]
) -> bool:
    """Whether a merged text has exactly the expected sessions, and no fault that neither side had.

    Their order is not compared.
    """
    parts = split_week_text(text)
    if parts is None or not parts.faults <= faults:
        return False
    expected = []
    for fate in fates.values():
        if fate.open:
            return False
        if fate.entry:
            expected.append(repr(fate.entry.value))
    return sorted(repr(entry.value) for entry in parts.entries) == sorted(expected)


def in_conflict(texts: Sequence[str], lines: Lines) -> MergedText:
    """Mark all that differs between ours and theirs.

    For two texts that do not go together though their lines do.
    """
    _, ours, theirs = texts
    text, conflict = lines("", ours, theirs)
    if not conflict:  # one of the two is empty
        text = f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    return MergedText(
        text,
        True,
        "the two sides do not go together line by line; wherever they differ, both are marked",
    )


# ---- a text's parts


def split_week_text(text: str) -> Parts | None:
    """Split a week's text at its sessions. None where they cannot be told safely from the rest."""
    week, problems = load_week("", "", text.encode("utf-8", "surrogateescape"))
    if week is None:
        return None
    faults = set()
    for problem in problems:
        if problem.kind in UNSAFE:
            return None
        if problem.where == "sessions" and problem.kind == "wrong-shape":
            return None
        if not problem.hint:
            faults.add((problem.kind, problem.message))
    return _split_at_sessions(text, frozenset(faults))


def _split_at_sessions(text: str, faults: frozenset[tuple[str, str]]) -> Parts:
    tree = parse_node_tree(text)
    if tree is None:
        end = find_document_end(text, 0)
        return Parts(text[:end], "", (), text[end:], True, faults)
    node = tree.children.get("sessions")
    if node is None:
        end = find_document_end(text, tree.start.index)
        return Parts(text[:end], "", (), text[end:], not tree.flow, faults)
    start = find_line_start(text, node.key.index)
    below = find_next_line(text, node.key.index)
    before, head = text[:start], text[start:below]
    if not node.children and node.end.line == node.key.line:
        return Parts(before, head, (), text[below:], True, faults)
    entries, end = split_entries(text, below, node)
    if entries is not None:
        return Parts(before, head, tuple(entries), text[end:], True, faults)
    values = [child.plain() for child in node.children.values()]
    sharing_lines = tuple(TextEntry(repr(value), value) for value in values)
    return Parts(text, "", sharing_lines, "", False, faults)


# ---- the lines around the settled sessions


def settled_heads(parts: Sequence[Parts]) -> tuple[str, list[str]]:
    """Return the settled line `sessions:`, or nothing and the line of each text.

    A line above no sessions does not count: it may be `sessions: []`.
    """
    base, ours, theirs = (part.head if part.entries else "" for part in parts)
    our_head = ours or base or theirs
    their_head = theirs or base or ours
    if our_head == their_head or base in (our_head, their_head):
        return pick_changed_value(base, our_head, their_head), ["", "", ""]
    return "", [base, our_head, their_head]


def pieces_of(
    part: Parts, side: Entries, head: str, fates: Mapping[Key, EntryFate], order: Sequence[Key]
) -> list[str]:
    """Cut a text into what it has above the list, above each settled session, and below.

    A comment stays above its session.
    """
    above = {}
    waiting = ""
    kept_keys = set(order)
    for key, entry in side.items():
        waiting += entry.above
        if key in kept_keys:
            above[key] = waiting
            waiting = ""
    pieces = [part.before, head]
    for key in order:
        pieces[-1] += above.get(key, "")
        if fates[key].entry:
            pieces.append("")
        elif key in side:
            pieces[-1] += side[key].text
    pieces[-1] += waiting + part.after
    return pieces


# ---- byte order mark, line ends and the last line end


class Style(NamedTuple):
    """The byte order mark, the line end, and the end of the last line of a text.

    Texts are merged without them, so that no line differs by them; a side's change is kept.
    """

    mark: str
    newline: str
    end: str


def style_of(text: str) -> Style:
    """Tell a text's byte order mark and line ends; CRLF where all its lines end in that."""
    mark, newline, end = "", "\n", ""
    if text.startswith("\ufeff"):
        mark = "\ufeff"
    if text.count("\r\n") == text.count("\n") > 0:
        newline = "\r\n"
    if text.endswith("\n") or not text:
        end = "\n"
    return Style(mark, newline, end)


def remove_text_style(text: str) -> str:
    """Remove the byte order mark, and end every line in a line feed."""
    style = style_of(text)
    body = text.removeprefix(style.mark).replace(style.newline, "\n")
    return body if style.end else body + "\n"


def restore_text_style(text: str, style: Style) -> str:
    """Put the byte order mark and line ends of a style into a text."""
    body = text if style.end else text.removesuffix("\n")
    return style.mark + body.replace("\n", style.newline)
