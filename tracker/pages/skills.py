"""Figures -> the skills: what taught each, how sure the author is of it, and which gaps are open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from tracker.figures.knowledge import (
    Gap,
    Skill,
    list_gaps,
    list_taught_skills,
    list_untaught_skills,
    list_week_records,
    skills_said,
)
from tracker.figures.stats import State
from tracker.model.english import day_words, format_count, join_words
from tracker.model.journal import monday_of
from tracker.model.kinds import KINDS, Record, confidence_of
from tracker.model.when import format_duration
from tracker.pages.items import summarize_item, week_link
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.page import PLAN_SOURCE, Page, View, front_matter, item_uri, render_template

INDEX = "skills/index.md"
MOST = 5  # of 5: how sure one can be
LONG = 40  # letters of an address that still reads as a word
TAKEN = ("", "index", "readme")

Saying = tuple[str, str, Record]  # (week, id, what it says)


class SkillOverview(NamedTuple):
    """The skills that something taught, least sure first, with every gap, and all that weeks say; read once.

    `waiting`: those that nothing taught yet. `uris`: the page of each skill of the plan; the list of skills where there
    is too little for a page.
    """

    skills: tuple[Skill, ...]
    gaps: tuple[Gap, ...]
    told: tuple[Saying, ...]
    waiting: tuple[str, ...]
    uris: Mapping[str, str]


def collect_skills(view: View) -> SkillOverview:
    found, every = tuple(list_taught_skills(view.figures)), tuple(list_gaps(view.figures))
    waiting = tuple(list_untaught_skills(view.figures, found))
    shaky = {gap.item for gap in every}
    uris = dict.fromkeys(waiting, INDEX)
    used: set[str] = set()
    for skill in sorted(found, key=lambda skill: skill.name):
        telling = len(skill.items) > 1 or skill.confidence or shaky & {*skill.items}
        uris[skill.name] = f"skills/{make_skill_slug(skill.name, used)}.md" if telling else INDEX
    return SkillOverview(found, every, tuple(list_week_records(view.figures)), waiting, uris)


def make_skill_slug(name: str, used: set[str]) -> str:
    """A readable part of an address that no other skill has."""
    slug = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:LONG].strip("-")
    if slug in TAKEN or slug in used:
        slug = f"{slug}-{sha256(name.encode()).hexdigest()[:6]}".strip("-")
    used.add(slug)
    return slug


def skill_pages(view: View, found: SkillOverview) -> Iterator[Page]:
    yield skill_index_page(view, found)
    for skill in found.skills:
        if (uri := found.uris[skill.name]) != INDEX:
            yield skill_page(view, found, skill, uri)


# ---- the list ------------------------------------------------------------------------------------------------------


def skill_index_page(view: View, found: SkillOverview) -> Page:
    empty = not found.skills and not found.waiting
    body = render_template(
        "skills.md.jinja",
        empty=empty,
        kinds=join_words(KINDS).capitalize(),
        said=skills_said(list(found.skills)) if found.skills else None,
        gaps=[gap_row(view, gap, INDEX) for gap in reversed(found.gaps) if not gap.closed],
        rows=[skill_index_row(view, found, skill) for skill in found.skills],
        waiting=[(name, link_teaching_items(view, name)) for name in found.waiting],
    )
    head = front_matter(
        title="Skills",
        description="What taught each skill, how sure I am of it, and which gaps are open",
        hide=["toc"],
        search={"exclude": True} if empty else None,
    )
    return Page(INDEX, head + body, PLAN_SOURCE)


def skill_index_row(view: View, found: SkillOverview, skill: Skill) -> dict[str, Any]:
    uri, states = found.uris[skill.name], view.figures.states
    return {
        "name": link_page(uri, INDEX, skill.name) if uri != INDEX else escape_markdown(skill.name),
        "sure": render_confidence_dots(skill.confidence),
        "time": format_duration(skill.minutes) if skill.minutes else "",
        "gaps": format_count(len(skill.gaps), "gap") if skill.gaps else "",
        "items": Md(", ".join(item_link(states[id_], INDEX) for id_ in skill.items)),
    }


def render_confidence_dots(sure: int | None) -> Md:
    """How sure, to the eye and in words."""
    if sure is None:
        return Md('<span class="tracker-aside">not judged</span>')
    drawn = "●" * sure + "○" * (MOST - sure)
    return Md(f'<span class="tracker-sure" aria-hidden="true">{drawn}</span> {sure} of {MOST}')


def item_link(state: State, here: str) -> Md:
    return link_page(item_uri(state), here, state.title)


def link_teaching_items(view: View, skill: str) -> Md:
    """The items that will teach it."""
    states = [state for state in view.figures.states.values() if skill in state.item.skills]
    return Md(", ".join(item_link(state, INDEX) for state in states))


def gap_row(view: View, gap: Gap, here: str) -> dict[str, Any]:
    return {
        "text": gap.text,
        "item": item_link(view.figures.states[gap.item], here),
        "found": week_link(view, gap.found, here),
        "closed": week_link(view, gap.closed, here) if gap.closed else None,
    }


# ---- a page for each -----------------------------------------------------------------------------------------------


def skill_page(view: View, found: SkillOverview, skill: Skill, uri: str) -> Page:
    states = [view.figures.states[id_] for id_ in skill.items]
    mine = [gap for gap in reversed(found.gaps) if gap.item in skill.items]
    told = summarize_skill(view, skill)
    body = render_template(
        "skill.md.jinja",
        told=told,
        items=[{"link": item_link(state, uri), "told": summarize_item(state)} for state in states],
        missing=[gap_row(view, gap, uri) for gap in mine if not gap.closed],
        closed=[gap_row(view, gap, uri) for gap in mine if gap.closed],
        sure=[
            sure_row(view, saying, uri)
            for saying in reversed(find_confidence_changes(found, skill))
        ],
    )
    head = front_matter(
        title=escape_markdown(skill.name), description=escape_markdown(f"{skill.name}: {told}")
    )
    last = max((state.last for state in states if state.last), default=None)
    return Page(uri, head + body, PLAN_SOURCE, last, listed=True)


def summarize_skill(view: View, skill: Skill) -> str:
    """`53 h with 2 courses. 4 of 5 sure in the week of 2 November 2026. 2 gaps open`, as sentences."""
    kinds = [view.figures.states[id_].kind for id_ in skill.items]
    counts = {kind: kinds.count(kind) for kind in kinds}
    by = join_words(f"{count} {KINDS[kind].name_for(count)}" for kind, count in counts.items())
    told = f"{format_duration(skill.minutes)} with {by}." if skill.minutes else f"Taught by {by}."
    if skill.confidence and skill.said:
        told += (
            f" {skill.confidence} of {MOST} sure in the week of {day_words(monday_of(skill.said))}."
        )
    return told + (f" {format_count(len(skill.gaps), 'gap')} open." if skill.gaps else "")


def find_confidence_changes(found: SkillOverview, skill: Skill) -> list[Saying]:
    """What was said first of each item, and wherever a week is more sure or less than the one before; oldest first."""
    stood: dict[str, int | None] = {}
    changed = []
    for saying in found.told:
        _, id_, record = saying
        if id_ in skill.items and confidence_of(record) not in (None, stood.get(id_)):
            stood[id_] = confidence_of(record)
            changed.append(saying)
    return changed


def sure_row(view: View, saying: Saying, here: str) -> dict[str, Any]:
    week, id_, record = saying
    return {
        "day": monday_of(week),
        "sure": render_confidence_dots(confidence_of(record)),
        "item": item_link(view.figures.states[id_], here),
        "week": week_link(view, week, here),
    }
