"""The targets of charts' marks -> the addresses of posts and pages, of those published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from tracker.charts.targets import (
    SCHEME,
    item_target,
    resolve_mark_links,
    skill_target,
    week_target,
    year_target,
)
from tracker.pages.markdown import Md
from tracker.pages.page import View, item_uri, shown_weeks
from tracker.pages.skills import collect_skills
from tracker.pages.years import collect_years, uri_of

TABBED = ("hours-by-week", "calendar")  # charts with a tab for each year


def map_mark_targets(view: View) -> dict[str, str]:
    """Map each target that readers may know of to an address relative to the site's URL.

    A week without a post has none: it is a draft, or holds nothing.
    """
    addresses = {}
    for week in shown_weeks(view):
        addresses[week_target(week.name)] = view.post_address(week)
    for state in view.figures.states.values():
        addresses[item_target(state.id)] = view.place.address(item_uri(state))
    for name, uri in collect_skills(view).uris.items():
        addresses[skill_target(name)] = view.place.address(uri)
    for year in collect_years(view):
        addresses[year_target(year.number)] = view.place.address(uri_of(year))
    return addresses


def link_chart_marks(
    html: str, addresses: Mapping[str, str], link_to: Callable[[str], str | None]
) -> str:
    """Link the marks of the charts in a page.

    `link_to`: an address relative to the site's URL -> what a link on the page names it by.
    """

    def find_address(target: str) -> str | None:
        address = addresses.get(target)
        link = None if address is None else link_to(address)
        if link is None:
            return None
        return quote(link, safe="/:.%?=&")

    return resolve_mark_links(html, find_address)


def shows_chart(html: str) -> bool:
    """Whether a page shows a chart, or the year tabs of one, for which the script is there."""
    return 'class="tracker-svg"' in html


def render_year_tabs(view: View, name: str, question: str) -> Md:
    """Render links to the same chart of each year, newest first; nothing where there is one year.

    The script shows that chart in place.
    """
    years = collect_years(view)
    if name not in TABBED or len(years) < 2:
        return Md("")
    anchor = "-".join("".join(c for c in question.lower() if c.isalnum() or c == " ").split())
    links = []
    for year in reversed(years):
        target = f"{SCHEME}{year_target(year.number)}#{anchor}"
        links.append(f'<a href="{target}">{year.number}</a>')
    return Md(
        f'<nav class="tracker-years" aria-label="{question} By year" '
        f'data-chart="{name}" data-search-exclude>{"".join(links)}</nav>'
    )
