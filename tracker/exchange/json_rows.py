"""A JSON list -> its rows, each with the line on which it begins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")


class BrokenJson(ValueError):
    """JSON that cannot be read further. `line`: where, from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def iterate_json_rows(text: str) -> Iterator[tuple[int, Any]]:
    """Yield (line, row) of each row of a list. BrokenJson where it cannot be read further.

    The rows before the fault are yielded.
    """
    decoder = json.JSONDecoder(parse_int=_parse_int, parse_constant=str)
    at = _skip_space(text, 0)
    if text[at : at + 1] != "[":
        raise BrokenJson(1, "expected a list of JSON, beginning with [")
    at = _skip_space(text, at + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        try:
            row, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise BrokenJson(error.lineno, f"this is no JSON: {error.msg}") from None
        except RecursionError:
            raise BrokenJson(line, "lists within lists, too deep to be read") from None
        yield line, row
        at = _skip_space(text, end)
        if text[at : at + 1] == ",":
            at = _skip_space(text, at + 1)
        elif text[at : at + 1] != "]":
            line += text.count("\n", counted, at)
            raise BrokenJson(line, "expected a comma or the end of the list")


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _parse_int(digits: str) -> int | float:
    """Read a whole number; Python refuses to convert thousands of digits."""
    return int(digits) if len(digits) < 20 else float("inf")
