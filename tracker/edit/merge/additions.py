"""Three texts of a week -> ours and theirs, with what one side alone added moved into the other.

Two machines that each add an item to a list, or a key to a mapping, change the same lines; git
asks about that, though nobody changed what the other did. So each addition of one text, the source,
and each value that it alone changed, is taken out of it and put into the other, the target; both
texts are read back. A value that both sides changed stays where it is, for a person to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.edit.document import find_deepest_node
from tracker.edit.insert import (
    get_at,
    insert_in_flow,
    is_bare_key,
    propose_root_places,
    set_at,
)
from tracker.edit.lines import (
    COMMENT,
    find_block_end,
    find_comment_start,
    find_document_end,
    find_line_start,
    find_next_line,
    insert_text,
)
from tracker.edit.merge.entries import (
    split_entries,
)
from tracker.edit.merge.mergeable import (
    Items,
    Path,
    find_places,
    has_key_at,
    join_both_ends,
    list_at,
    list_paths,
    merge_items,
)
from tracker.edit.pieces import Unsafe, apply_pieces, cut_node
from tracker.edit.values import format_flow_mapping, format_scalar
from tracker.format.loader import UNSAFE, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import TrackerError


class MovedAdditions(NamedTuple):
    """`target` with the additions of `source`, `source` without them, and their paths."""

    target: str
    source: str
    places: tuple[Path, ...]


def move_additions(base: str, target: str, source: str) -> MovedAdditions:
    """Move into target the values that source alone added or changed.

    Texts that cannot be read safely stay as they are.
    """
    base_tree, target_tree, source_tree = read_tree(base), read_tree(target), read_tree(source)
    if base_tree is None or target_tree is None or source_tree is None:
        return MovedAdditions(target, source, ())
    places = []
    for path in find_places(base_tree, target_tree, source_tree):
        moved = _move_value(base, target, source, path)
        if moved:
            target, source = moved
            places.append(path)
    return MovedAdditions(target, source, tuple(places))


def read_tree(text: str) -> dict[str, Any] | None:
    """Read a week's text as dicts, lists and texts; None where it cannot be edited safely."""
    week, problems = load_week("", "", text.encode("utf-8", "surrogateescape"))
    if week is None or any(problem.kind in UNSAFE for problem in problems):
        return None
    tree = parse_node_tree(text)
    plain = tree.plain() if tree else None
    return plain if isinstance(plain, dict) else {}


def keeps_all(texts: Sequence[str], merged: str) -> bool:
    """Whether each list of a merged text holds the merged items: none lost, none twice.

    `texts`: base, ours and theirs. True where one of the texts cannot be read.
    """
    base, ours, theirs = (read_tree(text) for text in texts)
    merged_tree = read_tree(merged)
    if base is None or ours is None or theirs is None or merged_tree is None:
        return True
    for path in list_paths(ours, theirs, merged_tree):
        items = merge_items(list_at(base, path), list_at(ours, path), list_at(theirs, path))
        if items is None:
            continue
        expected = Counter(repr(value) for value in items.values)
        if expected != Counter(repr(value) for value in list_at(merged_tree, path)):
            return False
    return True


# ---- one value


def _move_value(base: str, target: str, source: str, path: Path) -> tuple[str, str] | None:
    """Put the value of source at a path into target, and the base's into source.

    Returns (target, source), or None where that cannot be done safely.
    """
    old, mine, new = (get_at(read_tree(text), path) for text in (base, target, source))
    try:
        if isinstance(new, list) and isinstance(mine, list) and mine not in (old, new):
            items = merge_items(old or [], mine, new)
            if items is None:
                return None
            value: Any = list(items.values)
            new_target = _with_list(target, source, path, items)
        elif text := join_both_ends(old, mine, new):
            value = text
            new_target = _replace_pair(
                target, parse_node_tree(target), path, _make_text_pair(path, text)
            )
        else:
            value = new
            new_target = _with_pair(base, target, source, path)
        new_source = _revert_to_base(base, source, path)
    except (Unsafe, TrackerError, ValueError):
        return None
    if not _is_set(target, new_target, path, value) or not _is_set(source, new_source, path, old):
        return None
    if not _comments_stay(base, source, new_target, new_source):
        return None
    return new_target, new_source


def _is_set(before: str, after: str, path: Path, value: Any) -> bool:
    """Whether a text says what it said before, but for that value at that path."""
    tree = read_tree(after)
    if tree is None:
        return False
    expected = set_at(read_tree(before) or {}, path, value)
    return bool(_drop_empty_keys(tree) == _drop_empty_keys(expected))


def _drop_empty_keys(value: Any) -> Any:
    """Drop keys that say nothing: `courses:` and no `courses` mean the same here."""
    if not isinstance(value, dict):
        return value
    filled = {}
    for key, child in value.items():
        child = _drop_empty_keys(child)
        if child not in (None, {}, []):
            filled[key] = child
    return filled


