"""Figures -> the weeks of work, and how many of the last eight: am I keeping up?

Never a streak: a week without work takes one of eight, not all, and a week of declared pause takes
nothing.
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
    say_no_work,
    title_of,
    unknown_item_finding,
)
from tracker.charts.hours import YEAR, draw_months
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.charts.targets import week_target, year_target
from tracker.figures import measures
from tracker.figures.measures import LAST, WeekActivity
from tracker.figures.rest import find_last_year
from tracker.figures.stats import Figures, find_pause_reason, format_entry_counts
from tracker.figures.work_counts import count_work, format_work
from tracker.model.english import day_words, format_count
from tracker.model.journal import Period, monday_of
from tracker.model.when import format_duration

NAME, QUESTION = "consistency", "Am I keeping up?"
FEWEST = 26  # weeks across: one must not become a wall
# Pixels: a row of weeks, the gap between it and the line, one week of eight.
ROW, GAP, STEP = 14, 12, 11
ABOVE, BELOW, YEARLY = 20, 36, 22
MARGIN = 0.14  # of the weeks across: room for the words at the end of a line
ACROSS = YEAR * (1 + 1.8 * MARGIN)  # weeks, with room for the words of a year
LONG = 54  # weeks: more of them stand in a row for each year
MOST = 12  # years: of a longer period the last ones are shown


class Point(NamedTuple):
    """A week, its words, and how many of the last eight show work.

    `level` is None before there are eight, and for a week that does not count. `done`: what was
    done in it, in the words of the table.
    """

    mark: WeekActivity
    level: int | None
    words: str
    done: str


class Points(NamedTuple):
    """All that the picture shows."""

    finding: str
    points: tuple[Point, ...]


def build_consistency_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = None
    if item:
        known = known_item(figures, item)
        if not known:
            finding = unknown_item_finding(item)
            return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    period = period or find_last_year(figures, today, known)
    if period:
        earliest = date(max(1, period.last.year - MOST + 1), 1, 1)
        period = period._replace(first=max(period.first, earliest))
    every = measures.measure_weeks(figures, today, None, known)
    shown = _select_weeks(every, today, period)
    finding = format_consistency_finding(figures, every, shown, period, known)
    # Before a week counts there is nothing to keep up with.
    counted = any(mark.counts for mark in shown)
    if not counted or not any(mark.is_studied for mark in shown):
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    levels = dict(zip(every, levels_of(every), strict=True))
    points = []
    for mark in shown:
        level = levels[mark]
        done = describe_work_done(figures, mark, known)
        points.append(Point(mark, level, words_of(figures, mark, level, done), done))
    data = Points(finding, tuple(points))
    return Chart(
        NAME,
        QUESTION,
        finding,
        ("Week", "Work", "Of the last 8"),
        tuple(map(build_consistency_row, reversed(points))),
        partial(draw, data),
        key_of(NAME, data),
        build_consistency_legend(data),
    )


def _select_weeks(
    every: Sequence[WeekActivity], today: date, period: Period | None
) -> Sequence[WeekActivity]:
    """Select the weeks of the period, else the last twelve months."""
    if not every:
        return ()
    if period is None:
        return every[-YEAR:]
    names = set(measures.weeks_between(monday_of(every[0].week), today, period))
    return [mark for mark in every if mark.week in names]


def format_consistency_finding(
    figures: Figures,
    every: Sequence[WeekActivity],
    shown: Sequence[WeekActivity],
    period: Period | None,
    known: str | None,
) -> str:
    """Describe the last eight weeks and the last twelve months; of a period, that alone."""
    title = on = ""
    if known:
        title = title_of(figures, known)
        on = f" on {title}"
    if not any(mark.is_studied for mark in every):
        return say_no_work(figures, on)
    whole = measures.measure_consistency(shown, period=True)
    if period:
        when = format_period_phrase(period)
        if not any(mark.is_studied for mark in shown):
            return say_no_work(figures, on, when)
        if not whole:
            return f"No week {when} counts yet."
        return f"{measures.consistency_words(whole, title, when)}."
    lately = measures.measure_consistency(every)
    if not lately:
        return say_too_early(every)
    if not lately.studied or not whole or whole.weeks <= LAST:
        return f"{measures.consistency_words(lately, title)}."
    # The pauses of the twelve months are those of the eight weeks, too.
    sentence = measures.consistency_words(lately._replace(paused=0), title)
    if whole.studied == whole.weeks:
        sentence = f"Studied{f' {title}' if title else ''} in each of the last {whole.weeks} weeks"
    else:
        sentence += f" and {whole.studied} of the last {whole.weeks}"
    if whole.paused or lately.paused:
        sentence += ", pauses left out"
    return f"{sentence}."


def say_too_early(every: Sequence[WeekActivity]) -> str:
    """Say why no week counts yet: the first is not over, or all were pauses."""
    if any(mark.rest for mark in every):
        return "Too early to say: no full week is over that was not a pause."
    return "Too early to say: the first full week is not over."


def levels_of(marks: Sequence[WeekActivity]) -> list[int | None]:
    """Count, for each week that counts, the weeks of work of the last eight up to it.

    None before there are eight, and for a week that does not count.
    """
    levels: list[int | None] = []
    counted: list[bool] = []
    for mark in marks:
        level = None
        if mark.counts:
            counted = [*counted, mark.is_studied][-LAST:]
            if len(counted) == LAST:
                level = sum(counted)
        levels.append(level)
    return levels


def describe_work_done(figures: Figures, mark: WeekActivity, item: str | None) -> str:
    """`2 units and 1 reading` of a week without a time; `work` where there is nothing to count."""
    if mark.minutes or not mark.is_studied:
        return ""
    return format_work(count_work(figures, [mark.week], item)) or "work"


def words_of(figures: Figures, mark: WeekActivity, level: int | None, done: str) -> str:
    since = monday_of(mark.week)
    parts = []
    if mark.rest:
        parts.append(f"pause, {clean_title(_find_week_reason(figures, since))}")
    if mark.minutes:
        counts = format_entry_counts(mark.sessions, mark.notes)
        parts.append(f"{counts}, {format_duration(mark.minutes)}")
    elif done:
        parts.append(f"{done}, no session")
    words = f"Week of {day_words(since)}: {'; '.join(parts) or 'nothing known'}"
    if mark.running:
        words += ", and the week is not over"
    if level is not None:
        words += f"; {level} of the last {LAST} weeks"
    return words


def _find_week_reason(figures: Figures, monday: date) -> str:
    for number in range(7):
        reason = find_pause_reason(figures.plan, monday + timedelta(days=number))
        if reason:
            return reason
    return "declared"


def build_consistency_row(point: Point) -> tuple[str, ...]:
    mark = point.mark
    work = point.done or "–"
    level = "–"
    if mark.minutes:
        work = format_duration(mark.minutes)
    elif mark.rest and not point.done:
        work = "pause"
    if point.level is not None:
        level = f"{point.level} of {LAST}"
    week = f"{mark.week}, not over" if mark.running else mark.week
    return week, work, level


def build_consistency_legend(data: Points) -> tuple[tuple[str, str], ...]:
    """Build the legend of the squares; the line has its words beside it."""
    shown = {css_of(point.mark) for point in data.points}
    words = {
        "tracker-bin-3": "week of work",
        "tracker-bin-0": "without",
        "tracker-rest": "pause",
    }
    marks = [(css, text) for css, text in words.items() if css in shown]
    if len(data.points) <= LONG and any(point.mark.running for point in data.points):
        marks.append(("tracker-running", "this week, not over"))
    return tuple(marks)


def css_of(mark: WeekActivity) -> str:
    if mark.rest:
        return "tracker-rest"
    if mark.is_studied:
        return "tracker-bin-3"
    return "tracker-bin-0"


def draw(data: Points) -> str:
    if len(data.points) > LONG:
        return draw_year_rows(data)
    return draw_line(data)


def draw_line(data: Points) -> str:
    """Draw the weeks on the axis and the line above them, in pixels upwards."""
    lined = any(point.level is not None for point in data.points)
    foot = ROW + GAP
    top, above = ROW, 4
    if lined:
        top, above = foot + LAST * STEP, ABOVE
    right = max(FEWEST, len(data.points))
    page = create_canvas(top + above + BELOW, right * (1 + MARGIN), 0, top, above, BELOW)
    for place, point in enumerate(data.points):
        target = week_target(point.mark.week)
        page.bar(place, 0, 1, top, "tracker-hover", point.words, target)
    if lined:
        draw_levels(page, data, foot, right)
    for place, point in enumerate(data.points):
        target = week_target(point.mark.week)
        square = build_week_square(point.mark, place, 1)
        page.bars([square], css_of(point.mark), point.words, target)
        if point.mark.running:
            page.bar(place, 0, 1, ROW, "tracker-running", point.words, target)
    page.line([(0, 0), (right, 0)], "tracker-axis")
    draw_months(page, monday_of(data.points[0].mark.week), right, 1)
    return render_canvas_svg(page, data.finding)


def draw_levels(page: ChartCanvas, data: Points, foot: int, right: int) -> None:
    """Draw the grid and the line, which is broken where a week does not count."""
    for level in (0, LAST // 2, LAST):
        page.line([(0, foot + level * STEP), (right, foot + level * STEP)], "tracker-grid")
        page.text(0, foot + level * STEP - 4, str(level), "tracker-y", "right")
    page.text(0, foot + LAST * STEP + 7, f"weeks of work, of the last {LAST}", "tracker-x")
    run: list[tuple[float, float]] = []
    for place, point in enumerate([*data.points, None]):
        if point is not None and point.level is not None:
            run += [(place, foot + point.level * STEP), (place + 1, foot + point.level * STEP)]
        elif run:
            page.line(run, "tracker-steps")
            end, run = run[-1], []
    words = f"{(end[1] - foot) / STEP:.0f} of {LAST}"
    page.text(end[0] + right * MARGIN * 0.12, end[1] - 4, words, "tracker-value")


def build_week_square(
    mark: WeekActivity, place: float, row: float
) -> tuple[float, float, float, float]:
    """Place the square of a week; without work it is smaller as well as paler."""
    size = 0.8
    if not mark.rest and not mark.is_studied:
        size = 0.35
    return place + (1 - size) / 2, row + (ROW - 2) * (1 - size) / 2, size, (ROW - 2) * size


def draw_year_rows(data: Points) -> str:
    """Draw a row for each year, with one mark for all alike weeks: one each would be heavy."""
    years: dict[str, list[Point]] = {}
    for point in data.points:
        years.setdefault(point.mark.week[:4], []).append(point)
    height = len(years) * YEARLY
    page = create_canvas(height, ACROSS, 0, height)
    for index, (year, points) in enumerate(years.items(), 1):
        draw_year(page, year, [point.mark for point in points], height - index * YEARLY)
    return render_canvas_svg(page, data.finding)


def draw_year(page: ChartCanvas, year: str, marks: list[WeekActivity], foot: int) -> None:
    page.text(0, foot + 4, year, "tracker-y tracker-year", "right")
    alike: dict[str, list[tuple[float, float, float, float]]] = {}
    for mark in marks:
        square = build_week_square(mark, int(mark.week[6:]) - 1, foot)
        alike.setdefault(css_of(mark), []).append(square)
    for css, squares in alike.items():
        words = f"{year}: {format_count(len(squares), 'week')} like this"
        page.bars(squares, css, words, year_target(int(year)))
    whole = measures.measure_consistency(marks, period=True)
    if whole:
        words = f"{whole.studied} of {whole.weeks}"
        page.text(ACROSS, foot + 4, words, "tracker-value", "right")
