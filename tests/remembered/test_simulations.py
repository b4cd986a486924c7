"""Remembered simulations: the same forecasts, without a word of the journal, and never needed."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.figures import steady
from tests.figures.steady import STEADY, after
from tracker.figures.forecast import course, finish, forecast_item, list_forecasts, promise
from tracker.figures.forecast.record import Unasked
from tracker.figures.stats import Figures
from tracker.pages import View
from tracker.pages.all_pages import build_pages
from tracker.remembered import simulations
from tracker.remembered.simulations import recall_forecasts
from tracker.syndication.feeds import generate_feeds

PLAN = "courses:\n  zero: {title: Zero, units: 40}\n  book: {title: A book, estimate: 40h}\n"
TODAY = after(9)


def learner(first: int = 2) -> Figures:
    return steady.figures([first, *STEADY[1:]], [30, 45] * 4, plan=PLAN)


def say(figures: Figures, today: date = TODAY) -> list[object]:
    return [*list_forecasts(figures, today), promise.measure_promise(figures, today)]


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finish, "simulate_finish", None)
    monkeypatch.setattr(promise, "simulate_amounts", None)


def test_what_is_remembered_is_never_needed(tmp_path: Path) -> None:
    fresh = say(learner())
    memory = tmp_path / ".tracker/simulations.json"
    damaged = [None, None, b"", b"x\n{}"]
    for body in damaged:
        if body is not None:
            memory.write_bytes(body)
        figures = learner()
        recall_forecasts(str(tmp_path), figures, TODAY)
        assert say(figures) == fresh
    recall_forecasts(str(tmp_path / "nowhere"), learner(), TODAY)


def test_what_is_remembered_is_not_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = say(learner())
    with pytest.raises(Unasked):
        recall_forecasts(str(tmp_path), learner(), TODAY, asks=False)
    recall_forecasts(str(tmp_path), learner(), TODAY)
    forbid(monkeypatch)
    figures = learner()
    recall_forecasts(str(tmp_path), figures, TODAY, asks=False)
    assert say(figures) == fresh
    with pytest.raises(Unasked):
        recall_forecasts(str(tmp_path), learner(6), TODAY, asks=False)
    with pytest.raises(Unasked):
        recall_forecasts(str(tmp_path), learner(), TODAY + timedelta(weeks=1), asks=False)


def test_it_holds_no_word_of_the_journal(tmp_path: Path) -> None:
    recall_forecasts(str(tmp_path), learner(), TODAY)
    _, *lines = (tmp_path / ".tracker/simulations.json").read_text().split("\n")
    assert len(lines) > 2
    for line in lines:
        key, _, packed = line.partition(" ")
        assert re.fullmatch("(finish|amounts)-[0-9a-f]{32}", key)
        assert re.fullmatch(r"[\[\]0-9., e+-]*(null[\[\]0-9., e+-]*)*", packed)
        json.loads(packed)


def test_it_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / ".tracker/simulations.json"
    recall_forecasts(str(tmp_path), learner(), TODAY)
    size = memory.stat().st_size
    monkeypatch.setattr(simulations, "_MOST", 2 * size)
    for weeks in range(1, 6):
        recall_forecasts(str(tmp_path), learner(), TODAY + timedelta(weeks=weeks))
    assert memory.stat().st_size < 4 * size
    with pytest.raises(Unasked):
        recall_forecasts(str(tmp_path), learner(), TODAY, asks=False)
    recall_forecasts(str(tmp_path), learner(), TODAY + timedelta(weeks=5), asks=False)
    recall_forecasts(str(tmp_path), learner(), TODAY + timedelta(weeks=4), asks=False)


def test_a_build_makes_each_forecast_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, charts, feeds and the plan's own forecast tell of the same course."""
    made: list[str | None] = []
    forecast_once = course._forecast_item

    def count(figures: Figures, today: date, item: str | None, simulate: finish.Simulate):
        made.append(item)
        return forecast_once(figures, today, item, simulate)

    monkeypatch.setattr(course, "_forecast_item", count)
    view = View(learner(), TODAY, drawn=lambda chart: "<svg/>" if chart.draw else None)
    assert any("Zero" in page.text for page in build_pages(view))
    assert dict(generate_feeds(view))
    assert {"zero", "book", None} <= {*made}
    assert len(made) == len({*made})
    assert forecast_item(view.figures, TODAY, "zero").p50
