"""Figures -> a year of days, Monday first, in five bins: which days?

Below its column is a mark for each week that shows work, but on no day that is known.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    clean_title,
    format_hours,
    format_period_phrase,
    key_of,
    known_item,
    say_no_work,
    title_of,
    unknown_item_finding,
)
from tracker.charts.notes import list_notes
from tracker.charts.room import AxisLabel, class_from, thin_labels
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.charts.targets import week_target, year_target
from tracker.figures import report
from tracker.figures.report import each_day, is_entry_in_period
from tracker.figures.rest import find_first_day, find_last_year
from tracker.figures.stats import Entry, Figures, list_week_names
from tracker.figures.work_counts import (
    count_work,
    format_work,
    has_any_time,
    list_studied_weeks,
)
from tracker.model.derived import derive_once
from tracker.model.english import MONTHS, WEEKDAYS, day_words, format_count, join_words
from tracker.model.journal import Period, monday_of, thursday_of, week_of
from tracker.model.when import format_duration

NAME, QUESTION = "calendar", "Which days?"
YEAR, HALF = 53, 26  # weeks across: a few would be lost in the room of a year
# Pixels: a day's row, the months above the first year, the gap between two years, and the mark of
# a week without a day: its distance from the days, and its height.
DAY, ABOVE, GAP = 14, 18, 30
APART, MARK = 3, 5
MOST = 5  # years; of a longer period the last ones are shown, and the finding says which
NAME_ROOM = 0.085  # of the width: the name of a month on a phone
MONTH_STRIDES = (1, 2, 4, 12)
MOST_NAMED = 3  # items of a week that has nothing to count
SINGLE = 2  # years: up to so many each day is a mark of its own
# How much of its place a day fills: the bins differ in size as well as in shade.
SIZES = (0.8, 0.42, 0.58, 0.72, 0.88)
UNTIMED = 1  # the size of a day with notes only, which is an outline
NO_TIME = "notes, no time"
NO_DAY = "no day known"

Square = tuple[float, float, float, float]
# A year: its name, the Monday of its first week, its first and its last day.
Block = tuple[str, date, date, date]


class Cell(NamedTuple):
    """A mark: its squares, its class, its words on hovering, and what it leads to."""

    squares: list[Square]
    css: str
    words: str
    target: str


class Days(NamedTuple):
    """All that the picture shows.

    `blocks`: (name, first Monday, first day, last day) of each year, one below the other. `weeks`:
    (name, what was done) of those that show work on no known day. `milestones`: (day, what).
    """

    finding: str
    blocks: tuple[Block, ...]
    minutes: tuple[tuple[date, int], ...]
    ladder: tuple[int, ...]
    pauses: tuple[tuple[date, date, str], ...]
    weeks: tuple[tuple[str, str], ...] = ()
    milestones: tuple[tuple[date, str], ...] = ()


def build_calendar_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    period = period or find_last_year(figures, today, known)
    if period and period.last.year - period.first.year >= MOST:
        period = period._replace(first=date(period.last.year - MOST + 1, 1, 1))
    begun = find_first_day(figures)
    blocks = cut_blocks(figures, blocks_of(today, period), begun, today)
    first, last = blocks[0][2], blocks[-1][3]
    chosen = []
    if known or not item:
        chosen = _select_entries(figures, list_week_names(first, last), period, known)
    days = days_of(chosen, first, last)
    dayless: list[str] = []
    if known or not item:
        dayless = list_dayless_weeks(figures, first, last, period, known)
    when = window_words(blocks[0], begun, today, period)
    finding = format_calendar_finding(figures, chosen, days, dayless, when, item, known)
    if not days:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    pauses = []
    for pause in figures.plan.pauses:
        if pause.start <= last and first <= pause.end:
            pauses.append((pause.start, pause.end, clean_title(pause.reason or "")))
    ladder = find_calendar_bin_edges(figures)
    weeks = tuple((name, describe_dayless_week(figures, name, known)) for name in dayless)
    milestones = [(note.day, note.words) for note in list_notes(figures, first, min(last, today))]
    data = Days(
        finding, blocks, tuple(days.items()), ladder, tuple(pauses), weeks, tuple(milestones)
    )
    return Chart(
        NAME,
        QUESTION,
        finding,
        ("Day", "Time" if has_any_time(figures) else "Work"),
        build_calendar_table(data),
        partial(draw, data),
        key_of(NAME, data),
        build_calendar_legend(data),
    )


def build_calendar_table(data: Days) -> tuple[tuple[str, ...], ...]:
    """Build a row for each day, and for each week without one, the last first."""
    rows = []
    for day, minutes in data.minutes:
        time = format_duration(minutes) if minutes else NO_TIME
        rows.append((day, (day_words(day, weekday=True), time)))
    for name, words in data.weeks:
        monday = monday_of(name)
        rows.append((monday, (f"Week of {day_words(monday)}", f"{words}, {NO_DAY}")))
    rows.sort(key=lambda row: row[0], reverse=True)
    return tuple(cells for _, cells in rows)


def list_dayless_weeks(
    figures: Figures, first: date, last: date, period: Period | None, item: str | None
) -> list[str]:
    """List the weeks that show work, of an item or of all, and have no day of it, oldest first.

    A week belongs to the period that has its Thursday.
    """
    weeks = set(list_week_names(first, last))
    weeks &= list_studied_weeks(figures, item)
    dayless = []
    for name in sorted(weeks):
        if period and not period.first <= thursday_of(name) <= period.last:
            continue
        entries = figures.by_week.get(name, ())
        if not any(entry.day and item in (None, entry.item) for entry in entries):
            dayless.append(name)
    return dayless


def describe_dayless_week(figures: Figures, name: str, item: str | None) -> str:
    """`1 h 30, 2 units and 1 reading`; `work on Algebra` where there is nothing to count."""
    entries = figures.by_week.get(name, ())
    minutes = sum(entry.minutes for entry in entries if item in (None, entry.item))
    counts = list(count_work(figures, [name], item))
    parts = []
    if minutes:
        parts.append(format_duration(minutes))
    counted = format_work(counts)
    if counted:
        parts.append(counted)
    if parts:
        return ", ".join(parts)
    titles = [title_of(figures, count.item) for count in counts]
    if len(titles) > MOST_NAMED:
        titles = [*titles[: MOST_NAMED - 1], f"{len(titles) - MOST_NAMED + 1} more"]
    if not titles:
        return "work"
    return f"work on {join_words(titles)}"


def _select_entries(
    figures: Figures, weeks: list[str], period: Period | None, item: str | None
) -> list[Entry]:
    """Select the sessions of an item, or of all, in these weeks; without a day, in the period."""
    chosen = []
    for week in weeks:
        for entry in figures.by_week.get(week, ()):
            if item and entry.item != item:
                continue
            if entry.day or not period or is_entry_in_period(entry, period):
                chosen.append(entry)
    return chosen


def blocks_of(today: date, period: Period | None) -> tuple[Block, ...]:
    """The last 53 weeks, a period as short as that, or each calendar year of a longer period."""
    if period is None:
        first = today - timedelta(days=today.weekday(), weeks=YEAR - 1)
        return (("", first, first, today),)
    monday = period.first - timedelta(days=period.first.weekday())
    if (period.last - monday).days < 7 * YEAR:
        name = ""
        if period.first.year == period.last.year:
            name = str(period.first.year)
        return ((name, monday, *period),)
    blocks = []
    for year in range(period.first.year, period.last.year + 1):
        first, last = max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31))
        monday = date(year, 1, 1) - timedelta(days=date(year, 1, 1).weekday())
        blocks.append((str(year), monday, first, last))
    return tuple(blocks)


def cut_blocks(
    figures: Figures, blocks: tuple[Block, ...], begun: date | None, today: date
) -> tuple[Block, ...]:
    """Cut the days before the journal began, and those to come unless something is logged there.

    A single block then begins with its first week; of several, each keeps its place in the year.
    """
    ahead = [entry.day for entry in figures.entries if entry.day and entry.day > today]
    latest = max([today, *ahead])
    cut = []
    for name, monday, first, last in blocks:
        shown = max(first, begun or first), min(last, latest)
        if shown[0] > shown[1]:
            continue
        if len(blocks) == 1:
            monday = shown[0] - timedelta(days=shown[0].weekday())
        cut.append((name, monday, *shown))
    return tuple(cut) or blocks


def window_words(block: Block, begun: date | None, today: date, period: Period | None) -> str:
    """`in the last twelve months`; of a younger journal `since 19 October 2026`, `this week`."""
    if period:
        return format_period_phrase(period)
    if block[2] != begun:
        return "in the last twelve months"
    if block[1] + timedelta(days=6) >= today:
        return "this week"
    return f"since {day_words(block[1])}"


def days_of(chosen: list[Entry], first: date, last: date) -> dict[date, int]:
    """Map each day with a session or a note to its minutes, oldest first.

    Entries known only by their week have no day.
    """
    days: dict[date, int] = {}
    for entry in chosen:
        if entry.day and first <= entry.day <= last:
            days[entry.day] = days.get(entry.day, 0) + entry.minutes
    return dict(sorted(days.items()))


def format_calendar_finding(
    figures: Figures,
    chosen: list[Entry],
    days: dict[date, int],
    dayless: list[str],
    when: str,
    item: str | None,
    known: str | None,
) -> str:
    """Say how many days, which weekdays most often, and how much work is on no day.

    `when`: the days shown, in words.
    """
    if item and not known:
        return unknown_item_finding(item)
    vague = sum(entry.minutes for entry in chosen if not entry.day)
    if not days and not dayless:
        on = f" on {title_of(figures, known)}" if known else ""
        return say_no_work(figures, on, when)
    title = f" {title_of(figures, known)}" if known else ""
    weeks = format_count(len(dayless), "week")
    if not days:
        time = f", {format_hours(vague)}" if vague else ""
        return f"Studied{title} in {weeks} {when}{time}; on which days is not known."
    sentence = f"Studied{title} on {format_count(len(days), 'day')}"
    if dayless:
        sentence += f" and in {len(dayless)} more {'week' if len(dayless) == 1 else 'weeks'}"
    sentence += f" {when}"
    usual = find_usual_weekdays(days)
    if usual:
        sentence += f", most often on {join_words(usual)}"
    if vague:
        verb = "is" if vague <= 60 else "are"
        sentence += f"; {format_hours(vague)} more {verb} known only by the week"
    return f"{sentence}."


def find_usual_weekdays(days: dict[date, int]) -> list[str]:
    """Find the weekday studied on most often, or two that tie; none where nothing stands out."""
    counts = [0] * 7
    for day in days:
        counts[day.weekday()] += 1
    most = max(counts)
    usual = [f"{WEEKDAYS[weekday]}s" for weekday in range(7) if counts[weekday] == most]
    if len(days) < 5 or len(usual) > 2:
        return []
    return usual


@derive_once
def find_calendar_bin_edges(figures: Figures) -> tuple[int, int, int]:
    """Find the bin edges: the same for every year of a journal, so that years may be compared."""
    days: dict[date, int] = {}
    for entry in figures.entries:
        if entry.day and entry.minutes:
            days[entry.day] = days.get(entry.day, 0) + entry.minutes
    return report.pick_shade_steps(days.values())


def build_calendar_legend(data: Days) -> tuple[tuple[str, str], ...]:
    low, middle, high = (format_duration(minutes) for minutes in data.ladder)
    words = (f"under {low}", f"{low} to {middle}", f"{middle} to {high}", f"{high} or more")
    marks = [("tracker-bin-0", "none")]
    if any(not minutes for _, minutes in data.minutes):
        marks.append(("tracker-untimed", NO_TIME))
    if any(minutes for _, minutes in data.minutes):
        marks += [(f"tracker-bin-{index}", text) for index, text in enumerate(words, 1)]
    if data.weeks:
        marks.append(("tracker-weekly", f"work in that week, {NO_DAY}"))
    if data.pauses:
        marks.append(("tracker-rest", "pause"))
    return tuple(marks)


def draw(data: Days) -> str:
    """Draw pixels downwards and weeks across."""
    height = ABOVE + len(data.blocks) * (7 * DAY + GAP) - GAP
    if data.weeks:
        height += APART + MARK
    across = count_weeks_across(data)
    page = create_canvas(height, across, height, 0)
    minutes = dict(data.minutes)
    for index, block in enumerate(data.blocks):
        top = ABOVE + index * (7 * DAY + GAP)
        draw_names(page, block, top, across)
        draw_week_marks(page, data, block, top + 7 * DAY + APART)
        cells = []
        for day in each_day(block[2], block[3]):
            cells.append(build_day_cell(data, block, day, minutes.get(day), top))
        if len(data.blocks) > SINGLE:
            cells = merge_year_cells(cells, block[0])
        for squares, css, words, target in cells:
            page.bars(squares, css, words, target)
    return render_canvas_svg(page, data.finding)


def draw_week_marks(page: ChartCanvas, data: Days, block: Block, top: int) -> None:
    """Draw the marks of the weeks without a day; of many years, all of a year as one."""
    name, monday, first, last = block
    cells = []
    for week, words in data.weeks:
        # The last week may not have come to its Thursday.
        if first <= min(thursday_of(week), data.blocks[-1][3]) <= last:
            place = (monday_of(week) - monday).days // 7
            square = (place + (1 - SIZES[0]) / 2, float(top), SIZES[0], float(MARK))
            words = f"Week of {day_words(monday_of(week))}: {words}, {NO_DAY}"
            cells.append(Cell([square], "tracker-weekly", words, week_target(week)))
    if len(data.blocks) > SINGLE and cells:
        squares = [cell.squares[0] for cell in cells]
        words = f"{name}: {format_count(len(cells), 'week')} of work, {NO_DAY}"
        cells = [Cell(squares, "tracker-weekly", words, year_target(int(name)))]
    for squares, css, words, target in cells:
        page.bars(squares, css, words, target)


def build_day_cell(data: Days, block: Block, day: date, minutes: int | None, top: int) -> Cell:
    """Build the cell of a day; `minutes` are 0 where there are only notes, None for nothing."""
    level = report.choose_shade(minutes or 0, data.ladder)
    css, words = f"tracker-bin-{level}", "nothing known"
    if minutes:
        words = format_duration(minutes)
    elif minutes == 0:
        css, words, level = "tracker-untimed", NO_TIME, UNTIMED
    else:
        for start, end, reason in data.pauses:
            if start <= day <= end:
                css, words = "tracker-rest", f"pause, {reason or 'declared'}"
                break
    size, row, week = SIZES[level], top + day.weekday() * DAY, (day - block[1]).days // 7
    square = (week + (1 - size) / 2, row + DAY * (1 - size) / 2, size, DAY * size)
    words = f"{day_words(day, weekday=True)}: {words}"
    for milestone_day, milestone in data.milestones:
        if milestone_day == day:
            words += f"; {milestone}"
    return Cell([square], css, words, week_target(week_of(day)))


def merge_year_cells(cells: list[Cell], year: str) -> list[Cell]:
    """Merge the marks of each bin of a year: a mark for each day of many years would be heavy."""
    by_css: dict[str, list[Square]] = {}
    for squares, css, _, _ in cells:
        by_css.setdefault(css, []).extend(squares)
    merged = []
    for css, squares in by_css.items():
        words = f"{year}: {format_count(len(squares), 'day')} like this"
        merged.append(Cell(squares, css, words, year_target(int(year))))
    return merged


def count_weeks_across(data: Days) -> int:
    """The number of weeks with room beside each other: half a year, or a year."""
    longest = max((last - monday).days for _, monday, _, last in data.blocks) // 7 + 1
    if longest <= HALF:
        return HALF
    return YEAR


def draw_names(page: ChartCanvas, block: Block, top: int, across: int) -> None:
    name, monday, first, last = block
    for row in (0, 2, 4):
        page.text(0, top + (row + 0.78) * DAY, WEEKDAYS[row][:3], "tracker-y tracker-day", "right")
    if name:
        page.text(0, top - 6, name, "tracker-y tracker-year", "right")
    month_starts = [day for day in each_day(first, last) if day.day == 1]
    # What begins in the middle of a month bears its name too, where there is room for it.
    if not month_starts or (month_starts[0] - first).days / 7 > across * NAME_ROOM:
        month_starts.insert(0, first)
    labels = []
    for day in month_starts:
        place = (day - monday).days / 7 / across
        number = day.year * 12 + day.month - 1 if day.day == 1 else None
        labels.append(AxisLabel(place, MONTHS[day.month - 1][:3], number))
    for label, width in zip(labels, thin_labels(labels, MONTH_STRIDES), strict=True):
        if width:
            css = f"tracker-x{class_from(width)}"
            page.text(label.place * across, top - 6, label.words, css)
