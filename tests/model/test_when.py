"""What a person types for time -> values, with now given; and all that is refused, in its very words."""

import time as clock_of_the_machine
from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import periods, when
from tracker.model.journal import Period, Start, monday_of, week_of
from tracker.model.periods import PERIOD_FORMS
from tracker.model.when import DAY_FORMS, DURATION_FORMS, TIME_FORMS

SATURDAY = datetime(2024, 7, 6, 20, 30)
MIDNIGHT = datetime(2024, 7, 8, 0, 0)  # as Monday begins
NEW_YEAR = datetime(2027, 1, 1, 0, 30)  # a Friday in 2026-W53


def answer(read: Callable[..., object], *told: object) -> object:
    """The value, or the words of the refusal."""
    try:
        return read(*told)
    except ValueError as refused:
        return str(refused)


DURATIONS = {
    "45m": 45,
    "45min": 45,
    "1h": 60,
    "1h30m": 90,
    "1h 30m": 90,
    "1H30M": 90,
    " 45m ": 45,
    "1:30": 90,
    "0:05": 5,
    "1.5h": 90,
    ".5h": 30,
    "1.25h": 75,
    "90": 90,
    "007": 7,
    "0": 0,
    "16h": 960,
    "1 h 30": 90,  # as it is printed
    "45 min": 45,
    "2 h": 120,
    "1 h 05": 65,
    "1\u00a0h\u00a030": 90,  # as it is copied from a page
    "1h30": 90,
    "2h30": 150,
    "1hr": 60,
    "1 hour": 60,
    "2 hours": 120,
    "1 hour 30 minutes": 90,
    "45 minutes": 45,
    "1,5h": 90,
    "1.5 hours": 90,
    "12345 h 07": 740_707,
}
NO_DURATIONS = [
    "",
    "h",
    "m",
    "1h5",  # 1 h 05, or 1 h 50
    "1h90",
    "1,250h",  # 1.25, or 1250
    "1,5",
    "1 30",
    "hours",
    "1.5",
    "-5",
    "+5",
    "1:60",
    "1:3",
    "1_000",
    "٤٥",
    "１０",
    "1_0m",
    "٤٥m",
    "٤h",
    "45m\n!",
    "1e3",
    "1d",
    "9:00-10:15",  # a span, which has a reader of its own
    "12345678",
]


@pytest.mark.parametrize("text", DURATIONS)
def test_duration(text: str) -> None:
    assert answer(when.parse_duration, text) == DURATIONS[text]


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_no_duration(text: str) -> None:
    assert answer(when.parse_duration, text) == f"{text!r} is no length of time: {DURATION_FORMS}"


@given(st.integers(0, 10_000_000))
def test_what_is_printed_is_read(minutes: int) -> None:
    assert when.parse_duration(when.format_duration(minutes)) == minutes
    rough = when.format_rough_duration(minutes)
    assert abs(when.parse_duration(rough) - minutes) <= 30


# Of these a word in the place of an item or a note is refused.
SORTS = {
    "19:30": "moment",
    "yesterday 19:30": "moment",
    "10m ago": "moment",
    "2 hours ago": "moment",
    "2024-07-01 9:00": "moment",
    "9:00-9:45": "span",
    "9-10": None,  # pages, perhaps
    "mon": "day",
    "Yesterday": "day",
    "2024-07-01": "day",
    "2024-W27": "week",
    "45m": "length",
    "1 h 30": "length",
    "last night": "vague",
    "next monday": "vague",
    "tomorrow": "vague",
    "42": None,  # a chapter, perhaps
    "now": None,
    "monday is hard": None,
    "chapter 3": None,
    "3.14": None,
    "24:61": None,
    "last chapter": None,
    "": None,
}


@pytest.mark.parametrize("text", SORTS)
def test_sort_of_time(text: str) -> None:
    assert when.sort_time(text, SATURDAY) == SORTS[text]


