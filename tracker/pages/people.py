"""Journal -> who is on the way: people of the plan, those whose courses and papers taught, the sites linked to most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tracker.figures.stats import State
from tracker.model.english import join_words
from tracker.model.kinds import KINDS, Link
from tracker.pages.gather import format_titled_link
from tracker.pages.items import format_last_reading, summarize_item
from tracker.pages.markdown import Md, escape_markdown, link_page, link_url
from tracker.pages.page import (
    PLAN_SOURCE,
    Page,
    View,
    front_matter,
    item_uri,
    render_template,
    shown_weeks,
)

URI = "people.md"
AGAIN = 2  # papers of one author, links to one site: from here on there is something to say
SITES = 12
NEWEST = 4  # links named for a site


class Source(NamedTuple):
    """Who made courses or papers of the plan."""

    name: str
    states: tuple[State, ...]


def people_page(view: View) -> Page:
    plan = view.figures.plan
    makers_, linked = collect_sources(view), list_linked_sites(view)
    empty = not (plan.people or makers_ or linked)
    body = render_template(
        "people.md.jinja",
        empty=empty,
        people=[
            (
                link_url(person.url, person.name) if person.url else escape_markdown(person.name),
                person.role,
            )
            for person in plan.people.values()
        ],
        taught=taught_by(makers_),
        written=written_by(makers_),
        once=sum(not is_teacher(one) and len(one.states) < AGAIN for one in makers_),
        papers=link_page("papers/index.md", URI, "papers"),
        sites=linked,
    )
    head = front_matter(
        title="People and sources",
        description="Who is on the way with me, whose courses and papers taught me what, and where my links lead",
        search={"exclude": True} if empty else None,
    )
    return Page(URI, head + body, PLAN_SOURCE)


def collect_sources(view: View) -> list[Source]:
    """Those who made the courses and papers that something was done with, as they come up in the plan."""
    found: dict[str, Source] = {}
    for state in list_started_items(view):
        for name in maker_names_of(state):
            known = found.get(name.casefold(), Source(name, ()))
            found[name.casefold()] = known._replace(states=(*known.states, state))
    return list(found.values())


def is_teacher(source: Source) -> bool:
    return any(getattr(state.item, "by", None) for state in source.states)


def taught_by(found: list[Source]) -> list[tuple[str, Md]]:
    """Those who made the courses, with their papers too; who taught longest comes first."""
    teachers = sorted(
        filter(is_teacher, found), key=lambda one: -sum(state.minutes for state in one.states)
    )
    return [(one.name, item_rows(one.states)) for one in teachers]


def written_by(found: list[Source]) -> list[tuple[str, Md]]:
    """Authors of more than one paper, the most first; those who wrote the same ones stand together."""
    together: dict[tuple[str, ...], list[Source]] = {}
    for one in found:
        if not is_teacher(one) and len(one.states) >= AGAIN:
            together.setdefault(tuple(state.id for state in one.states), []).append(one)
    rows = sorted(together.values(), key=lambda group: -len(group[0].states))
    return [(join_words(one.name for one in group), item_rows(group[0].states)) for group in rows]


def list_started_items(view: View) -> Iterator[State]:
    """What something was done with."""
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
    return Md(
        link_page(item_uri(state), URI, state.title)
        + (f" ({escape_markdown(told)})" if told else "")
    )


def list_linked_sites(view: View) -> list[dict[str, Any]]:
    """Hosts that weeks link to more than once, the most linked first, each with its newest links."""
    hosts: dict[str, dict[str, Link]] = {}
    for week in reversed(shown_weeks(view)):
        for link in week.links:
            hosts.setdefault(host_name_of(link.url), {}).setdefault(link.url, link)
    often = sorted(
        (name for name in hosts if len(hosts[name]) >= AGAIN),
        key=lambda name: (-len(hosts[name]), name),
    )
    return [
        {
            "name": name,
            "links": Md(
                ", ".join(format_titled_link(link) for link in list(hosts[name].values())[:NEWEST])
            ),
            "more": max(0, len(hosts[name]) - NEWEST),
        }
        for name in often[:SITES]
        if name
    ]


def host_name_of(url: str) -> str:
    """`https://www.example.org/x` -> `example.org`; nothing where an address has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
