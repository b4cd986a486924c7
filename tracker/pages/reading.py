"""Journal -> its reading: series with their schedules, and links with the author's comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from tracker.figures import titles
from tracker.figures.stats import State
from tracker.model.english import format_count, month_words
from tracker.model.journal import PLAN_PATH, Week, is_address, monday_of, week_of
from tracker.model.kinds import Link
from tracker.model.plan import Series, Slot
from tracker.pages.gather import format_titled_link, with_note
from tracker.pages.item_facts import format_last_reading
from tracker.pages.markdown import Md, escape_markdown, link_or_escape, link_page, link_url
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    front_matter,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)

INDEX = "reading/index.md"
LATEST = 8  # links on the first page
LONG = 12  # weeks; a longer schedule has a page of its own


class Take(NamedTuple):
    """A link, with the author's comment on it, and its week."""

    link: Link
    week: Week


def reading_pages(view: View) -> Iterator[Page]:
    takes = collect_takes(view)
    yield reading_index_page(view, takes)
    for id_, series in view.figures.plan.series.items():
        if is_long(series):
            yield series_page(view, id_, series)
    by_year: dict[int, list[Take]] = {}
    for take in takes:
        by_year.setdefault(take.week.date.year, []).append(take)
    for year in sorted(by_year):
        yield year_page(view, year, by_year[year])


def series_page(view: View, id_: str, series: Series) -> Page:
    uri = series_uri(id_)
    rows = [series_row(view, id_, series, uri)]
    body = render_template("series.md.jinja", series=rows, alone=True)
    head = front_matter(
        title=escape_markdown(series.title or id_),
        description=escape_markdown(series.theme) or None,
    )
    return Page(uri, head + body, PLAN_PATH, listed=True)


def reading_index_page(view: View, takes: list[Take]) -> Page:
    plan = view.figures.plan
    empty = not takes and not plan.series
    ahead = list_current_slots(view, INDEX)
    body = render_template(
        "reading.md.jinja",
        alone=False,
        empty=empty,
        ahead=sorted(ahead, key=lambda row: str(row["week"])),
        series=[series_row(view, id_, series, INDEX) for id_, series in plan.series.items()],
        takes=[take_row(view, take, INDEX) for take in takes[:LATEST]],
        years=list_link_years(takes),
        tags=by_tag_and_year(takes),
        papers=link_page("papers/index.md", INDEX, "papers") if plan.papers else None,
    )
    head = front_matter(
        title="Reading",
        description="What is read together and when, and links with a word on each",
        search=exclude_from_search(empty),
    )
    return Page(INDEX, head + body, PLAN_PATH, empty=empty)


# ---- series --------------------------------------------------------------------------------------


def is_long(series: Series) -> bool:
    return len(series.schedule) > LONG


def series_uri(id_: str) -> str:
    return f"reading/series-{id_}.md"


def find_current_slot(series: Series, today: date) -> Slot | None:
    """Return this week's slot, otherwise the next one; None if the schedule is over."""
    ahead = [slot for slot in series.schedule if slot.week >= week_of(today)]
    return min(ahead, key=lambda slot: slot.week, default=None)


def list_current_slots(view: View, here: str) -> list[dict[str, Any]]:
    """Return a row of each series that goes on, with the paper of this week or the next one."""
    rows = []
    for id_, series in view.figures.plan.series.items():
        row = current_slot_row(view, id_, series, here)
        if row:
            rows.append(row)
    return rows


def current_slot_row(view: View, id_: str, series: Series, here: str) -> dict[str, Any] | None:
    """Return the row of this week's slot, otherwise of the next; None if the schedule is over."""
    slot = find_current_slot(series, view.today)
    if slot is None:
        return None
    return {
        **slot_row(view, slot, here),
        "week": slot.week,
        "heading": "This week" if slot.week == week_of(view.today) else "Next",
        "series": series.title or id_,
    }


def series_row(view: View, id_: str, series: Series, here: str) -> dict[str, Any]:
    """Return a series with its slots; on the index a long series only links to its own page."""
    name = series.title or id_
    row: dict[str, Any] = {
        "title": link_page(series_uri(id_), here, name),
        "site": link_url(series.url) if series.url else None,
        "theme": series.theme,
        "starter": [],
        "slots": [],
        "count": format_count(len(series.schedule), "week"),
    }
    if is_long(series) and here == INDEX:
        return row
    near = find_current_slot(series, view.today)
    slots = []
    for slot in sorted(series.schedule, key=lambda slot: slot.week):
        slots.append({**slot_row(view, slot, here), "near": slot is near})
    row["title"] = link_or_escape(series.url, name)
    row["starter"] = [with_note(link) for link in series.starter]
    row["slots"] = slots
    return row


