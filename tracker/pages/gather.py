"""Journal -> the pages that gather: progress, plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.charts import CHARTS, chart_html
from tracker.charts.chart import clean_title, format_hours
from tracker.figures.forecast import describe_forecast, list_forecasts
from tracker.figures.forecast.kept_forecasts import measure_calibration
from tracker.figures.knowledge import list_finish_spans, spans_said
from tracker.figures.measures import count_goal_outcomes, goals_words, lately_said
from tracker.figures.standings import FINISHED
from tracker.figures.stats import State, sum_minutes
from tracker.model.english import day_words, format_count
from tracker.model.kinds import KINDS, Link
from tracker.model.plan import DAYS_A_MONTH, Plan
from tracker.model.when import format_duration
from tracker.pages.items import format_item_progress
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.page import PLAN_SOURCE, Page, View, front_matter, item_uri, render_template
from tracker.pages.years import year_links


def format_contact(plan: Plan) -> dict[str, Any] | None:
    """Who to write to, as links; an address of e-mail only where it is one."""
    found = plan.contact
    if found is None:
        return None
    links = (
        [link_url(found.url, found.name or None)]
        if found.url
        else [escape_markdown(found.name)]
        if found.name
        else []
    )
    if found.email and "@" in found.email and not set(found.email) & set(" <>\"'()[]"):
        links.append(link_url(f"mailto:{found.email}", found.email))
    links += [with_note(link) for link in found.links]
    return {"call": found.call, "links": links}


def progress_page(view: View) -> Page:
    body = render_template(
        "progress.md.jinja",
        charts=[render_chart_section(view, name) for name in CHARTS],
        totals=format_totals(view),
        said=[
            *lately_said(view.figures, view.today),
            goals_words(count_goal_outcomes(view.figures.journal.weeks)),
            spans_said(list_finish_spans(view.figures)),
        ],
        years=year_links(view, "progress.md"),
    )
    return Page(
        "progress.md",
        front_matter(
            title="Progress",
            description="Where the time went, and how far it led",
            hide=["navigation"],
        )
        + body,
    )


def render_chart_section(view: View, name: str) -> tuple[str, Md, str]:
    """(the question, its chart, and below a forecast how often those before it held)."""
    chart = CHARTS[name](view.figures, view.today, None, None)
    journal = view.figures.journal
    below = (
        measure_calibration(view.figures, journal.forecasts, view.today).said
        if name == "burn-up"
        else ""
    )
    return chart.question, Md(chart_html(chart, view.drawn(chart))), below


def format_totals(view: View) -> list[tuple[str, str]]:
    """(figure, what it counts) since the first session; only what is not nothing."""
    figures, states = view.figures, view.figures.states.values()
    rows = (
        [
            (
                format_hours(sum_minutes(figures.entries)),
                f"in {format_count(len(figures.by_week), 'week')}",
            )
        ]
        if figures.entries
        else []
    )
    units = sum(state.progress.done for state in states if state.progress.measure == "units")
    rows += [(str(units), f"{'unit' if units == 1 else 'units'} finished")] if units else []
    for name, kind in KINDS.items():
        if count := sum(state.kind == name and state.status in FINISHED for state in states):
            rows.append((str(count), f"{kind.name_for(count)} {kind.verb}"))
    return rows


# ---- the plan ------------------------------------------------------------------------------------------------------


def plan_page(view: View) -> Page:
    uri, plan = "plan.md", view.figures.plan
    body = render_template(
        "plan.md.jinja",
        why=view.authored(plan.why, uri),
        terms=format_plan_terms(view),
        chart=view.chart("plan"),
        phases=list_plan_phases(view, uri),
        more=link_plan_pages(plan, uri),
        pauses=sorted(plan.pauses, reverse=True),
        contact=format_contact(plan),
    )
    head = front_matter(
        title="Plan",
        description="The curriculum in order: what is done, what is in hand, and what comes next",
    )
    return Page(uri, head + body, PLAN_SOURCE)


def format_plan_terms(view: View) -> list[tuple[str, str]]:
    """(what, value): start, target, deadline and runway."""
    plan = view.figures.plan
    rows = [("Begun", day_words(plan.start))] if plan.start else []
    rows += [("Hoped for", f"{format_duration(plan.target)} a week")] if plan.target else []
    rows += (
        [
            (
                "Deadline",
                f"{day_words(plan.deadline)}, {format_relative_day(plan.deadline, view.today)}",
            )
        ]
        if plan.deadline
        else []
    )
    if plan.runway and plan.runway.months:
        span = " to ".join(day_words(end) for end in plan.runway.ends)
        rows.append(("Runway", f"from {day_words(plan.runway.start)}, lasts until {span}"))
    return rows + [("Forecast", words) for words in forecast_words(view)]


def forecast_words(view: View) -> list[str]:
    """When the whole plan will be done, and when each course in hand."""
    made = list_forecasts(view.figures, view.today)
    found = {one.item: describe_forecast(view.figures, one, view.today) for one in made}
    rows = [f"The whole plan: {found[None]}"] if None in found else []
    # Why there is none stands on the course's own page; here, course by course, it would say one thing again and again.
    named = {one.item for one in made if not (rows and one.refused)}
    active = [
        state
        for state in view.figures.states.values()
        if state.id in named and state.status == "active"
    ]
    return rows + [f"{clean_title(state.title)}: {found[state.id]}" for state in active]


def format_relative_day(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return "today"
    count, unit = (
        (abs(days), "day") if abs(days) < 60 else (round(abs(days) / DAYS_A_MONTH), "month")
    )
    return f"{count} {unit}{'s' * (count != 1)} {'from now' if days > 0 else 'ago'}"


def list_plan_phases(view: View, uri: str) -> list[dict[str, Any]]:
    """The plan's phases with their items; last, under no number, the items that belong to none."""
    plan, states = view.figures.plan, list(view.figures.states.values())
    rows = []
    for number, phase in enumerate(plan.phases, 1):
        mine = [plan_row(state, uri) for state in states if state.item.phase == number]
        rows.append(
            {
                "title": f"{number}. {phase.title}",
                "notes": view.authored(phase.notes, uri),
                "items": mine,
            }
        )
    rest = [
        state
        for state in states
        if state.planned and not (state.item.phase and state.item.phase <= len(plan.phases))
    ]
    if rest:
        title = "Beside the phases" if rows else "In order"
        rows.append(
            {"title": title, "notes": Md(""), "items": [plan_row(state, uri) for state in rest]}
        )
    return rows


def plan_row(state: State, uri: str) -> dict[str, Any]:
    return {
        "link": link_page(item_uri(state), uri, state.title),
        "status": state.status,
        "far": format_item_progress(state) if state.progress.total else "",
        "time": format_duration(state.minutes)
        if state.minutes and state.progress.measure == "units"
        else "",
    }


def link_plan_pages(plan: Plan, uri: str) -> list[Md]:
    """Links to what else the plan says, each on a page of its own."""
    found = (
        ("decisions.md", plan.decisions, "Decisions, and what came of them"),
        ("milestones.md", plan.milestones, "Milestones on a timeline"),
        ("reading/index.md", plan.series, "What is read together, and when"),
        ("people.md", plan.people, "The people on the way"),
    )
    return [link_page(page, uri, label) for page, told, label in found if told]


def format_titled_link(link: Link) -> Md:
    return link_url(link.url, link.title)


def with_note(link: Link) -> Md:
    return Md(format_titled_link(link) + (f" ({escape_markdown(link.note)})" if link.note else ""))
