"""Figures -> the chart of the amount done, and of when the rest may be done: when will I finish?"""

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
    group_empty_weeks,
    say_no_progress,
    week_offset_of,
)
from tracker.charts.chart import (
    Chart,
    format_hours,
    format_period_phrase,
    key_of,
    known_item,
    title_of,
    unknown_item_finding,
)
from tracker.charts.labels import Label
from tracker.figures.forecast import (
    Forecast,
    describe_forecast,
    forecast_item,
    format_finish_date,
)
from tracker.figures.forecast.weekly_amounts import minutes_by_week, units_by_week
from tracker.figures.stats import Figures, State, list_week_names
from tracker.figures.work_counts import shows_any_work
from tracker.model.english import MONTHS, day_words, span_words
from tracker.model.journal import Period, monday_of, sunday_of, week_of
from tracker.model.kinds import KINDS, OVER
from tracker.model.plan import Plan

NAME, QUESTION = "burn-up", "When will I finish?"
FEWEST, YEAR = 8, 53  # weeks


def build_burn_up_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    """Chart an item; without one the whole plan.

    Where the plan can't be measured, the active course touched last takes its place.
    """
    if item:
        id_ = known_item(figures, item)
        if id_ is None:
            return without_picture(unknown_item_finding(item))
        forecast = forecast_item(figures, today, id_)
    else:
        if not list_burn_up_courses(figures):
            return without_picture("No course is planned yet.")
        forecast = forecast_plan_or_course(figures, today)
    steps = steps_of(figures, forecast, today)
    span = choose_burn_up_window(figures, forecast, steps, today, period)
    finding = format_burn_up_finding(figures, forecast, steps, today, period, asked=bool(item))
    if span is None:
        return without_picture(finding)
    data = collect_burn_up_data(figures, forecast, steps, today, span)._replace(finding=finding)
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
    timed = whole.done > 0 or not shows_any_work(figures)
    known = whole.total and not whole.uncounted
    if known and timed:
        return whole
    measured = []
    for state in list_burn_up_courses(figures):
        # Without any hours, only units tell how far a course is.
        by_units = state.progress.measure == "units"
        if state.status == "active" and state.progress.total and (by_units or not known):
            measured.append(state)
    if not measured:
        return whole
    latest = max(measured, key=lambda state: state.last or date.min)
    return forecast_item(figures, today, latest.id)


def is_over(figures: Figures, forecast: Forecast) -> bool:
    """Whether nothing more is to come. That an estimate was too small is not the end."""
    if forecast.item:
        return figures.states[forecast.item].status in OVER
    return all(state.status in OVER for state in list_burn_up_courses(figures))


def list_burn_up_courses(figures: Figures) -> list[State]:
    """List the courses that the whole plan is measured by."""
    return [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.planned
    ]


def measure_of(forecast: Forecast) -> str:
    """The measure of the amounts; minutes where it is not known how much there is to do."""
    if not forecast.total:
        return "minutes"
    return forecast.measure


# ---- the amounts done, and the weeks shown


def steps_of(figures: Figures, forecast: Forecast, today: date) -> list[BurnUpStep]:
    """List every week from the first with an amount to this one; of what is over, to its last.

    Of an item without any time they begin with the first week of work, as in its forecast.
    """
    if forecast.item and measure_of(forecast) == "units":
        amounts = units_by_week(figures, forecast.item)
    elif forecast.item:
        amounts = minutes_by_week(figures, {forecast.item})
    else:
        amounts = minutes_by_week(figures, {state.id for state in list_burn_up_courses(figures)})
    weeks = [week for week, count in amounts.items() if count]
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    if forecast.item and not figures.states[forecast.item].minutes:
        first = min(first, *figures.states[forecast.item].weeks_of_work)
    if not is_over(figures, forecast):
        last = max(last, week_of(today))
    total, steps = 0, []
    for week in list_week_names(monday_of(first), monday_of(last)):
        amount = amounts.get(week, 0)
        total += amount
        steps.append(BurnUpStep(week, amount, total))
    return steps


