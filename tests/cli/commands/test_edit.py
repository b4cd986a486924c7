"""The edit command: a session changed, also into another week."""

import pytest

from tests.journal import Scratch
from tracker.cli import find_session
from tracker.model import when
from tracker.model.journal import Session, TrackerError

WEEK = "2024-W27"
OTHER = "2024-W28"
PATH = f"entries/{WEEK}.yaml"


LINE = "  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: 'x', id: 7kq2m9} # mine\n"
TEXT = f"title: x\nsessions:\n{LINE}  - {{start: 2024-07-02, minutes: 5}}\n"
EDITS = [
    # words behind `edit 7kq2m9`, the line, what is said
    (
        ["--minutes", "1h"],
        LINE.replace("45", "60"),
        "Changed minutes from 45 to 60: 1 h of zero-to-hero/micrograd, ",
    ),
    (
        ["--at", "20:00"],
        LINE.replace("19:30", "20:00"),
        "Mon 2024-07-01 20:00-20:45 (7kq2m9). Undo: tracker undo\n",
    ),
    (
        ["--at", "7:05am"],
        LINE.replace("19:30", "07:05"),
        "Mon 2024-07-01 07:05-07:50 (7kq2m9). Undo",
    ),
    (
        ["--at", "yesterday 9:00"],
        LINE.replace("2024-07-01 19:30", "2024-07-05 09:00"),
        "Fri 2024-07-05 09:00-09:45",
    ),
    (
        ["--on", "2024-07-03"],
        LINE.replace("-01", "-03"),
        "Changed start from 2024-07-01 19:30 to 2024-07-03 19:30: ",
    ),
    (
        ["--on", "tue", "--at", "8:00"],
        LINE.replace("2024-07-01 19:30", "2024-07-02 08:00"),
        "Tue 2024-07-02 08:00",
    ),
    (
        ["--on", WEEK],
        LINE.replace("2024-07-01 19:30", WEEK),
        f"45 min of zero-to-hero/micrograd, {WEEK} (7kq2m9)",
    ),
    (
        ["--item", "four"],
        LINE.replace("zero-to-hero/micrograd", "four-gram"),
        "Changed item from zero-to-hero/micr",
    ),
    (
        ["--other"],
        LINE.replace("item: zero-to-hero/micrograd, ", ""),
        "Changed item from zero-to-hero/micrograd to none",
    ),
    (["--note", "it's"], LINE.replace("'x'", "'it''s'"), "Changed note: 45 min of "),
    (["--note", ""], LINE.replace("note: 'x', ", ""), "Changed note: 45 min of "),
    (["--about"], LINE.replace("45,", "45, about: true,"), "Changed about: about 45 min of "),
    (["--minutes", "17h", "--force"], LINE.replace("45", "1020"), "17 h of "),
]


