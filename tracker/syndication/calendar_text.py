"""Text -> lines of a calendar (RFC 5545)."""

from __future__ import annotations

import re

from tracker.syndication.html_tree import strip_control_characters

OCTETS = 75  # of a line, without its end


def escape_calendar_text(value: str) -> str:
    """Escape a TEXT value: backslash, semicolon, comma and newline; remove control characters."""
    plain = re.sub(r"[\r\x85\u2028\u2029]|[\t\x7f-\x9f]", " ", strip_control_characters(value))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n")


def fold_calendar_line(line: str) -> str:
    """Fold a line into lines of 75 octets at most, none of which ends within a letter."""
    parts = [""]
    size = 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            parts.append("")
            size = 1  # the space at the start of each further line
        parts[-1] += letter
        size += octets
    return "\r\n ".join(parts)
