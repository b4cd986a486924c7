"""YAML text -> problems at places that libyaml and pure PyYAML read differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tracker.model.journal import Problem

_SIGNS = re.compile(r"[?\t]")
_MOST = 50  # problems of one file


def _is_suspect(text: str) -> bool:
    """Whether the two may differ: on a question mark between brackets, or on tabs between tokens.

    A single regular expression would scan a line of brackets once for each of its brackets.
    """
    if "\t" in text:
        return True
    if "?" not in text:
        return False
    return any("?" in line and ("[" in line or "{" in line) for line in text.split("\n"))


def two_readers(path: str, text: str) -> Iterator[Problem]:
    """Find texts to be quoted: the two readers differ on them, or a comma cuts an address.

    Pure PyYAML is 12 times slower than libyaml, so it runs only where the two may differ.
    """
    yield from _addresses_cut_at_commas(path, text)
    if not _is_suspect(text):
        return
    for _ in range(_MOST):
        try:
            suspects = list(_find_suspects(text))
        except yaml.YAMLError:
            return
        if not suspects:
            return
        difference = _first_difference(text)
        if difference is None:
            return
        start, end, line, column = difference
        message = "YAML readers differ on this text; quote it"
        yield Problem(path, line + 1, column + 1, "", message, "two-readers", True)
        # Replace the signs that the readers differ on, so that the rest can be compared.
        text = text[:start] + _SIGNS.sub(_replace_sign, text[start:end]) + text[end:]


def _replace_sign(sign: re.Match[str]) -> str:
    return {"?": "x", "\t": " "}[sign[0]]


def _first_difference(text: str) -> tuple[int, int, int, int] | None:
    """Find the first difference: its start and end in the text, and its line and column from 0.

    None where the readers agree.
    """
    libyaml_events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    pure_events: Any = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        for event, other in zip(libyaml_events, pure_events, strict=True):
            same_type = type(event) is type(other)
            if same_type and getattr(event, "value", None) == getattr(other, "value", None):
                continue
            start = event.start_mark
            end = max(event.end_mark.index, start.index + 1)
            return start.index, end, start.line, start.column
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return 0, len(text), 0, 0
        line_start = text.rfind("\n", 0, mark.index) + 1
        return line_start, mark.index + 1, mark.line, mark.column
    except (yaml.YAMLError, ValueError):
        return 0, len(text), 0, 0
    return None


def _addresses_cut_at_commas(path: str, text: str) -> Iterator[Problem]:
    """`[https://example.org/a,b]` is a list of two: a comma ends a plain text between brackets."""
    if "://" not in text or "[" not in text:
        return
    flow = 0  # how many flow collections are open, and block ones inside them
    try:
        events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                if event.flow_style or flow:
                    flow += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                if flow:
                    flow -= 1
            elif flow and type(event) is yaml.ScalarEvent and _is_cut_address(text, event):
                mark: Any = event.start_mark
                message = (
                    "a comma ends this address, and a second item begins; "
                    "if it belongs to it, quote it"
                )
                yield Problem(
                    path, mark.line + 1, mark.column + 1, "", message, "two-readers", True
                )
    except yaml.YAMLError:
        return


def _is_cut_address(text: str, scalar: Any) -> bool:
    """Whether a scalar is an unquoted address, with a comma and more text right behind it."""
    if scalar.style or "://" not in scalar.value:
        return False
    end = scalar.end_mark.index
    return text[end : end + 1] == "," and bool(text[end + 1 : end + 2].strip())


def _find_suspects(text: str) -> Iterator[yaml.ScalarEvent]:
    """Yield the scalars that the two readers may read differently."""
    # The mark of a value left empty at the end is one line below the last.
    lines = [*text.split("\n"), ""]
    flow = 0
    events: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            if event.flow_style or flow:
                flow += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            if flow:
                flow -= 1
        elif type(event) is yaml.ScalarEvent and event.style not in ("|", ">"):
            has_tab = event.start_mark is not None and "\t" in lines[event.start_mark.line]
            has_mark = flow and not event.style and "?" in event.value
            if has_tab or has_mark:
                yield event
