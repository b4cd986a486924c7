"""The forecast: the same on every run, refused where nothing can be said."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.figures.steady import FIRST, PLAN, STEADY, after, figures
from tests.journal import environment
from tracker.figures import stats
from tracker.figures.forecast import (
    Forecast,
    describe_forecast,
    forecast_item,
    list_forecasts,
    throughput,
)
from tracker.figures.forecast.finish import FinishQuestion, Work, simulate_finish
from tracker.figures.forecast.throughput import (
    BLOCK,
    History,
    add_block,
    believe_returns,
    make_history,
    simulate_blocks,
    simulate_throughput,
)
from tracker.figures.forecast.work_left import minutes_left
from tracker.format.loader import load_journal
from tracker.model.journal import monday_of, week_of

# ---- what always holds ---------------------------------------------------------------------------------------------

DICE = [
    5.646484375,
    13.3447265625,
    27.951171875,
]  # of 13 weeks, what 4,000 runs bring at least: four in five, half, one in five
WEEKS = st.lists(st.integers(0, 6), min_size=8, max_size=30)


def days(found: Forecast) -> tuple[date | None, ...]:
    return found.p50, found.p80, found.p90


@settings(max_examples=25)
@given(WEEKS)
def test_later_days_are_surer(units: list[int]) -> None:
    found = forecast_item(figures(units), after(len(units)), "zero")
    if found.refused:
        assert days(found) == (None, None, None)
        assert found.band == ()
        return
    assert found.p50 <= (found.p80 or date.max) <= (found.p90 or date.max)
    assert all(day is None or day.weekday() == 6 for day in days(found))
    weeks, halves, mosts = zip(*found.band, strict=True)
    assert weeks == tuple(stats.list_week_names(after(len(units)), monday_of(weeks[-1])))
    assert list(halves) == sorted(halves)
    assert list(mosts) == sorted(mosts)
    assert all(
        found.done <= most <= half <= found.total for half, most in zip(halves, mosts, strict=True)
    )
    assert len(weeks) == 104 or (mosts[-1] == found.total and weeks[-1] == week_of(found.p80))


@settings(max_examples=25)
@given(WEEKS, st.integers(1, 60), st.integers(1, 30))
def test_the_plans_band_ends_where_its_days_lie(units: list[int], left: int, hours: int) -> None:
    """The plan waits for its slowest course: so do its amounts."""
    assume(any(units) and sum(units) < 150)
    minutes = [120] * len(units)
    plan = f"courses:\n  zero: {{units: {sum(units) + left}}}\n  book: {{estimate: {2 * len(units) + hours}h}}\n"
    own, today = figures(units, minutes, plan=plan), after(len(units))
    found = forecast_item(own, today)
    assume(not found.refused and found.total - found.done > 1)
    for day, place in ((found.p50, 1), (found.p80, 2)):
        amounts = [row[place] for row in found.band]
        assert amounts == sorted(amounts)
        reached = [row[0] for row in found.band if row[place] == found.total]
        if day and week_of(day) <= found.band[-1][0]:
            assert reached[0] == week_of(day)
        else:
            assert not reached


@settings(max_examples=25)
@given(WEEKS, st.integers(1, 40), st.integers(1, 40))
def test_more_units_left_are_never_done_earlier(units: list[int], left: int, more: int) -> None:
    assume(any(units))
    today, done = after(len(units)), sum(units)

    def of(total: int) -> list[date]:
        own = figures(units, plan=f"courses:\n  zero: {{units: {total}}}\n")
        return [day or date.max for day in days(forecast_item(own, today, "zero"))]

    assert all(map(date.__le__, of(done + left), of(done + left + more)))


@settings(max_examples=25)
@given(st.integers(4, 20), st.integers(1, 6), st.data())
def test_fewer_weeks_of_work_are_never_done_earlier(
    weeks: int, each: int, chosen: st.DataObject
) -> None:
    """The same amount in each week of work, with as much left; one week was given up."""
    left_out = chosen.draw(st.integers(1, weeks - 2))

    def of(amounts: list[float]) -> list[float]:
        coming = simulate_throughput(make_history(amounts))
        for _ in range(12):
            next(coming)
        runs = sorted(next(coming).tolist())
        return [runs[len(runs) // 2], runs[len(runs) // 5]]

    level = [float(each)] * weeks
    assert of([*level[:left_out], 0.0, *level[left_out + 1 :]])[0] <= of(level)[0]


@settings(max_examples=20)
@given(WEEKS, st.integers(0, 6), st.integers(1, 3), st.integers(10, 300))
def test_a_log_in_the_middle_of_a_week_changes_no_day(
    units: list[int], day: int, more: int, minutes: int
) -> None:
    assume(any(units))
    today = after(len(units)) + timedelta(days=day)
    plan = f"courses:\n  zero: {{units: {sum(units) + 9}}}\n  book: {{estimate: 400h}}\n"
    logged = {
        f"entries/{week_of(today)}.yaml": f"courses: {{zero: {{done: {more}}}}}\n"
        f"sessions: [{{start: {after(len(units))}, minutes: {minutes}, item: zero}}]\n"
    }
    before, found = (
        list_forecasts(figures(units, plan=plan, more=some), today) for some in ({}, logged)
    )
    assert [days(one) for one in before] == [days(one) for one in found]


@settings(max_examples=25)
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


@settings(max_examples=15)
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
    code = (
        "from tracker.figures.forecast.throughput import make_history, simulate_throughput; "
        "print(next(simulate_throughput(make_history([1, 0, 2, 3, 1, 2]))).tolist())"
    )
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


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (("done", "done"), "All its courses are done."),
        (("done", "dropped"), "All its courses are done or dropped."),
        (("dropped", "dropped"), "All its courses were dropped."),
    ],
)
def test_a_plan_that_is_over_says_how(statuses: tuple[str, str], words: str) -> None:
    plan = "courses:\n  zero: {{units: 40, status: {}}}\n  book: {{status: {}}}\n"
    own = figures(STEADY, plan=plan.format(*statuses))
    assert forecast_item(own, after(9)).refused == words


def test_numpy_waits_until_a_forecast_is_drawn() -> None:
    """It takes a tenth of a second, and logging forecasts nothing."""
    code = (
        "import sys, tracker.cli.screens, tracker.cli.commands.forecast, tracker.cli.commands.log; "
        "print('numpy' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, check=True
    )
    assert ran.stdout == b"False\n"


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


def test_the_dice_are_the_same_on_every_machine() -> None:
    """A change of these numbers changes everybody's dates: it belongs into the change log."""
    coming = simulate_throughput(make_history([3.0, 0.0, 2.0, 5.0, 1.0, 0.0, 4.0]))
    weeks = [sorted(next(coming).tolist()) for _ in range(13)]
    assert [weeks[12][at] for at in (800, 2000, 3200)] == DICE