def _comments_stay(base: str, source: str, new_target: str, new_source: str) -> bool:
    """Whether each comment that source added is in one of the two new texts."""
    added = _count_comments(source) - _count_comments(base)
    return added <= _count_comments(new_target) + _count_comments(new_source)


def _count_comments(text: str) -> Counter[str]:
    """Count comments, wherever on a line.

    A block of text may hold what looks like one; that stays the same, too.
    """
    return Counter(comment.strip() for comment in COMMENT.findall(text))


def _list_comment_lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.lstrip().startswith("#")}


# ---- a key with its value, as lines or between braces


class _Pair(NamedTuple):
    """A key and its value as they stand in a text.

    `lines`: the lines from the key on; none for a pair between braces. `above`: the comment lines
    above the key.
    """

    path: Path
    above: tuple[str, ...]
    lines: tuple[str, ...]
    value: Any

    def block_lines(self, missing: Path) -> list[str]:
        """Format as lines of a block mapping, below the keys on the way there that are missing."""
        lines = []
        indent = ""
        for key in missing[:-1]:
            lines.append(f"{indent}{format_scalar(key)}:")
            indent += "  "
        pair = self.lines or (f"{format_scalar(self.path[-1])}: {flow_text(self.value)}",)
        for line in (*self.above, *pair):
            if line:
                line = indent + line
            lines.append(line)
        return lines

    def flow(self, missing: Path) -> str:
        """Format for between braces. Raises Unsafe where a comment would be lost."""
        if self.above or any("#" in line for line in self.lines):
            raise Unsafe
        text = f"{format_scalar(missing[-1])}: {flow_text(self.value)}"
        for key in reversed(missing[:-1]):
            text = f"{format_scalar(key)}: {{{text}}}"
        return text


def _make_text_pair(path: Path, text: str) -> _Pair:
    """A pair whose value is a block of text."""
    lines = [f"{format_scalar(path[-1])}: |"]
    for line in text.splitlines():
        if line:
            line = f"  {line}"
        lines.append(line)
    return _Pair(path, (), tuple(lines), text)


def _pair_of(text: str, path: Path, base: str | None = None) -> _Pair:
    """The pair at the end of a path, its lines without the key's indent.

    With a base, also the comments above it, if none of them is in the base. Where the text made
    the mappings around the key for it alone, these are the comments above those, too.
    """
    tree = parse_node_tree(text)
    if tree is None:
        raise Unsafe
    above: list[str] = []
    if base is not None:
        outer = _alone_with(read_tree(base), tree, path)
        for depth in range(len(outer), len(path) + 1):
            above += _comments_above(text, find_deepest_node(tree, path[:depth])[0])
        if not _list_comment_lines(base).isdisjoint(above):
            above = []
    parent = find_deepest_node(tree, path[:-1])[0]
    node = parent.children[path[-1]]
    start = find_line_start(text, node.key.index)
    if parent.flow or text[start : node.key.index].strip():
        return _Pair(path, (), (), node.plain())
    column = node.key.column
    lines = []
    for line in text[start : find_block_end(text, node)].splitlines():
        if line[:column].strip():
            raise Unsafe  # a comment that stands further left than its key
        lines.append(line[column:])
    return _Pair(path, tuple(above), tuple(lines), node.plain())


def _comments_above(text: str, node: Node) -> list[str]:
    start = find_line_start(text, node.key.index)
    comments = text[find_comment_start(text, node.key.index) : start]
    return [line.strip() for line in comments.splitlines()]


def _alone_with(base: Any, tree: Node, path: Path) -> Path:
    """The path of the outermost mapping that was made for this key alone; else the key's own.

    Such a mapping is not in the base, and it holds nothing else.
    """
    while len(path) > 1:
        outer = path[:-1]
        if get_at(base, outer) is not None:
            break
        if len(find_deepest_node(tree, outer)[0].children) != 1:
            break
        path = outer
    return path


def flow_text(value: Any) -> str:
    """Format a value on one line, between brackets or braces where it needs them.

    Raises Unsafe for None: there is nothing to write.
    """
    if isinstance(value, str):
        return format_scalar(value)
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(child) for child in value) + "]"
    if isinstance(value, dict):
        return format_flow_mapping([(key, flow_text(child)) for key, child in value.items()])
    raise Unsafe


# ---- values put into target


def _put_lines(text: str, at: int, lines: Sequence[str], column: int = 0) -> str:
    """Put whole lines, indented, where a line begins; blank ones stay blank."""
    block = ""
    for line in lines:
        if line.strip():
            block += " " * column + line
        block += "\n"
    return insert_text(text, at, block)


