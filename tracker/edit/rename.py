"""A journal's texts and two names of an item, or of a unit -> the texts that know it by the new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from tracker.edit.document import Document, parse_document
from tracker.edit.insert import ListInsertion, propose_insertions, set_at
from tracker.edit.pieces import Piece, Unsafe, apply_pieces
from tracker.edit.values import format_scalar, quote_scalar
from tracker.format.item_links import ItemLink, find_item_links, split_target
from tracker.format.markdown_texts import markdown_of_plan, markdown_of_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import PLAN_PATH, TrackerError
from tracker.model.kinds import KINDS

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)


class Names(NamedTuple):
    """An item's present id and its new id."""

    old: str
    new: str

    def of(self, target: str) -> str | None:
        """`old` or `old/unit` with the new id; None for anything else."""
        id_, unit = split_target(target)
        if id_ != self.old:
            return None
        return f"{self.new}/{unit}" if unit else self.new


class UnitNames(NamedTuple):
    """The name of a unit, and the one that it gets. `ids`: of its item, the former ones too."""

    ids: tuple[str, ...]
    old: str
    new: str

    def of(self, target: str) -> str | None:
        """`id/old` with the new name; None for anything else."""
        id_, unit = split_target(target)
        if id_ not in self.ids or unit != self.old:
            return None
        return f"{id_}/{self.new}"


class Spot(NamedTuple):
    """Where a name stands: the value `node`, or the key `key` of the mapping `node`.

    `new` is what takes its place. `prose`: the value is a text with links to items.
    """

    node: Node
    new: str
    key: str | None = None
    prose: bool = False


def rename_item(texts: Mapping[str, str], names: Names) -> dict[str, str]:
    """Rename an item in the files that know it: path -> text, changed files only.

    Its entry in the plan keeps the old id as a former one. Nothing is changed where only prose
    names it. Raises TrackerError where one of the files cannot be edited safely.
    """
    changed = _rename_everywhere(texts, names)
    if PLAN_PATH in changed:
        document = parse_document(PLAN_PATH, changed[PLAN_PATH])
        changed[PLAN_PATH] = _add_former_id(document, names)
    return _drop_unchanged(changed, texts)


def rename_unit(texts: Mapping[str, str], names: UnitNames) -> dict[str, str]:
    """Rename a unit in the files that know it: path -> text, changed files only.

    Nothing is changed where only prose names it. Raises TrackerError as `rename_item` does.
    """
    return _drop_unchanged(_rename_everywhere(texts, names), texts)


def _drop_unchanged(changed: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in changed.items() if text != texts[path]}


def _rename_everywhere(texts: Mapping[str, str], names: Names | UnitNames) -> dict[str, str]:
    changed = {}
    is_known = False
    for path, text in texts.items():
        if path.endswith(".md"):
            changed[path] = rename_in_essay(path, text, names)
            continue
        document = parse_document(path, text)
        spots = list_spots(document, names)
        is_known = is_known or any(not spot.prose for spot in spots)
        changed[path] = _replace_names(document, names, spots)
    return changed if is_known else {}


def _replace_names(document: Document, names: Names | UnitNames, spots: list[Spot]) -> str:
    if document.tree is None or not spots:
        return document.mark + document.body
    body = _replace_spots(document.body, spots, names)
    if body is not None:
        text = document.prove(body, _rename_plain(document.tree, spots))
        if text is not None:
            return text
    raise document.refuse(
        spots[0].node.start.line + 1,
        f"cannot rename {names.old} without changing what stands around it; do it by hand",
    )


# ---- where a name stands


def list_spots(document: Document, names: Names | UnitNames) -> list[Spot]:
    """List the places in a week or in the plan where an item or a unit is named."""
    tree = document.tree
    if tree is None:
        return []
    is_plan = document.path == PLAN_PATH
    if isinstance(names, UnitNames):
        find_named = _find_unit_in_plan if is_plan else _find_unit_in_week
        spots = [*find_named(tree, names)]
    elif is_plan:
        spots = [*_find_item_in_plan(tree, names)]
    else:
        spots = [*_find_keys(tree, names)]
    if is_plan:
        spots += _find_in_labels(tree, names)
    else:
        for session in children_at_key(tree, "sessions"):
            spots += _find_value(session, "item", names)
    return [*spots, *_find_in_prose(document, names)]


