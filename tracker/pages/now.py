"""Journal -> its now page: the items in hand, what comes next, and the last logged day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.figures import week_content
from tracker.figures.forecast import describe_forecast, forecast_item, summarize_forecast
from tracker.figures.stats import State
from tracker.figures.work_counts import list_studied_weeks
from tracker.model.english import day_words, spell_number
from tracker.model.journal import Week, monday_of
from tracker.model.kinds import KINDS
from tracker.model.plan import Pause
from tracker.pages.decisions import open_questions
from tracker.pages.item_facts import last_touched_words
from tracker.pages.items import summarize_item
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    find_last_past_day,
    front_matter,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)
from tracker.pages.reading import list_current_slots

URI = "now.md"
# An item is in hand if it was touched no longer than this before the last logged day.
RECENT = timedelta(weeks=4)
MOST = 6  # items in hand


def now_page(view: View) -> Page:
    last = last_day(view)
    pause = pause_of(view)
    quiet = False
    description = None
    active: list[State] = []
    week = None
    if last:
        quiet = view.today - last > RECENT and not pause
        description = f"What is in hand, as of {day_words(last)}"
        active = list_active_items(view, last)
        week = newest_week(view, last)
    papers = list_current_slots(view, URI)
    questions = link_open_questions(view)
    forecasts = list_forecast_rows(view, active)
    idle = not (active or papers or questions or (week and (week.goals or week.next)))
    # Readers of a journal with posts may know the address: there it says that nothing is in hand.
    posts = bool(view.essays or shown_weeks(view))
    body = render_template(
        "now.md.jinja",
        last=last,
        quiet=quiet,
        pause=pause,
        items=[active_item_row(state) for state in active],
        forecasts=forecasts,
        record=view.record_words,
        papers=papers,
        goals=week.goals if week else (),
        next=render_next_texts(view, week) if week else None,
        week=post_link(view, week, URI) if week else None,
        questions=questions,
        idle=idle,
    )
    head = front_matter(
        title="Now",
        description=description,
        hide=["toc"],
        search=exclude_from_search(not last),
    )
    empty = not (pause or papers or (last and (posts or forecasts or not idle)))
    return Page(URI, head + body, None, last, empty=empty)


def last_day(view: View) -> date | None:
    """Return the last day, today at the latest, on which anything was done or published.

    Of work of which only the week is known, and no post, it is the Monday.
    """
    days = [entry.day or monday_of(entry.week) for entry in view.figures.entries]
    days += [monday_of(week) for week in list_studied_weeks(view.figures)]
    days += [week.date for week in shown_weeks(view) if week_content.has_content(week)]
    days += [essay.date for essay in view.essays]
    return find_last_past_day(view, days)


def pause_of(view: View) -> Pause | None:
    """Return the pause of the plan that today lies in."""
    for pause in view.figures.plan.pauses:
        if pause.start <= view.today <= pause.end:
            return pause
    return None


def list_active_items(view: View, last: date) -> list[State]:
    """Return the active items that were touched lately, the last touched first."""
    dated = []
    for state in view.figures.states.values():
        if state.status == "active" and state.last and state.last >= last - RECENT:
            dated.append((state.last, state))
    dated.sort(key=lambda row: row[0], reverse=True)
    return [state for _, state in dated[:MOST]]


def active_item_row(state: State) -> dict[str, Any]:
    return {
        "link": link_page(item_uri(state), URI, state.title),
        "far": summarize_item(state).removeprefix(f"{state.status}, ").removeprefix(state.status),
        "last": last_touched_words(state),
    }


def list_forecast_rows(view: View, in_hand: list[State]) -> list[tuple[Md, str]]:
    """Return (label, forecast) of each active course, its dates alone, and of the whole plan."""
    items = [state for state in in_hand if KINDS[state.kind].has_units]
    labels: list[tuple[Md, str | None]] = []
    for state in items:
        labels.append((link_page(item_uri(state), URI, state.title), state.id))
    labels.append((Md("The whole plan"), None))
    rows = []
    for label, id_ in labels:
        forecast = forecast_item(view.figures, view.today, id_)
        if not forecast.refused and forecast.p50:
            describe = summarize_forecast if id_ else describe_forecast
            rows.append((label, describe(view.figures, forecast, view.today)))
    return rows


def newest_week(view: View, last: date) -> Week | None:
    """Return the newest post that states goals or what comes next; None if it is too old."""
    newest = None
    for week in shown_weeks(view):
        if not (week.goals or week.next) or week.sunday < last - RECENT:
            continue
        if newest is None or week.name > newest.name:
            newest = week
    return newest


def render_next_texts(view: View, week: Week) -> Md:
    return view.authored_list(week.next, URI)


def link_open_questions(view: View) -> Md | None:
    count = len(open_questions(view))
    if not count:
        return None
    noun = "question" if count == 1 else "questions"
    label = f"{spell_number(count)} open {noun}"
    link = link_page("decisions.md", URI, label[0].upper() + label[1:])
    return Md(f"{link}{escape_markdown('.')}")
