"""Figures -> the few that answer: consistency, pace, share of the plan, goals kept; each with its sentence. Pure.

Terminal, site and charts take figure and sentence from here, so that no two of them disagree. What each means is
written in docs/guide/figures.md. Hours by period, item, kind and skill are in `report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.figures.report import Report
from tracker.figures.standings import FINISHED
from tracker.figures.stats import Entry, Figures, is_rest_week, ledger, list_week_names
from tracker.model.english import day_words, join_words
from tracker.model.journal import Period, Week, monday_of, week_of
from tracker.model.kinds import KINDS
from tracker.model.plan import Plan
from tracker.model.when import format_duration, format_rough_duration

LAST = 8  # weeks that consistency and pace look back on


class WeekActivity(NamedTuple):
    """A week. `rest`: four of its days or more lie in declared pauses. `running`: it is not over yet."""

    week: str
    minutes: int
    sessions: int
    rest: bool
    running: bool

    @property
    def counts(self) -> bool:
        """What was not meant for study, or is not over, speaks neither for nor against."""
        return not self.rest and not self.running


class Consistency(NamedTuple):
    """Weeks with a session, of so many; `paused` are left out of both. `last`: the last week with a session.

    `lately`: they are the last eight, and fewer only where the journal is younger; else all of a period.
    """

    studied: int
    weeks: int
    paused: int
    last: str
    lately: bool


class Pace(NamedTuple):
    """What was done in the weeks that consistency looks at."""

    minutes: int
    weeks: int

    @property
    def minutes_a_week(self) -> int:
        return round(self.minutes / self.weeks)


class Share(NamedTuple):
    """How much of the plan is done, each as (done, of so many). What was dropped is no part of `items` and `units`.

    `minutes` weighs the courses by what they take, as the forecast does: spent, of what they will have taken in all;
    None where that is not known of one.
    """

    items: tuple[int, int]
    units: tuple[int, int]
    minutes: tuple[int, int] | None

    @property
    def share(self) -> float | None:
        """0 to 1."""
        return self.minutes[0] / self.minutes[1] if self.minutes else None


class Goals(NamedTuple):
    """How many goals ended how. `carried` ones are judged in the week they were carried into; `open` ones not yet."""

    done: int
    partial: int
    missed: int
    dropped: int
    carried: int
    open: int

    @property
    def judged(self) -> int:
        return self.done + self.partial + self.missed + self.dropped


# ---- weeks: consistency and pace


def measure_weeks(
    figures: Figures, today: date, period: Period | None = None, item: str | None = None
) -> tuple[WeekActivity, ...]:
    """Every week from the journal's first to this one, or of the period; of an item, from when it was first touched."""
    state = figures.states.get(item) if item else None
    begun = state.first if state else figures.span and figures.span[0]
    if not begun:
        return ()
    chosen = [entry for entry in figures.entries if not item or entry.item == item]
    return build_week_activity(figures.plan, chosen, weeks_between(begun, today, period), today)


def measure_report_weeks(found: Report, begun: date | None) -> tuple[WeekActivity, ...]:
    """The same of a report. `begun`: a day of the journal's first week, which the report of a period has not read."""
    entries = found.entries if found.all_of_it else ledger(found.journal)
    earliest = min((entry.week for entry in entries), default=week_of(found.today))
    first = min(monday_of(earliest), begun or found.today)
    names = weeks_between(first, found.today, None if found.all_of_it else found.period)
    return build_week_activity(found.journal.plan, entries, names, found.today)


def weeks_between(begun: date, today: date, period: Period | None) -> list[str]:
    """From that of `begun` to that of today. A week belongs to the period that has its Thursday."""
    first, last = (max(begun, period.first), min(today, period.last)) if period else (begun, today)
    names = list_week_names(first, last) if first <= last else []
    return [
        name for name in names if not period or period.first <= thursday_of(name) <= period.last
    ]


def thursday_of(week: str) -> date:
    return monday_of(week) + timedelta(days=3)


def build_week_activity(
    plan: Plan, entries: Iterable[Entry], names: Sequence[str], today: date
) -> tuple[WeekActivity, ...]:
    minutes, sessions = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for entry in entries:
        if entry.minutes and entry.week in minutes:
            minutes[entry.week] += entry.minutes
            sessions[entry.week] += 1
    now = week_of(today)
    return tuple(
        WeekActivity(
            name,
            minutes[name],
            sessions[name],
            is_rest_week(plan.pauses, monday_of(name)),
            name == now,
        )
        for name in names
    )


def select_recent_weeks(found: Sequence[WeekActivity]) -> tuple[WeekActivity, ...]:
    """The last eight weeks that count, and what lies after the first of them."""
    counting = [index for index, mark in enumerate(found) if mark.counts][-LAST:]
    return tuple(found[counting[0] :]) if counting else ()


def measure_consistency(found: Sequence[WeekActivity], period: bool = False) -> Consistency | None:
    """Of the last eight of these weeks, or of all of a `period`; None where no week is over or nothing was logged."""
    studied = [mark.week for mark in found if mark.minutes]
    chosen = found if period else select_recent_weeks(found)
    counted = [mark for mark in chosen if mark.counts]
    if not studied or not counted:
        return None
    rest = sum(mark.rest and not mark.running for mark in chosen)
    return Consistency(
        sum(mark.minutes > 0 for mark in counted), len(counted), rest, max(studied), not period
    )


