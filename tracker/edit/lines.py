"""A text and a place in it -> where lines, comments and blocks begin and end; lines put there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.format.outline import Node

COMMENT = re.compile(r"(?<!\S)#[^\n]*")
_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|\Z)", re.MULTILINE)


def find_text_column(body: str, node: Node) -> int | None:
    """Find the column at which the lines of a block text begin; None where it has none."""
    inside = body[find_next_line(body, node.start.index) : node.end.index].splitlines()
    columns = [len(line) - len(line.lstrip(" ")) for line in inside if line.strip()]
    return min(columns, default=None)


def insert_text(body: str, at: int, piece: str) -> str:
    """Put a piece of text at a place."""
    return body[:at] + piece + body[at:]


def insert_lines(body: str, at: int, lines: Sequence[str], column: int = 0) -> str:
    """Put whole lines where a line begins or the text ends. They end as the line above does."""
    unended = at > 0 and body[at - 1] != "\n"
    end = body.rfind("\n", 0, at)
    if end == -1:
        end = body.find("\n")
    newline = "\r\n" if body[end - 1 : end + 1] == "\r\n" else "\n"
    block = ""
    for line in lines:
        if line:
            line = " " * column + line
        block += line + newline
    if unended:
        block = newline + block
    return insert_text(body, at, block)


def find_line_start(body: str, at: int) -> int:
    """Find where the line with `at` begins."""
    return body.rfind("\n", 0, at) + 1


def find_next_line(body: str, at: int) -> int:
    """Find where the line below the one with `at` begins; below the last, the text's end."""
    return body.find("\n", at) + 1 or len(body)


def width_of_indent(body: str, at: int) -> int:
    """Count the spaces before the first word of the line with `at`."""
    line = body[find_line_start(body, at) : at + 1]
    return len(line) - len(line.lstrip(" "))


def find_comment_start(body: str, at: int) -> int:
    """Find where the line with `at` begins, or the comment right above it.

    A comment at the top of the file is the file's, not the key's.
    """
    at = line = find_line_start(body, at)
    while at and body.startswith("#", find_line_start(body, at - 1)):
        at = find_line_start(body, at - 1)
    return at or line


def find_block_end(body: str, node: Node) -> int:
    """Find the first place below a block where a line can follow.

    That is below its last line, with the comment behind that.
    """
    while node.children and not node.flow:
        node = [*node.children.values()][-1]
    end: int = node.end.index
    if node.style not in ("|", ">") or body[end - 1 : end] != "\n":
        return find_next_line(body, end)
    if node.value.removesuffix("\n").rpartition("\n")[2].strip():
        # Blank lines below a block of text are not of it, unless its value ends in them.
        return find_next_line(body, len(body[:end].rstrip()))
    return end


def find_document_end(body: str, start: int) -> int:
    """Find where the document that begins at `start` ends: at its `...`, or with the text."""
    match = _DOCUMENT_END.search(body, start)
    return match.start() if match else len(body)


def find_comma(body: str, start: int, end: int) -> int | None:
    """Find the comma between two values; those in comments do not count."""
    between = COMMENT.sub(lambda match: " " * len(match[0]), body[start:end])
    if "," not in between:
        return None
    return start + between.index(",")
