"""Weekly logs and a forecast's curve at each of their Mondays -> how often it held.

Every log of a year or more gets 26 silent weeks at its end, so that who stopped is judged too: one
of three months would be judged by little but that silence. Then it is walked from the sixth Monday
on. At each the forecast knows the weeks so far, and says what the next 4, 8, 13 and 26 weeks bring,
and when 4, 8, 13 and 26 weeks' work will be done: so many times the mean of the last half year.
Where that mean is 0, there is nothing to ask about.

A date is judged where its P80 lies in the log: whether it is judged depends on what was known then.
So a short log is judged by its boldest dates alone, often three or four of them, and its P90s
mostly not at all. P80 is empty where it promises nothing: no amount, or no day within five years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import sqrt
from statistics import fmean, median, stdev
from typing import Any, NamedTuple

import numpy

from tracker.figures.forecast.backtest import pinball_loss

HORIZONS = (4, 8, 13, 26)
TOPIC_HORIZONS = HORIZONS[:3]
SILENCE = 26  # weeks appended to each log
FIRST = 6  # weeks of a journal before it is asked
LATELY, QUARTER, YEAR = 26, 13, 52
FARTHEST = 260
CHANCES = (0.5, 0.8, 0.9)
STRETCHES = ("steady", "fading", "rising", "uneven", "away")
LITTLE = 1e-9

Log = Sequence[float]
Runs = Any  # an array of numpy: what each run has done by the end of a week
# What a model is asked: a log's weeks so far, and those of the person's other logs, which end in the
# same week. It yields the runs of each week to come; None where it refuses.
Model = Callable[[Log, Sequence[Log]], Iterator[Runs] | None]


class Judged(NamedTuple):
    """A judged forecast.

    `kind`: amounts, dates or topics. `held`: whether P50, P80 and P90 held; P80 is None where it
    is not known, as P90. `width`: the step from P50 to P80 as a part of P50, None where one of them
    is unknown. `empty`: whether P80 promises nothing. `loss` is its own, `line` the straight line's.
    """

    log: str
    kind: str
    weeks: int
    stretch: str
    held: tuple[bool | None, ...]
    width: float | None
    empty: bool
    loss: float | None = None
    line: float | None = None


class Walk(NamedTuple):
    """The judged forecasts of some logs, and for each kind and log (Mondays asked, refused)."""

    judged: list[Judged]
    refusals: dict[tuple[str, str], tuple[int, int]]


def walk_logs(model: Model, logs: Mapping[str, Log], quits_from: int = YEAR) -> Walk:
    """Judge amounts and dates at each Monday of each log; `quits_from`: see append_silence."""
    walk = Walk([], {})
    for name, log in logs.items():
        judge_log(model, walk, name, append_silence(log, quits_from))
    return walk


def append_silence(log: Log, quits_from: int) -> list[float]:
    """Append the silence of who stopped, to a log of at least so many weeks."""
    if len(log) < quits_from:
        return list(log)
    return [*log, *[0.0] * SILENCE]


def judge_log(model: Model, walk: Walk, name: str, log: Log) -> None:
    asked = refused = targets = refused_targets = 0
    for start in range(FIRST, len(log) - HORIZONS[0] + 1):
        past = log[:start]
        pace = mean_lately(past)
        asked += 1
        targets += pace > 0
        points = model(past, ())
        if points is None:
            refused += 1
            refused_targets += pace > 0
            continue
        curve = Curve(points)
        for weeks in HORIZONS:
            if start + weeks <= len(log):
                walk.judged.append(judge_amount(name, past, curve, weeks, log[start:]))
        if pace:
            refused_targets += curve.week_of_amount(pace * HORIZONS[0], CHANCES[0]) is None
            for weeks in HORIZONS:
                found = judge_date(name, "dates", past, curve, (weeks, pace), log[start:])
                if found:
                    walk.judged.append(found)
    walk.refusals["amounts", name] = asked, refused
    walk.refusals["dates", name] = targets, refused_targets


def walk_topics(
    model: Model, journals: Mapping[str, Mapping[str, Log]], quits_from: int = YEAR
) -> Walk:
    """Judge the dates of each topic at each Monday since it began, once its journal is old enough.

    The topics of a journal end in one week; each begins with its own first week.
    """
    walk = Walk([], {})
    for name, journal in journals.items():
        asked = refused = 0
        longest = max(map(len, journal.values()))
        topics = {
            topic: append_silence(log, quits_from - longest + len(log))
            for topic, log in journal.items()
        }
        longest = max(map(len, topics.values()))
        for topic, log in topics.items():
            for start in range(max(1, FIRST - longest + len(log)), len(log) - HORIZONS[0] + 1):
                past = log[:start]
                pace = mean_lately(past)
                if not pace:
                    continue
                left = len(log) - start
                others = [
                    other[: len(other) - left]
                    for other_topic, other in topics.items()
                    if other_topic != topic and len(other) > left
                ]
                points = model(past, others)
                asked += 1
                curve = Curve(points) if points is not None else None
                if curve is None or curve.week_of_amount(pace * HORIZONS[0], CHANCES[0]) is None:
                    refused += 1
                    continue
                for weeks in TOPIC_HORIZONS:
                    found = judge_date(name, "topics", past, curve, (weeks, pace), log[start:])
                    if found:
                        walk.judged.append(found)
        walk.refusals["topics", name] = asked, refused
    return walk


class Curve:
    """What a model's runs have done by the end of each week, drawn as far as it is asked for."""

    def __init__(self, weeks: Iterator[Runs]) -> None:
        self.weeks = weeks
        self.known: list[Runs] = []

    def runs(self, week: int) -> Runs:
        """The amounts done by the end of a week; 0 is the first week to come."""
        while len(self.known) <= week:
            self.known.append(next(self.weeks))
        return self.known[week]

    def point(self, week: int) -> tuple[float, ...]:
        """What is done at least by the end of a week, at each of CHANCES."""
        runs = self.runs(week)
        places = [round(len(runs) * (1 - chance)) for chance in CHANCES]
        ordered = numpy.partition(runs, places)
        return tuple(float(ordered[place]) for place in places)

    def week_of_amount(self, amount: float, chance: float) -> int | None:
        """How many weeks an amount takes at a chance; None where that is more than five years."""
        reached = amount * (1 - LITTLE)
        for week in range(FARTHEST):
            runs = self.runs(week)
            if (runs >= reached).sum() >= chance * len(runs):
                return week + 1
        return None


