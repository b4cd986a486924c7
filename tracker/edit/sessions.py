"""A week's text and the number of a session -> the text with that session changed or taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit.document import Document, parse_week
from tracker.edit.lines import COMMENT, find_block_end, find_next_line, insert_lines
from tracker.edit.pieces import Piece, Unsafe, apply_pieces, cut_node
from tracker.edit.values import (
    format_flow_mapping,
    format_scalar,
    quote_scalar,
)
from tracker.format.outline import Node
from tracker.model import when
from tracker.model.journal import Session, Week

# A session's keys, in the order in which they are written.
KEYS = ("start", "minutes", "running", "about", "item", "note", "unpublished", "id")
# What a session can do without.
SPARE: dict[str, Any] = {
    "minutes": None,
    "about": False,
    "item": None,
    "note": None,
    "unpublished": False,
    "id": None,
}


class SessionList(NamedTuple):
    """The list of sessions in a week's document.

    `nodes`: where each session of the Week stands, with its number in the list, which may hold
    what is no session.
    """

    document: Document
    node: Node
    nodes: list[tuple[int, Node]]

    @property
    def sessions(self) -> tuple[Session, ...]:
        week: Week = self.document.value
        return tuple(week.sessions)


def change_session(text: str, week: str, number: int, new: Session) -> str:
    """Put `new` in place of the session of that number, from 0; only what differs is written.

    Raises TrackerError where that is not safe.
    """
    listed = parse_session_list(text, week)
    place, node = listed.nodes[number]
    old = listed.sessions[number]
    before, after = format_session_values(old), format_session_values(new)
    gone = [key for key in before if key not in after]
    spare = [key for key in gone if key in SPARE]
    if len(spare) > 1:
        # One after the other: what is cut out of braces goes by the values beside it. The length is
        # cut last, for without it a session needs the note that it may get.
        less = old._replace(**{spare[-1]: SPARE[spare[-1]]})
        return change_session(change_session(text, week, number, less), week, number, new)
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    sessions = [*listed.sessions]
    sessions[number] = new
    plain = listed.node.plain()
    plain[place] = {**plain[place], **changed}
    for key in gone:
        plain[place].pop(key, None)
    pieces = build_change_pieces(listed.document.body, node, gone, changed)
    return _replace_sessions(listed, pieces, sessions, plain, node)


def remove_session(text: str, week: str, number: int) -> str:
    """Take the session of that number out; `sessions:` and the comments above the line stay.

    Raises TrackerError where that is not safe.
    """
    listed = parse_session_list(text, week)
    place, node = listed.nodes[number]
    sessions = [*listed.sessions]
    del sessions[number]
    plain = listed.node.plain()
    del plain[place]
    pieces = cut_node(listed.document.body, listed.node, place)
    return _replace_sessions(listed, pieces, sessions, plain, node)


def _replace_sessions(
    listed: SessionList,
    pieces: Iterable[Piece],
    sessions: Sequence[Session],
    plain: Sequence[Any],
    node: Node,
) -> str:
    """Make the new text, and prove that it says those sessions and all else as before."""
    document = listed.document
    body = apply_pieces(document.body, pieces)
    if body is not None:
        expected = [{**document.plain, "sessions": [*plain]}]
        if not plain:  # a list that stood below its key leaves the bare key
            expected.append({**document.plain, "sessions": None})
        value = document.value._replace(sessions=tuple(sessions))
        text = document.prove(body, *expected, value=value)
        if text is not None:
            return text
    raise document.refuse(
        node.start.line + 1,
        "cannot change this session without changing what stands around it; "
        "nothing was written, edit it by hand",
    )


def parse_session_list(text: str, week: str) -> SessionList:
    """Take a week's sessions apart. TrackerError where the text cannot be edited safely."""
    document = parse_week(week, text, ("sessions",))
    node = document.tree.children.get("sessions") if document.tree else None
    nodes = []
    if node is not None:
        for place, child in node.children.items():
            if is_session(child):
                nodes.append((place, child))
    if node is None or len(nodes) != len(document.value.sessions):
        raise document.refuse(1, "the sessions of this file cannot be told apart; edit it by hand")
    return SessionList(document, node, nodes)


def is_session(node: Node) -> bool:
    """Whether the loader makes a session of it, however wrong its other keys are."""
    start = node.children.get("start") if node.shape == "mapping" else None
    if start is None or start.shape != "scalar":
        return False
    try:
        when.parse_start(start.value)
    except ValueError:
        return False
    return True


