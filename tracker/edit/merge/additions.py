"""Two changed texts of a week -> the same two, with what one of them adds put into the other.

Two machines that each add an item to a list, or a key to a mapping, change the same lines; git asks about that, though
nobody changed what the other did. So each addition of one text, the source, and each value that it alone changed, is
taken out of it and put into the other, the target; both texts are read back. What both changed stays where it is, for a
person to settle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from tracker.edit.document import find_deepest_node
from tracker.edit.insert import get_at, insert_in_flow, propose_root_places, set_at
from tracker.edit.lines import (
    find_block_end,
    find_comment_start,
    find_document_end,
    find_line_start,
    find_next_line,
    insert_text,
)
from tracker.edit.merge.entries import (
    Key,
    Parts,
    TextEntry,
    name_entries,
    order_keys,
    settle_entries,
    split_entries,
)
from tracker.edit.pieces import Unsafe, apply_pieces, cut_node
from tracker.edit.values import format_scalar
from tracker.format.fields import WEEK, Entries, Field, Keys
from tracker.format.loader import UNSAFE, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import TrackerError

Path = tuple[str, ...]
_COMMENT = re.compile(r"(?<!\S)#[^\n]*")
# Lists whose order is what they say, and sessions, which are merged by a way of their own.
_LEFT_ALONE = {("order",), ("sessions",)}


class MovedAdditions(NamedTuple):
    """`target` with what source added, `source` without it, and which places that concerns."""

    target: str
    source: str
    places: tuple[Path, ...]


class Items(NamedTuple):
    """A list that both sides changed, as it should be: each value, and where its text comes from."""

    values: tuple[Any, ...]
    from_source: tuple[bool, ...]


def move_additions(base: str, target: str, source: str) -> MovedAdditions:
    """Move into target what source added or changed by itself. Texts that cannot be read safely stay as they are."""
    trees = [read_tree(text) for text in (base, target, source)]
    if None in trees:
        return MovedAdditions(target, source, ())
    places = []
    for path in find_places(*(tree or {} for tree in trees)):
        moved = _move_value(base, target, source, path)
        if moved:
            target, source = moved
            places.append(path)
    return MovedAdditions(target, source, tuple(places))


def read_tree(text: str) -> dict[str, Any] | None:
    """A week's text as dicts, lists and texts; None where it cannot be edited safely."""
    week, problems = load_week("", "", text.encode("utf-8", "surrogateescape"))
    if week is None or any(problem.kind in UNSAFE for problem in problems):
        return None
    tree = parse_node_tree(text)
    plain = tree.plain() if tree else None
    return plain if isinstance(plain, dict) else {}


def keeps_all(texts: Sequence[str], merged: str) -> bool:
    """Whether each list of a merged text holds what a merge of its items holds: none lost, none twice."""
    trees = [read_tree(text) for text in (*texts, merged)]
    base, target, source, found = (tree or {} for tree in trees)
    if None in trees:
        return True
    for path in list_paths(target, source, found):
        items = merge_items(*(list_at(tree, path) for tree in (base, target, source)))
        if items and Counter(map(repr, items.values)) != Counter(map(repr, list_at(found, path))):
            return False
    return True


# ---- where the two sides can be brought together


def find_places(
    base: Mapping[str, Any], target: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Path]:
    """The ways down to values that source added or changed, and that can be put into target."""
    return list(_walk_places(WEEK, base, target, source, ()))


def _walk_places(
    field: Field | None, base: Any, target: Any, source: Any, path: Path
) -> Iterator[Path]:
    for key, new in source.items():
        here, inner = (*path, key), _field_of(field, key)
        old, mine = base.get(key), target.get(key)
        if here in _LEFT_ALONE or new == old:
            continue
        if new == mine and new is not None:
            yield here  # both say the same: once is enough
        elif key not in target:
            if key not in base:
                yield here
        elif mine == old and key in base:
            yield here
        elif isinstance(new, dict) and isinstance(mine, dict) and isinstance(old, dict | None):
            yield from _walk_places(inner, old or {}, mine, new, here)
        elif (
            inner is not None
            and inner.seq is not None
            and (_are_lists(old, mine, new) or _with_both_ends(old, mine, new) is not None)
        ):
            yield here


def _field_of(field: Field | None, key: str) -> Field | None:
    """What the format says of a key; None for keys that it does not know, whose values are mere text."""
    if field is not None and isinstance(field.map, Keys):
        return field.map.keys.get(key)
    return field.map.of if field is not None and isinstance(field.map, Entries) else None


