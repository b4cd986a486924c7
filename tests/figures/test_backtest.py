"""The forecast, measured on real logs."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import count
from pathlib import Path

import numpy
import pytest

from tests.journal import ROOT
from tests.tools.backtest import COLUMNS, DATA, forecast, read
from tests.tools.judge import stretch_of, summarize, walk_logs
from tracker.figures.forecast.backtest import JudgedWindow, backtest_log, pinball_loss, score_logs


@pytest.fixture(scope="module")
def measured():
    """The scores of all ten logs: eight seconds."""
    return score_logs(read(DATA))


@pytest.mark.long
def test_p80_holds_as_often_as_it_says(measured) -> None:
    """And a little more: those that promise nothing always hold."""
    by_log, _, all_ = measured
    assert len(by_log) == 10
    assert 0.8 <= all_.held[1] <= 0.9
    assert 0.45 <= all_.held[0] <= 0.62
    assert 0.9 <= all_.held[2] <= 0.97


@pytest.mark.long
def test_it_says_something(measured) -> None:
    """It refuses little, its bands are no wider than needed, and it beats the straight line."""
    _, _, all_ = measured
    assert all_.refused == 0
    assert all_.width <= 0.6
    assert all_.loss <= 0.6


@pytest.mark.long
def test_each_log_weighs_as_much_as_any_other() -> None:
    logs = read(DATA)
    by_log, _, all_ = score_logs({name: logs[name] for name in ("papers-read", "til-b")})
    assert len(by_log) == 2
    assert all_.held[1] == pytest.approx(sum(one.held[1] for one in by_log.values()) / len(by_log))


def test_what_is_judged() -> None:
    """At every week from the sixth on, windows that end inside the log."""
    judged, tried, refused = backtest_log([3.0] * 20)
    assert (tried, refused) == (11, 0)
    assert [sum(one.weeks == weeks for one in judged) for weeks in (4, 8, 13)] == [11, 7, 2]
    assert all(isinstance(one, JudgedWindow) and 0 <= (one.width or 0) <= 1 for one in judged)


def test_behind_two_years_of_nothing_no_week_is_judged() -> None:
    """The forecast is refused there, until there is work again."""
    judged, tried, refused = backtest_log([3.0] * 8 + [0.0] * 110 + [3.0] * 20)
    assert (tried, refused) == (129, 7)
    assert sum(one.weeks == 4 for one in judged) == tried - refused


@pytest.mark.parametrize(
    ("done", "amount", "chance", "loss"),
    [(10, 8, 0.8, 0.4), (8, 10, 0.8, 1.6), (10, 8, 0.5, 1.0), (8, 8, 0.9, 0.0)],
)
def test_pinball(done: float, amount: float, chance: float, loss: float) -> None:
    assert pinball_loss(done, amount, chance) == pytest.approx(loss)


def test_make_backtest_prints_it(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "# mine\nweek,hours\n" + "".join(f"2024-W{n:02},{n % 3}\n" for n in range(1, 30))
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.backtest", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in ("amounts, 4 weeks", "dates, 13 weeks", "amounts, steady", "Refused: amounts 0%"):
        assert f"\n{name}" in done.stdout


# ---- the judge


def test_the_object_of_make_backtest(tmp_path: Path) -> None:
    logs, topics = tmp_path / "logs", tmp_path / "topics"
    logs.mkdir()
    topics.mkdir()
    lines = "".join(f"2024-W{n:02},{n % 3}\n" for n in range(1, 53))
    (logs / "mine.csv").write_text(f"# mine\nweek,hours\n{lines}")
    (topics / "two.csv").write_text(
        "# its last week is 2024-W30\nweek,topic,items\n2024-W01,a,3\n2024-W02,a,1\n2024-W12,b,2\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.tools.backtest",
            str(logs),
            "--topics",
            str(topics),
            "--json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert list(found) == ["amounts", "dates", "topics", "stretches", "refused"]
    assert list(found["amounts"]) == list(found["dates"]) == ["4", "8", "13", "26", "all"]
    assert list(found["topics"]) == ["4", "8", "13", "all"]
    assert list(found["stretches"]) == ["steady", "fading", "rising", "uneven", "away"]
    assert list(found["refused"]) == ["amounts", "dates", "topics"]
    columns = ["logs", "windows", "P50", "P80", "P90", "P80_se", "empty", "P80_promising", "width"]
    columns.append("loss")
    assert all(list(row) == columns for row in found["dates"].values())


def certain(weekly: float):
    """A model that says the same of every log: so much each week, without doubt."""

    def model(past, others):
        return (numpy.full(10, weekly * weeks) for weeks in count(1))

    return model


def test_who_stopped_is_judged() -> None:
    """A year of five a week, and the half year of silence behind it."""
    walk = walk_logs(certain(5.0), {"mine": [5.0] * 60})
    found = summarize(walk)
    # 56 weeks to ask in: 51 of four weeks' work, four at the edge, and 19 in the silence.
    assert found["amounts"]["4"]["windows"] == 60 + 26 - 6 - 4 + 1
    assert found["amounts"]["4"]["P80"] == pytest.approx(51 / 77, abs=1e-4)
    alone = summarize(walk_logs(certain(5.0), {"mine": [5.0] * 60}, 10**6))
    assert alone["amounts"]["4"]["P80"] == alone["dates"]["13"]["P80"] == 1.0


@pytest.mark.parametrize(
    ("past", "stretch"),
    [
        ([1] * 12, ""),
        ([1] * 13, "steady"),
        ([1] * 11 + [0] * 2, "away"),
        ([4, 0, 4, 0, 4, 4, 0, 4, 4, 1, 0, 0, 1], "fading"),
        ([0, 0, 1, 0, 1, 0, 1, 0, 1, 3, 3, 3, 3], "rising"),
        ([1, 0] * 6 + [1], "uneven"),
    ],
)
def test_stretches(past: list[float], stretch: str) -> None:
    assert stretch_of(past) == stretch


def test_a_date_is_judged_where_its_p80_lies_in_the_log() -> None:
    walk = walk_logs(certain(1.0), {"mine": [2.0] * 20}, 10**6)
    four = [one for one in walk.judged if one.kind == "dates" and one.weeks == 4]
    # Eight weeks by this model, which takes half of what is done for certain: known up to week 12.
    assert [one.held[1] for one in four] == [True] * 7 + [None] * 4
    assert not any(one.empty for one in four)


@pytest.mark.long
def test_p80_promises_and_holds() -> None:
    """What the guide says of the ten logs."""
    found = summarize(walk_logs(forecast, read(DATA)))
    assert 0.72 <= found["amounts"]["all"]["P80_promising"] <= 0.85
    assert all(found["amounts"][weeks]["P80_promising"] >= 0.65 for weeks in ("4", "8", "13"))
    assert found["refused"]["amounts"] == found["refused"]["dates"] == 0


# ---- make backtest


def run_backtest(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.tools.backtest", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


BROKEN = {
    "no number": ("2024-W01,1\n2024-W02,two\n", ":2: expected a line such as 2024-W27,3, got '2024-W02,two'"),
    "no week": ("2024-13,1\n", ":1: expected a line such as 2024-W27,3, got '2024-13,1'"),
    "no such week": ("2024-W60,1\n", ":1: expected a line such as 2024-W27,3, got '2024-W60,1'"),
    "three columns": ("2024-W01,maths,1\n", ":1: expected a line such as 2024-W27,3, got '2024-W01,maths,1'"),
    "one column": ("2024-W01\n", ":1: expected a line such as 2024-W27,3, got '2024-W01'"),
    "less than nothing": ("2024-W01,-1\n", ":1: expected a line such as 2024-W27,3, got '2024-W01,-1'"),
    "not a number": ("2024-W01,nan\n", ":1: expected a line such as 2024-W27,3, got '2024-W01,nan'"),
    "without end": ("2024-W01,inf\n", ":1: expected a line such as 2024-W27,3, got '2024-W01,inf'"),
    "twice": ("2024-W01,1\n2024-W01,2\n", ":2: expected each week once, got '2024-W01,2' again"),
    "a slip": ("1024-W01,1\n2024-W02,2\n", ": expected at most 2600 weeks, got 1024-W01 to 2024-W02"),
    "no text": (b"2024-W01,1\xff\n", ": expected text in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_log_is_one_error(name: str, tmp_path: Path) -> None:
    text, words = BROKEN[name]
    path = tmp_path / "mine.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SystemExit) as failed:
        read(tmp_path)
    assert str(failed.value) == f"{path}{words}"


def test_a_broken_log_ends_make_backtest(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("2024-W01\n")
    failed = run_backtest(tmp_path, "--json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith(f"{tmp_path / 'mine.csv'}:1: expected a line such as")


@pytest.mark.parametrize("name", ["empty", "missing", "comments"])
def test_no_logs_are_one_error(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    if name != "missing":
        folder.mkdir()
    if name == "comments":
        (folder / "mine.csv").write_text("# nothing yet\nweek,hours\n")
    for words in ([folder], [DATA / "hours-c.csv", "--topics", folder]):
        failed = run_backtest(*words)
        assert (failed.returncode, failed.stdout) == (1, "")
        example = "2024-W27,3" if len(words) == 1 else "2024-W27,maths,3"
        said = f"{folder}: expected CSV files with lines such as {example}; got none\n"
        assert failed.stderr == said


def test_a_short_log_leaves_its_figures_null(tmp_path: Path) -> None:
    """Ten weeks: one window of four weeks, no more and no dates; one file for a folder."""
    path = tmp_path / "mine.csv"
    path.write_text("".join(f"2024-W{number:02},3\n" for number in range(1, 11)))
    found = json.loads(run_backtest(path, "--json").stdout)
    assert found["amounts"]["4"]["windows"] == found["amounts"]["all"]["windows"] == 1
    assert found["amounts"]["4"]["P80_se"] is None
    nothing = {"logs": 0, "windows": 0} | dict.fromkeys(COLUMNS[1:])
    assert found["amounts"]["8"] == found["stretches"]["away"] == nothing
    assert all(row == nothing for row in found["topics"].values())
    assert found["dates"]["26"]["P80"] is None
    assert found["refused"] == {"amounts": 0.0, "dates": 0.0, "topics": None}
