"""Figures -> what is left of courses, in minutes or units, now or as a week began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.figures.forecast.finish import Work
from tracker.figures.forecast.weekly_amounts import (
    minutes_by_week,
    sum_from,
    units_by_week,
)
from tracker.figures.stats import Figures, State
from tracker.model.derived import derive_once
from tracker.model.kinds import FINISHED, KINDS

CASES = 3  # fewer past cases say nothing: of estimates, and of silences
SLOWEST, FASTEST = 3.0, 0.5  # spent : estimated counts within these
SEVERAL = 3  # units done, from which on what they took counts and not the estimate; so for weeks


def has_few_units(state: State, amounts: Mapping[str, int], week: str) -> bool:
    """Whether hardly any of the weeks of work finished a unit: then hours tell more."""
    finishing = sum(amount > 0 for name, amount in amounts.items() if name < week)
    worked = sum(name < week for name in state.weeks_of_work)
    return finishing < SEVERAL and worked > 2 * finishing


def minutes_left(figures: Figures, state: State) -> int | None:
    """Estimate the minutes left now; None where they are not known.

    One unit or two say little: no course is measured by so few of the others.
    """
    work = measure_work_left(figures, state, least=SEVERAL)
    if work is None:
        return None
    return round(work.amount)


def measure_work_left(
    figures: Figures, state: State, week: str | None = None, least: int = 1
) -> Work | None:
    """Estimate the minutes left; with a week, as they were when it began.

    A unit takes what it took in this course, or by its estimate until several are done; else what
    it took in the journal's courses, `least` units of them. None where neither is known.
    """
    done, total, measure = state.progress
    spent = state.minutes
    if week:
        this_week = minutes_by_week(figures, {state.id})
        spent -= sum_from(this_week, week)
    estimate = state.item.estimate
    if measure == "minutes":
        left = max(0, total - spent)
        return Work(left, left)
    if not total:
        return None
    left = total - done
    if week:
        left = units_left_before(figures, state, week)
    done = total - left
    if done and spent and (done >= SEVERAL or not estimate):
        return Work(left * spent / done)
    if estimate:
        return Work(estimate * left / total, estimate * left / total)
    cost = measure_unit_cost(figures, week, least)
    if cost is None:
        return None
    return Work(left * cost)


def guess_work_left(figures: Figures, state: State, week: str | None = None) -> Work | None:
    """Guess the minutes left in a course with no unit done, and nothing else to go by.

    As if what was spent so far had just finished a unit. None where nothing was spent. Too rough
    for a sum: where nobody counts units, it is hundreds of hours.
    """
    if state.progress.measure != "units" or not state.progress.total:
        return None
    spent = state.minutes
    left = state.progress.total - state.progress.done
    if week:
        spent -= sum_from(minutes_by_week(figures, {state.id}), week)
        left = units_left_before(figures, state, week)
    if spent <= 0:
        return None
    return Work(left * spent, doubted=left * spent)


@derive_once
def measure_unit_cost(figures: Figures, week: str | None, least: int) -> float | None:
    """The minutes that a unit took in the journal's courses; with a week, before it.

    None where fewer than `least` units are known.
    """
    units = minutes = 0
    for state in figures.states.values():
        has_units = KINDS[state.kind].has_units
        if not has_units or not state.minutes or state.progress.measure != "units":
            continue
        finished, time = state.progress.done, state.minutes
        if week:
            finished -= sum_from(units_by_week(figures, state.id), week)
            time -= sum_from(minutes_by_week(figures, {state.id}), week)
        if finished > 0 and time:
            units += finished
            minutes += time
    return minutes / units if units >= least else None


def units_left_before(figures: Figures, state: State, week: str) -> int:
    """The units that were left when a week began."""
    done, total, _ = state.progress
    return min(total, total - done + sum_from(units_by_week(figures, state.id), week))


def is_recorded_from(state: State, week: str) -> bool:
    """Whether a week from this one on has a record of a course, which may have finished it."""
    return any(saying.week.name >= week for saying in state.sayings)


def find_last_week_of_work(state: State, week: str) -> str:
    """Find the last week of work on a course that is over.

    What was over when `week` began is not taken up again by its sessions.
    """
    before = [name for name in state.weeks_of_work if name < week]
    if not before or is_recorded_from(state, week):
        return state.weeks_of_work[-1]
    return before[-1]


@derive_once
def list_estimate_errors(figures: Figures, week: str) -> tuple[float, ...]:
    """What finished courses took, as parts of their estimates, sorted; empty for too few.

    Sessions from `week` on count for those alone that were finished since then.
    """
    minutes_since: dict[str | None, int] = {}
    for each in figures.sums:
        if each.week >= week:
            minutes_since[each.item] = minutes_since.get(each.item, 0) + each.minutes
    errors = []
    for state in figures.states.values():
        spent = state.minutes
        if not is_recorded_from(state, week):
            spent -= minutes_since.get(state.id, 0)
        if state.status in FINISHED and state.item.estimate and spent:
            error = spent / state.item.estimate
            errors.append(min(SLOWEST, max(FASTEST, error)))
    if len(errors) < CASES:
        return ()
    return tuple(sorted(errors))


def sum_work_left(
    figures: Figures, states: Iterable[State], measure: str, week: str | None = None
) -> tuple[Work, list[str]]:
    """Sum what is left of some courses; with the titles of those of which it is not known.

    With a week, as it was when that began.
    """
    amount = guessed = 0.0
    unknown = []
    for state in states:
        work = None
        if measure == "minutes":
            # In the first week of a journal only that week says how long a unit takes.
            work = measure_work_left(figures, state, week) or measure_work_left(figures, state)
        elif state.progress.measure == "units" and state.progress.total:
            left = state.progress.total - state.progress.done
            work = Work(units_left_before(figures, state, week) if week else left)
        if work is None:
            unknown.append(state.title)
            continue
        amount += work.amount
        guessed += work.guessed
    return Work(amount, guessed), unknown