NUMBERS = {
    "45": 45,
    "045": 45,
    "1_000": "expected a whole number, got '1_000'",
    "٤٥": "expected a whole number, got '٤٥'",
    "१०": "expected a whole number, got '१०'",
    "1.0": "expected a whole number, got '1.0'",
    " 1": "expected a whole number, got ' 1'",
    "1\n": "expected a whole number, got '1\\n'",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_whole_number(text: str) -> None:
    assert answer(when.whole_number, text) == NUMBERS[text]


CLOCKS = {
    "19:30": time(19, 30),
    "7:30": time(7, 30),
    "0:00": time(0),
    "23:59": time(23, 59),
    "7:30pm": time(19, 30),
    "7:30 PM": time(19, 30),
    "12am": time(0),
    "12pm": time(12),
    "12:05am": time(0, 5),
    "7pm": time(19),
}
IMPOSSIBLE_CLOCKS = ["24:00", "7:60", "13pm", "0am", "99:99", "0:00am"]
NO_CLOCKS = [
    "19",
    "19.30",
    "7:3",
    "1930",
    "19:30:00",
    "７:30",
    "٧:30",
    "19:30x",
    "",
    "-1:00",
    "7:30 p",
    "19:30\n",
]


@pytest.mark.parametrize("text", [*CLOCKS, *IMPOSSIBLE_CLOCKS, *NO_CLOCKS])
def test_clock(text: str) -> None:
    expected: object = CLOCKS.get(text, f"expected a time such as 19:30, got {text!r}")
    if text in IMPOSSIBLE_CLOCKS:
        expected = f"there is no such time as {text!r}"
    assert answer(when.parse_clock, text) == expected


SPANS = {
    "9:00-10:15": (time(9), 75),
    "9:00 - 10:15": (time(9), 75),
    "23:30-0:45": (time(23, 30), 75),
    "9am-10:15am": (time(9), 75),
    "0:00-23:59": (time(0), 1439),
    "9:00-9:00": (time(9), 0),
    "45m": None,
    "9-10": (time(9), 60),
    "9-10:30": (time(9), 90),
    "9:30-11": (time(9, 30), 90),
    "9:00\u201310:15": (time(9), 75),
    "9:00 \u2014 10:15": (time(9), 75),
    "9-10pm": None,  # an hour, or thirteen
    "9am-10": None,
    "23-25": None,
    "2024-07": None,
    "9:00-": None,
    "-9:00": None,
    "2024-07-01": None,
    "9:00-10:15-11:00": None,
    "9:00-25:00": None,
}


@pytest.mark.parametrize("text", SPANS)
def test_span(text: str) -> None:
    assert when.parse_span(text) == SPANS[text]


MOMENTS = [
    ("now", SATURDAY, "2024-07-06T20:30"),
    ("9:30 am", SATURDAY, "2024-07-06T09:30"),
    ("yesterday 7:30 pm", SATURDAY, "2024-07-05T19:30"),
    ("19:30", SATURDAY, "2024-07-06T19:30"),
    ("23:30", SATURDAY, "2024-07-06T23:30"),  # in the future; who logs says so
    ("7:30pm", SATURDAY, "2024-07-06T19:30"),
    ("today 8:00", SATURDAY, "2024-07-06T08:00"),
    ("yesterday 19:30", SATURDAY, "2024-07-05T19:30"),
    ("Yesterday 7pm", SATURDAY, "2024-07-05T19:00"),
    ("yesterday 23:59", MIDNIGHT, "2024-07-07T23:59"),
    ("mon 8:00", SATURDAY, "2024-07-01T08:00"),
    ("monday 8:00", SATURDAY, "2024-07-01T08:00"),
    ("sat 8:00", SATURDAY, "2024-07-06T08:00"),
    ("sat 21:00", SATURDAY, "2024-06-29T21:00"),  # not past yet today, so a week ago
    ("sat 20:30", SATURDAY, "2024-07-06T20:30"),
    ("sun 8:00", SATURDAY, "2024-06-30T08:00"),
    ("mon 0:00", MIDNIGHT, "2024-07-08T00:00"),
    ("mon 0:01", MIDNIGHT, "2024-07-01T00:01"),
    ("2024-07-01 19:30", SATURDAY, "2024-07-01T19:30"),
    ("2024-07-01T19:30", SATURDAY, "2024-07-01T19:30"),
    ("2024-02-29 9:05", SATURDAY, "2024-02-29T09:05"),
    ("10m ago", SATURDAY, "2024-07-06T20:20"),
    ("1h30m ago", SATURDAY, "2024-07-06T19:00"),
    ("21h ago", SATURDAY, "2024-07-05T23:30"),
    ("2 hours ago", SATURDAY, "2024-07-06T18:30"),
    ("1 h 30  ago", SATURDAY, "2024-07-06T19:00"),
    ("yesterday  19:30", SATURDAY, "2024-07-05T19:30"),
    ("1m ago", MIDNIGHT, "2024-07-07T23:59"),
    ("31m ago", NEW_YEAR, "2026-12-31T23:59"),
    ("yesterday 19:30", NEW_YEAR, "2026-12-31T19:30"),
]
NO_MOMENTS = [
    "",
    "tomorrow 9:00",
    "last monday",
    "19",
    "2024-07-01",
    "monday tuesday 8:00",
    "ago",
    "m 8:00",
    "mo 8:00",
    "2024-W27",
    "١٩:٣٠",
    "yesterday ١٩:٣٠",
]
IMPOSSIBLE_MOMENTS = {
    "2024-02-30 9:00": "there is no such day as '2024-02-30'",
    "2023-02-29 9:00": "there is no such day as '2023-02-29'",
    "2024-07-01 24:00": "there is no such time as '2024-07-01 24:00'",
    "yesterday 25:00": "there is no such time as '25:00'",
    "mon 7:60": "there is no such time as '7:60'",
    "2024-07-01 19:30 +02:00": "'2024-07-01 19:30 +02:00' names a time zone; give the wall clock where you were",
    "soon ago": f"'soon' is no length of time: {DURATION_FORMS}",
    "1_0m ago": f"'1_0m' is no length of time: {DURATION_FORMS}",
}


ADVICE = {
    "mon": "a day needs its time here: 'mon 19:30'",
    "yesterday": "a day needs its time here: 'yesterday 19:30'",
    "noon": "write 12:00",
    "Midnight": "write 0:00",
    "9.30": "write 9:30",
    "930": "write 9:30",
    "9h30": "write 9:30",
    "19.30 Uhr": "write 19:30",
    "10m": "write '10m ago', in quotes",
}


@pytest.mark.parametrize("text", ADVICE)
def test_a_time_of_another_form_gets_the_right_one(text: str) -> None:
    assert answer(when.parse_moment, text, SATURDAY) == f"{text!r} is no time: {ADVICE[text]}"


@pytest.mark.parametrize(("text", "now", "found"), MOMENTS)
def test_moment(text: str, now: datetime, found: str) -> None:
    assert answer(when.parse_moment, text, now) == datetime.fromisoformat(found)


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_no_moment(text: str) -> None:
    assert answer(when.parse_moment, text, SATURDAY) == f"{text!r} is no time: {TIME_FORMS}"


@pytest.mark.parametrize("text", IMPOSSIBLE_MOMENTS)
def test_impossible_moment(text: str) -> None:
    assert answer(when.parse_moment, text, SATURDAY) == IMPOSSIBLE_MOMENTS[text]


# On 2024-03-31 the clock went from 2:00 to 3:00, on 2024-10-27 from 3:00 back to 2:00.
CLOCK_CHANGES = [
    ("1h ago", "2024-03-31T03:30", "2024-03-31T01:30"),
    ("30m ago", "2024-03-31T03:00", "2024-03-31T01:30"),
    ("2h ago", "2024-03-31T04:30", "2024-03-31T01:30"),
    ("24h ago", "2024-03-31T12:00", "2024-03-30T11:00"),
    ("1h ago", "2024-10-27T03:30", "2024-10-27T02:30"),
    ("2h ago", "2024-10-27T03:30", "2024-10-27T02:30"),
    ("3h ago", "2024-10-27T03:30", "2024-10-27T01:30"),
    ("24h ago", "2024-10-27T12:00", "2024-10-26T13:00"),
    # What is named by the clock is what the clock showed.
    ("yesterday 12:00", "2024-03-31T12:00", "2024-03-30T12:00"),
    ("1:30", "2024-03-31T04:00", "2024-03-31T01:30"),
    ("2:30", "2024-10-27T04:00", "2024-10-27T02:30"),
]


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv(
            "TZ", "CET-1CEST,M3.5.0,M10.5.0/3"
        )  # its rule, for a machine without a table of zones
        clock_of_the_machine.tzset()
        yield
    clock_of_the_machine.tzset()


@pytest.mark.skipif(
    not hasattr(clock_of_the_machine, "tzset"), reason="Windows has one time zone at a time"
)
@pytest.mark.parametrize(("text", "now", "found"), CLOCK_CHANGES)
def test_the_clock_is_changed(text: str, now: str, found: str, berlin: None) -> None:
    assert when.parse_moment(text, datetime.fromisoformat(now)) == datetime.fromisoformat(found)


DAYS = {
    "today": Start(date(2024, 7, 6)),
    "yesterday": Start(date(2024, 7, 5)),
    "sat": Start(date(2024, 7, 6)),
    "Sunday": Start(date(2024, 6, 30)),
    "2024-07-02": Start(date(2024, 7, 2)),
    "this week": Start(date(2024, 7, 1), whole_week=True),
    "Last week": Start(date(2024, 6, 24), whole_week=True),
    "2024-W27": Start(date(2024, 7, 1), whole_week=True),
    "2026-W53": Start(date(2026, 12, 28), whole_week=True),
    "2025-W01": Start(date(2024, 12, 30), whole_week=True),
    "2 days ago": Start(date(2024, 7, 4)),
    "1 day ago": Start(date(2024, 7, 5)),
}
DAY_ADVICE = {
    "tomorrow": "it is still to come",
    "last monday": "write mon, the last one or today",
    "02.07.2024": "write 2024-07-02",
    "2.7.2024": "write 2024-07-02",
    "2024/07/02": "write 2024-07-02",
    "20240702": "write 2024-07-02",
}
NO_DAYS = [
    "",
    "2024-7-2",
    "2024-W7",
    "2024-w27",
    "W27",
    "week",
    "٢٠٢٤-٠٧-٠٢",
]
IMPOSSIBLE_DAYS = {
    "2024-07-32": "there is no such day as '2024-07-32'",
    "2021-W53": "there is no such week as '2021-W53'",
    "2024-W00": "there is no such week as '2024-W00'",
    "2024-W53": "there is no such week as '2024-W53'",
    "1899-12-31": "expected a year from 1900 to 2100, got '1899-12-31'",
    "0024-W27": "expected a year from 1900 to 2100, got '0024-W27'",
}


@pytest.mark.parametrize("text", [*DAYS, *DAY_ADVICE, *NO_DAYS, *IMPOSSIBLE_DAYS])
def test_day_or_week(text: str) -> None:
    refusal = f"{text!r} is no day: {DAY_ADVICE.get(text, DAY_FORMS)}"
    expected = DAYS.get(text) or IMPOSSIBLE_DAYS.get(text) or refusal
    assert answer(when.day_or_week, text, SATURDAY.date()) == expected


STARTS = {
    "2024-07-01 19:30": Start(date(2024, 7, 1), time(19, 30)),
    "2024-07-01T19:30": Start(date(2024, 7, 1), time(19, 30)),
    "2024-07-03 21:05 +02:00": Start(date(2024, 7, 3), time(21, 5), 120),
    "2024-07-03 21:05+0200": Start(date(2024, 7, 3), time(21, 5), 120),
    "2024-07-03 21:05 -03:30": Start(date(2024, 7, 3), time(21, 5), -210),
    "2024-07-03 21:05Z": Start(date(2024, 7, 3), time(21, 5), 0),
    "2024-07-02": Start(date(2024, 7, 2)),
    "2024-W27": Start(date(2024, 7, 1), whole_week=True),
}
NO_STARTS = [
    "19:30",
    "yesterday",
    "2024-07-01 19:30:00",
    "2024-07",
    "",
    "2024-07-01 19:30 CET",
    "2024-07-01  19:30",
]
IMPOSSIBLE_STARTS = {
    "2024-07-32 19:30": "there is no such day as '2024-07-32'",
    "2024-07-01 24:00": "there is no such time as '2024-07-01 24:00'",
    "2024-07-01 19:30 +15:00": "there is no such offset from UTC as '+15:00'",
    "2024-07-01 19:30 +01:60": "there is no such offset from UTC as '+01:60'",
    "2021-W53": "there is no such week as '2021-W53'",
}


@pytest.mark.parametrize("text", [*STARTS, *NO_STARTS, *IMPOSSIBLE_STARTS])
def test_start(text: str) -> None:
    what = "expected a start such as 2024-07-01 19:30, 2024-07-01 or 2024-W27"
    expected = STARTS.get(text) or IMPOSSIBLE_STARTS.get(text) or f"{what}, got {text!r}"
    assert answer(when.parse_start, text) == expected


# Text, now, first and last day; None for all that there is.
PERIODS: list[tuple[str, datetime, tuple[str, str] | None]] = [
    ("today", SATURDAY, ("2024-07-06", "2024-07-06")),
    ("today", MIDNIGHT, ("2024-07-08", "2024-07-08")),
    ("yesterday", SATURDAY, ("2024-07-05", "2024-07-05")),
    ("yesterday", NEW_YEAR, ("2026-12-31", "2026-12-31")),
    ("week", SATURDAY, ("2024-07-01", "2024-07-07")),
    ("week", MIDNIGHT, ("2024-07-08", "2024-07-14")),
    ("week", NEW_YEAR, ("2026-12-28", "2027-01-03")),
    ("last week", SATURDAY, ("2024-06-24", "2024-06-30")),
    ("last week", datetime(2027, 1, 4, 9), ("2026-12-28", "2027-01-03")),
    ("Last  Week", SATURDAY, ("2024-06-24", "2024-06-30")),
    ("month", SATURDAY, ("2024-07-01", "2024-07-31")),
    ("month", datetime(2024, 2, 29, 9), ("2024-02-01", "2024-02-29")),
    ("last month", SATURDAY, ("2024-06-01", "2024-06-30")),
    ("last month", datetime(2024, 3, 31, 9), ("2024-02-01", "2024-02-29")),
    ("last month", NEW_YEAR, ("2026-12-01", "2026-12-31")),
    ("year", SATURDAY, ("2024-01-01", "2024-12-31")),
    ("last year", NEW_YEAR, ("2026-01-01", "2026-12-31")),
    ("last 14d", SATURDAY, ("2024-06-23", "2024-07-06")),
    ("last 1d", SATURDAY, ("2024-07-06", "2024-07-06")),
    ("last 007d", SATURDAY, ("2024-06-30", "2024-07-06")),
    ("last 366d", NEW_YEAR, ("2026-01-01", "2027-01-01")),
    ("2024", SATURDAY, ("2024-01-01", "2024-12-31")),
    ("2024-07", SATURDAY, ("2024-07-01", "2024-07-31")),
    ("2024-02", SATURDAY, ("2024-02-01", "2024-02-29")),
    ("2023-02", SATURDAY, ("2023-02-01", "2023-02-28")),
    ("2024-12", SATURDAY, ("2024-12-01", "2024-12-31")),
    ("2024-Q1", SATURDAY, ("2024-01-01", "2024-03-31")),
    ("2024-Q3", SATURDAY, ("2024-07-01", "2024-09-30")),
    ("2024-Q4", SATURDAY, ("2024-10-01", "2024-12-31")),
    ("2024-W27", SATURDAY, ("2024-07-01", "2024-07-07")),
    ("2026-W53", SATURDAY, ("2026-12-28", "2027-01-03")),
    ("2025-W01", SATURDAY, ("2024-12-30", "2025-01-05")),
    ("2024-07-01", SATURDAY, ("2024-07-01", "2024-07-01")),
    ("2024-07-01..2024-07-14", SATURDAY, ("2024-07-01", "2024-07-14")),
    ("2024-07-01 .. 2024-07-01", SATURDAY, ("2024-07-01", "2024-07-01")),
    ("2024-06..2024-W27", SATURDAY, ("2024-06-01", "2024-07-07")),
    ("2024-07-01..today", SATURDAY, ("2024-07-01", "2024-07-06")),
    ("all", SATURDAY, None),
    ("ALL", SATURDAY, None),
]
NO_PERIODS = [
    "",
    "last monday",
    "tomorrow",
    "14d",
    "last 14",
    "last ١٤d",
    "last 1_0d",
    "last 99999d",
    "２０２４",
    "٢٠٢٤",
    "2_024",
    "0024",
    "3024",
    "2024-7",
    "2024-q3",
    "Q3",
    "2024-w27",
    "2024-7-1",
    "20240701",
    "..2024-07-01",
    "2024-07-01..",
    "2024-07-01...2024-07-14",
    "2024-07-01 - 2024-07-14",
    "all..2024",
    "2024..all",
    "weeks",
]
IMPOSSIBLE_PERIODS = {
    "2024-00": "there is no such month as '2024-00'",
    "2024-13": "there is no such month as '2024-13'",
    "2024-Q0": "there is no such quarter as '2024-Q0'",
    "2024-Q5": "there is no such quarter as '2024-Q5'",
    "2024-W00": "there is no such week as '2024-W00'",
    "2021-W53": "there is no such week as '2021-W53'",
    "2024-02-30": "there is no such day as '2024-02-30'",
    "2024-01..2024-13": "there is no such month as '2024-13'",
    "last 0d": "'last 0d' is no day at all",
    "2024-07-14..2024-07-01": "'2024-07-14..2024-07-01' ends before it begins",
}


@pytest.mark.parametrize(("text", "now", "days"), PERIODS)
def test_period(text: str, now: datetime, days: tuple[str, str] | None) -> None:
    expected = Period(*map(date.fromisoformat, days)) if days else None
    assert answer(periods.parse_period, text, now.date()) == expected


@pytest.mark.parametrize("text", [*NO_PERIODS, *IMPOSSIBLE_PERIODS])
def test_no_period(text: str) -> None:
    expected = IMPOSSIBLE_PERIODS.get(text) or f"{text!r} is no period: {PERIOD_FORMS}"
    assert answer(periods.parse_period, text, SATURDAY.date()) == expected


# Now, when the day starts, the day that it is.
DAY_STARTS = [
    ("2024-07-08T00:00", "0:00", "2024-07-08"),
    ("2024-07-07T23:59", "0:00", "2024-07-07"),
    ("2024-07-08T01:30", "4:00", "2024-07-07"),
    ("2024-07-08T03:59", "4:00", "2024-07-07"),
    ("2024-07-08T04:00", "4:00", "2024-07-08"),
    ("2027-01-01T01:30", "4:00", "2026-12-31"),
    ("2024-03-31T03:30", "4:00", "2024-03-30"),  # nights when the clock is changed
    ("2024-10-27T02:30", "2:30", "2024-10-27"),
]


@pytest.mark.parametrize(("now", "starts", "day"), DAY_STARTS)
def test_day_of(now: str, starts: str, day: str) -> None:
    at = when.parse_clock(starts)
    assert when.journal_day_of(
        datetime.fromisoformat(now), at.hour * 60 + at.minute
    ) == date.fromisoformat(day)


@given(st.dates(date(1901, 1, 1), date(2099, 12, 20)))
def test_every_day_lies_in_its_week_month_quarter_and_year(day: date) -> None:
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    names = [week_of(day), f"{day:%Y-%m}".zfill(7), quarter, str(day.year), day.isoformat()]
    for text in (*names, f"{day}..{day}"):
        if text.startswith(("1", "2")):
            found = periods.parse_period(text, SATURDAY.date())
            assert found and found.first <= day <= found.last
            assert periods.parse_period(f"{found.first}..{found.last}", SATURDAY.date()) == found


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 20)),
    st.none() | st.integers(-14 * 60, 14 * 60),
)
def test_a_start_reads_back_as_it_is_written(at: datetime, offset: int | None) -> None:
    for start in (
        Start(at.date(), time(at.hour, at.minute), offset),
        Start(at.date()),
        Start(monday_of(week_of(at.date())), whole_week=True),
    ):
        assert when.parse_start(when.format_start(start)) == start


