"""How often past four-in-five days held: counted again from journals cut off at each Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.steady import FIRST, after, files
from tracker.figures import stats
from tracker.figures.forecast import forecast_item, record
from tracker.figures.forecast.finish import FinishQuestion, Work, simulate_finish
from tracker.figures.forecast.past_figures import hash_past_weeks
from tracker.figures.forecast.record import CourseRecord, Record, measure_record
from tracker.figures.forecast.record_words import (
    describe_forecast_record,
    describe_record_advice,
    tabulate_record,
)
from tracker.figures.forecast.throughput import FARTHEST, make_history
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures
from tracker.format.loader import load_journal
from tracker.model.journal import week_of

UNITS = "courses:\n  zero: {{title: Zero, units: {}}}\n"
WEEKS = st.lists(st.integers(0, 3), min_size=4, max_size=24)


def build(
    units: list[int], total: int, more: str = "", weeks: dict[str, str] | None = None
) -> Figures:
    return build_figures_of(files(units, plan=UNITS.format(total) + more, more=weeks))


def build_figures_of(made: dict[str, bytes]) -> Figures:
    journal, problems = load_journal(made)
    assert problems == []
    return stats.build_figures(journal)


def cut(made: dict[str, bytes], monday: date) -> Figures:
    """The figures of the files that a Monday found."""
    path = f"entries/{week_of(monday)}.yaml"
    return build_figures_of(
        {name: data for name, data in made.items() if name.endswith("plan.yaml") or name < path}
    )


def asked(today: date) -> Iterator[date]:
    for weeks in range(104, 0, -1):
        yield today - timedelta(days=today.weekday(), weeks=weeks)


# ---- counted on paper ------------------------------------------------------------------------------------------------


def test_a_steady_course_of_twelve_weeks() -> None:
    """A unit in each of twelve weeks: from the second on, eleven Mondays asked; each came due when it was done."""
    found, _ = measure_record(build([1] * 12, 12), after(12))
    assert found.since == after(1)
    assert (found.cases, [course.item for course in found.courses]) == (11, ["zero"])
    assert found.held == sum(promised(12, number) >= after(11) for number in range(1, 12))


def promised(total: int, number: int) -> date:
    return forecast_item(build([1] * number, total), after(number), "zero").p80 or date.max


def test_a_day_that_has_passed_did_not_hold() -> None:
    """Ten units in ten weeks, two are left, and then nothing: each day given has passed two years later."""
    own = build([1] * 10, 12)
    found, _ = measure_record(own, after(112))
    assert found.since == after(8)
    days = [
        forecast_item(cut_short(own, number), after(number), "zero").p80 for number in range(8, 112)
    ]
    passed = [day for day in days if day and day < after(112)]
    assert (found.cases, found.held) == (len(passed), 0)
    assert found.cases > 3


def test_it_is_what_journals_cut_off_would_have_said() -> None:
    """Two courses, one in hours, a pause, a course paused and taken up: every case counted by cutting the files."""
    plan = (
        "  book: {title: A book, estimate: 20h}\n"
        "  old: {units: 3}\n"
        "pauses: [{from: 2024-03-04, to: 2024-03-17}]\n"
    )
    paused = {
        f"entries/{week_of(after(20))}.yaml": "courses: {zero: {done: 1}, old: {status: paused}}\n",
        f"entries/{week_of(after(25))}.yaml": "courses: {old: {status: active, done: 3}}\n",
        f"entries/{week_of(after(17))}.yaml": "courses: {old: {notes: begun}}\n",
    }
    units = [2, 1, 0, 0, 3, 1, 2, 0, 1, 0, 0, 0, 2, 1, 0, 1]
    minutes = [0, 90, 0, 240, 60, 0, 0, 120, 120, 0, 60, 240, 0, 120, 150, 0]
    made = files(units, minutes, UNITS.format(15) + plan, paused)
    today = after(40) + timedelta(days=2)
    done = {"zero": after(20), "book": after(14), "old": after(25)}
    expected: dict[str, list[bool]] = {}
    for monday in asked(today):
        then = cut(made, monday)
        for item, state in then.states.items():
            if not state.weeks_of_work or done[item] < monday:
                continue
            day = forecast_item(then, monday, item).p80
            if day:
                expected.setdefault(item, []).append(done[item] <= day)
    found, _ = measure_record(build_figures_of(made), today)
    assert {course.item: (course.cases, course.held) for course in found.courses} == {
        item: (len(held), sum(held)) for item, held in expected.items()
    }
    assert found.cases > 20


# ---- what always holds -----------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(WEEKS, st.integers(1, 30), st.integers(1, 12), st.integers(0, 6))
def test_later_weeks_change_no_answer(
    units: list[int], total: int, weeks: int, weekday: int
) -> None:
    """What was asked of a journal that ends at a week is what the whole journal says was asked up to then."""
    made = files(units, plan=UNITS.format(total) + "  book: {estimate: 9h}\n")
    then = after(len(units)) - timedelta(weeks=min(weeks, len(units) - 1))
    _, early = measure_record(cut(made, then), then)
    whole = build_figures_of(made)
    _, late = measure_record(whole, after(len(units)) + timedelta(days=weekday))
    for place, answers in early.items():
        for key, day in answers.items():
            assert late[place].get(key, day) == day
    hashes = hash_past_weeks(whole, list(asked(then)))
    assert set(early) <= set(hashes.values())


@settings(max_examples=25)
@given(WEEKS, st.integers(1, 60), st.integers(0, 8))
def test_the_day_is_that_of_the_forecast(units: list[int], left: int, rest: int) -> None:
    weeks = make_history([1.0, *map(float, units)])
    pauses = ()
    if rest:
        pause = f"pauses: [{{from: {after(2)}, to: {after(2 + rest)}}}]\n"
        pauses = build([], 1, pause).plan.pauses
    given = FinishQuestion(pauses, FIRST, weeks, Work(float(left), left / 2), (0.5, 1.0, 2.0), ())
    (_, day, _), _, _ = record.simulate_four_in_five(FARTHEST, given)
    assert day == simulate_finish(given)[0][1]


@settings(max_examples=12)
@given(WEEKS, st.integers(1, 30))
def test_what_is_remembered_is_what_is_found(units: list[int], total: int) -> None:
    own, today = build(units, total), after(len(units))
    found, answers = measure_record(own, today)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "forecast_item", None)
        assert measure_record(own, today, answers)[0] == found


def test_a_new_week_asks_one_new_monday() -> None:
    units = [1, 0, 2, 1, 0, 0, 1, 1, 0, 2]
    plan = "  other: {units: 40}\n"
    more = {f"entries/{week_of(after(11))}.yaml": "courses: {other: {done: 2}}\n"}
    _, answers = measure_record(build(units, 60, plan), after(10) + timedelta(days=3))
    mondays = []

    def forecast_and_note(figures: Figures, monday: date, *rest: object) -> object:
        mondays.append(monday)
        return forecast_item(figures, monday, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "forecast_item", forecast_and_note)
        measure_record(build([*units, 3], 60, plan, more), after(11), answers)
    assert set(mondays) == {after(10)}


# ---- which cases there are -------------------------------------------------------------------------------------------


def test_a_course_that_was_dropped_is_judged_up_to_then() -> None:
    """Days that had passed when it was dropped did not hold; nobody waited for the others."""
    units = [1] * 10
    dropped = {f"entries/{week_of(after(40))}.yaml": "courses: {zero: {status: dropped}}\n"}
    own, gone = build(units, 12), build(units, 12, weeks=dropped)
    open_still, _ = measure_record(own, after(60))
    found, _ = measure_record(gone, after(60))
    days = [
        day
        for number in range(1, 41)
        if (day := forecast_item(cut_short(own, number), after(number), "zero").p80)
    ]
    assert found.cases == sum(day < after(40) for day in days)
    assert 0 < found.cases < open_still.cases


def cut_short(figures: Figures, weeks: int) -> Figures:
    kept = tuple(week for week in figures.journal.weeks if week.monday < after(weeks))
    return stats.build_figures(figures.journal._replace(weeks=kept))


@pytest.mark.parametrize("status", ["paused", "done", "next"])
def test_a_status_of_the_plan_has_no_day(status: str) -> None:
    """Whoever pauses a course in the plan today does not lose what was said of it before."""
    with_status = f"courses:\n  zero: {{units: 12, status: {status}}}\n"
    own = build_figures_of(files([1] * 10, plan=with_status))
    found, _ = measure_record(own, after(60))
    assert found.cases > 3


JOURNALS = {
    "no courses": ([], "title: None\n"),
    "no units and no estimate": ([1] * 9, "courses:\n  zero: {title: Zero}\n"),
    "begun today": ([1], UNITS.format(9)),
    "not begun": ([], UNITS.format(9)),
    "never finished anything": ([0] * 9, UNITS.format(900)),
}


@pytest.mark.parametrize("name", JOURNALS)
def test_nothing_is_said_where_nothing_came_due(name: str) -> None:
    units, plan = JOURNALS[name]
    own = build_figures_of(files(units, plan=plan))
    today = after(max(1, len(units))) - timedelta(days=3)
    found, _ = measure_record(own, today)
    assert describe_forecast_record(found, today) == ""


def test_a_journal_that_ended_years_ago_says_nothing() -> None:
    found, answers = measure_record(build([1] * 12, 12), after(400))
    assert (found, answers) == (Record(), {})


def test_a_week_to_come_finishes_nothing_yet() -> None:
    """Whoever writes down next month's units today has not done them."""
    early, _ = measure_record(build([1] * 12, 12), after(8))
    assert early == measure_record(build([1] * 8, 12), after(8))[0]
    assert early.held == 0


