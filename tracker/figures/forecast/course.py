"""Figures -> when a course, or the whole plan, will be done. Pure: no clock, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.throughput import (
    at_least,
    explain_history_refusal,
    simulate_throughput,
)
from tracker.figures.standings import FINISHED
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import KINDS
from tracker.model.plan import Pause, Plan

OVER = (*FINISHED, "dropped")
TURNS = ("active", "next")  # whose forecasts come first
SHOWN = 104  # weeks of a band at most
FARTHEST = 260  # weeks
CHANCES = (0.5, 0.8, 0.9)
LITTLE = 1e-9  # ten times 0.1 is a little less than 1
TOO_FAR = "It is too far off: in more than two of ten simulations it takes more than five years."


class Forecast(NamedTuple):
    """When what is left will be done.

    `item`: an id of the plan; None is the whole plan. `measure`: units, or minutes where there are none or they are
    too few to go by. `history`: (week, amount) that it was drawn from, oldest first, without pauses. `p50`, `p80`,
    `p90`: the Sunday of the week by which all is done in half, eight tenths and nine tenths of the simulations; p90 is
    None where that takes more than five years. `band`: (week, done in all by its end at P50, and at P80: "at least
    this much, eight times in ten"), from this week to p80's, two years at most. `refused`: why there is none, as a
    sentence; then there are no days and no band.
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


def list_forecasts(figures: Figures, today: date) -> list[Forecast]:
    """Of each unfinished course with units or an estimate, active ones first; then of the plan, if measured."""
    unfinished = [
        state for state in figures.states.values() if is_open(state) and state.progress.total
    ]
    unfinished.sort(
        key=lambda state: TURNS.index(state.status) if state.status in TURNS else len(TURNS)
    )
    found = [forecast_item(figures, today, state.id) for state in unfinished]
    whole = of_plan(figures, today)
    return [*found, whole] if whole.total else found


def is_open(state: State) -> bool:
    return KINDS[state.kind].has_units and state.status not in OVER


def forecast_item(figures: Figures, today: date, item: str | None = None) -> Forecast:
    """Of one item, or, without one, of all the plan's courses together. KeyError for an id that nobody knows."""
    if item is None:
        return of_plan(figures, today)
    state = figures.states[item]
    done, total, measure = state.progress
    blank = Forecast(item, measure, done, total)
    if why := explain_item_refusal(state):
        return blank._replace(refused=why)
    if measure == "minutes":
        return fill_forecast(
            figures.plan, today, blank, minutes_by_week(figures, {item}), state.weeks[0]
        )
    found = fill_forecast(figures.plan, today, blank, units_by_week(figures, item), state.weeks[0])
    by_hours = in_hours(figures, today, state) if found.refused else None
    return by_hours if by_hours and not by_hours.refused else found


def in_hours(figures: Figures, today: date, state: State) -> Forecast | None:
    """Of a course whose units are too few to go by: its weeks' minutes, and those that the units left will take."""
    left = minutes_left(figures, state)
    if not left or not state.minutes:
        return None
    blank = Forecast(state.id, "minutes", state.minutes, state.minutes + left)
    return fill_forecast(
        figures.plan, today, blank, minutes_by_week(figures, {state.id}), state.weeks[0]
    )


def explain_item_refusal(state: State) -> str | None:
    """Why nothing of the item can be forecast, whatever its weeks were like."""
    done, total, measure = state.progress
    if state.status in OVER:
        return "It was dropped." if state.status == "dropped" else "It is done."
    if not total:
        return "It has neither units nor an estimate, so what is left of it is not known."
    if done >= total:
        return (
            "Its units are all done."
            if measure == "units"
            else "The hours it was meant to take are spent."
        )
    if state.status == "paused":
        return "It is paused."
    return None if state.weeks else "It has not been begun."


def of_plan(figures: Figures, today: date) -> Forecast:
    """Minutes: those spent on the plan's courses, and those that its unfinished courses still take."""
    courses = {
        state.id: state
        for state in figures.states.values()
        if KINDS[state.kind].has_units and state.planned
    }
    amounts = minutes_by_week(figures, set(courses))
    left = {id_: minutes_left(figures, state) for id_, state in courses.items() if is_open(state)}
    blank = Forecast(None, "minutes", sum(amounts.values()), 0)
    if unknown := [courses[id_].title for id_, minutes in left.items() if minutes is None]:
        return blank._replace(refused=f"What is left of {join_words(unknown)} is not known.")
    if not left:
        return blank._replace(
            refused="All its courses are done." if courses else "It has no courses."
        )
    blank = blank._replace(total=blank.done + sum(minutes or 0 for minutes in left.values()))
    if blank.done == blank.total:
        return blank._replace(refused="The hours its courses were meant to take are spent.")
    if not amounts:
        return blank._replace(refused="It has not been begun.")
    return fill_forecast(figures.plan, today, blank, amounts, min(amounts))


def minutes_left(figures: Figures, state: State) -> int | None:
    """By its estimate, or by the minutes that a unit took so far: its own, else the journal's mean. None: not known."""
    done, total, measure = state.progress
    if measure == "minutes":
        return max(0, total - done)
    if not total:
        return None
    if done and state.minutes:
        return round((total - done) * state.minutes / done)
    if state.item.estimate:
        return round(state.item.estimate * (total - done) / total)
    measured = [one for one in figures.states.values() if KINDS[one.kind].has_units and one.minutes]
    counted = [one for one in measured if one.progress.measure == "units" and one.progress.done]
    units = sum(one.progress.done for one in counted)
    return round((total - done) * sum(one.minutes for one in counted) / units) if units else None


def units_by_week(figures: Figures, item: str) -> dict[str, int]:
    found = {}
    for name in figures.states[item].weeks:
        _, count = stats.finished_units(figures, figures.weeks[name]).get(item, ((), 0))
        found[name] = count
    return found


def minutes_by_week(figures: Figures, items: set[str]) -> dict[str, int]:
    return stats.minutes_by(
        (entry for entry in figures.entries if entry.item in items), lambda entry: entry.week
    )


def collect_weekly_histories(figures: Figures, today: date) -> dict[str, list[int]]:
    """Each course's weekly units or minutes, and those of all courses together, as the backtest wants them.

    From the first week it was touched to the last whole one, or to the one that finished it.
    """
    courses = [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.weeks
    ]
    found = {}
    for state in courses:
        units = units_by_week(figures, state.id)
        amounts = units if any(units.values()) else minutes_by_week(figures, {state.id})
        last = monday_of(max(state.weeks)) + timedelta(days=7) if state.status in OVER else today
        found[state.id] = [
            amount
            for _, amount in list_past_weeks(
                figures.plan, min(last, today), amounts, state.weeks[0]
            )
        ]
    hours = minutes_by_week(figures, {state.id for state in courses})
    if hours:
        found["all courses"] = [
            amount for _, amount in list_past_weeks(figures.plan, today, hours, min(hours))
        ]
    return found


def list_past_weeks(
    plan: Plan, today: date, amounts: Mapping[str, int], since: str
) -> tuple[tuple[str, int], ...]:
    """Each whole week before today's, empty ones too and pauses not."""
    this = today - timedelta(days=today.weekday())
    names = (
        stats.list_week_names(monday_of(since), this - timedelta(days=7))
        if since < week_of(this)
        else []
    )
    return tuple(
        (name, amounts.get(name, 0))
        for name in names
        if not stats.is_rest_week(plan.pauses, monday_of(name))
    )


def fill_forecast(
    plan: Plan, today: date, blank: Forecast, amounts: Mapping[str, int], since: str
) -> Forecast:
    """The blank with its history, and days and band, or why there are none."""
    history = list_past_weeks(plan, today, amounts, since)
    numbers = [amount for _, amount in history]
    if why := explain_history_refusal(numbers):
        return blank._replace(history=history, refused=f"There is too little to go by: {why}.")
    (p50, p80, p90), band = simulate_finish(
        plan.pauses, today, tuple(numbers), blank.done, blank.total
    )
    if p80 is None:
        return blank._replace(history=history, refused=TOO_FAR)
    return blank._replace(history=history, p50=p50, p80=p80, p90=p90, band=band)


@lru_cache(
    maxsize=256
)  # five pages and the feeds tell of the same course, and this is most of what they take
def simulate_finish(
    pauses: tuple[Pause, ...], today: date, numbers: tuple[int, ...], done: int, total: int
) -> tuple[tuple[date | None, ...], tuple[tuple[str, int, int], ...]]:
    """(a day for each of CHANCES, the band)."""
    left = total - done
    days: dict[float, date] = {}
    band: list[tuple[str, int, int]] = []
    for monday, reached in simulate_coming_weeks(pauses, today, numbers):
        if len(band) < SHOWN and 0.8 not in days:
            half, most = (done + min(left, int(reached[chance] + LITTLE)) for chance in (0.5, 0.8))
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
    """Each week from today's on, five years of them: its Monday, and what is done by its end at each chance.

    Pauses to come bring nothing. Of this week only the days from today on are still to come.
    """
    this = today - timedelta(days=today.weekday())
    runs = simulate_throughput(numbers, (7 - today.weekday()) / 7)
    reached = dict.fromkeys(CHANCES, 0.0)
    for number in range(FARTHEST):
        monday = this + timedelta(weeks=number)
        if not stats.is_rest_week(pauses, monday):
            done = sorted(next(runs))
            reached = {chance: at_least(done, chance) for chance in CHANCES}
        yield monday, reached
