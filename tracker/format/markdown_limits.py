"""Find Markdown that takes minutes to convert: deep nesting, or many marks that are never closed.

Markdown converters search from each opening mark for the closing one, so a text of 60 kB can take
minutes.
"""

from __future__ import annotations

import re

DEEPEST = 50  # quotes and lists inside one another
LONGEST_PARAGRAPH = 300_000  # letters without a blank line
# Letters between all opening marks and those that close them: a second or two of conversion.
MOST_STEPS = 10_000_000
_SHORT = 2_000  # letters: a shorter text cannot hold enough marks
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKERS = re.compile(r"(?m)^(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]))+")
_MARKER = re.compile(r">|[-*+][ \t]|[0-9]{1,9}[.)]")
_INDENT = re.compile(r"(?m)^([ \t]+)(?:[-*+>]|[0-9]{1,9}[.)])[ \t]")
_TICKS = re.compile(r"`+")
_PAIRS = {"[": "]", "(": ")", "<": ">"}
_MARK = re.compile(r"[\[\]()<>]")


def find_excess(text: str) -> str | None:
    """Say what a Markdown text has too much of; None for a text that converts in a few seconds."""
    if _is_too_deep(text):
        return f"quotes and lists may be nested {DEEPEST} deep at most"
    if len(text) < _SHORT:
        return None
    steps = 0
    for paragraph in _BLANK.split(text):
        if len(paragraph) > LONGEST_PARAGRAPH:
            return (
                f"expected a paragraph of at most {LONGEST_PARAGRAPH:,} letters, "
                f"got {len(paragraph):,}"
            )
        if len(paragraph) >= _SHORT:
            steps += _steps_to_close_brackets(paragraph) + _steps_to_close_ticks(paragraph)
    if steps > MOST_STEPS:
        return (
            "too many brackets or ticks that are opened and not closed; "
            "close them, or write them as code"
        )
    return None


def _is_too_deep(text: str) -> bool:
    for match in _MARKERS.finditer(text):
        if len(match[0]) >= DEEPEST and len(_MARKER.findall(match[0])) > DEEPEST:
            return True
    return any(len(match[1].expandtabs(4)) > 4 * DEEPEST for match in _INDENT.finditer(text))


def _steps_to_close_brackets(paragraph: str) -> int:
    """The letters between each bracket and the one that closes it, or the end of the paragraph."""
    opened: dict[str, list[int]] = {closing: [] for closing in _PAIRS.values()}
    steps = 0
    for mark in _MARK.finditer(paragraph):
        sign, at = mark[0], mark.start()
        if sign in _PAIRS:
            opened[_PAIRS[sign]].append(at)
        elif opened[sign]:
            steps += at - opened[sign].pop()
    for places in opened.values():
        for at in places:
            steps += len(paragraph) - at
    return steps


def _steps_to_close_ticks(paragraph: str) -> int:
    """The letters between each run of ticks and the run of the same length that closes it."""
    last: dict[int, int] = {}
    steps = 0
    for run in _TICKS.finditer(paragraph):
        length = len(run[0])
        if length in last:
            steps += run.start() - last.pop(length)
        else:
            last[length] = run.start()
    # A run that is never closed is tried again with one tick less, and so on.
    for length, at in last.items():
        steps += (len(paragraph) - at) * length
    return steps
