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
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    say_no_work,
    title_of,
    unknown_item_finding,
)
from tracker.charts.notes import DECISION, MILESTONE, ChartNote, list_notes
from tracker.charts.room import (
    STEPS as WIDTHS,
)
from tracker.charts.room import (
    AxisLabel,
    choose_labels,
    class_from,
    find_least_width,
    shorten_words,
    thin_labels,
)
from tracker.charts.sheet import WIDTH, ChartCanvas, create_canvas, render_canvas_svg
from tracker.charts.targets import week_target, year_target
from tracker.figures.report import is_entry_in_period
from tracker.figures.rest import find_first_day, find_last_year
from tracker.figures.stats import (
    Entry,
    Figures,
    find_week_target,
    list_week_names,
    minutes_by,
    sum_minutes,
)
from tracker.model.english import MONTHS, day_words, format_count, join_words, span_words
from tracker.model.journal import Period, monday_of, thursday_of, week_of
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
# Every so many months or years are named, as there is room; where many crowd, quarters.
MONTH_STRIDES, QUARTER_STRIDES, YEAR_STRIDES = (1, 2, 4, 12), (3, 6, 12), (1, 2, 10, 50)
NOTES = 17  # pixels above the plot for milestones and decisions
NOTE_LETTERS, PAUSE_LETTERS = (36, 24, 16), 18
NOTE_SPARE = 1.0  # rem between a dot and its words, and behind them
STRIPE = 4  # pixels between two stripes
OPEN = 4  # pixels that the frame of a week which is not over stands above its bar
# From so many weeks on, so many share a bar: thinner bars can't be told apart on a phone.
NOTE_WORDS = {MILESTONE: "milestone", DECISION: "decision"}
SHARED = ((420, 13), (110, 4), (0, 1))


class WeekBar(NamedTuple):
    """Amounts by kind in the order of CHARTED, and the target: of a week, or a mean of several.

    `words`: the amounts in words, where they are no minutes. `running`: the week, or the last of
    several, is not over.
    """

    week: str
    amounts: tuple[int, ...]
    target: int | None
    weeks: int = 1
    words: str = ""
    running: bool = False

    @property
    def total(self) -> int:
        return sum(self.amounts)


class PlacedNote(NamedTuple):
    """A milestone or a decision, `place` weeks from the first Monday."""

    place: float
    note: ChartNote


class Bars(NamedTuple):
    """All that the picture shows.

    `pauses`: (weeks from the first Monday to the start, the same to the end, words). `across`: the
    number of weeks with room beside each other. `measure`: what the amounts of the bars are,
    `minutes`, `notes`, or `done` for units, readings and what is finished. `notes`: the milestones
    and decisions that explain them.
    """

    finding: str
    bars: tuple[WeekBar, ...]
    pauses: tuple[tuple[float, float, str], ...]
    across: int
    measure: str = "minutes"
    notes: tuple[PlacedNote, ...] = ()


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
    bars = tuple(build_week_bars(figures, today, names, chosen, period, known))
    notes = place_notes(figures, names, today, known)
    pauses = pauses_in(figures.plan.pauses, names)
    data = Bars(finding, bars, pauses, across, notes=notes)
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
    """List the weeks of the period, else of the last twelve months or as long as the journal is.

    The weeks of a period before the journal began, and those to come, are left out.
    """
    if period:
        begun = find_first_day(figures) or period.first
        latest = max([today, *(entry.day for entry in figures.entries if entry.day)])
        first, last = max(period.first, begun), min(period.last, latest)
        if first > last:
            return list_week_names(*period)
        return list_week_names(first, last)
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
        return f"{format_duration(minutes)}{on} {words}, in {format_count(len(weeks), 'week')}."
    return f"{format_duration(minutes)} {words}, {format_largest_part(figures, chosen, minutes)}."


def format_largest_part(figures: Figures, chosen: Iterable[Entry], minutes: int) -> str:
    by_item = minutes_by(chosen, lambda entry: entry.item)
    item, most = max(by_item.items(), key=lambda pair: pair[1])
    title = title_of(figures, item)
    if most == minutes:
        return f"all of it on {title}"
    if 2 * most > minutes:
        return f"most of it on {title}"
    return f"the largest part, {format_duration(most)}, on {title}"


