"""What a year tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chart_cases import journal, sessions
from tracker.figures.stats import Figures
from tracker.figures.year_story import (
    Comparison,
    compare_with_year_before,
    describe_understanding,
    describe_year_of_understanding,
    find_fullest_week,
    find_way_back,
    list_changed,
    list_understanding,
)
from tracker.model.journal import week_of
from tracker.model.periods import period_of_months

YEAR = period_of_months(2025, 1, 12)
OVER = date(2026, 6, 1)


def at(day: date, minutes: int = 60) -> dict[str, str]:
    name = f"W{week_of(day).replace('-W', '_')}"
    return {name: sessions(f"{day}, minutes: {minutes}, item: a")}


def every_week(first: date, count: int, minutes: int = 60) -> dict[str, str]:
    weeks: dict[str, str] = {}
    for number in range(count):
        weeks |= at(first + timedelta(weeks=number), minutes)
    return weeks


# ---- the fullest week

WEEKS = every_week(date(2025, 3, 3), 4)


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        ({}, None),
        (WEEKS, None),  # all have as much
        (WEEKS | at(date(2025, 3, 10), 90), ("2025-W11", 90, "")),
        (every_week(date(2025, 3, 3), 2) | at(date(2025, 3, 10), 90), None),  # too few
        (WEEKS | at(date(2024, 12, 30), 90), ("2025-W01", 90, "")),  # its Thursday is in the year
        (WEEKS | at(date(2026, 1, 1), 90), None),  # that of 2026-W01 is not
        (
            {f"W2025_0{n}": f"courses: {{a: {{done: {n}}}}}" for n in range(1, 6)},
            ("2025-W05", 0, "5 units"),
        ),
        (  # one evening with a time among weeks without says nothing of the others
            {f"W2025_0{n}": f"courses: {{a: {{done: {n}}}}}" for n in range(1, 6)}
            | at(date(2025, 2, 6), 600),
            ("2025-W05", 0, "5 units"),
        ),
        ({f"W2025_0{n}": "learned: [x]" for n in range(1, 6)}, None),
    ],
)
def test_the_fullest_week(weeks: dict[str, str], found: object) -> None:
    assert find_fullest_week(journal(**weeks), YEAR) == found


# ---- the way back


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), None),
        ((date(2025, 3, 3),), None),
        ((date(2025, 3, 3), date(2025, 3, 24)), None),  # two weeks between
        ((date(2025, 3, 3), date(2025, 3, 31)), ("2025-W14", 3, "")),
        ((date(2025, 3, 3), date(2025, 3, 31), date(2025, 4, 28)), ("2025-W18", 3, "")),
        ((date(2024, 11, 4), date(2025, 3, 3)), ("2025-W10", 16, "")),
        ((date(2025, 11, 3), date(2026, 3, 2)), None),  # back in another year
        ((date(2025, 7, 7), date(2025, 9, 1)), ("2025-W36", 7, "A move")),
        ((date(2025, 6, 30), date(2025, 9, 1)), ("2025-W36", 8, "")),  # the pause is a part of it
    ],
)
def test_the_longest_way_back(days: tuple[date, ...], found: object) -> None:
    weeks: dict[str, str] = {}
    for day in days:
        weeks |= at(day)
    plan = "pauses: [{from: 2025-07-14, to: 2025-08-31, reason: A move}]"
    assert find_way_back(journal(plan, **weeks), YEAR) == found


def test_a_pause_without_a_reason_has_none() -> None:
    plan = "pauses: [{from: 2025-03-01, to: 2025-04-30}]"
    way_back = find_way_back(journal(plan, **at(date(2025, 3, 3)), **at(date(2025, 5, 5))), YEAR)
    assert way_back == ("2025-W19", 8, "")


# ---- what is understood


def judged() -> Figures:
    return journal(
        W2024_50="courses: {one: {confidence: 2}, kept: {confidence: 4}}",
        W2025_03="courses: {one: {confidence: 3}}\npapers: {att: {understood: 2}}",
        W2025_20="papers: {att: {understood: 5}}\ncourses: {sunk: {confidence: 4}}",
        W2025_29="courses: {sunk: {confidence: 2}, fast: {confidence: 1}}",
        W2025_30="courses: {sunk: {confidence: 3}, once: {confidence: 5}, fast: {confidence: 3}}",
        W2026_03="courses: {one: {confidence: 5}, kept: {confidence: 1}}",
    )


def test_items_are_judged_as_before_the_year_and_as_last_in_it() -> None:
    figures = judged()
    changed = list_changed(list_understanding(figures, YEAR, figures.weeks))
    assert [(item.id, describe_understanding(item)) for item in changed] == [
        ("att", "2 of 5 in January 2025, 5 of 5 in May 2025"),
        ("fast", "1, then 3 of 5 in July 2025"),
        ("one", "2 of 5 in December 2024, 3 of 5 in January 2025"),
        ("sunk", "4 of 5 in May 2025, 3 of 5 in July 2025"),
    ]


@pytest.mark.parametrize(
    ("year", "today", "said"),
    [
        (2023, OVER, ""),
        (2024, OVER, "At 4 or 5 of 5: 1 of 2 judged items at the end of 2024."),
        (
            2025,
            OVER,
            "At 4 or 5 of 5: 1 of 2 judged items when 2025 began, 3 of 6 at the end of 2025.",
        ),
        (2026, OVER, "At 4 or 5 of 5: 3 of 6 judged items when 2026 began, 3 of 6 now."),
        (2027, OVER, ""),
    ],
)
def test_how_much_was_understood_when_the_year_began(year: int, today: date, said: str) -> None:
    figures = judged()
    period = period_of_months(year, 1, 12)
    assert describe_year_of_understanding(figures, period, figures.weeks, today) == said


def test_a_week_that_is_held_back_judges_nothing() -> None:
    figures = judged()
    shown = {*figures.weeks} - {"2025-W20"}
    assert "att" not in [item.id for item in list_changed(list_understanding(figures, YEAR, shown))]


# ---- the year before


def compared(weeks: dict[str, str], today: date = OVER, number: int = 2025) -> object:
    comparison = compare_with_year_before(journal(**weeks), number, today)
    if comparison is None:
        return None
    return (*comparison.days, comparison.work.minutes, comparison.before.minutes, comparison.whole)


TWO_YEARS = every_week(date(2024, 1, 1), 52) | every_week(date(2024, 12, 30), 52, 90)


@pytest.mark.parametrize(
    ("weeks", "today", "found"),
    [
        ({}, OVER, None),
        (every_week(date(2025, 1, 6), 40), OVER, None),  # nothing before
        (every_week(date(2024, 12, 2), 40), date(2025, 11, 1), None),  # December has not come
        # The session on Monday 30 December 2024 is of that year.
        (TWO_YEARS, OVER, (date(2025, 1, 1), date(2025, 12, 31), 51 * 90, 52 * 60 + 90, True)),
        (
            TWO_YEARS,
            date(2025, 3, 2),
            (date(2025, 1, 1), date(2025, 3, 2), 8 * 90, 9 * 60, False),
        ),
        (TWO_YEARS, date(2025, 1, 20), None),  # too few days
        (  # begun in October: from that day on
            every_week(date(2024, 10, 7), 60),
            OVER,
            (date(2025, 10, 7), date(2025, 12, 31), 7 * 60, 13 * 60, False),
        ),
        (  # ended in spring: until that day
            every_week(date(2023, 1, 2), 118),
            date(2027, 1, 1),
            (date(2025, 1, 1), date(2025, 3, 31), 13 * 60, 13 * 60, False),
        ),
        (  # a year between
            every_week(date(2023, 1, 2), 50) | every_week(date(2025, 1, 6), 50),
            OVER,
            None,
        ),
    ],
)
def test_years_are_compared_on_the_days_that_both_had(
    weeks: dict[str, str], today: date, found: object
) -> None:
    assert compared(weeks, today) == found


@settings(max_examples=60)
@given(
    st.dates(date(2022, 1, 1), date(2024, 12, 31)),
    st.lists(st.integers(0, 180), min_size=1, max_size=200),
    st.integers(0, 500),
)
def test_both_years_lie_within_the_journal_and_have_work(
    begun: date, gaps: list[int], later: int
) -> None:
    days = [begun]
    for gap in gaps[:40]:
        days.append(days[-1] + timedelta(days=gap + 7))
    weeks: dict[str, str] = {}
    for day in days:
        weeks |= at(day)
    today = days[-1] + timedelta(days=later)
    figures = journal(**weeks)
    for number in range(begun.year, today.year + 1):
        comparison = compare_with_year_before(figures, number, today)
        if comparison is not None:
            check_comparison(comparison, begun, today)


def check_comparison(comparison: Comparison, begun: date, today: date) -> None:
    first, last = comparison.days
    assert first.year == last.year
    assert last <= today
    assert begun <= first.replace(year=first.year - 1) + timedelta(days=6)
    assert comparison.work.weeks > 0
    assert comparison.before.weeks > 0