def test_an_unpublished_course_is_in_no_public_record() -> None:
    plan = UNITS.format(12) + "  secret: {title: Hidden, units: 9, unpublished: name}\n"
    more = {
        f"entries/{week_of(after(number))}.yaml": "courses: {secret: {done: 1}, zero: {done: 1}}\n"
        for number in range(9)
    }
    journal, _ = load_journal(files([], plan=plan, more=more))
    whole, _ = measure_record(stats.build_figures(journal), after(12))
    public = make_public_journal(journal, after(12))
    found, _ = measure_record(stats.build_figures(public), after(12))
    assert "secret" in [course.item for course in whole.courses]
    assert "secret" not in [course.item for course in found.courses]


def test_many_courses_are_asked_on_fewer_mondays() -> None:
    """Thirty courses at once for two years would be 3,000 simulations."""
    names = [f"c{number}" for number in range(30)]
    plan = "courses:\n" + "".join(f"  {name}: {{units: 120}}\n" for name in names)
    done = "".join(f"  {name}: {{done: 1}}\n" for name in names)
    made = {"entries/plan.yaml": plan.encode()}
    for number in range(110):
        week = week_of(after(number))
        made[f"entries/{week}.yaml"] = f"courses:\n{done}".encode()
    courses, today = list(build_figures_of(made).states.values()), after(110)
    open_still = dict.fromkeys(names)
    mondays = record.list_open_mondays(courses, open_still, today)
    asked = record.thin_mondays(courses, mondays)
    assert {len(of_course) for of_course in mondays.values()} == {104}
    assert sum(map(len, asked.values())) < 500
    # A week later the same Mondays are asked, and at most one more.
    later = record.list_open_mondays(courses, open_still, today + timedelta(days=7))
    for item, of_course in record.thin_mondays(courses, later).items():
        assert len(set(of_course) - set(asked[item])) <= 1
    few = {name: mondays[name] for name in names[:3]}
    assert record.thin_mondays(courses[:3], few) == few
    words = describe_forecast_record(Record(min(mondays["c0"]), MIXED, False), today)
    assert words.startswith("Asked on Mondays of the last two years, ")


