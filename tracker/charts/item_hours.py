"""Figures -> an item's hours as a strip of bars, first touch to last.

Drawn by Jinja, for forty items have a strip each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import Chart, format_hours, format_minutes_cell, key_of
from tracker.charts.escape import render_chart_template
from tracker.figures.report import each_month, month_of
from tracker.figures.stats import Entry, Figures, State, list_week_names, minutes_by, sum_minutes
from tracker.model.english import day_words, month_words, span_words
from tracker.model.journal import monday_of, thursday_of
from tracker.model.when import format_duration

NAME, QUESTION = "item-hours", "When was it studied?"
TALLEST = 44  # pixels
FEWEST = 2  # weeks with a session: one needs no picture
# A bar for each week, month or year: the first of which there are so few.
MOST = {"week": 60, "month": 130, "year": 1000}
ACROSS = 16  # bars: two of them must not become walls


class StripBar(NamedTuple):
    """A bar, in per cent from the left and pixels from the top."""

    left: float
    width: float
    top: float
    height: float
    title: str


def build_item_hours_chart(figures: Figures, state: State) -> Chart:
    """Chart the hours of an item; without a picture where fewer than two weeks have a session."""
    entries = []
    for week in state.weeks:
        for entry in figures.by_week.get(week, ()):
            if entry.item == state.id and entry.minutes:
                entries.append(entry)
    hours = format_hours(sum_minutes(entries))
    weeks = {entry.week for entry in entries}
    if len(weeks) < FEWEST:
        finding = f"{hours} in one week."
        if not entries:
            finding = "Nothing logged yet."
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    days = [day_or_thursday_of(entry) for entry in entries]
    first, last = min(days), max(days)
    for unit, keys in list_unit_keys(first, last):
        if len(keys) <= MOST[unit]:
            break
    sums = minutes_by(entries, KEYS[unit])
    table = tuple((key, sums.get(key, 0)) for key in keys)
    finding = f"{hours} in {len(weeks)} weeks{name_fullest(unit, table)}."
    rows = []
    for key, minutes in table[::-1]:
        name = NAMED[unit](key).removeprefix("in ").removeprefix("the week of ")
        rows.append((name, format_minutes_cell(minutes)))
    header = unit.capitalize()
    if unit == "week":
        header = "Week of"
    ends = format_strip_ends(first, last, len(keys))
    return Chart(
        NAME,
        QUESTION,
        finding,
        (header, "Time"),
        tuple(rows),
        partial(draw, finding, state.kind, unit, table, ends),
        key_of(NAME, finding, table),
    )


def name_fullest(unit: str, table: Sequence[tuple[str, int]]) -> str:
    """`, most in 2026: 2 h`; nothing where several are as full."""
    fullest, most = max(table, key=lambda row: row[1])
    if [minutes for _, minutes in table].count(most) > 1:
        return ""
    return f", most {NAMED[unit](fullest)}: {format_hours(most)}"


def format_strip_ends(first: date, last: date, bars: int) -> tuple[str, str]:
    """The words below the first and the last bar; where bars are few, below the first alone."""
    if bars < ACROSS:
        return span_words(first, last), ""
    return month_words(first), month_words(last)


def day_or_thursday_of(entry: Entry) -> date:
    return entry.day or thursday_of(entry.week)


def list_unit_keys(first: date, last: date) -> Iterable[tuple[str, list[str]]]:
    yield "week", list_week_names(first, last)
    yield "month", list(each_month(first, last))
    yield "year", [str(year) for year in range(first.year, last.year + 1)]


KEYS: dict[str, Callable[[Entry], str]] = {
    "week": lambda entry: entry.week,
    "month": month_of,
    "year": lambda entry: str(day_or_thursday_of(entry).year),
}
NAMED: dict[str, Callable[[str], str]] = {
    "week": lambda key: f"in the week of {day_words(monday_of(key))}",
    "month": lambda key: f"in {month_words(date.fromisoformat(f'{key}-01'))}",
    "year": lambda key: f"in {key}",
}


def draw(
    finding: str, kind: str, unit: str, table: tuple[tuple[str, int], ...], names: tuple[str, str]
) -> str:
    slot = 100 / max(ACROSS, len(table))
    width = round(slot * 0.8, 2)
    most = max(minutes for _, minutes in table)
    bars = []
    for index, (key, minutes) in enumerate(table):
        if minutes:
            left = round(slot * (index + 0.1), 2)
            height = max(1.0, round(TALLEST * minutes / most, 1))
            title = f"{NAMED[unit](key)}: {format_duration(minutes)}"
            title = title[0].upper() + title[1:]
            bars.append(StripBar(left, width, round(TALLEST - height, 1), height, title))
    tallest = max(bars, key=lambda bar: bar.height)
    peak = (tallest.left, format_hours(most), "start")
    if tallest.left > 80:
        peak = (tallest.left + tallest.width, format_hours(most), "end")
    return render_chart_template(
        "strip.svg.jinja",
        finding=finding,
        kind=kind,
        bars=bars,
        tallest=TALLEST,
        peak=peak,
        end=round(slot * len(table), 2),
        names=names,
    )
