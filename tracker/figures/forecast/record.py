"""Figures -> how often the forecast's four-in-five days held, had it been asked on past Mondays.

Nobody has to keep anything: each forecast is made again, from what the weeks knew then. A case is a
course and a Monday for which a day was given that has passed since, or whose course is done since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from hashlib import blake2b
from statistics import fmean
from typing import NamedTuple

from tracker.figures import stats
from tracker.figures.forecast.course import forecast_item
from tracker.figures.forecast.finish import (
    Finish,
    FinishQuestion,
    draw_work,
    measure_share_done,
)
from tracker.figures.forecast.past_figures import (
    PastFigures,
    hash_past_weeks,
    list_begun_courses,
)
from tracker.figures.forecast.throughput import (
    BLOCK,
    FARTHEST,
    RUNS,
    add_block,
    add_weeks,
    simulate_blocks,
)
from tracker.figures.forecast.weekly_amounts import minutes_by_week, units_by_week
from tracker.figures.stats import Figures, State
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import EMPTY, FINISHED
from tracker.model.plan import Pause

ASKED = 104  # Mondays
# Days of all courses together, each a simulation of 1 to 2 ms. Those of a course a week apart rise
# and fall together and say little more: so where they are many, a course is asked on its first
# Mondays, which are all that some have, and later on each second or fourth and so on.
MOST_ASKED = 320
WAYS = ((0, 1), (8, 2), (8, 4), (8, 8), (8, 16))
NEAR = 104  # weeks ahead in which a day can have passed
FOUR_IN_FIVE = 0.8
NO_DAY = 0  # remembered in place of a day

# Hash of what was known on a Monday -> hash of a course's id -> the day's ordinal, or NO_DAY.
Answers = Mapping[str, Mapping[str, int]]


class CourseRecord(NamedTuple):
    """How many of a course's cases held."""

    item: str
    cases: int
    held: int


class Record(NamedTuple):
    """How often the days held. `since`: the first Monday of a course; None where none was asked.

    `courses`: those with cases, in the order of the plan. `is_whole`: whether each of its Mondays
    was asked of each course.
    """

    since: date | None = None
    courses: tuple[CourseRecord, ...] = ()
    is_whole: bool = True

    @property
    def cases(self) -> int:
        return sum(course.cases for course in self.courses)

    @property
    def held(self) -> int:
        return sum(course.held for course in self.courses)

    @property
    def share(self) -> float | None:
        """The share that held, 0 to 1, each course with the same weight; None without a case."""
        if not self.courses:
            return None
        return fmean(course.held / course.cases for course in self.courses)

    def select_courses(self, items: Collection[str]) -> Record:
        """Select the cases of some courses."""
        return self._replace(courses=tuple(each for each in self.courses if each.item in items))


NO_RECORD = Record()


class Unasked(Exception):
    """Something is not known, and may not be asked."""


def measure_record(
    figures: Figures, today: date, known: Answers = EMPTY, asks: bool = True
) -> tuple[Record, dict[str, dict[str, int]]]:
    """Ask on the last Mondays, and judge the days by what has been done since.

    `known`: answers of another time. Returned with the record are those that it was made of.
    Where there are many, Mondays are left out. Unless it `asks`, Unasked is raised where one is not
    known.
    """
    courses = [state for state in list_begun_courses(figures) if can_be_judged(state)]
    done_weeks = {state.id: find_past_done_week(figures, state, today) for state in courses}
    open_mondays = list_open_mondays(courses, done_weeks, today)
    asked = thin_mondays(courses, open_mondays)
    mondays = sorted({monday for of_course in asked.values() for monday in of_course})
    if not mondays:
        return NO_RECORD, {}
    asking = PastForecasts(figures, mondays, known, asks)
    cases = dict.fromkeys(done_weeks, 0)
    held = dict.fromkeys(done_weeks, 0)
    for monday in mondays:  # one after the other, for the figures of each take memory
        for state in courses:
            if monday not in asked[state.id]:
                continue
            done = done_weeks[state.id]
            if done:
                promised = asking.find_day(state, monday)
                cases[state.id] += promised is not None
                held[state.id] += promised is not None and done <= week_of(promised)
                continue
            near = asking.find_near_day(state, monday)
            cases[state.id] += near is not None and near < today and not was_withdrawn(state, near)
    records = [CourseRecord(item, count, held[item]) for item, count in cases.items() if count]
    since = min(of_course[0] for of_course in open_mondays.values() if of_course)
    return Record(since, tuple(records), asked == open_mondays), asking.used


def list_open_mondays(
    courses: Sequence[State], done_weeks: Mapping[str, str | None], today: date
) -> dict[str, list[date]]:
    """List for each course those of the last Mondays on which it was begun and not done."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=weeks) for weeks in range(ASKED, 0, -1)]
    weeks = [week_of(monday) for monday in mondays]
    found = {}
    for state in courses:
        done = done_weeks[state.id]
        pairs = zip(mondays, weeks, strict=True)
        found[state.id] = [monday for monday, week in pairs if is_at_work(state, done, week)]
    return found


def thin_mondays(
    courses: Sequence[State], open_mondays: Mapping[str, list[date]]
) -> dict[str, list[date]]:
    """Choose on which of its Mondays each course is asked: each of its first ones, fewer later.

    All courses are thinned alike, for those that were given up have the more Mondays: to thin these
    alone would leave out what did not hold. Which Mondays they are does not depend on today, and
    fewer are some of those before: so the answers of last week are asked for again.
    """
    chosen: dict[str, list[date]] = {}
    for first, step in WAYS:
        for state in courses:
            young = monday_of(state.weeks_of_work[0]) + timedelta(weeks=first)
            chosen[state.id] = select_mondays(open_mondays[state.id], young, step)
        if sum(map(len, chosen.values())) <= MOST_ASKED:
            break
    return chosen


def select_mondays(mondays: Sequence[date], young: date, step: int) -> list[date]:
    """Select those up to the day `young`, and of the later ones each `step` weeks one."""
    return [each for each in mondays if each <= young or each.toordinal() // 7 % step == 0]


def is_at_work(state: State, done: str | None, week: str) -> bool:
    """Whether a course was begun before a week, and was done in it or later, or is not yet."""
    return state.weeks_of_work[0] < week and not (done and done < week)


def find_past_done_week(figures: Figures, state: State, today: date) -> str | None:
    """Find the week in which a course's work was done; None while it is not, or lies ahead."""
    done = find_course_done_week(figures, state)
    if done and done > week_of(today):
        return None
    return done


