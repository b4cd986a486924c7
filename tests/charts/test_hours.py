"""The hours of many years: weeks share a bar, which shows their mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import journal, sessions
from tracker.charts import CHARTS
from tracker.model.journal import Period, week_of
from tracker.pages import View
from tracker.pages.years import collect_years, format_year_lead

FIRST = date(2015, 1, 5)  # a Monday
BAR = re.compile(r"<title>(\d+) weeks from (.+?), a week: (.+?)(?: \(.*?\))?</title>")


def draw_bars(minutes: list[int]) -> list[tuple[str, ...]]:
    """The bars of as many weeks as there are amounts: how many weeks each is of, from when, how much a week."""
    weeks = {}
    for number, amount in enumerate(minutes):
        monday = FIRST + timedelta(weeks=number)
        if amount:
            name = f"W{week_of(monday).replace('-W', '_')}"
            weeks[name] = sessions(f"{monday} 10:00, minutes: {amount}, item: one")
    period = Period(FIRST, FIRST + timedelta(weeks=len(minutes), days=-1))
    today = period.last + timedelta(days=1)
    found = CHARTS["hours-by-week"](journal(**weeks), today, period, None)
    assert found.draw is not None
    bars = BAR.findall(unescape(found.draw()))
    return [bar for bar, before in zip(bars, [None, *bars], strict=False) if bar != before]


@pytest.mark.parametrize(
    ("minutes", "bars"),
    [
        (
            [60, 0, 0, 0, *[30, 90, 60, 60] * 27, 100, 20],
            [
                ("4", "5 January 2015", "15 min"),
                ("4", "2 February 2015", "1 h"),
                ("2", "27 February 2017", "1 h"),
            ],
        ),
        (
            [130, *[0] * 12, *[39] * 13, *[60] * 403, 10, 30],
            [
                ("13", "5 January 2015", "10 min"),
                ("13", "6 April 2015", "39 min"),
                ("2", "27 March 2023", "20 min"),
            ],
        ),
    ],
)
def test_a_bar_of_several_weeks_shows_their_mean(
    minutes: list[int], bars: list[tuple[str, ...]]
) -> None:
    """Also the last one, of the weeks that are left."""
    found = draw_bars(minutes)
    assert [found[0], found[1], found[-1]] == bars


def read_minutes(words: str) -> int:
    """`12 h 05` -> 725."""
    found = re.match(r"(?:(\d+) h)? ?(?:(\d+)(?: min)?)?", words.replace("\u202f", ""))
    assert found
    return 60 * int(found[1] or 0) + int(found[2] or 0)


@given(st.lists(st.integers(1, 6000), min_size=4, max_size=4))
def test_the_parts_of_a_year_add_up_to_the_whole_as_shown(minutes: list[int]) -> None:
    plan = "courses: {c: {title: C}}\npapers: {p: {title: P}}\nprojects: {x: {title: X}}\n"
    lines = [
        f"2024-07-01, minutes: {min(amount, 1440)}{item}"
        for amount, item in zip(minutes, (", item: c", ", item: p", ", item: x", ""), strict=True)
    ]
    figures = journal(plan, W2024_27=sessions(*lines))
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    found = CHARTS["hours-by-week"](figures, date(2026, 11, 21), year, None)
    kinds = ("Courses ", "Papers ", "Projects ", "Other ")
    parts = []
    for _, words in found.legend:
        for kind in kinds:
            if words.startswith(kind):
                parts.append(read_minutes(words.removeprefix(kind)))
    assert sum(parts) == read_minutes(found.finding) == sum(min(1440, part) for part in minutes)
    view = View(figures, date(2026, 11, 21))
    assert read_minutes(format_year_lead(view, collect_years(view)[0])) == sum(parts)