def mean_lately(past: Log) -> float:
    lately = past[-LATELY:]
    return sum(lately) / len(lately)


def judge_amount(name: str, past: Log, curve: Curve, weeks: int, coming: Log) -> Judged:
    lowest = curve.point(weeks - 1)
    done = sum(coming[:weeks])
    straight = weeks * mean_lately(past)
    width = (lowest[0] - lowest[1]) / lowest[0] if lowest[0] else None
    return Judged(
        name,
        "amounts",
        weeks,
        stretch_of(past),
        tuple(done >= amount * (1 - LITTLE) for amount in lowest),
        width,
        lowest[1] <= 0,
        sum(map(pinball_loss, [done] * 3, lowest, CHANCES)),
        sum(pinball_loss(done, straight, chance) for chance in CHANCES),
    )


def judge_date(
    name: str, kind: str, past: Log, curve: Curve, target: tuple[int, float], coming: Log
) -> Judged | None:
    """None where P50 lies beyond five years, or where nothing of it can be judged."""
    weeks, pace = target
    days = [curve.week_of_amount(weeks * pace, chance) for chance in CHANCES[:2]]
    if days[0] is None:
        return None
    width = (days[1] - days[0]) / days[0] if days[1] else None
    blank = Judged(name, kind, weeks, "", (None,) * 3, width, days[1] is None)
    if days[1] is None or days[1] > len(coming):
        return blank
    days.append(curve.week_of_amount(weeks * pace, CHANCES[2]))
    reached = list(accumulate(coming))
    took = next(
        (week for week, amount in enumerate(reached, 1) if amount >= weeks * pace * (1 - LITTLE)),
        len(coming) + 1,
    )
    held = tuple(took <= day if day and day <= len(coming) else None for day in days)
    loss = line = 0.0
    for day, chance in zip(days, CHANCES, strict=True):
        day = min(day or FARTHEST, len(coming) + 1)
        loss += pinball_loss(-took, -day, chance)
        line += pinball_loss(-took, -weeks, chance)
    return blank._replace(held=held, loss=loss, line=line)


