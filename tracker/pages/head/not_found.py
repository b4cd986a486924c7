"""The page for an address that leads nowhere; and what programs that gather pages are told.

A server shows it at any address, so its links are whole paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from tracker.figures.public import is_draft
from tracker.model.kinds import KINDS
from tracker.pages import titles
from tracker.pages.markdown import Md
from tracker.pages.page import View, render_template, shown_weeks

LATEST = 3
PLAIN = re.compile(
    r"<h1>404 - [^<]*</h1>"
)  # as Material says it; a page that the author made stands
TITLE = re.compile(r"<title>[^<]*</title>")


def lost_page(view: View, html: str) -> str:
    """The theme's page of that kind -> one that leads on, without search or script."""
    if not PLAIN.search(html):
        return html
    title = f"<title>There is no page here - {view.place.name}</title>"
    html = TITLE.sub(lambda _: f'{title}<meta name="robots" content="noindex">', html, count=1)
    return PLAIN.sub(lambda _: render_not_found(view), html, count=1)


def render_not_found(view: View) -> str:
    """What it says, as HTML."""
    return render_template(
        "lost.html.jinja", pages=list(list_entry_pages(view)), posts=list_suggested_posts(view)
    )


def list_entry_pages(view: View) -> Iterator[tuple[str, str]]:
    yield "Home", absolute_path_of(view, "")
    yield (
        "Journal, with every post",
        absolute_path_of(view, view.place.address(view.place.journal_uri)),
    )
    yield "Progress", absolute_path_of(view, view.place.address("progress.md"))
    yield "Plan", absolute_path_of(view, view.place.address("plan.md"))
    kinds = {state.kind for state in view.figures.states.values()}
    for kind in (kind for kind in KINDS if kind in kinds):
        yield KINDS[kind].heading, absolute_path_of(view, view.place.address(f"{kind}/index.md"))


def list_suggested_posts(view: View) -> list[tuple[str, str]]:
    """(title, path) of the newest weeks and essays."""
    weeks = [week for week in shown_weeks(view) if not is_draft(week, view.today)]
    found = [
        (week.date, titles.title_of_week(view.figures, week), view.post_address(week))
        for week in weeks
    ]
    found += [
        (essay.date, essay.title, essay.address(view.place))
        for essay in view.essays
        if not essay.draft
    ]
    return [
        (title, absolute_path_of(view, address))
        for _, title, address in sorted(found, reverse=True)[:LATEST]
    ]


def absolute_path_of(view: View, address: str) -> Md:
    return Md(quote(root_path_of(view) + address, safe="/%"))


def root_path_of(view: View) -> str:
    return urlsplit(view.place.url).path or "/"


def format_robots_txt(view: View) -> str | None:
    """Where the site map is; only a host's own root is asked for it, so nothing for a site below one."""
    url = view.place.url
    return (
        f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n"
        if url and root_path_of(view) == "/"
        else None
    )
