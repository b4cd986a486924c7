"""A text and pieces of it to replace or cut -> the new text, its comments and commas kept right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.edit.lines import (
    COMMENT,
    find_block_end,
    find_comma,
    find_line_start,
    find_next_line,
)
from tracker.format.outline import Node


class Piece(NamedTuple):
    """A text that replaces the characters from `start` to `end`."""

    start: int
    end: int
    text: str = ""


class Unsafe(Exception):
    """No piece of the text can be replaced so that the rest stays."""


def apply_pieces(body: str, pieces: Iterable[Piece]) -> str | None:
    """Replace pieces of a text. None where two overlap, or one of them is not safe to replace."""
    parts, at = [], 0
    try:
        for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
            if piece.start < at:
                return None
            parts += [body[at : piece.start], piece.text]
            at = piece.end
    except Unsafe:
        return None
    return "".join([*parts, body[at:]])


def cut_node(body: str, parent: Node, name: int | str) -> Iterator[Piece]:
    """Cut a list's value, or a mapping's key with its value, and the comma or line that was theirs.

    A comment behind it on its last line goes, too. Raises Unsafe where another one would go.
    """
    names, node = [*parent.children], parent.children[name]
    at = names.index(name)
    if COMMENT.search(body[node.key.index : node.start.index]):
        raise Unsafe
    before = behind = None
    if at > 0:
        before = parent.children[names[at - 1]]
    if at + 1 < len(names):
        behind = parent.children[names[at + 1]]
    if parent.flow:
        yield from _cut_from_flow(body, parent, before, node, behind)
    elif parent.shape == "list":
        yield _cut_from_list(body, parent, before, node)
    else:
        yield _cut_from_mapping(body, node, behind)


def _cut_from_flow(
    body: str, parent: Node, before: Node | None, node: Node, behind: Node | None
) -> Iterator[Piece]:
    """Cut with the comma behind; the last with the comma before, unless one follows it as well."""
    close = behind.key.index if behind else parent.end.index - 1
    comma = find_comma(body, node.end.index, close)
    start = node.key.index
    end = node.end.index if comma is None else comma + 1
    if COMMENT.search(body[node.end.index : end]):
        raise Unsafe
    if comma is None and before:
        first = find_comma(body, before.end.index, start)
        if first is None:
            raise Unsafe
        if body[first + 1 : start].strip():
            yield Piece(first, first + 1)
        else:
            start = first
    line_start, next_line = find_line_start(body, start), find_next_line(body, end)
    if not body[line_start:start].strip() and not body[end:next_line].strip():
        yield Piece(line_start, next_line)
        return
    if comma is not None and behind:
        while body[end : end + 1] == " ":
            end += 1
    yield Piece(start, end)


def _cut_from_list(body: str, parent: Node, before: Node | None, node: Node) -> Piece:
    """Cut a value's lines, from its dash on. Comments above and blank lines below stay."""
    dash = re.compile(rf"^ {{{parent.start.column}}}-(?=\s)", re.MULTILINE)
    if before:
        search_from = find_block_end(body, before)
    else:
        search_from = find_line_start(body, parent.start.index)
    match = dash.search(body, search_from)
    if match is None or match.start() > node.start.index:
        raise Unsafe
    return Piece(match.start(), find_block_end(body, node))


def _cut_from_mapping(body: str, node: Node, behind: Node | None) -> Piece:
    """Cut a key's lines. Comments above it and blank lines below it stay."""
    start = find_line_start(body, node.key.index)
    if not body[start : node.key.index].strip():
        return Piece(start, find_block_end(body, node))
    # The first key stands behind its dash, and the next one takes its place there.
    if behind is None or "#" in body[node.end.index : behind.key.index]:
        raise Unsafe
    return Piece(node.key.index, behind.key.index)
