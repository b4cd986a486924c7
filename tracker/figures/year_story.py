"""Figures -> what a year tells: its fullest week, the longest way back, what is understood now.

Pure. Each figure is defined in docs/guide/figures.md.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from tracker.figures.knowledge import SURE, in_period
from tracker.figures.measures import is_mostly_untimed
from tracker.figures.report import is_entry_in_period
from tracker.figures.rest import is_resting
from tracker.figures.stats import (
    Figures,
    find_pause_reason,
    list_week_names,
    sum_minutes,
)
from tracker.figures.work_counts import WorkCount, count_work, format_work, list_studied_weeks
from tracker.model.english import format_count, month_words, spell_number
from tracker.model.journal import Period, monday_of, sunday_of, thursday_of, week_of
from tracker.model.kinds import confidence_of
from tracker.model.periods import period_of_months

FEWEST_STUDIED = 4  # weeks of work; of fewer none is called the fullest
FEWEST_AWAY = 3  # weeks without work; fewer are a holiday, and no way back
FEWEST_COMPARED = 28  # days; fewer say nothing of a year


class FullestWeek(NamedTuple):
    """The week with the most time; where most weeks have none `minutes` is 0, and most was done.

    `done`: `5 units and 1 reading`.
    """

    week: str
    minutes: int
    done: str = ""


class WayBack(NamedTuple):
    """The longest time without work that ended in the year.

    `away`: whole weeks between the last week of work before and `week`. `reason`: of the declared
    pause that they were, if they were one.
    """

    week: str
    away: int
    reason: str


class Judgment(NamedTuple):
    """How sure a week says one is of an item: 1 to 5."""

    week: str
    level: int


class Understanding(NamedTuple):
    """How an item was judged before the year, or first in it, and how last in it."""

    id: str
    before: Judgment
    after: Judgment


class YearWork(NamedTuple):
    """The work of some days: minutes, weeks of work, weeks with time, finished units."""

    minutes: int
    weeks: int
    timed: int
    units: int


class Comparison(NamedTuple):
    """The same days of two years. `whole`: they are all of both.

    `timed`: most weeks of work of both have time.
    """

    days: Period
    work: YearWork
    before: YearWork
    whole: bool

    @property
    def timed(self) -> bool:
        return not any(
            is_mostly_untimed(part.weeks, part.timed) for part in (self.work, self.before)
        )


# ---- the fullest week, and the way back


def find_fullest_week(figures: Figures, year: Period) -> FullestWeek | None:
    """Find the week of the year with the most time; None where two have as much."""
    studied = [name for name in list_studied_weeks(figures) if in_period(name, year)]
    if len(studied) < FEWEST_STUDIED:
        return None
    minutes = {name: sum_minutes(figures.by_week.get(name, ())) for name in studied}
    if not is_mostly_untimed(len(studied), sum(length > 0 for length in minutes.values())):
        week = _find_single_greatest(minutes)
        return FullestWeek(week, minutes[week]) if week else None
    counts: dict[str, list[WorkCount]] = {}
    for count in count_work(figures, studied):
        counts.setdefault(count.week, []).append(count)
    done = {name: sum(count.done for count in group) for name, group in counts.items()}
    week = _find_single_greatest(done)
    return FullestWeek(week, 0, format_work(counts[week], notes=False)) if week else None


def _find_single_greatest(amounts: dict[str, int]) -> str | None:
    most = max(amounts.values(), default=0)
    greatest = [name for name, amount in amounts.items() if amount == most]
    if not most or len(greatest) > 1:
        return None
    return greatest[0]


def find_way_back(figures: Figures, year: Period) -> WayBack | None:
    """Find the longest time without work that ended in the year, the later of two as long."""
    longest: tuple[int, str, str] | None = None
    before = ""
    for week in sorted(list_studied_weeks(figures)):
        if before and in_period(week, year):
            away = (monday_of(week) - monday_of(before)).days // 7 - 1
            if away >= FEWEST_AWAY:
                longest = max(longest or (0, "", ""), (away, week, before))
        before = week
    if longest is None:
        return None
    away, week, before = longest
    names = list_week_names(monday_of(before), monday_of(week))[1:-1]
    reasons = {find_pause_reason(figures.plan, thursday_of(name)) for name in names}
    reason = reasons.pop() if len(reasons) == 1 else None
    if reason == "pause":
        reason = None
    return WayBack(week, away, reason or "")


def describe_way_back(way_back: WayBack) -> str:
    """`after seven weeks away (a move)`."""
    words = f"after {spell_number(way_back.away)} weeks away"
    if way_back.reason:
        words += f" ({way_back.reason})"
    return words


# ---- what is understood


def list_understanding(
    figures: Figures, year: Period, shown: Collection[str]
) -> list[Understanding]:
    """List the items that the year judges, first judged first. `shown`: the weeks to look at."""
    items = []
    for id_, judgments in _list_judgments(figures, year, shown).items():
        earlier = [judgment for judgment in judgments if not in_period(judgment.week, year)]
        if len(earlier) < len(judgments):
            items.append(Understanding(id_, [*earlier[-1:], *judgments][0], judgments[-1]))
    return sorted(items, key=lambda item: (item.before.week, item.id))


def _list_judgments(
    figures: Figures, year: Period, shown: Collection[str]
) -> dict[str, list[Judgment]]:
    """Map each item to its judgments up to the end of the year, oldest first."""
    judgments: dict[str, list[Judgment]] = {}
    for state in figures.states.values():
        for week, record in state.sayings:
            sure = confidence_of(record)
            if sure and week.name in shown and thursday_of(week.name) <= year.last:
                judgments.setdefault(state.id, []).append(Judgment(week.name, sure))
    return judgments


def list_changed(items: list[Understanding]) -> list[Understanding]:
    """List the items that are judged otherwise than before, those that gained most first."""
    changed = [item for item in items if item.before.level != item.after.level]
    return sorted(changed, key=lambda item: item.before.level - item.after.level)


def describe_understanding(item: Understanding) -> str:
    """`2 of 5 in January 2024, 5 of 5 in November 2024`, `4, then 5 of 5 in August 2024`."""
    months = [month_words(thursday_of(judgment.week)) for judgment in (item.before, item.after)]
    if months[0] == months[1]:
        return f"{item.before.level}, then {item.after.level} of 5 in {months[1]}"
    return f"{item.before.level} of 5 in {months[0]}, {item.after.level} of 5 in {months[1]}"


def describe_year_of_understanding(
    figures: Figures, year: Period, shown: Collection[str], today: date
) -> str:
    """Say how many items stood at SURE or more when the year began, and stand there at its end.

    `At 4 or 5 of 5: 3 of 8 judged items when 2024 began, 11 of 19 at its end.` Empty where the
    year judges nothing.
    """
    levels: dict[str, int] = {}
    earlier: dict[str, int] = {}
    judged = False
    for id_, judgments in _list_judgments(figures, year, shown).items():
        levels[id_] = judgments[-1].level
        judged = judged or in_period(judgments[-1].week, year)
        for judgment in judgments:
            if not in_period(judgment.week, year):
                earlier[id_] = judgment.level
    if not judged:
        return ""
    number = year.first.year
    end = "now" if today <= year.last else f"at the end of {number}"
    if not earlier:
        return f"At {SURE} or 5 of 5: {_count_sure(levels, 'judged item')} {end}."
    then = _count_sure(earlier, "judged item")
    return f"At {SURE} or 5 of 5: {then} when {number} began, {_count_sure(levels)} {end}."


def _count_sure(levels: dict[str, int], noun: str = "") -> str:
    """`3 of 8 judged items`; without a noun `3 of 8`."""
    sure = sum(level >= SURE for level in levels.values())
    if noun:
        return f"{sure or 'none'} of {format_count(len(levels), noun)}"
    return f"{sure or 'none'} of {len(levels)}"


# ---- the year before


def compare_with_year_before(figures: Figures, number: int, today: date) -> Comparison | None:
    """Compare a year with the one before, on the days that both had.

    Where the journal began in the year before, they begin with its first day; where the year goes
    on, they end today, and where the journal ended in it, on its last day of work. None where they
    are too few, or one of the two shows no work on them.
    """
    days = find_compared_days(figures, number, today)
    if days is None or (days.last - days.first).days + 1 < FEWEST_COMPARED:
        return None
    earlier = Period(_move_back(days.first), _move_back(days.last))
    work, before = (_sum_work(figures, period) for period in (days, earlier))
    if not work.weeks or not before.weeks:
        return None
    return Comparison(days, work, before, days == period_of_months(number, 1, 12))


def find_compared_days(figures: Figures, number: int, today: date) -> Period | None:
    """Find the days of a year on which the journal was kept in the year before, too."""
    days = {entry.day for entry in figures.entries if entry.day}
    undated = list_studied_weeks(figures) - {*map(week_of, days)}
    begun = min(days.union(monday_of(week) for week in undated), default=None)
    last_day = max(days.union(sunday_of(week) for week in undated), default=None)
    if begun is None or last_day is None:
        return None
    first, last = period_of_months(number, 1, 12)
    if begun >= first:
        return None
    if begun.year == number - 1 and (begun.month, begun.day) > (1, 7):
        first = _move(begun, number)
    if today <= last:
        last = today
    elif is_resting(last_day, today) and last_day <= last:
        last = last_day
    return Period(first, last)


def _move_back(day: date) -> date:
    return _move(day, day.year - 1)


def _move(day: date, year: int) -> date:
    """The same day of another year; of 29 February the day before."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=year)


def _sum_work(figures: Figures, period: Period) -> YearWork:
    names = [name for name in list_studied_weeks(figures) if in_period(name, period)]
    entries = [entry for entry in figures.entries if is_entry_in_period(entry, period)]
    timed = [name for name in names if sum_minutes(figures.by_week.get(name, ()))]
    units = sum(count.units for count in count_work(figures, names, None, period))
    return YearWork(sum_minutes(entries), len(names), len(timed), units)