def extract_session_line(text: str, week: str, number: int) -> str:
    """Get a session as it can stand on one line of another week's file.

    As it was typed, with the comment behind it, if that is one line. Raises TrackerError where
    something of it would be lost.
    """
    listed = parse_session_list(text, week)
    document, node = listed.document, listed.nodes[number][1]
    typed = document.body[node.start.index : node.end.index]
    if node.flow and "\n" not in typed:
        if not listed.node.flow:
            end = find_next_line(document.body, node.end.index)
            typed += document.body[node.end.index : end]
        return typed.rstrip()
    if COMMENT.search(typed) or any(child.shape != "scalar" for child in node.children.values()):
        raise document.refuse(
            node.start.line + 1,
            "cannot move this session to another week as it stands; move it by hand",
        )
    pairs = [(key, bare_or_quoted(key, child.value)) for key, child in node.children.items()]
    return format_flow_mapping(pairs)


def format_session_values(session: Session) -> dict[str, str]:
    """Format the values of a session by key, without those that say nothing."""
    values = {"start": when.format_start(session.start)}
    if session.minutes is not None:
        values["minutes"] = str(session.minutes)
    if session.running:
        values["running"] = "true"
    if session.about:
        values["about"] = "true"
    if session.item is not None:
        values["item"] = session.item
    if session.note is not None:
        values["note"] = session.note
    if session.unpublished:
        values["unpublished"] = "true"
    if session.id is not None:
        values["id"] = session.id
    return values


# ---- the pieces that change


def build_change_pieces(
    body: str, node: Node, gone: Sequence[str], changed: Mapping[str, str]
) -> Iterator[Piece]:
    """Replace the values of a session's keys, and cut and add keys.

    A session that ran and was stopped has its length where `running` stood.
    """
    to_cut = [*gone]
    to_add = {}
    for key in KEYS:
        if key in changed and key in node.children:
            yield _value_piece(body, node.children[key], key, changed[key])
        elif key in changed:
            to_add[key] = changed[key]
    if "running" in to_cut and "minutes" in to_add:
        old = node.children["running"]
        to_cut.remove("running")
        if "#" in body[old.key.index : old.end.index]:
            raise Unsafe
        pair = _format_pair(body, old, "minutes", to_add.pop("minutes"))
        yield Piece(old.key.index, old.end.index, pair)
    for key in to_cut:
        yield from cut_node(body, node, key)
    for key, value in to_add.items():
        yield _added_pair_piece(body, node, key, value, gone)


def _value_piece(body: str, old: Node, key: str, value: str) -> Piece:
    """Replace a value by another one, in the same quotes."""
    if old.shape != "scalar":
        raise Unsafe
    if not old.value and not old.style:
        text = bare_or_quoted(key, value)
        if body[old.end.index - 1 : old.end.index] != " ":
            text = f" {text}"
        return Piece(old.end.index, old.end.index, text)
    if old.style in ("|", ">"):
        if "#" in body[old.start.index : find_next_line(body, old.start.index)]:
            raise Unsafe  # a comment behind the bar
        end = find_block_end(body, old)
        end -= len(body[:end]) - len(body[:end].removesuffix("\n").removesuffix("\r"))
        return Piece(old.start.index, end, bare_or_quoted(key, value))
    if old.style == '"':
        return Piece(old.start.index, old.end.index, quote_scalar(value))
    plain = bare_or_quoted(key, value)
    if old.style == "'" and plain in (value, f'"{value}"'):  # no letter of it needs an escape
        plain = "'" + value.replace("'", "''") + "'"
    return Piece(old.start.index, old.end.index, plain)


def bare_or_quoted(key: str, value: str) -> str:
    """Format the value of a session's key; notes stand in quotes."""
    if key in ("start", "minutes", "running", "about", "unpublished"):
        return value
    if key == "note":
        return quote_scalar(value)
    return format_scalar(value)


def _format_pair(body: str, like: Node, key: str, value: str) -> str:
    """`key: value`, the key in double quotes where the key of `like` is."""
    if body[like.key.index] != '"':
        return f"{key}: {bare_or_quoted(key, value)}"
    if like.style == '"':
        return f'"{key}": {quote_scalar(value)}'
    return f'"{key}": {bare_or_quoted(key, value)}'


def _added_pair_piece(body: str, node: Node, key: str, value: str, gone: Sequence[str]) -> Piece:
    """Add a key behind those that stand before it by custom."""
    before = KEYS[: KEYS.index(key)]
    names = [name for name in before if name in node.children and name not in gone]
    last = node.children[names[-1]]
    text = _format_pair(body, last, key, value)
    if node.flow:
        return Piece(last.end.index, last.end.index, f", {text}")
    at = find_block_end(body, last)
    grown = insert_lines(body, at, [text], node.start.column)
    return Piece(at, at, grown[at : at + len(grown) - len(body)])
