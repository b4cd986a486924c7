"""Rows of a report, and the aim of a week."""

from datetime import date, datetime

import pytest

from tests.journal import ROOT
from tracker import store
from tracker.charts import CHARTS
from tracker.figures import report, stats
from tracker.figures.report import Aim
from tracker.format import loader
from tracker.model.journal import Journal, Period, Session, Start, Week
from tracker.model.periods import period_of_months, week_around
from tracker.model.plan import Plan

SATURDAY = date(2024, 7, 6)
AIMS = [
    (320, Aim(480, 3), "5 h 20 of 8 h, 3 days left"),
    (320, Aim(480, 1), "5 h 20 of 8 h, 1 day left"),
    (320, Aim(480, 0), "5 h 20 of 8 h, on the last day"),
    (320, Aim(480, None), "5 h 20 of 8 h"),
    (540, Aim(480, 2), "9 h of 8 h, 2 days left"),
    (320, Aim(None, 3), "5 h 20"),
    (0, Aim(480, 3), "8 h hoped for, 3 days left"),
    (0, Aim(480, 0), "8 h hoped for, on the last day"),
    (0, Aim(480, None), "8 h hoped for"),
    (0, Aim(None, 3), "nothing logged yet"),
    (0, Aim(None, None), "nothing logged"),
    (0, None, "nothing logged"),
    (45, None, "45 min"),
]


@pytest.mark.parametrize(("minutes", "aim", "words"), AIMS)
def test_aim_words(minutes: int, aim: Aim | None, words: str) -> None:
    assert report.aim_words(minutes, aim) == words


def test_days_left_are_those_behind_today() -> None:
    days = [
        report.aim_of(Journal(Plan()), "2024-W27", date(2024, 7, day)).days_left
        for day in range(1, 9)
    ]
    assert days == [6, 5, 4, 3, 2, 1, 0, None]


def session(start: str, minutes: int, item: str | None = None) -> Session:
    if "W" in start:
        return Session(
            Start(
                week_around(date.fromisocalendar(int(start[:4]), int(start[6:]), 1)).first,
                whole_week=True,
            ),
            minutes,
            item,
        )
    at = datetime.fromisoformat(start)
    return Session(Start(at.date(), at.time() if " " in start else None), minutes, item)


PLAN = (
    loader.load_plan(
        "",
        b"target: 8h\ncourses: {a: {title: Course A, skills: [maths, maths, code]}, b: {was: [old-b]}}\n"
        b"papers: {p: {skills: [maths]}}\n",
    )[0]
    or Plan()
)
TWO_WEEKS = Journal(
    PLAN,
    (
        Week(
            "2024-W26",
            sessions=(session("2024-06-24 09:00", 50, "a/one"), session("2024-06-30", 10, "old-b")),
        ),
        Week(
            "2024-W27",
            target=120,
            sessions=(
                session("2024-07-01 19:30", 60, "a"),
                session("2024-07-01 21:00", 20, "p"),
                session("2024-07-03", 30),
                session("2024-W27", 15, "b"),
                session("2024-07-07 10:00", 5, "https://x.org/1"),
            ),
        ),
    ),
)
ROWS = {
    "day": [
        *(
            ("2024-07-01", 80, 2, 1, 0),
            ("2024-07-02", 0, 0, 0, 0),
            ("2024-07-03", 30, 1, 1, 0),
            ("2024-07-04", 0, 0, 0, 0),
        ),
        *(
            ("2024-07-05", 0, 0, 0, 0),
            ("2024-07-06", 0, 0, 0, 0),
            ("2024-07-07", 5, 1, 1, 0),
            (None, 15, 1, 0, 0),
        ),
    ],
    "week": [("2024-W27", 130, 5, 3, 0)],
    "month": [("2024-07", 130, 5, 3, 0)],
    "item": [
        ("a", 60, 1, 1, 0),
        (None, 30, 1, 1, 0),
        ("p", 20, 1, 1, 0),
        ("b", 15, 1, 0, 0),
        ("https://x.org/1", 5, 1, 1, 0),
    ],
    "kind": [("courses", 75, 2, 1, 0), ("other", 30, 1, 1, 0), ("papers", 25, 2, 2, 0)],
    "skill": [("maths", 50, 2, 1, 0), (None, 50, 3, 2, 0), ("code", 30, 1, 1, 0)],
}


@pytest.mark.parametrize("by", report.BY)
def test_rows(by: str) -> None:
    found = report.build_report(TWO_WEEKS, week_around(SATURDAY), SATURDAY)
    assert [tuple(row) for row in report.list_report_rows(found, by)] == ROWS[by]


