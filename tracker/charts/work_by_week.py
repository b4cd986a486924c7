"""Figures -> hours by week; where few weeks have a time, units, readings or notes in such bars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.hours import (
    CHARTED,
    FEWEST,
    NAME,
    Bars,
    WeekBar,
    build_hours_chart,
    draw,
    format_week_cell,
    list_charted_weeks,
    list_note_marks,
    list_running_marks,
    list_shared_bar_marks,
    pauses_in,
    place_notes,
    sum_kind,
    window_words,
)
from tracker.figures.report import is_entry_in_period
from tracker.figures.rest import find_last_year
from tracker.figures.stats import Figures
from tracker.figures.work_counts import (
    WorkCount,
    amount_of_work,
    choose_work_measure,
    count_work,
    format_work,
    list_studied_weeks,
)
from tracker.model.english import format_count
from tracker.model.journal import Period, week_of
from tracker.model.when import format_duration

NO_WORK = "nothing to count"
QUESTIONS = {"done": "What was done, and when?", "notes": "What were the notes about?"}


def build_work_by_week_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    """Chart the hours; where few weeks have any, what was finished and read, or the notes."""
    by_hours = build_hours_chart(figures, today, period, item)
    known = known_item(figures, item) if item else None
    if item and not known:
        return by_hours
    period = period or find_last_year(figures, today, known)
    names = list_charted_weeks(figures, today, period)
    words = window_words(names, period)
    counts = list(count_work(figures, names, known, period))
    measure = choose_work_measure(counts)
    if by_hours.draw and not is_work_mostly_untimed(figures, names, counts, measure, known):
        return by_hours
    if measure is None:
        weeks = {count.week for count in counts}
        if not known:
            weeks = set(list_studied_weeks(figures).intersection(names))
        if not weeks:
            return by_hours
        finding = _say_uncounted_weeks(figures, len(weeks), words, known)
        return Chart(NAME, by_hours.question, finding, (), (), None, key_of(NAME, finding))
    finding = format_work_finding(figures, counts, measure, words, known)
    across = len(names) if period else max(FEWEST, len(names))
    by_week: dict[str, list[WorkCount]] = {name: [] for name in names}
    for count in counts:
        by_week[count.week].append(count)
    bars = []
    for name in names:
        minutes = sum_week_minutes(figures, name, known, period)
        bar = build_count_bar(name, by_week[name], measure, minutes)
        bars.append(bar._replace(running=name == week_of(today)))
    pauses, notes = pauses_in(figures.plan.pauses, names), place_notes(figures, names, today, known)
    data = Bars(finding, tuple(bars), pauses, across, measure, notes)
    headers, rows = build_work_table(data)
    return Chart(
        NAME,
        QUESTIONS[measure],
        finding,
        headers,
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_work_legend(data, counts),
    )


def is_work_mostly_untimed(
    figures: Figures,
    names: Iterable[str],
    counts: Iterable[WorkCount],
    measure: str | None,
    item: str | None,
) -> bool:
    """Whether fewer than half of the weeks of work have a time, and more have something to count.

    Then hours would show the smaller part of the work.
    """
    if measure is None:
        return False
    studied = list_studied_weeks(figures, item).intersection(names)
    timed = {name for name in studied if sum_week_minutes(figures, name, item, None)}
    counted = {count.week for count in counts if amount_of_work(count, measure)}
    return 2 * len(timed) < len(studied) and len(timed) < len(counted)


def sum_week_minutes(figures: Figures, name: str, item: str | None, period: Period | None) -> int:
    minutes = 0
    for entry in figures.by_week.get(name, ()):
        if item in (None, entry.item) and (not period or is_entry_in_period(entry, period)):
            minutes += entry.minutes
    return minutes


def _say_uncounted_weeks(figures: Figures, weeks: int, words: str, item: str | None) -> str:
    on = f" on {title_of(figures, item)}" if item else ""
    count = format_count(weeks, "week")
    return f"Work{on} in {count} {words}, without a time, unit, reading or note to count."


def format_work_finding(
    figures: Figures, counts: list[WorkCount], measure: str, words: str, item: str | None
) -> str:
    """Return `34 units and 4 readings in 2024, most of them on Algebra.` or the like."""
    chosen = [count for count in counts if amount_of_work(count, measure)]
    if measure == "notes":
        chosen = [count._replace(units=0, readings=0, finished=0) for count in chosen]
    amounts = format_work(chosen, notes=measure == "notes")
    if item:
        weeks = len({count.week for count in chosen})
        on = title_of(figures, item)
        return f"{amounts} on {on} {words}, in {format_count(weeks, 'week')}."
    by_item: dict[str | None, int] = {}
    for count in chosen:
        by_item[count.item] = by_item.get(count.item, 0) + amount_of_work(count, measure)
    first, most = max(by_item.items(), key=lambda pair: pair[1])
    whole, title = sum(by_item.values()), title_of(figures, first)
    if most == whole:
        return f"{amounts} {words}, on {title}."
    if 2 * most > whole:
        return f"{amounts} {words}, most of them on {title}."
    return f"{amounts} {words}, on {len(by_item)} things; the most, {most}, on {title}."


def build_count_bar(name: str, counts: list[WorkCount], measure: str, minutes: int) -> WeekBar:
    """Build the bar of a week. Its words say its minutes, too."""
    amounts = []
    for kind in CHARTED:
        own = [count for count in counts if count.kind == kind]
        amounts.append(sum(amount_of_work(count, measure) for count in own))
    parts = [format_work(counts)]
    if minutes:
        parts.append(format_duration(minutes))
    words = ", ".join(filter(None, parts))
    if not words:
        words = "work without a number" if counts else NO_WORK
    return WeekBar(name, tuple(amounts), None, words=words)


def build_work_table(data: Bars) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Build (headers, rows), newest week first; empty weeks that follow each other share a row."""
    shown = [index for index in range(len(CHARTED)) if sum_kind(data, index)]
    headers = ["Week", *(KIND_WORDS[CHARTED[index]] for index in shown), "What"]
    rows: list[tuple[str, ...]] = []
    newest = ""  # of the empty weeks that share the last row
    for bar in reversed(data.bars):
        cells = [str(bar.amounts[index] or "–") for index in shown]
        row = (format_week_cell(bar), *cells, bar.words)
        is_empty = bar.words == NO_WORK
        if is_empty and newest:
            row = (f"{bar.week} to {newest}", *cells, bar.words)
            rows.pop()
        elif is_empty:
            newest = bar.week
        else:
            newest = ""
        rows.append(row)
    return tuple(headers), tuple(rows)


def build_work_legend(data: Bars, counts: list[WorkCount]) -> tuple[tuple[str, str], ...]:
    marks = []
    for index, kind in enumerate(CHARTED):
        if sum_kind(data, index):
            own = [count for count in counts if count.kind == kind]
            if data.measure == "notes":
                own = [count._replace(units=0, readings=0, finished=0) for count in own]
            words = format_work(own, notes=data.measure == "notes")
            marks.append((f"tracker-{kind}", f"{KIND_WORDS[kind]}: {words}"))
    if data.pauses:
        marks.append(("tracker-pause", "pause"))
    marks += list_note_marks(data)
    return (*marks, *list_shared_bar_marks(data), *list_running_marks(data))
