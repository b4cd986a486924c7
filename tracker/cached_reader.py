"""A journal's files -> its plan, and its weeks as far as sums need them, with a cache of the weeks.

The cache lies in .tracker/weeks.json and may be deleted at any time. A week from it is used only
where its file has the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from tracker import store
from tracker.boundary.outside import stamp_program_files
from tracker.boundary.reading import Refused
from tracker.boundary.writing import delete_leftovers, read_own, write_own
from tracker.format import encoding, fields, loader, scalars
from tracker.model import journal, kinds, plan, when, work
from tracker.model.journal import (
    PLAN_PATH,
    Journal,
    Period,
    Problem,
    Session,
    Start,
    Week,
    format_problem_line,
    week_path_of,
)
from tracker.model.kinds import KINDS, Record
from tracker.model.plan import Plan

MEMORY = "weeks.json"
FEW = 26  # weeks: reading these takes less time than loading the cache of ten years
# What sums need of a record; its other words stay in their file.
_SAID = ("done", "status", "read", "confidence", "understood", "gaps", "closed")
_MOST = 200_000_000  # bytes of the cache
_WHOLE_WEEK, _RUNNING = 1, 2
_WRONG_SUMS = {"outside-week", "duplicate-id"}


class WeekReading(NamedTuple):
    """The reading of one week's file.

    `week` is None where the file could not be read. `fault` is a line about its errors, or None.
    """

    week: Week | None
    fault: str | None


class JournalReading(NamedTuple):
    """A journal as far as it could be read.

    `faults`: a line for each file with errors. `unread`: names of weeks that could not be read.
    """

    journal: Journal
    faults: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_plan_with_faults(root: str) -> tuple[Plan, list[str]]:
    """Read the plan, an empty one where there is none, and a line about its errors, if any."""
    try:
        data = store.read_file(root, PLAN_PATH) or b""
    except Refused as refusal:
        return Plan(), [str(refusal)]
    loaded_plan, problems = loader.load_plan(PLAN_PATH, data)
    fault = fault_of(problems)
    return loaded_plan or Plan(), [fault] if fault else []


def read_weeks(root: str, plan_: Plan, period: Period | None) -> JournalReading:
    """Read the weeks that the sums of a period need; all weeks where it is None.

    Other weeks are read only where they may tell the kind of an id that is not in the plan.
    """
    names, faults = list_weeks_and_faults(root)
    names_in_period = [name for name in names if _may_count(name, period, plan_.day_starts)]
    files, refusals = open_week_files(root, names_in_period)
    readings = _recall_weeks(root, files, names)
    faults += refusals.values()
    unread = list(refusals)
    for name, reading in readings.items():
        if reading.fault:
            faults.append(reading.fault)
        if not reading.week:
            unread.append(name)

    if unknown_ids := _find_unknown_ids(plan_, readings):
        others, _ = open_week_files(root, [name for name in names if name not in files])
        telling = {}
        for name, data in others.items():
            if any(id_ in data for id_ in unknown_ids):
                telling[name] = data
        readings.update(_recall_weeks(root, telling, names))
    weeks = tuple(reading.week for _, reading in sorted(readings.items()) if reading.week)
    return JournalReading(Journal(plan_, weeks), tuple(faults), tuple(sorted(unread)))


def list_weeks_and_faults(root: str) -> tuple[list[str], list[str]]:
    """List the names of weeks that have a file, and a line for each file that is no week's."""
    names, faults = [], []
    for path in store.list_entries(root):
        name = path.rpartition("/")[2]
        if name.endswith(".yaml") and when.is_week(name.removesuffix(".yaml")):
            names.append(name.removesuffix(".yaml"))
        elif name not in (loader.PLAN_FILE, loader.FORECASTS_FILE):
            faults.append(f"{path}: not counted, for a week's file is named like 2024-W27.yaml")
    return names, faults


def fault_of(problems: Iterable[Problem]) -> str | None:
    """Format the first error of a file on one line, with the number of further errors.

    None where there are no errors.
    """
    errors = [problem for problem in problems if not problem.hint]
    if not errors:
        return None
    line = format_problem_line(errors[0])
    if len(errors) > 1:
        line += f" (and {len(errors) - 1} more: tracker check)"
    return line


def _may_count(name: str, period: Period | None, day_starts: int) -> bool:
    """Whether a week's file may hold sessions of a period."""
    if period is None:
        return True
    last = period.last
    if day_starts:
        last += timedelta(days=1)  # its last night may lie in the file of the next week
    return journal.week_of(period.first) <= name <= journal.week_of(last)


def _find_unknown_ids(plan_: Plan, readings: Mapping[str, WeekReading]) -> list[bytes]:
    """Find the ids of sessions whose kind is neither in the plan nor in a record of these weeks."""
    known_ids = {*plan_.items, *plan_.aliases}
    sessions: dict[str | None, Session] = {}  # one for each item: `target` takes its time
    for reading in readings.values():
        if reading.week:
            known_ids.update(id_ for _, id_, _ in reading.week.records)
            sessions.update((session.item, session) for session in reading.week.sessions)
    unknown_ids = set()
    for session in sessions.values():
        id_ = session.target[0]
        if id_ and id_ not in known_ids and not journal.is_address(id_):
            unknown_ids.add(id_)
    return [id_.encode() for id_ in unknown_ids]


