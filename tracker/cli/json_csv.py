"""Rows and facts -> JSON and CSV for programs, on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.cli.terminal import say, strip_controls


def say_json(facts: Mapping[str, Any]) -> None:
    """Print a JSON object, a key a line, and each row of a list on a line of its own."""
    parts = []
    for key, value in facts.items():
        written = _format_json(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            written = "[\n    " + ",\n    ".join(map(_format_json, value)) + "\n  ]"
        parts.append(f"  {_format_json(key)}: {written}")
    say("{\n" + ",\n".join(parts) + "\n}")


def _format_json(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=not is_utf8())
    if strip_controls(written) == written:
        return written
    # Letters that would act on a terminal are escaped, not removed: a program gets the exact text.
    escaped = [letter if strip_controls(letter) else f"\\u{ord(letter):04x}" for letter in written]
    return "".join(escaped)


def is_utf8() -> bool:
    """Whether stdout is encoded as UTF-8 or as another form of Unicode."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")


def say_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV below the names of their columns."""
    from tracker.exchange.write_csv import format_csv_table

    say(format_csv_table(names, rows).removesuffix("\n"))
