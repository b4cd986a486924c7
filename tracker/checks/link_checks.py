"""Links to items in prose -> findings: ids and units that lead nowhere. Part of CHECKS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.format.item_links import find_item_links, split_target
from tracker.format.markdown_texts import markdown_texts
from tracker.format.places import Finding
from tracker.format.scalars import parse_item
from tracker.model.journal import Journal
from tracker.model.journal import split_target as split_item
from tracker.model.kinds import units_of
from tracker.model.plan import Plan
from tracker.model.session_columns import list_session_items
from tracker.model.suggest import find_closest_word


class BadLink(NamedTuple):
    """A link that leads nowhere: the kind of the problem, and its message."""

    kind: str
    message: str


def item_links(journal: Journal) -> Iterator[Finding]:
    """Find links in the prose of weeks and of the plan that lead to no item, or to no unit."""
    ids: set[str] = set()
    for path, where, text in markdown_texts(journal):
        for link in find_item_links(text):
            ids = ids or known_ids_of(journal)
            bad_link = find_bad_link(journal.plan, ids, link.target)
            if bad_link is None:
                continue
            typed = f"[[{link.target}"
            nth = text.count(typed, 0, link.start)
            kind, message = bad_link
            yield Finding(path, where, kind, message, hint=True, within=typed, nth=nth)


def known_ids_of(journal: Journal) -> set[str]:
    """Collect the ids that a link can name: those of the plan, former ones, and those of weeks."""
    ids = {*journal.plan.items, *journal.plan.aliases}
    for week in journal.weeks:
        ids.update(id_ for _, id_, _ in week.records)
        ids.update(split_item(item)[0] or "" for item in list_session_items(week.sessions))
    return ids


def find_bad_link(plan: Plan, ids: set[str], target: str) -> BadLink | None:
    """Say why a link leads nowhere; None where it leads somewhere or names nothing like an id."""
    id_, unit = split_target(target)
    if id_ not in ids:
        return _describe_unknown_id(plan, ids, target)
    item = plan.item_with_units(plan.aliases.get(id_, id_))
    units = units_of(item) if item else {}
    if unit is None or (isinstance(units, Mapping) and unit in units):
        return None
    if not isinstance(units, Mapping) or not units:
        message = f"the plan names no units of {id_!r}; the link leads to the top of its page"
        return BadLink("unknown-unit", message)
    message = f"{id_!r} has no unit {unit!r}"
    closest = find_closest_word(unit, units, 0.6)
    if closest:
        message += f"; did you mean '{id_}/{closest}'?"
    else:
        message += f"; its units are {', '.join(units)}"
    return BadLink("unknown-unit", message)


def _describe_unknown_id(plan: Plan, ids: set[str], target: str) -> BadLink | None:
    meant = find_item_by_title(plan, target)
    if meant is None:
        try:
            parse_item(target)
        except ValueError:
            return None  # `[[1, 2]]` is no id, and stays as it is
        id_, unit = split_target(target)
        meant = find_closest_word(id_, ids)
        if meant and unit:
            meant += f"/{unit}"
        target = id_
    message = f"{target!r} is not in the plan"
    if meant:
        message += f"; did you mean {meant!r}?"
    else:
        message += ", so this stays as typed"
    return BadLink("unknown-id", message)


def find_item_by_title(plan: Plan, words: str) -> str | None:
    """Find the id of the item that is called so, in letters of any case."""
    for id_, (_, item) in plan.items.items():
        if words.lower() in (id_, (item.title or "").lower()):
            return id_
    return None
