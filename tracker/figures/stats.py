"""Journal -> sums: minutes by day, week, item and kind; the state of each item; a week's units.

Pure: no files, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple, TypeVar

from tracker.model.english import format_count
from tracker.model.journal import Journal, Session, Week, is_address, monday_of, week_of
from tracker.model.kinds import (
    FINISHED,
    KIND_OF_ADDRESSES,
    KIND_OF_IDS,
    KINDS,
    Item,
    Record,
    done_of,
    is_read_whole,
    units_of,
)
from tracker.model.plan import Pause, Plan
from tracker.model.work import shows_work

OTHER = "other"
RESTING = 4  # days of declared pause that take a week out of consistency, pace and forecasts
K = TypeVar("K", bound=Hashable)


class Entry(NamedTuple):
    """A session as the sums see it.

    `week` and `day` are where it counts, by the plan's `day_starts`; `day` is None where only the
    week is known. `item` is the item's present id, None for other work; `kind` is one of KINDS
    or other.
    """

    week: str
    day: date | None
    clock: time | None
    minutes: int
    kind: str
    item: str | None
    unit: str | None
    session: Session

    @property
    def is_note(self) -> bool:
        """Whether it has no length: a day of work, and no time."""
        return not self.minutes


class Progress(NamedTuple):
    """How much of an item is done: `done` of `total`, in units or in minutes.

    `total` 0 means that there is nothing to measure by.
    """

    done: int
    total: int
    measure: str = "units"

    @property
    def share(self) -> float:
        """0 to 1."""
        if not self.total:
            return 0.0
        return min(1.0, self.done / self.total)


class Saying(NamedTuple):
    """The record of an item in one week."""

    week: Week
    record: Record


class State(NamedTuple):
    """Where an item stands: all that the weeks say of it, in one place.

    `weeks` are the names of the weeks with a session or a record of it, `weeks_of_work` those that
    show work. `first` and `last` are the first and the last day of work; where only the week is
    known, its Monday, and for the last one `last_week_only`.
    """

    id: str
    kind: str
    item: Item
    status: str
    progress: Progress
    minutes: int
    done: Mapping[str, str]  # unit -> the week that finished it
    first: date | None
    last: date | None
    finished: str | None  # the week that finished it, where a week did
    weeks: tuple[str, ...]
    weeks_of_work: tuple[str, ...]
    last_week_only: bool
    sayings: tuple[Saying, ...]
    planned: bool

    @property
    def title(self) -> str:
        return (self.item.title or "").strip() or self.id

    def unit_title(self, unit: str) -> str:
        units = units_of(self.item)
        if not isinstance(units, Mapping):
            return unit
        return units.get(unit, "").strip() or unit


class Figures(NamedTuple):
    """A journal and its sums, made once for all charts and pages."""

    journal: Journal
    entries: tuple[Entry, ...]
    states: Mapping[str, State]
    by_week: Mapping[str, tuple[Entry, ...]]
    weeks: Mapping[str, Week]

    @property
    def plan(self) -> Plan:
        return self.journal.plan

    @property
    def span(self) -> tuple[date, date] | None:
        """First Monday and last Sunday of the weeks with a file or a session; None without any."""
        names = sorted({*self.by_week, *self.weeks})
        if not names:
            return None
        return monday_of(names[0]), monday_of(names[-1]) + timedelta(days=6)


def build_figures(journal: Journal) -> Figures:
    """Sum a journal. Weeks without a file that have sessions get an empty `Week`."""
    entries = build_entries(journal)
    groups = group_entries(entries, lambda entry: entry.week)
    by_week = {week: tuple(group) for week, group in groups.items()}
    written = {week.name: week for week in journal.weeks}
    # Where the day starts at 4:00, Monday 1:30 counts for the week before, which may have no file.
    weeks = {name: written.get(name) or Week(name) for name in sorted({*written, *by_week})}
    return Figures(journal, entries, derive_states(journal, entries), by_week, weeks)


def build_entries(journal: Journal) -> tuple[Entry, ...]:
    """List every session, oldest week first, where it counts. A running session is left out."""
    kinds, aliases, day_starts = kinds_of(journal), journal.plan.aliases, journal.plan.day_starts
    # Worked out for each item and not for each session: there are 18,000 of those in ten years.
    worked_on: dict[str | None, tuple[str, str | None, str | None]] = {None: (OTHER, None, None)}
    for item, (named, unit) in targets_of(journal).items():
        worked_on[item] = kinds[aliases.get(named, named)], aliases.get(named, named), unit
    entries = []
    for week in journal.weeks:
        monday, sunday = week.monday, week.sunday
        for session in week.sessions:
            if session.running:
                continue
            start = session.start
            day = start.day
            if day_starts:
                day = counted_day(session, day_starts)
            counted = week.name if monday <= day <= sunday else week_of(day)
            known_day = None if start.whole_week else day
            kind, id_, unit = worked_on[session.item or None]
            entries.append(
                Entry(
                    counted, known_day, start.clock, session.minutes or 0, kind, id_, unit, session
                )
            )
    return tuple(entries)


def targets_of(journal: Journal) -> dict[str, tuple[str, str | None]]:
    """Map each item, as sessions name it, to (id, unit), in the order of first mention."""
    sessions = {}  # by item, for a target depends on the item alone
    for week in journal.weeks:
        for session in week.sessions:
            item = session.item
            if item:
                sessions[item] = session
    targets = {}
    for item, session in sessions.items():
        id_, unit = session.target
        if id_:
            targets[item] = (id_, unit)
    return targets


def counted_day(session: Session, day_starts: int) -> date:
    """The day a session counts for: 1:30 is the day before where the day starts at 4:00."""
    clock = session.start.clock
    if clock is not None and day_starts and clock.hour * 60 + clock.minute < day_starts:
        return session.start.day - timedelta(days=1)
    return session.start.day


def kinds_of(journal: Journal) -> dict[str, str]:
    """Map each id to its kind: from the plan, else from the section of a week that records it.

    An id that only sessions name is a course; an address is a paper.
    """
    aliases = journal.plan.aliases
    kinds = {id_: kind for id_, (kind, _) in journal.plan.items.items()}
    for week in journal.weeks:
        for kind, id_, _ in week.records:  # before the sessions, for a record knows its kind
            kinds.setdefault(aliases.get(id_, id_), kind)
    for named, _ in targets_of(journal).values():
        guess = KIND_OF_ADDRESSES if is_address(named) else KIND_OF_IDS
        kinds.setdefault(aliases.get(named, named), guess)
    return kinds


def group_entries(entries: Iterable[Entry], key: Callable[[Entry], K]) -> dict[K, list[Entry]]:
    groups: dict[K, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def minutes_by(entries: Iterable[Entry], key: Callable[[Entry], K]) -> dict[K, int]:
    """Sum the minutes of the entries for each key, in the order of first mention."""
    sums: dict[K, int] = {}
    for entry in entries:
        name = key(entry)
        sums[name] = sums.get(name, 0) + entry.minutes
    return sums


def sum_minutes(entries: Iterable[Entry]) -> int:
    return sum(entry.minutes for entry in entries)


def count_notes(entries: Iterable[Entry]) -> int:
    return sum(entry.is_note for entry in entries)


def format_entry_counts(sessions: int, notes: int) -> str:
    """`3 sessions and 2 notes`; what there is none of is left out."""
    counts = []
    if sessions or not notes:
        counts.append(format_count(sessions, "session"))
    if notes:
        counts.append(format_count(notes, "note"))
    return " and ".join(counts)


def nothing_logged(entries: Iterable[Entry]) -> str:
    """`Nothing logged`; of entries that may be notes, `No time logged`."""
    return "No time logged" if count_notes(entries) else "Nothing logged"


def list_week_names(first: date, last: date) -> list[str]:
    """List every ISO week from the week of `first` to the week of `last`."""
    monday = first - timedelta(days=first.weekday())
    return [week_of(monday + timedelta(weeks=n)) for n in range((last - monday).days // 7 + 1)]


def find_week_target(figures: Figures, week: str) -> int | None:
    """Find the target of a week in minutes: the week's own, else the plan's."""
    return choose_week_target(figures.plan, figures.weeks.get(week))


def choose_week_target(plan: Plan, week: Week | None) -> int | None:
    if week and week.target is not None:
        return week.target
    return plan.target


def find_pause_reason(plan: Plan, day: date) -> str | None:
    """Find the reason of the pause on a day, "pause" where it has none; None without a pause."""
    for pause in plan.pauses:
        if pause.start <= day <= pause.end:
            return pause.reason or "pause"
    return None


def is_rest_week(pauses: Sequence[Pause], monday: date) -> bool:
    """Whether four days or more of a week lie in declared pauses.

    Such a week says nothing of pace or consistency.
    """
    if not pauses:
        return False
    resting_days = 0
    for number in range(7):
        day = monday + timedelta(days=number)
        if any(pause.start <= day <= pause.end for pause in pauses):
            resting_days += 1
    return resting_days >= RESTING


# ---- where an item stands


def derive_states(journal: Journal, entries: tuple[Entry, ...]) -> dict[str, State]:
    """Map each id to its state: the plan's items in order, then items that only the weeks name."""
    plan = journal.plan
    aliases, kinds = plan.aliases, kinds_of(journal)
    items = plan.items
    spent = group_entries(entries, lambda entry: entry.item)
    sayings: dict[str, list[Saying]] = {}
    for week in journal.weeks:
        for _, id_, record in week.records:
            sayings.setdefault(aliases.get(id_, id_), []).append(Saying(week, record))
    states = {}
    for id_ in dict.fromkeys([*items, *kinds]):
        states[id_] = derive_state(
            id_, kinds[id_], items.get(id_), spent.get(id_, []), sayings.get(id_, [])
        )
    return states


