"""Figures -> the units or minutes of each week, of an item or of several; and its silences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import repeat
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.throughput import count_silent_weeks
from tracker.figures.stats import Figures
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import KINDS, OVER
from tracker.model.plan import Plan

SILENT, BACK = 4, 4  # weeks of silence that are told, and in which one may be back


class Silence(NamedTuple):
    """So many whole weeks without work, up to the last Sunday.

    `back`: after how many of `cases` such silences work was taken up within a month. `over`: this
    week saw work again.
    """

    weeks: int
    back: int = 0
    cases: int = 0
    over: bool = False


def units_by_week(figures: Figures, item: str) -> dict[str, int]:
    """Map each week of an item to the units that it finished."""
    return stats.count_units_by_week(figures.states[item])


def sum_units_by_week(figures: Figures, items: Iterable[str]) -> dict[str, int]:
    """Map each week of some items to the units that it finished of them."""
    sums: dict[str, int] = {}
    for item in items:
        for name, count in units_by_week(figures, item).items():
            sums[name] = sums.get(name, 0) + count
    return sums


def minutes_by_week(figures: Figures, items: set[str]) -> dict[str, int]:
    """Map each week with time on the items to its minutes."""
    sums: dict[str, int] = {}
    for each in figures.sums:
        if each.item in items and each.minutes:
            sums[each.week] = sums.get(each.week, 0) + each.minutes
    return dict(sorted(sums.items()))


def sum_before(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name < week)


def sum_from(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name >= week)


def collect_weekly_histories(figures: Figures, today: date) -> dict[str, list[int]]:
    """Collect each course's weekly units or minutes, and those of all courses, for the backtest.

    From the first week of work to the last whole one, or to the one that finished it.
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
    names = stats.list_week_names(monday_of(since), this_monday - timedelta(days=7))
    if not plan.pauses:
        return tuple(zip(names, map(amounts.get, names, repeat(0)), strict=False))
    weeks = []
    for name in names:
        if not stats.is_rest_week(plan.pauses, monday_of(name)):
            weeks.append((name, amounts.get(name, 0)))
    return tuple(weeks)


def measure_silence(
    history: Sequence[tuple[str, int]], worked: set[str], others: Sequence[Sequence[bool]]
) -> Silence | None:
    """Measure the silence since the last week of work; None where it is short of a month.

    `others`: the weeks of the other courses, whose silences count as cases too.
    """
    own = [name in worked for name, _ in history]
    silent = count_silent_weeks(own)
    if silent < SILENT:
        return None
    back = cases = 0
    for weeks in (own[: len(own) - silent], *others):
        for number in range(1, len(weeks) - silent - BACK + 1):
            if weeks[number - 1] and not any(weeks[number : number + silent]):
                cases += 1
                back += any(weeks[number + silent : number + silent + BACK])
    over = bool(history) and any(name > history[-1][0] for name in worked)
    return Silence(silent, back, cases, over)
