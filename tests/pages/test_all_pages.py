"""Every page of a journal, however many processes draw them up."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.chart_cases import JOURNALS, TODAY
from tests.journal import CASES, ROOT
from tracker import load
from tracker.boundary import processes
from tracker.figures.stats import Figures, build_figures
from tracker.pages import View
from tracker.pages.all_pages import build_pages
from tracker.pages.page import Task


@pytest.mark.skipif(sys.platform != "linux", reason="processes are parted on Linux alone")
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.long) if n == "ten years" else n for n in JOURNALS],
)
def test_pages_are_the_same_from_several_processes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(JOURNALS[name](), TODAY, monkeypatch)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are parted on Linux alone")
@pytest.mark.parametrize("folder", [ROOT, CASES / "everything"], ids=lambda folder: folder.name)
def test_so_they_are_of_real_journals(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = build_figures(load(folder)[0])
    compare(figures, max(week.sunday for week in figures.weeks.values()), monkeypatch)


def run_on_cores(tasks: Sequence[Task]) -> list[str]:
    numbers = [str(number) for number in range(len(tasks))]
    return processes.map_on_cores(lambda number: tasks[int(number)](), numbers)


def compare(figures: Figures, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "count_cores", lambda: 3)
    monkeypatch.setattr(processes, "_may_fork", lambda: True)
    here = list(build_pages(View(figures, today)))
    assert list(build_pages(View(figures, today, run_tasks=run_on_cores))) == here
    assert len({page.uri for page in here}) == len(here)
