"""A Jupyter notebook's bytes -> the Markdown of a page and its pictures. Nothing in it is run.

The page takes prose, code, printed text, tables, PNG and JPEG pictures. HTML and SVG can hold
scripts and load from other hosts, so of HTML only the cells of tables are taken. The text of stderr
and the lines of a traceback are left out: they are noise, and name folders of the author's machine.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from tracker.markup.guard import TooSlow, limit_processor_time
from tracker.markup.maths import without_unread
from tracker.notebook import Notebook
from tracker.notebook.inert import (
    escape_markup,
    extract_tables,
    highlight_code,
    render_notebook_markdown,
)

LARGEST = 5_000_000  # bytes; a larger one is linked and has no page
_HEADING = re.compile(r"(?m)^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PICTURES = {"image/png": (b"\x89PNG\r\n\x1a\n", "png"), "image/jpeg": (b"\xff\xd8\xff", "jpg")}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINES = 200  # of one output
_TABLE_LETTERS = 300_000  # of the HTML of a table; pandas writes about 20,000
_SECONDS = 4.0  # of processor time for one notebook
_REMOVE_CELL = {"remove-cell", "remove_cell"}  # tags of Jupyter Book
_REMOVE_INPUT = {"remove-input", "remove_input"}
_REMOVE_OUTPUT = {"remove-output", "remove_output"}


class _Block(NamedTuple):
    """A part of the page: Markdown with `level` 0, or the text of a heading with its level."""

    text: str
    level: int = 0


def convert_notebook(data: bytes, name: str) -> Notebook:
    """Convert a notebook to a page with the pictures NAME-1.png, NAME-2.png and so on.

    ValueError where it cannot be read; the message gives the reason.
    """
    try:
        with limit_processor_time(_SECONDS):
            return _build_page(data, name)
    except TooSlow:
        raise ValueError(f"it takes more than {_SECONDS:.0f} seconds to read") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _build_page(data: bytes, name: str) -> Notebook:
    book = _read_notebook(data)
    info = _as_mapping(_as_mapping(book.get("metadata")).get("language_info"))
    language = str(info.get("name") or "python")
    pictures: dict[str, bytes] = {}
    blocks: list[_Block] = []
    for cell in _as_list(book.get("cells")):
        blocks += _convert_cell(_as_mapping(cell), language, name, pictures)
    title = None
    if blocks and blocks[0].level == 1:
        title = blocks.pop(0).text
    # The title is the one heading of level 1, so further ones move all headings one level down.
    shift = 1 if any(block.level == 1 for block in blocks) else 0
    texts = []
    for block in blocks:
        if block.level:
            texts.append(f"{'#' * min(6, block.level + shift)} {block.text}")
        else:
            texts.append(block.text)
    text, formulas = without_unread("\n\n".join(texts) + "\n")
    unshown = []
    for tex, reason in formulas:
        unshown.append(f"a formula of this notebook is shown as it is typed, {tex!r}: {reason}")
    return Notebook(title, text, pictures, tuple(unshown))


def _read_notebook(data: bytes) -> Mapping[str, Any]:
    import nbformat

    if len(data) > LARGEST:
        raise ValueError(f"it has more than {LARGEST // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without ids, for example
            document = json.loads(data.decode("utf-8"))
            node = nbformat.from_dict(document)  # type: ignore[no-untyped-call]
            book = nbformat.convert(node, 4)  # type: ignore[no-untyped-call]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("it is not JSON") from None
    except Exception as error:  # nbformat raises any error on JSON that is no notebook
        raise ValueError(f"it is no notebook ({type(error).__name__})") from None
    return _as_mapping(book)


def _convert_cell(
    cell: Mapping[str, Any], language: str, name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    metadata = _as_mapping(cell.get("metadata"))
    tags = set(map(str, _as_list(metadata.get("tags"))))
    jupyter = _as_mapping(metadata.get("jupyter"))
    source = _join_text(cell.get("source")).rstrip()
    if tags & _REMOVE_CELL:
        return
    if cell.get("cell_type") == "markdown":
        yield from _convert_markdown(source, _as_mapping(cell.get("attachments")), name, pictures)
    if cell.get("cell_type") != "code":
        return
    is_source_hidden = jupyter.get("source_hidden") or tags & _REMOVE_INPUT
    if source.strip() and not is_source_hidden:
        yield _Block(highlight_code(source, language))
    are_outputs_hidden = jupyter.get("outputs_hidden") or tags & _REMOVE_OUTPUT
    if not are_outputs_hidden:
        for output in _as_list(cell.get("outputs")):
            yield from _convert_output(_as_mapping(output), name, pictures)


# ---- Markdown cells


def _convert_markdown(
    source: str, attachments: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    """Convert a Markdown cell: its headings to headings of the page, and the rest to HTML.

    So the page's table of contents has the headings of the notebook.
    """
    fences = [match.span() for match in _FENCE.finditer(source)]
    start = 0
    for heading in _HEADING.finditer(source):
        if any(first <= heading.start() < end for first, end in fences):
            continue
        yield from _convert_prose(source[start : heading.start()], attachments, name, pictures)
        text = re.sub(r"[`*]|<[^>]*>", "", heading[2])
        yield _Block(escape_markup(text, marks=True), len(heading[1]))
        start = heading.end()
    yield from _convert_prose(source[start:], attachments, name, pictures)


def _convert_prose(
    source: str, attachments: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    if not source.strip():
        return
    html, attached = render_notebook_markdown(source)
    yield _Block(f'<div class="tracker-notebook">\n{html}\n</div>')
    for alt, file in attached:
        yield from _extract_picture(_as_mapping(attachments.get(file)), alt, name, pictures)


# ---- outputs of code cells


def _convert_output(
    output: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    kind = output.get("output_type")
    if kind == "stream" and output.get("name") != "stderr":
        yield from _format_printed_text(_join_text(output.get("text")))
    elif kind == "error":
        error, message = _join_text(output.get("ename")), _join_text(output.get("evalue"))
        yield from _format_printed_text(f"{error}: {message}")
    elif kind in {"execute_result", "display_data"}:
        yield from _convert_result(_as_mapping(output.get("data")), name, pictures)


def _convert_result(
    data: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    """Convert the first of these that a result has: a picture, a table, Markdown, LaTeX, text."""
    blocks = list(_extract_picture(data, "What the code above drew", name, pictures))
    if blocks:
        yield from blocks
        return
    tables = extract_tables(_join_text(data.get("text/html"))[:_TABLE_LETTERS])
    if tables:
        yield _Block(f'<div class="tracker-output" tabindex="0">{tables}</div>')
        return
    source = _join_text(data.get("text/markdown")) or _join_text(data.get("text/latex"))
    if source:
        yield from _convert_prose(source, {}, name, pictures)
        return
    yield from _format_printed_text(_join_text(data.get("text/plain")))


def _format_printed_text(text: str) -> Iterator[_Block]:
    """Format text as a terminal shows it in the end: progress bars in their last state.

    Colours are dropped.
    """
    lines = []
    for line in _ANSI.sub("", text).replace("\r\n", "\n").rstrip().split("\n"):
        last_state = line.rstrip("\r").rpartition("\r")[2]
        lines.append(_CONTROL.sub("", last_state))
    if len(lines) > _LINES:
        lines[_LINES:] = [f"… {len(lines) - _LINES} more lines"]
    if any(lines):
        html = escape_markup("\n".join(lines))
        yield _Block(f'<pre class="tracker-output" tabindex="0">{html}</pre>')


def _extract_picture(
    data: Mapping[str, Any], alt: str, name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    """Take the picture of an output or an attachment, if its bytes are of the stated type."""
    for kind, (magic, ending) in _PICTURES.items():
        try:
            content = base64.b64decode(_join_text(data.get(kind)))
        except (binascii.Error, ValueError):
            continue
        if content.startswith(magic):
            file = f"{name}-{len(pictures) + 1}.{ending}"
            pictures[file] = content
            yield _Block(f"![{escape_markup(alt, marks=True)}]({escape(file)})")
            return


def _join_text(value: Any) -> str:
    """Join a text of a notebook, which is one string or a list of lines; other values are empty."""
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    return _SURROGATE.sub("\ufffd", text)  # JSON can hold half a letter, but UTF-8 cannot


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
