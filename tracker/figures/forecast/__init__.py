"""Figures -> the days by which courses and plan will be done, at chances measured by backtest."""

from __future__ import annotations

from tracker.figures.forecast.course import TOO_FAR, Forecast, forecast_item, list_forecasts
from tracker.figures.forecast.words import (
    describe_finish_dates,
    describe_forecast,
    describe_forecast_conditions,
    describe_unit_cost,
    format_finish_date,
    summarize_forecast,
)

__all__ = [
    "TOO_FAR",
    "Forecast",
    "describe_finish_dates",
    "describe_forecast",
    "describe_forecast_conditions",
    "describe_unit_cost",
    "forecast_item",
    "format_finish_date",
    "list_forecasts",
    "summarize_forecast",
]
