"""Markdown text -> the spans in it that are no prose (code, formulas, tags), and its lists."""

from __future__ import annotations

import re
from collections.abc import Callable

# Each branch begins with its sign and looks behind only there, so text without the sign is fast.
_BODY = r"((?:\\.|[^\\$])+?)"
INLINE = rf"(?s)\$(?<![\\$]\$)(?![\s$]){_BODY}(?<!\s)\$(?![\d$])|\\\(((?:(?!\\[()]).)+?)\\\)"
DISPLAY = rf"(?s)\$(?<![\\$]\$)\${_BODY}\$\$(?!\$)|\\\[((?:(?!\\[\[\]]).)+?)\\\]"
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
# By CommonMark a numbered list has to begin with 1 here, for "in the year\n1994. Then" is prose.
_ITEM = re.compile(r"\n(?= {0,3}(?:[*+-]|1\.) +\S)")
# Code, formulas and HTML may go on over lines, and a line within them begins no list.
_WHOLE = re.compile(
    rf"(?s)(?P<ticks>(?<!`)`+(?!`)).*?(?<!`)(?P=ticks)(?!`)|{DISPLAY[4:]}|{INLINE[4:]}"
    r"|<!--.*?-->|</?[A-Za-z][^<>]*>"
)


def find_list_under_text(block: str) -> int | None:
    """Find where the lines of a paragraph end and a list begins; None where there is no list."""
    items = [match.start() for match in _ITEM.finditer(block)]
    if not items:
        return None
    spans = find_multiline_spans(block)
    for item in items:
        if not any(start < item < end for start, end in spans):
            return item
    return None


def find_multiline_spans(block: str) -> list[tuple[int, int]]:
    """Return (start, end) of the code, formulas and tags of a paragraph, also over its lines."""
    return [match.span() for match in _WHOLE.finditer(block)]


def find_code(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each piece of code in a Markdown text.

    Code is a fenced block, or a run of backticks up to the same run on the same line.
    """
    spans: list[tuple[int, int]] = []
    fence = ""
    opened = 0
    at = 0
    for line in text.splitlines(keepends=True):
        if fence:
            if line.strip() == fence:
                spans.append((opened, at + len(line.rstrip("\r\n"))))
                fence = ""
        elif match := _FENCE.match(line):
            fence = match[1]
            opened = at
        else:
            for start, end in _code_in_line(line):
                spans.append((at + start, at + end))
        at += len(line)
    if fence:
        spans.append((opened, len(text)))
    return spans


def _code_in_line(line: str) -> list[tuple[int, int]]:
    if "`" not in line:
        return []
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(line)]
    # Length of a run -> the places of the runs of that length, from the last to the first.
    places: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        places.setdefault(end - start, []).append(number)
    spans, number = [], 0
    while number < len(runs):
        start, end = runs[number]
        same = places[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            spans.append((start, runs[same[-1]][1]))
            number = same[-1]
        number += 1
    return spans


def sub_outside_code(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """Return `pattern.sub(replace, text)`, but leave code as it is."""
    masked = text
    if "`" in text or "~~~" in text:
        parts = []
        at = 0
        for start, end in find_code(text):
            parts += [text[at:start], re.sub(r"[^\n]", "\0", text[start:end])]
            at = end
        masked = "".join([*parts, text[at:]])
    parts = []
    at = 0
    for match in pattern.finditer(masked):
        if "\0" not in match[0]:
            parts += [text[at : match.start()], replace(match)]
            at = match.end()
    return "".join([*parts, text[at:]])
