"""Journal -> the steps of the plan's phases that weeks have ticked off."""

from __future__ import annotations

from tracker.model.english import fold_case
from tracker.model.journal import Journal


def find_ticked_steps(journal: Journal) -> dict[str, str]:
    """Map each step that is done, case folded, to the first week whose `done` names it."""
    ticked: dict[str, str] = {}
    for week in journal.weeks:
        for step in week.done:
            ticked.setdefault(fold_case(step), week.name)
    return ticked
