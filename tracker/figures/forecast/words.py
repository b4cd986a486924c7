"""A forecast -> one sentence, for terminal and site alike."""

from __future__ import annotations

from datetime import date

from tracker.figures.forecast.course import Forecast
from tracker.figures.forecast.throughput import LATELY
from tracker.figures.stats import Figures
from tracker.model.english import day_words, join_words
from tracker.model.plan import Plan
from tracker.model.when import format_duration, format_rough_duration


def describe_forecast(figures: Figures, found: Forecast, today: date) -> str:
    """When it is done, at which pace, and against deadline and runway; or why that can't be said."""
    if found.refused:
        return f"No forecast. {found.refused}"
    days = describe_finish_dates(found)
    odds = f"{days[0].upper()}{days[1:]}, at this pace of {describe_forecast_pace(found)}{describe_unit_cost(figures, found)}"
    return "; ".join([odds, *compare_with_deadlines(figures.plan, found, today)]) + "."


def describe_finish_dates(found: Forecast) -> str:
    """The two days as odds: `even odds by 3 March, four in five by 5 May 2025`; where they are one, the second alone.

    Never as a range: readers take it for where the day will lie, and it lay there in a fifth of cases.
    """
    assert found.p50 and found.p80
    early, late = day_words(found.p50), day_words(found.p80)
    if found.p50.year == found.p80.year:
        early = early.removesuffix(f" {found.p50.year}")
    return (
        f"four in five by {late}"
        if found.p50 == found.p80
        else f"even odds by {early}, four in five by {late}"
    )


def describe_unit_cost(figures: Figures, found: Forecast) -> str:
    """What a unit is taken to need, where hours stand for units that are too few to go by."""
    progress = figures.states[found.item].progress if found.item else None
    if not progress or progress.measure == found.measure:
        return ""
    return f" and {format_rough_duration(max(1, round((found.total - found.done) / (progress.total - progress.done))))} a unit"


def describe_forecast_pace(found: Forecast) -> str:
    """`2 units a week`, `3 h 20 a week`, `one unit in 3 weeks`: the mean of the last half year."""
    lately = [amount for _, amount in found.history[-LATELY:]]
    mean = sum(lately) / len(lately)
    if found.measure == "minutes":
        return f"{format_duration(max(1, round(mean)))} a week"
    if mean < 0.75:
        return f"one unit in {round(1 / mean)} weeks"
    shown = f"{mean:.1f}".removesuffix(".0")
    return f"{shown} unit{'s' * (shown != '1')} a week"


def compare_with_deadlines(plan: Plan, found: Forecast, today: date) -> list[str]:
    """How deadline and runway stand to the two days, while they lie ahead. Of one item, only where it may miss them."""
    ends = [("the deadline", plan.deadline)] if plan.deadline else []
    # Where it may last six months or nine, nobody would count on nine.
    ends += (
        [("the end of the runway", plan.runway.ends[0])] if plan.runway and plan.runway.ends else []
    )
    missed = [end for end in ends if found.p80 and end[1] < found.p80]
    ahead = [(what, day) for what, day in (missed if found.item else ends) if day >= today]
    shown = [
        (f"{what} on {day_words(day)}", compare_day_with_forecast(day, found))
        for what, day in ahead
    ]
    sides = {
        place: [what for what, side in shown if side == place] for place in ("before", "after", "")
    }
    said = [
        f"that is {place} {join_words(ends)}" for place, ends in sides.items() if place and ends
    ]
    between = sides[""]
    return said + (
        [f"{join_words(between)} lie{'s' * (len(between) == 1)} between the two"] if between else []
    )


def compare_day_with_forecast(day: date, found: Forecast) -> str:
    """How what is forecast stands to that day; nothing where the day lies between its two."""
    assert found.p50 and found.p80
    return "" if found.p50 <= day < found.p80 else "after" if day < found.p50 else "before"
