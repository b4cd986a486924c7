"""A journal's files -> its plan and as much of its weeks as sums go by. What was read once is remembered by its bytes.

The memory lies in .tracker/ and may be deleted at any time: it spares the reading, it never gives the answer.
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
from tracker.model import journal, kinds, plan, when
from tracker.model.journal import (
    Journal,
    Period,
    Problem,
    Session,
    Start,
    Week,
    format_problem_line,
)
from tracker.model.kinds import KINDS
from tracker.model.plan import Plan

MEMORY = "weeks.json"
FEW = 26  # weeks: so many are read anew in less time than the memory of ten years takes to load
_SAID = ("done", "status", "read")  # what sums need of a record; its words stay in their file
_MOST = 200_000_000  # bytes of the memory
_WHOLE_WEEK, _RUNNING = 1, 2
_WRONG_SUMS = {"outside-week", "duplicate-id"}


class WeekReading(NamedTuple):
    """One week's file. `week` is None where it could not be read; `fault` is a line that says what is wrong with it."""

    week: Week | None
    fault: str | None


class JournalReading(NamedTuple):
    """`faults`: a line for each file with errors. `unread`: names of weeks that could not be read at all."""

    journal: Journal
    faults: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_plan_with_faults(root: str) -> tuple[Plan, list[str]]:
    """The plan, an empty one where there is none, and a line for its errors."""
    path = f"{store.ENTRIES}/{loader.PLAN_FILE}"
    try:
        found, problems = loader.load_plan(path, store.read_file(root, path) or b"")
    except Refused as refusal:
        return Plan(), [str(refusal)]
    return found or Plan(), [line for line in [fault_of(problems)] if line]


def read_weeks(root: str, plan_: Plan, period: Period | None) -> JournalReading:
    """The weeks that a period's sums need; of the others only those that may know what an id of no plan is."""
    names, faults = list_weeks_and_faults(root)
    files, closed = open_week_files(
        root, [name for name in names if _may_count(name, period, plan_.day_starts)]
    )
    seen = _recall_weeks(root, files, names)
    faults += [*closed.values(), *(found.fault for found in seen.values() if found.fault)]
    unread = sorted([*closed, *(name for name, found in seen.items() if not found.week)])
    if unsure := _find_unknown_ids(plan_, seen):
        others, _ = open_week_files(root, [name for name in names if name not in files])
        telling = {
            name: data for name, data in others.items() if any(id_ in data for id_ in unsure)
        }
        seen = {**seen, **_recall_weeks(root, telling, names)}
    weeks = tuple(found.week for _, found in sorted(seen.items()) if found.week)
    return JournalReading(Journal(plan_, weeks), tuple(faults), tuple(unread))


def list_weeks_and_faults(root: str) -> tuple[list[str], list[str]]:
    """The weeks that have a file, and a line for each file that is called like no week."""
    names, faults = [], []
    for path in store.list_entries(root):
        name = path.rpartition("/")[2]
        if name.endswith(".yaml") and when.is_week(name.removesuffix(".yaml")):
            names.append(name.removesuffix(".yaml"))
        elif name not in (loader.PLAN_FILE, loader.FORECASTS_FILE):
            faults.append(f"{path}: not counted, for a week's file is named like 2024-W27.yaml")
    return names, faults


def entry_path_of(name: str) -> str:
    return f"{store.ENTRIES}/{name}.yaml"


def fault_of(problems: Iterable[Problem]) -> str | None:
    """The first error of a file on one line, and how many more there are."""
    errors = [problem for problem in problems if not problem.hint]
    if not errors:
        return None
    more = f" (and {len(errors) - 1} more: tracker check)" if len(errors) > 1 else ""
    return format_problem_line(errors[0]) + more


def _may_count(name: str, period: Period | None, day_starts: int) -> bool:
    """Where the day starts at 4:00, a period's last night may lie in the file of the week behind it."""
    if period is None:
        return True
    return (
        journal.week_of(period.first)
        <= name
        <= journal.week_of(period.last + timedelta(days=bool(day_starts)))
    )


def _find_unknown_ids(plan_: Plan, seen: Mapping[str, WeekReading]) -> list[bytes]:
    """Ids of sessions of whose kind neither the plan nor a record says anything: perhaps another week does."""
    weeks = [found.week for found in seen.values() if found.week]
    known = {*plan_.items, *plan_.aliases, *(id_ for week in weeks for _, id_, _ in week.records)}
    items = {session.item: session for week in weeks for session in week.sessions}
    ids = {session.target[0] or "" for session in items.values()}
    return [id_.encode() for id_ in ids if id_ and id_ not in known and not journal.is_address(id_)]


