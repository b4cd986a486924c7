"""Bytes -> text, and each character that no entry may hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import Any

import yaml

from tracker.model.journal import Problem

MAX_BYTES = 1_000_000
MOST_CHARACTERS = 100  # that are told of one file: a binary one has nothing but them
CONFLICT = "git left a conflict here; keep what is right of its two sides, and take out the marks"
_CONFLICT = re.compile(
    r"^<{7} ", re.MULTILINE
)  # at the start of a line, where no block of text can go on
_INDENTED_BY_TAB = re.compile(r"^ *\t\s*[^\s#]", re.MULTILINE)
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)"
)


def decode_file(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """The file's text, without its byte order mark; None where it is refused whole, and then the problems say why."""
    if len(data) > MAX_BYTES:
        problems.append(
            Problem(path, 1, 1, "", f"expected at most {MAX_BYTES:,} bytes, found more", "size")
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = _Places(before).of(len(before))
        message = (
            f"expected UTF-8, found the byte 0x{data[error.start]:02x}; save the file as UTF-8"
        )
        problems.append(Problem(path, line, column, "", message, "encoding"))
        return None
    found = [
        (match.start(), "character") for match in islice(_REFUSED.finditer(text), MOST_CHARACTERS)
    ]
    found += [(match.start(), "git-conflict") for match in _CONFLICT.finditer(text)]
    if not found:
        return text
    places = _Places(text)  # takes longer than to look for them
    for index, kind in found:
        message = (
            CONFLICT
            if kind == "git-conflict"
            else f"U+{ord(text[index]):04X} cannot stand here; take it out"
        )
        problems.append(Problem(path, *places.of(index), "", message, kind))
    return None


def without_refused(text: str) -> tuple[str, dict[int, list[int]]]:
    """The text without the characters that no entry may hold, and where they were: line -> columns, both from 1.

    So the other faults of a text can be told beside them. A lone CR stays: it ends a line for libyaml, too.
    """
    places = _Places(text)
    removed: dict[int, list[int]] = {}
    for match in _REFUSED.finditer(text):
        if match[0] != "\r":
            line, column = places.of(match.start())
            removed.setdefault(line, []).append(column)
    return _REFUSED.sub(lambda match: "\r" * (match[0] == "\r"), text), removed


class _Places:
    """Index in a text -> line and column, both from 1. A lone CR ends a line here, to tell where the next one is."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\r\n|[\r\n]", text))]

    def of(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1


def indenting_tabs(path: str, text: str) -> list[Problem]:
    """Lines that a tab indents.

    libyaml lets some pass, so look outside the blocks of text and quotes, where a tab is the author's.
    """
    if not _INDENTED_BY_TAB.search(text):
        return []
    free = text.split("\n")
    events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    for event in events:
        if type(event) is yaml.ScalarEvent:
            first, last = (mark.line if mark else 0 for mark in (event.start_mark, event.end_mark))
            for line in range(first + 1, min(last + 1, len(free))):
                free[line] = ""
    return [
        Problem(
            path, number, line.index("\t") + 1, "", "a tab cannot indent a line; use spaces", "tab"
        )
        for number, line in enumerate(free, 1)
        if _INDENTED_BY_TAB.match(line)
    ]
