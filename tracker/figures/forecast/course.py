"""Figures -> the days by which a course, or the whole plan, will be done. Pure, and repeatable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.throughput import (
    amount_reached_by,
    explain_history_refusal,
    simulate_throughput,
)
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import FINISHED, KINDS
from tracker.model.plan import Pause, Plan

OVER = (*FINISHED, "dropped")
TURNS = ("active", "next")  # whose forecasts come first
SHOWN = 104  # weeks of a band at most
FARTHEST = 260  # weeks
SEVERAL = 3  # units that say how long one takes
CHANCES = (0.5, 0.8, 0.9)
LITTLE = 1e-9  # ten times 0.1 is a little less than 1
TOO_FAR = "It is too far off: in more than two of ten simulations it takes more than five years."


Finish = tuple[tuple[date | None, ...], tuple[tuple[str, int, int], ...]]
"""A day for each of CHANCES, and the band."""
Simulate = Callable[[tuple[Pause, ...], date, tuple[int, ...], int, int], Finish]


class Forecast(NamedTuple):
    """The days by which the rest will be done, or why there are none.

    `item`: an id of the plan; None is the whole plan. `measure`: units, or minutes where there are
    no units or too few to go by. `history`: the (week, amount) pairs that the forecast was drawn
    from, oldest first, without pauses. `p50`, `p80`, `p90`: the Sunday of the week by which all is
    done in half, eight tenths and nine tenths of the simulations; p90 is None where that takes more
    than five years. `band`: (week, amount done in all by its end at P50, and at P80: "at least this
    much, eight times in ten"), from this week to p80's, two years at most. `refused`: why there is
    no forecast, as a sentence; then there are no days and no band.
    """

    item: str | None
    measure: str
    done: int
    total: int
    history: tuple[tuple[str, int], ...] = ()
    p50: date | None = None
    p80: date | None = None
    p90: date | None = None
    band: tuple[tuple[str, int, int], ...] = ()
    refused: str | None = None


def list_forecasts(
    figures: Figures, today: date, simulate: Simulate | None = None
) -> list[Forecast]:
    """Forecast each unfinished course with units or an estimate, then the plan, if measured.

    The active courses come first. `simulate`: `simulate_finish`, or one that remembers.
    """
    simulate = simulate or simulate_finish
    unfinished = [
        state for state in figures.states.values() if is_open(state) and state.progress.total
    ]
    unfinished.sort(key=_turn_of)
    forecasts = [forecast_item(figures, today, state.id, simulate) for state in unfinished]
    whole = forecast_plan(figures, today, simulate)
    if whole.total:
        forecasts.append(whole)
    return forecasts


def _turn_of(state: State) -> int:
    if state.status in TURNS:
        return TURNS.index(state.status)
    return len(TURNS)


def is_open(state: State) -> bool:
    return KINDS[state.kind].has_units and state.status not in OVER


def forecast_item(
    figures: Figures, today: date, item: str | None = None, simulate: Simulate | None = None
) -> Forecast:
    """Forecast one item or, without one, all the plan's courses together.

    KeyError for an id that neither plan nor weeks name.
    """
    simulate = simulate or simulate_finish
    if item is None:
        return forecast_plan(figures, today, simulate)
    state = figures.states[item]
    done, total, measure = state.progress
    blank = Forecast(item, measure, done, total)
    reason = explain_item_refusal(state)
    if reason:
        return blank._replace(refused=reason)
    if measure == "minutes":
        amounts = minutes_by_week(figures, {item})
    else:
        amounts = units_by_week(figures, item)
    since = state.weeks_of_work[0]
    forecast = fill_forecast(figures.plan, today, blank, amounts, since, simulate)
    if forecast.refused and measure == "units":
        by_hours = forecast_in_minutes(figures, today, state, simulate)
        if by_hours and not by_hours.refused:
            return by_hours
    return forecast


def forecast_in_minutes(
    figures: Figures, today: date, state: State, simulate: Simulate
) -> Forecast | None:
    """Forecast a course with too few units to go by from its minutes; None where they are unknown.

    The units left are counted by the minutes that they will take.
    """
    left = minutes_left(figures, state)
    if not left or not state.minutes:
        return None
    blank = Forecast(state.id, "minutes", state.minutes, state.minutes + left)
    amounts = minutes_by_week(figures, {state.id})
    since = state.weeks_of_work[0]
    return fill_forecast(figures.plan, today, blank, amounts, since, simulate)


def explain_item_refusal(state: State) -> str | None:
    """Explain why an item has no forecast, whatever its weeks were like; None where it may have."""
    done, total, measure = state.progress
    if state.status == "dropped":
        return "It was dropped."
    if state.status in OVER:
        return "It is done."
    if not total:
        return "It has neither units nor an estimate, so what is left of it is not known."
    if done >= total and measure == "units":
        return "Its units are all done."
    if done >= total:
        return "The hours it was meant to take are spent."
    if state.status == "paused":
        return "It is paused."
    if not state.weeks_of_work:
        return "It has not been begun."
    return None


def forecast_plan(figures: Figures, today: date, simulate: Simulate) -> Forecast:
    """Forecast the plan in minutes: spent on its courses, and left in its unfinished courses."""
    courses = {
        state.id: state
        for state in figures.states.values()
        if KINDS[state.kind].has_units and state.planned
    }
    amounts = minutes_by_week(figures, set(courses))
    spent = sum(amounts.values())
    blank = Forecast(None, "minutes", spent, 0)
    unfinished = [state for state in courses.values() if is_open(state)]
    left, unknown = 0, []
    for state in unfinished:
        minutes = minutes_left(figures, state)
        if minutes is None:
            unknown.append(state.title)
        left += minutes or 0
    if unknown:
        return blank._replace(refused=f"What is left of {join_words(unknown)} is not known.")
    if not courses:
        return blank._replace(refused="It has no courses.")
    if not unfinished:
        return blank._replace(refused="All its courses are done.")
    blank = blank._replace(total=spent + left)
    if not left:
        return blank._replace(refused="The hours its courses were meant to take are spent.")
    if not amounts:
        if any(state.weeks_of_work for state in courses.values()):
            return blank._replace(refused="It has no hours to go by.")
        return blank._replace(refused="It has not been begun.")
    return fill_forecast(figures.plan, today, blank, amounts, min(amounts), simulate)


def minutes_left(figures: Figures, state: State) -> int | None:
    """Estimate the minutes left: by the estimate, or by the minutes that a unit took so far.

    A unit takes what it took in this course, else in the journal's courses; None where neither is
    known. One unit says little: an estimate that the author stated stays until SEVERAL are done,
    and no course is measured by fewer units of the others.
    """
    done, total, measure = state.progress
    if measure == "minutes":
        return max(0, total - done)
    if not total:
        return None
    estimate = state.item.estimate
    if estimate and done < SEVERAL:
        return round(estimate * (total - done) / total)
    if done and state.minutes:
        return round((total - done) * state.minutes / done)
    if estimate:
        return round(estimate * (total - done) / total)
    units = minutes = 0
    for other in figures.states.values():
        has_units = KINDS[other.kind].has_units
        if has_units and other.minutes and other.progress.measure == "units":
            units += other.progress.done
            if other.progress.done:
                minutes += other.minutes
    if units < SEVERAL:
        return None
    return round((total - done) * minutes / units)


def units_by_week(figures: Figures, item: str) -> dict[str, int]:
    """Map each week of an item to the units that it finished."""
    return stats.count_units_by_week(figures.states[item])


def minutes_by_week(figures: Figures, items: set[str]) -> dict[str, int]:
    """Map each week with time on the items to its minutes."""
    weeks: set[str] = set()
    for item in items:
        weeks.update(figures.states[item].weeks)
    entries = []
    for name in sorted(weeks):
        for entry in figures.by_week.get(name, ()):
            if entry.item in items and entry.minutes:
                entries.append(entry)
    return stats.minutes_by(entries, lambda entry: entry.week)


def collect_weekly_histories(figures: Figures, today: date) -> dict[str, list[int]]:
    """Collect each course's weekly units or minutes, and those of all courses, for the backtest.

    From the first week it was touched to the last whole one, or to the one that finished it.
    """
    plan = figures.plan
    courses = [
        state
        for state in figures.states.values()
        if KINDS[state.kind].has_units and state.weeks_of_work
    ]
    histories = {}
    for state in courses:
        amounts = units_by_week(figures, state.id)
        if not any(amounts.values()):
            amounts = minutes_by_week(figures, {state.id})
        end = today
        if state.status in OVER:
            end = min(monday_of(max(state.weeks_of_work)) + timedelta(days=7), today)
        history = list_past_weeks(plan, end, amounts, state.weeks_of_work[0])
        histories[state.id] = [amount for _, amount in history]
    hours = minutes_by_week(figures, {state.id for state in courses})
    if hours:
        history = list_past_weeks(plan, today, hours, min(hours))
        histories["all courses"] = [amount for _, amount in history]
    return histories


def list_past_weeks(
    plan: Plan, today: date, amounts: Mapping[str, int], since: str
) -> tuple[tuple[str, int], ...]:
    """List each whole week from `since` to the one before today's; weeks of pause are left out."""
    this_monday = today - timedelta(days=today.weekday())
    if since >= week_of(this_monday):
        return ()
    weeks = []
    for name in stats.list_week_names(monday_of(since), this_monday - timedelta(days=7)):
        if not stats.is_rest_week(plan.pauses, monday_of(name)):
            weeks.append((name, amounts.get(name, 0)))
    return tuple(weeks)


def fill_forecast(
    plan: Plan,
    today: date,
    blank: Forecast,
    amounts: Mapping[str, int],
    since: str,
    simulate: Simulate,
) -> Forecast:
    """Fill a blank forecast with its history, and with days and band or why there are none."""
    history = list_past_weeks(plan, today, amounts, since)
    numbers = [amount for _, amount in history]
    reason = explain_history_refusal(numbers)
    if reason:
        return blank._replace(history=history, refused=f"There is too little to go by: {reason}.")
    (p50, p80, p90), band = simulate(plan.pauses, today, tuple(numbers), blank.done, blank.total)
    if p80 is None:
        return blank._replace(history=history, refused=TOO_FAR)
    return blank._replace(history=history, p50=p50, p80=p80, p90=p90, band=band)


# Five pages and the feeds tell of the same course, and this is most of the time they take.
@lru_cache(maxsize=256)
def simulate_finish(
    pauses: tuple[Pause, ...], today: date, numbers: tuple[int, ...], done: int, total: int
) -> Finish:
    """Simulate the weeks until `total`: (a day for each of CHANCES, the band)."""
    left = total - done
    days: dict[float, date] = {}
    band: list[tuple[str, int, int]] = []
    for monday, reached in simulate_coming_weeks(pauses, today, numbers):
        if len(band) < SHOWN and 0.8 not in days:
            half = done + min(left, int(reached[0.5] + LITTLE))
            most = done + min(left, int(reached[0.8] + LITTLE))
            band.append((week_of(monday), half, most))
        for chance in CHANCES:
            if reached[chance] >= left * (1 - LITTLE):
                days.setdefault(chance, monday + timedelta(days=6))
        if len(days) == len(CHANCES):
            break
    return tuple(map(days.get, CHANCES)), tuple(band)


def simulate_coming_weeks(
    pauses: Sequence[Pause], today: date, numbers: Sequence[float]
) -> Iterator[tuple[date, dict[float, float]]]:
    """Yield five years of weeks from today's on: (Monday, amount done by its end at each chance).

    Pauses to come bring nothing. Of this week only the days from today on are still to come.
    """
    this_monday = today - timedelta(days=today.weekday())
    runs = simulate_throughput(numbers, (7 - today.weekday()) / 7)
    reached = dict.fromkeys(CHANCES, 0.0)
    for number in range(FARTHEST):
        monday = this_monday + timedelta(weeks=number)
        if not stats.is_rest_week(pauses, monday):
            done = sorted(next(runs))
            reached = {chance: amount_reached_by(done, chance) for chance in CHANCES}
        yield monday, reached
