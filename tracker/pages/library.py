"""Journal -> its library: the pages of courses, skills, links and so on, each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from tracker.figures.stats import State
from tracker.model.english import format_count, join_words
from tracker.model.kinds import FINISHED, KINDS
from tracker.pages.decisions import collect_questions
from tracker.pages.markdown import link_page
from tracker.pages.page import Page, View, front_matter, render_template, shown_weeks
from tracker.pages.skills import SkillOverview

URI = "library/index.md"
ORDER = ("active", *FINISHED, "next", "paused")  # the statuses that are counted here


def library_page(view: View, skills: SkillOverview, made: Collection[str]) -> Page:
    """Build the list of the pages that are `made`, given as in docs/."""
    rows = []
    empty = True
    for uri, label, counts in list_library_pages(view, skills):
        if uri in made:
            rows.append((link_page(uri, URI, label), counts))
            # Of a first session the milestones say something, and they stand beside the plan, too.
            empty = empty and uri == "milestones.md"
    head = front_matter(
        title="Library",
        description=(
            ", ".join(KINDS).capitalize()
            + ", skills, links, people, decisions: what there is to find"
        ),
        hide=["toc"],
    )
    return Page(URI, head + render_template("library.md.jinja", rows=rows), None, empty=empty)


def list_library_pages(view: View, skills: SkillOverview) -> Iterator[tuple[str, str, str]]:
    """Yield (uri of a page, its label, what it counts)."""
    plan = view.figures.plan
    for kind in KINDS:
        states = [s for s in view.figures.states.values() if s.kind == kind]
        yield f"{kind}/index.md", KINDS[kind].heading, format_status_counts(states)
    counts = list_counts((len(skills.skills), "skill"), (skills.open.total, "open gap"))
    yield "skills/index.md", "Skills", ", ".join(counts)
    counts = list_counts((sum(len(week.links) for week in shown_weeks(view)), "link"))
    if plan.series:
        counts.insert(0, f"{len(plan.series)} series")
    yield "reading/index.md", "Reading", ", ".join(counts)
    names = [person.name for person in plan.people.values()]
    yield "people.md", "People and sources", join_words(names[:3])
    questions = collect_questions(view)
    counts = list_counts((len(plan.decisions), "decision"), (len(questions), "question"))
    yield "decisions.md", "Decisions and questions", ", ".join(counts)
    counts = list_counts((len(plan.milestones), "milestone"))
    yield "milestones.md", "Milestones", ", ".join(counts)


def list_counts(*counts: tuple[int, str]) -> list[str]:
    """(2, "skill"), (0, "gap") -> [`2 skills`]."""
    return [format_count(count, noun) for count, noun in counts if count]


def format_status_counts(states: list[State]) -> str:
    """`12: 3 active, 4 done`; `3 active` if all items have that status."""
    if not states:
        return "none yet"
    statuses = Counter(state.status for state in states)
    counts = [f"{statuses[status]} {status}" for status in ORDER if statuses[status]]
    if not counts:
        return str(len(states))
    if len(statuses) == 1:
        return counts[0]
    return f"{len(states)}: {', '.join(counts)}"
