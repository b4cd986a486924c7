"""Consistency, pace, share of the plan, goals kept: what they count and say, and that all places agree."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import JOURNALS, TODAY, journal, sessions
from tests.journal import ROOT, Scratch
from tracker import cli, store
from tracker.charts import CHARTS
from tracker.figures import measures, stats
from tracker.figures.forecast import forecast_item
from tracker.figures.measures import Consistency, Goals, Pace, Share
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures
from tracker.format import loader
from tracker.model.journal import Goal, Journal, Period, Week, week_of
from tracker.model.plan import Plan
from tracker.model.when import format_duration

SATURDAY = date(2024, 7, 6)
# A letter is a week, the last one that of 6 July 2024. Days of declared pause, and whether there was a session:
LETTERS = {
    ".": (0, False),
    "x": (0, True),
    "3": (3, False),
    "4": (4, False),
    "p": (7, False),
    "P": (7, True),
}


def life(weeks: str, extra: str = "", minutes: int = 60) -> Figures:
    pauses, files = [], {}
    for back, letter in enumerate(reversed(weeks)):
        monday = date(2024, 7, 1) - timedelta(weeks=back)
        paused, studied = LETTERS[letter]
        if paused:
            pauses.append(f"{{from: {monday}, to: {monday + timedelta(days=paused - 1)}}}")
        name = f"W{week_of(monday).replace('-W', '_')}"
        # A week without a session has a file all the same, so that the journal begins with the first letter.
        files[name] = sessions(f"{monday}, minutes: {minutes}") if studied else "title: nothing\n"
    return journal(f"pauses: [{', '.join(pauses)}]\n{extra}", **files)


def lately(weeks: str) -> Consistency | None:
    return measures.measure_consistency(measures.measure_weeks(life(weeks), SATURDAY))


# ---- consistency


@pytest.mark.parametrize(
    ("weeks", "studied", "of", "paused", "words"),
    [
        ("xxxxxxxx.", 8, 8, 0, "Studied in each of the last 8 weeks"),
        ("xxxx.xxx.", 7, 8, 0, "Studied in 7 of the last 8 weeks"),
        (
            "xxxx.xxxx",
            7,
            8,
            0,
            "Studied in 7 of the last 8 weeks",
        ),  # the running week is no part of it
        (".xxxxxxxx.", 8, 8, 0, "Studied in each of the last 8 weeks"),
        ("xxxxxx.ppppx.", 7, 8, 4, "Studied in 7 of the last 8 weeks, pauses left out"),
        ("ppxxxxxxxx.", 8, 8, 0, "Studied in each of the last 8 weeks"),
        ("xx4.xxxxxx.", 7, 8, 1, None),
        ("xx3.xxxxxx.", 6, 8, 0, None),
        ("xxxxPPxx..", 6, 7, 2, "Studied in 6 of the 7 full weeks so far, pauses left out"),
        ("x.x.", 2, 3, 0, "Studied in 2 of the 3 full weeks so far"),
        ("xx.", 2, 2, 0, "Studied in each of the 2 full weeks so far"),
        ("x.", 1, 1, 0, "Studied in the first full week"),
        ("x" + 12 * "." + ".", 0, 8, 0, "Last studied in the week of 1 April 2024"),
        (12 * "." + "x", 0, 8, 0, "Last studied in the week of 1 July 2024"),  # back again
        ("xx" + 40 * "p" + "p", 2, 2, 40, None),
    ],
)
def test_consistency(weeks, studied, of, paused, words) -> None:
    found = lately(weeks)
    assert found
    assert found[:3] == (studied, of, paused)
    assert words in (None, measures.consistency_words(found))


def test_a_week_with_a_note_is_studied() -> None:
    files = {}
    for number in range(19, 28):
        monday = date.fromisocalendar(2024, number, 1)
        files[f"W2024_{number}"] = f"sessions: [{{start: {monday}, note: x}}]\n"
    figures = journal("", **files)
    assert measures.describe_recent_weeks(figures, SATURDAY) == [
        "Studied in each of the last 8 weeks."
    ]
    shown = CHARTS["calendar"](figures, SATURDAY, None, None)
    assert shown.finding.startswith("Studied on 9 days since 6 May 2024")
    assert {row[1] for row in shown.rows} == {"notes, no time"}
    assert shown.draw is not None
    assert shown.draw().count("tracker-untimed") >= 9
    shown = CHARTS["hours-by-week"](figures, SATURDAY, None, None)
    assert shown.finding == "9 notes since 6 May 2024, on other work."
    assert CHARTS["rhythm"](figures, SATURDAY, None, None).finding.startswith("No time")


@pytest.mark.parametrize("weeks", ["x", ".", "........", "pppp", "Px"])
def test_where_no_week_counts_or_nothing_is_logged_there_is_no_consistency(weeks) -> None:
    assert lately(weeks) is None


lives = st.text("".join(LETTERS), min_size=1, max_size=30)


@given(lives, st.sampled_from("pP4"), st.integers(0, 30))
def test_a_pause_is_neutral(weeks, pause, place) -> None:
    before, after = lately(f"x{weeks}."), lately(f"x{weeks[:place]}{pause}{weeks[place:]}.")
    assert before
    assert after
    assert (before.studied, before.weeks) == (after.studied, after.weeks)
    assert 0 <= before.studied <= before.weeks <= measures.LAST


@given(lives, st.integers(0, 29))
def test_a_session_more_is_never_worth_less(weeks, place) -> None:
    before, after = lately(f"x{weeks}."), lately(f"x{weeks[:place]}x{weeks[place + 1 :]}.")
    assert before
    assert after
    if weeks[place : place + 1] in (".", "3"):
        assert before.studied <= after.studied <= before.studied + 1


@given(lives)
def test_the_running_week_is_not_judged(weeks) -> None:
    idle, busy = lately(f"x{weeks}."), lately(f"x{weeks}x")
    assert idle
    assert busy
    assert idle[:3] == busy[:3]


def test_a_period_has_the_weeks_whose_thursday_it_has() -> None:
    figures = life("xxxxx.x")
    names = [
        mark.week
        for mark in measures.measure_weeks(
            figures, SATURDAY, Period(date(2024, 5, 31), date(2024, 6, 30))
        )
    ]
    assert names == ["2024-W23", "2024-W24", "2024-W25", "2024-W26"]
    found = measures.measure_consistency(
        measures.measure_weeks(figures, SATURDAY, Period(date(2024, 6, 1), SATURDAY)), period=True
    )
    assert found == Consistency(3, 4, 0, "2024-W27", False)
    assert (
        measures.measure_weeks(figures, SATURDAY, Period(date(2030, 1, 1), date(2030, 12, 31)))
        == ()
    )


def test_an_item_counts_from_when_it_was_first_touched() -> None:
    lines = (
        "2024-06-03, minutes: 30",
        "2024-06-18, minutes: 20, item: a",
        "2024-06-24, minutes: 20",
    )
    figures = journal(
        "courses: {a: {}}", W2024_23=sessions(lines[0]), W2024_25=sessions(lines[1]), W2024_26=""
    )
    assert measures.measure_consistency(
        measures.measure_weeks(figures, SATURDAY, None, "a")
    ) == Consistency(1, 2, 0, "2024-W25", True)
    assert (
        measures.measure_weeks(figures, SATURDAY, None, "nope") != ()
    )  # it is for the caller to know its items


# ---- pace


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ("xxxxxxxx.", "1 h a week"),
        ("x.x.x.x.x", "30 min a week"),
        ("xPPx.", "1 h a week"),
        ("x..", "30 min a week"),
        ("x" + 9 * ".", None),
    ],
)
def test_pace_is_over_the_weeks_of_consistency(weeks, words) -> None:
    marks = measures.measure_weeks(life(weeks), SATURDAY)
    found = measures.measure_pace(marks)
    assert (measures.pace_words(found) if found else None) == words
    assert not found or found.weeks == measures.measure_consistency(marks).weeks


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace(480, 8), "1 h a week"),
        (Pace(1600, 8), "3 h 20 a week"),
        (Pace(3, 8), "0 min a week"),
    ],
)
def test_pace_in_words(pace, words) -> None:
    assert measures.pace_words(pace) == words


# ---- share of the plan, goals


@pytest.mark.parametrize("name", JOURNALS)
def test_the_share_of_the_plan_is_the_forecasts(name) -> None:
    figures = JOURNALS[name]()
    found, whole = measures.measure_plan_share(figures), forecast_item(figures, TODAY)
    assert (found is None) == (not any(state.planned for state in figures.states.values()))
    partly = whole.paused or whole.uncounted
    if found and found.minutes and not partly:
        assert found.minutes == (whole.done, whole.total)
    elif not partly:
        assert not whole.total or whole.measure == "units"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (
            Share((1, 4), (1, 2), (60, 180)),
            "The courses are about 33 % done by time (1 h of about 3 h); by units, 1 of 2.",
        ),
        (Share((0, 4), (0, 0), (1, 6000)), "The courses are about 1 % done: 1 min of about 100 h."),
        (
            Share((3, 4), (8, 8), (600, 600)),
            "All courses are done.",
        ),
        (
            Share((3, 4), (9, 10), (5990, 6000)),
            "The courses are about 99 % done by time (100 h of about 100 h); by units, 9 of 10.",
        ),
        (Share((4, 4), (8, 8), (600, 600)), "All of the plan is done."),
        (Share((0, 4), (3, 9), None), "3 of 9 units of the courses are done."),
        (Share((0, 4), (1, 1), None), "1 of 1 unit of the courses is done."),
        (Share((0, 4), (0, 9), (0, 600)), ""),
        (Share((0, 4), (0, 0), None), ""),
    ],
)
def test_share_in_words(share, words) -> None:
    assert measures.share_words(share) == words


def test_what_is_dropped_or_called_done_leaves_nothing_behind() -> None:
    figures = journal(
        "courses: {a: {units: 4}, b: {units: 10}, c: {units: 6}}\npapers: {p: {}}",
        W2024_26="courses: {a: {done: 3, status: done}, b: {done: 2, status: dropped}, c: {done: 1}}\n"
        + sessions("2024-06-24, minutes: 60, item: c", "2024-06-25, minutes: 60, item: a"),
    )
    assert measures.measure_plan_share(figures) == Share((1, 3), (4, 9), (120, 420))


def test_there_is_no_pace_where_most_weeks_of_work_have_no_time() -> None:
    files = {f"W2024_{week}": "courses: {c: {done: 1}}\n" for week in range(20, 27)}
    for week in (20, 21, 22):
        files[f"W2024_{week}"] += sessions(f"2024-W{week}, minutes: 60, item: c")
    figures = journal("courses: {c: {units: 10}}", **files)
    assert measures.describe_recent_weeks(figures, SATURDAY) == [
        "Studied in each of the 7 full weeks so far.",
        "7 of 10 units of the courses are done.",
    ]
    files["W2024_23"] += sessions("2024-W23, minutes: 60, item: c")
    figures = journal("courses: {c: {units: 10}}", **files)
    assert measures.describe_recent_weeks(figures, SATURDAY) == [
        "Studied in each of the 7 full weeks so far: 34 min a week on average.",
        "The courses are about 70 % done by time (4 h of about 5 h 43); by units, 7 of 10.",
    ]


def test_back_after_two_months_it_says_so_once() -> None:
    files = {
        f"W2024_{week:02}": sessions(f"2024-W{week:02}, minutes: 60, item: c")
        for week in (8, 9, 27)
    }
    figures = journal("courses: {c: {}}", **files)
    assert measures.describe_recent_weeks(figures, SATURDAY) == [
        "Back this week, after a break of 17 weeks."
    ]


def test_a_course_whose_estimate_is_spent_is_not_done() -> None:
    """What is left of it is not known, so there is no share either."""
    for item in ("{estimate: 1h}", "{units: 2, estimate: 1h}"):
        figures = journal(
            f"courses: {{c: {item}, d: {{units: 4}}}}",
            W2024_26="courses: {c: {status: active}, d: {done: 1}}\n"
            + sessions("2024-06-24, minutes: 90, item: c", "2024-06-25, minutes: 90, item: d"),
        )
        share = measures.measure_plan_share(figures)
        assert share
        assert "All" not in measures.share_words(share)
        assert (share.minutes is None) == ("units" not in item)


@pytest.mark.parametrize(
    ("outcomes", "found", "words"),
    [
        ([], Goals(0, 0, 0, 0, 0, 0), ""),
        (["done"], Goals(1, 0, 0, 0, 0, 0), "1 goal done."),
        (["done", "partial", "missed", "dropped"], Goals(1, 1, 1, 1, 0, 0), None),
        (
            ["done", "carried", None],
            Goals(1, 0, 0, 0, 1, 1),
            "1 goal done; 1 more carried on and 1 not judged yet.",
        ),
        (
            ["carried", None],
            Goals(0, 0, 0, 0, 1, 1),
            "No goal is judged yet: 1 carried on and 1 not judged yet.",
        ),
        (["missed", "missed"], Goals(0, 0, 2, 0, 0, 0), "2 goals missed."),
        (["missed"], Goals(0, 0, 1, 0, 0, 0), "1 goal missed."),
        (["partial"], Goals(0, 1, 0, 0, 0, 0), "1 goal done in part."),
        (["missed", "partial"], Goals(0, 1, 1, 0, 0, 0), "2 goals: 1 in part and 1 missed."),
        (["done", "missed"], Goals(1, 0, 1, 0, 0, 0), "1 of 2 goals done and 1 missed."),
    ],
)
def test_goals(outcomes, found, words) -> None:
    week = Week("2024-W26", goals=tuple(Goal("a goal", outcome) for outcome in outcomes))
    made = measures.count_goal_outcomes([week])
    assert made == found
    assert words in (None, measures.goals_words(made))


def test_goals_of_drafts_are_words() -> None:
    weeks = tuple(Week(name, goals=(Goal("a", "done"),)) for name in ("2024-W26", "2024-W27"))
    shown = make_public_journal(Journal(Plan(), weeks), SATURDAY)
    assert measures.count_goal_outcomes(shown.weeks).done == 1


# ---- all places agree


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path / "journal", None)


@cache
def example() -> Figures:
    return stats.build_figures(loader.load_journal(store.read_entries(ROOT)[0])[0])


def told(*words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert cli.main(["--journal", str(ROOT), *words, "--json"], datetime(2026, 11, 21, 20)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_terminal_reports_a_year_as_its_charts_show_it(year, capsys) -> None:
    period = Period(date(year, 1, 1), date(year, 12, 31))
    figures = stats.build_figures(make_public_journal(example().journal, TODAY))
    said = told("report", str(year), capsys=capsys)
    steady = measures.measure_consistency(
        measures.measure_weeks(figures, TODAY, period), period=True
    )
    assert said["consistency"] == {
        "studied": steady.studied,
        "weeks": steady.weeks,
        "paused": steady.paused,
    }
    shown = CHARTS["consistency"](figures, TODAY, period, None)
    assert shown.finding == f"{measures.consistency_words(steady, when=f'in {year}')}."
    hours_ = CHARTS["rhythm"](figures, TODAY, period, None)
    together = [
        format_duration(minutes) if minutes else "–" for minutes in said["rhythm"]["weekdays"]
    ]
    assert list(hours_.rows[-1][1:8]) == together


def test_the_plan_says_in_the_terminal_what_the_progress_page_says(capsys) -> None:
    figures = stats.build_figures(make_public_journal(example().journal, TODAY))
    assert cli.main(["--journal", str(ROOT), "plan"], datetime(2026, 11, 21, 20)) == 0
    out = " ".join(capsys.readouterr().out.split())
    said = measures.describe_recent_weeks(figures, TODAY)
    assert len(said) == 2
    assert all(words in out for words in said)


def test_a_report_knows_when_the_journal_began(scratch: Scratch) -> None:
    """Though it reads only the weeks of its period: a gap at its beginning is one of the journal, not before it."""
    for name in ("2023-W50", "2024-W05"):
        monday = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        scratch.put(sessions(f"{monday}, minutes: 60"), name)
    said = json.loads(scratch.run("report", "2024-01", "--json").out)
    assert said["consistency"] is None
    said = json.loads(scratch.run("report", "2024-Q1", "--json").out)
    assert said["consistency"] == {"studied": 1, "weeks": 13, "paused": 0}


def test_only_a_long_period_is_told_how_steady_it_was(scratch: Scratch) -> None:
    for week in range(10, 27):
        scratch.put(
            sessions(f"{date.fromisocalendar(2024, week, 1)}, minutes: 60"), f"2024-W{week}"
        )
    assert "Studied" not in scratch.run("report", "month").out
    assert (
        "Studied in each of the 17 weeks: 1 h a week on average."
        in scratch.run("report", "all").out
    )
    assert (
        "Studied in each of the 13 weeks: 1 h a week on average."
        in scratch.run("report", "2024-Q2").out
    )


def test_the_years_after_a_journal_ended_are_none_of_its_weeks(scratch: Scratch) -> None:
    for week in (36, 37, 39):
        monday = date.fromisocalendar(2016, week, 1)
        scratch.put(sessions(f"{monday}, minutes: 60"), f"2016-W{week}")
    out = scratch.run("report", "all").out
    assert "Studied in 3 of 4 weeks: 45 min a week on average." in out
