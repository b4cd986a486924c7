"""How estimates ran: of which items it is said, and in what words."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import JOURNALS, TODAY, journal, sessions
from tests.journal import Scratch
from tracker.figures.estimates import (
    EstimateRun,
    describe_estimates,
    list_estimate_runs,
    measure_estimate,
)
from tracker.model.journal import Period
from tracker.pages import View
from tracker.pages.all_pages import build_pages

PLAN = """
courses:
  one: {title: One, units: [a], estimate: 2h}
  two: {title: Two, units: [a], estimate: 10h}
papers:
  p: {title: Paper, estimate: 1h}
"""
ONE = "courses: {one: {done: [a]}}\n" + sessions("2026-01-06, minutes: 150, item: one")
TWO = "courses: {two: {done: [a]}}\n" + sessions("2026-02-03, minutes: 540, item: two")


@pytest.mark.parametrize(
    ("plan", "weeks", "words"),
    [
        (PLAN, {}, ""),
        (PLAN, {"W2026_02": ONE}, "One took 2 h 30, estimated at 2 h."),
        (PLAN, {"W2026_02": ONE.replace("150", "120")}, "One took 2 h, as estimated."),
        (
            PLAN,
            {"W2026_02": ONE, "W2026_06": TWO},
            "2 courses took 11 h 30, estimated at 12 h: each 90 to 125 % of its estimate.",
        ),
        (
            PLAN,
            {"W2026_02": ONE, "W2026_06": "papers: {p: {read: once}}\n"
             + sessions("2026-02-03, minutes: 75, item: p")},
            "1 course and 1 paper took 3 h 45, estimated at 3 h: each about 125 % of its estimate.",
        ),
        # It goes on, was dropped, or was finished before the journal.
        (PLAN, {"W2026_02": ONE.replace("done: [a]", "confidence: 3")}, ""),
        (PLAN, {"W2026_02": ONE.replace("done: [a]", "status: dropped")}, ""),
        (PLAN.replace("units: [a], est", "status: done, est"),
         {"W2026_02": sessions("2026-01-06, minutes: 150, item: one")}, ""),
        # Without a time, or with one of a few of its weeks, nothing can be said of it.
        (PLAN, {"W2026_02": "courses: {one: {done: [a]}}"}, ""),
        (
            PLAN,
            {
                "W2026_02": sessions("2026-01-06, item: one, note: x"),
                "W2026_03": "courses: {one: {notes: Words.}}",
                "W2026_04": "courses: {one: {done: [a]}}\n"
                + sessions("2026-01-20, minutes: 150, item: one"),
            },
            "",
        ),
        (PLAN.replace(", estimate: 2h", ""), {"W2026_02": ONE}, ""),
    ],
)  # fmt: skip
def test_how_estimates_ran_in_a_sentence(plan: str, weeks: dict[str, str], words: str) -> None:
    assert describe_estimates(list_estimate_runs(journal(plan, **weeks))) == words


def test_an_estimate_belongs_to_the_period_that_finished_its_item() -> None:
    figures = journal(PLAN, W2026_02=ONE, W2026_06=TWO)
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert [run.id for run in list_estimate_runs(figures)] == ["one", "two"]
    assert [run.id for run in list_estimate_runs(figures, january)] == ["one"]


def test_what_was_finished_before_the_journal_ran_unseen() -> None:
    plan = PLAN.replace("units: [a], est", "status: done, est")
    figures = journal(plan, W2026_02=sessions("2026-01-06, minutes: 150, item: one"))
    assert measure_estimate(figures, figures.states["one"]) is None


@given(st.lists(st.tuples(st.integers(1, 90_000), st.integers(1, 90_000)), max_size=6))
def test_every_sentence_holds_and_ends(pairs: list[tuple[int, int]]) -> None:
    runs = [EstimateRun(f"c{n}", "courses", f"C{n}", *pair) for n, pair in enumerate(pairs)]
    words = describe_estimates(runs)
    assert words.endswith(".") or not runs
    assert " 0.0 " not in words


@pytest.mark.parametrize("name", JOURNALS)
def test_no_journal_has_an_estimate_of_what_goes_on(name: str) -> None:
    figures = JOURNALS[name]()
    for run in list_estimate_runs(figures):
        assert figures.states[run.id].finished


def test_pages_and_terminal_say_it(tmp_path) -> None:
    figures = journal(PLAN, W2026_02=ONE, W2026_06=TWO)
    pages = {page.uri: unescape(page.text) for page in build_pages(View(figures, TODAY))}
    assert "estimated at 12 h: each 90 to 125\xa0% of its estimate." in pages["progress.md"]
    assert "<dt>Time</dt><dd>2 h 30, estimated at 2 h</dd>" in pages["courses/one.md"]
    assert "**Estimate**" not in pages["courses/one.md"]
    scratch = Scratch(tmp_path, PLAN.encode())
    scratch.put(ONE.replace("2026-01-06", "2024-01-09"), "2024-W02")
    assert "2 h 30, estimated at 2 h" in scratch.run("show", "one").out
    assert "One took 2 h 30, estimated at 2 h." in scratch.run("plan", "--all").out
    assert "estimated" not in scratch.run("plan").out
