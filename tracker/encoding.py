"""Bytes -> text, and each character that no entry may hold."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tracker.model import Problem

MAX_BYTES = 1_000_000
_INDENTED_BY_TAB = re.compile(r"^ *\t\s*[^\s#]", re.MULTILINE)
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")


def decoded(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """The file's text, without its byte order mark; None where it is refused whole, and then the problems say why."""
    if len(data) > MAX_BYTES:
        problems.append(Problem(path, 1, 1, "", f"expected at most {MAX_BYTES:,} bytes, found {len(data):,}", "size"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(data[: error.start].decode("utf-8", "replace"))
        message = f"expected UTF-8, found the byte 0x{data[error.start]:02x}; save the file as UTF-8"
        problems.append(Problem(path, line, column, "", message, "encoding"))
        return None
    refused = [
        Problem(
            path,
            *_position(text[: match.start()]),
            "",
            f"the character U+{ord(match[0]):04X} cannot stand here; take it out",
            "character",
        )
        for match in _REFUSED.finditer(text)
    ]
    problems += refused
    return None if refused else text


def _position(before: str) -> tuple[int, int]:
    lines = re.split("\r\n|[\r\n]", before)
    return len(lines), len(lines[-1].removeprefix("\ufeff")) + 1


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
        Problem(path, number, line.index("\t") + 1, "", "a tab cannot indent a line; use spaces", "tab")
        for number, line in enumerate(free, 1)
        if _INDENTED_BY_TAB.match(line)
    ]
