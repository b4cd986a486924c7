"""Weekly amounts -> how often their forecasts would have held, had they been made at the time: walk-forward.

Judged: at every week from the sixth on, what was done in the next 4, 8 and 13 weeks, where these lie inside the log.
"At least this much" held where as much or more was done. The straight line that the forecast has to beat goes on at the
mean of the last half year. Losses are pinball losses, which are least where each chance holds as often as it says
(Koenker and Bassett 1978).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from statistics import fmean, median
from typing import NamedTuple

from tracker.figures.forecast.course import CHANCES, LITTLE
from tracker.figures.forecast.throughput import (
    LATELY,
    LEAST_WEEKS,
    at_least,
    explain_history_refusal,
    simulate_throughput,
)

HORIZONS = (4, 8, 13)


class JudgedWindow(NamedTuple):
    """One forecast of one window. `held`: whether P50, P80 and P90 did. `loss` is its own, `line` the straight line's.

    `width`: the step from P50 down to P80, as a part of P50; None where that is 0.
    """

    weeks: int
    held: tuple[bool, ...]
    width: float | None
    loss: float
    line: float


class Score(NamedTuple):
    """`held`: in what share of windows, 0 to 1, P50, P80 and P90 did. `refused`: the share of weeks without a forecast.

    `width` is the median, `loss` the forecast's as a part of the straight line's. None where there is nothing to say it
    from. `windows`: how many were judged.
    """

    windows: int
    refused: float | None
    held: tuple[float, ...] | None
    width: float | None
    loss: float | None


def backtest_log(log: Sequence[float]) -> tuple[list[JudgedWindow], int, int]:
    """Each window judged; how many weeks had a forecast to make; and how many of them were refused one."""
    judged: list[JudgedWindow] = []
    refused = 0
    starts = range(LEAST_WEEKS, len(log) - HORIZONS[0] + 1)
    for start in starts:
        past = log[:start]
        if explain_history_refusal(past):
            refused += 1
            continue
        runs = list(islice(simulate_throughput(past), HORIZONS[-1]))
        for weeks in HORIZONS:
            if start + weeks <= len(log):
                lowest = [at_least(sorted(runs[weeks - 1]), chance) for chance in CHANCES]
                judged.append(judge_window(past, lowest, weeks, sum(log[start : start + weeks])))
    return judged, len(starts), refused


def judge_window(
    past: Sequence[float], lowest: Sequence[float], weeks: int, done: float
) -> JudgedWindow:
    lately = past[-LATELY:]
    line = weeks * sum(lately) / len(lately)
    half, most = lowest[:2]
    return JudgedWindow(
        weeks,
        tuple(done >= amount * (1 - LITTLE) for amount in lowest),
        (half - most) / half if half else None,
        sum(
            pinball_loss(done, amount, chance)
            for amount, chance in zip(lowest, CHANCES, strict=True)
        ),
        sum(pinball_loss(done, line, chance) for chance in CHANCES),
    )


def pinball_loss(done: float, amount: float, chance: float) -> float:
    """Of "at least `amount`" with that chance: what is missing weighs by the chance, what is over by the rest."""
    return (done - amount) * (1 - chance) if done >= amount else (amount - done) * chance


def score_windows(judged: Sequence[JudgedWindow], tried: int = 0, refused: int = 0) -> Score:
    """Of one log."""
    widths = [one.width for one in judged if one.width is not None]
    line = sum(one.line for one in judged)
    return Score(
        len(judged),
        refused / tried if tried else None,
        tuple(fmean(one.held[at] for one in judged) for at in range(len(CHANCES)))
        if judged
        else None,
        median(widths) if widths else None,
        sum(one.loss for one in judged) / line if line else None,
    )


def score_logs(
    logs: Mapping[str, Sequence[float]],
) -> tuple[dict[str, Score], dict[int, Score], Score]:
    """Of each log; of all together by horizon; and of all: each log weighs as much as any other."""
    found = {name: backtest_log(log) for name, log in logs.items()}
    by_log = {name: score_windows(*one) for name, one in found.items()}
    by_weeks = {
        weeks: average_scores(
            score_windows([one for one in judged if one.weeks == weeks])
            for judged, _, _ in found.values()
        )
        for weeks in HORIZONS
    }
    return by_log, by_weeks, average_scores(by_log.values())


def average_scores(all_: Iterable[Score]) -> Score:
    """Means over logs, of widths the median, of what each has to say."""
    each = list(all_)
    held = [one.held for one in each if one.held]
    refused = [one.refused for one in each if one.refused is not None]
    widths = [one.width for one in each if one.width is not None]
    losses = [one.loss for one in each if one.loss is not None]
    return Score(
        sum(one.windows for one in each),
        fmean(refused) if refused else None,
        tuple(map(fmean, zip(*held, strict=True))) if held else None,
        median(widths) if widths else None,
        fmean(losses) if losses else None,
    )


def tabulate_scores(
    by_log: Mapping[str, Score], by_weeks: Mapping[int, Score], all_: Score
) -> list[tuple[str, ...]]:
    """Rows of words, the first one the heading."""
    head = ("log", "windows", "refused", "P50", "P80", "P90", "width", "loss")
    rows = [format_score_row(name, one) for name, one in by_log.items()]
    rows += [format_score_row(f"next {weeks} weeks", one) for weeks, one in by_weeks.items()]
    return [head, *rows, format_score_row("all", all_)]


def format_score_row(name: str, one: Score) -> tuple[str, ...]:
    held = one.held or (None,) * len(CHANCES)
    loss = "-" if one.loss is None else f"{one.loss:.2f}"
    return name, str(one.windows), *map(format_percent, (one.refused, *held, one.width)), loss


def export_score(one: Score) -> dict[str, float | None]:
    """For programs to read."""
    held = one.held or (None,) * len(CHANCES)
    names = (f"p{100 * chance:.0f}" for chance in CHANCES)
    shares = {
        "refused": one.refused,
        **dict(zip(names, held, strict=True)),
        "width": one.width,
        "loss": one.loss,
    }
    return {
        "windows": one.windows,
        **{name: None if share is None else round(share, 4) for name, share in shares.items()},
    }


def format_percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"
