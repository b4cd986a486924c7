"""Feed -> Atom 1.0 (RFC 4287) with whole posts."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from tracker.syndication.feed import Feed, Item
from tracker.syndication.xml import add_xml_child, format_xml_document


def format_atom(feed: Feed) -> str:
    if not feed.url:
        return ""
    root = etree.Element(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.view.place.language}
    )
    add_xml_child(root, "title", feed.title)
    add_xml_child(root, "subtitle", feed.description)
    add_xml_child(root, "id", feed.url)
    add_xml_child(root, "updated", feed.updated.isoformat())
    add_xml_child(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}atom.xml")
    add_xml_child(root, "link", rel="alternate", type="text/html", href=feed.url)
    author = add_xml_child(root, "author")
    add_xml_child(author, "name", feed.author.name or feed.title)  # Atom requires one
    if feed.author.url:
        add_xml_child(author, "uri", feed.author.url)
    if feed.author.email:
        add_xml_child(author, "email", feed.author.email)
    add_xml_child(root, "generator", "progress-journal")
    for item in feed.items:
        add_atom_entry(add_xml_child(root, "entry"), item)
    return format_xml_document(root)


def add_atom_entry(element: etree.Element, item: Item) -> None:
    add_xml_child(element, "title", item.title)
    add_xml_child(element, "id", item.id)
    add_xml_child(element, "link", rel="alternate", type="text/html", href=item.url)
    # The journal knows when a post was published, not when it was last changed.
    add_xml_child(element, "published", item.when.isoformat())
    add_xml_child(element, "updated", item.when.isoformat())
    for tag in item.tags:
        add_xml_child(element, "category", term=tag)
    add_xml_child(element, "summary", item.summary)
    add_xml_child(element, "content", item.html, type="html")
