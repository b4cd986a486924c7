"""A document, a value and its path -> the text with that value in it, by the fewest insertions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tracker.edit.document import Document, find_deepest_node
from tracker.edit.lines import (
    COMMENT,
    find_block_end,
    find_comment_start,
    find_document_end,
    find_line_start,
    find_next_line,
    insert_lines,
    insert_text,
    width_of_indent,
)
from tracker.edit.values import format_scalar
from tracker.format.loader import NULLS
from tracker.format.outline import Node, parse_node_tree


class Proposal(NamedTuple):
    """A way to write an insertion: the whole new body, and how many list values stand behind it."""

    body: str
    behind: int = 0


class ListInsertion(NamedTuple):
    """One value more at the end of a list.

    `has_lines`: a list that has to be made has a line for each value below its key; without it, it
    stands in brackets. `lines`: the value as lines, for a list whose last value is no braces.
    """

    path: tuple[str, ...]
    value: str
    has_lines: bool = False
    lines: tuple[str, ...] = ()

    @property
    def keeps_gaps(self) -> bool:
        """Whether an empty line stands above it where one stands above its neighbour."""
        return False

    @property
    def advice(self) -> str:
        """Say what cannot be done, and what to write by hand."""
        return (
            f"cannot add to {self.path[-1]!r} without changing what stands there; "
            f"add it by hand: {self.value}"
        )

    def block_lines(self, depth: int, step: int = 2) -> list[str]:
        """Format the path's keys from `depth` on, down to the value, as lines of a block."""
        lines = _key_lines(self.path, depth, step)
        if self.has_lines:
            indent = " " * (step * (len(lines) - 1) + 2)
            return [*lines, f"{indent}- {self.value}"]
        return [*lines[:-1], f"{lines[-1]} [{self.value}]"]

    def flow_text(self, depth: int) -> str:
        """Format the same for between braces."""
        return _nest_in_braces(self.path[depth:], f"[{self.value}]")

    def propose_at(self, body: str, node: Node, flow: bool) -> Iterator[Proposal]:
        """Propose ways to write it where the whole path is there and ends at `node`."""
        if is_null(node) and flow:
            yield Proposal(replace_node(body, node, f"[{self.value}]"))
        elif is_null(node):
            bare = remove_null(body, node)
            yield from propose_insertions(bare, parse_node_tree(bare), self)
        elif is_bare_key(node):
            if flow or not self.has_lines:
                yield Proposal(insert_text(body, node.end.index, f" [{self.value}]"))
            else:
                at = find_next_line(body, node.end.index)
                column = node.key.column + 2
                yield Proposal(insert_lines(body, at, [f"- {self.value}"], column))
        elif node.flow:
            yield Proposal(insert_in_flow(body, node, self.value))
        elif node.shape == "list":
            yield from self._propose_in_list(body, node)

    def _propose_in_list(self, body: str, node: Node) -> Iterator[Proposal]:
        """Propose the line below the last value, or above it.

        Above, where the last value's text goes on to the very end of the file, and one line end
        more would change it.
        """
        gap = body[node.start.index + 1 : node.children[0].start.index]
        if not gap or gap.strip(" "):
            gap = " "
        last = [*node.children.values()][-1]
        lines = [f"-{gap}{self.value}"]
        if self.lines and last.shape == "mapping" and not last.flow:
            first, *rest = self.lines
            lines = [f"-{gap}{first}"]
            lines += [" " * (1 + len(gap)) + line for line in rest]
        column = node.start.column
        yield Proposal(insert_lines(body, find_block_end(body, node), lines, column))
        above = find_line_start(body, last.start.index)
        yield Proposal(insert_lines(body, above, lines, column), behind=1)

    def expect(self, plain: dict[str, Any], behind: int) -> list[dict[str, Any]]:
        """Say what the file's keys and values may be afterwards."""
        values = get_at(plain, self.path)
        if not isinstance(values, list):
            values = []
        value = parse_plain(self.value)
        return [set_at(plain, self.path, [*with_value(tuple(values), value, behind)])]


