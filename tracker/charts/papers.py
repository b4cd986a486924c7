"""Figures -> a row of time for each paper, a mark for each reading: what have I read, re-read, understood?"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    clean_title,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.hours import draw_months
from tracker.charts.plan import LONG, SHORT, truncate_title
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.knowledge import HOW, PaperReadings, papers_said, readings_said
from tracker.figures.knowledge import list_read_papers as papers_read
from tracker.figures.stats import Figures
from tracker.model.english import span_words, spell_number
from tracker.model.journal import Period, monday_of
from tracker.model.kinds import KINDS

NAME, QUESTION = "papers", "What have I read, re-read, understood?"
MOST = 16  # rows; the table has them all
ROW, TITLE, STEP, BELOW = (
    50,
    14,
    4,
    36,
)  # pixels: a row, its words, one step of understanding, the months
FEWEST = 12  # weeks across
MARGIN = 0.02  # of the weeks, on either side: no mark stands half outside


class Dot(NamedTuple):
    """A reading: weeks from the first Monday, how, how well understood (0 where it is not said), what hovering says."""

    place: float
    how: str
    level: int
    words: str


class PaperRow(NamedTuple):
    title: str
    words: str
    dots: tuple[Dot, ...]


class PaperRows(NamedTuple):
    """All that the picture shows, the row on top first, from the Monday `first` on; `weeks` have room in its width."""

    finding: str
    rows: tuple[PaperRow, ...]
    first: date
    weeks: float


def build_papers_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    found = [paper for paper in papers_read(figures, period) if not item or paper.id == known]
    finding = format_papers_finding(figures, found, period, item, known)
    if not found:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    # Read last, on top.
    shown = sorted(found, key=lambda paper: (paper.readings[-1].week, paper.title), reverse=True)[
        :MOST
    ]
    if more := len(found) - len(shown):
        finding += f" Below are the {spell_number(MOST)} read last; the table has {spell_number(more)} more."
    data = build_paper_rows(finding, shown, today, period)
    headers = ("Paper", "Week", "Reading", "Understood")
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        build_papers_table(found),
        partial(draw, data),
        key_of(NAME, data),
        build_papers_legend(data),
    )


def format_papers_finding(
    figures: Figures,
    found: list[PaperReadings],
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
    words = format_period_phrase(period) if period else ""
    if not known:
        return papers_said(found, words)
    title = title_of(figures, known)
    if not KINDS[figures.states[known].kind].is_read:
        return f"{title} is not a paper."
    if not found:
        return f"{title} was not read {words or 'yet'}."
    return f"{title}{f' {words}' * bool(words)}: {readings_said(found[0])}."


def build_paper_rows(
    finding: str, shown: list[PaperReadings], today: date, period: Period | None
) -> PaperRows:
    """From the first reading shown to today; of a period, its days as far as they are lived."""
    first = period.first if period else min(monday_of(paper.readings[0].week) for paper in shown)
    last = max(monday_of(paper.readings[-1].week) for paper in shown) + timedelta(days=6)
    last = max(last, min(period.last, today) if period else today)
    weeks = max(FEWEST, ((last - first).days + 1) / 7)
    first -= timedelta(days=round(7 * MARGIN * weeks))
    monday = first - timedelta(days=first.weekday())
    across = round(weeks * (1 + 2 * MARGIN) + 1, 2)
    return PaperRows(
        finding, tuple(build_paper_row(paper, monday) for paper in shown), monday, across
    )


def build_paper_row(paper: PaperReadings, first: date) -> PaperRow:
    title, dots = clean_title(paper.title), []
    for reading in paper.readings:
        monday = monday_of(reading.week)
        level = f", understood {reading.understood} of 5" if reading.understood else ""
        when = span_words(monday, monday + timedelta(days=6))
        words = f"{title}: {reading.words}{level}, {when}"
        dots.append(
            Dot(
                (monday - first).days / 7 + 0.5,
                reading.how or "back",
                reading.understood or 0,
                words,
            )
        )
    last = paper.readings[-1].words.removeprefix("read and ")
    return PaperRow(
        title, last + (f", {paper.understood} of 5" if paper.understood else ""), tuple(dots)
    )


def build_papers_table(found: list[PaperReadings]) -> tuple[tuple[str, ...], ...]:
    """A line for each reading, the last first."""
    lines = [(reading.week, paper, reading) for paper in found for reading in paper.readings]
    lines.sort(key=lambda line: line[0], reverse=True)
    return tuple(
        (
            clean_title(paper.title),
            week,
            reading.words,
            f"{reading.understood} of 5" if reading.understood else "–",
        )
        for week, paper, reading in lines
    )


def build_papers_legend(data: PaperRows) -> tuple[tuple[str, str], ...]:
    shown = {dot.how for row in data.rows for dot in row.dots}
    marks = [
        (f"tracker-read-{how}", words)
        for how, words in (*HOW.items(), ("back", "looked back on"))
        if how in shown
    ]
    if any(dot.level for row in data.rows for dot in row.dots):
        marks.append(("tracker-stem", "height: understood, 1 to 5"))
    return tuple(marks)


def draw(data: PaperRows) -> str:
    """Pixels upwards, weeks across."""
    height = len(data.rows) * ROW
    page = create_canvas(height + BELOW, data.weeks, 0, height, 0, BELOW)
    for index, row in enumerate(data.rows):
        draw_paper_row(page, row, height - index * ROW, data.weeks)
    draw_months(page, data.first, int(data.weeks), int(data.weeks), 1)
    return render_canvas_svg(page, data.finding)


def draw_paper_row(page: ChartCanvas, row: PaperRow, top: int, weeks: float) -> None:
    words, foot = f"{row.title}: {row.words}", top - ROW + 4
    full, short = (truncate_title(row.title, room - len(row.words)) for room in (LONG, SHORT))
    page.text(0, top - TITLE, full, "tracker-name" + " tracker-long" * (short != full), title=words)
    if short != full:
        page.text(0, top - TITLE, short, "tracker-name tracker-short", title=words)
    page.text(weeks, top - TITLE, row.words, "tracker-state", "right")
    page.line([(0, foot), (weeks, foot)], "tracker-grid")
    if len(row.dots) > 1:
        page.line([(dot.place, foot + dot.level * STEP) for dot in row.dots], "tracker-again")
    for dot in row.dots:
        draw_dot(page, dot, foot)


def draw_dot(page: ChartCanvas, dot: Dot, foot: int) -> None:
    """By lines without length: their round ends stay round where the picture is stretched."""
    level = foot + dot.level * STEP
    if dot.level:
        page.line([(dot.place, foot), (dot.place, level)], "tracker-stem", dot.words)
    at: list[tuple[float, float]] = [(dot.place, level), (dot.place, level)]
    page.line(at, f"tracker-read-{dot.how}", dot.words)
    if dot.how in ("skim", "again"):
        page.line(at, f"tracker-cut tracker-hole-{dot.how}")
    if dot.how == "again":
        page.line(at, "tracker-read-heart")