def derive_state(
    id_: str, kind: str, planned: tuple[str, Item] | None, spent: list[Entry], sayings: list[Saying]
) -> State:
    """Derive where an item stands by these entries and records of it, oldest first."""
    item = KINDS[kind].item()
    if planned:
        item = planned[1]
    minutes = sum_minutes(spent)
    done = map_units_to_weeks(sayings)
    progress = measure_progress(item, sayings, done, minutes)
    studied = {entry.week for entry in spent}
    weeks = sorted(studied.union(saying.week.name for saying in sayings))
    worked = studied.union(
        saying.week.name for saying in sayings if shows_work(kind, saying.record)
    )
    known_days = {entry.day for entry in spent if entry.day}
    days = known_days.union(monday_of(week) for week in worked - {*map(week_of, known_days)})
    last = max(days, default=None)
    status = derive_status(item, sayings, bool(weeks), progress)
    return State(
        id=id_,
        kind=kind,
        item=item,
        status=status,
        progress=progress,
        minutes=minutes,
        done=done,
        first=min(days, default=None),
        last=last,
        finished=find_finishing_week(status, sayings, done),
        weeks=tuple(weeks),
        weeks_of_work=tuple(sorted(worked)),
        last_week_only=last is not None and last not in known_days,
        sayings=tuple(sayings),
        planned=planned is not None,
    )


