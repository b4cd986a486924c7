"""A text, or a value of a list -> the lines that stand for it in YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tracker.edit.set_values import CANNOT_STAND
from tracker.edit.values import format_flow_mapping, quote_scalar
from tracker.model.journal import Goal, Question

LONG_LINE = 90  # letters of a text that may stand in quotes behind its key
# Words that every YAML reader takes for this very text, where no brackets stand around them.
_WORDS = re.compile(r"[^\W\d_][\w'’.,()/-]*(?: [\w'’.,()/-]+)+")


def needs_lines(value: str | tuple[Any, ...] | None) -> bool:
    """Whether a value stands on lines of its own, below its key."""
    if isinstance(value, str):
        return "\n" in value or len(value) > LONG_LINE
    return True


def block_lines_of(text: str) -> list[str]:
    """The lines of a text as they stand in a block; none where it has to stand in quotes."""
    if not text or text[0] in " \t\n" or CANNOT_STAND.search(text):
        return []
    return text.split("\n")


def format_words(text: str) -> str:
    return text if _WORDS.fullmatch(text) else quote_scalar(text)


def format_list_lines(values: Sequence[Any]) -> list[str]:
    lines = []
    for value in values:
        lines += format_element_lines(value)
    return lines


def _indent_block(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _filled_pairs(element: Any) -> list[tuple[str, Any]]:
    """The keys of a goal or a question that have a value."""
    return [(key, text) for key, text in element._asdict().items() if text is not None]


def format_element_lines(element: Any) -> list[str]:
    """The lines of one value of a list, from its dash on."""
    if isinstance(element, Goal | Question):
        pairs = _filled_pairs(element)
        if len(pairs) == 1:
            return format_element_lines(pairs[0][1])
        if not any(needs_lines(text) for _, text in pairs[1:]):
            return [f"- {format_element_in_flow(element)}"]
        lines = []
        for key, text in pairs:
            block = block_lines_of(text)
            if key == pairs[0][0] or not block or not needs_lines(text):
                lines.append(f"{key}: {quote_scalar(text)}")
            else:
                lines += [f"{key}: |-", *_indent_block(block)]
        return [f"- {lines[0]}", *_indent_block(lines[1:])]
    block = block_lines_of(element)
    if block and (len(block) > 1 or re.search(r'["\\]', element)):
        return ["- |-", *_indent_block(block)]
    return [f"- {quote_scalar(element)}"]


def format_element_in_flow(element: Any) -> str:
    if isinstance(element, str):
        return quote_scalar(element)
    pairs = []
    for key, text in _filled_pairs(element):
        pairs.append((key, text if key == "outcome" else quote_scalar(text)))
    if len(pairs) == 1:
        return pairs[0][1]
    return format_flow_mapping(pairs)


def plain_element_of(element: Any) -> Any:
    if isinstance(element, str):
        return element
    pairs = dict(_filled_pairs(element))
    return pairs if len(pairs) > 1 else pairs.get(element._fields[0])
