"""Figures -> hours by week, stacked by kind: where did the time go?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    clean_title,
    format_hours,
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.sheet import WIDTH, ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.report import is_entry_in_period
from tracker.figures.stats import (
    Entry,
    Figures,
    find_week_target,
    list_week_names,
    minutes_by,
    sum_minutes,
)
from tracker.model.english import MONTHS, day_words, join_words, span_words
from tracker.model.journal import Period, monday_of
from tracker.model.kinds import KINDS
from tracker.model.periods import week_around
from tracker.model.plan import Pause
from tracker.model.when import format_duration

NAME, QUESTION = "hours-by-week", "Where did the time go?"
CHARTED = tuple(KIND_WORDS)  # kinds, and other work
YEAR = 53  # weeks: as many as begin or end in twelve months
FEWEST = 12  # weeks across: one session must not become a wall
BAR = 0.76  # of its week's room
DATED = 6  # weeks: up to so many each is named by its Monday
HEIGHT, ABOVE, BELOW = 210, 8, 36
PLOT = HEIGHT - ABOVE - BELOW  # all in pixels
STEPS = (30, 60, 120, 300, 600, 1200, 3000, 6000)  # minutes between two lines of the grid
STRIPE = 4  # pixels between two stripes
# Weeks that share a bar, from so many weeks on: thinner bars than these can't be told apart on a phone.
SHARED = ((420, 13), (110, 4), (0, 1))


class WeekBar(NamedTuple):
    """Minutes by kind in the order of CHARTED, and the minutes hoped for: of a week, or the mean of several."""

    week: str
    minutes: tuple[int, ...]
    target: int | None
    weeks: int = 1

    @property
    def total(self) -> int:
        return sum(self.minutes)


class Bars(NamedTuple):
    """All that the picture shows. `pauses` are (weeks from the first Monday, the same to its end, reason).

    `across`: so many weeks have room beside each other.
    """

    finding: str
    bars: tuple[WeekBar, ...]
    pauses: tuple[tuple[float, float, str], ...]
    across: int


def hours_by_week(figures: Figures, today: date, period: Period | None, item: str | None) -> Chart:
    known = known_item(figures, item) if item else None
    names = list_charted_weeks(figures, today, period)
    chosen = (
        []
        if item and not known
        else [entry for name in names for entry in figures.by_week.get(name, ())]
    )
    chosen = [entry for entry in chosen if not known or entry.item == known]
    if period:  # a year's first and last week reach into its neighbours
        chosen = [entry for entry in chosen if is_entry_in_period(entry, period)]
    words = window_words(figures, names, period)
    finding = format_hours_finding(figures, chosen, words, item, known)
    if not sum_minutes(chosen):
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    across = len(names) if period else max(FEWEST, len(names))
    made = tuple(build_week_bars(figures, names, chosen, period, known))
    data = Bars(finding, made, pauses_in(figures.plan.pauses, names), across)
    shown = tuple(
        kind
        for kind, *sums in zip(CHARTED, *(bar.minutes for bar in data.bars), strict=True)
        if any(sums)
    )
    headers, rows = build_hours_table(data, shown)
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_hours_legend(data, shown),
    )


def list_charted_weeks(figures: Figures, today: date, period: Period | None) -> list[str]:
    """The weeks shown: the period's, else the last twelve months up to today, or as long as the journal is."""
    if period:
        return list_week_names(*period)
    first = today - timedelta(weeks=YEAR - 1)
    if figures.span:
        first = max(first, min(figures.span[0], today))
    return list_week_names(first, today)


def window_words(figures: Figures, names: list[str], period: Period | None) -> str:
    if period:
        return format_period_phrase(period)
    if len(names) == YEAR:
        return "in the last twelve months"
    if len(names) == 1:
        return "this week"
    return f"in {len(names)} weeks, since {day_words(monday_of(names[0]))}"