def find_finishing_week(
    status: str, sayings: Iterable[Saying], done: Mapping[str, str]
) -> str | None:
    """The last week that finished units or has the status; None for an item that is not finished.

    A paper without such a week was finished by the first week that read it whole.
    """
    if status not in FINISHED:
        return None
    finishing_weeks = list(done.values())
    reading_weeks = []
    for week, record in sayings:
        if record.status == status or isinstance(done_of(record), int):
            finishing_weeks.append(week.name)
        if is_read_whole(record):
            reading_weeks.append(week.name)
    if finishing_weeks:
        return max(finishing_weeks)
    return min(reading_weeks, default=None)


def map_units_to_weeks(sayings: Iterable[Saying]) -> dict[str, str]:
    """Map each finished unit to the first week that lists it as done."""
    done: dict[str, str] = {}
    for week, record in sayings:
        finished = done_of(record)
        if not isinstance(finished, int):
            for unit in finished:
                done.setdefault(unit, week.name)
    return done


def measure_progress(
    item: Item, sayings: Iterable[Saying], done: Mapping[str, str], minutes: int
) -> Progress:
    """Measure by units where the plan has them, else by hours where it has an estimate.

    Without either, the units that the weeks list as done are counted, of an unknown total.
    """
    units = units_of(item)
    counted = 0
    for _, record in sayings:
        finished = done_of(record)
        if isinstance(finished, int):
            counted += finished
    if isinstance(units, int) and units:
        return Progress(min(units, counted + len(done)), units)
    if isinstance(units, Mapping) and units:
        named = sum(unit in units for unit in done)
        return Progress(min(len(units), named + counted), len(units))
    if item.estimate:
        return Progress(minutes, item.estimate, "minutes")
    return Progress(len(done) + counted, 0)


def finished_units(figures: Figures, week: Week) -> dict[str, tuple[tuple[str, ...], int]]:
    """Map each item to (the units that this week finished first, how many units it finished).

    Only units that count in the item's progress.
    """
    finished: dict[str, tuple[tuple[str, ...], int]] = {}
    aliases = figures.plan.aliases
    for kind, id_, record in week.records:
        if not KINDS[kind].has_units:
            continue
        state = figures.states[aliases.get(id_, id_)]
        names, count = _count_newly_finished(state, record, week.name)
        if count:
            finished[state.id] = (names, count)
    return finished


def count_units_by_week(state: State) -> dict[str, int]:
    """Map each week of an item to the number of its units that it finished first."""
    units = dict.fromkeys(state.weeks, 0)
    for week, record in state.sayings:
        _, count = _count_newly_finished(state, record, week.name)
        if count:
            units[week.name] = count
    return units


def _count_newly_finished(state: State, record: Record, week: str) -> tuple[tuple[str, ...], int]:
    done = done_of(record)
    if isinstance(done, int):
        return (), done
    names = _list_newly_finished(state, done, week)
    return names, len(names)


def _list_newly_finished(state: State, done: Iterable[str], week: str) -> tuple[str, ...]:
    planned = getattr(state.item, "units", None)
    if not isinstance(planned, Mapping):
        planned = {}
    names = []
    for unit in dict.fromkeys(done):
        if state.done.get(unit) == week and (not planned or unit in planned):
            names.append(unit)
    return tuple(names)


def derive_status(item: Item, sayings: list[Saying], touched: bool, progress: Progress) -> str:
    """Derive the status: the latest status in a week, else what the weeks show, else the plan's.

    A status holds for the weeks up to its own: units finished after it still finish the course.
    """
    stated = None
    finished_later = False
    for _, record in reversed(sayings):
        if record.status:
            stated = record.status
            break
        if done_of(record):
            finished_later = True
    complete = progress.measure == "units" and 0 < progress.total <= progress.done
    if stated and not (complete and finished_later):
        return stated
    if complete:
        return "done"
    for _, record in sayings:
        if is_read_whole(record):
            return "done"
    if touched and item.status not in (*FINISHED, "dropped", "paused"):
        return "active"
    return item.status or "planned"
