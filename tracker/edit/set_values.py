"""A file's text, and words, a link, a status, a unit or an item -> the text with that in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.edit.document import Document, find_deepest_node, parse_document, parse_week
from tracker.edit.insert import (
    ListInsertion,
    PairInsertion,
    PairsInsertion,
    apply_insertion,
    propose_insertions,
    set_at,
    with_value,
)
from tracker.edit.lines import (
    find_block_end,
    find_next_line,
    find_text_column,
    insert_lines,
    insert_text,
)
from tracker.edit.values import (
    format_flow_mapping,
    format_link,
    format_scalar,
    list_item_pairs,
    quote_scalar,
)
from tracker.format.outline import Node, parse_node_tree
from tracker.model.journal import PLAN_PATH, Goal, Question, TrackerError, Week
from tracker.model.kinds import KIND_OF_IDS, KINDS, Item, Link
from tracker.model.plan import Plan

# A week's lists of texts, and what the loader makes of one.
TEXTS: dict[str, Callable[[str], Any]] = {
    "learned": str,
    "life": str,
    "next": str,
    "goals": Goal,
    "questions": Question,
}
# The keys of a record that hold a number.
NUMBERS = ("done", "confidence", "understood")
_BULLET = re.compile(r"[-*+] +")
# A block of text cannot escape what `quote_scalar` escapes: what no file may hold, and what turns
# the direction of the text around it.
CANNOT_STAND = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


# ---- words


def add_text(text: str, week: str, key: str, words: str) -> str:
    """Add words to a week's learned, life, next, goals or questions.

    One more in a list; where the key has one text, a paragraph more. TrackerError if that is not
    safe.
    """
    value = quote_scalar(words)  # first, for it refuses what no entry may hold
    document = parse_week(week, text, (key,))
    if isinstance(getattr(document.value, key), str):
        return _append_paragraph(document, key, words)
    return _append_value(document, key, TEXTS[key](words), value)


def add_link(text: str, week: str, link: Link) -> str:
    """Add a link to a week's links. TrackerError if that is not safe."""
    return _append_value(parse_week(week, text, ("links",)), "links", link, format_link(link))


def _append_value(document: Document, key: str, value: Any, yaml: str) -> str:
    def value_after(week: Week, behind: int) -> Week:
        changed: dict[str, Any] = {key: with_value(getattr(week, key), value, behind)}
        return week._replace(**changed)

    return apply_insertion(document, ListInsertion((key,), yaml, has_lines=True), value_after)


# ---- an item's record in a week


def set_in_record(text: str, week: str, kind: str, id_: str, key: str, word: str) -> str:
    """Set `status`, `read`, a confidence or a count of `done` in the week's record of an item."""
    path = (kind, id_, key)
    document = parse_week(week, text, path)
    value: Any = word
    if key in NUMBERS:
        value = int(word)

    def value_after(week: Week, behind: int) -> Week:
        records = getattr(week, kind)
        record = records.get(id_, KINDS[kind].record())
        changed: dict[str, Any] = {kind: {**records, id_: record._replace(**{key: value})}}
        return week._replace(**changed)

    return apply_insertion(document, PairInsertion(path, word), value_after)


def add_done(text: str, week: str, id_: str, unit: str, kind: str = KIND_OF_IDS) -> str:
    """Add a unit to those that the week says are done of the item."""
    return add_to_record(text, week, kind, id_, "done", unit, format_scalar(unit))


def add_gap(text: str, week: str, kind: str, id_: str, key: str, gap: str) -> str:
    """Add a text to the `gaps`, or to what is `closed`, of a week's record of an item."""
    return add_to_record(text, week, kind, id_, key, gap, format_scalar(gap))


def add_evidence(text: str, week: str, kind: str, id_: str, link: Link) -> str:
    """Add evidence to a week's record of an item: an address, a commit or a path."""
    yaml = format_link(link)
    if link == Link(link.url):
        yaml = format_scalar(link.url)
    return add_to_record(text, week, kind, id_, "evidence", link, yaml)


