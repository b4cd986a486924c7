"""Figures -> consistency, pace, share of the plan and goals, each with its sentence. Pure.

Terminal, site and charts take figure and sentence from here, so that they never disagree. Each
figure is defined in docs/guide/figures.md. Hours by period, item, kind and skill are in `report`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.figures.breaks import Break, describe_break, measure_break
from tracker.figures.report import Report, list_selected_weeks_of_work, select_entries
from tracker.figures.rest import is_resting
from tracker.figures.stats import (
    Figures,
    ItemSum,
    build_entries,
    is_rest_week,
    list_week_names,
    sum_entries_by_week,
)
from tracker.model.english import day_words, format_count, join_words
from tracker.model.journal import Period, Week, monday_of, thursday_of, week_of
from tracker.model.kinds import FINISHED, KINDS, OVER
from tracker.model.plan import Plan
from tracker.model.when import format_duration, format_rough_duration
from tracker.model.work import list_weeks_of_work

LAST = 8  # weeks that consistency and pace look back on


class WeekActivity(NamedTuple):
    """A week. `rest`: four or more of its days are declared pauses. `running`: it is not over.

    `sessions` have a length, `notes` have none. `worked`: it shows work besides them.
    """

    week: str
    minutes: int
    sessions: int
    rest: bool
    running: bool
    notes: int = 0
    worked: bool = False

    @property
    def is_studied(self) -> bool:
        """Whether it shows work: a session, a note, or what docs/guide/figures.md counts."""
        return self.sessions > 0 or self.notes > 0 or self.worked

    @property
    def counts(self) -> bool:
        """A week that was not meant for study, or is not over, speaks neither for nor against."""
        return not self.rest and not self.running


class Consistency(NamedTuple):
    """`studied`: weeks of work, of `weeks`. `last`: the last week of work.

    `paused` weeks are left out of both. `lately`: the weeks are the last eight, fewer only where
    the journal is younger; else they are all of a period.
    """

    studied: int
    weeks: int
    paused: int
    last: str
    lately: bool


class Pace(NamedTuple):
    """The minutes logged in the weeks that consistency looks at."""

    minutes: int
    weeks: int

    @property
    def minutes_a_week(self) -> int:
        return round(self.minutes / self.weeks)


class Share(NamedTuple):
    """How much of the plan is done, each as (done, of so many).

    Dropped items are no part of `items` and `units`. `minutes` weighs the courses by the time they
    take, as the forecast does: (spent, to be spent in all); None where one course's is not known.
    """

    items: tuple[int, int]
    units: tuple[int, int]
    minutes: tuple[int, int] | None

    @property
    def share(self) -> float | None:
        """0 to 1."""
        if self.minutes is None:
            return None
        return self.minutes[0] / self.minutes[1]


class Goals(NamedTuple):
    """Numbers of goals by outcome.

    `carried` goals are judged in the week they were carried into; `open` goals are not judged yet.
    """

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
    """Measure every week from the journal's first to this one, or of the period.

    With an `item` (its id), its sessions alone, from the first week that touched it on.
    """
    begun = None
    worked: Collection[str] = ()
    if item and item in figures.states:
        begun = figures.states[item].first
        worked = figures.states[item].weeks_of_work
    elif figures.span:
        begun = figures.span[0]
        worked = list_weeks_of_work(figures.weeks.values())
    if not begun:
        return ()
    chosen = [each for each in figures.sums if not item or each.item == item]
    names = weeks_between(begun, today, period)
    return build_week_activity(figures.plan, chosen, worked, names, today)


def measure_report_weeks(report: Report, begun: date | None) -> tuple[WeekActivity, ...]:
    """Measure the weeks of a report.

    `begun`: a day of the journal's first week, which the report of a period has not read.
    """
    entries, period, last = report.entries, None, report.today
    if not report.all_of_it:
        every_entry = build_entries(report.journal)
        entries = select_entries(report.journal.plan, every_entry, report.selection)
        period = report.period
    else:
        if report.selection.is_narrow:
            begun = None  # what is asked about began when it was first worked on
        # The years after a journal has ended are none of its weeks.
        if report.period and is_resting(report.period.last, report.today):
            last = report.period.last
    earliest = min((entry.week for entry in entries), default=week_of(report.today))
    first = min(monday_of(earliest), begun or report.today)
    names = weeks_between(first, last, period)
    worked = list_selected_weeks_of_work(report.journal, report.selection)
    sums = sum_entries_by_week(entries)
    return build_week_activity(report.journal.plan, sums, worked, names, report.today)


def weeks_between(begun: date, today: date, period: Period | None) -> list[str]:
    """List the weeks from `begun` to today. A week belongs to the period that has its Thursday."""
    if period is None:
        if begun > today:
            return []
        return list_week_names(begun, today)
    first, last = max(begun, period.first), min(today, period.last)
    if first > last:
        return []
    names = list_week_names(first, last)
    return [name for name in names if period.first <= thursday_of(name) <= period.last]


def build_week_activity(
    plan: Plan,
    sums: Iterable[ItemSum],
    worked: Collection[str],
    names: Sequence[str],
    today: date,
) -> tuple[WeekActivity, ...]:
    """Measure the weeks `names`. `worked`: those that show work besides their sessions."""
    minutes, sessions = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    notes = dict.fromkeys(names, 0)
    for each in sums:
        if each.week not in minutes:
            continue
        minutes[each.week] += each.minutes
        notes[each.week] += each.notes
        sessions[each.week] += each.sessions
    this_week = week_of(today)
    weeks = []
    for name in names:
        rest = is_rest_week(plan.pauses, monday_of(name))
        weeks.append(
            WeekActivity(
                week=name,
                minutes=minutes[name],
                sessions=sessions[name],
                rest=rest,
                running=name == this_week,
                notes=notes[name],
                worked=name in worked,
            )
        )
    return tuple(weeks)


def select_recent_weeks(weeks: Sequence[WeekActivity]) -> tuple[WeekActivity, ...]:
    """Select the weeks from the eighth last that counts on; from the first where fewer count."""
    counting = [index for index, week in enumerate(weeks) if week.counts][-LAST:]
    if not counting:
        return ()
    return tuple(weeks[counting[0] :])


def measure_consistency(weeks: Sequence[WeekActivity], period: bool = False) -> Consistency | None:
    """Measure the last eight of these weeks, or with `period` all of them.

    None where no week is over or no week shows work.
    """
    studied = [week.week for week in weeks if week.is_studied]
    if not period:
        weeks = select_recent_weeks(weeks)
    counted = [week for week in weeks if week.counts]
    if not studied or not counted:
        return None
    weeks_of_work = sum(week.is_studied for week in counted)
    paused = sum(week.rest and not week.running for week in weeks)
    return Consistency(weeks_of_work, len(counted), paused, max(studied), not period)


def measure_pace(weeks: Sequence[WeekActivity], period: bool = False) -> Pace | None:
    """Measure the pace over the weeks that consistency looks at.

    None where most weeks of work have no time: the few that have say nothing of the others.
    """
    if not period:
        weeks = select_recent_weeks(weeks)
    counted = [week for week in weeks if week.counts]
    minutes = sum(week.minutes for week in counted)
    studied = sum(week.is_studied for week in counted)
    timed = sum(week.minutes > 0 for week in counted)
    if not minutes or is_mostly_untimed(studied, timed):
        return None
    return Pace(minutes, len(counted))


def is_mostly_untimed(studied: int, timed: int) -> bool:
    """Whether more than half of the weeks of work have no time."""
    return 2 * timed < studied


def measure_current_break(figures: Figures, weeks: Sequence[WeekActivity]) -> Break | None:
    """Measure the break that goes on, or that this week ended, in the weeks of a journal.

    None where the plan is all done.
    """
    if is_plan_done(figures):
        return None
    worked = [week.is_studied for week in weeks if week.counts]
    works_now = any(week.running and week.is_studied for week in weeks)
    return measure_break(worked, works_now)


def describe_recent_weeks(figures: Figures, today: date, with_break: bool = True) -> list[str]:
    """Describe consistency, pace, a break that goes on and share of the plan, each in a sentence.

    They stand above all else in terminal and site. `with_break`: no other sentence beside them says
    how long a break goes on.
    """
    weeks = measure_weeks(figures, today)
    consistency = measure_consistency(weeks)
    away = measure_current_break(figures, weeks)
    sentences = [keeping_up(consistency, measure_pace(weeks))]
    if with_break or not away or away.ended:
        sentences.append(describe_break(away))
    if away and away.ended and consistency and not consistency.studied and sentences[1]:
        del sentences[0]  # when it was last studied: this week
    plan_share = measure_plan_share(figures)
    if plan_share:
        sentences.append(share_words(plan_share))
    return [sentence for sentence in sentences if sentence]


def consistency_words(consistency: Consistency, on: str = "", when: str = "") -> str:
    """`Studied in 7 of the last 8 weeks`; without any, the last week of work.

    `on` is the title of an item, `when` a period in words.
    """
    if not consistency.studied:
        last = f"in the week of {day_words(monday_of(consistency.last))}"
        if on:
            return f"{on} was last studied {last}"
        return f"Last studied {last}"
    words = "Studied"
    if on:
        words += f" {on}"
    words += f" in {share_of_weeks(consistency)}"
    if when:
        words += f" {when}"
    if consistency.paused:
        words += ", pauses left out"
    return words


def share_of_weeks(consistency: Consistency) -> str:
    """`7 of the last 8 weeks`, `each of the 3 full weeks so far`, `40 of 47 weeks`."""
    weeks = consistency.weeks
    if weeks == 1:
        return "the first full week" if consistency.lately else "the one full week"
    each = consistency.studied == weeks
    count = "each" if each else str(consistency.studied)
    if consistency.lately:
        if weeks == LAST:
            return f"{count} of the last {LAST} weeks"
        return f"{count} of the {weeks} full weeks so far"
    if each:
        return f"each of the {weeks} weeks"
    return f"{count} of {weeks} weeks"


def pace_words(pace: Pace) -> str:
    """`3 h 20 a week`."""
    return f"{format_duration(pace.minutes_a_week)} a week"


def keeping_up(consistency: Consistency | None, pace: Pace | None) -> str:
    """`Studied in 7 of the last 8 weeks: 3 h 20 a week on average`, as a sentence."""
    if consistency is None:
        return ""
    words = consistency_words(consistency)
    if pace and consistency.studied:
        words += f": {pace_words(pace)} on average"
    return f"{words}."


# ---- the plan: how much of it is done, and which goals


def is_plan_done(figures: Figures) -> bool:
    """Whether the plan has items, and all that were not dropped are finished."""
    statuses = {state.status for state in figures.states.values() if state.planned}
    statuses.discard("dropped")
    return bool(statuses) and statuses <= {*FINISHED}


def measure_plan_share(figures: Figures) -> Share | None:
    """Measure how much of the plan is done; None where nothing is planned."""
    planned = [
        state for state in figures.states.values() if state.planned and state.status != "dropped"
    ]
    if not planned:
        return None
    finished = sum(state.status in FINISHED for state in planned)
    units_done = units = 0
    for state in planned:
        done, total, measure = state.progress
        if total and measure == "units":
            units_done += done
            # A finished course has no units left.
            units += done if state.status in FINISHED else total
    return Share((finished, len(planned)), (units_done, units), hours_of_courses(figures))


def hours_of_courses(figures: Figures) -> tuple[int, int] | None:
    """Minutes spent on the plan's courses, and minutes that they will have taken in all.

    None where one unfinished course's is not known, where both are 0, and where most weeks of work
    on the courses have no time, so that the minutes are but a part of what was done.
    """
    # Imported here, for a report needs no simulation.
    from tracker.figures.forecast.work_left import minutes_left

    spent = left = studied = timed = 0
    timed_weeks = {(each.item, each.week) for each in figures.sums if each.minutes}
    for state in figures.states.values():
        if state.planned and KINDS[state.kind].has_units:
            spent += state.minutes
            studied += len(state.weeks_of_work)
            timed += sum((state.id, week) in timed_weeks for week in state.weeks_of_work)
            if state.status not in OVER:
                minutes = minutes_left(figures, state)
                if minutes is None:
                    return None
                # Its estimate is spent and it is not done: what is left is not known either.
                if not minutes and state.progress.measure == "minutes":
                    return None
                left += minutes
    if not spent + left or is_mostly_untimed(studied, timed):
        return None
    return spent, spent + left


def share_words(plan_share: Share) -> str:
    """Say the share of the plan as a sentence; an empty string where nothing is done.

    `The courses are about 42 % done by time (196 h of about 464 h); by units, 63 of 88.`
    """
    if plan_share.items[0] == plan_share.items[1]:
        return "All of the plan is done."
    done, total = plan_share.units
    share = plan_share.share
    if not plan_share.minutes or not share:
        if not done:
            return ""
        verb = "is" if done == 1 else "are"
        return f"{done} of {format_count(total, 'unit')} of the courses {verb} done."
    if share >= 1:
        return "All courses are done."
    # Where something is done, it is never 0 %, and where something is left, never 100 %.
    per_cent = min(99, max(1, int(100 * share + 0.5)))
    words = f"The courses are about {per_cent} % done"
    spent, whole = map(format_rough_duration, plan_share.minutes)
    if not total:
        return f"{words}: {spent} of about {whole}."
    return f"{words} by time ({spent} of about {whole}); by units, {done} of {total}."


def count_goal_outcomes(weeks: Iterable[Week]) -> Goals:
    """Count the goals of weeks by outcome."""
    outcomes = []
    for week in weeks:
        outcomes += [goal.outcome or "open" for goal in week.goals]
    return Goals(*map(outcomes.count, Goals._fields))


def goals_words(goals: Goals) -> str:
    """`14 of 20 goals done, 3 in part and 2 missed; 4 more carried on`, as a sentence.

    Where all went one way, or none was done: `2 goals missed`, `3 goals: 1 in part and 2 missed`.
    """
    others = _list_counts({"carried on": goals.carried, "not judged yet": goals.open})
    if not goals.judged:
        if not others:
            return ""
        return f"No goal is judged yet: {join_words(others)}."
    outcomes = {
        "done": goals.done,
        "in part": goals.partial,
        "missed": goals.missed,
        "dropped": goals.dropped,
    }
    words = _list_counts(outcomes)
    count = format_count(goals.judged, "goal")
    if len(words) == 1:
        outcome = next(word for word, number in outcomes.items() if number)
        if outcome == "in part":
            outcome = "done in part"
        sentence = f"{count} {outcome}"
    elif goals.done:
        words[0] = f"{goals.done} of {count} done"
        sentence = join_words(words)
    else:
        sentence = f"{count}: {join_words(words)}"
    if others:
        count, words_of_first = others[0].split(" ", 1)
        others[0] = f"{count} more {words_of_first}"
        sentence += f"; {join_words(others)}"
    return f"{sentence}."


def _list_counts(counts: dict[str, int]) -> list[str]:
    return [f"{count} {words}" for words, count in counts.items() if count]
