"""Kept forecasts -> findings. These functions are part of CHECKS."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.format.places import Finding, enumerate_values
from tracker.model.journal import FORECASTS_PATH, Journal
from tracker.model.suggest import find_closest_word


def kept_ids(journal: Journal) -> Iterator[Finding]:
    """Find forecasts of items that are not in the plan."""
    plan = journal.plan
    known_ids = {*plan.items, *plan.aliases}
    for index, forecast in enumerate_values(journal.forecasts):
        if forecast.item is None or forecast.item in known_ids:
            continue
        message = f"{forecast.item!r} is not in the plan"
        closest = find_closest_word(forecast.item, known_ids)
        if closest:
            message += f"; did you mean {closest!r}?"
        else:
            message += ", so it is left out"
        yield Finding(FORECASTS_PATH, f"forecasts[{index}].item", "unknown-id", message, hint=True)


def kept_once(journal: Journal) -> Iterator[Finding]:
    """Find a second forecast of an item in one week.

    Two machines may have kept one each, and git's merge leaves both.
    """
    aliases = journal.plan.aliases
    seen = set()
    for index, forecast in enumerate_values(journal.forecasts):
        item = forecast.item
        if item:
            item = aliases.get(item, item)
        key = forecast.made, item
        if key in seen:
            message = (
                f"{forecast.item or 'the plan'} was kept in {forecast.made} already; "
                "the first of the two counts"
            )
            yield Finding(FORECASTS_PATH, f"forecasts[{index}]", "kept-twice", message, hint=True)
        seen.add(key)
