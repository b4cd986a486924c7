"""Journal -> the journal that readers may see: without the words of drafts and words held back.

Minutes and facts stay. The words are taken out once, before any page, title, list or chart is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from tracker.model.journal import (
    CourseRecord,
    Journal,
    PaperRecord,
    ProjectRecord,
    Record,
    Session,
    Week,
)
from tracker.model.plan import EMPTY

R = TypeVar("R", CourseRecord, PaperRecord, ProjectRecord)


def make_public_journal(journal: Journal, today: date, drafts: bool = False) -> Journal:
    """Strip `unpublished`, words under the plan's gate and, unless `drafts`, words of drafts."""
    shown = [week for week in journal.weeks if drafts or not is_draft(week, today)]
    public_ids = list_public_ids(journal, shown)
    weeks = []
    for week in journal.weeks:
        if drafts or not is_draft(week, today):
            weeks.append(strip_gated_words(journal, week))
        else:
            weeks.append(strip_draft_words(journal, week, public_ids))
    return journal._replace(weeks=tuple(weeks))


def is_draft(week: Week, today: date) -> bool:
    """Whether a week is marked as a draft, waits for its day or, without a day, is not over yet."""
    if week.draft:
        return True
    if week.published:
        return week.published > today
    return week.sunday >= today


def is_withheld(record: Record, gate: int | None) -> bool:
    """Whether confidence (of a paper, understanding) is below the plan's gate."""
    sure = (
        record.confidence
        if isinstance(record, CourseRecord)
        else getattr(record, "understood", None)
    )
    return gate is not None and sure is not None and sure < gate


def list_public_ids(journal: Journal, shown: list[Week]) -> set[str]:
    """List the ids that the plan or a week on show names; one that only a draft names is a word."""
    public_ids = {*journal.plan.items, *journal.plan.aliases}
    for week in shown:
        public_ids.update(id_ for _, id_, _ in week.records)
        for session in week.sessions:
            item, _ = session.target
            if item:
                public_ids.add(item)
    return public_ids


def strip_gated_words(journal: Journal, week: Week) -> Week:
    plan = journal.plan
    withheld = set()
    for _, id_, record in week.records:
        if is_withheld(record, plan.gate):
            withheld.add(plan.aliases.get(id_, id_))
    week = week._replace(unpublished=None)
    if not withheld:
        return week
    sessions = []
    for session in week.sessions:
        item, _ = session.target
        if item and plan.aliases.get(item, item) in withheld:
            session = session._replace(note=None)
        sessions.append(session)
    return week._replace(
        courses=_strip_gated_records(week.courses, plan.gate),
        papers=_strip_gated_records(week.papers, plan.gate),
        sessions=tuple(sessions),
    )


def _strip_gated_records(records: Mapping[str, R], gate: int | None) -> dict[str, R]:
    stripped = {}
    for id_, record in records.items():
        if is_withheld(record, gate):
            record = strip_record_words(record)
        stripped[id_] = record
    return stripped


def strip_record_words(record: R) -> R:
    """Strip a record of its words."""
    if isinstance(record, CourseRecord):
        return record._replace(notes=None, units=EMPTY, gaps=())
    if isinstance(record, ProjectRecord):
        return record._replace(notes=None, evidence=())
    return record._replace(notes=None)


def strip_draft_words(journal: Journal, week: Week, public_ids: set[str]) -> Week:
    """Strip a draft to times, durations and the finished units of public items."""
    courses = {}
    for id_, record in _strip_public_records(week.courses, public_ids).items():
        courses[id_] = named_units(journal, id_, record)
    return Week(
        week.name,
        published=week.published,
        draft=week.draft,
        target=week.target,
        courses=courses,
        papers=_strip_public_records(week.papers, public_ids),
        projects=_strip_public_records(week.projects, public_ids),
        sessions=tuple(
            strip_session_words(journal, session, public_ids) for session in week.sessions
        ),
    )


def _strip_public_records(records: Mapping[str, R], public_ids: set[str]) -> dict[str, R]:
    """The records of public items without their words; those of other items are left out."""
    return {id_: strip_record_words(record) for id_, record in records.items() if id_ in public_ids}


def named_units(journal: Journal, id_: str, record: CourseRecord) -> CourseRecord:
    """Strip the names of units that the plan does not name.

    A course whose units the plan does not name keeps only how many were finished.
    """
    if isinstance(record.done, int):
        return record
    units = planned_units_of(journal, id_)
    if not units:
        return record._replace(done=len(record.done))
    return record._replace(done=tuple(unit for unit in record.done if unit in units))


def planned_units_of(journal: Journal, id_: str) -> Collection[str]:
    """The names of a course's units in the plan; none where it says only how many there are."""
    course = journal.plan.courses.get(journal.plan.aliases.get(id_, id_))
    if course is None or isinstance(course.units, int):
        return ()
    return course.units


def strip_session_words(journal: Journal, session: Session, public_ids: set[str]) -> Session:
    item, unit = session.target
    if item not in public_ids:
        item = None
    elif unit and unit in planned_units_of(journal, item or ""):
        item = session.item
    return session._replace(note=None, item=item)
