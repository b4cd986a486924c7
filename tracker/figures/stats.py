"""Journal -> sums: minutes by day, week, item and kind; the state of each item; a week's units.

Pure: no files, no clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from functools import cached_property, lru_cache, partial
from itertools import islice, repeat
from operator import attrgetter
from typing import NamedTuple, TypeAlias, TypeVar, cast, overload

from tracker.model.derived import KeepsDerived, derive_once
from tracker.model.english import format_count
from tracker.model.journal import (
    Journal,
    Session,
    Week,
    is_address,
    monday_of,
    split_target,
    week_of,
)
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
from tracker.model.session_columns import SessionColumns, list_session_items
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


# Without the call of a function for each: ten years have 18,000 sessions.
_new_entry = cast(Callable[[Iterable[object]], Entry], partial(tuple.__new__, Entry))


class ItemSum(NamedTuple):
    """What was logged on an item in the week in which it counts: minutes, sessions and notes.

    Several of a week and an item add up. `first` and `last`: days, None where only the week is
    known.
    """

    week: str
    kind: str
    item: str | None
    minutes: int
    sessions: int
    notes: int
    first: date | None
    last: date | None


class ItemSums(tuple[ItemSum, ...]):
    """The sums of all items and weeks, in the order of the weeks' files."""

    @cached_property
    def minutes(self) -> Mapping[str | None, Mapping[str, int]]:
        """Item -> week -> its minutes, of the weeks with time on it, oldest first."""
        minutes: dict[str | None, dict[str, int]] = {}
        for each in self:
            if each.minutes:
                of_item = minutes.setdefault(each.item, {})
                of_item[each.week] = of_item.get(each.week, 0) + each.minutes
        return {item: dict(sorted(of_item.items())) for item, of_item in minutes.items()}

    def select_before(self, week: str) -> ItemSums:
        """Select the sums of the weeks before one, with what is known of their minutes."""
        if self._weeks is None:
            past = ItemSums([each for each in self if each.week < week])
        else:
            past = ItemSums(self[: bisect_left(self._weeks, week)])
        minutes = {}
        for item, of_item in self.minutes.items():
            count = bisect_left(self._timed_weeks[item], week)
            if count:
                minutes[item] = dict(islice(of_item.items(), count))
        past.minutes = minutes
        return past

    @cached_property
    def _weeks(self) -> list[str] | None:
        """The week of each; None where they do not stand in order."""
        weeks = [each.week for each in self]
        return weeks if weeks == sorted(weeks) else None

    @cached_property
    def _timed_weeks(self) -> dict[str | None, list[str]]:
        return {item: list(of_item) for item, of_item in self.minutes.items()}


