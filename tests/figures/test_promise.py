"""What can be promised, targets met and breaks: journals at the edges, with the sentences they get."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import unescape
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker
from tests.journal import Scratch, environment
from tracker.figures.forecast.promise import Promise, describe_promise, round_down
from tracker.figures.forecast.throughput import make_history, simulate_throughput
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.model.journal import week_of
from tracker.pages import View
from tracker.pages.gather import progress_page
from tracker.syndication.journal_json import serialize_measures

MONDAY = date(2024, 7, 1)  # of the running week; the clock stands at its Saturday
TODAY = datetime(2024, 7, 6, 20, 30)
BOOK = "courses: {book: {title: A book}}\n"
AHEAD = "The next four weeks, 8 July to 4 August 2024"


class Case(NamedTuple):
    """A plan, and weeks of the past, oldest first: the last one is the week before the running one.

    A number is minutes of one session, 0 no file; a text is the week's YAML, in which {day0} is
    its Monday.
    """

    plan: str
    weeks: Iterable[int | str]
    said: list[str]
    running: str | None = None


def finish(count: int) -> str:
    return f"courses: {{book: {{done: {count}}}}}\n"


def note(days: int) -> str:
    lines = [f"  - {{start: {{day{number}}}, note: read}}\n" for number in range(days)]
    return f"sessions:\n{''.join(lines)}"


def log(minutes: int, target: str = "") -> str:
    return f"{target}sessions: [{{start: {{day0}}, minutes: {minutes}, item: book}}]\n"


UNEVEN = [180, 0, 240, 60, 300, 0, 90, 420, 30, 200, 0, 150]
ON_AND_OFF = [60, 60, *[0] * 3, 60, 60, *[0] * 4, 60, *[0] * 8, 60, 60, *[0] * 3]
EACH_DAY = ", ".join(f"{{start: {{day{day}}}, minutes: 1400, item: book}}" for day in range(7))
DRAFT = "draft: true\ntitle: Secret\n" + log(300).replace("book}", "book, note: Secret}")
HOURS = f"{AHEAD}: even odds of at least N h, four in five of at least N h."
PAUSED = ": even odds of at least N h, four in five of at least N h."
UNITS = "courses: {book: {units: 40}}\n"
# The amounts of a simulation are N here, for they move with its numbers; one is summed below.
CASES = {
    "hours": Case(BOOK, UNEVEN, [HOURS]),
    "nothing was ever done": Case(f"target: 5h\n{BOOK}", [], []),
    "estimates only": Case("courses: {book: {estimate: 40h}}\n", [], []),
    "began today": Case(f"target: 5h\n{BOOK}", [], [], log(60).replace("day0", "day5")),
    "one session, last week": Case(BOOK, [90], [f"{AHEAD}: even odds of at least N h."]),
    "units and no hours": Case(
        UNITS,
        [finish(count) for count in (1, 2, 1, 3, 2, 1, 2, 2)],
        [f"{AHEAD}: even odds of at least N units, four in five of at least N units."],
    ),
    "readings alone": Case(
        "papers: {a: {}}\n",
        ["papers: {a: {read: skim}, b: {read: skim}}\n"] * 12,
        [f"{AHEAD}: even odds of at least N readings, four in five of at least N readings."],
    ),
    "notes alone": Case(
        BOOK,
        [note(days) for days in (3, 2, 4, 3, 2, 3, 4, 3)],
        [
            f"{AHEAD}: even odds of at least N days of work, four in five of at least N days of work."
        ],
    ),
    "words alone": Case(BOOK, ["learned: [x]\n"] * 12, []),
    "ended two years ago": Case(f"target: 5h\n{BOOK}", [120] * 30 + [0] * 104, []),
    "ten years steady": Case(
        f"target: 5h\n{BOOK}",
        [300] * 520,
        [HOURS, "The target of 5 h a week was met in each of the last 26 weeks."],
    ),
    "a pause now": Case(
        f"pauses: [{{from: 2024-07-01, to: 2024-07-14, reason: Moving}}]\n{BOOK}",
        [300] * 20,
        [f"{AHEAD}, one of them a pause (Moving){PAUSED}"],
    ),
    "a pause ahead": Case(
        f"pauses: [{{from: 2024-07-15, to: 2024-07-28}}]\n{BOOK}",
        [300] * 20,
        [f"{AHEAD}, two of them a pause{PAUSED}"],
    ),
    "nothing but pause ahead": Case(
        f"pauses: [{{from: 2024-07-08, to: 2024-08-31, reason: A child}}]\n{BOOK}",
        [300] * 20,
        [f"{AHEAD}, are a pause (A child)."],
    ),
    "the target never met": Case(
        f"target: 20h\n{BOOK}",
        UNEVEN,
        [
            HOURS,
            "The target of 20 h a week is above the fullest of the 12 full weeks so far, which had 7 h.",
        ],
    ),
    "the target always met": Case(
        f"target: 4h\n{BOOK}",
        [300] * 40,
        [HOURS, "The target of 4 h a week was met in each of the last 26 weeks."],
    ),
    "the target met at times, with a pause": Case(
        f"target: 3h\npauses: [{{from: 2024-05-06, to: 2024-05-19}}]\n{BOOK}",
        UNEVEN * 3,
        [HOURS, "The target of 3 h a week was met in 10 of the last 26 weeks, pauses left out."],
    ),
    "targets of weeks": Case(
        f"target: 4h\n{BOOK}",
        [log(300, f"target: {target}h\n") for target in (2, 4, 6, 8)],
        [HOURS, "The week's own target was met in 2 of the 4 full weeks so far."],
    ),
    "huge amounts": Case(
        f"target: 60h\n{BOOK}",
        [f"sessions: [{EACH_DAY}]\n"] * 20,
        [HOURS, "The target of 60 h a week was met in each of the 20 full weeks so far."],
    ),
    "drafts": Case(
        f"target: 4h\n{BOOK}",
        [DRAFT] * 20,
        [HOURS, "The target of 4 h a week was met in each of the 20 full weeks so far."],
    ),
    "all is done": Case("courses: {book: {status: done}}\n", [300] * 20, []),
    "a break, as before": Case(
        f"target: 1h\n{BOOK}",
        ON_AND_OFF,
        [
            "A break of three weeks so far; two of three as long ended within another month.",
            "The next four weeks, 8 July to 4 August 2024: even odds of at least N h.",
            "The target of 1 h a week was met in 7 of the 25 full weeks so far.",
        ],
    ),
    "a long break, the first": Case(f"target: 1h\n{BOOK}", [60] * 12 + [0] * 6, []),
    "back from a long break": Case(
        f"target: 1h\n{BOOK}",
        [60] * 12 + [0] * 6,
        ["Back this week, after a break of six weeks."],
        log(60),
    ),
    "hours of late": Case(BOOK, [note(2)] * 30 + [300] * 26, [HOURS]),
    "no hours of late": Case(
        f"target: 4h\n{BOOK}",
        [300] * 40 + [note(2)] * 26,
        [
            f"{AHEAD}: even odds of at least N days of work, four in five of at least N days of work."
        ],
    ),
    "a few weeks without hours": Case(
        f"target: 4h\n{BOOK}",
        [*[300] * 8, note(2), note(1)],
        [
            HOURS,
            "The target of 4 h a week was met in 8 of the 10 full weeks so far; "
            "of two the time is not known.",
        ],
    ),
}


def write_case(scratch: Scratch, case: Case) -> None:
    scratch.put(case.plan, "plan")
    weeks = [*case.weeks, case.running]
    for number, week in enumerate(weeks):
        monday = MONDAY - timedelta(weeks=len(weeks) - 1 - number)
        if isinstance(week, int):
            week = log(week) if week else None
        if week:
            for day in range(7):
                week = week.replace(f"{{day{day}}}", str(monday + timedelta(days=day)))
            scratch.put(week, week_of(monday))


def list_said(scratch: Scratch) -> list[str]:
    facts = json.loads(scratch.run("plan", "--json", now=TODAY).out)
    found = [facts[key] for key in ("break", "promise", "target") if facts[key]]
    return [each["said"] for each in found if each["said"]]


def mask_amounts(said: list[str]) -> list[str]:
    """`at least 1 h 30` -> `at least N h`, `at least 1 unit` -> `at least N units`."""
    masked = []
    for sentence in said:
        sentence = re.sub(r"(?<=at least )(\d+ h( \d\d)?|\d+ min)", "N h", sentence)
        sentence = re.sub(r"(?<=at least )\d+ (unit|reading|day)s?", r"N \1s", sentence)
        masked.append(sentence)
    return masked


@pytest.mark.parametrize("name", CASES)
def test_journals_at_the_edges(name: str, scratch: Scratch) -> None:
    write_case(scratch, CASES[name])
    said = list_said(scratch)
    assert mask_amounts(said) == CASES[name].said
    assert "Secret" not in " ".join(said)
    shown = " ".join(scratch.run("plan", now=TODAY).out.split())
    assert all(sentence in shown for sentence in said)


def test_the_figures_summed_by_hand(scratch: Scratch) -> None:
    """UNEVEN, a session in the running week, which is simulated and left out, and a target of 3 h."""
    write_case(scratch, Case(f"target: 3h\n{BOOK}", UNEVEN, [], log(600)))
    facts = json.loads(scratch.run("plan", "--json", now=TODAY).out)
    runs = list(islice(simulate_throughput(make_history(UNEVEN)), 5))
    brought = sorted((runs[4] - runs[0]).tolist())
    even, sure = brought[len(brought) // 2], brought[len(brought) // 5]
    assert 0 <= even - facts["promise"]["p50"] < 30
    assert 0 <= sure - facts["promise"]["p80"] < 15
    assert (facts["promise"]["from"], facts["promise"]["to"]) == ("2024-07-08", "2024-08-04")
    assert facts["target"] == {
        "minutes": 180,
        "met": 5,  # 180, 240, 300, 420 and 200
        "weeks": 12,
        "said": "The target of 3 h a week was met in 5 of the 12 full weeks so far.",
    }


@pytest.mark.parametrize(
    ("pause", "first", "last"),
    [
        ("{from: 2023-01-02, to: 2023-01-08}", 0, 4),
        ("{from: 2024-07-01, to: 2024-07-07}", None, 3),  # the running week
        ("{from: 2024-07-15, to: 2024-07-28}", 0, 2),
        ("{from: 2024-07-15, to: 2024-07-17}", 0, 4),  # too short to take a week out
    ],
)
def test_a_week_of_pause_is_no_week_of_the_simulation(
    pause: str, first: int | None, last: int, scratch: Scratch
) -> None:
    """`first` and `last`: the weeks between whose ends the promised amount is done."""
    write_case(scratch, Case(f"pauses: [{pause}]\n{BOOK}", UNEVEN, []))
    runs = list(islice(simulate_throughput(make_history(UNEVEN)), 5))
    brought = sorted((runs[last] - (runs[first] if first is not None else 0)).tolist())
    promise = json.loads(scratch.run("plan", "--json", now=TODAY).out)["promise"]
    assert promise["p50"] == round_down(brought[len(brought) // 2], "minutes", 4)
    assert (promise["p80"] or 0) == round_down(brought[len(brought) // 5], "minutes", 4)


def test_a_log_in_the_middle_of_a_week_changes_no_promise(scratch: Scratch) -> None:
    write_case(scratch, CASES["hours"])
    before = list_said(scratch)
    scratch.run("log", "10h", "book", now=TODAY)
    assert list_said(scratch) == before


def test_a_promise_is_remembered(scratch: Scratch) -> None:
    """Asked again, nothing is simulated: numpy is not imported. A memory that is broken is none."""
    write_case(scratch, CASES["hours"])
    code = (
        "import sys; from tracker import cli; cli.main(['plan', '--json']);"
        "print('numpy' in sys.modules)"
    )

    def ask() -> list[str]:
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=scratch.folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.splitlines()

    *first, simulated = ask()
    *second, again = ask()
    assert (first, simulated, again) == (second, "True", "False")
    memory = scratch.folder / ".tracker/promise.json"
    memory.write_bytes(memory.read_bytes().replace(b"[", b"[9"))
    *third, anew = ask()
    assert (third, anew) == (first, "True")


# ---- on pages and in journal.json


def test_page_and_data_say_the_same(tmp_path: Path) -> None:
    """The reason of a pause stays inert, and none of a draft's words is in them."""
    reason = "<b>Moving</b> [x](javascript:1)"
    plan = f"pauses: [{{from: 2024-07-15, to: 2024-07-28, reason: '{reason}'}}]\ntarget: 4h\n{BOOK}"
    scratch = Scratch(tmp_path / "journal")
    write_case(scratch, Case(plan, [DRAFT] * 12, []))
    journal, problems = tracker.load(scratch.folder)
    assert not [problem for problem in problems if not problem.hint]
    figures = build_figures(make_public_journal(journal, TODAY.date()))
    view = View(figures, TODAY.date())
    text = progress_page(view).text
    said = list_said(scratch)
    assert len(said) == 2
    assert all(sentence in unescape(text) for sentence in said)
    assert reason in said[0]
    assert reason not in text
    measured = serialize_measures(view)
    assert [measured["promise"]["said"], measured["target"]["said"]] == said
    assert measured["break"] is None
    assert "Secret" not in text + json.dumps(measured)


