"""A journal's texts and an item's two ids -> the texts that know the item by its new id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracker.edit.document import Document, parse_document
from tracker.edit.insert import ListInsertion, propose_insertions, set_at
from tracker.edit.pieces import Piece, Unsafe, apply_pieces
from tracker.edit.values import format_scalar, quote_scalar
from tracker.format.outline import Node
from tracker.model.journal import PLAN_PATH, is_address
from tracker.model.kinds import KINDS


class Names(NamedTuple):
    """An item's present id and its new id."""

    old: str
    new: str

    def of(self, item: str) -> str | None:
        """`old` or `old/unit` with the new id; None for anything else."""
        if item == self.old:
            return self.new
        unit = item.removeprefix(f"{self.old}/")
        if unit == item or is_address(self.old):
            return None
        return f"{self.new}/{unit}"


class Spot(NamedTuple):
    """Where the id stands: the value `node`, or the key `key` of the mapping `node`."""

    node: Node
    key: str | None = None


def rename_item(texts: Mapping[str, str], names: Names) -> dict[str, str]:
    """Rename an item in the files that know it: path -> text, changed files only.

    Its entry in the plan keeps the old id as a former one. Raises TrackerError where one of the
    files cannot be edited safely.
    """
    changed = {}
    for path, text in texts.items():
        new = _replace_ids(parse_document(path, text), names)
        if path == PLAN_PATH:
            new = _add_former_id(parse_document(path, new), names)
        if new != text:
            changed[path] = new
    return changed


def _replace_ids(document: Document, names: Names) -> str:
    if document.tree is None:
        return document.mark + document.body
    find_spots = _find_in_plan if document.path == PLAN_PATH else _find_in_week
    spots = [*find_spots(document.tree, names)]
    if not spots:
        return document.mark + document.body
    pieces = (_build_id_piece(document.body, spot, names) for spot in spots)
    body = apply_pieces(document.body, pieces)
    if body is not None:
        text = document.prove(body, _rename_plain(document.tree, names, spots))
        if text is not None:
            return text
    raise document.refuse(
        spots[0].node.start.line + 1,
        f"cannot rename {names.old} without changing what stands around it; do it by hand",
    )


# ---- where an id stands


def _find_in_week(tree: Node, names: Names) -> Iterator[Spot]:
    yield from _find_keys(tree, names)
    for session in children_at_key(tree, "sessions"):
        yield from _find_value(session, "item", names)


def _find_in_plan(tree: Node, names: Names) -> Iterator[Spot]:
    yield from _find_keys(tree, names)
    for kind in KINDS:
        for item in children_at_key(tree, kind):
            for key in ("after", "uses"):
                for node in children_at_key(item, key):
                    if node.value == names.old:
                        yield Spot(node)
    for series in children_at_key(tree, "series"):
        for slot in children_at_key(series, "schedule"):
            yield from _find_value(slot, "paper", names)


def _find_keys(tree: Node, names: Names) -> Iterator[Spot]:
    for kind in KINDS:
        items = tree.children.get(kind)
        if items and names.old in items.children:
            yield Spot(items, names.old)


def _find_value(node: Node, key: str, names: Names) -> Iterator[Spot]:
    value = node.children.get(key)
    if value and value.shape == "scalar" and names.of(value.value):
        yield Spot(value)


def children_at_key(node: Node, key: str) -> list[Node]:
    """List what a mapping holds at a key; nothing where it has no such key."""
    if node.shape != "mapping" or key not in node.children:
        return []
    return [*node.children[key].children.values()]


# ---- the new id in its place


def _build_id_piece(body: str, spot: Spot, names: Names) -> Piece:
    """Replace the id, in the quotes it had."""
    if spot.key is not None:
        return _build_key_piece(body, spot.node.children[spot.key].key.index, names)
    node = spot.node
    if node.style in ("|", ">"):
        raise Unsafe
    value = _format_in_quotes(names.of(node.value) or "", node.style)
    return Piece(node.start.index, node.end.index, value)


def _build_key_piece(body: str, start: int, names: Names) -> Piece:
    """A key's end is not in the tree, so the key has to stand there letter by letter."""
    for style in ("'", '"', ""):
        typed = style + names.old + style
        if body.startswith(typed, start):
            return Piece(start, start + len(typed), _format_in_quotes(names.new, style))
    raise Unsafe


def _format_in_quotes(text: str, style: str) -> str:
    plain = format_scalar(text)
    if style == "'" and plain.strip('"') == text:
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return quote_scalar(text)
    return plain


def _rename_plain(tree: Node, names: Names, spots: list[Spot]) -> Any:
    """Say what the file's keys and values have to be afterwards."""
    values = {id(spot.node) for spot in spots if spot.key is None}
    mappings = {id(spot.node) for spot in spots if spot.key is not None}

    def rename(node: Node) -> Any:
        if id(node) in values:
            return names.of(node.value)
        if node.shape == "list":
            return [rename(child) for child in node.children.values()]
        if node.shape != "mapping":
            return node.plain()
        renamed = {}
        for key, child in node.children.items():
            if id(node) in mappings and key == names.old:
                key = names.new
            renamed[key] = rename(child)
        return renamed

    return rename(tree)


# ---- its former id


def _add_former_id(document: Document, names: Names) -> str:
    """Add the old id to the item's `was`; in place of the new one, if it bore that before."""
    kind = _find_kind(document.tree, names.new)
    if document.tree is None or kind is None:
        return document.mark + document.body
    entry = document.tree.children[kind].children[names.new]
    former = {child.value: child for child in children_at_key(entry, "was")}
    path = (kind, names.new, "was")
    bodies: list[str | None] = []
    if names.new in former:
        node = former[names.new]
        value = _format_in_quotes(names.old, node.style)
        piece = Piece(node.start.index, node.end.index, value)
        bodies.append(apply_pieces(document.body, [piece]))
        ids = [names.old if id_ == names.new else id_ for id_ in former]
    else:
        insertion = ListInsertion(path, format_scalar(names.old))
        for proposal in propose_insertions(document.body, document.tree, insertion):
            bodies.append(proposal.body)
        ids = [*former, names.old]
    plain = set_at(document.plain, path, ids)
    for body in bodies:
        if body is not None:
            text = document.prove(body, plain)
            if text is not None:
                return text
    raise document.refuse(
        entry.key.line + 1,
        f"cannot add to 'was' safely; write was: [{names.old}] there, and try again",
    )


def _find_kind(tree: Node | None, id_: str) -> str | None:
    for kind in KINDS:
        if tree and kind in tree.children and id_ in tree.children[kind].children:
            return kind
    return None
