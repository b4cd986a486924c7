"""week, report and plan: what they say, what they read, and what programs get of them."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import ROOT, Scratch, environment
from tests.tools.generate import written
from tracker import cached_reader, store
from tracker.charts import CHARTS
from tracker.cli import marks
from tracker.figures import report, standings, stats
from tracker.figures.report import Aim
from tracker.format import loader
from tracker.model.journal import Journal, Period, Session, Start, Week
from tracker.model.periods import period_of_months, week_around
from tracker.model.plan import Plan

SATURDAY = date(2024, 7, 6)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Scratch(tmp_path / "j")


WEEK = """\
title: Catching the train
target: 4h
goals: [read, {goal: write, outcome: done}]
courses: {zero-to-hero: {done: [micrograd]}}
sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: zero-to-hero/micrograd}
  - {start: 2024-07-03, minutes: 30}
  - {start: 2024-W27, minutes: 15, item: vaswani2017}
"""


# ---- a week


def test_week_at_a_glance(scratch: Scratch) -> None:
    scratch.put(WEEK)
    assert scratch.run("week") == (0, WEEK_SAID, "")
    assert scratch.run("week", "2024-W27").out == WEEK_SAID
    later = scratch.run("week", "last", now=datetime(2024, 7, 8)).out
    assert later == WEEK_SAID.replace(", 1 day left", "")


WEEK_SAID = """\
2024-W27, 1 to 7 July 2024: Catching the train
1 h 45 of 4 h, 1 day left
━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌

  Mon               1 h  ████████████████████████████████████████
  Tue                 -
  Wed            30 min  ████████████████████
  Thu                 -
  Fri                 -
  Sat                 -
  Sun                 -
  day not known  15 min  ██████████

  zero-to-hero     1 h  ████████████████████████████████████████
  other         30 min  ████████████████████
  vaswani2017   15 min  ██████████

  done  zero-to-hero: micrograd
  open  read
  done  write
