"""Figures -> what is done so far, and when the rest may be: when will I finish?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from tracker.charts.burn_up_drawing import (
    BurnUpData,
    BurnUpStep,
    ForecastWeek,
    draw,
    format_measured_amount,
    sunday_of,
    week_offset_of,
)
from tracker.charts.chart import (
    Chart,
    clean_title,
    format_hours,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.labels import Label
from tracker.figures.forecast import Forecast, describe_forecast, forecast_item
from tracker.figures.forecast.course import OVER, minutes_by_week, units_by_week
from tracker.figures.stats import Figures, State, list_week_names
from tracker.model.english import MONTHS, day_words, span_words
from tracker.model.journal import Period, monday_of, week_of
from tracker.model.kinds import KINDS
from tracker.model.plan import Plan

NAME, QUESTION = "burn-up", "When will I finish?"
FEWEST, YEAR = 8, 53  # weeks


def build_burn_up_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    """Of an item; else of the whole plan, or, where that can't be measured, of the active course touched last."""
    known = known_item(figures, item) if item else None
    if item and not known:
        return without_picture(f"The journal knows nothing called {clean_title(item)}.")
    if not known and not list_burn_up_courses(figures):
        return without_picture("No course is planned yet.")
    found = (
        forecast_item(figures, today, known) if known else forecast_plan_or_course(figures, today)
    )
    steps = steps_of(figures, found, today)
    span = choose_burn_up_window(figures, found, steps, today, period)
    finding = format_burn_up_finding(figures, found, steps, today, period, asked=bool(item))
    if span is None:
        return without_picture(finding)
    data = collect_burn_up_data(figures, found, steps, today, span)._replace(finding=finding)
    headers, rows = build_burn_up_table(data)
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        rows,
        partial(draw, data),
        key_of(NAME, data),
        build_burn_up_legend(data),
    )


def without_picture(finding: str) -> Chart:
    return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))


def forecast_plan_or_course(figures: Figures, today: date) -> Forecast:
    whole = forecast_item(figures, today)
    counted = [
        state
        for state in list_burn_up_courses(figures)
        if state.status == "active" and state.progress.total
    ]
    if whole.total or not counted:
        return whole
    return forecast_item(figures, today, max(counted, key=lambda state: state.last or date.min).id)


def is_over(figures: Figures, found: Forecast) -> bool:
    """Nothing more is to come. That an estimate was too small is not the end."""
    if found.item:
        return figures.states[found.item].status in OVER
    return all(state.status in OVER for state in list_burn_up_courses(figures))


def list_burn_up_courses(figures: Figures) -> list[State]:
    """What the whole plan is measured by."""
    return [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.planned
    ]


def measure_of(found: Forecast) -> str:
    """Hours too where it is not known how much there is to do."""
    return found.measure if found.total else "minutes"


# ---- what was done, and what of it is shown


def steps_of(figures: Figures, found: Forecast, today: date) -> list[BurnUpStep]:
    """Every week from the first that brought something to this one, gaps included; of what is over, to its last."""
    if found.item and measure_of(found) == "units":
        amounts = units_by_week(figures, found.item)
    else:
        courses = {state.id for state in list_burn_up_courses(figures)}
        amounts = minutes_by_week(figures, {found.item} if found.item else courses)
    weeks = [week for week, count in amounts.items() if count]
    if not weeks:
        return []
    last = max(weeks) if is_over(figures, found) else max(*weeks, week_of(today))
    sums, steps = 0, []
    for week in list_week_names(monday_of(min(weeks)), monday_of(last)):
        sums += amounts.get(week, 0)
        steps.append(BurnUpStep(week, amounts.get(week, 0), sums))
    return steps


