"""A week's text -> the same with one session changed or gone and all else as it was, read back before it counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit import insert
from tracker.format.loader import UNSAFE
from tracker.format.outline import Node, parse_node_tree
from tracker.model import when
from tracker.model.journal import Problem, Session, TrackerError, Week

# A session's keys, in the order in which they are written.
KEYS = ("start", "minutes", "running", "about", "item", "note", "id")
SPARE: dict[str, Any] = {
    "about": False,
    "item": None,
    "note": None,
    "id": None,
}  # what a session can do without
_COMMENT = re.compile(r"(?<!\S)#[^\n]*")


class EditableWeek(NamedTuple):
    """A week's file taken apart. `sessions`: its list; `nodes`: each session of `week` with its place there."""

    path: str
    mark: str
    body: str
    tree: Node
    week: Week
    problems: tuple[Problem, ...]
    sessions: Node
    nodes: list[tuple[int, Node]]


class Piece(NamedTuple):
    """What stands in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str = ""


def parse_editable_week(text: str, week: str) -> EditableWeek:
    """TrackerError where the text cannot be edited safely."""
    path = f"entries/{week}.yaml"
    read, problems = insert.read(week, text)
    unsafe = [
        p for p in problems if p.kind in UNSAFE or (p.where, p.kind) == ("sessions", "wrong-shape")
    ]
    if unsafe or read is None:
        raise insert.make_edit_error(unsafe)
    body = text.removeprefix("\ufeff")
    tree = parse_node_tree(body)
    found = tree.children.get("sessions") if tree else None
    nodes = [(at, node) for at, node in found.children.items() if is_session(node)] if found else []
    if tree is None or found is None or len(nodes) != len(read.sessions):
        raise TrackerError(
            f"{path}:1: the sessions of this file cannot be told apart; edit it by hand"
        )
    return EditableWeek(
        path, text[: len(text) - len(body)], body, tree, read, problems, found, nodes
    )


def is_session(node: Node) -> bool:
    """Whether the loader makes a session of it, however wrong its other keys are."""
    start = node.children.get("start") if node.shape == "mapping" else None
    try:
        return bool(start and start.shape == "scalar" and when.parse_start(start.value))
    except ValueError:
        return False


def change_session(text: str, week: str, number: int, new: Session) -> str:
    """`text`, the file of `week`, with `new` in place of its session of that number, from 0.

    Only what differs is written. TrackerError where that is not safe.
    """
    old = parse_editable_week(text, week)
    at, node = old.nodes[number]
    before, after = format_session_values(old.week.sessions[number]), format_session_values(new)
    gone = [key for key in before if key not in after]
    if len(spare := [key for key in gone if key in SPARE]) > 1:
        # One after the other: what is cut out of braces goes by the values beside it.
        less = old.week.sessions[number]._replace(**{spare[0]: SPARE[spare[0]]})
        return change_session(change_session(text, week, number, less), week, number, new)
    come = {key: value for key, value in after.items() if before.get(key) != value}
    sessions = tuple(new if i == number else session for i, session in enumerate(old.week.sessions))
    listed = dict(enumerate(insert.plain_value_of(old.sessions)))
    listed[at] = {key: value for key, value in {**listed[at], **come}.items() if key not in gone}
    return apply_session_change(
        old, build_change_pieces(old.body, node, gone, come), sessions, [*listed.values()], node
    )


def take_out(text: str, week: str, number: int) -> str:
    """`text` without its session of that number. `sessions:` stays, and so do the comments above the line."""
    old = parse_editable_week(text, week)
    at, node = old.nodes[number]
    sessions = tuple(session for i, session in enumerate(old.week.sessions) if i != number)
    listed = [value for i, value in enumerate(insert.plain_value_of(old.sessions)) if i != at]
    return apply_session_change(old, cut_node(old.body, old.sessions, at), sessions, listed, node)


def put_in(text: str, week: str, session: Session, line: str) -> str:
    """`text` with the session as the last of its list, in the words of `line`."""

    def grown(old: Week, behind: int) -> Week:
        return old._replace(sessions=insert.with_one(old.sessions, session, behind))

    return insert.insert_into_week(
        text, week, insert.ListInsertion(("sessions",), line, lines=True), grown
    )


def extract_session_line(text: str, week: str, number: int) -> str:
    """A session as it can stand on one line of another week's file: as it was typed, if that is one line."""
    old = parse_editable_week(text, week)
    node = old.nodes[number][1]
    typed = old.body[node.start.index : node.end.index]
    if node.flow and "\n" not in typed:
        rest = (
            ""
            if old.sessions.flow
            else old.body[node.end.index : insert.next_line(old.body, node.end.index)]
        )
        return (typed + rest).rstrip()
    if _COMMENT.search(typed) or any(child.shape != "scalar" for child in node.children.values()):
        place = f"{old.path}:{node.start.line + 1}"
        raise TrackerError(
            f"{place}: cannot move this session to another week as it stands; move it by hand"
        )
    pairs = [
        f"{insert.format_scalar(key)}: {bare_or_quoted(key, child.value)}"
        for key, child in node.children.items()
    ]
    return "{" + ", ".join(pairs) + "}"