def stretch_of(past: Log) -> str:
    """What the last quarter was like; empty where it is not over yet."""
    quarter = past[-QUARTER:]
    if len(quarter) < QUARTER:
        return ""
    if not any(quarter[-2:]):
        return "away"
    if sum(amount > 0 for amount in quarter) >= 0.9 * QUARTER:
        return "steady"
    share = sum(quarter[-4:]) / 4 / (sum(quarter) / QUARTER)
    if share < 0.6:
        return "fading"
    return "rising" if share > 1.4 else "uneven"


def join_walks(walks: Iterable[Walk]) -> Walk:
    joined = Walk([], {})
    for walk in walks:
        joined.judged.extend(walk.judged)
        joined.refusals.update(walk.refusals)
    return joined


# ---- scores


def summarize(walk: Walk, topics: Walk | None = None) -> dict[str, dict[str, object]]:
    """Make the object that `make backtest JSON=1` prints."""
    amounts = [judged for judged in walk.judged if judged.kind == "amounts"]
    dates = [judged for judged in walk.judged if judged.kind == "dates"]
    of_topics = topics.judged if topics else []
    stretches = {
        stretch: score([judged for judged in amounts if judged.stretch == stretch])
        for stretch in STRETCHES
    }
    refusals = {**walk.refusals, **(topics.refusals if topics else {})}
    return {
        "amounts": score_by_weeks(amounts, HORIZONS),
        "dates": score_by_weeks(dates, HORIZONS),
        "topics": score_by_weeks(of_topics, TOPIC_HORIZONS),
        "stretches": stretches,
        "refused": {
            kind: average_refused(refusals, kind) for kind in ("amounts", "dates", "topics")
        },
    }


def score_by_weeks(judged: Sequence[Judged], horizons: Iterable[int]) -> dict[str, object]:
    rows: dict[str, object] = {}
    for weeks in horizons:
        rows[str(weeks)] = score([one for one in judged if one.weeks == weeks])
    rows["all"] = score(judged)
    return rows


def average_refused(refusals: Mapping[tuple[str, str], tuple[int, int]], kind: str) -> float | None:
    shares = [
        refused / asked for (of, _), (asked, refused) in refusals.items() if of == kind and asked
    ]
    return round(fmean(shares), 4) if shares else None


def score(judged: Sequence[Judged]) -> dict[str, float | None]:
    """Score forecasts, each log with the same weight; None where nothing was judged."""
    logs: dict[str, list[Judged]] = {}
    for one in judged:
        logs.setdefault(one.log, []).append(one)
    p50, p80, p90 = (
        [share_of(one.held[number] for one in log) for log in logs.values()] for number in range(3)
    )
    promising = [share_of(one.held[1] for one in log if not one.empty) for log in logs.values()]
    widths = [
        median(known)
        for log in logs.values()
        if (known := [one.width for one in log if one.width is not None])
    ]
    row: dict[str, float | None] = {
        "logs": sum(share is not None for share in p80),
        "windows": sum(one.held[1] is not None for one in judged),
        "P50": mean_of(p50),
        "P80": mean_of(p80),
        "P90": mean_of(p90),
        "P80_se": error_of(p80),
        "empty": mean_of([share_of(one.empty for one in log) for log in logs.values()]),
        "P80_promising": mean_of(promising),
        "width": round(median(widths), 4) if widths else None,
        "loss": mean_of([loss_of(log) for log in logs.values()]),
    }
    return row


def share_of(held: Iterable[bool | None]) -> float | None:
    known = [each for each in held if each is not None]
    return sum(known) / len(known) if known else None


def loss_of(log: Iterable[Judged]) -> float | None:
    """The loss of one log, as a part of the straight line's."""
    judged = [one for one in log if one.loss is not None]
    line = sum(one.line or 0 for one in judged)
    return sum(one.loss or 0 for one in judged) / line if line else None


def mean_of(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return round(fmean(known), 4) if known else None


def error_of(shares: Iterable[float | None]) -> float | None:
    """The standard error of the mean over logs."""
    known = [share for share in shares if share is not None]
    return round(stdev(known) / sqrt(len(known)), 4) if len(known) > 1 else None
