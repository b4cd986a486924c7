"""Journal -> the progress page and the plan page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tracker.charts import CHARTS, chart_html
from tracker.charts.chart import clean_title, format_hours
from tracker.figures.estimates import describe_estimates, list_estimate_runs
from tracker.figures.forecast.kept_forecasts import measure_calibration
from tracker.figures.forecast.promise import describe_coming_weeks, measure_promise
from tracker.figures.knowledge import describe_spans, list_finish_spans
from tracker.figures.measures import count_goal_outcomes, describe_recent_weeks, goals_words
from tracker.figures.stats import Figures, State, sum_minutes
from tracker.figures.steps import find_ticked_steps
from tracker.figures.work_counts import has_any_time, list_studied_weeks, shows_any_work
from tracker.model.english import day_words, fold_case, format_count
from tracker.model.journal import PLAN_PATH
from tracker.model.kinds import FINISHED, KINDS, Link
from tracker.model.plan import DAYS_A_MONTH, Phase, Plan, Runway
from tracker.model.when import format_duration
from tracker.pages.follow import find_mail_address
from tracker.pages.forecast_table import build_forecast_table
from tracker.pages.item_facts import format_item_progress
from tracker.pages.items import week_link
from tracker.pages.markdown import Md, escape_markdown, escape_sentences, link_page, link_url
from tracker.pages.marks import render_year_tabs
from tracker.pages.page import Page, View, front_matter, item_uri, render_template
from tracker.pages.years import year_links


def format_contact(plan: Plan) -> dict[str, Any] | None:
    """Return the plan's contact as links; an e-mail address only if it is a valid one."""
    contact = plan.contact
    if contact is None:
        return None
    links = []
    if contact.url:
        links.append(link_url(contact.url, contact.name or None))
    elif contact.name:
        links.append(escape_markdown(contact.name))
    email = find_mail_address(contact)
    if email:
        links.append(link_url(f"mailto:{email}", email))
    links += [with_note(link) for link in contact.links]
    return {"call": contact.call, "links": links}


def progress_page(view: View) -> Page:
    figures, today = view.figures, view.today
    charts = list(render_chart_sections(view))
    paragraphs = [
        escape_sentences(describe_recent_weeks(figures, today)),
        escape_sentences(describe_coming_weeks(figures, today, measure_promise(figures, today))),
        escape_sentences(
            [
                goals_words(count_goal_outcomes(figures.journal.weeks)),
                describe_spans(list_finish_spans(figures)),
                describe_estimates(list_estimate_runs(figures)),
            ]
        ),
    ]
    body = render_template(
        "progress.md.jinja",
        empty=not shows_any_work(figures),
        early=not charts,
        charts=charts,
        totals=format_totals(view),
        paragraphs=paragraphs,
        years=year_links(view, "progress.md"),
    )
    subject = "What was done"
    if has_any_time(view.figures):
        subject = "Where the time went"
    head = front_matter(
        title="Progress",
        description=f"{subject}, and how far it led",
        hide=["navigation"],
    )
    return Page("progress.md", head + body, empty=not has_progress(view))


def has_progress(view: View) -> bool:
    """Whether the progress page has a figure or a chart to show."""
    if shows_any_work(view.figures):
        return True
    charts = [build(view.figures, view.today, None, None) for build in CHARTS.values()]
    return any(chart.draw for chart in charts)


def render_chart_sections(view: View) -> Iterator[tuple[str, Md, Md]]:
    """Yield (question, chart, note) of each chart that has something to show.

    The note below the forecast says how often others held.
    """
    for name, build_chart in CHARTS.items():
        chart = build_chart(view.figures, view.today, None, None)
        note = Md("")
        if name == "burn-up":
            note = render_record(view)
        if (chart.draw and says_something(view.figures, name)) or note:
            figure = Md(chart_html(chart, view.drawn(chart)))
            tabs = render_year_tabs(view, name, chart.question)
            yield chart.question, Md(f"{tabs}\n\n{figure}".strip()), note


def says_something(figures: Figures, chart: str) -> bool:
    """Whether a chart says more than a figure does: one bar, or one day, is no picture."""
    if chart == "hours-by-week":
        return len(list_studied_weeks(figures)) > 1
    if chart == "calendar":
        return len({entry.day for entry in figures.entries if entry.day}) > 1
    return True


def render_record(view: View) -> Md:
    """Render how often past forecasts held, by course; and how often those that were kept did."""
    forecasts = view.figures.journal.forecasts
    rows = []
    for course in view.record.courses:
        title = clean_title(view.figures.states[course.item].title)
        rows.append((title, course.cases, course.held))
    words = render_template(
        "record.md.jinja",
        said=view.record_words,
        rows=rows,
        kept=measure_calibration(view.figures, forecasts, view.today).said,
    )
    return Md(words.strip())


def format_totals(view: View) -> list[tuple[str, str]]:
    """Return (figure, what it counts) since the first work, without noughts."""
    figures, states = view.figures, view.figures.states.values()
    rows = []
    if hours := sum_minutes(figures.entries):
        rows.append((format_hours(hours), "of study"))
    if weeks := list_studied_weeks(figures):
        noun = "week" if len(weeks) == 1 else "weeks"
        rows.append((str(len(weeks)), f"{noun} of work"))
    units = sum(state.progress.done for state in states if state.progress.measure == "units")
    if units:
        noun = "unit" if units == 1 else "units"
        rows.append((str(units), f"{noun} finished"))
    for name, kind in KINDS.items():
        if count := sum(state.kind == name and state.status in FINISHED for state in states):
            rows.append((str(count), f"{kind.name_for(count)} {kind.verb}"))
    return rows