def choose_burn_up_window(
    figures: Figures,
    forecast: Forecast,
    steps: list[BurnUpStep],
    today: date,
    period: Period | None,
) -> tuple[date, date] | None:
    """Choose the first Monday and the last day shown: the period, or all. None without a week.

    Beside more than two years of history a forecast would be a sliver; a deadline far ahead would
    make slivers of both.
    """
    if not steps:
        return None
    first, last = monday_of(steps[0].week), sunday_of(steps[-1].week)
    if not is_over(figures, forecast):
        last = max(last, today)
        if forecast.band:
            last = max(last, sunday_of(forecast.band[-1][0]))
        # The axis reaches its own answer, however far that is.
        last = max([last, *list_finish_days(forecast)])
        near = last + max(last - first, timedelta(weeks=YEAR // 2))
        for deadline in list_plan_deadlines(figures.plan):
            if deadline <= near:
                last = max(last, deadline)
    if period:
        weeks = weeks_of(period)
        first, last = max(first, monday_of(weeks[0])), min(last, sunday_of(weeks[-1]))
        if first > last:
            return None
    elif forecast.band:
        most = max(2 * (last - today), timedelta(weeks=2 * YEAR))
        first = max(first, today - timedelta(days=today.weekday()) - most)
    return first, last


def list_finish_days(forecast: Forecast) -> list[date]:
    """List the days by which half of the simulated futures are done, and four in five."""
    return [day for day in (forecast.p50, forecast.p80) if day]


def weeks_of(period: Period) -> list[str]:
    """List the weeks with their Thursday in a period, as in reports; else all that it touches."""
    touched = list_week_names(*period)
    weeks = []
    for week in touched:
        if period.first <= monday_of(week) + timedelta(days=3) <= period.last:
            weeks.append(week)
    return weeks or touched


def list_plan_deadlines(plan: Plan) -> list[date]:
    deadlines = []
    if plan.deadline:
        deadlines.append(plan.deadline)
    if plan.runway:
        deadlines += plan.runway.ends
    return deadlines


def collect_burn_up_data(
    figures: Figures,
    forecast: Forecast,
    steps: list[BurnUpStep],
    today: date,
    span: tuple[date, date],
) -> BurnUpData:
    """Collect what lies in the window `span`. The finding is still to come."""
    first, last = span
    shown, before = [], 0
    for step in steps:
        monday = monday_of(step.week)
        if first <= monday <= last:
            shown.append(step)
        elif monday < first:
            before = max(before, step.sum)
    end = first
    if shown:
        end = sunday_of(shown[-1].week)
    band: list[ForecastWeek] = []
    finish: tuple[float, ...] = ()
    runway = None
    if first <= today <= last and not is_over(figures, forecast):
        runway = runway_of(figures.plan, first, last)
        for week in forecast.band:
            if monday_of(week[0]) <= last:
                band.append(ForecastWeek(*week))
        days = list_finish_days(forecast)
        if band and days and days[-1] <= last:
            finish = tuple(round(week_offset_of(first, day), 2) for day in days)
    return BurnUpData(
        finding="",
        measure=measure_of(forecast),
        first=first,
        weeks=max(FEWEST, math.ceil(week_offset_of(first, last)) + 1),
        now=round(max(week_offset_of(first, min(end, today)), 0), 2),
        before=before,
        total=forecast.total,
        steps=tuple(shown),
        band=tuple(band),
        finish=finish,
        labels=tuple(labels_of(figures, forecast, steps, today, span)),
        runway=runway,
    )


def labels_of(
    figures: Figures,
    forecast: Forecast,
    steps: list[BurnUpStep],
    today: date,
    span: tuple[date, date],
) -> Iterator[Label]:
    """Yield the labels of the days in the window: the end, or today and the days ahead."""
    first, last = span
    if is_over(figures, forecast):
        end = min(today, sunday_of(steps[-1].week))
        if first <= end <= last:
            words = f"{outcome_of(figures, forecast)} by"
            yield build_date_label("end", first, end, words, foot=steps[-1].sum)
        return
    if not first <= today <= last:
        return
    words = f"today, {amount_words(forecast)}"
    yield Label(round(week_offset_of(first, today), 2), 0, "today", words, "today")
    p50, p80 = forecast.p50, forecast.p80
    if p50 and p50 != p80:
        yield build_finish_label("likely", (first, today), p50, "even odds by", forecast)
    if p80:
        yield build_finish_label("safe", (first, today), p80, "four in five by", forecast)
    deadline, runway = figures.plan.deadline, figures.plan.runway
    if deadline and deadline >= first:
        yield build_date_label("deadline", first, deadline, "deadline")
    if runway and runway.ends and runway.ends[0] >= first:
        words = "runway ends"
        if len(runway.ends) > 1:
            words += " from"
        yield build_date_label("runway-end", first, runway.ends[0], words, "runway to")


def build_date_label(
    css: str, first: date, day: date, words: str, short: str | None = None, foot: int = 0
) -> Label:
    brief = f"{short or words} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    return Label(
        round(week_offset_of(first, day), 2), foot, css, f"{words} {day_words(day)}", brief
    )


def build_finish_label(
    css: str, days: tuple[date, date], day: date, words: str, forecast: Forecast
) -> Label:
    """Build the label of a forecast's day, rounded as in its sentence; `days`: first, and today."""
    first, today = days
    rounded = format_finish_date(day, today)
    brief = rounded.removeprefix("the end of ")
    for month in MONTHS:
        brief = brief.replace(month, month[:3])
    short = words.replace("four in five", "4 in 5")
    return Label(
        round(week_offset_of(first, day), 2),
        forecast.total,
        css,
        f"{words} {rounded}",
        f"{short} {brief}",
    )


def runway_of(plan: Plan, first: date, last: date) -> tuple[float, float, str] | None:
    """The weeks between the least and the most that the runway lasts: (from, to, words)."""
    ends = plan.runway.ends if plan.runway else []
    if len(ends) < 2 or ends[-1] <= first or ends[0] >= last:
        return None
    places = [round(week_offset_of(first, min(max(day, first), last)), 2) for day in ends]
    return places[0], places[-1], f"The runway ends from {span_words(ends[0], ends[-1])}"


# ---- in words


def amount_words(forecast: Forecast) -> str:
    """`27 of 40 units`, `12 h of 40 h`, `12 h` where it is not known how much there is.

    `no time logged of 40 h`: that may be work without a time.
    """
    if not forecast.total:
        if not forecast.done:
            return "no time logged"
        return format_hours(forecast.done)
    done = format_measured_amount(forecast.measure, forecast.done)
    if forecast.measure == "minutes" and not forecast.done:
        done = "no time logged"
    words = f"{done} of {format_measured_amount(forecast.measure, forecast.total)}"
    if forecast.measure == "units":
        words += " units"
    return words


def format_burn_up_finding(
    figures: Figures,
    forecast: Forecast,
    steps: list[BurnUpStep],
    today: date,
    period: Period | None,
    asked: bool,
) -> str:
    """Describe what is done and when the rest may be; of a past period, what was done in it."""
    title = "The whole plan"
    if forecast.item:
        title = title_of(figures, forecast.item)
        if not asked:
            title = (
                f"How much is left of the whole plan is not known. The course touched last, {title}"
            )
    if period and steps:
        window = choose_burn_up_window(figures, forecast, steps, today, period)
        if period.last < today or window is None:
            progress = format_period_progress(forecast, steps, period)
            return f"{title}: {progress} {format_period_phrase(period)}."
    if not is_over(figures, forecast):
        return f"{title}: {amount_words(forecast)}. {describe_forecast(figures, forecast, today)}"
    sentence = f"{title}: {outcome_of(figures, forecast)}"
    if steps:
        end = min(today, sunday_of(steps[-1].week))
        weeks = "in one week"
        if len(steps) > 1:  # from the first to the last, with the weeks off between them
            weeks = f"over {len(steps)} weeks"
        sentence += f" by {day_words(end)}, {weeks}"
    return f"{sentence}."


def outcome_of(figures: Figures, forecast: Forecast) -> str:
    if forecast.item and figures.states[forecast.item].status == "dropped":
        return "dropped"
    return "finished"


def format_period_progress(forecast: Forecast, steps: list[BurnUpStep], period: Period) -> str:
    """`from 3 to 7 of 12 units`, `from nothing to 12 h`, `no unit finished`."""
    measure = measure_of(forecast)
    weeks = weeks_of(period)
    before = after = 0
    for step in steps:
        if step.week < weeks[0]:
            before += step.amount
        if step.week <= weeks[-1]:
            after += step.amount
    if after == before:
        return say_no_progress(measure)
    start = "nothing"
    if before:
        start = format_measured_amount(measure, before)
    words = f"from {start} to {format_measured_amount(measure, after)}"
    if forecast.total:
        words += f" of {format_measured_amount(measure, forecast.total)}"
    if measure == "units":
        words += " units"
    return words


def build_burn_up_table(data: BurnUpData) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Build (headers, rows), the last week first: forecast weeks stand above past ones.

    Weeks without anything that follow each other share a row.
    """
    headers: tuple[str, ...] = ("Week", "Done", "In all")
    if data.band:
        headers += ("Even odds", "Four in five")
    ahead = {week.week: week for week in data.band}
    past: dict[str, tuple[str, BurnUpStep]] = {}
    for steps in group_empty_weeks(data.steps):
        if any(step.week in ahead for step in steps):
            past.update((step.week, (step.week, step)) for step in steps)
        elif len(steps) > 1:
            past[steps[-1].week] = (f"{steps[0].week} to {steps[-1].week}", steps[-1])
        else:
            past[steps[0].week] = (steps[0].week, steps[0])
    rows = []
    for name in sorted({*past, *ahead}, reverse=True):
        label, step = past.get(name, (name, BurnUpStep(name, 0, 0)))
        week = ahead.get(name, ForecastWeek(name, 0, 0))
        amounts = (*step[1:], *week[1:])
        cells = [label]
        for amount in amounts[: len(headers) - 1]:
            cells.append(format_measured_amount(data.measure, amount) if amount else "–")
        rows.append(tuple(cells))
    return headers, tuple(rows)


def build_burn_up_legend(data: BurnUpData) -> tuple[tuple[str, str], ...]:
    """Build the legend of the band. The days have their words beside them where there is room."""
    marks = []
    if data.band:
        marks.append(("tracker-half", "half of the simulations get this far"))
        marks.append(("tracker-most", "four in five do"))
    for label in data.labels:
        marks.append((f"tracker-{label.css} tracker-when-narrow", label.words))
    return tuple(marks)
