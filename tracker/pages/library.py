"""Journal -> the page that says what there is to find, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.figures.stats import State
from tracker.model.english import format_count, join_words
from tracker.model.kinds import KINDS
from tracker.pages.decisions import collect_questions
from tracker.pages.markdown import link_page
from tracker.pages.page import Page, View, front_matter, render_template, shown_weeks
from tracker.pages.skills import SkillOverview

URI = "library/index.md"
ORDER = ("active", "done", "shipped", "next", "paused")  # the statuses worth a number here


def library_page(view: View, known: SkillOverview) -> Page:
    rows = [
        (link_page(uri, URI, label), told) for uri, label, told in list_library_pages(view, known)
    ]
    head = front_matter(
        title="Library",
        description=", ".join(KINDS).capitalize()
        + ", skills, links, people, decisions: what there is to find",
        hide=["toc"],
    )
    return Page(URI, head + render_template("library.md.jinja", rows=rows), None)


def list_library_pages(view: View, known: SkillOverview) -> Iterator[tuple[str, str, str]]:
    """(page, its name, how much there is)."""
    plan, links = view.figures.plan, sum(len(week.links) for week in shown_weeks(view))
    for kind in KINDS:
        yield (
            f"{kind}/index.md",
            KINDS[kind].heading,
            format_status_counts([s for s in view.figures.states.values() if s.kind == kind]),
        )
    missing = sum(not gap.closed for gap in known.gaps)
    skills = [format_count(len(known.skills), "skill")] * bool(known.skills)
    yield (
        "skills/index.md",
        "Skills",
        ", ".join(skills + [format_count(missing, "open gap")] * bool(missing)),
    )
    series = f"{len(plan.series)} series"
    found = [series] * bool(plan.series) + [format_count(links, "link")] * bool(links)
    yield "reading/index.md", "Reading", ", ".join(found)
    yield (
        "people.md",
        "People and sources",
        join_words([person.name for person in plan.people.values()][:3]),
    )
    questions = collect_questions(view)
    decided = [format_count(len(plan.decisions), "decision")] * bool(plan.decisions)
    decided += [format_count(len(questions), "question")] * bool(questions)
    yield "decisions.md", "Decisions and questions", ", ".join(decided)
    yield (
        "milestones.md",
        "Milestones",
        format_count(len(plan.milestones), "milestone") if plan.milestones else "",
    )


def format_status_counts(states: list[State]) -> str:
    """`12: 3 active, 4 done`; `3 active` where all are."""
    counts = [(status, sum(state.status == status for state in states)) for status in ORDER]
    told = [f"{count} {status}" for status, count in counts if count]
    if len({state.status for state in states}) == 1 and told:
        return told[0]
    return f"{len(states)}: {', '.join(told)}" if told else str(len(states) or "none yet")
