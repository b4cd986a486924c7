"""Figures -> an item's hours, or its units or notes, as a strip of bars, first touch to last.

Drawn by Jinja, for forty items have a strip each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import Chart, clean_title, format_hours, key_of
from tracker.charts.escape import render_chart_template
from tracker.charts.targets import week_target, year_target
from tracker.figures.report import each_month
from tracker.figures.stats import Figures, State, list_week_names
from tracker.figures.work_counts import count_work
from tracker.model.english import MONTHS, day_words, format_count, month_words, span_words
from tracker.model.journal import monday_of, thursday_of
from tracker.model.when import format_duration

NAME, QUESTION = "item-hours", "When was it studied?"
UNIT_QUESTION = "When were its units finished?"
TALLEST = 44  # pixels
FEWEST = 2  # weeks: one needs no picture
HEADERS = {"minutes": "Time", "unit": "Units", "note": "Notes"}
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
    target: str


def build_item_hours_chart(figures: Figures, state: State) -> Chart:
    """Chart the hours of an item; where it has none, its units or its notes.

    There is no picture where fewer than two weeks have any.
    """
    amounts, measure = list_item_amounts(figures, state)
    whole = spell_amount(sum(amount for _, _, amount in amounts), measure)
    weeks = {week for week, _, _ in amounts}
    if len(weeks) < FEWEST:
        finding = f"{whole} in one week."
        if not amounts:
            on = f" on {clean_title(state.title)}"
            finding = f"No time, unit or note{on} is known."
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    days = [day for _, day, _ in amounts]
    first, last = min(days), max(days)
    for span, keys in list_unit_keys(first, last):
        if len(keys) <= MOST[span]:
            break
    sums: dict[str, int] = {}
    for week, day, amount in amounts:
        key = KEYS[span](week, day)
        sums[key] = sums.get(key, 0) + amount
    table = tuple((key, sums.get(key, 0)) for key in keys)
    finding = f"{whole} in {len(weeks)} weeks{name_fullest(span, table, measure)}."
    rows = []
    for names, amount in group_empty_keys(table):
        ends = [NAMED[span](key).removeprefix("in ").removeprefix("the week of ") for key in names]
        rows.append((" to ".join(ends), spell_amount(amount, measure) if amount else "–"))
    header = span.capitalize()
    if span == "week":
        header = "Week of"
    strip_ends = format_strip_ends(first, last, len(keys))
    question = UNIT_QUESTION if measure == "unit" else QUESTION
    return Chart(
        NAME,
        question,
        finding,
        (header, HEADERS[measure]),
        tuple(rows),
        partial(draw, finding, state.kind, span, table, strip_ends, measure),
        key_of(NAME, finding, table, measure),
    )


def list_item_amounts(figures: Figures, state: State) -> tuple[list[tuple[str, date, int]], str]:
    """List (week, day, amount) of an item, and the measure: minutes, else units, else notes."""
    amounts = []
    measure = "minutes" if state.minutes else "notes"
    for week in state.weeks:
        for entry in figures.by_week.get(week, ()):
            if entry.item == state.id and (entry.minutes or measure == "notes"):
                amounts.append((week, entry.day or thursday_of(week), entry.minutes or 1))
    units = []
    if measure == "notes":
        for count in count_work(figures, state.weeks, state.id):
            if count.units:
                units.append((count.week, thursday_of(count.week), count.units))
    if units:
        return units, "unit"
    return amounts, "minutes" if measure == "minutes" else "note"


def group_empty_keys(table: Sequence[tuple[str, int]]) -> list[tuple[tuple[str, ...], int]]:
    """List the keys with their amounts, the newest first; empty ones in a row as one (from, to)."""
    groups: list[tuple[tuple[str, ...], int]] = []
    for key, amount in table:
        if groups and not amount and not groups[-1][1]:
            groups[-1] = ((groups[-1][0][0], key), 0)
        else:
            groups.append(((key,), amount))
    return groups[::-1]


def spell_amount(amount: int, measure: str) -> str:
    """`1 h 35`, `3 units`, `1 note`."""
    if measure == "minutes":
        return format_hours(amount)
    return format_count(amount, measure)


def name_fullest(span: str, table: Sequence[tuple[str, int]], measure: str) -> str:
    """`, most in 2026: 2 h`; nothing where several are as full."""
    fullest, most = max(table, key=lambda row: row[1])
    if [amount for _, amount in table].count(most) > 1:
        return ""
    return f", most {NAMED[span](fullest)}: {spell_amount(most, measure)}"


def format_strip_ends(first: date, last: date, bars: int) -> tuple[tuple[str, str], ...]:
    """The words below the first and the last bar, each with a short form for narrow pages.

    Where bars are few, all words stand below the first.
    """
    short_first, short_last = (f"{MONTHS[day.month - 1][:3]} {day.year}" for day in (first, last))
    if bars >= ACROSS:
        return (month_words(first), short_first), (month_words(last), short_last)
    short = short_first
    if short_first != short_last:
        short += f" to {short_last}"
    return ((span_words(first, last), short),)


def list_unit_keys(first: date, last: date) -> Iterable[tuple[str, list[str]]]:
    yield "week", list_week_names(first, last)
    yield "month", list(each_month(first, last))
    yield "year", [str(year) for year in range(first.year, last.year + 1)]


KEYS: dict[str, Callable[[str, date], str]] = {
    "week": lambda week, day: week,
    "month": lambda week, day: f"{day.year}-{day.month:02}",
    "year": lambda week, day: str(day.year),
}
NAMED: dict[str, Callable[[str], str]] = {
    "week": lambda key: f"in the week of {day_words(monday_of(key))}",
    "month": lambda key: f"in {month_words(date.fromisoformat(f'{key}-01'))}",
    "year": lambda key: f"in {key}",
}


def target_of_key(span: str, key: str) -> str:
    """Name what a bar leads to: the post of a week, or the page of a year."""
    if span == "week":
        return week_target(key)
    if span == "year":
        return year_target(int(key))
    return ""


def draw(
    finding: str,
    kind: str,
    span: str,
    table: tuple[tuple[str, int], ...],
    names: tuple[tuple[str, str], ...],
    measure: str,
) -> str:
    slot = 100 / max(ACROSS, len(table))
    width = round(slot * 0.8, 2)
    most = max(amount for _, amount in table)
    bars = []
    for index, (key, amount) in enumerate(table):
        if amount:
            left = round(slot * (index + 0.1), 2)
            height = max(1.0, round(TALLEST * amount / most, 1))
            words = (
                format_duration(amount) if measure == "minutes" else spell_amount(amount, measure)
            )
            title = f"{NAMED[span](key)}: {words}"
            title = title[0].upper() + title[1:]
            top = round(TALLEST - height, 1)
            bars.append(StripBar(left, width, top, height, title, target_of_key(span, key)))
    tallest = max(bars, key=lambda bar: bar.height)
    peak = (tallest.left, spell_amount(most, measure), "start")
    if tallest.left > 80:
        peak = (tallest.left + tallest.width, spell_amount(most, measure), "end")
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
