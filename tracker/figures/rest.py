"""Figures -> the last twelve months that hold work, of a journal or an item that rests."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.figures.report import thursday_of_entry
from tracker.figures.stats import Figures
from tracker.model.journal import Period
from tracker.model.periods import period_of_months

YEAR = timedelta(days=364)


def is_resting(last: date | None, today: date) -> bool:
    """Whether the last day of work lies before the twelve months that end today."""
    return last is not None and last < today - YEAR


def find_last_year(figures: Figures, today: date, item: str | None = None) -> Period | None:
    """Find the twelve months up to the last that has a session, of a journal that rests.

    None where the twelve months that end today have one, or no month has. `item` is an id: of an
    item that rests they are its own. A journal that lasted less has fewer months.
    """
    days = []
    for entry in figures.entries:
        if entry.minutes and item in (None, entry.item):
            days.append(entry.day or thursday_of_entry(entry))
    last = max(days, default=None)
    if last is None or not is_resting(last, today):
        return None
    year = period_of_months(last.year, last.month - 11, 12)
    begun = min(days)
    return year._replace(first=max(year.first, begun.replace(day=1)))
