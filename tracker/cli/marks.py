"""Sums -> tables, bars, sparklines and a year of days, by rich. Imported only where something is drawn."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from tracker.boundary.outside import silence_stdout
from tracker.cli.json_csv import is_utf8
from tracker.cli.terminal import strip_controls
from tracker.figures.report import shade
from tracker.figures.stats import OTHER, list_week_names
from tracker.model.english import MONTHS, WEEKDAYS
from tracker.model.journal import monday_of
from tracker.model.kinds import KINDS
from tracker.model.when import format_duration

NARROWEST, WIDEST = 40, 120
SPARK = 12  # letters of a sparkline at most
EIGHTHS = " ▏▎▍▌▋▊▉█"
SPARKS, PLAIN_SPARKS = "▁▂▃▄▅▆▇█", ".:-=+*#@"
# None, then four shades: they differ in form as well as in colour.
SHADES, PLAIN_SHADES = "·░▒▓█", ".-+*#"
# The terminal's own colours, which its theme makes fit for light and dark.
KIND_STYLES = {name: kind.colour for name, kind in KINDS.items()} | {OTHER: "yellow"}
SHADE_STYLES = ("dim", "green", "green", "green", "bold green")


class Pen(NamedTuple):
    """What the terminal can show: so many columns, colours or none, and letters beyond ASCII or none."""

    width: int
    colour: bool
    utf8: bool


def detect_pen(no_color: bool) -> Pen:
    terminal = sys.stdout.isatty()
    plain = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "")
    return Pen(_measure_columns(terminal), terminal and not plain, is_utf8())


def _measure_columns(terminal: bool) -> int:
    """COLUMNS if that is set, else the terminal's; 80 in a pipe. Lines of more than 120 are hard to follow."""
    columns = 80
    if terminal:
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told):
        columns = int(told)
    return max(NARROWEST, min(columns, WIDEST)) if columns else 80