def can_be_judged(state: State) -> bool:
    """Whether a course was at work, and the plan says how much it is."""
    return bool(state.weeks_of_work and state.progress.total)


def was_withdrawn(state: State, day: date) -> bool:
    """Whether a course was dropped before the week of a day was over, so that nobody waited for it.

    Where only the plan says that it was dropped, the last week that names it counts.
    """
    if state.status != "dropped":
        return False
    dropped = state.weeks[-1]
    for week, record in state.sayings:
        if record.status == "dropped":
            dropped = week.name
    return dropped <= week_of(day)


def find_course_done_week(figures: Figures, state: State) -> str | None:
    """Find the week in which a course's work was done; None while it is not.

    What the plan alone calls done was so by the last week of work on it.
    """
    if state.progress.measure == "units":
        amounts = units_by_week(figures, state.id)
    else:
        amounts = minutes_by_week(figures, {state.id})
    finished = state.finished
    if finished is None and state.status in FINISHED:
        finished = state.weeks_of_work[-1]
    return find_reaching_week(amounts, state.progress.total, finished)


def find_reaching_week(amounts: Mapping[str, int], total: int, finished: str | None) -> str | None:
    """Find the week in which amounts reached a total, or an earlier one that finished the item."""
    done = 0
    for week in sorted(amounts):
        done += amounts[week]
        if done >= total:
            return min(week, finished or week)
    return finished


class PastForecasts:
    """The four-in-five days of past Mondays: remembered, or asked for now."""

    def __init__(
        self, figures: Figures, mondays: Sequence[date], known: Answers, asks: bool
    ) -> None:
        self._hashes = hash_past_weeks(figures, mondays)
        self._past = PastFigures(figures)
        self._known = known
        self._asks = asks
        self._keys: dict[tuple[str, int], str] = {}
        self.used: dict[str, dict[str, int]] = {}

    def find_near_day(self, state: State, monday: date) -> date | None:
        """Find the day given on a Monday, if it lay within two years."""
        answer = self._recall(state, monday, NEAR)
        return date.fromordinal(answer) if answer else None

    def find_day(self, state: State, monday: date) -> date | None:
        """Find the day given on a Monday; None where there was none within five years."""
        answer = self._recall(state, monday, NEAR) or self._recall(state, monday, FARTHEST)
        return date.fromordinal(answer) if answer else None

    def _recall(self, state: State, monday: date, weeks: int) -> int:
        key = self._keys.get((state.id, weeks))
        if key is None:
            key = blake2b(f"{weeks} {state.id}".encode(), digest_size=6).hexdigest()
            self._keys[state.id, weeks] = key
        place = self._hashes[monday]
        answer = self.used.get(place, EMPTY).get(key)
        if answer is None:
            answer = self._known.get(place, EMPTY).get(key)
        if answer is None:
            answer = self._ask(state.id, monday, weeks)
        self.used.setdefault(place, {})[key] = answer
        return answer

    def _ask(self, item: str, monday: date, weeks: int) -> int:
        if not self._asks:
            raise Unasked
        simulate = partial(simulate_four_in_five, weeks)
        day = forecast_item(self._past.find_figures(monday), monday, item, simulate).p80
        return day.toordinal() if day else NO_DAY


def simulate_four_in_five(weeks: int, question: FinishQuestion) -> Finish:
    """Simulate as `simulate_finish` does, but no further than to the four-in-five day.

    `weeks`: how many weeks ahead at most, without pauses.
    """
    import numpy

    pauses, monday, history, work, errors, ends = question
    needed = draw_work(work, errors)
    day = None
    done = numpy.zeros(RUNS)
    share = measure_share_done(done, needed)
    if share >= FOUR_IN_FIVE:
        day = monday + timedelta(days=6)
    coming = list_study_weeks(pauses, monday)[:weeks]
    blocks = simulate_blocks(history)
    while coming and not day:
        block = next(blocks)
        before, done = done, add_block(done, block)
        share = measure_share_done(done, needed)
        # Nothing that is done by a week is undone later, so most blocks need no look inside.
        if share >= FOUR_IN_FIVE or len(coming) < BLOCK:
            for number, done_by_then in zip(coming, add_weeks(before, block), strict=False):
                share = measure_share_done(done_by_then, needed)
                if share >= FOUR_IN_FIVE:
                    day = monday + timedelta(weeks=number, days=6)
                    break
        coming = coming[BLOCK:]
    return (day, day, None), (), ((share, None),) * len(ends)


@lru_cache(maxsize=256)  # all courses are asked on the same Mondays
def list_study_weeks(pauses: tuple[Pause, ...], monday: date) -> Sequence[int]:
    """List the weeks ahead that are no pause, as numbers: 0 is the one that begins on `monday`."""
    numbers = range(FARTHEST)
    if not pauses:
        return numbers
    mondays = [monday + timedelta(weeks=number) for number in numbers]
    return tuple([each for each in numbers if not stats.is_rest_week(pauses, mondays[each])])
