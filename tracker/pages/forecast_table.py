"""Forecasts -> the plan page's table of days, a row for the whole plan and each course in hand."""

from __future__ import annotations

from typing import NamedTuple

from tracker.figures.forecast import (
    TOO_FAR,
    Forecast,
    describe_forecast_conditions,
    describe_unit_cost,
    format_finish_date,
    list_forecasts,
)
from tracker.pages.item_facts import link_pages
from tracker.pages.markdown import Md
from tracker.pages.page import View, item_uri

BEYOND = "not within five years"


class ForecastRow(NamedTuple):
    """A row: `early` is the day of even odds, `late` that of four in five.

    `refused`: why there are none, as sentences. `note`: what the days of this row rest on.
    """

    title: Md
    early: str
    late: str
    refused: str
    note: str
    is_plan: bool


class ForecastTable(NamedTuple):
    """`dated`: some row has days.

    `said`: sentences on the whole plan. `record`: how often such forecasts held.
    """

    rows: tuple[ForecastRow, ...]
    dated: bool
    said: str
    record: str


def build_forecast_table(view: View, here: str) -> ForecastTable | None:
    """Build the table for the page `here`; None where there is nothing to forecast.

    Where the plan is refused and no course has days, its reason stands for theirs.
    """
    forecasts = {forecast.item: forecast for forecast in list_forecasts(view.figures, view.today)}
    whole = forecasts.get(None)
    rows = []
    for state in view.figures.states.values():
        forecast = forecasts.get(state.id)
        if forecast and state.status == "active":
            title = link_pages(view, here, [(item_uri(state), state.title)])
            rows.append(build_forecast_row(view, forecast, title))
    dated = any(not row.refused for row in rows)
    said = ""
    if whole:
        if whole.refused and not dated:
            rows = []
        rows.insert(0, build_forecast_row(view, whole, Md("The whole plan")))
        dated = dated or not whole.refused
        said = " ".join(describe_forecast_conditions(view.figures, whole, view.today))
    if not rows:
        return None
    return ForecastTable(tuple(rows), dated, said, view.record_words if dated else "")


def build_forecast_row(view: View, forecast: Forecast, title: Md) -> ForecastRow:
    note = describe_unit_cost(view.figures, forecast).removeprefix(", ")
    if forecast.queued:
        note = "not begun: in the plan's order"
    row = ForecastRow(title, "", "", "", note, forecast.item is None)
    if forecast.refused:
        if forecast.refused != TOO_FAR:
            row = row._replace(note="")
        return row._replace(refused=f"No forecast. {forecast.refused}")
    assert forecast.p50
    late = BEYOND
    if forecast.p80:
        late = format_finish_date(forecast.p80, view.today)
    return row._replace(early=format_finish_date(forecast.p50, view.today), late=late)