class PairInsertion(NamedTuple):
    """A key and its value, put in or in place of the value there.

    `flow`: the value as it can stand between braces, or nothing. `lines`: its lines, where it
    stands below its key; `header`: what then stands behind the key, such as the `|` of a text.
    """

    path: tuple[str, ...]
    flow: str
    lines: tuple[str, ...] = ()
    header: str = ""

    @property
    def keeps_gaps(self) -> bool:
        return bool(self.lines)

    @property
    def advice(self) -> str:
        by_hand = " ".join(line.strip() for line in self._replace(lines=()).block_lines(0))
        return (
            f"cannot put {self.path[-1]!r} there without changing what stands there; "
            f"write it by hand: {by_hand}"
        )

    def block_lines(self, depth: int, step: int = 2) -> list[str]:
        lines = _key_lines(self.path, depth, step)
        if self.lines:
            if self.header:
                lines[-1] += f" {self.header}"
            indent = " " * (step * len(lines))
            return [*lines, *(f"{indent}{line}" if line else "" for line in self.lines)]
        if self.flow:
            lines[-1] += f" {self.flow}"
        return lines

    def flow_text(self, depth: int) -> str:
        return _nest_in_braces(self.path[depth:], self.flow or "{}")

    def propose_at(self, body: str, node: Node, flow: bool) -> Iterator[Proposal]:
        """Propose the value in place of the one there, in its quotes."""
        if is_bare_key(node):
            yield Proposal(insert_text(body, node.end.index, f" {self.flow}"))
        elif node.shape == "scalar" and node.style in ("", "'", '"'):
            yield Proposal(replace_node(body, node, node.style + self.flow + node.style))

    def expect(self, plain: dict[str, Any], behind: int) -> list[dict[str, Any]]:
        value = None
        if self.flow:
            value = parse_plain(self.flow)
        # An item of which nothing is known is {} between braces, and nothing below its key.
        return [set_at(plain, self.path, value), set_at(plain, self.path, value or {})]


class PairsInsertion(NamedTuple):
    """Keys and their values, all of them new and below the same key.

    `parent`: the key above. `pairs`: each of the new keys, as a PairInsertion of its own.
    """

    parent: str
    pairs: tuple[PairInsertion, ...]

    @property
    def path(self) -> tuple[str, ...]:
        return self.pairs[0].path

    @property
    def keeps_gaps(self) -> bool:
        return False

    @property
    def advice(self) -> str:
        return f"cannot add to {self.parent!r} without changing what stands there"

    def block_lines(self, depth: int, step: int = 2) -> list[str]:
        lines = [f"{format_scalar(self.parent)}:"] if depth == 0 else []
        indent = " " * (step if depth == 0 else 0)
        for pair in self.pairs:
            lines += [indent + line for line in pair.block_lines(1, step)]
        return lines

    def flow_text(self, depth: int) -> str:
        inside = ", ".join(pair.flow_text(1) for pair in self.pairs)
        if depth == 0:
            return f"{format_scalar(self.parent)}: {{{inside}}}"
        return inside

    def propose_at(self, body: str, node: Node, flow: bool) -> Iterator[Proposal]:
        """Propose nothing: the first key is there already, and none of them may be."""
        return iter(())

    def expect(self, plain: dict[str, Any], behind: int) -> list[dict[str, Any]]:
        values = dict(get_at(plain, (self.parent,)) or {})
        for pair in self.pairs:
            values[pair.path[-1]] = parse_plain(pair.flow) or {}
        return [set_at(plain, (self.parent,), values)]


Insertion = ListInsertion | PairInsertion | PairsInsertion


def apply_insertion(
    document: Document, insertion: Insertion, value_after: Callable[[Any, int], Any]
) -> str:
    """Write an insertion in the first way that reads back as asked, and return the new text.

    `value_after(value, behind)` says what the Week or Plan has to be then. Raises TrackerError
    where no way is safe.
    """
    for proposal in propose_insertions(document.body, document.tree, insertion):
        plain = insertion.expect(document.plain, proposal.behind)
        value = value_after(document.value, proposal.behind)
        text = document.prove(proposal.body, *plain, value=value)
        if text is not None:
            return text
    raise document.refuse(document.line_of(insertion.path), insertion.advice)


def propose_insertions(body: str, tree: Node | None, insertion: Insertion) -> Iterator[Proposal]:
    """Propose the ways to write an insertion, the best first."""
    if tree is None or is_bare_key(tree):
        end = find_document_end(body, 0)
        yield Proposal(insert_lines(body, end, insertion.block_lines(0)))
        return
    node, depth, flow = find_deepest_node(tree, insertion.path)
    if depth == len(insertion.path):
        yield from insertion.propose_at(body, node, flow)
    elif is_null(node) and flow:
        yield Proposal(replace_node(body, node, "{" + insertion.flow_text(depth) + "}"))
    elif is_null(node):
        bare = remove_null(body, node)
        yield from propose_insertions(bare, parse_node_tree(bare), insertion)
    elif is_bare_key(node) and flow:
        inside = " {" + insertion.flow_text(depth) + "}"
        yield Proposal(insert_text(body, node.end.index, inside))
    elif is_bare_key(node):
        at = find_next_line(body, node.end.index)
        lines = insertion.block_lines(depth)
        yield Proposal(insert_lines(body, at, lines, node.key.column + 2))
    elif node.shape == "mapping" and node.flow:
        yield Proposal(insert_in_flow(body, node, insertion.flow_text(depth)))
    elif node.shape == "mapping":
        yield from _propose_in_block(body, node, insertion, depth)


