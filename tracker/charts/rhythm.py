"""Figures -> weekday by hour, Monday first, in five bins: when do I work?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.calendar import SIZES as BINS
from tracker.charts.chart import (
    Chart,
    clean_title,
    format_hours,
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures import rhythm as rhythms
from tracker.figures.report import shade, thursday_of_entry
from tracker.figures.rhythm import Rhythm
from tracker.figures.stats import Entry, Figures
from tracker.model.english import WEEKDAYS
from tracker.model.journal import Period
from tracker.model.when import format_duration

NAME, QUESTION = "rhythm", "When do I work?"
FEWEST = 12  # hours across: one must not become a wall
ROW, ABOVE = 20, 18  # pixels: a weekday, the hours above the first
SIZES = (
    0.25,
    *BINS[1:],
)  # most hours of most weeks are empty: they are dots here, and squares in the calendar
MARGIN = 0.15  # of the hours across: room for the sum at the end of a row
STEPS = (
    5,
    15,
    30,
    60,
    120,
    240,
    480,
    960,
    1920,
    3840,
)  # minutes where the second bin begins; each next is twice that


class Grid(NamedTuple):
    """All that the picture shows. `columns`: the hours across, in the order of the learner's day."""

    finding: str
    rhythm: Rhythm
    columns: tuple[int, ...]
    ladder: tuple[int, int, int]


def build_rhythm_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    chosen = entries_of(figures, today, period, known) if known or not item else []
    first = figures.plan.day_starts // 60
    made = rhythms.measure_rhythm(chosen, figures.plan.day_starts)
    finding = format_rhythm_finding(figures, today, made, period, item, known)
    if not any(made.hours):
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    data = Grid(finding, made, choose_hour_columns(made.hours, first), find_rhythm_bin_edges(made))
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
    """Those of the period, else of the last twelve months."""
    first, last = period or (today - timedelta(days=364), today)
    chosen = [
        entry for entry in figures.entries if entry.minutes and (not item or entry.item == item)
    ]
    return [entry for entry in chosen if first <= (entry.day or thursday_of_entry(entry)) <= last]


def format_rhythm_finding(
    figures: Figures,
    today: date,
    made: Rhythm,
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    """On which weekday most, between which hours, and which weekday was kept of late."""
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
    on = title_of(figures, known) if known else ""
    words = format_period_phrase(period) if period else "in the last twelve months"
    if not made.sessions:
        return (
            f"Nothing logged{f' on {on}' if on else ''} {words}."
            if figures.entries
            else "Nothing logged yet."
        )
    said = rhythms.rhythm_words(made, figures.plan.day_starts // 60)
    if made.sessions >= rhythms.FEWEST:
        when = f"{on}, {words}" if on else words[0].upper() + words[1:]
        said = f"{when}: {said[0].lower()}{said[1:]}"
    if period:
        return said
    begun = figures.states[known].first if known else figures.span and figures.span[0]
    mine = [entry for entry in figures.entries if not known or entry.item == known]
    kept = rhythms.find_weekday_habit(figures.plan, mine, today, begun)
    return f"{said} {rhythms.habit_words(kept)}" if kept else said


def choose_hour_columns(minutes: Sequence[int], first: int) -> tuple[int, ...]:
    """From the first hour that is used to the last, twelve at least; the learner's day begins with hour `first`."""
    order = [(first + n) % 24 for n in range(24)]
    used = [place for place, hour in enumerate(order) if minutes[hour]]
    start, end = used[0], used[-1] + 1
    spare = max(0, FEWEST - (end - start))
    start = min(max(0, start - spare // 2), 24 - max(FEWEST, end - start))
    return tuple(order[start : max(end, start + FEWEST)])


def find_rhythm_bin_edges(made: Rhythm) -> tuple[int, int, int]:
    """Each step twice the one before, so that the fullest hour has the fullest bin."""
    most = max(map(max, made.cells))
    low = max((step for step in STEPS if 4 * step <= most), default=STEPS[0])
    return low, 2 * low, 4 * low


def build_rhythm_table(data: Grid) -> tuple[tuple[str, ...], ...]:
    """A row for each hour that is used, for what has no hour, and for all of it."""
    made = data.rhythm
    lines = [
        (span_of(hour), [row[hour] for row in made.cells])
        for hour in data.columns
        if made.hours[hour]
    ]
    lines += [("hour not known", list(made.no_hour))] * any(made.no_hour)
    rows = [
        (name, *map(format_minutes_cell, minutes), format_minutes_cell(sum(minutes)))
        for name, minutes in lines
    ]
    if made.no_day:
        rows.append(("day not known", *("–" for _ in WEEKDAYS), format_minutes_cell(made.no_day)))
    return (
        *rows,
        (
            "Together",
            *map(format_minutes_cell, made.weekdays),
            format_minutes_cell(sum(made.weekdays) + made.no_day),
        ),
    )


def span_of(hour: int) -> str:
    return f"{hour:02}:00 to {(hour + 1) % 24:02}:00"


def build_rhythm_legend(data: Grid) -> tuple[tuple[str, str], ...]:
    low, middle, high = (format_duration(minutes) for minutes in data.ladder)
    words = (f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    return tuple((f"tracker-bin-{index}", text) for index, text in enumerate(words, 1))


def draw(data: Grid) -> str:
    """One row of pixels is one unit of the axis, counted downwards; one hour is one across."""
    height, across = ABOVE + 7 * ROW, len(data.columns)
    page = create_canvas(height, across * (1 + MARGIN), height, 0)
    apart = 3 if across > FEWEST else 2
    for place, hour in enumerate(data.columns):
        if not hour % apart and place + apart <= across + 1:
            page.text(place, ABOVE - 6, f"{hour:02}:00", "tracker-x")
    for weekday in range(7):
        draw_day(page, data, weekday)
    return render_canvas_svg(page, data.finding)


def draw_day(page: ChartCanvas, data: Grid, weekday: int) -> None:
    """The sum stands at the end of the row: it has what no hour has."""
    top, name = ABOVE + weekday * ROW, f"{WEEKDAYS[weekday]}s"
    page.text(0, top + 0.7 * ROW, WEEKDAYS[weekday][:3], "tracker-y tracker-day", "right")
    for place, hour in enumerate(data.columns):
        minutes = data.rhythm.cells[weekday][hour]
        level = shade(minutes, data.ladder)
        size = SIZES[level]
        square = (place + (1 - size) / 2, top + ROW * (1 - size) / 2, size, ROW * size)
        words = (
            f"{name}, {span_of(hour)}: {format_duration(minutes) if minutes else 'nothing logged'}"
        )
        page.bars([square], f"tracker-bin-{level}", words)
    together, vague = data.rhythm.weekdays[weekday], data.rhythm.no_hour[weekday]
    if together:
        words = f"{name}: {format_duration(together)}" + (
            f", {format_duration(vague)} of it without an hour" if vague else ""
        )
        across = len(data.columns)
        page.text(
            across * (1 + MARGIN),
            top + 0.7 * ROW,
            format_hours(together),
            "tracker-value",
            "right",
            words,
        )