def build_week_bars(
    figures: Figures,
    today: date,
    names: list[str],
    chosen: list[Entry],
    period: Period | None,
    item: str | None,
) -> Iterable[WeekBar]:
    sums = minutes_by(chosen, lambda entry: (entry.week, entry.kind))
    for name in names:
        week = week_around(monday_of(name))
        whole = period is None or (period.first <= week.first and week.last <= period.last)
        target = None
        # A target is meant for the week, not for one item of it, nor for some of its days.
        if whole and not item:
            target = find_week_target(figures, name)
        amounts = tuple(sums.get((name, kind), 0) for kind in CHARTED)
        yield WeekBar(name, amounts, target, running=name == week_of(today))


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


def place_notes(
    figures: Figures, names: list[str], today: date, item: str | None
) -> tuple[PlacedNote, ...]:
    """Place the milestones and decisions of the weeks; a chart of one item has none."""
    if item:
        return ()
    first, last = monday_of(names[0]), monday_of(names[-1]) + timedelta(days=6)
    notes = []
    for note in list_notes(figures, first, min(last, today)):
        notes.append(PlacedNote(round(((note.day - first).days + 0.5) / 7, 2), note))
    return tuple(notes)


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
        cells = [format_week_cell(bar)]
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


def format_week_cell(bar: WeekBar) -> str:
    """`2026-W47`, `2026-W47, not over`."""
    if bar.running:
        return f"{bar.week}, not over"
    return bar.week


def sum_kind(data: Bars, index: int) -> int:
    """Sum the amounts of a kind of CHARTED over all bars."""
    return sum(bar.amounts[index] for bar in data.bars)


