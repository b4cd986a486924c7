"""The words of forecasts: odds, reasons, and the journals at the edges."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.steady import FIRST, PLAN, STEADY, after, figures
from tracker.figures.forecast import (
    describe_finish_dates,
    describe_forecast,
    forecast_item,
    summarize_forecast,
)
from tracker.figures.forecast.course import Forecast, Odds
from tracker.figures.forecast.words import (
    PERIODS,
    describe_odds,
    format_finish_date,
    format_needed_pace,
    format_pace,
)
from tracker.model.journal import week_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 6), "6 December 2026"),
        (date(2027, 2, 14), "14 February 2027"),
        (date(2027, 2, 21), "February 2027"),
        (date(2028, 11, 19), "November 2028"),
        (date(2028, 11, 26), "the end of 2028"),
        (date(2029, 1, 7), "the end of March 2029"),
        (date(2031, 9, 30), "the end of September 2031"),
        (date(2031, 11, 23), "the end of 2031"),
    ],
)
def test_a_day_is_rounded_up_by_its_distance(day: date, words: str) -> None:
    assert format_finish_date(day, TODAY) == words


@pytest.mark.parametrize(
    ("p50", "p80", "words"),
    [
        (
            date(2027, 9, 5),
            date(2028, 6, 11),
            "even odds by September 2027, four in five by June 2028",
        ),
        (date(2027, 4, 4), date(2027, 9, 5), "even odds by April, four in five by September 2027"),
        (
            date(2026, 12, 6),
            date(2027, 9, 5),
            "even odds by 6 December 2026, four in five by September 2027",
        ),
        (date(2027, 9, 5), date(2027, 9, 26), "four in five by September 2027"),
        (
            date(2027, 9, 5),
            None,
            "even odds by September 2027, four in five not within five years",
        ),
    ],
)
def test_dates_are_said_as_odds(p50: date, p80: date | None, words: str) -> None:
    found = Forecast("zero", "units", 1, 9, p50=p50, p80=p80)
    assert describe_finish_dates(found, TODAY) == words


DEADLINE = "The chance of being done by the deadline, 30 June 2027, is"


@pytest.mark.parametrize(
    ("chance", "times", "usual", "measure", "words"),
    [
        (0.31, 1.5, 4.0, "units", "about 3 in 10; 6 units a week instead of the usual 4 would make it four in five."),
        (0.31, 1.5, 1.0, "units", "about 3 in 10; 7 units a month instead of the usual 4 would make it four in five."),
        (0.31, 1.62, 0.25, "units", "about 3 in 10; 2 units a month instead of the usual 1 would make it four in five."),
        (0.31, 2.0, 0.28, "units", "about 3 in 10; 8 units a quarter instead of the usual 4 would make it four in five."),
        (0.31, 1.62, 0.1, "units", "about 3 in 10; 1.6 times the expected work would make it four in five."),
        (0.31, 1.62, 0.0, "units", "about 3 in 10; 1.6 times the expected work would make it four in five."),
        (0.31, 1.5, 200.0, "minutes", "about 3 in 10; 5 h a week instead of the usual 3 h 30 would make it four in five."),
        (0.31, 1.5, 30.0, "minutes", "about 3 in 10; 3 h 30 a month instead of the usual 2 h would make it four in five."),
        (0.7, 1.06, 10.4, "units", "about 7 in 10; 12 units a week instead of the usual 10 would make it four in five."),
        (0.31, None, 4.0, "units", "about 3 in 10."),
        (0.31, 7.0, 4.0, "units", "about 3 in 10."),
        (0.8, 1.01, 4.0, "units", "about 8 in 10."),
        (0.01, None, 4.0, "units", "less than 1 in 20."),
        (0.99, None, 4.0, "units", "more than 19 in 20."),
    ],
)  # fmt: skip
def test_the_chance_of_a_deadline(
    chance: float, times: float | None, usual: float, measure: str, words: str
) -> None:
    odds = Odds("the deadline", date(2027, 6, 30), chance, times, usual, measure)
    assert describe_odds([odds]) == [f"{DEADLINE} {words}"]


@given(
    usual=st.floats(0, 1000),
    times=st.floats(1.05, 3),
    measure=st.sampled_from(["units", "minutes"]),
)
def test_a_needed_pace_is_enough(usual: float, times: float, measure: str) -> None:
    """Rounding takes nothing off it, and it is never the usual one."""
    words = format_needed_pace(usual, times, measure)
    if measure == "units" and "instead" in words:
        needed, now = (int(number) for number in re.findall(r"\d+", words))
        weeks = dict(PERIODS)[words.split()[3]]
        assert needed >= usual * times * weeks * (1 - 1e-9)
        assert needed > now > 0
        assert abs(now - usual * weeks) <= 0.5
        assert needed / now <= 1.25 * times


BOTH = "The chance of being done by the deadline and the end of the runway,"
RUNWAY = "The chance of being done by the end of the runway,"


@pytest.mark.parametrize(
    ("runway", "chances", "times", "words"),
    [
        (date(2027, 7, 1), (0.31, 0.34), None, [f"{BOTH} 30 June and 1 July 2027, is about 3 in 10."]),
        (date(2027, 6, 30), (0.31, 0.31), None, [f"{BOTH} both on 30 June 2027, is about 3 in 10."]),
        (date(2027, 6, 2), (0.31, 0.31), None, ["The chance of being done by the end of the runway and the deadline, 2 and 30 June 2027, is about 3 in 10."]),
        (date(2027, 7, 31), (0.31, 0.4), None, [f"{DEADLINE} about 3 in 10, and by the end of the runway, 31 July 2027, about 4 in 10."]),
        (date(2027, 7, 31), (0.31, 0.4), 1.5, [f"{DEADLINE} about 3 in 10, and by the end of the runway, 31 July 2027, about 4 in 10; 1.5 times the expected work would make both four in five."]),
        (date(2027, 7, 1), (0.31, 0.31), 1.5, [f"{BOTH} 30 June and 1 July 2027, is about 3 in 10; 1.5 times the expected work would make it four in five."]),
        (date(2027, 9, 1), (0.31, 0.31), None, [f"{DEADLINE} about 3 in 10, and the same by the end of the runway, 1 September 2027."]),
        (date(2027, 9, 1), (0.31, 0.5), None, [f"{DEADLINE} about 3 in 10.", f"{RUNWAY} 1 September 2027, is about 5 in 10."]),
    ],
)  # fmt: skip
def test_the_chances_of_two_ends(
    runway: date, chances: tuple[float, float], times: float | None, words: list[str]
) -> None:
    deadline = Odds("the deadline", date(2027, 6, 30), chances[0], times)
    ends = Odds("the end of the runway", runway, chances[1], times and times - 0.1)
    assert describe_odds([deadline, ends]) == words


def test_ends_of_two_years_are_both_named_whole() -> None:
    odds = [Odds("the deadline", date(2026, 12, 20), 0.31, None)]
    odds.append(Odds("the end of the runway", date(2027, 1, 2), 0.31, None))
    assert describe_odds(odds) == [f"{BOTH} 20 December 2026 and 2 January 2027, is about 3 in 10."]


def test_the_chance_agrees_with_the_dates() -> None:
    plain = forecast_item(figures(STEADY), after(8), "zero")
    for day, chance in ((plain.p50, 0.5), (plain.p80, 0.8)):
        own = figures(STEADY, plan=f"deadline: {day}\n{PLAN}")
        odds = forecast_item(own, after(8), "zero").odds[0]
        assert chance <= odds.chance < chance + 0.1
        assert (odds.times is None) == (chance == 0.8)


def test_the_usual_pace_is_named_where_it_is_expected() -> None:
    """Not where the last weeks brought twice as much as the half year, nor where it is young."""
    deadline = f"deadline: {after(90)}\n"
    for done, usual in (([2] * 78, 2.0), ([1] * 65 + [3] * 13, 0.0), ([2] * 7, 0.0)):
        own = figures(done, plan=deadline + units(sum(done) + 24))
        odds = forecast_item(own, after(len(done)), "zero").odds[0]
        assert (odds.usual, odds.measure) == (usual, "units")


def test_more_of_one_course_is_not_more_of_the_plan() -> None:
    """The plan has the chance of its slowest course, and what would mend that where it is alone."""
    plan = f"deadline: {after(50)}\ncourses:\n  zero: {{units: 46}}\n"
    for more, alone in (("", True), ("  book: {estimate: 40h}\n", False)):
        own = figures([1] * 30, [60] * 30 if more else None, plan=plan + more)
        zero, whole = (forecast_item(own, after(30), item).odds[0] for item in ("zero", None))
        assert zero.times and whole.chance <= zero.chance
        assert bool(whole.times) == alone


def test_a_list_has_the_first_sentence_alone() -> None:
    own = figures(STEADY, plan=f"deadline: {after(50)}\n{PLAN}")
    found = forecast_item(own, after(len(STEADY)), "zero")
    summary = summarize_forecast(own, found, after(len(STEADY)))
    whole = describe_forecast(own, found, after(len(STEADY)))
    assert whole.startswith(f"{summary} ")
    assert "The chance" in whole
    assert summary.count(".") == 1


def test_the_pace_of_the_plan_is_that_of_its_courses() -> None:
    """Beside it stands what a week of all study brought, which may be more."""
    own = figures([*[1] * 30, *[1, 0, 0, 1] * 3, *[2] * 10], plan=units(100))
    found = forecast_item(own, after(52), "zero")
    for item, words in (("zero", "At the pace of"), (None, "At its courses' pace of")):
        described = describe_forecast(own, found._replace(item=item), after(52))
        assert f"{words} the last half year, 1.2 units a week, it would be" in described


# ---- journals at the edges


def spend(minutes: list[int], item: str = "book") -> dict[str, str]:
    """Weeks with a session each."""
    weeks = {}
    for number, spent in enumerate(minutes):
        if spent:
            session = f"{{start: {after(number)}, minutes: {spent}, item: {item}}}"
            weeks[f"entries/{week_of(after(number))}.yaml"] = f"sessions: [{session}]\n"
    return weeks


def finish(units: list[int]) -> dict[str, str]:
    """Weeks that finished units, without any session."""
    weeks = {}
    for number, count in enumerate(units):
        if count:
            text = f"courses: {{zero: {{done: {count}}}}}\n"
            weeks[f"entries/{week_of(after(number))}.yaml"] = text
    return weeks


def units(count: int, more: str = "") -> str:
    return f"courses:\n  zero: {{title: Zero, units: {count}{more}}}\n"


BACK = {
    f"entries/{week_of(after(22))}.yaml": "courses: {zero: {done: 2}}\n"
    f"sessions: [{{start: {after(22)}, minutes: 60, item: zero}}]\n"
}
EDGES = {
    "nearly done": (units(21), [2] * 10, {}, after(10), "zero", "Four in five by 17 March 2024."),
    "begun last week": (
        units(40),
        [2],
        {},
        after(1),
        "zero",
        "Even odds by June 2025, four in five by the end of 2026.",
    ),
    "never begun": (
        "courses:\n  zero: {units: 20}\n  new: {units: 10}\n",
        [1] * 10,
        {},
        after(10),
        "new",
        "It has not been begun. In the plan's order: even odds by December 2024, four in five by October 2025.",
    ),
    "never begun, nothing else": (
        units(40),
        [],
        {},
        after(10),
        "zero",
        "No forecast. It has not been begun.",
    ),
    "paused": (
        units(40, ", status: paused"),
        [1] * 10,
        {},
        after(10),
        "zero",
        "No forecast. It is paused.",
    ),
    "paused, the plan": (
        units(40, ", status: paused") + "  book: {estimate: 40h}\n",
        [],
        spend([120] * 10),
        after(10),
        None,
        "Even odds by July 2024, four in five by January 2025. Zero is paused, and not counted.",
    ),
    "overdue": (
        "deadline: 2024-03-01\n" + units(60),
        [1] * 20,
        {},
        after(20),
        "zero",
        "Even odds by July 2025, four in five by May 2026. The deadline, 1 March 2024, is past.",
    ),
    "with a deadline": (
        "deadline: 2024-12-01\n" + units(60),
        [1] * 20,
        {},
        after(20),
        "zero",
        "Even odds by July 2025, four in five by May 2026. The chance of being done by the deadline, 1 December 2024, is about 2 in 10.",
    ),
    "hours only": (
        "courses:\n  book: {estimate: 100h}\n",
        [],
        spend([120] * 15),
        after(15),
        "book",
        "Even odds by June 2025, four in five by April 2026.",
    ),
    "units only": (
        units(40),
        [],
        finish([1, 2, 0, 1, 1, 2, 1, 0, 1, 1]),
        after(10),
        "zero",
        "Even odds by May 2025, four in five by January 2026.",
    ),
    "units only, the plan": (
        units(40),
        [],
        finish([1, 2, 0, 1, 1, 2, 1, 0, 1, 1]),
        after(10),
        None,
        "Even odds by May 2025, four in five by January 2026.",
    ),
    "300 units": (
        units(300),
        [3] * 19,
        {},
        after(19),
        "zero",
        "Even odds by May 2026, four in five by the end of September 2027.",
    ),
    "ten silent weeks": (
        units(40),
        [2] * 12,
        {},
        after(22),
        "zero",
        "Even odds by April 2025, four in five by the end of 2026. A break of ten weeks so far: the days depend on when it ends; in public logs of learners, about 4 in 10 such breaks ended within a month.",
    ),
    "back after them": (
        units(40),
        [2] * 12,
        BACK,
        after(22) + timedelta(days=2),
        "zero",
        "Even odds by April 2025, four in five by the end of 2026. This week's return after a break of ten weeks counts from Monday on.",
    ),
    "a week later": (
        units(40),
        [2] * 12,
        BACK,
        after(23),
        "zero",
        "Even odds by September 2024, four in five by March 2025.",
    ),
    "burst": (
        units(60),
        [22, 22],
        {},
        after(2),
        "zero",
        "Even odds by 28 January, four in five by 25 February 2024.",
    ),
    "no data": ("title: Empty\n", [], {}, after(1), None, "No forecast. It has no courses."),
    "no unit yet": (
        units(20),
        [],
        spend([20] * 9, "zero"),
        after(9),
        "zero",
        "No forecast. Even odds lie more than five years ahead, counting 3 h for a unit, though none is done yet.",
    ),
    "no unit lately": (
        units(200),
        [6],
        spend([0, *[20] * 9], "zero"),
        after(10),
        "zero",
        "No forecast. Even odds lie more than five years ahead, counting 40 min for a unit.",
    ),
    "no unit yet, and few": (
        units(3),
        [],
        spend([20] * 9, "zero"),
        after(9),
        "zero",
        "Even odds by August 2025, four in five by the end of March 2027, counting 3 h for a unit, though none is done yet.",
    ),
    "no unit and no time": (
        units(20),
        [],
        {f"entries/{week_of(after(0))}.yaml": "courses: {zero: {notes: Read.}}\n"},
        after(9),
        "zero",
        "No forecast. No unit was done and no time logged on it in a week that counts. A break of eight weeks so far; in public logs of learners, about 4 in 10 such breaks ended within a month.",
    ),
    "no time": (
        "courses:\n  book: {estimate: 20h}\n",
        [],
        {f"entries/{week_of(after(0))}.yaml": "courses: {book: {notes: Read.}}\n"},
        after(9),
        "book",
        "No forecast. It is estimated in hours, and no week that counts has a time. A break of eight weeks so far; in public logs of learners, about 4 in 10 such breaks ended within a month.",
    ),
    "a course of unknown length in the plan": (
        units(40) + "  rest: {title: The rest}\n",
        [2] * 10,
        {},
        after(10),
        None,
        "Even odds by July 2024, four in five by January 2025. What is left of The rest is not known, and not counted.",
    ),
    "never begun behind a course of unknown length": (
        units(40) + "  rest: {title: The rest}\n  new: {units: 4}\n",
        [2] * 10,
        {},
        after(10),
        "new",
        "It has not been begun. In the plan's order: even odds by September 2024, four in five by March 2025. What is left of The rest is not known, and not counted.",
    ),
    "a pace that would make it": (
        "deadline: 2025-09-30\nrunway: {start: 2025-01-01, months: 9}\n" + units(180),
        [2] * 78,
        {},
        after(78),
        "zero",
        "Even odds by 28 September 2025, four in five by December 2025. The chance of being done by the deadline and the end of the runway, 30 September and 1 October 2025, is about 5 in 10; 4 units a week instead of the usual 2 would make it four in five.",
    ),
    "half a year": (
        units(100),
        [*[1] * 30, *[1, 0, 0, 1] * 3, *[2] * 10],
        {},
        after(52),
        "zero",
        "Even odds by July 2025, four in five by January 2026. At the pace of the last half year, 1.2 units a week, it would be done by September 2025.",
    ),
    "begun this week": (
        units(40),
        [2],
        {},
        after(0) + timedelta(days=3),
        "zero",
        "No forecast. It was begun this week; ask again on Monday.",
    ),
    "to be begun in a week": (
        units(40),
        [2],
        {},
        after(-1),
        "zero",
        "No forecast. Its first week of work is still to come.",
    ),
    "to be begun in a week, the plan": (
        units(40, ", estimate: 20h"),
        [2],
        {},
        after(-1),
        None,
        "No forecast. Its first week of work is still to come.",
    ),
    "silent for longer than the public logs tell of": (
        units(40),
        [2] * 12,
        {},
        after(26),
        "zero",
        "Even odds by June 2025, four in five by the end of March 2027. A break of 14 weeks so far: the days depend on when it ends.",
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_journals_at_the_edges(name: str) -> None:
    plan, done, more, today, item, words = EDGES[name]
    own = figures(done, plan=plan, more=more)
    assert describe_forecast(own, forecast_item(own, today, item), today) == words


def test_a_silence_tells_how_such_silences_ended() -> None:
    """Three silences of a month before this one: after two of them work went on within a month."""
    done = [1, 1, 1, *[0] * 5, 1, 1, *[0] * 6, 1, *[0] * 12, 1, 1, *[0] * 4]
    own = figures([], plan=units(60), more=finish(done))
    today = after(len(done))
    words = describe_forecast(own, forecast_item(own, today, "zero"), today)
    assert "in this journal, 2 of 3 such breaks ended within a month." in words


def test_what_is_not_begun_comes_after_what_is() -> None:
    plan = "courses:\n  zero: {units: 30}\n  one: {units: 10}\n  two: {units: 10}\n"
    own = figures([2] * 10, plan=plan)
    zero, one, two, whole = (
        forecast_item(own, after(10), item) for item in ("zero", "one", "two", None)
    )
    assert zero.p50 <= one.p50 < two.p50 <= whole.p50
    assert (zero.queued, one.queued, two.queued) == (False, True, True)


def test_a_course_of_three_weeks_leans_on_the_other_ones() -> None:
    """Its person never missed a week for a year, or misses every other one."""
    own = [2, 2, 2]
    spans = []
    for minutes in ([60] * 30, [60, 0, 0] * 10):
        weeks = spend(minutes)
        plan = "courses:\n  zero: {units: 30}\n  book: {estimate: 400h}\n"
        for path, text in weeks.items():
            number = int(path[-7:-5]) - 1
            if number >= 27:
                weeks[path] = f"courses: {{zero: {{done: 2}}}}\n{text}"
        for number in range(27, 30):
            path = f"entries/{week_of(after(number))}.yaml"
            weeks.setdefault(path, "courses: {zero: {done: 2}}\n")
        found = forecast_item(figures([], plan=plan, more=weeks), after(30), "zero")
        assert found.done == sum(own)
        spans.append(found.p50)
    assert spans[0] < spans[1]


def test_an_estimate_does_not_outweigh_units_that_were_done() -> None:
    """24 of 300 in 24 weeks, beside five hours a week on another course: years, not months."""
    both = spend([300] * 24, "other")
    for week, text in finish([2, 0] * 12).items():
        both[week] += text
    today = after(24)
    for more in ("", ", estimate: 20h"):
        own = figures([], plan=units(300, more) + "  other: {units: 9}\n", more=both)
        forecast = forecast_item(own, today, "zero")
        assert forecast.refused or (forecast.p50 and forecast.p50.year > today.year + 2), more


def test_past_errors_of_estimates_move_the_days() -> None:
    def of(took: int) -> date | None:
        courses = "".join(
            f"  done{number}: {{estimate: 10h, status: done}}\n" for number in range(3)
        )
        weeks = spend([120] * 12)
        for number in range(3):
            path = f"entries/{week_of(after(number))}.yaml"
            session = f"{{start: {after(number)}, minutes: {took}, item: done{number}}}"
            weeks[path] = weeks[path].replace("[", f"[{session}, ")
        plan = f"courses:\n{courses}  book: {{estimate: 60h}}\n"
        return forecast_item(figures([], plan=plan, more=weeks), after(12), "book").p50

    assert of(600) < of(1200)


def test_words_of_an_old_plan() -> None:
    own = figures([1] * 8, plan=f"deadline: {FIRST + timedelta(days=7)}\n{units(40)}")
    words = describe_forecast(own, forecast_item(own, after(8), "zero"), after(8))
    assert words.endswith("The deadline, 8 January 2024, is past.")


@given(st.floats(0.01, 60), st.sampled_from(["units", "minutes"]))
def test_a_pace_is_told_in_the_number_of_its_noun(mean: float, measure: str) -> None:
    words = format_pace(mean, measure)
    assert not re.search(r"(?<![.\d])1 (units|weeks)\b|\bone unit in 1\b", words)
    if in_weeks := re.fullmatch(r"one unit in (\d+) weeks", words):
        assert 1 / mean == pytest.approx(int(in_weeks[1]), abs=0.51)
    elif measure == "units":
        assert mean == pytest.approx(float(words.split(" ")[0]), abs=0.051)
