"""A journal's folder and its figures -> its forecasts, with the simulations that are remembered.

The memory lies in .tracker/simulations.json, and may be deleted at any time. It holds hashes, days
and amounts: no word of a journal. Where nothing is new, numpy is not imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from tracker.boundary.memory import (
    hash_bytes,
    hash_program_files,
    read_memory_lines,
    write_memory_lines,
)
from tracker.figures import stats
from tracker.figures.forecast import course, finish, promise, throughput
from tracker.figures.forecast.finish import Finish, FinishQuestion
from tracker.figures.forecast.record import Unasked
from tracker.figures.forecast.throughput import History
from tracker.figures.stats import Figures

MEMORY = "simulations.json"
_MOST = 1_000_000  # letters beside those of the last build: the author's and the readers' journal
T = TypeVar("T")


def recall_forecasts(root: str, figures: Figures, today: date, asks: bool = True) -> None:
    """Make the forecasts and the promise of a day, and keep them with the figures.

    Unless it `asks`, Unasked is raised where an answer is not remembered.
    """
    memory = SimulationMemory(root, asks)
    course.keep_forecasts(figures, today, memory.simulate_finish)
    promise.keep_promise(figures, today, memory.simulate_amounts)
    memory.keep()


class SimulationMemory:
    """The answers of simulations by a hash of what they are asked."""

    def __init__(self, root: str, asks: bool = True) -> None:
        self._root = root
        self._asks = asks
        self._stamps = _hash_program()
        self._known = read_memory_lines(root, MEMORY, self._stamps)
        self._used: dict[str, str] = {}
        self._answers: dict[str, Any] = {}

    def simulate_finish(self, question: FinishQuestion) -> Finish:
        """Simulate as `finish.simulate_finish` does, or recall what it found."""
        return self._recall("finish", (question,), finish.simulate_finish, unpack_finish)

    def simulate_amounts(self, history: History, skipped: int, weeks: int) -> tuple[float, float]:
        """Simulate as `promise.simulate_amounts` does, or recall what it found."""
        question = (history, skipped, weeks)
        return self._recall("amounts", question, promise.simulate_amounts, tuple)

    def keep(self) -> None:
        """Write the answers of this build, where one is new, and others as far as there is room."""
        if self._used.keys() <= self._known.keys():
            return
        kept = dict(self._used)
        room = _MOST
        for key in reversed(self._known):
            room -= len(self._known[key])
            if room > 0:
                kept.setdefault(key, self._known[key])
        # The newest stand last.
        newest_last = dict(reversed(kept.items()))
        write_memory_lines(self._root, MEMORY, self._stamps, newest_last)

    def _recall(
        self,
        name: str,
        question: tuple[Any, ...],
        simulate: Callable[..., T],
        unpack: Callable[[Any], Any],
    ) -> T:
        key = f"{name}-{hash_bytes(repr(question).encode())}"
        if key not in self._answers:
            packed = self._known.get(key)
            if packed is None and not self._asks:
                raise Unasked
            if packed is None:
                packed = json.dumps(simulate(*question), default=date.toordinal)
            self._used[key] = packed
            self._answers[key] = unpack(json.loads(packed))
        answer: T = self._answers[key]
        return answer


def unpack_finish(packed: list[Any]) -> Finish:
    """Unpack what `simulate_finish` found: days, weekly amounts, chances."""
    ordinals, band, odds = packed
    days = tuple(day and date.fromordinal(day) for day in ordinals)
    return days, tuple(map(tuple, band)), tuple(map(tuple, odds))


def _hash_program() -> str:
    """Hash the modules that simulate, of which others may find something else."""
    modules = (finish, promise, stats, throughput)
    return hash_program_files([__file__, *(module.__file__ or "" for module in modules)])
