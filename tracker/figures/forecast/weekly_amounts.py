"""Figures -> the units or minutes of each week, of an item or of several; and its silences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.throughput import count_silent_weeks
from tracker.figures.stats import Figures
from tracker.model.derived import derive_once
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import EMPTY, KINDS
from tracker.model.plan import Pause, Plan

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
    known = figures.sums.minutes
    sums: dict[str, int] = {}
    for item in items:
        for name, minutes in known.get(item, EMPTY).items():
            sums[name] = sums.get(name, 0) + minutes
    return dict(sorted(sums.items()))


def sum_before(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name < week)


def sum_from(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name >= week)


def collect_weekly_amounts(figures: Figures, today: date) -> dict[str, list[int]]:
    """Collect the weekly minutes of all courses together, for the backtest; empty without any."""
    hours = _sum_minutes_of_courses(figures)
    if not hours:
        return {}
    history = list_past_weeks(figures.plan, today, hours, min(hours))
    return {"all courses": [amount for _, amount in history]}


def list_past_weeks(
    plan: Plan, today: date, amounts: Mapping[str, int], since: str
) -> tuple[tuple[str, int], ...]:
    """List each whole week from `since` to the one before today's; weeks of pause are left out."""
    this_monday = today - timedelta(days=today.weekday())
    names = list_whole_weeks(plan.pauses, since, this_monday)
    return tuple([(name, amounts.get(name, 0)) for name in names])


def list_whole_weeks(pauses: tuple[Pause, ...], since: str, end: date) -> tuple[str, ...]:
    """List the weeks from `since` to the one before the Monday `end`, without weeks of pause."""
    last = week_of(end - timedelta(days=7))
    if since > last:
        return ()
    names: list[str] = []
    for year in range(int(since[:4]), int(last[:4]) + 1):
        names += _list_weeks_of_year(pauses, year)
    return tuple(names[bisect_left(names, since) : bisect_right(names, last)])


# The weeks of each course are asked for by each other course, and on each Monday of the record.
@lru_cache(maxsize=64)
def _list_weeks_of_year(pauses: tuple[Pause, ...], year: int) -> tuple[str, ...]:
    names = []
    for name in stats.list_week_names(date(year, 1, 4), date(year, 12, 28)):
        if not stats.is_rest_week(pauses, monday_of(name)):
            names.append(name)
    return tuple(names)


@lru_cache(maxsize=4096)
def mark_weeks_at_work(
    pauses: tuple[Pause, ...], weeks_of_work: tuple[str, ...], end: date
) -> bytes:
    """Whether a course was at work in each whole week from its first one to the Monday `end`."""
    return bytes(
        map(set(weeks_of_work).__contains__, list_whole_weeks(pauses, weeks_of_work[0], end))
    )


def list_late_minutes(figures: Figures, item: str, week: str, most: int) -> list[int]:
    """List the minutes on all courses but one, oldest first.

    Of the last weeks before `week` that have time on these courses.
    """
    own = figures.sums.minutes.get(item, EMPTY)
    lately: list[int] = []
    for name, minutes in reversed(_sum_minutes_of_courses(figures).items()):
        if name < week and minutes > own.get(name, 0):
            lately.append(minutes - own.get(name, 0))
        if len(lately) == most:
            break
    return lately[::-1]


def list_late_units(figures: Figures, item: str, week: str, most: int) -> list[int]:
    """List the units of all courses but one, oldest first; some weeks finished none.

    Of the last weeks before `week` that name one of these courses.
    """
    own = units_by_week(figures, item)
    lately: list[int] = []
    for name, (units, courses) in reversed(_sum_units_of_courses(figures).items()):
        if name < week and courses > (name in own):
            lately.append(units - own.get(name, 0))
        if len(lately) == most:
            break
    return lately[::-1]


@derive_once
def _sum_units_of_courses(figures: Figures) -> dict[str, tuple[int, int]]:
    """Map each week, oldest first, to the units of all courses and how many courses it names."""
    sums: dict[str, tuple[int, int]] = {}
    for state in figures.states.values():
        if KINDS[state.kind].has_units:
            for name, count in units_by_week(figures, state.id).items():
                units, courses = sums.get(name, (0, 0))
                sums[name] = (units + count, courses + 1)
    return dict(sorted(sums.items()))


@derive_once
def _sum_minutes_of_courses(figures: Figures) -> dict[str, int]:
    courses = {state.id for state in figures.states.values() if KINDS[state.kind].has_units}
    return minutes_by_week(figures, courses)


def measure_silence(
    history: Sequence[tuple[str, int]], worked: set[str], others: Sequence[bytes]
) -> Silence | None:
    """Measure the silence since the last week of work; None where it is short of a month.

    `others`: the weeks of the other courses, whose silences count as cases too.
    """
    own = bytes(name in worked for name, _ in history)
    silent = count_silent_weeks(own)
    if silent < SILENT:
        return None
    back = cases = 0
    for weeks in (own[: len(own) - silent], *others):
        for found in re.finditer(rb"\x01\x00{%d}(?=.{%d})" % (silent, BACK), weeks, re.DOTALL):
            cases += 1
            back += any(weeks[found.end() : found.end() + BACK])
    over = bool(history) and any(name > history[-1][0] for name in worked)
    return Silence(silent, back, cases, over)
