"""A week's text, the path of a text or list in it and its new value -> the text with that value.

A text of the author becomes a block (`|`), and a list keeps a line for each of its values. What is
not changed keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, NamedTuple

import yaml

from tracker.edit.document import Document, find_deepest_node, parse_week
from tracker.edit.insert import (
    PairInsertion,
    get_at,
    indent_step_of,
    is_bare_key,
    is_below_empty_line,
    propose_insertions,
    set_at,
)
from tracker.edit.lines import (
    find_block_end,
    find_comment_start,
    find_document_end,
    find_line_start,
    find_next_line,
    find_text_column,
    insert_lines,
)
from tracker.edit.prose_lines import (
    block_lines_of,
    format_element_in_flow,
    format_element_lines,
    format_list_lines,
    format_words,
    needs_lines,
    plain_element_of,
)
from tracker.edit.set_values import CANNOT_STAND
from tracker.edit.values import quote_scalar
from tracker.format.fields import WEEK, Keys
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Week
from tracker.model.kinds import KINDS

Path = tuple[str, ...]
# None takes the key out.
Value = str | tuple[Any, ...] | None

_ABSENT: Any = object()
# The key of a pair, bare or in quotes, and its colon.
_KEY = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\n]*?):(?=\s|\Z)""")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_HEADER = re.compile(r"[|>][0-9+-]*")


class _Proposal(NamedTuple):
    """A whole new body, the value as it stands in it, and the same as plain YAML."""

    body: str
    value: Any
    plain: Any


def trim_blank_lines(text: str) -> str:
    """Take the empty lines at both ends of a text out, and its last line end."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def trim_element(element: Any) -> Any:
    """Trim the texts of a list's value: a text, a Goal or a Question."""
    if isinstance(element, str):
        return element.strip()
    return type(element)(*(text and text.strip() for text in element))


def set_prose(text: str, week: str, path: Path, value: Value) -> str:
    """Set a text or a list of a week, or take it out. TrackerError if that is not safe.

    Values of a list that it had already keep their lines.
    """
    for piece in _texts_in(value):
        quote_scalar(piece)  # refuses what no entry may hold
    document = parse_week(week, text, path)
    for proposal in _propose_prose(document, path, value):
        depth = len(path)
        if value is None:
            depth = _depth_of_removal(document.tree, path)
        plain = _set_plain(document.plain, path[:depth], proposal.plain)
        now = _set_value(document.value, path[:depth], proposal.value, path[0])
        try:
            # Where the only key goes, a file that begins with `---` holds nothing, else no pair.
            new = document.prove(proposal.body, plain, plain or None, value=now)
        except yaml.YAMLError:
            continue
        if new is not None:
            return new
    raise document.refuse(
        document.line_of(path),
        f"{path[-1]!r} cannot be changed without changing or losing what stands around it; "
        "change it in the file (tracker week --edit)",
    )


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif value is not None:
        for inner in value:
            yield from _texts_in(inner)


def _set_plain(plain: Any, path: Path, value: Any) -> dict[str, Any]:
    if value is not _ABSENT:
        return set_at(plain, path, value)
    parent = get_at(plain, path[:-1])
    rest = {key: inner for key, inner in parent.items() if key != path[-1]}
    return set_at(plain, path[:-1], rest) if path[:-1] else rest


def _set_value(holder: Any, path: Path, value: Any, kind: str) -> Any:
    """Copy a Week, a record or a mapping with the value at the end of a path."""
    key, *rest = path
    if isinstance(holder, Mapping):
        entries = dict(holder)
        if value is _ABSENT and not rest:
            del entries[key]
        elif rest:
            record = entries.get(key)
            if record is None:
                record = KINDS[kind].record()
            entries[key] = _set_value(record, tuple(rest), value, kind)
        else:
            entries[key] = value
        return entries
    if rest:
        value = _set_value(getattr(holder, key), tuple(rest), value, kind)
    elif value is _ABSENT:
        value = holder._field_defaults[key]
    return holder._replace(**{key: value})


# ---- the proposals -------------------------------------------------------------------------------


def _propose_prose(document: Document, path: Path, value: Value) -> Iterator[_Proposal]:
    """Propose ways to write the value, the best first."""
    body, tree = document.body, document.tree
    if tree is not None and not tree.flow and needs_lines(value):
        # What has lines cannot stand between braces, so those of its record become lines, too.
        expanded = _expand_braces(body, tree, path)
        if expanded != body:
            yield from _propose_in_body(expanded, path, value, document)
    yield from _propose_in_body(body, path, value, document)


