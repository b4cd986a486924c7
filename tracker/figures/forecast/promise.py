"""Figures -> what the next four whole weeks will bring, at even odds and at four in five.

Of all study, not of a course. The simulation is that of the forecasts; it is drawn from whole weeks
up to the last Sunday, so what this week brings changes nothing. The running week is simulated and
left out: a promise is about days to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from tracker.figures.breaks import LONG, MOST
from tracker.figures.forecast.throughput import (
    LATELY,
    RUNS,
    WINDOW,
    History,
    knows_amounts,
    simulate_throughput,
)
from tracker.figures.forecast.weekly_amounts import list_past_weeks
from tracker.figures.measures import (
    is_mostly_untimed,
    is_plan_done,
    measure_current_break,
    measure_weeks,
)
from tracker.figures.stats import Figures, find_pause_reason, is_rest_week, sum_minutes
from tracker.figures.week_targets import describe_targets_met, measure_targets_met
from tracker.figures.work_counts import count_work, list_studied_weeks
from tracker.model.derived import derive_once, keep_answer
from tracker.model.english import format_count, join_words, span_words, spell_number
from tracker.model.when import format_duration

WEEKS = 4  # that are promised
A_DAY = 24 * 60
# How a sum of minutes is rounded down: from so many minutes on, to a multiple of so many.
MINUTE_STEPS = ((6000, 600), (600, 60), (120, 30), (30, 15), (10, 5))
Simulate = Callable[[History, int, int], tuple[float, float]]


class Promise(NamedTuple):
    """What the days from `first` to `last` will bring at least.

    `even`: at even odds; `sure`: at four in five; both rounded down, 0 for nothing. `measure`:
    minutes, units, readings, "units and readings", or days of work. `pauses`: the reasons of the
    weeks among the four that are declared pauses, in which nothing is expected.
    """

    first: date
    last: date
    measure: str
    even: int
    sure: int
    pauses: tuple[str, ...] = ()


# Progress page and journal.json of one build ask the same.
@lru_cache(maxsize=16)
def simulate_amounts(history: History, skipped: int, weeks: int) -> tuple[float, float]:
    """Simulate what `weeks` weeks bring at least, at even odds and at four in five.

    `skipped`: the weeks between the history and these.
    """
    runs = list(islice(simulate_throughput(history), skipped + weeks))
    brought = runs[-1]
    if skipped:
        brought = brought - runs[skipped - 1]
    amounts = sorted(brought.tolist())
    return amounts[RUNS // 2], amounts[RUNS // 5]


def measure_promise(
    figures: Figures, today: date, simulate: Simulate = simulate_amounts
) -> Promise | None:
    """Measure what can be promised; None where there is nothing to go by or to promise.

    That is in the first week, where all of the plan is done, behind half a year without work, in
    the week that ends a long break, and where even odds are of nothing. `simulate`:
    `simulate_amounts`, or a memory of its answers.
    """
    if simulate is simulate_amounts:
        return _measure_promise_once(figures, today)
    return _measure_promise(figures, today, simulate)


def keep_promise(figures: Figures, today: date, simulate: Simulate) -> None:
    """Have `measure_promise` find this promise. `simulate`: a memory of `simulate_amounts`."""
    promise = _measure_promise(figures, today, simulate)
    keep_answer(figures, _measure_promise_once, (today,), promise)


@derive_once
def _measure_promise_once(figures: Figures, today: date) -> Promise | None:
    return _measure_promise(figures, today, simulate_amounts)


def _measure_promise(figures: Figures, today: date, simulate: Simulate) -> Promise | None:
    studied = list_studied_weeks(figures)
    if not studied or is_plan_done(figures):
        return None
    away = measure_current_break(figures, measure_weeks(figures, today))
    if away and (away.weeks > MOST or (away.ended and away.weeks >= LONG)):
        return None
    past = list_past_weeks(figures.plan, today, {}, min(studied))
    names = [name for name, _ in past][-WINDOW:]
    measure = choose_measure(figures, names[-LATELY:])
    amounts = sum_amounts(figures, names, measure)
    history = History(
        tuple(float(amounts.get(name, 0)) for name in names),
        bytes(name in studied for name in names),
    )
    if not measure or not knows_amounts(history):
        return None
    monday = today - timedelta(days=today.weekday())
    first = monday + timedelta(days=7)
    pauses = list_coming_pauses(figures, first)
    promise = Promise(first, first + timedelta(days=7 * WEEKS - 1), measure, 0, 0, pauses)
    counted = WEEKS - len(pauses)
    if not counted:
        return promise
    skipped = 0 if is_rest_week(figures.plan.pauses, monday) else 1
    even, sure = simulate(history, skipped, counted)
    promise = promise._replace(
        even=round_down(even, measure, counted), sure=round_down(sure, measure, counted)
    )
    return promise if promise.even else None


def choose_measure(figures: Figures, weeks: Sequence[str]) -> str:
    """Choose what weeks are counted in; an empty text where nothing in them can be counted.

    Minutes, but where most weeks of work have none; then units and readings or days of work,
    whichever more weeks have.
    """
    minutes = sum_amounts(figures, weeks, "minutes")
    timed = sum(amount > 0 for amount in minutes.values())
    studied = len(list_studied_weeks(figures).intersection(weeks))
    if timed and not is_mostly_untimed(studied, timed):
        return "minutes"
    done = sum_amounts(figures, weeks, "units and readings")
    days = sum_amounts(figures, weeks, "days")
    if len(days) > len(done):
        return "days"
    counts = list(count_work(figures, weeks))
    if not any(count.readings for count in counts):
        return "units" if done else ""
    return "units and readings" if any(count.units for count in counts) else "readings"


def sum_amounts(figures: Figures, weeks: Sequence[str], measure: str) -> dict[str, int]:
    """Map each of the weeks to its amount, where it has one."""
    amounts: dict[str, int] = {}
    if measure in ("minutes", "days"):
        for name in weeks:
            entries = figures.by_week.get(name, ())
            amounts[name] = sum_minutes(entries)
            if measure == "days":
                amounts[name] = len({entry.day for entry in entries if entry.day})
    else:
        for count in count_work(figures, weeks):
            amounts[count.week] = amounts.get(count.week, 0) + count.units + count.readings
    return {name: amount for name, amount in amounts.items() if amount}


def list_coming_pauses(figures: Figures, first: date) -> tuple[str, ...]:
    """List the reason of each of the four weeks from `first` on that is a declared pause."""
    plan = figures.plan
    reasons = []
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        if is_rest_week(plan.pauses, monday):
            days = (monday + timedelta(days=day) for day in range(7))
            named = [reason for day in days if (reason := find_pause_reason(plan, day))]
            reasons.append(" ".join(named[0].split()))
    return tuple(reasons)


def round_down(amount: float, measure: str, weeks: int) -> int:
    """Round an amount of so many weeks down to what reads well; never more than they have room for.

    95 -> 90 minutes, 880 -> 840, 13 units -> 13, 127 -> 120.
    """
    if measure == "days":
        return int(min(amount, 7 * weeks))
    if measure == "minutes":
        amount = min(amount, 7 * weeks * A_DAY)
        for least, step in MINUTE_STEPS:
            if amount >= least:
                return int(amount // step) * step
        return 0
    step = 10 if amount >= 100 else 1
    return int(amount // step) * step


def describe_coming_weeks(figures: Figures, today: date, promise: Promise | None) -> list[str]:
    """Describe what can be promised, and how often the target was met, each in a sentence."""
    sentences = [
        describe_promise(promise),
        describe_targets_met(measure_targets_met(figures, today)),
    ]
    return [sentence for sentence in sentences if sentence]


def export_promise(promise: Promise | None) -> dict[str, Any] | None:
    """Export a promise for programs to read; amounts of nothing are null."""
    if promise is None:
        return None
    return {
        "from": promise.first.isoformat(),
        "to": promise.last.isoformat(),
        "measure": promise.measure,
        "p50": promise.even or None,
        "p80": promise.sure or None,
        "pauses": list(promise.pauses),
        "said": describe_promise(promise),
    }


def describe_promise(promise: Promise | None) -> str:
    """Say a promise as a sentence; nothing for none.

    `The next four weeks, 8 July to 4 August 2024: even odds of at least 14 h, four in five of at
    least 5 h.`
    """
    if promise is None:
        return ""
    words = f"The next {spell_number(WEEKS)} weeks, {span_words(promise.first, promise.last)}"
    if len(promise.pauses) == WEEKS:
        return f"{words}, are a pause{format_reasons(promise.pauses)}."
    if promise.pauses:
        count = spell_number(len(promise.pauses))
        words += f", {count} of them a pause{format_reasons(promise.pauses)}"
    even = f"at least {format_amount(promise.even, promise.measure)}"
    if not promise.sure:
        return f"{words}: even odds of {even}."
    sure = f"at least {format_amount(promise.sure, promise.measure)}"
    if promise.sure == promise.even:
        return f"{words}: four in five of {sure}."
    return f"{words}: even odds of {even}, four in five of {sure}."


def format_reasons(pauses: Iterable[str]) -> str:
    reasons = [reason for reason in dict.fromkeys(pauses) if reason != "pause"]
    return f" ({join_words(reasons)})" if reasons else ""


def format_amount(amount: int, measure: str) -> str:
    """`14 h`, `3 units`, `1 day of work`, `12 units and readings`."""
    if measure == "minutes":
        return format_duration(amount)
    if measure == "days":
        return f"{format_count(amount, 'day')} of work"
    if measure == "units and readings":
        return f"{amount} units and readings" if amount > 1 else "1 unit or reading"
    return format_count(amount, measure.removesuffix("s"))
