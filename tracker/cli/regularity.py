"""Weeks -> the facts of consistency and pace, as JSON holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.figures import measures
from tracker.figures.measures import WeekActivity


def build_consistency_facts(weeks: Sequence[WeekActivity], period: bool = False) -> dict[str, Any]:
    """Measure the last eight of these weeks, or all of a period."""
    facts: dict[str, Any] = {"consistency": None, "pace": None}
    if consistency := measures.measure_consistency(weeks, period):
        facts["consistency"] = {
            "studied": consistency.studied,
            "weeks": consistency.weeks,
            "paused": consistency.paused,
        }
    if pace := measures.measure_pace(weeks, period):
        facts["pace"] = {"minutes": pace.minutes_a_week, "weeks": pace.weeks}
    return facts
