"""Styled texts, tables and groups -> lines of the terminal, as wide as it is.

It sets what rich would set, of the little that the screens need, in a fifth of the time: to import
rich alone takes as long as three starts of Python. The widths of letters that are not one cell
wide come from rich, which is imported where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

Justify = Literal["left", "right"]
Overflow = Literal["fold", "ellipsis", "crop"]
_WORD = re.compile(r"\s*\S+\s*")
_END_BLANKS = re.compile(r"\s+\Z")
# Letters that are one cell wide, of those that journals have most.
_ONE_CELL = frozenset(
    chr(code)
    for begin, end in ((0x20, 0x7F), (0xA0, 0xAD), (0xAE, 0x300), (0x370, 0x483), (0x2500, 0x25FD))
    for code in range(begin, end)
) | set("…–—‘’“”•≤≥→←")
_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_CODES = {"bold": 1, "dim": 2} | {name: 30 + code for code, name in enumerate(_COLOURS)}


class Run(NamedTuple):
    """A part of a line in one style: words such as `bold green`."""

    text: str
    style: str


Line: TypeAlias = "tuple[Run, ...]"


class Text:
    """A text of runs; `style` is below those of the runs. Only `truncate` and `append` change it.

    A table's column says whether a text is wrapped and what becomes of one that is too long, but
    where the text itself does.
    """

    __slots__ = ("no_wrap", "overflow", "runs", "style")

    def __init__(
        self,
        text: str = "",
        style: str = "",
        no_wrap: bool | None = None,
        overflow: Overflow | None = None,
    ) -> None:
        self.runs: Line = (Run(text, ""),) if text else ()
        self.style = style
        self.no_wrap = no_wrap
        self.overflow = overflow

    @classmethod
    def assemble(cls, *parts: str | Text | tuple[str, str]) -> Text:
        """Join texts, and words with their style."""
        text = cls()
        for part in parts:
            if isinstance(part, tuple):
                text.append(*part)
            elif isinstance(part, Text):
                text.append_text(part)
            else:
                text.append(part)
        return text

    @property
    def plain(self) -> str:
        return "".join(run.text for run in self.runs)

    def append(self, text: str, style: str = "") -> Text:
        self.runs = _join_runs((*self.runs, Run(text, style)))
        return self

    def append_text(self, text: Text) -> Text:
        self.runs = _join_runs((*self.runs, *text.list_styled_runs()))
        return self

    def join(self, texts: Iterable[Text]) -> Text:
        """Join texts with this one between them."""
        joined = Text()
        for number, text in enumerate(texts):
            if number:
                joined.append_text(self)
            joined.append_text(text)
        return joined

    def truncate(self, width: int, overflow: Overflow | None = None, pad: bool = False) -> None:
        """Cut to a width, with an ellipsis if `overflow` says so; with `pad` fill up to it."""
        length = count_cells(self.plain)
        if length > width:
            self.runs = _cut_runs(self.runs, width, overflow or self.overflow or "fold")
        elif pad and length < width:
            self.append(" " * (width - length))

    def list_styled_runs(self) -> Line:
        """List the runs, each with the text's own style below its own."""
        if not self.style:
            return self.runs
        return tuple(Run(text, f"{self.style} {style}".rstrip()) for text, style in self.runs)


class Padding(NamedTuple):
    """A renderable, indented by so many cells."""

    renderable: Renderable
    left: int


class Group:
    """Renderables below each other."""

    __slots__ = ("renderables",)

    def __init__(self, *renderables: Renderable) -> None:
        self.renderables = renderables


class Column:
    """A column of a table. `max_width` leaves out the two blanks before each column."""

    __slots__ = ("cells", "justify", "max_width", "no_wrap", "overflow")

    def __init__(
        self,
        justify: Justify = "left",
        no_wrap: bool = False,
        overflow: Overflow = "ellipsis",
        max_width: int | None = None,
    ) -> None:
        self.justify = justify
        self.no_wrap = no_wrap
        self.overflow = overflow
        self.max_width = max_width
        self.cells: list[Text] = []


class Table:
    """Texts in columns, without lines or a heading, indented by two."""

    __slots__ = ("columns", "row_count")

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.row_count = 0

    def add_column(
        self,
        justify: Justify = "left",
        no_wrap: bool = False,
        overflow: Overflow = "ellipsis",
        max_width: int | None = None,
    ) -> None:
        self.columns.append(Column(justify, no_wrap, overflow, max_width))

    def add_row(self, *cells: Text | str) -> None:
        for column, cell in zip(self.columns, cells, strict=True):
            column.cells.append(Text(cell) if isinstance(cell, str) else cell)
        self.row_count += 1


Renderable: TypeAlias = "Text | Padding | Group | Table"
_GAP = 2  # blanks before each column of a table


