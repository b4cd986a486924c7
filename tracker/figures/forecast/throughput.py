"""Weekly amounts -> simulated amounts of the coming weeks. Pure; the same on every run and machine.

People stop, and take up again. So each run goes from week to week between at work and away, by
chances drawn from how often this log did so, and where it is young from how often the person's
other courses did. A week at work brings the amount of a past week at work, more likely of a recent
one; the pace itself drifts, and that of a young log fades. The guide's Forecast has the
measurements, and what else was tried.

numpy is imported where runs are simulated, for it takes a tenth of a second. Of its random numbers
only the raw integers of PCG64 are used, which its authors keep as they are; all that is made of
them stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import count, pairwise
from math import log, sqrt
from typing import Any, NamedTuple

RUNS, GROUPS = 4000, 40  # the runs of a group share a bootstrap of the past weeks
CHANCES = (0.5, 0.8, 0.9)
LATELY = 26  # weeks of which a pace is the mean
WINDOW = 104  # weeks of history that the simulation draws from
FARTHEST = 260  # weeks ahead
BLOCK = 26  # weeks that are simulated at once; FARTHEST is a multiple of it
SPARSE = 0.35  # share of runs at work up to which drawing for these alone is quicker
# Weeks after which an observation counts half as much: of stops, of returns, of amounts.
YEAR, QUARTER, MONTH = 52, 13, 4
GIVEN_UP = 26  # weeks of silence behind which nothing is said of coming back
# The belief before any week is seen, as the two parameters of a Beta distribution:
# of weeks at work, (stopped, went on); of weeks away, (came back, stayed away).
STOPPED, CAME_BACK = (1.0, 2.0), (1.0, 4.0)
# As many weeks the person's other courses count for in a course's beliefs.
OTHERS_STOPPED, OTHERS_CAME_BACK = 6.0, 24.0
LENT = 2.0  # weeks at work that the amounts of other courses count for
DRIFT = 0.4  # standard deviation of what a week adds to the logarithm of the pace
FADE = 0.1  # what the first week of a log takes off it; a later one less
FADED = 26  # weeks after which one takes off half as much
FORGOTTEN = 13  # weeks after which the pace has forgotten half of what it strayed
DOUBT = 0.8  # standard deviation of the logarithm of a pace that one week was seen of

Runs = Any  # an array of numpy: a value for each run, or for each week and run
_LEVELS = 256  # rooms on the scale of a bootstrap
_TABLE = 4096  # entries of the tables of normal and exponential values
_GRID = 1024  # chances that a Beta distribution is drawn from


class History(NamedTuple):
    """The weeks of a course, or of all of them: what each brought, and whether it was at work.

    A week at work may bring nothing. `at_work`: a byte for each week, 1 or 0. `others`: the same
    for each other course of the person, since it began. `lent`: what weeks at work on other courses
    brought.
    """

    amounts: tuple[float, ...]
    at_work: bytes
    others: tuple[bytes, ...] = ()
    lent: tuple[float, ...] = ()


class Block(NamedTuple):
    """What BLOCK weeks bring: an amount for each week and run that is at work, week after week.

    `places`: where these stand in a table with a row for each week and a column for each run. None
    where `amounts` is this table, with 0 for those away.
    """

    places: Runs
    runs: Runs
    amounts: Runs


def make_history(amounts: Sequence[float], others: Sequence[Sequence[float]] = ()) -> History:
    """Make a history of weeks that are at work where they brought something."""
    return History(
        tuple(amounts),
        bytes(amount > 0 for amount in amounts),
        tuple(bytes(amount > 0 for amount in other) for other in others),
    )


def knows_amounts(history: History) -> bool:
    """Whether a week of the last two years, or one that was lent, brought something."""
    return any(history.amounts[-WINDOW:]) or any(history.lent)


def simulate_throughput(history: History) -> Iterator[Runs]:
    """Yield the amounts done by the end of each coming week, one for each run, without end.

    Of a history whose amounts are known.
    """
    import numpy

    done = numpy.zeros(RUNS)
    for block in simulate_blocks(history):
        weeks = add_weeks(done, block)
        yield from weeks
        done = weeks[-1]


def add_weeks(done: Runs, block: Block) -> Runs:
    """Add the weeks of a block to what was done before it: what is done by the end of each."""
    import numpy

    weeks = numpy.zeros((BLOCK, RUNS))
    if block.places is None:
        weeks += block.amounts
    else:
        weeks.ravel()[block.places] = block.amounts
    for week in weeks:
        week += done
        done = week
    return weeks


def add_block(done: Runs, block: Block) -> Runs:
    """Add a whole block, as `add_weeks` does: what is done by its end."""
    import numpy

    if block.places is None:
        return add_weeks(done, block)[-1]
    done = done.copy()
    numpy.add.at(done, block.runs, block.amounts)
    return done


def simulate_blocks(history: History) -> Iterator[Block]:
    """Simulate the coming weeks, BLOCK of them at once, without end.

    In most weeks of most forecasts nearly all runs are away; then amounts are drawn only for those
    at work. A week takes a quarter of the time that it took by itself and drawn for all.
    """
    import numpy

    at_work = history.at_work[-WINDOW:]
    stops = draw_betas(1, believe_stops(at_work, history.others))
    returns = draw_betas(2, believe_returns(history.at_work, history.others))
    scales = bootstrap_amounts(*weigh_amounts(history)).ravel()
    seen = max(1, sum(amount > 0 for amount in history.amounts[-WINDOW:]))
    doubt = draw_normals(14, RUNS) * (DOUBT / sqrt(seen))
    works = numpy.full(RUNS, not at_work or bool(at_work[-1]))
    age = len(history.amounts)
    faded = 0.0
    rows = numpy.arange(BLOCK + 1) * RUNS  # the places where weeks begin, and the last one ends
    remembered = 0.5 ** (1 / FORGOTTEN)
    for first in count(0, BLOCK):
        turns, rooms, paces = throw_dice(min(first, FARTHEST))
        working = mark_runs_at_work(works, turns > stops, turns <= returns)
        works = working[-1]
        # Fading, and doubt about the pace now, are forgotten as what it strays.
        fades, doubted = [], []
        for ahead in range(first, first + BLOCK):
            faded = faded * remembered + FADE * 0.5 ** ((age + ahead) / FADED)
            fades.append(faded)
            doubted.append(0.5 ** ((ahead + 1) / FORGOTTEN))
        if numpy.count_nonzero(working) < SPARSE * working.size:
            places = numpy.flatnonzero(working)
            counts = numpy.diff(places.searchsorted(rows))
            runs = places - rows[:-1].repeat(counts)
            logarithms = paces.take(places) - numpy.repeat(fades, counts)
            logarithms += doubt.take(runs) * numpy.repeat(doubted, counts)
            yield Block(places, runs, scales.take(rooms.take(places)) * raise_to_paces(logarithms))
        else:
            logarithms = paces - numpy.array(fades)[:, None]
            logarithms += doubt * numpy.array(doubted)[:, None]
            amounts = scales.take(rooms) * raise_to_paces(logarithms)
            yield Block(None, None, amounts * working)


# ---- when one is at work


def mark_runs_at_work(works: Runs, goes_on: Runs, comes_back: Runs) -> Runs:
    """Whether each run is at work in each week of a block. `works`: in the week before it.

    `goes_on`: whether a run is at work in a week if it was in the one before; `comes_back`: if it
    was not. Written over `comes_back`.
    """
    # The two differ in few places, where it matters what the week before was.
    for week, differs in zip(comes_back, goes_on ^ comes_back, strict=True):
        week ^= differs & works
        works = week
    return comes_back


def believe_stops(at_work: bytes, others: Sequence[bytes]) -> tuple[float, float]:
    """The belief that a week at work is followed by one away: (stopped, went on)."""
    changed, stayed = count_transitions(at_work, YEAR, True)
    before = STOPPED
    counts = [count_transitions(other, WINDOW, True) for other in others]
    if counts:
        before = lean_on_others(STOPPED, counts, OTHERS_STOPPED)
    return before[0] + changed, before[1] + stayed


def believe_returns(at_work: bytes, others: Sequence[bytes]) -> tuple[float, float]:
    """The belief that a week away is followed by one at work: (came back, stayed away).

    What has been silent for half a year was given up, and says nothing of coming back. Where that
    is this very log, all weeks beyond it count.
    """
    changed, stayed = count_transitions(at_work[-WINDOW:], QUARTER, False)
    stayed += max(0, count_silent_weeks(at_work) - GIVEN_UP)
    before = CAME_BACK
    counts = [count_returns(other) for other in others]
    if counts:
        before = lean_on_others(CAME_BACK, counts, OTHERS_CAME_BACK)
    return before[0] + changed, before[1] + stayed


def lean_on_others(
    belief: tuple[float, float], counts: Sequence[tuple[float, float]], weeks: float
) -> tuple[float, float]:
    """A belief worth so many weeks, as often as the other courses changed."""
    changed = belief[0] + sum(count for count, _ in counts)
    stayed = belief[1] + sum(count for _, count in counts)
    share = changed / (changed + stayed)
    return weeks * share, weeks * (1 - share)


@lru_cache(maxsize=1024)  # each course asks of each other one
def count_transitions(weeks: bytes, halved: int, at_work: bool) -> tuple[float, float]:
    """Of the weeks at work (or away), count those before the other and those before the same.

    A week counts half where it lies `halved` weeks back.
    """
    changed = stayed = 0.0
    worth = 1.0
    for number in range(len(weeks) - 1, 0, -1):
        if weeks[number - 1] == at_work:
            if weeks[number] == at_work:
                stayed += worth
            else:
                changed += worth
        worth *= 0.5 ** (1 / halved)
    return changed, stayed


def count_silent_weeks(weeks: bytes) -> int:
    """Count the weeks since the last one at work."""
    return len(weeks) - len(weeks.rstrip(b"\0"))


@lru_cache(maxsize=1024)
def count_returns(weeks: bytes) -> tuple[float, float]:
    """Count the weeks away before one at work, and those before another one away.

    Those behind half a year of silence are left out.
    """
    came_back = stayed = silent = 0
    for before, after in pairwise(weeks):
        silent = 0 if before else silent + 1
        if 0 < silent <= GIVEN_UP:
            came_back += after
            stayed += not after
    return came_back, stayed


def draw_betas(seed: int, belief: tuple[float, float]) -> Runs:
    """Draw a chance for each run from a Beta distribution: its place on the grid of chances."""
    import numpy

    ends, _, log_chances, log_rests = _tabulate_chances()
    logs = (belief[0] - 1) * log_chances + (belief[1] - 1) * log_rests
    reached = numpy.cumsum(numpy.exp(logs - logs.max()) * ends)
    found = numpy.searchsorted(reached / reached[-1], _list_even_numbers())
    return numpy.minimum(found, _GRID - 1).astype(numpy.uint16).take(shuffle_runs(seed))


@cache
def _tabulate_chances() -> tuple[Runs, Runs, Runs, Runs]:
    """The grid, which is finer near 0: its rooms, the chances, and two logarithms.

    Those of the chances, and of what they lack to 1.
    """
    import numpy

    ends = (numpy.arange(_GRID) + 0.5) / _GRID
    chances = ends**2
    return ends, chances, numpy.log(chances), numpy.log1p(-chances)


# ---- how much a week brings


def weigh_amounts(history: History) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The amounts of the weeks at work with their worths: the last week's is 1.

    Amounts that are lent have LENT among them.
    """
    amounts, worths = [], []
    past = list(zip(history.amounts, history.at_work, strict=True))[-WINDOW:]
    for age, (amount, worked) in enumerate(reversed(past)):
        if worked:
            amounts.append(amount)
            worths.append(0.5 ** (age / MONTH))
    amounts.reverse()
    worths.reverse()
    for amount in history.lent:
        amounts.append(amount)
        worths.append(LENT / len(history.lent))
    return tuple(amounts), tuple(worths)


