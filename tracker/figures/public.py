"""Journal -> the journal that readers may see: without the words of drafts and words held back.

Minutes and facts stay; those of an item whose name is unpublished count as other work. The words
are taken out once, before any page, title, list or chart is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.figures.knowledge import follow_gaps
from tracker.figures.stats import build_figures
from tracker.model.english import fold_case
from tracker.model.journal import Journal, Session, Week, WithheldGap, split_target
from tracker.model.kinds import (
    KINDS,
    UNPUBLISHED_NAME,
    Record,
    confidence_of,
    done_of,
    units_of,
)
from tracker.model.plan import Gate, Plan
from tracker.model.session_columns import holds_notes, holds_words, list_session_items
from tracker.model.work import holds_work

GapKey = tuple[str, str]  # (id of the course, its words, case folded)


def make_public_journal(journal: Journal, today: date, drafts: bool = False) -> Journal:
    """Strip `unpublished`, words under the plan's gate and, unless `drafts`, words of drafts."""
    own, journal = journal, strip_unpublished_items(journal)
    shown = [week for week in journal.weeks if drafts or not is_draft(week, today)]
    public_ids = list_public_ids(journal, shown)
    weeks = []
    for week in journal.weeks:
        if drafts or not is_draft(week, today):
            weeks.append(strip_unpublished_sessions(journal, week, public_ids))
        else:
            weeks.append(strip_draft_words(journal, week, public_ids))
    ungated = journal._replace(weeks=tuple(weeks))
    gaps = list_public_gaps(ungated)
    secret = list_named_gaps(own) - gaps
    stripped = []
    for week in weeks:
        week = strip_gated_words(ungated, week, gaps)
        stripped.append(strip_secret_gaps(journal, week, secret))
    public = journal._replace(weeks=tuple(stripped))
    return public._replace(withheld=list_withheld_gaps(own, ungated, public))


def is_draft(week: Week, today: date) -> bool:
    """Whether a week is marked as a draft, waits for its day or, without a day, is not over yet."""
    if week.draft:
        return True
    if week.published:
        return week.published > today
    return week.sunday >= today


def is_withheld(record: Record, gate: Gate | None) -> bool:
    """Whether confidence (of a paper, understanding) is below the plan's gate."""
    sure = confidence_of(record)
    return gate is not None and sure is not None and sure < gate.below


def list_public_ids(journal: Journal, shown: list[Week]) -> set[str]:
    """List the ids that the plan or a week on show names.

    An id that only drafts and unpublished sessions name is a word of theirs.
    """
    public_ids = {*journal.plan.items, *journal.plan.aliases}
    for week in shown:
        public_ids.update(id_ for _, id_, _ in week.records)
        items = list_session_items(week.sessions)
        if holds_words(week.sessions):
            items = [session.item for session in week.sessions if not session.unpublished]
        for named in items:
            item, _ = split_target(named)
            if item:
                public_ids.add(item)
    return public_ids


# ---- unpublished items and sessions


def strip_unpublished_items(journal: Journal) -> Journal:
    """Strip the words of items that the plan calls unpublished, and the names of some of them."""
    plan = journal.plan
    wordless: set[str] = set()
    nameless: set[str] = set()
    for id_, (_, item) in plan.items.items():
        if item.unpublished == UNPUBLISHED_NAME:
            nameless.update((id_, *item.was))
        elif item.unpublished:
            wordless.update((id_, *item.was))
    if not wordless and not nameless:
        return journal
    weeks = [strip_item_words(week, wordless, nameless) for week in journal.weeks]
    forecasts = [line for line in journal.forecasts if line.item not in nameless]
    return Journal(strip_plan_items(plan, nameless), tuple(weeks), tuple(forecasts))


def _make_empty_records() -> dict[str, Any]:
    """Make an empty mapping for each kind of item."""
    return {kind: {} for kind in KINDS}


def strip_plan_items(plan: Plan, nameless: Collection[str]) -> Plan:
    """Strip the plan of nameless items, and of the reviews of those whose words are unpublished."""
    items = _make_empty_records()
    for id_, (kind, item) in plan.items.items():
        if id_ in nameless:
            continue
        links: dict[str, Any] = {}
        for key in ("after", "uses"):
            if named := getattr(item, key, ()):
                links[key] = tuple(other for other in named if other not in nameless)
        if item.unpublished:
            links["review"] = None
        items[kind][id_] = item._replace(**links)
    series = {}
    for name, each in plan.series.items():
        schedule = tuple(slot for slot in each.schedule if slot.paper not in nameless)
        series[name] = each._replace(schedule=schedule)
    return plan._replace(**items, series=series)


