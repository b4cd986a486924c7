"""Journal -> its home page: who learns what and why, the newest posts, what is in hand, the last twelve months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.charts.chart import format_hours
from tracker.figures.public import is_draft
from tracker.figures.stats import State, sum_minutes
from tracker.model.english import day_words, join_words
from tracker.model.journal import Week, monday_of
from tracker.model.kinds import KINDS, join_singulars
from tracker.pages import titles
from tracker.pages.addresses import Essay
from tracker.pages.gather import format_contact
from tracker.pages.items import format_item_progress
from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.page import (
    PLAN_SOURCE,
    Page,
    View,
    front_matter,
    item_uri,
    render_template,
    shown_weeks,
)

LATEST = 4  # posts
ACTIVE = 5  # items in hand


def home_page(view: View) -> Page:
    plan = view.figures.plan
    title = plan.title or "A learner's journal"
    posts = list_home_posts(view)
    body = render_template(
        "home.md.jinja",
        title=title,
        why=view.authored(plan.why, "index.md"),
        begun=plan.start or (view.figures.span[0] if view.figures.span else None),
        now=[now_row(view, state) for state in in_hand(view)],
        posts=posts,
        year=this_year(view),
        calendar=view.chart("calendar"),
        first=next(iter(plan.items), None),
        links={name: address_from_home(view, uri) for name, uri in list_home_links(view)},
        contact=format_contact(plan),
    )
    description = escape_markdown(first_sentence(plan.why)) or None
    head = front_matter(
        title=escape_markdown(title), description=description, hide=["navigation", "toc"]
    )
    return Page("index.md", head + body, PLAN_SOURCE)


def list_home_links(view: View) -> list[tuple[str, str]]:
    return [("journal", view.place.journal_uri), ("progress", "progress.md"), ("plan", "plan.md")]


def address_from_home(view: View, uri: str) -> Md:
    """The address of a page as seen from the home page, for HTML: nothing resolves it later."""
    return Md(view.place.address(uri))


def first_sentence(text: str | None) -> str:
    return " ".join((text or "").split()).partition(". ")[0]


def list_home_posts(view: View) -> list[dict[str, Any]]:
    """Weeks and essays, the newest first."""
    weeks = sorted(shown_weeks(view), key=lambda week: week.date)[-LATEST:]
    dated = [(week.date, week_post_row(view, week)) for week in weeks]
    dated += [(essay.date, essay_row(view, essay)) for essay in view.essays[-LATEST:]]
    return [row for _, row in sorted(dated, key=lambda pair: pair[0], reverse=True)[:LATEST]]


def week_post_row(view: View, week: Week) -> dict[str, Any]:
    return {
        "address": Md(view.post_address(week)),
        "title": titles.title_of_week(view.figures, week),
        "date": day_words(week.date) + " (draft)" * is_draft(week, view.today),
        "summary": titles.summary_of_week(view.figures, week),
    }


def essay_row(view: View, essay: Essay) -> dict[str, Any]:
    return {
        "address": Md(essay.address(view.place)),
        "title": essay.title,
        "date": day_words(essay.date) + " (draft)" * essay.draft,
        "summary": essay.description
        or titles.extract_opening_sentence(essay.text.partition("<!-- more -->")[0]),
    }


def in_hand(view: View) -> list[State]:
    """What is active, the last touched first."""
    active = [state for state in view.figures.states.values() if state.status == "active"]
    return sorted(active, key=lambda state: state.last or date.min, reverse=True)[:ACTIVE]


def now_row(view: View, state: State) -> dict[str, Any]:
    return {
        "address": address_from_home(view, item_uri(state)),
        "title": state.title,
        "bar": view.bar(state),
        "far": format_item_progress(state)
        if state.progress.total
        else format_hours(state.minutes)
        if state.minutes
        else "",
        "last": day_words(state.last) if state.last else "",
    }


def this_year(view: View) -> list[tuple[str, str]]:
    """(figure, what it counts) for the twelve months that end today."""
    first = view.today - timedelta(days=364)
    entries = [
        entry
        for entry in view.figures.entries
        if first <= (entry.day or monday_of(entry.week)) <= view.today
    ]
    weeks = {entry.week for entry in entries}
    states = view.figures.states.values()
    finished = [
        state
        for state in states
        if state.finished and monday_of(state.finished) >= first - timedelta(days=6)
    ]
    rows = [
        (format_hours(sum_minutes(entries)), "of study"),
        (str(len(weeks)), f"{'week' if len(weeks) == 1 else 'weeks'} with a session"),
    ]
    if finished:  # a nought would say that a beginner had failed at something
        what = join_singulars() if len(finished) == 1 else join_words(KINDS)
        rows.append((str(len(finished)), f"{what} finished"))
    return rows if entries else []