def _are_lists(*values: Any) -> bool:
    return all(value is None or isinstance(value, list) for value in values)


def _with_both_ends(old: Any, mine: Any, new: Any) -> str | None:
    """A text that both sides have gone on with, with what each has added; None for anything else."""
    if not all(isinstance(value, str) and value for value in (old, mine, new)):
        return None
    begun = old.rstrip("\n")
    if not (mine.startswith(begun) and new.startswith(begun)):
        return None
    added = new[len(begun) :].strip("\n")
    return (
        f"{mine.rstrip(chr(10))}\n\n{added}\n"
        if new[len(begun) :].startswith("\n\n") and added
        else None
    )


def list_paths(*trees: Mapping[str, Any]) -> list[Path]:
    """Every list of the format that one of the trees holds, but for those that are left alone."""
    found: dict[Path, None] = {}
    for tree in trees:
        found.update(dict.fromkeys(_walk_lists(WEEK, tree, ())))
    return [path for path in found if path not in _LEFT_ALONE]


def _walk_lists(field: Field | None, value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, list) and field is not None and field.seq is not None:
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk_lists(_field_of(field, key), inner, (*path, key))


def _has_key(tree: Any, path: Path) -> bool:
    parent = get_at(tree, path[:-1])
    return isinstance(parent, dict) and path[-1] in parent


def list_at(tree: Any, path: Path) -> list[Any]:
    found = get_at(tree, path)
    return found if isinstance(found, list) else []


def merge_items(base: Sequence[Any], target: Sequence[Any], source: Sequence[Any]) -> Items | None:
    """What was there, then what target added, then what source added. None where both changed the same item."""
    parts = [
        Parts("", "", tuple(TextEntry(repr(value), value) for value in side), "", True, frozenset())
        for side in (base, target, source)
    ]
    sides = name_entries(parts)
    fates = settle_entries(*sides)
    kept: set[Key] = {key for key, fate in fates.items() if fate.entry}
    order = order_keys(sides, kept, chain)
    if order is None or any(fate.open for fate in fates.values()):
        return None
    entries = [fates[key].entry for key in order]
    own = [
        key in sides[1] and sides[1][key] == entry
        for key, entry in zip(order, entries, strict=True)
    ]
    return Items(tuple(entry.value for entry in entries if entry), tuple(not mine for mine in own))


# ---- one place


def _move_value(base: str, target: str, source: str, path: Path) -> tuple[str, str] | None:
    """(target, source) with source' value at that place in target alone. None where that cannot be done safely."""
    old, mine, new = (get_at(read_tree(text), path) for text in (base, target, source))
    is_list = isinstance(new, list) and isinstance(mine, list) and mine != old and mine != new
    items = merge_items(old or [], mine, new) if is_list else None
    if is_list and items is None:
        return None
    text = _with_both_ends(old, mine, new)
    goal = list(items.values) if items else text or new
    try:
        if items:
            moved = _with_list(target, source, path, items)
        elif text:
            lines = (
                f"{format_scalar(path[-1])}: |",
                *(f"  {line}" if line else "" for line in text.splitlines()),
            )
            moved = _replace_pair(
                target, parse_node_tree(target), path, _Pair(path, (), lines, text)
            )
        else:
            moved = _with_pair(base, target, source, path)
        left = _revert_to_base(base, source, path)
    except (Unsafe, TrackerError, ValueError):
        return None
    right = _is_set(target, moved, path, goal) and _is_set(source, left, path, old)
    return (moved, left) if right and _comments_stay(base, source, moved, left) else None


def _is_set(before: str, after: str, path: Path, value: Any) -> bool:
    """Whether a text says what it said before, but for that value at that place."""
    expected, found = read_tree(before), read_tree(after)
    return found is not None and _drop_empty_keys(found) == _drop_empty_keys(
        set_at(expected or {}, path, value)
    )


def _drop_empty_keys(value: Any) -> Any:
    """Without keys that say nothing: `courses:` and no `courses` are one here."""
    if isinstance(value, dict):
        inner = {key: _drop_empty_keys(each) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each not in (None, {}, [])}
    return value


def _comments_stay(base: str, source: str, moved: str, left: str) -> bool:
    """Whether each comment that source added is in one of the two texts."""
    added = _count_comments(source) - _count_comments(base)
    return added <= _count_comments(moved) + _count_comments(left)


def _count_comments(text: str) -> Counter[str]:
    """Comments, wherever on a line; and what looks like one in a block of text, which stays the same, too."""
    return Counter(found.strip() for found in _COMMENT.findall(text))


