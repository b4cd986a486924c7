"""Links to items in prose -> Markdown links to their pages; and who wrote about which item.

A text of a week can stand on many pages, so its links first name the page as seen from docs/:
`[micrograd](tracker:/courses/zero-to-hero.md#unit-micrograd)`. `relative_item_links` makes them
relative to the page on which the text stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from tracker.figures.stats import kinds_of
from tracker.format.item_links import ItemLink, find_item_links, split_target, sub_item_links
from tracker.format.markdown_spans import sub_outside_code
from tracker.format.markdown_texts import (
    change_markdown_of_plan,
    change_markdown_of_week,
    markdown_of_week,
)
from tracker.model.journal import Journal, Week
from tracker.model.kinds import EMPTY, units_of
from tracker.pages.addresses import Essay, item_page_uri
from tracker.pages.markdown import escape_markdown, relative_uri_of

_ROOT = "tracker:/"
HELD_BACK = "…"  # in place of a link that has no other words
_FROM_ROOT = re.compile(rf"\]\({_ROOT}(?P<uri>[^)\s#]+)(?P<anchor>#[^)\s]+)?\)")


class LinkTarget(NamedTuple):
    """What a link to an item leads to. `units`: name -> (title, anchor on the page).

    An item that readers may not know of has no `uri`.
    """

    id: str
    uri: str
    title: str
    units: Mapping[str, tuple[str, str]] = EMPTY


LinkTargets = Mapping[str, LinkTarget]  # by present and by former ids


def build_link_targets(journal: Journal, known_ids: Iterable[str] = ()) -> LinkTargets:
    """Map each id of a public journal to its page.

    `known_ids`: of the whole journal. Those that the public one does not have are held back.
    """
    plan = journal.plan
    planned = plan.items
    targets = {id_: LinkTarget("", "", HELD_BACK) for id_ in known_ids}
    for id_, kind in kinds_of(journal).items():
        title, units = id_, {}
        if id_ in planned:
            item = planned[id_][1]
            title = (item.title or "").strip() or id_
            named = units_of(item)
            if isinstance(named, Mapping):
                anchors = unit_anchors(named)
                units = {unit: (named[unit] or unit, anchors[unit]) for unit in named}
        targets[id_] = LinkTarget(id_, item_page_uri(kind, id_), title, units)
    for former, id_ in plan.aliases.items():
        targets[former] = targets[id_]
    return targets


def unit_anchors(units: Iterable[str]) -> dict[str, str]:
    """Name -> the anchor of its line on the course's page: `micrograd` -> `unit-micrograd`."""
    anchors: dict[str, str] = {}
    for unit in units:
        slug = re.sub(r"[^a-z0-9]+", "-", unit.lower()).strip("-")
        if not slug or not unit.isascii() or f"unit-{slug}" in anchors.values():
            slug = f"{slug}-{sha256(unit.encode()).hexdigest()[:6]}".strip("-")
        anchors[unit] = f"unit-{slug}"
    return anchors


# ---- links


def link_items(text: str, targets: LinkTargets) -> str:
    """Replace links to items by Markdown links; those to what is no item stay as typed."""

    def replace(link: ItemLink) -> str:
        id_, unit = split_target(link.target)
        target = targets.get(id_)
        if target is None:
            return text[link.start : link.end]
        if not target.uri:
            return link.label or target.title
        title, anchor = target.title, ""
        if unit:
            title = unit
            if unit in target.units:
                title, anchor = target.units[unit]
                anchor = f"#{anchor}"
        label = link.label or escape_markdown(title)
        return f"[{label}]({_ROOT}{target.uri}{anchor})"

    return sub_item_links(replace, text)


def link_items_of_journal(journal: Journal, targets: LinkTargets) -> Journal:
    """Replace the links to items in each Markdown text of the weeks and of the plan."""

    def change(text: str) -> str:
        return link_items(text, targets)

    weeks = tuple(change_markdown_of_week(week, change) for week in journal.weeks)
    return journal._replace(weeks=weeks, plan=change_markdown_of_plan(journal.plan, change))


def link_items_on_page(text: str, targets: LinkTargets, here: str) -> str:
    """Replace the links to items of a page that is written by hand."""
    return relative_item_links(link_items(text, targets), here)


def relative_item_links(text: str, here: str) -> str:
    """Make links to items relative to the page `here`, for the engine to resolve."""
    if _ROOT not in text:
        return text

    def link(match: re.Match[str]) -> str:
        return f"]({relative_uri_of(match['uri'], here)}{match['anchor'] or ''})"

    return sub_outside_code(_FROM_ROOT, link, text)


# ---- who wrote about an item


class Mentions(NamedTuple):
    """The weeks and the essays that write about an item, oldest first."""

    weeks: tuple[str, ...] = ()
    essays: tuple[str, ...] = ()


def collect_mentions(
    weeks: Iterable[Week], essays: Iterable[Essay], targets: LinkTargets
) -> dict[str, Mentions]:
    """Map each item to the names of the weeks and essays that link to it, or name it."""
    mentions: dict[str, Mentions] = {}
    for week in weeks:
        texts = (text for _, text in markdown_of_week(week) if "[[" in text)
        for id_ in list_linked_items(texts, targets):
            known = mentions.get(id_, Mentions())
            mentions[id_] = known._replace(weeks=(*known.weeks, week.name))
    for essay in essays:
        named = list_linked_items([f"[[{item}]]" for item in essay.items], targets)
        linked = list_linked_items([essay.text], targets)
        for id_ in dict.fromkeys([*named, *linked]):
            known = mentions.get(id_, Mentions())
            mentions[id_] = known._replace(essays=(*known.essays, essay.name))
    return mentions


def list_linked_items(texts: Iterable[str], targets: LinkTargets) -> list[str]:
    """List the present ids of the items that texts link to, each once."""
    ids = []
    for text in texts:
        for link in find_item_links(text):
            target = targets.get(split_target(link.target)[0])
            if target and target.uri:
                ids.append(target.id)
    return list(dict.fromkeys(ids))
