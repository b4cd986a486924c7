"""Figures -> the plan's courses, and the weeks of all of them together."""

from __future__ import annotations

from datetime import date

from tracker.figures.forecast.throughput import History
from tracker.figures.forecast.weekly_amounts import (
    list_past_weeks,
    minutes_by_week,
    sum_units_by_week,
)
from tracker.figures.stats import Figures, State
from tracker.model.kinds import KINDS, OVER


def is_open(state: State) -> bool:
    return KINDS[state.kind].has_units and state.status not in OVER


def list_planned_courses(figures: Figures) -> list[State]:
    return [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.planned
    ]


def list_open_courses(figures: Figures) -> list[State]:
    """List the plan's courses that are neither over nor paused, in its order."""
    return [
        state
        for state in list_planned_courses(figures)
        if is_open(state) and state.status != "paused"
    ]


def measure_of_plan(figures: Figures) -> str:
    """Minutes, or units where nobody logged any time on the plan's courses."""
    courses = list_planned_courses(figures)
    if any(state.minutes for state in courses):
        return "minutes"
    if any(state.progress.measure == "units" and state.progress.done for state in courses):
        return "units"
    return "minutes"


def collect_plan_history(figures: Figures, today: date, measure: str) -> History:
    """Collect the weeks of all the plan's courses together."""
    courses = list_planned_courses(figures)
    ids = {state.id for state in courses}
    amounts = minutes_by_week(figures, ids)
    if measure == "units":
        amounts = sum_units_by_week(figures, ids)
    worked = {name for state in courses for name in state.weeks_of_work}
    if not worked:
        return History((), b"")
    history = list_past_weeks(figures.plan, today, amounts, min(worked))
    return History(
        tuple(float(amount) for _, amount in history),
        bytes(name in worked for name, _ in history),
    )
