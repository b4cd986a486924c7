"""What a check found -> a problem with its line and column. Places are looked up only for what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.format.encoding import decode_file
from tracker.format.loader import PLAN_FILE
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Problem, Week
from tracker.model.plan import Kept

PLAN_PATH = f"entries/{PLAN_FILE}"


class Finding(NamedTuple):
    """A misfit that its place still has to be looked up for. `at_key`: the fault is the key's and not its value's."""

    path: str
    where: str
    kind: str
    message: str
    hint: bool = False
    at_key: bool = False


def week_path(week: Week) -> str:
    return f"entries/{week.name}.yaml"


def enumerate_values(values: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    """Each value with its number in the author's list, where some entries could not be read."""
    return zip(
        values.numbers if isinstance(values, Kept) else range(len(values)), values, strict=True
    )


def locate_findings(path: str, data: bytes, findings: Iterable[Finding]) -> list[Problem]:
    text = decode_file(path, data, [])
    tree = parse_node_tree(text) if text else None
    nodes: dict[str, Node] = dict(tree.walk()) if tree else {}
    problems = []
    for finding in findings:
        where, node = finding.where, nodes.get(finding.where)
        place = (node.key if finding.at_key else node.start) if node else None
        line, column = (place.line + 1, place.column + 1) if place else (1, 1)
        problems.append(
            Problem(path, line, column, where, finding.message, finding.kind, finding.hint)
        )
    return problems
