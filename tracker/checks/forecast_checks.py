"""Kept forecasts -> what does not fit in them. These functions are part of CHECKS."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.format.loader import FORECASTS_FILE
from tracker.format.places import Finding, enumerate_values
from tracker.model.journal import Journal
from tracker.model.suggest import find_closest_word

FORECASTS_PATH = f"entries/{FORECASTS_FILE}"


def kept_ids(journal: Journal) -> Iterator[Finding]:
    plan = journal.plan
    known = {*plan.items, *plan.aliases}
    for index, line in enumerate_values(journal.forecasts):
        if line.item is not None and line.item not in known:
            like = find_closest_word(line.item, known)
            message = f"{line.item!r} is not in the plan" + (
                f"; did you mean {like!r}?" if like else ", so it is left out"
            )
            yield Finding(
                FORECASTS_PATH, f"forecasts[{index}].item", "unknown-id", message, hint=True
            )


def kept_once(journal: Journal) -> Iterator[Finding]:
    """Two machines may have kept the same week's; git's merge leaves both lines."""
    aliases = journal.plan.aliases
    seen = set()
    for index, line in enumerate_values(journal.forecasts):
        key = line.made, aliases.get(line.item, line.item) if line.item else None
        if key in seen:
            message = f"{line.item or 'the plan'} was kept in {line.made} already; the first of the two counts"
            yield Finding(FORECASTS_PATH, f"forecasts[{index}]", "kept-twice", message, hint=True)
        seen.add(key)
