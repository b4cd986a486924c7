"""Bytes -> text, and each character that no entry may hold."""

from __future__ import annotations

import re

from tracker.model import Problem

MAX_BYTES = 1_000_000
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")


def decoded(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """The file's text without its byte order mark; None, and the reason among the problems, where it is refused whole."""
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
