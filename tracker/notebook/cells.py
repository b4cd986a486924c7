"""A Jupyter notebook's bytes -> the Markdown of a page and its pictures. Nothing is run, and nothing in it can act.

Only what readers come for is taken: words, code, printed text, tables, PNG and JPEG pictures. HTML and SVG can hold
scripts and ask other hosts, so of HTML a table's cells are kept and no more. What went to stderr and the lines of a
traceback are left out: they are noise, and name folders of the author's machine.
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
_TABLE_LETTERS = 300_000  # of a table; pandas writes some 20,000
_SECONDS = 4.0  # of processor time for one notebook


class Notebook(NamedTuple):
    """`title`: its first heading. `text`: Markdown without front matter, whose `pictures` stand beside the page.

    `unshown`: a sentence for each part that the page leaves out or shows as its source.
    """

    title: str | None
    text: str
    pictures: Mapping[str, bytes]
    unshown: tuple[str, ...] = ()


class _Block(NamedTuple):
    """A piece of the page. `level`: of a heading, else 0; `text` is then the heading's own."""

    text: str
    level: int = 0


def convert_notebook(data: bytes, name: str) -> Notebook:
    """A notebook as a page; its pictures are called NAME-1.png and so on. A ValueError says why it can't be read."""
    try:
        with limit_processor_time(_SECONDS):
            return _page_of(data, name)
    except TooSlow:
        raise ValueError(f"it takes more than {_SECONDS:.0f} seconds to read") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _page_of(data: bytes, name: str) -> Notebook:
    book = _read_notebook(data)
    info = _as_mapping(_as_mapping(book.get("metadata")).get("language_info"))
    language = str(info.get("name") or "python")
    pictures: dict[str, bytes] = {}
    blocks = [
        block
        for cell in _as_list(book.get("cells"))
        for block in _convert_cell(_as_mapping(cell), language, name, pictures)
    ]
    title = blocks.pop(0).text if blocks and blocks[0].level == 1 else None
    deeper = any(
        block.level == 1 for block in blocks
    )  # a page has one first heading, and that is its title
    texts = [f"{'#' * min(6, b.level + deeper)} {b.text}" if b.level else b.text for b in blocks]
    text, unread = without_unread("\n\n".join(texts) + "\n")
    unshown = tuple(
        f"a formula of this notebook is shown as it is typed, {tex!r}: {why}" for tex, why in unread
    )
    return Notebook(title, text, pictures, unshown)


def _read_notebook(data: bytes) -> Mapping[str, Any]:
    import nbformat

    if len(data) > LARGEST:
        raise ValueError(f"it has more than {LARGEST // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without ids, and the like
            book = nbformat.convert(nbformat.from_dict(json.loads(data.decode("utf-8"))), 4)  # type: ignore[no-untyped-call]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("it is not JSON") from None
    except Exception as error:  # nbformat raises as it likes on what is no notebook
        raise ValueError(f"it is no notebook ({type(error).__name__})") from None
    return _as_mapping(book)


def _convert_cell(
    cell: Mapping[str, Any], language: str, name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    about = _as_mapping(cell.get("metadata"))
    tags, folded = set(map(str, _as_list(about.get("tags")))), _as_mapping(about.get("jupyter"))
    source = _join_text(cell.get("source")).rstrip()
    if "remove-cell" in tags or "remove_cell" in tags:
        return
    if cell.get("cell_type") == "markdown":
        yield from _convert_markdown(source, _as_mapping(cell.get("attachments")), name, pictures)
    if cell.get("cell_type") != "code":
        return
    if (
        source.strip()
        and not folded.get("source_hidden")
        and not tags & {"remove-input", "remove_input"}
    ):
        yield _Block(highlight_code(source, language))
    if not folded.get("outputs_hidden") and not tags & {"remove-output", "remove_output"}:
        for output in _as_list(cell.get("outputs")):
            yield from _convert_output(_as_mapping(output), name, pictures)


# ---- words ---------------------------------------------------------------------------------------------------------


def _convert_markdown(
    source: str, attachments: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    """A Markdown cell: its headings are the page's, so that its table of contents has them; the rest is HTML."""
    fenced = [match.span() for match in _FENCE.finditer(source)]
    start = 0
    for heading in _HEADING.finditer(source):
        if any(low <= heading.start() < high for low, high in fenced):
            continue
        yield from _convert_prose(source[start : heading.start()], attachments, name, pictures)
        yield _Block(
            escape_markup(re.sub(r"[`*]|<[^>]*>", "", heading[2]), marks=True), len(heading[1])
        )
        start = heading.end()
    yield from _convert_prose(source[start:], attachments, name, pictures)


def _convert_prose(
    source: str, attachments: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    if not source.strip():
        return
    shown, attached = render_notebook_markdown(source)
    yield _Block(f'<div class="tracker-notebook">\n{shown}\n</div>')
    for alt, file in attached:
        yield from _extract_picture(_as_mapping(attachments.get(file)), alt, name, pictures)


# ---- what came of code --------------------------------------------------------------------------------------


def _convert_output(
    output: Mapping[str, Any], name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    kind, data = output.get("output_type"), _as_mapping(output.get("data"))
    if kind == "stream" and output.get("name") != "stderr":
        yield from _format_printed_text(_join_text(output.get("text")))
    elif kind == "error":
        yield from _format_printed_text(
            f"{_join_text(output.get('ename'))}: {_join_text(output.get('evalue'))}"
        )
    elif kind in {"execute_result", "display_data"}:
        shown = list(_extract_picture(data, "What the code above drew", name, pictures))
        if shown:
            yield from shown
        elif cells := extract_tables(_join_text(data.get("text/html"))[:_TABLE_LETTERS]):
            yield _Block(f'<div class="tracker-output" tabindex="0">{cells}</div>')
        elif source := _join_text(data.get("text/markdown")) or _join_text(data.get("text/latex")):
            yield from _convert_prose(source, {}, name, pictures)
        else:
            yield from _format_printed_text(_join_text(data.get("text/plain")))


def _format_printed_text(text: str) -> Iterator[_Block]:
    """Text as a terminal would leave it: a progress bar only as it ended, no colours."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").rstrip().split("\n")
    lines = [_CONTROL.sub("", line.rstrip("\r").rpartition("\r")[2]) for line in lines]
    if len(lines) > _LINES:
        lines[_LINES:] = [f"… {len(lines) - _LINES} more lines"]
    if any(lines):
        yield _Block(
            f'<pre class="tracker-output" tabindex="0">{escape_markup(chr(10).join(lines))}</pre>'
        )


def _extract_picture(
    data: Mapping[str, Any], alt: str, name: str, pictures: dict[str, bytes]
) -> Iterator[_Block]:
    """The picture of an output or an attachment, if it is what it says that it is."""
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
    """A text of a notebook: one string, or a list of lines."""
    parts = value if isinstance(value, list) else [value]
    text = "".join(part for part in parts if isinstance(part, str))
    return _SURROGATE.sub("\ufffd", text)  # JSON can hold half a letter, and no file can


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