class EntriesByWeek(Mapping[str, tuple[Entry, ...]]):
    """Week -> its entries, which are built when they are asked for."""

    def __init__(
        self,
        names: Iterable[str],
        targets: Targets,
        plain_weeks: Mapping[str, Week],
        others: Mapping[str, Sequence[tuple[str, Entry]]],
    ) -> None:
        """`others`: week -> (week of the file, entry), of all weeks that are not plain."""
        self._names = dict.fromkeys(names)
        self._targets = targets
        self._plain_weeks = plain_weeks
        self._others = others
        self._built: dict[str, tuple[Entry, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        if name not in self._built:
            if name not in self._names:
                raise KeyError(name)
            others = self._others.get(name, ())
            entries = [entry for file, entry in others if file <= name]
            if name in self._plain_weeks:
                entries += _build_plain_entries(self._plain_weeks[name], self._targets)
            entries += [entry for file, entry in others if file > name]
            self._built[name] = tuple(entries)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


class Entries(Sequence[Entry]):
    """All entries of a journal, which are built when they are asked for."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._entries: tuple[Entry, ...] | None = None

    def _build(self) -> tuple[Entry, ...]:
        if self._entries is None:
            self._entries = build_entries(self._journal)
        return self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._build())

    def __len__(self) -> int:
        return len(self._build())

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        return self._build()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._build() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._build())


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


class FiguresFields(NamedTuple):
    """A journal and its sums, made once for all charts and pages."""

    journal: Journal
    entries: Sequence[Entry]
    states: Mapping[str, State]
    by_week: Mapping[str, tuple[Entry, ...]]
    weeks: Mapping[str, Week]
    sums: ItemSums


class Figures(FiguresFields, KeepsDerived):
    """The fields, and what is derived from them."""

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
    targets = _map_targets(journal)
    sums: list[ItemSum] = []
    plain_weeks: dict[str, Week] = {}
    others: dict[str, list[tuple[str, Entry]]] = {}
    for week in journal.weeks:
        if _is_plain_week(week, journal.plan.day_starts):
            plain_weeks[week.name] = week
            sums += _sum_plain_week(week, targets)
            continue
        for entry in _build_week_entries(week, targets, journal.plan.day_starts):
            others.setdefault(entry.week, []).append((week.name, entry))
            sums.append(sum_entry(entry))
    names = dict.fromkeys(each.week for each in sums)
    by_week = EntriesByWeek(names, targets, plain_weeks, others)
    written = {week.name: week for week in journal.weeks}
    # Where the day starts at 4:00, Monday 1:30 counts for the week before, which may have no file.
    weeks = {name: written.get(name) or Week(name) for name in sorted({*written, *names})}
    states = derive_states(journal, sums)
    return Figures(journal, Entries(journal), states, by_week, weeks, ItemSums(sums))


Targets: TypeAlias = "Mapping[str | None, tuple[str, str | None, str | None]]"
"""An item as sessions name it -> its kind, its present id and the unit."""


def _map_targets(journal: Journal) -> Targets:
    # Worked out for each item and not for each session: there are 18,000 of those in ten years.
    kinds, aliases = kinds_of(journal), journal.plan.aliases
    targets: dict[str | None, tuple[str, str | None, str | None]] = {None: (OTHER, None, None)}
    for item, (named, unit) in targets_of(journal).items():
        targets[item] = kinds[aliases.get(named, named)], aliases.get(named, named), unit
    return targets


def _sum_plain_week(week: Week, targets: Targets) -> Iterator[ItemSum]:
    sessions = cast(SessionColumns, week.sessions)
    for item, first, last, minutes, number, notes in sessions.summary.sums:
        kind, id_, _ = targets[item or None]
        yield ItemSum(week.name, kind, id_, minutes, number, notes, first, last)


def sum_entries_by_week(entries: Iterable[Entry]) -> Iterator[ItemSum]:
    """Sum the entries of each week, of all items together."""
    for week, of_week in group_entries(entries, attrgetter("week")).items():
        minutes = [entry.minutes for entry in of_week]
        notes = minutes.count(0)
        sessions = len(minutes) - notes
        yield ItemSum(week, OTHER, None, sum(minutes), sessions, notes, None, None)


def sum_entry(entry: Entry) -> ItemSum:
    week, day, _, minutes, kind, id_, _, _ = entry
    return ItemSum(week, kind, id_, minutes, bool(minutes), not minutes, day, day)


def build_entries(journal: Journal) -> tuple[Entry, ...]:
    """List every session, oldest week first, where it counts. A running session is left out."""
    targets = _map_targets(journal)
    entries: list[Entry] = []
    for week in journal.weeks:
        if _is_plain_week(week, journal.plan.day_starts):
            entries += _build_plain_entries(week, targets)
        else:
            entries += _build_week_entries(week, targets, journal.plan.day_starts)
    return tuple(entries)


def _build_week_entries(week: Week, targets: Targets, day_starts: int) -> Iterator[Entry]:
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
        kind, id_, unit = targets[session.item or None]
        yield Entry(counted, known_day, start.clock, session.minutes or 0, kind, id_, unit, session)


def _is_plain_week(week: Week, day_starts: int) -> bool:
    """Whether the summary of a week's sessions tells all: each counts on the day that it names."""
    if not isinstance(week.sessions, SessionColumns):
        return False
    summary = week.sessions.summary
    return summary.is_plain and summary.earliest >= day_starts


def _build_plain_entries(week: Week, targets: Targets) -> Iterable[Entry]:
    """Build the entries of a plain week by columns: those of ten years in a third of the time."""
    starts, lengths, items, *_ = zip(*week.sessions, strict=True)
    days, clocks, *_ = zip(*starts, strict=True)
    minutes = [length or 0 for length in lengths]
    kinds, ids, units = zip(*[targets[item or None] for item in items], strict=True)
    rows = zip(
        repeat(week.name), days, clocks, minutes, kinds, ids, units, week.sessions, strict=False
    )
    return map(_new_entry, rows)


def targets_of(journal: Journal) -> dict[str, tuple[str, str | None]]:
    """Map each item, as sessions name it, to (id, unit), in the order of first mention."""
    items: dict[str | None, None] = {}
    for week in journal.weeks:
        items.update(dict.fromkeys(list_session_items(week.sessions)))
    targets = {}
    for item in items:
        id_, unit = split_target(item)
        if item and id_:
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
    return sum([entry.minutes for entry in entries])


def count_notes(entries: Iterable[Entry]) -> int:
    return sum([not entry.minutes for entry in entries])


def format_entry_counts(sessions: int, notes: int) -> str:
    """`3 sessions and 2 notes`; what there is none of is left out."""
    counts = []
    if sessions or not notes:
        counts.append(format_count(sessions, "session"))
    if notes:
        counts.append(format_count(notes, "note"))
    return " and ".join(counts)


def sort_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Sort sessions by day and time; those without a day come last."""

    def when_of(entry: Entry) -> tuple[bool, str, str]:
        clock = str(entry.clock) if entry.clock else ""
        return entry.day is None, str(entry.session.start.day), clock

    return sorted(entries, key=when_of)


def list_week_names(first: date, last: date) -> list[str]:
    """List every ISO week from the week of `first` to the week of `last`."""
    return list(_list_week_names(first - timedelta(days=first.weekday()), last))


@lru_cache(maxsize=1024)  # forecasts ask for the weeks of each course for each other course
def _list_week_names(monday: date, last: date) -> tuple[str, ...]:
    weeks = (last - monday).days // 7 + 1
    return tuple([week_of(monday + timedelta(weeks=n)) for n in range(weeks)])


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


def derive_states(journal: Journal, sums: Iterable[ItemSum]) -> dict[str, State]:
    """Map each id to its state: the plan's items in order, then items that only the weeks name."""
    plan = journal.plan
    aliases, kinds = plan.aliases, kinds_of(journal)
    items = plan.items
    spent: dict[str | None, list[ItemSum]] = {}
    for each in sums:
        spent.setdefault(each.item, []).append(each)
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
    id_: str,
    kind: str,
    planned: tuple[str, Item] | None,
    spent: list[ItemSum],
    sayings: list[Saying],
) -> State:
    """Derive where an item stands by these entries and records of it, oldest first."""
    item = KINDS[kind].item()
    if planned:
        item = planned[1]
    minutes = sum([each.minutes for each in spent])
    done = map_units_to_weeks(sayings)
    progress = measure_progress(item, sayings, done, minutes)
    studied = {each.week for each in spent}
    weeks = sorted(studied.union(saying.week.name for saying in sayings))
    worked = studied.union(
        saying.week.name for saying in sayings if shows_work(kind, saying.record)
    )
    known_days: set[date] = set()
    dated_weeks = set()
    for each in spent:
        if each.first and each.last:
            known_days.update((each.first, each.last))
            dated_weeks.add(each.week)
    days = known_days.union(monday_of(week) for week in worked - dated_weeks)
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


def finished_units(figures: Figures, week: Week) -> Mapping[str, tuple[tuple[str, ...], int]]:
    """Map each item to (the units that this week finished first, how many units it finished).

    Only units that count in the item's progress.
    """
    if figures.weeks.get(week.name) is week:
        return _map_finished_units(figures, week.name)
    return _find_finished_units(figures, week)


@derive_once
def _map_finished_units(figures: Figures, name: str) -> Mapping[str, tuple[tuple[str, ...], int]]:
    return _find_finished_units(figures, figures.weeks[name])


def _find_finished_units(figures: Figures, week: Week) -> Mapping[str, tuple[tuple[str, ...], int]]:
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
