"""A file's bytes -> its text, or problems: wrong encoding, forbidden characters, git conflicts."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import Any

import yaml

from tracker.model.journal import Problem

MAX_BYTES = 1_000_000
MOST_CHARACTERS = 100  # problems of one file: a binary one has nothing but forbidden characters
CONFLICT = "git left a conflict here; keep what is right of its two sides, and take out the marks"
# At the start of a line, where no block of text can go on.
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_PLAIN = bytes([*b"\t\n", *range(0x20, 0x7F)])  # no text of these alone is refused
_INDENTED_BY_TAB = re.compile(r"^ *\t\s*[^\s#]", re.MULTILINE)
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)"
)


def decode_file(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """Decode a file's bytes, and drop the byte order mark.

    None where the file is not accepted; then the reasons are added to `problems`.
    """
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
    characters, conflicts = [], []
    if data.translate(None, _PLAIN):  # a tenth of the time of the search
        characters = [match.start() for match in islice(_REFUSED.finditer(text), MOST_CHARACTERS)]
    if "<" * 7 in text:
        conflicts = [match.start() for match in _CONFLICT.finditer(text)]
    if not characters and not conflicts:
        return text
    places = _Places(text)  # built only now: it takes longer than both searches
    for index in characters:
        message = f"U+{ord(text[index]):04X} cannot stand here; take it out"
        problems.append(Problem(path, *places.of(index), "", message, "character"))
    for index in conflicts:
        problems.append(Problem(path, *places.of(index), "", CONFLICT, "git-conflict"))
    return None


def without_refused(text: str) -> tuple[str, dict[int, list[int]]]:
    """Remove the forbidden characters; return the text and their places: line -> columns, from 1.

    Then the other problems of the text can be found, too. A lone CR stays, because it ends a line
    for libyaml as well.
    """
    places = _Places(text)
    removed: dict[int, list[int]] = {}
    parts = []
    end = 0
    for match in _REFUSED.finditer(text):
        if match[0] != "\r":
            line, column = places.of(match.start())
            removed.setdefault(line, []).append(column)
            parts.append(text[end : match.start()])
            end = match.end()
    parts.append(text[end:])
    return "".join(parts), removed


class _Places:
    """Index in a text -> line and column, both from 1. A lone CR ends a line, too."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\r\n|[\r\n]", text))]

    def of(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1


def indenting_tabs(path: str, text: str) -> list[Problem]:
    """Find the lines that are indented with a tab, of which libyaml accepts some.

    In texts of several lines, block or quoted, a tab belongs to the author's text.
    """
    if not _INDENTED_BY_TAB.search(text):
        return []
    lines = text.split("\n")
    events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    for event in events:
        if type(event) is yaml.ScalarEvent:
            first = event.start_mark.line if event.start_mark else 0
            last = event.end_mark.line if event.end_mark else 0
            for index in range(first + 1, min(last + 1, len(lines))):
                lines[index] = ""
    problems = []
    for number, line in enumerate(lines, 1):
        if _INDENTED_BY_TAB.match(line):
            message = "a tab cannot indent a line; use spaces"
            problems.append(Problem(path, number, line.index("\t") + 1, "", message, "tab"))
    return problems
