"""How often kept forecasts held."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.steady import PLAN, STEADY, after, figures
from tracker.figures.forecast import (
    kept_forecasts,
)
from tracker.figures.stats import Figures


def with_kept(lines: list[str], units: list[int] = STEADY, plan: str = PLAN) -> Figures:
    text = "forecasts:\n" + "".join(f"  - {line}\n" for line in lines)
    return figures(units, plan=plan, more={"entries/forecasts.yaml": text})


def line(
    made: str = "2024-W05",
    item: str | None = "zero",
    of: int = 15,
    p50: str = "2024-02-18",
    p80: str = "2024-03-10",
):
    named = f"item: {item}, " if item else ""
    return f"{{made: {made}, {named}measure: units, done: 5, of: {of}, p50: {p50}, p80: {p80}}}"


@pytest.mark.parametrize(
    ("lines", "today", "found"),
    [
        ([line()], after(9), (1, 0, 1, 0)),  # the fifteenth unit came in W08, 19 to 25 February
        ([line(of=12)], after(9), (1, 1, 1, 0)),  # the twelfth in W07
        ([line(of=16)], after(9), (0, 0, 0, 0)),  # neither done nor past
        ([line(of=16)], date(2024, 3, 10), (0, 0, 0, 0)),
        ([line(of=16)], date(2024, 3, 11), (1, 0, 0, 0)),
        ([line(), line()], after(9), (1, 0, 1, 0)),  # kept by two machines
        ([line(), line("2024-W06")], after(9), (2, 0, 2, 0)),
        ([line(item="nobody")], date(2024, 4, 1), (0, 0, 0, 1)),
        ([line(item=None)], date(2024, 4, 1), (1, 0, 0, 0)),
    ],
)
def test_held(lines: list[str], today: date, found: tuple[int, ...]) -> None:
    own = with_kept(lines)
    told = kept_forecasts.measure_calibration(own, own.journal.forecasts, today)
    assert (told.due, told.p50, told.p80, told.left_out) == found
    assert told.said == ""


def test_it_says_how_often_after_five() -> None:
    made = [line(f"2024-W{week:02}", of=of) for week, of in enumerate((12, 12, 12, 15, 15, 16), 2)]
    dropped = line(item="gone")
    for count, words in (
        (4, ""),
        (
            6,
            "Of six kept forecasts that have come due, the four-in-five day held in five, the even-odds "
            "day in three.",
        ),
    ):
        own = with_kept(made[:count])
        assert (
            kept_forecasts.measure_calibration(own, own.journal.forecasts, date(2024, 4, 1)).said
            == words
        )
    own = with_kept([*made, dropped])
    assert (
        "six kept forecasts that have come due (one more,"
        in kept_forecasts.measure_calibration(own, own.journal.forecasts, date(2024, 4, 1)).said
    )


@pytest.mark.parametrize(
    ("early", "late", "words"),
    [
        (0, 0, "the four-in-five day held in none"),
        (0, 1, "the four-in-five day held in one, the even-odds day in none"),
        (1, 1, "the four-in-five day held in one, the even-odds day in the same one"),
        (0, 3, "the four-in-five day held in three, the even-odds day in none"),
        (1, 3, "the four-in-five day held in three, the even-odds day in one"),
        (3, 3, "the four-in-five day held in three, the even-odds day in the same three"),
    ],
)
def test_no_forecast_is_counted_twice(early: int, late: int, words: str) -> None:
    sentence = kept_forecasts.describe_calibration(11, early, late, 0)
    assert sentence == f"Of eleven kept forecasts that have come due, {words}."


def test_a_renamed_item_is_known_by_its_former_id() -> None:
    own = with_kept(
        [line(item="old"), line(item="zero")],
        plan=PLAN.replace("title: Zero", "title: Zero, was: [old]"),
    )
    assert kept_forecasts.measure_calibration(own, own.journal.forecasts, after(9)).due == 1


def test_a_whole_plan_is_done_with_its_last_course() -> None:
    own = with_kept([line(item=None)], plan="courses:\n  zero: {units: 15}\n")
    assert kept_forecasts.measure_calibration(own, own.journal.forecasts, after(9))[:3] == (1, 0, 1)
