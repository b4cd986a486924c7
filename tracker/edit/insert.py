"""A week's text -> the same text with one thing more in it: the fewest insertions, and read back before it counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tracker.format.loader import NULLS, UNSAFE, load_week
from tracker.format.outline import Node, parse_node_tree
from tracker.model import when
from tracker.model.journal import Problem, Session, TrackerError, Week, week_of
from tracker.model.kinds import KIND_OF_IDS, KINDS, done_of

# What every YAML reader takes for the same text, inside braces too. All else is quoted.
# A word that begins with a digit needs a letter that stands in no number (0x1f, 0b1, 1e5).
_PLAIN = re.compile(r"(?:[a-z]|(?=[0-9a-z]*[g-wyz])[0-9])[a-z0-9]*(?:[-_./][a-z0-9]+)*")
_MEANS_SOMETHING = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Quotes and backslashes, what ends a line, what no file may hold, and what turns the direction of the text around it.
_ESCAPED = re.compile('["\\\\\t\n\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"}
_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\S)#[^\n]*")


class ListInsertion(NamedTuple):
    """One value more at the end of a list. `path` leads there through mappings; what is missing on the way is made.

    `lines`: a list that has to be made stands below its key, a line for each value; else it stands in brackets.
    """

    path: tuple[str, ...]
    value: str
    lines: bool = False

    def entry(self, depth: int) -> list[str]:
        """The lines, for a block, of the path's keys from `depth` on, down to the value."""
        *keys, last = (format_scalar(key) for key in self.path[depth:])
        above = [f"{'  ' * level}{key}:" for level, key in enumerate(keys)]
        indent = "  " * len(keys)
        below = (
            [f"{indent}{last}:", f"{indent}  - {self.value}"]
            if self.lines
            else [f"{indent}{last}: [{self.value}]"]
        )
        return above + below

    def flow_entry(self, depth: int) -> str:
        """The same for between braces."""
        *keys, last = (format_scalar(key) for key in self.path[depth:])
        return "".join(f"{key}: {{" for key in keys) + f"{last}: [{self.value}]" + "}" * len(keys)


def decode_file_text(path: str, data: bytes) -> str:
    """The file's text with its byte order mark and line ends as they are. TrackerError where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise make_edit_error(load_week(path, "", data)[1]) from None


@lru_cache(maxsize=2)
def read(week: str, text: str) -> tuple[Week | None, tuple[Problem, ...]]:
    """The text of a week's file, read. Kept, for what one edit leaves is what the next begins with."""
    found, problems = load_week(f"entries/{week}.yaml", week, text.encode())
    return found, tuple(problems)


def make_edit_error(problems: Sequence[Problem]) -> TrackerError:
    """Why a file cannot be edited: the first problem that makes it unsafe."""
    first = min(problems, key=lambda problem: (problem.line, problem.column))
    return TrackerError(f"{first}; nothing was written, mend this first")


def add_session(text: str, session: Session) -> str:
    """`text`, a week's file, with the session as the last of its list. TrackerError where that is not safe."""
    growth = ListInsertion(("sessions",), session_line(session), lines=True)

    def grown(week: Week, behind: int) -> Week:
        return week._replace(sessions=with_one(week.sessions, session, behind))

    return insert_into_week(text, week_of(session.start.day), growth, grown)


def add_done(text: str, week: str, id_: str, unit: str, kind: str = KIND_OF_IDS) -> str:
    """`text`, the file of `week`, with the unit among those that are done of the item."""

    def grown(old: Week, behind: int) -> Week:
        records = getattr(old, kind)
        record = records.get(id_, KINDS[kind].record())
        before = done_of(record)
        done = with_one(before if isinstance(before, tuple) else (), unit, behind)
        changed: dict[str, Any] = {kind: {**records, id_: record._replace(done=done)}}
        return old._replace(**changed)

    return insert_into_week(
        text, week, ListInsertion((kind, id_, "done"), format_scalar(unit)), grown
    )


def with_one(values: tuple[Any, ...], value: Any, behind: int) -> tuple[Any, ...]:
    """The values and one more, with `behind` of them behind it."""
    at = len(values) - behind
    return (*values[:at], value, *values[at:])