"""


def test_week_for_programs(scratch: Scratch) -> None:
    scratch.put(WEEK)
    facts = json.loads(scratch.run("week", "--json").out)
    assert list(facts) == [
        *(
            "week",
            "from",
            "to",
            "title",
            "minutes",
            "target",
            "days_left",
            "days",
            "items",
            "goals",
            "done",
        )
    ]
    assert (facts["minutes"], facts["target"], facts["days_left"]) == (105, 240, 1)
    assert facts["days"]["2024-07-01"] == 60
    assert facts["items"] == {"zero-to-hero": 60, "other": 30, "vaswani2017": 15}
    assert facts["goals"][0] == {"goal": "read", "outcome": None, "why": None}
    assert facts["done"] == {"zero-to-hero": ["micrograd"]}
    assert json.loads(scratch.run("week", "2024-W26", "--json").out)["days_left"] is None


def test_week_heeds_the_night_owl(scratch: Scratch) -> None:
    scratch.put('day_starts: "04:00"\n', "plan")
    scratch.run("log", "30m", "--at", "2024-07-01 01:00")
    assert "nothing logged yet" in scratch.run("week").out
    assert "30 min" in scratch.run("week", "last").out
    # Monday at half past one is Sunday night.
    assert scratch.run("week", now=datetime(2024, 7, 8, 1, 30)).out.startswith("2024-W27,")
    assert scratch.run("week", now=datetime(2024, 7, 8, 4, 0)).out.startswith("2024-W28,")


@pytest.mark.parametrize("name", ["2021-W53", "27", "next", "2024-W27 "])
def test_week_refused(name: str, scratch: Scratch) -> None:
    ran = scratch.run("week", name)
    assert (ran.code, ran.out) == (1, "")
    assert "say this or last" in ran.err


AIMS = [
    (320, Aim(480, 3), "5 h 20 of 8 h, 3 days left"),
    (320, Aim(480, 1), "5 h 20 of 8 h, 1 day left"),
    (320, Aim(480, 0), "5 h 20 of 8 h, on the last day"),
    (320, Aim(480, None), "5 h 20 of 8 h"),
    (540, Aim(480, 2), "9 h of 8 h, 2 days left"),
    (320, Aim(None, 3), "5 h 20"),
    (0, Aim(480, 3), "nothing of 8 h yet, 3 days left"),
    (0, Aim(480, 0), "nothing of 8 h yet, on the last day"),
    (0, Aim(480, None), "nothing of 8 h"),
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


def test_a_week_that_is_over_never_says_yet(scratch: Scratch) -> None:
    for words in (
        ["week", "last"],
        ["report", "last", "week"],
        ["report", "2023"],
        ["report", "yesterday"],
    ):
        ran = scratch.run(*words)
        assert ran.code == 0
        assert "nothing logged" in ran.out
        assert "yet" not in ran.out
    assert "nothing logged yet" in scratch.run("report", "week").out


def test_a_week_that_cannot_be_read_is_said(scratch: Scratch) -> None:
    scratch.put("title: a: b\n")
    for words in (["week"], ["week", "--json"]):
        ran = scratch.run(*words)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("entries/2024-W27.yaml:1:9: a colon and a space inside a text")
        assert "1 week could not be read and is not counted" in ran.err
    scratch.put(WEEK + "  - {start: 2024-07-04, minutes: many}\ntitel: x\n")
    ran = scratch.run("week")
    assert (ran.code, "1 h 45 of 4 h" in ran.out) == (3, True)
    assert "expected a whole number, got 'many' (and 1 more: tracker check)" in ran.err


def test_a_week_that_cannot_be_opened_is_said(scratch: Scratch) -> None:
    scratch.path().mkdir()
    ran = scratch.run("week")
    assert (ran.code, ran.out) == (3, "")
    assert "entries/2024-W27.yaml: expected a file, found a folder" in ran.err


# ---- week --edit


def editor(folder: Path, does: str) -> str:
    path = folder / "editor.py"
    path.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{does}\n")
    return f"{sys.executable} {path}"


EDITED = [
    ("path.write_text('title: x\\n')", 0, "All good: entries/2024-W27.yaml\n", ""),
    (
        "path.write_text('titel: x\\n')",
        3,
        "entries/2024-W27.yaml:1:1: titel: unknown key; did you mean 'title'?\n",
        "",
    ),
    ("pass", 0, "2024-W27 has no file, and needs none\n", ""),
    ("sys.exit(2)", 1, "", "ended with 2"),
]


@pytest.mark.parametrize(("does", "code", "out", "err"), EDITED)
def test_edit(
    does: str, code: int, out: str, err: str, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(scratch.folder, does))
    ran = scratch.run("week", "--edit")
    assert (ran.code, ran.out) == (code, out)
    assert err in ran.err


def test_edit_without_an_editor(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    ran = scratch.run("week", "--edit")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be started" in ran.err


# ---- report: rows


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
            ("2024-07-01", 80, 2, 1),
            ("2024-07-02", 0, 0, 0),
            ("2024-07-03", 30, 1, 1),
            ("2024-07-04", 0, 0, 0),
        ),
        *(
            ("2024-07-05", 0, 0, 0),
            ("2024-07-06", 0, 0, 0),
            ("2024-07-07", 5, 1, 1),
            (None, 15, 1, 0),
        ),
    ],
    "week": [("2024-W27", 130, 5, 3)],
    "month": [("2024-07", 130, 5, 3)],
    "item": [
        ("a", 60, 1, 1),
        (None, 30, 1, 1),
        ("p", 20, 1, 1),
        ("b", 15, 1, 0),
        ("https://x.org/1", 5, 1, 1),
    ],
    "kind": [("courses", 75, 2, 1), ("other", 30, 1, 1), ("papers", 25, 2, 2)],
    "skill": [("maths", 80, 2, 1), ("code", 60, 1, 1), (None, 50, 3, 2)],
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
        row.key: row.minutes for row in report.list_report_rows(whole, "week") if row.sessions
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


# ---- report: for programs


def put_two_weeks(scratch: Scratch) -> None:
    scratch.put(
        "target: 8h\ncourses: {a: {title: '=Course, A', skills: [maths]}}\npapers: {p: {}}\n",
        "plan",
    )
    scratch.put("sessions: [{start: 2024-06-30, minutes: 10, item: a}]\n", "2024-W26")
    scratch.put(
        "sessions:\n  - {start: 2024-07-01, minutes: 60, item: a}\n  - {start: 2024-07-02, minutes: 20, item: p}\n"
    )


def test_json(scratch: Scratch) -> None:
    put_two_weeks(scratch)
    assert json.loads(scratch.run("report", "--json").out) == {
        "from": "2024-07-01",
        "to": "2024-07-07",
        "minutes": 80,
        "sessions": 2,
        "days": 2,
        "target": 480,
        "days_left": 1,
        "unplaced": 0,
        "unread": [],
        "consistency": None,
        "pace": None,
        "rhythm": {
            "weekdays": [60, 20, 0, 0, 0, 0, 0],
            "hours": [0] * 24,
            "no_hour": 80,
            "no_day": 0,
        },
        "by": "item",
        "rows": [
            {
                "item": "a",
                "title": "=Course, A",
                "kind": "courses",
                "minutes": 60,
                "sessions": 1,
                "days": 1,
            },
            {"item": "p", "title": None, "kind": "papers", "minutes": 20, "sessions": 1, "days": 1},
        ],
    }
    empty = json.loads(Scratch(scratch.folder / "empty", None).run("report", "all", "--json").out)
    assert (empty["from"], empty["to"], empty["rows"]) == (None, None, [])


CSVS = {
    "item": 'item,title,kind,minutes,sessions,days\na,"\'=Course, A",courses,60,1,1\np,,papers,20,1,1\n',
    "kind": "kind,minutes,sessions,days\ncourses,60,1,1\npapers,20,1,1\n",
    "skill": "skill,minutes,sessions,days\nmaths,60,1,1\n,20,1,1\n",
    "month": "month,minutes,sessions,days\n2024-07,80,2,2\n",
    "week": "week,from,to,target,minutes,sessions,days\n2024-W27,2024-07-01,2024-07-07,480,80,2,2\n",
}


@pytest.mark.parametrize("by", CSVS)
def test_csv(by: str, scratch: Scratch) -> None:
    put_two_weeks(scratch)
    assert scratch.run("report", "--csv", "--by", by) == (0, CSVS[by], "")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "\tx", "\nx", "a=1", "plain"])
def test_no_cell_is_a_formula(title: str, scratch: Scratch) -> None:
    scratch.put(f"courses: {{a: {{title: {json.dumps(title)}}}}}\n", "plan")
    scratch.put("sessions: [{start: 2024-07-01, minutes: 60, item: a}]\n")
    _, row = csv.reader(io.StringIO(scratch.run("report", "--csv").out))
    assert row[1] == (title if title[0] in "ap" else f"'{title}")


def test_json_keeps_what_a_terminal_must_not_see(scratch: Scratch) -> None:
    scratch.put("courses: {a: {title: 'x\u202ey [red]z[/red]'}}\n", "plan")
    scratch.put("sessions: [{start: 2024-07-01, minutes: 60, item: a}]\n")
    out = scratch.run("report", "--json").out
    assert "\u202e" not in out
    assert json.loads(out)["rows"][0]["title"] == "x\u202ey [red]z[/red]"
    drawn = scratch.run("plan").out
    assert "xy [red]z[/red]" in drawn


@pytest.mark.parametrize("words", [["--json", "--csv"], ["--by", "colour"], ["--by"]])
def test_wrong_usage(words: list[str], scratch: Scratch) -> None:
    assert scratch.run("report", *words)[:2] == (2, "")


@pytest.mark.parametrize("words", ["2024-W99", "last monday", "2024-07-14..2024-07-01", "weekly"])
def test_report_refused(words: str, scratch: Scratch) -> None:
    ran = scratch.run("report", *words.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


# ---- broken weeks


def test_a_broken_week_hides_no_other(scratch: Scratch) -> None:
    put_two_weeks(scratch)
    scratch.put("title: a: b\n", "2024-W26")
    for words in (
        ["report", "2024"],
        ["report", "2024", "--json"],
        ["report", "2024", "--csv"],
        ["plan"],
    ):
        ran = scratch.run(*words)
        assert ran.code == 3
        assert "1 h" in ran.out or "60" in ran.out
        assert ran.err.startswith("entries/2024-W26.yaml:1:9: ")
        assert "1 week could not be read and is not counted" in ran.err
    assert json.loads(scratch.run("report", "2024", "--json").out)["unread"] == ["2024-W26"]
    assert scratch.run("report", "week").code == 0  # which that week is no part of


def test_what_makes_sums_wrong_is_said(scratch: Scratch) -> None:
    scratch.put("sessions:\n" + 2 * "  - {start: 2024-07-01, minutes: 60, id: aaaaaa}\n")
    ran = scratch.run("report")
    assert (ran.code, "'aaaaaa' names two sessions" in ran.err) == (3, True)
    scratch.put("sessions: [{start: 2024-06-01, minutes: 60}]\n")
    ran = scratch.run("week")
    assert (ran.code, "expected a day of 2024-W27" in ran.err) == (3, True)
    scratch.put("sessions: []\n")
    scratch.put("sessions: [{start: 2021-12-31, minutes: 60}]\n", "2021-W53")
    ran = scratch.run("report", "all")
    assert ran.code == 3
    assert (
        ran.err
        == "entries/2021-W53.yaml: not counted, for a week's file is named like 2024-W27.yaml\n"
    )


def test_a_broken_plan_is_said(scratch: Scratch) -> None:
    scratch.put("titel: x\n", "plan")
    for words in (["report"], ["week"], ["plan"]):
        ran = scratch.run(*words)
        assert ran.code == 3
        assert "entries/plan.yaml:1:1: titel: unknown key" in ran.err


# ---- only what is needed is read


def test_only_the_weeks_of_the_period_are_read(scratch: Scratch) -> None:
    """A week that is broken is said if it is read."""
    put_two_weeks(scratch)
    for name in ("2024-W25", "2024-W28", "2024-W29"):
        scratch.put("x: y: z\n", name)
    assert (
        scratch.run("week").code
        == scratch.run("report", "week").code
        == scratch.run("report", "last 13d").code
        == 0
    )
    scratch.put('day_starts: "04:00"\n', "plan")
    for words in (["week"], ["report", "week"]):
        ran = scratch.run(*words)
        assert (ran.code, "2024-W28" in ran.err, "2024-W29" in ran.err, "2024-W25" in ran.err) == (
            3,
            True,
            False,
            False,
        )


def test_a_night_counts_where_the_day_began(scratch: Scratch) -> None:
    scratch.put('day_starts: "04:00"\n', "plan")
    scratch.put("sessions: [{start: 2024-07-08 01:30, minutes: 60}]\n", "2024-W28")
    rows = {
        row["day"]: row["minutes"]
        for row in json.loads(scratch.run("report", "--by", "day", "--json").out)["rows"]
    }
    assert rows["2024-07-07"] == 60
    assert "nothing" in scratch.run("report", "2024-W28").out
    assert "1 h" in scratch.run("report", "today", now=datetime(2024, 7, 8, 3, 0)).out


def test_another_week_may_know_what_an_item_is(scratch: Scratch) -> None:
    """The plan does not know it; a record of May says that it is a project."""
    scratch.put("projects: {thing: {status: active}}\n", "2024-W20")
    scratch.put("sessions: [{start: 2024-07-01, minutes: 60, item: thing}]\n")
    scratch.put("x: y: z\n", "2024-W21")
    ran = scratch.run("report", "--by", "kind", "--csv")
    assert (ran.code, ran.out) == (0, "kind,minutes,sessions,days\nprojects,60,1,1\n")


# ---- the memory


@pytest.fixture
def years(tmp_path: Path) -> Path:
    return written(tmp_path / "years", weeks=60, sessions=5, words=20)


def read(root: Path) -> tuple[cached_reader.JournalReading, stats.Figures]:
    plan, _ = cached_reader.read_plan_with_faults(str(root))
    found = cached_reader.read_weeks(str(root), plan, None)
    return found, stats.build_figures(found.journal)


def told(root: Path) -> list[object]:
    """All that sums can tell."""
    found, figures = read(root)
    entries = [entry._replace(session=None) for entry in figures.entries]
    standings = [
        (state._replace(item=None, sayings=()), len(state.sayings))
        for state in figures.states.values()
    ]
    targets = [(week.name, week.title, week.target) for week in found.journal.weeks]
    return [entries, standings, targets, found.faults, found.unread]


def memory(root: Path) -> Path:
    return root / ".tracker" / cached_reader.MEMORY


def test_the_memory_changes_no_answer(years: Path) -> None:
    (years / "entries/2017-W20.yaml").write_text("title: a: b\n")
    (years / "entries/2017-W21.yaml").write_text(
        "titel: x\nsessions: [{start: 2017-W21, minutes: 5, running: true}]\n"
    )
    anew = told(years)
    assert memory(years).exists()
    assert (years / ".tracker/.gitignore").read_text() == "*\n"
    assert sorted(os.listdir(years / ".tracker")) == [".gitignore", cached_reader.MEMORY]
    assert told(years) == anew
    whole, _ = loader.load_journal(store.read_entries(years)[0])
    entries = [entry._replace(session=None) for entry in stats.build_figures(whole).entries]
    assert anew[0] == entries


def test_a_changed_week_is_read_again(years: Path) -> None:
    """Of the same size and time, as an editor or a copy may leave it."""
    path = years / "entries/2017-W20.yaml"
    before, was = told(years), path.stat()
    data = path.read_bytes()
    at = data.index(b"minutes: ") + len(b"minutes: ")
    changed = data[:at] + (b"1" if data[at : at + 1] != b"1" else b"2") + data[at + 1 :]
    path.write_bytes(changed)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    after = told(years)
    assert after != before
    memory(years).unlink()
    assert told(years) == after
    path.unlink()
    assert len(told(years)[0]) < len(after[0])


CORRUPT = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "garbage": lambda data: b"\x00\xff" * 100,
    "a letter": lambda data: data.replace(b"60", b"61", 1),
    "no JSON": lambda data: data.partition(b"\n")[0] + b"\n{",
    "another head": lambda data: b"0" * 32 + data[32:],
    "deep": lambda data: b"[" * 100_000,
}


@pytest.mark.parametrize("how", CORRUPT)
def test_a_corrupt_memory_is_ignored_and_mended(how: str, years: Path) -> None:
    anew = told(years)
    whole = memory(years).read_bytes()
    memory(years).write_bytes(CORRUPT[how](whole))
    assert told(years) == anew
    assert memory(years).read_bytes() == whole


def test_a_memory_that_cannot_be_kept_is_no_matter(years: Path) -> None:
    (years / ".tracker").write_text("a file")
    assert told(years)[3] == ()
    (years / ".tracker").unlink()
    (years / ".tracker").mkdir()
    left = years / ".tracker" / f"{cached_reader.MEMORY}.4711.new"
    left.write_text("of a report that was killed")
    os.utime(left, (0, 0))
    anew = told(years)
    assert not left.exists()
    assert told(years) == anew
    assert memory(years).exists()


def test_of_another_program_nothing_is_believed(
    years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = told(years)
    other = years / "loader.py"
    other.write_text("another loader")
    was = memory(years).read_bytes()
    monkeypatch.setattr(cached_reader.loader, "__file__", str(other))
    assert cached_reader._read_memory(str(years)) == {}
    assert told(years) == anew
    assert memory(years).read_bytes() != was


def test_a_short_report_leaves_nothing_behind(scratch: Scratch) -> None:
    put_two_weeks(scratch)
    for words in (["report"], ["report", "all"], ["week"], ["plan"]):
        scratch.run(*words)
    assert sorted(os.listdir(scratch.folder)) == ["entries"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6), st.none() | st.integers(0, 1439), st.integers(1, 999), st.booleans()
        ),
        max_size=8,
    )
)
def test_what_is_remembered_is_what_was_read(
    sessions: list[tuple[int, int | None, int, bool]],
) -> None:
    lines = [
        "title: x",
        "target: 90m",
        "courses: {a: {done: [u]}, b: {done: 2, status: paused}}",
        "sessions:",
    ]
    for day, minute, minutes, whole in sessions:
        at = "" if minute is None else f" {minute // 60:02}:{minute % 60:02}"
        lines.append(
            f"  - {{start: {'2024-W27' if whole else f'2024-07-0{day + 1}{at}'}, minutes: {minutes}, item: a/u}}"
        )
    seen = cached_reader.inspect_week_file("2024-W27", "\n".join(lines).encode())
    packed = json.loads(json.dumps(cached_reader._pack_week("", seen)))
    assert cached_reader._unpack_week("2024-W27", packed) == seen


# ---- plan


def test_plan(scratch: Scratch) -> None:
    scratch.put(CURRICULUM, "plan")
    scratch.put(
        "courses: {z: {done: [micrograd]}, old: {done: 3}}\npapers: {q: {read: once}}\n"
        "sessions: [{start: 2024-07-02, minutes: 200, item: z}, {start: 2024-07-03, minutes: 30, item: walk}]\n"
    )
    ran = scratch.run("plan")
    assert (ran.out, ran.err, ran.code) == (PLAN_SAID, "", 0)
    everything = scratch.run("plan", "--all").out
    assert "later\n" in everything
    assert "No forecast. There is too little to go by: fewer than six whole weeks" in everything
    assert "    after lin and z; next: a" in everything
    assert "dropped\n  gone" in everything


CURRICULUM = """\
title: From web developer to ML engineer
target: 8h
deadline: 2024-07-20
courses:
  old: {title: Old, units: 3}
  z: {title: "Zero to Hero", units: {micrograd: Micrograd, mlp: A perceptron}}
  lin: {title: Linear algebra, units: 12}
  deep: {title: Deep, units: [a, b], after: [lin, z]}
  gone: {status: dropped}