@pytest.mark.parametrize(
    ("words", "line", "said"),
    EDITS,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_edit(words: list[str], line: str, said: str, scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("edit", "7kq2m9", *words)
    assert ran.code == 0, ran.err
    assert scratch.data().decode() == TEXT.replace(LINE, line)
    assert said in ran.out
    assert ran.out.count("\n") == 1
    assert ran.out.endswith("(7kq2m9). Undo: tracker undo\n")
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == TEXT


EDITS_REFUSED = [
    (
        ["7kq2m9"],
        "nothing to change: it is 45 min of zero-to-hero/micrograd, Mon 2024-07-01 19:30-20:15 (7kq2m9)",
    ),
    (["7kq2m9", "--minutes", "45"], "nothing to change"),
    (["7kq2m9", "--minutes", "0"], "a minute at least"),
    (["7kq2m9", "--minutes", "10081m", "--force"], "7 days at most"),
    (["7kq2m9", "--minutes", "17h"], "more than 16 h"),
    (["7kq2m9", "--minutes", "9:00-10:00"], "is no length of time"),
    (["7kq2m9", "--minutes", "two"], "is no length of time"),
    (["7kq2m9", "--at", "25:00"], "there is no such time"),
    (["7kq2m9", "--at", "soon"], "is no time: write 19:30"),
    (["7kq2m9", "--at", "yesterday 9:00", "--on", "mon"], "another; give a time alone"),
    (["7kq2m9", "--on", "2024-07-09"], "2024-07-09 19:30 lies in the future"),
    (["7kq2m9", "--on", "2024-07-09", "--at", "8:00"], "lies in the future"),
    (["7kq2m9", "--on", "2024-W29"], "2024-W29 lies in the future"),
    (["7kq2m9", "--on", "soon"], "is no day"),
    (["7kq2m9", "--on", "2024-W27", "--at", "8:00"], "on which day of 2024-W27?"),
    (["7kq2m9", "--item", "zero-to-hro"], "did you mean zero-to-hero?"),
    (["7kq2m9", "--note", "bell\x07"], "control character U+0007"),
    (["zzz", "--minutes", "5"], "no session has an id that begins with zzz; see"),
    (["2024-W26/7kq", "--minutes", "5"], "no session has an id that begins with 7kq in 2024-W26"),
    (["2024-W27:3", "--minutes", "5"], "has no session 3; its sessions count from 1 to 2"),
    (["2024-W27:0", "--minutes", "5"], "has no session 0"),
    (["2024-W26:1", "--minutes", "5"], "there is no entries/2024-W26.yaml"),
    (["2021-W53:1", "--minutes", "5"], "there is no entries/2021-W53.yaml"),
    (["micrograd", "--minutes", "5"], "'micrograd' names no session; name it by its id"),
    (["", "--minutes", "5"], "'' names no session"),
]


@pytest.mark.parametrize(
    ("words", "said"),
    EDITS_REFUSED,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_edit_refused(words: list[str], said: str, scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("edit", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert scratch.data().decode() == TEXT


def test_a_length_alone_is_that_of_the_last_session(scratch: Scratch) -> None:
    scratch.run("log", "45m", "zero")
    assert "Changed minutes from 45 to 50" in scratch.run("edit", "50m").out
    assert "Changed start from" in scratch.run("edit", "19:00-20:00").out
    assert refused(scratch, "edit", "9:30").endswith("--minutes 9:30, or --at 9:30\n")
    assert "names no session" in refused(scratch, "edit", "1.5h", "--note", "x")
    assert "write the whole length" in refused(scratch, "edit", "last", "+10m")
    scratch.run("start", "zero")
    assert "is running; tracker stop ends it now" in refused(scratch, "edit", "50m")
    scratch.run("cancel")
    assert "that begins with 50" in refused(scratch, "edit", "50")
    assert "tracker edit last 50m" in refused(scratch, "edit", "50m", "last")
    scratch.put("sessions: [{start: 2024-07-01, minutes: 5, id: 50mxyz}]\n", "2024-W26")
    assert "is a length, and a session's id begins so" in refused(scratch, "edit", "50m")


def refused(scratch: Scratch, *words: str) -> str:
    ran = scratch.run(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    return ran.err


@pytest.mark.parametrize(
    "words", [["edit"], ["edit", "7kq2m9", "--item", "x", "--other"], ["remove"], ["rename", "x"]]
)
def test_wrong_usage(words: list[str], scratch: Scratch) -> None:
    assert scratch.run(*words).code == 2


def test_edit_by_place_and_by_the_beginning_of_an_id(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert scratch.run("edit", f"{WEEK}:2", "--minutes", "6").out == (
        "Changed minutes from 5 to 6: 6 min, Tue 2024-07-02. Undo: tracker undo\n"
    )
    assert scratch.run("edit", "7KQ", "--minutes", "46").code == 0
    assert scratch.run("edit", f"{WEEK}/7k", "--minutes", "47").code == 0
    assert scratch.data().decode() == TEXT.replace("45", "47").replace("minutes: 5}", "minutes: 6}")


def test_an_id_that_names_two(scratch: Scratch) -> None:
    scratch.put(TEXT)
    scratch.put(TEXT.replace("2024-07-01", "2024-07-08"), OTHER)
    scratch.put("sessions:\n  - {start: 2024-06-24, minutes: 1, id: 7kqaaa}\n", "2024-W26")
    for typed in ("7kq2m9", "7kq"):
        ran = scratch.run("remove", typed)
        assert (ran.code, ran.out) == (1, "")
        assert f"{OTHER}/7kq2m9, {WEEK}/7kq2m9" in ran.err
        assert ("2024-W26/7kqaaa" in ran.err) == (typed == "7kq")
    assert scratch.run("remove", f"{WEEK}/7kq2m9").code == 0
    assert scratch.data().decode() == TEXT.replace(LINE, "")
    assert LINE.replace("-01", "-08") in scratch.data(OTHER).decode()


def test_an_id_that_stands_twice_in_a_week_is_told_apart_by_place(scratch: Scratch) -> None:
    scratch.put(f"sessions:\n{LINE}{LINE.replace('45', '46')}")
    assert f"{WEEK}:1, {WEEK}:2" in scratch.run("remove", "7kq2m9").err
    assert [line.split()[0] for line in scratch.run("show", "all").out.splitlines()] == [
        f"{WEEK}:1",
        f"{WEEK}:2",
    ]
    assert scratch.run("remove", f"{WEEK}:2").code == 0
    assert scratch.data().decode() == f"sessions:\n{LINE}"


def test_an_id_in_a_file_that_cannot_be_read(scratch: Scratch) -> None:
    scratch.put(TEXT + "next: [\n")
    ran = scratch.run("edit", "7kq2m9", "--minutes", "5")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"tracker: {PATH}:6:1: ")


def test_edit_says_what_overlaps_and_what_is_wrong(scratch: Scratch) -> None:
    scratch.put(TEXT + "  - {start: 2024-07-01 20:30, minutes: 5, id: aaa}\ntitel: y\n")
    ran = scratch.run("edit", "7kq2m9", "--at", "20:00")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "overlaps 5 min, Mon 2024-07-01 20:30-20:35 (aaa)",
        f"{PATH}:6:1: titel: unknown key; did you mean 'title'?",
    ]


def test_edit_says_that_the_end_is_still_to_come(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert scratch.run("edit", "7kq", "--on", "sat").err == ""
    assert (
        scratch.run("edit", "7kq", "--minutes", "2h").err
        == "it ends at 21:30, which is still to come\n"
    )


def test_an_id_that_another_begins_with(scratch: Scratch) -> None:
    scratch.put(
        "sessions:\n  - {start: 2024-07-01, minutes: 1, id: ab}\n  - {start: 2024-07-01, minutes: 2, id: a}\n"
    )
    assert "Removed 2 min" in scratch.run("remove", "a").out
    assert "Removed 1 min" in scratch.run("remove", "a").out


def test_a_session_is_found_again_where_it_is_now() -> None:
    session = Session(when.parse_start("2024-07-01"), 5, id="a")
    one = find_session.LocatedSession(WEEK, 1, session)
    line = "  - {start: 2024-07-01, minutes: 5, id: a}\n"
    assert (
        find_session.relocate_session(
            "sessions:\n  - {start: 2024-07-02, minutes: 1}\n" + line, one
        )
        == 1
    )
    assert find_session.relocate_session("sessions:\n" + line, one) == 0
    for text in (
        "",
        "title: [",
        "sessions:\n",
        "sessions:\n" + line.replace("5", "6") * 2,
        f"sessions:\n{line}- x",
    ):
        with pytest.raises(TrackerError, match="was changed meanwhile"):
            find_session.relocate_session(text, one)


# ---- another week

MOVES = {
    "a line with its comment": (LINE, LINE),
    "a block": (
        "  - start: 2024-07-01 19:30\n    minutes: 45\n    x-a: b c\n    note: |\n      a: b\n    id: 7kq2m9\n",
        '  - {start: 2024-07-01 19:30, minutes: 45, x-a: "b c", note: "a: b\\n", id: 7kq2m9}\n',
    ),
    "over lines": (
        "  - {start: 2024-07-01 19:30,\n     minutes: 45, id: 7kq2m9}\n",
        "  - {start: 2024-07-01 19:30, minutes: 45, id: 7kq2m9}\n",
    ),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize(
    "there", [None, "# mine\nsessions:\n  - {start: 2024-06-24, minutes: 1} # c\n"]
)
def test_a_session_moves_to_the_week_of_its_start(
    name: str, there: str | None, scratch: Scratch
) -> None:
    line, line_there = MOVES[name]
    scratch.put(f"title: x\nsessions:\n{line}next: []\n")
    if there is not None:
        scratch.put(there, "2024-W26")
    ran = scratch.run("edit", "7kq2m9", "--on", "2024-06-30")
    assert ran.code == 0, ran.err
    assert scratch.data().decode() == "title: x\nsessions:\nnext: []\n"
    assert scratch.data("2024-W26").decode() == (there or "sessions:\n") + line_there.replace(
        "07-01", "06-30"
    )
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == f"title: x\nsessions:\n{line}next: []\n"
    assert scratch.path("2024-W26").exists() == (there is not None)


def test_a_session_moves_out_of_brackets(scratch: Scratch) -> None:
    scratch.put(
        "sessions: [{start: 2024-07-01, minutes: 1, id: a}, {start: 2024-07-02, minutes: 2}] # c\n"
    )
    assert scratch.run("edit", "a", "--on", "2024-06-30").code == 0
    assert scratch.data() == b"sessions: [{start: 2024-07-02, minutes: 2}] # c\n"
    assert scratch.data("2024-W26") == b"sessions:\n  - {start: 2024-06-30, minutes: 1, id: a}\n"


def test_a_session_that_cannot_move_stays(scratch: Scratch) -> None:
    block = "sessions:\n  - start: 2024-07-01 # c\n    minutes: 45\n    id: 7kq2m9\n"
    scratch.put(block)
    ran = scratch.run("edit", "7kq2m9", "--on", "2024-06-30")
    assert (ran.code, ran.out) == (1, "")
    assert f"{PATH}:2: cannot move this session" in ran.err
    scratch.put(TEXT)
    scratch.put("sessions:\n  - {start: 2024-06-24, minutes: 1, id: 7kq2m9}\n", "2024-W26")
    assert (
        "has a session 7kq2m9 already" in scratch.run("edit", f"{WEEK}:1", "--on", "2024-06-30").err
    )
    scratch.put("title: [\n", "2024-W26")
    assert (
        "entries/2024-W26.yaml:2:1: " in scratch.run("edit", f"{WEEK}:1", "--on", "2024-06-30").err
    )
    assert scratch.data().decode() == TEXT
