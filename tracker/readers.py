"""YAML text -> where libyaml and pure PyYAML read it differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tracker.model import Problem


def _suspect(text: str) -> bool:
    """Where the two part ways: a question mark in plain text between brackets, and tabs between tokens.

    Not by one regular expression, which would look at a line of brackets as often as it has brackets.
    """
    if "\t" in text:
        return True
    return "?" in text and any("?" in line and ("[" in line or "{" in line) for line in text.split("\n"))


def two_readers(path: str, text: str) -> Iterator[Problem]:
    """Text that libyaml and pure PyYAML read differently.

    The pure reader is 12 times slower, so it is asked only where it may matter.
    """
    if not _suspect(text):
        return
    try:
        ours = [(type(event), getattr(event, "value", None), event.start_mark) for event in _suspects(text)]
    except yaml.YAMLError:
        return
    if not ours:
        return
    message = "YAML readers differ on this text; quote it"
    try:
        for mine, theirs in zip(
            yaml.parse(text, Loader=yaml.CSafeLoader), yaml.parse(text, Loader=yaml.SafeLoader), strict=True
        ):
            if type(mine) is not type(theirs) or getattr(mine, "value", None) != getattr(theirs, "value", None):
                yield _differs(path, mine.start_mark, message)
                return
    except yaml.MarkedYAMLError as error:
        yield _differs(path, error.problem_mark or error.context_mark, message)
    except (yaml.YAMLError, ValueError):
        yield Problem(path, 1, 1, "", message, "two-readers", True)


def _differs(path: str, mark: Any, message: str) -> Problem:
    return Problem(path, mark.line + 1, mark.column + 1, "", message, "two-readers", True)


def _suspects(text: str) -> Iterator[yaml.ScalarEvent]:
    lines, flow = [*text.split("\n"), ""], 0  # a value left empty at the end has its mark below the last line
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
