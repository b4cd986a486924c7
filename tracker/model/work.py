"""Week and record -> whether they show work. docs/guide/figures.md says what work is.

Sessions and notes mark their day. All else has only a week: finished units, readings, what became
of a project, words about an item, what was learned, and steps of the plan that were ticked off.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.model.journal import Week
from tracker.model.kinds import KINDS, Record

# What is only meant, or given up, was not worked on in that week.
IDLE_STATUSES = ("planned", "next", "idea", "radar", "paused", "dropped")
# To lay something aside is a decision, and `notes` beside it are its reason.
LAID_ASIDE = ("paused", "dropped")


def shows_work(kind: str, record: Record) -> bool:
    """Whether a record says more than that its item waits, or rests or was dropped, and why."""
    if record.status not in IDLE_STATUSES:
        return True
    idle: Record = KINDS[kind].record(status=record.status)
    if record.status in LAID_ASIDE:
        idle = idle._replace(notes=record.notes)
    return record != idle


def holds_work(week: Week) -> bool:
    """Whether a week shows work besides its sessions."""
    if week.worked or week.done or week.learned:
        return True
    return any(shows_work(kind, record) for kind, _, record in week.records)


def list_weeks_of_work(weeks: Iterable[Week]) -> set[str]:
    """List the names of the weeks that show work besides their sessions."""
    return {week.name for week in weeks if holds_work(week)}
