"""Figures -> hours by week, stacked by kind: where did the time go?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    clean_title,
    format_hours,
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    say_no_work,
    title_of,
    unknown_item_finding,
)
from tracker.charts.sheet import WIDTH, ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.report import is_entry_in_period
from tracker.figures.rest import find_last_year
from tracker.figures.stats import (
    Entry,
    Figures,
    find_week_target,
    list_week_names,
    minutes_by,
    sum_minutes,
)
from tracker.model.english import MONTHS, day_words, format_count, join_words, span_words
from tracker.model.journal import Period, monday_of
from tracker.model.kinds import KINDS
from tracker.model.periods import week_around
from tracker.model.plan import Pause
from tracker.model.when import format_duration

NAME, QUESTION = "hours-by-week", "Where did the time go?"
CHARTED = tuple(KIND_WORDS)  # kinds, and other work
YEAR = 53  # weeks: as many as begin or end in twelve months
FEWEST = 12  # weeks across: one session must not become a wall
BAR = 0.76  # of the room of its week
DATED = 6  # weeks: up to so many, each is named by its Monday
HEIGHT, ABOVE, BELOW = 210, 8, 36
PLOT = HEIGHT - ABOVE - BELOW  # all in pixels
STEPS = (30, 60, 120, 300, 600, 1200, 3000, 6000)  # minutes between two lines of the grid
COUNT_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # the same for units, readings and notes
CROWDED = 480  # weeks: of more, a phone has no room to name each year
STRIPE = 4  # pixels between two stripes
# From so many weeks on, so many share a bar: thinner bars can't be told apart on a phone.
SHARED = ((420, 13), (110, 4), (0, 1))


class WeekBar(NamedTuple):
    """Amounts by kind in the order of CHARTED, and the target: of a week, or a mean of several.

    `words`: the amounts in words, where they are no minutes.
    """

    week: str
    amounts: tuple[int, ...]
    target: int | None
    weeks: int = 1
    words: str = ""

    @property
    def total(self) -> int:
        return sum(self.amounts)


class Bars(NamedTuple):
    """All that the picture shows.

    `pauses`: (weeks from the first Monday to the start, the same to the end, words). `across`: the
    number of weeks with room beside each other. `measure`: what the amounts of the bars are,
    `minutes`, `notes`, or `done` for units, readings and what is finished.
    """

    finding: str
    bars: tuple[WeekBar, ...]
    pauses: tuple[tuple[float, float, str], ...]
    across: int
    measure: str = "minutes"


def build_hours_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    period = period or find_last_year(figures, today, known)
    names = list_charted_weeks(figures, today, period)
    chosen = []
    if known or not item:
        chosen = _select_entries(figures, names, period, known)
    words = window_words(names, period)
    finding = format_hours_finding(figures, chosen, words, item, known)
    if not sum_minutes(chosen):
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    across = len(names)
    if not period:
        across = max(FEWEST, across)
    bars = tuple(build_week_bars(figures, names, chosen, period, known))
    data = Bars(finding, bars, pauses_in(figures.plan.pauses, names), across)
    sums = minutes_by(chosen, lambda entry: entry.kind)
    shown = tuple(kind for kind in CHARTED if sums.get(kind))
    headers, rows = build_hours_table(data, shown)
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_hours_legend(data, shown),
    )


def _select_entries(
    figures: Figures, weeks: list[str], period: Period | None, item: str | None
) -> list[Entry]:
    """Select the sessions of an item, or of all, in these weeks and the period."""
    chosen = []
    for week in weeks:
        for entry in figures.by_week.get(week, ()):
            if item and entry.item != item:
                continue
            # The first and the last week of a year reach into its neighbours.
            if not period or is_entry_in_period(entry, period):
                chosen.append(entry)
    return chosen


def list_charted_weeks(figures: Figures, today: date, period: Period | None) -> list[str]:
    """List the weeks of the period, else of the last twelve months or as long as the journal is."""
    if period:
        return list_week_names(*period)
    first = today - timedelta(weeks=YEAR - 1)
    if figures.span:
        first = max(first, min(figures.span[0], today))
    return list_week_names(first, today)


def window_words(names: list[str], period: Period | None) -> str:
    if period:
        return format_period_phrase(period)
    if len(names) == YEAR:
        return "in the last twelve months"
    if len(names) == 1:
        return "this week"
    return f"since {day_words(monday_of(names[0]))}"


def format_hours_finding(
    figures: Figures, chosen: list[Entry], words: str, item: str | None, known: str | None
) -> str:
    """Describe how much, when, and on what most; `words` are the window."""
    if item and not known:
        return unknown_item_finding(item)
    on = f" on {title_of(figures, known)}" if known else ""
    minutes = sum_minutes(chosen)
    if not minutes and not chosen:
        return say_no_work(figures, on, words)
    if not minutes:
        return f"No time logged{on} {words}."
    if known:
        weeks = {entry.week for entry in chosen if entry.minutes}
        return f"{format_hours(minutes)}{on} {words}, in {format_count(len(weeks), 'week')}."
    return f"{format_hours(minutes)} {words}, {format_largest_part(figures, chosen, minutes)}."


def format_largest_part(figures: Figures, chosen: Iterable[Entry], minutes: int) -> str:
    by_item = minutes_by(chosen, lambda entry: entry.item)
    item, most = max(by_item.items(), key=lambda pair: pair[1])
    title = title_of(figures, item)
    if most == minutes:
        return f"all of it on {title}"
    if 2 * most > minutes:
        return f"most of it on {title}"
    return f"the largest part, {format_hours(most)}, on {title}"


def build_week_bars(
    figures: Figures, names: list[str], chosen: list[Entry], period: Period | None, item: str | None
) -> Iterable[WeekBar]:
    sums = minutes_by(chosen, lambda entry: (entry.week, entry.kind))
    for name in names:
        week = week_around(monday_of(name))
        whole = period is None or (period.first <= week.first and week.last <= period.last)
        target = None
        # A target is meant for the week, not for one item of it, nor for some of its days.
        if whole and not item:
            target = find_week_target(figures, name)
        yield WeekBar(name, tuple(sums.get((name, kind), 0) for kind in CHARTED), target)


def pauses_in(pauses: Iterable[Pause], names: list[str]) -> tuple[tuple[float, float, str], ...]:
    first, weeks = monday_of(names[0]), len(names)
    shown = []
    for pause in pauses:
        start = (pause.start - first).days / 7
        end = (pause.end + timedelta(days=1) - first).days / 7
        if start < weeks and end > 0:
            words = f"{span_words(pause.start, pause.end)}: {clean_title(pause.reason or 'pause')}"
            shown.append((round(max(start, 0), 2), round(min(end, weeks), 2), words))
    return tuple(shown)


def build_hours_table(
    data: Bars, shown: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Build (headers, rows), newest week first; empty weeks too, for a gap is data.

    In a table of more than a year, empty weeks that follow each other share a row.
    """
    is_long = len(data.bars) > YEAR
    has_target = any(bar.target for bar in data.bars)
    headers = ["Week", *(KIND_WORDS[kind] for kind in shown), "Together"]
    if has_target:
        headers.append("Hoped for")
    rows: list[tuple[str, ...]] = []
    newest = ""  # of the empty weeks that share the last row
    for bar in reversed(data.bars):
        cells = [bar.week]
        for kind, minutes in zip(CHARTED, bar.amounts, strict=True):
            if kind in shown:
                cells.append(format_minutes_cell(minutes))
        cells.append(format_minutes_cell(bar.total))
        if has_target:
            cells.append(format_minutes_cell(bar.target or 0))
        if bar.total:
            newest = ""
        elif is_long and newest and rows[-1][1:] == tuple(cells[1:]):
            rows.pop()
            cells[0] = f"{bar.week} to {newest}"
        else:
            newest = bar.week
        rows.append(tuple(cells))
    return tuple(headers), tuple(rows)