def test_what_was_given_up_is_asked_as_often_as_what_was_done() -> None:
    """Thirty courses that were left after three weeks, two that were done in eight: all but a few are judged."""
    done = {}
    for number in range(30):
        done |= {(week, f"left{number}"): 2 for week in range(3 * number, 3 * number + 3)}
    for number in range(2):
        done |= {(week, f"done{number}"): 1 for week in range(40 * number + 5, 40 * number + 13)}
    names = sorted({name for _, name in done})
    plan = "courses:\n" + "".join(
        f"  {name}: {{units: {12 if name.startswith('left') else 8}}}\n" for name in names
    )
    made = {"entries/plan.yaml": plan.encode()}
    for week in sorted({week for week, _ in done}):
        lines = "".join(
            f"  {name}: {{done: {done[week, name]}}}\n" for name in names if (week, name) in done
        )
        made[f"entries/{week_of(after(week))}.yaml"] = f"courses:\n{lines}".encode()
    own, today = build_figures_of(made), after(104)
    found, _ = measure_record(own, today)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "MOST_ASKED", 10_000)
        whole, _ = measure_record(own, today)
    assert (found.is_whole, whole.is_whole) == (False, True)
    assert found.cases > 0.7 * whole.cases
    assert len(found.courses) >= len(whole.courses) - 1
    assert abs(found.share - whole.share) < 0.1