def test_amounts_are_the_same_however_many_runs_are_at_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where most are away, amounts are drawn for the others alone; and a block at once adds up."""
    history = make_history([3.0, 0.0, 2.5, 5.0, 1.0, 0.0, 4.0] * 3, [[1.0, 0.0, 1.0, 1.0]])
    done = []
    for sparse in (0.0, 2.0):
        monkeypatch.setattr(throughput, "SPARSE", sparse)
        weeks = list(islice(simulate_throughput(history), 2 * BLOCK))
        first, second = islice(simulate_blocks(history), 2)
        assert (first.places is None) is (sparse == 0.0)
        by_first = add_block(weeks[0] * 0, first)
        assert by_first.tolist() == weeks[BLOCK - 1].tolist()
        assert add_block(by_first, second).tolist() == weeks[-1].tolist()
        done.append([week.tolist() for week in weeks])
    assert done[0] == done[1]
    assert throughput.FARTHEST % BLOCK == 0


def test_dice_reach_the_chances_that_a_search_finds() -> None:
    """Also a number that is a chance itself, or the next one below it or above it."""
    import numpy

    chances = throughput._tabulate_chances()[1]
    near = [[0.0, 1 - 2**-53], chances, numpy.nextafter(chances, 0), numpy.nextafter(chances, 1)]
    numbers = numpy.concatenate(near)
    found = numpy.searchsorted(chances, numbers, side="right")
    assert throughput.count_chances(numbers).tolist() == found.tolist()


@pytest.mark.parametrize("log", [[2.0] * 8, [3.0, 1.0, 2.0, 0.0] * 2])
def test_the_pace_of_a_young_log_fades(log: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """By a third within a quarter; that of a log of eight years does not."""
    young, old = read_medians(log), read_medians(log * 50)
    monkeypatch.setattr(throughput, "FADE", 0.0)
    assert 0.6 < young[12] / read_medians(log)[12] < 0.75
    assert old == pytest.approx(read_medians(log * 50), rel=1e-3)


def test_a_long_silence_is_believed() -> None:
    """Up to half a year by a quarter's memory; then every week of it counts."""
    for silent, more in ((26, 0), (30, 4), (300, 274)):
        weeks = b"\1" * 20 + bytes(silent)
        came_back, stayed_away = believe_returns(weeks, ())
        assert came_back == 1
        assert 4 + more <= stayed_away <= 4 + more + 20


def read_medians(log: list[float]) -> list[float]:
    """What half of the runs have done by the end of each week of a year."""
    coming = simulate_throughput(make_history(log))
    return [sorted(next(coming).tolist())[2000] for _ in range(52)]


def test_what_many_pages_tell_is_simulated_once() -> None:
    found, today = figures(STEADY), after(len(STEADY))
    list_forecasts(found, today)
    before = simulate_finish.cache_info().misses
    assert [one for one in list_forecasts(found, today) if one.p50]
    assert simulate_finish.cache_info().misses == before


