"""View -> journal.json: the public journal and its figures as data. Its shape is described in docs/guide/following.md.

The figures come from where the terminal and the pages take theirs, so that no two of them disagree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.figures import knowledge, measures, report
from tracker.figures.forecast import Forecast, describe_forecast, list_forecasts
from tracker.figures.public import is_draft
from tracker.figures.stats import (
    Entry,
    State,
    find_week_target,
    finished_units,
    minutes_by,
    sum_minutes,
)
from tracker.model.journal import Week
from tracker.model.kinds import EMPTY
from tracker.model.when import format_start
from tracker.pages import View
from tracker.pages.page import item_uri
from tracker.syndication import prose
from tracker.syndication.feed import Feed

VERSION = 1  # grows when a key goes or changes its meaning; a new key changes nothing


def format_journal_json(feed: Feed) -> str:
    view, plan = feed.view, feed.view.figures.plan
    posts = {post.name: post for post in feed.posts}
    named = {state.id: set(unit_titles_of(state)) for state in view.figures.states.values()}
    facts = {
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
        "forecasts": [
            serialize_forecast(view, found) for found in list_forecasts(view.figures, view.today)
        ],
        "items": [serialize_item(view, state) for state in view.figures.states.values()],
        "weeks": [
            serialize_week(view, one, posts.get(f"week/{one.name}"), named)
            for one in view.figures.weeks.values()
        ],
        "essays": [
            serialize_essay(view, post) for name, post in posts.items() if name.startswith("essay/")
        ],
    }
    lines = [f" {json.dumps(key)}: {format_json_value(value)}" for key, value in facts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def format_json_value(value: Any) -> str:
    """JSON, each entry of a long list on a line of its own, so that two versions can be compared."""
    if isinstance(value, list):
        return "[" + ",".join(f"\n  {format_json_value(one)}" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def serialize_author(name: str | None, url: str | None, email: str | None) -> dict[str, str | None]:
    return {"name": name, "url": url, "email": email}


def serialize_figures(view: View) -> dict[str, Any]:
    """What `tracker report all` and the Progress page say."""
    found = report.build_report(view.figures.journal, None, view.today)
    marks = measures.measure_weeks(view.figures, view.today)
    kept, pace = measures.measure_consistency(marks), measures.measure_pace(marks)
    share, goals = (
        measures.measure_plan_share(view.figures),
        measures.count_goal_outcomes(view.figures.weeks.values()),
    )
    rows = {
        by: [dict(zip(*pair, strict=True)) for pair in label_report_rows(found, by)]
        for by in ("month", "kind", "skill")
    }
    return {
        "minutes": found.minutes,
        "sessions": len(found.entries),
        "days": len({entry.day for entry in found.entries if entry.day}),
        "consistency": {"weeks": kept.weeks, "studied": kept.studied, "paused": kept.paused}
        if kept
        else None,
        "pace": {"weeks": pace.weeks, "minutes_a_week": pace.minutes_a_week} if pace else None,
        "plan": share._asdict() | {"share": share.share} if share else None,
        "goals": goals._asdict(),
        **{f"by_{by}": listed for by, listed in rows.items()},
        "papers": [
            {"id": paper.id, "title": paper.title, "readings": serialize_readings(paper)}
            for paper in knowledge.list_read_papers(view.figures)
        ],
        "gaps": [gap._asdict() for gap in knowledge.list_gaps(view.figures)],
    }


def label_report_rows(
    found: report.Report, by: str
) -> list[tuple[tuple[str, ...], tuple[Any, ...]]]:
    names, rows = report.tabulate_report(found, by)
    return [(names, row) for row in rows]


def serialize_readings(paper: knowledge.PaperReadings) -> list[dict[str, Any]]:
    return [reading._asdict() for reading in paper.readings]


def serialize_forecast(view: View, found: Forecast) -> dict[str, Any]:
    """`item` is null for the whole plan; `said` is the sentence that the pages show."""
    keys = ("item", "measure", "done", "total", "p50", "p80", "p90")
    return {key: getattr(found, key) for key in keys} | {
        "said": describe_forecast(view.figures, found, view.today)
    }


def unit_titles_of(state: State) -> Mapping[str, str]:
    """The plan's, with their titles; the name of another could be a draft's word."""
    units = getattr(state.item, "units", None)
    return units if isinstance(units, Mapping) else EMPTY


def serialize_item(view: View, state: State) -> dict[str, Any]:
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
        "finished": state.finished,
        "skills": state.item.skills,
        "units": [
            {"id": id_, "title": title, "done": state.done.get(id_)}
            for id_, title in unit_titles_of(state).items()
        ],
    }


def serialize_week(
    view: View, one: Week, post: prose.Post | None, named: Mapping[str, set[str]]
) -> dict[str, Any]:
    """Of a draft only when and how long, on what that is no secret, and how many units."""
    entries = view.figures.by_week.get(one.name, ())
    shown = not is_draft(one, view.today)
    done = finished_units(view.figures, one)
    return {
        "week": one.name,
        "from": one.monday,
        "to": one.sunday,
        "published": post.date if post else None,
        "title": post.title if post else None,
        "summary": post.summary if post else None,
        "page": view.absolute(post.address) if post else None,
        "tags": post.tags if post else (),
        "minutes": sum_minutes(entries),
        "target": find_week_target(view.figures, one.name),
        "by_kind": minutes_by(entries, lambda entry: entry.kind),
        "done": {
            id_: {"count": count, "units": units if shown else ()}
            for id_, (units, count) in done.items()
        },
        "goals": [goal._asdict() for goal in one.goals] if shown else [],
        "sessions": [
            serialize_session(entry, named.get(entry.item or "", set())) for entry in entries
        ],
    }


def serialize_session(entry: Entry, units: set[str]) -> dict[str, Any]:
    return {
        "start": format_start(entry.session.start),
        "day": entry.day,
        "minutes": entry.minutes,
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
