"""The last session and the last item, without an id."""

from __future__ import annotations

import pytest

from tests.journal import Scratch, read_sessions, refuse


def test_last_is_the_last_line_of_the_newest_week(scratch: Scratch) -> None:
    assert "no session is logged yet" in scratch.run("remove", "last").err
    scratch.run("log", "5m", "zero", "--on", "2024-06-25")
    scratch.run("log", "6m", "zero", "--at", "10:00")
    scratch.run("log", "7m", "vas", "--on", "mon")
    scratch.run("log", "8m", "zero", "--on", "2024-06-26")
    assert scratch.run("edit", "last", "50m").out.startswith("Changed minutes from 7 to 50: ")
    assert scratch.run("edit", "last", "--note", "x").code == 0
    assert read_sessions(scratch)[-1]["note"] == "x"
    removed = [scratch.run("remove", word).out.split(" of ")[0] for word in ("last", "LAST")]
    assert removed == ["Removed 50 min", "Removed 6 min"]
    assert scratch.run("remove", "last").out.startswith("Removed 8 min of zero-to-hero, Wed")


LENGTHS = [
    ("1h30", {"minutes": "90"}),
    ("1 h 30", {"minutes": "90"}),
    ("50", {"minutes": "50"}),
    ("9:00-10:15", {"start": "2024-07-06 09:00", "minutes": "75"}),
    ("9-10", {"start": "2024-07-06 09:00", "minutes": "60"}),
]


@pytest.mark.parametrize(("word", "written"), LENGTHS)
def test_a_length_stands_alone(word: str, written: dict[str, str], scratch: Scratch) -> None:
    scratch.run("log", "5m", "zero", "--at", "8:00")
    assert scratch.run("edit", "last", word).code == 0
    assert written.items() <= read_sessions(scratch)[0].items()


NO_LENGTHS = [
    ("9:30", "could be a length or a time: tracker edit last --minutes 9:30, or --at 9:30"),
    ("yesterday 9:30", 'tracker edit last --at "yesterday 9:30"'),
    ("mon", 'tracker edit last --on "mon"'),
    ("the chain rule", 'a new note is tracker edit last --note "the chain rule"'),
]


@pytest.mark.parametrize(("word", "said"), NO_LENGTHS)
def test_what_is_no_length(word: str, said: str, scratch: Scratch) -> None:
    scratch.run("log", "5m", "zero", "--at", "8:00")
    assert said in refuse(scratch, "edit", "last", word)


def test_a_dash_wherever_an_item_stands(scratch: Scratch) -> None:
    scratch.run("log", "5m", "zero/mlp", "--at", "8:00")
    assert scratch.run("note", "-", "hard").out.startswith("Wrote a note on zero-to-hero/mlp, ")
    assert scratch.run("done", "-").out.startswith("Done in 2024-W27: mlp of zero-to-hero")
    scratch.run("log", "5m", "vas", "--at", "9:00")
    scratch.run("edit", "last", "--item", "-")
    assert read_sessions(scratch)[-1]["item"] == "zero-to-hero/mlp"