@given(st.integers(1, 100_000))
def test_a_length_reads_back_as_it_is_spoken(minutes: int) -> None:
    """`1 h 35` is what we say; typed it is one word with its units."""
    spoken = when.format_duration(minutes)
    typed = spoken.replace(" min", "m").replace(" h", "h").replace(" ", "")
    assert when.parse_duration(typed + "m" * typed[-1].isdigit()) == minutes


@given(st.integers(0, 99), st.integers(0, 59))
def test_all_forms_of_a_length_agree(hours: int, minutes: int) -> None:
    whole = hours * 60 + minutes
    for typed in (
        f"{hours}h{minutes}m",
        f"{hours}h {minutes}min",
        f"{hours}:{minutes:02}",
        f"{whole}",
        f"{whole}m",
    ):
        assert when.parse_duration(typed) == whole


@given(st.times(), st.integers(0, 24 * 60 - 1))
def test_a_span_is_as_long_as_it_is(begin: time, minutes: int) -> None:
    begin = time(begin.hour, begin.minute)
    end = (begin.hour * 60 + begin.minute + minutes) % (24 * 60)
    assert when.parse_span(f"{begin:%H:%M}-{end // 60:02}:{end % 60:02}") == (begin, minutes)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (
        when.parse_duration,
        when.parse_clock,
        when.parse_start,
        when.parse_day,
        when.parse_week_name,
    ):
        answer(read, text)
    for read_now in (when.day_or_week, periods.parse_period):
        answer(read_now, text, SATURDAY.date())
    answer(when.parse_moment, text, SATURDAY)


WEEKS = {
    date(2024, 7, 1): "2024-W27",
    date(2024, 7, 7): "2024-W27",
    date(2024, 7, 8): "2024-W28",
    date(2024, 12, 30): "2025-W01",
    date(2026, 12, 31): "2026-W53",
    date(2027, 1, 3): "2026-W53",
    date(2027, 1, 4): "2027-W01",
    date(2021, 1, 3): "2020-W53",
}


@pytest.mark.parametrize("day", WEEKS, ids=str)
def test_week_of(day: date) -> None:
    assert week_of(day) == WEEKS[day]
    assert monday_of(WEEKS[day]) <= day