def add_to_record(
    text: str, week: str, kind: str, id_: str, key: str, value: Any, yaml: str
) -> str:
    """Add a value to a list of the week's record of an item."""
    path = (kind, id_, key)

    def value_after(week: Week, behind: int) -> Week:
        records = getattr(week, kind)
        record = records.get(id_, KINDS[kind].record())
        values = getattr(record, key)
        if not isinstance(values, tuple):
            values = ()
        record = record._replace(**{key: with_value(values, value, behind)})
        changed: dict[str, Any] = {kind: {**records, id_: record}}
        return week._replace(**changed)

    document = parse_week(week, text, path[:1])
    return apply_insertion(document, ListInsertion(path, yaml), value_after)


# ---- an item in the plan


def add_item(text: str, kind: str, id_: str, item: Item) -> str:
    """Add an item to the plan, the last of its kind, in the style of the one before it."""
    path = (kind, id_)
    document = parse_document(PLAN_PATH, text, path)
    pairs = list_item_pairs(item)
    lines: tuple[str, ...] = ()
    flow = ""
    if _is_last_on_one_line(document, kind):
        flow = format_flow_mapping(pairs)
    elif pairs:
        flow = format_flow_mapping(pairs)
        lines = tuple(f"{key}: {value}" for key, value in pairs)

    def value_after(plan: Plan, behind: int) -> Plan:
        changed: dict[str, Any] = {kind: {**getattr(plan, kind), id_: item}}
        return plan._replace(**changed)

    return apply_insertion(document, PairInsertion(path, flow, lines), value_after)


def add_items(text: str, kind: str, items: Mapping[str, Item]) -> str:
    """Add items to the plan as the last of their kind, all at once, as `add_item` does one."""
    if not items:
        return text
    document = parse_document(PLAN_PATH, text, (kind,))
    is_on_one_line = _is_last_on_one_line(document, kind)
    insertions = []
    for id_, item in items.items():
        pairs = list_item_pairs(item)
        lines: tuple[str, ...] = ()
        if not is_on_one_line:
            lines = tuple(f"{key}: {value}" for key, value in pairs)
        insertions.append(PairInsertion((kind, id_), format_flow_mapping(pairs), lines))

    def value_after(plan: Plan, behind: int) -> Plan:
        changed: dict[str, Any] = {kind: {**getattr(plan, kind), **items}}
        return plan._replace(**changed)

    return apply_insertion(document, PairsInsertion(kind, tuple(insertions)), value_after)


def add_plan_entry(text: str, key: str, entry: NamedTuple, pairs: Sequence[tuple[str, str]]) -> str:
    """Add an entry to a list of the plan, such as `pauses`, in the style of the one before it.

    `pairs`: its keys, each with its value as YAML.
    """
    document = parse_document(PLAN_PATH, text, (key,))
    lines = tuple(f"{name}: {value}" for name, value in pairs)
    insertion = ListInsertion((key,), format_flow_mapping(pairs), has_lines=True, lines=lines)

    def value_after(plan: Plan, behind: int) -> Plan:
        changed: dict[str, Any] = {key: with_value(getattr(plan, key), entry, behind)}
        return plan._replace(**changed)

    return apply_insertion(document, insertion, value_after)


def add_step(text: str, number: int, step: str) -> str:
    """Add a step to the plan's phase of that number, from 1. TrackerError if that is not safe."""
    document = parse_document(PLAN_PATH, text, ("phases",))
    plan: Plan = document.value
    phases = [*plan.phases]
    phase = phases[number - 1]
    phases[number - 1] = phase._replace(steps=(*phase.steps, step))
    plain = document.plain
    tree = document.tree
    assert tree is not None
    node = tree.children["phases"].children[number - 1]
    insertion = ListInsertion(("steps",), quote_scalar(step), has_lines=True)
    if node.shape == "mapping":
        steps = [*(plain["phases"][number - 1].get("steps") or []), step]
        plain["phases"][number - 1] = {**plain["phases"][number - 1], "steps": steps}
        for body in _propose_step(document.body, node, insertion):
            new = document.prove(body, plain, value=plan._replace(phases=tuple(phases)))
            if new is not None:
                return new
    raise document.refuse(
        node.start.line + 1,
        "cannot add a step to this phase without changing what stands there; "
        f"add it by hand: steps: [{quote_scalar(step)}]",
    )


def _propose_step(body: str, phase: Node, insertion: ListInsertion) -> Iterator[str]:
    """Propose ways to put a step into the mapping of its phase."""
    if "steps" not in phase.children and not phase.flow:
        lines = insertion.block_lines(0)
        yield insert_lines(body, find_block_end(body, phase), lines, phase.start.column)
    for proposal in propose_insertions(body, phase, insertion):
        if proposal.behind == 0:
            yield proposal.body