def bootstrap_amounts(amounts: Sequence[float], worths: Sequence[float]) -> Runs:
    """For each group, the amounts on a scale of 256 rooms.

    The room of each week is drawn by a Bayesian bootstrap (Rubin 1981).
    """
    import numpy

    draws = draw_exponentials(15, GROUPS * len(amounts)).reshape(GROUPS, len(amounts))
    ends = numpy.cumsum(draws * numpy.array(worths), axis=1)
    rooms = (numpy.arange(_LEVELS) + 0.5) / _LEVELS
    # An amount has the rooms between the end before and its own.
    taken = numpy.searchsorted(rooms, ends / ends[:, -1:], side="right")
    shares = numpy.diff(taken, axis=1, prepend=0)
    known = numpy.tile(numpy.array(amounts, float), GROUPS)
    return known.repeat(shares.ravel()).reshape(GROUPS, _LEVELS)


def raise_to_paces(logarithms: Runs) -> Runs:
    """The factors, in 1024ths: rounded, they are the same on every machine."""
    import numpy

    factors = numpy.exp(logarithms)
    factors *= 1024
    numpy.rint(factors, out=factors)
    factors *= 1 / 1024
    return factors


# ---- dice: thrown once, for they suit every history


@cache
def throw_dice(first: int) -> tuple[Runs, Runs, Runs]:
    """Throw the dice of a block of weeks that begins so many weeks ahead, for each week and run.

    Whether the run stops or comes back: how many chances of the grid a number from 0 to 1 reaches;
    the room of the amount that it brings, among those of all groups; and the logarithm of the pace.
    Kept as short numbers, for those of five years are read again for each forecast.
    """
    import numpy

    turns = numpy.empty((BLOCK, RUNS), numpy.uint16)
    rooms = numpy.empty((BLOCK, RUNS), numpy.uint16)
    paces = numpy.empty((BLOCK, RUNS))
    for number in range(BLOCK):
        ahead = min(first + number, FARTHEST)
        turn = (draw_raw(1000 + ahead, RUNS) >> 11) * 2.0**-53
        turns[number] = count_chances(turn)
        like = draw_raw(2000 + ahead, RUNS) >> 56
        rooms[number] = numpy.arange(RUNS) % GROUPS * _LEVELS + like.astype(int)
        paces[number] = drift_paces(ahead)
    return turns, rooms, paces


