"""The sessions of a week as columns of JSON, taken apart only where one asks for a session.

Ten years have 18,000 sessions, and most sums need no more than what each week spent on each item.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import cache, partial
from itertools import repeat
from typing import Any, NamedTuple, cast, overload

from tracker.model.journal import Session, Start

_DAY = 24 * 60


class SessionSum(NamedTuple):
    """What the sessions on an item of one week's file come to; `item` as they name it.

    `first`, `last`: days. `sessions` have a length, `notes` have none.
    """

    item: str | None
    first: date
    last: date
    minutes: int
    sessions: int
    notes: int


class Summary(NamedTuple):
    """The sums of a week's sessions, by item, in the order of first mention.

    `earliest`: the minute of the day before which none of them began. `is_plain`: all are over, and
    on days of the week, so that the sums tell all; but not where a day starts after `earliest`.
    `has_unpublished`: one of them is unpublished.
    """

    sums: tuple[SessionSum, ...]
    earliest: int
    is_plain: bool
    is_running: bool
    has_unpublished: bool


class SessionColumns(Sequence[Session]):
    """The sessions of a week, with their summary."""

    def __init__(self, summary: Summary, columns: str) -> None:
        self.summary = summary
        self._columns = columns
        self._sessions: tuple[Session, ...] | None = None

    def __len__(self) -> int:
        return len(self._unpack())

    def __iter__(self) -> Iterator[Session]:
        return iter(self._unpack())

    @overload
    def __getitem__(self, place: int) -> Session: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Session]: ...

    def __getitem__(self, place: int | slice) -> Session | Sequence[Session]:
        return self._unpack()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._unpack() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._unpack())

    def _unpack(self) -> tuple[Session, ...]:
        if self._sessions is None:
            self._sessions = unpack_sessions(*json.loads(self._columns))
        return self._sessions


def list_session_items(sessions: Sequence[Session]) -> Iterable[str | None]:
    """List what the sessions of a week are on, as they name it, in the order of first mention."""
    if isinstance(sessions, SessionColumns):
        return [each.item for each in sessions.summary.sums]
    return dict.fromkeys([session.item for session in sessions])


def may_fall_in(sessions: Sequence[Session], first: date, last: date) -> bool:
    """Whether a session in columns may count to one of the days `first` to `last`.

    A day that starts later than at midnight ends on the date after it.
    """
    if not isinstance(sessions, SessionColumns):
        return False
    end = last + timedelta(days=1)
    return any(each.first <= end and each.last >= first for each in sessions.summary.sums)


def holds_words(sessions: Sequence[Session]) -> bool:
    """Whether sessions may have notes, or be unpublished. Columns hold no notes."""
    if isinstance(sessions, SessionColumns):
        return sessions.summary.has_unpublished
    return bool(sessions)


def holds_notes(sessions: Sequence[Session]) -> bool:
    """Whether sessions may have notes. Columns hold none."""
    return bool(sessions) and not isinstance(sessions, SessionColumns)


def has_running_session(sessions: Sequence[Session]) -> bool:
    if isinstance(sessions, SessionColumns):
        return sessions.summary.is_running
    return any(session.running for session in sessions)


# ---- packing


def pack_sessions(sessions: Sequence[Session], monday: date, sunday: date) -> tuple[str, str]:
    """Pack the sessions of a week: (their summary, their columns), both as JSON."""
    rows = []
    unpublished = [session.unpublished for session in sessions]
    for (day, clock, _, whole_week), minutes, item, _, _, _, running, _ in sessions:
        minute_of_day = -1
        if clock is not None:
            minute_of_day = clock.hour * 60 + clock.minute
        rows.append((day.toordinal(), minute_of_day, whole_week, minutes, item, running))
    columns = list(zip(*rows, strict=True))
    days, clocks, whole_weeks, _, _, running_ones = columns
    if any(unpublished):
        columns.append(tuple(unpublished))
    in_week = monday.toordinal() <= min(days) and max(days) <= sunday.toordinal()
    is_running = any(running_ones)
    earliest = min([clock for clock in clocks if clock >= 0], default=_DAY)
    is_plain = in_week and not is_running and not any(whole_weeks)
    summary = [_sum_rows(rows), earliest, is_plain, is_running, any(unpublished)]
    return _dump(summary), _dump(columns)


def _sum_rows(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    sums: dict[str | None, list[Any]] = {}
    for day, _, _, minutes, item, running in rows:
        row = sums.setdefault(item, [item, day, day, 0, 0, 0])
        row[1] = min(row[1], day)
        row[2] = max(row[2], day)
        row[3] += minutes or 0
        row[4] += bool(minutes)
        row[5] += not minutes and not running
    return list(sums.values())


def _dump(packed: object) -> str:
    return json.dumps(packed, separators=(",", ":"))


def unpack_summary(packed: Sequence[Any]) -> Summary:
    sums, *facts = packed
    rows = []
    for item, first, last, minutes, sessions, notes in sums:
        rows.append(SessionSum(item, _day(first), _day(last), minutes, sessions, notes))
    return Summary(tuple(rows), *facts)


def unpack_sessions(
    days: list[int],
    clocks: list[int],
    whole_weeks: list[bool],
    minutes: list[int | None],
    items: list[str | None],
    running: list[bool],
    unpublished: list[bool] | None = None,
) -> tuple[Session, ...]:
    """Unpack columns: as far as sums need the sessions, without notes and ids."""
    nothing, no = repeat(None), repeat(False)
    times = zip(map(_day, days), map(_unpack_clock, clocks), nothing, whole_weeks, strict=False)
    starts = map(_new_start, times)
    held = unpublished or no
    rows = zip(starts, minutes, items, nothing, nothing, no, running, held, strict=False)
    return tuple(map(_new_session, rows))


# Without the call of a function for each, and cached for all sessions of a day or a minute.
_new_start = partial(tuple.__new__, Start)
_new_session = cast(Callable[[Iterable[Any]], Session], partial(tuple.__new__, Session))
_day = cache(date.fromordinal)


@cache
def _unpack_clock(minutes: int) -> time | None:
    if minutes < 0:
        return None
    return time(*divmod(minutes, 60))