# ---- the plan ------------------------------------------------------------------------------------


def plan_page(view: View) -> Page:
    uri, plan = "plan.md", view.figures.plan
    body = render_template(
        "plan.md.jinja",
        why=view.authored(plan.why, uri),
        terms=format_plan_terms(view),
        forecasts=build_forecast_table(view, uri),
        chart=view.chart("plan"),
        planned=bool(view.figures.states),
        phases=list_plan_phases(view, uri),
        more=link_plan_pages(plan, uri),
        pauses=sorted(plan.pauses, reverse=True),
        contact=format_contact(plan),
    )
    head = front_matter(
        title="Plan",
        description="The curriculum in order: what is done, what is in hand, and what comes next",
    )
    return Page(uri, head + body, PLAN_PATH, empty=not has_plan(view))


def has_plan(view: View) -> bool:
    """Whether the plan page has anything of the plan, or an item, to show."""
    plan = view.figures.plan
    words = plan.why or plan.phases or plan.pauses or plan.contact or link_plan_pages(plan, "")
    terms = plan.start or plan.target or plan.deadline or plan.runway
    return bool(words or terms or view.figures.states)


def format_plan_terms(view: View) -> list[tuple[str, str]]:
    """Return (label, value): start, target, deadline and runway, as far as known."""
    plan = view.figures.plan
    rows = []
    if plan.start:
        rows.append(("Begun", day_words(plan.start)))
    if plan.target:
        rows.append(("Hoped for", f"{format_duration(plan.target)} a week"))
    if plan.deadline:
        distance = format_relative_day(plan.deadline, view.today)
        rows.append(("Deadline", f"{day_words(plan.deadline)}, {distance}"))
    if plan.runway and plan.runway.months:
        rows.append(("Runway", format_runway(plan.runway)))
    return rows


def format_runway(runway: Runway) -> str:
    """`6 to 12 months from 1 January 2027, until 1 July 2027 to 1 January 2028`."""
    months = list(dict.fromkeys(runway.months))
    length = format_count(months[-1], "month")
    if len(months) > 1:
        length = f"{months[0]} to {length}"
    ends = " to ".join(day_words(end) for end in runway.ends)
    return f"{length} from {day_words(runway.start)}, until {ends}"


def format_relative_day(day: date, today: date) -> str:
    """`today`, `12 days ago`, `3 months from now`; months from 60 days on."""
    days = (day - today).days
    if days == 0:
        return "today"
    distance = format_count(abs(days), "day")
    if abs(days) >= 60:
        distance = format_count(round(abs(days) / DAYS_A_MONTH), "month")
    direction = "from now" if days > 0 else "ago"
    return f"{distance} {direction}"


def list_plan_phases(view: View, uri: str) -> list[dict[str, Any]]:
    """Return the plan's phases with their items; then, without a number, the other items."""
    plan = view.figures.plan
    ticked = find_ticked_steps(view.figures.journal)
    rows: list[dict[str, Any]] = []
    for number, phase in enumerate(plan.phases, 1):
        title = f"{number}. {phase.title}"
        row: dict[str, Any] = {"title": title, "notes": view.authored(phase.notes, uri)}
        rows.append({**row, "steps": list_phase_steps(view, ticked, phase, uri), "items": []})
    others = []
    for state in view.figures.states.values():
        number = state.item.phase or 0
        if 1 <= number <= len(plan.phases):
            rows[number - 1]["items"].append(plan_row(view, state, uri))
        elif state.planned:
            others.append(plan_row(view, state, uri))
    if others:
        title = "Beside the phases" if rows else "In order"
        rows.append({"title": title, "notes": Md(""), "steps": [], "items": others})
    return rows


def plan_row(view: View, state: State, uri: str) -> dict[str, Any]:
    progress = format_item_progress(state) if state.progress.total else ""
    time = ""
    if state.minutes and state.progress.measure == "units":
        time = format_duration(state.minutes)
    return {
        "link": link_page(item_uri(state), uri, state.title),
        "status": state.status,
        "far": progress,
        "time": time,
        "review": view.authored(state.item.review, uri),
    }


def list_phase_steps(
    view: View, ticked: Mapping[str, str], phase: Phase, uri: str
) -> list[tuple[str, Md | None]]:
    """Return (step, link to the week that ticked it off or None) of each step, in order."""
    rows = []
    for step in phase.steps:
        week = ticked.get(fold_case(step))
        rows.append((step, week_link(view, week, uri) if week else None))
    return rows


def link_plan_pages(plan: Plan, uri: str) -> list[Md]:
    """Return links to the pages of the plan's other parts, as far as it has them."""
    parts = (
        ("decisions.md", plan.decisions, "Decisions, and what came of them"),
        ("milestones.md", plan.milestones, "Milestones on a timeline"),
        ("reading/index.md", plan.series, "What is read together, and when"),
        ("people.md", plan.people, "The people on the way"),
    )
    return [link_page(page, uri, label) for page, content, label in parts if content]


def format_titled_link(link: Link) -> Md:
    return link_url(link.url, link.title)


def with_note(link: Link) -> Md:
    """Build a link with its note in parentheses."""
    text = format_titled_link(link)
    if not link.note:
        return text
    return Md(f"{text} ({escape_markdown(link.note)})")
