"""Work that has no hours: which weeks show it, and what it adds up to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import journal
from tracker.charts import CHARTS
from tracker.figures.measures import measure_weeks
from tracker.figures.work_counts import (
    choose_work_measure,
    count_work,
    find_work_span,
    format_work,
    has_any_time,
    list_studied_weeks,
    shows_any_work,
)
from tracker.model.journal import Period, monday_of

PLAN = "courses: {a: {units: [one, two, three]}, b: {}}\npapers: {p: {}}\nprojects: {x: {}}\n"
WEEK = "2026-W45"


@pytest.mark.parametrize(
    ("text", "words", "measure"),
    [
        ("", "", None),
        ("courses: {a: {status: paused}}", "", None),
        ("courses: {a: {notes: Hard.}}", "", None),
        ("courses: {a: {done: [one, two]}}", "2 units", "done"),
        ("courses: {a: {done: [one]}, b: {done: 3}}", "4 units", "done"),
        ("courses: {b: {status: done}}", "1 item finished", "done"),
        ("courses: {a: {done: [one, two, three], status: done}}", "3 units", "done"),
        ("papers: {p: {read: skim}}", "1 reading", "done"),
        ("papers: {p: {read: once, status: done}}", "1 reading", "done"),
        ("projects: {x: {status: shipped}}", "1 item finished", "done"),
        ("sessions: [{start: 2026-11-04, item: a, note: on}]", "1 note", "notes"),
        ("sessions: [{start: 2026-11-04, minutes: 5, item: a}]", "", None),
        (
            "papers: {p: {read: once}}\nsessions: [{start: 2026-11-04, note: on}]",
            "1 reading and 1 note",
            "done",
        ),
    ],
)
def test_what_a_week_adds_up_to(text: str, words: str, measure: str | None) -> None:
    figures = journal(PLAN, W2026_45=text)
    counts = list(count_work(figures, [WEEK]))
    assert format_work(counts) == words
    assert choose_work_measure(counts) == measure


def test_notes_count_by_their_day_and_all_else_by_its_thursday() -> None:
    figures = journal(
        PLAN,
        W2026_45="courses: {a: {done: [one]}}\nsessions: [{start: 2026-11-02, item: a, note: on}]",
    )
    monday = Period(date(2026, 11, 1), date(2026, 11, 3))
    later = Period(date(2026, 11, 4), date(2026, 11, 30))
    assert format_work(count_work(figures, [WEEK], "a", monday)) == "1 note"
    assert format_work(count_work(figures, [WEEK], "a", later)) == "1 unit"
    assert format_work(count_work(figures, [WEEK], "b")) == ""


def test_a_journal_without_work_has_no_span() -> None:
    empty = journal(PLAN, W2026_45="intro: A walk.")
    assert not shows_any_work(empty)
    assert find_work_span(empty) is None
    prose = journal(PLAN, W2026_45="learned: It is so.")
    assert shows_any_work(prose)
    assert not has_any_time(prose)
    assert find_work_span(prose) == Period(date(2026, 11, 2), date(2026, 11, 8))


RECORDS = (
    "",
    "courses: {a: {done: [one]}}",
    "courses: {a: {status: paused}}",
    "courses: {b: {notes: Hard.}}",
    "papers: {p: {read: once}}",
    "projects: {x: {status: shipped}}",
    "learned: It is so.",
    "intro: A walk.",
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(RECORDS),
            st.sampled_from(["", "note", "week", "time"]),
            st.integers(0, 6),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_calendar_consistency_and_counts_agree_on_the_weeks_of_work(
    drawn: list[tuple[str, str, int]],
) -> None:
    """Each week of work has a known day in the calendar or a mark below it, and no other week has."""
    weeks, days, today = {}, set(), date(2026, 11, 21)
    for index, (record, session, weekday) in enumerate(drawn):
        name = f"2026-W{47 - len(drawn) + index:02}"
        day = monday_of(name) + timedelta(days=weekday)
        text = record
        if session and day <= today:
            start = name if session == "week" else day
            length = ", minutes: 30" if session == "time" else ""
            text += f"\nsessions: [{{start: {start}, item: a{length}, note: on}}]"
            if session != "week":
                days.add(name)
        weeks[f"W{name.replace('-W', '_')}"] = text
    figures = journal(PLAN, **weeks)
    studied = list_studied_weeks(figures)
    assert studied == {
        week.week for week in measure_weeks(figures, date(2026, 11, 21)) if week.is_studied
    }
    assert bool(studied) == shows_any_work(figures)
    calendar = CHARTS["calendar"](figures, date(2026, 11, 21), None, None)
    marked = [row for row in calendar.rows if row[0].startswith("Week of")]
    if days:
        assert len(marked) == len(studied - days)
    assert set(figures.by_week) <= studied
    counted = {count.week for count in count_work(figures, studied)}
    assert counted <= studied
