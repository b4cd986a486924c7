"""The forecast, measured on real logs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal import ROOT
from tests.tools.backtest import DATA, read
from tracker.figures.forecast.backtest import JudgedWindow, backtest_log, pinball_loss, score_logs


@pytest.fixture(scope="module")
def measured():
    """The scores of all ten logs: eight seconds."""
    return score_logs(read(DATA))


@pytest.mark.long
def test_p80_holds_as_often_as_it_says(measured) -> None:
    by_log, _, all_ = measured
    assert len(by_log) == 10
    assert 0.75 <= all_.held[1] <= 0.85
    assert 0.42 <= all_.held[0] <= 0.58
    assert 0.85 <= all_.held[2] <= 0.95


@pytest.mark.long
def test_it_says_something(measured) -> None:
    """It refuses little, its bands are no wider than needed, and it beats the straight line."""
    _, _, all_ = measured
    assert all_.refused <= 1 / 3
    assert all_.width <= 0.55
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
    assert done.stdout.startswith("log")
    assert "\nmine " in done.stdout
    assert "\nall " in done.stdout
