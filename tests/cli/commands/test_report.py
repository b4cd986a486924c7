"""The report command: for people and for programs, with broken weeks, and what it reads."""

import csv
import io
import json
import os
from datetime import datetime

import pytest

from tests.journal import Scratch

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
        "selection": None,
        "minutes": 80,
        "sessions": 2,
        "days": 2,
        "notes": 0,
        "target": 480,
        "days_left": 1,
        "unplaced": 0,
        "running": [],
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
                "notes": 0,
            },
            {
                "item": "p",
                "title": None,
                "kind": "papers",
                "minutes": 20,
                "sessions": 1,
                "days": 1,
                "notes": 0,
            },
        ],
    }
    empty = json.loads(Scratch(scratch.folder / "empty", None).run("report", "all", "--json").out)
    assert (empty["from"], empty["to"], empty["rows"]) == (None, None, [])


CSVS = {
    "item": 'item,title,kind,minutes,sessions,days,notes\na,"\'=Course, A",courses,60,1,1,0\np,,papers,20,1,1,0\n',
    "kind": "kind,minutes,sessions,days,notes\ncourses,60,1,1,0\npapers,20,1,1,0\n",
    "skill": "skill,minutes,sessions,days,notes\nmaths,60,1,1,0\n,20,1,1,0\n",
    "month": "month,minutes,sessions,days,notes\n2024-07,80,2,2,0\n",
    "week": "week,from,to,target,minutes,sessions,days,notes\n2024-W27,2024-07-01,2024-07-07,480,80,2,2,0\n",
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


def test_the_rows_may_be_named_without_dashes(scratch: Scratch) -> None:
    put_two_weeks(scratch)
    assert scratch.run("report", "2024", "by", "week") == scratch.run(
        "report", "2024", "--by", "week"
    )
    ran = scratch.run("report", "by", "colour")
    assert (ran.code, ran.out) == (2, "")
    assert "by what? --by day, week, month, item, kind, skill; got 'colour'" in ran.err
    scratch.put("courses: {by: {}, week: {}}\n", "plan")
    assert "by, week" in scratch.run("report", "by", "week").out, "ids come first"


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
    assert (ran.code, ran.out) == (0, "kind,minutes,sessions,days,notes\nprojects,60,1,1,0\n")


def test_a_short_report_leaves_nothing_behind(scratch: Scratch) -> None:
    put_two_weeks(scratch)
    for words in (["report"], ["report", "all"], ["week"], []):
        scratch.run(*words)
    assert sorted(os.listdir(scratch.folder)) == ["entries"]


# ---- a part of the work

PARTS = """\
target: 2h
courses: {a: {done: [one]}}
sessions:
  - {start: 2024-07-01 20:00, minutes: 60, item: a/one, note: The Softmax}
  - {start: 2024-07-02, minutes: 20, item: p, note: softmax again}
  - {start: 2024-07-03, minutes: 5}
"""


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        (["a"], 60),
        (["a", "p"], 80),
        (["p", "week"], 20),
        (["papers"], 20),
        (["other"], 5),
        (["skill one"], 60),
        (["a/one"], 60),
        (["/softmax/"], 80),
        (["a", "--text", "SOFTMAX"], 60),
        (["a", "--since", "2024-07-02"], 0),
        (["--until", "2024-07-02", "--since", "2024-06"], 80),
        (["a", "2024"], 60),
    ],
)
def test_a_part_of_the_work(scratch: Scratch, words: list[str], minutes: int) -> None:
    plan = (
        "courses: {a: {units: [one, two], skills: [skill one, other skill, x]}}\npapers: {p: {}}\n"
    )
    scratch.put(plan, "plan")
    scratch.put(PARTS)
    facts = json.loads(scratch.run("report", *words, "--json").out)
    assert facts["minutes"] == minutes
    assert sum(row["minutes"] for row in facts["rows"]) == minutes
    for by in ("day", "week", "month", "item", "kind", "skill"):
        rows = scratch.run("report", *words, "--by", by, "--csv").out.splitlines()[1:]
        names = scratch.run("report", *words, "--by", by, "--csv").out.splitlines()[0].split(",")
        assert sum(int(row.split(",")[names.index("minutes")]) for row in rows) == minutes
    words_below = "Where an item has several skills, its time is split"
    is_split = facts["minutes"] > 0 and "a" in [row["item"] for row in facts["rows"]]
    by_skill = " ".join(scratch.run("report", *words, "--by", "skill").out.split())
    assert (words_below in by_skill) == is_split
    if words[:1] != ["--until"]:
        assert facts["target"] is None
        assert " of 2 h" not in scratch.run("report", *words).out
