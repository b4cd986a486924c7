"""Plan -> calendars of the reading groups' schedules: RFC 5545. An event lasts its week and keeps nobody busy."""

from __future__ import annotations

import re
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
from tracker.syndication.feed import Feed
from tracker.syndication.html_tree import strip_control_characters

OCTETS = 75  # of a line, its end left out


def format_reading_calendar(feed: Feed) -> str:
    """All series together; nothing where none has a schedule."""
    view = feed.view
    found = {id_: series for id_, series in view.figures.plan.series.items() if series.schedule}
    name = f"{view.figures.plan.title or feed.title}: reading"
    return format_icalendar(view, name, None, found) if found else ""


def generate_series_calendars(view: View) -> Iterator[tuple[str, str]]:
    """(name of the file, text) of each series by itself: whoever reads along in one need not see the others."""
    for id_, series in view.figures.plan.series.items():
        if series.schedule:
            yield (
                calendar_uri(id_),
                format_icalendar(view, series.title or id_, series.theme, {id_: series}),
            )


def calendar_uri(series: str) -> str:
    """Where the calendar of a series stands; its id is fit for an address."""
    return f"calendar/{series}.ics"


def format_icalendar(view: View, name: str, about: str | None, found: dict[str, Series]) -> str:
    # X-WR-CALNAME is what programs show; NAME, of RFC 7986, is what they should.
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//progress-journal//reading//EN",
        "CALSCALE:GREGORIAN",
    ]
    lines += [f"NAME:{escape_calendar_text(name)}", f"X-WR-CALNAME:{escape_calendar_text(name)}"]
    lines += (
        [
            f"DESCRIPTION:{escape_calendar_text(about)}",
            f"X-WR-CALDESC:{escape_calendar_text(about)}",
        ]
        if about
        else []
    )
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    for id_, series in found.items():
        times = Counter[str]()
        for slot in sorted(series.schedule, key=lambda slot: slot.week):
            times[slot.week] += 1
            lines += format_calendar_event(view, id_, series, slot, times[slot.week])
    return "".join(f"{fold_calendar_line(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def format_calendar_event(view: View, id_: str, series: Series, slot: Slot, time: int) -> list[str]:
    """One week of a series. `time`: the how many-th of that week."""
    monday = monday_of(slot.week)
    state = paper_of(view, slot)
    title = slot.title or (state.title if state else slot.paper) or series.title or id_
    page = view.absolute(view.place.address(item_uri(state))) if state and view.place.url else None
    links = [address for address in (page, paper_address(slot, state)) if address]
    return [
        "BEGIN:VEVENT",
        f"UID:{escape_calendar_text(make_event_uid(view, id_, slot, time))}",
        # When it was last changed nobody knows; what stands here must not change with each build.
        f"DTSTAMP:{monday:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{monday:%Y%m%d}",
        f"DTEND;VALUE=DATE:{monday + timedelta(days=7):%Y%m%d}",
        f"SUMMARY:{escape_calendar_text(title)}",
        f"DESCRIPTION:{escape_calendar_text(format_event_description(series, id_, slot, state))}",
        *([f"URL:{strip_control_characters(links[0])}"] if links else []),
        f"CATEGORIES:{escape_calendar_text(series.title or id_)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def make_event_uid(view: View, id_: str, slot: Slot, time: int) -> str:
    """Of the site, the series and the week: another title, or another paper, changes this event and adds none."""
    parts = urlsplit(view.place.url)
    site = (
        f"{quote(parts.path.strip('/'))}.{parts.hostname}".lstrip(".")
        if parts.hostname
        else "progress-journal"
    )
    again = f"-{time}" if time > 1 else ""
    return f"{quote(id_)}-{slot.week}{again}@{site.replace('/', '.')}"


def paper_address(slot: Slot, state: State | None) -> str | None:
    if slot.paper and is_address(slot.paper):
        return slot.paper
    return find_reading_address(state.item) if state else None


def find_reading_address(item: Item) -> str | None:
    """Where it can be read: its own address, else arXiv's or the DOI's."""
    if item.url:
        return item.url
    if arxiv := getattr(item, "arxiv", None):
        return f"https://arxiv.org/abs/{arxiv}"
    doi = getattr(item, "doi", None)
    return f"https://doi.org/{doi}" if doi else None


def format_event_description(series: Series, id_: str, slot: Slot, state: State | None) -> str:
    """What a calendar shows below the title: authors, where to read it, what to read before."""
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
    named = f"{link.title}: {link.url}" if link.title else link.url
    return f"- {named}" + (f" ({link.note})" if link.note else "")


def escape_calendar_text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and newline are escaped, controls taken out."""
    plain = re.sub(r"[\r\x85\u2028\u2029]|[\t\x7f-\x9f]", " ", strip_control_characters(value))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n")


def fold_calendar_line(line: str) -> str:
    """Lines of 75 octets at most, none of them ending within a letter."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            parts.append("")
            size = 1  # the space that each further line begins with
        parts[-1] += letter
        size += octets
    return "\r\n ".join(parts)
