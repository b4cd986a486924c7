"""The now page."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.pages.page_texts import made, section
from tracker.pages.addresses import Essay

NOW = {
    "plan": "courses: {one: {title: One}, two: {title: Two}}\n"
    "pauses: [{from: 2025-01-01, to: 2025-01-31, reason: away}]\n",
    "2024-W20": "sessions:\n  - {start: 2024-05-13, minutes: 30, item: two}\n",
    "2024-W34": "title: A week\nnext: [Go on]\ngoals: [{goal: Begin, outcome: done}]\n"
    "sessions:\n  - {start: 2024-08-20, minutes: 30, item: one}\n",
}


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 8, 30), "As of 25 August 2024."),
        (date(2024, 9, 22), "As of 25 August 2024."),
        (
            date(2024, 9, 23),
            "Nothing has been logged since 25 August 2024. This is how things stood then.",
        ),
        (date(2025, 1, 15), "As of 25 August 2024."),
    ],
)
def test_the_now_page_dates_itself(today: date, said: str) -> None:
    page = made(NOW, today)["now.md"]
    assert re.findall(r'tracker-lead">(.*?)</p>', page) == [said]
    assert ("A pause until 31 January 2025: away." in page) == (today.year == 2025)
    assert "[One](courses/one.md)" in page
    assert "[Two]" not in page  # not touched for long
    assert "-   Go on" in section(page, "What comes next")
    assert "Begin" in section(page, "How the last goals went")


def test_where_nothing_is_in_hand_the_now_page_says_so() -> None:
    texts = {"plan": NOW["plan"], "2024-W34": "courses: {one: {status: paused}}\n"}
    assert "As of 25 August 2024: nothing is in hand." in made(texts)["now.md"]


def test_what_is_meant_for_later_does_not_date_the_now_page() -> None:
    essay = Essay("later.md", "Later", date(2030, 1, 1), "")
    assert "As of 25 August 2024." in made(NOW, date(2024, 8, 30), (essay,))["now.md"]
    assert (
        "As of 28 August 2024."
        in made(NOW, date(2024, 8, 30), (essay._replace(date=date(2024, 8, 28)),))["now.md"]
    )
