"""Journal -> the report of a period: minutes by day, week, month, item, kind or skill. Pure.

A session known by its day counts on that day. A session known only by its week counts on that
week's Thursday, as ISO weeks belong to years; a period of less than seven days leaves it out and
says how much that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from tracker.figures.skill_parts import is_time_split, split_minutes_by_skill
from tracker.figures.stats import (
    Entry,
    build_entries,
    choose_week_target,
    count_notes,
    group_entries,
    list_week_names,
    minutes_by,
    sum_minutes,
)
from tracker.model.english import format_count
from tracker.model.journal import Journal, Period, monday_of, thursday_of, week_of
from tracker.model.kinds import Item, done_of, reading_of
from tracker.model.periods import week_around
from tracker.model.plan import Plan
from tracker.model.selection import Selection
from tracker.model.when import format_duration
from tracker.model.work import list_weeks_of_work, shows_work

# Minutes where the second, third and fourth shade of a day begin.
# A heatmap takes those nearest to its usual day.
LADDERS = ((15, 30, 60), (30, 60, 120), (60, 120, 240), (120, 240, 480))


EVERYTHING = Selection()


class Aim(NamedTuple):
    """A week's target in minutes, and its days after today, None where the week is over."""

    target: int | None
    days_left: int | None


class Report(NamedTuple):
    """A period's sessions. `period` is None for all of a journal that shows no work.

    `unplaced`: minutes known only by the week, left out of a period shorter than a week. `aim`: of
    a period of one week. `all_of_it`: the period is as long as the journal. `weeks_of_work`: the
    weeks, by their Thursdays, that show work besides their sessions. `selection`: what all of this
    is about; a part of the work has no target.
    """

    journal: Journal
    period: Period | None
    entries: tuple[Entry, ...]
    unplaced: int
    aim: Aim | None
    today: date
    all_of_it: bool = False
    weeks_of_work: tuple[str, ...] = ()
    selection: Selection = EVERYTHING

    @property
    def minutes(self) -> int:
        return sum_minutes(self.entries)

    @property
    def holds_work(self) -> bool:
        """Whether the period shows work, with a time or without."""
        return bool(self.entries or self.weeks_of_work)


class ReportRow(NamedTuple):
    """One line. `key` is a day, week, month, id, kind or skill; None for work without one.

    `sessions` have a length, `notes` have none. `days`: the number of days with one of them.
    """

    key: str | None
    minutes: int
    sessions: int
    days: int
    notes: int


def build_report(
    journal: Journal, period: Period | None, today: date, selection: Selection = EVERYTHING
) -> Report:
    """Select the sessions of a period; without one, of the whole journal.

    `selection` narrows them to items and to notes that say a text; its own period is not asked.
    """
    entries = select_entries(journal.plan, build_entries(journal), selection)
    worked = {}
    for name in sorted(list_selected_weeks_of_work(journal, selection)):
        worked[name] = thursday_of(name)
    if period is None:
        period = find_whole_period(entries, worked, today)
        return Report(
            journal,
            period,
            entries,
            0,
            None,
            today,
            all_of_it=True,
            weeks_of_work=tuple(worked),
            selection=selection,
        )
    chosen = tuple(entry for entry in entries if is_entry_in_period(entry, period))
    unplaced = 0
    if _is_shorter_than_week(period):
        touched = {week_of(period.first), week_of(period.last)}
        unplaced = sum_minutes(
            entry for entry in entries if not entry.day and entry.week in touched
        )
    aim = None
    if period == week_around(period.first) and not selection.is_narrow:
        aim = aim_of(journal, week_of(period.first), today)
    weeks_of_work = []
    for name, thursday in worked.items():
        if period.first <= thursday <= period.last and not _is_shorter_than_week(period):
            weeks_of_work.append(name)
    return Report(
        journal,
        period,
        chosen,
        unplaced,
        aim,
        today,
        weeks_of_work=tuple(weeks_of_work),
        selection=selection,
    )


def select_entries(plan: Plan, entries: Sequence[Entry], selection: Selection) -> tuple[Entry, ...]:
    """Select the entries on the items of a selection, with notes that say its text."""
    if not selection.is_narrow:
        return tuple(entries)
    chosen = []
    for entry in entries:
        if not selection.holds(plan, entry.kind, entry.item, entry.unit):
            continue
        if selection.says(entry.session.note):
            chosen.append(entry)
    return tuple(chosen)


def list_selected_weeks_of_work(journal: Journal, selection: Selection) -> set[str]:
    """List the weeks that show work on a selection besides their sessions.

    With a text none do: work is not looked into for words.
    """
    if not selection.is_narrow:
        return list_weeks_of_work(journal.weeks)
    weeks: set[str] = set()
    if selection.text is not None:
        return weeks
    aliases = journal.plan.aliases
    for week in journal.weeks:
        for kind, named, record in week.records:
            id_ = aliases.get(named, named)
            if selection.holds(journal.plan, kind, id_) and shows_work(kind, record):
                weeks.add(week.name)
    return weeks


