"""Weeks -> what JSON says of consistency and pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.figures import measures
from tracker.figures.measures import WeekActivity


def build_consistency_facts(weeks: Sequence[WeekActivity], period: bool = False) -> dict[str, Any]:
    """Of the last eight of these weeks, or of all of a period."""
    found, at = measures.measure_consistency(weeks, period), measures.measure_pace(weeks, period)
    return {
        "consistency": {"studied": found.studied, "weeks": found.weeks, "paused": found.paused}
        if found
        else None,
        "pace": {"minutes": at.minutes_a_week, "weeks": at.weeks} if at else None,
    }
