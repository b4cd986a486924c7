"""An item's hours."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.chart_cases import TODAY, journal, sessions, small, ten_years
from tracker.charts.item_hours import build_item_hours_chart
from tracker.pages import View
from tracker.pages.all_pages import build_pages


@pytest.mark.parametrize(
    ("starts", "finding", "bars"),
    [
        ([], "No time, unit or note on A is known.", 0),
        (["2026-11-16", "2026-11-17"], "2 h in one week.", 0),
        (
            ["2026-11-09", "2026-11-17"],
            "2 h in 2 weeks.",
            2,
        ),
        (
            ["2024-01-05", "2024-01-10", "2026-11-17"],
            "3 h in 3 weeks, most in January 2024: 2 h.",
            2,
        ),
        (["1999-01-05", "2026-11-17", "2026-11-18"], "3 h in 2 weeks, most in 2026: 2 h.", 2),
    ],
)
def test_an_items_hours_from_first_touch_to_last(
    starts: list[str], finding: str, bars: int
) -> None:
    weeks: dict[str, list[str]] = {}
    for start in starts:
        year, number, _ = date.fromisoformat(start).isocalendar()
        weeks.setdefault(f"W{year}_{number:02}", []).append(f"{start}, minutes: 60, item: a")
    found = journal(
        "courses: {a: {title: A}}", **{name: sessions(*lines) for name, lines in weeks.items()}
    )
    shown = build_item_hours_chart(found, found.states["a"])
    assert shown.finding == finding
    svg = shown.draw() if shown.draw else ""
    assert svg.count("<rect") == bars
    assert svg.count("<title>") == bars


def test_every_mark_of_a_strip_lies_inside() -> None:
    found = ten_years()
    svg = build_item_hours_chart(found, found.states["a"]).draw
    assert svg
    boxes = re.findall(
        r'<rect class="tracker-courses" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"',
        svg(),
    )
    assert len(boxes) > 100
    for x, y, width, height in (map(float, box) for box in boxes):
        assert 0 <= x <= x + width <= 100
        assert 16 <= y < y + height <= 60.01


def test_item_pages_show_hours_where_there_is_something_to_compare() -> None:
    found = {
        page.uri: page.text
        for page in build_pages(View(small(), TODAY, drawn=lambda c: c.draw() if c.draw else None))
    }
    assert "## Hours\n" in found["courses/algebra.md"]
    assert "tracker-chart--item-hours" in found["courses/algebra.md"]
    assert "## Hours\n" not in found["papers/first.md"]


def test_weeks_without_a_session_are_one_row() -> None:
    found = journal(
        "courses: {a: {}}",
        W2024_20=sessions("2024-05-13, minutes: 60, item: a"),
        W2024_21=sessions("2024-05-20, minutes: 30, item: a"),
        W2024_26=sessions("2024-06-24, minutes: 60, item: a"),
        W2024_28=sessions("2024-07-08, minutes: 60, item: a"),
    )
    assert build_item_hours_chart(found, found.states["a"]).rows == (
        ("8 July 2024", "1 h"),
        ("1 July 2024", "–"),
        ("24 June 2024", "1 h"),
        ("27 May 2024 to 17 June 2024", "–"),
        ("20 May 2024", "30 min"),
        ("13 May 2024", "1 h"),
    )


def test_units_are_not_all_that_was_studied() -> None:
    found = journal(
        "courses: {a: {units: 9}}",
        W2024_20="courses: {a: {done: 1}}\n",
        W2024_21=sessions("2024-05-20, item: a, note: x"),
        W2024_26="courses: {a: {done: 2}}\n",
    )
    shown = build_item_hours_chart(found, found.states["a"])
    assert (shown.question, shown.finding) == (
        "When were its units finished?",
        "3 units in 2 weeks, most in the week of 24 June 2024: 2 units.",
    )