def _is_last_on_one_line(document: Document, kind: str) -> bool:
    """Whether the last item of the kind stands between braces, on one line."""
    items = document.tree.children.get(kind) if document.tree else None
    if items is None or not items.children:
        return False
    last = [*items.children.values()][-1]
    return last.flow and bool(last.start.line == last.end.line)


def find_path_line(text: str, path: Sequence[str]) -> int:
    """Find the line of the last key on the path that the text has, from 1."""
    tree = parse_node_tree(text.removeprefix("\ufeff"))
    if tree is None:
        return 1
    line: int = find_deepest_node(tree, path)[0].key.line
    return line + 1


# ---- one Markdown text


def _append_paragraph(document: Document, key: str, words: str) -> str:
    """Add the words as the text's last paragraph, or as an entry of the list that it ends in."""
    assert document.tree is not None
    node = document.tree.children[key]
    old = node.value.rstrip("\n")
    bullet = find_last_bullet(old)
    first, *rest = words.split("\n")
    lines = [bullet + first]
    for line in rest:
        lines.append(" " * len(bullet) + line)
    gap = "\n" if bullet else "\n\n"
    value = old + gap + "\n".join(lines) + node.value[len(old) :]
    if old and not CANNOT_STAND.search(words):
        if not bullet:
            lines = ["", *lines]
        week = document.value._replace(**{key: value})
        plain = set_at(document.plain, [key], value)
        for body in _propose_lines_below(document.body, node, lines):
            text = document.prove(body, plain, value=week)
            if text is not None:
                return text
    raise document.refuse(
        node.key.line + 1,
        f"{key!r} is one text here, and this cannot be added to it safely; "
        f"add it by hand, or make it a list: - {quote_scalar(words)}",
    )


def find_last_bullet(text: str) -> str:
    """Find the `- ` of the list that a text ends in; nothing where it ends in no list."""
    for line in reversed(text.split("\n")):
        if match := _BULLET.match(line):
            return match[0]
        if not line.startswith(" "):  # what is indented goes on with the entry above it
            break
    return ""


def _propose_lines_below(body: str, node: Node, lines: Sequence[str]) -> Iterator[str]:
    """Propose ways to put lines at the end of a Markdown text."""
    if node.style in ("|", ">"):
        column = find_text_column(body, node)
        if column is None:
            column = 2
        proposals = [[*lines]]
        if lines[0] == "":
            # In a folded text one empty line only ends a line; a paragraph takes two.
            proposals.append(["", *lines])
        at = find_next_line(body, len(body[: node.end.index].rstrip()))
        for proposal in proposals:
            indented = []
            for line in proposal:
                if line:
                    line = " " * column + line
                indented.append(line)
            new = insert_lines(body, at, indented)
            if body[at - 1 : at] != "\n":
                new = new.rstrip("\r\n")
            yield new
    elif not node.style:
        rest = body[node.end.index : find_next_line(body, node.end.index)]
        if not rest.strip():
            yield _turn_into_block(body, node, lines)


def _turn_into_block(body: str, node: Node, lines: Sequence[str]) -> str:
    """`life: We moved.` as a block that begins with these very words."""
    indent = " " * (node.key.column + 2)
    newline = "\r\n" if "\r\n" in body else "\n"
    below = ""
    for line in lines:
        below += newline
        if line:
            below += indent + line
    new = insert_text(body, node.end.index, below)
    return insert_text(new, node.start.index, f"|-{newline}{indent}")


def set_label(text: str, label: str, item: str) -> str:
    """Say in the plan what a label of another program means: an item, `other` or `-`."""
    path = ("labels", label)
    quote_scalar(label)  # refuses what no entry may hold
    document = parse_document(PLAN_PATH, text, path[:1])
    if document.value.labels.get(label) == item:
        return text

    def value_after(plan: Plan, behind: int) -> Plan:
        return plan._replace(labels={**plan.labels, label: item})

    try:
        return apply_insertion(document, PairInsertion(path, format_scalar(item)), value_after)
    except TrackerError:
        if label not in document.value.labels:
            raise
        # Its value there stands in quotes, which stay.
        return apply_insertion(document, PairInsertion(path, item), value_after)
