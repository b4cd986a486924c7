"""Many sessions at once: what stands in a week's file stays, and they stand below it."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.journal import CASES, expected
from tracker.edit.add_session import add_session
from tracker.edit.add_sessions import add_sessions
from tracker.edit.document import read_week
from tracker.model.journal import Session, Start, TrackerError

WEEK = "2024-W27"
CASES_OF_APPEND = expected("append")
NEW = [
    Session(
        Start(date(2024, 7, 5), time(8, number)),
        5 + number,
        "zero-to-hero",
        f"x: {number} #",
        f"a{number}",
    )
    for number in range(5)
]


@pytest.mark.parametrize("name", sorted(CASES_OF_APPEND))
def test_many_stand_as_they_would_one_by_one(name: str) -> None:
    path = CASES / "append" / name
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        pytest.skip("no text")
    one_by_one = text
    try:
        for session in NEW:
            one_by_one = add_session(one_by_one, session)
    except TrackerError as error:
        with pytest.raises(TrackerError) as refusal:
            add_sessions(text, WEEK, NEW)
        assert str(refusal.value).partition(":")[0] == str(error).partition(":")[0]
        return
    many = add_sessions(text, WEEK, NEW)
    week, problems = read_week(WEEK, many)
    before, problems_before = read_week(WEEK, text)
    assert week is not None and before is not None
    assert week == read_week(WEEK, one_by_one)[0]
    assert len(problems) <= len(problems_before)
    lines = many.splitlines()
    for line in text.splitlines():
        assert line in lines or one_by_one.count(line) == many.count(line)


def test_a_new_file_has_a_line_for_each() -> None:
    schema = "# yaml-language-server: $schema=../.schemas/week.json\n"
    text = add_sessions(schema, WEEK, NEW[:2])
    assert text == schema + (
        "sessions:\n"
        '  - {start: 2024-07-05 08:00, minutes: 5, item: zero-to-hero, note: "x: 0 #", id: a0}\n'
        '  - {start: 2024-07-05 08:01, minutes: 6, item: zero-to-hero, note: "x: 1 #", id: a1}\n'
    )
    assert add_sessions(text, WEEK, []) == text


def test_a_file_that_would_be_too_large_is_refused() -> None:
    many = [
        NEW[0]._replace(note="x" * 9000, id=f"b{number}".replace("l", "0")) for number in range(120)
    ]
    with pytest.raises(TrackerError, match=r"would be larger than 1,000,000 bytes"):
        add_sessions("", WEEK, many)


def test_sessions_of_another_week_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="other weeks"):
        add_sessions("", "2024-W26", NEW)
