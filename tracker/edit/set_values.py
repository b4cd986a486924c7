"""A week's text or the plan's -> the same text with words, a status or an item entered, read back before it counts.

What `edit` does for a session and a unit, for everything else that a command writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit import insert
from tracker.edit.insert import (
    ListInsertion,
    find_deepest_node,
    format_scalar,
    insert_text,
    lines_at,
    next_line,
    quote_scalar,
)
from tracker.format.loader import PLAN_FILE, UNSAFE, load_plan, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import Goal, Problem, Question, TrackerError, Week
from tracker.model.kinds import KINDS, Item, Link

PLAN_PATH = f"entries/{PLAN_FILE}"
# A week's lists of texts, and what the loader makes of one.
TEXTS: dict[str, Callable[[str], Any]] = {
    "learned": str,
    "life": str,
    "next": str,
    "goals": Goal,
    "questions": Question,
}
_BULLET = re.compile(r"[-*+] +")
# A block of text cannot escape what `quoted` escapes: what no file may hold, and what turns the text around it.
_CANNOT_STAND = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


# ---- words ---------------------------------------------------------------------------------------------------------


def add_text(text: str, week: str, key: str, words: str) -> str:
    """The words as one more of the week's learned, life, next, goals or questions; in one text, a paragraph more."""
    value = quote_scalar(words)  # first, for it refuses what no entry may hold
    sheet = parse_week_file(text, week, (key,))
    if isinstance(getattr(sheet.value, key), str):
        return with_paragraph(sheet, key, words)
    return _append_value(text, week, key, TEXTS[key](words), value)


def add_link(text: str, week: str, link: Link) -> str:
    return _append_value(text, week, "links", link, link_line(link))


def _append_value(text: str, week: str, key: str, value: Any, written: str) -> str:
    def grown(old: Week, behind: int) -> Week:
        more: dict[str, Any] = {key: insert.with_one(getattr(old, key), value, behind)}
        return old._replace(**more)

    return insert.insert_into_week(text, week, ListInsertion((key,), written, lines=True), grown)


def link_line(link: Link) -> str:
    """A bare address in quotes, or all that is known between braces."""
    if link == Link(link.url):
        return quote_scalar(link.url)
    pairs = [("url", quote_scalar(link.url))]
    pairs += [
        (name, quote_scalar(words))
        for name in ("title", "note")
        if (words := getattr(link, name)) is not None
    ]
    pairs += [("tags", flow_list(link.tags))] if link.tags else []
    pairs += [("quote", quote_scalar(link.quote))] if link.quote is not None else []
    return flow_mapping(pairs)


# ---- an item's record in a week ------------------------------------------------------------------------------------


def set_in_record(text: str, week: str, kind: str, id_: str, key: str, word: str) -> str:
    """`status`, `read` or a count of `done` in the week's record of an item, put in or in place of the one there."""
    path = (kind, id_, key)
    sheet = parse_week_file(text, week, path)
    records = getattr(sheet.value, kind)
    more: dict[str, Any] = {key: int(word) if key == "done" else word}
    record = records.get(id_, KINDS[kind].record())._replace(**more)
    changed: dict[str, Any] = {kind: {**records, id_: record}}
    return insert_pair(sheet, Pair(path, word), sheet.value._replace(**changed))


# ---- an item in the plan -------------------------------------------------------------------------------------------


def add_item(text: str, kind: str, id_: str, item: Item) -> str:
    """The plan with one item more, the last of its kind, in the style of the one before it."""
    sheet = parse_plan_file(text, (kind, id_))
    items = getattr(sheet.value, kind)
    neighbours = sheet.tree.children.get(kind) if sheet.tree else None
    last = [*neighbours.children.values()][-1:] if neighbours else []
    pairs = item_pairs(item)
    on_one_line = bool(last) and last[0].flow and last[0].start.line == last[0].end.line
    block = () if on_one_line else tuple(f"{key}: {value}" for key, value in pairs)
    changed: dict[str, Any] = {kind: {**items, id_: item}}
    bare = "" if not (pairs or on_one_line) else flow_mapping(pairs)
    return insert_pair(sheet, Pair((kind, id_), bare, block), sheet.value._replace(**changed))


def item_pairs(item: Item) -> list[tuple[str, str]]:
    """What is known of an item, each key with its value as it can stand between braces."""
    nothing = type(item)()
    return [
        (key, format_item_value(key, value))
        for key, value in zip(item._fields, item, strict=True)
        if value != getattr(nothing, key)
    ]


def format_item_value(key: str, value: Any) -> str:
    if key == "estimate":
        hours, minutes = divmod(value, 60)
        return f"{hours}h" * bool(hours) + f"{minutes}m" * bool(minutes)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        pairs = [(name, quote_scalar(title)) for name, title in value.items()]
        return (
            flow_list(value) if all(name == value[name] for name in value) else flow_mapping(pairs)
        )
    if isinstance(value, tuple):
        return flow_list(value)
    return format_scalar(value)


def flow_list(values: Sequence[str] | Mapping[str, str]) -> str:
    return "[" + ", ".join(format_scalar(value) for value in values) + "]"


