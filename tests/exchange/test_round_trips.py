"""What a format can hold comes back the same: sessions, written as other programs write them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.edit.add_sessions import add_sessions
from tracker.edit.document import read_week
from tracker.exchange.formats import FORMATS
from tracker.exchange.log_entries import SourceFile
from tracker.exchange.sessions import (
    Conversion,
    Wishes,
    compare_with_journal,
    convert_logs,
)
from tracker.model.journal import Session, Start
from tracker.model.kinds import Course
from tracker.model.plan import Plan

NOW = datetime(2024, 7, 6, 20, 30)
BERLIN = ZoneInfo("Europe/Berlin")
PLAN = Plan(
    courses={
        "zero-to-hero": Course(units={"micrograd": "micrograd", "makemore": "makemore"}),
        "latin": Course(),
    }
)
ITEMS = [None, "zero-to-hero", "zero-to-hero/micrograd", "latin"]
# Names of items are labels, so a note of one would be read as one where a format has no notes.
NOTES = st.none() | st.text(min_size=1, max_size=60).map(lambda text: f"« {text} »").map(
    lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())
)


@st.composite
def timed_sessions(draw: st.DrawFn) -> Session:
    """A session whose wall clock is there once: clocks are put back and forth at night."""
    day = date(2015, 1, 1) + timedelta(days=draw(st.integers(0, 3400)))
    clock = time(draw(st.integers(4, 23)), draw(st.integers(0, 59)))
    item = draw(st.sampled_from(ITEMS))
    return Session(Start(day, clock), draw(st.integers(1, 960)), item, draw(NOTES))


@st.composite
def any_sessions(draw: st.DrawFn) -> Session:
    session = draw(timed_sessions())
    kind = draw(st.sampled_from(["timed", "day", "week", "note"]))
    if kind == "day":
        session = session._replace(start=Start(session.start.day))
    elif kind == "week":
        monday = session.start.day - timedelta(days=session.start.day.weekday())
        session = session._replace(start=Start(monday, whole_week=True))
    elif kind == "note":
        session = session._replace(minutes=None, note=session.note or "words")
    return session._replace(about=draw(st.booleans()), unpublished=draw(st.booleans()))


def instant_of(session: Session) -> datetime:
    assert session.start.clock is not None
    return datetime.combine(session.start.day, session.start.clock, BERLIN).astimezone(UTC)


def end_of(session: Session) -> datetime:
    return instant_of(session) + timedelta(minutes=session.minutes or 0)


def labels_of(session: Session) -> list[str]:
    """As labels: the id, and the unit as another one."""
    return session.item.split("/") if session.item else []


def format_watson(sessions: Sequence[Session]) -> str:
    rows = []
    for number, session in enumerate(sessions):
        project, *tags = labels_of(session) or [""]
        begin, end = int(instant_of(session).timestamp()), int(end_of(session).timestamp())
        rows.append([begin, end, project, f"{number:032x}", tags, end])
    return json.dumps(rows, indent=1)


def format_timewarrior(sessions: Sequence[Session]) -> str:
    lines = []
    for session in sessions:
        line = f"inc {instant_of(session):%Y%m%dT%H%M%SZ} - {end_of(session):%Y%m%dT%H%M%SZ}"
        quoted = [json.dumps(label) for label in labels_of(session)]
        note = ""
        if session.note:
            escaped = session.note.replace("\\", "\\\\").replace('"', '\\"')
            note = f' # "{escaped}"'
        if quoted or note:
            line += " # " + " ".join(quoted) + note
        lines.append(line)
    return "\n".join(lines) + "\n"


def format_csv(sessions: Sequence[Session]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["start", "minutes", "item", "note", "about", "unpublished"])
    for session in sessions:
        start = f"{session.start.day} {session.start.clock:%H:%M}" if session.start.clock else ""
        if session.start.whole_week:
            start = f"{session.start.day:%G-W%V}"
        note = session.note or ""
        if note.startswith(("=", "+", "-", "@")):
            note = f"'{note}"
        writer.writerow(
            [
                start or session.start.day,
                session.minutes or "",
                session.item or "",
                note,
                "true" if session.about else "",
                "true" if session.unpublished else "",
            ]
        )
    return out.getvalue()


def format_icalendar(sessions: Sequence[Session]) -> str:
    import icalendar

    calendar = icalendar.Calendar()
    for number, session in enumerate(sessions):
        event = icalendar.Event()
        event.add("uid", f"{number}@example.org")
        event.add("dtstart", instant_of(session))
        event.add("dtend", end_of(session))
        event.add("categories", [session.item or "other"])
        if session.note:
            event.add("summary", session.note)
        calendar.add_component(event)
    return calendar.to_ical().decode()


def read_back(format_: str, text: str) -> Conversion:
    source = SourceFile("log", text.replace("\r\n", "\n"), NOW)
    wishes = Wishes(format_, PLAN, NOW, BERLIN, {"other": "other"})
    return convert_logs([(source, FORMATS[format_].read(source))], wishes)


def count(sessions: Sequence[Session]) -> Counter[Session]:
    return Counter(session._replace(id=None) for session in sessions)


def check_round_trip(format_: str, text: str, sessions: Sequence[Session]) -> None:
    conversion = read_back(format_, text)
    found = [each.session for each in conversion.sessions]
    assert not [problem for problem in conversion.problems if not problem.hint]
    assert count(found) == count(sessions)
    ids = [session.id for session in found]
    assert len({*ids}) == len(ids), "no two have one id"
    again = [each.session for each in read_back(format_, text).sessions]
    assert again == found, "the same log gives the same ids"
    weeks: dict[str, list[Session]] = {}
    for each in conversion.sessions:
        weeks.setdefault(each.week, []).append(each.session)
    comparison = compare_with_journal(conversion.sessions, weeks, set())
    assert (comparison.new, comparison.changed) == ([], [])
    for week, in_week in weeks.items():
        text = add_sessions("", week, in_week)
        value, problems = read_week(week, text)
        assert value is not None and [*value.sessions] == in_week
        assert not [problem for problem in problems if not problem.hint]


@given(st.lists(timed_sessions().map(lambda session: session._replace(note=None)), max_size=12))
def test_watson(sessions: list[Session]) -> None:
    check_round_trip("watson", format_watson(sessions), sessions)


@given(st.lists(timed_sessions(), max_size=12))
def test_timewarrior(sessions: list[Session]) -> None:
    check_round_trip("timewarrior", format_timewarrior(sessions), sessions)


@given(st.lists(any_sessions(), max_size=12))
def test_csv(sessions: list[Session]) -> None:
    check_round_trip("csv", format_csv(sessions), sessions)


@settings(max_examples=40)
@given(st.lists(timed_sessions(), max_size=8))
def test_icalendar(sessions: list[Session]) -> None:
    pytest.importorskip("icalendar")
    check_round_trip("icalendar", format_icalendar(sessions), sessions)


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20_000)), min_size=1, max_size=60))
def test_the_minutes_of_a_month_are_the_sum_of_its_seconds(rows: list[tuple[int, int]]) -> None:
    begin = int(datetime(2024, 3, 1, 12, tzinfo=UTC).timestamp())
    frames = []
    sums: dict[str, int] = {}
    for number, (days, seconds) in enumerate(rows):
        start = begin + days * 86400 + number
        frames.append([start, start + seconds, "latin", f"a{number}", [], start])
        month = f"{datetime.fromtimestamp(start, BERLIN):%Y-%m}"
        sums[month] = sums.get(month, 0) + seconds
    minutes: dict[str, int] = dict.fromkeys(sums, 0)
    for each in read_back("watson", json.dumps(frames)).sessions:
        minutes[f"{each.session.start.day:%Y-%m}"] += each.session.minutes or 0
    assert minutes == {month: (seconds + 30) // 60 for month, seconds in sums.items()}