def slot_row(view: View, slot: Slot, here: str) -> dict[str, Any]:
    state = paper_of(view, slot)
    return {
        "day": monday_of(slot.week),
        "when": titles.format_week_dates(Week(slot.week)),
        "paper": link_slot_paper(state, slot, here),
        "primers": [with_note(link) for link in slot.primers],
        "before": Md("; ".join(format_titled_link(link) for link in slot.primers)),
        "read": format_last_reading(state) if state else "",
    }


def paper_of(view: View, slot: Slot) -> State | None:
    """Return the paper of the journal that the slot names, if it is one."""
    id_ = slot.paper or ""
    return view.figures.states.get(view.figures.plan.aliases.get(id_, id_))


def link_slot_paper(state: State | None, slot: Slot, here: str) -> Md:
    """Link the paper of a slot: a paper of the journal to its page, another to its address."""
    if state:
        return link_page(item_uri(state), here, slot.title or state.title)
    id_ = slot.paper or ""
    if is_address(id_):
        return link_url(id_, slot.title)
    return escape_markdown(slot.title or id_)


# ---- links ---------------------------------------------------------------------------------------


def collect_takes(view: View) -> list[Take]:
    """Return the links of all shown weeks, newest week first; those of a week in its order."""
    takes = []
    for week in sorted(shown_weeks(view), key=lambda week: (week.date, week.name), reverse=True):
        takes += [Take(link, week) for link in week.links]
    return takes


def take_row(view: View, take: Take, here: str) -> dict[str, Any]:
    return {
        "link": take.link,
        "name": format_titled_link(take.link),
        "week": post_link(view, take.week, here),
    }


def year_uri(year: int) -> str:
    return f"reading/links-{year}.md"


def list_link_years(takes: list[Take]) -> list[tuple[Md, str]]:
    """Return (link to the page of a year, `12 links`), in the order of the takes."""
    rows = []
    for year, count in Counter(take.week.date.year for take in takes).items():
        rows.append((link_page(year_uri(year), INDEX, str(year)), format_count(count, "link")))
    return rows


def year_page(view: View, year: int, takes: list[Take]) -> Page:
    """Build the page of a year's links, by month and by tag; `takes`: those of the year."""
    uri = year_uri(year)
    months: dict[str, list[dict[str, Any]]] = {}
    for take in takes:
        months.setdefault(month_words(take.week.date), []).append(take_row(view, take, uri))
    tags = {}
    for tag, tagged in by_tag(takes).items():
        tags[tag] = Md(", ".join(format_titled_link(take.link) for take in tagged))
    body = render_template("links_of_year.md.jinja", months=months, tags=tags)
    title = f"Links of {year}"
    head = front_matter(
        title=title,
        description=f"{format_count(len(takes), 'link')} of {year}, with a word on each",
    )
    return Page(uri, head + body, None, takes[0].week.date, listed=True)


def by_tag(takes: list[Take]) -> dict[str, list[Take]]:
    """Return tag -> its takes, by the alphabet. Tags that differ only in case are one tag.

    The takes come newest first, so a tag is spelled as it was written first.
    """
    spelling: dict[str, str] = {}
    groups: dict[str, list[Take]] = {}
    for take in takes:
        for tag in dict.fromkeys(tag.casefold() for tag in take.link.tags):
            groups.setdefault(tag, []).append(take)
        for tag in take.link.tags:
            spelling[tag.casefold()] = tag
    return {spelling[tag]: groups[tag] for tag in sorted(groups)}


def by_tag_and_year(takes: list[Take]) -> list[tuple[str, Md]]:
    """Return (tag, the years that have links with it, as links to their pages)."""
    rows = []
    for tag, tagged in by_tag(takes).items():
        parts = []
        for year, count in Counter(take.week.date.year for take in tagged).items():
            address = year_uri(year).removeprefix("reading/")
            parts.append(f"[{year}]({address}#by-tag) ({count})")
        rows.append((tag, Md(", ".join(parts))))
    return rows