def choose_burn_up_window(
    figures: Figures, found: Forecast, steps: list[BurnUpStep], today: date, period: Period | None
) -> tuple[date, date] | None:
    """The first Monday and the last day shown: the period, or all. None where that is nothing.

    Beside more than two years of history a forecast would be a sliver; a deadline far ahead would make slivers of both.
    """
    if not steps:
        return None
    first, last = monday_of(steps[0].week), sunday_of(steps[-1].week)
    if not is_over(figures, found):
        last = max(last, today, *(sunday_of(week) for week, _, _ in found.band))
        near = last + max(last - first, timedelta(weeks=YEAR // 2))
        last = max(last, *(day for day in list_plan_deadlines(figures.plan) if day <= near), today)
    if period:
        weeks = weeks_of(period)
        first, last = max(first, monday_of(weeks[0])), min(last, sunday_of(weeks[-1]))
        return (first, last) if first <= last else None
    if found.band:
        most = max(2 * (last - today), timedelta(weeks=2 * YEAR))
        first = max(first, today - timedelta(days=today.weekday()) - most)
    return first, last


def weeks_of(period: Period) -> list[str]:
    """Those whose Thursday lies in it, as in reports; of a period without one, those that it touches."""
    weeks = list_week_names(*period)
    return [
        week for week in weeks if period.first <= monday_of(week) + timedelta(days=3) <= period.last
    ] or weeks


def list_plan_deadlines(plan: Plan) -> list[date]:
    return [*([plan.deadline] if plan.deadline else []), *(plan.runway.ends if plan.runway else [])]


def collect_burn_up_data(
    figures: Figures, found: Forecast, steps: list[BurnUpStep], today: date, span: tuple[date, date]
) -> BurnUpData:
    """What of it lies in the window. Its finding is still to come."""
    first, last = span
    ahead = first <= today <= last and not is_over(figures, found)
    shown = tuple(step for step in steps if first <= monday_of(step.week) <= last)
    end = sunday_of(shown[-1].week) if shown else first
    return BurnUpData(
        finding="",
        measure=measure_of(found),
        first=first,
        weeks=max(FEWEST, math.ceil(week_offset_of(first, last)) + 1),
        now=round(max(week_offset_of(first, min(end, today)), 0), 2),
        before=max((step.sum for step in steps if monday_of(step.week) < first), default=0),
        total=found.total,
        steps=shown,
        band=tuple(ForecastWeek(*week) for week in found.band if monday_of(week[0]) <= last)
        if ahead
        else (),
        labels=tuple(labels_of(figures, found, steps, today, span)),
        runway=runway_of(figures.plan, first, last) if ahead else None,
    )


def labels_of(
    figures: Figures, found: Forecast, steps: list[BurnUpStep], today: date, span: tuple[date, date]
) -> Iterator[Label]:
    first, last = span
    end = min(today, sunday_of(steps[-1].week))
    if is_over(figures, found):
        if first <= end <= last:
            yield build_date_label(
                "end", first, end, f"{outcome_of(figures, found)} by", foot=steps[-1].sum
            )
        return
    if not first <= today <= last:
        return
    words = f"today, {amount_words(found)}"
    yield Label(round(week_offset_of(first, today), 2), 0, "today", words, "today")
    if found.p50 and found.p50 != found.p80:
        yield build_date_label("likely", first, found.p50, "even odds by", foot=found.total)
    if found.p80:
        yield build_date_label(
            "safe", first, found.p80, "four in five by", "4 in 5 by", found.total
        )
    plan = figures.plan
    if plan.deadline and plan.deadline >= first:
        yield build_date_label("deadline", first, plan.deadline, "deadline")
    if plan.runway and plan.runway.ends and plan.runway.ends[0] >= first:
        words = f"runway ends{' from' * (len(plan.runway.ends) > 1)}"
        yield build_date_label("runway-end", first, plan.runway.ends[0], words, "runway to")


def build_date_label(
    css: str, first: date, day: date, words: str, short: str | None = None, foot: int = 0
) -> Label:
    brief = f"{short or words} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    return Label(
        round(week_offset_of(first, day), 2), foot, css, f"{words} {day_words(day)}", brief
    )


def runway_of(plan: Plan, first: date, last: date) -> tuple[float, float, str] | None:
    """Between the least and the most that it lasts."""
    ends = plan.runway.ends if plan.runway else []
    if len(ends) < 2 or ends[-1] <= first or ends[0] >= last:
        return None
    places = [round(week_offset_of(first, min(max(day, first), last)), 2) for day in ends]
    return places[0], places[-1], f"The runway ends from {span_words(ends[0], ends[-1])}"


# ---- in words


def amount_words(found: Forecast) -> str:
    """`27 of 40 units`, `12 h of 40 h`, `12 h` where it is not known how much there is."""
    if not found.total:
        return format_hours(found.done) if found.done else "nothing logged"
    units = " units" if found.measure == "units" else ""
    return f"{format_measured_amount(found.measure, found.done)} of {format_measured_amount(found.measure, found.total)}{units}"


def format_burn_up_finding(
    figures: Figures,
    found: Forecast,
    steps: list[BurnUpStep],
    today: date,
    period: Period | None,
    asked: bool,
) -> str:
    """Of what, how far, and when the rest may be done; of a period that is gone, what it brought."""
    title = title_of(figures, found.item) if found.item else "The whole plan"
    if found.item and not asked:
        title = f"How much is left of the whole plan is not known. The course touched last, {title}"
    if (
        period
        and steps
        and (
            period.last < today
            or choose_burn_up_window(figures, found, steps, today, period) is None
        )
    ):
        return f"{title}: {format_period_progress(found, steps, period)} {format_period_phrase(period)}."
    if is_over(figures, found):
        weeks = f"in {len(steps)} weeks" if len(steps) > 1 else "in one week"
        by = f" by {day_words(min(today, sunday_of(steps[-1].week)))}, {weeks}" if steps else ""
        return f"{title}: {outcome_of(figures, found)}{by}."
    return f"{title}: {amount_words(found)}. {describe_forecast(figures, found, today)}"


def outcome_of(figures: Figures, found: Forecast) -> str:
    return (
        "dropped" if found.item and figures.states[found.item].status == "dropped" else "finished"
    )


def format_period_progress(found: Forecast, steps: list[BurnUpStep], period: Period) -> str:
    weeks = weeks_of(period)
    done = sum(step.amount for step in steps if weeks[0] <= step.week <= weeks[-1])
    if not done:
        return "nothing done"
    measure = measure_of(found)
    after = sum(step.amount for step in steps if step.week <= weeks[-1])
    before = format_measured_amount(measure, after - done) if after > done else "nothing"
    of = f" of {format_measured_amount(measure, found.total)}" if found.total else ""
    return f"from {before} to {format_measured_amount(measure, after)}{of}{' units' * (measure == 'units')}"


def build_burn_up_table(data: BurnUpData) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The last week first, so what may be done stands above what was."""
    past = {step.week: step for step in data.steps}
    ahead = {week.week: week for week in data.band}
    rows = []
    for name in sorted({*past, *ahead}, reverse=True):
        step, week = past.get(name), ahead.get(name)
        numbers = [
            *(step[1:] if step else (0, 0)),
            *((week[1:] if week else (0, 0)) if data.band else ()),
        ]
        rows.append(
            (
                name,
                *(
                    format_measured_amount(data.measure, number) if number else "–"
                    for number in numbers
                ),
            )
        )
    return (
        "Week",
        "Done",
        "In all",
        *(("Half the time", "Eight in ten") if data.band else ()),
    ), tuple(rows)


def build_burn_up_legend(data: BurnUpData) -> tuple[tuple[str, str], ...]:
    """The line and the days have their words beside them; what the band is needs more."""
    if not data.band:
        return ()
    return (
        ("tracker-half", "half of the simulations get this far"),
        ("tracker-most", "four in five do"),
    )