def flow_mapping(pairs: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{format_scalar(key)}: {value}" for key, value in pairs) + "}"


def find_path_line(text: str, path: Sequence[str]) -> int:
    """The line of what stands at the end of the path, or of the last that is there on the way."""
    tree = parse_node_tree(text.removeprefix("\ufeff"))
    return find_deepest_node(tree, path)[0].key.line + 1 if tree else 1


# ---- a file taken apart --------------------------------------------------------------------------------------------


class EditableFile(NamedTuple):
    """A file's text, what it holds, what is wrong with it and where all stands. `mark`: its byte order mark."""

    path: str
    load: Callable[[bytes], tuple[Any, list[Problem]]]
    mark: str
    body: str
    value: Any
    problems: Sequence[Problem]
    tree: Node | None

    def holds(self, new: str, value: Any, tree: Any, mended: str = "") -> bool:
        """Whether `new` reads as that and no other way. A problem at `mended` may be gone."""
        value_now, problems_now = self.load((self.mark + new).encode())
        before = insert.strip_problem_places(
            [problem for problem in self.problems if problem.where != mended]
        )
        return (
            value_now == value
            and insert.strip_problem_places(problems_now) == before
            and insert.plain_value_of(parse_node_tree(new)) == tree
        )


def parse_week_file(text: str, week: str, way: Sequence[str]) -> EditableFile:
    path = f"entries/{week}.yaml"
    return _parse_editable_file(path, text, lambda data: load_week(path, week, data), way)


def parse_plan_file(text: str, way: Sequence[str]) -> EditableFile:
    return _parse_editable_file(PLAN_PATH, text, lambda data: load_plan(PLAN_PATH, data), way)


def _parse_editable_file(
    path: str, text: str, load: Callable[[bytes], tuple[Any, list[Problem]]], way: Sequence[str]
) -> EditableFile:
    """TrackerError where the text cannot be edited safely, or where what leads down the way is no mapping."""
    value, problems = load(text.encode())
    steps = {".".join(way[:depth]) for depth in range(1, len(way) + 1)}
    unsafe = [
        p for p in problems if p.kind in UNSAFE or (p.kind == "wrong-shape" and p.where in steps)
    ]
    if unsafe or value is None:
        raise insert.make_edit_error(unsafe)
    body = text.removeprefix("\ufeff")
    return EditableFile(
        path, load, text[: len(text) - len(body)], body, value, problems, parse_node_tree(body)
    )


# ---- a key with its value ------------------------------------------------------------------------------------------


class Pair(NamedTuple):
    """A key and its value, at the end of a path through mappings; what is missing on the way is made.

    `flow`: the value as it can stand between braces, or nothing. `block`: its lines, where it stands below its key.
    """

    path: tuple[str, ...]
    flow: str
    block: tuple[str, ...] = ()

    def entry(self, depth: int, step: int = 2) -> list[str]:
        """The lines, for a block, of the path's keys from `depth` on, down to the value."""
        keys = [format_scalar(key) for key in self.path[depth:]]
        lines = [" " * (step * level) + f"{key}:" for level, key in enumerate(keys)]
        if self.block:
            return lines + [" " * (step * len(keys)) + line for line in self.block]
        return [*lines[:-1], lines[-1] + f" {self.flow}" * bool(self.flow)]

    def flow_entry(self, depth: int) -> str:
        *keys, last = (format_scalar(key) for key in self.path[depth:])
        return (
            "".join(f"{key}: {{" for key in keys) + f"{last}: {self.flow or '{}'}" + "}" * len(keys)
        )


def insert_pair(sheet: EditableFile, pair: Pair, value: Any) -> str:
    """The first of the ways to write the pair that reads back as `value`, with everything else as it was."""
    root = insert.plain_value_of(sheet.tree) or {}
    where = ".".join(pair.path)
    asked = insert.plain_value_of(parse_node_tree(pair.flow)) if pair.flow else None
    for new in propose_pair_insertions(sheet.body, sheet.tree, pair):
        # Between braces an item with nothing known is {}, and below its key nothing.
        if any(
            sheet.holds(new, value, with_pair(root, pair.path, one), where)
            for one in (asked, asked or {})
        ):
            return sheet.mark + new
    by_hand = " ".join(line.strip() for line in pair._replace(block=()).entry(0))
    what = f"cannot put {pair.path[-1]!r} there without changing what stands there"
    raise TrackerError(
        f"{sheet.path}:{find_path_line(sheet.body, pair.path)}: {what}; write it by hand: {by_hand}"
    )


def with_pair(old: Mapping[str, Any] | None, path: Sequence[str], value: Any) -> dict[str, Any]:
    """The tree that must come of it, x- keys and all."""
    key, *rest = path
    below = (old or {}).get(key)
    return {**(old or {}), key: with_pair(below, rest, value) if rest else value}