def render_lines(renderable: Renderable, width: int) -> Iterator[Line]:
    """Yield the lines of a renderable, at most `width` cells wide."""
    if isinstance(renderable, Text):
        yield from wrap_text(renderable, width)
    elif isinstance(renderable, Group):
        for each in renderable.renderables:
            yield from render_lines(each, width)
    elif isinstance(renderable, Padding):
        blank = Run(" " * renderable.left, "")
        for line in render_lines(renderable.renderable, max(1, width - renderable.left)):
            yield (blank, *line)
    else:
        yield from _render_table(renderable, width)


def format_line(line: Line, colour: bool) -> str:
    """Format a line, with the terminal's codes where it shows colours."""
    if not colour:
        return "".join([run.text for run in line])
    return "".join([_format_run(run) for run in line])


def _format_run(run: Run) -> str:
    if not run.style or not run.text:
        return run.text
    attributes: set[int] = set()
    colour: list[int] = []
    for word in run.style.split():
        code = _CODES[word]
        if code < 30:
            attributes.add(code)
        else:
            colour = [code]
    codes = ";".join(map(str, [*sorted(attributes), *colour]))
    return f"\x1b[{codes}m{run.text}\x1b[0m"


# ---- cells


def count_cells(text: str) -> int:
    """Count the cells of the terminal that a text takes."""
    if text.isascii() or _ONE_CELL.issuperset(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut_cells(text: str, width: int) -> str:
    """Cut or fill up a text to a width."""
    if text.isascii() or _ONE_CELL.issuperset(text):
        return text[: max(0, width)].ljust(width)
    from rich.cells import set_cell_size

    return set_cell_size(text, width)


def _chop_word(word: str, width: int) -> list[str]:
    if _ONE_CELL.issuperset(word):
        return [word[start : start + width] for start in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width)


# ---- texts


def wrap_text(
    text: Text,
    width: int,
    no_wrap: bool = False,
    overflow: Overflow = "fold",
    justify: Justify | None = None,
) -> list[Line]:
    """Break a text into lines at blanks; words that are too long as `overflow` says."""
    no_wrap = no_wrap if text.no_wrap is None else text.no_wrap
    overflow = text.overflow or overflow
    runs = text.list_styled_runs()
    plain = text.plain
    fits = len(plain) <= width and (plain.isascii() or _ONE_CELL.issuperset(plain))
    if fits and "\n" not in plain and "\t" not in plain:
        line = _drop_end_blanks(runs, 0) if justify == "right" else runs
        return [_justify_line(line, width, justify)]
    lines: list[Line] = []
    for each in _split_runs(runs):
        plain = "".join(run.text for run in each)
        parts = [each]
        if not no_wrap:
            breaks = find_breaks(plain, width, overflow == "fold")
            parts = [_drop_end_blanks(part, width) for part in _divide_runs(each, breaks)]
        for part in parts:
            if justify == "right":
                part = _drop_end_blanks(part, 0)
            if count_cells("".join(run.text for run in part)) > width:
                part = _cut_runs(part, width, overflow)
            lines.append(_justify_line(part, width, justify))
    return lines


def find_breaks(text: str, width: int, fold: bool) -> list[int]:
    """Find where a text is broken into lines of a width; with `fold` also within long words."""
    breaks: list[int] = []
    used = 0
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0]
        length = count_cells(word.rstrip())
        if width - used >= length:
            used += count_cells(word)
        elif length > width and fold:
            pieces = _chop_word(word, width)
            for piece in pieces:
                if start:
                    breaks.append(start)
                start += len(piece)
            used = count_cells(pieces[-1])
        elif start and (used or length > width):
            breaks.append(start)
            used = count_cells(word)
        else:
            used = count_cells(word)
    return breaks


def _justify_line(line: Line, width: int, justify: Justify | None) -> Line:
    if justify is None:
        return line
    missing = width - count_cells("".join(run.text for run in line))
    if missing <= 0:
        return line
    blank = Run(" " * missing, "")
    return (blank, *line) if justify == "right" else (*line, blank)


def _join_runs(runs: Iterable[Run]) -> Line:
    """Join neighbours without a style; leave out what is empty."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.style and not joined[-1].style:
            joined[-1] = Run(joined[-1].text + run.text, "")
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _split_runs(runs: Line) -> list[Line]:
    """Split runs into lines at their line breaks."""
    lines: list[list[Run]] = [[]]
    for text, style in runs:
        first, *more = text.split("\n")
        lines[-1].append(Run(first.expandtabs(), style))
        lines += [[Run(each.expandtabs(), style)] for each in more]
    return [_join_runs(line) for line in lines]


def _divide_runs(runs: Line, breaks: Sequence[int]) -> list[Line]:
    if not breaks:
        return [runs]
    ends = [*breaks, sum(len(run.text) for run in runs)]
    return [_slice_runs(runs, start, end) for start, end in zip([0, *breaks], ends, strict=True)]


def _slice_runs(runs: Line, start: int, end: int) -> Line:
    sliced = []
    place = 0
    for text, style in runs:
        part = text[max(0, start - place) : max(0, end - place)]
        if part:
            sliced.append(Run(part, style))
        place += len(text)
    return tuple(sliced)


def _drop_end_blanks(line: Line, width: int) -> Line:
    """Drop the blanks at a line's end, as far as they stand beyond a width."""
    plain = "".join(run.text for run in line)
    match = _END_BLANKS.search(plain)
    if len(plain) <= width or not match:
        return line
    return _slice_runs(line, 0, max(width, match.start()))


