"""Forecasts out of the memory are what they would be without one, and the model sleeps meanwhile."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.journal import Scratch, environment
from tracker.figures import forecast
from tracker.figures.forecast import finish

PLAN = """\
start: 2024-04-01
day_starts: "04:00"
courses:
  a: {title: A, units: 40}
  b: {title: B, units: 40}
  c: {title: C, estimate: 60h}
  later: {title: Later, units: 10, estimate: 20h}
  d: {title: D, units: 2, estimate: 9h}
  e: {title: E, units: 1, estimate: 12h}
  f: {title: F, units: 1, estimate: 15h}
papers: {p: {title: P}}
"""
# The week that finished d, e and f.
FINISHED = """\
courses: {d: {done: 2}, e: {done: 1}, f: {done: 1}}
sessions:
  - {start: 2024-W13, minutes: 700, item: d}
  - {start: 2024-W13, minutes: 700, item: e}
  - {start: 2024-W13, minutes: 700, item: f}
"""
BEGUN = "sessions: [{start: 2024-07-02 19:00, minutes: 30, item: b}]\n"
# What happened -> what the running week says afterwards.
RUNNING = {
    "a session of a course": "sessions: [{start: 2024-07-03 19:00, minutes: 90, item: a}]\n",
    "units of a course": "courses: {a: {done: 3}}\n",
    "a course dropped": f"courses: {{b: {{status: dropped}}}}\n{BEGUN}",
    "a course done": f"courses: {{b: {{status: done}}}}\n{BEGUN}",
    "a course paused": f"courses: {{c: {{status: paused}}}}\n{BEGUN}",
    "a session of a finished course": "sessions: [{start: 2024-07-03, minutes: 900, item: d}]\n",
    "a finished course taken up": "courses: {d: {status: active}}\n",
    "a finished course finished": "courses: {d: {status: done}, e: {status: dropped}}\n"
    "sessions: [{start: 2024-07-03, minutes: 900, item: d}]\n",
    "a course begun": f"courses: {{later: {{done: 1}}}}\n{BEGUN}",
    "the night of Sunday": "sessions: [{start: 2024-07-01 01:30, minutes: 200, item: a}]\n",
    "a session of last week": "sessions: [{start: 2024-06-28, minutes: 200, item: c}]\n",
    "nothing": "",
}


@pytest.fixture
def quarter(tmp_path: Path) -> Scratch:
    """A quarter of a year with three courses, and its forecasts in the memory."""
    scratch = Scratch(tmp_path / "journal", PLAN.encode())
    for week in range(14, 27):
        day = f"2024-W{week:02}"
        rows = [
            f"{{start: {day}, minutes: {20 * week}, item: {item}}}"
            for item in "abc"[: 1 + week % 3]
        ]
        scratch.put(
            f"courses: {{a: {{done: 1}}, b: {{done: {week % 3}}}}}\nsessions: [{', '.join(rows)}]\n",
            day,
        )
    scratch.put(FINISHED, "2024-W13")
    scratch.put(BEGUN)
    for command in ("forecast", "plan"):
        scratch.run(command)
    assert (scratch.folder / ".tracker/forecasts.json").is_file()
    return scratch


@pytest.mark.parametrize("running", RUNNING.values(), ids=RUNNING.keys())
def test_what_the_running_week_changes(quarter: Scratch, running: str) -> None:
    quarter.put(running)
    asked = (
        ["forecast", "--json"],
        ["forecast", "b", "--json"],
        ["plan", "--json"],
        ["show", "c", "--json"],
    )
    remembered = [quarter.run(*words) for words in asked]
    shutil.rmtree(quarter.folder / ".tracker")
    for words, ran in zip(asked, remembered, strict=True):
        assert quarter.run(*words) == ran
        shutil.rmtree(quarter.folder / ".tracker", ignore_errors=True)


@pytest.mark.parametrize("damage", [b"", b"x", b"x\ny {}\n"])
def test_a_damaged_memory_is_none(quarter: Scratch, damage: bytes) -> None:
    before = quarter.run("forecast", "--json")
    memory = quarter.folder / ".tracker/forecasts.json"
    whole = memory.read_bytes()
    for data in (damage, whole[:-9], whole.replace(b"p50", b"p80", 1)):
        memory.write_bytes(data)
        assert quarter.run("forecast", "--json") == before


@pytest.mark.parametrize("item", ["a", "d", "p"])
def test_a_session_makes_no_other_forecast_stale(
    item: str, quarter: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forecasts are by whole weeks, also where what is over is taken up for an evening."""
    made = []
    make_forecast = forecast.forecast_item

    def note_and_make(*given: object) -> object:
        made.append(given[2])
        return make_forecast(*given)

    def refuse(*given: object) -> None:
        raise AssertionError(f"simulated again: {given}")

    quarter.put(f"{BEGUN.rstrip()[:-1]}, {{start: 2024-07-03, minutes: 300, item: {item}}}]\n")
    monkeypatch.setattr(forecast, "forecast_item", note_and_make)
    monkeypatch.setattr(finish, "simulate_finish", refuse)
    assert quarter.run("plan", "--json").code == 0
    # The item itself says how far it is now; the plan and what comes after it, by how much.
    assert set(made) == {"a": {"a", "later", None}, "d": {"later", None}, "p": set()}[item]


def test_numpy_is_not_imported_for_what_is_remembered(quarter: Scratch) -> None:
    quarter.put(f"{BEGUN.rstrip()[:-1]}, {{start: 2024-07-03, minutes: 30, item: p}}]\n")
    code = "import sys; from tracker import cli; cli.main(sys.argv[1:]); sys.exit('numpy' in sys.modules)"
    for words in (["forecast"], ["plan"], ["show", "a"], ["forecast", "later"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=quarter.folder,
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b""), words
        assert done.stdout


def test_a_deadline_that_passes_in_the_week(quarter: Scratch) -> None:
    quarter.put(f"{PLAN}deadline: 2024-07-06\n", "plan")
    quarter.run("forecast")
    sunday = datetime(2024, 7, 7, 20)
    remembered = quarter.run("forecast", "--json", now=sunday)
    shutil.rmtree(quarter.folder / ".tracker")
    assert quarter.run("forecast", "--json", now=sunday) == remembered