def _comment_lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


# ---- text: what is put into target


def _put_lines(text: str, at: int, lines: Sequence[str], column: int = 0) -> str:
    """Whole lines, indented, put where a line begins; blank ones stay blank."""
    indented = (" " * column + line if line.strip() else "" for line in lines)
    return text[:at] + "".join(f"{line}\n" for line in indented) + text[at:]


def _with_pair(base: str, target: str, source: str, path: Path) -> str:
    """Target with source' key and value, in place of its own if it has the key."""
    pair = _pair_of(source, path, base)
    tree = parse_node_tree(target)
    node, depth, flow = find_deepest_node(tree, path) if tree else (None, 0, False)
    if node is not None and depth == len(path):
        return _replace_pair(target, tree, path, pair)
    missing = path[depth:]
    if tree is None or node is None or (node.shape == "scalar" and not node.value and depth == 0):
        return _put_lines(target, find_document_end(target, 0), pair.block_lines(missing))
    if node.shape == "scalar" and not node.value and not node.style:
        if flow:
            return insert_text(target, node.end.index, " {" + pair.flow(missing) + "}")
        return _put_lines(
            target,
            find_next_line(target, node.end.index),
            pair.block_lines(missing),
            node.key.column + 2,
        )
    if node.shape != "mapping":
        raise Unsafe
    if node.flow:
        return insert_in_flow(target, node, pair.flow(missing))
    at = next(propose_root_places(target, node)) if depth == 0 else find_block_end(target, node)
    return _put_lines(target, at, pair.block_lines(missing), node.start.column)


class _Pair(NamedTuple):
    """A key and its value as they stand in a text: the lines from the key on, and the comment lines above."""

    path: Path
    above: tuple[str, ...]
    lines: tuple[str, ...]
    value: Any

    def block_lines(self, missing: Path) -> list[str]:
        """The lines for a block mapping: the keys of the way there that are missing, and then the pair."""
        indent, lines = "", []
        for key in missing[:-1]:
            lines.append(f"{indent}{format_scalar(key)}:")
            indent += "  "
        pair = self.lines or (f"{format_scalar(self.path[-1])}: {flow_text(self.value)}",)
        return [*lines, *(f"{indent}{line}" if line else line for line in (*self.above, *pair))]

    def flow(self, missing: Path) -> str:
        """The same between braces."""
        if self.above or any("#" in line for line in self.lines):
            raise Unsafe
        text = f"{format_scalar(missing[-1])}: {flow_text(self.value)}"
        for key in reversed(missing[:-1]):
            text = f"{format_scalar(key)}: {{{text}}}"
        return text


def _pair_of(text: str, path: Path, base: str | None = None) -> _Pair:
    """The pair at the end of a path, whose lines begin where its key does.

    With comments above it that are not the base's; and with those above a mapping that the text made for it alone.
    """
    tree = parse_node_tree(text)
    if tree is None:
        raise Unsafe
    above: list[str] = []
    if base is not None:
        outer = _alone_with(read_tree(base), tree, path)
        for end in range(len(outer), len(path) + 1):
            above += _comments_above(text, find_deepest_node(tree, path[:end])[0])
        if any(line in _comment_lines(base) for line in above):
            above = []
    parent = find_deepest_node(tree, path[:-1])[0]
    node = parent.children[path[-1]]
    start = find_line_start(text, node.key.index)
    if parent.flow or text[start : node.key.index].strip():
        return _Pair(path, (), (), node.plain())
    column = node.key.column
    lines = text[start : find_block_end(text, node)].splitlines()
    if any(line[:column].strip() for line in lines):
        raise Unsafe  # a comment that stands further left than its key
    return _Pair(path, tuple(above), tuple(line[column:] for line in lines), node.plain())


def _comments_above(text: str, node: Node) -> list[str]:
    start = find_line_start(text, node.key.index)
    return [
        line.strip() for line in text[find_comment_start(text, node.key.index) : start].splitlines()
    ]


def _alone_with(base: Any, tree: Node, path: Path) -> Path:
    """The path, or that of the mapping around it that the base does not have and that holds nothing else."""
    while (
        len(path) > 1
        and get_at(base, path[:-1]) is None
        and len(find_deepest_node(tree, path[:-1])[0].children) == 1
    ):
        path = path[:-1]
    return path


def flow_text(value: Any) -> str:
    """A value on one line, between brackets or braces where it needs them."""
    if isinstance(value, str):
        return format_scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{format_scalar(key)}: {flow_text(each)}" for key, each in value.items())
            + "}"
        )
    raise Unsafe  # nothing stands there