def count_chances(numbers: Runs) -> Runs:
    """Count the chances of the grid that each number reaches, from 0 to less than 1."""
    import numpy

    chances = numpy.concatenate(([0.0], _tabulate_chances()[1], [1.0]))
    # They are squares, so a root says how many: to one, for it is rounded.
    counts = (numpy.sqrt(numbers) * _GRID + 0.5).astype(int)
    counts -= chances.take(counts) > numbers
    counts += chances.take(counts + 1) <= numbers
    return counts


@lru_cache(maxsize=2)  # each is made of the one before
def drift_paces(ahead: int) -> Runs:
    """The logarithm of each run's pace, which drifts and is drawn back."""
    steps = DRIFT * draw_normals(3000 + ahead, RUNS)
    if not ahead:
        return steps
    return 0.5 ** (1 / FORGOTTEN) * drift_paces(ahead - 1) + steps


def spread_evenly(seed: int) -> Runs:
    """One number from 0 to 1 for each run, evenly spread, in an order of its own."""
    return _list_even_numbers().take(shuffle_runs(seed))


@cache
def shuffle_runs(seed: int) -> Runs:
    """The place of each run in an order of its own."""
    import numpy

    return numpy.argsort(draw_raw(seed, RUNS), kind="stable")


@cache
def _list_even_numbers() -> Runs:
    """As many numbers from 0 to 1 as there are runs: in order, they are searched for quickly."""
    import numpy

    return (numpy.arange(RUNS) + 0.5) / RUNS


def draw_normals(seed: int, count: int) -> Runs:
    return tabulate_normals()[(draw_raw(seed, count) >> 52).astype(int)]


@cache
def tabulate_normals() -> Runs:
    from statistics import NormalDist

    import numpy

    bell = NormalDist()
    return numpy.array([bell.inv_cdf((number + 0.5) / _TABLE) for number in range(_TABLE)])


@cache
def draw_exponentials(seed: int, count: int) -> Runs:
    return tabulate_exponentials()[(draw_raw(seed, count) >> 52).astype(int)]


@cache
def tabulate_exponentials() -> Runs:
    import numpy

    return numpy.array([-log((number + 0.5) / _TABLE) for number in range(_TABLE)])


def draw_raw(seed: int, count: int) -> Runs:
    """Draw whole numbers of 64 bits."""
    import numpy

    return numpy.random.PCG64(seed).random_raw(count)
