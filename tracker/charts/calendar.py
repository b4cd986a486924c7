"""Figures -> a year of days, Monday first, in five bins: which days?"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    clean_title,
    format_hours,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures import report
from tracker.figures.report import each_day, is_entry_in_period
from tracker.figures.stats import Entry, Figures, list_week_names
from tracker.model.english import MONTHS, WEEKDAYS, day_words, join_words
from tracker.model.journal import Period
from tracker.model.when import format_duration

NAME, QUESTION = "calendar", "Which days?"
YEAR, HALF = 53, 26  # weeks across: a few would be lost in the room of a year
DAY, ABOVE, GAP = (
    14,
    18,
    30,
)  # pixels: a day's row, the months above the first year, what lies between two years
MOST = 5  # years; of a longer period the last ones are shown, and the finding says which
SINGLE = 2  # years: up to so many each day is a mark of its own
# How much of its place a day fills: the bins differ in size as well as in shade.
SIZES = (0.8, 0.42, 0.58, 0.72, 0.88)


Square = tuple[float, float, float, float]


class Cell(NamedTuple):
    """A mark: its squares, its class, and what hovering says."""

    squares: list[Square]
    css: str
    words: str


class Days(NamedTuple):
    """All that the picture shows. `blocks`: (its name, first Monday, first day, last day), one below the other."""

    finding: str
    blocks: tuple[tuple[str, date, date, date], ...]
    minutes: tuple[tuple[date, int], ...]
    ladder: tuple[int, ...]
    pauses: tuple[tuple[date, date, str], ...]


def build_calendar_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    if period and period.last.year - period.first.year >= MOST:
        period = period._replace(first=date(period.last.year - MOST + 1, 1, 1))
    blocks = blocks_of(today, period)
    first, last = blocks[0][2], blocks[-1][3]
    chosen = [
        entry
        for name in list_week_names(first, last)
        for entry in figures.by_week.get(name, ())
        if (not item or (known and entry.item == known))
        and entry.minutes
        and (entry.day or not period or is_entry_in_period(entry, period))
    ]
    days = days_of(chosen, first, last)
    finding = format_calendar_finding(figures, chosen, days, period, item, known)
    if not days:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    pauses = tuple(
        (pause.start, pause.end, clean_title(pause.reason or ""))
        for pause in figures.plan.pauses
        if pause.start <= last and first <= pause.end
    )
    data = Days(finding, blocks, tuple(days.items()), find_calendar_bin_edges(figures), pauses)
    rows = tuple(
        (day_words(day, weekday=True), format_duration(minutes))
        for day, minutes in reversed(data.minutes)
    )
    return Chart(
        NAME,
        QUESTION,
        finding,
        ("Day", "Time"),
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_calendar_legend(data),
    )


def blocks_of(today: date, period: Period | None) -> tuple[tuple[str, date, date, date], ...]:
    """The last 53 weeks up to today; a period that is no longer; of a longer one each calendar year that it touches."""
    if period is None:
        first = today - timedelta(days=today.weekday(), weeks=YEAR - 1)
        return (("", first, first, today),)
    monday = period.first - timedelta(days=period.first.weekday())
    if (period.last - monday).days < 7 * YEAR:
        return (
            (str(period.first.year) * (period.first.year == period.last.year), monday, *period),
        )
    blocks = []
    for year in range(period.first.year, period.last.year + 1):
        first, last = max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31))
        monday = date(year, 1, 1) - timedelta(days=date(year, 1, 1).weekday())
        blocks.append((str(year), monday, first, last))
    return tuple(blocks)


def days_of(chosen: list[Entry], first: date, last: date) -> dict[date, int]:
    """Day -> minutes, oldest first. What is known only by its week is on no day."""
    days: dict[date, int] = {}
    for entry in chosen:
        if entry.day and first <= entry.day <= last:
            days[entry.day] = days.get(entry.day, 0) + entry.minutes
    return dict(sorted(days.items()))


def format_calendar_finding(
    figures: Figures,
    chosen: list[Entry],
    days: dict[date, int],
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    """How many days, which of the week most often, and how much is on no day."""
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
    words = format_period_phrase(period) if period else "in the last twelve months"
    on = f" {title_of(figures, known)}" if known else ""
    vague = sum(entry.minutes for entry in chosen if not entry.day)
    if not days:
        if vague:
            return f"No day of study is known {words}, only weeks: {format_hours(vague)}."
        return (
            f"Nothing logged{on and ' on'}{on} {words}."
            if figures.entries
            else "Nothing logged yet."
        )
    often = f", most often on {join_words(usual)}" if (usual := find_usual_weekdays(days)) else ""
    rest = (
        f"; {format_hours(vague)} more {'is' if vague <= 60 else 'are'} known only by the week"
        if vague
        else ""
    )
    return f"Studied{on} on {len(days)} {'days' if len(days) > 1 else 'day'} {words}{often}{rest}."


def find_usual_weekdays(days: dict[date, int]) -> list[str]:
    """The weekday that comes most often, or two that tie; none where nothing stands out."""
    counts = [0] * 7
    for day in days:
        counts[day.weekday()] += 1
    most = [f"{WEEKDAYS[index]}s" for index, count in enumerate(counts) if count == max(counts)]
    return most if len(days) > 4 and len(most) < 3 else []


def find_calendar_bin_edges(figures: Figures) -> tuple[int, int, int]:
    """The same for every year of a journal, so that its years may be compared."""
    days: dict[date, int] = {}
    for entry in figures.entries:
        if entry.day and entry.minutes:
            days[entry.day] = days.get(entry.day, 0) + entry.minutes
    return report.pick_shade_steps(days.values())


def build_calendar_legend(data: Days) -> tuple[tuple[str, str], ...]:
    low, middle, high = (format_duration(minutes) for minutes in data.ladder)
    words = ("none", f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    marks = [(f"tracker-bin-{index}", text) for index, text in enumerate(words)]
    return (*marks, *([("tracker-rest", "pause")] if data.pauses else []))


def draw(data: Days) -> str:
    """One row of pixels is one unit of the axis, counted downwards; one week is one across."""
    height = ABOVE + len(data.blocks) * (7 * DAY + GAP) - GAP
    across = count_weeks_across(data)
    page = create_canvas(height, across, height, 0)
    minutes = dict(data.minutes)
    for index, block in enumerate(data.blocks):
        top = ABOVE + index * (7 * DAY + GAP)
        draw_names(page, block, top, across)
        cells = [
            build_day_cell(data, block, day, minutes.get(day, 0), top)
            for day in each_day(block[2], block[3])
        ]
        if len(data.blocks) > SINGLE:
            cells = merge_year_cells(cells, block[0])
        for squares, css, words in cells:
            page.bars(squares, css, words)
    return render_canvas_svg(page, data.finding)


def build_day_cell(
    data: Days, block: tuple[str, date, date, date], day: date, minutes: int, top: int
) -> Cell:
    level = report.shade(minutes, data.ladder)
    rest = next(
        (reason or "declared" for start, end, reason in data.pauses if start <= day <= end), None
    )
    words = format_duration(minutes) if minutes else f"pause, {rest}" if rest else "nothing logged"
    css = "tracker-rest" if rest and not minutes else f"tracker-bin-{level}"
    size, row, week = SIZES[level], top + day.weekday() * DAY, (day - block[1]).days // 7
    square = (week + (1 - size) / 2, row + DAY * (1 - size) / 2, size, DAY * size)
    return Cell([square], css, f"{day_words(day, weekday=True)}: {words}")


def merge_year_cells(cells: list[Cell], year: str) -> list[Cell]:
    """One mark for each bin of a year: of many years a mark for each day would weigh more than a picture."""
    by_css: dict[str, list[Square]] = {}
    for squares, css, _ in cells:
        by_css.setdefault(css, []).extend(squares)
    return [
        Cell(squares, css, f"{year}: {len(squares)} days like this")
        for css, squares in by_css.items()
    ]


def count_weeks_across(data: Days) -> int:
    """So many weeks have room beside each other."""
    longest = max((last - monday).days for _, monday, _, last in data.blocks) // 7 + 1
    return HALF if longest <= HALF else YEAR


def draw_names(
    page: ChartCanvas, block: tuple[str, date, date, date], top: int, across: int
) -> None:
    name, monday, first, last = block
    for row in (0, 2, 4):
        page.text(0, top + (row + 0.78) * DAY, WEEKDAYS[row][:3], "tracker-y tracker-day", "right")
    if name:
        page.text(0, top - 6, name, "tracker-y tracker-year", "right")
    # A few days in the middle of a month bear its name too.
    for day in [day for day in each_day(first, last) if day.day == 1] or [first]:
        week = (day - monday).days / 7
        if week < across - 2.5:
            page.text(week, top - 6, MONTHS[day.month - 1][:3], "tracker-x")
