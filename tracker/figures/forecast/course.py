"""Figures -> the days by which a course, or the whole plan, will be done. Pure, and repeatable.

Forecasts are made of whole weeks, up to the last Sunday: what this week brought changes none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from tracker.figures.forecast.finish import LITTLE, FinishQuestion, Simulate, Work, simulate_finish
from tracker.figures.forecast.throughput import LATELY, History, knows_amounts
from tracker.figures.forecast.weekly_amounts import (
    Silence,
    list_late_minutes,
    list_late_units,
    list_past_weeks,
    mark_weeks_at_work,
    measure_silence,
    minutes_by_week,
    sum_before,
    sum_from,
    sum_units_by_week,
    units_by_week,
)
from tracker.figures.forecast.whole_plan import (
    collect_plan_history,
    is_open,
    list_open_courses,
    list_planned_courses,
    measure_of_plan,
)
from tracker.figures.forecast.work_left import (
    SEVERAL,
    find_last_week_of_work,
    guess_work_left,
    has_few_units,
    list_estimate_errors,
    measure_work_left,
    sum_work_left,
    units_left_before,
)
from tracker.figures.stats import Figures, State
from tracker.model.derived import derive_once, keep_answer
from tracker.model.english import join_words
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import KINDS, OVER
from tracker.model.plan import Plan

TURNS = ("active", "next")  # whose forecasts come first
ENOUGH_WEEKS = 8  # of which a pace is the mean
ALIKE = 1.25  # paces that differ by less
MOST_NAMED = 4  # courses; more are counted
TOO_FAR = "Even odds lie more than five years ahead."
LONG_SILENT = "The pace that is known of it is more than two years old."
BEGUN_NOW = "It was begun this week; ask again on Monday."
BEGUN_LATER = "Its first week of work is still to come."
NO_TIME = "It is estimated in hours, and no week that counts has a time."
NO_UNIT = "No unit was done and no time logged on it in a week that counts."
NOT_BEGUN = "It has not been begun."


class Odds(NamedTuple):
    """The chance, 0 to 1, that all is done by a day that the plan names.

    `times`: how many times as much work would make it four in five; None where nothing would.
    `usual`: what a week of the last half year brought, in units or minutes (`measure`); 0 where
    that is not what the simulations expect.
    """

    name: str
    day: date
    chance: float
    times: float | None
    usual: float = 0.0
    measure: str = "units"


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
    in no date. `uncounted`: those that are not in the sum, for nobody knows what is left of them.
    `doubted`: no unit is done, and one is taken for what was spent so far. `refused`: why there is
    no forecast, as a sentence; then there are no days and no band.
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
    uncounted: tuple[str, ...] = ()
    doubted: bool = False


def list_forecasts(
    figures: Figures, today: date, simulate: Simulate = simulate_finish
) -> list[Forecast]:
    """Forecast each unfinished course with units or an estimate, then the plan, if measured.

    The active courses come first. `simulate`: `simulate_finish`, or a memory of its answers.
    """
    unfinished = [
        state for state in figures.states.values() if is_open(state) and state.progress.total
    ]
    unfinished.sort(key=_turn_of)
    forecasts = [forecast_item(figures, today, state.id, simulate) for state in unfinished]
    whole = forecast_item(figures, today, None, simulate)
    if whole.total:
        forecasts.append(whole)
    return forecasts


def _turn_of(state: State) -> int:
    if state.status in TURNS:
        return TURNS.index(state.status)
    return len(TURNS)


def forecast_item(
    figures: Figures, today: date, item: str | None = None, simulate: Simulate = simulate_finish
) -> Forecast:
    """Forecast one item or, without one, all the plan's courses together.

    KeyError for an id that neither plan nor weeks name.
    """
    if simulate is simulate_finish:
        return _forecast_item_once(figures, today, item)
    return _forecast_item(figures, today, item, simulate)


def keep_forecasts(figures: Figures, today: date, simulate: Simulate) -> None:
    """Have `forecast_item` find these forecasts. `simulate`: a memory of `simulate_finish`."""
    for forecast in list_forecasts(figures, today, simulate):
        keep_answer(figures, _forecast_item_once, (today, forecast.item), forecast)


# Five pages, the feeds and the plan's own forecast tell of the same course.
@derive_once
def _forecast_item_once(figures: Figures, today: date, item: str | None) -> Forecast:
    return _forecast_item(figures, today, item, simulate_finish)


def _forecast_item(figures: Figures, today: date, item: str | None, simulate: Simulate) -> Forecast:
    if item is None:
        return forecast_plan(figures, today, simulate)
    state = figures.states[item]
    blank = Forecast(item, state.progress.measure, state.progress.done, state.progress.total)
    reason = explain_item_refusal(state)
    if reason:
        return blank._replace(refused=reason)
    if not state.weeks_of_work:
        return forecast_queued(figures, today, state, blank, simulate)
    return forecast_begun(figures, today, state, blank, simulate)


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


def forecast_begun(
    figures: Figures, today: date, state: State, blank: Forecast, simulate: Simulate
) -> Forecast:
    """Forecast a course from its own weeks; by its hours where few of them finished a unit."""
    week = week_of(today)
    amounts = None
    if state.progress.measure == "units":
        amounts = units_by_week(figures, state.id)
    left = measure_work_left(figures, state, week) or guess_work_left(figures, state, week)
    if amounts is not None and has_few_units(state, amounts, week):
        minutes = minutes_by_week(figures, {state.id})
        if left and left.amount and sum_before(minutes, week):
            spent = sum_before(minutes, week)
            total = max(state.minutes, spent + round(left.amount))
            blank = blank._replace(measure="minutes", done=state.minutes, total=total)
            blank = blank._replace(doubted=left.doubted > 0)
            return fill_course_forecast(figures, today, state, blank, minutes, left, simulate)
    if amounts is None:
        amounts = minutes_by_week(figures, {state.id})
        work = left or Work(0)
    else:
        work = Work(state.progress.total - state.progress.done + sum_from(amounts, week))
    return fill_course_forecast(figures, today, state, blank, amounts, work, simulate)


def fill_course_forecast(
    figures: Figures,
    today: date,
    state: State,
    blank: Forecast,
    amounts: Mapping[str, int],
    work: Work,
    simulate: Simulate,
) -> Forecast:
    week = week_of(today)
    own = set(state.weeks_of_work)
    history = list_past_weeks(figures.plan, today, amounts, state.weeks_of_work[0])
    others = list_other_weeks(figures, today, state)
    blank = blank._replace(history=history, silence=measure_silence(history, own, others))
    weeks = History(
        tuple(float(amount) for _, amount in history),
        bytes(name in own for name, _ in history),
        others,
        lend_amounts(figures, state, blank.measure, week),
    )
    if not knows_amounts(weeks):
        if any(weeks.amounts):
            return blank._replace(refused=LONG_SILENT)
        if state.weeks_of_work[0] >= week:
            return blank._replace(refused=explain_young_work(state.weeks_of_work[0], week))
        if blank.measure == "minutes":
            return blank._replace(refused=NO_TIME)
        return blank._replace(refused=NO_UNIT)
    return fill_forecast(figures, today, blank, weeks, work, simulate)


def list_other_weeks(figures: Figures, today: date, state: State) -> tuple[bytes, ...]:
    """For each other course, whether it was at work in the weeks since it began."""
    courses = list_weeks_of_courses(figures, today)
    return tuple([weeks for item, weeks in courses if item != state.id])


@derive_once
def list_weeks_of_courses(figures: Figures, today: date) -> list[tuple[str, bytes]]:
    """For each course, whether it was at work in the weeks since it began.

    Up to the last Sunday, or to the week that finished it; without pauses.
    """
    courses = []
    for other in figures.states.values():
        if not KINDS[other.kind].has_units or not other.weeks_of_work:
            continue
        end = today
        if other.status in OVER:
            last = find_last_week_of_work(other, week_of(today))
            end = min(today, monday_of(last) + timedelta(days=7))
        end -= timedelta(days=end.weekday())
        weeks = mark_weeks_at_work(figures.plan.pauses, other.weeks_of_work, end)
        if len(weeks) > 1:
            courses.append((other.id, weeks))
    return courses


def lend_amounts(figures: Figures, state: State, measure: str, week: str) -> tuple[float, ...]:
    """What the last half year's weeks at work on other courses brought, in a course's own measure.

    Hours become units by what a unit takes; where that is not known, a unit is a unit. Of a course
    that did several without a time it is not known, whatever was estimated.
    """
    lately = list_late_minutes(figures, state.id, week, LATELY)
    if measure == "minutes":
        return tuple(map(float, lately))
    if lately:
        left = measure_work_left(figures, state, week)
        units = units_left_before(figures, state, week)
        untimed = not state.minutes and state.progress.total - units >= SEVERAL
        if left and left.amount and units and not untimed:
            return tuple(amount * units / left.amount for amount in lately)
    return tuple(map(float, list_late_units(figures, state.id, week, LATELY)))


def forecast_queued(
    figures: Figures, today: date, state: State, blank: Forecast, simulate: Simulate
) -> Forecast:
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
    if sum_work_left(figures, [state], measure, week)[1]:
        return blank._replace(refused=f"{NOT_BEGUN} {explain_unknown([state.title])}")
    blank = blank._replace(queued=True, uncounted=tuple(unknown))
    filled = fill_forecast(figures, today, blank, weeks, work, simulate)
    return filled._replace(band=())


# ---- the plan


def forecast_plan(figures: Figures, today: date, simulate: Simulate) -> Forecast:
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
    blank = blank._replace(paused=paused, uncounted=tuple(unknown))
    if unknown and work.amount <= 0:
        return blank._replace(refused=explain_unknown(unknown))
    if not courses:
        return blank._replace(refused="It has no courses.")
    if not unfinished:
        return blank._replace(refused=explain_plan_over(courses))
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
        begun = [state.weeks_of_work[0] for state in courses if state.weeks_of_work]
        return blank._replace(refused=explain_young_plan(weeks, begun, week))
    worked = sorted({name for state in courses for name in state.weeks_of_work})
    history = list_past_weeks(figures.plan, today, amounts, worked[0])
    silence = measure_silence(history, set(worked), ())
    whole = fill_forecast(
        figures, today, blank._replace(history=history, silence=silence), weeks, work, simulate
    )
    return wait_for_courses(figures, today, whole, simulate)


def explain_plan_over(courses: Sequence[State]) -> str:
    dropped = sum(state.status == "dropped" for state in courses)
    if dropped == len(courses):
        return "All its courses were dropped."
    if dropped:
        return "All its courses are done or dropped."
    return "All its courses are done."


def explain_unknown(titles: Sequence[str]) -> str:
    return f"What is left of {name_courses(titles)} is not known."


def name_courses(titles: Sequence[str]) -> str:
    """`Algebra and Logic`; `12 courses` where they are many."""
    if len(titles) > MOST_NAMED:
        return f"{len(titles)} courses"
    return join_words(titles)


def explain_young_work(begun: str, week: str) -> str:
    """Explain why work that no whole week shows has no forecast. `week`: the running one."""
    return BEGUN_LATER if begun > week else BEGUN_NOW


def explain_young_plan(weeks: History, begun: Sequence[str], week: str) -> str:
    """`begun`: the first weeks of work of its courses."""
    if not begun:
        return NOT_BEGUN
    if weeks.amounts:
        return "No unit was done and no time logged in a week that counts."
    return explain_young_work(min(begun), week)


def wait_for_courses(
    figures: Figures, today: date, whole: Forecast, simulate: Simulate
) -> Forecast:
    """Move the days of the plan to those of its begun courses that take longer, for it has them.

    So do its amounts: what is left of a course is not done of the plan.
    """
    courses = list_open_courses(figures)
    week = week_of(today)
    for state in courses:
        if whole.refused or not state.weeks_of_work:
            continue
        course = forecast_item(figures, today, state.id, simulate)
        if course.doubted:
            continue
        if course.refused == TOO_FAR:
            return whole._replace(p50=None, p80=None, p90=None, band=(), odds=(), refused=TOO_FAR)
        if course.refused:
            continue
        days = []
        for day, other in zip(whole[5:8], course[5:8], strict=True):
            days.append(max(day, other) if day and other else None)
        odds = []
        for end, other_end in zip(whole.odds, course.odds, strict=True):
            if other_end.chance < end.chance:
                # So much more of one course is not so much more of them all.
                end = other_end if len(courses) == 1 else other_end._replace(times=None)
            odds.append(end)
        band = whole.band
        if days[:2] != [whole.p50, whole.p80]:
            left, _ = sum_work_left(figures, [state], whole.measure, week)
            band = keep_band_below(whole, course, left.amount)
        whole = whole._replace(p50=days[0], p80=days[1], p90=days[2], odds=tuple(odds), band=band)
    return whole


def keep_band_below(
    whole: Forecast, course: Forecast, left: float
) -> tuple[tuple[str, int, int], ...]:
    """Keep the plan's amounts below the whole by what is left of a course that takes longer.

    `left`: the work that is left of the course when its band begins, in the plan's measure.
    """
    amounts = {name: (half, most) for name, half, most in whole.band}
    last = (whole.total, whole.total)  # behind the plan's own band all is done
    of_course = course.total - course.done
    band = []
    for name, *reached in course.band:
        found = []
        for amount, done in zip(amounts.pop(name, last), reached, strict=True):
            if done < course.total:
                rest = max(1, ceil(left * (course.total - done) / of_course))
                amount = min(amount, max(whole.done, whole.total - rest))
            found.append(amount)
        band.append((name, found[0], found[1]))
    band += [(name, *found) for name, found in amounts.items()]
    return tuple(band)


# ---- the days


def fill_forecast(
    figures: Figures, today: date, blank: Forecast, weeks: History, work: Work, simulate: Simulate
) -> Forecast:
    """Fill a blank forecast with days, band and odds, or why there are none."""
    plan = figures.plan
    monday = today - timedelta(days=today.weekday())
    ends = list_plan_ends(plan, today)
    errors = list_estimate_errors(figures, week_of(today)) if work.guessed else ()
    question = FinishQuestion(
        plan.pauses, monday, weeks, work, errors, tuple(day for _, day in ends)
    )
    days, amounts, odds = simulate(question)
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
    named = []
    for (name, day), (chance, times) in zip(ends, odds, strict=True):
        usual = measure_usual_pace(weeks, amounts, ((day - monday).days + 4) // 7)
        named.append(Odds(name, day, chance, times, usual, blank.measure))
    return blank._replace(p50=p50, p80=p80, p90=p90, band=tuple(band), odds=tuple(named))


def measure_usual_pace(
    past: History, amounts: tuple[tuple[float, float], ...], weeks: int
) -> float:
    """The mean of the last half year's weeks, where the coming ones bring about as much.

    Else 0: then so much more than usual would not be so much more than expected.
    """
    lately = past.amounts[-LATELY:]
    if len(lately) < ENOUGH_WEEKS or not 1 <= weeks <= len(amounts):
        return 0.0
    usual = sum(lately) / len(lately)
    expected = amounts[weeks - 1][0] / weeks
    return usual if usual / ALIKE <= expected <= usual * ALIKE else 0.0


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
