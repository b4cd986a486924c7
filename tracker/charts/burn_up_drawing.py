"""Weekly amounts and their forecast -> a line that rises to the whole, and a band ahead of it."""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

from tracker.charts.chart import format_hours
from tracker.charts.hours import draw_months
from tracker.charts.labels import ROW, SHORT, Label, count_label_rows, draw_labels, place_labels
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.charts.targets import week_target
from tracker.model.english import day_words
from tracker.model.journal import monday_of, sunday_of

PLOT, BELOW, HEAD = 176, 36, 20  # pixels; HEAD: for the words above the line of the whole
COLUMNS = 130  # at most so many can be hovered over: where weeks are more, some share one
# Units or hours between two lines of the grid.
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


class BurnUpStep(NamedTuple):
    """A week: the amount done in it, and in all by its end."""

    week: str
    amount: int
    sum: int


class ForecastWeek(NamedTuple):
    """A week to come: the amount done by its end in half, and in eight of ten simulations."""

    week: str
    half: int
    most: int


class BurnUpData(NamedTuple):
    """All that the picture shows, from the Monday `first` on. Places are weeks from there.

    `now`: where the steps end. `before`: the amount done before the first of them. `finish`: the
    places at which half of the simulations, and four in five, reach the whole, as far as known.
    `runway`: the place where it ends at the earliest, the place where it ends at the latest, and
    the words.
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
    finish: tuple[float, ...]
    labels: tuple[Label, ...]
    runway: tuple[float, float, str] | None


def week_offset_of(first: date, day: date) -> float:
    """The weeks from the Monday `first` to the end of a day."""
    return ((day - first).days + 1) / 7


def format_measured_amount(measure: str, value: int) -> str:
    if measure != "minutes":
        return str(value)
    if not value:
        return "0 min"
    return format_hours(value)


def draw(data: BurnUpData) -> str:
    """Draw amounts upwards: from 0, or from the amount before where that is more than half."""
    least = 0
    if 2 * data.before > data.total:
        least = data.before
    step = grid_step(data.measure, highest_amount_of(data) - least)
    base = least // step * step
    top = highest_amount_of(data) - base
    pixel = top / (PLOT - HEAD)
    lowered = [label._replace(foot=max(label.foot - base, 0)) for label in data.labels]
    labels = place_labels(lowered, data.weeks)
    above = count_label_rows(labels) * ROW
    page = create_canvas(above + PLOT + BELOW, data.weeks, 0, PLOT * pixel, above, BELOW)
    for level in range(0, top + 1, step):
        css = "tracker-grid" if level else "tracker-axis"
        page.line([(0, level), (data.weeks, level)], css)
        words = scale_words(data, base + level)
        page.text(0, level - 4 * pixel, words, "tracker-y", "right")
    if data.runway:
        start, end, words = data.runway
        page.bar(start, 0, end - start, PLOT * pixel, "tracker-runway", words)
        page.line([(end, 0), (end, PLOT * pixel)], "tracker-runway-end", words)
    draw_columns(page, data, PLOT * pixel)
    draw_band(page, data, base)
    draw_whole(page, data, base, pixel)
    draw_labels(page, labels, data.weeks, PLOT * pixel, pixel)
    points = [(place, done - base) for place, done in build_done_line(data)]
    page.line(points, "tracker-done", done_words(data))
    draw_months(page, data.first, data.weeks, pixel)
    return render_canvas_svg(page, data.finding)


def highest_amount_of(data: BurnUpData) -> int:
    return max(data.total, data.before, *(step.sum for step in data.steps), 1)


def grid_step(measure: str, span: int) -> int:
    """Choose the step of the grid so that it has at most five; units, or minutes."""
    unit = 60 if measure == "minutes" else 1
    for step in STEPS:
        if span <= 5 * unit * step:
            return unit * step
    return 5000 * unit


def scale_words(data: BurnUpData, level: int) -> str:
    if data.measure == "minutes" and level:
        return f"{level // 60} h"
    return str(level)


def draw_columns(page: ChartCanvas, data: BurnUpData, top: float) -> None:
    """Draw a column for each week behind all else: hovering says the amount of the week."""
    many = math.ceil((len(data.steps) + len(data.band)) / COLUMNS)
    for steps in group_empty_weeks(data.steps, many):
        start = max(0.0, week_offset_of(data.first, monday_of(steps[0].week)) - 1 / 7)
        target = ""
        if len(steps) == 1:
            target = week_target(steps[0].week)
        page.bar(start, 0, len(steps), top, "tracker-hover", step_words(data, steps), target)
    for week in data.band[::many]:
        start = week_offset_of(data.first, monday_of(week.week)) - 1 / 7
        if start >= data.now:
            page.bar(start, 0, many, top, "tracker-hover", ahead_words(data, week))


def group_empty_weeks(steps: tuple[BurnUpStep, ...], many: int = 1) -> list[tuple[BurnUpStep, ...]]:
    """Group the weeks, `many` to a group; empty groups that follow each other become one."""
    groups: list[tuple[BurnUpStep, ...]] = []
    for index in range(0, len(steps), many):
        group = steps[index : index + many]
        is_empty = not any(step.amount for step in group)
        if is_empty and groups and not any(step.amount for step in groups[-1]):
            groups[-1] += group
        else:
            groups.append(group)
    return groups


def step_words(data: BurnUpData, steps: tuple[BurnUpStep, ...]) -> str:
    done = sum(step.amount for step in steps)
    since = day_words(monday_of(steps[0].week))
    when = f"Week of {since}"
    if len(steps) > 1:
        when = f"{len(steps)} weeks from {since}"
    total = format_measured_amount(data.measure, steps[-1].sum)
    amount = say_no_progress(data.measure)
    if done:
        amount = f"{format_measured_amount(data.measure, done)} done"
    return f"{when}: {amount}, {total} in all"


def say_no_progress(measure: str) -> str:
    """Say what a week lacks: it may show work of another sort."""
    if measure == "units":
        return "no unit finished"
    return "no time logged"


def ahead_words(data: BurnUpData, week: ForecastWeek) -> str:
    half = format_measured_amount(data.measure, week.half)
    most = format_measured_amount(data.measure, week.most)
    day = day_words(sunday_of(week.week))
    return f"By {day}: {half} in half of the simulations, {most} in eight of ten"


def draw_band(page: ChartCanvas, data: BurnUpData, base: int) -> None:
    """Draw the forecast from now on: half of the simulations reach its upper edge.

    Eight of ten reach its lower edge. The band has weeks for two years; from there the edges run
    straight to the days on which they reach the whole.
    """
    if not data.band:
        return
    now = (data.now, float(_amount_done(data) - base))
    half, most = [now], [now]
    for week in data.band:
        place = week_offset_of(data.first, sunday_of(week.week))
        if place > data.now:
            half.append((place, week.half - base))
            most.append((place, week.most - base))
    whole = float(data.total - base)
    for edge, place in zip((half, most), data.finish, strict=False):
        if edge[-1][1] < whole and place > edge[-1][0]:
            edge.append((place, whole))
    if len(data.finish) > 1 and half[-1][0] < most[-1][0]:
        half.append((most[-1][0], half[-1][1]))
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
    words = f"all {format_measured_amount(data.measure, data.total)}"
    if data.measure == "units":
        words += " units"
    page.line([(0, data.total - base), (data.weeks, data.total - base)], "tracker-whole", words)
    room, place = len(words) * SHORT * data.weeks, 0.0
    for label in sorted(data.labels):  # no line may run through the words
        if place <= label.place < min(place + room, data.weeks - room):
            place = label.place
    css = "tracker-said"
    if place > 0:
        css += " tracker-after"
    page.text(place, data.total - base + 5 * pixel, words, css)


def build_done_line(data: BurnUpData) -> list[tuple[float, float]]:
    """Build the points of the line: units rise in steps, hours flow."""
    points: list[tuple[float, float]] = [(0.0, data.before)]
    for number, step in enumerate(data.steps, 1):
        place = min(float(number), data.now)
        if data.measure == "units" and step.amount:
            points.append((place, points[-1][1]))
        is_last = number == len(data.steps)
        if step.amount or is_last or (data.measure == "minutes" and data.steps[number].amount):
            points.append((place, step.sum))
    return points


def done_words(data: BurnUpData) -> str:
    return f"done: {format_measured_amount(data.measure, _amount_done(data))}"


def _amount_done(data: BurnUpData) -> int:
    if not data.steps:
        return data.before
    return data.steps[-1].sum