def strip_item_words(week: Week, wordless: Collection[str], nameless: Collection[str]) -> Week:
    """Strip a week of what it says of unpublished items, and of the names of nameless ones."""
    records = _make_empty_records()
    for kind, id_, record in week.records:
        if id_ in nameless:
            continue
        if id_ in wordless:
            record = strip_record_words(kind, record)
        records[kind][id_] = record
    sessions = strip_sessions_on_items(week.sessions, wordless, nameless)
    return week._replace(**records, sessions=sessions, worked=holds_work(week))


def strip_sessions_on_items(
    sessions: Sequence[Session], wordless: Collection[str], nameless: Collection[str]
) -> Sequence[Session]:
    """Strip sessions on unpublished items of their notes, and of the names of nameless ones."""
    stripped = {*nameless, *wordless} if holds_notes(sessions) else {*nameless}
    named = {split_target(item)[0] for item in list_session_items(sessions)}
    if named.isdisjoint(stripped):
        return sessions
    changed = []
    for session in sessions:
        item, _ = session.target
        if item in nameless:
            session = session._replace(item=None, note=None)
        elif item in wordless:
            session = session._replace(note=None)
        changed.append(session)
    return tuple(changed)


def strip_unpublished_sessions(journal: Journal, week: Week, public_ids: set[str]) -> Week:
    """Strip the words of unpublished sessions, and all notes where the plan says so."""
    if not holds_words(week.sessions):
        return week
    sessions = []
    for session in week.sessions:
        if session.unpublished:
            session = strip_session_words(journal, session, public_ids)
        elif journal.plan.notes == "unpublished":
            session = session._replace(note=None)
        sessions.append(session)
    return week._replace(sessions=tuple(sessions))


# ---- words under the gate, and drafts


def strip_gated_words(journal: Journal, week: Week, gaps: Collection[GapKey]) -> Week:
    """Strip a week of its words on what is below the gate. `gaps`: those that readers know of.

    That one of these was closed is said all the same: to readers it would stay open.
    """
    plan = journal.plan
    withheld = set()
    for _, id_, record in week.records:
        if is_withheld(record, plan.gate):
            withheld.add(plan.aliases.get(id_, id_))
    week = week._replace(unpublished=None)
    if not withheld:
        return week
    sessions = week.sessions
    if holds_notes(sessions):
        sessions = strip_notes_on_items(plan, sessions, withheld)
    records = _make_empty_records()
    for kind, id_, record in week.records:
        if plan.gate and is_withheld(record, plan.gate):
            closed = list_closed_gaps(record, plan.aliases.get(id_, id_), gaps)
            record = strip_record_words(kind, record, plan.gate.show)
            if closed:
                kept: dict[str, Any] = {"closed": closed}
                record = record._replace(**kept)
        records[kind][id_] = record
    return week._replace(**records, sessions=sessions)


def strip_notes_on_items(
    plan: Plan, sessions: Sequence[Session], withheld: Collection[str]
) -> tuple[Session, ...]:
    stripped = []
    for session in sessions:
        item, _ = session.target
        if item and plan.aliases.get(item, item) in withheld:
            session = session._replace(note=None)
        stripped.append(session)
    return tuple(stripped)


def strip_secret_gaps(journal: Journal, week: Week, secret: Collection[GapKey]) -> Week:
    """Strip a week of the names of gaps that it closes, and that readers never got to know."""
    if not secret:
        return week
    for kind, id_, record in week.records:
        named = getattr(record, "closed", ())
        course = journal.plan.aliases.get(id_, id_)
        closed = tuple(text for text in named if (course, fold_case(text)) not in secret)
        if closed != named:
            kept: dict[str, Any] = {"closed": closed}
            records = {**getattr(week, kind), id_: record._replace(**kept)}
            changed: dict[str, Any] = {kind: records}
            week = week._replace(**changed)
    return week


def list_closed_gaps(record: Any, id_: str, gaps: Collection[GapKey]) -> tuple[str, ...]:
    """List what a record closes of these gaps."""
    closed = []
    for text in getattr(record, "closed", ()):
        if (id_, fold_case(text)) in gaps:
            closed.append(text)
    return tuple(closed)


def list_named_gaps(journal: Journal) -> set[GapKey]:
    """List the gaps that any week names."""
    gaps = set()
    for week in journal.weeks:
        for _, id_, record in week.records:
            for text in getattr(record, "gaps", ()):
                gaps.add((journal.plan.aliases.get(id_, id_), fold_case(text)))
    return gaps


def list_public_gaps(journal: Journal) -> set[GapKey]:
    """List the gaps that the gate does not hold back. The journal has no words of drafts."""
    plan = journal.plan
    gaps = set()
    for week in journal.weeks:
        for _, id_, record in week.records:
            if is_withheld(record, plan.gate) and plan.gate and "gaps" not in plan.gate.show:
                continue
            for text in getattr(record, "gaps", ()):
                gaps.add((plan.aliases.get(id_, id_), fold_case(text)))
    return gaps