def find_whole_period(
    entries: Sequence[Entry], worked: Iterable[str], today: date
) -> Period | None:
    """Find the days from the first work to the last, or None where there is none.

    Work that is known only by its week fills the week, as far as it has come.
    """
    days = [entry.day for entry in entries if entry.day]
    dayless = {entry.week for entry in entries if not entry.day}
    for week in dayless.union(worked).difference(map(week_of, days)):
        monday = monday_of(week)
        days += [monday, max(monday, min(monday + timedelta(days=6), today))]
    if not days:
        return None
    return Period(min(days), max(days))


def _is_shorter_than_week(period: Period) -> bool:
    return (period.last - period.first).days < 6


def is_entry_in_period(entry: Entry, period: Period) -> bool:
    """Whether an entry counts in a period.

    An entry known only by its week counts in no period shorter than a week.
    """
    if entry.day is None and _is_shorter_than_week(period):
        return False
    return period.first <= (entry.day or thursday_of(entry.week)) <= period.last


def aim_of(journal: Journal, name: str, today: date) -> Aim:
    week = next((week for week in journal.weeks if week.name == name), None)
    target = choose_week_target(journal.plan, week)
    days_left = (monday_of(name) + timedelta(days=6) - today).days
    if days_left < 0:
        return Aim(target, None)
    return Aim(target, days_left)


# ---- rows


def month_of(entry: Entry) -> str:
    return _month_of_day(entry.day or thursday_of(entry.week))


@cache  # ten years have 18,000 sessions, on 3,600 days
def _month_of_day(day: date) -> str:
    return f"{day.year}-{day.month:02}"


KEYS: dict[str, Callable[[Entry], str | None]] = {
    "day": lambda entry: entry.day.isoformat() if entry.day else None,
    "week": attrgetter("week"),
    "month": month_of,
    "item": attrgetter("item"),
    "kind": attrgetter("kind"),
}
BY = (*KEYS, "skill")
TIMES: dict[str, Callable[[Period], Iterator[str]]] = {
    "day": lambda period: (day.isoformat() for day in each_day(*period)),
    "week": lambda period: iter(list_week_names(*period)),
    "month": lambda period: each_month(*period),
}


def list_report_rows(report: Report, by: str) -> list[ReportRow]:
    """List rows by time in order, without times to come; other rows by minutes, most first.

    By skill the minutes of an item are split among its skills in the plan; its sessions, days and
    notes count for each of them.
    """
    groups: dict[str | None, list[Entry]] = {}
    if by in TIMES:
        lived = elapsed_part_of(report)
        if lived:
            groups = {key: [] for key in TIMES[by](lived)}
    groups |= group_report_entries(report, by)
    rows = [sum_report_row(key, entries) for key, entries in groups.items()]
    if by == "skill":
        parts = split_minutes_by_skill(map_plan_items(report), report.entries)
        rows = [row._replace(minutes=parts.get(row.key, 0)) for row in rows]
    if by in TIMES:
        return sorted(rows, key=lambda row: (row.key is None, row.key or ""))
    return sorted(rows, key=lambda row: (-row.minutes, row.key is None, row.key or ""))


def map_plan_items(report: Report) -> dict[str, Item]:
    return {id_: item for id_, (_, item) in report.journal.plan.items.items()}


def splits_time(report: Report, by: str) -> bool:
    """Whether the minutes of the rows by `by` are parts of those of items."""
    return by == "skill" and is_time_split(map_plan_items(report), report.entries)


def sum_report_row(key: str | None, entries: Sequence[Entry]) -> ReportRow:
    days = {entry.day for entry in entries if entry.day}
    notes = count_notes(entries)
    return ReportRow(key, sum_minutes(entries), len(entries) - notes, len(days), notes)


def group_report_entries(report: Report, by: str) -> dict[str | None, list[Entry]]:
    """Group the entries by their key; by skill, each under every skill of its item."""
    if by != "skill":
        return group_entries(report.entries, KEYS[by])
    items = report.journal.plan.items
    groups: dict[str | None, list[Entry]] = {}
    for entry in report.entries:
        skills: Iterable[str | None] = ()
        if entry.item in items:
            skills = dict.fromkeys(items[entry.item][1].skills)
        for skill in skills or (None,):
            groups.setdefault(skill, []).append(entry)
    return groups


class WorkDone(NamedTuple):
    """The work on an item that no session shows: units finished, readings, its last status."""

    item: str
    kind: str
    units: int
    readings: tuple[str, ...]
    status: str | None


def list_work_done(report: Report) -> list[WorkDone]:
    """List the work of the period's weeks on each item, in the order of its first mention."""
    aliases = report.journal.plan.aliases
    works: dict[str, WorkDone] = {}
    for week in report.journal.weeks:
        if week.name not in report.weeks_of_work:
            continue
        for kind, named, record in week.records:
            if not shows_work(kind, record):
                continue
            item = aliases.get(named, named)
            if not report.selection.holds(report.journal.plan, kind, item):
                continue
            before = works.get(item) or WorkDone(item, kind, 0, (), None)
            units = done_of(record)
            if not isinstance(units, int):
                units = len(units)
            reading = reading_of(record)
            works[item] = before._replace(
                units=before.units + units,
                readings=(*before.readings, reading) if reading else before.readings,
                status=record.status or before.status,
            )
    return list(works.values())