def sum_kind(data: Bars, index: int) -> int:
    """Sum the amounts of a kind of CHARTED over all bars."""
    return sum(bar.amounts[index] for bar in data.bars)


def build_hours_legend(data: Bars, shown: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    marks = []
    for index, kind in enumerate(CHARTED):
        if kind in shown:
            minutes = sum_kind(data, index)
            marks.append((f"tracker-{kind}", f"{KIND_WORDS[kind]} {format_hours(minutes)}"))
    targets = [bar.target for bar in data.bars if bar.target]
    if targets:
        words = format_duration(min(targets))
        if min(targets) < max(targets):
            words += f" to {format_duration(max(targets))}"
        marks.append(("tracker-target", f"hoped for: {words} a week"))
    if data.pauses:
        marks.append(("tracker-pause", "pause"))
    marks += list_shared_bar_marks(data)
    return tuple(marks)


def list_shared_bar_marks(data: Bars) -> list[tuple[str, str]]:
    """List the words of the legend for bars of several weeks."""
    weeks = count_weeks_per_bar(data)
    if weeks == 1:
        return []
    if data.measure == "minutes":
        return [("tracker-none", f"each bar: the mean of {weeks} weeks")]
    return [("tracker-none", f"each bar: {weeks} weeks")]


def count_weeks_per_bar(data: Bars) -> int:
    return next(weeks for least, weeks in SHARED if len(data.bars) >= least)


def merge_week_bars(data: Bars) -> Bars:
    """Merge the bars of many years, some weeks to a bar: their mean time, or the sum of counts."""
    size = count_weeks_per_bar(data)
    if size == 1:
        return data
    merged = []
    for start in range(0, len(data.bars), size):
        group = data.bars[start : start + size]
        sums = tuple(map(sum, zip(*(bar.amounts for bar in group), strict=True)))
        if data.measure != "minutes":  # a mean of a few units would be none
            words = join_words(format_kind_parts(sums, str)) or "nothing to count"
            merged.append(WeekBar(group[0].week, sums, None, len(group), words))
            continue
        means = tuple(round(minutes / len(group)) for minutes in sums)
        merged.append(WeekBar(group[0].week, means, group[0].target, len(group)))
    return data._replace(bars=tuple(merged))


def draw(data: Bars) -> str:
    right, wide = data.across, BAR * min(1, data.across / FEWEST)
    first = monday_of(data.bars[0].week)
    data = merge_week_bars(data)
    highest = highest_bar_of(data)
    steps = STEPS if data.measure == "minutes" else COUNT_STEPS
    step = next((step for step in steps if highest <= 4 * step), 2 * steps[-1])
    top = max(1, math.ceil(highest / step)) * step
    page = create_canvas(HEIGHT, right, 0, top, ABOVE, BELOW)
    for amount in range(0, top + 1, step):
        css, words = "tracker-axis", "0"
        if amount:
            css, words = "tracker-grid", str(amount)
            if data.measure == "minutes":
                words = f"{amount / 60:g} h"
        page.line([(0, amount), (right, amount)], css)
        page.text(0, amount - 4 * top / PLOT, words, "tracker-y", "right")
    draw_pauses(page, data, right, top)
    place = 0
    for bar in data.bars:
        draw_bar(page, place, bar, top, wide)
        place += bar.weeks
    draw_target(page, data)
    draw_time = draw_weeks if right <= DATED else draw_months
    draw_time(page, first, place, right, top / PLOT)
    return render_canvas_svg(page, data.finding)


def highest_bar_of(data: Bars) -> int:
    return max(1, *(max(bar.total, bar.target or 0) for bar in data.bars), 0)


def draw_pauses(page: ChartCanvas, data: Bars, weeks: int, top: int) -> None:
    """Draw pauses, hatched by lines of their own: a pattern would need an id."""
    slope = WIDTH / weeks / PLOT  # so that the hatching runs at 45 degrees
    for start, end, words in data.pauses:
        page.bar(start, 0, end - start, top, "tracker-pause", words)
        lines = []
        rise = (end - start) * slope
        for foot in range(-math.ceil(rise * PLOT), PLOT, 7):
            low, high = max(foot, 0), min(foot + rise * PLOT, PLOT)
            if high > low:
                left = start + (low - foot) / slope / PLOT
                right = start + (high - foot) / slope / PLOT
                lines.append([(left, low * top / PLOT), (right, high * top / PLOT)])
        page.strokes(lines, "tracker-hatch")


def draw_bar(page: ChartCanvas, place: int, bar: WeekBar, top: int, wide: float) -> None:
    words, left, width = bar_words(bar), place + (1 - wide) / 2 * bar.weeks, wide * bar.weeks
    page.bar(place, 0, bar.weeks, top, "tracker-hover", words)
    foot = 0
    for kind, minutes in zip(CHARTED, bar.amounts, strict=True):
        if minutes:
            page.bar(left, foot, width, minutes, f"tracker-{kind}", words)
            draw_kind_texture(page, left, width, foot, minutes, top / PLOT, kind)
        foot += minutes


def bar_words(bar: WeekBar) -> str:
    since = day_words(monday_of(bar.week))
    when = f"Week of {since}"
    if bar.weeks > 1:
        when = f"{bar.weeks} weeks from {since}"
    if bar.words:
        return f"{when}: {bar.words}"
    if bar.weeks > 1:
        when += ", a week"
    parts = format_kind_parts(bar.amounts)
    if not parts:
        return f"{when}: no time logged"
    return f"{when}: {format_duration(bar.total)} ({join_words(parts)})"


def format_kind_parts(
    amounts: Sequence[int], spell: Callable[[int], str] = format_duration
) -> list[str]:
    """`courses 2 h`, `papers 45 min`: the parts of amounts in the order of CHARTED."""
    parts = []
    for kind, part in zip(CHARTED, amounts, strict=True):
        if part:
            parts.append(f"{KIND_WORDS[kind].lower()} {spell(part)}")
    return parts


def draw_kind_texture(
    page: ChartCanvas, left: float, width: float, foot: int, minutes: int, pixel: float, kind: str
) -> None:
    """Stripe some kinds and split others: no kind is known by its colour alone.

    Other work is hollow.
    """
    middle, right = left + width / 2, left + width
    levels = [foot + STRIPE * pixel * n for n in range(1, math.ceil(minutes / pixel / STRIPE))]
    texture = texture_of(kind)
    if texture in ("striped", "grid") and levels:
        page.strokes([[(left, level), (right, level)] for level in levels], "tracker-cut")
    if texture in ("split", "grid"):
        page.strokes([[(middle, foot), (middle, foot + minutes)]], "tracker-cut")


def texture_of(kind: str) -> str:
    """The texture of a kind; `solid` for other work, which its colours make hollow."""
    if kind not in KINDS:
        return "solid"
    return KINDS[kind].texture


def draw_target(page: ChartCanvas, data: Bars) -> None:
    """Draw the line of the target, broken at weeks that were not meant for study."""
    resting: set[int] = set()
    for start, end, _ in data.pauses:
        resting.update(range(math.ceil(start), math.floor(end)))
    begun, level = 0, None
    place = 0
    for bar in [*data.bars, WeekBar("", (), None)]:
        target = bar.target or None
        if place in resting and bar.weeks == 1:
            target = None
        if target != level:
            if level:
                run: list[tuple[float, float]] = [(begun, level), (place, level)]
                page.line(run, "tracker-halo")
                page.line(run, "tracker-target", f"hoped for: {format_duration(level)} a week")
            begun, level = place, target
        place += bar.weeks


def draw_months(page: ChartCanvas, first: date, weeks: int, right: int, pixel: float) -> None:
    """Name months with years below them; where months would crowd, quarters or years alone."""
    apart = 12
    if weeks <= 60:
        apart = 1
    elif weeks <= 170:
        apart = 3
    marked = []
    for place, day in list_month_starts(first, right):
        # A name needs room to its right, some of which is the page's margin.
        if place <= right * 0.95 and (day.month - 1) % apart == 0:
            marked.append((place, day))
    if not marked or marked[0][0] > right * 0.12:
        marked.insert(0, (0, first))
    every = math.ceil(weeks / CROWDED)
    for place, day in marked:
        page.line([(place, 0), (place, -4 * pixel)], "tracker-tick")
        if apart < 12:
            page.text(place, -16 * pixel, MONTHS[day.month - 1][:3], "tracker-x")
        elif day.year % every == 0:
            page.text(place, -16 * pixel, str(day.year), "tracker-x")
    if apart < 12:
        draw_year_names(page, marked, right, -31 * pixel)


def draw_weeks(page: ChartCanvas, first: date, weeks: int, right: int, pixel: float) -> None:
    for place in range(right):
        monday = first + timedelta(weeks=place)
        words = f"{monday.day} {MONTHS[monday.month - 1][:3]}"
        page.text(place + 0.5, -16 * pixel, words, "tracker-x", "center")
    draw_year_names(page, [(0, first)], right, -31 * pixel)


def list_month_starts(first: date, weeks: int) -> Iterator[tuple[float, date]]:
    """Yield (weeks from the Monday `first`, first day) of each month that begins in the weeks."""
    this_month = first.year * 12 + first.month - 1
    for index in range(this_month, this_month + weeks // 4 + 2):
        day = date(index // 12, index % 12 + 1, 1)
        place = (day - first).days / 7
        if 0 <= place < weeks:
            yield place, day


def draw_year_names(
    page: ChartCanvas, marked: list[tuple[float, date]], right: int, level: float
) -> None:
    shown = [(place, day.year) for place, day in marked if day.month == 1]
    if marked and (not shown or shown[0][0] - marked[0][0] > right * 0.12):
        shown.insert(0, (marked[0][0], marked[0][1].year))
    for place, year in shown:
        page.text(place, level, str(year), "tracker-x tracker-year")
