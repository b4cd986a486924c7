"""Render forecasts and their backtest for the terminal."""

from __future__ import annotations

from datetime import date

from tracker.cli import marks
from tracker.cli.layout import Group, Justify, Padding, Renderable, Table, Text
from tracker.cli.marks import KIND_STYLES, Pen
from tracker.figures.forecast import (
    Forecast,
    describe_forecast,
    kept_forecasts,
    summarize_forecast,
)
from tracker.figures.stats import Figures, Progress
from tracker.model.kinds import KIND_OF_IDS
from tracker.model.when import format_rough_duration

WHOLE = "the plan"
AMOUNTS = "And how often all courses together brought as many hours as forecast:"
LEGEND = (
    "P50, P80, P90: how often as much as forecast, or more, was done. "
    "Width: from P50 down to P80, as a part of P50. "
    "Loss: the forecast's as a part of a straight line's; under 1 is better."
)


def show_forecasts(
    figures: Figures,
    forecasts: list[Forecast],
    so_far: kept_forecasts.Calibration,
    held: str,
    today: date,
    named: bool,
    no_color: bool,
) -> None:
    """Print the forecasts, the reasons where there is none, and how often others held.

    `held`: how often past forecasts held. `named`: they were asked for one by one, so all is said
    of each; else only of the whole plan.
    """
    pen = marks.detect_pen(no_color)
    parts: list[Renderable] = []
    refused = []
    dated = [forecast for forecast in forecasts if not forecast.refused]
    if is_one_course(figures, dated, today):
        forecasts = [forecast for forecast in forecasts if forecast is not dated[1]]
        named = True
    for forecast in forecasts:
        if forecast.refused:
            refused.append(forecast)
        else:
            describe = describe_forecast
            if forecast.item and not named:
                describe = summarize_forecast
            sentence = describe(figures, forecast, today)
            parts.append(render_forecast(pen, figures, forecast, sentence))
    if refused:
        parts.append(Group(Text("no forecast", "bold"), render_refused_forecasts(refused)))
    records = []
    if held and len(refused) < len(forecasts):
        records.append(held)
    if so_far.said:
        records.append(so_far.said)
    if records:
        parts.append(marks.style_text(" ".join(records)))
    marks.print_parts(pen, *parts)


def is_one_course(figures: Figures, dated: list[Forecast], today: date) -> bool:
    """Whether the plan is but one course, so that both would say the same."""
    if len(dated) != 2 or dated[1].item or dated[1].paused or dated[1].uncounted:
        return False
    course, whole = (summarize_forecast(figures, forecast, today) for forecast in dated)
    return course == whole


def render_forecast(pen: Pen, figures: Figures, forecast: Forecast, sentence: str) -> Renderable:
    """Render an item's id and title, a bar and its progress; below them the forecast's sentence."""
    state = figures.states[forecast.item] if forecast.item else None
    share = Progress(forecast.done, forecast.total, forecast.measure).share
    if forecast.measure == "minutes":
        done = format_rough_duration(forecast.done) if forecast.done else "0"
        progress = f"{done} of {format_rough_duration(forecast.total)}"
    else:
        progress = f"{forecast.done} of {forecast.total}"
    name = marks.style_text(forecast.item or WHOLE, "bold")
    title = marks.style_text(state.item.title if state and state.item.title else "")
    head = marks.fit_cells(
        pen,
        (Text.assemble(name, "  ", title), pen.width - 24 - len(progress)),
        (Text("  "), 2),
        (
            marks.render_progress_bar(
                pen, share, 20, KIND_STYLES[state.kind if state else KIND_OF_IDS]
            ),
            20,
        ),
        (Text(f"  {progress}"), 2 + len(progress)),
    )
    return Group(head, Padding(marks.style_text(sentence), 2))


def render_refused_forecasts(refused: list[Forecast]) -> Table:
    """Render each id and the reason; a reason of two lines stays in its column."""
    table = Table()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=22)
    table.add_column(overflow="fold")
    for forecast in refused:
        table.add_row(
            marks.style_text(forecast.item or WHOLE), marks.style_text(forecast.refused, "dim")
        )
    return table


def show_backtest(
    held: str,
    courses: list[tuple[str, ...]],
    amounts: list[tuple[str, ...]],
    no_color: bool,
) -> None:
    """Print how often days held, by course, and how often amounts did, by weeks.

    The head of each table comes first.
    """
    pen = marks.detect_pen(no_color)
    parts: list[Renderable] = []
    if held:
        parts.append(marks.style_text(held))
        parts.append(render_score_table(pen, courses))
    if amounts:
        parts.append(Text(AMOUNTS))
        parts.append(render_score_table(pen, amounts))
        parts.append(Text(LEGEND, "dim"))
    marks.print_parts(pen, *parts)


def render_score_table(pen: Pen, rows: list[tuple[str, ...]]) -> Renderable:
    head, *body = rows
    numbers: list[Justify] = ["right"] * (len(head) - 1)
    table = marks.build_grid(pen, "left", *numbers, widths=(24,))
    table.add_row(*[Text(cell, "bold") for cell in head])
    for row in body:
        table.add_row(*[marks.style_text(cell) for cell in row])
    return table