def format_hours_finding(
    figures: Figures, chosen: list[Entry], words: str, item: str | None, known: str | None
) -> str:
    """How much, when, and on what most."""
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
    on = f" on {title_of(figures, known)}" if known else ""
    minutes = sum_minutes(chosen)
    if not minutes:
        return f"Nothing logged{on} {words}." if figures.entries else "Nothing logged yet."
    if known:
        weeks = len({entry.week for entry in chosen if entry.minutes})
        return (
            f"{format_hours(minutes)}{on} {words}, in {weeks} {'weeks' if weeks > 1 else 'week'}."
        )
    return f"{format_hours(minutes)} {words}, {format_largest_part(figures, chosen, minutes)}."


def format_largest_part(figures: Figures, chosen: Iterable[Entry], minutes: int) -> str:
    by_item = minutes_by(chosen, lambda entry: entry.item)
    most = max(by_item, key=lambda item: by_item[item])
    if by_item[most] == minutes:
        return f"all of it on {title_of(figures, most)}"
    if 2 * by_item[most] > minutes:
        return f"most of it on {title_of(figures, most)}"
    return f"the largest part, {format_hours(by_item[most])}, on {title_of(figures, most)}"


def build_week_bars(
    figures: Figures, names: list[str], chosen: list[Entry], period: Period | None, item: str | None
) -> Iterable[WeekBar]:
    sums = minutes_by(chosen, lambda entry: (entry.week, entry.kind))
    for name in names:
        week = week_around(monday_of(name))
        whole = period is None or (period.first <= week.first and week.last <= period.last)
        # What is hoped for is hoped for the week, not for one item of it, nor for some of its days.
        hoped = find_week_target(figures, name) if whole and not item else None
        yield WeekBar(name, tuple(sums.get((name, kind), 0) for kind in CHARTED), hoped)


def pauses_in(pauses: Iterable[Pause], names: list[str]) -> tuple[tuple[float, float, str], ...]:
    first, weeks = monday_of(names[0]), len(names)
    found = []
    for pause in pauses:
        start, end = (
            (day - first).days / 7 for day in (pause.start, pause.end + timedelta(days=1))
        )
        if start < weeks and end > 0:
            words = f"{span_words(pause.start, pause.end)}: {clean_title(pause.reason or 'pause')}"
            found.append((round(max(start, 0), 2), round(min(end, weeks), 2), words))
    return tuple(found)


