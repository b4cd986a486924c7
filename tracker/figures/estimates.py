"""Figures -> how the estimates of finished items ran: time spent against time estimated. Pure.

Defined in docs/guide/figures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.figures.knowledge import in_period
from tracker.figures.measures import is_mostly_untimed
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import Period
from tracker.model.kinds import FINISHED, KINDS
from tracker.model.when import format_duration


class EstimateRun(NamedTuple):
    """A finished item with its estimate and the time it took, both in minutes."""

    id: str
    kind: str
    title: str
    estimate: int
    spent: int

    @property
    def words(self) -> str:
        """`20 h 10, estimated at 20 h`."""
        spent, estimate = format_duration(self.spent), format_duration(self.estimate)
        if spent == estimate:
            return f"{spent}, as estimated"
        return f"{spent}, estimated at {estimate}"


def measure_estimate(figures: Figures, state: State) -> EstimateRun | None:
    """Measure how an item's estimate ran; None unless a week finished it and its time is known.

    Where most of its weeks of work have no time, its minutes are only a part of what it took.
    """
    estimate = state.item.estimate
    if not estimate or not state.minutes or not state.finished or state.status not in FINISHED:
        return None
    timed = set()
    for week in state.weeks_of_work:
        for entry in figures.by_week.get(week, ()):
            if entry.item == state.id and entry.minutes:
                timed.add(week)
    if is_mostly_untimed(len(state.weeks_of_work), len(timed)):
        return None
    return EstimateRun(state.id, state.kind, state.title, estimate, state.minutes)


def list_estimate_runs(figures: Figures, period: Period | None = None) -> list[EstimateRun]:
    """List the items that a week of the period finished, and how their estimates ran."""
    runs = []
    for state in figures.states.values():
        run = measure_estimate(figures, state)
        if run and state.finished and in_period(state.finished, period):
            runs.append((state.finished, run))
    return [run for _, run in sorted(runs, key=lambda pair: (pair[0], pair[1].id))]


def describe_estimates(runs: Sequence[EstimateRun]) -> str:
    """Describe how estimates ran, in a sentence; nothing without any.

    `4 courses took 97 h 50, estimated at 107 h: each 82 to 103 % of its estimate.`
    """
    if not runs:
        return ""
    if len(runs) == 1:
        return f"{runs[0].title} took {runs[0].words}."
    kinds = [run.kind for run in runs]
    counts = []
    for name, kind in KINDS.items():
        if count := kinds.count(name):
            counts.append(f"{count} {kind.name_for(count)}")
    spent = format_duration(sum(run.spent for run in runs))
    estimate = format_duration(sum(run.estimate for run in runs))
    sentence = f"{join_words(counts)} took {spent}, estimated at {estimate}"
    shares = sorted(run.spent / run.estimate for run in runs)
    least, most = round(100 * shares[0]), round(100 * shares[-1])
    if not least:
        return f"{sentence}."
    if least == most:
        return f"{sentence}: each about {least} % of its estimate."
    return f"{sentence}: each {least} to {most} % of its estimate."
