"""Findings of checks -> problems with line and column. Only files with findings are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from tracker.format.encoding import decode_file
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Problem
from tracker.model.plan import Kept


class Finding(NamedTuple):
    """A problem without line and column.

    `at_key`: it stands at the key instead of its value. `within`: it stands at these words of the
    value, the first or the `nth` time that they are there.
    """

    path: str
    where: str
    kind: str
    message: str
    hint: bool = False
    at_key: bool = False
    within: str = ""
    nth: int = 0


def enumerate_values(values: Sequence[Any]) -> Iterator[tuple[int, Any]]:
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
            if finding.within and text:
                line, column = find_words(text, node, finding) or (line, column)
        problems.append(
            Problem(path, line, column, finding.where, finding.message, finding.kind, finding.hint)
        )
    return problems


def find_words(text: str, node: Node, finding: Finding) -> tuple[int, int] | None:
    """Find the line and column of words within a value; None where YAML has them otherwise.

    In YAML words may stand on two lines that are one in the value.
    """
    pattern = r"\s+".join(map(re.escape, finding.within.split()))
    places = re.finditer(pattern, text[node.start.index : node.end.index])
    for number, match in enumerate(places):
        if number == finding.nth:
            return line_and_column(text, node.start.index + match.start())
    return None


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column of a character, both from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