def insert_into_week(
    text: str, week: str, growth: ListInsertion, grown: Callable[[Week, int], Week]
) -> str:
    """The first of the ways to write `growth` that reads back as `grown` says, with everything else as it was."""
    path = f"entries/{week}.yaml"
    old, problems = read(week, text)
    unsafe = [
        p
        for p in problems
        if p.kind in UNSAFE or (p.where, p.kind) == (growth.path[0], "wrong-shape")
    ]
    if unsafe or old is None:
        raise make_edit_error(unsafe)
    mark, body = text[:1] * text.startswith("\ufeff"), text.removeprefix("\ufeff")
    tree = parse_node_tree(body)
    for new, behind in propose_list_insertions(body, tree, growth):
        week_now, problems_now = read(week, mark + new)
        if week_now != grown(old, behind) or strip_problem_places(
            problems_now
        ) != strip_problem_places(problems):
            continue
        if plain_value_of(parse_node_tree(new)) == with_inserted_value(
            plain_value_of(tree), growth, behind
        ):
            return mark + new
    line = find_deepest_node(tree, growth.path)[0].key.line + 1 if tree else 1
    what = f"cannot add to {growth.path[-1]!r} without changing what stands there"
    raise TrackerError(f"{path}:{line}: {what}; add it by hand: {growth.value}")


def strip_problem_places(problems: Sequence[Problem]) -> list[tuple[str, str, str]]:
    """Problems without their places, which an insertion moves."""
    return [(problem.where, problem.kind, problem.message) for problem in problems]


def plain_value_of(tree: Node | None) -> Any:
    return tree.plain() if tree else None


def with_inserted_value(old: Any, growth: ListInsertion, behind: int) -> Any:
    """The tree that must come of it, x- keys and all: `old` with the value at the end of the path."""
    root = here = dict(old or {})
    for key in growth.path[:-1]:
        inner = here.get(key)
        here[key] = here = dict(inner) if isinstance(inner, dict) else {}
    values = here.get(growth.path[-1])
    grown = with_one(
        tuple(values) if isinstance(values, list) else (),
        plain_value_of(parse_node_tree(growth.value)),
        behind,
    )
    here[growth.path[-1]] = list(grown)
    return root


def find_deepest_node(tree: Node, path: Sequence[str]) -> tuple[Node, int, bool]:
    """How far down `path` the text goes: the node there, its depth, and whether it stands between braces."""
    node, depth, flow = tree, 0, tree.flow
    while depth < len(path) and node.shape == "mapping" and path[depth] in node.children:
        node = node.children[path[depth]]
        depth, flow = depth + 1, flow or node.flow
    return node, depth, flow


# The ways to write it, best first: the whole new text, and how many values of the list stand behind the new one.


def propose_list_insertions(
    body: str, tree: Node | None, growth: ListInsertion
) -> Iterator[tuple[str, int]]:
    if tree is None or (tree.shape == "scalar" and not tree.value):
        yield lines_at(body, end_of_document(body, 0), growth.entry(0)), 0
        return
    node, depth, flow = find_deepest_node(tree, growth.path)
    whole = depth == len(growth.path)
    if is_null(node):
        bare = body[: node.start.index].rstrip(" ") + body[node.end.index :]
        yield from propose_list_insertions(bare, parse_node_tree(bare), growth)
    elif node.shape == "scalar" and not node.value and not node.style:
        yield below_a_bare_key(body, node, growth, depth, flow), 0
    elif node.flow:
        yield in_flow(body, node, growth.value if whole else growth.flow_entry(depth)), 0
    elif node.shape == "list" and whole:
        yield from in_list(body, node, growth.value)
    elif node.shape == "mapping" and not whole:
        places = [find_block_end(body, node)] if depth else at_the_root(body, node)
        for at in places:
            yield lines_at(body, at, growth.entry(depth), node.start.column), 0


def is_null(node: Node) -> bool:
    """`sessions: ~`: nothing, where a list or a mapping belongs."""
    return node.shape == "scalar" and not node.style and node.value in NULLS


def in_list(body: str, node: Node, value: str) -> Iterator[tuple[str, int]]:
    """Below the last entry; above it if its text goes on to the very end, where one line end more would change it."""
    gap = body[node.start.index + 1 : node.children[0].start.index]
    line = "-" + (gap if gap and not gap.strip(" ") else " ") + value
    yield lines_at(body, find_block_end(body, node), [line], node.start.column), 0
    last = [*node.children.values()][-1]
    yield lines_at(body, find_line_start(body, last.start.index), [line], node.start.column), 1


def at_the_root(body: str, root: Node) -> Iterator[int]:
    """Above the sessions, last by custom; at the end; above the last key, if its text goes on to the very end."""
    if "sessions" in root.children:
        yield find_comment_start(body, root.children["sessions"].key.index)
    yield end_of_document(body, root.start.index)
    yield find_comment_start(body, [*root.children.values()][-1].key.index)