def format_session_values(session: Session) -> dict[str, str]:
    """Key -> what it says, of the keys that a session needs to say what it says."""
    texts = {
        "start": when.format_start(session.start),
        "minutes": None if session.minutes is None else str(session.minutes),
        "running": "true" if session.running else None,
        "about": "true" if session.about else None,
        "item": session.item,
        "note": session.note,
        "id": session.id,
    }
    return {key: value for key, value in texts.items() if value is not None}


def apply_session_change(
    old: EditableWeek,
    pieces: Iterable[Piece],
    sessions: tuple[Session, ...],
    listed: Sequence[Any],
    node: Node,
) -> str:
    """The whole new text, if it says all that the old one said but for those sessions, and has no fault more."""
    body = apply_pieces(old.body, pieces)
    if body is not None:
        new, problems = insert.read(old.week.name, old.mark + body)
        expected = {**insert.plain_value_of(old.tree), "sessions": [*listed]}
        bare = {**expected, "sessions": None}  # what is left of a list that stood below its key
        same = new == old.week._replace(sessions=sessions) and count_problem_kinds(
            problems
        ) <= count_problem_kinds(old.problems)
        if same and insert.plain_value_of(parse_node_tree(body)) in (
            [expected] if listed else [expected, bare]
        ):
            return old.mark + body
    raise TrackerError(
        f"{old.path}:{node.start.line + 1}: cannot change this session without changing what stands around it; "
        "nothing was written, edit it by hand"
    )


def count_problem_kinds(problems: Iterable[Problem]) -> Counter[tuple[str, str]]:
    return Counter((problem.kind, problem.message) for problem in problems)


class Unsafe(Exception):
    """No piece of the text can be replaced so that the rest stays."""


def apply_pieces(body: str, pieces: Iterable[Piece]) -> str | None:
    """None where that is not safe."""
    parts, at = [], 0
    try:
        for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
            if piece.start < at:
                return None
            parts += [body[at : piece.start], piece.text]
            at = piece.end
    except Unsafe:
        return None
    return "".join([*parts, body[at:]])


# The pieces that change


def build_change_pieces(
    body: str, node: Node, gone: Sequence[str], come: Mapping[str, str]
) -> Iterator[Piece]:
    """For a session's keys that go and those that come. What runs and stops has its length where `running` stood."""
    left, new = [*gone], {key: come[key] for key in KEYS if key in come}
    for key in [key for key in new if key in node.children]:
        yield value_piece(body, node.children[key], key, new.pop(key))
    if "running" in left and "minutes" in new:
        old = node.children["running"]
        left.remove("running")
        if "#" in body[old.key.index : old.end.index]:
            raise Unsafe
        yield Piece(
            old.key.index, old.end.index, format_key_value(body, old, "minutes", new.pop("minutes"))
        )
    for key in left:
        yield from cut_node(body, node, key)
    for key, value in new.items():
        yield pair_piece(body, node, key, value, gone)


def value_piece(body: str, old: Node, key: str, value: str) -> Piece:
    """The new value in place of the old one, in the same quotes."""
    if old.shape != "scalar":
        raise Unsafe
    if not old.value and not old.style:
        space = " " * (body[old.end.index - 1 : old.end.index] != " ")
        return Piece(old.end.index, old.end.index, space + bare_or_quoted(key, value))
    if old.style in ("|", ">"):
        if "#" in body[old.start.index : insert.next_line(body, old.start.index)]:
            raise Unsafe  # a comment behind the bar
        end = insert.find_block_end(body, old)
        end -= 2 if body[:end].endswith("\r\n") else body[:end].endswith("\n")
        return Piece(old.start.index, end, bare_or_quoted(key, value))
    if old.style == '"':
        return Piece(old.start.index, old.end.index, insert.quote_scalar(value))
    plain = bare_or_quoted(key, value)
    if old.style == "'" and plain in (value, f'"{value}"'):  # no letter of it needs an escape
        plain = "'" + value.replace("'", "''") + "'"
    return Piece(old.start.index, old.end.index, plain)


