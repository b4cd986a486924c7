"""Figures -> what they were on a Monday of the past: the courses as far as the weeks then knew.

Units, estimates and pauses are those of today's plan. Its statuses are left out, for they have no
day: a course of then is paused, dropped or done only where a week had said so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from tracker.figures.stats import Figures, ItemSum, State, derive_state
from tracker.model.journal import week_of
from tracker.model.kinds import KINDS, done_of, units_of

_KEPT = 8  # Mondays: the figures of each take memory


class PastFigures:
    """The figures of each Monday of the past, made as they are asked for."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._courses = list_begun_courses(figures)
        self._sums = group_course_sums(figures, self._courses)
        self._states: dict[tuple[str, int], State] = {}
        self._known: dict[date, Figures] = {}

    def find_figures(self, monday: date) -> Figures:
        """Find the figures as that Monday began, of the courses that had been touched."""
        known = self._known.get(monday)
        if known is None:
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            known = self._known[monday] = self._build_figures(week_of(monday))
        return known

    def _build_figures(self, week: str) -> Figures:
        states = {}
        for state in self._courses:
            count = bisect_left(state.weeks, week)
            if count:
                states[state.id] = self._cut_state(state, count, week)
        sums = self._figures.sums.select_before(week)
        return self._figures._replace(entries=(), states=states, by_week={}, sums=sums)

    def _cut_state(self, state: State, count: int, week: str) -> State:
        """Where a course stood as a week began, which was after `count` weeks of its own."""
        cut = self._states.get((state.id, count))
        if cut is None:
            item = state.item._replace(status=None)
            planned = (state.kind, item) if state.planned else None
            spent = [each for each in self._sums[state.id] if each.week < week]
            sayings = [saying for saying in state.sayings if saying.week.name < week]
            cut = derive_state(state.id, state.kind, planned, spent, sayings)
            self._states[state.id, count] = cut
        return cut


def list_begun_courses(figures: Figures) -> list[State]:
    """List the courses that a week names: nothing else says anything of a course's past."""
    return [
        state for state in figures.states.values() if KINDS[state.kind].has_units and state.weeks
    ]


def group_course_sums(figures: Figures, courses: Sequence[State]) -> dict[str, list[ItemSum]]:
    """Map each course to what was logged on it in each week."""
    sums: dict[str, list[ItemSum]] = {state.id: [] for state in courses}
    for each in figures.sums:
        if each.item in sums:
            sums[each.item].append(each)
    return sums


def hash_past_weeks(figures: Figures, mondays: Sequence[date]) -> dict[date, str]:
    """Hash, for each Monday, all that a forecast of then depends on, but for the program.

    The weeks before it, as far as they tell of courses; what the plan says of these courses; and
    the pauses. What a later week says changes no hash of a Monday before it.
    """
    facts = collect_weekly_facts(figures)
    names = sorted(facts)
    pauses = [(pause.start, pause.end) for pause in figures.plan.pauses]
    chain = blake2b(repr(pauses).encode(), digest_size=12)
    hashes = {}
    place = 0
    for monday in sorted(mondays):
        first_unknown = bisect_left(names, week_of(monday))
        for name in names[place:first_unknown]:
            chain.update(repr((name, facts[name])).encode())
        place = max(place, first_unknown)
        asked = chain.copy()
        asked.update(monday.isoformat().encode())
        hashes[monday] = asked.hexdigest()
    return hashes


def collect_weekly_facts(figures: Figures) -> dict[str, list[object]]:
    """Map each week to what it tells of courses; what the plan says stands with the first week."""
    courses = list_begun_courses(figures)
    facts: dict[str, list[object]] = {}
    for state in courses:
        for name in state.weeks:
            facts.setdefault(name, [])
        units = units_of(state.item)
        names_of_units = units if isinstance(units, int) else tuple(units)
        stated = (state.id, state.kind, state.planned, names_of_units, state.item.estimate)
        facts[state.weeks[0]].append(stated)
        for name in state.weeks_of_work:
            facts[name].append((state.id, "at work"))
        for week, record in state.sayings:
            facts[week.name].append((state.id, record.status, done_of(record)))
    ids = {state.id for state in courses}
    minutes: dict[str, dict[str, int]] = {}
    for each in figures.sums:
        if each.item in ids and each.minutes:
            of_week = minutes.setdefault(each.week, {})
            of_week[each.item] = of_week.get(each.item, 0) + each.minutes
    for name, of_week in minutes.items():
        facts[name].append(sorted(of_week.items()))
    return facts
