"""How often past forecasts held, beside every forecast of the site, and beside nothing else."""

from __future__ import annotations

import json
from html import unescape

import pytest

from tests.figures.steady import STEADY, after, files
from tracker.figures import stats
from tracker.figures.forecast.record import measure_record
from tracker.figures.forecast.record_words import describe_forecast_record
from tracker.format.loader import load_journal
from tracker.pages import View
from tracker.pages.all_pages import build_pages
from tracker.pages.page import ForecastSteps
from tracker.syndication.feed import feed_of
from tracker.syndication.feeds import FEEDS

TODAY = after(12)
PLAN = (
    "courses:\n  zero: {title: '<b>Zero</b>', units: 15}\n  book: {title: A book, estimate: 40h}\n"
)


def learner(plan: str = PLAN) -> View:
    journal, problems = load_journal(files(STEADY, [60] * 8, plan=plan))
    assert problems == []
    figures = stats.build_figures(journal)
    record, _ = measure_record(figures, TODAY)
    return View(
        figures,
        TODAY,
        drawn=lambda chart: "",
        forecasts=ForecastSteps(lambda: None, lambda: record),
    )


def read_pages(view: View) -> dict[str, str]:
    return {page.uri: page.text for page in build_pages(view)}


@pytest.mark.parametrize("uri", ["plan.md", "courses/book.md", "progress.md", "now.md"])
def test_it_stands_beside_every_forecast(uri: str) -> None:
    view = learner()
    words = describe_forecast_record(view.record, TODAY)
    assert words.startswith("Asked each Monday since 8 January 2024, the four-in-five day held in ")
    assert unescape(read_pages(view)[uri]).count(words) == 1


@pytest.mark.parametrize("uri", ["plan.md", "courses/book.md", "progress.md", "now.md"])
def test_without_three_cases_nothing_is_said(uri: str) -> None:
    view = learner(PLAN.replace("units: 15", "units: 900"))
    assert view.record.cases < 3
    assert "Asked each Monday" not in read_pages(view)[uri]


def test_where_nothing_is_forecast_it_is_left_out() -> None:
    view = learner("courses:\n  zero: {title: Zero, units: 15}\n")
    assert view.record.cases > 3
    pages = read_pages(view)
    assert "Asked each Monday" not in pages["plan.md"] + pages["courses/zero.md"]


def test_progress_has_a_table_by_course_and_titles_stay_inert() -> None:
    view = learner()
    text = read_pages(view)["progress.md"]
    assert "<b>Zero" not in text
    course = view.record.courses[0]
    row = f"<b>Zero</b></th><td>{course.cases}</td><td>{course.held}</td>"
    assert row in unescape(text)


def test_journal_json_has_it() -> None:
    view = learner()
    found = json.loads(FEEDS["journal.json"](feed_of(view)))["record"]
    assert found["said"] == describe_forecast_record(view.record, TODAY)
    assert found["courses"][0]["item"] == "zero"
    assert found["cases"] == view.record.cases
