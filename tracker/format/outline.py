"""YAML text -> a tree of Nodes: each value with the place of its key and its own.

Messages use it to name a place, and edits to change one value and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tracker.model.kinds import EMPTY

# libyaml's mark, which it makes for each event anyway: line, column and index, from 0.
Place = Any


class Node(NamedTuple):
    """A value and its place in the text.

    `shape` is scalar, list, mapping or alias. `key` is the beginning of the value's key; for a
    value of a list it is the beginning of the value.

    `end` is the end of the value for libyaml: the end of a block is the beginning of the next
    token, behind comments and blank lines.
    """

    shape: str
    flow: bool
    start: Place
    end: Place
    key: Place
    value: str = ""
    style: str = ""
    children: Mapping[Any, Node] = EMPTY

    def walk(self, where: str = "") -> Iterator[tuple[str, Node]]:
        """Yield this node and those below it, each with its path of keys: `sessions[3].minutes`."""
        yield where, self
        for name, child in self.children.items():
            if isinstance(name, int):
                yield from child.walk(f"{where}[{name}]")
            elif where:
                yield from child.walk(f"{where}.{name}")
            else:
                yield from child.walk(name)

    def plain(self) -> Any:
        """The value as plain Python: texts (None where nothing is written), lists and dicts."""
        if self.shape == "scalar":
            if not self.value and not self.style:
                return None
            return self.value
        if self.shape == "list":
            return [child.plain() for child in self.children.values()]
        return {name: child.plain() for name, child in self.children.items()}


def parse_node_tree(text: str) -> Node | None:
    """Parse a document into its tree; None where it is empty.

    The loader must have read the text without an UNSAFE problem.
    """
    loader = yaml.CSafeLoader(text)
    while (event := loader.get_event()) is not None:
        if isinstance(event, DocumentStartEvent):
            return _parse_node(loader.get_event, loader.get_event(), None)
    return None


def _parse_node(get: Any, event: Any, key: Place) -> Node:
    start, kind = event.start_mark, type(event)
    key = key or start
    if kind is ScalarEvent:
        return Node("scalar", False, start, event.end_mark, key, event.value, event.style or "")
    if kind is AliasEvent:
        return Node("alias", False, start, event.end_mark, key)
    children: dict[str | int, Node] = {}
    if kind is SequenceStartEvent:
        while type(inner := get()) is not SequenceEndEvent:
            children[len(children)] = _parse_node(get, inner, None)
        return Node("list", bool(event.flow_style), start, inner.end_mark, key, children=children)
    while type(inner := get()) is not MappingEndEvent:
        if type(inner) is ScalarEvent:
            name = inner.value
        else:
            # A list or mapping as a key is an error, but the rest of the file stays readable: the
            # node gets a name that no other key has.
            name = f"? {len(children)} {_parse_node(get, inner, None).plain()}"
        children[name] = _parse_node(get, get(), inner.start_mark)
    return Node("mapping", bool(event.flow_style), start, inner.end_mark, key, children=children)