# ---- words and rounding


@pytest.mark.parametrize(
    ("measure", "even", "sure", "words"),
    [
        ("minutes", 840, 300, "even odds of at least 14 h, four in five of at least 5 h"),
        ("minutes", 840, 0, "even odds of at least 14 h"),
        ("minutes", 45, 45, "four in five of at least 45 min"),
        ("units", 3, 1, "even odds of at least 3 units, four in five of at least 1 unit"),
        ("units and readings", 2, 1, "even odds of at least 2 units and readings, "
         "four in five of at least 1 unit or reading"),
        ("days", 1, 0, "even odds of at least 1 day of work"),
    ],
)  # fmt: skip
def test_amounts_in_words(measure: str, even: int, sure: int, words: str) -> None:
    promise = Promise(date(2024, 7, 8), date(2024, 8, 4), measure, even, sure)
    assert describe_promise(promise) == f"{AHEAD}: {words}."
    assert describe_promise(None) == ""


@pytest.mark.parametrize(
    ("amount", "measure", "rounded"),
    [
        (870, "minutes", 840),
        (599, "minutes", 570),
        (59, "minutes", 45),
        (9, "minutes", 0),
        (30000, "minutes", 30000),
        (99999, "minutes", 40200),
        (7.9, "units", 7),
        (127, "units", 120),
        (40.0, "days", 28),
        (0.9, "days", 0),
    ],
)
def test_a_promise_is_rounded_down(amount: float, measure: str, rounded: int) -> None:
    assert round_down(amount, measure, 4) == rounded


@given(
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.sampled_from(["minutes", "units", "readings", "days"]),
    st.integers(1, 4),
)
def test_more_is_never_promised_as_less(one: float, other: float, measure: str, weeks: int) -> None:
    less, more = sorted((one, other))
    assert 0 <= round_down(less, measure, weeks) <= round_down(more, measure, weeks) <= more