def _find_item_in_plan(tree: Node, names: Names) -> Iterator[Spot]:
    yield from _find_keys(tree, names)
    for kind in KINDS:
        for item in children_at_key(tree, kind):
            for key in ("after", "uses"):
                for node in children_at_key(item, key):
                    if node.value == names.old:
                        yield Spot(node, names.new)
    for series in children_at_key(tree, "series"):
        for slot in children_at_key(series, "schedule"):
            yield from _find_value(slot, "paper", names)


def _find_unit_in_plan(tree: Node, names: UnitNames) -> Iterator[Spot]:
    for item in _list_items(tree, names.ids):
        yield from _find_in_list_or_keys(item, "units", names)


def _find_unit_in_week(tree: Node, names: UnitNames) -> Iterator[Spot]:
    for item in _list_items(tree, names.ids):
        yield from _find_in_list_or_keys(item, "done", names)
        yield from _find_in_list_or_keys(item, "units", names)


def _list_items(tree: Node, ids: Iterable[str]) -> Iterator[Node]:
    """Yield what a week or the plan says of each of these items that has units."""
    for kind in KINDS.values():
        items = tree.children.get(kind.plural)
        if kind.has_units and items and items.shape == "mapping":
            for id_ in ids:
                if id_ in items.children:
                    yield items.children[id_]


def _find_in_list_or_keys(item: Node, key: str, names: UnitNames) -> Iterator[Spot]:
    if item.shape != "mapping" or key not in item.children:
        return
    units = item.children[key]
    if units.shape == "mapping" and names.old in units.children:
        yield Spot(units, names.new, names.old)
    elif units.shape == "list":
        for node in units.children.values():
            if node.shape == "scalar" and node.value == names.old:
                yield Spot(node, names.new)


def _find_in_labels(tree: Node, names: Names | UnitNames) -> Iterator[Spot]:
    labels = tree.children.get("labels")
    if labels and labels.shape == "mapping":
        for label in labels.children:
            yield from _find_value(labels, label, names)


def _find_keys(tree: Node, names: Names) -> Iterator[Spot]:
    for kind in KINDS:
        items = tree.children.get(kind)
        if items and names.old in items.children:
            yield Spot(items, names.new, names.old)


def _find_value(node: Node, key: str, names: Names | UnitNames) -> Iterator[Spot]:
    value = node.children.get(key)
    if value and value.shape == "scalar":
        new = names.of(value.value)
        if new:
            yield Spot(value, new)


def _find_in_prose(document: Document, names: Names | UnitNames) -> Iterator[Spot]:
    """Find the Markdown texts with a link to the item or the unit."""
    if document.tree is None or "[[" not in document.body:
        return
    nodes = dict(document.tree.walk())
    if document.path == PLAN_PATH:
        texts = markdown_of_plan(document.value)
    else:
        texts = markdown_of_week(document.value)
    for where, text in texts:
        node = nodes.get(where)
        if node is None or node.shape != "scalar" or node.value != text:
            continue
        new = _rename_in_markdown(text, names)
        if new != text:
            yield Spot(node, new, prose=True)


def children_at_key(node: Node, key: str) -> list[Node]:
    """List what a mapping holds at a key; nothing where it has no such key."""
    if node.shape != "mapping" or key not in node.children:
        return []
    return [*node.children[key].children.values()]


# ---- links in Markdown


def _rename_in_markdown(text: str, names: Names | UnitNames) -> str:
    """Rename the item or the unit in the links of a Markdown text."""
    parts = []
    at = 0
    for link, new in _find_links_of(text, names):
        parts += [text[at : link.at], new]
        at = link.at + len(_typed_target_of(text, link))
    return "".join([*parts, text[at:]])


def _find_links_of(text: str, names: Names | UnitNames) -> Iterator[tuple[ItemLink, str]]:
    """Yield each link to the item or the unit, with its new target."""
    for link in find_item_links(text):
        new = names.of(link.target)
        if new:
            yield link, new


def _typed_target_of(text: str, link: ItemLink) -> str:
    """Return the target as it was typed: its words may stand on two lines."""
    match = _compile_target(link.target).match(text, link.start)
    return match["target"] if match else link.target


def _compile_target(target: str) -> re.Pattern[str]:
    """Compile the pattern of a link's beginning, whose words YAML may have on two lines."""
    words = r"\s+".join(map(re.escape, target.split()))
    return re.compile(rf"\[\[(?P<target>\s*{words}\s*)(?=\\?\||\]\])")


