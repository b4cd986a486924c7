"""A journal's files -> its plan, and its weeks as far as sums need them, with a cache of the weeks.

The cache lies in .tracker/weeks.json and may be deleted at any time. A week from it is used only
where its file has the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tracker import store
from tracker.boundary.memory import hash_bytes, read_memory_lines, write_memory_lines
from tracker.boundary.outside import stamp_program_files
from tracker.boundary.processes import map_on_cores
from tracker.boundary.reading import Refused
from tracker.format import encoding, fields, loader, scalars
from tracker.model import journal, kinds, plan, session_columns, when, work
from tracker.model.journal import (
    PLAN_PATH,
    Journal,
    Period,
    Problem,
    Session,
    Week,
    format_problem_line,
    week_path_of,
)
from tracker.model.kinds import EMPTY, KINDS, Record
from tracker.model.plan import Plan
from tracker.model.session_columns import (
    SessionColumns,
    list_session_items,
    pack_sessions,
    unpack_summary,
)

MEMORY = "weeks.json"
FEW = 26  # weeks: reading these takes less time than loading the cache of ten years
# What sums need of a record; its other words stay in their file.
_SAID = ("done", "status", "read", "confidence", "understood", "gaps", "closed")
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
    `digests`: name of a week -> the hash of its file.
    """

    journal: Journal
    faults: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    digests: Mapping[str, str] = EMPTY


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
    digests = {name: hash_bytes(data) for name, data in files.items()}
    readings = _recall_weeks(root, files, digests, names)
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
        more = {name: hash_bytes(data) for name, data in telling.items()}
        readings.update(_recall_weeks(root, telling, more, names))
    weeks = tuple(reading.week for _, reading in sorted(readings.items()) if reading.week)
    journal_ = Journal(plan_, weeks)
    return JournalReading(journal_, tuple(faults), tuple(sorted(unread)), digests)


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
    items: set[str | None] = set()
    for reading in readings.values():
        if reading.week:
            known_ids.update(id_ for _, id_, _ in reading.week.records)
            items.update(list_session_items(reading.week.sessions))
    unknown_ids = set()
    for item in items:
        id_, _ = journal.split_target(item)
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
    root: str, files: Mapping[str, bytes], digests: Mapping[str, str], names: list[str]
) -> dict[str, WeekReading]:
    """Take each week from the cache where its file has the same bytes; load the others."""
    if len(files) <= FEW:
        return {name: inspect_week_file(name, data) for name, data in files.items()}
    memory = read_memory_lines(root, MEMORY, _stamp_program())
    changed = [name for name in files if not memory.get(name, "").startswith(digests[name])]
    for name, packed in zip(changed, pack_on_cores(_pack_week, files, changed), strict=True):
        memory[name] = f"{digests[name]} {packed}"
    if changed:
        kept = {name: memory[name] for name in names if name in memory}
        write_memory_lines(root, MEMORY, _stamp_program(), kept)
    return {name: _unpack_week(name, memory[name].partition(" ")[2]) for name in files}


def pack_on_cores(
    pack: Callable[[WeekReading], str], files: Mapping[str, bytes], names: Sequence[str]
) -> list[str]:
    """Read and pack the files of some weeks; on all cores where they are many."""

    def read_and_pack(name: str) -> str:
        return pack(inspect_week_file(name, files[name]))

    if len(names) <= FEW:
        return [read_and_pack(name) for name in names]
    return map_on_cores(read_and_pack, names)


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


def _stamp_program() -> list[tuple[int, int]]:
    """Stamp the loader's modules, of which another version may read otherwise."""
    modules = (encoding, fields, loader, journal, kinds, plan, scalars, session_columns, when, work)
    return stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])


def _pack_week(seen: WeekReading) -> str:
    """Pack what sums need of a week as JSON; the sessions by columns, after a tab."""
    week = seen.week
    if week is None:
        return _dump_line([seen.fault])
    records = [(kind, id_, _pack_record(kind, record)) for kind, id_, record in week.records]
    worked = work.holds_work(week)
    published = week.published and week.published.toordinal()
    facts = [week.title, week.target, worked, week.draft, published]
    packed = _dump_line([seen.fault, facts, records])
    if not week.sessions:
        return packed
    return "\t".join([packed, *pack_sessions(week.sessions, week.monday, week.sunday)])


def _dump_line(packed: list[Any]) -> str:
    return json.dumps(packed, separators=(",", ":"))


def _pack_record(kind: str, record: Record) -> dict[str, Any]:
    """Pack what sums need of a record; where its words alone show work, that it has some."""
    said = {key: value for key in _SAID if (value := getattr(record, key, None))}
    if work.shows_work(kind, record) and not work.shows_work(kind, KINDS[kind].record(**said)):
        for key, value in record._asdict().items():
            if value and key not in said:
                said[key] = _left_out_of(value)
    return said


def _left_out_of(value: object) -> object:
    """Stand for words that stay in their file."""
    if isinstance(value, str):
        return "left out"
    return {"left out": ""} if isinstance(value, Mapping) else ["left out"]


def _unpack_week(name: str, packed: str) -> WeekReading:
    head, _, more = packed.partition("\t")
    fault, *rest = json.loads(head)
    if not rest:
        return WeekReading(None, fault)
    (title, target, worked, draft, published), records = rest
    said: dict[str, Any] = {kind: {} for kind in KINDS}
    for kind, id_, says in records:
        for key, value in says.items():
            if isinstance(value, list):
                says[key] = tuple(value)
        said[kind][id_] = KINDS[kind].record(**says)
    sessions: Sequence[Session] = ()
    if more:
        summary, _, columns = more.partition("\t")
        sessions = SessionColumns(unpack_summary(json.loads(summary)), columns)
    day = published and date.fromordinal(published)
    week = Week(
        name,
        title,
        published=day,
        draft=draft,
        target=target,
        sessions=sessions,
        worked=worked,
        **said,
    )
    return WeekReading(week, fault)
