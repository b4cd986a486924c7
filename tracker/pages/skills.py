"""Figures -> the skills: the items that teach each, the author's confidence, the open gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from tracker.figures.knowledge import (
    Gap,
    OpenGaps,
    Skill,
    describe_skills,
    describe_unnamed_gaps,
    find_open_gaps,
    list_gaps,
    list_taught_skills,
    list_untaught_skills,
    list_week_records,
)
from tracker.figures.stats import State
from tracker.model.english import day_words, format_count, join_words
from tracker.model.journal import PLAN_PATH, monday_of
from tracker.model.kinds import KINDS, Record, confidence_of
from tracker.model.when import format_duration
from tracker.pages.items import summarize_item, week_link
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    front_matter,
    item_uri,
    render_template,
)

INDEX = "skills/index.md"
MOST = 5  # the highest confidence
LONG = 40  # letters of a slug
TAKEN = ("", "index", "readme")  # slugs that no skill may have

Saying = tuple[str, str, Record]  # (week, id of the item, its record)


class SkillOverview(NamedTuple):
    """The taught skills, least sure first, all gaps, and all records of weeks; collected once.

    `gaps` have closed ones, too; `open` are the open ones, with those whose words are held back.
    `told`: the records. `waiting`: the skills that no item has taught yet.
    `uris`: skill of the plan -> its page; the list of skills if there is too little for a page.
    """

    skills: tuple[Skill, ...]
    gaps: tuple[Gap, ...]
    open: OpenGaps
    told: tuple[Saying, ...]
    waiting: tuple[str, ...]
    uris: Mapping[str, str]


def collect_skills(view: View) -> SkillOverview:
    skills = tuple(list_taught_skills(view.figures))
    gaps = tuple(list_gaps(view.figures))
    waiting = tuple(list_untaught_skills(view.figures, skills))
    open_gaps = find_open_gaps(view.figures)
    items_with_gaps = {gap.item for gap in gaps}
    items_with_gaps.update(gap.item for gap in open_gaps.withheld if gap.gated)
    uris = dict.fromkeys(waiting, INDEX)
    used: set[str] = set()
    for skill in sorted(skills, key=lambda skill: skill.name):
        uris[skill.name] = INDEX
        if len(skill.items) > 1 or skill.confidence or items_with_gaps & {*skill.items}:
            uris[skill.name] = f"skills/{make_skill_slug(skill.name, used)}.md"
    records = tuple(list_week_records(view.figures))
    return SkillOverview(skills, gaps, open_gaps, records, waiting, uris)


def make_skill_slug(name: str, used: set[str]) -> str:
    """Return a slug that is not in `used`, and add it there."""
    slug = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:LONG].strip("-")
    if slug in TAKEN or slug in used:
        slug = f"{slug}-{sha256(name.encode()).hexdigest()[:6]}".strip("-")
    used.add(slug)
    return slug


def skill_pages(view: View, overview: SkillOverview) -> Iterator[Page]:
    yield skill_index_page(view, overview)
    for skill in overview.skills:
        uri = overview.uris[skill.name]
        if uri != INDEX:
            yield skill_page(view, overview, skill, uri)


# ---- the list ------------------------------------------------------------------------------------


def skill_index_page(view: View, overview: SkillOverview) -> Page:
    skills = overview.skills
    empty = not skills and not overview.waiting
    body = render_template(
        "skills.md.jinja",
        empty=empty,
        kinds=join_words(KINDS).capitalize(),
        said=describe_skills(list(skills), overview.open) if skills else None,
        gaps=[gap_row(view, gap, INDEX) for gap in reversed(overview.open.gaps)],
        unnamed=format_unnamed_gaps(overview.open.unnamed),
        rows=[skill_index_row(view, overview, skill) for skill in skills],
        timed=any(skill.minutes for skill in skills),
        waiting=[(name, link_teaching_items(view, name)) for name in overview.waiting],
    )
    head = front_matter(
        title="Skills",
        description="What taught each skill, how sure I am of it, and which gaps are open",
        hide=["toc"],
        search=exclude_from_search(empty),
    )
    return Page(INDEX, head + body, PLAN_PATH, empty=empty)


def skill_index_row(view: View, overview: SkillOverview, skill: Skill) -> dict[str, Any]:
    uri = overview.uris[skill.name]
    name = escape_markdown(skill.name)
    if uri != INDEX:
        name = link_page(uri, INDEX, skill.name)
    states = list_teaching_states(view, skill)
    return {
        "name": name,
        "sure": render_confidence_dots(skill.confidence),
        "time": format_duration(skill.minutes) if skill.minutes else "",
        "gaps": format_count(skill.open, "gap") if skill.open else "",
        "items": join_item_links(states),
    }


def render_confidence_dots(sure: int | None) -> Md:
    """Render a confidence from 1 to 5 as dots and in words."""
    if sure is None:
        return Md('<span class="tracker-aside">not judged</span>')
    dots = "●" * sure + "○" * (MOST - sure)
    return Md(f'<span class="tracker-sure" aria-hidden="true">{dots}</span> {sure} of {MOST}')


def item_link(state: State, here: str) -> Md:
    return link_page(item_uri(state), here, state.title)


def join_item_links(states: Iterable[State]) -> Md:
    return Md(", ".join(item_link(state, INDEX) for state in states))


def list_teaching_states(view: View, skill: Skill) -> list[State]:
    """List the items that taught a skill."""
    return [view.figures.states[id_] for id_ in skill.items]


def link_teaching_items(view: View, skill: str) -> Md:
    """Link the items that will teach a skill."""
    states = [state for state in view.figures.states.values() if skill in state.item.skills]
    return join_item_links(states)


def gap_row(view: View, gap: Gap, here: str) -> dict[str, Any]:
    return {
        "text": gap.text,
        "item": item_link(view.figures.states[gap.item], here),
        "found": week_link(view, gap.found, here),
        "closed": week_link(view, gap.closed, here) if gap.closed else None,
    }


def format_unnamed_gaps(count: int) -> str:
    """`2 names are held back`; nothing without any."""
    return describe_unnamed_gaps(count) if count else ""


# ---- a page for each -----------------------------------------------------------------------------


def skill_page(view: View, overview: SkillOverview, skill: Skill, uri: str) -> Page:
    states = list_teaching_states(view, skill)
    open_gaps: list[dict[str, Any]] = []
    closed_gaps: list[dict[str, Any]] = []
    for gap in reversed(overview.gaps):
        if gap.item in skill.items:
            gaps = closed_gaps if gap.closed else open_gaps
            gaps.append(gap_row(view, gap, uri))
    changes = reversed(find_confidence_changes(overview, skill))
    summary = summarize_skill(view, skill)
    body = render_template(
        "skill.md.jinja",
        told=summary,
        items=[{"link": item_link(state, uri), "told": summarize_item(state)} for state in states],
        missing=open_gaps,
        unnamed=format_unnamed_gaps(skill.unnamed),
        closed=closed_gaps,
        sure=[sure_row(view, change, uri) for change in changes],
    )
    head = front_matter(
        title=escape_markdown(skill.name), description=escape_markdown(f"{skill.name}: {summary}")
    )
    last = max((state.last for state in states if state.last), default=None)
    return Page(uri, head + body, PLAN_PATH, last, listed=True)


def summarize_skill(view: View, skill: Skill) -> str:
    """Return a skill's time, items, confidence and open gaps as sentences.

    `53 h with 2 courses. 4 of 5 sure in the week of 2 November 2026. 2 gaps open.`
    """
    kinds = [view.figures.states[id_].kind for id_ in skill.items]
    counts = {kind: kinds.count(kind) for kind in kinds}
    by = join_words(f"{count} {KINDS[kind].name_for(count)}" for kind, count in counts.items())
    sentences = [f"Taught by {by}."]
    if skill.minutes:
        sentences = [f"{format_duration(skill.minutes)} with {by}."]
    if skill.confidence and skill.said:
        day = day_words(monday_of(skill.said))
        sentences.append(f"{skill.confidence} of {MOST} sure in the week of {day}.")
    if skill.open:
        sentences.append(f"{format_count(skill.open, 'gap')} open.")
    return " ".join(sentences)


def find_confidence_changes(overview: SkillOverview, skill: Skill) -> list[Saying]:
    """Return the records that first state or change an item's confidence, oldest first."""
    confidences: dict[str, int | None] = {}
    changes = []
    for saying in overview.told:
        _, id_, record = saying
        confidence = confidence_of(record)
        if id_ in skill.items and confidence not in (None, confidences.get(id_)):
            confidences[id_] = confidence
            changes.append(saying)
    return changes


def sure_row(view: View, saying: Saying, here: str) -> dict[str, Any]:
    week, id_, record = saying
    return {
        "day": monday_of(week),
        "sure": render_confidence_dots(confidence_of(record)),
        "item": item_link(view.figures.states[id_], here),
        "week": week_link(view, week, here),
    }