def build_hours_legend(data: Bars, shown: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    marks = []
    for index, kind in enumerate(CHARTED):
        if kind in shown:
            minutes = sum_kind(data, index)
            # To the minute, so that the parts add up to the whole that the finding says.
            marks.append((f"tracker-{kind}", f"{KIND_WORDS[kind]} {format_duration(minutes)}"))
    targets = [bar.target for bar in data.bars if bar.target]
    if targets:
        words = format_duration(min(targets))
        if min(targets) < max(targets):
            words += f" to {format_duration(max(targets))}"
        marks.append(("tracker-target", f"hoped for: {words} a week"))
    if data.pauses:
        marks.append(("tracker-pause", "pause"))
    marks += list_note_marks(data)
    marks += list_shared_bar_marks(data)
    marks += list_running_marks(data)
    return tuple(marks)


def list_note_marks(data: Bars) -> list[tuple[str, str]]:
    """List the words of the legend for the notes that are there."""
    shown = {placed.note.css for placed in data.notes}
    return [(css, words) for css, words in NOTE_WORDS.items() if css in shown]


def list_running_marks(data: Bars) -> list[tuple[str, str]]:
    """List the words of the legend for a week that is not over."""
    if any(bar.running and bar.weeks == 1 for bar in merge_week_bars(data).bars):
        return [("tracker-running", "this week, not over")]
    return []


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
        running = any(bar.running for bar in group)
        sums = tuple(map(sum, zip(*(bar.amounts for bar in group), strict=True)))
        if data.measure != "minutes":  # a mean of a few units would be none
            words = join_words(format_kind_parts(sums, str)) or "nothing to count"
            merged.append(WeekBar(group[0].week, sums, None, len(group), words, running))
            continue
        means = tuple(round(minutes / len(group)) for minutes in sums)
        merged.append(WeekBar(group[0].week, means, group[0].target, len(group), running=running))
    return data._replace(bars=tuple(merged))


def draw(data: Bars) -> str:
    right, wide = data.across, BAR * min(1, data.across / FEWEST)
    first = monday_of(data.bars[0].week)
    data = merge_week_bars(data)
    highest = highest_bar_of(data)
    steps = STEPS if data.measure == "minutes" else COUNT_STEPS
    step = next((step for step in steps if highest <= 4 * step), 2 * steps[-1])
    top = max(1, math.ceil(highest / step)) * step
    above = ABOVE + (NOTES if data.notes else 0)
    page = create_canvas(above + PLOT + BELOW, right, 0, top, above, BELOW)
    for amount in range(0, top + 1, step):
        css, words = "tracker-axis", "0"
        if amount:
            css, words = "tracker-grid", str(amount)
            if data.measure == "minutes":
                words = f"{amount / 60:g} h"
        page.line([(0, amount), (right, amount)], css)
        page.text(0, amount - 4 * top / PLOT, words, "tracker-y", "right")
    draw_pauses(page, data, right, top)
    draw_notes(page, data, right, top)
    place = 0
    for bar in data.bars:
        draw_bar(page, place, bar, top, wide)
        place += bar.weeks
    draw_target(page, data)
    draw_pause_names(page, data, right, top)
    draw_time = draw_weeks if right <= DATED else draw_months
    draw_time(page, first, right, top / PLOT)
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


def draw_pause_names(page: ChartCanvas, data: Bars, right: int, top: int) -> None:
    """Name the pauses that have room for it."""
    for start, end, words in data.pauses:
        reason = shorten_words(words.partition(": ")[2], PAUSE_LETTERS)
        width = find_least_width((end - start) / right, reason)
        if width:
            css = f"tracker-note{class_from(width)}"
            page.text((start + end) / 2, top * (1 - 12 / PLOT), reason, css, "center", words)


def draw_notes(page: ChartCanvas, data: Bars, right: int, top: int) -> None:
    """Draw a dot above the plot and a line down for each milestone and decision.

    Words stand beside the dot where there is room up to the next one.
    """
    pixel = top / PLOT
    level = top + (NOTES - 6) * pixel
    rooms = share_note_rooms([placed.place for placed in data.notes], right)
    for (place, note), (side, room) in zip(data.notes, rooms, strict=True):
        target = week_target(week_of(note.day))
        page.strokes([[(place, level), (place, 0)]], "tracker-note-line", note.sentence, target)
        page.strokes([[(place, level), (place, level)]], note.css, note.sentence, target)
        for letters in NOTE_LETTERS:
            words = shorten_words(note.words, letters)
            width = find_least_width(room / right, words, NOTE_SPARE)
            if width:
                css = f"tracker-note tracker-{side}-dot{class_from(width)}"
                anchor = "left" if side == "after" else "right"
                page.text(place, level - 4 * pixel, words, css, anchor, note.sentence)
                break


def share_note_rooms(places: list[float], right: float) -> list[tuple[str, float]]:
    """Give each note a room for its words, the widest first: (`before` or `after` it, weeks).

    A note between two others that took its rooms gets none.
    """
    edges = [0.0, *places, right]
    rooms = sorted(range(len(edges) - 1), key=lambda index: edges[index] - edges[index + 1])
    shared = [("after", 0.0)] * len(places)
    for index in rooms:
        width = edges[index + 1] - edges[index]
        for note, side in ((index - 1, "after"), (index, "before")):
            if 0 <= note < len(places) and not shared[note][1]:
                shared[note] = (side, width)
                break
    return shared


def draw_bar(page: ChartCanvas, place: int, bar: WeekBar, top: int, wide: float) -> None:
    words, left, width = bar_words(bar), place + (1 - wide) / 2 * bar.weeks, wide * bar.weeks
    target = week_target(bar.week)
    if bar.weeks > 1:
        target = year_target(thursday_of(bar.week).year)
    page.bar(place, 0, bar.weeks, top, "tracker-hover", words, target)
    foot = 0
    for kind, minutes in zip(CHARTED, bar.amounts, strict=True):
        if minutes:
            page.bar(left, foot, width, minutes, f"tracker-{kind}", words, target)
            draw_kind_texture(page, left, width, foot, minutes, top / PLOT, kind, target)
        foot += minutes
    if bar.running and bar.weeks == 1:
        pixel = top / PLOT
        page.bar(place, 0, 1, foot + OPEN * pixel, "tracker-running", words, target)


def bar_words(bar: WeekBar) -> str:
    since = day_words(monday_of(bar.week))
    when = f"Week of {since}"
    if bar.weeks > 1:
        when = f"{bar.weeks} weeks from {since}"
    parts = format_kind_parts(bar.amounts)
    amount = "no time logged"
    if bar.words:
        amount = bar.words
    elif parts:
        amount = f"{format_duration(bar.total)} ({join_words(parts)})"
    if bar.weeks > 1 and not bar.words:
        when += ", a week"
    words = f"{when}: {amount}"
    if bar.running and bar.weeks == 1:
        words += ", and the week is not over"
    elif bar.running:
        words += ", and the last of them is not over"
    return words


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
    page: ChartCanvas,
    left: float,
    width: float,
    foot: int,
    minutes: int,
    pixel: float,
    kind: str,
    target: str,
) -> None:
    """Stripe some kinds and split others: no kind is known by its colour alone.

    Other work is hollow.
    """
    middle, right = left + width / 2, left + width
    levels = [foot + STRIPE * pixel * n for n in range(1, math.ceil(minutes / pixel / STRIPE))]
    texture = texture_of(kind)
    if texture in ("striped", "grid") and levels:
        stripes = [[(left, level), (right, level)] for level in levels]
        page.strokes(stripes, "tracker-cut", target=target)
    if texture in ("split", "grid"):
        page.strokes([[(middle, foot), (middle, foot + minutes)]], "tracker-cut", target=target)


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


