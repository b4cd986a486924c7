"""Journal -> what readers may see of it. Minutes and facts stay; words of drafts, and those held back, are gone.

Taken out once, before anything is made: so no page, title, list or chart has to remember it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from tracker.model.journal import Journal, Session, Week
from tracker.model.kinds import KINDS, Record, confidence_of, done_of, units_of


def make_public_journal(journal: Journal, today: date, drafts: bool = False) -> Journal:
    """The journal without `unpublished`, what is under the plan's gate, and, unless `drafts` are shown, their words."""
    shown = [week for week in journal.weeks if drafts or not is_draft(week, today)]
    known = list_public_ids(journal, shown)
    weeks = [
        strip_gated_words(journal, week)
        if week in shown
        else strip_draft_words(journal, week, known)
        for week in journal.weeks
    ]
    return journal._replace(weeks=tuple(weeks))


def is_draft(week: Week, today: date) -> bool:
    """Marked as one, waiting for its day, or, with no day of its own, not over yet."""
    return week.draft or (week.published > today if week.published else week.sunday >= today)


def is_withheld(record: Record, gate: int | None) -> bool:
    """True where the author can't explain it yet: confidence (of a paper: understanding) below the plan's gate."""
    sure = confidence_of(record)
    return gate is not None and sure is not None and sure < gate


def list_public_ids(journal: Journal, shown: list[Week]) -> set[str]:
    """The ids that the plan or a week on show names. Others only a draft has said, and an id is a word too."""
    said = {id_ for week in shown for _, id_, _ in week.records}
    spent = {target for week in shown for session in week.sessions if (target := session.target[0])}
    return {*journal.plan.items, *journal.plan.aliases, *said, *spent}


def strip_gated_words(journal: Journal, week: Week) -> Week:
    plan = journal.plan
    held = {
        plan.aliases.get(id_, id_)
        for _, id_, record in week.records
        if is_withheld(record, plan.gate)
    }
    week = week._replace(unpublished=None)
    if not held:
        return week
    sessions = tuple(
        session._replace(note=None)
        if plan.aliases.get(str(session.target[0]), session.target[0]) in held
        else session
        for session in week.sessions
    )
    records: dict[str, Any] = {kind: {} for kind in KINDS}
    for kind, id_, record in week.records:
        shown = strip_record_words(kind, record) if is_withheld(record, plan.gate) else record
        records[kind][id_] = shown
    return week._replace(**records, sessions=sessions)


def strip_record_words(kind: str, record: Record) -> Record:
    """A record without its words."""
    nothing = KINDS[kind].record()
    empty: dict[str, Any] = {key: getattr(nothing, key) for key in KINDS[kind].words}
    return record._replace(**empty)


def strip_draft_words(journal: Journal, week: Week, known: set[str]) -> Week:
    """A draft: when and how long, and what was finished of items that are no secret."""
    records: dict[str, Any] = {kind: {} for kind in KINDS}
    for kind, id_, record in week.records:
        if id_ in known:
            bare = strip_record_words(kind, record)
            units = KINDS[kind].has_units
            records[kind][id_] = named_units(journal, id_, bare) if units else bare
    return Week(
        week.name,
        published=week.published,
        draft=week.draft,
        target=week.target,
        **records,
        sessions=tuple(strip_session_words(journal, session, known) for session in week.sessions),
    )


def named_units(journal: Journal, id_: str, record: Record) -> Record:
    """A unit's name is a word too: of those that the plan does not name, only how many were finished is left."""
    done = done_of(record)
    if isinstance(done, int):
        return record
    units = planned_units_of(journal, id_)
    named: dict[str, Any] = {
        "done": tuple(unit for unit in done if unit in units) if units else len(done)
    }
    return record._replace(**named)


def planned_units_of(journal: Journal, id_: str) -> Collection[str]:
    """The names of a course's units, as far as the plan tells them."""
    item = journal.plan.item_with_units(journal.plan.aliases.get(id_, id_))
    units = units_of(item) if item else ()
    return () if isinstance(units, int) else units


def strip_session_words(journal: Journal, session: Session, known: set[str]) -> Session:
    item, unit = session.target
    if item not in known:
        item = None
    elif unit and unit in planned_units_of(journal, item or ""):
        item = session.item
    return session._replace(note=None, item=item)
