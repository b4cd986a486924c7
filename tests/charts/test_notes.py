"""Milestones, decisions and pauses in the charts that they explain."""

from datetime import date

import pytest

from tests.chart_cases import TODAY, journal, sessions
from tracker.charts import CHARTS
from tracker.charts.hours import share_note_rooms
from tracker.charts.notes import list_notes
from tracker.figures.stats import Figures

PLAN = """
courses: {algebra: {title: Algebra}}
pauses: [{from: 2026-09-07, to: 2026-10-11, reason: moving <house>}]
milestones:
  - {date: 2026-08-20, what: First lecture}
  - {date: 2026-12-24, what: Still ahead}
  - {date: 2020-01-01, what: Long ago}
decisions:
  - {question: Which one?, chosen: "The *shorter* one", decided: 2026-10-30}
  - {question: Open?}
"""


def noted() -> Figures:
    return journal(
        PLAN,
        W2026_31=sessions("2026-07-27, minutes: 60, item: algebra"),
        W2026_47=sessions("2026-11-16, minutes: 60, item: algebra"),
    )


def test_notes_are_those_of_the_days_shown_that_have_come() -> None:
    notes = list_notes(noted(), date(2026, 1, 1), TODAY)
    assert [note.sentence for note in notes] == [
        "20 August 2026: First lecture",
        "30 October 2026: decided: The *shorter* one",
    ]


def test_the_hours_show_notes_and_name_pauses() -> None:
    chart = CHARTS["hours-by-week"](noted(), TODAY, None, None)
    assert [css for css, _ in chart.legend][-3:-1] == ["tracker-milestone", "tracker-decision"]
    svg = chart.draw()
    assert 'class="tracker-milestone"' in svg and "20 August 2026: First lecture" in svg
    assert ">moving &#60;house&#62;<title>" in svg
    assert "Still ahead" not in svg and "Long ago" not in svg
    of_item = CHARTS["hours-by-week"](noted(), TODAY, None, "algebra").draw()
    assert "First lecture" not in of_item


def test_a_day_of_the_calendar_says_its_note() -> None:
    svg = CHARTS["calendar"](noted(), TODAY, None, None).draw()
    assert "<title>Thu 20 August 2026: nothing known; First lecture</title>" in svg


@pytest.mark.parametrize(
    ("places", "shared"),
    [
        ([], []),
        ([10.0], [("after", 42.0)]),
        ([40.0], [("before", 40.0)]),
        ([38.0, 40.0, 42.0], [("before", 38.0), ("before", 2.0), ("after", 10.0)]),
        ([5.0, 5.0], [("before", 5.0), ("after", 47.0)]),
    ],
)
def test_each_note_has_a_room_of_its_own(
    places: list[float], shared: list[tuple[str, float]]
) -> None:
    assert share_note_rooms(places, 52.0) == shared