def _propose_in_block(
    body: str, node: Node, insertion: Insertion, depth: int
) -> Iterator[Proposal]:
    """Propose the lines below the last key; in the root of a week, above the sessions.

    Above the last key where its text goes on to the very end of the file, and one line end more
    would change it.
    """
    children = [*node.children.values()]
    last = find_line_start(body, children[-1].key.index)
    places = [find_block_end(body, node), last]
    if depth == 0:
        places = [*propose_root_places(body, node)]
    # Where the last two entries have an empty line between them, there is one above this one, too.
    is_spaced = insertion.keeps_gaps and len(children) > 1 and is_below_empty_line(body, last)
    lines = insertion.block_lines(depth, indent_step_of(children))
    for at in places:
        new = insert_lines(body, at, lines, node.start.column)
        if is_spaced and not is_below_empty_line(body, at):
            new = insert_lines(new, at, [""])
        yield Proposal(new)


def propose_root_places(body: str, root: Node) -> Iterator[int]:
    """Propose places for a new key of a file.

    Above the sessions, which are last by custom; at the end; above the last key, if its text goes
    on to the very end.
    """
    if "sessions" in root.children:
        yield find_comment_start(body, root.children["sessions"].key.index)
    yield find_document_end(body, root.start.index)
    yield find_comment_start(body, [*root.children.values()][-1].key.index)


def insert_in_flow(body: str, node: Node, piece: str) -> str:
    """Put one more between brackets or braces.

    On a line of its own where the closing bracket has one, else within the line.
    """
    close = node.end.index - 1
    last = None
    end = node.start.index + 1
    if node.children:
        last = [*node.children.values()][-1]
        end = last.end.index
    between = COMMENT.sub(lambda match: " " * len(match[0]), body[end:close])
    comma = between.find(",") + 1
    if "\n" in between and not between.rpartition("\n")[2].strip():
        line = piece
        column = width_of_indent(body, close) + 2
        if last is not None:
            line = f"{piece}," if comma else f", {piece}"
            column = width_of_indent(body, last.start.index)
        at = find_next_line(body, end + max(comma - 1, 0))
        return insert_lines(body, at, [line], column)
    if comma:
        return insert_text(body, end + comma, f" {piece}")
    if last is not None:
        return insert_text(body, end, f", {piece}")
    return insert_text(body, end, piece)


def is_null(node: Node) -> bool:
    """`sessions: ~`: nothing, where a list or a mapping belongs."""
    return node.shape == "scalar" and not node.style and node.value in NULLS


def remove_null(body: str, node: Node) -> str:
    """`sessions: ~` -> `sessions:`."""
    return body[: node.start.index].rstrip(" ") + body[node.end.index :]


def replace_node(body: str, node: Node, yaml: str) -> str:
    """Put other YAML in the place of a value."""
    return body[: node.start.index] + yaml + body[node.end.index :]


def is_bare_key(node: Node) -> bool:
    """`sessions:` and nothing behind it."""
    return node.shape == "scalar" and not node.value and not node.style


def is_below_empty_line(body: str, at: int) -> bool:
    """Whether the line above the one that begins here is empty, or there is no such line."""
    above = find_line_start(body, at - 1)
    return body[at - 1] != "\n" or not body[above : at - 1].strip()


def indent_step_of(children: Sequence[Node]) -> int:
    """Count the spaces by which the file indents a mapping below its key."""
    for child in children:
        if child.shape == "mapping" and not child.flow:
            return int(child.start.column - child.key.column)
    return 2


def _key_lines(path: Sequence[str], depth: int, step: int) -> list[str]:
    lines = []
    for level, key in enumerate(path[depth:]):
        lines.append(" " * (step * level) + f"{format_scalar(key)}:")
    return lines


def _nest_in_braces(keys: Sequence[str], value: str) -> str:
    """(`a`, `b`), `1` -> `a: {b: 1}`."""
    *outer, last = keys
    text = f"{format_scalar(last)}: {value}"
    for key in reversed(outer):
        text = f"{format_scalar(key)}: {{{text}}}"
    return text


# ---- what a file's keys and values are afterwards


def parse_plain(yaml: str) -> Any:
    """Read a piece of YAML as dicts, lists and texts."""
    tree = parse_node_tree(yaml)
    return tree.plain() if tree else None


def get_at(plain: Any, path: Sequence[str]) -> Any:
    """Get the value at the end of a path of keys, None where it is not there."""
    for key in path:
        plain = plain.get(key) if isinstance(plain, dict) else None
    return plain


def set_at(plain: Any, path: Sequence[str], value: Any) -> dict[str, Any]:
    """Copy a tree of dicts with the value at the end of a path.

    A value on the way there that is no dict is replaced.
    """
    key, *rest = path
    copy = dict(plain) if isinstance(plain, dict) else {}
    if rest:
        value = set_at(copy.get(key), rest, value)
    copy[key] = value
    return copy


def with_value(values: tuple[Any, ...], value: Any, behind: int) -> tuple[Any, ...]:
    """Copy a list with one value more, and `behind` of the old ones behind it."""
    at = len(values) - behind
    return (*values[:at], value, *values[at:])