# ---- words -----------------------------------------------------------------------------------------------------------

SINCE = date(2024, 7, 8)
MIXED = (CourseRecord("a", 10, 1), CourseRecord("b", 4, 4))
SENTENCES = [
    ((), date(2025, 1, 1), ""),
    ((CourseRecord("a", 2, 2),), date(2025, 1, 1), ""),
    (
        (CourseRecord("a", 3, 3),),
        date(2025, 1, 1),
        "Asked each Monday since 8 July 2024, the four-in-five day held in all 3 cases "
        "(of one course; units and pauses as in today's plan).",
    ),
    (
        (CourseRecord("a", 5, 2),),
        date(2025, 1, 1),
        "Asked each Monday since 8 July 2024, the four-in-five day held in 2 of 5 cases "
        "(of one course; units and pauses as in today's plan).",
    ),
    (
        (CourseRecord("a", 5, 0), CourseRecord("b", 1, 0)),
        date(2025, 1, 1),
        "Asked each Monday since 8 July 2024, the four-in-five day held in none of 6 cases "
        "(of two courses; units and pauses as in today's plan).",
    ),
    (
        MIXED,
        date(2026, 7, 8),
        "Asked each Monday of the last two years, the four-in-five day held in about 6 in 10 cases "
        "(14 cases of two courses, each course counting the same; units and pauses as in today's plan).",
    ),
]


@pytest.mark.parametrize(("courses", "today", "words"), SENTENCES)
def test_its_sentence(courses: tuple[CourseRecord, ...], today: date, words: str) -> None:
    assert describe_forecast_record(Record(SINCE, courses), today) == words


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ((8, 8, 8, 8, 8), ""),
        ((10, 10, 10, 10, 10), "So it errs on the late side."),
        ((10, 10, 10, 10), ""),  # four courses tell nothing
        ((6, 6, 6, 6, 6), "So take the second day for that, not for four in five."),
        ((5, 5, 4, 5, 6), "So take the second day for even odds."),
        ((1, 2, 0, 1, 1), "So plan for a day later than the second."),
        ((6, 6, 6, 6), ""),
        ((10, 10, 10, 1, 1), ""),  # 64 %, and so uneven that 80 % may be true
        ((7, 7, 7, 7, 7), ""),
    ],
)
def test_what_a_record_far_from_four_in_five_means(held: tuple[int, ...], words: str) -> None:
    courses = tuple(CourseRecord(str(place), 10, count) for place, count in enumerate(held))
    assert describe_record_advice(Record(SINCE, courses)) == words
    assert describe_forecast_record(Record(SINCE, courses), SINCE).endswith(words or "plan).")


def test_its_table() -> None:
    assert tabulate_record(Record(SINCE, MIXED)) == [
        ("course", "cases", "held", "share"),
        ("a", "10", "1", "10 %"),
        ("b", "4", "4", "100 %"),
        ("each course the same", "14", "5", "55 %"),
    ]
