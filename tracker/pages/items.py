"""Courses, papers and projects -> a page for each, with all that any week said of it, and a list for each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tracker.charts import CHARTS
from tracker.charts.item_hours import build_item_hours_chart
from tracker.figures.forecast import describe_finish_dates, describe_forecast, forecast_item
from tracker.figures.knowledge import HOW
from tracker.figures.stats import Entry, State, sum_minutes
from tracker.model.english import day_words, join_words, spell_number
from tracker.model.journal import Week, is_address
from tracker.model.kinds import (
    EMPTY,
    KIND_OF_IDS,
    KINDS,
    Item,
    Kind,
    Link,
    Record,
    done_of,
    evidence_of,
    reading_of,
    units_of,
)
from tracker.model.when import format_duration
from tracker.pages import titles
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.notebooks import notebook_uri
from tracker.pages.page import (
    PLAN_SOURCE,
    Page,
    View,
    address_name,
    front_matter,
    is_shown,
    item_uri,
    post_link,
    render_template,
)
from tracker.pages.tags import spell_tags

FEWEST_WEEKS = 4  # less is no course of things
# A key of the plan's items -> what it is called at the head of the item's page, and how its value is shown.
DETAILS: dict[str, tuple[str, Callable[[Any], Md]]] = {
    "by": ("By", escape_markdown),
    "form": ("Form", escape_markdown),
    "authors": ("Authors", lambda names: escape_markdown(", ".join(names))),
    "year": ("Year", escape_markdown),
    "arxiv": ("arXiv", lambda number: link_url(f"https://arxiv.org/abs/{number}", number)),
    "doi": ("DOI", lambda name: link_url(f"https://doi.org/{name}", name)),
    "repo": ("Repository", link_url),
    "url": ("Link", link_url),
}
# A key of a week's records, 1 to 5 -> what it says.
RATED = {"confidence": "could explain it", "understood": "understood"}
# A key of the plan's items -> the column for it in the list of the kind.
COLUMNS = {"authors": "Authors", "by": "By", "year": "Year"}


def record_rows(view: View, week: Week, kind: str, here: str) -> list[dict[str, Any]]:
    """What one week did with the items of a kind: those it writes of, then those it only has sessions for."""
    figures = view.figures
    spent: dict[str, list[Entry]] = {}
    for entry in figures.by_week.get(week.name, ()):
        if entry.kind == kind and entry.item:
            spent.setdefault(entry.item, []).append(entry)
    aliases = figures.plan.aliases
    said = {aliases.get(id_, id_): record for id_, record in getattr(week, kind).items()}
    rows = []
    for id_ in [*said, *(id_ for id_ in spent if id_ not in said)]:
        state = figures.states[id_]
        heading = link_page(item_uri(state), here, state.title)
        rows.append(
            item_week_row(view, week, state, said.get(id_), spent.get(id_, []), here, heading)
        )
    return rows


def item_week_row(
    view: View,
    week: Week,
    state: State,
    record: Record | None,
    spent: list[Entry],
    here: str,
    heading: Md,
) -> dict[str, Any]:
    """One item in one week, for the post and for the item's own page alike; nothing but facts where it is held back."""
    notes = [entry.session.note for entry in spent if entry.session.note]
    told = record is not None and bool(
        getattr(record, "notes", None) or getattr(record, "units", None)
    )
    return {
        "heading": heading,
        "facts": listed_facts(state, record, spent),
        "notes": view.authored(record.notes, here) if record and record.notes else None,
        "units": unit_rows(view, state, record, here),
        "gaps": getattr(record, "gaps", ()),
        "evidence": [
            (format_evidence(view, state, link, here), link.note)
            for link in (evidence_of(record) if record else ())
        ],
        "session_notes": [] if told else notes,
    }


def unit_rows(view: View, state: State, record: Record | None, here: str) -> list[tuple[str, Md]]:
    units: Mapping[str, str] = getattr(record, "units", EMPTY)
    return [(state.unit_title(unit), view.authored(text, here)) for unit, text in units.items()]


def format_evidence(view: View, state: State, link: Link, here: str) -> Md:
    """Evidence: an address as a link, a notebook as its page; a commit or path as a link to GitHub, else as code."""
    if link.url in view.notebooks:
        return link_page(notebook_uri(state, link.url), here, link.title or link.url)
    if is_address(link.url):
        return link_url(link.url, link.title)
    repo = getattr(state.item, "repo", None) or ""
    if repo.startswith("https://github.com/"):
        commit = re.fullmatch(r"[0-9a-f]{7,40}", link.url)
        return link_url(
            f"{repo.rstrip('/')}/{'commit' if commit else 'blob/HEAD'}/{link.url}",
            link.title or link.url,
        )
    return Md(
        f"<code>{escape_markdown(link.url)}</code>"
        + (f" {escape_markdown(link.title)}" if link.title else "")
    )


