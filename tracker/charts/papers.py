"""Figures -> a row of readings for each paper: what have I read, re-read, understood?"""

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
    unknown_item_finding,
)
from tracker.charts.hours import draw_months
from tracker.charts.plan import draw_fitting_text
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.knowledge import HOW, PaperReadings, describe_papers, describe_readings
from tracker.figures.knowledge import list_read_papers as papers_read
from tracker.figures.rest import find_last_year
from tracker.figures.stats import Figures
from tracker.model.english import span_words, spell_number
from tracker.model.journal import Period, monday_of
from tracker.model.kinds import KINDS

NAME, QUESTION = "papers", "What have I read, re-read, understood?"
MOST = 16  # rows; the table has them all
# Pixels: a row, its words, one step of understanding, the months.
ROW, TITLE, STEP, BELOW = 50, 14, 4, 36
FEWEST = 12  # weeks across
MARGIN = 0.02  # of the weeks, on either side, so that no mark is cut


class Dot(NamedTuple):
    """A reading. `place`: weeks from the first Monday. `level`: 1 to 5, 0 where none is given."""

    place: float
    how: str
    level: int
    words: str


class PaperRow(NamedTuple):
    title: str
    words: str
    dots: tuple[Dot, ...]


class PaperRows(NamedTuple):
    """All that the picture shows, the top row first, from the Monday `first` on, `weeks` wide."""

    finding: str
    rows: tuple[PaperRow, ...]
    first: date
    weeks: float


def build_papers_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    papers = papers_read(figures, period)
    if item:
        papers = [paper for paper in papers if paper.id == known]
    finding = format_papers_finding(figures, papers, period, item, known)
    if not papers:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    latest = sorted(papers, key=lambda paper: (paper.readings[-1].week, paper.title), reverse=True)
    shown = latest[:MOST]
    rest = len(papers) - len(shown)
    if rest:
        finding += (
            f" Below are the {spell_number(MOST)} read last; "
            f"the table has {spell_number(rest)} more."
        )
    end = find_last_year(figures, today)
    data = build_paper_rows(finding, shown, min(today, end.last) if end else today, period)
    headers = ("Paper", "Week", "Reading", "Understood")
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        build_papers_table(papers),
        partial(draw, data),
        key_of(NAME, data),
        build_papers_legend(data),
    )


def format_papers_finding(
    figures: Figures,
    papers: list[PaperReadings],
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    if item and not known:
        return unknown_item_finding(item)
    when = format_period_phrase(period) if period else ""
    if not known:
        return describe_papers(papers, when)
    title = title_of(figures, known)
    if not KINDS[figures.states[known].kind].is_read:
        return f"{title} is not a paper."
    if not papers:
        return f"{title} was not read {when or 'yet'}."
    if when:
        title += f" {when}"
    return f"{title}: {describe_readings(papers[0])}."


def build_paper_rows(
    finding: str, shown: list[PaperReadings], today: date, period: Period | None
) -> PaperRows:
    """Build the rows from the first reading shown to today; of a period, its days up to today."""
    first = monday_of(min(paper.readings[0].week for paper in shown))
    end = today
    if period:
        first, end = period.first, min(period.last, today)
    last_week = max(paper.readings[-1].week for paper in shown)
    last = max(monday_of(last_week) + timedelta(days=6), end)
    weeks = max(FEWEST, ((last - first).days + 1) / 7)
    first -= timedelta(days=round(7 * MARGIN * weeks))
    monday = first - timedelta(days=first.weekday())
    across = round(weeks * (1 + 2 * MARGIN) + 1, 2)
    rows = tuple(build_paper_row(paper, monday) for paper in shown)
    return PaperRows(finding, rows, monday, across)


def build_paper_row(paper: PaperReadings, first: date) -> PaperRow:
    title, dots = clean_title(paper.title), []
    for reading in paper.readings:
        monday = monday_of(reading.week)
        words = f"{title}: {reading.words}"
        if reading.understood:
            words += f", understood {reading.understood} of 5"
        words += f", {span_words(monday, monday + timedelta(days=6))}"
        place = (monday - first).days / 7 + 0.5
        dots.append(Dot(place, reading.how or "back", reading.understood or 0, words))
    words = paper.readings[-1].words.removeprefix("read and ")
    if paper.understood:
        words += f", {paper.understood} of 5"
    return PaperRow(title, words, tuple(dots))


def build_papers_table(papers: list[PaperReadings]) -> tuple[tuple[str, ...], ...]:
    """Build a line for each reading, the last first."""
    lines = []
    for paper in papers:
        title = clean_title(paper.title)
        for reading in paper.readings:
            level = f"{reading.understood} of 5" if reading.understood else "–"
            lines.append((title, reading.week, reading.words, level))
    lines.sort(key=lambda line: line[1], reverse=True)
    return tuple(lines)


def build_papers_legend(data: PaperRows) -> tuple[tuple[str, str], ...]:
    shown, judged = set(), False
    for row in data.rows:
        for dot in row.dots:
            shown.add(dot.how)
            judged = judged or dot.level > 0
    marks = []
    for how, words in (*HOW.items(), ("back", "looked back on")):
        if how in shown:
            marks.append((f"tracker-read-{how}", words))
    if judged:
        marks.append(("tracker-stem", "height: understood, 1 to 5"))
    return tuple(marks)


def draw(data: PaperRows) -> str:
    """Draw pixels upwards and weeks across."""
    height = len(data.rows) * ROW
    page = create_canvas(height + BELOW, data.weeks, 0, height, 0, BELOW)
    for index, row in enumerate(data.rows):
        draw_paper_row(page, row, height - index * ROW, data.weeks)
    draw_months(page, data.first, int(data.weeks), int(data.weeks), 1)
    return render_canvas_svg(page, data.finding)


def draw_paper_row(page: ChartCanvas, row: PaperRow, top: int, weeks: float) -> None:
    words, foot = f"{row.title}: {row.words}", top - ROW + 4
    draw_fitting_text(page, top - TITLE, row.title, len(row.words), "tracker-name", words)
    page.text(weeks, top - TITLE, row.words, "tracker-state", "right")
    page.line([(0, foot), (weeks, foot)], "tracker-grid")
    if len(row.dots) > 1:
        page.line([(dot.place, foot + dot.level * STEP) for dot in row.dots], "tracker-again")
    for dot in row.dots:
        draw_dot(page, dot, foot)


def draw_dot(page: ChartCanvas, dot: Dot, foot: int) -> None:
    """Draw lines without length: their round ends stay round where the picture is stretched."""
    level = foot + dot.level * STEP
    if dot.level:
        page.line([(dot.place, foot), (dot.place, level)], "tracker-stem", dot.words)
    at: list[tuple[float, float]] = [(dot.place, level), (dot.place, level)]
    page.line(at, f"tracker-read-{dot.how}", dot.words)
    if dot.how in ("skim", "again"):
        page.line(at, f"tracker-cut tracker-hole-{dot.how}")
    if dot.how == "again":
        page.line(at, "tracker-read-heart")