def _with_pair(base: str, target: str, source: str, path: Path) -> str:
    """Put the key and value of source into target, in place of its own if it has the key."""
    pair = _pair_of(source, path, base)
    tree = parse_node_tree(target)
    if tree is None:
        return _put_lines(target, find_document_end(target, 0), pair.block_lines(path))
    node, depth, flow = find_deepest_node(tree, path)
    if depth == len(path):
        return _replace_pair(target, tree, path, pair)
    missing = path[depth:]
    if node.shape == "scalar" and not node.value and depth == 0:
        return _put_lines(target, find_document_end(target, 0), pair.block_lines(missing))
    if is_bare_key(node):
        if flow:
            return insert_text(target, node.end.index, " {" + pair.flow(missing) + "}")
        at = find_next_line(target, node.end.index)
        return _put_lines(target, at, pair.block_lines(missing), node.key.column + 2)
    if node.shape != "mapping":
        raise Unsafe
    if node.flow:
        return insert_in_flow(target, node, pair.flow(missing))
    at = find_block_end(target, node)
    if depth == 0:
        at = next(propose_root_places(target, node))
    return _put_lines(target, at, pair.block_lines(missing), node.start.column)


def _replace_pair(text: str, tree: Node | None, path: Path, new: _Pair) -> str:
    """Replace the key and value at a path by another pair; the comments above them stay."""
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
    rest = text[:start] + text[find_block_end(text, node) :]
    lines = new._replace(above=()).block_lines((path[-1],))
    return _put_lines(rest, start, lines, node.key.column)


def _with_list(target: str, source: str, path: Path, items: Items) -> str:
    """Put the merged values of a list into target."""
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
    own_values = [entry.value for entry in entries]
    own_texts = [entry.above + entry.text for entry in entries]
    column = node.start.column
    source_lines = _source_lines(source, path, column)
    text = ""
    for value, is_from_source in zip(items.values, items.from_source, strict=True):
        if not is_from_source:
            place = own_values.index(value)
            del own_values[place]
            text += own_texts.pop(place)
        elif repr(value) in source_lines:
            text += source_lines[repr(value)]
        else:
            text += " " * column + f"- {flow_text(value)}\n"
    return target[:below] + text + target[end:]


def _with_flow_list(target: str, node: Node, items: Items) -> str:
    """Put new values behind the old ones; where old ones go, write the brackets anew."""
    old_values = [child.plain() for child in node.children.values()]
    if list(items.values[: len(old_values)]) == old_values:
        for value in items.values[len(old_values) :]:
            tree = parse_node_tree(target)
            if tree is None:
                raise Unsafe
            target = insert_in_flow(target, _find_same_node(tree, node), flow_text(value))
        return target
    brackets = target[node.start.index : node.end.index]
    if "#" in brackets or "\n" in brackets:
        raise Unsafe
    return target[: node.start.index] + flow_text(list(items.values)) + target[node.end.index :]


def _find_same_node(tree: Node, node: Node) -> Node:
    """Find the node that begins at the same place in a text that has grown behind it."""
    for _, other in tree.walk():
        if other.start.index == node.start.index and other.shape == node.shape:
            return other
    raise Unsafe


def _source_lines(source: str, path: Path, column: int) -> dict[str, str]:
    """The lines of each item of a list in source, by the item's repr, its dash in that column.

    Items that have no lines of their own are not in it.
    """
    tree = parse_node_tree(source)
    node = find_deepest_node(tree, path)[0] if tree else None
    if node is None or node.flow or node.shape != "list":
        return {}
    entries, _ = split_entries(source, find_next_line(source, node.key.index), node)
    text_by_item = {}
    for entry in entries or ():
        lines = (entry.above + entry.text).splitlines()
        if any(line[: node.start.column].strip() for line in lines):
            continue  # a comment that stands further left than the dash
        shifted = [line[node.start.column :] for line in lines]
        text_by_item[repr(entry.value)] = _put_lines("", 0, shifted, column)
    return text_by_item


# ---- values taken out of source


def _revert_to_base(base: str, source: str, path: Path) -> str:
    """Put the base's value back into source, or take the key out where the base has none."""
    base_tree = read_tree(base)
    tree = parse_node_tree(source)
    if has_key_at(base_tree, path):
        return _replace_pair(source, tree, path, _pair_of(base, path))
    if tree is None:
        raise Unsafe
    # A mapping that source made for this key alone goes with it.
    path = _alone_with(base_tree, tree, path)
    if has_key_at(base_tree, path):
        return _replace_pair(source, tree, path, _pair_of(base, path))
    parent = find_deepest_node(tree, path[:-1])[0]
    node = parent.children[path[-1]]
    text = apply_pieces(source, cut_node(source, parent, path[-1]))
    if text is None:
        raise Unsafe
    if parent.flow:
        return text
    start = find_line_start(source, node.key.index)
    comments_start = find_comment_start(source, node.key.index)
    comments = source[comments_start:start]
    base_comments = _list_comment_lines(base)
    if not comments.strip() or any(line.strip() in base_comments for line in comments.splitlines()):
        return text
    return text[:comments_start] + text[start:]
