"""Weeks with every word of them, out of a memory where their files have the same bytes.

The memory lies in .tracker/words.json, a line of JSON for each week, and may be deleted at any
time. Of its lines only those are taken apart whose week is wanted, or may say a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import cache, partial
from typing import Any, NamedTuple, cast

from tracker import cached_reader
from tracker.boundary.memory import hash_bytes, read_memory_lines, write_memory_lines
from tracker.boundary.outside import stamp_program_files
from tracker.boundary.processes import has_other_core, start_on_other_core
from tracker.format import encoding, fields, loader, scalars
from tracker.format.loader import LoadedWeek
from tracker.model import journal, kinds, plan, when, work
from tracker.model.journal import Problem, Session, Start, Week
from tracker.model.when import is_week

MEMORY = "words.json"
FEW = 26  # weeks: reading these takes less time than the memory of ten years
MANY = 50  # weeks: reading these takes longer than a copy of the process
_RUN = re.compile(r"[^\W_]+")
# The named tuples of a week, by the name that stands in the memory.
_CLASSES: Mapping[str, Any] = {
    each.__name__: each
    for each in (
        journal.Goal,
        journal.Question,
        journal.Cover,
        journal.Members,
        kinds.Link,
        *(kind.record for kind in kinds.KINDS.values()),
    )
}


class PackedWeek(NamedTuple):
    """The hash of a week's file, and the week as a line of JSON: [fault, fields or null]."""

    digest: str
    line: str


def read_whole_weeks(
    root: str, names: Iterable[str], text: str | None = None
) -> tuple[dict[str, Week], list[str]]:
    """Read weeks whole: name -> week, and a line for each file with errors.

    `text`: case folded; weeks that can't say it may be left out.
    """
    files, refusals = cached_reader.open_week_files(root, names)
    faults = list(refusals.values())
    weeks: dict[str, Week] = {}
    if len(files) <= FEW:
        for name, data in files.items():
            reading = cached_reader.inspect_week_file(name, data)
            if reading.fault:
                faults.append(reading.fault)
            if reading.week:
                weeks[name] = reading.week
        return weeks, faults
    run = longest_run(text or "")
    for name, packed in _recall_weeks(root, files).items():
        fault, fields_of_week = None, None
        if run in packed.line.casefold() or not packed.line.startswith("[null"):
            fault, fields_of_week = json.loads(packed.line)
        if fault:
            faults.append(fault)
        if fields_of_week is not None:
            weeks[name] = unpack_week(name, fields_of_week)
    return weeks, faults


def longest_run(text: str) -> str:
    """Find the longest run of letters and digits: JSON writes it as it stands in the text."""
    return max(_RUN.findall(text), key=len, default="")


def _recall_weeks(root: str, files: Mapping[str, bytes]) -> dict[str, PackedWeek]:
    """Take each week's line from the memory where its file has the same bytes; pack the others."""
    stamps = _stamp_program()
    memory = {}
    for name, remembered in read_memory_lines(root, MEMORY, stamps).items():
        digest, _, line = remembered.partition(" ")
        memory[name] = PackedWeek(digest, line)
    changed = []
    digests = {name: hash_bytes(data) for name, data in files.items()}
    for name, digest in digests.items():
        if name not in memory or memory[name].digest != digest:
            changed.append(name)
    lines = cached_reader.pack_on_cores(pack_reading, files, changed)
    for name, line in zip(changed, lines, strict=True):
        memory[name] = PackedWeek(digests[name], line)
    if changed:
        kept = {name: f"{packed.digest} {packed.line}" for name, packed in sorted(memory.items())}
        write_memory_lines(root, MEMORY, stamps, kept)
    return {name: memory[name] for name in files}


def _stamp_program() -> list[tuple[int, int]]:
    """Stamp the modules that read weeks, of which others may read otherwise."""
    modules = (encoding, fields, loader, journal, kinds, plan, scalars, when, work)
    return stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])


# ---- on several cores