papers: {p: {title: A paper with a title that is much too long for one line of a terminal}, q: {title: Q}}
projects: {walk: {title: A walk, estimate: 2h}}
"""
PLAN_SAID = """\
From web developer to ML engineer
1 of 4 courses, 1 of 2 papers and 0 of 1 project done
this week: 3 h 50 of 8 h, 1 day left
deadline: 20 July 2024, 14 days left
The courses are about 6 % done: 4 of 19 units, 3 h 20 of about 53 h.

active
  walk  A walk                                 ━━━╌╌╌╌╌╌╌  30 min of 2 h  30 min
    last touched 3 days ago
  z     Zero to Hero                           ━━━━━╌╌╌╌╌         1 of 2  3 h 20
    last touched 4 days ago; next: mlp, A perceptron

next
  lin   Linear algebra                         ╌╌╌╌╌╌╌╌╌╌        0 of 12

later
  deep  Deep                                   ╌╌╌╌╌╌╌╌╌╌         0 of 2
  p     A paper with a title that is much to…

done
  old   Old                                                     2024-W27
  q     Q                                                       2024-W27

dropped  1
"""


def test_plan_for_programs(scratch: Scratch) -> None:
    scratch.put(CURRICULUM, "plan")
    scratch.put("sessions: [{start: 2024-07-02, minutes: 200, item: z}]\n")
    facts = json.loads(scratch.run("plan", "--json").out)
    head = [
        "title",
        "week",
        "deadline",
        "days_left",
        "done",
        "consistency",
        "pace",
        "share",
        "forecast",
        "items",
    ]
    assert list(facts) == head
    assert (facts["consistency"], facts["pace"]) == (None, None)
    assert (facts["share"]["items"], facts["share"]["units"]) == ([0, 7], [0, 19])
    assert facts["week"] == {"week": "2024-W27", "minutes": 200, "target": 480, "days_left": 1}
    assert facts["done"]["courses"] == {"done": 0, "of": 4}
    by_id = {item["id"]: item for item in facts["items"]}
    assert list(by_id["z"]) == [
        *(
            "id",
            "kind",
            "title",
            "status",
            "done",
            "total",
            "measure",
            "minutes",
            "first",
            "last",
            "finished",
        ),
        *("next", "waits_for", "forecast"),
    ]
    assert (by_id["z"]["status"], by_id["z"]["next"]) == ("active", "micrograd")
    assert by_id["deep"]["waits_for"] == ["lin", "z"]


def test_an_empty_plan_says_what_to_do(tmp_path: Path) -> None:
    ran = Scratch(tmp_path / "j", None).run("plan")
    assert (ran.code, "Nothing planned yet: tracker add" in ran.out) == (0, True)


def test_what_comes_next_where_nothing_is_called_so() -> None:
    plan = loader.load_plan("", b"courses: {a: {after: [b]}, b: {}, c: {}}")[0] or Plan()
    groups = standings.group_standings(standings.list_standings(stats.build_figures(Journal(plan))))
    assert {name: [one.state.id for one in group] for name, group in groups.items()} == {
        "next": ["b"],
        "later": ["a", "c"],
    }


# ---- what is drawn


def test_a_year_is_a_heatmap(scratch: Scratch) -> None:
    days = [date(2024, 1, 1).toordinal() + 9 * n for n in range(40)]
    by_week: dict[str, str] = {}
    for n, day in enumerate(map(date.fromordinal, days)):
        name = f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02}"
        by_week[name] = (
            by_week.get(name, "sessions:\n") + f"  - {{start: {day}, minutes: {10 + 5 * n}}}\n"
        )
    for name, text in by_week.items():
        scratch.put(text, name)
    out = scratch.run("report", "2024", now=datetime(2024, 12, 31, 20)).out
    lines = out.splitlines()
    assert lines[3] == "Studied in 40 of 52 weeks: 1 h 23 a week on average."
    assert lines[4] == "Spread over the week; the hours are not known."
    lines = lines[3:]
    assert lines[3].split() == [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ]
    assert [line[2:4] for line in lines[4:11]] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    cells = "".join(line[5:] for line in lines[4:11])
    assert len(cells.replace(" ", "")) == 366
    assert sum(cells.count(letter) for letter in "░▒▓█") == 40
    assert all(len(line) <= 80 for line in lines)
    assert "or more" in out


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    example = Scratch.__new__(Scratch)
    example.folder = ROOT
    now = datetime(2026, 11, 20, 20)
    for words in (
        ["week"],
        ["report", "year"],
        ["report", "month"],
        ["report", "all", "--by", "skill"],
        ["plan", "--all"],
    ):
        out = example.run(*words, now=now).out
        assert max(map(marks.cell_len, out.splitlines())) <= min(columns, 120)


def test_ascii_where_there_is_no_more(scratch: Scratch) -> None:
    scratch.put(WEEK)
    for words in (["week"], ["report", "year"], ["report", "--json"], ["plan"]):
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            cwd=scratch.folder,
            env=environment(PYTHONIOENCODING="ascii"),
            capture_output=True,
            check=True,
        )
        assert done.stdout.isascii()
        assert b"?" not in done.stdout


SHOWN = [
    ({}, [], True),
    ({"NO_COLOR": "1"}, [], False),
    ({"NO_COLOR": ""}, [], True),
    ({"TERM": "dumb"}, [], False),
    ({}, ["--no-color"], False),
]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("env", "words", "colour"), SHOWN)
def test_colour_and_width_in_a_terminal(
    env: dict[str, str], words: list[str], colour: bool, scratch: Scratch
) -> None:
    scratch.put(WEEK)
    for columns in (60, 100):
        shown = in_terminal(scratch.folder, ["week", *words], columns, {"TERM": "xterm", **env})
        assert ("\x1b[" in shown) is colour
        widest = max(len(line) for line in shown.splitlines() if "\x1b" not in line)
        assert widest <= columns


def in_terminal(folder: Path, words: list[str], columns: int, env: dict[str, str]) -> str:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    full = {key: value for key, value in environment(**env).items() if key != "COLUMNS"}
    if "NO_COLOR" not in env:
        full.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", *words], cwd=folder, env=full, stdout=theirs, stdin=theirs
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # Linux says so at the end
                break
            if not more:
                break
            shown += more
    os.close(ours)
    return shown.decode()


def test_rich_is_imported_only_where_something_is_drawn(scratch: Scratch) -> None:
    scratch.put(WEEK)
    code = "import sys; from tracker import cli; cli.main(sys.argv[1:]); sys.exit(9 if 'rich' in sys.modules else 0)"
    for words, drawn in (
        (["log", "5m"], False),
        (["week", "--json"], False),
        (["report", "--json"], False),
        (["report", "--csv"], False),
        (["plan", "--json"], False),
        (["report"], True),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=scratch.folder,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == (9 if drawn else 0), words


def test_a_reader_that_leaves_is_no_matter() -> None:
    head = shutil.which("head")
    if not head:
        pytest.skip("no head here")
    command = f"{sys.executable} -m tracker report all --by day | {head} -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment(), capture_output=True, check=True
    )
    assert done.stderr == b""


def test_marks() -> None:
    pens = {utf8: marks.Pen(80, False, utf8) for utf8 in (True, False)}
    assert [
        marks.render_bar(pens[True], share, 4).plain for share in (0, 0.001, 0.25, 0.5, 0.53, 1, 2)
    ] == [*("", "▏", "█", "██", "██▏", "████", "████")]
    assert [marks.render_bar(pens[False], share, 4).plain for share in (0, 0.001, 0.5, 1)] == [
        "",
        "#",
        "##",
        "####",
    ]
    assert marks.render_sparkline(pens[True], [0, 1, 4, 8]).plain == " ▁▄█"
    assert marks.render_sparkline(pens[False], [0, 1, 4, 8]).plain == " .=@"
    assert marks.render_sparkline(pens[True], [1] * 24).plain == "█" * 12
    assert marks.render_sparkline(pens[True], [0, 0]).plain == "  "
    assert marks.render_progress_bar(pens[True], 0.5, 4).plain == "━━╌╌"
    assert marks.render_progress_bar(pens[True], 7, 4).plain == "━━━━"
