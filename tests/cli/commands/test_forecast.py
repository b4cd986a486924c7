"""The forecast command, and the file of kept forecasts that it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.figures.steady import PLAN, STEADY, files
from tests.journal import Scratch, environment

# ---- kept ----------------------------------------------------------------------------------------------------------

LINE = "{made: 2024-W05, item: zero, measure: units, done: 10, of: 15, p50: 2024-02-18, p80: 2024-03-10}"


# ---- the command ---------------------------------------------------------------------------------------------------

NOW = datetime(2024, 2, 27, 20)  # a Tuesday, 2024-W09


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    own = Scratch(tmp_path / "journal", None)
    for path, data in files(STEADY, [240, 0, 180, 240, 0, 200, 240, 200]).items():
        (own.folder / path).write_bytes(data)
    return own


def test_keeping_is_one_line_each_and_once_a_week(scratch: Scratch) -> None:
    assert scratch.run("forecast", "zero", "--keep", now=NOW).out == (
        "Kept 2024-W09's forecast of zero. Undo: tracker undo\n"
    )
    once = scratch.data("forecasts")
    assert scratch.run("forecast", "--keep", now=NOW).code == 0
    both = scratch.data("forecasts")
    assert both.startswith(once)
    assert both.count(b"\n") == once.count(b"\n") + 2  # the book and the plan
    assert "kept already" in scratch.run("forecast", "--keep", now=NOW + timedelta(days=5)).out
    assert scratch.data("forecasts") == both
    assert scratch.run("forecast", "--keep", now=NOW + timedelta(days=6)).code == 0
    assert scratch.data("forecasts").startswith(both)
    assert scratch.run("check").out == "All good: 8 weeks, no problems\n"
    assert scratch.run("undo").code == 0
    assert scratch.data("forecasts") == both


def test_the_first_keep_is_undone_whole(scratch: Scratch) -> None:
    scratch.run("forecast", "--keep", now=NOW)
    assert scratch.run("undo").code == 0
    assert not scratch.path("forecasts").exists()


@pytest.mark.parametrize(
    "text",
    [
        f"forecasts:\n- {LINE}\n",
        f"# mine\r\nforecasts:\r\n    - {LINE}   # first\r\n",
        f"\ufeffforecasts:\n  - {LINE}",
        "forecasts:\n",
        "# nothing yet\nforecasts:\n",
        "x-mine: 1\nforecasts:\n  # soon\n",
        "",
    ],
)
def test_lines_go_below_what_stands_there(scratch: Scratch, text: str) -> None:
    scratch.put(text, "forecasts")
    before = scratch.data("forecasts")
    ran = scratch.run("forecast", "zero", "--keep", now=NOW)
    assert ran.code == 0, ran.err
    assert scratch.data("forecasts").startswith(before)
    assert scratch.data("forecasts").count(b"\r\n") in (0, scratch.data("forecasts").count(b"\n"))
    assert scratch.run("check").code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("forecasts: []\n", "no line can be added safely"),
        (f"forecasts:\n  - {LINE}\nx-mine: 1\n", "no line can be added safely"),
        ("forecasts: &a\n", "entries/forecasts.yaml:1:12: "),
        ("forecasts: [\n", "entries/forecasts.yaml:2:1: "),
        ("- 1\n", "entries/forecasts.yaml:1:1: "),
    ],
)
def test_a_file_that_cannot_be_added_to_is_left_alone(
    scratch: Scratch, text: str, why: str
) -> None:
    scratch.put(text, "forecasts")
    ran = scratch.run("forecast", "--keep", now=NOW)
    assert (ran.code, ran.out) == (1, "")
    assert why in ran.err
    assert scratch.data("forecasts") == text.encode()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"forecasts:\n  - {LINE.replace('measure', 'mesure')}\n",
            "2:34: forecasts[0].mesure: unknown key; did you mean 'measure'?",
        ),
        (
            f"forecasts:\n  - {LINE.replace('p80: 2024-03-10', 'p80: 2024-01-10')}\n",
            "2:5: forecasts[0]: expected a p80 from 2024-02-18 on",
        ),
        (
            f"forecasts:\n  - {LINE.replace('done: 10', 'done: 15')}\n",
            "2:5: forecasts[0]: expected done to be less than 15",
        ),
        (f"forecasts:\n  - {LINE.replace('W05', 'W54')}\n", "2:12: forecasts[0].made: "),
        (
            f"forecasts:\n  - {LINE.replace('units', 'unit')}\n",
            "2:43: forecasts[0].measure: expected units or minutes",
        ),
        (
            f"forecasts:\n  - {LINE}\n  - {LINE}\n",
            "3:5: hint: forecasts[1]: zero was kept in 2024-W05 already",
        ),
        (
            f"forecasts:\n  - {LINE.replace('zero', 'zeroo')}\n",
            "2:28: hint: forecasts[0].item: 'zeroo' is not in the plan; did you mean 'zero'?",
        ),
        (f"forecast:\n  - {LINE}\n", "1:1: forecast: unknown key; did you mean 'forecasts'?"),
    ],
)
def test_hand_written_lines_are_checked(scratch: Scratch, text: str, problem: str) -> None:
    scratch.put(text, "forecasts")
    out = scratch.run("check").out
    assert f"entries/forecasts.yaml:{problem}" in out
    assert len(out.splitlines()) <= 2


def test_other_commands_take_it_for_no_week(scratch: Scratch) -> None:
    scratch.put(f"forecasts:\n  - {LINE}\n", "forecasts")
    for words in (["plan"], ["report", "all"], ["log", "10m", "zero"], ["rename", "zero", "one"]):
        ran = scratch.run(*words, now=NOW)
        assert (ran.code, "forecasts" in ran.err) == (0, False), ran.err
    found = json.loads(scratch.run("forecast", "one", "--json", now=NOW).out)
    assert found["held"]["due"] == 1  # its line says zero, which the plan knows as a former id


def test_the_command_says_what_is_and_what_is_not(scratch: Scratch) -> None:
    ran = scratch.run("forecast", now=NOW)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "zero  Zero" in ran.out
    assert "Even odds by" in ran.out
    early = scratch.run("forecast", now=datetime(2024, 1, 4))
    assert "no forecast\n  zero      It was begun this week; ask again on Monday." in early.out


def test_json(scratch: Scratch) -> None:
    found = json.loads(scratch.run("forecast", "--json", now=NOW).out)
    assert [one["item"] for one in found["forecasts"]] == ["zero", "book", None]
    one = found["forecasts"][0]
    assert (one["measure"], one["done"], one["total"], one["refused"]) == ("units", 15, 40, None)
    assert one["p50"] <= one["p80"]
    assert one["band"][0][0] == "2024-W09"
    measured = json.loads(scratch.run("forecast", "--backtest", "--json", now=NOW).out)
    assert [one["log"] for one in measured["logs"]][-1] == "all"
    assert measured["record"] == found["record"]
    assert found["record"]["since"] == "2024-01-08"


def test_its_backtest(scratch: Scratch) -> None:
    scratch.put(PLAN.replace("units: 40", "units: 400"), "plan")
    assert "Nothing so far" in scratch.run("forecast", "--backtest", now=NOW).out
    out = scratch.run("forecast", "--backtest", now=datetime(2024, 5, 27)).out
    assert "next 4 weeks" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "next 4 weeks" not in scratch.run("forecast", "zero", "--backtest", now=NOW).out


# ---- its record: all of zero's seven Mondays came due in the week that finished it


@pytest.fixture
def finished(scratch: Scratch) -> Scratch:
    scratch.put(PLAN.replace("units: 40", "units: 15"), "plan")
    return scratch


@pytest.mark.parametrize("words", [["forecast"], ["plan"], ["show", "book"]])
def test_the_record_stands_beside_the_forecast(finished: Scratch, words: list[str]) -> None:
    out = " ".join(finished.run(*words, now=NOW).out.split())
    assert "Asked each Monday since 8 January 2024, the four-in-five day held in " in out
    assert "all 7 cases (of one course;" in out
    early = finished.run(*words, now=datetime(2024, 1, 10)).out
    assert "Asked each Monday" not in early


def test_a_list_has_the_days_alone(scratch: Scratch) -> None:
    """The chances are said once, of the whole plan; of a course where it is asked for."""
    scratch.put("deadline: 2024-12-01\n" + PLAN, "plan")
    for words in (["forecast"], ["plan"]):
        out = scratch.run(*words, now=NOW).out
        assert " ".join(out.split()).count("The chance of") == 1
        assert out.count("Even odds") >= 2
    assert "The chance of" in " ".join(scratch.run("forecast", "zero", now=NOW).out.split())
    assert "The chance of" in " ".join(scratch.run("show", "zero", now=NOW).out.split())


def test_a_plan_of_one_course_is_said_once(tmp_path: Path) -> None:
    scratch = Scratch(
        tmp_path / "one", b"deadline: 2024-12-01\ncourses:\n  zero: {title: Zero, units: 40}\n"
    )
    for week, count in enumerate(STEADY, 1):
        scratch.put(f"courses: {{zero: {{done: {count}}}}}\n", f"2024-W{week:02}")
    for words in (["forecast"], ["plan"]):
        out = " ".join(scratch.run(*words, now=NOW).out.split())
        assert out.count("Even odds") == out.count("The chance of") == 1


def test_a_break_is_said_once(tmp_path: Path) -> None:
    """By the forecast, which needs it; the days of the courses have none of it."""
    scratch = Scratch(tmp_path / "one", b"courses:\n  zero: {title: Zero, units: 90}\n")
    for week in (*range(1, 8), *range(12, 18), *range(22, 28), *range(32, 40)):
        scratch.put("courses: {zero: {done: 1}}\n", f"2024-W{week:02}")
    out = " ".join(scratch.run("plan", now=datetime(2024, 10, 30, 20)).out.split())
    assert out.count("break of four weeks") == 1
    assert "the days depend on when it ends; in this journal, 3 of 3 such breaks" in out


def test_the_record_by_course(finished: Scratch) -> None:
    out = finished.run("forecast", "--backtest", now=NOW).out
    assert "zero        7" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "zero        7" in finished.run("forecast", "zero", "--backtest", now=NOW).out
    assert "Nothing so far" in finished.run("forecast", "book", "--backtest", now=NOW).out
    for words in (["forecast"], ["plan"]):
        facts = json.loads(finished.run(*words, "--json", now=NOW).out)["record"]
        assert [(each["item"], each["cases"]) for each in facts["courses"]] == [("zero", 7)]


def test_without_a_forecast_no_record_is_shown(finished: Scratch) -> None:
    finished.put("courses:\n  zero: {title: Zero, units: 15}\n", "plan")
    for words in (["forecast"], ["plan"], ["show", "zero"]):
        assert "Asked each Monday" not in finished.run(*words, now=NOW).out


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["nobody"], 1, "nothing here is called 'nobody'"),
        (["", "--json"], 1, "an empty word"),
        (["2024"], 2, "'2024' is a period"),
        (["--keep", "--json"], 1, "leave out"),
        (["--nothing"], 2, "has no option --nothing"),
    ],
)
def test_what_is_refused(scratch: Scratch, words: list[str], code: int, why: str) -> None:
    ran = scratch.run("forecast", *words, now=NOW)
    assert (ran.code, ran.out) == (code, "")
    assert why in ran.err


def test_nothing_to_keep(scratch: Scratch) -> None:
    ran = scratch.run("forecast", "--keep", now=datetime(2024, 1, 4))
    assert (ran.code, ran.out) == (1, "")
    assert not scratch.path("forecasts").exists()


# ---- git -----------------------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    env = {
        **environment(PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"),
        **{
            f"GIT_{who}_{what}": "a@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)


@pytest.mark.parametrize("kept_before", [False, True])
def test_what_two_machines_keep_merges(scratch: Scratch, tmp_path: Path, kept_before: bool) -> None:
    if kept_before:
        scratch.run("forecast", "--keep", now=NOW)
    git(scratch.folder, "init", "-q", "-b", "main")
    assert scratch.run("setup-git").code == 0
    git(scratch.folder, "add", "-A")
    git(scratch.folder, "commit", "-qm", "before")
    other = Scratch(tmp_path / "other", None)
    git(scratch.folder, "worktree", "add", "-q", "-f", "-b", "other", str(tmp_path / "there"))
    other.folder = tmp_path / "there"
    for own, item, weeks in ((scratch, "zero", 1), (other, "book", 2)):
        assert own.run("forecast", item, "--keep", now=NOW + timedelta(weeks=weeks)).code == 0
        git(own.folder, "add", "-A")
        git(own.folder, "commit", "-qm", item)
    git(scratch.folder, "merge", "-q", "--no-edit", "other")
    text = scratch.data("forecasts").decode()
    assert text.count("forecasts:") == 1
    assert [
        f"made: 2024-W{week}, item: {item}" in text for week, item in ((10, "zero"), (11, "book"))
    ] == [True, True]
    assert scratch.run("check").code == 0


# ---- what is remembered


def test_what_is_remembered_is_never_needed(scratch: Scratch) -> None:
    """Without a memory, with one, with a damaged one, and after a week has changed."""
    first = scratch.run("forecast", "--json", now=NOW).out
    memory = scratch.folder / ".tracker/forecasts.json"
    kept = memory.read_bytes()
    assert scratch.run("forecast", "--json", now=NOW).out == first
    assert memory.read_bytes() == kept
    for damaged in (b"", kept[:-9], kept.replace(b"2024", b"2025"), b"x\n{}"):
        memory.write_bytes(damaged)
        assert scratch.run("forecast", "--json", now=NOW).out == first
    week = scratch.path("2024-W08")
    week.write_bytes(week.read_bytes().replace(b"minutes: 200", b"minutes: 900"))
    changed = scratch.run("forecast", "--json", now=NOW).out
    memory.unlink()
    assert scratch.run("forecast", "--json", now=NOW).out == changed
