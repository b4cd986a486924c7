"""View -> journal.json: the public journal and its figures as data.

docs/guide/data.md describes its format. The figures come from the same functions as those of
the terminal and of the pages, so that they agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.figures import breaks, knowledge, measures, report, week_targets
from tracker.figures.forecast import Forecast, describe_forecast, list_forecasts
from tracker.figures.forecast.promise import export_promise, measure_promise
from tracker.figures.forecast.record_words import export_record
from tracker.figures.public import is_draft
from tracker.figures.stats import (
    Entry,
    State,
    count_notes,
    find_week_target,
    finished_units,
    minutes_by,
    sum_minutes,
)
from tracker.model.journal import Week
from tracker.model.kinds import EMPTY
from tracker.model.when import format_start
from tracker.model.work import holds_work
from tracker.pages import View
from tracker.pages.page import item_uri
from tracker.syndication import prose
from tracker.syndication.feed import Feed
from tracker.syndication.journal_schema import SCHEMA_URI, VERSION

BEGINNING = '{\n "$schema": '


def format_journal_json(feed: Feed) -> str:
    view, plan = feed.view, feed.view.figures.plan
    posts = {post.name: post for post in feed.posts}
    essays = [post for name, post in posts.items() if name.startswith("essay/")]
    forecasts = list_forecasts(view.figures, view.today)
    states = view.figures.states.values()
    units = {state.id: set(unit_titles_of(state)) for state in states}
    weeks = []
    for week in view.figures.weeks.values():
        weeks.append(serialize_week(view, week, posts.get(f"week/{week.name}"), units))
    facts = {
        "$schema": view.absolute(SCHEMA_URI),
        "version": VERSION,
        "as_of": view.today,
        "title": plan.title or feed.title,
        "site": view.place.url or None,
        "author": serialize_author(feed.author.name, feed.author.url, feed.author.email),
        "plan": {
            "start": plan.start,
            "target": plan.target,
            "deadline": plan.deadline,
            "timezone": plan.timezone,
        },
        "figures": serialize_figures(view),
        "forecasts": [serialize_forecast(view, forecast) for forecast in forecasts],
        "record": export_record(view.record, view.today),
        "items": [serialize_item(view, state) for state in states],
        "weeks": weeks,
        "essays": [serialize_essay(view, post) for post in essays],
    }
    lines = [f" {json.dumps(key)}: {format_json_value(value)}" for key, value in facts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def format_json_value(value: Any) -> str:
    """Format a value as JSON, each entry of a list on a line of its own.

    So two versions of the file can be compared.
    """
    if isinstance(value, list):
        lines = [f"\n  {format_json_value(entry)}" for entry in value]
        return f"[{','.join(lines)}]"
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def serialize_author(name: str | None, url: str | None, email: str | None) -> dict[str, str | None]:
    return {"name": name, "url": url, "email": email}


def serialize_figures(view: View) -> dict[str, Any]:
    """Return the figures of `tracker report all` and of the Progress page."""
    whole = report.build_report(view.figures.journal, None, view.today)
    papers = []
    for paper in knowledge.list_read_papers(view.figures):
        readings = serialize_readings(paper)
        papers.append({"id": paper.id, "title": paper.title, "readings": readings})
    return {
        "minutes": whole.minutes,
        "sessions": len(whole.entries) - count_notes(whole.entries),
        "days": len({entry.day for entry in whole.entries if entry.day}),
        "notes": count_notes(whole.entries),
        **serialize_measures(view),
        "goals": measures.count_goal_outcomes(view.figures.weeks.values())._asdict(),
        "by_month": label_report_rows(whole, "month"),
        "by_kind": label_report_rows(whole, "kind"),
        "by_skill": label_report_rows(whole, "skill"),
        "papers": papers,
        "gaps": [gap._asdict() for gap in knowledge.list_gaps(view.figures)],
    }


def serialize_measures(view: View) -> dict[str, Any]:
    """Return what is measured of weeks and plan; null if there is too little to measure."""
    figures: dict[str, Any] = {"consistency": None, "pace": None, "plan": None}
    targets = week_targets.measure_targets_met(view.figures, view.today)
    figures["promise"] = export_promise(measure_promise(view.figures, view.today))
    figures["target"] = week_targets.export_targets_met(targets)
    marks = measures.measure_weeks(view.figures, view.today)
    figures["break"] = breaks.export_break(measures.measure_current_break(view.figures, marks))
    consistency = measures.measure_consistency(marks)
    if consistency:
        figures["consistency"] = {
            "weeks": consistency.weeks,
            "studied": consistency.studied,
            "paused": consistency.paused,
        }
    pace = measures.measure_pace(marks)
    if pace:
        figures["pace"] = {"weeks": pace.weeks, "minutes_a_week": pace.minutes_a_week}
    plan_share = measures.measure_plan_share(view.figures)
    if plan_share:
        figures["plan"] = {**plan_share._asdict(), "share": plan_share.share}
    return figures


def label_report_rows(whole: report.Report, by: str) -> list[dict[str, Any]]:
    """Return the rows of a report's table, each as column -> value."""
    columns, rows = report.tabulate_report(whole, by)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def serialize_readings(paper: knowledge.PaperReadings) -> list[dict[str, Any]]:
    return [reading._asdict() for reading in paper.readings]


