"""Journal -> what is read: series with their schedule, this week's paper first, and links with the author's take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from tracker.figures.stats import State
from tracker.model.english import format_count, month_words
from tracker.model.journal import Week, is_address, monday_of, week_of
from tracker.model.kinds import Link
from tracker.model.plan import Series, Slot
from tracker.pages import titles
from tracker.pages.gather import format_titled_link, with_note
from tracker.pages.items import format_last_reading
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.page import (
    PLAN_SOURCE,
    Page,
    View,
    front_matter,
    item_uri,
    post_link,
    render_template,
    shown_weeks,
)

INDEX = "reading/index.md"
LATEST = 8  # links on the first page
LONG = 12  # weeks of a schedule that needs a page of its own


class Take(NamedTuple):
    """A link of a week, with what its author says of it."""

    link: Link
    week: Week


def reading_pages(view: View) -> Iterator[Page]:
    found, plan = collect_takes(view), view.figures.plan
    yield reading_index_page(view, found)
    for id_, series in plan.series.items():
        if is_long(series):
            uri = series_uri(id_)
            body = render_template(
                "series.md.jinja", series=[series_row(view, id_, series, uri)], alone=True
            )
            head = front_matter(
                title=escape_markdown(series.title or id_),
                description=escape_markdown(series.theme) or None,
            )
            yield Page(uri, head + body, PLAN_SOURCE, listed=True)
    for year in sorted({take.week.date.year for take in found}):
        yield year_page(view, year, [take for take in found if take.week.date.year == year])


def reading_index_page(view: View, found: list[Take]) -> Page:
    plan = view.figures.plan
    empty = not found and not plan.series
    ahead = [
        row
        for id_, series in plan.series.items()
        if (row := current_slot_row(view, id_, series, INDEX))
    ]
    body = render_template(
        "reading.md.jinja",
        alone=False,
        empty=empty,
        ahead=sorted(ahead, key=lambda row: str(row["week"])),
        series=[series_row(view, id_, series, INDEX) for id_, series in plan.series.items()],
        takes=[take_row(view, take, INDEX) for take in found[:LATEST]],
        years=list_link_years(found),
        tags=by_tag_and_year(found),
        papers=link_page("papers/index.md", INDEX, "papers") if plan.papers else None,
    )
    head = front_matter(
        title="Reading",
        description="What is read together and when, and links with a word on each",
        search={"exclude": True} if empty else None,
    )
    return Page(INDEX, head + body, PLAN_SOURCE)


# ---- series --------------------------------------------------------------------------------------------------------


def is_long(series: Series) -> bool:
    return len(series.schedule) > LONG


def series_uri(id_: str) -> str:
    return f"reading/series-{id_}.md"


def find_current_slot(series: Series, today: date) -> Slot | None:
    """This week's slot, else the next one."""
    ahead = [slot for slot in series.schedule if slot.week >= week_of(today)]
    return min(ahead, key=lambda slot: slot.week, default=None)


def current_slot_row(view: View, id_: str, series: Series, here: str) -> dict[str, Any] | None:
    """What is read this week, else next; None where the schedule is over."""
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
    slots = sorted(series.schedule, key=lambda slot: slot.week)
    near, elsewhere = find_current_slot(series, view.today), is_long(series) and here == INDEX
    title = (
        link_url(series.url, series.title or id_)
        if series.url
        else escape_markdown(series.title or id_)
    )
    return {
        "title": link_page(series_uri(id_), here, series.title or id_) if elsewhere else title,
        "site": link_url(series.url) if series.url else None,
        "theme": series.theme,
        "starter": [] if elsewhere else [with_note(link) for link in series.starter],
        "slots": []
        if elsewhere
        else [{**slot_row(view, slot, here), "near": slot is near} for slot in slots],
        "count": format_count(len(slots), "week"),
    }


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
    return view.figures.states.get(
        view.figures.plan.aliases.get(slot.paper or "", slot.paper or "")
    )


def link_slot_paper(state: State | None, slot: Slot, here: str) -> Md:
    """What a series reads that week: a paper of the journal by its page, another by its address."""
    if state:
        return link_page(item_uri(state), here, slot.title or state.title)
    id_ = slot.paper or ""
    return link_url(id_, slot.title) if is_address(id_) else escape_markdown(slot.title or id_)


# ---- links ---------------------------------------------------------------------------------------------------------


def collect_takes(view: View) -> list[Take]:
    """The links of all weeks on show, newest first; a week's own in its order."""
    weeks = sorted(shown_weeks(view), key=lambda week: (week.date, week.name), reverse=True)
    return [Take(link, week) for week in weeks for link in week.links]


def take_row(view: View, take: Take, here: str) -> dict[str, Any]:
    return {
        "link": take.link,
        "name": format_titled_link(take.link),
        "week": post_link(view, take.week, here),
    }


def year_uri(year: int) -> str:
    return f"reading/links-{year}.md"


def list_link_years(found: list[Take]) -> list[tuple[Md, str]]:
    counts = Counter(take.week.date.year for take in found)
    return [
        (link_page(year_uri(year), INDEX, str(year)), format_count(count, "link"))
        for year, count in counts.items()
    ]


def year_page(view: View, year: int, found: list[Take]) -> Page:
    uri = year_uri(year)
    months: dict[str, list[dict[str, Any]]] = {}
    for take in found:
        months.setdefault(month_words(take.week.date), []).append(take_row(view, take, uri))
    tags = {
        name: Md(", ".join(format_titled_link(take.link) for take in mine))
        for name, mine in by_tag(found).items()
    }
    body = render_template("links_of_year.md.jinja", months=months, tags=tags)
    title = f"Links of {year}"
    head = front_matter(
        title=title,
        description=f"{format_count(len(found), 'link')} of {year}, with a word on each",
    )
    return Page(uri, head + body, None, found[0].week.date, listed=True)


def by_tag(found: list[Take]) -> dict[str, list[Take]]:
    """Tag, as it was written first, -> its links; by the alphabet. Case makes no other tag."""
    spelling: dict[str, str] = {}
    groups: dict[str, list[Take]] = {}
    for take in found:
        for tag in dict.fromkeys(tag.casefold() for tag in take.link.tags):
            groups.setdefault(tag, []).append(take)
        for tag in take.link.tags:
            spelling[tag.casefold()] = tag
    return {spelling[tag]: groups[tag] for tag in sorted(groups)}


def by_tag_and_year(found: list[Take]) -> list[tuple[str, Md]]:
    """Tag -> the years that have links of it, as links to where they stand."""
    rows = []
    for tag, mine in by_tag(found).items():
        counts = Counter(take.week.date.year for take in mine)
        parts = [
            f"[{year}]({year_uri(year).removeprefix('reading/')}#by-tag) ({n})"
            for year, n in counts.items()
        ]
        rows.append((tag, Md(", ".join(parts))))
    return rows
