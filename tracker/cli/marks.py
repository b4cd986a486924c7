"""Draw tables, bars, sparklines and a year of days. Imported only to draw."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.boundary.outside import silence_stdout
from tracker.cli.columns import (
    PLAIN_SHADES,
    PLAIN_UNTIMED,
    SHADES,
    UNTIMED,
    measure_columns,
)
from tracker.cli.json_csv import is_utf8
from tracker.cli.layout import (
    Justify,
    Renderable,
    Table,
    Text,
    count_cells,
    format_line,
    render_lines,
)
from tracker.cli.terminal import strip_controls
from tracker.figures.report import choose_shade
from tracker.figures.stats import OTHER, list_week_names
from tracker.model.english import MONTHS, WEEKDAYS
from tracker.model.journal import monday_of
from tracker.model.kinds import KINDS
from tracker.model.when import format_duration

SPARK = 12  # letters of a sparkline at most
EIGHTHS = " ▏▎▍▌▋▊▉█"
SPARKS, PLAIN_SPARKS = "▁▂▃▄▅▆▇█", ".:-=+*#@"
# The terminal's own colours, which its theme makes fit for light and dark.
KIND_STYLES = {name: kind.colour for name, kind in KINDS.items()} | {OTHER: "yellow"}
SHADE_STYLES = ("dim", "green", "green", "green", "bold green")


class Pen(NamedTuple):
    """The abilities of the terminal: its columns, colours or none, Unicode or ASCII alone."""

    width: int
    colour: bool
    utf8: bool


def detect_pen(no_color: bool) -> Pen:
    """Find out what stdout can show. Colours are off in a pipe, by NO_COLOR and by TERM=dumb."""
    terminal = sys.stdout.isatty()
    plain = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "")
    return Pen(measure_columns(terminal), terminal and not plain, is_utf8())


def print_parts(pen_: Pen, *parts: Renderable) -> None:
    """Print the parts with an empty line between them. A reader that has left is no error."""
    lines = []
    for index, part in enumerate(parts):
        if index:
            lines.append("")
        for line in render_lines(part, pen_.width):
            lines.append(format_line(line, pen_.colour).rstrip())
    try:
        print("\n".join(lines))
    except BrokenPipeError:
        silence_stdout()


# ---- texts


def sanitize_line(words: object) -> str:
    """Put words from a file on one line, without letters that act on the terminal."""
    return strip_controls(" ".join(str(words).split()))


def style_text(words: object, style: str = "") -> Text:
    """Sanitize words from a file, in a style such as `bold` or `dim green`."""
    return Text(sanitize_line(words), style)


def render_heading(words: object, subtitle: object = "") -> Text:
    """Render `words: subtitle`, the words in bold."""
    rest = f": {subtitle}" if subtitle else ""
    return Text.assemble((sanitize_line(words), "bold"), sanitize_line(rest))


# ---- marks


def render_bar(pen_: Pen, share: float, cells: int, style: str = "blue") -> Text:
    """Render a bar that fills a share, 0 to 1, of the cells; any share above 0 shows a little."""
    share = max(0.0, min(share, 1.0))
    if not pen_.utf8:
        return Text("#" * max(round(share * cells), share > 0), style)
    eighths = max(round(share * cells * 8), share > 0)
    return Text("█" * (eighths // 8) + EIGHTHS[eighths % 8].strip(), style)


def render_progress_bar(pen_: Pen, share: float, cells: int, style: str = "blue") -> Text:
    """Render a progress bar with its empty track."""
    filled = min(cells, int(share * cells + 0.5))
    full, empty = ("━", "╌") if pen_.utf8 else ("#", ".")
    return Text.assemble((full * filled, style), (empty * (cells - filled), "dim"))


def render_sparkline(pen_: Pen, values: Sequence[int]) -> Text:
    """Render a letter for each value, or for each sum of neighbours where the values are many."""
    values_a_letter = -(-len(values) // SPARK) if values else 1
    sums = [
        sum(values[start : start + values_a_letter])
        for start in range(0, len(values), values_a_letter)
    ]
    highest = max(sums, default=0)
    letters = SPARKS if pen_.utf8 else PLAIN_SPARKS
    line = ""
    for value in sums:
        letter = " "
        if value:
            letter = letters[-(-value * len(letters) // highest) - 1]
        line += letter
    return Text(line, "cyan")


# ---- tables


class BarLine(NamedTuple):
    """A row of a bar table: a name, minutes, a note, and a `course` of sums for a sparkline."""

    name: str
    minutes: int
    note: str = ""
    style: str = "blue"
    course: tuple[int, ...] = ()


def render_bar_table(pen_: Pen, lines: Sequence[BarLine]) -> Table:
    """Render names, durations, notes, sparklines, and bars to the scale of the longest duration.

    The columns of notes and of sparklines stand only where a line has one.
    """
    has_notes = any(line.note for line in lines)
    has_courses = any(any(line.course) for line in lines)
    durations = [format_duration(line.minutes) if line.minutes else "-" for line in lines]
    longest = max((line.minutes for line in lines), default=0) or 1
    longest_name = max((count_cells(sanitize_line(line.name)) for line in lines), default=0)
    name_width = min(longest_name, pen_.width // 3)
    used = 2 + name_width + 2 + max(map(len, durations), default=0) + 2
    sides: list[Justify] = ["left", "right"]
    if has_notes:
        used += 2 + max(count_cells(line.note) for line in lines)
        sides.append("right")
    if has_courses:
        used += 2 + min(SPARK, max(len(line.course) for line in lines))
        sides.append("left")
    sides.append("left")
    bar_width = max(4, min(40, pen_.width - used))
    table = build_grid(pen_, *sides, widths=(name_width,))
    for line, duration in zip(lines, durations, strict=True):
        style = "" if line.minutes else "dim"
        cells = [style_text(line.name), style_text(duration, style)]
        if has_notes:
            cells.append(style_text(line.note, "dim"))
        if has_courses:
            cells.append(render_sparkline(pen_, line.course))
        cells.append(render_bar(pen_, line.minutes / longest, bar_width, line.style))
        table.add_row(*cells)
    return table


def build_grid(pen_: Pen, *sides: Justify, widths: tuple[int | None, ...] = ()) -> Table:
    """Build a table without lines, indented by two: a column for each side, aligned to it.

    A text too long for its column is cut, with an ellipsis where the terminal can show it.
    """
    table = Table()
    all_widths = [*widths, *[None] * (len(sides) - len(widths))]
    for side, width in zip(sides, all_widths, strict=True):
        table.add_column(
            justify=side,
            no_wrap=True,
            overflow="ellipsis" if pen_.utf8 else "crop",
            max_width=width,
        )
    return table


def fit_cells(pen_: Pen, *cells: tuple[Text, int]) -> Text:
    """Join texts on one line, each cut or filled up to its width; texts of width 0 are left out."""
    line = Text(no_wrap=True)
    for cell, width in cells:
        if width > 0:
            cell.truncate(width, overflow="ellipsis" if pen_.utf8 else "crop", pad=True)
            line.append_text(cell)
    return line


# ---- a year of days


def render_heatmap(
    pen_: Pen, days: Mapping[date, int], first: date, last: date, steps: tuple[int, ...]
) -> Iterator[Text]:
    """Render a column for each week, Monday above, in rows as wide as the terminal.

    `days` maps those with an entry to their minutes, 0 for a day with notes alone.
    """
    mondays = [monday_of(name) for name in list_week_names(first, last)]
    cell_width = 2 if pen_.width >= 5 + 2 * len(mondays) else 1
    weeks_a_row = (pen_.width - 5) // cell_width
    for start in range(0, len(mondays), weeks_a_row):
        row = mondays[start : start + weeks_a_row]
        yield from _render_week_columns(pen_, row, days, (first, last), steps, cell_width)
    yield Text()
    yield _render_legend(pen_, steps, days)


def _render_week_columns(
    pen_: Pen,
    mondays: list[date],
    days: Mapping[date, int],
    shown: tuple[date, date],
    steps: tuple[int, ...],
    cell_width: int,
) -> Iterator[Text]:
    yield Text(" " * 5 + _format_month_names(mondays, cell_width), "dim")
    letters = SHADES if pen_.utf8 else PLAIN_SHADES
    untimed = UNTIMED if pen_.utf8 else PLAIN_UNTIMED
    for weekday in range(7):
        line = Text(f"  {WEEKDAYS[weekday][:2]} ", "dim")
        for monday in mondays:
            day = monday + timedelta(days=weekday)
            level = choose_shade(days.get(day, 0), steps)
            letter = " "
            if days.get(day) == 0:
                letter = untimed
            elif shown[0] <= day <= shown[1]:
                letter = letters[level]
            line.append(letter.ljust(cell_width), SHADE_STYLES[level])
        yield line


def _format_month_names(mondays: list[date], cell_width: int) -> str:
    """Write each month's name above the week that holds its first day."""
    line = ""
    for number, monday in enumerate(mondays):
        sunday = monday + timedelta(days=6)
        column = number * cell_width
        # "Nov" has no room above the last week, and a new line would tell nothing.
        has_room = len(line) <= column and (number + 2) * cell_width < len(mondays) * cell_width
        if sunday.day <= 7 and has_room:
            line = line.ljust(column) + MONTHS[sunday.month - 1][:3] + " "
    return line


def _render_legend(pen_: Pen, steps: tuple[int, ...], days: Mapping[date, int]) -> Text:
    """Render the shades of times, where there are any, and the mark of days without one."""
    low, middle, high = map(format_duration, steps)
    words = ("none", f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    letters = SHADES if pen_.utf8 else PLAIN_SHADES
    legend = Text("  ")
    if any(days.values()):
        for letter, style, meaning in zip(letters, SHADE_STYLES, words, strict=True):
            legend.append(letter, style).append(f" {meaning}   ")
    if 0 in days.values():
        legend.append(UNTIMED if pen_.utf8 else PLAIN_UNTIMED, "dim").append(" notes, no time")
    return legend
