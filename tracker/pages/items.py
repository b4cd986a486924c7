"""Items of the plan -> a page for each, with the records of all weeks, and a list for each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.charts import CHARTS
from tracker.charts.item_hours import build_item_hours_chart
from tracker.figures import item_names, summaries, titles
from tracker.figures.forecast import Forecast, summarize_forecast
from tracker.figures.knowledge import HOW, find_open_gaps
from tracker.figures.stats import Entry, State, sum_minutes
from tracker.model.english import day_words, join_words, spell_number
from tracker.model.journal import PLAN_PATH, is_address
from tracker.model.kinds import (
    EMPTY,
    KIND_OF_IDS,
    KINDS,
    Kind,
    Link,
    Record,
    done_of,
    evidence_of,
    reading_of,
    units_of,
)
from tracker.model.when import format_duration
from tracker.pages.addresses import address_name
from tracker.pages.diary import RATED
from tracker.pages.item_facts import (
    build_item_line,
    forecast_active_item,
    format_index_cell,
    format_item_progress,
    format_last_reading,
    last_touched_words,
    list_item_details,
)
from tracker.pages.item_links import Mentions, unit_anchors
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.note_markdown import render_note
from tracker.pages.notebooks import notebook_uri
from tracker.pages.page import (
    Page,
    View,
    front_matter,
    is_shown,
    item_uri,
    post_link,
    render_template,
)
from tracker.pages.tags import spell_tags

FEWEST_WEEKS = 4  # of a finished course, for a chart of its progress
# A key of the plan's items -> the column for it in the list of the kind.
COLUMNS = {"authors": "Authors", "by": "By", "year": "Year"}


def item_week_row(
    view: View,
    state: State,
    record: Record | None,
    spent: list[Entry],
    here: str,
    heading: Md,
) -> dict[str, Any]:
    """Return an item's facts and texts of a week, for the week's post and for the item's page.

    `spent`: the week's sessions on the item. Their notes are in the row only if the record has
    no notes of its own. Of a week that is held back the row has facts only.
    """
    session_notes = [render_note(entry.session.note) for entry in spent if entry.session.note]
    if getattr(record, "notes", None) or getattr(record, "units", None):
        session_notes = []
    evidence = []
    for link in evidence_of(record) if record else ():
        evidence.append((format_evidence(view, state, link, here), link.note))
    return {
        "heading": heading,
        "facts": listed_facts(state, record, spent),
        "notes": view.authored(record.notes, here) if record and record.notes else None,
        "units": unit_rows(view, state, record, here),
        "gaps": getattr(record, "gaps", ()),
        "closed": getattr(record, "closed", ()),
        "evidence": evidence,
        "session_notes": session_notes,
        "diary": Md(""),
    }


def unit_rows(view: View, state: State, record: Record | None, here: str) -> list[tuple[str, Md]]:
    units: Mapping[str, str] = getattr(record, "units", EMPTY)
    return [(state.unit_title(unit), view.authored(text, here)) for unit, text in units.items()]


def format_evidence(view: View, state: State, link: Link, here: str) -> Md:
    """Link a piece of evidence: a notebook to its page here, an address to its site.

    A commit or a path becomes a link to the project's GitHub repository, otherwise code.
    """
    if link.url in view.notebooks:
        return link_page(notebook_uri(state, link.url), here, link.title or link.url)
    if is_address(link.url):
        return link_url(link.url, link.title)
    repo = getattr(state.item, "repo", None) or ""
    if repo.startswith("https://github.com/"):
        commit = re.fullmatch(r"[0-9a-f]{7,40}", link.url)
        folder = "commit" if commit else "blob/HEAD"
        return link_url(f"{repo.rstrip('/')}/{folder}/{link.url}", link.title or link.url)
    text = f"<code>{escape_markdown(link.url)}</code>"
    if link.title:
        text += f" {escape_markdown(link.title)}"
    return Md(text)


def listed_facts(state: State, record: Record | None, spent: list[Entry]) -> list[str]:
    """How long, what was finished, how well understood: in words."""
    facts = [format_duration(sum_minutes(spent))] if sum_minutes(spent) else []
    if record is None:
        return facts
    done = done_of(record)
    if isinstance(done, int):
        if done:
            noun = "unit" if done == 1 else "units"
            facts.append(f"finished {spell_number(done)} {noun}")
    elif done:
        facts.append(
            "finished " + join_words(item_names.quote_names(list(map(state.unit_title, done))))
        )
    if how := reading_of(record):
        facts.append(HOW[how])
    for key, words in RATED.items():
        if sure := getattr(record, key, None):
            facts.append(f"{words}: {sure} of 5")
    if record.status:
        facts.append(f"status: {record.status}")
    return facts


# ---- one page for each item ----------------------------------------------------------------------


def item_page(
    view: View, state: State, spelling: Mapping[str, str], skills: Mapping[str, str]
) -> Page:
    """Build the page of an item. `spelling`: of tags, by key. `skills`: skill -> its page."""
    uri = item_uri(state)
    open_gaps = find_open_gaps(view.figures).filter_items({state.id})
    rows, others = week_rows(view, state, uri)
    hours = build_item_hours_chart(view.figures, state)
    forecast = forecast_active_item(view, state)
    words = tell_forecast(view, forecast)
    details = list_item_details(view, state, skills, open_gaps, forecast)
    body = render_template(
        "item.md.jinja",
        state=state,
        guessed=state.kind == KIND_OF_IDS,
        line=build_item_line(state),
        forecast=words,
        record=view.record_words if words else "",
        details=details,
        named=any(detail.named for detail in details),
        progress=view.bar(state),
        review=view.authored(state.item.review, uri),
        units=unit_list(view, state, uri),
        burn_up=render_burn_up(view, state),
        hours=view.figure(hours) if hours.draw else None,
        hours_heading="Hours" if state.minutes else hours.question,
        rows=rows,
        level=Md("###"),
        others=others,
        posts=list_posts_about(view, state, uri),
    )
    head = front_matter(
        title=escape_markdown(state.title),
        description=escape_markdown(f"{state.title}: {summarize_item(state)}"),
        tags=spell_tags(spelling, state.item.skills),
    )
    source = PLAN_PATH if state.planned else None
    return Page(uri, head + body, source, state.last, listed=True)


def tell_forecast(view: View, forecast: Forecast | None) -> str:
    """Tell when an item in hand may be done, in a sentence; nothing where no day can be named."""
    if not forecast or forecast.refused:
        return ""
    return summarize_forecast(view.figures, forecast, view.today)


def render_burn_up(view: View, state: State) -> Md | None:
    """Render the burn-up of an active course, or of a finished one that took several weeks."""
    if (
        not KINDS[state.kind].has_units
        or state.status not in ("active", "done")
        or not state.progress.total
    ):
        return None
    chart = CHARTS["burn-up"](view.figures, view.today, None, state.id)
    if not chart.draw:
        return None
    if state.status != "active" and len(chart.rows) < FEWEST_WEEKS:
        return None
    return view.figure(chart)


def week_rows(view: View, state: State, uri: str) -> tuple[list[dict[str, Any]], list[Md]]:
    """Return (rows of weeks with texts on the item, links to its other weeks), newest first.

    Drafts are left out unless the site shows them.
    """
    records = {saying.week.name: saying.record for saying in state.sayings}
    rows = []
    others = []
    for name in reversed(state.weeks):
        week = view.figures.weeks.get(name)
        if week is None or not is_shown(view, week):
            continue
        spent = [entry for entry in view.figures.by_week.get(name, ()) if entry.item == state.id]
        heading = post_link(view, week, uri)
        row = item_week_row(view, state, records.get(name), spent, uri, heading)
        row["facts"] = [titles.format_week_dates(week), *row["facts"]]
        if any(
            row[key] for key in ("notes", "units", "gaps", "closed", "evidence", "session_notes")
        ):
            rows.append(row)
        else:
            title = titles.title_of_week(view.figures, week)
            facts = [fact for fact in row["facts"] if not summaries.is_said_in(fact, title)]
            if summaries.is_said_in(titles.format_dates_without_year(week), title):
                facts[0] = str(week.sunday.year)
            others.append(Md(f"{heading} ({escape_markdown(', '.join(facts))})"))
    return rows, others


def list_posts_about(view: View, state: State, uri: str) -> list[tuple[Md, str]]:
    """Return (link, its dates) of each post whose prose links to the item, the newest first."""
    mentions = view.mentions.get(state.id, Mentions())
    posts = []
    for name in mentions.weeks:
        week = view.figures.weeks[name]
        if is_shown(view, week):
            dates = titles.format_week_dates(week)
            posts.append((week.date, post_link(view, week, uri), dates))
    for essay in view.essays:
        if essay.name in mentions.essays:
            link = link_page(f"{view.place.posts}/{essay.name}", uri, essay.title)
            posts.append((essay.date, link, day_words(essay.date)))
    posts.sort(key=lambda post: post[0], reverse=True)
    return [(link, dates) for _, link, dates in posts]


def unit_list(view: View, state: State, uri: str) -> list[tuple[str, str, Md | None]]:
    """Return (title, anchor, link to the week that finished it or None) of each named unit."""
    units = units_of(state.item)
    if not isinstance(units, Mapping):
        return []
    rows = []
    anchors = unit_anchors(units)
    for unit in units:
        finished = state.done.get(unit)
        link = week_link(view, finished, uri) if finished else None
        rows.append((state.unit_title(unit), anchors[unit], link))
    return rows


def week_link(view: View, name: str, uri: str) -> Md:
    """Link a week to its post; a week without a post is only named by its dates."""
    week = view.figures.weeks[name]
    if is_shown(view, week):
        return post_link(view, week, uri)
    return escape_markdown(titles.format_week_dates(week))


def summarize_item(state: State) -> str:
    """`active, 12 of 20 units, 35 h`."""
    parts = [state.status]
    if state.progress.total:
        parts.append(format_item_progress(state))
    if state.minutes and state.progress.measure == "units":
        parts.append(format_duration(state.minutes))
    return ", ".join(parts)


# ---- lists, and addresses that moved -------------------------------------------------------------


def index_pages(view: View) -> Iterator[Page]:
    for name, kind in KINDS.items():
        uri = f"{name}/index.md"
        columns = {key: label for key, label in COLUMNS.items() if key in kind.item._fields}
        rows = []
        for state in view.figures.states.values():
            if state.kind == name:
                rows.append(item_index_row(state, uri, columns))
        yield Page(
            uri,
            front_matter(title=kind.heading, description=summarize_kind(kind, rows), hide=["toc"])
            + render_template(
                "index.md.jinja",
                kind=kind,
                columns=columns.values(),
                rows=rows,
                timed=any(row["time"] for row in rows),
            ),
            empty=not rows,
        )


def summarize_kind(kind: Kind, rows: list[dict[str, Any]]) -> str:
    """`20 papers: 15 done, 3 active and 2 planned`."""
    statuses = Counter(row["status"] for row in rows)
    if not rows:
        return f"No {kind.plural} yet"
    counts = join_words(f"{count} {status}" for status, count in statuses.most_common())
    return f"{len(rows)} {kind.name_for(len(rows))}: {counts}"


def item_index_row(state: State, uri: str, columns: Iterable[str]) -> dict[str, Any]:
    kind = KINDS[state.kind]
    progress = ""
    if kind.is_read:
        progress = format_last_reading(state)
    elif state.progress.total:
        progress = format_item_progress(state)
    # Progress that is measured in minutes shows the time already.
    counted = not kind.is_read and state.progress.measure == "minutes"
    return {
        "link": link_page(item_uri(state), uri, state.title),
        "cells": [format_index_cell(getattr(state.item, key)) for key in columns],
        "status": state.status,
        "far": progress,
        "time": format_duration(state.minutes) if state.minutes and not counted else "",
        "last": last_touched_words(state).removeprefix("in the "),
    }


def moved_pages(view: View) -> Iterator[Page]:
    """Yield a page at the address of each former id, with a link to the item's present page."""
    for old, id_ in view.figures.plan.aliases.items():
        state = view.figures.states[id_]
        uri = f"{state.kind}/{address_name(old)}.md"
        head = front_matter(title=escape_markdown(state.title), search={"exclude": True})
        body = render_template("moved.md.jinja", link=link_page(item_uri(state), uri, state.title))
        yield Page(uri, head + body, listed=True)