def _propose_in_body(
    body: str, path: Path, value: Value, document: Document
) -> Iterator[_Proposal]:
    try:
        tree = parse_node_tree(body)
    except yaml.YAMLError:
        return
    if value is None:
        if tree is not None:
            yield from _propose_removal(body, tree, path)
        return
    if tree is not None and not is_bare_key(tree):
        node, depth, _ = find_deepest_node(tree, path)
        if depth == len(path):
            _, _, flow = find_deepest_node(tree, path[:-1])  # whether braces stand around the key
            if isinstance(value, str):
                yield from _propose_text_there(body, node, flow, value)
            else:
                old = _get_value(document.value, path)
                yield from _propose_list_there(body, node, flow, value, old)
            return
    yield from _propose_new_key(body, tree, path, value)


def _get_value(week: Week, path: Path) -> Any:
    holder: Any = week
    for key in path:
        holder = holder.get(key) if isinstance(holder, Mapping) else getattr(holder, key)
    return holder


def _propose_new_key(
    body: str, tree: Node | None, path: Path, value: str | tuple[Any, ...]
) -> Iterator[_Proposal]:
    if isinstance(value, str):
        quoted = PairInsertion(path, quote_scalar(value))
        if path == ("title",):
            plain = PairInsertion(path, format_words(value))
            yield from _propose_pair(body, tree, plain, value, value)
            yield from _propose_pair(body, tree, quoted, value, value)
            return
        if lines := block_lines_of(value):
            block = quoted._replace(lines=tuple(lines), header="|")
            yield from _propose_pair(body, tree, block, value + "\n", value + "\n")
        yield from _propose_pair(body, tree, quoted, value, value)
        return
    plain_values = [plain_element_of(element) for element in value]
    flow = "[" + ", ".join(format_element_in_flow(element) for element in value) + "]"
    entries = PairInsertion(path, flow, tuple(format_list_lines(value)))
    yield from _propose_pair(body, tree, entries, value, plain_values)


def _propose_pair(
    body: str, tree: Node | None, pair: PairInsertion, value: Any, plain: Any
) -> Iterator[_Proposal]:
    """Propose a new pair: in the order of the format's keys, else where pairs usually go."""
    bodies: Iterator[str] = iter(())
    is_block = tree is not None and tree.shape == "mapping" and not tree.flow
    if tree is not None and is_block and pair.path[0] not in tree.children:
        bodies = _propose_in_order(body, tree, pair)
    others = (proposal.body for proposal in propose_insertions(body, tree, pair))
    for new in chain(bodies, others):
        yield _Proposal(new, value, plain)


def _propose_in_order(body: str, root: Node, pair: PairInsertion) -> Iterator[str]:
    """Propose a new key of the week above the first one that the format names behind it."""
    assert isinstance(WEEK.map, Keys)
    order = [*WEEK.map.keys]
    rank = order.index(pair.path[0])
    at = find_document_end(body, root.start.index)
    for key, node in root.children.items():
        if key in order and order.index(key) > rank:
            at = find_comment_start(body, node.key.index)
            break
    children = [*root.children.values()]
    lines = pair.block_lines(0, indent_step_of(children))
    gaps = []
    for child in children[1:]:
        start = find_comment_start(body, child.key.index)
        gaps.append(is_below_empty_line(body, start))
    if pair.lines and (any(gaps) or len(children) < 3):
        first = find_line_start(body, children[0].key.index)
        if at > first and not is_below_empty_line(body, at):
            lines = ["", *lines]
        following = body[at : find_next_line(body, at)]
        if following.strip():
            lines = [*lines, ""]
    yield insert_lines(body, at, lines)


# ---- a text


def _propose_text_there(body: str, node: Node, flow: bool, text: str) -> Iterator[_Proposal]:
    """Propose a text in place of the value there: within its quotes, or as a block."""
    is_quotable = node.shape == "scalar" and node.style in ("", "'", '"') and not is_bare_key(node)
    before, behind = body[: node.start.index], body[node.end.index :]
    if is_quotable and (flow or not needs_lines(text)):
        if node.style == "'" and "\n" not in text and not CANNOT_STAND.search(text):
            inner = text.replace("'", "''")
            yield _Proposal(f"{before}'{inner}'{behind}", text, text)
        if node.style == "" and not flow:
            yield _Proposal(before + format_words(text) + behind, text, text)
        yield _Proposal(before + quote_scalar(text) + behind, text, text)
    if flow:
        if is_bare_key(node):
            yield _Proposal(f"{before} {quote_scalar(text)}{behind}", text, text)
        return
    old = ""
    if match := _HEADER.match(body, node.start.index):
        old = match[0]
    lines = block_lines_of(text)
    header, value = "|", text + "\n"
    if "-" in old:
        header, value = "|-", text
    if lines:
        new = _replace_value(body, node, header, lines, _column_of_text(body, node))
    else:
        value = text
        new = _replace_value(body, node, quote_scalar(text), [], 0)
    if new is not None:
        yield _Proposal(new, value, value)