def build_hours_table(
    data: Bars, shown: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Newest week first; empty weeks too, for a gap is data."""
    hoped = any(bar.target for bar in data.bars)
    headers = (
        "Week",
        *(KIND_WORDS[kind] for kind in shown),
        "Together",
        *(["Hoped for"] if hoped else []),
    )
    rows = []
    for bar in reversed(data.bars):
        cells = [
            format_minutes_cell(minutes)
            for kind, minutes in zip(CHARTED, bar.minutes, strict=True)
            if kind in shown
        ]
        rows.append(
            (
                bar.week,
                *cells,
                format_minutes_cell(bar.total),
                *([format_minutes_cell(bar.target or 0)] if hoped else []),
            )
        )
    return headers, tuple(rows)


def build_hours_legend(data: Bars, shown: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    sums = {
        kind: sum(bar.minutes[index] for bar in data.bars) for index, kind in enumerate(CHARTED)
    }
    marks = [
        (f"tracker-{kind}", f"{KIND_WORDS[kind]} {format_hours(sums[kind])}") for kind in shown
    ]
    targets = sorted({bar.target for bar in data.bars if bar.target})
    if targets:
        each = " to ".join(
            dict.fromkeys(format_duration(minutes) for minutes in (targets[0], targets[-1]))
        )
        marks.append(("tracker-target", f"hoped for: {each} a week"))
    if data.pauses:
        marks.append(("tracker-pause", "pause"))
    if (weeks := count_weeks_per_bar(data)) > 1:
        marks.append(("tracker-none", f"each bar: the mean of {weeks} weeks"))
    return tuple(marks)


def count_weeks_per_bar(data: Bars) -> int:
    return next(weeks for least, weeks in SHARED if len(data.bars) >= least)


def merge_week_bars(data: Bars) -> Bars:
    """As it is, or, of many years, with the means of some weeks in each bar."""
    many = count_weeks_per_bar(data)
    if many == 1:
        return data
    groups = [data.bars[start : start + many] for start in range(0, len(data.bars), many)]
    return data._replace(
        bars=tuple(
            WeekBar(
                group[0].week,
                tuple(
                    round(sum(sums) / len(group))
                    for sums in zip(*(bar.minutes for bar in group), strict=True)
                ),
                group[0].target,
                len(group),
            )
            for group in groups
        )
    )


def draw(data: Bars) -> str:
    right, wide = data.across, BAR * min(1, data.across / FEWEST)
    first = monday_of(data.bars[0].week)
    data = merge_week_bars(data)
    step = next((step for step in STEPS if highest_minutes_of(data) <= 4 * step), 12000)
    top = max(1, math.ceil(highest_minutes_of(data) / step)) * step
    page = create_canvas(HEIGHT, right, 0, top, ABOVE, BELOW)
    for minutes in range(0, top + 1, step):
        page.line(
            [(0, minutes), (right, minutes)], "tracker-axis" if not minutes else "tracker-grid"
        )
        page.text(
            0,
            minutes - 4 * top / PLOT,
            f"{minutes / 60:g} h" if minutes else "0",
            "tracker-y",
            "right",
        )
    draw_pauses(page, data, right, top)
    place = 0
    for bar in data.bars:
        draw_bar(page, place, bar, top, wide)
        place += bar.weeks
    draw_target(page, data)
    draw_time = draw_weeks if right <= DATED else draw_months
    draw_time(page, first, place, right, top / PLOT)
    return render_canvas_svg(page, data.finding)


def highest_minutes_of(data: Bars) -> int:
    return max(1, *(max(bar.total, bar.target or 0) for bar in data.bars), 0)


def draw_pauses(page: ChartCanvas, data: Bars, weeks: int, top: int) -> None:
    """Hatched by lines of its own: a pattern would need an id."""
    slope = WIDTH / weeks / PLOT  # so that the hatching runs at 45 degrees
    for start, end, words in data.pauses:
        page.bar(start, 0, end - start, top, "tracker-pause", words)
        lines = []
        rise = (end - start) * slope
        for foot in range(-math.ceil(rise * PLOT), PLOT, 7):
            low, high = max(foot, 0), min(foot + rise * PLOT, PLOT)
            if high > low:
                across = [start + (level - foot) / slope / PLOT for level in (low, high)]
                lines.append([(across[0], low * top / PLOT), (across[1], high * top / PLOT)])
        page.strokes(lines, "tracker-hatch")


def draw_bar(page: ChartCanvas, place: int, bar: WeekBar, top: int, wide: float) -> None:
    words, left, width = bar_words(bar), place + (1 - wide) / 2 * bar.weeks, wide * bar.weeks
    page.bar(place, 0, bar.weeks, top, "tracker-hover", words)
    foot = 0
    for kind, minutes in zip(CHARTED, bar.minutes, strict=True):
        if minutes:
            page.bar(left, foot, width, minutes, f"tracker-{kind}", words)
            draw_kind_texture(page, left, width, foot, minutes, top / PLOT, kind)
        foot += minutes


def bar_words(bar: WeekBar) -> str:
    parts = [
        f"{KIND_WORDS[kind].lower()} {format_duration(part)}"
        for kind, part in zip(CHARTED, bar.minutes, strict=True)
        if part
    ]
    since = day_words(monday_of(bar.week))
    when = f"Week of {since}" if bar.weeks == 1 else f"{bar.weeks} weeks from {since}, a week"
    return f"{when}: {format_duration(bar.total) if parts else 'nothing logged'}" + (
        f" ({join_words(parts)})" if parts else ""
    )


def draw_kind_texture(
    page: ChartCanvas, left: float, width: float, foot: int, minutes: int, pixel: float, kind: str
) -> None:
    """No kind is known by its colour alone: some are striped, some split; other work is hollow."""
    middle, right = left + width / 2, left + width
    levels = [foot + STRIPE * pixel * n for n in range(1, math.ceil(minutes / pixel / STRIPE))]
    texture = texture_of(kind)
    if texture in ("striped", "grid") and levels:
        page.strokes([[(left, level), (right, level)] for level in levels], "tracker-cut")
    if texture in ("split", "grid"):
        page.strokes([[(middle, foot), (middle, foot + minutes)]], "tracker-cut")


def texture_of(kind: str) -> str:
    """Of other work, which is no kind, `solid`: it is hollow by its colours."""
    return KINDS[kind].texture if kind in KINDS else "solid"


def draw_target(page: ChartCanvas, data: Bars) -> None:
    """Broken where a week was not meant for study."""
    run: list[tuple[float, float]] = []
    resting = {n for start, end, _ in data.pauses for n in range(math.ceil(start), math.floor(end))}
    place = 0
    for bar in [*data.bars, WeekBar("", (), None)]:
        hoped = None if place in resting and bar.weeks == 1 else bar.target
        if run and hoped != run[-1][1]:
            page.line(run, "tracker-halo")
            page.line(
                run, "tracker-target", f"hoped for: {format_duration(int(run[-1][1]))} a week"
            )
            run = []
        if hoped:
            run = [run[0] if run else (place, hoped), (place + bar.weeks, hoped)]
        place += bar.weeks


def draw_months(page: ChartCanvas, first: date, weeks: int, right: int, pixel: float) -> None:
    """Months by name, years below them; where months would crowd, quarters or years alone."""
    apart = 1 if weeks <= 60 else 3 if weeks <= 170 else 12
    # A name needs room to its right, some of which is the page's margin.
    marked = [
        (place, day)
        for place, day in list_month_starts(first, right)
        if place <= right * 0.95 and (day.month - 1) % apart == 0
    ]
    if not marked or marked[0][0] > right * 0.12:
        marked.insert(0, (0, first))
    for place, day in marked:
        page.line([(place, 0), (place, -4 * pixel)], "tracker-tick")
        page.text(
            place,
            -16 * pixel,
            MONTHS[day.month - 1][:3] if apart < 12 else str(day.year),
            "tracker-x",
        )
    if apart < 12:
        draw_year_names(page, marked, right, -31 * pixel)


def draw_weeks(page: ChartCanvas, first: date, weeks: int, right: int, pixel: float) -> None:
    for place in range(right):
        monday = first + timedelta(weeks=place)
        page.text(
            place + 0.5,
            -16 * pixel,
            f"{monday.day} {MONTHS[monday.month - 1][:3]}",
            "tracker-x",
            "center",
        )
    draw_year_names(page, [(0, first)], right, -31 * pixel)


def list_month_starts(first: date, weeks: int) -> Iterator[tuple[float, date]]:
    """(weeks from the first Monday, first day of the month) of each month that begins in so many weeks."""
    for index in range(
        first.year * 12 + first.month - 1, first.year * 12 + first.month + weeks // 4 + 1
    ):
        day = date(index // 12, index % 12 + 1, 1)
        if 0 <= (place := (day - first).days / 7) < weeks:
            yield place, day


def draw_year_names(
    page: ChartCanvas, marked: list[tuple[float, date]], right: int, level: float
) -> None:
    shown = [(place, day.year) for place, day in marked if day.month == 1]
    if marked and (not shown or shown[0][0] - marked[0][0] > right * 0.12):
        shown.insert(0, (marked[0][0], marked[0][1].year))
    for place, year in shown:
        page.text(place, level, str(year), "tracker-x tracker-year")
