"""Journal -> the pages that gather: progress, plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.charts import CHARTS, chart_html
from tracker.charts.chart import hours
from tracker.model import Week, is_address
from tracker.pages import words
from tracker.pages.items import far
from tracker.pages.markdown import Md, escaped, external, internal
from tracker.pages.page import Page, View, front_matter, item_uri, render
from tracker.plan import Link, Plan, Series, Slot
from tracker.stats import State, total
from tracker.when import spoken
from tracker.wording import day_words

PLAN_SOURCE = "entries/plan.yaml"
DAYS_A_MONTH = 365.25 / 12


def contact(plan: Plan) -> dict[str, Any] | None:
    """Who to write to, as links; an address of e-mail only where it is one."""
    found = plan.contact
    if found is None:
        return None
    links = [external(found.url, found.name or None)] if found.url else [escaped(found.name)] if found.name else []
    if found.email and "@" in found.email and not set(found.email) & set(" <>\"'()[]"):
        links.append(external(f"mailto:{found.email}", found.email))
    links += [with_note(link) for link in found.links]
    return {"call": found.call, "links": links}


def progress_page(view: View) -> Page:
    body = render("progress.md.jinja", charts=[question(view, name) for name in CHARTS], totals=totals(view))
    return Page(
        "progress.md",
        front_matter(title="Progress", description="Where the time went, and how far it led", hide=["navigation"])
        + body,
    )


def question(view: View, name: str) -> tuple[str, Md]:
    chart = CHARTS[name](view.figures, view.today, None, None)
    return chart.question, Md(chart_html(chart, view.drawn(chart)))


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def totals(view: View) -> list[tuple[str, str]]:
    """(figure, what it counts) since the first session; only what is not nothing."""
    figures, states = view.figures, view.figures.states.values()
    rows = [(hours(total(figures.entries)), f"in {counted(len(figures.by_week), 'week')}")] if figures.entries else []
    units = sum(state.progress.done for state in states if state.progress.measure == "units")
    rows += [(str(units), f"{'unit' if units == 1 else 'units'} finished")] if units else []
    for kind, verb in (("courses", "finished"), ("papers", "read"), ("projects", "shipped")):
        if count := sum(state.kind == kind and state.status in ("done", "shipped") for state in states):
            rows.append((str(count), f"{kind if count > 1 else kind[:-1]} {verb}"))
    return rows


# ---- the plan ------------------------------------------------------------------------------------------------------


def plan_page(view: View) -> Page:
    uri, plan = "plan.md", view.figures.plan
    body = render(
        "plan.md.jinja",
        why=view.authored(plan.why, uri),
        terms=terms(view),
        chart=view.chart("plan"),
        phases=phases(view, uri),
        decisions=[
            {
                **decision._asdict(),
                "why": view.authored(decision.why, uri),
                "outcome": view.authored(decision.outcome, uri),
            }
            for decision in plan.decisions
        ],
        milestones=sorted(plan.milestones, key=lambda milestone: milestone.date, reverse=True),
        series=[series(view, id_, found, uri) for id_, found in plan.series.items()],
        people=[
            (external(person.url, person.name) if person.url else escaped(person.name), person.role)
            for person in plan.people.values()
        ],
        pauses=sorted(plan.pauses, reverse=True),
        contact=contact(plan),
    )
    head = front_matter(
        title="Plan",
        description="The curriculum in order, what is done, what comes next, and what was decided on the way",
        hide=["navigation"],
    )
    return Page(uri, head + body, PLAN_SOURCE)


def terms(view: View) -> list[tuple[str, str]]:
    """(what, value): start, target, deadline and runway."""
    plan = view.figures.plan
    rows = [("Begun", day_words(plan.start))] if plan.start else []
    rows += [("Hoped for", f"{spoken(plan.target)} a week")] if plan.target else []
    rows += [("Deadline", f"{day_words(plan.deadline)}, {away(plan.deadline, view.today)}")] if plan.deadline else []
    if plan.runway and plan.runway.months:
        ends = [plan.runway.start + timedelta(days=round(months * DAYS_A_MONTH)) for months in plan.runway.months]
        span = " to ".join(day_words(end) for end in dict.fromkeys(ends))
        rows.append(("Runway", f"from {day_words(plan.runway.start)}, lasts until {span}"))
    return rows


def away(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return "today"
    count, unit = (abs(days), "day") if abs(days) < 60 else (round(abs(days) / DAYS_A_MONTH), "month")
    return f"{count} {unit}{'s' * (count != 1)} {'from now' if days > 0 else 'ago'}"


def phases(view: View, uri: str) -> list[dict[str, Any]]:
    """The plan's phases with their items; last, under no number, the items that belong to none."""
    plan, states = view.figures.plan, list(view.figures.states.values())
    rows = []
    for number, phase in enumerate(plan.phases, 1):
        mine = [plan_row(state, uri) for state in states if state.item.phase == number]
        rows.append({"title": f"{number}. {phase.title}", "notes": view.authored(phase.notes, uri), "items": mine})
    rest = [
        state for state in states if state.planned and not (state.item.phase and state.item.phase <= len(plan.phases))
    ]
    if rest:
        title = "Beside the phases" if rows else "In order"
        rows.append({"title": title, "notes": Md(""), "items": [plan_row(state, uri) for state in rest]})
    return rows


def plan_row(state: State, uri: str) -> dict[str, Any]:
    return {
        "link": internal(item_uri(state), uri, state.title),
        "status": state.status,
        "far": far(state) if state.progress.total else "",
        "time": spoken(state.minutes) if state.minutes and state.progress.measure == "units" else "",
    }


def series(view: View, id_: str, found: Series, uri: str) -> dict[str, Any]:
    rows = [
        (words.days(Week(slot.week)), paper(view, slot, uri), Md(", ".join(named(link) for link in slot.primers)))
        for slot in sorted(found.schedule, key=lambda slot: slot.week)
    ]
    title = external(found.url, found.title or id_) if found.url else escaped(found.title or id_)
    return {"title": title, "theme": found.theme, "starter": [with_note(link) for link in found.starter], "rows": rows}


def paper(view: View, slot: Slot, uri: str) -> Md:
    """What a series reads that week: a paper of the journal by its page, another by its address."""
    id_ = view.figures.plan.aliases.get(slot.paper or "", slot.paper or "")
    if state := view.figures.states.get(id_):
        return internal(item_uri(state), uri, slot.title or state.title)
    return external(id_, slot.title) if is_address(id_) else escaped(slot.title or id_)


def named(link: Link) -> Md:
    return external(link.url, link.title)


def with_note(link: Link) -> Md:
    return Md(named(link) + (f" ({escaped(link.note)})" if link.note else ""))