def test_gaps_are_rows_and_what_lies_ahead_is_not() -> None:
    found = report.build_report(TWO_WEEKS, period_of_months(2024, 5, 4), date(2024, 7, 9))
    assert [row.key for row in report.list_report_rows(found, "month")] == [
        "2024-05",
        "2024-06",
        "2024-07",
    ]
    assert [row.key for row in report.list_report_rows(found, "week")][-3:] == [
        "2024-W26",
        "2024-W27",
        "2024-W28",
    ]
    assert report.list_report_rows(found, "day")[-2].key == "2024-07-09"
    assert (
        report.list_report_rows(
            report.build_report(TWO_WEEKS, period_of_months(2025, 1), SATURDAY), "day"
        )
        == []
    )


def test_the_whole_journal_is_as_long_as_its_sessions() -> None:
    found = report.build_report(TWO_WEEKS, None, date(2025, 1, 1))
    assert found.period == Period(date(2024, 6, 24), date(2024, 7, 7))
    short = Journal(PLAN, (Week("2024-W27", sessions=(session("2024-07-02", 5),)),))
    assert report.tabulate_report(report.build_report(short, None, SATURDAY), "week")[1][0][:4] == (
        *("2024-W27", "2024-07-02", "2024-07-02", 480),
    )
    assert report.build_report(Journal(Plan()), None, SATURDAY).period is None
    assert (
        report.list_report_rows(report.build_report(Journal(Plan()), None, SATURDAY), "day") == []
    )


UNPLACED = [
    (Period(SATURDAY, SATURDAY), 0, 15),
    (Period(date(2024, 7, 4), date(2024, 7, 4)), 0, 15),  # not even on its Thursday
    (Period(date(2024, 7, 2), date(2024, 7, 7)), 35, 15),
    (Period(date(2024, 6, 28), date(2024, 7, 3)), 120, 15),
    (Period(date(2024, 7, 1), date(2024, 7, 7)), 130, 0),
    (Period(date(2024, 6, 28), date(2024, 7, 4)), 135, 0),  # that Thursday lies in it
    (Period(date(2024, 7, 5), date(2024, 7, 11)), 5, 0),  # and here it does not
]


@pytest.mark.parametrize(("period", "minutes", "unplaced"), UNPLACED)
def test_what_is_known_only_by_its_week(period: Period, minutes: int, unplaced: int) -> None:
    found = report.build_report(TWO_WEEKS, period, SATURDAY)
    assert (found.minutes, found.unplaced) == (minutes, unplaced)


def test_a_week_cut_by_the_period_has_no_target() -> None:
    names, rows = report.tabulate_report(
        report.build_report(TWO_WEEKS, period_of_months(2024, 6), SATURDAY), "week"
    )
    last = dict(zip(names, rows[-1], strict=True))
    assert (last["week"], last["to"], last["target"]) == ("2024-W26", "2024-06-30", 480)
    names, rows = report.tabulate_report(
        report.build_report(TWO_WEEKS, Period(date(2024, 6, 26), SATURDAY), SATURDAY), "week"
    )
    assert [row[1:4] for row in rows] == [
        ("2024-06-26", "2024-06-30", None),
        ("2024-07-01", "2024-07-06", None),
    ]


def test_the_terminal_and_the_site_agree() -> None:
    journal, _ = loader.load_journal(store.read_entries(ROOT)[0])
    figures = stats.build_figures(journal)
    whole = report.build_report(journal, None, date(2026, 11, 20))
    assert {
        row.key: row.minutes
        for row in report.list_report_rows(whole, "week")
        if row.sessions or row.notes
    } == {week: stats.sum_minutes(entries) for week, entries in figures.by_week.items()}
    assert whole.minutes == stats.sum_minutes(figures.entries)
    for by in ("item", "kind", "month"):
        assert sum(row.minutes for row in report.list_report_rows(whole, by)) == whole.minutes
    for row in report.list_report_rows(whole, "item"):
        assert row.key is None or figures.states[row.key].minutes == row.minutes
    year = period_of_months(2025, 1, 12)
    found = report.build_report(journal, year, date(2026, 11, 20))
    chart = CHARTS["calendar"](figures, date(2026, 11, 20), year, None)
    assert len(chart.rows) == report.sum_report_row(None, found.entries).days
    entries = [
        entry for entry in figures.entries if entry.day and year.first <= entry.day <= year.last
    ]
    assert (
        report.pick_shade_steps(stats.minutes_by(entries, lambda entry: entry.day).values())
        in report.LADDERS
    )


def test_the_whole_journal_begins_and_ends_with_the_weeks_of_its_work() -> None:
    """A week whose days are not known is no Thursday; the running one ends today."""
    files = {
        "entries/2024-W20.yaml": b"courses: {a: {done: 1}}\n",
        "entries/2024-W27.yaml": b"courses: {a: {done: 1}}\n",
    }
    built = report.build_report(loader.load_journal(files)[0], None, date(2024, 7, 3))
    assert built.period == Period(date(2024, 5, 13), date(2024, 7, 3))
    files["entries/2024-W20.yaml"] += b"sessions: [{start: 2024-05-15, minutes: 5}]\n"
    built = report.build_report(loader.load_journal(files)[0], None, date(2024, 7, 3))
    assert built.period == Period(date(2024, 5, 15), date(2024, 7, 3))