def print_parts(pen_: Pen, *parts: RenderableType) -> None:
    """One after the other, with an empty line between them. A reader that has left is no matter."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=pen_.width,
        color_system="standard" if pen_.colour else None,
        force_terminal=pen_.colour,
        no_color=not pen_.colour,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for index, part in enumerate(parts):
        if index:
            console.print()
        console.print(part)
    try:
        print("\n".join(line.rstrip() for line in out.getvalue().splitlines()))
    except BrokenPipeError:
        silence_stdout()


# ---- texts


def sanitize_line(words: object) -> str:
    """Words from a file on one line, none of them able to act on the terminal."""
    return strip_controls(" ".join(str(words).split()))


def style_text(words: object, style: str = "") -> Text:
    return Text(sanitize_line(words), style)


def render_heading(words: object, more: object = "") -> Text:
    return Text.assemble((sanitize_line(words), "bold"), sanitize_line(f": {more}" if more else ""))


# ---- marks


def render_bar(pen_: Pen, share: float, cells: int, style: str = "blue") -> Text:
    """As many of the cells as the share, 0 to 1, says; what is not nothing shows at least a little."""
    share = max(0.0, min(share, 1.0))
    if not pen_.utf8:
        return Text("#" * max(round(share * cells), share > 0), style)
    eighths = max(round(share * cells * 8), share > 0)
    return Text("█" * (eighths // 8) + EIGHTHS[eighths % 8].strip(), style)


def render_progress_bar(pen_: Pen, share: float, cells: int, style: str = "blue") -> Text:
    """A bar with the whole of which it is a part."""
    filled = min(cells, int(share * cells + 0.5))
    full, empty = ("━", "╌") if pen_.utf8 else ("#", ".")
    return Text.assemble((full * filled, style), (empty * (cells - filled), "dim"))


def render_sparkline(pen_: Pen, values: Sequence[int], most: int = SPARK) -> Text:
    """A letter for each value, or for the sum of some neighbours where there are more values than room."""
    each = -(-len(values) // most) if values else 1
    sums = [sum(values[at : at + each]) for at in range(0, len(values), each)]
    top = max(sums, default=0)
    letters = SPARKS if pen_.utf8 else PLAIN_SPARKS
    return Text(
        "".join(letters[-(-value * len(letters) // top) - 1] if value else " " for value in sums),
        "cyan",
    )


# ---- tables


class BarLine(NamedTuple):
    """A name, its minutes in words, a bar to the scale of the longest, and what else there is to see."""

    name: str
    minutes: int
    note: str = ""
    style: str = "blue"
    course: tuple[int, ...] = ()


def render_bar_table(pen_: Pen, lines: Sequence[BarLine], nothing: str = "-") -> Table:
    said = [format_duration(line.minutes) if line.minutes else nothing for line in lines]
    notes, courses = any(line.note for line in lines), any(any(line.course) for line in lines)
    longest = max((line.minutes for line in lines), default=0) or 1
    names = min(
        max((cell_len(sanitize_line(line.name)) for line in lines), default=0), pen_.width // 3
    )
    used = 2 + names + 2 + max(map(len, said), default=0) + 2
    used += (2 + max(cell_len(line.note) for line in lines)) * notes
    used += (2 + min(SPARK, max(len(line.course) for line in lines))) * courses
    sides: tuple[JustifyMethod, ...] = ("left", "right", "right", "left", "left")
    there = (True, True, notes, courses, True)
    table = build_grid(
        pen_,
        *(side for side, is_there in zip(sides, there, strict=True) if is_there),
        widths=(names,),
    )
    for line, words in zip(lines, said, strict=True):
        more = [style_text(line.note, "dim")] * notes + [
            render_sparkline(pen_, line.course)
        ] * courses
        mark = render_bar(
            pen_, line.minutes / longest, max(4, min(40, pen_.width - used)), line.style
        )
        table.add_row(
            style_text(line.name), style_text(words, "" if line.minutes else "dim"), *more, mark
        )
    return table


def build_grid(pen_: Pen, *sides: JustifyMethod, widths: tuple[int | None, ...] = ()) -> Table:
    """Columns by their side, indented by two; a name too long for its column ends in a mark that says so."""
    table = Table(box=None, show_header=False, padding=(0, 0, 0, 2), pad_edge=True)
    for side, width in zip(sides, [*widths, *[None] * len(sides)], strict=False):
        table.add_column(
            justify=side,
            no_wrap=True,
            overflow="ellipsis" if pen_.utf8 else "crop",
            max_width=width,
        )
    return table


def fit_cells(pen_: Pen, *cells: tuple[Text, int]) -> Text:
    """One line of texts, each cut or filled up to its width."""
    line = Text(no_wrap=True)
    for cell, width in ((cell, width) for cell, width in cells if width > 0):
        cell.truncate(width, overflow="ellipsis" if pen_.utf8 else "crop", pad=True)
        line.append_text(cell)
    return line


# ---- a year of days


def render_heatmap(
    pen_: Pen, days: Mapping[date, int], first: date, last: date, steps: tuple[int, ...]
) -> Iterator[Text]:
    """A column for each week, Monday above; as many weeks beside each other as there is room for."""
    mondays = [monday_of(name) for name in list_week_names(first, last)]
    across = 2 if pen_.width >= 5 + 2 * len(mondays) else 1
    room = (pen_.width - 5) // across
    for at in range(0, len(mondays), room):
        yield from _render_week_columns(
            pen_, mondays[at : at + room], days, (first, last), steps, across
        )
    yield Text()
    yield _render_legend(pen_, steps)


def _render_week_columns(
    pen_: Pen,
    mondays: list[date],
    days: Mapping[date, int],
    shown: tuple[date, date],
    steps: tuple[int, ...],
    across: int,
) -> Iterator[Text]:
    yield Text(" " * 5 + _format_month_names(mondays, across), "dim")
    letters = SHADES if pen_.utf8 else PLAIN_SHADES
    for weekday in range(7):
        line = Text(f"  {WEEKDAYS[weekday][:2]} ", "dim")
        for monday in mondays:
            day = monday + timedelta(days=weekday)
            level = shade(days.get(day, 0), steps)
            inside = shown[0] <= day <= shown[1]
            line.append((letters[level] if inside else " ").ljust(across), SHADE_STYLES[level])
        yield line


def _format_month_names(mondays: list[date], across: int) -> str:
    """Each month's name above the week that its first day lies in."""
    line = ""
    for at, monday in enumerate(mondays):
        sunday = monday + timedelta(days=6)
        # "Nov" has no room above the last week, and a new line would tell nothing.
        if (
            sunday.day <= 7
            and len(line) <= at * across
            and (at + 2) * across < len(mondays) * across
        ):
            line = line.ljust(at * across) + MONTHS[sunday.month - 1][:3] + " "
    return line


def _render_legend(pen_: Pen, steps: tuple[int, ...]) -> Text:
    low, middle, high = map(format_duration, steps)
    words = ("none", f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    legend = Text("  ")
    for letter, style, said in zip(
        SHADES if pen_.utf8 else PLAIN_SHADES, SHADE_STYLES, words, strict=True
    ):
        legend.append(letter, style).append(f" {said}   ")
    return legend
