"""Findings of checks -> problems with line and column. Only files with findings are parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.format.encoding import decode_file
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Problem
from tracker.model.plan import Kept


class Finding(NamedTuple):
    """A problem without line and column. `at_key`: it stands at the key instead of its value."""

    path: str
    where: str
    kind: str
    message: str
    hint: bool = False
    at_key: bool = False


def enumerate_values(values: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    """Enumerate values by their position in the author's list, of which some could not be read."""
    if isinstance(values, Kept):
        return zip(values.numbers, values, strict=True)
    return enumerate(values)


def locate_findings(path: str, data: bytes, findings: Iterable[Finding]) -> list[Problem]:
    """Look up the line and column of each finding in a file's bytes; 1:1 where it has no place."""
    nodes: dict[str, Node] = {}
    text = decode_file(path, data, [])
    if text:
        tree = parse_node_tree(text)
        if tree:
            nodes = dict(tree.walk())
    problems = []
    for finding in findings:
        node = nodes.get(finding.where)
        line, column = 1, 1
        if node:
            place = node.key if finding.at_key else node.start
            line, column = place.line + 1, place.column + 1
        problems.append(
            Problem(path, line, column, finding.where, finding.message, finding.kind, finding.hint)
        )
    return problems
