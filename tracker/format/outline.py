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
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tracker.model.kinds import EMPTY

Place = Any  # libyaml's mark: its line, column and index count from 0, in characters; made for each event anyway


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
            yield from child.walk(
                f"{where}[{name}]" if isinstance(name, int) else f"{where}.{name}".removeprefix(".")
            )

    def plain(self) -> Any:
        """What stands here without where and how: texts (None where nothing is written), lists and dicts."""
        if self.shape == "scalar":
            return self.value if self.value or self.style else None
        if self.shape == "list":
            return [child.plain() for child in self.children.values()]
        return {name: child.plain() for name, child in self.children.items()}


def parse_node_tree(text: str) -> Node | None:
    """The document's tree; None where it holds nothing.

    The text is one that the loader has read without an unsafe problem.
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
        # A list or mapping as a key is an error that leaves the rest readable: it needs a name that no other key has.
        name = (
            inner.value
            if type(inner) is ScalarEvent
            else f"? {len(children)} {_parse_node(get, inner, None).plain()}"
        )
        children[name] = _parse_node(get, get(), inner.start_mark)
    return Node("mapping", bool(event.flow_style), start, inner.end_mark, key, children=children)