def bare_or_quoted(key: str, value: str) -> str:
    if key in ("start", "minutes", "running", "about"):
        return value
    return insert.quote_scalar(value) if key == "note" else insert.format_scalar(value)


def format_key_value(body: str, like: Node, key: str, value: str) -> str:
    """`key: value`, the key in double quotes where the key of `like` is."""
    if body[like.key.index] == '"':
        return f'"{key}": ' + (
            insert.quote_scalar(value) if like.style == '"' else bare_or_quoted(key, value)
        )
    return f"{key}: {bare_or_quoted(key, value)}"


def pair_piece(body: str, node: Node, key: str, value: str, gone: Sequence[str]) -> Piece:
    """A key more, behind those that stand before it by custom."""
    last = node.children[
        [name for name in KEYS[: KEYS.index(key)] if name in node.children and name not in gone][-1]
    ]
    text = format_key_value(body, last, key, value)
    if node.flow:
        return Piece(last.end.index, last.end.index, f", {text}")
    at = insert.find_block_end(body, last)
    grown = insert.lines_at(body, at, [text], node.start.column)
    return Piece(at, at, grown[at : at + len(grown) - len(body)])


# The pieces that go


def cut_node(body: str, parent: Node, name: int | str) -> Iterator[Piece]:
    """A list's value or a mapping's key and value taken out, with the comma or the line that was theirs."""
    names, node = [*parent.children], parent.children[name]
    at = names.index(name)
    if _COMMENT.search(body[node.key.index : node.start.index]):
        raise Unsafe
    before = parent.children[names[at - 1]] if at else None
    behind = parent.children[names[at + 1]] if at + 1 < len(names) else None
    if parent.flow:
        yield from cut_from_flow(body, parent, before, node, behind)
    else:
        yield cut_from_block(body, parent, before, node, behind)


def cut_from_flow(
    body: str, parent: Node, before: Node | None, node: Node, behind: Node | None
) -> Iterator[Piece]:
    """With the comma behind it; of the last, with the one before it, unless it has one behind as well."""
    close = behind.key.index if behind else parent.end.index - 1
    comma = comma_in(body, node.end.index, close)
    start, end = node.key.index, node.end.index if comma is None else comma + 1
    if _COMMENT.search(body[node.end.index : end]):
        raise Unsafe
    if comma is None and before:
        first = comma_in(body, before.end.index, start)
        if first is None:
            raise Unsafe
        if not body[first + 1 : start].strip():
            start = first
        else:
            yield Piece(first, first + 1)
    if (
        not body[insert.find_line_start(body, start) : start].strip()
        and body[end : insert.next_line(body, end)].strip() == ""
    ):
        yield Piece(insert.find_line_start(body, start), insert.next_line(body, end))
        return
    while comma is not None and behind and body[end : end + 1] == " ":
        end += 1
    yield Piece(start, end)


def comma_in(body: str, start: int, end: int) -> int | None:
    """Where the comma between two values is; those in comments are none."""
    between = _COMMENT.sub(lambda match: " " * len(match[0]), body[start:end])
    return start + between.index(",") if "," in between else None


def cut_from_block(
    body: str, parent: Node, before: Node | None, node: Node, behind: Node | None
) -> Piece:
    """Its lines, from its dash or key on. Comments above it and blank lines below it stay."""
    end = insert.find_block_end(body, node)
    if parent.shape == "list":
        dash = re.compile(rf"^ {{{parent.start.column}}}-(?=\s)", re.MULTILINE)
        found = dash.search(
            body,
            insert.find_block_end(body, before)
            if before
            else insert.find_line_start(body, parent.start.index),
        )
        if found is None or found.start() > node.start.index:
            raise Unsafe
        return Piece(found.start(), end)
    start = insert.find_line_start(body, node.key.index)
    if not body[start : node.key.index].strip():
        return Piece(start, end)
    # The first key stands behind its dash, and the next one takes its place there.
    if behind is None or "#" in body[node.end.index : behind.key.index]:
        raise Unsafe
    return Piece(node.key.index, behind.key.index)