def open_week_files(root: str, names: Iterable[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The bytes of those that can be opened, a line for each of the others."""
    files, closed = {}, {}
    for name in names:
        try:
            if (data := store.read_file(root, entry_path_of(name))) is not None:
                files[name] = data
        except Refused as refusal:
            closed[name] = str(refusal)
    return files, closed


# ---- what was read before


def _recall_weeks(
    root: str, files: Mapping[str, bytes], names: list[str]
) -> dict[str, WeekReading]:
    """Each week as its file's bytes say: by the loader, or by what it said of the same bytes before."""
    if len(files) <= FEW:
        return {name: inspect_week_file(name, data) for name, data in files.items()}
    memory = _read_memory(root)
    found, fresh = {}, False
    for name, data in files.items():
        digest = _hash_bytes(data)
        kept = memory.get(name)
        if kept and kept[0] == digest:
            found[name] = _unpack_week(name, kept)
        else:
            found[name], fresh = inspect_week_file(name, data), True
            memory[name] = _pack_week(digest, found[name])
    if fresh:
        _write_memory(root, {name: memory[name] for name in names if name in memory})
    return found


def inspect_week_file(name: str, data: bytes) -> WeekReading:
    path = entry_path_of(name)
    week, problems = loader.load_week(path, name, data)
    if week and _is_odd(week):
        from tracker.checks import journal_checks

        problems += [
            one
            for one in journal_checks.check_journal(Journal(Plan(), (week,)), {path: data})
            if one.kind in _WRONG_SUMS
        ]
    return WeekReading(week, fault_of(problems))


def _is_odd(week: Week) -> bool:
    """Whether a session counts twice or lies in another week: then its sums are not what they seem."""
    ids = [session.id for session in week.sessions if session.id]
    monday, sunday = week.monday, week.sunday
    return len(set(ids)) < len(ids) or any(
        not monday <= session.start.day <= sunday for session in week.sessions
    )


def _read_memory(root: str) -> dict[str, Any]:
    """Name of a week -> (digest, what was packed of it). Empty where there is none, or it was cut off, or changed."""
    head, _, body = (read_own(root, MEMORY, _MOST) or b"").partition(b"\n")
    try:
        return dict(json.loads(body)) if head == _hash_memory(body) else {}
    except ValueError:
        return {}


def _write_memory(root: str, memory: Mapping[str, Any]) -> None:
    """Written beside and moved into place. Where that cannot be done, the next report takes longer, no more."""
    body = json.dumps(memory, separators=(",", ":")).encode()
    with suppress(OSError):
        delete_leftovers(root)
        write_own(root, MEMORY, _hash_memory(body) + b"\n" + body)


def _hash_memory(body: bytes) -> bytes:
    """A hash of the memory and of the program that read the weeks: another version of it may read them otherwise."""
    modules = (encoding, fields, loader, journal, kinds, plan, scalars, when)
    program = repr(stamp_program_files(module.__file__ or "" for module in modules)).encode()
    return _hash_bytes(program + body).encode()


def _hash_bytes(data: bytes) -> str:
    # Here, for a report of one week needs none, and to load it takes as long as to read that week.
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def _pack_week(digest: str, seen: WeekReading) -> list[Any]:
    """What sums need, as JSON can hold it; sessions by columns, which load faster."""
    week = seen.week
    if week is None:
        return [digest, seen.fault]
    sessions = [
        (
            day.toordinal(),
            -1 if clock is None else clock.hour * 60 + clock.minute,
            _WHOLE_WEEK * whole_week + _RUNNING * running,
            minutes,
            item,
        )
        for (day, clock, _, whole_week), minutes, item, _, _, _, running in week.sessions
    ]
    records = [
        (
            kind,
            id_,
            {key: value for key in _SAID if (value := getattr(record, key, None))},
        )
        for kind, id_, record in week.records
    ]
    return [digest, seen.fault, week.title, week.target, records, list(zip(*sessions, strict=True))]


def _unpack_week(name: str, packed: list[Any]) -> WeekReading:
    _, fault, *rest = packed
    if not rest:
        return WeekReading(None, fault)
    title, target, records, sessions = rest
    said: dict[str, Any] = {kind: {} for kind in KINDS}
    for kind, id_, says in records:
        if isinstance(done := says.get("done"), list):
            says["done"] = tuple(done)
        said[kind][id_] = KINDS[kind].record(**says)
    times = tuple(map(_unpack_session, *sessions)) if sessions else ()
    return WeekReading(Week(name, title, target=target, sessions=times, **said), fault)


def _unpack_session(
    day: int, clock: int, flags: int, minutes: int | None, item: str | None
) -> Session:
    start = Start(_day(day), _unpack_clock(clock), None, bool(flags & _WHOLE_WEEK))
    return Session(start, minutes, item, running=bool(flags & _RUNNING))


# Made once and used by all sessions of that day or minute: ten years have 18,000 sessions.
_day = cache(date.fromordinal)


@cache
def _unpack_clock(minutes: int) -> time | None:
    return None if minutes < 0 else time(*divmod(minutes, 60))
