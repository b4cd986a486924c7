"""Figures -> each skill with how well it is known and for how long it was studied: where are the gaps?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    Chart,
    clean_title,
    format_hours,
    format_minutes_cell,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.plan import LONG, SHORT, truncate_title
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.knowledge import Skill, list_untaught_skills, skills_said
from tracker.figures.knowledge import list_taught_skills as skills_of
from tracker.figures.stats import Figures
from tracker.model.english import day_words, join_words
from tracker.model.journal import Period

NAME, QUESTION = "skills", "Where are the gaps?"
MOST = 16  # rows; the table has them all
HEAD, ROW, GAPS = 18, 38, 14  # pixels: the names of the two scales, a row, its line of gaps
# The two scales as shares of the width: 1 to 5, and time from nothing on.
SCALE, TIME = (0.025, 0.56), (0.66, 0.97)
LEVELS = range(1, 6)


class SkillRow(NamedTuple):
    """`level` is 1 to 5, None where nobody said; `share` of the longest time; `gaps` as one text."""

    name: str
    words: str
    level: int | None
    share: float
    gaps: str

    @property
    def height(self) -> int:
        return ROW + GAPS * bool(self.gaps)


def build_skills_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    found = skills_of(figures, period, item and (known or item))
    finding = format_skills_finding(figures, found, today, period, item, known)
    if not found:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    if more := len(found) - MOST:
        finding += (
            f" Below are the {MOST} least sure; the table has {more} more." if more > 0 else ""
        )
    rows = tuple(build_skill_rows(found[:MOST]))
    headers = ("Skill", "Could explain it", "Time", "Taught by", "Open gaps")
    table = tuple(
        table_of(figures, found, () if period or item else list_untaught_skills(figures, found))
    )
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        table,
        partial(draw, finding, rows),
        key_of(NAME, finding, rows),
    )


def format_skills_finding(
    figures: Figures,
    found: list[Skill],
    today: date,
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
    if known and not figures.states[known].item.skills:
        return f"The plan names no skill for {title_of(figures, known)}."
    if not any(state.item.skills for state in figures.states.values()):
        return "The plan names no skill yet."
    when = f"on {day_words(period.last)}" if period and period.last < today else ""
    if not found:
        return skills_said(found, format_period_phrase(period) if period else "")
    return f"{title_of(figures, known)}. " * bool(known) + skills_said(found, when, clean_title)


def build_skill_rows(found: list[Skill]) -> Iterable[SkillRow]:
    longest = max(1, *(skill.minutes for skill in found), 0)
    for skill in found:
        words = [f"{skill.confidence} of 5" if skill.confidence else "not judged yet"]
        words += [format_hours(skill.minutes)] if skill.minutes else []
        missing = f"gaps: {format_skill_gaps(skill)}" if skill.gaps else ""
        yield SkillRow(
            clean_title(skill.name),
            ", ".join(words),
            skill.confidence,
            round(skill.minutes / longest, 3),
            missing,
        )


def format_skill_gaps(skill: Skill) -> str:
    """Each once, the last named first."""
    latest = sorted(skill.gaps, key=lambda gap: gap.named, reverse=True)
    return ", ".join(dict.fromkeys(clean_title(gap.text) for gap in latest))


def table_of(
    figures: Figures, found: list[Skill], rest: Iterable[str]
) -> Iterable[tuple[str, ...]]:
    for skill in found:
        sure = f"{skill.confidence} of 5" if skill.confidence else "–"
        teachers = join_words(title_of(figures, id_) for id_ in skill.items)
        yield (
            clean_title(skill.name),
            sure,
            format_minutes_cell(skill.minutes),
            teachers,
            format_skill_gaps(skill) or "–",
        )
    for name in rest:
        yield clean_title(name), "–", "–", "still ahead", "–"


def draw(finding: str, rows: tuple[SkillRow, ...]) -> str:
    """Pixels downwards; the width is 1."""
    height = HEAD + sum(row.height for row in rows)
    page = create_canvas(height, 1, height, 0)
    page.text(0, 11, "Could explain it, 1 to 5", "tracker-x")
    page.text(TIME[0], 11, "Time", "tracker-x")
    top = HEAD
    for row in rows:
        draw_skill_row(page, row, top)
        top += row.height
    return render_canvas_svg(page, finding)


def draw_skill_row(page: ChartCanvas, row: SkillRow, top: int) -> None:
    words = f"{row.name}: {row.words}" + (f"; {row.gaps}" if row.gaps else "")
    draw_fitting_text(page, top + 14, row.name, len(row.words), "tracker-name", words)
    page.text(1, top + 14, row.words, "tracker-state", "right")
    draw_level(page, row, top + 25, words)
    draw_time(page, row, top + 25, words)
    if row.gaps:
        draw_fitting_text(page, top + 43, row.gaps, 0, "tracker-gap", words)


def draw_fitting_text(
    page: ChartCanvas, level: int, text: str, beside: int, css: str, title: str
) -> None:
    """As much of a text as a desk and as a phone has room for."""
    full, short = (truncate_title(text, room - beside) for room in (LONG, SHORT))
    page.text(0, level, full, css + " tracker-long" * (short != full), title=title)
    if short != full:
        page.text(0, level, short, f"{css} tracker-short", title=title)


def draw_level(page: ChartCanvas, row: SkillRow, level: int, words: str) -> None:
    """A dot on a scale of five; where nothing was said, the bare scale."""
    left, right = SCALE
    places = [left + (right - left) * (number - 1) / 4 for number in LEVELS]
    page.line([(left, level), (right, level)], "tracker-grid")
    for place in places:
        page.line([(place, level), (place, level)], "tracker-step")
    if row.level:
        at = (places[row.level - 1], level)
        page.line([at, at], "tracker-dot", words)


def draw_time(page: ChartCanvas, row: SkillRow, level: int, words: str) -> None:
    left, right = TIME
    page.line([(left, level - 4), (left, level + 4)], "tracker-axis")
    if row.share:
        place = left + (right - left) * row.share
        page.line([(left, level), (place, level)], "tracker-stem", words)
        page.line([(place, level), (place, level)], "tracker-dot", words)