def _column_of_text(body: str, node: Node) -> int:
    """The column at which the lines of a text begin, or would begin."""
    if node.style in ("|", ">"):
        column = find_text_column(body, node)
        if column is not None:
            return column
    return int(node.key.column) + 2


def _replace_value(
    body: str, node: Node, header: str, lines: Sequence[str], column: int
) -> str | None:
    """Put `header` behind the key of a value, and lines below, in place of the value.

    A comment behind the key or the value stays; None where one inside the value would be lost.
    """
    key = _KEY.match(body, node.key.index)
    if key is None:
        return None
    end = _find_value_end(body, node)
    comments = _find_comments(body, node, key.end(), end)
    first_line_end, last_line = find_next_line(body, key.end()), find_line_start(body, end - 1)
    for comment in comments:
        is_at_an_end = comment.start() < first_line_end or comment.start() >= last_line
        if len(comments) > 1 or not is_at_an_end:
            return None
    newline = "\r\n" if "\r\n" in body else "\n"
    first = f"{body[: key.end()]} {header}".rstrip(" ")
    for comment in comments:
        first += f"  {comment[0]}"
    new = [first]
    for line in lines:
        new.append(" " * column + line if line else "")
    return newline.join(new) + newline + body[end:]


def _find_value_end(body: str, node: Node) -> int:
    """Find where the first line below a value begins."""
    if node.shape == "scalar" and node.style in ("|", ">"):
        return find_next_line(body, len(body[: node.end.index].rstrip(" \t\r\n")))
    if node.flow or node.shape == "scalar":
        return find_next_line(body, node.end.index)
    return find_block_end(body, node)


def _find_comments(body: str, node: Node, start: int, end: int) -> list[re.Match[str]]:
    """Find the comments in a part of the text that holds a value."""
    masked = body
    for _, inner in node.walk():
        if inner.shape != "scalar":
            continue
        first, last = inner.start.index, inner.end.index
        if inner.style in ("|", ">"):
            first = find_next_line(body, first)
        masked = masked[:first] + "x" * (last - first) + masked[last:]
        key = _KEY.match(body, inner.key.index)
        if key and inner.key.index != inner.start.index:
            width = key.end() - key.start()
            masked = masked[: key.start()] + "x" * width + masked[key.end() :]
    return list(_COMMENT.finditer(masked, start, end))


# ---- a list


def _propose_list_there(
    body: str, node: Node, flow: bool, values: tuple[Any, ...], old: Any
) -> Iterator[_Proposal]:
    """Propose a list in place of the value there. Values that it has already keep their lines."""
    if node.shape == "list" and isinstance(old, tuple) and len(old) == len(node.children):
        kept = _match_values(old, values)
        merged = tuple(
            value if at is None else old[at] for at, value in zip(kept, values, strict=True)
        )
        old_plain = node.plain()
        plain = []
        for at, value in zip(kept, values, strict=True):
            plain.append(plain_element_of(value) if at is None else old_plain[at])
        if node.flow:
            new = _rewrite_in_brackets(body, node, flow, values, kept)
        else:
            new = _rewrite_lines(body, node, values, kept)
        if new is not None:
            yield _Proposal(new, merged, plain)
        return
    plain = [plain_element_of(value) for value in values]
    if flow:
        inside = ", ".join(format_element_in_flow(value) for value in values)
        new = f"{body[: node.start.index]} [{inside}]{body[node.end.index :]}"
    else:
        new = _replace_value(body, node, "", format_list_lines(values), node.key.column + 2)
    if new is not None:
        yield _Proposal(new, values, plain)


