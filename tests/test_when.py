"""What a person types for time -> values, with now given; and all that is refused."""

import re
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import when
from tracker.model import Start, monday_of, week_of

SATURDAY = datetime(2024, 7, 6, 20, 30)
MIDNIGHT = datetime(2024, 7, 8, 0, 0)  # as Monday begins
NEW_YEAR = datetime(2027, 1, 1, 0, 30)  # a Friday in 2026-W53

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
}
NO_DURATIONS = [
    "",
    "h",
    "m",
    "45 minutes",
    "1h30",
    "1.5",
    "1,5h",
    "-5",
    "+5",
    "1:60",
    "1:3",
    "1_000",
    "٤٥",
    "１０",
    "45m\n!",
    "1e3",
    "1d",
]


@pytest.mark.parametrize("text", DURATIONS)
def test_duration(text: str) -> None:
    assert when.duration(text) == DURATIONS[text]


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape("write 45m, 1h30m, 1:30, 1.5h, 90 (minutes) or a span")):
        when.duration(text)


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
NO_CLOCKS = ["24:00", "7:60", "19", "19.30", "13pm", "0am", "7:3", "1930", "19:30:00", "７:30", "19:30x", "", "-1:00"]


@pytest.mark.parametrize("text", CLOCKS)
def test_clock(text: str) -> None:
    assert when.clock(text) == CLOCKS[text]


@pytest.mark.parametrize("text", NO_CLOCKS)
def test_no_clock(text: str) -> None:
    with pytest.raises(ValueError, match=r"a time|such time"):
        when.clock(text)


SPANS = {
    "9:00-10:15": (time(9), 75),
    "9:00 - 10:15": (time(9), 75),
    "23:30-0:45": (time(23, 30), 75),
    "9am-10:15am": (time(9), 75),
    "0:00-23:59": (time(0), 1439),
    "9:00-9:00": (time(9), 0),
    "45m": None,
    "9-10": None,
    "9:00-": None,
    "-9:00": None,
    "2024-07-01": None,
    "9:00-10:15-11:00": None,
    "9:00-25:00": None,
}


@pytest.mark.parametrize("text", SPANS)
def test_span(text: str) -> None:
    assert when.span(text) == SPANS[text]


MOMENTS = [
    ("now", SATURDAY, "2024-07-06T20:30"),
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
    ("1m ago", MIDNIGHT, "2024-07-07T23:59"),
    ("31m ago", NEW_YEAR, "2026-12-31T23:59"),
    ("yesterday 19:30", NEW_YEAR, "2026-12-31T19:30"),
]
NO_MOMENTS = [
    "",
    "tomorrow 9:00",
    "last monday",
    "mon",
    "yesterday",
    "19",
    "noon",
    "2024-07-01",
    "2024-02-30 9:00",
    "2024-07-01 24:00",
    "2024-07-01 19:30 +02:00",
    "yesterday 25:00",
    "monday tuesday 8:00",
    "ago",
    "soon ago",
    "m 8:00",
    "mo 8:00",
    "2024-W27",
]


@pytest.mark.parametrize(("text", "now", "found"), MOMENTS)
def test_moment(text: str, now: datetime, found: str) -> None:
    assert when.moment(text, now) == datetime.fromisoformat(found)


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|no such|give the wall clock"):
        when.moment(text, SATURDAY)


DAYS = {
    "today": Start(date(2024, 7, 6)),
    "yesterday": Start(date(2024, 7, 5)),
    "sat": Start(date(2024, 7, 6)),
    "Sunday": Start(date(2024, 6, 30)),
    "2024-07-02": Start(date(2024, 7, 2)),
    "2024-W27": Start(date(2024, 7, 1), whole_week=True),
    "2026-W53": Start(date(2026, 12, 28), whole_week=True),
    "2025-W01": Start(date(2024, 12, 30), whole_week=True),
}
NO_DAYS = [
    "",
    "tomorrow",
    "last monday",
    "2024-7-2",
    "2024-07-32",
    "2021-W53",
    "2024-W00",
    "2024-W7",
    "2024-w27",
    "W27",
    "week",
    "02.07.2024",
]


@pytest.mark.parametrize("text", DAYS)
def test_day_or_week(text: str) -> None:
    assert when.day_or_week(text, SATURDAY.date()) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"write a day|no such (day|week)"):
        when.day_or_week(text, SATURDAY.date())


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
    "2024-07-32 19:30",
    "2024-07-01 24:00",
    "2024-07-01 19:30 +15:00",
    "2024-07-01 19:30:00",
    "2021-W53",
    "2024-07",
    "",
]


@pytest.mark.parametrize("text", STARTS)
def test_start(text: str) -> None:
    assert when.start(text) == STARTS[text]


@pytest.mark.parametrize("text", NO_STARTS)
def test_no_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected a start|no such"):
        when.start(text)


@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31)), st.none() | st.integers(-14 * 60, 14 * 60))
def test_a_start_reads_back_as_it_is_written(at: datetime, offset: int | None) -> None:
    for start in (
        Start(at.date(), time(at.hour, at.minute), offset),
        Start(at.date()),
        Start(monday_of(week_of(at.date())), whole_week=True),
    ):
        assert when.start(when.written(start)) == start


@given(st.integers(1, 100_000))
def test_a_length_reads_back_as_it_is_spoken(minutes: int) -> None:
    spoken = when.spoken(minutes)
    hours, _, rest = spoken.partition(" h")
    found = int(hours) * 60 + int(rest or 0) if "h" in spoken else int(spoken.removesuffix(" min"))
    assert found == minutes


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
