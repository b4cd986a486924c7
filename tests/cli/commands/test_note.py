"""The note command: a line among the sessions without a length, and what it refuses."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.journal import PAYLOADS, Scratch, read_sessions, refuse

SAID = [
    # words behind `note`, the session in the file, the line on stdout
    (
        ["zero/mic", "the chain rule, at last"],
        {
            "start": "2024-07-06",
            "item": "zero-to-hero/micrograd",
            "note": "the chain rule, at last",
        },
        "Wrote a note on zero-to-hero/micrograd, Sat 2024-07-06",
    ),
    (
        ["vas", "why divide?", "--on", "mon"],
        {"start": "2024-07-01", "item": "vaswani2017", "note": "why divide?"},
        "Wrote a note on vaswani2017, Mon 2024-07-01",
    ),
    (
        ["--other", "x", "--on", "2024-W27", "--unpublished"],
        {"start": "2024-W27", "note": "x", "unpublished": "true"},
        "Wrote a note, 2024-W27",
    ),
    (
        ["zero", "tomorrow", "--on", "2024-07-07", "--force"],
        {"start": "2024-07-07", "item": "zero-to-hero", "note": "tomorrow"},
        None,
    ),
]


@pytest.mark.parametrize(("words", "session", "line"), SAID)
def test_note(
    words: list[str], session: dict[str, str], line: str | None, scratch: Scratch
) -> None:
    before = b"title: x  # kept\n"
    scratch.put(before)
    ran = scratch.run("note", *words)
    assert (ran.code, ran.err) == (0, "")
    (written,) = read_sessions(scratch)
    id_ = written.pop("id")
    assert written == session
    if line:
        assert ran.out == f"{line} ({id_}): {session['note']}. Undo: tracker undo\n".replace(
            "?.", "?"
        )
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == before


REFUSED = [
    (
        ["yesterday", "zero", "x"],
        "'yesterday' is a day, not an item: tracker note zero x --on yest",
    ),
    (["zero", "done"], "what is done is no note: tracker done zero-to-hero"),
    (["some words", "zero"], 'tracker note zero "some words"'),
    (["some words"], 'tracker note --other "some words"'),
    (["zero", "two", "words"], 'tracker note zero "two words"'),
    (["--other", "two", "words"], 'tracker note --other "two words"'),
    (["45m", "zero", "x"], "tracker log 45m ITEM"),
    (["zero", "x", "--on", "2024-07-07"], "lies in the future"),
    (["zero", "x", "--on", "soon"], "'soon' is no day"),
    (["zero", "x", "--on", "0001-01-01"], "expected a year from 1900 to 2100"),
    (["zero", "yesterday"], 'a day, not a note: tracker note zero "..." --on yesterday'),
    (["yesterday", "x"], "a day, not an item: tracker note x"),
    (["zero", "19:30"], "--on DAY, such as 2024-07-01, yesterday or mon"),
    (["zero", "yesterday 19:30"], 'tracker note zero "..." --on yesterday'),
    (["zero", "\x1b"], "control character"),
]


@pytest.mark.parametrize(("words", "reason"), REFUSED)
def test_refused(words: list[str], reason: str, scratch: Scratch) -> None:
    scratch.put("title: x\n")
    assert reason in refuse(scratch, "note", *words)


@pytest.mark.parametrize("words", [[], ["zero"], ["zero", " "], ["--other"]])
def test_without_words_it_is_wrong_usage(words: list[str], scratch: Scratch) -> None:
    ran = scratch.run("note", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("tracker: what is the note? tracker note ")


def test_after_midnight_it_is_still_the_evening_before(scratch: Scratch) -> None:
    scratch.put('day_starts: "04:00"\n', "plan")
    ran = scratch.run("note", "--other", "late", now=datetime(2024, 7, 8, 1, 30))
    assert "Sun 2024-07-07" in ran.out
    assert read_sessions(scratch)[0]["start"] == "2024-07-07"


@pytest.mark.parametrize("name", PAYLOADS)
def test_any_words_read_back(name: str, scratch: Scratch) -> None:
    ran = scratch.run("note", "zero-to-hero", PAYLOADS[name])
    if ran.code == 0:
        assert read_sessions(scratch)[0]["note"] == PAYLOADS[name]


def test_a_note_gets_a_length_and_loses_it(scratch: Scratch) -> None:
    scratch.run("note", "zero", "x")
    (written,) = read_sessions(scratch)
    before, id_ = scratch.data(), written["id"]
    for length, said in (("45m", "minutes from none to 45"), ("", "minutes from 45 to none")):
        ran = scratch.run("edit", id_, "--minutes", length)
        assert (ran.code, ran.err) == (0, "")
        assert said in ran.out
    assert scratch.data() == before
    assert "needs a note" in refuse(scratch, "edit", id_, "--note", "")
    assert "no length" in refuse(scratch, "edit", id_, "--about")
    scratch.run("edit", id_, "--unpublished")
    assert read_sessions(scratch)[0]["unpublished"] == "true"
    scratch.run("edit", id_, "--published")
    assert scratch.data() == before
    assert scratch.run("remove", id_).out.startswith("Removed a note on zero-to-hero, Sat ")


def test_a_note_with_an_hour_overlaps_nothing(scratch: Scratch) -> None:
    scratch.run("note", "zero", "x")
    (written,) = read_sessions(scratch)
    scratch.run("edit", written["id"], "--at", "19:45")
    assert scratch.run("log", "1h", "vaswani2017", "--at", "19:30").err == ""
    assert " 19:45        note  zero-to-hero  x\n" in scratch.run("show", "all").out


@pytest.mark.parametrize("command", [["log", "45m"], ["start"]])
def test_unpublished_is_written_by_what_logs(command: list[str], scratch: Scratch) -> None:
    assert scratch.run(*command, "zero", "x", "--unpublished").code == 0
    assert read_sessions(scratch)[0]["unpublished"] == "true"
    if command == ["start"]:
        scratch.run("switch", "vas", "y", "--unpublished", now=datetime(2024, 7, 6, 21, 0))
        assert [each.get("unpublished") for each in read_sessions(scratch)] == ["true", "true"]


# ---- a journal of notes alone


PERIODS = ["week", "last 14d", "month", "year", "all", "today", "2024-07-06", "2024-W26"]
NOTES = (
    "sessions:\n"
    "  - {start: 2024-07-01, item: zero-to-hero, note: one}\n"
    "  - {start: 2024-07-03 10:00, item: vaswani2017, note: two}\n"
    "  - {start: 2024-07-06, note: three}\n"
    "  - {start: 2024-W27, note: four}\n"
)


@pytest.fixture
def notes(scratch: Scratch) -> Scratch:
    scratch.put(NOTES)
    for week, day in (("2024-W26", "2024-06-24"), ("2023-W40", "2023-10-04")):
        scratch.put(f"sessions: [{{start: {day}, item: zero-to-hero, note: x}}]\n", week)
    return scratch


@pytest.mark.parametrize("by", [None, "day", "week", "month", "item", "kind", "skill"])
@pytest.mark.parametrize("period", PERIODS)
def test_reports_of_notes_alone(period: str, by: str | None, notes: Scratch) -> None:
    words = ["report", *period.split(), *(["--by", by] if by else [])]
    for form in ([], ["--json"], ["--csv"]):
        ran = notes.run(*words, *form)
        assert (ran.code, ran.err) == (0, ""), words
        assert "0 min" not in ran.out
    drawn = notes.run(*words).out
    assert "nothing logged" not in drawn
    assert "session" not in drawn


def test_what_is_said_of_notes_alone(notes: Scratch) -> None:
    notes.put("", "plan")
    report = notes.run("report").out
    assert "4 notes on 3 days" in report
    assert "no time" not in report
    assert "this week: work without a time" in notes.run("plan").out
    week = notes.run("week").out
    assert "work without a time" in week
    assert "  note  Wed, vaswani2017: two\n" in week
    notes.run("log", "45m", "zero-to-hero")
    assert "45 min; 1 session and 4 notes on 3 days" in notes.run("report").out


@pytest.mark.parametrize(
    "words",
    ["week", "week --json", "plan --all", "plan --json", "forecast", "forecast --json",
     "forecast --backtest", "show all", "show --json", "status", "check --strict"],
)  # fmt: skip
def test_commands_bear_notes_alone(words: str, notes: Scratch) -> None:
    ran = notes.run(*words.split())
    assert ran.code in (0, 1), ran
    assert "0 min" not in ran.out
    assert "Traceback" not in ran.err