def _match_values(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new value the place of the old one that it is, or None; places only rise."""
    before = [trim_element(value) for value in old]
    after = [trim_element(value) for value in new]
    kept: list[int | None] = [None] * len(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            kept[block.b + step] = block.a + step
    return kept


def _rewrite_lines(
    body: str, node: Node, values: Sequence[Any], kept: Sequence[int | None]
) -> str | None:
    """Rewrite the lines of the values that are new or gone; None where a comment would be lost.

    The comment behind a value that goes, goes with it.
    """
    children = [*node.children.values()]
    for first, end, lines in reversed(_list_runs(values, kept, len(children))):
        if first < end:
            start = find_line_start(body, children[first].start.index)
        elif first:
            start = _find_entry_end(body, children[first - 1])
        else:
            start = find_line_start(body, children[0].start.index)
        comments: list[str] = []
        for child in reversed(children[first:end]):
            begin, stop = find_line_start(body, child.start.index), _find_entry_end(body, child)
            found = _find_comments(body, child, begin, stop)
            if _has_line_of_its_own(body, found):
                return None
            comments += [comment[0] for comment in found]
            body = body[:begin] + body[stop:]
        if lines and comments:
            # What the comment was about is another text now, but the comment is the author's.
            if len(comments) > 1 or "|" in lines[0][:5]:
                return None
            lines = [f"{lines[0]}  {comments[0]}", *lines[1:]]
        body = insert_lines(body, start, lines, node.start.column)
    return body


def _list_runs(
    values: Sequence[Any], kept: Sequence[int | None], count: int
) -> list[tuple[int, int, list[str]]]:
    """List the runs of old values, first and last + 1 of `count`, that new lines replace."""
    runs = []
    behind = 0
    lines: list[str] = []
    for at, value in zip([*kept, count], [*values, None], strict=True):
        if at is None:
            lines += format_element_lines(value)
            continue
        if lines or at > behind:
            runs.append((behind, at, lines))
        behind, lines = at + 1, []
    return runs


def _has_line_of_its_own(body: str, comments: Sequence[re.Match[str]]) -> bool:
    """Whether one of the comments has a line of its own."""
    for comment in comments:
        if not body[find_line_start(body, comment.start()) : comment.start()].strip():
            return True
    return False


def _find_entry_end(body: str, node: Node) -> int:
    if node.shape == "scalar":
        return _find_value_end(body, node)
    return find_block_end(body, node)


def _rewrite_in_brackets(
    body: str, node: Node, flow: bool, values: Sequence[Any], kept: Sequence[int | None]
) -> str | None:
    """Rewrite a list in brackets; with a line for each value where one of them has lines."""
    if _find_comments(body, node, node.start.index, node.end.index):
        return None
    children = [*node.children.values()]
    slices: list[str | None] = []
    for at in kept:
        if at is None:
            slices.append(None)
        else:
            slices.append(body[children[at].start.index : children[at].end.index])
    has_lines = "\n" in body[node.start.index : node.end.index]
    for piece, value in zip(slices, values, strict=True):
        if piece is None and (not isinstance(value, str) or needs_lines(value)):
            has_lines = True
    if has_lines and not flow:
        lines = []
        for piece, value in zip(slices, values, strict=True):
            lines += format_element_lines(value) if piece is None else [f"- {piece}"]
        return _replace_value(body, node, "", lines, node.key.column + 2)
    pieces = []
    for piece, value in zip(slices, values, strict=True):
        pieces.append(format_element_in_flow(value) if piece is None else piece)
    inside = ", ".join(pieces)
    return f"{body[: node.start.index]}[{inside}]{body[node.end.index :]}"


# ---- a key that goes


def _depth_of_removal(tree: Node | None, path: Path) -> int:
    """How much of a path goes with its last key: a record that held only this goes, too."""
    nodes = []
    node = tree
    for key in path:
        assert node is not None
        nodes.append(node)
        node = node.children[key]
    depth = len(path)
    while depth > 1 and len(nodes[depth - 1].children) == 1:
        depth -= 1
    return depth


def _propose_removal(body: str, tree: Node, path: Path) -> Iterator[_Proposal]:
    depth = _depth_of_removal(tree, path)
    parent, _, _ = find_deepest_node(tree, path[: depth - 1])
    node = parent.children[path[depth - 1]]
    if parent.flow:
        pieces = []
        for key, child in parent.children.items():
            if key != path[depth - 1]:
                pieces.append(body[child.key.index : child.end.index])
        if not _find_comments(body, parent, parent.start.index, parent.end.index):
            inside = ", ".join(pieces)
            before, behind = body[: parent.start.index], body[parent.end.index :]
            yield _Proposal(f"{before}{{{inside}}}{behind}", _ABSENT, _ABSENT)
        return
    start, end = find_line_start(body, node.key.index), _find_value_end(body, node)
    if _has_line_of_its_own(body, _find_comments(body, node, node.key.index, end)):
        return
    if end < len(body) and is_below_empty_line(body, start):
        below = find_next_line(body, end)
        if not body[end:below].strip():
            yield _Proposal(body[:start] + body[below:], _ABSENT, _ABSENT)
    yield _Proposal(body[:start] + body[end:], _ABSENT, _ABSENT)


# ---- braces that become lines


def _expand_braces(body: str, tree: Node, path: Path) -> str:
    """Give each pair of the braces on the path a line of its own, with the bytes that it has."""
    for depth in range(1, len(path)):
        node, reached, _ = find_deepest_node(tree, path[:depth])
        if reached < depth:
            break
        if not (node.flow and node.shape == "mapping" and node.children):
            continue
        lines = [body[child.key.index : child.end.index] for child in node.children.values()]
        inside = body[node.start.index : node.end.index]
        if "\n" in inside and _find_comments(body, node, node.start.index, node.end.index):
            break
        new = _replace_value(body, node, "", lines, node.key.column + 2)
        if new is None:
            break
        body = new
        try:
            expanded = parse_node_tree(body)
        except yaml.YAMLError:
            break
        assert expanded is not None
        tree = expanded
    return body
