"""`tracker` alone: the day at a glance."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.journal import NOW, PAYLOADS, ROOT, Scratch
from tracker import cli
from tracker.cli import layout
from tracker.model.journal import week_of

PLAN = """\
target: 5h
courses:
  zero: {title: Zero, units: [one, two], skills: [nets]}
  old: {title: Old}
papers: {later: {status: next}}
"""
WEEK = """\
goals: [Read it, {goal: Write it, outcome: done}]
sessions:
  - {start: 2024-07-01, minutes: 60, item: zero}
  - {start: 2024-07-02, item: zero, note: n}
  - {start: 2024-07-06 09:00, minutes: 50, item: zero/one}
  - {start: 2024-07-06 19:50, running: true, item: zero/two, id: 7kq2m9}
"""


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2024-07-06 15:00", "5 h 30, since 15:00  (tracker stop)"),
        ("2024-07-06 14:00", "6 h 30, since 14:00  (tracker stop --at TIME)"),
        ("2024-07-05 21:00", "23 h 30, since Fri 21:00  (tracker stop --at TIME)"),
        ("2024-06-20 21:00", "383 h 30, since 2024-06-20  (tracker stop --at TIME)"),
    ],
)
def test_a_timer_that_was_perhaps_forgotten_is_stopped_at_a_time(
    scratch: Scratch, start: str, words: str
) -> None:
    day = date.fromisoformat(start[:10])
    scratch.put(
        f"sessions: [{{start: {start}, running: true, item: zero/two, id: 7kq2m9}}]\n", week_of(day)
    )
    assert f"running    zero/two  {words}\n" in scratch.run().out


def test_in_the_first_full_week(scratch: Scratch) -> None:
    scratch.put("sessions: [{start: 2024-06-25, minutes: 60}]\n", "2024-W26")
    assert "  studied in the first full week\n" in scratch.run().out


def test_the_day(scratch: Scratch) -> None:
    scratch.put(PLAN, "plan")
    scratch.put("courses: {old: {status: active, notes: x}}\n", "2024-W02")
    scratch.put("courses: {zero: {gaps: [limits, sums]}}\n", "2024-W24")
    scratch.put(WEEK)
    ran = scratch.run()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Sat 6 July 2024                              2024-W27: 1 h 50 of 5 h, 1 day left",
        "running    zero/two  40 min, since 19:50  (tracker stop)",
        "today      zero 50 min",
        "week       Mo ▓ Tu ∘ We · Th · Fr · Sa ▒ Su ·  studied 1 of the last 8 weeks",
        "next       tracker log 45m zero/one  Zero",
        "           tracker log 45m later",
        "goals      1 [ ] Read it  (tracker set goal 1 done)",
        "           2 [x] Write it",
        'look again "sums" in zero, open for 3 weeks  (tracker set zero closed 2)',
        "resting?   old since January 2024  (tracker set old paused)",
    ]
    facts = json.loads(scratch.run("--json").out)
    assert facts["minutes"] == 110
    assert facts["target"] == 300
    assert facts["running"][0]["minutes"] == 40
    assert [each["number"] for each in facts["goals"]] == [1, 2]
    assert facts["gap"] == {
        "item": "zero",
        "number": 2,
        "gap": "sums",
        "found": "2024-W24",
        "weeks": 3,
    }
    assert [each["item"] for each in facts["untouched"]] == ["old"]
    assert facts["next"][0]["command"] == "tracker log 45m zero/one"


def test_items_left_alone_are_whole_or_counted(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [f"an-old-course-{n}" for n in range(4)]
    scratch.put("courses: {" + ", ".join(f"{id_}: {{}}" for id_ in ids) + "}\n", "plan")
    said = ", ".join(f"{id_}: {{status: active, notes: x}}" for id_ in ids)
    scratch.put(f"courses: {{{said}}}\n", "2024-W02")
    monkeypatch.setenv("COLUMNS", "80")
    last = scratch.run().out.splitlines()[-1]
    assert last == "resting?   an-old-course-0 since January 2024, 3 more"


def test_nothing_yet(scratch: Scratch) -> None:
    scratch.put("", "plan")
    assert scratch.run().out.splitlines() == [
        "Sat 6 July 2024                                     2024-W27: nothing logged yet",
        "today      nothing yet",
        "week       Mo · Tu · We · Th · Fr · Sa · Su ·",
    ]


@pytest.mark.parametrize(
    ("weeks", "line"),
    [
        ("x.x", None),
        ("x..x..xx..", None),  # two cases only
        ("x..x..x..x..", "two weeks so far; all three as long ended within another month"),
        ("x" + 6 * "." + "x" + 7 * "." + "x..x....x" + 4 * ".",
         "four weeks so far; all three as long ended within another month"),
        ("x....x....", None),
        (("x" + 9 * ".") * 4,
         "nine weeks so far; all three as long ended within another month"),
    ],
)  # fmt: skip
def test_a_break(weeks: str, line: str | None, scratch: Scratch) -> None:
    """A letter is a week before this one: it says how breaks ended, or nothing."""
    scratch.put(PLAN, "plan")
    for back, letter in enumerate(reversed(weeks), 1):
        if letter == "x":
            monday = date(2024, 7, 1) - timedelta(weeks=back)
            scratch.put(f"sessions: [{{start: {monday}, minutes: 60}}]\n", week_of(monday))
    lines = [each for each in scratch.run().out.splitlines() if each.startswith("break ")]
    assert lines == ([f"break      {line}"] if line else [])
    if line:
        assert json.loads(scratch.run("--json").out)["break"]["said"] == f"A break of {line}."
    scratch.run("log", "10m", "zero")
    assert "so far" not in scratch.run().out


def test_without_hours(scratch: Scratch) -> None:
    scratch.put("courses: {zero: {title: Zero}}", "plan")
    scratch.put("sessions: [{start: 2024-07-06, item: zero, note: read}]\n")
    out = scratch.run().out
    assert "2024-W27: 1 day of work" in out
    assert "today      1 note  zero" in out
    assert 'tracker note zero "..."' in out
    assert " min" not in out


def test_a_broken_week_is_one_line(scratch: Scratch) -> None:
    scratch.put("titel: x\n")
    scratch.put("titel: x\n", "2024-W26")
    ran = scratch.run()
    assert (ran.code, ran.err) == (3, "")
    assert ran.out.splitlines()[-1].startswith("problems   entries/2024-W26.yaml:1:1: ")
    assert ran.out.splitlines()[-1].endswith("(and 1 more file: tracker check)")


def test_a_note_of_today_stands_in_the_file_of_another_of_many_weeks(scratch: Scratch) -> None:
    """Weeks that are remembered for their sums have no notes."""
    monday = date(2023, 11, 6)
    for _ in range(34):
        scratch.put(f"sessions: [{{start: {monday}, minutes: 60}}]\n", week_of(monday))
        monday += timedelta(days=7)
    scratch.put("sessions: [{start: 2024-07-06, item: zero, note: the notes}]\n", "2024-W20")
    for _ in ("from the files", "from memory"):
        facts = json.loads(scratch.run("--json").out)
        assert facts["today"] == [{"item": "zero", "minutes": None, "note": "the notes"}]


def test_a_file_with_several_problems_is_one_line(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.put("gols: [x]\ngaols: [x]\n")
    monkeypatch.setenv("COLUMNS", "120")
    line = scratch.run().out.splitlines()[-1]
    assert line.startswith("problems   entries/2024-W27.yaml:")
    assert line.endswith("(tracker check)") and "(and" not in line


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_fourteen_lines_of_any_journal(
    columns: int, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    long = "ein sehr langes Wort " * 20
    goals = [long, *PAYLOADS.values()]
    scratch.put(json.dumps({"target": "5h", "goals": goals, "titel": 1}))
    gaps = {"zero-to-hero": {"gaps": goals}, "linear-algebra": {"gaps": [long]}}
    scratch.put(json.dumps({"courses": gaps}), "2024-W26")
    for number in range(10):
        scratch.run("log", "5m", f"item-{number}-{'x' * 30}", "--force")
    scratch.run("start", "zero-to-hero/gpt")
    example = Scratch.__new__(Scratch)
    example.folder = ROOT
    for journal, now in ((scratch, NOW), (example, datetime(2026, 11, 20, 20))):
        for days in range(0, 21, 5):
            ran = journal.run(now=now + timedelta(days=days))
            lines = ran.out.splitlines()
            assert len(lines) <= 14
            assert max(map(layout.count_cells, lines)) <= columns
            assert ran.out.replace("\n", "").isprintable()


def test_the_flags_before_a_command(scratch: Scratch) -> None:
    assert json.loads(scratch.run("--json", "week").out)["week"] == "2024-W27"


def test_outside_a_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main([], NOW) == 1
    out, err = capsys.readouterr()
    assert "tracker init" in out
    assert "no journal here" in err
    assert cli.main(["--json"], NOW) == 1
    assert capsys.readouterr().out == ""
