"""The forecast: measured on real logs, the same on every run, refused where nothing can be said; and the kept ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.journal import ROOT, Scratch, environment
from tests.tools.backtest import DATA, read
from tracker.figures import stats
from tracker.figures.forecast import (
    Forecast,
    describe_forecast,
    forecast_item,
    kept_forecasts,
    list_forecasts,
)
from tracker.figures.forecast.backtest import JudgedWindow, backtest_log, pinball_loss, score_logs
from tracker.figures.forecast.course import simulate_finish
from tracker.figures.forecast.throughput import explain_history_refusal, simulate_throughput
from tracker.figures.stats import Figures
from tracker.format.loader import load_journal
from tracker.model.journal import monday_of, week_of

FIRST = date(2024, 1, 1)  # a Monday
PLAN = "courses:\n  zero: {title: Zero, units: 40}\n  book: {title: A book, estimate: 40h}\n"
STEADY = [2, 3, 0, 2, 1, 2, 3, 2]


def files(
    units: list[int],
    minutes: list[int] | None = None,
    plan: str = PLAN,
    more: dict[str, str] | None = None,
) -> dict[str, bytes]:
    """A journal that finished so many units of `zero`, and spent so many minutes on `book`, in its weeks."""
    made = {"entries/plan.yaml": plan, **(more or {})}
    for number, count in enumerate(units):
        monday = FIRST + timedelta(weeks=number)
        lines = [
            f"courses: {{zero: {{done: {count}}}}}",
            "sessions:",
            f"  - {{start: {monday}, minutes: 60, item: zero}}",
        ]
        spent = minutes[number] if minutes else 0
        lines += [f"  - {{start: {monday}, minutes: {spent}, item: book}}"] * bool(spent)
        made[f"entries/{week_of(monday)}.yaml"] = "\n".join(lines) + "\n"
    return {path: text.encode() for path, text in made.items()}


def figures(*args, **more) -> Figures:
    journal, problems = load_journal(files(*args, **more))
    assert problems == []
    return stats.build_figures(journal)


def after(weeks: int) -> date:
    """The Monday behind so many weeks."""
    return FIRST + timedelta(weeks=weeks)


# ---- measured ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured():
    return score_logs(read(DATA))


def test_p80_holds_as_often_as_it_says(measured) -> None:
    by_log, _, all_ = measured
    assert len(by_log) == 10
    assert 0.75 <= all_.held[1] <= 0.85
    assert 0.42 <= all_.held[0] <= 0.58
    assert 0.85 <= all_.held[2] <= 0.95


def test_it_says_something(measured) -> None:
    """It refuses little, its bands are no wider than needed, and it beats the straight line."""
    _, _, all_ = measured
    assert all_.refused <= 1 / 3
    assert all_.width <= 0.55
    assert all_.loss <= 0.6


def test_each_log_weighs_as_much_as_any_other(measured) -> None:
    by_log, _, all_ = measured
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


# ---- what always holds ---------------------------------------------------------------------------------------------

WEEKS = st.lists(st.integers(0, 6), min_size=8, max_size=30)


def days(found: Forecast) -> tuple[date | None, ...]:
    return found.p50, found.p80, found.p90


@settings(max_examples=25, deadline=None)
@given(WEEKS)
def test_later_days_are_surer(units: list[int]) -> None:
    found = forecast_item(figures(units), after(len(units)), "zero")
    if found.refused:
        assert days(found) == (None, None, None)
        assert found.band == ()
        return
    assert found.p50 <= found.p80 <= (found.p90 or date.max)
    assert all(day is None or day.weekday() == 6 for day in days(found))
    weeks, halves, mosts = zip(*found.band, strict=True)
    assert weeks == tuple(stats.list_week_names(after(len(units)), monday_of(weeks[-1])))
    assert list(halves) == sorted(halves)
    assert list(mosts) == sorted(mosts)
    assert all(
        found.done <= most <= half <= found.total for half, most in zip(halves, mosts, strict=True)
    )
    assert len(weeks) == 104 or (mosts[-1] == found.total and weeks[-1] == week_of(found.p80))


@settings(max_examples=25, deadline=None)
@given(WEEKS, st.integers(2, 50))
def test_a_unit_of_another_size_changes_no_day(minutes: list[int], times: int) -> None:
    """Hours or minutes, pages or chapters: only the proportion of what is left to what was done counts."""
    assume(0 < sum(minutes) < 90)
    today = after(len(minutes))

    def of(factor: int) -> Forecast:
        plan = f"courses:\n  book: {{estimate: {90 * factor}m}}\n"
        some = {
            f"entries/{week_of(after(n))}.yaml": (
                f"sessions:\n  - {{start: {after(n)}, minutes: {spent * factor}, item: book}}\n"
            )
            for n, spent in enumerate(minutes)
            if spent
        }
        return forecast_item(figures([], plan=plan, more=some), today, "book")

    once, more = of(1), of(times)
    assert days(more) == days(once)
    assert (more.refused is None) == (once.refused is None)


@settings(max_examples=15, deadline=None)
@given(WEEKS, st.integers(0, 20), st.integers(1, 12))
def test_a_pause_to_come_pushes_the_days_back(units: list[int], starts: int, lasts: int) -> None:
    today = after(len(units))
    first, last = today + timedelta(weeks=starts), today + timedelta(weeks=starts + lasts, days=-1)
    paused = f"pauses: [{{from: {first}, to: {last}}}]\n"
    without, found = (
        forecast_item(figures(units, plan=plan), today, "zero") for plan in (PLAN, PLAN + paused)
    )
    assume(not without.refused and not found.refused)
    for day, pushed in zip(days(without), days(found), strict=True):
        if day and pushed:
            assert pushed == (day if day < first else day + timedelta(weeks=lasts))


def test_a_pause_that_is_over_says_nothing_of_the_pace() -> None:
    """The same weeks, with ten empty ones in their midst that were a pause."""
    units = [*STEADY[:4], *[0] * 10, *STEADY[4:]]
    over = f"pauses: [{{from: {after(4)}, to: {after(14) - timedelta(days=1)}}}]\n"
    paused = forecast_item(figures(units, plan=PLAN + over), after(18), "zero")
    straight = forecast_item(figures(STEADY), after(8), "zero")
    assert [amount for _, amount in paused.history] == STEADY
    assert paused.p80 - after(18) == straight.p80 - after(8)


def test_it_is_the_same_in_another_process() -> None:
    code = "from tracker.figures.forecast.throughput import simulate_throughput; print(next(simulate_throughput([1, 0, 2, 3, 1, 2])))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment(PYTHONHASHSEED=seed),
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_more_that_is_left_takes_longer() -> None:
    ends = [
        days(
            forecast_item(
                figures(STEADY, plan=f"courses:\n  zero: {{units: {of}}}\n"), after(8), "zero"
            )
        )
        for of in (17, 20, 30, 45)
    ]
    assert ends == sorted(ends)
    assert ends[0] != ends[-1]


def test_what_is_left_of_this_week_counts_by_its_days() -> None:
    monday, sunday = (
        next(simulate_throughput([7.0] * 10)),
        next(simulate_throughput([7.0] * 10, 1 / 7)),
    )
    assert [amount / 7 for amount in monday] == pytest.approx(sunday)


def test_what_many_pages_tell_is_simulated_once() -> None:
    found, today = figures(STEADY), after(len(STEADY))
    list_forecasts(found, today)
    before = simulate_finish.cache_info().misses
    assert [one for one in list_forecasts(found, today) if one.p50]
    assert simulate_finish.cache_info().misses == before


def test_ten_years_are_quick() -> None:
    """Measured in processor time; a hundred courses are forecast, and most of them five years far."""
    import time

    log = [3, 0, 2, 5, 1, 0, 4] * 70
    began = time.process_time()
    for _ in range(10):
        coming = simulate_throughput(log)
        for _ in range(100):
            next(coming)
    assert time.process_time() - began < 2


# ---- when nothing can be said --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "why"),
    [
        ([1] * 5, "fewer than six whole weeks"),
        ([1] * 6, None),
        ([1, 1, 0, 0, 0, 0, 0], "fewer than three of the last seven weeks"),
        ([1, 1, 1, *[0] * 7], None),
        ([1] * 20 + [0] * 8, "last eight weeks"),
        ([1] * 20 + [0] * 7, None),
        ([*[1] * 20, *[0] * 24, 1], "fewer than three of the last 26 weeks"),
    ],
)
def test_refusals(weeks: list[int], why: str | None) -> None:
    assert (
        (explain_history_refusal(weeks) is None)
        if why is None
        else why in explain_history_refusal(weeks)
    )


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (
            "{title: Zero}",
            "It has neither units nor an estimate, so what is left of it is not known.",
        ),
        ("{units: 9}", "Its units are all done."),
        ("{units: 40, status: paused}", "It is paused."),
        ("{units: 40, status: dropped}", "It was dropped."),
        (
            "{units: 4000}",
            "It is too far off: in more than two of ten simulations it takes more than five years.",
        ),
    ],
)
def test_what_cannot_be_forecast(entry: str, why: str) -> None:
    own = figures([2, 2, 1, 1, 1, 1, 1], plan=f"courses:\n  zero: {entry}\n")
    found = forecast_item(own, after(7), "zero")
    assert found.refused == ("It is done." if why.startswith("Its units") else why)
    assert describe_forecast(own, found, after(7)) == f"No forecast. {found.refused}"


def test_an_empty_journal() -> None:
    empty = figures([], plan="title: Empty\n")
    assert list_forecasts(empty, FIRST) == []
    assert forecast_item(empty, FIRST).refused == "It has no courses."


def test_a_plan_with_a_course_of_unknown_length() -> None:
    own = figures(STEADY, plan=PLAN + "  rest: {title: The rest}\n")
    assert [one.item for one in list_forecasts(own, after(8))] == ["zero", "book"]
    assert forecast_item(own, after(8)).refused == "What is left of The rest is not known."


def test_hours_stand_in_for_units_too_few_to_go_by() -> None:
    sessions = {f"2024-W{number:02}": 120 for number in range(1, 13)}
    text = {
        name: f"sessions: [{{start: {name}, minutes: {minutes}, item: big}}]\n"
        for name, minutes in sessions.items()
    }
    text["2024-W06"] += "courses: {big: {done: [one]}}\n"
    files = {f"entries/{name}.yaml": words.encode() for name, words in text.items()}
    files["entries/plan.yaml"] = b"courses: {big: {units: [one, two, three]}}\n"
    own = stats.build_figures(load_journal(files)[0])
    found = forecast_item(own, date(2024, 3, 25), "big")
    assert (found.measure, found.done, found.total, found.refused) == (
        "minutes",
        1440,
        3 * 1440,
        None,
    )
    assert "at this pace of 2 h a week and 24 h a unit" in describe_forecast(
        own, found, date(2024, 3, 25)
    )


# ---- what is left of the plan, and the words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("zero: {units: 23}", 8 * 32),  # 15 units took 8 hours: 32 minutes each
        ("zero: {units: 23}\n  new: {units: 10}", (8 + 10) * 32),  # by the journal's mean
        ("zero: {units: 23}\n  new: {units: 10, estimate: 5h}", 8 * 32 + 300),
        ("zero: {units: 23}\n  new: {estimate: 5h}", 8 * 32 + 300),
        ("zero: {units: 23}\n  new: {units: 10, status: dropped}", 8 * 32),
        ("zero: {estimate: 20h}", 12 * 60),
    ],
)
def test_what_is_left_of_the_plan(more: str, left: int) -> None:
    found = forecast_item(figures(STEADY, plan=f"courses:\n  {more}\n"), after(8))
    assert (found.measure, found.done, found.total - found.done) == ("minutes", 480, left)


@pytest.mark.parametrize(
    ("plan", "item", "words"),
    [
        (
            PLAN,
            "zero",
            "Even odds by 7 July, four in five by 3 November 2024, at this pace of 1.9 units a week.",
        ),
        ("deadline: 2024-04-01\n" + PLAN, "zero", "; that is after the deadline on 1 April 2024."),
        (
            "deadline: 2024-07-30\n" + PLAN,
            "zero",
            "; the deadline on 30 July 2024 lies between the two.",
        ),
        ("deadline: 2026-04-01\n" + PLAN, "zero", "at this pace of 1.9 units a week."),
        (
            "deadline: 2024-02-01\n" + PLAN,
            "zero",
            "at this pace of 1.9 units a week.",
        ),  # it is past
        (
            "runway: {start: 2024-03-01, months: [3, 9]}\n" + PLAN,
            "zero",
            "after the end of the runway on 31 May 2024.",
        ),
        ("deadline: 2044-04-01\n" + PLAN, None, "; that is before the deadline on 1 April 2044."),
    ],
)
def test_said(plan: str, item: str | None, words: str) -> None:
    own = figures(STEADY, [240] * 8, plan=plan)
    assert describe_forecast(own, forecast_item(own, after(8), item), after(8)).endswith(words)


@pytest.mark.parametrize(
    ("units", "pace"),
    [
        ([1] * 8, "1 unit a week"),
        ([0, 1] * 5, "one unit in 2 weeks"),
        ([2, 3] * 4, "2.5 units a week"),
    ],
)
def test_pace(units: list[int], pace: str) -> None:
    own = figures(
        units,
        plan="courses:\n  zero: {units: 60}\n"
        if sum(units) > 10
        else "courses:\n  zero: {units: 12}\n",
    )
    assert f"at this pace of {pace}" in describe_forecast(
        own, forecast_item(own, after(len(units)), "zero"), after(len(units))
    )


# ---- kept ----------------------------------------------------------------------------------------------------------

LINE = "{made: 2024-W05, item: zero, measure: units, done: 10, of: 15, p50: 2024-02-18, p80: 2024-03-10}"


def with_kept(lines: list[str], units: list[int] = STEADY, plan: str = PLAN) -> Figures:
    text = "forecasts:\n" + "".join(f"  - {line}\n" for line in lines)
    return figures(units, plan=plan, more={"entries/forecasts.yaml": text})


def line(
    made: str = "2024-W05",
    item: str | None = "zero",
    of: int = 15,
    p50: str = "2024-02-18",
    p80: str = "2024-03-10",
):
    named = f"item: {item}, " if item else ""
    return f"{{made: {made}, {named}measure: units, done: 5, of: {of}, p50: {p50}, p80: {p80}}}"


@pytest.mark.parametrize(
    ("lines", "today", "found"),
    [
        ([line()], after(9), (1, 0, 1, 0)),  # the fifteenth unit came in W08, 19 to 25 February
        ([line(of=12)], after(9), (1, 1, 1, 0)),  # the twelfth in W07
        ([line(of=16)], after(9), (0, 0, 0, 0)),  # neither done nor past
        ([line(of=16)], date(2024, 3, 10), (0, 0, 0, 0)),
        ([line(of=16)], date(2024, 3, 11), (1, 0, 0, 0)),
        ([line(), line()], after(9), (1, 0, 1, 0)),  # kept by two machines
        ([line(), line("2024-W06")], after(9), (2, 0, 2, 0)),
        ([line(item="nobody")], date(2024, 4, 1), (0, 0, 0, 1)),
        ([line(item=None)], date(2024, 4, 1), (1, 0, 0, 0)),
    ],
)
def test_held(lines: list[str], today: date, found: tuple[int, ...]) -> None:
    own = with_kept(lines)
    told = kept_forecasts.measure_calibration(own, own.journal.forecasts, today)
    assert (told.due, told.p50, told.p80, told.left_out) == found
    assert told.said == ""


def test_it_says_how_often_after_five() -> None:
    made = [line(f"2024-W{week:02}", of=of) for week, of in enumerate((12, 12, 12, 15, 15, 16), 2)]
    dropped = line(item="gone")
    for count, words in (
        (4, ""),
        (
            6,
            "Of six forecasts that have come due, three were done by the earlier date and five by the later.",
        ),
    ):
        own = with_kept(made[:count])
        assert (
            kept_forecasts.measure_calibration(own, own.journal.forecasts, date(2024, 4, 1)).said
            == words
        )
    own = with_kept([*made, dropped])
    assert (
        "six forecasts that have come due (one more,"
        in kept_forecasts.measure_calibration(own, own.journal.forecasts, date(2024, 4, 1)).said
    )


def test_a_renamed_item_is_known_by_its_former_id() -> None:
    own = with_kept(
        [line(item="old"), line(item="zero")],
        plan=PLAN.replace("title: Zero", "title: Zero, was: [old]"),
    )
    assert kept_forecasts.measure_calibration(own, own.journal.forecasts, after(9)).due == 1


def test_a_whole_plan_is_done_with_its_last_course() -> None:
    own = with_kept([line(item=None)], plan="courses:\n  zero: {units: 15}\n")
    assert kept_forecasts.measure_calibration(own, own.journal.forecasts, after(9))[:3] == (1, 0, 1)


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
    early = scratch.run("forecast", now=datetime(2024, 1, 20))
    assert "no forecast\n  zero      There is too little to go by" in early.out


def test_json(scratch: Scratch) -> None:
    found = json.loads(scratch.run("forecast", "--json", now=NOW).out)
    assert [one["item"] for one in found["forecasts"]] == ["zero", "book", None]
    one = found["forecasts"][0]
    assert (one["measure"], one["done"], one["total"], one["refused"]) == ("units", 15, 40, None)
    assert one["p50"] <= one["p80"]
    assert one["band"][0][0] == "2024-W09"
    measured = json.loads(scratch.run("forecast", "--backtest", "--json", now=NOW).out)
    assert [one["log"] for one in measured["logs"]][-1] == "all"


def test_its_backtest(scratch: Scratch) -> None:
    assert "No week so far" in scratch.run("forecast", "--backtest", now=NOW).out
    out = scratch.run("forecast", "--backtest", now=datetime(2024, 5, 27)).out
    assert "next 4 weeks" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["nobody"], 1, "nothing here is called 'nobody'"),
        (["", "--json"], 1, "begins more than one id"),
        (["--keep", "--json"], 1, "leave out"),
        (["--nothing"], 2, "unrecognized"),
    ],
)
def test_what_is_refused(scratch: Scratch, words: list[str], code: int, why: str) -> None:
    ran = scratch.run("forecast", *words, now=NOW)
    assert (ran.code, ran.out) == (code, "")
    assert why in ran.err


def test_nothing_to_keep(scratch: Scratch) -> None:
    ran = scratch.run("forecast", "--keep", now=datetime(2024, 1, 20))
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