def below_a_bare_key(body: str, node: Node, growth: ListInsertion, depth: int, flow: bool) -> str:
    """`sessions:` and nothing behind it."""
    whole = depth == len(growth.path)
    if flow or (whole and not growth.lines):
        inside = f"[{growth.value}]" if whole else "{" + growth.flow_entry(depth) + "}"
        return insert_text(body, node.end.index, " " + inside)
    lines = [f"- {growth.value}"] if whole else growth.entry(depth)
    return lines_at(body, next_line(body, node.end.index), lines, node.key.column + 2)


def in_flow(body: str, node: Node, piece: str) -> str:
    """One more between brackets or braces: on its own line where the closing one has that, else within the line."""
    close = node.end.index - 1
    last = [*node.children.values()][-1:]
    end = last[0].end.index if last else node.start.index + 1
    between = _COMMENT.sub(lambda match: " " * len(match[0]), body[end:close])
    comma = between.find(",") + 1
    if "\n" in between and not between.rpartition("\n")[2].strip():
        line = piece if not last else f"{piece}," if comma else f", {piece}"
        column = (
            width_of_indent(body, last[0].start.index) if last else width_of_indent(body, close) + 2
        )
        return lines_at(body, next_line(body, end + max(comma - 1, 0)), [line], column)
    return insert_text(body, end + comma, f" {piece}" if comma else f", {piece}" if last else piece)


# Places in the text, and what is put there


def insert_text(body: str, at: int, piece: str) -> str:
    return body[:at] + piece + body[at:]


def lines_at(body: str, at: int, lines: Sequence[str], column: int = 0) -> str:
    """Whole lines, put where a line begins or the text ends. They end as the line above does."""
    unended = at > 0 and body[at - 1] != "\n"
    end = body.rfind("\n", 0, at) if "\n" in body[:at] else body.find("\n")
    newline = "\r\n" if body[end - 1 : end + 1] == "\r\n" else "\n"
    return insert_text(
        body, at, newline * unended + "".join(" " * column + line + newline for line in lines)
    )


def find_line_start(body: str, at: int) -> int:
    """Where the line with `at` begins."""
    return body.rfind("\n", 0, at) + 1


def next_line(body: str, at: int) -> int:
    """Where the line below the one with `at` begins; below the last, the text's end."""
    return body.find("\n", at) + 1 or len(body)


def width_of_indent(body: str, at: int) -> int:
    line = body[find_line_start(body, at) : at + 1]
    return len(line) - len(line.lstrip(" "))


def find_comment_start(body: str, at: int) -> int:
    """Where the line with `at` begins, or the comment right above it. One at the top is the file's, not the key's."""
    at = line = find_line_start(body, at)
    while at and body.startswith("#", find_line_start(body, at - 1)):
        at = find_line_start(body, at - 1)
    return at or line


def find_block_end(body: str, node: Node) -> int:
    """The first place below a block where a line can follow: below its last line, the comment behind that included."""
    while node.children and not node.flow:
        node = [*node.children.values()][-1]
    end: int = node.end.index
    if node.style not in ("|", ">") or body[end - 1 : end] != "\n":
        return next_line(body, end)
    if node.value.removesuffix("\n").rpartition("\n")[2].strip():
        # Blank lines below a block of text are not of it, unless its value ends in them.
        return next_line(body, len(body[:end].rstrip()))
    return end


def end_of_document(body: str, start: int) -> int:
    match = _DOCUMENT_END.search(body, start)
    return match.start() if match else len(body)


# Values as text


def session_line(session: Session) -> str:
    """A session between braces, on one line."""
    parts = [f"start: {when.format_start(session.start)}"]
    parts += [f"minutes: {session.minutes}"] if session.minutes is not None else []
    parts += [f"{name}: true" for name in ("running", "about") if getattr(session, name)]
    parts += [f"item: {format_scalar(session.item)}"] if session.item is not None else []
    parts += [f"note: {quote_scalar(session.note)}"] if session.note is not None else []
    parts += [f"id: {format_scalar(session.id)}"] if session.id is not None else []
    return "{" + ", ".join(parts) + "}"


def format_scalar(text: str) -> str:
    """A text as it can stand between braces: bare where all readers of YAML agree on it, else in double quotes."""
    return text if _PLAIN.fullmatch(text) and text not in _MEANS_SOMETHING else quote_scalar(text)


def quote_scalar(text: str) -> str:
    """A text in double quotes, on one line. TrackerError where it holds what no entry may."""
    if match := _CONTROL.search(text):
        kind = (
            "text that is not UTF-8"
            if match[0] >= "\ud800"
            else f"the control character U+{ord(match[0]):04X}"
        )
        raise TrackerError(f"{text!r} holds {kind}; leave it out")
    return (
        '"'
        + _ESCAPED.sub(lambda match: _SHORT_ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}"), text)
        + '"'
    )
