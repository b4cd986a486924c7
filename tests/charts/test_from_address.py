"""A chart for any period, asked for by an address."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import JOURNALS, TODAY, small
from tracker.charts.from_address import resolve_chart
from tracker.charts.hours import build_hours_chart
from tracker.figures.report import build_report
from tracker.model.journal import Period, TrackerError
from tracker.model.periods import FORMS, NAMED
from tracker.model.when import format_duration
from tracker.pages import View


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026", "in 2026"),
        ("2026-10", "in October 2026"),
        ("2026-Q4", "from October to December 2026"),
        ("2026-W43", "from 19 to 25 October 2026"),
        ("2026-10-19", "on 19 October 2026"),
        ("2026-10-19..2026-11-20", "from 19 October to 20 November 2026"),
        ("2026-09..2026-11", "from September to November 2026"),
        ("all", "from 19 October to 22 November 2026"),
        ("last+14d", "from 8 to 21 November 2026"),
        ("last%2014d", "from 8 to 21 November 2026"),
        ("year", "in 2026"),
        ("1990..2990", "in 2026"),  # no more than makes the journal's years whole
    ],
)
def test_a_chart_for_any_period_says_which(period: str, words: str) -> None:
    for name in ("hours-by-week", "calendar"):
        assert words in resolve_chart(small(), TODAY, f"{name}?period={period}").finding


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hours", "There is no chart called hours; there are hours-by-week, calendar,"),
        ("hours-by-week?period=2026-13", "there is no such month as '2026-13'"),
        ("hours-by-week?period=soon", "'soon' is no period: write today, yesterday,"),
        ("hours-by-week?period=", "'' is no period"),
        ("hours-by-week?period=2026..2025", "'2026..2025' ends before it begins"),
        ("hours-by-week?item=", "write hours-by-week?item=ID"),
        (
            "calendar?year=2026&colour=red",
            "The chart calendar knows period and item, as in calendar?period=2024; ",
        ),
        ("calendar?year=2026&colour=red", "it does not know year and colour."),
        ("progress/zero?period=2026", "it does not know period."),
    ],
)
def test_what_cannot_be_drawn_is_said(text: str, said: str) -> None:
    with pytest.raises(TrackerError) as raised:
        resolve_chart(small(), TODAY, text)
    assert said in str(raised.value)
    page, words = View(small(), TODAY).drawing(text)
    assert page.startswith('<p class="tracker-nodata">')
    assert said in unescape(words)


def test_what_is_asked_for_stays_text() -> None:
    page, words = View(small(), TODAY).drawing("x<script>alert(1)</script>?a")
    assert "<script" not in page + words


PLAIN = ("2024", "2024-07", "2024-Q3", "2024-W27", "2024-07-01")


def test_every_form_of_a_period_is_tried_here() -> None:
    assert all(any(pattern.fullmatch(text) for text in PLAIN) for pattern, _ in FORMS)


@pytest.mark.parametrize("chart", ["hours-by-week", "calendar", "plan", "papers", "skills"])
@pytest.mark.parametrize("case", ["nothing", "one session", "small", "well read"])
def test_every_period_gives_a_chart(chart: str, case: str) -> None:
    for text in (
        *PLAIN,
        *(name.replace(" ", "+") for name in NAMED),
        "2026-10-30..2026-11-02",
        "all",
    ):
        shown = resolve_chart(JOURNALS[case](), TODAY, f"{chart}?period={text}")
        assert shown.finding.endswith(".")
        assert (shown.draw is None) == (not shown.rows)
        assert shown.draw is None or shown.draw().startswith(("<svg", "<table", "<ul", "<div"))


@given(st.dates(date(2026, 10, 12), date(2026, 11, 22)), st.integers(1, 30))
def test_a_periods_hours_are_the_reports(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days=days - 1))
    shown = build_hours_chart(small(), TODAY, period, None)
    minutes = build_report(small().journal, period, TODAY).minutes
    assert (shown.draw is None) == (minutes == 0)
    if 0 < minutes < 600:
        assert shown.finding.startswith(f"{format_duration(minutes)} ")


def test_few_weeks_of_a_period_are_no_walls() -> None:
    def widths(period: str) -> set[float]:
        svg = resolve_chart(small(), TODAY, f"hours-by-week?period={period}").draw
        assert svg
        return {
            float(width)
            for width in re.findall(r'class="tracker-courses" d="M[^h]*h([0-9.]+)', svg())
        }

    assert max(widths("2026-W43")) < 60
    assert max(widths("2026-10")) < 60


def test_a_week_of_which_the_period_has_a_part_has_no_target() -> None:
    rows = resolve_chart(small(), TODAY, "hours-by-week?period=2026-10-20..2026-11-01").rows
    assert [(row[0], row[-1]) for row in rows] == [("2026-W44", "6 h"), ("2026-W43", "–")]
