"""Figures -> what the work of weeks adds up to without hours: units, readings, notes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tracker.figures.report import is_entry_in_period
from tracker.figures.stats import Figures, finished_units
from tracker.model.derived import derive_once
from tracker.model.english import format_count, join_words
from tracker.model.journal import Period, monday_of, sunday_of, thursday_of
from tracker.model.kinds import FINISHED, Record, reading_of
from tracker.model.work import holds_work, list_weeks_of_work, shows_work


class WorkCount(NamedTuple):
    """What a week did of an item. All of them 0: work without a number, as in words about it.

    `finished`: 1 where its status says so and neither units nor a reading do. `item` is None for
    notes on other work.
    """

    week: str
    kind: str
    item: str | None
    units: int = 0
    readings: int = 0
    finished: int = 0
    notes: int = 0

    @property
    def done(self) -> int:
        """How much of it there is to show: units, readings, and items that are finished."""
        return self.units + self.readings + self.finished


@derive_once
def list_studied_weeks(figures: Figures, item: str | None = None) -> frozenset[str]:
    """List the weeks that show work, of one item or of all: those that consistency counts."""
    if item:
        state = figures.states.get(item)
        return frozenset(state.weeks_of_work if state else ())
    return frozenset([*figures.by_week, *list_weeks_of_work(figures.weeks.values())])


@derive_once
def shows_any_work(figures: Figures) -> bool:
    return bool(figures.entries) or any(map(holds_work, figures.weeks.values()))


@derive_once
def has_any_time(figures: Figures) -> bool:
    return any(entry.minutes for entry in figures.entries)


def count_work(
    figures: Figures,
    weeks: Iterable[str],
    item: str | None = None,
    period: Period | None = None,
) -> Iterator[WorkCount]:
    """Yield a count for each item in each of the weeks that has work on it.

    Of a period: notes count by their day, all else by the Thursday of its week.
    """
    for name in weeks:
        within = period
        if period and period.first <= monday_of(name) and sunday_of(name) <= period.last:
            within = None
        for count in _count_week_work(figures, name, within).values():
            if not item or count.item == item:
                yield count


@derive_once  # by its year, by its chart, and for the year after
def _count_week_work(
    figures: Figures, name: str, period: Period | None
) -> dict[str | None, WorkCount]:
    counts: dict[str | None, WorkCount] = {}
    week = figures.weeks.get(name)
    if week and (not period or period.first <= thursday_of(name) <= period.last):
        finished = finished_units(figures, week)
        for kind, named, record in week.records:
            if not shows_work(kind, record):
                continue
            id_ = figures.plan.aliases.get(named, named)
            _, units = finished.get(id_, ((), 0))
            readings = int(reading_of(record) is not None)
            counts[id_] = WorkCount(
                name, kind, id_, units, readings, count_finish(record, units + readings)
            )
    for entry in figures.by_week.get(name, ()):
        if not entry.is_note or (period and not is_entry_in_period(entry, period)):
            continue
        before = counts.get(entry.item) or WorkCount(name, entry.kind, entry.item)
        counts[entry.item] = before._replace(notes=before.notes + 1)
    return counts


def count_finish(record: Record, counted: int) -> int:
    """1 where a record's status finishes its item, and nothing else in it does."""
    return int(record.status in FINISHED and not counted)


def format_work(counts: Iterable[WorkCount], notes: bool = True) -> str:
    """`2 units, 1 reading and 3 notes`; nothing where there is nothing to count."""
    units = readings = finished = noted = 0
    for count in counts:
        units += count.units
        readings += count.readings
        finished += count.finished
        noted += count.notes
    parts = []
    if units:
        parts.append(format_count(units, "unit"))
    if readings:
        parts.append(format_count(readings, "reading"))
    if finished:
        parts.append(f"{format_count(finished, 'item')} finished")
    if noted and notes:
        parts.append(format_count(noted, "note"))
    return join_words(parts)


def choose_work_measure(counts: Iterable[WorkCount]) -> str | None:
    """Choose `done` or `notes`, whichever more weeks have; None where they have neither."""
    done: set[str] = set()
    noted: set[str] = set()
    for count in counts:
        if count.done:
            done.add(count.week)
        if count.notes:
            noted.add(count.week)
    if not done and not noted:
        return None
    return "notes" if len(noted) > len(done) else "done"


def amount_of_work(count: WorkCount, measure: str) -> int:
    amount: int = getattr(count, measure)
    return amount


def find_work_span(figures: Figures) -> Period | None:
    """Find the days from the Monday of the first week of work to the Sunday of the last."""
    weeks = list_studied_weeks(figures)
    if not weeks:
        return None
    return Period(monday_of(min(weeks)), monday_of(max(weeks)) + timedelta(days=6))
