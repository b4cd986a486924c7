"""Figures -> the first and the last day of work, and the last twelve months that hold any."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.figures.stats import Figures
from tracker.model.derived import derive_once
from tracker.model.journal import Period, monday_of, thursday_of, week_of
from tracker.model.periods import period_of_months
from tracker.model.work import list_weeks_of_work

YEAR = timedelta(days=364)


def is_resting(last: date | None, today: date) -> bool:
    """Whether the last day of work lies before the twelve months that end today."""
    return last is not None and last < today - YEAR


@derive_once
def find_last_year(figures: Figures, today: date, item: str | None = None) -> Period | None:
    """Find the twelve months up to the last that holds work, of a journal that rests.

    None where the twelve months that end today hold work, or no month does. `item` is an id: of an
    item that rests they are its own. A journal that lasted less has fewer months.
    """
    days = set()
    for entry in figures.entries:
        if item in (None, entry.item):
            days.add(entry.day or thursday_of(entry.week))
    weeks = list_weeks_of_work(figures.weeks.values())
    if item:
        state = figures.states.get(item)
        weeks = set(state.weeks_of_work) if state else set()
    days.update(thursday_of(week) for week in weeks - {*map(week_of, days)})
    last = max(days, default=None)
    if last is None or not is_resting(last, today):
        return None
    year = period_of_months(last.year, last.month - 11, 12)
    begun = min(days)
    return year._replace(first=max(year.first, begun.replace(day=1)))


@derive_once
def find_first_day(figures: Figures) -> date | None:
    """Find the day on which the journal began: the first with work, or the Monday of its week.

    The days before it are no days without study.
    """
    known = {entry.day for entry in figures.entries if entry.day}
    weeks = {*figures.by_week, *list_weeks_of_work(figures.weeks.values())}
    dayless = weeks - {*map(week_of, known)}
    return min([*known, *map(monday_of, dayless)], default=None)