def measure_pace(found: Sequence[WeekActivity], period: bool = False) -> Pace | None:
    """Over the weeks that consistency looks at."""
    counted = [mark for mark in (found if period else select_recent_weeks(found)) if mark.counts]
    minutes = sum(mark.minutes for mark in counted)
    return Pace(minutes, len(counted)) if minutes else None


def lately_said(figures: Figures, today: date) -> list[str]:
    """Consistency, pace and share of the plan as sentences: what stands above all else in terminal and site."""
    found, planned = measure_weeks(figures, today), measure_plan_share(figures)
    return list(
        filter(
            None,
            (
                keeping_up(measure_consistency(found), measure_pace(found)),
                planned and share_words(planned),
            ),
        )
    )


def consistency_words(found: Consistency, on: str = "", when: str = "") -> str:
    """`Studied in 7 of the last 8 weeks`. Where there is none it says when the last one was, and counts nothing.

    `on` is the title of an item, `when` a period in words.
    """
    if not found.studied:
        return f"Last session{f' on {on}' if on else ''} in the week of {day_words(monday_of(found.last))}"
    rest = ", pauses left out" * bool(found.paused)
    return f"Studied{f' {on}' if on else ''} in {share_of_weeks(found)}{f' {when}' if when else ''}{rest}"


def share_of_weeks(found: Consistency) -> str:
    """`7 of the last 8 weeks`, `each of the 3 full weeks so far`, `40 of 47 weeks`."""
    if found.weeks == 1:
        return "the first full week" if found.lately else "the one full week"
    count = "each" if found.studied == found.weeks else str(found.studied)
    if not found.lately:
        return f"{count} of {'the ' if count == 'each' else ''}{found.weeks} weeks"
    return f"{count} of the {f'last {LAST} weeks' if found.weeks == LAST else f'{found.weeks} full weeks so far'}"


def pace_words(found: Pace) -> str:
    """`3 h 20 a week`."""
    return f"{format_duration(found.minutes_a_week)} a week"


def keeping_up(found: Consistency | None, at: Pace | None) -> str:
    """`Studied in 7 of the last 8 weeks: 3 h 20 a week on average`, as a sentence."""
    if found is None:
        return ""
    return f"{consistency_words(found)}{f': {pace_words(at)} on average' if at and found.studied else ''}."


# ---- the plan: how much of it is done, and which goals


def measure_plan_share(figures: Figures) -> Share | None:
    """None where nothing is planned."""
    planned = [
        state for state in figures.states.values() if state.planned and state.status != "dropped"
    ]
    if not planned:
        return None
    items = sum(state.status in FINISHED for state in planned), len(planned)
    counted = [
        state for state in planned if state.progress.total and state.progress.measure == "units"
    ]
    # What is called done has nothing left.
    of = sum(
        state.progress.done if state.status in FINISHED else state.progress.total
        for state in counted
    )
    return Share(
        items, (sum(state.progress.done for state in counted), of), hours_of_courses(figures)
    )


def hours_of_courses(figures: Figures) -> tuple[int, int] | None:
    """Minutes spent on the plan's courses, and those that they will have taken in all. None where one can't be told."""
    from tracker.figures.forecast.course import (
        OVER,
        minutes_left,
    )  # here, for a report needs no dice

    courses = [
        state for state in figures.states.values() if state.planned and KINDS[state.kind].has_units
    ]
    left = [minutes_left(figures, state) for state in courses if state.status not in OVER]
    known = [minutes for minutes in left if minutes is not None]
    spent = sum(state.minutes for state in courses)
    return (spent, spent + sum(known)) if len(known) == len(left) and spent + sum(known) else None


def share_words(found: Share) -> str:
    """`The courses are about 42 % done: 63 of 88 units, 196 h of about 464 h`, as a sentence."""
    units = (
        f"{found.units[0]} of {found.units[1]} unit{'s' * (found.units[1] > 1)}"
        if found.units[1]
        else ""
    )
    if found.items[0] == found.items[1]:
        return "All of the plan is done."
    if not found.minutes or not found.share:
        return (
            f"Of the courses {units} {'is' if found.units[0] == 1 else 'are'} done."
            if found.units[0]
            else ""
        )
    # Of what is begun something is done.
    per_cent = max(1, int(100 * found.share + 0.5))
    done = f"The courses are about {per_cent} % done" if found.share < 1 else "All courses are done"
    return f"{done}: {units}{', ' * bool(units)}{format_rough_duration(found.minutes[0])} of about {format_rough_duration(found.minutes[1])}."


def count_goal_outcomes(weeks_: Iterable[Week], period: Period | None = None) -> Goals:
    """Of a period, those of the weeks whose Thursday lies in it."""
    inside = [
        week
        for week in weeks_
        if not period or period.first <= thursday_of(week.name) <= period.last
    ]
    ends = [goal.outcome or "open" for week in inside for goal in week.goals]
    return Goals(*map(ends.count, Goals._fields))


def goals_words(found: Goals) -> str:
    """`14 of 20 goals done, 3 in part, 2 missed and 1 dropped; besides, 4 carried on`, as a sentence."""
    judged = {"in part": found.partial, "missed": found.missed, "dropped": found.dropped}
    after = {"carried on": found.carried, "not judged yet": found.open}
    rest, more = (
        [f"{count} {word}" for word, count in counts.items() if count] for counts in (judged, after)
    )
    if not found.judged:
        return f"No goal is judged yet: {join_words(more)}." if more else ""
    done = f"{found.done} of {found.judged} {'goals' if found.judged > 1 else 'goal'} done"
    return f"{join_words([done, *rest])}{f'; besides, {join_words(more)}' if more else ''}."
