"""Figures -> when what is left will be done, as days that were measured to hold so often: see the guide's Forecast."""

from __future__ import annotations

from tracker.figures.forecast.course import Forecast, forecast, forecasts
from tracker.figures.forecast.words import said, when

__all__ = ["Forecast", "forecast", "forecasts", "said", "when"]
