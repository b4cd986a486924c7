"""Which week words, finished units and sessions go into, at night."""

from datetime import datetime

import pytest
import yaml

from tests.journal import PLAN, Scratch

NIGHT = datetime(2026, 11, 23, 1, 30)  # a Monday, and still Sunday evening where days start at 4:00
SAID_AT_NIGHT = [
    ["add", "learned", "x"],
    ["add", "life", "x"],
    ["add", "question", "x"],
    ["add", "next", "x"],
    ["add", "goal", "x"],
    ["add", "link", "https://example.org/"],
    ["done", "zero-to-hero/micrograd"],
    ["set", "zero-to-hero", "paused"],
]


@pytest.mark.parametrize("command", SAID_AT_NIGHT, ids=lambda command: command[0])
def test_words_go_into_the_week_that_week_shows(command: list[str], scratch: Scratch) -> None:
    scratch.path("plan").write_bytes(PLAN + b"day_starts: '04:00'\n")
    assert scratch.run("week", now=NIGHT).out.startswith("2026-W47")
    assert scratch.run(*command, now=NIGHT).code == 0
    names = {path.stem for path in (scratch.folder / "entries").glob("2026-*.yaml")}
    assert names == {"2026-W47"}


def test_a_session_at_night_is_filed_by_its_date_and_its_unit_by_its_day(scratch: Scratch) -> None:
    scratch.path("plan").write_bytes(PLAN + b"day_starts: '04:00'\n")
    for words in (
        ["log", "30m", "zero-to-hero/micrograd", "--done"],
        ["start", "zero-to-hero/makemore", "--at", "1:00"],
        ["stop", "--done"],
    ):
        assert scratch.run(*words, now=NIGHT).code == 0
    finished = yaml.load(scratch.data("2026-W47"), yaml.CBaseLoader)["courses"]["zero-to-hero"]
    assert finished["done"] == ["micrograd", "makemore"]
    sessions = yaml.load(scratch.data("2026-W48"), yaml.CBaseLoader)["sessions"]
    assert [session["item"] for session in sessions] == [
        "zero-to-hero/micrograd",
        "zero-to-hero/makemore",
    ]
