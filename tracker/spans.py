"""YAML text -> where each key and value stands in it.

For messages that name a place, and for edits that touch nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tracker.plan import EMPTY


class Place(NamedTuple):
    """Counted from 0; `index` in characters from the text's start."""

    line: int
    column: int
    index: int  # type: ignore[assignment]  # a tuple's own index() is of no use here


class Node(NamedTuple):
    """A value and where it stands.

    `shape` is scalar, list, mapping or alias; `key` is where its key begins, or its dash's value.

    `end` is where libyaml says the value ends: for blocks that is where the next token begins, past comments and blank
    lines.
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
        """Every node below this one with its way down, spelled as problems spell it."""
        yield where, self
        for name, child in self.children.items():
            yield from child.walk(f"{where}[{name}]" if isinstance(name, int) else f"{where}.{name}".removeprefix("."))

    def plain(self) -> Any:
        """What stands here without where and how: texts (None where nothing is written), lists and dicts."""
        if self.shape == "scalar":
            return self.value if self.value or self.style else None
        if self.shape == "list":
            return [child.plain() for child in self.children.values()]
        return {name: child.plain() for name, child in self.children.items()}


def outline(text: str) -> Node | None:
    """The document's tree; None where it holds nothing.

    The text is one that the loader has read without an unsafe problem.
    """
    loader = yaml.CSafeLoader(text)
    while (event := loader.get_event()) is not None:
        if isinstance(event, DocumentStartEvent):
            return _node(loader.get_event, loader.get_event(), None)
    return None


def _node(get: Any, event: Any, key: Any) -> Node:
    start = _place(event.start_mark)
    key = _place(key) if key else start
    if isinstance(event, ScalarEvent):
        return Node("scalar", False, start, _place(event.end_mark), key, event.value, event.style or "")
    if isinstance(event, AliasEvent):
        return Node("alias", False, start, _place(event.end_mark), key)
    children: dict[str | int, Node] = {}
    if isinstance(event, SequenceStartEvent):
        while not isinstance(inner := get(), SequenceEndEvent):
            children[len(children)] = _node(get, inner, None)
        return Node("list", bool(event.flow_style), start, _place(inner.end_mark), key, children=children)
    assert isinstance(event, MappingStartEvent)
    while not isinstance(inner := get(), MappingEndEvent):
        # A list or mapping as a key is an error that leaves the rest readable: it needs a name that no other key has.
        name = inner.value if isinstance(inner, ScalarEvent) else f"? {len(children)} {_node(get, inner, None).plain()}"
        children[name] = _node(get, get(), inner.start_mark)
    return Node("mapping", bool(event.flow_style), start, _place(inner.end_mark), key, children=children)


def _place(mark: Any) -> Place:
    return Place(mark.line, mark.column, mark.index)
