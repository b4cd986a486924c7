"""Journal -> its people: those of the plan, the makers of courses and papers, and linked sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tracker.figures.stats import State
from tracker.model.english import join_words
from tracker.model.journal import PLAN_PATH
from tracker.model.kinds import KINDS, Link
from tracker.pages.gather import format_titled_link
from tracker.pages.item_facts import format_last_reading
from tracker.pages.items import summarize_item
from tracker.pages.markdown import Md, escape_markdown, link_or_escape, link_page
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    front_matter,
    item_uri,
    render_template,
    shown_weeks,
)

URI = "people.md"
AGAIN = 2  # papers of one author, or links to one site, that are worth a row
SITES = 12
NEWEST = 4  # links named for a site


class Source(NamedTuple):
    """A maker of courses or papers of the plan."""

    name: str
    states: tuple[State, ...]


def people_page(view: View) -> Page:
    plan = view.figures.plan
    sources = collect_sources(view)
    sites = list_linked_sites(view)
    empty = not (plan.people or sources or sites)
    people = []
    for person in plan.people.values():
        people.append((link_or_escape(person.url, person.name), person.role))
    body = render_template(
        "people.md.jinja",
        empty=empty,
        people=people,
        taught=list_course_makers(sources),
        written=list_authors(sources),
        once=sum(not is_teacher(source) and len(source.states) < AGAIN for source in sources),
        papers=link_page("papers/index.md", URI, "papers"),
        sites=sites,
    )
    head = front_matter(
        title="People and sources",
        description=(
            "Who is on the way with me, whose courses and papers taught me what, "
            "and where my links lead"
        ),
        search=exclude_from_search(empty),
    )
    return Page(URI, head + body, PLAN_PATH, empty=empty)


def collect_sources(view: View) -> list[Source]:
    """Return the makers of the courses and papers that were worked on, in the plan's order."""
    sources: dict[str, Source] = {}
    for state in list_started_items(view):
        for name in maker_names_of(state):
            source = sources.get(name.casefold(), Source(name, ()))
            sources[name.casefold()] = source._replace(states=(*source.states, state))
    return list(sources.values())


def is_teacher(source: Source) -> bool:
    return any(getattr(state.item, "by", None) for state in source.states)


def minutes_with(source: Source) -> int:
    return sum(state.minutes for state in source.states)


def list_course_makers(sources: list[Source]) -> list[tuple[str, Md]]:
    """Return (maker of courses, all items of theirs), the one with the most time first."""
    teachers = sorted(filter(is_teacher, sources), key=minutes_with, reverse=True)
    return [(source.name, item_rows(source.states)) for source in teachers]


def list_authors(sources: list[Source]) -> list[tuple[str, Md]]:
    """Return (authors, papers) for authors of several papers, the most papers first.

    Authors of the same papers share a row.
    """
    groups: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        if not is_teacher(source) and len(source.states) >= AGAIN:
            ids = tuple(state.id for state in source.states)
            groups.setdefault(ids, []).append(source)
    rows = []
    for group in sorted(groups.values(), key=lambda group: -len(group[0].states)):
        names = join_words(source.name for source in group)
        rows.append((names, item_rows(group[0].states)))
    return rows


def list_started_items(view: View) -> Iterator[State]:
    """Yield the items that were worked on."""
    for state in view.figures.states.values():
        done = state.minutes or state.done or state.status == "done" or format_last_reading(state)
        if done:
            yield state


def maker_names_of(state: State) -> Iterable[str]:
    makers = [getattr(state.item, "by", None) or "", *getattr(state.item, "authors", ())]
    names = (" ".join(maker.split()) for maker in makers)
    return dict.fromkeys(name for name in names if name)


def item_rows(states: Iterable[State]) -> Md:
    return Md(", ".join(map(link_item_with_status, states)))


def link_item_with_status(state: State) -> Md:
    told = format_last_reading(state) if KINDS[state.kind].is_read else summarize_item(state)
    link = link_page(item_uri(state), URI, state.title)
    if not told:
        return link
    return Md(f"{link} ({escape_markdown(told)})")


def list_linked_sites(view: View) -> list[dict[str, Any]]:
    """Return a row for each host linked to more than once, most linked first.

    Each row has the host's newest links.
    """
    hosts: dict[str, dict[str, Link]] = {}
    for week in reversed(shown_weeks(view)):
        for link in week.links:
            hosts.setdefault(host_name_of(link.url), {}).setdefault(link.url, link)
    # An address without a host is a mail address.
    names = [name for name in hosts if name and len(hosts[name]) >= AGAIN]
    names.sort(key=lambda name: (-len(hosts[name]), name))
    rows = []
    for name in names[:SITES]:
        newest = list(hosts[name].values())[:NEWEST]
        rows.append(
            {
                "name": name,
                "links": Md(", ".join(map(format_titled_link, newest))),
                "more": max(0, len(hosts[name]) - NEWEST),
            }
        )
    return rows


def host_name_of(url: str) -> str:
    """`https://www.example.org/x` -> `example.org`; "" if the address has no host."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
