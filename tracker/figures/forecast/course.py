"""Figures -> the days by which a course, or the whole plan, will be done. Pure, and repeatable.

Forecasts are made of whole weeks, up to the last Sunday: what this week brought changes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    knows_amounts,
    simulate_throughput,
    spread_evenly,
)
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import FINISHED, KINDS
from tracker.model.plan import Pause, Plan

OVER = (*FINISHED, "dropped")
TURNS = ("active", "next")  # whose forecasts come first
SHOWN = 104  # weeks of a band at most
LITTLE = 1e-9  # ten times 0.1 is a little less than 1
SEVERAL = 3  # units done, from which on what they took counts and not the estimate; so for weeks
CASES = 3  # fewer past cases say nothing: of estimates, and of silences
SILENT, BACK = 4, 4  # weeks of silence that are told, and in which one may be back
SLOWEST, FASTEST = 3.0, 0.5  # spent : estimated counts within these
MOST_TIMES = 100
TOO_FAR = "Even odds lie more than five years ahead."
LONG_SILENT = "Nothing was done in the last two years."
BEGUN_NOW = "It was begun this week; ask again on Monday."
NOT_BEGUN = "It has not been begun."


class Odds(NamedTuple):
    """The chance, 0 to 1, that all is done by a day that the plan names.

    `times`: how many times the usual amount would make it four in five; None where nothing would.
    """

    name: str
    day: date
    chance: float
    times: float | None


class Silence(NamedTuple):
    """So many whole weeks without work, up to the last Sunday.

    `back`: after how many of `cases` such silences work was taken up within a month. `over`: this
    week saw work again.
    """

    weeks: int
    back: int = 0
    cases: int = 0
    over: bool = False


class Forecast(NamedTuple):
    """The days by which the rest will be done, or why there are none.

    `item`: an id of the plan; None is the whole plan. `measure`: units, or minutes where there are
    no units or too few to go by. `history`: the (week, amount) pairs that the forecast was drawn
    from, oldest first, without pauses. `p50`, `p80`, `p90`: the Sunday of the week by which all is
    done in half, eight tenths and nine tenths of the simulations; p80 and p90 are None where that
    takes more than five years. `band`: (week, amount done in all by its end at P50, and at P80: "at
    least this much, eight times in ten"), from this week to p80's, two years at most. `odds`: the
    chance of making deadline and runway. `queued`: it is not begun, and comes after what is.
    `silence`: None where the last month saw work. `paused`: titles of the plan's courses that are
    in no date. `refused`: why there is no forecast, as a sentence; then there are no days and no
    band.
    """

    item: str | None
    measure: str
    done: int
    total: int
    history: tuple[tuple[str, int], ...] = ()
    p50: date | None = None
    p80: date | None = None
    p90: date | None = None
    band: tuple[tuple[str, int, int], ...] = ()
    refused: str | None = None
    odds: tuple[Odds, ...] = ()
    queued: bool = False
    silence: Silence | None = None
    paused: tuple[str, ...] = ()


class Work(NamedTuple):
    """An amount of work. `guessed`: the part of it that is an estimate of the author."""

    amount: float
    guessed: float = 0.0


def list_forecasts(figures: Figures, today: date) -> list[Forecast]:
    """Forecast each unfinished course with units or an estimate, then the plan, if measured.

    The active courses come first.
    """
    unfinished = [
        state for state in figures.states.values() if is_open(state) and state.progress.total
    ]
    unfinished.sort(key=_turn_of)
    forecasts = [forecast_item(figures, today, state.id) for state in unfinished]
    whole = forecast_plan(figures, today)
    if whole.total:
        forecasts.append(whole)
    return forecasts


def _turn_of(state: State) -> int:
    if state.status in TURNS:
        return TURNS.index(state.status)
    return len(TURNS)


def is_open(state: State) -> bool:
    return KINDS[state.kind].has_units and state.status not in OVER


def forecast_item(figures: Figures, today: date, item: str | None = None) -> Forecast:
    """Forecast one item or, without one, all the plan's courses together.

    KeyError for an id that neither plan nor weeks name.
    """
    if item is None:
        return forecast_plan(figures, today)
    state = figures.states[item]
    blank = Forecast(item, state.progress.measure, state.progress.done, state.progress.total)
    reason = explain_item_refusal(state)
    if reason:
        return blank._replace(refused=reason)
    if not state.weeks_of_work:
        return forecast_queued(figures, today, state, blank)
    return forecast_begun(figures, today, state, blank)


def explain_item_refusal(state: State) -> str | None:
    """Explain why an item has no forecast, whatever its weeks were like; None where it may have."""
    done, total, measure = state.progress
    if state.status == "dropped":
        return "It was dropped."
    if state.status in OVER:
        return "It is done."
    if not total:
        return "It has neither units nor an estimate, so what is left of it is not known."
    if done >= total and measure == "units":
        return "Its units are all done."
    if done >= total:
        return "The hours it was meant to take are spent."
    if state.status == "paused":
        return "It is paused."
    return None


# ---- one course


def forecast_begun(figures: Figures, today: date, state: State, blank: Forecast) -> Forecast:
    """Forecast a course from its own weeks; by its hours where few of them finished a unit."""
    week = week_of(today)
    amounts = None
    if state.progress.measure == "units":
        amounts = units_by_week(figures, state.id)
    left = measure_work_left(figures, state, week)
    if amounts is not None and has_few_units(state, amounts, week):
        minutes = minutes_by_week(figures, {state.id})
        if left and left.amount and sum_before(minutes, week):
            spent = sum_before(minutes, week)
            total = max(state.minutes, spent + round(left.amount))
            blank = blank._replace(measure="minutes", done=state.minutes, total=total)
            return fill_course_forecast(figures, today, state, blank, minutes, left)
    if amounts is None:
        amounts = minutes_by_week(figures, {state.id})
        work = left or Work(0)
    else:
        work = Work(state.progress.total - state.progress.done + sum_from(amounts, week))
    return fill_course_forecast(figures, today, state, blank, amounts, work)


def fill_course_forecast(
    figures: Figures,
    today: date,
    state: State,
    blank: Forecast,
    amounts: Mapping[str, int],
    work: Work,
) -> Forecast:
    week = week_of(today)
    own = set(state.weeks_of_work)
    history = list_past_weeks(figures.plan, today, amounts, state.weeks_of_work[0])
    others = list_other_weeks(figures, today, state)
    blank = blank._replace(history=history, silence=measure_silence(history, own, others))
    weeks = History(
        tuple(float(amount) for _, amount in history),
        tuple(name in own for name, _ in history),
        others,
        lend_amounts(figures, state, blank.measure, week),
    )
    if not knows_amounts(weeks):
        if any(weeks.amounts):
            return blank._replace(refused=LONG_SILENT)
        if state.weeks_of_work[0] >= week:
            return blank._replace(refused=BEGUN_NOW)
        if blank.measure == "minutes":
            return blank._replace(refused="No time has been logged on it.")
        return blank._replace(
            refused="None of its units is done, and how long one takes is unknown."
        )
    return fill_forecast(figures, today, blank, weeks, work)


def list_other_weeks(
    figures: Figures, today: date, state: State | None
) -> tuple[tuple[bool, ...], ...]:
    """For each other course, whether it was at work in the weeks since it began.

    Up to the last Sunday, or to the week that finished it; without pauses.
    """
    others = []
    for other in figures.states.values():
        if not KINDS[other.kind].has_units or not other.weeks_of_work or other is state:
            continue
        end = today
        if other.status in OVER:
            end = min(today, monday_of(other.weeks_of_work[-1]) + timedelta(days=7))
        own = set(other.weeks_of_work)
        weeks = list_past_weeks(figures.plan, end, {}, other.weeks_of_work[0])
        if len(weeks) > 1:
            others.append(tuple(name in own for name, _ in weeks))
    return tuple(others)


def lend_amounts(figures: Figures, state: State, measure: str, week: str) -> tuple[float, ...]:
    """What the last half year's weeks at work on other courses brought, in a course's own measure.

    Hours become units by what a unit takes; where that is unknown, a unit is a unit.
    """
    items = {
        other.id
        for other in figures.states.values()
        if KINDS[other.kind].has_units and other is not state
    }
    minutes = minutes_by_week(figures, items)
    lately = [minutes[name] for name in sorted(minutes) if name < week][-26:]
    if measure == "minutes":
        return tuple(map(float, lately))
    if lately:
        left = measure_work_left(figures, state, week)
        units = units_left_before(figures, state, week)
        if left and left.amount and units:
            return tuple(amount * units / left.amount for amount in lately)
        return ()
    units_done = sum_units_by_week(figures, items)
    return tuple(float(units_done[name]) for name in sorted(units_done) if name < week)[-26:]


def forecast_queued(figures: Figures, today: date, state: State, blank: Forecast) -> Forecast:
    """Forecast a course that is not begun: it comes after what is, in the plan's order."""
    week = week_of(today)
    measure = measure_of_plan(figures)
    weeks = collect_plan_history(figures, today, measure)
    if any(weeks.amounts) and not knows_amounts(weeks):
        return blank._replace(refused=f"{NOT_BEGUN} {LONG_SILENT}")
    if not knows_amounts(weeks):
        return blank._replace(refused=NOT_BEGUN)
    before = [other for other in list_open_courses(figures) if other.weeks_of_work]
    for other in list_open_courses(figures):
        if other is state:
            break
        if not other.weeks_of_work:
            before.append(other)
    work, unknown = sum_work_left(figures, [*before, state], measure, week)
    if unknown:
        titles = join_words(unknown)
        return blank._replace(refused=f"{NOT_BEGUN} What is left of {titles} is not known.")
    filled = fill_forecast(figures, today, blank._replace(queued=True), weeks, work)
    return filled._replace(band=())


# ---- the plan


def forecast_plan(figures: Figures, today: date) -> Forecast:
    """Forecast the plan: what is done of its courses, and left in its unfinished ones.

    In minutes; in units where no course has any. What is paused is left out, and named.
    """
    week = week_of(today)
    courses = list_planned_courses(figures)
    measure = measure_of_plan(figures)
    if measure == "minutes":
        amounts = minutes_by_week(figures, {state.id for state in courses})
        done = sum(amounts.values())
    else:
        amounts = sum_units_by_week(figures, {state.id for state in courses})
        done = sum(state.progress.done for state in courses)
    blank = Forecast(None, measure, done, 0)
    unfinished = [state for state in courses if is_open(state)]
    going_on = list_open_courses(figures)
    work, unknown = sum_work_left(figures, going_on or unfinished, measure, week)
    paused = tuple(state.title for state in unfinished if state.status == "paused")
    blank = blank._replace(paused=paused)
    if unknown:
        return blank._replace(refused=f"What is left of {join_words(unknown)} is not known.")
    if not courses:
        return blank._replace(refused="It has no courses.")
    if not unfinished:
        return blank._replace(refused="All its courses are done.")
    now, _ = sum_work_left(figures, going_on or unfinished, measure)
    blank = blank._replace(total=done + round(now.amount))
    if not going_on:
        return blank._replace(refused="All that is left of it is paused.")
    if work.amount <= 0:
        return blank._replace(refused="The hours its courses were meant to take are spent.")
    weeks = collect_plan_history(figures, today, measure)
    if any(weeks.amounts) and not knows_amounts(weeks):
        return blank._replace(refused=LONG_SILENT)
    if not knows_amounts(weeks):
        begun = any(state.weeks_of_work for state in courses)
        return blank._replace(refused=explain_young_plan(weeks, begun))
    worked = sorted({name for state in courses for name in state.weeks_of_work})
    history = list_past_weeks(figures.plan, today, amounts, worked[0])
    silence = measure_silence(history, set(worked), ())
    whole = fill_forecast(
        figures, today, blank._replace(history=history, silence=silence), weeks, work
    )
    return wait_for_courses(figures, today, whole)


def explain_young_plan(weeks: History, begun: bool) -> str:
    if not begun:
        return NOT_BEGUN
    if weeks.amounts:
        return "None of its weeks of work finished a unit or has a time."
    return BEGUN_NOW


def wait_for_courses(figures: Figures, today: date, whole: Forecast) -> Forecast:
    """Move the days of the plan to those of its begun courses that take longer, for it has them."""
    for state in list_open_courses(figures):
        if whole.refused or not state.weeks_of_work:
            continue
        course = forecast_item(figures, today, state.id)
        if course.refused == TOO_FAR:
            return whole._replace(p50=None, p80=None, p90=None, band=(), odds=(), refused=TOO_FAR)
        if course.refused:
            continue
        days = []
        for day, other in zip(whole[5:8], course[5:8], strict=True):
            days.append(max(day, other) if day and other else None)
        odds = []
        for end, other_end in zip(whole.odds, course.odds, strict=True):
            slower = other_end.chance < end.chance
            odds.append(other_end if slower else end)
        whole = whole._replace(p50=days[0], p80=days[1], p90=days[2], odds=tuple(odds))
    return whole


def list_planned_courses(figures: Figures) -> list[State]:
    return [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.planned
    ]


def list_open_courses(figures: Figures) -> list[State]:
    """List the plan's courses that are neither over nor paused, in its order."""
    return [
        state
        for state in list_planned_courses(figures)
        if is_open(state) and state.status != "paused"
    ]


def measure_of_plan(figures: Figures) -> str:
    """Minutes, or units where nobody logged any time on the plan's courses."""
    courses = list_planned_courses(figures)
    if any(state.minutes for state in courses):
        return "minutes"
    if any(state.progress.measure == "units" and state.progress.done for state in courses):
        return "units"
    return "minutes"


def collect_plan_history(figures: Figures, today: date, measure: str) -> History:
    """Collect the weeks of all the plan's courses together."""
    courses = list_planned_courses(figures)
    ids = {state.id for state in courses}
    amounts = minutes_by_week(figures, ids)
    if measure == "units":
        amounts = sum_units_by_week(figures, ids)
    worked = {name for state in courses for name in state.weeks_of_work}
    if not worked:
        return History((), ())
    history = list_past_weeks(figures.plan, today, amounts, min(worked))
    return History(
        tuple(float(amount) for _, amount in history),
        tuple(name in worked for name, _ in history),
    )


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


# ---- what is left


def minutes_left(figures: Figures, state: State) -> int | None:
    """Estimate the minutes left now; None where they are not known."""
    work = measure_work_left(figures, state)
    if work is None:
        return None
    return round(work.amount)


def measure_work_left(figures: Figures, state: State, week: str | None = None) -> Work | None:
    """Estimate the minutes left; with a week, as they were when it began.

    A unit takes what it took in this course, or by its estimate until several are done; else what
    it took in the journal's courses. None where neither is known.
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
    cost = measure_unit_cost(figures, week)
    if cost is None:
        return None
    return Work(left * cost)


def measure_unit_cost(figures: Figures, week: str | None) -> float | None:
    """The minutes that a unit took in the journal's courses; with a week, before it."""
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
    return minutes / units if units else None


def units_left_before(figures: Figures, state: State, week: str) -> int:
    """The units that were left when a week began."""
    done, total, _ = state.progress
    return min(total, total - done + sum_from(units_by_week(figures, state.id), week))


def list_estimate_errors(figures: Figures) -> tuple[float, ...]:
    """What finished courses took, as parts of their estimates, sorted; empty for too few."""
    errors = []
    for state in figures.states.values():
        if state.status in FINISHED and state.item.estimate and state.minutes:
            error = state.minutes / state.item.estimate
            errors.append(min(SLOWEST, max(FASTEST, error)))
    if len(errors) < CASES:
        return ()
    return tuple(sorted(errors))


# ---- weeks


def has_few_units(state: State, amounts: Mapping[str, int], week: str) -> bool:
    """Whether hardly any of the weeks of work finished a unit: then hours tell more."""
    finishing = sum(amount > 0 for name, amount in amounts.items() if name < week)
    worked = sum(name < week for name in state.weeks_of_work)
    return finishing < SEVERAL and worked > 2 * finishing


def sum_before(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name < week)


def sum_from(amounts: Mapping[str, int], week: str) -> int:
    return sum(amount for name, amount in amounts.items() if name >= week)


def units_by_week(figures: Figures, item: str) -> dict[str, int]:
    """Map each week of an item to the units that it finished."""
    units = {}
    for name in figures.states[item].weeks:
        _, count = stats.finished_units(figures, figures.weeks[name]).get(item, ((), 0))
        units[name] = count
    return units


def sum_units_by_week(figures: Figures, items: Iterable[str]) -> dict[str, int]:
    """Map each week of some items to the units that it finished of them."""
    sums: dict[str, int] = {}
    for item in items:
        for name, count in units_by_week(figures, item).items():
            sums[name] = sums.get(name, 0) + count
    return sums


def minutes_by_week(figures: Figures, items: set[str]) -> dict[str, int]:
    """Map each week with time on the items to its minutes."""
    entries = [entry for entry in figures.entries if entry.item in items and entry.minutes]
    return stats.minutes_by(entries, lambda entry: entry.week)


def collect_weekly_histories(figures: Figures, today: date) -> dict[str, list[int]]:
    """Collect each course's weekly units or minutes, and those of all courses, for the backtest.

    From the first week of work to the last whole one, or to the one that finished it.
    """
    plan = figures.plan
    courses = [
        state
        for state in figures.states.values()
        if KINDS[state.kind].has_units and state.weeks_of_work
    ]
    histories = {}
    for state in courses:
        amounts = units_by_week(figures, state.id)
        if not any(amounts.values()):
            amounts = minutes_by_week(figures, {state.id})
        end = today
        if state.status in OVER:
            end = min(monday_of(max(state.weeks_of_work)) + timedelta(days=7), today)
        history = list_past_weeks(plan, end, amounts, state.weeks_of_work[0])
        histories[state.id] = [amount for _, amount in history]
    hours = minutes_by_week(figures, {state.id for state in courses})
    if hours:
        history = list_past_weeks(plan, today, hours, min(hours))
        histories["all courses"] = [amount for _, amount in history]
    return histories


def list_past_weeks(
    plan: Plan, today: date, amounts: Mapping[str, int], since: str
) -> tuple[tuple[str, int], ...]:
    """List each whole week from `since` to the one before today's; weeks of pause are left out."""
    this_monday = today - timedelta(days=today.weekday())
    if since >= week_of(this_monday):
        return ()
    weeks = []
    for name in stats.list_week_names(monday_of(since), this_monday - timedelta(days=7)):
        if not stats.is_rest_week(plan.pauses, monday_of(name)):
            weeks.append((name, amounts.get(name, 0)))
    return tuple(weeks)


def measure_silence(
    history: Sequence[tuple[str, int]], worked: set[str], others: Sequence[Sequence[bool]]
) -> Silence | None:
    """Measure the silence since the last week of work; None where it is short of a month.

    `others`: the weeks of the other courses, whose silences count as cases too.
    """
    own = [name in worked for name, _ in history]
    silent = 0
    while silent < len(own) and not own[-1 - silent]:
        silent += 1
    if silent < SILENT:
        return None
    back = cases = 0
    for weeks in (own[: len(own) - silent], *others):
        for number in range(1, len(weeks) - silent - BACK + 1):
            if weeks[number - 1] and not any(weeks[number : number + silent]):
                cases += 1
                back += any(weeks[number + silent : number + silent + BACK])
    over = bool(history) and any(name > history[-1][0] for name in worked)
    return Silence(silent, back, cases, over)


# ---- the days


def fill_forecast(
    figures: Figures, today: date, blank: Forecast, weeks: History, work: Work
) -> Forecast:
    """Fill a blank forecast with days, band and odds, or why there are none."""
    plan = figures.plan
    monday = today - timedelta(days=today.weekday())
    ends = list_plan_ends(plan, today)
    errors = list_estimate_errors(figures) if work.guessed else ()
    days, amounts, odds = simulate_finish(
        plan.pauses, monday, weeks, work, errors, tuple(day for _, day in ends)
    )
    p50, p80, p90 = days
    if p50 is None:
        return blank._replace(refused=TOO_FAR)
    band = []
    before = blank.total - work.amount
    for number, (half, most) in enumerate(amounts):
        name = week_of(monday + timedelta(weeks=number))
        reached = [
            min(blank.total, max(blank.done, int(before + amount + LITTLE)))
            for amount in (half, most)
        ]
        band.append((name, reached[0], reached[1]))
    named = tuple(
        Odds(name, day, chance, times)
        for (name, day), (chance, times) in zip(ends, odds, strict=True)
    )
    return blank._replace(p50=p50, p80=p80, p90=p90, band=tuple(band), odds=named)


def list_plan_ends(plan: Plan, today: date) -> list[tuple[str, date]]:
    """List the days to come by which all should be done: the deadline, the end of the runway.

    Where the runway may last six months or nine, nobody would count on nine.
    """
    ends = []
    if plan.deadline and plan.deadline >= today:
        ends.append(("the deadline", plan.deadline))
    if plan.runway and plan.runway.ends and plan.runway.ends[0] >= today:
        ends.append(("the end of the runway", plan.runway.ends[0]))
    return ends


Finish = tuple[
    tuple[date | None, ...],
    tuple[tuple[float, float], ...],
    tuple[tuple[float, float | None], ...],
]


# Five pages and the feeds tell of the same course, and this is most of the time they take.
@lru_cache(maxsize=256)
def simulate_finish(
    pauses: tuple[Pause, ...],
    monday: date,
    history: History,
    work: Work,
    errors: tuple[float, ...],
    ends: tuple[date, ...],
) -> Finish:
    """Simulate the weeks from a Monday on, until all work is done.

    Returns a day for each of CHANCES; what is done by the end of each week at P50 and at P80; and
    for each of `ends` the chance, and how many times as much work would make it four in five.
    """
    import numpy

    needed = draw_work(work, errors)
    runs = simulate_throughput(history)
    done = numpy.zeros(RUNS)
    days: dict[float, date] = {}
    band: list[tuple[float, float]] = []
    odds: dict[date, tuple[float, float | None]] = dict.fromkeys(ends, (0.0, None))
    half, most = RUNS // 2, RUNS // 5
    for number in range(FARTHEST):
        start = monday + timedelta(weeks=number)
        if not stats.is_rest_week(pauses, start):
            done = next(runs)
        if len(band) < SHOWN and 0.8 not in days:
            sorted_runs = numpy.partition(done, [most, half])
            band.append((float(sorted_runs[half]), float(sorted_runs[most])))
        share = int((done >= needed).sum()) / RUNS
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


def draw_work(work: Work, errors: tuple[float, ...]) -> Runs:
    """The work of each run: what is guessed takes as much more or less as guesses did so far."""
    import numpy

    needed = numpy.full(RUNS, work.amount * (1 - LITTLE))
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
