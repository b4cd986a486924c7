"""Journal -> its now page: what is in hand, what comes next, and the day as of which that is so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.figures.forecast import describe_forecast, forecast_item
from tracker.figures.stats import State
from tracker.model.english import day_words, spell_number
from tracker.model.journal import Week, monday_of
from tracker.model.kinds import KINDS
from tracker.model.plan import Pause
from tracker.pages import titles
from tracker.pages.decisions import open_questions
from tracker.pages.items import summarize_item
from tracker.pages.markdown import Md, escape_markdown, indent_list_item, link_page
from tracker.pages.page import (
    Page,
    View,
    front_matter,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)
from tracker.pages.reading import current_slot_row

URI = "now.md"
RECENT = timedelta(
    weeks=4
)  # before the last day that anything was logged: what was touched since is in hand
MOST = 6


def now_page(view: View) -> Page:
    last, pause = last_day(view), pause_of(view)
    in_hand = list_active_items(view, last) if last else []
    week = newest_week(view, last) if last else None
    body = render_template(
        "now.md.jinja",
        last=last,
        quiet=last is not None and view.today - last > RECENT and not pause,
        pause=pause,
        items=[active_item_row(view, state) for state in in_hand],
        forecasts=list_forecast_rows(view, in_hand),
        papers=[
            row
            for id_, series in view.figures.plan.series.items()
            if (row := current_slot_row(view, id_, series, URI))
        ],
        goals=week.goals if week else (),
        next=coming_up(view, week) if week else None,
        week=post_link(view, week, URI) if week else None,
        questions=link_open_questions(view),
    )
    head = front_matter(
        title="Now",
        description=f"What is in hand, as of {day_words(last)}" if last else None,
        hide=["toc"],
        search=None if last else {"exclude": True},
    )
    return Page(URI, head + body, None, last)


def last_day(view: View) -> date | None:
    """The last day that anything was logged or published."""
    days = [entry.day or monday_of(entry.week) for entry in view.figures.entries]
    days += [week.date for week in shown_weeks(view) if titles.has_content(week)]
    days += [essay.date for essay in view.essays]
    return max((day for day in days if day <= view.today), default=None)


def pause_of(view: View) -> Pause | None:
    return next(
        (pause for pause in view.figures.plan.pauses if pause.start <= view.today <= pause.end),
        None,
    )


def list_active_items(view: View, last: date) -> list[State]:
    """What is active and was touched lately, the last touched first."""
    states = [
        state for state in view.figures.states.values() if state.status == "active" and state.last
    ]
    recent = [state for state in states if state.last and state.last >= last - RECENT]
    return sorted(recent, key=lambda state: state.last or last, reverse=True)[:MOST]


def active_item_row(view: View, state: State) -> dict[str, Any]:
    return {
        "link": link_page(item_uri(state), URI, state.title),
        "far": summarize_item(state).removeprefix(f"{state.status}, ").removeprefix(state.status),
        "last": state.last,
    }


def list_forecast_rows(view: View, in_hand: list[State]) -> list[tuple[Md, str]]:
    """(what, when it will be done) of the courses in hand and of the whole plan, where that can be said."""
    items = [state for state in in_hand if KINDS[state.kind].has_units]
    found = [(link_page(item_uri(state), URI, state.title), state.id) for state in items]
    told = [
        (label, forecast_item(view.figures, view.today, id_))
        for label, id_ in [*found, (Md("The whole plan"), None)]
    ]
    return [
        (label, describe_forecast(view.figures, one, view.today))
        for label, one in told
        if not one.refused and one.p50
    ]


def newest_week(view: View, last: date) -> Week | None:
    """The newest post that says what was meant to be done, or what comes next; None where it is old."""
    weeks = [
        week
        for week in shown_weeks(view)
        if (week.goals or week.next) and week.sunday >= last - RECENT
    ]
    return max(weeks, key=lambda week: week.name, default=None)


def coming_up(view: View, week: Week) -> Md:
    if isinstance(week.next, str):
        return view.authored(week.next, URI)
    return Md(
        "\n".join(f"-   {indent_list_item(view.authored(item, URI))}\n" for item in week.next)
    )


def link_open_questions(view: View) -> Md | None:
    count = len(open_questions(view))
    if not count:
        return None
    label = f"{spell_number(count)} open question{'s' * (count != 1)}"
    return Md(
        f"{link_page('decisions.md', URI, label[0].upper() + label[1:])}{escape_markdown('.')}"
    )
