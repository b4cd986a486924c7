"""Weekly amounts -> what the coming weeks may bring, by simulation. Pure; the same on every run and machine.

People stop, and take up again. So each run goes from week to week between at work and away, by chances drawn from how
often this log did so, with a few weeks of doubt where it is short; a week at work brings what one of the past brought,
recent ones more likely; and the pace itself drifts. Measured in the guide's Forecast, with what else was tried.
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
LATELY = 26  # weeks in which so many have to be active, and that a pace is told of
WINDOW = 104  # weeks that are gone by
QUARTER, YEAR = 13, 52  # weeks after which what was seen counts half as much
# What is believed before a week is seen, as weeks that went one way and the other (the two of a Beta distribution):
# of those at work, how many stopped; of those away, how many came back.
STOPPED, CAME_BACK = (1.0, 3.0), (0.5, 3.0)
DRIFT = 0.2  # standard deviation of what a week adds to the logarithm of the pace


class WeekDice(NamedTuple):
    """The dice of one week to come, one for each run: does it turn, which week of the past is it like, at what pace."""

    turn: tuple[float, ...]
    like: tuple[float, ...]
    pace: tuple[float, ...]


def explain_history_refusal(history: Sequence[float]) -> str | None:
    """Why nothing can be said from these weeks, in words; None where something can."""
    if len(history) < LEAST_WEEKS:
        return f"fewer than {spell_number(LEAST_WEEKS)} whole weeks have passed since it was begun"
    if len(history) >= SILENT and not any(history[-SILENT:]):
        return f"nothing was done in the last {spell_number(SILENT)} weeks"
    lately = history[-LATELY:]
    if sum(amount > 0 for amount in lately) < LEAST_ACTIVE:
        return f"fewer than {spell_number(LEAST_ACTIVE)} of the last {spell_number(len(lately))} weeks got something done"
    return None


def simulate_throughput(history: Sequence[float], first: float = 1.0) -> Iterator[list[float]]:
    """What is done by the end of each coming week, one number for each run, without end.

    `first`: how much of the first week is still to come, 0 to 1. `history` must be one that is not refused.
    """
    past = history[-WINDOW:]
    amounts = [amount for amount in past if amount]
    chance = random.Random(1)
    # How often someone stops is a habit of years; whether they come back, a matter of this silence.
    stops = sample_betas(chance, STOPPED, *count_transitions(past, YEAR, True))
    returns = sample_betas(chance, CAME_BACK, *count_transitions(past, QUARTER, False))
    worths = [worth for amount, worth in zip(past, worth_of(past, QUARTER), strict=True) if amount]
    scales = bootstrap_scales(chance, worths)
    at_work = [past[-1] > 0] * RUNS
    done, share = [0.0] * RUNS, first
    for ahead in count():
        turn, like, pace = sample_week_dice(ahead)
        at_work = [
            die >= stop if works else die < back
            for works, die, stop, back in zip(at_work, turn, stops, returns, strict=True)
        ]
        done = [
            so_far + share * speed * amounts[bisect(scale, die)] if works else so_far
            for so_far, works, speed, scale, die in zip(
                done, at_work, pace, scales, like, strict=True
            )
        ]
        yield done
        share = 1.0


def worth_of(past: Sequence[float], halved: int) -> list[float]:
    """1 for the last week, half for the one `halved` weeks before it."""
    return [0.5 ** (age / halved) for age in reversed(range(len(past)))]


def count_transitions(past: Sequence[float], halved: int, at_work: bool) -> tuple[float, float]:
    """Of the weeks at work (or away): how many were followed by the other, and how many by the same, by their worth."""
    worths = worth_of(past, halved)[1:]
    pairs = [
        (bool(one), bool(two), worth)
        for (one, two), worth in zip(pairwise(past), worths, strict=True)
    ]
    changed = sum(worth for one, two, worth in pairs if one == at_work and two != at_work)
    return changed, sum(worth for one, two, worth in pairs if one == two == at_work)


def sample_betas(
    chance: random.Random, belief: tuple[float, float], changed: float, stayed: float
) -> list[float]:
    return [chance.betavariate(belief[0] + changed, belief[1] + stayed) for _ in range(RUNS)]


def bootstrap_scales(chance: random.Random, worths: Sequence[float]) -> list[list[float]]:
    """For each run a scale from 0 to 1 on which each week has as much room as a Bayesian bootstrap gives it (Rubin)."""
    scales = []
    for _ in range(RUNS):
        ends = list(accumulate(worth * chance.expovariate(1.0) for worth in worths))
        scales.append([end / ends[-1] for end in ends[:-1]])
    return scales


@cache
def sample_week_dice(ahead: int) -> WeekDice:
    """Of the week so many weeks ahead. The same for every history, so that they are thrown once."""
    chance = random.Random(1000 + ahead)
    turn, like = (tuple(chance.random() for _ in range(RUNS)) for _ in range(2))
    return WeekDice(turn, like, tuple(exp(level) for level in sample_pace_levels(ahead)))


@cache
def sample_pace_levels(ahead: int) -> tuple[float, ...]:
    """The logarithm of each run's pace, drifting, and drawn back to what it was."""
    chance = random.Random(-1 - ahead)
    before = sample_pace_levels(ahead - 1) if ahead else (0.0,) * RUNS
    return tuple(0.5 ** (1 / QUARTER) * level + chance.gauss(0.0, DRIFT) for level in before)


def at_least(runs: Sequence[float], chance: float) -> float:
    """What so many of the runs, sorted, reach: with `chance` 0.8, "at least this much, eight times in ten"."""
    return runs[round(len(runs) * (1 - chance))]
