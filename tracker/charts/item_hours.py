"""Figures -> an item's hours as a strip of bars, first touch to last. By Jinja: forty items have one each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import Chart, format_hours, format_minutes_cell, key_of
from tracker.charts.escape import render_chart_template
from tracker.figures.report import each_month, month_of, thursday_of_entry
from tracker.figures.stats import Entry, Figures, State, list_week_names, minutes_by, sum_minutes
from tracker.model.english import day_words, month_words, span_words
from tracker.model.journal import monday_of
from tracker.model.when import format_duration

NAME, QUESTION = "item-hours", "When was it studied?"
TALLEST = 44  # pixels
FEWEST = 2  # weeks with a session: one needs no picture
# A bar for each week, month or year: the first of which there are so few.
MOST = {"week": 60, "month": 130, "year": 1000}
ACROSS = 16  # bars: two of them must not become walls


class StripBar(NamedTuple):
    """In per cent from the left and pixels from the top."""

    left: float
    width: float
    top: float
    height: float
    title: str


def build_item_hours_chart(figures: Figures, state: State) -> Chart:
    """Without a picture where fewer than two weeks have a session."""
    entries = [entry for week in state.weeks for entry in figures.by_week.get(week, ())]
    entries = [entry for entry in entries if entry.item == state.id and entry.minutes]
    weeks = sorted({entry.week for entry in entries})
    if len(weeks) < FEWEST:
        finding = (
            f"{format_hours(sum_minutes(entries))} in one week."
            if entries
            else "Nothing logged yet."
        )
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    first, last = (min(map(day_or_thursday_of, entries)), max(map(day_or_thursday_of, entries)))
    unit, keys = next(
        (unit, keys) for unit, keys in list_unit_keys(first, last) if len(keys) <= MOST[unit]
    )
    sums = minutes_by(entries, KEYS[unit])
    table = tuple((key, sums.get(key, 0)) for key in keys)
    most, minutes = max(table, key=lambda row: row[1])
    finding = f"{format_hours(sum_minutes(entries))} in {len(weeks)} weeks, most {NAMED[unit](most)}: {format_hours(minutes)}."
    rows = tuple(
        (NAMED[unit](key).removeprefix("in ").removeprefix("the week of "), format_minutes_cell(n))
        for key, n in table[::-1]
    )
    headers = ("Week of" if unit == "week" else unit.capitalize(), "Time")
    drawing = partial(
        draw, finding, state.kind, unit, table, format_strip_ends(first, last, len(keys))
    )
    return Chart(NAME, QUESTION, finding, headers, rows, drawing, key_of(NAME, finding, table))


def format_strip_ends(first: date, last: date, bars: int) -> tuple[str, str]:
    """What stands below the first and the last bar; in one where they are too near to each other."""
    return (
        (month_words(first), month_words(last)) if bars >= ACROSS else (span_words(first, last), "")
    )


def day_or_thursday_of(entry: Entry) -> date:
    return entry.day or thursday_of_entry(entry)


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
    slot, most = 100 / max(ACROSS, len(table)), max(minutes for _, minutes in table)
    bars = []
    for index, (key, minutes) in enumerate(table):
        if minutes:
            height = max(1.0, round(TALLEST * minutes / most, 1))
            title = f"{NAMED[unit](key)}: {format_duration(minutes)}"
            left = round(slot * (index + 0.1), 2)
            bars.append(
                StripBar(
                    left,
                    round(slot * 0.8, 2),
                    round(TALLEST - height, 1),
                    height,
                    title[0].upper() + title[1:],
                )
            )
    tallest = next(bar for bar in bars if bar.height == TALLEST)
    return render_chart_template(
        "strip.svg.jinja",
        finding=finding,
        kind=kind,
        bars=bars,
        tallest=TALLEST,
        peak=(
            tallest.left + tallest.width * (tallest.left > 80),
            format_hours(most),
            "end" if tallest.left > 80 else "start",
        ),
        end=round(slot * len(table), 2),
        names=names,
    )
