"""View -> files for other programs: RSS, Atom, JSON Feed, calendars, the journal as data. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tracker.model.kinds import EMPTY
from tracker.pages import View
from tracker.syndication.atom import format_atom
from tracker.syndication.calendar import (
    format_reading_calendar,
    generate_series_calendars,
)
from tracker.syndication.feed import Feed, feed_of
from tracker.syndication.journal_json import format_journal_json
from tracker.syndication.journal_schema import SCHEMA_URI, format_journal_schema
from tracker.syndication.json_feed import format_json_feed
from tracker.syndication.rss import format_rss

# File, relative to the site's URL -> the function that returns its text, "" for no file.
FEEDS: Mapping[str, Callable[[Feed], str]] = {
    "feed.xml": format_rss,
    "atom.xml": format_atom,
    "feed.json": format_json_feed,
    "calendar.ics": format_reading_calendar,
    "journal.json": format_journal_json,
    SCHEMA_URI: lambda feed: format_journal_schema(),
}
# What readers subscribe to, and other plugins make, too; the rest is the journal's own data.
SUBSCRIBED = ("feed.xml", "atom.xml", "feed.json")


def generate_feeds(view: View, texts: Mapping[str, str] = EMPTY) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each file. Posts are converted once for all of them.

    `texts`: by name, the HTML of posts that are converted already.
    """
    feed = feed_of(view, texts)
    for name, format_feed in FEEDS.items():
        if name in SUBSCRIBED and not view.place.feeds:
            continue
        text = format_feed(feed)
        if text:
            yield name, text
    yield from generate_series_calendars(view)