def load_weeks_on_cores(files: Mapping[str, bytes]) -> dict[str, LoadedWeek]:
    """Load the weeks of a journal: path -> week and problems. Empty where one core is as fast."""
    paths = [path for path in files if is_week(path.rpartition("/")[2].removesuffix(".yaml"))]
    if len(paths) < MANY or not has_other_core():
        return {}
    here, there = paths[::2], paths[1::2]

    def load_there() -> str:
        return json.dumps([pack_loaded(loader.load_week_file(path, files[path])) for path in there])

    wait = start_on_other_core(load_there)
    loaded = {path: loader.load_week_file(path, files[path]) for path in here}
    for path, packed in zip(there, json.loads(wait()), strict=True):
        loaded[path] = unpack_loaded(path, packed)
    return loaded


def pack_loaded(loaded: LoadedWeek) -> list[Any]:
    week, problems = loaded
    return [week and pack_week(week), problems]


def unpack_loaded(path: str, packed: list[Any]) -> LoadedWeek:
    fields_of_week, problems = packed
    week = None
    if fields_of_week is not None:
        week = unpack_week(path.rpartition("/")[2].removesuffix(".yaml"), fields_of_week)
    return week, [Problem(*each) for each in problems]


# ---- a week as JSON


def pack_reading(reading: cached_reader.WeekReading) -> str:
    """Pack the reading of a week's file as a line of JSON."""
    packed = [reading.fault, pack_week(reading.week) if reading.week else None]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def pack_week(week: Week) -> dict[str, Any]:
    """Pack the fields of a week that are given, but for its name."""
    fields_of_week = _pack_fields(week)
    del fields_of_week["name"]
    if week.sessions:
        rows = [_pack_session(session) for session in week.sessions]
        fields_of_week["sessions"] = list(zip(*rows, strict=True))
    return fields_of_week


def unpack_week(name: str, fields_of_week: Mapping[str, Any]) -> Week:
    """Unpack what `pack_week` packed."""
    given = {key: _unpack(value) for key, value in fields_of_week.items() if key != "sessions"}
    columns = fields_of_week.get("sessions")
    return Week(name, **given, sessions=_unpack_sessions(*columns) if columns else ())


def _pack_fields(value: Any) -> dict[str, Any]:
    """Pack the fields of a named tuple that differ from their defaults."""
    given = {}
    for key, each in zip(value._fields, value, strict=True):
        if key not in value._field_defaults or each != value._field_defaults[key]:
            given[key] = _pack(each)
    return given


def _pack(value: Any) -> Any:
    """Pack a value: lists begin with the sort of what they were."""
    if isinstance(value, date):
        return ["date", value.toordinal()]
    if hasattr(value, "_fields"):
        return [type(value).__name__, _pack_fields(value)]
    if isinstance(value, tuple):
        return ["list", *map(_pack, value)]
    if isinstance(value, Mapping):
        return {key: _pack(each) for key, each in value.items()}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unpack(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    sort, *rest = value
    if sort == "list":
        return tuple(map(_unpack, rest))
    if sort == "date":
        return date.fromordinal(rest[0])
    return _CLASSES[sort](**_unpack(rest[0]))


def _pack_session(session: Session) -> list[Any]:
    start = session.start
    clock = None
    if start.clock is not None:
        clock = start.clock.hour * 60 + start.clock.minute
    times = (start.day.toordinal(), clock, start.offset, start.whole_week)
    return [*times, *session[1:]]


def _unpack_sessions(
    days: list[int],
    clocks: list[int | None],
    offsets: list[int | None],
    whole_weeks: list[bool],
    *more: list[Any],
) -> tuple[Session, ...]:
    """Unpack sessions by columns, as `session_columns` does: ten years have 18,000 of them."""
    times = zip(
        map(date.fromordinal, days), map(_unpack_clock, clocks), offsets, whole_weeks, strict=True
    )
    starts = map(partial(tuple.__new__, Start), times)
    new_session = cast(Callable[[Iterable[Any]], Session], partial(tuple.__new__, Session))
    return tuple(map(new_session, zip(starts, *more, strict=True)))


@cache
def _unpack_clock(minutes: int | None) -> time | None:
    if minutes is None:
        return None
    return time(*divmod(minutes, 60))
