"""A page -> what stands in its head besides what the theme puts there: how it looks where it is shared, and its feeds.

The same text for every engine: a page is told by its `Leaf`, what the site knows by its `Catalogue`.
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
_CANONICAL = re.compile(r'(<link rel="canonical" href=)"[^"]*"')


def add_head_metadata(known: Catalogue, leaf: Leaf, html: str) -> str:
    """A whole page as the theme made it -> the same with its title, its address and all that `head` says."""
    top, end, rest = html.partition("</head>")
    if not end:
        return html
    top = _TITLE.sub(
        lambda _: f"<title>{escape_attribute(format_page_title(known, leaf))}</title>", top, count=1
    )
    if leaf.uri in known.moved:
        top = _CANONICAL.sub(
            lambda found: f'{found[1]}"{escape_attribute(canonical_url_of(known, leaf))}"',
            top,
            count=1,
        )
    return top + format_head_metadata(known, leaf, 'property="og:' not in top) + end + rest


def format_head_metadata(known: Catalogue, leaf: Leaf, shared: bool = True) -> str:
    """Lines for the end of `<head>`. Not `shared`: the theme or another plugin says already how the page is shared."""
    image, words = find_card_image(known, leaf)
    lines = [
        *format_redirect(known, leaf),
        *format_feed_links(known),
        *(format_open_graph(known, leaf, image, words) if shared else ()),
    ]
    linked = render_json_ld(known, leaf, image)
    return "".join(f"{line}\n" for line in (*lines, linked) if line)


def format_redirect(known: Catalogue, leaf: Leaf) -> list[str]:
    """Of a page at a former address: it leads on by itself."""
    state = known.moved.get(leaf.uri)
    if state is None:
        return []
    folder = leaf.address if leaf.address.endswith("/") else posixpath.dirname(leaf.address)
    target = known.view.place.address(item_uri(state))
    there = posixpath.relpath(target, folder or ".") + "/" * target.endswith("/")
    return [f'<meta http-equiv="refresh" content="0; url={escape_attribute(quote(there))}">']


def format_feed_links(known: Catalogue) -> list[str]:
    """Where programs that read feeds find them; one that is not made, or has no address, is not named.

    Not `alternate` alone: Material's script takes that for another language, and fetches a sitemap on every page.
    """
    place = known.view.place
    return [
        f'<link rel="alternate feed" type="{kind}" title="{escape_attribute(f"{place.name}, {name}")}" '
        f'href="{place.url}{uri}">'
        for uri, (kind, name) in FEEDS.items()
        if place.url and uri in known.files
    ]


def format_open_graph(known: Catalogue, leaf: Leaf, image: str, words: str) -> list[str]:
    """Open Graph, and the one line that Twitter wants beside it."""
    place, post = known.view.place, known.subjects.get(leaf.uri)
    is_post = isinstance(post, Week | Essay)
    found = [
        ("og:type", "article" if is_post else "website"),
        ("og:title", " ".join(leaf.title.split()) or place.name),
        ("og:description", leaf.description),
        ("og:site_name", place.name),
        ("og:locale", guess_locale(place.language)),
    ]
    if place.url:
        found.append(("og:url", canonical_url_of(known, leaf)))
    if image:
        found += [
            ("og:image", image),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", words),
        ]
    if isinstance(post, Week | Essay):
        found += [
            ("article:published_time", post.date.isoformat()),
            *(("article:tag", tag) for tag in post.tags),
        ]
    lines = [
        f'<meta property="{name}" content="{escape_attribute(text)}">'
        for name, text in found
        if text
    ]
    return [
        *lines,
        f'<meta name="twitter:card" content="{"summary_large_image" if image else "summary"}">',
    ]


def find_card_image(known: Catalogue, leaf: Leaf) -> tuple[str, str]:
    """(address, words) of the page's card, else of the site's; nothing where there is none."""
    view, subject = known.view, known.subjects.get(leaf.uri)
    own = card_uri(view, subject) if subject else SITE
    if not view.place.url or not {own, SITE} & known.files:
        return "", ""
    if subject is None or own not in known.files:
        return absolute_url_of(view, SITE), view.place.name
    shown = build_card(view, subject)
    return absolute_url_of(view, own), ". ".join(
        part for part in (shown.title, *shown.lines) if part
    )


def escape_attribute(text: str) -> str:
    return escape(" ".join(text.split()))


@cache
def guess_locale(language: str) -> str:
    """`en` -> `en_US`, `pt-BR` -> `pt_BR`: Open Graph wants a country too, so the likeliest where none is said."""
    from babel.core import get_global

    parts = language.replace("-", "_").split("_")
    likely = get_global("likely_subtags").get(parts[0], "").split("_")
    country = next(
        (part.upper() for part in parts[1:] if len(part) == 2),
        likely[-1] if len(likely) > 1 else "",
    )
    return f"{parts[0].lower()}_{country}" if country else ""
