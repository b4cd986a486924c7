"""A forecast -> a sentence for terminal and site."""

from __future__ import annotations

from datetime import date

from tracker.figures.forecast.course import Forecast
from tracker.figures.forecast.throughput import LATELY
from tracker.figures.stats import Figures
from tracker.model.english import day_words, join_words
from tracker.model.plan import Plan
from tracker.model.when import format_duration, format_rough_duration


def describe_forecast(figures: Figures, forecast: Forecast, today: date) -> str:
    """Describe the finish, the pace, and how they compare with deadline and runway; or why not."""
    if forecast.refused:
        return f"No forecast. {forecast.refused}"
    days = describe_finish_dates(forecast)
    pace = describe_forecast_pace(forecast) + describe_unit_cost(figures, forecast)
    parts = [f"{days[0].upper()}{days[1:]}, at this pace of {pace}"]
    parts += compare_with_deadlines(figures.plan, forecast, today)
    return "; ".join(parts) + "."


def describe_finish_dates(forecast: Forecast) -> str:
    """The two days as odds: `even odds by 3 March, four in five by 5 May 2025`.

    Where both are one day, the second alone. Never as a range: readers take it for where the day
    will lie, and it lay there in a fifth of cases.
    """
    assert forecast.p50 and forecast.p80
    late = day_words(forecast.p80)
    if forecast.p50 == forecast.p80:
        return f"four in five by {late}"
    early = day_words(forecast.p50)
    if forecast.p50.year == forecast.p80.year:
        early = early.removesuffix(f" {forecast.p50.year}")
    return f"even odds by {early}, four in five by {late}"


def describe_unit_cost(figures: Figures, forecast: Forecast) -> str:
    """The time of a unit, where the forecast is in hours because the units are too few."""
    if not forecast.item:
        return ""
    progress = figures.states[forecast.item].progress
    if progress.measure == forecast.measure:
        return ""
    left = forecast.total - forecast.done
    minutes = round(left / (progress.total - progress.done))
    return f" and {format_rough_duration(max(1, minutes))} a unit"


def describe_forecast_pace(forecast: Forecast) -> str:
    """`2 units a week`, `3 h 20 a week`, `one unit in 3 weeks`: the mean of the last half year."""
    lately = [amount for _, amount in forecast.history[-LATELY:]]
    mean = sum(lately) / len(lately)
    if forecast.measure == "minutes":
        return f"{format_duration(max(1, round(mean)))} a week"
    if mean < 0.75:
        return f"one unit in {round(1 / mean)} weeks"
    number = f"{mean:.1f}".removesuffix(".0")
    if number == "1":
        return "1 unit a week"
    return f"{number} units a week"


def compare_with_deadlines(plan: Plan, forecast: Forecast, today: date) -> list[str]:
    """Compare deadline and end of the runway with the two days, while they lie ahead.

    For an item, only those that it may miss are compared.
    """
    ends = []
    if plan.deadline:
        ends.append(("the deadline", plan.deadline))
    if plan.runway and plan.runway.ends:
        # Where it may last six months or nine, nobody would count on nine.
        ends.append(("the end of the runway", plan.runway.ends[0]))
    sides: dict[str, list[str]] = {"before": [], "after": [], "": []}
    for name, day in ends:
        may_miss = forecast.p80 is not None and day < forecast.p80
        if day >= today and (may_miss or not forecast.item):
            side = compare_day_with_forecast(day, forecast)
            sides[side].append(f"{name} on {day_words(day)}")
    between = sides.pop("")
    parts = []
    for side, names in sides.items():
        if names:
            parts.append(f"that is {side} {join_words(names)}")
    if between:
        verb = "lies" if len(between) == 1 else "lie"
        parts.append(f"{join_words(between)} {verb} between the two")
    return parts


def compare_day_with_forecast(day: date, forecast: Forecast) -> str:
    """Where the forecast lies: `before` or `after` the day; empty for a day between its two."""
    assert forecast.p50 and forecast.p80
    if day < forecast.p50:
        return "after"
    if day < forecast.p80:
        return ""
    return "before"