def listed_facts(state: State, record: Record | None, spent: list[Entry]) -> list[str]:
    """How long, what was finished, how well understood: in words."""
    facts = [format_duration(sum_minutes(spent))] if sum_minutes(spent) else []
    if record is None:
        return facts
    done = done_of(record)
    if isinstance(done, int):
        facts += [f"finished {spell_number(done)} unit{'s' * (done != 1)}"] if done else []
    elif done:
        facts.append("finished " + join_words(state.unit_title(unit) for unit in done))
    if how := reading_of(record):
        facts.append(HOW[how])
    for key, words in RATED.items():
        if sure := getattr(record, key, None):
            facts.append(f"{words}: {sure} of 5")
    return facts + ([f"status: {record.status}"] if record.status else [])


# ---- one page for each item ----------------------------------------------------------------------------------------


def item_pages(
    view: View, spelling: Mapping[str, str], skills: Mapping[str, str]
) -> Iterator[Page]:
    """`spelling`: of tags. `skills`: the page of each skill."""
    for state in view.figures.states.values():
        uri = item_uri(state)
        rows, others = week_rows(view, state, uri)
        body = render_template(
            "item.md.jinja",
            state=state,
            guessed=state.kind == KIND_OF_IDS,
            facts=[*list_item_facts(view, state, uri), *skill_links(skills, state, uri)],
            progress=view.bar(state),
            review=view.authored(state.item.review, uri),
            units=unit_list(view, state, uri),
            burn_up=render_burn_up(view, state),
            hours=view.figure(studied)
            if (studied := build_item_hours_chart(view.figures, state)).draw
            else None,
            rows=rows,
            others=others,
        )
        head = front_matter(
            title=escape_markdown(state.title),
            description=escape_markdown(f"{state.title}: {summarize_item(state)}"),
            tags=spell_tags(spelling, state.item.skills),
        )
        yield Page(
            uri, head + body, PLAN_SOURCE if state.planned else None, state.last, listed=True
        )


def render_burn_up(view: View, state: State) -> Md | None:
    """When an active course will be done; of one that is done how that went, where it took long enough to tell."""
    if (
        not KINDS[state.kind].has_units
        or state.status not in ("active", "done")
        or not state.progress.total
    ):
        return None
    chart = CHARTS["burn-up"](view.figures, view.today, None, state.id)
    told = chart.draw and (state.status == "active" or len(chart.rows) >= FEWEST_WEEKS)
    return view.figure(chart) if told else None


def week_rows(view: View, state: State, uri: str) -> tuple[list[dict[str, Any]], list[Md]]:
    """(what weeks wrote of it, weeks that only studied it), newest first. A draft's words appear nowhere."""
    records = {saying.week.name: saying.record for saying in state.sayings}
    rows, others = [], []
    for name in reversed(state.weeks):
        week = view.figures.weeks.get(name)
        if week is None or not is_shown(view, week):
            continue
        spent = [entry for entry in view.figures.by_week.get(name, ()) if entry.item == state.id]
        heading = post_link(view, week, uri)
        found = item_week_row(view, week, state, records.get(name), spent, uri, heading)
        found["facts"] = [titles.format_week_dates(week), *found["facts"]]
        if any(found[key] for key in ("notes", "units", "gaps", "evidence", "session_notes")):
            rows.append(found)
        else:
            others.append(Md(f"{heading} ({escape_markdown(', '.join(found['facts']))})"))
    return rows, others


def unit_list(view: View, state: State, uri: str) -> list[tuple[str, Md | None]]:
    """(title, link to the post of the week that finished it) for each named unit, in order."""
    units = units_of(state.item)
    if not isinstance(units, Mapping):
        return []
    return [
        (title, week_link(view, state.done[unit], uri) if unit in state.done else None)
        for unit, title in units.items()
    ]


def week_link(view: View, name: str, uri: str) -> Md:
    week = view.figures.weeks[name]
    return (
        post_link(view, week, uri)
        if is_shown(view, week)
        else escape_markdown(titles.format_week_dates(week))
    )


def summarize_item(state: State) -> str:
    """One line: status, how far, how long."""
    parts = [state.status]
    if state.progress.total:
        parts.append(format_item_progress(state))
    if state.minutes and state.progress.measure == "units":
        parts.append(format_duration(state.minutes))
    return ", ".join(parts)


def format_item_progress(state: State) -> str:
    progress = state.progress
    if progress.measure == "minutes":
        return f"{format_duration(progress.done)} of about {format_duration(progress.total)}"
    return f"{progress.done} of {progress.total} units"