def test_ten_years_are_quick() -> None:
    """Measured in processor time; a hundred courses are forecast, and most of them five years far."""
    import time

    log = [3.0, 0.0, 2.0, 5.0, 1.0, 0.0, 4.0] * 70
    began = time.process_time()
    for _ in range(10):
        coming = simulate_throughput(make_history(log))
        for _ in range(100):
            next(coming)
    assert time.process_time() - began < 2


# ---- when nothing can be said --------------------------------------------------------------------------------------


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
            "Even odds lie more than five years ahead.",
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
    assert [one.item for one in list_forecasts(own, after(8))] == ["zero", "book", None]
    whole, without = forecast_item(own, after(8)), forecast_item(figures(STEADY), after(8))
    assert whole == without._replace(uncounted=("The rest",))
    alone = figures([], plan="courses:\n  rest: {title: The rest}\n")
    assert forecast_item(alone, after(8)).refused == "What is left of The rest is not known."


def test_many_courses_of_unknown_length_are_counted_not_named() -> None:
    more = "".join(f"  rest{number}: {{title: Rest {number}}}\n" for number in range(5))
    own = figures(STEADY, plan=PLAN + more)
    words = describe_forecast(own, forecast_item(own, after(8)), after(8))
    assert words.endswith("What is left of 5 courses is not known, and not counted.")


def test_a_unit_that_is_not_done_is_taken_for_what_was_spent() -> None:
    """A guess, and a wide one; where another course knows what a unit takes, it is not needed."""
    plan = "courses:\n  zero: {title: Zero, units: 3}\n  book: {title: A book, estimate: 4h}\n"
    week = "sessions: [{{start: {day}, minutes: 60, item: zero}}, {{start: {day}, minutes: 60, item: book}}]\n"
    own = figures([], plan=plan, more=weekly(week, 4))
    zero = forecast_item(own, after(4), "zero")
    assert (zero.measure, zero.total, zero.doubted) == ("minutes", 4 * 60 * 4, True)
    certain = fill_amounts(own, after(4), Work(3 * 240.0))
    doubted = fill_amounts(own, after(4), Work(3 * 240.0, doubted=3 * 240.0))
    assert doubted[1] - doubted[0] > certain[1] - certain[0] > timedelta(0)
    assert forecast_item(own, after(4)).uncounted == ("Zero",)
    known = week + "courses: {{other: {{done: 1}}}}\n"
    known = known.replace("book}}]", "book}}, {{start: {day}, minutes: 30, item: other}}]")
    own = figures([], plan=plan + "  other: {units: 9}\n", more=weekly(known, 4))
    zero = forecast_item(own, after(4), "zero")
    assert (zero.total, zero.doubted) == (240 + 3 * 30, False)


def test_a_guess_does_not_hold_up_the_plan() -> None:
    """Hundreds of hours for a unit that nobody counts: too far for the course, not for the plan."""
    plan = "courses:\n  zero: {title: Zero, units: 300}\n  book: {title: A book, estimate: 40h}\n"
    week = "sessions: [{{start: {day}, minutes: 60, item: zero}}, {{start: {day}, minutes: 60, item: book}}]\n"
    own = figures([], plan=plan, more=weekly(week, 20))
    zero, whole = forecast_item(own, after(20), "zero"), forecast_item(own, after(20))
    assert (zero.doubted, zero.p50) == (True, None)
    assert whole.p50 is not None
    assert whole.uncounted == ("Zero",)


def weekly(text: str, weeks: int) -> dict[str, str]:
    return {
        f"entries/{week_of(after(number))}.yaml": text.format(day=after(number))
        for number in range(weeks)
    }


def fill_amounts(own, today: date, work: Work) -> tuple[date, date]:
    history = History((60.0,) * 4, b"\1" * 4)
    days, _, _ = simulate_finish(FinishQuestion((), today, history, work, (), ()))
    return days[0], days[1]


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
    assert ", counting 24 h for a unit" in describe_forecast(own, found, date(2024, 3, 25))


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
    ("done", "left"),
    [
        ("a", 15 * 60),  # of 20 h for four units, though the first took six hours
        ("a, b", 10 * 60),
        ("a, b, c", 2 * 60),  # at the pace of the three
    ],
)
def test_an_estimate_stays_until_several_units_are_done(done: str, left: int) -> None:
    plan = "courses:\n  ml: {units: [a, b, c, d], estimate: 20h}\n  latin: {units: 24}\n"
    week = f"courses: {{ml: {{done: [{done}]}}}}\n"
    week += "sessions: [{start: 2024-07-01, minutes: 360, item: ml}]\n"
    found = figures([], plan=plan, more={"entries/2024-W27.yaml": week})
    assert minutes_left(found, found.states["ml"]) == left
    # Another course is not measured by one unit or two.
    expected = 24 * 2 * 60 if done == "a, b, c" else None
    assert minutes_left(found, found.states["latin"]) == expected
