"""Figures, today -> the day at a glance: the facts that `tracker` alone shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.figures import knowledge, measures, standings, stats
from tracker.figures import report as reports
from tracker.figures.breaks import Break
from tracker.figures.knowledge import Gap
from tracker.figures.report import Aim
from tracker.figures.standings import ItemStanding
from tracker.figures.stats import Entry, Figures, State
from tracker.model.journal import Goal, Week, monday_of, week_of
from tracker.model.work import holds_work

NEXT, LEFT_ALONE = 2, 2  # items shown
UNTOUCHED = 91  # days after which an active item has not been touched for months
# A gap is looked at again when it has been open for about so many weeks, and then each half year.
SPACED = (1, 3, 7, 15)
_LATER = 26


class NumberedGap(NamedTuple):
    """An open gap, the number that `tracker set ITEM closed` takes, and the weeks it is open."""

    gap: Gap
    number: int
    weeks: int


class Day(NamedTuple):
    """A day at a glance.

    `minutes`, `aim`, `worked`: of the week. `today`: its sessions and notes. `days`: the minutes of
    each day of the week, None for a day without work. `weeks`: in how many of the last eight there
    was work. `next`: what is next, first first. `goals`: this week's, with their numbers. `gap`:
    one to look at again. `left_alone`: active items that were not touched for months. `keeps_time`:
    whether the journal has any session with a length. `break_`: weeks without work that go on.
    """

    day: date
    week: str
    minutes: int
    aim: Aim
    worked: bool
    today: tuple[Entry, ...]
    days: dict[date, int | None]
    weeks: measures.Consistency | None
    next: tuple[ItemStanding, ...]
    goals: tuple[tuple[int, Goal], ...]
    gap: NumberedGap | None
    left_alone: tuple[State, ...]
    keeps_time: bool
    break_: Break | None = None


def build_day(figures: Figures, today: date) -> Day:
    """Build the day at a glance."""
    name = week_of(today)
    week = figures.weeks.get(name) or Week(name)
    entries = figures.by_week.get(name, ())
    weeks = measures.measure_weeks(figures, today)
    monday = monday_of(name)
    days: dict[date, int | None] = dict.fromkeys(monday + timedelta(days=n) for n in range(7))
    for entry in entries:
        if entry.day:
            days[entry.day] = (days[entry.day] or 0) + entry.minutes
    return Day(
        day=today,
        week=name,
        minutes=stats.sum_minutes(entries),
        aim=reports.aim_of(figures.journal, name, today),
        worked=bool(entries) or holds_work(week),
        today=tuple(entry for entry in entries if entry.day == today),
        days=days,
        weeks=measures.measure_consistency(weeks),
        next=list_next_items(standings.list_standings(figures)),
        goals=tuple(enumerate(week.goals, 1)),
        gap=pick_gap(figures, today),
        left_alone=list_left_alone(figures, today),
        keeps_time=any(each.minutes for each in figures.sums),
        break_=measures.measure_current_break(figures, weeks),
    )


def list_next_items(items: list[ItemStanding]) -> tuple[ItemStanding, ...]:
    """List what is next: the active items that were touched last, then what the plan calls next.

    Items that wait for others are left out, unless they are active.
    """
    groups = standings.group_standings(items)
    active = groups.get("active", [])
    ready = [item for item in groups.get("next", []) if not item.waits_for]
    if active and ready:
        return (*active[: NEXT - 1], ready[0])
    return tuple([*active, *ready][:NEXT])


def pick_gap(figures: Figures, today: date) -> NumberedGap | None:
    """Pick the gap to look at again this week, of the open ones, oldest first.

    A gap is due one, three, seven and fifteen weeks after it was found, then every half year. So
    one that stays open for long comes back more and more rarely, and none comes every day.
    """
    due: list[NumberedGap] = []
    open_gaps = knowledge.find_open_gaps(figures).gaps
    numbers: dict[str, int] = {}
    for gap in open_gaps:
        numbers[gap.item] = numbers.get(gap.item, 0) + 1
        weeks = (monday_of(week_of(today)) - monday_of(gap.found)).days // 7
        if is_due(weeks):
            due.append(NumberedGap(gap, numbers[gap.item], weeks))
    if not due:
        return None
    due.sort(key=lambda each: (-each.weeks, each.gap.item, each.number))
    # Where several are due in one week, each gets a day of it.
    return due[today.weekday() % len(due)]


def is_due(weeks: int) -> bool:
    """Whether a gap that has been open for so many weeks is looked at again."""
    return weeks in SPACED or (weeks > SPACED[-1] and (weeks - SPACED[-1]) % _LATER == 0)


def list_left_alone(figures: Figures, today: date) -> tuple[State, ...]:
    """List the active items of the plan that were not touched for months, longest ago first."""
    states: list[State] = []
    for state in figures.states.values():
        is_active = state.planned and state.status == "active"
        if is_active and state.last and (today - state.last).days > UNTOUCHED:
            states.append(state)
    states.sort(key=_last_day_of)
    return tuple(states)


def _last_day_of(state: State) -> date:
    return state.last or date.min


def sum_today_by_item(entries: Sequence[Entry]) -> dict[str, int]:
    """Map each item of the day to its minutes, 0 for notes alone, most first."""
    sums = stats.minutes_by(entries, lambda entry: entry.item or stats.OTHER)
    return dict(sorted(sums.items(), key=lambda pair: -pair[1]))