def propose_pair_insertions(body: str, tree: Node | None, pair: Pair) -> Iterator[str]:
    """The whole new text, best way first."""
    if tree is None or _is_bare_key(tree):
        yield lines_at(body, insert.end_of_document(body, 0), pair.entry(0))
        return
    node, depth, flow = find_deepest_node(tree, pair.path)
    if depth == len(pair.path):
        yield from _in_place(body, node, pair.flow)
    elif _is_bare_key(node) and flow:
        yield insert_text(body, node.end.index, " {" + pair.flow_entry(depth) + "}")
    elif _is_bare_key(node):
        yield lines_at(
            body, next_line(body, node.end.index), pair.entry(depth), node.key.column + 2
        )
    elif node.shape == "mapping" and node.flow:
        yield insert.in_flow(body, node, pair.flow_entry(depth))
    elif node.shape == "mapping":
        yield from _in_block(body, node, pair, depth)


def _is_bare_key(node: Node) -> bool:
    """`courses:` and nothing behind it."""
    return node.shape == "scalar" and not node.value and not node.style


def _in_place(body: str, node: Node, word: str) -> Iterator[str]:
    """The word instead of the one there, in its quotes."""
    if _is_bare_key(node):
        yield insert_text(body, node.end.index, f" {word}")
    elif node.shape == "scalar" and node.style in ("", "'", '"'):
        yield body[: node.start.index] + node.style + word + node.style + body[node.end.index :]


def _in_block(body: str, node: Node, pair: Pair, depth: int) -> Iterator[str]:
    """Below the last key, in the root of a week above the sessions.

    Above the last key where its text goes on to the very end, and one line end more would change it.
    """
    children = [*node.children.values()]
    step = next(
        (child.start.column - child.key.column for child in children if _is_block(child)), 2
    )
    last = insert.find_line_start(body, children[-1].key.index)
    for at in (
        [insert.find_block_end(body, node), last] if depth else insert.at_the_root(body, node)
    ):
        new = lines_at(body, at, pair.entry(depth, step), node.start.column)
        # Where the last two entries have an empty line between them, there is one above this one, too.
        spaced = bool(pair.block) and len(children) > 1 and _is_empty(body, last)
        yield lines_at(new, at, [""]) if spaced and not _is_empty(body, at) else new


def _is_empty(body: str, at: int) -> bool:
    """Whether the line above the one that begins here is empty, or there is no such line."""
    above = insert.find_line_start(body, at - 1)
    return body[at - 1] != "\n" or not body[above : at - 1].strip()


def _is_block(node: Node) -> bool:
    return node.shape == "mapping" and not node.flow


# ---- one Markdown text ---------------------------------------------------------------------------------------------


def with_paragraph(sheet: EditableFile, key: str, words: str) -> str:
    """The words as the text's last paragraph, or as the last entry of the list that it ends in."""
    assert sheet.tree is not None
    node = sheet.tree.children[key]
    old = node.value.rstrip("\n")
    bullet = last_bullet(old)
    more = words.split("\n")
    lines = [bullet + more[0], *(" " * len(bullet) + line for line in more[1:])]
    value = old + ("\n" if bullet else "\n\n") + "\n".join(lines) + node.value[len(old) :]
    if old and not _CANNOT_STAND.search(words):
        for new in _append_lines(sheet.body, node, lines if bullet else ["", *lines]):
            if sheet.holds(
                new,
                sheet.value._replace(**{key: value}),
                with_pair(insert.plain_value_of(sheet.tree), [key], value),
            ):
                return sheet.mark + new
    what = f"{key!r} is one text here, and this cannot be added to it safely"
    raise TrackerError(
        f"{sheet.path}:{node.key.line + 1}: {what}; add it by hand, or make it a list: - {quote_scalar(words)}"
    )


def last_bullet(text: str) -> str:
    """`- ` where the text ends in a list written so; else nothing."""
    for line in reversed(text.split("\n")):
        if match := _BULLET.match(line):
            return match[0]
        if not line.startswith(" "):  # what is indented goes on with the entry above it
            break
    return ""


def _append_lines(body: str, node: Node, lines: Sequence[str]) -> Iterator[str]:
    if node.style in ("|", ">"):
        inside = body[next_line(body, node.start.index) : node.end.index].splitlines()
        column = min(
            (len(line) - len(line.lstrip(" ")) for line in inside if line.strip()), default=2
        )
        # In a folded text one empty line only ends a line; a paragraph takes two.
        for ends in ([], [""]) if lines[0] == "" else ([],):
            at = next_line(body, len(body[: node.end.index].rstrip()))
            new = lines_at(body, at, [" " * column * bool(line) + line for line in [*ends, *lines]])
            yield new if body[at - 1 : at] == "\n" else new.rstrip("\r\n")
    elif not node.style and not body[node.end.index : next_line(body, node.end.index)].strip():
        yield _as_block(body, node, lines)


def _as_block(body: str, node: Node, lines: Sequence[str]) -> str:
    """`life: We moved.` as a block that begins with these very words."""
    indent = " " * (node.key.column + 2)
    newline = "\r\n" if "\r\n" in body else "\n"
    below = "".join(newline + indent * bool(line) + line for line in lines)
    new = insert_text(body, node.end.index, below)
    return insert_text(new, node.start.index, f"|-{newline}{indent}")
