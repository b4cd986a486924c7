"""Forecasts and their backtest -> what the terminal shows of them. Imports rich; nothing else but drawing needs it."""

from __future__ import annotations

from datetime import date

from rich.console import Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tracker.cli import marks
from tracker.cli.marks import KIND_STYLES, Pen
from tracker.figures.forecast import Forecast, describe_forecast, kept_forecasts
from tracker.figures.stats import Figures, Progress
from tracker.model.english import format_count
from tracker.model.kinds import KIND_OF_IDS
from tracker.model.when import format_rough_duration

WHOLE = "the plan"
LEGEND = (
    "P50, P80, P90: how often as much as forecast, or more, was done. Width: from P50 down to P80, as a part of "
    "P50. Loss: the forecast's as a part of a straight line's; under 1 is better."
)


def show_forecasts(
    figures: Figures,
    found: list[Forecast],
    so_far: kept_forecasts.Calibration,
    today: date,
    no_color: bool,
) -> None:
    pen = marks.detect_pen(no_color)
    carried = [one for one in found if not one.refused]
    parts: list[RenderableType] = [render_forecast(pen, figures, one, today) for one in carried]
    refused = [one for one in found if one.refused]
    if refused:
        parts.append(Group(Text("no forecast", "bold"), render_refused_forecasts(refused)))
    if so_far.said:
        parts.append(marks.style_text(so_far.said))
    marks.print_parts(pen, *parts)


def render_forecast(pen: Pen, figures: Figures, one: Forecast, today: date) -> RenderableType:
    """Its id, a bar, how far it is; below them the sentence."""
    state = figures.states[one.item] if one.item else None
    share = Progress(one.done, one.total, one.measure).share
    far = (
        f"{format_rough_duration(one.done)} of {format_rough_duration(one.total)}"
        if one.measure == "minutes"
        else f"{one.done} of {one.total}"
    )
    name = marks.style_text(one.item or WHOLE, "bold")
    room = pen.width - 24 - len(far)
    title = marks.style_text(state.item.title if state and state.item.title else "")
    head = marks.fit_cells(
        pen,
        (Text.assemble(name, "  ", title), room),
        (Text("  "), 2),
        (
            marks.render_progress_bar(
                pen, share, 20, KIND_STYLES[state.kind if state else KIND_OF_IDS]
            ),
            20,
        ),
        (Text(f"  {far}"), 2 + len(far)),
    )
    return Group(
        head, Padding(marks.style_text(describe_forecast(figures, one, today)), (0, 0, 0, 2))
    )


def render_refused_forecasts(refused: list[Forecast]) -> Table:
    """Each id, and why; a reason of two lines stays in its column."""
    table = Table(box=None, show_header=False, padding=(0, 0, 0, 2), pad_edge=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=22)
    table.add_column(overflow="fold")
    for one in refused:
        table.add_row(marks.style_text(one.item or WHOLE), marks.style_text(one.refused, "dim"))
    return table


def show_backtest(rows: list[tuple[str, ...]], short: int, no_color: bool) -> None:
    pen = marks.detect_pen(no_color)
    head, *body = rows
    numbers: list[JustifyMethod] = ["right"] * (len(head) - 1)
    table = marks.build_grid(pen, "left", *numbers, widths=(24,))
    table.add_row(*(Text(cell, "bold") for cell in head))
    for row in body:
        table.add_row(*(marks.style_text(cell) for cell in row))
    parts: list[RenderableType] = [table, Text(LEGEND, "dim")]
    if short:
        parts.append(Text(f"{format_count(short, 'more log')} too short to be judged", "dim"))
    marks.print_parts(pen, *parts)
