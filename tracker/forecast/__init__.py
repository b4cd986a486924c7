"""Figures -> when what is left will be done, as days that were measured to hold so often: see the guide's Forecast."""

from __future__ import annotations

from tracker.forecast.course import Forecast, forecast, forecasts
from tracker.forecast.words import said, when

__all__ = ["Forecast", "forecast", "forecasts", "said", "when"]