def open_week_files(root: str, names: Iterable[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Read the files of weeks: name -> bytes, and name -> message for those that are refused."""
    files, refusals = {}, {}
    for name in names:
        try:
            data = store.read_file(root, week_path_of(name))
        except Refused as refusal:
            refusals[name] = str(refusal)
            continue
        if data is not None:
            files[name] = data
    return files, refusals


# ---- the cache


def _recall_weeks(
    root: str, files: Mapping[str, bytes], names: list[str]
) -> dict[str, WeekReading]:
    """Take each week from the cache where its file has the same bytes; load the others."""
    if len(files) <= FEW:
        return {name: inspect_week_file(name, data) for name, data in files.items()}
    memory = _read_memory(root)
    readings = {}
    is_changed = False
    for name, data in files.items():
        digest = _hash_bytes(data)
        packed = memory.get(name)
        if packed and packed[0] == digest:
            readings[name] = _unpack_week(name, packed)
        else:
            readings[name] = inspect_week_file(name, data)
            memory[name] = _pack_week(digest, readings[name])
            is_changed = True
    if is_changed:
        _write_memory(root, {name: memory[name] for name in names if name in memory})
    return readings


def inspect_week_file(name: str, data: bytes) -> WeekReading:
    """Load a week's file, and check what would make its sums wrong."""
    path = week_path_of(name)
    week, problems = loader.load_week(path, name, data)
    if week and _is_odd(week):
        from tracker.checks import journal_checks

        for problem in journal_checks.check_journal(Journal(Plan(), (week,)), {path: data}):
            if problem.kind in _WRONG_SUMS:
                problems.append(problem)
    return WeekReading(week, fault_of(problems))


def _is_odd(week: Week) -> bool:
    """Whether the sums of a week may be wrong: it repeats an id, or has another week's session."""
    ids = [session.id for session in week.sessions if session.id]
    if len(set(ids)) < len(ids):
        return True
    monday, sunday = week.monday, week.sunday
    return any(not monday <= session.start.day <= sunday for session in week.sessions)


def _read_memory(root: str) -> dict[str, Any]:
    """Read the cache: name of a week -> packed week, which begins with the digest of its file.

    Empty where there is none, where it was cut off or changed, or where another program wrote it.
    """
    head, _, body = (read_own(root, MEMORY, _MOST) or b"").partition(b"\n")
    if head != _hash_memory(body):
        return {}
    try:
        return dict(json.loads(body))
    except ValueError:
        return {}


def _write_memory(root: str, memory: Mapping[str, Any]) -> None:
    """Write the cache. Where that fails, the next report takes longer and is the same."""
    body = json.dumps(memory, separators=(",", ":")).encode()
    with suppress(OSError):
        delete_leftovers(root)
        write_own(root, MEMORY, _hash_memory(body) + b"\n" + body)


def _hash_memory(body: bytes) -> bytes:
    """Hash the cache and the loader's modules, of which another version may read otherwise."""
    modules = (encoding, fields, loader, journal, kinds, plan, scalars, when, work)
    stamps = stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])
    return _hash_bytes(repr(stamps).encode() + body).encode()


def _hash_bytes(data: bytes) -> str:
    # Imported here: a report of one week does not need it, and it loads as slowly as that week.
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def _pack_week(digest: str, seen: WeekReading) -> list[Any]:
    """Pack what sums need of a week for JSON; the sessions by columns, which load faster."""
    week = seen.week
    if week is None:
        return [digest, seen.fault]
    sessions = []
    for (day, clock, _, whole_week), minutes, item, _, _, _, running, _ in week.sessions:
        minute_of_day = -1
        if clock is not None:
            minute_of_day = clock.hour * 60 + clock.minute
        flags = _WHOLE_WEEK * whole_week + _RUNNING * running
        sessions.append((day.toordinal(), minute_of_day, flags, minutes, item))
    records = [(kind, id_, _pack_record(kind, record)) for kind, id_, record in week.records]
    columns = list(zip(*sessions, strict=True))
    worked = work.holds_work(week)
    return [digest, seen.fault, week.title, week.target, worked, records, columns]


def _pack_record(kind: str, record: Record) -> dict[str, Any]:
    says = {key: value for key in _SAID if (value := getattr(record, key, None))}
    if work.shows_work(kind, record) and not work.shows_work(kind, KINDS[kind].record(**says)):
        says["notes"] = ""  # its words show the work; that there were some is enough
    return says


def _unpack_week(name: str, packed: list[Any]) -> WeekReading:
    _, fault, *rest = packed
    if not rest:
        return WeekReading(None, fault)
    title, target, worked, records, sessions = rest
    said: dict[str, Any] = {kind: {} for kind in KINDS}
    for kind, id_, says in records:
        for key, value in says.items():
            if isinstance(value, list):
                says[key] = tuple(value)
        said[kind][id_] = KINDS[kind].record(**says)
    times = tuple(map(_unpack_session, *sessions)) if sessions else ()
    week = Week(name, title, target=target, sessions=times, worked=worked, **said)
    return WeekReading(week, fault)


def _unpack_session(
    day: int, clock: int, flags: int, minutes: int | None, item: str | None
) -> Session:
    start = Start(_day(day), _unpack_clock(clock), None, bool(flags & _WHOLE_WEEK))
    return Session(start, minutes, item, running=bool(flags & _RUNNING))


# Cached for all sessions of a day or a minute: ten years have 18,000 sessions.
_day = cache(date.fromordinal)


@cache
def _unpack_clock(minutes: int) -> time | None:
    if minutes < 0:
        return None
    return time(*divmod(minutes, 60))
