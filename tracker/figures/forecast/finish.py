"""A history of weeks, and work to do -> the days by which it will be done. Pure, and repeatable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.throughput import (
    CHANCES,
    FARTHEST,
    RUNS,
    History,
    Runs,
    simulate_throughput,
    spread_evenly,
)
from tracker.model.plan import Pause

SHOWN = 104  # weeks of a band at most
LITTLE = 1e-9  # ten times 0.1 is a little less than 1
MOST_TIMES = 100
# A unit that is not done yet may take half of what was spent on it, or four times that.
DOUBTS = (0.5, 1.0, 2.0, 4.0)


class Work(NamedTuple):
    """An amount of work. `guessed`: the part of it that is an estimate of the author.

    `doubted`: the part whose units nobody has finished one of; see DOUBTS.
    """

    amount: float
    guessed: float = 0.0
    doubted: float = 0.0


Finish = tuple[
    tuple[date | None, ...],
    tuple[tuple[float, float], ...],
    tuple[tuple[float, float | None], ...],
]


class FinishQuestion(NamedTuple):
    """What a simulation is asked: how long `work` takes from a Monday on, without `pauses`.

    `history`: the weeks that it is drawn from. `errors`: how estimates were wrong, as factors.
    `ends`: the days whose chances are asked for.
    """

    pauses: tuple[Pause, ...]
    monday: date
    history: History
    work: Work
    errors: tuple[float, ...]
    ends: tuple[date, ...]


Simulate = Callable[[FinishQuestion], Finish]


# Five pages and the feeds tell of the same course, and this is most of the time they take.
@lru_cache(maxsize=256)
def simulate_finish(question: FinishQuestion) -> Finish:
    """Simulate the weeks from a Monday on, until all work is done.

    Returns a day for each of CHANCES; what is done by the end of each week at P50 and at P80; and
    for each of `ends` the chance, and how many times as much work would make it four in five.
    """
    import numpy

    pauses, monday, history, work, errors, ends = question
    needed = draw_work(work, errors)
    runs = simulate_throughput(history)
    done = numpy.zeros(RUNS)
    days: dict[float, date] = {}
    band: list[tuple[float, float]] = []
    odds: dict[date, tuple[float, float | None]] = dict.fromkeys(ends, (0.0, None))
    for number in range(FARTHEST):
        start = monday + timedelta(weeks=number)
        if not stats.is_rest_week(pauses, start):
            done = next(runs)
        if len(band) < SHOWN and 0.8 not in days:
            band.append(measure_band(done))
        share = measure_share_done(done, needed)
        for chance in CHANCES:
            if share >= chance:
                days.setdefault(chance, start + timedelta(days=6))
        for end in select_ends_of_week(ends, start):
            odds[end] = (share, find_times_needed(needed, done))
        if len(days) == len(CHANCES) and all((end - start).days < 10 for end in ends):
            break
    for end in ends:
        if (end - monday).days >= 7 * FARTHEST:
            odds[end] = (share, None)
    return tuple(map(days.get, CHANCES)), tuple(band), tuple(odds[end] for end in ends)


def select_ends_of_week(ends: Iterable[date], monday: date) -> list[date]:
    """Select the days that a week counts for: those from its Thursday to the next Wednesday."""
    return [end for end in ends if 3 <= (end - monday).days < 10]


def measure_share_done(done: Runs, needed: Runs) -> float:
    """Measure the share of runs that have done what they need."""
    import numpy

    return int(numpy.count_nonzero(done >= needed)) / RUNS


def measure_band(done: Runs) -> tuple[float, float]:
    """What half of the runs have done at least, and what four in five have."""
    import numpy

    half, most = RUNS // 2, RUNS // 5
    if numpy.count_nonzero(done > 0) < half:
        return 0.0, 0.0
    ordered = numpy.sort(done)  # a third of the time of numpy.partition, with AVX2 or its like
    return float(ordered[half]), float(ordered[most])


def draw_work(work: Work, errors: tuple[float, ...]) -> Runs:
    """The work of each run: what is guessed takes as much more or less as guesses did so far."""
    import numpy

    needed = numpy.full(RUNS, work.amount * (1 - LITTLE))
    if work.doubted:
        doubts = numpy.array(DOUBTS)[(spread_evenly(6) * len(DOUBTS)).astype(int)]
        needed = needed + work.doubted * (doubts - 1)
    if not errors:
        return needed
    factors = numpy.array(errors)[(spread_evenly(5) * len(errors)).astype(int)]
    return needed + work.guessed * (factors - 1)


def find_times_needed(needed: Runs, done: Runs) -> float | None:
    """How many times as much would be enough in four of five runs; None where it is already."""
    import numpy

    times = needed / numpy.maximum(done, LITTLE)
    place = 4 * RUNS // 5
    found = float(numpy.partition(times, place)[place])
    return found if 1 < found < MOST_TIMES else None
