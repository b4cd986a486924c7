"""Calendars, held against RFC 5545 and read back as others would."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import PAYLOADS
from tests.syndication.views import (
    SITE,
    hostile,
    journal_of,
    made,
    unique,
    view_of,
)
from tracker.pages import View
from tracker.syndication import calendar, feeds
from tracker.syndication.calendar import escape_calendar_text, fold_calendar_line


def events(source: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(source).walk("VEVENT"))


@pytest.mark.parametrize("name", ["calendar.ics", "calendar/attention-in-order.ics"])
def test_the_calendar_is_the_schedule(example_view: View, name: str) -> None:
    source = made(example_view, name)
    found = events(source)
    slots = example_view.figures.plan.series["attention-in-order"].schedule
    assert [event["DTSTART"].dt for event in found] == [
        date.fromisocalendar(2026, int(s.week[6:]), 1) for s in slots
    ]
    assert all((event["DTEND"].dt - event["DTSTART"].dt).days == 7 for event in found)
    assert found[1]["SUMMARY"] == "Attention Is All You Need"
    assert found[1]["URL"] == f"{SITE}papers/vaswani2017/"
    assert "https://arxiv.org/abs/1706.03762" in found[1]["DESCRIPTION"]
    assert "https://nlp.seas.harvard.edu/annotated-transformer/" in found[1]["DESCRIPTION"]
    assert unique(str(event["UID"]) for event in found)
    assert all(line.endswith("\r") for line in source.split("\n")[:-1])
    assert max(len(line.encode()) for line in source.split("\r\n")) <= 75
    assert icalendar.Calendar.from_ical(source)["X-WR-CALNAME"]


def test_an_event_keeps_its_id_whatever_is_read(tmp_path: Path) -> None:
    def ids(slots: str) -> list[str]:
        plan = f"series: {{group: {{schedule: [{slots}]}}}}\n"
        return [
            str(event["UID"])
            for event in events(made(view_of(journal_of(tmp_path, plan)), "calendar.ics"))
        ]

    first = ids(
        "{week: 2024-W27, title: A}, {week: 2024-W28, title: B}, {week: 2024-W27, title: C}"
    )
    assert first == [f"group-2024-W{week}@journal.example.org" for week in ("27", "27-2", "28")]
    assert first == ids(
        "{week: 2024-W27, title: X}, {week: 2024-W28, title: Y}, {week: 2024-W27, title: Z}"
    )


@pytest.mark.parametrize(
    "text_", [*PAYLOADS.values(), "a,b;c\\n\\d", "zwölf Bücher über 机器学习 " * 9]
)
def test_a_calendar_keeps_texts_as_typed(tmp_path: Path, text_: str) -> None:
    found = events(made(view_of(hostile(tmp_path, text_)), "calendar.ics"))
    typed = [" ".join(str(event["SUMMARY"]).split()) for event in found]
    assert typed == [" ".join(text_.split())] * 2


@given(st.text())
def test_folding_breaks_no_letter_and_no_line_is_too_long(value: str) -> None:
    line = f"SUMMARY:{escape_calendar_text(value.encode('utf-8', 'ignore').decode())}"
    assert "\n" not in line
    assert fold_calendar_line(line).replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in fold_calendar_line(line).split("\r\n"))


def test_each_series_with_a_schedule_has_a_calendar_of_its_own(tmp_path: Path) -> None:
    slots = "{schedule: [{week: 2024-W27, title: x}]}"
    plan = f"series: {{one: {slots}, two: {slots}, bare: {{theme: y}}}}\n"
    found = dict(feeds.generate_feeds(view_of(journal_of(tmp_path, plan))))
    assert [len(events(text)) for name, text in found.items() if name.endswith(".ics")] == [2, 1, 1]
    assert [name for name in found if "/" in name] == [
        calendar.calendar_uri("one"),
        calendar.calendar_uri("two"),
    ]
