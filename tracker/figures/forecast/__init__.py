"""Figures -> the days by which courses and plan will be done, at chances measured by backtest."""

from __future__ import annotations

from tracker.figures.forecast.course import Forecast, forecast_item, list_forecasts
from tracker.figures.forecast.words import (
    describe_finish_dates,
    describe_forecast,
    format_finish_date,
    summarize_forecast,
)

__all__ = [
    "Forecast",
    "describe_finish_dates",
    "describe_forecast",
    "forecast_item",
    "format_finish_date",
    "list_forecasts",
    "summarize_forecast",
]
