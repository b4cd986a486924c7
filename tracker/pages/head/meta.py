"""Page -> the metadata that the theme leaves out of its <head>: title, Open Graph, feeds, JSON-LD.

It is the same for every engine: a `Leaf` describes the page, the `Catalogue` describes the site.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from html import escape
from urllib.parse import quote

from tracker.model.journal import Week
from tracker.pages.addresses import Essay
from tracker.pages.head.cards import HEIGHT, WIDTH
from tracker.pages.head.catalogue import (
    Catalogue,
    Leaf,
    absolute_url_of,
    canonical_url_of,
    format_page_title,
)
from tracker.pages.head.json_ld import render_json_ld
from tracker.pages.head.previews import SITE, build_card, card_uri
from tracker.pages.page import item_uri

FEEDS = {
    "feed.xml": ("application/rss+xml", "RSS"),
    "atom.xml": ("application/atom+xml", "Atom"),
    "feed.json": ("application/feed+json", "JSON Feed"),
}
_TITLE = re.compile(r"(?s)<title>.*?</title>")
_OPEN_GRAPH = re.compile(r'property="?og:')
_CANONICAL = re.compile(r'(<link rel="canonical" href=)"[^"]*"')


def add_head_metadata(catalogue: Catalogue, leaf: Leaf, html: str) -> str:
    """Put the page's title, its canonical address and its metadata into a page of the theme."""
    top, end, rest = html.partition("</head>")
    if not end:  # a plugin that makes pages smaller leaves this tag out
        top, end, rest = html.partition("<body")
    if not end:
        return html
    if catalogue.view.place.head:
        title = escape_attribute(format_page_title(catalogue, leaf))
        top = _TITLE.sub(lambda _: f"<title>{title}</title>", top, count=1)
    if leaf.uri in catalogue.moved:
        url = escape_attribute(canonical_url_of(catalogue, leaf))
        top = _CANONICAL.sub(lambda match: f'{match[1]}"{url}"', top, count=1)
    return top + format_head_metadata(catalogue, leaf, not _OPEN_GRAPH.search(top)) + end + rest


def format_head_metadata(catalogue: Catalogue, leaf: Leaf, open_graph: bool = True) -> str:
    """Format the lines for the end of `<head>`.

    `open_graph` is false if the theme or another plugin has written Open Graph tags already.
    """
    image, caption = find_card_image(catalogue, leaf)
    if not catalogue.view.place.head:
        return "".join(f"{line}\n" for line in format_redirect(catalogue, leaf))
    lines = [*format_redirect(catalogue, leaf), *format_feed_links(catalogue)]
    if open_graph:
        lines += format_open_graph(catalogue, leaf, image, caption)
    json_ld = render_json_ld(catalogue, leaf, image)
    if json_ld:
        lines.append(json_ld)
    return "".join(f"{line}\n" for line in lines)


def format_redirect(catalogue: Catalogue, leaf: Leaf) -> list[str]:
    """Return the tag that leads a browser from a page at a former address to the present one."""
    state = catalogue.moved.get(leaf.uri)
    if state is None:
        return []
    folder = posixpath.dirname(leaf.address) or "."  # of `a/b/` it is `a/b`
    target = catalogue.view.place.address(item_uri(state))
    href = posixpath.relpath(target, folder)
    if target.endswith("/"):
        href += "/"
    return [f'<meta http-equiv="refresh" content="0; url={escape_attribute(quote(href))}">']


def format_feed_links(catalogue: Catalogue) -> list[str]:
    """Return the tags by which feed readers find the site's feeds; without a URL there are none.

    Not `alternate` alone: Material's script takes that for a translation, and fetches a sitemap on
    every page.
    """
    place = catalogue.view.place
    if not place.url:
        return []
    lines = []
    for uri, (media_type, name) in FEEDS.items():
        if uri in catalogue.files:
            title = escape_attribute(f"{place.name}, {name}")
            lines.append(
                f'<link rel="alternate feed" type="{media_type}" title="{title}" '
                f'href="{place.url}{uri}">'
            )
    return lines


def format_open_graph(catalogue: Catalogue, leaf: Leaf, image: str, caption: str) -> list[str]:
    """Return the Open Graph tags of a page, and the one that Twitter needs beside them."""
    place, subject = catalogue.view.place, catalogue.subjects.get(leaf.uri)
    is_post = isinstance(subject, Week | Essay)
    properties = [
        ("og:type", "article" if is_post else "website"),
        ("og:title", " ".join(leaf.title.split()) or place.name),
        ("og:description", leaf.description),
        ("og:site_name", place.name),
        ("og:locale", guess_locale(place.language)),
    ]
    if place.url:
        properties.append(("og:url", canonical_url_of(catalogue, leaf)))
    if image:
        properties += [
            ("og:image", image),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", caption),
        ]
    if isinstance(subject, Week | Essay):
        properties.append(("article:published_time", subject.date.isoformat()))
        properties += [("article:tag", tag) for tag in subject.tags]
    lines = []
    for name, text in properties:
        if text:
            lines.append(f'<meta property="{name}" content="{escape_attribute(text)}">')
    card_type = "summary_large_image" if image else "summary"
    lines.append(f'<meta name="twitter:card" content="{card_type}">')
    return lines


def find_card_image(catalogue: Catalogue, leaf: Leaf) -> tuple[str, str]:
    """Return (address, caption) of the page's card, otherwise of the site's; or ("", "")."""
    view, subject = catalogue.view, catalogue.subjects.get(leaf.uri)
    if not view.place.url:
        return "", ""
    if subject:
        uri = card_uri(view, subject)
        if uri in catalogue.files:
            card = build_card(view, subject)
            caption = ". ".join(filter(None, (card.title, *card.lines)))
            return absolute_url_of(view, uri), caption
    if SITE in catalogue.files:
        return absolute_url_of(view, SITE), view.place.name
    return "", ""


def escape_attribute(text: str) -> str:
    return escape(" ".join(text.split()))


@cache
def guess_locale(language: str) -> str:
    """`en` -> `en_US`, `pt-BR` -> `pt_BR`.

    Open Graph needs a country too; if the language names none, it is the likeliest one.
    """
    from babel.core import get_global

    parts = language.replace("-", "_").split("_")
    countries = [part.upper() for part in parts[1:] if len(part) == 2]
    likely = get_global("likely_subtags").get(parts[0], "").split("_")
    if len(likely) > 1:
        countries.append(likely[-1])
    if not countries:
        return ""
    return f"{parts[0].lower()}_{countries[0]}"
