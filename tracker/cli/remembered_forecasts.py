"""Simulations of forecasts, out of a memory where all that they depend on is the same.

The memory lies in .tracker/forecasts.json, that of the promise in .tracker/promise.json, for the
day's screen needs no more than that. Both may be deleted at any time.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from typing import Any

from tracker.boundary.outside import stamp_program_files
from tracker.boundary.writing import delete_leftovers, read_own, write_own
from tracker.figures import stats
from tracker.figures.forecast import finish, promise, throughput
from tracker.figures.forecast.finish import Finish, Work
from tracker.figures.forecast.throughput import History
from tracker.model.plan import Pause

MEMORY, PROMISE_MEMORY = "forecasts.json", "promise.json"
_MOST = 20_000_000  # bytes of a memory
_PROMISES = 8  # that are kept: a change of a pause and back finds the one before


class ForecastMemory:
    """Simulations by a hash of what goes into them. `simulate` stands for `simulate_finish`."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._known = _read_memory(root, MEMORY)
        self._used: dict[str, Any] = {}

    def simulate(
        self,
        pauses: tuple[Pause, ...],
        monday: date,
        history: History,
        work: Work,
        errors: tuple[float, ...],
        ends: tuple[date, ...],
    ) -> Finish:
        """Simulate as `simulate_finish` does, or recall what it found."""
        key = _hash_given((pauses, monday, history, work, errors, ends))
        packed = self._known.get(key)
        if packed is None:
            days, band, odds = finish.simulate_finish(pauses, monday, history, work, errors, ends)
            packed = [[day and day.toordinal() for day in days], band, odds]
        self._used[key] = packed
        ordinals, band, odds = packed
        days = tuple(day and date.fromordinal(day) for day in ordinals)
        return days, tuple(map(tuple, band)), tuple(map(tuple, odds))

    def keep(self) -> None:
        """Write the simulations that were asked for, where some of them are new."""
        if any(key not in self._known for key in self._used):
            _write_memory(self._root, MEMORY, self._used)


class PromiseMemory:
    """The last promises by a hash of what goes into them. `simulate` stands for `simulate_amounts`.

    What is new is written at once.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._known = _read_memory(root, PROMISE_MEMORY)

    def simulate(self, history: History, skipped: int, weeks: int) -> tuple[float, float]:
        """Simulate as `simulate_amounts` does, or recall what it found."""
        key = _hash_given((history, skipped, weeks))
        if key not in self._known:
            self._known[key] = promise.simulate_amounts(history, skipped, weeks)
            latest = dict(list(self._known.items())[-_PROMISES:])
            _write_memory(self._root, PROMISE_MEMORY, latest)
        even, sure = self._known[key]
        return even, sure


def _hash_given(given: tuple[Any, ...]) -> str:
    return blake2b(repr(given).encode(), digest_size=12).hexdigest()


def _read_memory(root: str, name: str) -> dict[str, Any]:
    head, _, body = (read_own(root, name, _MOST) or b"").partition(b"\n")
    if head != _hash_memory(body):
        return {}
    return dict(json.loads(body))


def _write_memory(root: str, name: str, answers: dict[str, Any]) -> None:
    body = json.dumps(answers, separators=(",", ":")).encode()
    with suppress(OSError):
        delete_leftovers(root)
        write_own(root, name, _hash_memory(body) + b"\n" + body)


def _hash_memory(body: bytes) -> bytes:
    """Hash the memory and the modules that simulate, of which others may find something else."""
    modules = (finish, promise, throughput, stats)
    stamps = stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])
    return blake2b(repr(stamps).encode() + body, digest_size=16).hexdigest().encode()
