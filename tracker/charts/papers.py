"""Figures -> a table of papers: what have I read, re-read, understood?

Each paper is a line, with its understanding as five dots. A picture of the same took three times
the room, and its words said all that it drew.
"""

from __future__ import annotations

from datetime import date
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
from tracker.charts.escape import render_chart_template
from tracker.charts.targets import item_target
from tracker.figures.knowledge import (
    HOW,
    PaperReadings,
    describe_papers,
    describe_readings,
    list_read_papers,
)
from tracker.figures.stats import Figures
from tracker.model.english import MONTHS, spell_number
from tracker.model.journal import Period, thursday_of
from tracker.model.kinds import KINDS

NAME, QUESTION = "papers", "What have I read, re-read, understood?"
MOST = 16  # lines; the folded table has every reading
BEST = 5  # the highest understanding
WIDEST = 120  # letters of a title; a narrower page cuts it
# The most that was made of a paper, by its place in HOW: one word, for a phone has little room.
WORDS = ("skimmed", "read", "read again", "implemented")


class PaperLine(NamedTuple):
    """A line of the table. `week` is that of the last reading, and `month` the words for it.

    `level`: 1 to 5 as judged last, None where it is not judged. `before`: the first judgement, 0
    where it is the same. `times`: how many readings, 0 where it was only looked back on.
    """

    title: str
    how: str
    times: int
    level: int | None
    before: int
    week: str
    month: str
    target: str = ""

    @property
    def dots(self) -> str:
        """`●●●○○`, nothing where it is not judged."""
        if not self.level:
            return ""
        return "●" * self.level + "○" * (BEST - self.level)

    @property
    def words(self) -> str:
        """`3 of 5`, `5 of 5, 3 at first`; the dots in words."""
        if not self.level:
            return "not judged"
        words = f"{self.level} of {BEST}"
        if self.before:
            words += f", {self.before} at first"
        return words


def build_papers_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    papers = list_read_papers(figures, period)
    if item:
        papers = [paper for paper in papers if paper.id == known]
    finding = format_papers_finding(figures, papers, period, item, known)
    if not papers:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    latest = sorted(papers, key=lambda paper: (paper.readings[-1].week, paper.title), reverse=True)
    rest = len(papers) - MOST
    if rest > 0:
        finding += (
            f" Below are the {spell_number(MOST)} read last; "
            f"the list of every reading has {spell_number(rest)} more."
        )
    lines = tuple(build_paper_line(paper) for paper in latest[:MOST])
    headers = ("Paper", "Week", "Reading", "Understood")
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        build_papers_table(papers),
        partial(render_paper_lines, lines),
        key_of(NAME, finding, lines),
        is_html=True,
        table_name="Every reading",
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


def build_paper_line(paper: PaperReadings) -> PaperLine:
    kinds = list(HOW)
    most = max((kinds.index(reading.how) for reading in paper.readings if reading.how), default=-1)
    how = WORDS[most] if most >= 0 else "looked back on"
    levels = [reading.understood for reading in paper.readings if reading.understood]
    before = 0
    if levels and levels[0] != levels[-1]:
        before = levels[0]
    week = paper.readings[-1].week
    day = thursday_of(week)
    month = f"{MONTHS[day.month - 1][:3]} {day.year}"
    return PaperLine(
        clean_title(paper.title, WIDEST),
        how,
        paper.times,
        paper.understood,
        before,
        week,
        month,
        item_target(paper.id),
    )


def build_papers_table(papers: list[PaperReadings]) -> tuple[tuple[str, ...], ...]:
    """Build a line for each reading, the last first."""
    lines = []
    for paper in papers:
        title = clean_title(paper.title)
        for reading in paper.readings:
            level = f"{reading.understood} of {BEST}" if reading.understood else "–"
            lines.append((title, reading.week, reading.words, level))
    lines.sort(key=lambda line: line[1], reverse=True)
    return tuple(lines)


def render_paper_lines(lines: tuple[PaperLine, ...]) -> str:
    """Render the lines as an HTML table."""
    return str(render_chart_template("papers.html.jinja", question=QUESTION, lines=lines))
