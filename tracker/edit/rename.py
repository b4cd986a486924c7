"""A journal's texts and an item's two ids -> the texts that know it by the new one, read back before they count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracker.edit import insert
from tracker.edit.insert import ListInsertion, format_scalar, quote_scalar
from tracker.edit.sessions import Piece, Unsafe, apply_pieces, count_problem_kinds
from tracker.format.loader import PLAN_FILE, UNSAFE, load_plan, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Problem, TrackerError, is_address
from tracker.model.kinds import KINDS


class Names(NamedTuple):
    """An item's id, and the one that it gets."""

    old: str
    new: str

    def of(self, item: str) -> str | None:
        """`old` or `old/unit` with the new id; None for anything else."""
        if item == self.old:
            return self.new
        unit = item.removeprefix(f"{self.old}/")
        return f"{self.new}/{unit}" if unit != item and not is_address(self.old) else None


class Spot(NamedTuple):
    """Where the id stands: the value `node`, or the key `key` of the mapping `node`."""

    node: Node
    key: str | None = None


def rename_item(texts: Mapping[str, str], names: Names) -> dict[str, str]:
    """Path -> text, for the files that know the item. Its entry in the plan keeps the old id as a former one.

    TrackerError where one of them cannot be edited safely.
    """
    done = {}
    for path, text in texts.items():
        is_plan = path.endswith(f"/{PLAN_FILE}")
        new = with_spots(path, text, names, is_plan)
        new = with_former_id(path, new, names) if is_plan else new
        if new != text:
            done[path] = new
    return done


def with_spots(path: str, text: str, names: Names, is_plan: bool) -> str:
    problems, tree, body = taken_apart(path, text)
    spots = [*(in_plan if is_plan else in_week)(tree, names)] if tree else []
    if not tree or not spots:
        return text
    new = apply_pieces(body, (build_id_piece(body, spot, names) for spot in spots))
    if new is not None:
        problems_now, tree_now, _ = taken_apart(path, new)
        expected = {id(spot.node): spot for spot in spots if spot.key is None}
        keyed = {id(spot.node) for spot in spots if spot.key is not None}
        if len(problems_now) == len(problems) and insert.plain_value_of(tree_now) == as_named(
            tree, names, expected, keyed
        ):
            return text[: len(text) - len(body)] + new
    line = spots[0].node.start.line + 1
    raise TrackerError(
        f"{path}:{line}: cannot rename {names.old} without changing what stands around it; do it by hand"
    )


def taken_apart(path: str, text: str) -> tuple[list[Problem], Node | None, str]:
    """Its problems, its tree, and the text without its byte order mark. TrackerError where it is not safe to edit."""
    name = path.rpartition("/")[2]
    load = (
        load_plan(path, text.encode())
        if name == PLAN_FILE
        else load_week(path, name, text.encode())
    )
    unsafe = [problem for problem in load[1] if problem.kind in UNSAFE]
    if unsafe:
        raise insert.make_edit_error(unsafe)
    body = text.removeprefix("\ufeff")
    return load[1], parse_node_tree(body), body


# Where an id stands


def in_week(tree: Node, names: Names) -> Iterator[Spot]:
    for kind in KINDS:
        if (items := tree.children.get(kind)) and names.old in items.children:
            yield Spot(items, names.old)
    for session in children_at_key(tree, "sessions"):
        yield from find_value_spot(session, "item", names)


def in_plan(tree: Node, names: Names) -> Iterator[Spot]:
    for kind in KINDS:
        if (items := tree.children.get(kind)) and names.old in items.children:
            yield Spot(items, names.old)
        for item in children_at_key(tree, kind):
            for key in ("after", "uses"):
                yield from (
                    Spot(each) for each in children_at_key(item, key) if each.value == names.old
                )
    for series in children_at_key(tree, "series"):
        for slot in children_at_key(series, "schedule"):
            yield from find_value_spot(slot, "paper", names)


def children_at_key(node: Node, key: str) -> list[Node]:
    return (
        [*node.children[key].children.values()]
        if node.shape == "mapping" and key in node.children
        else []
    )


def find_value_spot(node: Node, key: str, names: Names) -> Iterator[Spot]:
    found = node.children.get(key)
    if found and found.shape == "scalar" and names.of(found.value):
        yield Spot(found)


def build_id_piece(body: str, spot: Spot, names: Names) -> Piece:
    """The id in the quotes it had. A key's end is not in the tree, so it has to stand there letter by letter."""
    if spot.key is not None:
        start = spot.node.children[spot.key].key.index
        style, end = body[start], start + len(names.old) + 2
        if body[start:end] not in (f"'{names.old}'", f'"{names.old}"'):
            style, end = "", start + len(names.old)
        if not style and not body.startswith(names.old, start):
            raise Unsafe
        return Piece(start, end, in_quotes(names.new, style))
    if spot.node.style in ("|", ">"):
        raise Unsafe
    return Piece(
        spot.node.start.index,
        spot.node.end.index,
        in_quotes(names.of(spot.node.value) or "", spot.node.style),
    )


def in_quotes(text: str, style: str) -> str:
    plain = format_scalar(text)
    if style == "'" and plain.strip('"') == text:
        return "'" + text.replace("'", "''") + "'"
    return quote_scalar(text) if style == '"' else plain


def as_named(node: Node, names: Names, values: Mapping[int, Spot], keyed: set[int]) -> Any:
    """What the tree has to say afterwards."""
    if id(node) in values:
        return names.of(node.value)
    if node.shape == "list":
        return [as_named(child, names, values, keyed) for child in node.children.values()]
    if node.shape == "mapping":
        renaming = {names.old: names.new} if id(node) in keyed else {}
        pairs = node.children.items()
        return {
            renaming.get(key, key): as_named(child, names, values, keyed) for key, child in pairs
        }
    return node.plain()


# Its former id


def with_former_id(path: str, text: str, names: Names) -> str:
    """The plan with the old id in the item's `was`; in place of the new one, if it bore that before."""
    problems, tree, body = taken_apart(path, text)
    kind = next(
        (
            kind
            for kind in KINDS
            if tree and names.new in (tree.children.get(kind) or tree).children
        ),
        None,
    )
    if tree is None or kind is None:
        return text
    entry = tree.children[kind].children[names.new]
    former = {child.value: child for child in children_at_key(entry, "was")}
    growth = ListInsertion((kind, names.new, "was"), format_scalar(names.old))
    if names.new in former:
        node = former[names.new]
        ways = [
            apply_pieces(
                body, [Piece(node.start.index, node.end.index, in_quotes(names.old, node.style))]
            )
        ]
        listed = [names.old if word == names.new else word for word in former]
    else:
        ways = [new for new, _ in insert.propose_list_insertions(body, tree, growth)]
        listed = [*former, names.old]
    expected = insert.with_inserted_value(insert.plain_value_of(tree), growth, 0)
    expected[kind][names.new]["was"] = listed
    for new in ways:
        if new is not None:
            problems_now, tree_now, _ = taken_apart(path, new)
            if (
                count_problem_kinds(problems_now) == count_problem_kinds(problems)
                and insert.plain_value_of(tree_now) == expected
            ):
                return text[: len(text) - len(body)] + new
    line = entry.key.line + 1
    raise TrackerError(
        f"{path}:{line}: cannot add to 'was' safely; write was: [{names.old}] there, and try again"
    )
