"""Exports: what a format can hold comes back the same by import, and what it cannot is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import Scratch
from tracker.exchange.exported import (
    ExportedSession,
    build_exported_sessions,
    find_losses,
    split_by_traits,
)
from tracker.exchange.formats import FORMATS
from tracker.exchange.log_entries import SourceFile
from tracker.exchange.session_formats import SESSION_FORMATS
from tracker.exchange.sessions import Wishes, convert_logs
from tracker.format.loader import load_plan
from tracker.model.journal import Session, Start, monday_of, week_of

PLAN = """\
timezone: Europe/Berlin
courses:
  zero-to-hero: {title: "Neural Networks: Zero to Hero", units: [micrograd, gpt], was: [nn]}
  four-gram: {title: Four-gram}
papers: {vaswani2017: {title: Attention Is All You Need}}
"""
NOW = datetime(2031, 1, 1)
ADDRESS = "https://example.org/a?b=c&d=(e)"
ITEMS = [
    *(None, "zero-to-hero", "zero-to-hero/micrograd", "nn/gpt", "four-gram", "vaswani2017"),
    ADDRESS,
]
CANNOT_STAND = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

days = st.dates(date(1990, 1, 1), date(2030, 12, 30))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
offsets = st.none() | st.sampled_from([0, 120, -210])
timed = st.tuples(days, clocks, offsets).map(lambda parts: Start(*parts))
of_a_day = days.map(Start)
of_a_week = days.map(lambda day: Start(monday_of(week_of(day)), whole_week=True))
letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("'\"=+-@\\;,:#\n ")
words = st.text(letters, max_size=60) | st.sampled_from(
    ["=1+1", "'=1", "''@x", '"quoted"', "a\\", "# no tag", "ends with \\n", "BEGIN:VEVENT", "true"]
)


def clean(text: str | None) -> str | None:
    """A note as an import takes it: on one line, without what cannot stand there."""
    return " ".join(CANNOT_STAND.sub(" ", text or "").split()) or None


@st.composite
def draw_session(draw: st.DrawFn) -> Session:
    start = draw(timed | of_a_day | of_a_week)
    note = clean(draw(st.none() | words))
    minutes = draw(st.integers(1, 960) | (st.none() if note else st.nothing()))
    id_ = draw(st.none() | st.from_regex("[0-9a-hjkmnp-tv-z]{6}", fullmatch=True))
    about, unpublished = draw(st.booleans()), draw(st.booleans())
    item = draw(st.sampled_from(ITEMS))
    return Session(start, minutes, item, note, id_, about and bool(minutes), False, unpublished)


journals = st.lists(draw_session(), max_size=12, unique_by=lambda each: each.id or id(each))


def export(name: str, sessions: list[Session]) -> tuple[str, list[ExportedSession]]:
    plan, _ = load_plan("plan.yaml", PLAN.encode())
    rows = [(week_of(each.start.day), "", each) for each in sessions]
    exported = build_exported_sessions(rows, plan)
    format_ = SESSION_FORMATS[name]
    held, _ = split_by_traits(exported, format_.left_out)
    held = [each for each in held if not each.is_shifted]
    return format_.format(held), held


def take_in(name: str, text: str, meanings: Mapping[str, str]) -> list[Session]:
    plan, _ = load_plan("plan.yaml", PLAN.encode())
    source = SourceFile("export", text.replace("\r\n", "\n"), NOW)
    log = FORMATS[name].read(source)
    assert [problem for problem in log.problems if not problem.hint] == []
    zone = ZoneInfo("Europe/Berlin")
    found = convert_logs([(source, log)], Wishes(name, plan, NOW, zone, meanings))
    assert [problem for problem in found.problems if not problem.hint] == []
    assert found.unclear == found.skipped == Counter()
    return [each.session for each in found.sessions]


def place_in_berlin(each: ExportedSession) -> Start:
    """When it began by the clock of the plan: the offset of a start is said by no other format."""
    if each.begin is None or each.session.start.offset is None:
        return each.session.start
    wall = each.begin.astimezone(ZoneInfo("Europe/Berlin"))
    return Start(wall.date(), wall.time().replace(tzinfo=None))


@pytest.mark.parametrize("name", ["csv", "icalendar", "timewarrior", "watson"])
@given(sessions=journals)
def test_what_a_format_holds_comes_back_the_same(name: str, sessions: list[Session]) -> None:
    text, held = export(name, sessions)
    # A calendar holds more than work, so an import takes only what a known name is on.
    meanings = {each: each for each in ("other", ADDRESS)} if name == "icalendar" else {}
    expected = []
    for each in held:
        session = each.session._replace(start=place_in_berlin(each))
        if name != "csv":
            session = session._replace(about=False, unpublished=False)
        if name == "watson":
            session = session._replace(note=None)
        if name in ("icalendar", "watson"):
            session = session._replace(id=each.id)
        expected.append(session)
    found = take_in(name, text, meanings)
    if name == "csv":  # one that has no id gets one that stays the same
        own = {each.id for each in expected}
        found = [each if each.id in own else each._replace(id=None) for each in found]
    if name == "timewarrior":
        expected = [each._replace(id=None) for each in expected]
        found = [each._replace(id=None) for each in found]
    assert Counter(found) == Counter(expected)


@given(sessions=journals)
def test_each_session_is_exported_or_named(sessions: list[Session]) -> None:
    plan, _ = load_plan("plan.yaml", PLAN.encode())
    exported = build_exported_sessions([("2024-W27", "", each) for each in sessions], plan)
    assert len({each.id for each in exported}) == len(exported)
    for format_ in SESSION_FORMATS.values():
        held, left_out = split_by_traits(exported, format_.left_out)
        assert len(held) + sum(len(loss.sessions) for loss in left_out) == len(exported)
        format_.format(held)
        for loss in find_losses(held, format_.lost):
            assert loss.sessions


def test_ids_that_are_made_stay_when_another_session_comes_before() -> None:
    plan, _ = load_plan("plan.yaml", PLAN.encode())
    first = Session(Start(date(2024, 7, 1), time(9)), 30)
    second = Session(Start(date(2024, 7, 2), time(9)), 30, note="words")
    (alone,) = build_exported_sessions([("2024-W27", "", second)], plan)
    *_, again = build_exported_sessions([("2024-W27", "", first), ("2024-W27", "", second)], plan)
    assert alone.id == again.id


def test_an_instant_is_that_of_the_plans_time_zone_and_summer_time_is_known() -> None:
    plan, _ = load_plan("plan.yaml", PLAN.encode())
    sessions = [
        Session(Start(date(2024, 3, 31), time(1, 30)), 60),  # over the hour that is skipped
        Session(Start(date(2024, 3, 31), time(2, 30)), 60),  # within it
        Session(Start(date(2024, 7, 1), time(19, 30)), 60),
        Session(Start(date(2024, 7, 1), time(19, 30), -210), 60),  # in another place
    ]
    found = build_exported_sessions([("2024-W27", "", each) for each in sessions], plan)
    begins = [f"{each.begin:%d %H:%M}" for each in found]
    assert begins == ["31 00:30", "31 01:30", "01 17:30", "01 23:00"]
    assert [each.is_shifted for each in found] == [False, True, False, False]
    assert all(each.end - each.begin == timedelta(hours=1) for each in found)


# ---- the commands


WEEK = """\
sessions:
  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: "the chain rule", id: 7kq2m9}
  - {start: 2024-07-01 21:00, minutes: 20, id: 4tz8xw}
  - {start: 2024-07-03 23:30, minutes: 90, item: zero-to-hero, note: "=1+1, \\"quoted\\"; done", id: 5hq0ze}
"""


@pytest.mark.parametrize("name", ["csv", "icalendar", "timewarrior", "watson"])
def test_a_journal_that_moves_out_and_in_is_the_same_journal(name: str, tmp_path: Path) -> None:
    old, new = Scratch(tmp_path / "old", PLAN.encode()), Scratch(tmp_path / "new", PLAN.encode())
    old.put(WEEK)
    file = str(tmp_path / "export")
    ran = old.run("export", name, "--unpublished", "-o", file)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"Wrote 3 sessions to {file}\n")
    words = ["import", name, file, "--map", "other=other"]
    ran = new.run(*words)
    assert ran.code == 0, ran.err
    again = str(tmp_path / "again")
    assert new.run("export", name, "--unpublished", "-o", again).code == 0
    assert Path(again).read_bytes() == Path(file).read_bytes()
    before = old.data()
    assert old.run(*words).code == 0
    assert old.data() == before, "the journal that it came from has it all"
