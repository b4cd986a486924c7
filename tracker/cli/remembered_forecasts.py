"""Simulations of forecasts, out of a memory where all that they depend on is the same.

The memory lies in .tracker/forecasts.json, and may be deleted at any time.
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
from tracker.figures.forecast import finish, throughput
from tracker.figures.forecast.finish import Finish, Work
from tracker.figures.forecast.throughput import History
from tracker.model.plan import Pause

MEMORY = "forecasts.json"
_MOST = 20_000_000  # bytes of the memory


class ForecastMemory:
    """Simulations by a hash of what goes into them. `simulate` stands for `simulate_finish`."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._known: dict[str, Any] = self._read()
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
        given = repr((pauses, monday, history, work, errors, ends))
        key = blake2b(given.encode(), digest_size=12).hexdigest()
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
        if all(key in self._known for key in self._used):
            return
        body = json.dumps(self._used, separators=(",", ":")).encode()
        with suppress(OSError):
            delete_leftovers(self._root)
            write_own(self._root, MEMORY, _hash_memory(body) + b"\n" + body)

    def _read(self) -> dict[str, Any]:
        head, _, body = (read_own(self._root, MEMORY, _MOST) or b"").partition(b"\n")
        if head != _hash_memory(body):
            return {}
        return dict(json.loads(body))


def _hash_memory(body: bytes) -> bytes:
    """Hash the memory and the modules that simulate, of which others may find something else."""
    modules = (finish, throughput, stats)
    stamps = stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])
    return blake2b(repr(stamps).encode() + body, digest_size=16).hexdigest().encode()
