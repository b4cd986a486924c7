"""Rows and facts -> JSON and CSV for programs, on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.cli.terminal import say, strip_controls

# What a spreadsheet would take for a formula, though a title began so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def say_json(facts: Mapping[str, Any]) -> None:
    """An object, a key a line, and each row of a list on a line of its own."""
    parts = []
    for key, value in facts.items():
        written = _format_json(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            written = "[\n    " + ",\n    ".join(map(_format_json, value)) + "\n  ]"
        parts.append(f"  {_format_json(key)}: {written}")
    say("{\n" + ",\n".join(parts) + "\n}")


def _format_json(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=not is_utf8())
    # What would act on a terminal is spelled out and not taken away: a program gets just what the file holds.
    if strip_controls(written) == written:
        return written
    return "".join(
        letter if strip_controls(letter) else f"\\u{ord(letter):04x}" for letter in written
    )


def is_utf8() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def say_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_escape_csv_cell(value) for value in row] for row in rows)
    say(out.getvalue().removesuffix("\n"))


def _escape_csv_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
