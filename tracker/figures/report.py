"""Journal -> what a report says of a period: minutes by day, week, month, item, kind or skill. Pure.

A session known by its day counts on that day. One known only by its week counts where that week's Thursday lies, as ISO
weeks belong to years; a period of less than seven days leaves it out and says how much that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tracker.figures.stats import (
    Entry,
    choose_week_target,
    ledger,
    list_week_names,
    minutes_by,
    sum_minutes,
)
from tracker.model.journal import Journal, Period, monday_of, week_of
from tracker.model.periods import week_around
from tracker.model.when import format_duration

# Minutes where the second, third and fourth shade of a day begin. A heatmap takes those nearest to its usual day.
LADDERS = ((15, 30, 60), (30, 60, 120), (60, 120, 240), (120, 240, 480))


class Aim(NamedTuple):
    """What is hoped for in a week, in minutes, and the days of it behind today: None where it is over."""

    target: int | None
    days_left: int | None


class Report(NamedTuple):
    """A period's sessions. `period` is None where all of a journal without sessions is asked for.

    `unplaced`: minutes known only by the week, left out of a period shorter than one. `aim`: of a period of one week.
    `all_of_it`: the period is as long as the journal.
    """

    journal: Journal
    period: Period | None
    entries: tuple[Entry, ...]
    unplaced: int
    aim: Aim | None
    today: date
    all_of_it: bool = False

    @property
    def minutes(self) -> int:
        return sum_minutes(self.entries)


class ReportRow(NamedTuple):
    """One line: `key` is a day, week, month, id, kind or skill; None for work without one. `days`: those studied on."""

    key: str | None
    minutes: int
    sessions: int
    days: int


def build_report(journal: Journal, period: Period | None, today: date) -> Report:
    entries = ledger(journal)
    if period is None:
        days = [day for entry in entries for day in (entry.day or thursday_of_entry(entry),)]
        whole = Period(min(days), max(days)) if days else None
        return Report(journal, whole, entries, 0, None, today, all_of_it=True)
    shorter = (period.last - period.first).days < 6
    chosen = tuple(entry for entry in entries if is_entry_in_period(entry, period))
    touched = {week_of(period.first), week_of(period.last)} if shorter else set()
    unplaced = sum_minutes(entry for entry in entries if not entry.day and entry.week in touched)
    week = week_of(period.first)
    aim = aim_of(journal, week, today) if period == week_around(period.first) else None
    return Report(journal, period, chosen, unplaced, aim, today)


def is_entry_in_period(entry: Entry, period: Period) -> bool:
    """Whether it counts there. What is known only by its week counts in no period shorter than one."""
    if entry.day is None and (period.last - period.first).days < 6:
        return False
    return period.first <= (entry.day or thursday_of_entry(entry)) <= period.last


def thursday_of_entry(entry: Entry) -> date:
    return monday_of(entry.week) + timedelta(days=3)


def aim_of(journal: Journal, name: str, today: date) -> Aim:
    week = next((week for week in journal.weeks if week.name == name), None)
    left = (monday_of(name) + timedelta(days=6) - today).days
    return Aim(choose_week_target(journal.plan, week), left if left >= 0 else None)


# ---- rows


def month_of(entry: Entry) -> str:
    day = entry.day or thursday_of_entry(entry)
    return f"{day.year}-{day.month:02}"


KEYS: dict[str, Callable[[Entry], str | None]] = {
    "day": lambda entry: entry.day.isoformat() if entry.day else None,
    "week": lambda entry: entry.week,
    "month": month_of,
    "item": lambda entry: entry.item,
    "kind": lambda entry: entry.kind,
}
BY = (*KEYS, "skill")
TIMES: dict[str, Callable[[Period], Iterator[str]]] = {
    "day": lambda period: (day.isoformat() for day in each_day(*period)),
    "week": lambda period: iter(list_week_names(*period)),
    "month": lambda period: each_month(*period),
}


def list_report_rows(found: Report, by: str) -> list[ReportRow]:
    """Times in their order, gaps included and what lies ahead left out; all else by minutes, most first.

    By skill an item counts for each skill that the plan names for it, so those rows can come to more than the whole.
    """
    groups: dict[str | None, list[Entry]] = {}
    if by in TIMES and (lived := lived_part(found)):
        groups = {key: [] for key in TIMES[by](lived)}
    for key, entry in key_report_entries(found, by):
        groups.setdefault(key, []).append(entry)
    made = [sum_report_row(key, group) for key, group in groups.items()]
    if by in TIMES:
        return sorted(made, key=lambda row: (row.key is None, row.key or ""))
    return sorted(made, key=lambda row: (-row.minutes, row.key is None, row.key or ""))


def sum_report_row(key: str | None, entries: Sequence[Entry]) -> ReportRow:
    return ReportRow(
        key, sum_minutes(entries), len(entries), len({entry.day for entry in entries if entry.day})
    )


def key_report_entries(found: Report, by: str) -> Iterator[tuple[str | None, Entry]]:
    if by != "skill":
        yield from ((KEYS[by](entry), entry) for entry in found.entries)
        return
    items = found.journal.plan.items
    for entry in found.entries:
        planned = items.get(entry.item or "")
        yield from (
            (skill, entry) for skill in (planned and dict.fromkeys(planned[1].skills)) or (None,)
        )


def lived_part(found: Report) -> Period | None:
    """The period without the days that are still to come, unless something is logged there."""
    if found.period is None:
        return None
    latest = max(
        (entry.day or thursday_of_entry(entry) for entry in found.entries), default=found.today
    )
    last = min(found.period.last, max(found.today, latest))
    return Period(found.period.first, last) if last >= found.period.first else None


def each_day(first: date, last: date) -> Iterator[date]:
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def each_month(first: date, last: date) -> Iterator[str]:
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{index // 12}-{index % 12 + 1:02}"


def part_of(found: Report, week: str) -> Period:
    """The days of that week that the period has: at the ends of a month it may be fewer than seven."""
    days, period = week_around(monday_of(week)), found.period or week_around(monday_of(week))
    return Period(max(days.first, period.first), min(days.last, period.last))


def target_of(found: Report, week: str) -> int | None:
    """What was hoped for in that week, if the period has the whole of it."""
    whole = found.all_of_it or part_of(found, week) == week_around(monday_of(week))
    return aim_of(found.journal, week, found.today).target if whole else None


def sum_item_lanes(found: Report, unit: str) -> dict[str | None, list[int]]:
    """Item -> its minutes in each day, week or month of the period, as far as it is lived."""
    lived = lived_part(found)
    times = list(TIMES[unit](lived)) if lived else []
    sums = minutes_by(found.entries, lambda entry: (entry.item, KEYS[unit](entry)))
    items = dict.fromkeys(entry.item for entry in found.entries)
    return {item: [sums.get((item, time), 0) for time in times] for item in items}


def pick_shade_steps(days: Iterable[int]) -> tuple[int, int, int]:
    from statistics import (
        median,
    )  # which imports fractions and decimals; only a heatmap asks for it

    usual = median([minutes for minutes in days if minutes] or [0])
    return min(LADDERS, key=lambda steps: abs(steps[1] - usual))


def shade(minutes: int, steps: tuple[int, ...]) -> int:
    """0 for none, then 1 to 4."""
    return (1 + sum(minutes >= step for step in steps)) if minutes else 0


# ---- for programs: the same columns in JSON and in CSV


def tabulate_report(found: Report, by: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """(names of the columns, rows)."""
    names, values = MORE.get(by, ((), lambda found: lambda key: ()))
    more = values(found)
    made = [
        (row.key, *more(row.key), row.minutes, row.sessions, row.days)
        for row in list_report_rows(found, by)
    ]
    return (by, *names, "minutes", "sessions", "days"), made


def of_item(found: Report) -> Callable[[str | None], tuple[Any, ...]]:
    items = found.journal.plan.items
    kinds = {entry.item: entry.kind for entry in found.entries}
    return lambda id_: (items[id_][1].title if id_ in items else None, kinds[id_])


def of_week(found: Report) -> Callable[[str | None], tuple[Any, ...]]:
    def more(name: str | None) -> tuple[Any, ...]:
        days = part_of(found, name or "")
        return days.first.isoformat(), days.last.isoformat(), target_of(found, name or "")

    return more


Columns = Callable[[Report], Callable[[str | None], tuple[Any, ...]]]
MORE: dict[str, tuple[tuple[str, ...], Columns]] = {
    "item": (("title", "kind"), of_item),
    "week": (("from", "to", "target"), of_week),
}


# ---- in words


def aim_words(minutes: int, aim: Aim | None) -> str:
    """`5 h 20 of 8 h, 3 days left`. The days behind today are counted; a week that is over is never told `yet`."""
    target, left = aim or (None, None)
    yet = " yet" * (left is not None)
    if not target:
        return format_duration(minutes) if minutes else f"nothing logged{yet}"
    words = (
        f"{format_duration(minutes)} of {format_duration(target)}"
        if minutes
        else f"nothing of {format_duration(target)}{yet}"
    )
    if left is None:
        return words
    return (
        f"{words}, {left} {'days' if left > 1 else 'day'} left"
        if left
        else f"{words}, on the last day"
    )