def list_item_facts(view: View, state: State, uri: str) -> list[tuple[str, Md]]:
    """(what, value) for the head of an item's page, only those that are known."""
    item, states = state.item, view.figures.states
    used_by = [other for other in states.values() if state.id in getattr(other.item, "uses", ())]
    after = [other for other in states.values() if state.id in other.item.after]
    found = [*list_item_details(item), ("Status", escape_markdown(state.status))]
    found += (
        [("Progress", escape_markdown(format_item_progress(state)))] if state.progress.total else []
    )
    found += [("Time", escape_markdown(format_duration(state.minutes)))] if state.minutes else []
    found += [("Last touched", escape_markdown(day_words(state.last)))] if state.last else []
    if KINDS[state.kind].has_units and state.status == "active" and state.progress.total:
        end = forecast_item(view.figures, view.today, state.id)
        words_ = (
            describe_forecast(view.figures, end, view.today)
            if end.refused
            else describe_finish_dates(end)
        )
        found.append(("Forecast", escape_markdown(words_)))
    if item.estimate and state.progress.measure == "units":
        found.append(("Estimate", escape_markdown(format_duration(item.estimate))))
    phases = view.figures.plan.phases
    if item.phase and item.phase <= len(phases):
        found.append(("Phase", escape_markdown(f"{item.phase}. {phases[item.phase - 1].title}")))
    found += format_item_links(
        "After", [states[i] for i in resolve_item_ids(view, item.after)], uri
    )
    found += format_item_links("Before", after, uri)
    found += format_item_links(
        "Uses", [states[i] for i in resolve_item_ids(view, getattr(item, "uses", ()))], uri
    )
    return found + format_item_links("Used by", used_by, uri)


def skill_links(skills: Mapping[str, str], state: State, uri: str) -> list[tuple[str, Md]]:
    links = [link_page(skills[name], uri, name) for name in dict.fromkeys(state.item.skills)]
    return [("Skills", Md(", ".join(links)))] if links else []


def list_item_details(item: Item) -> list[tuple[str, Md]]:
    """What it is, as the plan says."""
    found = []
    for key, (label, show) in DETAILS.items():
        if value := getattr(item, key, None):
            found.append((label, show(value)))
    return found


def resolve_item_ids(view: View, ids: tuple[str, ...]) -> list[str]:
    aliases = view.figures.plan.aliases
    return [known for id_ in ids if (known := aliases.get(id_, id_)) in view.figures.states]


def format_item_links(label: str, states: list[State], uri: str) -> list[tuple[str, Md]]:
    return (
        [(label, Md(", ".join(link_page(item_uri(state), uri, state.title) for state in states)))]
        if states
        else []
    )


# ---- lists, and addresses that moved -------------------------------------------------------------------------------


def index_pages(view: View) -> Iterator[Page]:
    for name, kind in KINDS.items():
        uri = f"{name}/index.md"
        columns = {key: label for key, label in COLUMNS.items() if key in kind.item._fields}
        rows = [
            item_index_row(state, uri, columns)
            for state in view.figures.states.values()
            if state.kind == name
        ]
        yield Page(
            uri,
            front_matter(title=kind.heading, description=summarize_kind(kind, rows), hide=["toc"])
            + render_template("index.md.jinja", kind=kind, columns=columns.values(), rows=rows),
            PLAN_SOURCE,
        )


def summarize_kind(kind: Kind, rows: list[dict[str, Any]]) -> str:
    """`20 papers: 15 done, 3 active and 2 planned`."""
    statuses = Counter(row["status"] for row in rows)
    told = join_words(f"{count} {status}" for status, count in statuses.most_common())
    if not rows:
        return f"No {kind.plural} yet"
    return f"{len(rows)} {kind.name_for(len(rows))}: {told}"


def item_index_row(state: State, uri: str, columns: Iterable[str]) -> dict[str, Any]:
    kind = KINDS[state.kind]
    # Its hours say already how far it is.
    counted = not kind.is_read and state.progress.measure == "minutes"
    return {
        "link": link_page(item_uri(state), uri, state.title),
        "cells": [format_index_cell(getattr(state.item, key)) for key in columns],
        "status": state.status,
        "far": format_last_reading(state)
        if kind.is_read
        else format_item_progress(state)
        if state.progress.total
        else "",
        "time": format_duration(state.minutes) if state.minutes and not counted else "",
        "last": day_words(state.last) if state.last else "",
    }


def format_index_cell(value: Any) -> Any:
    """More than two authors are one `et al.`"""
    if isinstance(value, tuple):
        return f"{value[0]} et al." if len(value) > 2 else join_words(value)
    return value


def format_last_reading(state: State) -> str:
    """`read again, understood 4 of 5`: what the last week that read the paper says."""
    for _, record in reversed(state.sayings):
        how, understood = reading_of(record), getattr(record, "understood", None)
        if how or understood:
            facts = [HOW[how]] if how else []
            if understood:
                facts.append(f"understood {understood} of 5")
            return ", ".join(facts)
    return ""


def moved_pages(view: View) -> Iterator[Page]:
    """For each former id a page at its old address that leads to the new one."""
    for old, id_ in view.figures.plan.aliases.items():
        state = view.figures.states[id_]
        uri = f"{state.kind}/{address_name(old)}.md"
        body = render_template("moved.md.jinja", link=link_page(item_uri(state), uri, state.title))
        yield Page(
            uri,
            front_matter(title=escape_markdown(state.title), search={"exclude": True}) + body,
            listed=True,
        )
