"""What is done, and what may be -> their picture: a line that rises to the whole, and a band ahead of it."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import NamedTuple

from tracker.charts.chart import format_hours
from tracker.charts.hours import draw_months
from tracker.charts.labels import ROW, SHORT, Label, count_label_rows, draw_labels, place_labels
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.model.english import day_words
from tracker.model.journal import monday_of

PLOT, BELOW, HEAD = 176, 36, 20  # pixels; HEAD: for the words above the line of the whole
COLUMNS = 130  # at most so many can be asked: of more weeks some share one
STEPS = (
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1000,
    2000,
)  # units or hours between two lines of the grid


class BurnUpStep(NamedTuple):
    """A week: what was done in it, and in all by its end."""

    week: str
    amount: int
    sum: int


class ForecastWeek(NamedTuple):
    """A week to come: what is done in all by its end in half of the simulations, and in eight of ten."""

    week: str
    half: int
    most: int


class BurnUpData(NamedTuple):
    """All that the picture shows, of weeks from `first`, a Monday. Places are weeks from there.

    `now`: where the steps end. `before`: what was done before the first of them. `runway`: its end, from and to.
    """

    finding: str
    measure: str
    first: date
    weeks: int
    now: float
    before: int
    total: int
    steps: tuple[BurnUpStep, ...]
    band: tuple[ForecastWeek, ...]
    labels: tuple[Label, ...]
    runway: tuple[float, float, str] | None


def sunday_of(week: str) -> date:
    return monday_of(week) + timedelta(days=6)


def week_offset_of(first: date, day: date) -> float:
    """Where that day ends."""
    return ((day - first).days + 1) / 7


def format_measured_amount(measure: str, value: int) -> str:
    return (format_hours(value) if value else "0 min") if measure == "minutes" else str(value)


def draw(data: BurnUpData) -> str:
    """Amounts upwards: from nothing, or from what was done before where that is more than half."""
    least = data.before if 2 * data.before > data.total else 0
    step = grid_step(data.measure, highest_amount_of(data) - least)
    base = least // step * step
    top = highest_amount_of(data) - base
    pixel = top / (PLOT - HEAD)
    labels = place_labels(
        [label._replace(foot=max(label.foot - base, 0)) for label in data.labels], data.weeks
    )
    above = count_label_rows(labels) * ROW
    page = create_canvas(above + PLOT + BELOW, data.weeks, 0, PLOT * pixel, above, BELOW)
    for level in range(base, base + top + 1, step):
        page.line(
            [(0, level - base), (data.weeks, level - base)],
            "tracker-grid" if level > base else "tracker-axis",
        )
        page.text(0, level - base - 4 * pixel, scale_words(data, level), "tracker-y", "right")
    if data.runway:
        start, end, words = data.runway
        page.bar(start, 0, end - start, PLOT * pixel, "tracker-runway", words)
        page.line([(end, 0), (end, PLOT * pixel)], "tracker-runway-end", words)
    draw_columns(page, data, PLOT * pixel)
    draw_band(page, data, base)
    draw_whole(page, data, base, pixel)
    draw_labels(page, labels, data.weeks, PLOT * pixel, pixel)
    page.line(
        [(place, done - base) for place, done in build_done_line(data)],
        "tracker-done",
        done_words(data),
    )
    # The names of amounts leave the months less room than hours have.
    draw_months(page, data.first, round(1.2 * data.weeks), data.weeks, pixel)
    return render_canvas_svg(page, data.finding)


def highest_amount_of(data: BurnUpData) -> int:
    return max(data.total, data.before, *(step.sum for step in data.steps), 1)


def grid_step(measure: str, span: int) -> int:
    unit = 60 if measure == "minutes" else 1
    return next((unit * step for step in STEPS if span <= 5 * unit * step), 5000 * unit)


def scale_words(data: BurnUpData, level: int) -> str:
    return f"{level // 60} h" if data.measure == "minutes" and level else str(level)


def draw_columns(page: ChartCanvas, data: BurnUpData, top: float) -> None:
    """Behind all else, so that each week can be asked: what was done in it, or what may be by its end."""
    ahead = {week.week: week for week in data.band}
    many = math.ceil((len(data.steps) + len(data.band)) / COLUMNS)
    for steps in (data.steps[start : start + many] for start in range(0, len(data.steps), many)):
        start = max(0.0, week_offset_of(data.first, monday_of(steps[0].week)) - 1 / 7)
        page.bar(start, 0, len(steps), top, "tracker-hover", step_words(data, steps))
    for week in list(ahead.values())[::many]:
        start = week_offset_of(data.first, monday_of(week.week)) - 1 / 7
        if start >= data.now:
            page.bar(start, 0, many, top, "tracker-hover", ahead_words(data, week))


def step_words(data: BurnUpData, steps: tuple[BurnUpStep, ...]) -> str:
    done = sum(step.amount for step in steps)
    since = day_words(monday_of(steps[0].week))
    when = f"Week of {since}" if len(steps) == 1 else f"{len(steps)} weeks from {since}"
    brought = f"{format_measured_amount(data.measure, done)} done" if done else "nothing done"
    return f"{when}: {brought}, {format_measured_amount(data.measure, steps[-1].sum)} in all"


def ahead_words(data: BurnUpData, week: ForecastWeek) -> str:
    half, most = (format_measured_amount(data.measure, value) for value in week[1:])
    return f"By {day_words(sunday_of(week.week))}: {half} in half of the simulations, {most} in eight of ten"


def draw_band(page: ChartCanvas, data: BurnUpData, base: int) -> None:
    """From now on: its upper edge is reached in half of the simulations, its lower one in eight of ten."""
    if not data.band:
        return
    now = (data.now, float((data.steps[-1].sum if data.steps else data.before) - base))
    half, most = [now], [now]
    for week in data.band:
        if (place := week_offset_of(data.first, sunday_of(week.week))) > data.now:
            half.append((place, week.half - base))
            most.append((place, week.most - base))
    page.area(
        [*half, *reversed(most)],
        "tracker-band",
        "what half, and what four in five of the simulations reach",
    )
    page.line(most, "tracker-most", "four in five of the simulations reach this or more")
    page.line(half, "tracker-half", "half of the simulations reach this or more")


def draw_whole(page: ChartCanvas, data: BurnUpData, base: int, pixel: float) -> None:
    if not data.total:
        return
    words = f"all {format_measured_amount(data.measure, data.total)}" + " units" * (
        data.measure == "units"
    )
    page.line([(0, data.total - base), (data.weeks, data.total - base)], "tracker-whole", words)
    room, place = len(words) * SHORT * data.weeks, 0.0
    for label in sorted(data.labels):  # no line may run through the words
        if place <= label.place < min(place + room, data.weeks - room):
            place = label.place
    page.text(
        place, data.total - base + 5 * pixel, words, "tracker-said" + " tracker-after" * (place > 0)
    )


def build_done_line(data: BurnUpData) -> list[tuple[float, float]]:
    """In steps, with the weeks of one step as one line; hours flow, so theirs has none."""
    points: list[tuple[float, float]] = [(0.0, data.before)]
    for number, step in enumerate(data.steps, 1):
        place = min(float(number), data.now)
        if data.measure == "units" and step.amount:
            points.append((place, points[-1][1]))
        if (
            step.amount
            or number == len(data.steps)
            or (data.measure == "minutes" and data.steps[number].amount)
        ):
            points.append((place, step.sum))
    return points


def done_words(data: BurnUpData) -> str:
    last = data.steps[-1].sum if data.steps else data.before
    return f"done: {format_measured_amount(data.measure, last)}"
