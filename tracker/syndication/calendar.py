"""Plan -> calendars (RFC 5545) of the reading groups' schedules.

An event lasts its week and does not mark anybody as busy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote, urlsplit

from tracker.figures.stats import State
from tracker.model.journal import is_address, monday_of
from tracker.model.kinds import Item, Link
from tracker.model.plan import Series, Slot
from tracker.pages import View
from tracker.pages.page import item_uri
from tracker.pages.reading import paper_of
from tracker.syndication.calendar_text import escape_calendar_text, fold_calendar_line
from tracker.syndication.feed import Feed
from tracker.syndication.html_tree import strip_control_characters


def format_reading_calendar(feed: Feed) -> str:
    """Return a calendar of all series; "" if none has a schedule."""
    plan = feed.view.figures.plan
    scheduled = {id_: series for id_, series in plan.series.items() if series.schedule}
    if not scheduled:
        return ""
    name = f"{plan.title or feed.title}: reading"
    return format_icalendar(feed.view, name, None, scheduled)


def generate_series_calendars(view: View) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of a calendar of each series, for those who read in one of them only."""
    for id_, series in view.figures.plan.series.items():
        if series.schedule:
            text = format_icalendar(view, series.title or id_, series.theme, {id_: series})
            yield calendar_uri(id_), text


def calendar_uri(series: str) -> str:
    """Return the file of a series' calendar; the id of a series is valid in an address."""
    return f"calendar/{series}.ics"


def format_icalendar(
    view: View, name: str, about: str | None, all_series: dict[str, Series]
) -> str:
    """Format the schedules of some series as a calendar. `about`: its description."""
    # Programs show X-WR-CALNAME; NAME, of RFC 7986, is what they should show.
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//progress-journal//reading//EN",
        "CALSCALE:GREGORIAN",
    ]
    lines += [f"NAME:{escape_calendar_text(name)}", f"X-WR-CALNAME:{escape_calendar_text(name)}"]
    if about:
        text = escape_calendar_text(about)
        lines += [f"DESCRIPTION:{text}", f"X-WR-CALDESC:{text}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    for id_, series in all_series.items():
        times = Counter[str]()
        for slot in sorted(series.schedule, key=lambda slot: slot.week):
            times[slot.week] += 1
            lines += format_calendar_event(view, id_, series, slot, times[slot.week])
    lines.append("END:VCALENDAR")
    return "".join(f"{fold_calendar_line(line)}\r\n" for line in lines)


def format_calendar_event(view: View, id_: str, series: Series, slot: Slot, time: int) -> list[str]:
    """Format a week of a series. `time`: 1 for the first slot of the week, 2 for the second, ..."""
    monday = monday_of(slot.week)
    state = paper_of(view, slot)
    paper = state.title if state else slot.paper
    title = slot.title or paper or series.title or id_
    address = paper_address(slot, state)
    if state and view.place.url:
        address = view.absolute(view.place.address(item_uri(state)))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape_calendar_text(make_event_uid(view, id_, slot, time))}",
        # The time of the last change is not known, and this line must not change with each build.
        f"DTSTAMP:{monday:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{monday:%Y%m%d}",
        f"DTEND;VALUE=DATE:{monday + timedelta(days=7):%Y%m%d}",
        f"SUMMARY:{escape_calendar_text(title)}",
        f"DESCRIPTION:{escape_calendar_text(format_event_description(series, id_, slot, state))}",
    ]
    if address:
        lines.append(f"URL:{strip_control_characters(address)}")
    lines += [
        f"CATEGORIES:{escape_calendar_text(series.title or id_)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return lines


def make_event_uid(view: View, id_: str, slot: Slot, time: int) -> str:
    """Return an id of an event, built from the site, the series and the week.

    So another title, or another paper, changes the event in a reader's calendar and adds none.
    """
    parts = urlsplit(view.place.url)
    site = "progress-journal"
    if parts.hostname:
        site = f"{quote(parts.path.strip('/'))}.{parts.hostname}".lstrip(".")
    event = f"{quote(id_)}-{slot.week}"
    if time > 1:
        event += f"-{time}"
    return f"{event}@{site.replace('/', '.')}"


def paper_address(slot: Slot, state: State | None) -> str | None:
    """Return the address at which the paper of a slot can be read."""
    if slot.paper and is_address(slot.paper):
        return slot.paper
    if state is None:
        return None
    return find_reading_address(state.item)


def find_reading_address(item: Item) -> str | None:
    """Return the address of an item's text: its own, otherwise arXiv's or the DOI's."""
    if item.url:
        return item.url
    if arxiv := getattr(item, "arxiv", None):
        return f"https://arxiv.org/abs/{arxiv}"
    doi = getattr(item, "doi", None)
    return f"https://doi.org/{doi}" if doi else None


def format_event_description(series: Series, id_: str, slot: Slot, state: State | None) -> str:
    """Return the text below an event's title: authors, address of the paper, primers."""
    lines = [series.title or id_]
    by = ", ".join(getattr(state.item, "authors", ())) if state else ""
    if state and by:
        year = getattr(state.item, "year", None)
        lines.append(f"{by} ({year})" if year else by)
    if address := paper_address(slot, state):
        lines.append(address)
    if slot.primers:
        lines += ["", "To read before:", *map(format_primer, slot.primers)]
    return "\n".join(lines)


def format_primer(link: Link) -> str:
    """`- Title: https://example.org (note)`."""
    line = "- "
    if link.title:
        line += f"{link.title}: "
    line += link.url
    if link.note:
        line += f" ({link.note})"
    return line