def strip_record_words(kind: str, record: Record, kept: Collection[str] = ()) -> Record:
    """Strip a record of its words, but not of those under the keys `kept`."""
    blank = KINDS[kind].record()
    wordless: dict[str, Any] = {}
    for key in KINDS[kind].words:
        if key not in kept:
            wordless[key] = getattr(blank, key)
    return record._replace(**wordless)


def strip_draft_words(journal: Journal, week: Week, public_ids: set[str]) -> Week:
    """Strip a draft to times, durations and the finished units of public items."""
    records = _make_empty_records()
    for kind, id_, record in week.records:
        if id_ in public_ids:
            record = strip_record_words(kind, record)
            if KINDS[kind].has_units:
                record = named_units(journal, id_, record)
            records[kind][id_] = record
    return Week(
        week.name,
        published=week.published,
        draft=week.draft,
        worked=holds_work(week),
        target=week.target,
        **records,
        sessions=tuple(
            strip_session_words(journal, session, public_ids) for session in week.sessions
        ),
    )


def named_units(journal: Journal, id_: str, record: Record) -> Record:
    """Strip the names of units that the plan does not name.

    An item whose units the plan does not name keeps only how many were finished.
    """
    done = done_of(record)
    # Nothing done stays as it is: a nought would look like work on what was only laid aside.
    if isinstance(done, int) or not done:
        return record
    units = planned_units_of(journal, id_)
    public: dict[str, Any] = {"done": len(done)}
    if units:
        public["done"] = tuple(unit for unit in done if unit in units)
    return record._replace(**public)


def planned_units_of(journal: Journal, id_: str) -> Collection[str]:
    """The names of an item's units in the plan; none where it says only how many there are."""
    item = journal.plan.item_with_units(journal.plan.aliases.get(id_, id_))
    if item is None:
        return ()
    units = units_of(item)
    if isinstance(units, int):
        return ()
    return units


def strip_session_words(journal: Journal, session: Session, public_ids: set[str]) -> Session:
    item, unit = session.target
    if item not in public_ids:
        item = None
    elif unit and unit in planned_units_of(journal, item or ""):
        item = session.item
    return session._replace(note=None, item=item)


# ---- gaps without their words --------------------------------------------------------------------


def list_withheld_gaps(
    journal: Journal, ungated: Journal, public: Journal
) -> tuple[WithheldGap, ...]:
    """List the gaps that are open in the author's journal and not in the public one.

    `ungated`: the public journal as it would be without a gate. So what the gate holds back is
    told from what drafts do, of which readers hear nothing.
    """
    if count_named_gaps(journal) == count_named_gaps(public):
        return ()
    own, shown, named = (map_open_gaps(part) for part in (journal, ungated, public))
    return (*find_withheld_gaps(shown, named, True), *find_withheld_gaps(own, shown, False))


def count_named_gaps(journal: Journal) -> int:
    count = 0
    for week in journal.weeks:
        for _, _, record in week.records:
            count += len(getattr(record, "gaps", ()))
    return count


def map_open_gaps(journal: Journal) -> dict[str, set[GapKey]]:
    """Map each week with a record to the gaps that are open at its end."""
    weeks = tuple(week._replace(sessions=()) for week in journal.weeks)
    open_gaps = {}
    for week, gaps in follow_gaps(build_figures(journal._replace(weeks=weeks))):
        open_gaps[week] = {(gap.item, fold_case(gap.text)) for gap in gaps if not gap.closed}
    return open_gaps


def find_withheld_gaps(
    whole: Mapping[str, set[GapKey]], shown: Mapping[str, set[GapKey]], gated: bool
) -> Iterator[WithheldGap]:
    """Yield the gaps that are open in `whole` and not in `shown`, with the weeks that they were."""
    numbers: dict[GapKey, int] = {}
    found: dict[GapKey, str] = {}
    open_gaps: set[GapKey] = set()
    shown_gaps: set[GapKey] = set()
    for week in sorted({*whole, *shown}):
        open_gaps = whole.get(week, open_gaps)
        shown_gaps = shown.get(week, shown_gaps)
        for key in sorted(found.keys() - (open_gaps - shown_gaps)):
            yield WithheldGap(numbers[key], key[0], found.pop(key), week, gated)
        for key in sorted(open_gaps - shown_gaps - found.keys()):
            numbers.setdefault(key, len(numbers))
            found[key] = week
    for key, week in found.items():
        yield WithheldGap(numbers[key], key[0], week, None, gated)
