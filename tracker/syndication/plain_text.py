"""A tree of HTML -> plain text for a mail: wrapped, with its links as numbered references below it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from tracker.syndication.html_tree import Element, Node, Nodes, text_of_nodes

WIDTH = 72
UNDERLINES = {"h1": "=", "h2": "=", "h3": "-"}
BLOCKS = {
    *(
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
    ),
    *("hr", "figure", "figcaption", "li"),
}
MARKS = {"em": "_", "i": "_", "strong": "*", "b": "*", "code": "`", "kbd": "`", "q": '"'}

References = list[str]  # addresses in the order first met; a link's number is its place


def render_plain_text(nodes: Nodes, references: References, width: int = WIDTH) -> str:
    """The text; `references` takes in each address that it numbers."""
    return "\n\n".join(block for block in render_blocks(nodes, references, width) if block.strip())


def format_references(references: References) -> str:
    return "\n".join(f"[{number}] {address}" for number, address in enumerate(references, 1))


def render_blocks(nodes: Nodes, references: References, width: int) -> Iterable[str]:
    """Each block by itself; what stands loose between blocks is a paragraph."""
    for is_block, group in groupby(
        nodes, lambda node: isinstance(node, Element) and node.tag in BLOCKS
    ):
        if not is_block:
            yield wrap_text(render_inline(group, references), width)
            continue
        for node in group:
            if isinstance(node, Element):
                yield WRITERS.get(node.tag, _render_paragraph)(node, references, width)


def wrap_text(text: str, width: int, first: str = "", rest: str = "") -> str:
    lines = [
        textwrap.fill(
            " ".join(part.split()),
            width,
            initial_indent=first if index == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for index, part in enumerate(text.strip().split("\0"))
    ]
    return "\n".join(lines)


def render_inline(nodes: Iterable[Node], references: References) -> str:
    """Words on one line; \\0 where a line is to end."""
    return "".join(
        node if isinstance(node, str) else _render_inline_element(node, references)
        for node in nodes
    )


def _render_inline_element(node: Element, references: References) -> str:
    inner = render_inline(node.children, references)
    if node.tag == "br":
        return "\0"
    if node.tag == "img":
        return f"[picture: {node.get('alt')}]" if node.get("alt") else ""
    if node.tag == "a":
        return _render_link(node, inner, references)
    if node.tag == "sup":
        note = any(isinstance(child, Element) and child.tag == "a" for child in node.children)
        return f" (note {text_of_nodes(node.children)})" if note else f"^{inner}"
    mark = MARKS.get(node.tag, "") if inner.strip() else ""
    return f"{mark}{inner}{mark}"


def _render_link(node: Element, inner: str, references: References) -> str:
    address = node.get("href")
    if inner.strip() == address or f"mailto:{inner.strip()}" == address:
        return inner
    if address not in references:
        references.append(address)
    return f"{inner} [{references.index(address) + 1}]"


def _render_paragraph(node: Element, references: References, width: int) -> str:
    return render_plain_text(node.children, references, width)


def _render_heading(node: Element, references: References, width: int) -> str:
    text = wrap_text(render_inline(node.children, references), width)
    line = UNDERLINES.get(node.tag)
    return f"{text}\n{line * max(map(len, text.splitlines()), default=0)}" if line else text


def _render_code_block(node: Element, references: References, width: int) -> str:
    return textwrap.indent(text_of_nodes(node.children).strip("\n"), "    ")


def _render_rule(node: Element, references: References, width: int) -> str:
    return "-" * 8


def _render_quote(node: Element, references: References, width: int) -> str:
    inner = render_plain_text(node.children, references, width - 2)
    return textwrap.indent(inner, "> ", lambda line: True).replace("> \n", ">\n")


def _render_list(node: Element, references: References, width: int) -> str:
    items = [child for child in node.children if isinstance(child, Element)]
    first = int(node.get("start")) if re.fullmatch("[0-9]{1,6}", node.get("start")) else 1
    marks = [
        f"{number}. " if node.tag == "ol" else "- " for number in range(first, first + len(items))
    ]
    made = [
        _render_list_item(mark, item, references, width)
        for mark, item in zip(marks, items, strict=True)
    ]
    loose = any("\n\n" in item for item in made)
    return ("\n\n" if loose else "\n").join(made)


def _render_list_item(mark: str, item: Element, references: References, width: int) -> str:
    told = [
        block
        for block in render_blocks(item.children, references, width - len(mark))
        if block.strip()
    ]
    loose = any(isinstance(child, Element) and child.tag == "p" for child in item.children)
    inner = ("\n\n" if loose else "\n").join(told)
    return mark + textwrap.indent(inner, " " * len(mark)).removeprefix(" " * len(mark))


def _render_indented(node: Element, references: References, width: int) -> str:
    return textwrap.indent(render_plain_text(node.children, references, width - 4), "    ")


def _render_table(node: Element, references: References, width: int) -> str:
    """In columns where they fit, else a row's cells one below the other."""
    rows = [
        [" ".join(render_inline(cell.children, references).split()) for cell in table_cells_of(row)]
        for row in find_descendants(node, "tr")
        if table_cells_of(row)
    ]
    columns = max(map(len, rows), default=0)
    rows = [row + [""] * (columns - len(row)) for row in rows]
    widths = [max(len(row[at]) for row in rows) for at in range(columns)]
    if sum(widths) + 2 * (columns - 1) <= width:
        lines = [
            "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return (
            "\n".join([lines[0], "  ".join("-" * size for size in widths), *lines[1:]])
            if lines
            else ""
        )
    head, *body = rows
    told = [
        [f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True) if cell]
        for row in body
    ]
    return "\n\n".join("\n".join(wrap_text(line, width, rest="  ") for line in row) for row in told)


def table_cells_of(row: Element) -> list[Element]:
    return [
        child for child in row.children if isinstance(child, Element) and child.tag in ("td", "th")
    ]


def find_descendants(node: Element, tag: str) -> Iterable[Element]:
    for child in node.children:
        if isinstance(child, Element):
            if child.tag == tag:
                yield child
            else:
                yield from find_descendants(child, tag)


WRITERS: Mapping[str, Callable[[Element, References, int], str]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _render_heading),
    "pre": _render_code_block,
    "hr": _render_rule,
    "blockquote": _render_quote,
    "ul": _render_list,
    "ol": _render_list,
    "dd": _render_indented,
    "table": _render_table,
}
