"""Amounts of past weeks, cut out of sums made once: the same as added up anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.figures import stats
from tracker.figures.forecast.weekly_amounts import (
    list_late_minutes,
    list_late_units,
    minutes_by_week,
    sum_units_by_week,
)
from tracker.figures.stats import Figures, ItemSums
from tracker.format.loader import load_journal

COURSES = ("a", "b", "c")
WEEKS = [f"2024-W{number:02}" for number in range(1, 9)]
# Of each week and course: units done (None: no record), minutes (0: no session).
AMOUNTS = st.lists(
    st.tuples(st.sampled_from([None, 0, 1, 3]), st.sampled_from([0, 0, 20, 45])),
    min_size=len(WEEKS) * len(COURSES),
    max_size=len(WEEKS) * len(COURSES),
)


def make_figures(amounts: list[tuple[int | None, int]]) -> Figures:
    files = {"entries/plan.yaml": b"courses: {a: {units: 90}, b: {units: 90}, c: {units: 90}}\n"}
    rest = iter(amounts)
    for week in WEEKS:
        records, sessions = [], []
        for course in COURSES:
            units, minutes = next(rest)
            if units is not None:
                records.append(f"{course}: {{done: {units}}}")
            if minutes:
                sessions.append(f"{{start: {week}, minutes: {minutes}, item: {course}}}")
        text = f"courses: {{{', '.join(records)}}}\nsessions: [{', '.join(sessions)}]\n"
        files[f"entries/{week}.yaml"] = text.encode()
    journal, problems = load_journal(files)
    assert problems == []
    return stats.build_figures(journal)


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, st.sampled_from(COURSES), st.sampled_from(WEEKS), st.integers(1, 9))
def test_what_is_lent_is_what_the_other_courses_did(
    amounts: list[tuple[int | None, int]], course: str, week: str, most: int
) -> None:
    figures = make_figures(amounts)
    others = {each for each in COURSES if each != course and each in figures.states}
    minutes = minutes_by_week(figures, others)
    late = [minutes[name] for name in minutes if name < week]
    assert list_late_minutes(figures, course, week, most) == late[-most:]
    units = sum_units_by_week(figures, others)
    late = [units[name] for name in sorted(units) if name < week]
    assert list_late_units(figures, course, week, most) == late[-most:]


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, st.sampled_from([*WEEKS, "2025-W01"]))
def test_past_sums_are_those_of_the_weeks_before(
    amounts: list[tuple[int | None, int]], week: str
) -> None:
    sums = make_figures(amounts).sums
    past = sums.select_before(week)
    anew = ItemSums(each for each in sums if each.week < week)
    assert past == anew
    assert past.minutes == anew.minutes
    # A night may count for the week before that of its file: they need not stand in order.
    assert ItemSums(sums[::-1]).select_before(week) == anew[::-1]
    for of_item in past.minutes.values():
        assert list(of_item) == sorted(of_item)
