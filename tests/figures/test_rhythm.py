"""The hours of the day and the week that sessions fill, and the habit of them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures import rhythm, stats
from tracker.figures.rhythm import Habit
from tracker.figures.stats import Entry
from tracker.format import loader
from tracker.model.journal import Session, Start, week_of
from tracker.model.plan import Plan

SATURDAY = date(2024, 7, 6)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def entry(start: str, minutes: int, day_starts: int = 0) -> Entry:
    """`mon 23:30`, `mon`, or nothing for a session of which only the week is known."""
    name, _, clock = start.partition(" ")
    monday = date(2024, 7, 1)
    day = monday + timedelta(days=DAYS.index(name) if name else 0)
    begun = Start(day, time.fromisoformat(clock) if clock else None, whole_week=not name)
    session = Session(begun, minutes)
    counted = stats.counted_day(session, day_starts) if name else None
    return Entry("2024-W27", counted, begun.clock, minutes, "other", None, None, session)


@pytest.mark.parametrize(
    ("start", "minutes", "day_starts", "cells"),
    [
        ("mon 09:30", 150, 0, {(0, 9): 30, (0, 10): 60, (0, 11): 60}),
        ("mon 09:00", 60, 0, {(0, 9): 60}),
        ("sun 23:30", 90, 0, {(6, 23): 30, (0, 0): 60}),
        ("sun 23:30", 90, 240, {(6, 23): 30, (6, 0): 60}),
        ("mon 01:30", 60, 240, {(6, 1): 30, (6, 2): 30}),
        ("mon 03:30", 60, 240, {(6, 3): 30, (0, 4): 30}),
        ("mon 04:00", 60, 270, {(6, 4): 30, (0, 4): 30}),
        (
            "tue 22:00",
            26 * 60,
            0,
            {(1, 22): 60, (1, 23): 60, **{(2, hour): 60 for hour in range(24)}},
        ),
    ],
)
def test_a_session_fills_the_hours_it_covered(start, minutes, day_starts, cells) -> None:
    found = rhythm.measure_rhythm([entry(start, minutes, day_starts)], day_starts)
    filled = {
        (day, hour): n for day, row in enumerate(found.cells) for hour, n in enumerate(row) if n
    }
    assert filled == cells


starts = st.one_of(
    st.just(""),
    st.sampled_from(("mon", "thu", "sun")),
    st.builds(
        lambda day, at: f"{day} {at:%H:%M}", st.sampled_from(("mon", "fri", "sun")), st.times()
    ),
)


@given(
    st.lists(st.tuples(starts, st.integers(1, 3000)), max_size=12),
    st.sampled_from((0, 30, 240, 270)),
)
def test_no_minute_is_lost(made, day_starts) -> None:
    entries = [entry(start, minutes, day_starts) for start, minutes in made]
    found = rhythm.measure_rhythm(entries, day_starts)
    assert sum(found.weekdays) + found.no_day == sum(minutes for _, minutes in made)
    assert sum(found.hours) == sum(minutes for start, minutes in made if " " in start)
    assert rhythm.rhythm_words(found, day_starts // 60).endswith(".") or not made


def hours(**filled: int) -> list[int]:
    return [filled.get(f"h{hour}", 0) for hour in range(24)]


@pytest.mark.parametrize(
    ("filled", "first", "run"),
    [
        (hours(h19=10, h20=30, h21=30, h3=25), 0, (20, 2)),
        (hours(h23=30, h0=30, h12=50), 0, (23, 2)),
        (hours(h9=10), 0, (9, 1)),
        (hours(h2=10, h20=10), 0, (2, 1)),
        (hours(h2=10, h20=10), 4, (20, 1)),  # two in the morning is late
        (hours(), 0, None),
    ],
)
def test_busiest_hours(filled, first, run) -> None:
    assert rhythm.find_busiest_hours(filled, first) == run


@given(st.lists(st.integers(0, 500), min_size=24, max_size=24))
def test_busiest_hours_hold_half_and_no_fewer_would(filled) -> None:
    found = rhythm.find_busiest_hours(filled)
    assert (found is None) == (not sum(filled))
    if found:
        held = [
            [sum(filled[(start + n) % 24] for n in range(length)) for start in range(24)]
            for length in (found[1] - 1, found[1])
        ]
        assert 2 * held[1][found[0]] >= sum(filled)
        assert all(2 * held[0][start] < sum(filled) for start in range(24))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([], ""),
        ([("mon 9:00", 60)], "One session is too few to tell a rhythm."),
        (4 * [("mon 9:00", 60)], "Four sessions are too few to tell a rhythm."),
        (5 * [("sun 20:00", 60)], "All on Sundays, half of all the time between 20:00 and 21:00."),
        (
            [*(3 * [("sat 22:00", 240)]), ("mon 9:00", 60), ("tue", 90)],
            "Most time on Saturdays, half of all the time between 22:00 and 01:00; 1 h 30 more are without an hour.",
        ),
        (
            [*(3 * [("sat", 60)]), *(3 * [("sun", 60)])],
            "All on Saturdays and Sundays; the hours are not known.",
        ),
        (
            [(f"{day} {at:02}:00", 60) for day in DAYS for at in range(24)],
            "Spread over the week, at all hours.",
        ),
        (5 * [("", 60)], "Spread over the week; the hours are not known."),
    ],
)
def test_rhythm_in_words(made, words) -> None:
    entries = [entry(start.replace(" 9:", " 09:"), minutes, 240) for start, minutes in made]
    assert rhythm.rhythm_words(rhythm.measure_rhythm(entries, 240), 4) == words


@pytest.mark.parametrize(
    ("days", "found", "words"),
    [
        ({6: 10}, Habit((6,), 10), "All of the last ten Sundays had a session."),
        ({6: 9, 0: 8}, Habit((6,), 9), "Nine of the last ten Sundays had a session."),
        (
            {1: 7, 3: 7},
            Habit((1, 3), 7),
            "Seven of the last ten Tuesdays, and as many Thursdays, had a session.",
        ),
        ({6: 6}, None, ""),
        ({0: 8, 1: 8, 2: 8}, None, ""),
    ],
)
def test_habit(days, found, words) -> None:
    """Today is a Saturday: the last Sunday was six days ago, and today itself is not over."""
    studied = {
        SATURDAY - timedelta(days=(5 - weekday) % 7 or 7, weeks=back)
        for weekday, times in days.items()
        for back in range(times)
    }
    entries = [
        Entry(week_of(day), day, None, 30, "other", None, None, Session(Start(day), 30))
        for day in [*studied, SATURDAY]
    ]
    kept = rhythm.find_weekday_habit(Plan(), entries, SATURDAY, date(2024, 1, 1))
    assert kept == found
    assert (rhythm.habit_words(kept) if kept else "") == words
    assert (
        rhythm.find_weekday_habit(Plan(), entries, SATURDAY, date(2024, 6, 1)) is None
    )  # there were no ten of any yet


def test_a_habit_steps_over_pauses() -> None:
    days = [date(2024, 6, 30) - timedelta(weeks=back) for back in range(12) if back not in (3, 4)]
    plan = loader.load_plan("", b"pauses: [{from: 2024-06-01, to: 2024-06-09}]")[0]
    entries = [
        Entry(week_of(day), day, None, 30, "other", None, None, Session(Start(day), 30))
        for day in days
    ]
    assert rhythm.find_weekday_habit(plan, entries, SATURDAY, date(2024, 1, 1)) == Habit((6,), 10)
