"""Weekly amounts -> simulated amounts of the coming weeks. Pure; the same on every run and machine.

People stop, and take up again. So each run goes from week to week between at work and away, by
chances drawn from how often this log did so, with a few weeks of doubt where it is short. A week at
work brings the amount of a past week, more likely of a recent one, and the pace itself drifts. The
guide's Forecast has the measurements, and what else was tried.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, count, pairwise
from math import exp
from typing import NamedTuple

from tracker.model.english import spell_number

RUNS = 500
LEAST_WEEKS, LEAST_ACTIVE, SILENT = 6, 3, 8
LATELY = 26  # weeks: LEAST_ACTIVE of them have to be active, and the pace is their mean
WINDOW = 104  # weeks of history that the simulation draws from
QUARTER, YEAR = 13, 52  # weeks after which an observation counts half as much
# The belief before any week is seen, as the two parameters of a Beta distribution:
# of weeks at work, (stopped, went on); of weeks away, (came back, stayed away).
STOPPED, CAME_BACK = (1.0, 3.0), (0.5, 3.0)
DRIFT = 0.2  # standard deviation of what a week adds to the logarithm of the pace


class WeekDice(NamedTuple):
    """The dice of one week to come, one for each run.

    `turn`: whether the run stops or comes back. `like`: which past week's amount it brings. `pace`:
    the factor on that amount.
    """

    turn: tuple[float, ...]
    like: tuple[float, ...]
    pace: tuple[float, ...]


def explain_history_refusal(history: Sequence[float]) -> str | None:
    """Explain why these weeks are too few to forecast from; None where they are enough."""
    if len(history) < LEAST_WEEKS:
        return f"fewer than {spell_number(LEAST_WEEKS)} whole weeks have passed since it was begun"
    if len(history) >= SILENT and not any(history[-SILENT:]):
        return f"nothing was done in the last {spell_number(SILENT)} weeks"
    lately = history[-LATELY:]
    if sum(amount > 0 for amount in lately) < LEAST_ACTIVE:
        least, weeks = spell_number(LEAST_ACTIVE), spell_number(len(lately))
        return f"fewer than {least} of the last {weeks} weeks got something done"
    return None


def simulate_throughput(history: Sequence[float], first: float = 1.0) -> Iterator[list[float]]:
    """Yield the amounts done by the end of each coming week, one for each run, without end.

    `first`: the part of the first week that is still to come, 0 to 1. `history` must be long enough
    for `explain_history_refusal`.
    """
    past = history[-WINDOW:]
    amounts = [amount for amount in past if amount]
    chance = random.Random(1)
    # How often someone stops is a habit of years; whether they come back depends on this silence.
    stops = sample_betas(chance, STOPPED, *count_transitions(past, YEAR, True))
    returns = sample_betas(chance, CAME_BACK, *count_transitions(past, QUARTER, False))
    worths = [
        worth for amount, worth in zip(past, weigh_weeks(past, QUARTER), strict=True) if amount
    ]
    scales = bootstrap_scales(chance, worths)
    at_work = [past[-1] > 0] * RUNS
    done, share = [0.0] * RUNS, first
    for ahead in count():
        turn, like, pace = sample_week_dice(ahead)
        done = list(done)
        for run, works in enumerate(at_work):
            if works:
                at_work[run] = works = turn[run] >= stops[run]
            else:
                at_work[run] = works = turn[run] < returns[run]
            if works:
                done[run] += share * pace[run] * amounts[bisect(scales[run], like[run])]
        yield done
        share = 1.0


def weigh_weeks(past: Sequence[float], halved: int) -> list[float]:
    """Weigh weeks by age: 1 for the last week, half for the week `halved` weeks before it."""
    return [0.5 ** (age / halved) for age in reversed(range(len(past)))]


def count_transitions(past: Sequence[float], halved: int, at_work: bool) -> tuple[float, float]:
    """Of the weeks at work (or away), count those before the other and those before the same.

    Each week counts by its worth.
    """
    worths = weigh_weeks(past, halved)[1:]
    changed, stayed = [], []
    for (before, after), worth in zip(pairwise(past), worths, strict=True):
        if bool(before) != at_work:
            continue
        if bool(after) == at_work:
            stayed.append(worth)
        else:
            changed.append(worth)
    return sum(changed), sum(stayed)


def sample_betas(
    chance: random.Random, belief: tuple[float, float], changed: float, stayed: float
) -> list[float]:
    return [chance.betavariate(belief[0] + changed, belief[1] + stayed) for _ in range(RUNS)]


def bootstrap_scales(chance: random.Random, worths: Sequence[float]) -> list[list[float]]:
    """For each run, the ends of the weeks on a scale from 0 to 1.

    The room of each week is sampled by a Bayesian bootstrap (Rubin 1981).
    """
    scales = []
    for _ in range(RUNS):
        ends = list(accumulate(worth * chance.expovariate(1.0) for worth in worths))
        scales.append([end / ends[-1] for end in ends[:-1]])
    return scales


@cache
def sample_week_dice(ahead: int) -> WeekDice:
    """Throw the dice of the week so many weeks ahead: once, for they suit every history."""
    chance = random.Random(1000 + ahead)
    turn = tuple(chance.random() for _ in range(RUNS))
    like = tuple(chance.random() for _ in range(RUNS))
    return WeekDice(turn, like, tuple(map(exp, sample_pace_levels(ahead))))


@cache
def sample_pace_levels(ahead: int) -> tuple[float, ...]:
    """The logarithm of each run's pace, which drifts and is drawn back to 0."""
    chance = random.Random(-1 - ahead)
    before: tuple[float, ...] = (0.0,) * RUNS
    if ahead:
        before = sample_pace_levels(ahead - 1)
    return tuple(0.5 ** (1 / QUARTER) * level + chance.gauss(0.0, DRIFT) for level in before)


def amount_reached_by(runs: Sequence[float], chance: float) -> float:
    """The amount that a share `chance` of the sorted runs reach: at 0.8, eight in ten of them."""
    return runs[round(len(runs) * (1 - chance))]
