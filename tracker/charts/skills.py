"""Figures -> each skill with the confidence in it and the time spent on it: where are the gaps?

Where no time is known, weeks of work take its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    unknown_item_finding,
)
from tracker.charts.escape import render_chart_template
from tracker.charts.targets import item_target, skill_target
from tracker.figures.knowledge import (
    Gap,
    OpenGaps,
    Skill,
    describe_skills,
    find_open_gaps,
    in_period,
    list_untaught_skills,
)
from tracker.figures.knowledge import list_taught_skills as skills_of
from tracker.figures.report import is_entry_in_period
from tracker.figures.skill_parts import SPLIT_WORDS, is_time_split
from tracker.figures.stats import Figures
from tracker.model.english import day_words, format_count, join_words
from tracker.model.journal import Period

NAME, QUESTION = "skills", "Where are the gaps?"
MOST = 16  # rows; the table has them all
BEST = 5  # the highest confidence
SHARED = "not of one skill"  # a gap of an item with several skills
# The two scales in per cent of the width: 1 to 5, and time from nothing on.
SCALE, TIME = (2.5, 56), (66, 97)
LEVELS = range(1, 6)


class SkillRow(NamedTuple):
    """`level`: 1 to 5, None where not judged. `gaps`: as one text.

    `share`: of the longest time, or of the most weeks; None in the row of an item, which has gaps
    alone. `target`: the page of the skill, or of the item.
    """

    name: str
    words: str
    level: int | None
    share: float | None
    gaps: str
    target: str


def build_skills_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    known = known_item(figures, item) if item else None
    skills = skills_of(figures, period, known or item)
    finding = format_skills_finding(figures, skills, today, period, item, known)
    if not skills:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    shown = choose_shown_skills(skills)
    if len(shown) < len(skills):
        finding += f" {describe_shown_skills(skills, shown)}"
    if any(skill.minutes for skill in skills) and has_split_time(figures, skills, period):
        finding += f" {SPLIT_WORDS}"
    weeks: Mapping[str, int] = {}
    scale = "Time"
    if not any(skill.minutes for skill in skills):
        weeks = {skill.name: count_skill_weeks(figures, skill, period) for skill in skills}
        scale = "Weeks of work"
    shared = list_shared_gaps(figures, period, known)
    rows = tuple(build_skill_rows(shown, skills, weeks))
    rows += tuple(build_shared_rows(figures, shared))[: MOST - len(rows)]
    headers = ("Skill", "Could explain it", scale, "Taught by", "Open gaps")
    untaught: list[str] = []
    if not period and not item:
        untaught = list_untaught_skills(figures, skills)
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        tuple(table_of(figures, skills, untaught, weeks, shared)),
        partial(draw, rows, scale),
        key_of(NAME, finding, rows, scale),
        is_html=True,
    )


def choose_shown_skills(skills: list[Skill]) -> list[Skill]:
    """Choose the skills that the picture has room for: those that may have a gap, first of all."""
    if len(skills) <= MOST:
        return skills
    unsure = [skill for skill in skills if is_unsure(skill)]
    return (unsure or skills)[:MOST]


def is_unsure(skill: Skill) -> bool:
    return skill.confidence != BEST or skill.open > 0


def describe_shown_skills(skills: list[Skill], shown: list[Skill]) -> str:
    """Say which skills the picture shows, and how many the table has."""
    unsure = sum(map(is_unsure, skills))
    which = f"not at {BEST} of {BEST}, or {{have}} a gap"
    if not unsure:
        words = f"Below are {len(shown)} of {len(skills)} skills"
    elif unsure > len(shown):
        words = (
            f"Below are {len(shown)} of the {unsure} skills that are {which.format(have='have')}"
        )
    elif unsure > 1:
        words = f"Below are the {unsure} skills that are {which.format(have='have')}"
    else:
        words = f"Below is the one skill that is {which.format(have='has')}"
    return f"{words}; the table has all {len(skills)}."


def has_split_time(figures: Figures, skills: list[Skill], period: Period | None) -> bool:
    """Whether the time of any of these skills is a part of that of an item."""
    items = {}
    for skill in skills:
        items.update({id_: figures.states[id_].item for id_ in skill.items})
    entries = figures.entries
    if period:
        entries = tuple(entry for entry in entries if is_entry_in_period(entry, period))
    return is_time_split(items, entries)


def list_shared_gaps(
    figures: Figures, period: Period | None, item: str | None
) -> dict[str, list[Gap]]:
    """Map items to their open gaps that belong to none of their skills alone."""
    open_gaps = find_open_gaps(figures, period)
    if item:
        open_gaps = open_gaps.filter_items({item})
    shared: dict[str, list[Gap]] = {}
    for gap in open_gaps.group_by_skill(figures).get(None, OpenGaps(())).gaps:
        if figures.states[gap.item].item.skills:
            shared.setdefault(gap.item, []).append(gap)
    return shared


def format_skills_finding(
    figures: Figures,
    skills: list[Skill],
    today: date,
    period: Period | None,
    item: str | None,
    known: str | None,
) -> str:
    if item and not known:
        return unknown_item_finding(item)
    if known and not figures.states[known].item.skills:
        return f"The plan names no skill for {title_of(figures, known)}."
    if not any(state.item.skills for state in figures.states.values()):
        return "The plan names no skill yet."
    when = ""
    if not skills:
        if period:
            when = format_period_phrase(period)
        return describe_skills(skills, OpenGaps(()), when)
    if period and period.last < today:
        when = f"on {day_words(period.last)}"
    open_gaps = find_open_gaps(figures, period)
    if known:
        open_gaps = open_gaps.filter_items({known})
    sentences = describe_skills(skills, open_gaps, when, clean_title)
    if known:
        return f"{title_of(figures, known)}. {sentences}"
    return sentences


def count_skill_weeks(figures: Figures, skill: Skill, period: Period | None) -> int:
    """Count the weeks of work on the items that teach a skill."""
    weeks: set[str] = set()
    for id_ in skill.items:
        weeks.update(figures.states[id_].weeks_of_work)
    return sum(in_period(week, period) for week in weeks)


def build_skill_rows(
    shown: list[Skill], skills: list[Skill], weeks: Mapping[str, int]
) -> Iterable[SkillRow]:
    """Build the rows. `weeks`: of each skill by its name, where no time is known."""
    longest = max([1, *(skill.minutes for skill in skills), *weeks.values()])
    for skill in shown:
        words = "not judged yet"
        if skill.confidence:
            words = f"{skill.confidence} of 5"
        if skill.minutes:
            words += f", {format_hours(skill.minutes)}"
        elif weeks.get(skill.name):
            words += f", {format_count(weeks[skill.name], 'week')}"
        gaps = ""
        if skill.open:
            gaps = f"gaps: {format_skill_gaps(skill.gaps, skill.unnamed)}"
        share = round((weeks.get(skill.name) or skill.minutes) / longest, 3)
        name, target = clean_title(skill.name), skill_target(skill.name)
        yield SkillRow(name, words, skill.confidence, share, gaps, target)


def build_shared_rows(figures: Figures, shared: Mapping[str, list[Gap]]) -> Iterable[SkillRow]:
    """Build a row for each item whose gaps belong to none of its skills alone."""
    for id_, gaps in shared.items():
        words = f"gaps: {format_skill_gaps(gaps)}"
        yield SkillRow(title_of(figures, id_), SHARED, None, None, words, item_target(id_))


def format_skill_gaps(gaps: Iterable[Gap], unnamed: int = 0) -> str:
    """List the open gaps, each once, the gap named last first: `limits, Jacobians, 2 not named`."""
    latest = sorted(gaps, key=lambda gap: gap.named, reverse=True)
    names = list(dict.fromkeys(clean_title(gap.text) for gap in latest))
    if unnamed:
        names.append(f"{unnamed} not named")
    return ", ".join(names)


def table_of(
    figures: Figures,
    skills: list[Skill],
    untaught: Iterable[str],
    weeks: Mapping[str, int],
    shared: Mapping[str, list[Gap]],
) -> Iterable[tuple[str, ...]]:
    for skill in skills:
        level = f"{skill.confidence} of 5" if skill.confidence else "–"
        time = format_minutes_cell(skill.minutes)
        if weeks.get(skill.name):
            time = str(weeks[skill.name])
        teachers = join_words(title_of(figures, id_) for id_ in skill.items)
        gaps = format_skill_gaps(skill.gaps, skill.unnamed)
        yield clean_title(skill.name), level, time, teachers, gaps or "–"
    for id_, open_gaps in shared.items():
        yield SHARED, "–", "–", title_of(figures, id_), format_skill_gaps(open_gaps)
    for name in untaught:
        yield clean_title(name), "–", "–", "still ahead", "–"


def draw(rows: tuple[SkillRow, ...], scale: str) -> str:
    """Render the rows as HTML: words that wrap. `scale`: what the right one measures."""
    left, right = SCALE
    places = [round(left + (right - left) * (number - 1) / 4, 2) for number in LEVELS]
    return str(
        render_chart_template("skills.html.jinja", rows=rows, scale=scale, places=places, time=TIME)
    )
