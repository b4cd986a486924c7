"""The plan's own derivations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.plan import Runway, add_months


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        (date(2027, 1, 1), (6,), [date(2027, 7, 1)]),
        (date(2027, 1, 1), (6, 12), [date(2027, 7, 1), date(2028, 1, 1)]),
        (date(2027, 1, 1), (6, 6), [date(2027, 7, 1)]),
        (date(2027, 8, 31), (6,), [date(2028, 2, 29)]),
        (date(2026, 12, 31), (2, 12), [date(2027, 2, 28), date(2027, 12, 31)]),
        (date(2026, 12, 15), (0,), [date(2026, 12, 15)]),
    ],
)
def test_a_runway_counts_calendar_months(
    start: date, months: tuple[int, ...], ends: list[date]
) -> None:
    assert Runway(start, months).ends == ends


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)), st.integers(0, 600))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    is_last = (later + timedelta(days=1)).day == 1
    assert later.day == day.day or (later.day < day.day and is_last)
