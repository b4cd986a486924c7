"""Figures -> weekday by hour, Monday first, in five bins: when do I work?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.calendar import SIZES as BINS
from tracker.charts.chart import (
    Chart,
    format_hours,
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
    unknown_item_finding,
)
from tracker.charts.room import AxisLabel, class_from, thin_labels
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures import rhythm as rhythms
from tracker.figures.report import choose_shade
from tracker.figures.rest import find_last_year
from tracker.figures.rhythm import Habit, Rhythm
from tracker.figures.stats import Entry, Figures
from tracker.figures.work_counts import shows_any_work
from tracker.model.english import WEEKDAYS
from tracker.model.journal import Period, thursday_of
from tracker.model.when import format_duration

NAME, QUESTION = "rhythm", "When do I work?"
FEWEST = 12  # hours across: one must not become a wall
STRIDES, WIDE_STRIDES = (2, 4, 12), (3, 6, 12)  # every so many hours are named
ROW, ABOVE = 20, 18  # pixels: a weekday, the hours above the first
# Most hours of most weeks are empty: they are dots here, and squares in the calendar.
SIZES = (0.25, *BINS[1:])
MARGIN = 0.15  # of the hours across: room for the sum at the end of a row
# Minutes at which the second bin may begin; each next bin begins at twice the minutes.
STEPS = (5, 15, 30, 60, 120, 240, 480, 960, 1920, 3840)


class Grid(NamedTuple):
    """All that the picture shows. `columns`: the hours across, in the order of the day."""

    finding: str
    rhythm: Rhythm
    columns: tuple[int, ...]
    ladder: tuple[int, int, int]


def build_rhythm_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    period = period or find_last_year(figures, today, known)
    chosen: list[Entry] = []
    if known or not item:
        chosen = entries_of(figures, today, period, known)
    rhythm = rhythms.measure_rhythm(chosen, figures.plan.day_starts)
    finding = format_rhythm_finding(figures, today, rhythm, period, item, known)
    # Of a few sessions a picture would show no rhythm either.
    if not any(rhythm.hours) or rhythm.sessions < rhythms.FEWEST:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    columns = choose_hour_columns(rhythm.hours, figures.plan.day_starts // 60)
    data = Grid(finding, rhythm, columns, find_rhythm_bin_edges(rhythm))
    headers = ("Hour", *(day[:3] for day in WEEKDAYS), "Together")
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        build_rhythm_table(data),
        partial(draw, data),
        key_of(NAME, data),
        build_rhythm_legend(data),
    )


def entries_of(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> list[Entry]:
    """List the sessions in the period, else in the last twelve months."""
    first, last = period or (today - timedelta(days=364), today)
    chosen = []
    for entry in figures.entries:
        if not entry.minutes or (item and entry.item != item):
            continue
        if first <= (entry.day or thursday_of(entry.week)) <= last:
            chosen.append(entry)
    return chosen


def format_rhythm_finding(
    figures: Figures,
    today: date,
    rhythm: Rhythm,
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    """Describe the weekday and the hours studied most, and the weekday kept by habit."""
    if item and not known:
        return unknown_item_finding(item)
    if not shows_any_work(figures):
        return "Nothing logged yet."
    title = title_of(figures, known) if known else ""
    when = format_period_phrase(period) if period else "in the last twelve months"
    if not rhythm.sessions:
        on = f" on {title}" if title else ""
        return f"No time logged{on} {when}."
    sentence = rhythms.rhythm_words(rhythm, figures.plan.day_starts // 60)
    if rhythm.sessions >= rhythms.FEWEST:
        window = f"{title}, {when}" if title else when[0].upper() + when[1:]
        sentence = f"{window}: {sentence[0].lower()}{sentence[1:]}"
    if not period:
        habit = _find_habit(figures, today, known)
        if habit:
            sentence += f" {rhythms.habit_words(habit)}"
    return sentence


def _find_habit(figures: Figures, today: date, item: str | None) -> Habit | None:
    # A note has no hour, and is no session.
    entries = [entry for entry in figures.entries if entry.minutes]
    begun = figures.span and figures.span[0]
    if item:
        begun = figures.states[item].first
        entries = [entry for entry in entries if entry.item == item]
    return rhythms.find_weekday_habit(figures.plan, entries, today, begun)


def choose_hour_columns(minutes: Sequence[int], first: int) -> tuple[int, ...]:
    """Choose the hours from the first with minutes to the last, at least twelve.

    The learner's day begins with hour `first`.
    """
    order = [(first + n) % 24 for n in range(24)]
    used = [place for place, hour in enumerate(order) if minutes[hour]]
    start, end = used[0], used[-1] + 1
    spare = max(0, FEWEST - (end - start))
    start = min(max(0, start - spare // 2), 24 - max(FEWEST, end - start))
    return tuple(order[start : max(end, start + FEWEST)])


def find_rhythm_bin_edges(rhythm: Rhythm) -> tuple[int, int, int]:
    """Find the bin edges, each twice the one before, so that the fullest hour has the last bin."""
    most = max(map(max, rhythm.cells))
    low = max((step for step in STEPS if 4 * step <= most), default=STEPS[0])
    return low, 2 * low, 4 * low


def build_rhythm_table(data: Grid) -> tuple[tuple[str, ...], ...]:
    """Build a row for each hour with minutes, for time without an hour or day, and for the sums."""
    rhythm = data.rhythm
    rows: list[tuple[str, ...]] = []
    for hour in data.columns:
        if rhythm.hours[hour]:
            minutes = [row[hour] for row in rhythm.cells]
            rows.append(_build_hour_row(span_of(hour), minutes, sum(minutes)))
    if any(rhythm.no_hour):
        rows.append(_build_hour_row("hour not known", rhythm.no_hour, sum(rhythm.no_hour)))
    if rhythm.no_day:
        rows.append(_build_hour_row("day not known", [0] * len(WEEKDAYS), rhythm.no_day))
    total = sum(rhythm.weekdays) + rhythm.no_day
    rows.append(_build_hour_row("Together", rhythm.weekdays, total))
    return tuple(rows)


def _build_hour_row(name: str, minutes: Sequence[int], total: int) -> tuple[str, ...]:
    return name, *map(format_minutes_cell, minutes), format_minutes_cell(total)


def span_of(hour: int) -> str:
    return f"{hour:02}:00 to {(hour + 1) % 24:02}:00"


def build_rhythm_legend(data: Grid) -> tuple[tuple[str, str], ...]:
    low, middle, high = (format_duration(minutes) for minutes in data.ladder)
    words = (f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    return tuple((f"tracker-bin-{index}", text) for index, text in enumerate(words, 1))


def draw(data: Grid) -> str:
    """Draw pixels downwards and hours across."""
    height, across = ABOVE + 7 * ROW, len(data.columns)
    page = create_canvas(height, across * (1 + MARGIN), height, 0)
    labels = []
    for place, hour in enumerate(data.columns):
        labels.append(AxisLabel(place / (across * (1 + MARGIN)), f"{hour:02}:00", hour))
    strides = WIDE_STRIDES if across > FEWEST else STRIDES
    for place, width in enumerate(thin_labels(labels, strides)):
        if width:
            page.text(place, ABOVE - 6, labels[place].words, f"tracker-x{class_from(width)}")
    for weekday in range(7):
        draw_day(page, data, weekday)
    return render_canvas_svg(page, data.finding)


def draw_day(page: ChartCanvas, data: Grid, weekday: int) -> None:
    """Draw a weekday; the sum at the end of its row includes time without an hour."""
    top, name = ABOVE + weekday * ROW, f"{WEEKDAYS[weekday]}s"
    page.text(0, top + 0.7 * ROW, WEEKDAYS[weekday][:3], "tracker-y tracker-day", "right")
    for place, hour in enumerate(data.columns):
        minutes = data.rhythm.cells[weekday][hour]
        level = choose_shade(minutes, data.ladder)
        size = SIZES[level]
        square = (place + (1 - size) / 2, top + ROW * (1 - size) / 2, size, ROW * size)
        time = format_duration(minutes) if minutes else "no time logged"
        page.bars([square], f"tracker-bin-{level}", f"{name}, {span_of(hour)}: {time}")
    together, vague = data.rhythm.weekdays[weekday], data.rhythm.no_hour[weekday]
    if together:
        words = f"{name}: {format_duration(together)}"
        if vague:
            words += f", {format_duration(vague)} of it without an hour"
        right = len(data.columns) * (1 + MARGIN)
        hours = format_hours(together)
        page.text(right, top + 0.7 * ROW, hours, "tracker-value", "right", words)
