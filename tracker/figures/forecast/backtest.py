"""Weekly amounts -> how often their forecasts would have held: a walk-forward backtest.

At every week from the sixth on a forecast is made and judged: the amount done in the next 4, 8 and
13 weeks, where these lie inside the log. "At least this much" held where as much or more was done.
The forecast has to beat a straight line that goes on at the mean of the last half year. Losses are
pinball losses, which are least where each chance holds as often as it says (Koenker and Bassett
1978).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from statistics import fmean, median
from typing import NamedTuple

from tracker.figures.forecast.finish import LITTLE
from tracker.figures.forecast.throughput import (
    CHANCES,
    LATELY,
    knows_amounts,
    make_history,
    simulate_throughput,
)

HORIZONS = (4, 8, 13)
LEAST_WEEKS = 6  # of a log before its forecasts are judged


class JudgedWindow(NamedTuple):
    """A forecast of so many weeks. `held`: whether its P50, P80 and P90 held.

    `loss` is its own loss, `line` the straight line's. `width`: the step from P50 down to P80, as a
    part of P50; None where that is 0.
    """

    weeks: int
    held: tuple[bool, ...]
    width: float | None
    loss: float
    line: float


class Score(NamedTuple):
    """`held`: the share of windows, 0 to 1, in which P50, P80 and P90 held.

    `windows`: how many were judged. `refused`: the share of weeks without a forecast. `width` is
    the median, `loss` the forecast's as a part of the straight line's. Each is None without data.
    """

    windows: int
    refused: float | None
    held: tuple[float, ...] | None
    width: float | None
    loss: float | None


def backtest_log(log: Sequence[float]) -> tuple[list[JudgedWindow], int, int]:
    """Judge each window of a log: (windows, weeks with a forecast to make, weeks refused one)."""
    judged: list[JudgedWindow] = []
    refused = 0
    starts = range(LEAST_WEEKS, len(log) - HORIZONS[0] + 1)
    for start in starts:
        past = log[:start]
        history = make_history(past)
        if not knows_amounts(history):
            refused += 1
            continue
        runs = list(islice(simulate_throughput(history), HORIZONS[-1]))
        for weeks in HORIZONS:
            if start + weeks <= len(log):
                outcomes = sorted(runs[weeks - 1].tolist())
                lowest = [outcomes[round(len(outcomes) * (1 - chance))] for chance in CHANCES]
                judged.append(judge_window(past, lowest, weeks, sum(log[start : start + weeks])))
    return judged, len(starts), refused


def judge_window(
    past: Sequence[float], lowest: Sequence[float], weeks: int, done: float
) -> JudgedWindow:
    lately = past[-LATELY:]
    straight = weeks * sum(lately) / len(lately)
    held, losses, straight_losses = [], [], []
    for amount, chance in zip(lowest, CHANCES, strict=True):
        held.append(done >= amount * (1 - LITTLE))
        losses.append(pinball_loss(done, amount, chance))
        straight_losses.append(pinball_loss(done, straight, chance))
    half, most = lowest[:2]
    width = None
    if half:
        width = (half - most) / half
    return JudgedWindow(weeks, tuple(held), width, sum(losses), sum(straight_losses))


def pinball_loss(done: float, amount: float, chance: float) -> float:
    """Weigh, for "at least `amount`", a shortfall by its chance and an excess by the rest."""
    if done >= amount:
        return (done - amount) * (1 - chance)
    return (amount - done) * chance


def score_windows(judged: Sequence[JudgedWindow], tried: int = 0, refused: int = 0) -> Score:
    """Score one log."""
    line = sum(window.line for window in judged)
    loss = None
    if line:
        loss = sum(window.loss for window in judged) / line
    refused_share = None
    if tried:
        refused_share = refused / tried
    held = _average_columns([window.held for window in judged])
    width = _summarize(median, [window.width for window in judged])
    return Score(len(judged), refused_share, held, width, loss)


def score_logs(
    logs: Mapping[str, Sequence[float]],
) -> tuple[dict[str, Score], dict[int, Score], Score]:
    """Score each log, all logs by horizon, and all logs; each log weighs as much as any other."""
    backtests = {name: backtest_log(log) for name, log in logs.items()}
    by_log = {name: score_windows(*backtest) for name, backtest in backtests.items()}
    by_weeks = {}
    for weeks in HORIZONS:
        scores = []
        for judged, _, _ in backtests.values():
            scores.append(score_windows([window for window in judged if window.weeks == weeks]))
        by_weeks[weeks] = average_scores(scores)
    return by_log, by_weeks, average_scores(by_log.values())


def average_scores(scores: Iterable[Score]) -> Score:
    """Average the scores of logs with data: the median of widths, the mean of all else."""
    scores = list(scores)
    return Score(
        sum(score.windows for score in scores),
        _summarize(fmean, [score.refused for score in scores]),
        _average_columns([score.held for score in scores if score.held]),
        _summarize(median, [score.width for score in scores]),
        _summarize(fmean, [score.loss for score in scores]),
    )


def _average_columns(rows: Sequence[Sequence[float]]) -> tuple[float, ...] | None:
    if not rows:
        return None
    return tuple(map(fmean, zip(*rows, strict=True)))


def _summarize(
    summary: Callable[[list[float]], float], values: Iterable[float | None]
) -> float | None:
    """The `summary` of the values that are not None; None where all are."""
    numbers = [value for value in values if value is not None]
    if not numbers:
        return None
    return summary(numbers)


def tabulate_scores(
    by_log: Mapping[str, Score], by_weeks: Mapping[int, Score], overall: Score
) -> list[tuple[str, ...]]:
    """Tabulate scores as rows of words, the headings first."""
    rows: list[tuple[str, ...]] = [
        ("log", "windows", "refused", "P50", "P80", "P90", "width", "loss")
    ]
    for name, score in by_log.items():
        rows.append(format_score_row(name, score))
    for weeks, score in by_weeks.items():
        rows.append(format_score_row(f"next {weeks} weeks", score))
    rows.append(format_score_row("all", overall))
    return rows


def format_score_row(name: str, score: Score) -> tuple[str, ...]:
    shares = [score.refused, *(score.held or (None,) * len(CHANCES)), score.width]
    loss = "-"
    if score.loss is not None:
        loss = f"{score.loss:.2f}"
    return name, str(score.windows), *map(format_percent, shares), loss


def export_score(score: Score) -> dict[str, float | None]:
    """Export a score for programs to read: keys as in the table, numbers with four decimals."""
    shares = {"refused": score.refused}
    for chance, held in zip(CHANCES, score.held or (None,) * len(CHANCES), strict=True):
        shares[f"p{100 * chance:.0f}"] = held
    shares["width"] = score.width
    shares["loss"] = score.loss
    exported: dict[str, float | None] = {"windows": score.windows}
    for name, share in shares.items():
        exported[name] = share
        if share is not None:
            exported[name] = round(share, 4)
    return exported


def format_percent(share: float | None) -> str:
    """0.8 -> `80 %`, None -> `-`."""
    if share is None:
        return "-"
    return f"{100 * share:.0f} %"
