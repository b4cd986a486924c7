"""YAML text -> where libyaml and pure PyYAML read it differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tracker.model.journal import Problem

_SIGNS = re.compile(r"[?\t]")
_MOST = 50  # places that are named in one file


def _is_suspect(text: str) -> bool:
    """Where the two part ways: a question mark in plain text between brackets, and tabs between tokens.

    Not by one regular expression, which would look at a line of brackets as often as it has brackets.
    """
    if "\t" in text:
        return True
    return "?" in text and any(
        "?" in line and ("[" in line or "{" in line) for line in text.split("\n")
    )


def two_readers(path: str, text: str) -> Iterator[Problem]:
    """Text that libyaml and pure PyYAML read differently, and addresses that both take for two: each to be quoted.

    The pure reader is 12 times slower, so it is asked only where it may matter.
    """
    yield from _addresses_cut_at_commas(path, text)
    if not _is_suspect(text):
        return
    for _ in range(_MOST):
        try:
            suspects = list(_find_suspects(text))
        except yaml.YAMLError:
            return
        found = _first_difference(text) if suspects else None
        if found is None:
            return
        start, end, line, column = found
        yield Problem(
            path,
            line + 1,
            column + 1,
            "",
            "YAML readers differ on this text; quote it",
            "two-readers",
            True,
        )
        # Without what they differ on, the rest of the text can be compared.
        text = (
            text[:start]
            + _SIGNS.sub(lambda sign: "x" if sign[0] == "?" else " ", text[start:end])
            + text[end:]
        )


def _first_difference(text: str) -> tuple[int, int, int, int] | None:
    """Where the two readers part ways: from and to in the text, and line and column from 0. None where they agree."""
    ours: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    theirs: Any = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        for mine, other in zip(ours, theirs, strict=True):
            if type(mine) is not type(other) or getattr(mine, "value", None) != getattr(
                other, "value", None
            ):
                start = mine.start_mark
                return (
                    start.index,
                    max(mine.end_mark.index, start.index + 1),
                    start.line,
                    start.column,
                )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return 0, len(text), 0, 0
        return text.rfind("\n", 0, mark.index) + 1, mark.index + 1, mark.line, mark.column
    except (yaml.YAMLError, ValueError):
        return 0, len(text), 0, 0
    return None


def _addresses_cut_at_commas(path: str, text: str) -> Iterator[Problem]:
    """`[https://example.org/a,b]` is a list of two: a comma ends a plain text between brackets."""
    if "://" not in text or "[" not in text:
        return
    flow = 0
    try:
        events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                flow += bool(event.flow_style or flow)
            elif isinstance(event, yaml.CollectionEndEvent):
                flow -= bool(flow)
            elif (
                type(event) is yaml.ScalarEvent
                and flow
                and not event.style
                and "://" in event.value
            ):
                mark: Any = event.start_mark
                behind: Any = event.end_mark
                if (
                    text[behind.index : behind.index + 1] == ","
                    and text[behind.index + 1 : behind.index + 2].strip()
                ):
                    message = "a comma ends this address, and a second item begins; if it belongs to it, quote it"
                    yield Problem(
                        path, mark.line + 1, mark.column + 1, "", message, "two-readers", True
                    )
    except yaml.YAMLError:
        return


def _find_suspects(text: str) -> Iterator[yaml.ScalarEvent]:
    lines, flow = (
        [*text.split("\n"), ""],
        0,
    )  # a value left empty at the end has its mark below the last line
    events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            flow += bool(event.flow_style or flow)
        elif isinstance(event, yaml.CollectionEndEvent):
            flow -= bool(flow)
        elif type(event) is yaml.ScalarEvent and event.style not in ("|", ">"):
            tab = event.start_mark is not None and "\t" in lines[event.start_mark.line]
            if tab or (flow and not event.style and "?" in event.value):
                yield event