def _replace_pair(text: str, tree: Node | None, path: Path, new: _Pair) -> str:
    """The value at that place replaced by another pair's."""
    if tree is None:
        raise Unsafe
    parent = find_deepest_node(tree, path[:-1])[0]
    node = parent.children[path[-1]]
    start = find_line_start(text, node.key.index)
    if parent.flow or text[start : node.key.index].strip():
        between = text[node.key.index : node.end.index]
        if "#" in between or "\n" in between:
            raise Unsafe
        return text[: node.key.index] + new.flow((path[-1],)) + text[node.end.index :]
    end = find_block_end(text, node)
    pair = new._replace(above=())
    return _put_lines(
        text[:start] + text[end:], start, pair.block_lines((path[-1],)), node.key.column
    )


def _with_list(target: str, source: str, path: Path, items: Items) -> str:
    """Target with the items of a list that both sides changed."""
    tree = parse_node_tree(target)
    if tree is None:
        raise Unsafe
    node = find_deepest_node(tree, path)[0]
    if node.flow:
        return _with_flow_list(target, node, items)
    below = find_next_line(target, node.key.index)
    entries, end = split_entries(target, below, node)
    if entries is None:
        raise Unsafe
    own = [(entry.value, entry.above + entry.text) for entry in entries]
    lines = _source_lines(source, path, node.start.column)
    text = ""
    for value, is_source in zip(items.values, items.from_source, strict=True):
        if is_source:
            text += lines.get(repr(value)) or f"{' ' * node.start.column}- {flow_text(value)}\n"
        else:
            found = next(pair for pair in own if pair[0] == value)
            own.remove(found)
            text += found[1]
    return target[:below] + text + target[end:]


def _with_flow_list(target: str, node: Node, items: Items) -> str:
    """New items behind the old ones; where others go, the brackets are written anew."""
    values = [child.plain() for child in node.children.values()]
    if list(items.values[: len(values)]) == values:
        for value in items.values[len(values) :]:
            grown = parse_node_tree(target)
            if grown is None:
                raise Unsafe
            target = insert_in_flow(target, _find_same_node(grown, node), flow_text(value))
        return target
    if (
        "#" in target[node.start.index : node.end.index]
        or "\n" in target[node.start.index : node.end.index]
    ):
        raise Unsafe
    return target[: node.start.index] + flow_text(list(items.values)) + target[node.end.index :]


def _find_same_node(tree: Node, node: Node) -> Node:
    """The node that begins at the same place in a text that has grown behind it."""
    return next(
        found
        for _, found in tree.walk()
        if found.start.index == node.start.index and found.shape == node.shape
    )


def _source_lines(source: str, path: Path, column: int) -> dict[str, str]:
    """Each item of source as whole lines for a list whose dashes stand in that column; none where it has no lines."""
    tree = parse_node_tree(source)
    node = find_deepest_node(tree, path)[0] if tree else None
    if node is None or node.flow or node.shape != "list":
        return {}
    entries, _ = split_entries(source, find_next_line(source, node.key.index), node)
    found = {}
    for entry in entries or ():
        lines = (entry.above + entry.text).splitlines()
        if not any(line[: node.start.column].strip() for line in lines):
            shifted = (
                " " * column + line[node.start.column :] if line.strip() else "" for line in lines
            )
            found[repr(entry.value)] = "".join(f"{line}\n" for line in shifted)
    return found


# ---- text: what is taken out of source


def _revert_to_base(base: str, source: str, path: Path) -> str:
    """Source with the base's value at that place, or without the key where the base has none."""
    before = read_tree(base)
    if _has_key(before, path):
        return _replace_pair(source, parse_node_tree(source), path, _pair_of(base, path))
    tree = parse_node_tree(source)
    if tree is None:
        raise Unsafe
    # A mapping that source made for this key alone goes with it.
    path = _alone_with(before, tree, path)
    if _has_key(before, path):
        return _replace_pair(source, tree, path, _pair_of(base, path))
    parent = find_deepest_node(tree, path[:-1])[0]
    node = parent.children[path[-1]]
    start = find_line_start(source, node.key.index)
    text = apply_pieces(source, cut_node(source, parent, path[-1]))
    if text is None:
        raise Unsafe
    top = find_comment_start(source, node.key.index)
    comments = source[top:start]
    is_new = comments.strip() and not any(
        line.strip() in _comment_lines(base) for line in comments.splitlines()
    )
    return text[:top] + text[start:] if is_new and not parent.flow else text
