"""Figures -> the weeks that had a session, and how many of the last eight: am I keeping up?

Never a streak: a week without a session takes one of eight, not all; one of declared pause takes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    clean_title,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.hours import YEAR, draw_months
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures import measures
from tracker.figures.measures import LAST, WeekActivity
from tracker.figures.stats import Figures, find_pause_reason
from tracker.model.english import day_words
from tracker.model.journal import Period, monday_of
from tracker.model.when import format_duration

NAME, QUESTION = "consistency", "Am I keeping up?"
FEWEST = 26  # weeks across: one must not become a wall
ROW, GAP, STEP = (
    14,
    12,
    11,
)  # pixels: a row of weeks, what lies between it and the line, one week of eight
ABOVE, BELOW, YEARLY = 20, 36, 22
MARGIN = 0.14  # of the weeks across: room for the words at the end of a line
LONG = 54  # weeks: more of them stand in a row for each year
MOST = 12  # years: of a longer period the last ones are shown


class Point(NamedTuple):
    """A week: its mark, how many of the last eight had a session, None where that is not known, and its words."""

    mark: WeekActivity
    level: int | None
    words: str


class Points(NamedTuple):
    """All that the picture shows."""

    finding: str
    points: tuple[Point, ...]


def build_consistency_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    if item and not known:
        finding = f"The journal knows nothing called {clean_title(item)}."
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    if period:
        period = period._replace(
            first=max(period.first, date(max(1, period.last.year - MOST + 1), 1, 1))
        )
    every = measures.measure_weeks(figures, today, None, known)
    names = set(measures.weeks_between(monday_of(every[0].week), today, period)) if every else set()
    shown = [mark for mark in every if mark.week in names][-(len(every) if period else YEAR) :]
    finding = format_consistency_finding(figures, every, shown, period, known)
    if not any(mark.minutes for mark in shown):
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    levels = dict(zip((mark.week for mark in every), levels_of(every), strict=True))
    points = tuple(
        Point(mark, levels[mark.week], words_of(figures, mark, levels[mark.week])) for mark in shown
    )
    data = Points(finding, points)
    headers, rows = (
        ("Week", "Time", "Of the last 8"),
        tuple(map(build_consistency_row, reversed(points))),
    )
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_consistency_legend(data),
    )


def format_consistency_finding(
    figures: Figures,
    every: Sequence[WeekActivity],
    shown: Sequence[WeekActivity],
    period: Period | None,
    known: str | None,
) -> str:
    """Of the last eight weeks, and of twelve months; of a period that alone."""
    on, words = (
        title_of(figures, known) if known else "",
        format_period_phrase(period) if period else "",
    )
    whole, lately = (
        measures.measure_consistency(shown, period=True),
        measures.measure_consistency(every),
    )
    if not any(mark.minutes for mark in every):
        return f"Nothing logged on {on} yet." if on else "Nothing logged yet."
    if period:
        if not any(mark.minutes for mark in shown):
            return f"Nothing logged{f' on {on}' if on else ''} {words}."
        return (
            f"{measures.consistency_words(whole, on, words)}."
            if whole
            else f"No week {words} counts yet."
        )
    if not lately:
        return "Too early to say: the first full week is not over."
    if not lately.studied or not whole or whole.weeks <= LAST:
        return f"{measures.consistency_words(lately, on)}."
    # The pauses of the twelve months are those of the eight weeks, too.
    eight = measures.consistency_words(lately._replace(paused=0), on)
    count = "each" if whole.studied == whole.weeks else str(whole.studied)
    rest = ", pauses left out" * bool(whole.paused or lately.paused)
    return f"{eight} and {count} of the last {whole.weeks}{rest}."


def levels_of(marks: Sequence[WeekActivity]) -> list[int | None]:
    """Of the last eight weeks up to each that counts, how many had a session; None before there are eight."""
    levels: list[int | None] = []
    counted: list[bool] = []
    for mark in marks:
        counted = [*counted, mark.minutes > 0][-LAST:] if mark.counts else counted
        levels.append(sum(counted) if mark.counts and len(counted) == LAST else None)
    return levels


def words_of(figures: Figures, mark: WeekActivity, level: int | None) -> str:
    since = monday_of(mark.week)
    time = "nothing logged"
    if mark.minutes:
        time = (
            f"{mark.sessions} session{'s' * (mark.sessions > 1)}, {format_duration(mark.minutes)}"
        )
    if mark.rest:
        reasons = (find_pause_reason(figures.plan, since + timedelta(days=n)) for n in range(7))
        time = f"pause, {clean_title(next(filter(None, reasons), 'declared'))}" + (
            f"; {time}" if mark.minutes else ""
        )
    if mark.running:
        time += ", and the week is not over"
    return f"Week of {day_words(since)}: {time}" + (
        f"; {level} of the last {LAST} weeks" if level is not None else ""
    )


def build_consistency_row(point: Point) -> tuple[str, ...]:
    mark = point.mark
    time = (
        "pause"
        if mark.rest and not mark.minutes
        else format_duration(mark.minutes)
        if mark.minutes
        else "–"
    )
    return mark.week, time, "–" if point.level is None else f"{point.level} of {LAST}"


def build_consistency_legend(data: Points) -> tuple[tuple[str, str], ...]:
    """What each square means; the line bears its words itself."""
    there = {css_of(point.mark) for point in data.points}
    words = {
        "tracker-bin-3": "week with a session",
        "tracker-bin-0": "without",
        "tracker-rest": "pause",
    }
    return tuple((css, text) for css, text in words.items() if css in there)


def css_of(mark: WeekActivity) -> str:
    return "tracker-rest" if mark.rest else "tracker-bin-3" if mark.minutes else "tracker-bin-0"


def draw(data: Points) -> str:
    return draw_year_rows(data) if len(data.points) > LONG else draw_line(data)


def draw_line(data: Points) -> str:
    """One unit upwards is one pixel; the weeks stand on the axis, the line above them."""
    lined = any(point.level is not None for point in data.points)
    foot = ROW + GAP
    top = foot + LAST * STEP if lined else ROW
    right = max(FEWEST, len(data.points))
    above = ABOVE if lined else 4
    page = create_canvas(top + above + BELOW, right * (1 + MARGIN), 0, top, above, BELOW)
    for place, point in enumerate(data.points):
        page.bar(place, 0, 1, top, "tracker-hover", point.words)
    if lined:
        draw_levels(page, data, foot, right)
    for place, point in enumerate(data.points):
        page.bars([build_week_square(point.mark, place, 1)], css_of(point.mark), point.words)
    page.line([(0, 0), (right, 0)], "tracker-axis")
    draw_months(page, monday_of(data.points[0].mark.week), len(data.points), right, 1)
    return render_canvas_svg(page, data.finding)


def draw_levels(page: ChartCanvas, data: Points, foot: int, right: int) -> None:
    """Broken where a week does not count, for there it says nothing."""
    for level in (0, LAST // 2, LAST):
        page.line([(0, foot + level * STEP), (right, foot + level * STEP)], "tracker-grid")
        page.text(0, foot + level * STEP - 4, str(level), "tracker-y", "right")
    page.text(0, foot + LAST * STEP + 7, f"weeks with a session, of the last {LAST}", "tracker-x")
    run: list[tuple[float, float]] = []
    for place, point in enumerate([*data.points, None]):
        if point is not None and point.level is not None:
            run += [(place, foot + point.level * STEP), (place + 1, foot + point.level * STEP)]
        elif run:
            page.line(run, "tracker-steps")
            end, run = run[-1], []
    page.text(
        end[0] + right * MARGIN * 0.12,
        end[1] - 4,
        f"{(end[1] - foot) / STEP:.0f} of {LAST}",
        "tracker-value",
    )


def build_week_square(
    mark: WeekActivity, place: float, row: float
) -> tuple[float, float, float, float]:
    """A week without a session is smaller as well as paler."""
    size = 0.35 if not mark.rest and not mark.minutes else 0.8
    return place + (1 - size) / 2, row + (ROW - 2) * (1 - size) / 2, size, (ROW - 2) * size


def draw_year_rows(data: Points) -> str:
    """A row for each year, and in it a mark for all weeks that are alike: each its own would be a heavy picture."""
    years: dict[str, list[Point]] = {}
    for point in data.points:
        years.setdefault(point.mark.week[:4], []).append(point)
    height = len(years) * YEARLY
    page = create_canvas(height, YEAR * (1 + MARGIN * 1.4), 0, height)
    for index, (year, points) in enumerate(years.items(), 1):
        draw_year(page, year, [point.mark for point in points], height - index * YEARLY)
    return render_canvas_svg(page, data.finding)


def draw_year(page: ChartCanvas, year: str, marks: list[WeekActivity], foot: int) -> None:
    page.text(0, foot + 4, year, "tracker-y tracker-year", "right")
    alike: dict[str, list[tuple[float, float, float, float]]] = {}
    for mark in marks:
        alike.setdefault(css_of(mark), []).append(
            build_week_square(mark, int(mark.week[6:]) - 1, foot)
        )
    for css, squares in alike.items():
        page.bars(squares, css, f"{year}: {len(squares)} week{'s' * (len(squares) > 1)} like this")
    if whole := measures.measure_consistency(marks, period=True):
        page.text(YEAR + 1, foot + 4, f"{whole.studied} of {whole.weeks}", "tracker-value")
