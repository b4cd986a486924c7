"""The site's 404 page, and its robots.txt.

A server shows the 404 page at any address, so its links are absolute paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from tracker.figures import titles
from tracker.figures.public import is_draft
from tracker.model.kinds import KINDS
from tracker.pages.gather import has_plan, has_progress
from tracker.pages.head.catalogue import HOME
from tracker.pages.markdown import Md
from tracker.pages.page import View, render_template, shown_weeks

LATEST = 3
TITLE_TEXT = "There is no page here"
# The heading of Material's own page; a 404 page that the author wrote stays as it is.
PLAIN = re.compile(r"<h1>404 - [^<]*</h1>")
TITLE = re.compile(r"<title>[^<]*</title>")


def fill_not_found_page(view: View, html: str) -> str:
    """Fill the theme's 404 page with links that work without search or script."""
    if not PLAIN.search(html):
        return html
    title = f"<title>{TITLE_TEXT} - {view.place.name}</title>"
    html = TITLE.sub(lambda _: f'{title}<meta name="robots" content="noindex">', html, count=1)
    return PLAIN.sub(lambda _: render_not_found(view), html, count=1)


def render_not_found(view: View) -> str:
    """Render the text of the 404 page as HTML."""
    pages = list(list_entry_pages(view))
    return render_template("lost.html.jinja", pages=pages, posts=list_suggested_posts(view))


def list_entry_pages(view: View) -> Iterator[tuple[str, str]]:
    if view.place.home or HOME in view.place.named:
        yield "Home", absolute_path_of(view, "")
    journal = view.place.address(view.place.journal_uri)
    yield "Journal, with every post", absolute_path_of(view, journal)
    if has_progress(view):
        yield "Progress", absolute_path_of(view, view.place.address("progress.md"))
    if has_plan(view):
        yield "Plan", absolute_path_of(view, view.place.address("plan.md"))
    kinds = {state.kind for state in view.figures.states.values()}
    for kind in (kind for kind in KINDS if kind in kinds):
        yield KINDS[kind].heading, absolute_path_of(view, view.place.address(f"{kind}/index.md"))


def list_suggested_posts(view: View) -> list[tuple[str, str]]:
    """Return (title, path) of the newest weeks and essays."""
    posts = []
    for week in shown_weeks(view):
        if not is_draft(week, view.today):
            title = titles.title_of_week(view.figures, week)
            posts.append((week.date, title, view.post_address(week)))
    for essay in view.essays:
        if not essay.draft:
            posts.append((essay.date, essay.title, essay.address(view.place)))
    posts.sort(reverse=True)
    return [(title, absolute_path_of(view, address)) for _, title, address in posts[:LATEST]]


def absolute_path_of(view: View, address: str) -> Md:
    """`courses/` -> `/journal/courses/`, with the path of the site's URL."""
    return Md(quote(root_path_of(view) + address, safe="/%"))


def root_path_of(view: View) -> str:
    return urlsplit(view.place.url).path or "/"


def format_robots_txt(view: View) -> str | None:
    """Return a robots.txt that names the site map; None unless the site is at a host's root.

    Crawlers ask for robots.txt at the root of a host only.
    """
    url = view.place.url
    if not url or root_path_of(view) != "/":
        return None
    return f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n"