def elapsed_part_of(report: Report) -> Period | None:
    """The period without the days that are still to come, unless something is logged there."""
    if report.period is None:
        return None
    days = [entry.day or thursday_of(entry.week) for entry in report.entries]
    last = min(report.period.last, max([report.today, *days]))
    if last < report.period.first:
        return None
    return Period(report.period.first, last)


def each_day(first: date, last: date) -> Iterator[date]:
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def each_month(first: date, last: date) -> Iterator[str]:
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{index // 12}-{index % 12 + 1:02}"


def part_of(report: Report, week: str) -> Period:
    """The days of a week that lie in the period; at the ends of a month, fewer than seven."""
    days = week_around(monday_of(week))
    period = report.period or days
    return Period(max(days.first, period.first), min(days.last, period.last))


def target_of(report: Report, week: str) -> int | None:
    """The target of a week in minutes; None where the report has only a part of the week."""
    if report.selection.is_narrow:
        return None
    if not report.all_of_it and part_of(report, week) != week_around(monday_of(week)):
        return None
    return aim_of(report.journal, week, report.today).target


def sum_item_lanes(report: Report, unit: str) -> dict[str | None, list[int]]:
    """Map each item to its minutes in each day, week or month (`unit`) up to today."""
    lived = elapsed_part_of(report)
    times: list[str] = []
    if lived:
        times = list(TIMES[unit](lived))
    sums = minutes_by(report.entries, lambda entry: (entry.item, KEYS[unit](entry)))
    lanes = {}
    for item in dict.fromkeys(entry.item for entry in report.entries):
        lanes[item] = [sums.get((item, time), 0) for time in times]
    return lanes


def pick_shade_steps(days: Iterable[int]) -> tuple[int, int, int]:
    """Pick the ladder nearest to the usual day; `days` are the minutes of each."""
    # Imported here, for it imports fractions and decimals, and only a heatmap asks for it.
    from statistics import median

    usual = median([minutes for minutes in days if minutes] or [0])
    return min(LADDERS, key=lambda steps: abs(steps[1] - usual))


def choose_shade(minutes: int, steps: tuple[int, ...]) -> int:
    """Choose the shade of a day: 0 for no minutes, then 1 to 4."""
    if not minutes:
        return 0
    return 1 + sum(minutes >= step for step in steps)


# ---- for programs: the same columns in JSON and in CSV


def tabulate_report(report: Report, by: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Tabulate a report: (names of the columns, rows)."""
    names, values_of = MORE.get(by, ((), _no_columns))
    values = values_of(report)
    rows = [
        (row.key, *values(row.key), row.minutes, row.sessions, row.days, row.notes)
        for row in list_report_rows(report, by)
    ]
    return (by, *names, "minutes", "sessions", "days", "notes"), rows


def _no_columns(report: Report) -> Callable[[str | None], tuple[Any, ...]]:
    return lambda key: ()


def item_columns(report: Report) -> Callable[[str | None], tuple[Any, ...]]:
    items = report.journal.plan.items
    kinds = {entry.item: entry.kind for entry in report.entries}

    def title_and_kind(id_: str | None) -> tuple[Any, ...]:
        title = None
        if id_ in items:
            title = items[id_][1].title
        return title, kinds[id_]

    return title_and_kind


def week_columns(report: Report) -> Callable[[str | None], tuple[Any, ...]]:
    def days_and_target(name: str | None) -> tuple[Any, ...]:
        days = part_of(report, name or "")
        return days.first.isoformat(), days.last.isoformat(), target_of(report, name or "")

    return days_and_target


Columns = Callable[[Report], Callable[[str | None], tuple[Any, ...]]]
MORE: dict[str, tuple[tuple[str, ...], Columns]] = {
    "item": (("title", "kind"), item_columns),
    "week": (("from", "to", "target"), week_columns),
}


# ---- in words


def aim_words(minutes: int, aim: Aim | None, holds_work: bool = False) -> str:
    """`5 h 20 of 8 h, 3 days left`; without any time `8 h hoped for, 3 days left`.

    `holds_work`: there was work, if no time. A week that is over is never told `yet`.
    """
    target, days_left = aim or (None, None)
    words = "nothing logged"
    if minutes:
        words = format_duration(minutes)
    elif holds_work:
        words = "work without a time"
    elif days_left is not None:
        words += " yet"
    if target and minutes:
        words += f" of {format_duration(target)}"
    elif target and holds_work:
        words += f", {format_duration(target)} hoped for"
    elif target:
        words = f"{format_duration(target)} hoped for"
    if not target or days_left is None:
        return words
    if not days_left:
        return f"{words}, on the last day"
    return f"{words}, {format_count(days_left, 'day')} left"
