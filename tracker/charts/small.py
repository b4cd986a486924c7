"""Figures -> the small charts: a week's days, an item's bar. By Jinja, for matplotlib takes 30 ms for a figure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import KIND_WORDS, Chart, cell, clean, key_of, known_item
from tracker.charts.escape import render
from tracker.charts.hours import STRIPE, greatest
from tracker.charts.plan import row_of, said
from tracker.figures.stats import Figures, minutes_by, total
from tracker.model.english import WEEKDAYS, day_words, listed
from tracker.model.journal import monday_of
from tracker.model.when import spoken

KINDS = tuple(KIND_WORDS)
TALLEST = 84  # pixels


class Part(NamedTuple):
    """A piece of a day's bar, in pixels from the top."""

    kind: str
    top: float
    height: float
    title: str

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
    """Monday to Sunday. What is known only by the week is said in words."""
    name, question = "week", "Which days, and on what?"
    entries = [entry for entry in figures.by_week.get(week_name, ()) if entry.minutes]
    dated = [entry for entry in entries if entry.day]
    sums = minutes_by(dated, lambda entry: (entry.day, entry.kind))
    vague = total(entries) - total(dated)
    if not entries:
        return Chart(name, question, "Nothing logged this week.", (), (), None, key_of(name))
    finding = f"{spoken(total(entries))} this week, {greatest(figures, entries, total(entries))}."
    if vague:
        which = f"{spoken(vague)} of it is" if dated else "It is"
        finding += f" {which} an estimate for the whole week, on no day."
    if not dated:
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    shown = [kind for kind in KINDS if any(key[1] == kind for key in sums)]
    days = [monday_of(week_name) + timedelta(days=n) for n in range(7)]
    table = [[sums.get((day, kind), 0) for kind in KINDS] for day in days]
    rows = tuple(week_row(day, minutes, shown) for day, minutes in zip(days, table, strict=True))
    headers = ("Day", *(KIND_WORDS[kind] for kind in shown), "Together")
    by_kind = minutes_by(dated, lambda entry: entry.kind)
    legend = tuple((f"tracker-{kind}", f"{KIND_WORDS[kind]} {spoken(by_kind[kind])}") for kind in shown)
    drawing = partial(draw_week, finding, tuple(zip(days, table, strict=True)))
    return Chart(name, question, finding, headers, rows, drawing, key_of(name, finding, rows), legend)


def week_row(day: date, minutes: list[int], shown: list[str]) -> tuple[str, ...]:
    cells = (cell(part) for kind, part in zip(KINDS, minutes, strict=True) if kind in shown)
    return (day_words(day, weekday=True), *cells, cell(sum(minutes)))


def draw_week(finding: str, table: tuple[tuple[date, list[int]], ...]) -> str:
    longest = max(sum(minutes) for _, minutes in table)
    days = [drawn_day(day, minutes, TALLEST / longest) for day, minutes in table]
    return render("week.svg.jinja", finding=finding, days=days, tallest=TALLEST)


def drawn_day(day: date, minutes: list[int], scale: float) -> Day:
    words = [f"{KIND_WORDS[kind].lower()} {spoken(part)}" for kind, part in zip(KINDS, minutes, strict=True) if part]
    title = f"{day_words(day, weekday=True)}: {spoken(sum(minutes))}" + (f" ({listed(words)})" if words else "")
    level, parts = float(TALLEST), []
    for kind, part in zip(KINDS, minutes, strict=True):
        level -= part * scale
        if part:
            parts.append(Part(kind, round(level, 1), round(part * scale, 1), title))
    label = f"{sum(minutes) // 60}:{sum(minutes) % 60:02}" if sum(minutes) else ""
    return Day(WEEKDAYS[day.weekday()][:3], title, label, round(level, 1), tuple(parts))


def progress_chart(figures: Figures, item_id: str) -> Chart:
    """One item as one bar."""
    name, question = "progress", "How far?"
    known = known_item(figures, item_id)
    if known is None:
        finding = f"The journal knows nothing called {clean(item_id)}."
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    row, finding = row_of(figures.states[known]), said(figures.states[known])
    if row.share is None:
        return Chart(name, question, finding, (), (), None, key_of(name, finding))
    drawing = partial(render, "progress.svg.jinja", finding=finding, share=round(100 * row.share, 1))
    # No table: the sentence already holds the one number.
    return Chart(name, question, finding, (), (), drawing, key_of(name, finding, row))
