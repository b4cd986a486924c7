"""Journal -> sums: minutes by day, week, item and kind; how far each item is; what a week came to.

Pure: no files, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple, TypeVar

from tracker.model.journal import Journal, Session, Week, is_address, monday_of, week_of
from tracker.model.kinds import (
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

OTHER = "other"
RESTING = 4  # days of declared pause that take a week out of consistency, pace and forecasts
K = TypeVar("K", bound=Hashable)


class Entry(NamedTuple):
    """A session as the sums see it.

    `week` and `day` are where it counts, `day_starts` heeded; `day` is None where only the week is known.

    `item` is the id it bears now, None for other work; `kind` is one of KINDS or other; `minutes` of a
    running session are 0.
    """

    week: str
    day: date | None
    clock: time | None
    minutes: int
    kind: str
    item: str | None
    unit: str | None
    session: Session


class Progress(NamedTuple):
    """How far: `done` of `total`, in units or in minutes. `total` 0 means that there is nothing to measure by."""

    done: int
    total: int
    measure: str = "units"

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


class Saying(NamedTuple):
    """What one week said of an item."""

    week: Week
    record: Record


class State(NamedTuple):
    """Where an item stands: all that the weeks say of it, in one place.

    `first` and `last` are days it was touched; `weeks` their names.
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
    finished: str | None  # the week that made it done or shipped, where a week did
    weeks: tuple[str, ...]
    sayings: tuple[Saying, ...]
    planned: bool

    @property
    def title(self) -> str:
        return (self.item.title or "").strip() or self.id

    def unit_title(self, unit: str) -> str:
        units = units_of(self.item)
        return units.get(unit, unit) if isinstance(units, Mapping) else unit


class Figures(NamedTuple):
    """A journal and what is summed from it, once: what charts and pages go by."""

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
        """The first Monday and the last Sunday of weeks with a file or a session; None for an empty journal."""
        names = sorted({*self.by_week, *self.weeks})
        if not names:
            return None
        return monday_of(names[0]), monday_of(names[-1]) + timedelta(days=6)


def build_figures(journal: Journal) -> Figures:
    entries = ledger(journal)
    by_week = {
        week: tuple(group)
        for week, group in group_entries(entries, lambda entry: entry.week).items()
    }
    written = {week.name: week for week in journal.weeks}
    # Monday at 1:30 counts for the week before where the day starts at 4:00, and that week may have no file.
    weeks = {name: written.get(name) or Week(name) for name in sorted({*written, *by_week})}
    return Figures(journal, entries, derive_states(journal, entries), by_week, weeks)


def ledger(journal: Journal) -> tuple[Entry, ...]:
    """Every session, oldest week first, where it counts. One that still runs counts nothing yet."""
    kinds, aliases, day_starts = kinds_of(journal), journal.plan.aliases, journal.plan.day_starts
    # Once for each item and week and not for each session: there are 18,000 of those in ten years.
    worked_on: dict[str | None, tuple[str, str | None, str | None]] = {None: (OTHER, None, None)}
    for item, (named, unit) in targets_of(journal).items():
        worked_on[item] = kinds[aliases.get(named, named)], aliases.get(named, named), unit
    entries = []
    for week in journal.weeks:
        monday, sunday = week.monday, week.sunday
        for session in week.sessions:
            if session.running:
                continue
            day = counted_day(session, day_starts)
            counted = week.name if monday <= day <= sunday else week_of(day)
            start = session.start
            known_day = None if start.whole_week else day
            kind, id_, unit = worked_on[session.item or None]
            entries.append(
                Entry(
                    counted, known_day, start.clock, session.minutes or 0, kind, id_, unit, session
                )
            )
    return tuple(entries)


def targets_of(journal: Journal) -> dict[str, tuple[str, str | None]]:
    """Each item as sessions name it -> (id, unit), in the order first met."""
    first = {
        session.item: session for week in journal.weeks for session in week.sessions if session.item
    }
    targets = ((item, session.target) for item, session in first.items() if item)
    return {item: (named, unit) for item, (named, unit) in targets if named}


def counted_day(session: Session, day_starts: int) -> date:
    """A session at 1:30 belongs to the evening before where the day starts at 4:00."""
    clock = session.start.clock
    if clock is not None and day_starts and clock.hour * 60 + clock.minute < day_starts:
        return session.start.day - timedelta(days=1)
    return session.start.day


def kinds_of(journal: Journal) -> dict[str, str]:
    """Id -> kind: by the plan, else by where the weeks speak of it.

    What has only sessions is a course; an address, a paper.
    """
    aliases = journal.plan.aliases
    kinds = {id_: kind for id_, (kind, _) in journal.plan.items.items()}
    for week in journal.weeks:
        for kind, id_, _ in week.records:  # before all sessions: a record knows its kind
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
    """Sum of minutes for each key, in the order first met."""
    sums: dict[K, int] = {}
    for entry in entries:
        name = key(entry)
        sums[name] = sums.get(name, 0) + entry.minutes
    return sums


def sum_minutes(entries: Iterable[Entry]) -> int:
    return sum(entry.minutes for entry in entries)


