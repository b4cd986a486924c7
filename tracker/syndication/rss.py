"""Feed -> RSS 2.0 (https://www.rssboard.org/rss-specification), whole posts in content:encoded."""

from __future__ import annotations

import re
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as etree

from tracker.syndication.feed import Feed, Item
from tracker.syndication.xml import add_xml_child, format_xml_document

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
SPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def format_rss(feed: Feed) -> str:
    if not feed.url:
        return ""
    root = etree.Element("rss", {"version": "2.0", **SPACES})
    channel = add_xml_child(root, "channel")
    add_xml_child(channel, "title", without_tags(feed.title))
    add_xml_child(channel, "link", feed.url)
    add_xml_child(channel, "description", without_tags(feed.description))
    add_xml_child(channel, "language", feed.view.place.language)
    if feed.author.email:
        add_xml_child(channel, "managingEditor", without_tags(format_rss_author(feed)))
    add_xml_child(channel, "lastBuildDate", format_datetime(feed.updated))
    add_xml_child(channel, "generator", "progress-journal")
    add_xml_child(
        channel, "atom:link", rel="self", type="application/rss+xml", href=f"{feed.url}feed.xml"
    )
    for item in feed.items:
        add_rss_item(add_xml_child(channel, "item"), feed, item)
    return format_xml_document(root)


def without_tags(text: str) -> str:
    """Make a text safe for readers that show it as HTML: RSS does not say which a title is.

    An invisible word joiner keeps what looks like a tag from being one.
    """
    return _TAG.sub("<\u2060", text)


def format_rss_author(feed: Feed) -> str:
    """`mail@example.org (Her Name)`, the form that RSS requires."""
    name = (feed.author.name or "").replace("(", "").replace(")", "").strip()
    if not name:
        return str(feed.author.email)
    return f"{feed.author.email} ({name})"


def add_rss_item(element: etree.Element, feed: Feed, item: Item) -> None:
    add_xml_child(element, "title", without_tags(item.title))
    add_xml_child(element, "link", item.url)
    add_xml_child(element, "guid", item.id, isPermaLink="false")
    add_xml_child(element, "pubDate", format_datetime(item.when))
    if feed.author.name:
        add_xml_child(element, "dc:creator", without_tags(feed.author.name))
    for tag in item.tags:
        add_xml_child(element, "category", without_tags(tag))
    # A description is HTML, where a title is text.
    add_xml_child(element, "description", escape(item.summary, quote=False))
    add_xml_child(element, "content:encoded", item.html)