def draw_months(page: ChartCanvas, first: date, right: int, pixel: float) -> None:
    """Name months, with years below them; where months would crowd, quarters or years alone."""
    across = page.right
    starts = list(list_month_starts(first, right))
    labels = []
    for place, day in starts:
        number = day.year * 12 + day.month - 1
        labels.append(AxisLabel(place / across, MONTHS[day.month - 1][:3], number))
    widest = WIDTHS[-1]
    strides: tuple[int, ...] = MONTH_STRIDES
    if not choose_labels(labels, MONTH_STRIDES[:1], widest):
        strides = QUARTER_STRIDES
        if not choose_labels(labels, QUARTER_STRIDES[:1], widest):
            draw_year_names(page, first, starts, -16 * pixel)
            return
    if not starts or starts[0][0] > right * 0.12:
        starts.insert(0, (0, first))
        labels.insert(0, AxisLabel(0, MONTHS[first.month - 1][:3], None))
    widths = thin_labels(labels, strides)
    for (place, _), label, width in zip(starts, labels, widths, strict=True):
        if width:
            page.line([(place, 0), (place, -4 * pixel)], "tracker-tick")
            page.text(place, -16 * pixel, label.words, f"tracker-x{class_from(width)}")
    draw_year_names(page, first, starts, -31 * pixel)


def draw_weeks(page: ChartCanvas, first: date, right: int, pixel: float) -> None:
    labels = []
    for place in range(right):
        monday = first + timedelta(weeks=place)
        words = f"{monday.day} {MONTHS[monday.month - 1][:3]}"
        # The words stand in the middle of their week.
        labels.append(AxisLabel(place / right, words, place))
    for place, (label, width) in enumerate(
        zip(labels, thin_labels(labels, MONTH_STRIDES), strict=True)
    ):
        if width:
            css = f"tracker-x{class_from(width)}"
            page.text(place + 0.5, -16 * pixel, label.words, css, "center")
    draw_year_names(page, first, [], -31 * pixel)


def list_month_starts(first: date, weeks: int) -> Iterator[tuple[float, date]]:
    """Yield (weeks from the Monday `first`, first day) of each month that begins in the weeks."""
    this_month = first.year * 12 + first.month - 1
    for index in range(this_month, this_month + weeks // 4 + 2):
        day = date(index // 12, index % 12 + 1, 1)
        place = (day - first).days / 7
        if 0 <= place < weeks:
            yield place, day


def draw_year_names(
    page: ChartCanvas, first: date, starts: list[tuple[float, date]], level: float
) -> None:
    """Name each year at its January, and the first one at the beginning if that is far off.

    `starts`: (place, first day) of months.
    """
    across = page.right
    shown = [(place, day.year) for place, day in starts if day.month == 1 and day.day == 1]
    labels = [AxisLabel(place / across, str(year), year) for place, year in shown]
    if not labels or labels[0].place > 0.12:
        labels.insert(0, AxisLabel(0, str(first.year), None))
    for label, width in zip(labels, thin_labels(labels, YEAR_STRIDES), strict=True):
        if width:
            css = f"tracker-x tracker-year{class_from(width)}"
            page.text(label.place * across, level, label.words, css)
