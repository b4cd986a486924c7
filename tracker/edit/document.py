"""A file's text -> a Document: the text parsed once, and a proof that a new text is as asked.

Every edit of a journal's file begins with a `Document` and ends with `Document.prove`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tracker.format.loader import UNSAFE, load_plan, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import PLAN_PATH, Problem, TrackerError, Week, week_path_of


class Document(NamedTuple):
    """A week's file or the plan, taken apart.

    `mark` is the byte order mark or nothing, and `body` the text behind it, in which all places
    count. `value` is the Week or the Plan that the loader reads.
    """

    path: str
    mark: str
    body: str
    value: Any
    problems: Sequence[Problem]
    tree: Node | None

    @property
    def plain(self) -> dict[str, Any]:
        """Every key and value of the file as dicts, lists and texts, unknown keys included."""
        return (self.tree.plain() if self.tree else None) or {}

    def prove(self, body: str, *plain: Any, value: Any = None) -> str | None:
        """Return the whole new text if it says just what was asked, and None if it does not.

        Its keys and values must be one of the trees `plain`, it must read as `value` where that is
        given, and it must have no more problems of any kind than the file had.
        """
        text = self.mark + body
        value_now, problems_now = _load_file(self.path, text)
        if value is not None and value_now != value:
            return None
        if count_kinds(problems_now) - count_kinds(self.problems):
            return None
        tree = parse_node_tree(body)
        plain_now = tree.plain() if tree else {}
        if plain_now not in plain:
            return None
        return text

    def line_of(self, path: Sequence[str]) -> int:
        """Find the line of the last key on the path that the file has, from 1."""
        if self.tree is None:
            return 1
        line: int = find_deepest_node(self.tree, path)[0].key.line
        return line + 1

    def refuse(self, line: int, message: str) -> TrackerError:
        """Make the error that says where an edit cannot be made, and what to do by hand."""
        return TrackerError(f"{self.path}:{line}: {message}")


def parse_document(path: str, text: str, keys: Sequence[str] = ()) -> Document:
    """Take a file apart to edit it below the given keys.

    Raises TrackerError where that is not safe: YAML that libraries read in different ways, or
    something else than a mapping at one of the keys.
    """
    value, problems = _load_file(path, text)
    steps = {".".join(keys[:depth]) for depth in range(1, len(keys) + 1)}
    unsafe = []
    for problem in problems:
        if problem.kind in UNSAFE or (problem.kind == "wrong-shape" and problem.where in steps):
            unsafe.append(problem)
    if unsafe or value is None:
        raise make_edit_error(unsafe)
    body = text.removeprefix("\ufeff")
    mark = text[: len(text) - len(body)]
    return Document(path, mark, body, value, problems, parse_node_tree(body))


def parse_week(week: str, text: str, keys: Sequence[str] = ()) -> Document:
    """Take the file of a week apart. Raises TrackerError as `parse_document` does."""
    return parse_document(week_path_of(week), text, keys)


def decode_file_text(path: str, data: bytes) -> str:
    """Decode a file with its byte order mark and line ends. TrackerError if it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise make_edit_error(load_week(path, "", data)[1]) from None


@lru_cache(maxsize=2)
def read_week(week: str, text: str) -> tuple[Week | None, tuple[Problem, ...]]:
    """Read the text of a week's file.

    Cached, because the next edit begins with the text that the last one made.
    """
    value, problems = load_week(week_path_of(week), week, text.encode())
    return value, tuple(problems)


def _load_file(path: str, text: str) -> tuple[Any, Sequence[Problem]]:
    if path == PLAN_PATH:
        return load_plan(path, text.encode())
    return read_week(path.rpartition("/")[2].removesuffix(".yaml"), text)


def make_edit_error(problems: Sequence[Problem]) -> TrackerError:
    """Make the error for a file that cannot be edited, from its first problem."""
    first = min(problems, key=lambda problem: (problem.line, problem.column))
    return TrackerError(f"{first}; nothing was written, mend this first")


def count_kinds(problems: Iterable[Problem]) -> Counter[str]:
    """Count problems by kind: an edit moves their places, and a renaming changes their words."""
    return Counter(problem.kind for problem in problems)


def find_deepest_node(tree: Node, path: Sequence[str]) -> tuple[Node, int, bool]:
    """Follow the path as far as the text goes.

    Returns the node there, its depth, and whether it stands between braces.
    """
    node, depth, flow = tree, 0, tree.flow
    while depth < len(path) and node.shape == "mapping" and path[depth] in node.children:
        node = node.children[path[depth]]
        depth, flow = depth + 1, flow or node.flow
    return node, depth, flow
