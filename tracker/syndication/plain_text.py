"""Tree of HTML -> plain text for a mail: wrapped, with numbered references for its links."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from tracker.syndication.html_tree import Element, Node, Nodes, text_of_nodes

WIDTH = 72
NARROWEST = 20  # what is left to a text in many quotes
UNDERLINES = {"h1": "=", "h2": "=", "h3": "-"}
BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("blockquote", "pre", "table", "hr", "figure", "figcaption"),
}
MARKS = {"em": "_", "i": "_", "strong": "*", "b": "*", "code": "`", "kbd": "`", "q": '"'}

References = list[str]  # addresses in the order of their first links; the first has number 1


def render_plain_text(nodes: Nodes, references: References, width: int = WIDTH) -> str:
    """Render the tree as text, and add the addresses of its links to `references`."""
    blocks = render_blocks(nodes, references, width)
    return "\n\n".join(block for block in blocks if block.strip())


def format_references(references: References) -> str:
    """`[1] https://example.org`, one a line."""
    return "\n".join(f"[{number}] {address}" for number, address in enumerate(references, 1))


def render_blocks(nodes: Nodes, references: References, width: int) -> Iterable[str]:
    """Yield the text of each block; what stands between two blocks is a paragraph."""
    for block, group in groupby(nodes, _is_block):
        if not block:
            yield wrap_text(render_inline(group, references), width)
            continue
        for node in group:
            if isinstance(node, Element):
                yield WRITERS.get(node.tag, _render_paragraph)(node, references, width)


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in BLOCKS


def wrap_text(text: str, width: int, rest: str = "") -> str:
    """Wrap a text at `width` letters; \\0 ends a line. `rest`: indent of lines behind the first."""
    width = max(width, NARROWEST)
    lines = []
    indent = ""
    for part in text.strip().split("\0"):
        line = textwrap.fill(
            " ".join(part.split()),
            width,
            initial_indent=indent,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.append(line)
        indent = rest
    return "\n".join(lines)


def render_inline(nodes: Iterable[Node], references: References) -> str:
    """Render text and inline elements as one line; \\0 stands for the end of a line."""
    texts = []
    for node in nodes:
        if isinstance(node, Element):
            texts.append(_render_inline_element(node, references))
        else:
            texts.append(node)
    return "".join(texts)


def _render_inline_element(node: Element, references: References) -> str:
    inner = render_inline(node.children, references)
    if node.tag == "br":
        return "\0"
    if node.tag == "img":
        return f"[picture: {node.get('alt')}]" if node.get("alt") else ""
    if node.tag == "a":
        return _render_link(node, inner, references)
    if node.tag == "sup":
        if any(isinstance(child, Element) and child.tag == "a" for child in node.children):
            return f" (note {text_of_nodes(node.children)})"
        return f"^{inner}"
    if not inner.strip():
        return inner
    mark = MARKS.get(node.tag, "")
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
    if node.tag not in UNDERLINES:
        return text
    length = max(map(len, text.splitlines()), default=0)
    return f"{text}\n{UNDERLINES[node.tag] * length}"


def _render_code_block(node: Element, references: References, width: int) -> str:
    return textwrap.indent(text_of_nodes(node.children).strip("\n"), "    ")


def _render_rule(node: Element, references: References, width: int) -> str:
    return "-" * 8


def _render_quote(node: Element, references: References, width: int) -> str:
    inner = render_plain_text(node.children, references, width - 2)
    return textwrap.indent(inner, "> ", lambda line: True).replace("> \n", ">\n")


def _render_list(node: Element, references: References, width: int) -> str:
    number = 1
    if re.fullmatch("[0-9]{1,6}", node.get("start")):
        number = int(node.get("start"))
    items = []
    for child in node.children:
        if isinstance(child, Element):
            mark = f"{number}. " if node.tag == "ol" else "- "
            items.append(_render_list_item(mark, child, references, width))
            number += 1
    loose = any("\n\n" in item for item in items)
    separator = "\n\n" if loose else "\n"
    return separator.join(items)


def _render_list_item(mark: str, item: Element, references: References, width: int) -> str:
    blocks = render_blocks(item.children, references, width - len(mark))
    loose = any(isinstance(child, Element) and child.tag == "p" for child in item.children)
    separator = "\n\n" if loose else "\n"
    inner = separator.join(block for block in blocks if block.strip())
    indent = " " * len(mark)
    return mark + textwrap.indent(inner, indent).removeprefix(indent)


def _render_indented(node: Element, references: References, width: int) -> str:
    return textwrap.indent(render_plain_text(node.children, references, width - 4), "    ")


def _render_table(node: Element, references: References, width: int) -> str:
    """Render a table in columns if they fit, otherwise the cells of each row below one another."""
    rows = []
    for row in find_descendants(node, "tr"):
        cells = []
        for cell in table_cells_of(row):
            cells.append(" ".join(render_inline(cell.children, references).split()))
        if cells:
            rows.append(cells)
    if not rows:
        return ""
    columns = max(map(len, rows))
    for cells in rows:
        cells += [""] * (columns - len(cells))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (columns - 1) <= width:
        return _format_columns(rows, widths)
    return _format_labelled_cells(rows, width)


def _format_columns(rows: list[list[str]], widths: list[int]) -> str:
    lines = []
    for cells in rows:
        padded = [cell.ljust(size) for cell, size in zip(cells, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * size for size in widths))
    return "\n".join(lines)


def _format_labelled_cells(rows: list[list[str]], width: int) -> str:
    """Format each row but the first as a paragraph with a line for each cell: `Heading: cell`."""
    headings = rows[0]
    paragraphs = []
    for cells in rows[1:]:
        lines = []
        for heading, cell in zip(headings, cells, strict=True):
            if not cell:
                continue
            text = f"{heading}: {cell}" if heading else cell
            lines.append(wrap_text(text, width, rest="  "))
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def table_cells_of(row: Element) -> list[Element]:
    """Return the cells of a row: its `td` and `th` elements."""
    cells = []
    for child in row.children:
        if isinstance(child, Element) and child.tag in ("td", "th"):
            cells.append(child)
    return cells


def find_descendants(node: Element, tag: str) -> Iterable[Element]:
    """Yield the elements of a tag inside an element, but not those inside one another."""
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
