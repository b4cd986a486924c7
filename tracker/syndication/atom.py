"""Feed -> Atom 1.0 with whole posts: RFC 4287."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from tracker.syndication.feed import Feed, Item
from tracker.syndication.xml import child, written


def atom(feed: Feed) -> str:
    if not feed.url:
        return ""
    root = etree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.view.place.language})
    child(root, "title", feed.title)
    child(root, "subtitle", feed.description)
    child(root, "id", feed.url)
    child(root, "updated", feed.updated.isoformat())
    child(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}atom.xml")
    child(root, "link", rel="alternate", type="text/html", href=feed.url)
    author = child(root, "author")
    child(author, "name", feed.author.name or feed.title)  # Atom wants one
    if feed.author.url:
        child(author, "uri", feed.author.url)
    if feed.author.email:
        child(author, "email", feed.author.email)
    child(root, "generator", "progress-journal")
    for item in feed.items:
        add(child(root, "entry"), item)
    return written(root)


def add(element: etree.Element, item: Item) -> None:
    child(element, "title", item.title)
    child(element, "id", item.id)
    child(element, "link", rel="alternate", type="text/html", href=item.url)
    # The data says when a post is from, not when it was last changed.
    child(element, "published", item.when.isoformat())
    child(element, "updated", item.when.isoformat())
    for tag in item.tags:
        child(element, "category", term=tag)
    child(element, "summary", item.summary)
    child(element, "content", item.html, type="html")