def _cut_runs(runs: Line, width: int, overflow: Overflow) -> Line:
    """Cut runs to a width; the mark for what is missing has the style of what it stands for."""
    plain = "".join(run.text for run in runs)
    if overflow != "ellipsis":
        return _restyle(cut_cells(plain, width), runs)
    return _restyle(cut_cells(plain, width - 1) + "…", runs)


def _restyle(plain: str, runs: Line) -> Line:
    """Give a text the styles that the letters of another one have at its places."""
    styled = []
    place = 0
    for text, style in runs:
        if part := plain[place : place + len(text)]:
            styled.append(Run(part, style))
        place += len(text)
    if plain[place:]:
        styled.append(Run(plain[place:], ""))
    return _join_runs(styled)


# ---- tables


def _render_table(table: Table, width: int) -> Iterator[Line]:
    """Yield the lines of a table; columns that may wrap give up width first."""
    if not table.row_count:
        return
    widths = _fit_columns(table.columns, width)
    for number in range(table.row_count):
        cells = []
        for column, room in zip(table.columns, widths, strict=True):
            cells.append(_render_cell(column, column.cells[number], room))
        height = max(map(len, cells))
        for row in range(height):
            line: list[Run] = []
            for lines, room in zip(cells, widths, strict=True):
                line += lines[row] if row < len(lines) else (Run(" " * room, ""),)
            cut = sum(widths) > width  # by a cell or two, where the columns are many
            yield _cut_runs(tuple(line), width, "crop") if cut else tuple(line)


def _render_cell(column: Column, cell: Text, width: int) -> list[Line]:
    """Render a cell with the blanks before it, each line as wide as its column."""
    room = width - _GAP
    if room < 1:
        return [(Run(" " * width, ""),)]
    lines = []
    for line in wrap_text(cell, room, column.no_wrap, column.overflow, column.justify):
        line = _justify_line(line, room, "left")
        lines.append((Run(" " * _GAP, ""), *line))
    return lines


def _fit_columns(columns: Sequence[Column], width: int) -> list[int]:
    """Find the widths of columns: as wide as their cells, and together at most `width`."""
    lengths = [_measure_column(column) for column in columns]
    widths = [_limit_width(*each, width) for each in zip(columns, lengths, strict=True)]
    if sum(widths) <= width:
        return widths
    widths = _collapse_widths(widths, [not column.no_wrap for column in columns], width)
    excess = sum(widths) - width
    if excess > 0:
        widths = _reduce_widths(excess, [1] * len(widths), widths, widths)
    fitted = []
    for column, length, room in zip(columns, lengths, widths, strict=True):
        fitted.append(_limit_width(column, length, room))
    return fitted


def _measure_column(column: Column) -> int:
    """Measure the longest line of a column's cells."""
    longest = 0
    for cell in column.cells:
        plain = cell.plain
        lines = plain.splitlines() if "\n" in plain else [plain]
        longest = max(longest, *map(count_cells, lines))
    return longest


def _limit_width(column: Column, length: int, width: int) -> int:
    room = min(length + _GAP, width)
    if column.max_width is not None:
        room = min(room, column.max_width + _GAP)
    return max(0, room)


def _collapse_widths(widths: list[int], may_wrap: list[bool], most: int) -> list[int]:
    """Narrow the widest columns that may wrap, step by step."""
    excess = sum(widths) - most
    while excess > 0 and any(may_wrap):
        wrapping = [width for width, wraps in zip(widths, may_wrap, strict=True) if wraps]
        widest = max(wrapping)
        second = max([width for width in wrapping if width != widest], default=0)
        ratios = []
        for width, wraps in zip(widths, may_wrap, strict=True):
            ratios.append(int(wraps and width == widest))
        if widest == second:
            break
        limits = [min(excess, widest - second)] * len(widths)
        widths = _reduce_widths(excess, ratios, limits, widths)
        excess = sum(widths) - most
        if not widest:
            break
    return widths


def _reduce_widths(
    total: int, ratios: list[int], limits: list[int], widths: list[int]
) -> list[int]:
    """Take `total` from the widths, in the ratios and at most `limits` of each."""
    ratios = [ratio if limit else 0 for ratio, limit in zip(ratios, limits, strict=True)]
    of_all = sum(ratios)
    reduced = []
    for ratio, limit, width in zip(ratios, limits, widths, strict=True):
        if ratio and of_all > 0:
            taken = min(limit, round(ratio * total / of_all))
            reduced.append(width - taken)
            total -= taken
            of_all -= ratio
        else:
            reduced.append(width)
    return reduced