def list_week_names(first: date, last: date) -> list[str]:
    """Every ISO week from the one of `first` to the one of `last`, gaps included."""
    monday = first - timedelta(days=first.weekday())
    return [week_of(monday + timedelta(weeks=n)) for n in range((last - monday).days // 7 + 1)]


def find_week_target(figures_: Figures, week: str) -> int | None:
    """Minutes hoped for that week: the week's own word, else the plan's."""
    return choose_week_target(figures_.plan, figures_.weeks.get(week))


def choose_week_target(plan: Plan, week: Week | None) -> int | None:
    return week.target if week and week.target is not None else plan.target


def find_pause_reason(plan: Plan, day: date) -> str | None:
    """Why that day was not meant for study; None where it was."""
    return next(
        (pause.reason or "pause" for pause in plan.pauses if pause.start <= day <= pause.end), None
    )


def is_rest_week(pauses: Sequence[Pause], monday: date) -> bool:
    """Whether most days of that week lie in declared pauses: it then says nothing of pace or consistency."""
    if not pauses:
        return False
    days = [monday + timedelta(days=n) for n in range(7)]
    return sum(any(pause.start <= day <= pause.end for pause in pauses) for day in days) >= RESTING


# ---- where an item stands ------------------------------------------------------------------------------------------


def derive_states(journal: Journal, entries: tuple[Entry, ...]) -> dict[str, State]:
    """Id -> state: the plan's items in the plan's order, then those that only the weeks know, as they came up."""
    plan = journal.plan
    aliases, kinds = plan.aliases, kinds_of(journal)
    items = plan.items
    spent = group_entries(entries, lambda entry: entry.item)
    sayings: dict[str, list[Saying]] = {}
    for week in journal.weeks:
        for _, id_, record in week.records:
            sayings.setdefault(aliases.get(id_, id_), []).append(Saying(week, record))
    ids = [*items, *(id_ for id_ in kinds if id_ not in items)]
    return {
        id_: _derive_state(
            id_, kinds[id_], items.get(id_), spent.get(id_, []), sayings.get(id_, [])
        )
        for id_ in ids
    }


def _derive_state(
    id_: str, kind: str, planned: tuple[str, Item] | None, spent: list[Entry], sayings: list[Saying]
) -> State:
    item = planned[1] if planned else KINDS[kind].item()
    minutes = sum_minutes(spent)
    done = units_done(sayings)
    progress = measure_progress(item, sayings, done, minutes)
    weeks = sorted({*(entry.week for entry in spent), *(saying.week.name for saying in sayings)})
    studied = {entry.week for entry in spent}
    days = [entry.day or monday_of(entry.week) for entry in spent]
    days += [saying.week.monday for saying in sayings if saying.week.name not in studied]
    status = derived_status(item, sayings, bool(weeks), progress)
    return State(
        id=id_,
        kind=kind,
        item=item,
        status=status,
        progress=progress,
        minutes=minutes,
        done=done,
        first=min(days, default=None),
        last=max(days, default=None),
        finished=finished_in(status, sayings, done),
        weeks=tuple(weeks),
        sayings=tuple(sayings),
        planned=planned is not None,
    )


def finished_in(status: str, sayings: Iterable[Saying], done: Mapping[str, str]) -> str | None:
    """The last week that finished units or said so; of a paper, the first that read it whole."""
    if status not in ("done", "shipped"):
        return None
    told = [
        week.name
        for week, record in sayings
        if record.status == status or isinstance(done_of(record), int)
    ]
    told += done.values()
    read = [week.name for week, record in sayings if is_read_whole(record)]
    return max(told) if told else min(read, default=None)


def units_done(sayings: Iterable[Saying]) -> dict[str, str]:
    """Unit -> the first week that says it is done."""
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
    """By units where the plan has them, else by hours where it has an estimate, else by what weeks call done."""
    units = units_of(item)
    counted = 0
    for _, record in sayings:
        finished = done_of(record)
        if isinstance(finished, int):
            counted += finished
    if isinstance(units, int) and units:
        return Progress(min(units, counted + len(done)), units)
    if isinstance(units, Mapping) and units:
        return Progress(min(len(units), sum(unit in units for unit in done) + counted), len(units))
    if item.estimate:
        return Progress(minutes, item.estimate, "minutes")
    return Progress(len(done) + counted, 0)


def finished_units(figures_: Figures, week: Week) -> dict[str, tuple[tuple[str, ...], int]]:
    """Item -> (names of the units that this week finished first, how many): what counts in the course's progress."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    for kind, id_, record in week.records:
        if not KINDS[kind].has_units:
            continue
        state = figures_.states[figures_.plan.aliases.get(id_, id_)]
        known = units_of(state.item)
        done = done_of(record)
        if isinstance(done, int):
            names: tuple[str, ...] = ()
            count = done
        else:
            new = dict.fromkeys(unit for unit in done if state.done.get(unit) == week.name)
            names = tuple(
                unit for unit in new if not (isinstance(known, Mapping) and known) or unit in known
            )
            count = len(names)
        if count:
            found[state.id] = (names, count)
    return found


def derived_status(item: Item, sayings: list[Saying], touched: bool, progress: Progress) -> str:
    """The latest week's statement wins, then what the weeks show, then the plan.

    A statement speaks for the weeks up to its own: units finished after it still finish the course.
    """
    stated = next(
        (
            (index, saying)
            for index, saying in reversed(list(enumerate(sayings)))
            if saying.record.status
        ),
        None,
    )
    complete = (
        bool(progress.total) and progress.measure == "units" and progress.done >= progress.total
    )
    if stated:
        index, saying = stated
        later = any(done_of(record) for _, record in sayings[index + 1 :])
        if not (complete and later):
            return saying.record.status or ""
    if complete:
        return "done"
    if any(is_read_whole(record) for _, record in sayings):
        return "done"
    if touched and item.status not in ("dropped", "shipped", "paused", "done"):
        return "active"
    return item.status or "planned"