def serialize_forecast(view: View, forecast: Forecast) -> dict[str, Any]:
    """Return a forecast; `item` is null for the whole plan, `said` is the sentence of the pages."""
    return {
        "item": forecast.item,
        "measure": forecast.measure,
        "done": forecast.done,
        "total": forecast.total,
        "p50": forecast.p50,
        "p80": forecast.p80,
        "p90": forecast.p90,
        "said": describe_forecast(view.figures, forecast, view.today),
    }


def unit_titles_of(state: State) -> Mapping[str, str]:
    """Return the plan's units with their titles; the name of any other may be from a draft."""
    units = getattr(state.item, "units", None)
    if isinstance(units, Mapping):
        return units
    return EMPTY


def serialize_item(view: View, state: State) -> dict[str, Any]:
    units = []
    for id_, title in unit_titles_of(state).items():
        units.append({"id": id_, "title": title, "done": state.done.get(id_)})
    return {
        "id": state.id,
        "kind": state.kind,
        "title": state.title,
        "page": view.absolute(view.place.address(item_uri(state))),
        "status": state.status,
        "progress": state.progress._asdict(),
        "minutes": state.minutes,
        "first": state.first,
        "last": state.last,
        "last_week_only": state.last_week_only,
        "finished": state.finished,
        "skills": state.item.skills,
        "units": units,
    }


def serialize_week(
    view: View, week: Week, post: prose.Post | None, units: Mapping[str, set[str]]
) -> dict[str, Any]:
    """Return a week with its sessions. `units`: id of an item -> the units that the plan names.

    Of a draft it has the sessions and how many units were finished, but no texts or other units,
    unless drafts are shown.
    """
    entries = view.figures.by_week.get(week.name, ())
    title = week.title if view.drafts else None
    draft = is_draft(week, view.today) and not view.drafts
    done = {}
    for id_, (finished, count) in finished_units(view.figures, week).items():
        done[id_] = {"count": count, "units": () if draft else finished}
    sessions = []
    for entry in entries:
        sessions.append(serialize_session(entry, units.get(entry.item or "", set())))
    return {
        "week": week.name,
        "from": week.monday,
        "to": week.sunday,
        "published": post.date if post else None,
        "title": post.title if post else title,
        "summary": post.summary if post else None,
        "page": view.absolute(post.address) if post else None,
        "tags": post.tags if post else (),
        "minutes": sum_minutes(entries),
        "worked": bool(entries) or holds_work(week),
        "target": find_week_target(view.figures, week.name),
        "by_kind": minutes_by(entries, lambda entry: entry.kind),
        "done": done,
        "goals": [] if draft else [goal._asdict() for goal in week.goals],
        "sessions": sessions,
    }


def serialize_session(entry: Entry, units: set[str]) -> dict[str, Any]:
    return {
        "start": format_start(entry.session.start),
        "day": entry.day,
        "minutes": entry.session.minutes,
        "about": entry.session.about,
        "kind": entry.kind,
        "item": entry.item,
        "unit": entry.unit if entry.unit in units else None,
        "note": entry.session.note,
    }


def serialize_essay(view: View, post: prose.Post) -> dict[str, Any]:
    return {
        "title": post.title,
        "published": post.date,
        "page": view.absolute(post.address),
        "tags": post.tags,
    }
