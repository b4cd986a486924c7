"""Find Markdown that takes for ever to read: nested too deep, or full of brackets and ticks that are never closed.

Readers of Markdown look from each opening mark for the closing one, so a text of 60 kB can keep them busy for minutes.
"""

from __future__ import annotations

import re

DEEPEST = 50  # quotes and lists inside one another
LONGEST_PARAGRAPH = 300_000  # letters without a blank line
MOST_STEPS = (
    10_000_000  # letters between opening marks and what closes them, all in all: a second or two
)
_SHORT = 2_000  # letters: a text so short cannot hold enough of anything
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKERS = re.compile(r"(?m)^(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}[.)][ \t]))+")
_MARKER = re.compile(r">|[-*+][ \t]|[0-9]{1,9}[.)]")
_INDENT = re.compile(r"(?m)^([ \t]+)(?:[-*+>]|[0-9]{1,9}[.)])[ \t]")
_TICKS = re.compile(r"`+")
_PAIRS = {"[": "]", "(": ")", "<": ">"}
_MARK = re.compile(r"[\[\]()<>]")


def find_excess(text: str) -> str | None:
    """What is too much in a Markdown text, in words; None for a text that is read in a few seconds at most."""
    if _is_too_deep(text):
        return f"quotes and lists may be nested {DEEPEST} deep at most"
    if len(text) < _SHORT:
        return None
    steps = 0
    for paragraph in _BLANK.split(text):
        if len(paragraph) > LONGEST_PARAGRAPH:
            return f"expected a paragraph of at most {LONGEST_PARAGRAPH:,} letters, got {len(paragraph):,}"
        if len(paragraph) >= _SHORT:
            steps += _steps_to_close_brackets(paragraph) + _steps_to_close_ticks(paragraph)
    if steps > MOST_STEPS:
        return "too many brackets or ticks that are opened and not closed; close them, or write them as code"
    return None


def _is_too_deep(text: str) -> bool:
    for match in _MARKERS.finditer(text):
        if len(match[0]) >= DEEPEST and len(_MARKER.findall(match[0])) > DEEPEST:
            return True
    return any(len(match[1].expandtabs(4)) > 4 * DEEPEST for match in _INDENT.finditer(text))


def _steps_to_close_brackets(paragraph: str) -> int:
    """How many letters lie between each bracket and the one that closes it, or the end where none does, added up."""
    opened: dict[str, list[int]] = {closing: [] for closing in _PAIRS.values()}
    steps = 0
    for mark in _MARK.finditer(paragraph):
        sign, at = mark[0], mark.start()
        if sign in _PAIRS:
            opened[_PAIRS[sign]].append(at)
        elif opened[sign]:
            steps += at - opened[sign].pop()
    return steps + sum(len(paragraph) - at for places in opened.values() for at in places)


def _steps_to_close_ticks(paragraph: str) -> int:
    """The same for runs of ticks, which a run of the same length closes."""
    last: dict[int, int] = {}
    steps = 0
    for run in _TICKS.finditer(paragraph):
        length = len(run[0])
        if length in last:
            steps += run.start() - last.pop(length)
        else:
            last[length] = run.start()
    # A run that nothing closes is tried again with each tick less.
    return steps + sum((len(paragraph) - at) * length for length, at in last.items())
