"""Figures -> the small charts: the days of a week, the bar of an item.

Drawn by Jinja, for matplotlib takes 30 ms for a figure.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    format_minutes_cell,
    key_of,
    known_item,
    unknown_item_finding,
)
from tracker.charts.escape import render_chart_template
from tracker.charts.hours import (
    CHARTED,
    STRIPE,
    format_kind_parts,
    format_largest_part,
    texture_of,
)
from tracker.charts.plan import build_plan_row, format_state_sentence
from tracker.figures.stats import Figures, minutes_by, nothing_logged, sum_minutes
from tracker.model.english import WEEKDAYS, day_words, join_words
from tracker.model.journal import monday_of
from tracker.model.when import format_duration

TALLEST = 84  # pixels


class Part(NamedTuple):
    """A part of a day's bar, in pixels from the top."""

    kind: str
    top: float
    height: float
    title: str

    @property
    def texture(self) -> str:
        return texture_of(self.kind)

    @property
    def stripes(self) -> list[float]:
        return [round(self.top + height, 1) for height in range(STRIPE, int(self.height), STRIPE)]


class Day(NamedTuple):
    name: str
    title: str
    label: str
    top: float
    parts: tuple[Part, ...]


def week_chart(figures: Figures, week_name: str) -> Chart:
    """Chart Monday to Sunday. Time known only by the week is said in words."""
    name, question = "week", "Which days, and on what?"
    every = figures.by_week.get(week_name, ())
    entries = [entry for entry in every if entry.minutes]
    dated = [entry for entry in entries if entry.day]
    sums = minutes_by(dated, lambda entry: (entry.day, entry.kind))
    vague = sum_minutes(entries) - sum_minutes(dated)
    if not entries:
        finding = f"{nothing_logged(every)} this week."
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    minutes = sum_minutes(entries)
    largest = format_largest_part(figures, entries, minutes)
    finding = f"{format_duration(minutes)} this week, {largest}."
    if vague:
        which = f"{format_duration(vague)} of it is" if dated else "It is"
        finding += f" {which} an estimate for the whole week, on no day."
    if not dated:
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    by_kind = minutes_by(dated, lambda entry: entry.kind)
    shown = [kind for kind in CHARTED if kind in by_kind]
    table = []
    for number in range(7):
        day = monday_of(week_name) + timedelta(days=number)
        table.append((day, [sums.get((day, kind), 0) for kind in CHARTED]))
    rows = tuple(build_day_row(day, parts, shown) for day, parts in table)
    headers = ["Day"]
    legend = []
    for kind in shown:
        headers.append(KIND_WORDS[kind])
        words = f"{KIND_WORDS[kind]} {format_duration(by_kind[kind])}"
        legend.append((f"tracker-{kind}", words))
    headers.append("Together")
    return Chart(
        name,
        question,
        finding,
        tuple(headers),
        rows,
        partial(draw_week, finding, tuple(table)),
        key_of(name, finding, rows),
        tuple(legend),
    )


def build_day_row(day: date, minutes: list[int], shown: list[str]) -> tuple[str, ...]:
    cells = [day_words(day, weekday=True)]
    for kind, part in zip(CHARTED, minutes, strict=True):
        if kind in shown:
            cells.append(format_minutes_cell(part))
    cells.append(format_minutes_cell(sum(minutes)))
    return tuple(cells)


def draw_week(finding: str, table: tuple[tuple[date, list[int]], ...]) -> str:
    longest = max(sum(minutes) for _, minutes in table)
    days = [drawn_day(day, minutes, TALLEST / longest) for day, minutes in table]
    return render_chart_template("week.svg.jinja", finding=finding, days=days, tallest=TALLEST)


def drawn_day(day: date, minutes: list[int], scale: float) -> Day:
    total = sum(minutes)
    title, label = f"{day_words(day, weekday=True)}: {format_duration(total)}", ""
    if total:
        title += f" ({join_words(format_kind_parts(minutes))})"
        label = f"{total // 60}:{total % 60:02}"
    level, parts = float(TALLEST), []
    for kind, part in zip(CHARTED, minutes, strict=True):
        level -= part * scale
        if part:
            parts.append(Part(kind, round(level, 1), round(part * scale, 1), title))
    return Day(WEEKDAYS[day.weekday()][:3], title, label, round(level, 1), tuple(parts))


def progress_chart(figures: Figures, item_id: str) -> Chart:
    """Chart one item as one bar."""
    name, question = "progress", "How far?"
    known = known_item(figures, item_id)
    if known is None:
        finding = unknown_item_finding(item_id)
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    row = build_plan_row(figures.states[known])
    finding = format_state_sentence(figures.states[known])
    if row.share is None:
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    drawing = partial(
        render_chart_template,
        "progress.svg.jinja",
        finding=finding,
        share=round(100 * row.share, 1),
    )
    # No table: the sentence already holds the one number.
    return Chart(name, question, finding, (), (), drawing, key_of(name, finding, row))
