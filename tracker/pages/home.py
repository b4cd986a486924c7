"""Journal -> its home page: why, the newest posts, the items in hand, the last twelve months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.charts.chart import format_hours
from tracker.figures import titles
from tracker.figures.public import is_draft
from tracker.figures.stats import State, sum_minutes
from tracker.model.english import day_words, join_words
from tracker.model.journal import Week, monday_of
from tracker.model.kinds import KINDS, join_singulars
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
    begun = plan.start
    if not begun and view.figures.span:
        begun = view.figures.span[0]
    body = render_template(
        "home.md.jinja",
        title=title,
        why=view.authored(plan.why, "index.md"),
        begun=begun,
        now=[now_row(view, state) for state in in_hand(view)],
        posts=list_home_posts(view),
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
    """Return the address of a page as seen from the home page, for HTML: nothing resolves it."""
    return Md(view.place.address(uri))


def first_sentence(text: str | None) -> str:
    return " ".join((text or "").split()).partition(". ")[0]


def list_home_posts(view: View) -> list[dict[str, Any]]:
    """Return rows of the newest weeks and essays, the newest first."""
    weeks = sorted(shown_weeks(view), key=lambda week: week.date)[-LATEST:]
    dated = [(week.date, week_post_row(view, week)) for week in weeks]
    dated += [(essay.date, essay_row(view, essay)) for essay in view.essays[-LATEST:]]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in dated[:LATEST]]


def week_post_row(view: View, week: Week) -> dict[str, Any]:
    return {
        "address": Md(view.post_address(week)),
        "title": titles.title_of_week(view.figures, week),
        "date": format_post_date(week.date, is_draft(week, view.today)),
        "summary": titles.summary_of_week(view.figures, week),
    }


def essay_row(view: View, essay: Essay) -> dict[str, Any]:
    excerpt = essay.text.partition("<!-- more -->")[0]
    return {
        "address": Md(essay.address(view.place)),
        "title": essay.title,
        "date": format_post_date(essay.date, essay.draft),
        "summary": essay.description or titles.extract_opening_sentence(excerpt),
    }


def format_post_date(day: date, draft: bool) -> str:
    """`7 July 2024`, `7 July 2024 (draft)`."""
    words = day_words(day)
    if draft:
        words += " (draft)"
    return words


def in_hand(view: View) -> list[State]:
    """Return the active items, the last touched first."""
    active = [state for state in view.figures.states.values() if state.status == "active"]
    return sorted(active, key=lambda state: state.last or date.min, reverse=True)[:ACTIVE]


def now_row(view: View, state: State) -> dict[str, Any]:
    progress = ""
    if state.progress.total:
        progress = format_item_progress(state)
    elif state.minutes:
        progress = format_hours(state.minutes)
    return {
        "address": address_from_home(view, item_uri(state)),
        "title": state.title,
        "bar": view.bar(state),
        "far": progress,
        "last": day_words(state.last) if state.last else "",
    }


def this_year(view: View) -> list[tuple[str, str]]:
    """Return (figure, what it counts) for the twelve months that end today."""
    first = view.today - timedelta(days=364)
    entries = []
    for entry in view.figures.entries:
        if first <= (entry.day or monday_of(entry.week)) <= view.today:
            entries.append(entry)
    if not entries:
        return []
    weeks = len({entry.week for entry in entries})
    week_noun = "week" if weeks == 1 else "weeks"
    rows = [
        (format_hours(sum_minutes(entries)), "of study"),
        (str(weeks), f"{week_noun} with a session"),
    ]
    finished = 0
    for state in view.figures.states.values():
        if state.finished and monday_of(state.finished) >= first - timedelta(days=6):
            finished += 1
    if finished:  # a nought would tell a beginner of a failure
        nouns = join_singulars() if finished == 1 else join_words(KINDS)
        rows.append((str(finished), f"{nouns} finished"))
    return rows