def rename_in_essay(path: str, text: str, names: Names | UnitNames) -> str:
    """Rename the item or the unit in an essay: in its links, and in `items` of its front matter.

    Raises TrackerError where the front matter cannot be edited safely.
    """
    front_matter = _FRONT_MATTER.match(text)
    if front_matter is None:
        return _rename_in_markdown(text, names)
    start, end = front_matter.span("head")
    head = _rename_in_front_matter(text[start:end], names)
    if head is None:
        raise TrackerError(
            f"{path}:2: cannot rename {names.old} in the front matter safely; do it by hand"
        )
    return (
        text[:start]
        + head
        + text[end : front_matter.end()]
        + _rename_in_markdown(text[front_matter.end() :], names)
    )


def _rename_in_front_matter(head: str, names: Names | UnitNames) -> str | None:
    """Rename in `items`; None where that is not safe."""
    try:
        tree = parse_node_tree(head)
    except yaml.YAMLError:
        return head  # a problem of the essay, which a build names
    if tree is None or tree.shape != "mapping" or "items" not in tree.children:
        return head
    spots = []
    for _, node in tree.children["items"].walk():
        new = names.of(node.value) if node.shape == "scalar" else None
        if new:
            spots.append(Spot(node, new))
    renamed = _replace_spots(head, spots, names)
    try:
        new_tree = parse_node_tree(renamed or "")
    except yaml.YAMLError:
        return None
    if new_tree is None or new_tree.plain() != _rename_plain(tree, spots):
        return None
    return renamed


# ---- the new name in its place


def _replace_spots(body: str, spots: Sequence[Spot], names: Names | UnitNames) -> str | None:
    """Replace the name at each spot; None where that is not safe."""

    def build_all_pieces() -> Iterator[Piece]:
        for spot in spots:
            yield from _build_pieces(body, spot, names)

    return apply_pieces(body, build_all_pieces())


def _build_pieces(body: str, spot: Spot, names: Names | UnitNames) -> Iterator[Piece]:
    """Replace the name, in the quotes it had."""
    node = spot.node
    if spot.key is not None:
        yield _build_key_piece(body, node.children[spot.key].key.index, spot)
    elif spot.prose:
        for link, new in _find_links_of(node.value, names):
            yield _build_link_piece(body, node, link, new)
    elif node.style in ("|", ">"):
        raise Unsafe
    else:
        value = _format_in_quotes(spot.new, node.style)
        yield Piece(node.start.index, node.end.index, value)


def _build_link_piece(body: str, node: Node, link: ItemLink, new: str) -> Piece:
    """Replace the target of a link within a text, which YAML may have typed otherwise."""
    pattern = _compile_target(link.target)
    before = sum(1 for match in pattern.finditer(node.value) if match.start() < link.start)
    typed = [*pattern.finditer(body, node.start.index, node.end.index)]
    if before >= len(typed):
        raise Unsafe
    if node.style == "'":
        new = new.replace("'", "''")
    elif node.style == '"':
        new = quote_scalar(new)[1:-1]
    return Piece(typed[before].start("target"), typed[before].end("target"), new)


def _build_key_piece(body: str, start: int, spot: Spot) -> Piece:
    """A key's end is not in the tree, so the key has to stand there letter by letter."""
    for style in ("'", '"', ""):
        typed = f"{style}{spot.key}{style}"
        if body.startswith(typed, start):
            return Piece(start, start + len(typed), _format_in_quotes(spot.new, style))
    raise Unsafe


def _format_in_quotes(text: str, style: str) -> str:
    plain = format_scalar(text)
    if style == "'" and plain.strip('"') == text:
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return quote_scalar(text)
    return plain


def _rename_plain(tree: Node, spots: list[Spot]) -> Any:
    """Say what the file's keys and values have to be afterwards."""
    values = {id(spot.node): spot.new for spot in spots if spot.key is None}
    keys = {(id(spot.node), spot.key): spot.new for spot in spots if spot.key is not None}

    def rename(node: Node) -> Any:
        if id(node) in values:
            return values[id(node)]
        if node.shape == "list":
            return [rename(child) for child in node.children.values()]
        if node.shape != "mapping":
            return node.plain()
        return {
            keys.get((id(node), key), key): rename(child) for key, child in node.children.items()
        }

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
