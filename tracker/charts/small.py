"""Figures -> the small charts: the days of a week, the bar of an item.

Their words stand beside them, so these are pictures alone, written by a template.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    key_of,
    known_item,
    unknown_item_finding,
)
from tracker.charts.escape import render_chart_template
from tracker.charts.plan import build_plan_row, format_state_sentence
from tracker.figures.stats import Figures, minutes_by
from tracker.model.english import WEEKDAYS
from tracker.model.journal import monday_of
from tracker.model.when import format_duration

TALLEST = 28  # pixels


class DayBar(NamedTuple):
    """A day's bar, in pixels from the top."""

    top: float
    height: float
    title: str


def build_week_chart(figures: Figures, week_name: str) -> Chart:
    """Chart Monday to Sunday as seven small bars, without numbers: the text beside them has those.

    There is nothing to draw where fewer than two days have any time.
    """
    name, question = "week", "Which days?"
    entries = [entry for entry in figures.by_week.get(week_name, ()) if entry.minutes]
    minutes = minutes_by([entry for entry in entries if entry.day], lambda entry: entry.day)
    days = [monday_of(week_name) + timedelta(days=number) for number in range(7)]
    lengths = tuple(minutes.get(day, 0) for day in days)
    most = max(lengths)
    if not entries:
        return Chart(name, question, "No time logged this week.", (), (), None, key_of(name))
    finding = "Time by day, Monday to Sunday"
    if most and lengths.count(most) == 1:
        finding += f": most on {WEEKDAYS[lengths.index(most)]}"
    finding += "."
    draw = None
    if len(minutes) > 1:
        draw = partial(draw_week, finding, lengths)
    return Chart(name, question, finding, (), (), draw, key_of(name, finding, lengths))


def draw_week(finding: str, lengths: tuple[int, ...]) -> str:
    scale = TALLEST / max(lengths)
    days = []
    for weekday, length in zip(WEEKDAYS, lengths, strict=True):
        height = round(length * scale, 1)
        title = f"{weekday}: {format_duration(length)}"
        days.append(DayBar(round(TALLEST - height, 1), height, title))
    return render_chart_template("week.svg.jinja", finding=finding, days=days, tallest=TALLEST)


def build_progress_chart(figures: Figures, item_id: str) -> Chart:
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
