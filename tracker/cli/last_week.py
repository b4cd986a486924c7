"""A week -> what the week before it held under `next`, to be offered as its goals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tracker import store
from tracker.edit.set_values import find_last_bullet
from tracker.format.loader import load_week, shorten_value
from tracker.model.english import fold_case
from tracker.model.journal import monday_of, week_of, week_path_of

MOST_OFFERED = 3


def list_offered_goals(root: str, week: str, goals: Sequence[str] = ()) -> list[str]:
    """List what last week's `next` holds and the goals of this one do not."""
    name = week_of(monday_of(week) - timedelta(days=7))
    path = week_path_of(name)
    data = store.read_file(root, path)
    if data is None:
        return []
    value, _ = load_week(path, name, data)
    if value is None:
        return []
    texts = split_offered_goals(value.next)
    taken = {fold_case(goal) for goal in goals}
    return [text for text in texts if fold_case(text) not in taken]


def split_offered_goals(texts: Sequence[str] | str) -> list[str]:
    """Split the entries of a week's list; of one Markdown text the points of its list, or all."""
    if not isinstance(texts, str):
        return [" ".join(text.split()) for text in texts if text.strip()]
    bullet = find_last_bullet(texts.rstrip())
    if not bullet:
        return [" ".join(texts.split())] if texts.strip() else []
    entries = []
    for line in texts.splitlines():
        if line.startswith(bullet):
            entries.append(line.removeprefix(bullet).strip())
    return entries


def format_offered_goals(offered: Sequence[str]) -> list[str]:
    """Say in a line what may become a goal; no line where there is nothing."""
    if not offered:
        return []
    texts = [shorten_value(text, 60) for text in offered[:MOST_OFFERED]]
    line = f"last week's next: {'; '.join(texts)}"
    if len(offered) > MOST_OFFERED:
        line += f"; and {len(offered) - MOST_OFFERED} more"
    return [line]
